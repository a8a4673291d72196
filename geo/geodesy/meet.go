package geodesy

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// holds tells exactly whether p lies on the shape: in or at its areas, on its lines.
func (s *Shape) holds(p orb.Point) bool {
	switch s.geometry.(type) {
	case orb.Point, orb.Collection, orb.Ring, orb.Bound:
		_, ok := predicate.Meet(p, s.geometry)
		return ok
	}
	n := s.runs()
	if n == 0 {
		return false
	}
	if s.solid {
		return s.ray(p, 0, 0, n) != even
	}
	return s.lies(p, 0, 0, n)
}

// parity is what a ray to the east from a place meets: the place itself on an edge, or an
// even or odd number of edges.
type parity uint8

const (
	even parity = iota
	odd
	onEdge
)

// ray looks through a part of the tree.
func (s *Shape) ray(p orb.Point, node, lo, hi int) parity {
	if box := &s.boxes[node]; p[1] < box.Min[1] || box.Max[1] < p[1] || box.Max[0] < p[0] {
		return even
	}
	met := even
	if hi-lo == 1 {
		for _, e := range s.run(lo) {
			crosses, on := predicate.Ray(p, e.a, e.b)
			if on {
				return onEdge
			}
			if crosses {
				met ^= odd
			}
		}
		return met
	}
	mid := (lo + hi) / 2
	if met = s.ray(p, 2*node+1, lo, mid); met == onEdge {
		return onEdge
	}
	other := s.ray(p, 2*node+2, mid, hi)
	if other == onEdge {
		return onEdge
	}
	return met ^ other
}

// lies tells whether p is on a line in a part of the tree.
func (s *Shape) lies(p orb.Point, node, lo, hi int) bool {
	if !s.boxes[node].Contains(p) {
		return false
	}
	if hi-lo == 1 {
		return slices.ContainsFunc(s.run(lo), func(e edge) bool { return predicate.OnSegment(p, e.a, e.b) })
	}
	mid := (lo + hi) / 2
	return s.lies(p, 2*node+1, lo, mid) || s.lies(p, 2*node+2, mid, hi)
}

// Meets tells whether the two have a point in common. Areas are solid and closed;
// the answer is exact.
func (s *Shape) Meets(o *Shape) bool {
	if p, ok := s.geometry.(orb.Point); ok {
		return o.holds(p)
	}
	if p, ok := o.geometry.(orb.Point); ok {
		return s.holds(p)
	}
	_, ok := s.meet(o)
	return ok
}

// Clear tells that no edge comes into a box; it may say no where one only comes near.
func (s *Shape) Clear(box orb.Bound) bool {
	n := s.runs()
	return n == 0 || s.clear(&box, 0, 0, n)
}

func (s *Shape) clear(box *orb.Bound, node, lo, hi int) bool {
	if !overlap(&s.boxes[node], box) {
		return true
	}
	if hi-lo == 1 {
		for _, e := range s.run(lo) {
			if b := e.box(); overlap(&b, box) {
				return false
			}
		}
		return true
	}
	mid := (lo + hi) / 2
	return s.clear(box, 2*node+1, lo, mid) && s.clear(box, 2*node+2, mid, hi)
}

// overlap is Intersects without copying.
func overlap(a, b *orb.Bound) bool {
	return a.Min[0] <= b.Max[0] && b.Min[0] <= a.Max[0] && a.Min[1] <= b.Max[1] && b.Min[1] <= a.Max[1]
}

// meet gives a place that both shapes have in common, as predicate.Meet does.
func (s *Shape) meet(o *Shape) (at orb.Point, ok bool) {
	if !indexed(s.geometry) || !indexed(o.geometry) {
		return predicate.Meet(s.geometry, o.geometry)
	}
	limit := 1.0
	s.pairs(o, func(a, b orb.Bound) float64 {
		if a.Intersects(b) {
			return 0
		}
		return 1
	}, func() float64 { return limit }, func(run, other []edge, box *orb.Bound) {
		for _, e := range run {
			if b := e.box(); ok || !overlap(&b, box) {
				continue
			}
			for _, f := range other {
				if predicate.SegmentsMeet(e.a, e.b, f.a, f.b) {
					at, ok, limit = predicate.CommonPoint(e.a, e.b, f.a, f.b), true, 0
					return
				}
			}
		}
	})
	if ok {
		return at, true
	}
	// Borders are apart: a part lies inside of the other whole or not at all.
	if at, ok = o.holdsStart(s.geometry); ok {
		return at, true
	}
	return s.holdsStart(o.geometry)
}

// indexed tells whether meet can go by the tree.
func indexed(g orb.Geometry) bool {
	switch g.(type) {
	case orb.LineString, orb.MultiLineString, orb.Polygon, orb.MultiPolygon:
		return true
	}
	return false
}

// holdsStart tells whether a part of g begins inside of the shape's areas.
func (s *Shape) holdsStart(g orb.Geometry) (orb.Point, bool) {
	if !s.solid {
		return orb.Point{}, false
	}
	switch g := g.(type) {
	case orb.LineString:
		if len(g) > 0 && s.holds(g[0]) {
			return g[0], true
		}
	case orb.MultiLineString:
		for _, l := range g {
			if at, ok := s.holdsStart(l); ok {
				return at, true
			}
		}
	case orb.Polygon:
		if len(g) > 0 {
			return s.holdsStart(orb.LineString(g[0]))
		}
	case orb.MultiPolygon:
		for _, part := range g {
			if at, ok := s.holdsStart(part); ok {
				return at, true
			}
		}
	}
	return orb.Point{}, false
}
