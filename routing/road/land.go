package road

import (
	"math"
	"slices"

	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// land is the ways of one profile over numbered vertices, before they become a network.
type land struct {
	p        *Profile
	at       []point // by vertex
	refs     []int64 // the vertices of all ways; while a file is read, the numbers that it has
	ways     []wayOn
	verdicts []verdict
	met      map[verdict]int32 // to its place in verdicts
	pass     map[int32]passage // by vertex, where something stands
	bans     []ban
	names    texts
	classes  texts
	weeks    *weeks
	lates    [][]lateVerdict           // the first is none
	hours    map[verdict][]lateVerdict // of the profile's hours
	missing  int                       // vertices that the file does not hold
	dropped  int                       // restrictions that do not fit the ways that they name
	unread   int                       // conditions that are not understood
}

// A wayOn is a way that the profile can travel.
type wayOn struct {
	first, last int32 // its refs, the last one included
	verdict     int32 // in verdicts
	late        int32 // in lates
	name, class int32
}

// absent marks a vertex whose place is not known.
var absent = point{math.MaxInt32, math.MaxInt32}

func newLand(p *Profile) *land {
	return &land{p: p, pass: map[int32]passage{}, met: map[verdict]int32{}, names: newTexts(), classes: newTexts(),
		weeks: newWeeks(), lates: make([][]lateVerdict, 1), hours: map[verdict][]lateVerdict{}}
}

// add takes the refs from first on as a way, and gives its number; -1 if they are too few.
func (l *land) add(first int, v verdict, late []lateVerdict, tags Tags) int32 {
	if len(l.refs)-first < 2 {
		l.refs = l.refs[:first]
		return -1
	}
	name := tags["name"]
	if name == "" {
		name = tags["ref"]
	}
	number, ok := l.met[v]
	if !ok {
		number = int32(len(l.verdicts))
		l.verdicts, l.met[v] = append(l.verdicts, v), number
	}
	at := 0
	if len(late) > 0 {
		if at = len(l.lates) - 1; !slices.Equal(l.lates[at], late) { // neighbours in a file are often alike
			at++
			l.lates = append(l.lates, late)
		}
	}
	l.ways = append(l.ways, wayOn{first: int32(first), last: int32(len(l.refs)) - 1, verdict: number, late: int32(at),
		name: l.names.number(name), class: l.classes.number(v.class)})
	return int32(len(l.ways)) - 1
}

// stands notes what stands on a vertex.
func (l *land) stands(vertex int32, tags Tags) {
	if x := l.p.pass(tags); x != (passage{}) {
		l.pass[vertex] = x
	}
}

// A run is a stretch of a way of which every vertex is known.
type run struct {
	line []int32 // vertices, none twice in a row; at least two
	way  int32
}

// settle gives the runs of all ways.
func (l *land) settle() []run {
	line := make([]int32, 0, len(l.refs))
	var runs []run
	for n := range l.ways {
		start := len(line)
		flush := func() {
			if len(line)-start > 1 {
				runs = append(runs, run{line[start:len(line):len(line)], int32(n)})
			} else {
				line = line[:start]
			}
			start = len(line)
		}
		for _, r := range l.refs[l.ways[n].first : l.ways[n].last+1] {
			v := int32(r)
			switch {
			case v < 0 || l.at[v] == absent:
				flush()
			case len(line) == start || line[len(line)-1] != v:
				line = append(line, v)
			}
		}
		flush()
	}
	return runs
}

// A piece is a road between two junctions.
type piece struct {
	tail, head  int32   // junctions
	line        []int32 // vertices
	lengthM     float64
	there, back graph.Cost
	late        []lateCost // as its way's verdicts
	way         int32      // for name and class, of one of its ways
	roundabout  bool
}

// cut cuts the runs at the vertices that must be junctions. stretches gives, by way that a ban
// names, its pieces in the order of its line.
func (l *land) cut(runs []run, hard []bool) (all []piece, stretches map[int32][]int32) {
	stretches = map[int32][]int32{}
	for _, b := range l.bans {
		for _, n := range b.ways() {
			stretches[n] = nil
		}
	}
	whole := make([]float64, len(l.ways)) // metres
	metres := make([]float64, len(runs))
	for i, r := range runs {
		metres[i] = l.lengthM(r.line)
		whole[r.way] += metres[i]
	}
	for i, r := range runs {
		v := &l.verdicts[l.ways[r.way].verdict]
		start := 0
		for k := 1; k < len(r.line); k++ {
			if k < len(r.line)-1 && !hard[r.line[k]] {
				continue
			}
			x := piece{line: r.line[start : k+1 : k+1], way: r.way, lengthM: metres[i], roundabout: v.roundabout}
			if start > 0 || k < len(r.line)-1 {
				x.lengthM = l.lengthM(x.line)
			}
			start = k
			x.there, x.back = l.costs(x.line, v, x.lengthM, whole[r.way])
			for _, late := range l.lates[l.ways[r.way].late] {
				there, back := l.costs(x.line, &late.verdict, x.lengthM, whole[r.way])
				x.late = append(x.late, lateCost{there, back})
			}
			if s, named := stretches[r.way]; named {
				stretches[r.way] = append(s, int32(len(all)))
			}
			all = append(all, x)
		}
	}
	return all, stretches
}

// junctions marks the vertices at which runs are cut: where more or fewer than two roads go on,
// where a run comes back to itself, at barriers that are shut, and at the ends of ways that bans
// name. Where two runs meet end to end both may be one road (joined).
func (l *land) junctions(runs []run) (hard []bool) {
	degree := make([]uint8, len(l.at))
	hard = make([]bool, len(l.at))
	for _, r := range runs {
		for i, v := range r.line {
			if i > 0 && degree[v] < 3 {
				degree[v]++
			}
			if i < len(r.line)-1 && degree[v] < 3 {
				degree[v]++
			}
		}
		if r.line[0] == r.line[len(r.line)-1] {
			hard[r.line[0]] = true
		}
	}
	for v, d := range degree {
		hard[v] = hard[v] || d != 2
	}
	for v, x := range l.pass {
		hard[v] = hard[v] || x.shut
	}
	named := map[int32]bool{}
	for _, b := range l.bans {
		if b.vertex >= 0 {
			hard[b.vertex] = true
		}
		for _, n := range b.ways() {
			named[n] = true
		}
	}
	for _, r := range runs {
		if named[r.way] {
			hard[r.line[0]], hard[r.line[len(r.line)-1]] = true, true
		}
	}
	return hard
}

// cost of a directed edge of a piece in usual hours.
func (x *piece) cost(d int32) graph.Cost {
	if d&1 == 1 {
		return x.back
	}
	return x.there
}

func (l *land) lengthM(line []int32) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += geodesy.Distance(l.at[line[i-1]].degrees(), l.at[line[i]].degrees())
	}
	return sum
}

// costs of a piece along its line and against it; wholeM is the length of its way. Who passes a
// vertex where something stands pays when he comes there, also at the end of the piece.
func (l *land) costs(line []int32, v *verdict, m, wholeM float64) (there, back graph.Cost) {
	var waitThere, waitBack float64
	if len(l.pass) > 0 {
		for i, vertex := range line {
			x := l.pass[vertex]
			if i > 0 {
				waitThere += x.there
			}
			if i < len(line)-1 {
				waitBack += x.back
			}
		}
	}
	share := 1.0
	if wholeM > 0 {
		share = m / wholeM
	}
	cost := func(kmh, waitS float64) graph.Cost {
		if kmh == 0 {
			return graph.Infinity
		}
		s := m / kmh * 3.6
		if v.wholeS > 0 {
			s = v.wholeS * share
		}
		return milliseconds(s + v.extraS*share + waitS)
	}
	return cost(v.there, waitThere), cost(v.back, waitBack)
}

// milliseconds gives the cost of a time; at least one, so that no road is free.
func milliseconds(s float64) graph.Cost {
	return graph.Cost(min(max(math.Round(s*1000), 1), float64(graph.Infinity)))
}

// texts numbers texts; 0 is the empty one.
type texts struct {
	list []string
	of   map[string]int32
}

func newTexts() texts { return texts{[]string{""}, map[string]int32{"": 0}} }

func (t *texts) number(s string) int32 {
	n, ok := t.of[s]
	if !ok {
		n = int32(len(t.list))
		t.list, t.of[s] = append(t.list, s), n
	}
	return n
}
