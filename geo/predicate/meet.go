package predicate

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// Edges calls yield for every edge of g's lines and rings, in their order, until
// yield says false. A ring that is not closed gets its closing edge. Points
// yield an edge without length.
func Edges(g orb.Geometry, yield func(a, b orb.Point) bool) bool {
	line := func(l []orb.Point, closed bool) bool {
		for i := 1; i < len(l); i++ {
			if !yield(l[i-1], l[i]) {
				return false
			}
		}
		if n := len(l); n > 0 && (n == 1 || closed && l[0] != l[n-1]) {
			return yield(l[n-1], l[0])
		}
		return true
	}
	switch g := g.(type) {
	case orb.Point:
		return yield(g, g)
	case orb.MultiPoint:
		for _, p := range g {
			if !yield(p, p) {
				return false
			}
		}
	case orb.LineString:
		return line(g, false)
	case orb.MultiLineString:
		for _, l := range g {
			if !line(l, false) {
				return false
			}
		}
	case orb.Ring:
		return line(g, true)
	case orb.Polygon:
		for _, r := range g {
			if !line(r, true) {
				return false
			}
		}
	case orb.MultiPolygon:
		for _, part := range g {
			if !Edges(part, yield) {
				return false
			}
		}
	case orb.Bound:
		return line(g.ToRing(), true)
	case orb.Collection:
		for _, part := range g {
			if !Edges(part, yield) {
				return false
			}
		}
	}
	return true
}

// Meet tells whether two geometries have a point in common, and gives one such
// place. Areas are solid and closed. The answer is exact; the place is exact
// where it is a vertex of one of them, else rounded.
func Meet(a, b orb.Geometry) (at orb.Point, ok bool) {
	if a == nil || b == nil {
		return at, false
	}
	ba, bb := a.Bound(), b.Bound()
	if !ba.Intersects(bb) {
		return at, false
	}
	common := orb.Bound{
		Min: orb.Point{max(ba.Min[0], bb.Min[0]), max(ba.Min[1], bb.Min[1])},
		Max: orb.Point{min(ba.Max[0], bb.Max[0]), min(ba.Max[1], bb.Max[1])},
	}
	ea, eb := edgesWithin(a, common), edgesWithin(b, common)
	if at, ok := edgesMeet(ea, eb); ok {
		return at, true
	}
	// Borders are apart: a part lies inside of the other whole or not at all.
	if at, ok := startsInside(a, b); ok {
		return at, true
	}
	return startsInside(b, a)
}

type edge struct{ a, b orb.Point }

func (e edge) west() float64 { return min(e.a[0], e.b[0]) }
func (e edge) east() float64 { return max(e.a[0], e.b[0]) }

func edgesWithin(g orb.Geometry, box orb.Bound) []edge {
	var all []edge
	Edges(g, func(a, b orb.Point) bool {
		if max(a[0], b[0]) >= box.Min[0] && min(a[0], b[0]) <= box.Max[0] &&
			max(a[1], b[1]) >= box.Min[1] && min(a[1], b[1]) <= box.Max[1] {
			all = append(all, edge{a, b})
		}
		return true
	})
	slices.SortFunc(all, func(e, f edge) int { return cmp.Compare(e.west(), f.west()) })
	return all
}

// edgesMeet sweeps from west to east over two sorted lists of edges.
func edgesMeet(ea, eb []edge) (orb.Point, bool) {
	var liveA, liveB []edge
	for len(ea) > 0 || len(eb) > 0 {
		fromA := len(eb) == 0 || len(ea) > 0 && ea[0].west() <= eb[0].west()
		list, own, other := &eb, &liveB, &liveA
		if fromA {
			list, own, other = &ea, &liveA, &liveB
		}
		e := (*list)[0]
		*list = (*list)[1:]
		kept := (*other)[:0]
		for i, f := range *other {
			if f.east() < e.west() {
				continue
			}
			kept = append(kept, (*other)[i])
			if SegmentsMeet(e.a, e.b, f.a, f.b) {
				return CommonPoint(e.a, e.b, f.a, f.b), true
			}
		}
		*other = kept
		*own = append(*own, e)
	}
	return orb.Point{}, false
}

// CommonPoint gives a common point of two segments that meet: a vertex if one lies
// on the other, else rounded.
func CommonPoint(a, b, c, d orb.Point) orb.Point {
	for _, p := range [...]orb.Point{a, b} {
		if OnSegment(p, c, d) {
			return p
		}
	}
	for _, p := range [...]orb.Point{c, d} {
		if OnSegment(p, a, b) {
			return p
		}
	}
	return Crossing(a, b, c, d)
}

// Crossing gives the place where a-b and c-d cross, rounded. They must cross.
func Crossing(a, b, c, d orb.Point) orb.Point {
	rx, ry := b[0]-a[0], b[1]-a[1]
	sx, sy := d[0]-c[0], d[1]-c[1]
	t := ((c[0]-a[0])*sy - (c[1]-a[1])*sx) / (rx*sy - ry*sx)
	t = max(0, min(1, t))
	return orb.Point{a[0] + t*rx, a[1] + t*ry}
}

// startsInside tells whether any connected part of g begins inside of area.
func startsInside(g, area orb.Geometry) (orb.Point, bool) {
	var found orb.Point
	ok := false
	try := func(l []orb.Point) {
		if !ok && len(l) > 0 && In(l[0], area) != Outside {
			found, ok = l[0], true
		}
	}
	var walk func(orb.Geometry)
	walk = func(g orb.Geometry) {
		switch g := g.(type) {
		case orb.Point:
			try([]orb.Point{g})
		case orb.MultiPoint:
			for i := range g {
				try(g[i : i+1])
			}
		case orb.LineString:
			try(g)
		case orb.MultiLineString:
			for _, l := range g {
				try(l)
			}
		case orb.Ring:
			try(g)
		case orb.Polygon:
			if len(g) > 0 {
				try(g[0])
			}
		case orb.MultiPolygon:
			for _, part := range g {
				walk(part)
			}
		case orb.Bound:
			try(g.ToRing())
		case orb.Collection:
			for _, part := range g {
				walk(part)
			}
		}
	}
	switch area.(type) {
	case orb.Ring, orb.Polygon, orb.MultiPolygon, orb.Bound, orb.Collection:
		walk(g)
	}
	return found, ok
}
