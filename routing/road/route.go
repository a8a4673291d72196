package road

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

const (
	// SnapM is how far from a road Route looks for one, in metres.
	SnapM = 5000
	// StubKMH is how fast the way between a coordinate and its road is walked.
	StubKMH = 4.0
)

// A Path is a way that was found.
type Path struct {
	Line      orb.LineString // with the direction of travel; at least two points
	DistanceM float64
	DurationS float64
}

// Route finds the fastest way between two coordinates. Both are snapped, at most
// SnapM metres; the stubs are straight, and are walked at StubKMH.
func (n *Network) Route(from, to orb.Point) (Path, error) {
	a, err := n.Snap(from, SnapM)
	if err != nil {
		return Path{}, fmt.Errorf("route from: %w", err)
	}
	b, err := n.Snap(to, SnapM)
	if err != nil {
		return Path{}, fmt.Errorf("route to: %w", err)
	}
	path := n.Between(a, b)
	path.Line = slices.Concat(orb.LineString{from}, path.Line, orb.LineString{to})
	path.Line = atLeastTwo(distinct(path.Line))
	path.DistanceM += a.OffM + b.OffM
	path.DurationS += (a.OffM + b.OffM) / StubKMH * 3.6
	return path, nil
}

// Between finds the fastest way from one place to another, on the road alone.
func (n *Network) Between(from, to Place) Path {
	s := dijkstra.New(n.g, n.costs)
	c, edges := n.search(s, from, to)
	line := n.trace(from, to, edges)
	return Path{Line: line, DistanceM: geodesy.Length(line), DurationS: float64(c) / 1000}
}

// direct stands for the node of a way that leaves its edge nowhere.
const direct graph.Node = -1

// search gives the cost of the fastest way in milliseconds, and its arcs.
func (n *Network) search(s *dijkstra.Search, from, to Place) (graph.Cost, route) {
	a, b := n.edges[from.edge], n.edges[to.edge]
	_, toHead, _, toTail := n.legs(from)
	fromTail, _, fromHead, _ := n.legs(to)
	s.Run([]dijkstra.Seed{{Node: a.head, Cost: toHead}, {Node: a.tail, Cost: toTail}}, []graph.Node{b.tail, b.head})
	best, last := n.onEdge(from, to), direct
	if c := s.Cost(b.tail) + fromTail; c < best {
		best, last = c, b.tail
	}
	if c := s.Cost(b.head) + fromHead; c < best {
		best, last = c, b.head
	}
	if best >= graph.Infinity {
		panic("road: two places of one network that do not reach each other")
	}
	if last == direct {
		return best, route{direct: true}
	}
	r := route{lastAlong: last == b.tail}
	seed, arcs, _ := s.Path(last)
	r.arcs, r.firstAlong = arcs, seed == a.head
	if a.tail == a.head { // a road that ends where it begins is left by its nearer end
		r.firstAlong = toHead <= toTail
	}
	if b.tail == b.head {
		r.lastAlong = fromTail <= fromHead
	}
	return best, r
}

// A route is how a way runs: on one edge alone, or out of the first edge, over
// arcs and into the last, in either case along the edge's line or against it.
type route struct {
	direct                bool
	firstAlong, lastAlong bool
	arcs                  []graph.Arc
}

// onEdge is the cost of travelling between two places of one edge without leaving
// it; Infinity if they are on different ones or the way is shut.
func (n *Network) onEdge(from, to Place) graph.Cost {
	if from.edge != to.edge {
		return graph.Infinity
	}
	if from.along == to.along {
		return 0
	}
	aTail, _, aHead, _ := n.legs(from)
	bTail, _, bHead, _ := n.legs(to)
	e := n.edges[from.edge]
	if to.along > from.along && e.there < graph.Infinity {
		return bTail - aTail
	}
	if to.along < from.along && e.back < graph.Infinity {
		return bHead - aHead
	}
	return graph.Infinity
}

// trace draws a route.
func (n *Network) trace(from, to Place, r route) orb.LineString {
	if r.direct {
		return atLeastTwo(distinct(n.stretch(from.edge, from.along, to.along, from.Point, to.Point)))
	}
	end := func(p Place, along bool) (float64, orb.Point) { // the end of p's edge to which one travels along the line
		line := n.line(p.edge)
		if along {
			return n.length(p.edge), line[len(line)-1]
		}
		return 0, line[0]
	}
	m, q := end(from, r.firstAlong)
	line := n.stretch(from.edge, from.along, m, from.Point, q)
	for _, a := range r.arcs {
		part := orb.LineString(slices.Clone(n.line(n.arcs[a] >> 1)))
		if n.arcs[a]&1 == 1 {
			part.Reverse()
		}
		line = append(line, part...)
	}
	m, q = end(to, !r.lastAlong)
	line = append(line, n.stretch(to.edge, m, to.along, q, to.Point)...)
	return atLeastTwo(distinct(line))
}

// stretch draws an edge between two measures, in the order in which they are given;
// p and q are the points there.
func (n *Network) stretch(e int32, from, to float64, p, q orb.Point) orb.LineString {
	x := n.edges[e]
	line := orb.LineString{p}
	for i := x.first; i <= x.last; i++ {
		if m := n.along[i]; m > min(from, to) && m < max(from, to) {
			line = append(line, n.points[i])
		}
	}
	if from > to {
		slices.Reverse(line[1:])
	}
	return append(line, q)
}

// atLeastTwo makes a line of a single point, where nothing was travelled.
func atLeastTwo(l orb.LineString) orb.LineString {
	if len(l) == 1 {
		return append(l, l[0])
	}
	return l
}
