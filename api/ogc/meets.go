package ogc

import (
	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// meets tells whether a geometry and a box have a point in common, their edges
// included, exactly.
func meets(g orb.Geometry, b orb.Bound) bool {
	if g == nil || !g.Bound().Intersects(b) {
		return false
	}
	switch g := g.(type) {
	case orb.Point:
		return b.Contains(g)
	case orb.MultiPoint:
		return some(g, func(p orb.Point) bool { return b.Contains(p) })
	case orb.LineString:
		return lineMeets(g, b)
	case orb.MultiLineString:
		return some(g, func(l orb.LineString) bool { return meets(l, b) })
	case orb.Ring:
		return meets(orb.Polygon{g}, b)
	case orb.Polygon:
		// Either a ring comes into the box, or the box lies wholly within one face
		// of the polygon or outside it: then any of its points tells which.
		return some(g, func(r orb.Ring) bool { return lineMeets(orb.LineString(r), b) }) ||
			predicate.In(b.Min, g) != predicate.Outside
	case orb.MultiPolygon:
		return some(g, func(p orb.Polygon) bool { return meets(p, b) })
	case orb.Collection:
		return some(g, func(one orb.Geometry) bool { return meets(one, b) })
	}
	return false
}

func some[T any](list []T, ok func(T) bool) bool {
	for _, one := range list {
		if ok(one) {
			return true
		}
	}
	return false
}

// lineMeets tells whether a line and a box have a point in common.
func lineMeets(l orb.LineString, b orb.Bound) bool {
	corners := [5]orb.Point{b.Min, {b.Max[0], b.Min[1]}, b.Max, {b.Min[0], b.Max[1]}, b.Min}
	for i, p := range l {
		if b.Contains(p) {
			return true
		}
		if i == 0 || !(orb.MultiPoint{l[i-1], p}).Bound().Intersects(b) {
			continue
		}
		for k := range 4 {
			if predicate.SegmentsMeet(l[i-1], p, corners[k], corners[k+1]) {
				return true
			}
		}
	}
	return false
}
