package road

import (
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/cch"
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
	route     route
	from, to  Place
}

// Route finds the fastest way between two coordinates. Both are snapped, at most
// SnapM metres; the stubs are straight, and are walked at StubKMH.
func (d *Day) Route(from, to orb.Point) (Path, error) {
	a, err := d.Snap(from, SnapM)
	if err != nil {
		return Path{}, fmt.Errorf("route from: %w", err)
	}
	b, err := d.Snap(to, SnapM)
	if err != nil {
		return Path{}, fmt.Errorf("route to: %w", err)
	}
	return d.Way(a, b)
}

// Between finds the fastest way from one place to another, on the road alone. There always is one
// between places of the main part when nothing is closed; else the error, if there is none, is
// that of Island, or a finding, road.cut_off.
func (d *Day) Between(from, to Place) (Path, error) {
	c, r := d.search(from, to)
	if c >= graph.Infinity {
		if err := errors.Join(d.Island(from), d.Island(to)); err != nil {
			return Path{}, err
		}
		return Path{}, finding.New("road.cut_off", "", "lon", to.From[0], "lat", to.From[1], "profile", d.profile.Name).On(to.From)
	}
	line := d.trace(from, to, r)
	return Path{Line: line, DistanceM: geodesy.Length(line), DurationS: float64(c) / 1000, route: r, from: from, to: to}, nil
}

// A route is how a way runs: out of the first edge, over arcs and into the last; first and last are
// directed edges, none where a place is a junction. A direct one stays on the edge of both places.
type route struct {
	direct      bool
	first, last int32
	arcs        []graph.Arc
}

// search gives the cost of the fastest way in milliseconds, and how it runs.
func (d *Day) search(from, to Place) (graph.Cost, route) {
	q := d.queries.Get().(*cch.Query)
	defer d.queries.Put(q)
	starts, finishes := d.Starts(from), d.Finishes(to)
	best := d.onEdge(from, to)
	p, ok := q.Path(seeds(starts), seeds(finishes))
	if !ok || p.Cost >= best {
		return best, route{direct: true}
	}
	return p.Cost, route{first: starts[p.From].edge, last: finishes[p.To].edge, arcs: slices.Clone(p.Arcs)}
}

// onEdge is the cost of travelling between two places of one edge without leaving
// it; Infinity if they are on different ones or the way is shut.
func (d *Day) onEdge(from, to Place) graph.Cost {
	if from.edge != to.edge {
		return graph.Infinity
	}
	if from.along == to.along {
		return 0
	}
	if !d.together(from, to) {
		return graph.Infinity
	}
	aTail, _, aHead, _ := d.shares(from)
	bTail, _, bHead, _ := d.shares(to)
	if to.along > from.along && d.whole(2*from.edge) < graph.Infinity {
		return bTail - aTail
	}
	if to.along < from.along && d.whole(2*from.edge+1) < graph.Infinity {
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
