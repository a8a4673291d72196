package road

import (
	"errors"
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// Build makes the network of a profile. Ways that the profile may not travel, and
// ways without length, are left out. A way with a coordinate that is not on the
// globe is an error, and so is a network without any road; both are findings.
func Build(ways []Way, p Profile) (*Network, error) {
	var open []Way
	var faults []error
	for _, w := range ways {
		if _, ok := p.speed(w); !ok {
			continue
		}
		w.Line = distinct(w.Line)
		if bad := offGlobe(w.Line); bad >= 0 {
			faults = append(faults, finding.New("road.off_globe", w.ID, "lon", w.Line[bad][0], "lat", w.Line[bad][1]))
			continue
		}
		if len(w.Line) > 1 {
			open = append(open, w)
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	all := cut(open, p)
	n := assemble(all.strongest(), p)
	if len(n.edges) == 0 {
		return nil, finding.New("road.no_roads", "", "profile", p.Name, "ways", len(ways))
	}
	return n, nil
}

// distinct drops points that repeat the one before.
func distinct(l orb.LineString) orb.LineString {
	var d orb.LineString
	for i, p := range l {
		if i == 0 || p != l[i-1] {
			d = append(d, p)
		}
	}
	return d
}

// offGlobe gives the first point that is no longitude and latitude, or -1.
func offGlobe(l orb.LineString) int {
	for i, p := range l {
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
			return i
		}
	}
	return -1
}

// A piece is a road between two junctions, before the network is assembled.
type piece struct {
	tail, head  graph.Node
	line        []orb.Point
	lengthM     float64
	there, back graph.Cost
	name        string
}

// pieces is all roads that are open, whether they hang together or not.
type pieces struct {
	nodes int
	list  []piece
}

// cut cuts the ways at their junctions: at both ends, and wherever a vertex is
// used more than once.
func cut(ways []Way, p Profile) pieces {
	uses := map[orb.Point]int{}
	for _, w := range ways {
		for i, v := range w.Line {
			if uses[v]++; i == 0 || i == len(w.Line)-1 {
				uses[v]++ // an end is a junction even where nothing joins
			}
		}
	}
	var all pieces
	nodes := map[orb.Point]graph.Node{}
	node := func(v orb.Point) graph.Node {
		n, ok := nodes[v]
		if !ok {
			n = graph.Node(len(nodes))
			nodes[v] = n
		}
		return n
	}
	for _, w := range ways {
		kmh, _ := p.speed(w)
		along, against := p.directions(w)
		start := 0
		for i := 1; i < len(w.Line); i++ {
			if uses[w.Line[i]] < 2 {
				continue
			}
			line := w.Line[start : i+1]
			x := piece{tail: node(line[0]), head: node(line[len(line)-1]), line: line,
				lengthM: lengthM(line), there: graph.Infinity, back: graph.Infinity, name: w.Name}
			ms := milliseconds(x.lengthM, kmh)
			if along {
				x.there = ms
			}
			if against {
				x.back = ms
			}
			all.list = append(all.list, x)
			start = i
		}
	}
	all.nodes = len(nodes)
	return all
}

func lengthM(line []orb.Point) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += geodesy.Distance(line[i-1], line[i])
	}
	return sum
}

// milliseconds gives the cost of a length; at least one, so that no road is free.
func milliseconds(m, kmh float64) graph.Cost {
	ms := math.Round(m / kmh * 3600)
	return graph.Cost(min(max(ms, 1), float64(graph.Infinity)))
}

// arcs gives the pairs of all directions that are open, and for each its piece and
// whether it runs against the line.
func (all pieces) arcs() (pairs [][2]graph.Node, of []int32) {
	for i, x := range all.list {
		if x.there < graph.Infinity {
			pairs, of = append(pairs, [2]graph.Node{x.tail, x.head}), append(of, int32(i)<<1)
		}
		if x.back < graph.Infinity {
			pairs, of = append(pairs, [2]graph.Node{x.head, x.tail}), append(of, int32(i)<<1|1)
		}
	}
	return pairs, of
}

// strongest keeps the pieces of the strongly connected part with the most road,
// the first of several that are equal, and numbers its nodes anew.
func (all pieces) strongest() pieces {
	pairs, _ := all.arcs()
	g, _ := graph.Build(all.nodes, pairs)
	part, count := graph.Strong(g)
	metres := make([]float64, count)
	for _, x := range all.list {
		if part[x.tail] == part[x.head] {
			metres[part[x.tail]] += x.lengthM
		}
	}
	best := int32(-1)
	for _, x := range all.list { // in the order of the ways, so that ties are settled by the input
		if c := part[x.tail]; c == part[x.head] && (best < 0 || metres[c] > metres[best]) {
			best = c
		}
	}
	var kept pieces
	renumbered := make(map[graph.Node]graph.Node)
	node := func(old graph.Node) graph.Node {
		n, ok := renumbered[old]
		if !ok {
			n = graph.Node(len(renumbered))
			renumbered[old] = n
		}
		return n
	}
	for _, x := range all.list {
		if part[x.tail] != best || part[x.head] != best || x.there == graph.Infinity && x.back == graph.Infinity {
			continue
		}
		x.tail, x.head = node(x.tail), node(x.head)
		kept.list = append(kept.list, x)
	}
	kept.nodes = len(renumbered)
	return kept
}

// assemble lays the pieces out in flat arrays and indexes their segments.
func assemble(all pieces, p Profile) *Network {
	n := &Network{profile: p, names: []string{""}}
	pairs, of := all.arcs()
	g, number := graph.Build(all.nodes, pairs)
	n.g, n.costs, n.arcs = g, make([]graph.Cost, len(pairs)), make([]int32, len(pairs))
	for i, a := range number {
		x := all.list[of[i]>>1]
		n.arcs[a], n.costs[a] = of[i], x.there
		if of[i]&1 == 1 {
			n.costs[a] = x.back
		}
	}
	named := map[string]int32{"": 0}
	for i, x := range all.list {
		id, ok := named[x.name]
		if !ok {
			id = int32(len(n.names))
			named[x.name] = id
			n.names = append(n.names, x.name)
		}
		first, run := int32(len(n.points)), 0.0
		for j, v := range x.line {
			if j > 0 {
				run += geodesy.Distance(x.line[j-1], v)
				n.index(int32(len(n.points))-1, x.line[j-1], v)
			}
			n.points, n.along, n.owner = append(n.points, v), append(n.along, run), append(n.owner, int32(i))
		}
		n.edges = append(n.edges, edge{tail: x.tail, head: x.head, first: first, last: int32(len(n.points)) - 1,
			there: x.there, back: x.back, name: id})
	}
	return n
}

// index puts the segment that starts at a point into the tree.
func (n *Network) index(at int32, a, b orb.Point) {
	n.tree.Insert([2]float64{min(a[0], b[0]), min(a[1], b[1])}, [2]float64{max(a[0], b[0]), max(a[1], b[1])}, at)
}
