package road

import (
	"errors"
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
	Stretches []Stretch // the roads, in the order of travel; stubs are none
}

// A Stretch is a part of an edge that is travelled: from one measure of its line to another, in metres;
// against the line if the second is the smaller.
type Stretch struct {
	Edge       int32
	FromM, ToM float64
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
	path, err := n.Between(a, b)
	if err != nil {
		return Path{}, err
	}
	path.Line = slices.Concat(orb.LineString{from}, path.Line, orb.LineString{to})
	path.Line = atLeastTwo(distinct(path.Line))
	path.DistanceM += a.OffM + b.OffM
	path.DurationS += (a.OffM + b.OffM) / StubKMH * 3.6
	return path, nil
}

// Between finds the fastest way from one place to another, on the road alone. There always is one
// between places of the main part; elsewhere the error, if there is none, is that of Island.
func (n *Network) Between(from, to Place) (Path, error) {
	s := dijkstra.New(n.g, n.costs)
	c, r := n.search(s, from, to)
	if c >= graph.Infinity {
		if err := errors.Join(n.Island(from), n.Island(to)); err != nil {
			return Path{}, err
		}
		panic("road: two places of the main part that do not reach each other")
	}
	line := n.trace(from, to, r)
	return Path{Line: line, DistanceM: geodesy.Length(line), DurationS: float64(c) / 1000, Stretches: n.stretches(from, to, r)}, nil
}

// A route is how a way runs: out of the first edge, over arcs and into the last; first and last are
// directed edges, none where a place is a junction. A direct one stays on the edge of both places.
type route struct {
	direct      bool
	first, last int32
	arcs        []graph.Arc
}

// search gives the cost of the fastest way in milliseconds, and how it runs.
func (n *Network) search(s *dijkstra.Search, from, to Place) (graph.Cost, route) {
	starts, finishes := n.Starts(from), n.Finishes(to)
	targets := make([]graph.Node, len(finishes))
	for i, e := range finishes {
		targets[i] = e.Node
	}
	s.Run(seeds(starts), targets)
	best, last := n.cheapest(s, from, to, finishes)
	if last == none || best >= graph.Infinity {
		return best, route{direct: true}
	}
	at, arcs, _ := s.Path(finishes[last].Node)
	r := route{last: finishes[last].edge, arcs: arcs}
	first := graph.Infinity
	for _, e := range starts {
		if e.Node == at && e.Cost < first {
			first, r.first = e.Cost, e.edge
		}
	}
	return best, r
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
	if to.along > from.along && n.ways[2*from.edge] < graph.Infinity {
		return bTail - aTail
	}
	if to.along < from.along && n.ways[2*from.edge+1] < graph.Infinity {
		return bHead - aHead
	}
	return graph.Infinity
}

// trace draws a route.
func (n *Network) trace(from, to Place, r route) orb.LineString {
	if r.direct {
		return atLeastTwo(distinct(n.stretch(from.edge, from.along, to.along, from.Point, to.Point)))
	}
	line := orb.LineString{from.Point}
	if r.first != none {
		line = n.stretch(from.edge, from.along, n.far(r.first), from.Point, n.corner(r.first))
	}
	for _, a := range r.arcs {
		part := n.Line(n.arcs[a] >> 1)
		if n.arcs[a]&1 == 1 {
			part.Reverse()
		}
		line = append(line, part...)
	}
	if r.last != none {
		line = append(line, n.stretch(to.edge, n.far(r.last^1), to.along, n.corner(r.last^1), to.Point)...)
	}
	return atLeastTwo(distinct(append(line, to.Point)))
}

// stretches lists the roads of a route.
func (n *Network) stretches(from, to Place, r route) []Stretch {
	if r.direct {
		return []Stretch{{from.edge, from.along, to.along}}
	}
	var all []Stretch
	add := func(e int32, a, b float64) {
		if a != b {
			all = append(all, Stretch{e, a, b})
		}
	}
	if r.first != none {
		add(from.edge, from.along, n.far(r.first))
	}
	for _, a := range r.arcs {
		d := n.arcs[a]
		add(d>>1, n.far(d^1), n.far(d))
	}
	if r.last != none {
		add(to.edge, n.far(r.last^1), to.along)
	}
	return all
}

// far is how many metres along its edge's line a directed edge ends.
func (n *Network) far(d int32) float64 {
	if d&1 == 1 {
		return 0
	}
	return n.length(d >> 1)
}

// corner is the point where a directed edge ends.
func (n *Network) corner(d int32) orb.Point {
	if d&1 == 1 {
		return n.points[n.first[d>>1]].degrees()
	}
	return n.points[n.first[d>>1+1]-1].degrees()
}

// stretch draws an edge between two measures, in the order in which they are given;
// p and q are the points there.
func (n *Network) stretch(e int32, from, to float64, p, q orb.Point) orb.LineString {
	line := orb.LineString{p}
	for i := n.first[e]; i < n.first[e+1]; i++ {
		if m := n.alongM(i); m > min(from, to) && m < max(from, to) {
			line = append(line, n.points[i].degrees())
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
