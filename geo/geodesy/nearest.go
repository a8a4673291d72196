package geodesy

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// Nearest gives the place on g nearest to p, and how far it is in metres: on its
// points, lines, or the border of its areas (also for a p inside). A geometry
// without any point gives +Inf.
func Nearest(g orb.Geometry, p orb.Point) (q orb.Point, m float64) {
	return Prepare(g).Nearest(p)
}

// Gap gives the nearest pair of places, from on a and to on b, and the metres
// between them. Areas are solid: where the two meet the gap is exactly 0, and from
// and to are one common place. Without any point it is +Inf.
func Gap(a, b orb.Geometry) (from, to orb.Point, m float64) {
	if at, ok := predicate.Meet(a, b); ok {
		return at, at, 0
	}
	return Prepare(a).borderGap(Prepare(b))
}

// A Shape is a geometry made ready for many questions. It may be used by many
// goroutines. The geometry must not be changed afterwards.
type Shape struct {
	geometry orb.Geometry
	edges    []edge
	boxes    []orb.Bound // a tree over runs of edges, see tree.go
}

type edge struct{ a, b orb.Point }

// Prepare indexes the edges of g.
func Prepare(g orb.Geometry) *Shape {
	s := &Shape{geometry: g}
	if g == nil {
		return s
	}
	predicate.Edges(g, func(a, b orb.Point) bool {
		s.edges = append(s.edges, edge{a, b})
		return true
	})
	s.plant()
	return s
}

// Nearest is as the function of that name.
func (s *Shape) Nearest(p orb.Point) (q orb.Point, m float64) {
	f := frameAt(p)
	best := candidate{m: math.Inf(1)}
	s.visit(func(box orb.Bound) bool { return f.apart(box) < best.m }, func(run []edge) {
		for _, e := range run {
			if t, m := f.foot(e); m < best.m {
				best = candidate{m: m, q: between(e.a, e.b, t)}
			}
		}
	})
	if math.IsInf(best.m, 1) {
		return orb.Point{}, best.m
	}
	return best.q, Distance(p, best.q)
}

// Gap is as the function of that name.
func (s *Shape) Gap(o *Shape) (from, to orb.Point, m float64) {
	if at, ok := predicate.Meet(s.geometry, o.geometry); ok {
		return at, at, 0
	}
	return s.borderGap(o)
}

// candidate is a nearest pair so far: from p to q.
type candidate struct {
	p, q orb.Point
	m    float64
}

// borderGap is the gap of two shapes that do not meet. One end of it at least is
// a vertex.
func (s *Shape) borderGap(o *Shape) (from, to orb.Point, m float64) {
	best := candidate{m: math.Inf(1)}
	s.pairs(o, func(a, b orb.Bound) bool { return apart(a, b) < best.m }, func(run, other []edge) {
		best = closer(best, run, other)
		back := closer(candidate{p: best.q, q: best.p, m: best.m}, other, run)
		best = candidate{p: back.q, q: back.p, m: back.m}
	})
	if math.IsInf(best.m, 1) {
		return orb.Point{}, orb.Point{}, best.m
	}
	return best.p, best.q, Distance(best.p, best.q)
}

// closer looks from every vertex of run to the edges of other.
func closer(best candidate, run, other []edge) candidate {
	look := func(p orb.Point) {
		f := frameAt(p)
		for _, e := range other {
			if t, m := f.foot(e); m < best.m {
				best = candidate{p: p, q: between(e.a, e.b, t), m: m}
			}
		}
	}
	for i, e := range run {
		if i == 0 || run[i-1].b != e.a {
			look(e.a)
		}
		look(e.b)
	}
	return best
}

// Border is the outline of the shape's areas as lines, with the same index;
// points and lines stay what they are.
func (s *Shape) Border() *Shape {
	border := *s
	border.geometry = outline(s.geometry)
	return &border
}

func outline(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.Ring:
		return orb.MultiLineString{orb.LineString(g)}
	case orb.Polygon:
		var lines orb.MultiLineString
		for _, r := range g {
			lines = append(lines, orb.LineString(r))
		}
		return lines
	case orb.MultiPolygon:
		var lines orb.MultiLineString
		for _, part := range g {
			for _, r := range part {
				lines = append(lines, orb.LineString(r))
			}
		}
		return lines
	case orb.Bound:
		return outline(g.ToRing())
	case orb.Collection:
		out := make(orb.Collection, len(g))
		for i, part := range g {
			out[i] = outline(part)
		}
		return out
	}
	return g
}

// Around is a box that holds everything within m metres of b, and not much more.
// At a pole it spans all longitudes.
func Around(b orb.Bound, m float64) orb.Bound {
	const meridian = equator * (1 - eccentric2) // its shortest radius of curvature
	dy := m / meridian / radian * 1.001
	lat := max(math.Abs(b.Min[1]), math.Abs(b.Max[1])) + dy
	dx := 360.0
	if lat < 90 {
		dx = min(360, m/(equator*math.Cos(lat*radian))/radian*1.001)
	}
	return orb.Bound{
		Min: orb.Point{b.Min[0] - dx, b.Min[1] - dy},
		Max: orb.Point{b.Max[0] + dx, b.Max[1] + dy},
	}
}
