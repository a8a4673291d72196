package road

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// A Place is a point on the network. It belongs to the network that gave it.
type Place struct {
	Point orb.Point // on the road
	From  orb.Point // what was snapped
	OffM  float64   // metres between the two
	edge  int32
	along float64 // metres from the start of the edge's line
}

// Road is the name of the road at a place; "" if it has none.
func (n *Network) Road(p Place) string { return n.names[n.edges[p.edge].name] }

// A plane lays metres around a point, so that segments can be measured as if flat:
// within some kilometres the error is far below that of any survey.
type plane struct {
	origin orb.Point
	mx, my float64 // metres a degree of longitude and latitude
}

// flat makes the plane at p from the two radii of curvature of the WGS 84 ellipsoid.
func flat(p orb.Point) plane {
	const a, e2 = 6378137.0, 0.00669437999014132
	sin, cos := math.Sincos(p[1] * math.Pi / 180)
	w := 1 - e2*sin*sin
	return plane{p, max(a*cos/math.Sqrt(w), 1e-6) * math.Pi / 180, a * (1 - e2) / (w * math.Sqrt(w)) * math.Pi / 180}
}

// share gives the point of segment a-b nearest to the origin, as a share of the
// way from a to b, and its distance in metres.
func (f plane) share(a, b orb.Point) (t, m float64) {
	ax, ay := (a[0]-f.origin[0])*f.mx, (a[1]-f.origin[1])*f.my
	dx, dy := (b[0]-a[0])*f.mx, (b[1]-a[1])*f.my
	if d2 := dx*dx + dy*dy; d2 > 0 {
		t = min(max(-(ax*dx+ay*dy)/d2, 0), 1)
	}
	return t, math.Hypot(ax+t*dx, ay+t*dy)
}

// Snap finds the place of the network nearest to p, at most maxM metres away. Of
// two that are equally near it takes the one that was built first. If there is
// none, the error is a finding, road.no_road_near.
func (n *Network) Snap(p orb.Point, maxM float64) (Place, error) {
	f := flat(p)
	best, bestT, bestM := int32(-1), 0.0, math.Inf(1)
	for r := min(100, maxM); ; r = min(r*4, maxM) {
		dx, dy := r/f.mx, r/f.my
		n.tree.Search([2]float64{p[0] - dx, p[1] - dy}, [2]float64{p[0] + dx, p[1] + dy},
			func(_, _ [2]float64, s int32) bool {
				t, m := f.share(n.points[s], n.points[s+1])
				if m < bestM || m == bestM && s < best {
					best, bestT, bestM = s, t, m
				}
				return true
			})
		if bestM <= r {
			return n.place(best, bestT, p), nil
		}
		if r >= maxM {
			return Place{}, finding.New("road.no_road_near", "", "lon", p[0], "lat", p[1], "max_m", maxM, "profile", n.profile.Name).On(p)
		}
	}
}

// Near gives the nearest place of every road at most maxM metres from p, the nearest
// first, of equals the one that was built first. Roads are cut at junctions here.
func (n *Network) Near(p orb.Point, maxM float64) []Place {
	f := flat(p)
	type hit struct {
		s    int32
		t, m float64
	}
	best := map[int32]hit{} // by edge
	dx, dy := maxM/f.mx, maxM/f.my
	n.tree.Search([2]float64{p[0] - dx, p[1] - dy}, [2]float64{p[0] + dx, p[1] + dy}, func(_, _ [2]float64, s int32) bool {
		t, m := f.share(n.points[s], n.points[s+1])
		old, seen := best[n.owner[s]]
		if m <= maxM && (!seen || m < old.m || m == old.m && s < old.s) {
			best[n.owner[s]] = hit{s, t, m}
		}
		return true
	})
	hits := slices.SortedFunc(maps.Values(best), func(x, y hit) int {
		return cmp.Or(cmp.Compare(x.m, y.m), cmp.Compare(x.s, y.s))
	})
	places := make([]Place, len(hits))
	for i, h := range hits {
		places[i] = n.place(h.s, h.t, p)
	}
	return places
}

// place makes the Place at a share of the segment that starts at point s.
func (n *Network) place(s int32, t float64, from orb.Point) Place {
	a, b := n.points[s], n.points[s+1]
	q := orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
	switch t {
	case 0:
		q = a
	case 1:
		q = b
	}
	return Place{Point: q, From: from, OffM: geodesy.Distance(from, q), edge: n.owner[s],
		along: n.along[s] + t*(n.along[s+1]-n.along[s])}
}

// Places gives places along every road that enters a bound (lon, lat), at most
// stepM metres apart, junctions included; in the order of the roads.
func (n *Network) Places(b orb.Bound, stepM float64) []Place {
	var found []Place
	for e := range n.edges {
		length := n.length(int32(e))
		if !orb.LineString(n.line(int32(e))).Bound().Intersects(b) {
			continue
		}
		steps := max(1, int(math.Ceil(length/stepM)))
		for i := range steps + 1 {
			p := n.at(int32(e), length*float64(i)/float64(steps))
			if b.Contains(p.Point) {
				found = append(found, p)
			}
		}
	}
	return found
}

// at gives the place some metres along an edge.
func (n *Network) at(e int32, m float64) Place {
	x := n.edges[e]
	s := x.first
	for s < x.last-1 && n.along[s+1] < m {
		s++
	}
	t := 0.0
	if d := n.along[s+1] - n.along[s]; d > 0 {
		t = min(max((m-n.along[s])/d, 0), 1)
	}
	p := n.place(s, t, orb.Point{})
	p.From, p.OffM = p.Point, 0
	return p
}

// legs splits the cost of a place's edge in two, along the line: from the tail to
// the place and on to the head; and against it: from the head and on to the tail.
// The two parts add up to the whole, so that a detour by a place costs nothing. What
// lies at a junction is there in either direction, even where its edge is one way.
func (n *Network) legs(p Place) (fromTail, toHead, fromHead, toTail graph.Cost) {
	x, share := n.edges[p.edge], 0.0
	if l := n.length(p.edge); l > 0 {
		share = min(max(p.along/l, 0), 1)
	}
	fromTail, toHead, fromHead, toTail = graph.Infinity, graph.Infinity, graph.Infinity, graph.Infinity
	if x.there < graph.Infinity {
		fromTail = graph.Cost(math.Round(share * float64(x.there)))
		toHead = x.there - fromTail
	}
	if x.back < graph.Infinity {
		toTail = graph.Cost(math.Round(share * float64(x.back)))
		fromHead = x.back - toTail
	}
	switch share {
	case 0:
		fromTail, toTail = 0, 0
	case 1:
		fromHead, toHead = 0, 0
	}
	return
}
