package road

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// network makes the network of the land; ways is how many were looked at.
func (l *land) network(ways int) (*Network, error) {
	n, _, err := l.build(ways)
	return n, err
}

func (l *land) build(ways int) (*Network, *crossing, error) {
	runs := l.settle()
	hard := l.junctions(runs)
	pieces, stretches := l.cut(runs, hard)
	pieces, number := l.join(pieces, hard)
	for _, s := range stretches {
		for i := range s {
			s[i] = number[s[i]]
		}
	}
	if len(pieces) == 0 {
		return nil, nil, finding.New("road.no_roads", "", "profile", l.p.Name, "ways", ways)
	}
	junctions, of := l.number(pieces)
	x := &crossing{junctions: junctions, weeks: l.weeks, rules: l.rules(pieces, stretches, of)}
	for _, e := range pieces {
		x.tail = append(x.tail, e.tail, e.head)
		x.cost = append(x.cost, e.least(false), e.least(true))
	}
	x.turn, x.all = l.turns(x, pieces)
	n := l.lay(pieces, x)
	n.index = indexOf(n)
	return n, x, nil
}

// number numbers the junctions in the order of the pieces. At a barrier that is shut every road
// has a junction of its own.
func (l *land) number(pieces []piece) (count int, of func(vertex int32) int32) {
	numbers := slices.Repeat([]int32{-1}, len(l.at))
	junction := func(v int32) int32 {
		if numbers[v] < 0 || l.pass[v].shut {
			numbers[v] = int32(count)
			count++
		}
		return numbers[v]
	}
	for i := range pieces {
		x := &pieces[i]
		x.tail = junction(x.line[0])
		x.head = junction(x.line[len(x.line)-1])
	}
	return count, func(v int32) int32 {
		if l.pass[v].shut {
			return -1
		}
		return numbers[v]
	}
}

// Within these angles, in degrees, a turn is no turn.
const straight = 45

// turns gives what turns cost, and whether they cost something everywhere. Turning around is free
// at a dead end; else it costs what the profile says.
func (l *land) turns(x *crossing, pieces []piece) (turn func(in, out int32) graph.Cost, all bool) {
	open := make([]int32, x.junctions)   // directed edges that leave
	degree := make([]int32, x.junctions) // edges that touch
	for d, j := range x.tail {
		degree[j]++
		if x.cost[d] < graph.Infinity {
			open[j]++
		}
	}
	around := graph.Infinity
	if l.p.uTurnS != closed {
		around = graph.Cost(l.p.uTurnS * 1000)
	}
	left, right := graph.Cost(l.p.leftS*1000), graph.Cost(l.p.rightS*1000)
	all = left > 0 || right > 0
	var bearing []float32 // at which a directed edge begins
	if all {
		for i := range pieces {
			line := pieces[i].line
			bearing = append(bearing, l.bearing(line, false), l.bearing(line, true))
		}
	}
	return func(in, out int32) graph.Cost {
		j := x.tail[out]
		switch {
		case out == in^1 && open[j] == 1:
			return 0
		case out == in^1:
			return around
		case !all || degree[j] < 3:
			return 0
		}
		// Straight on, the way ahead lies opposite to the way back; to the right is positive.
		angle := math.Mod(float64(bearing[out]-bearing[in^1])+360, 360) - 180
		switch {
		case angle < -straight:
			return left
		case angle > straight:
			return right
		}
		return 0
	}, all
}

// bearingM is how far from a junction its roads' directions are measured.
const bearingM = 15

// bearing gives the direction in which a line begins, or that in which it is entered from its end,
// in degrees from north.
func (l *land) bearing(line []int32, fromEnd bool) float32 {
	at := func(i int) point {
		if fromEnd {
			i = len(line) - 1 - i
		}
		return l.at[line[i]]
	}
	return bearing(len(line), at)
}

// bearing gives the direction from the first of n points to the first that is bearingM away.
func bearing(n int, at func(i int) point) float32 {
	a := at(0).degrees()
	f := planeAt(a)
	for i := 1; ; i++ {
		b := at(i).degrees()
		x, y := (b[0]-a[0])*f.mx, (b[1]-a[1])*f.my
		if math.Hypot(x, y) >= bearingM || i == n-1 {
			return float32(math.Mod(math.Atan2(x, y)*180/math.Pi+360, 360))
		}
	}
}

// lay lays the pieces and the graph out in flat arrays.
func (l *land) lay(pieces []piece, x *crossing) *Network {
	u := x.unfold()
	g, number := graph.Build(int(u.first[x.junctions]), u.pairs)
	n := &Network{profile: *l.p, flatNetwork: flatNetwork{
		nodes: u.first, entry: u.entry, costs: make([]graph.Cost, g.NumArcs()), arcs: make([]int32, g.NumArcs()),
		names: packed(l.names.list), classes: packed(l.classes.list), missing: int32(l.missing), dropped: int32(l.dropped), unread: int32(l.unread),
	}, g: g}
	for i, a := range number {
		d := u.edge[i]
		turn := u.cost[i] - x.cost[d]
		n.costs[a], n.arcs[a] = total(turn, pieces[d>>1].cost(d)), d
		if n.costs[a] == graph.Infinity && turn > 0 {
			n.latent = append(n.latent, latent{int32(a), turn})
		}
		if u.shut[i] != none {
			n.shuts = append(n.shuts, lateTurn{int32(a), u.shut[i]})
		}
	}
	slices.SortFunc(n.latent, func(a, b latent) int { return int(a.arc - b.arc) })
	slices.SortFunc(n.shuts, func(a, b lateTurn) int { return int(a.arc - b.arc) })
	n.copies = byEdge(n.arcs, 2*len(pieces))
	for i := range pieces {
		e := &pieces[i]
		n.ends = append(n.ends, e.tail, e.head)
		n.ways = append(n.ways, e.there, e.back)
		w := &l.ways[e.way]
		for k, late := range l.lates[w.late] {
			n.lates = append(n.lates, lateEdge{int32(2 * i), late.week, e.late[k].there}, lateEdge{int32(2*i + 1), late.week, e.late[k].back})
		}
		n.name = append(n.name, w.name)
		kind := uint32(w.class)
		if e.roundabout {
			kind |= roundabout
		}
		n.kind = append(n.kind, kind)
		n.first = append(n.first, int32(len(n.points)))
		sum := 0.0
		for k, v := range e.line {
			if k > 0 {
				sum += geodesy.Distance(l.at[e.line[k-1]].degrees(), l.at[v].degrees())
			}
			n.points = append(n.points, l.at[v])
			n.run = append(n.run, uint32(min(math.Round(sum*1000), math.MaxUint32)))
		}
	}
	n.first = append(n.first, int32(len(n.points)))
	for _, w := range l.weeks.list {
		for _, x := range w {
			n.weeks = append(n.weeks, uint32(x), uint32(x>>32))
		}
	}
	n.divide()
	return n
}

// byEdge lists the arcs of each directed edge: those of d stand from list[d] up to list[d+1],
// counted from the end of the offsets.
func byEdge(arcs []int32, edges int) []int32 {
	list := make([]int32, edges+1, edges+1+len(arcs))
	for _, d := range arcs {
		list[d+1]++
	}
	for d := range edges {
		list[d+1] += list[d]
	}
	next := slices.Clone(list[:edges])
	list = list[:edges+1+len(arcs)]
	for a, d := range arcs {
		list[edges+1+int(next[d])] = int32(a)
		next[d]++
	}
	return list
}

// distinct drops points that repeat the one before.
func distinct(l orb.LineString) orb.LineString { return slices.Compact(l) }
