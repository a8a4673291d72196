package geodesy

import (
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
	odd, on := false, false
	s.visit(func(box orb.Bound) bool { // what a ray to the east can meet
		return box.Min[1] <= p[1] && p[1] <= box.Max[1] && p[0] <= box.Max[0] && (s.solid || box.Min[0] <= p[0])
	}, func(run []edge) bool {
		for _, e := range run {
			if s.solid {
				var crosses bool
				if crosses, on = predicate.Ray(p, e.a, e.b); on {
					return true
				}
				odd = odd != crosses
			} else if on = predicate.OnSegment(p, e.a, e.b); on {
				return true
			}
		}
		return false
	})
	return on || odd
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
	clear := true
	s.visit(func(b orb.Bound) bool { return b.Intersects(box) }, func(run []edge) bool {
		for _, e := range run {
			if e.box().Intersects(box) {
				clear = false
				return true
			}
		}
		return false
	})
	return clear
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
	}, func() float64 { return limit }, func(run, other []edge) {
		box := boxOf(other)
		for _, e := range run {
			if ok || !e.box().Intersects(box) {
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
