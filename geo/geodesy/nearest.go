package geodesy

import (
	"math"
	"slices"

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
	return Prepare(a).Gap(Prepare(b))
}

// A Shape is a geometry made ready for many questions. It may be used by many
// goroutines. The geometry must not be changed afterwards, and its areas be valid.
type Shape struct {
	geometry orb.Geometry
	edges    []edge      // of areas with the land to their left
	boxes    []orb.Bound // a tree over runs of edges, see tree.go
	solid    bool        // areas alone
}

type edge struct{ a, b orb.Point }

// Prepare indexes the edges of g.
func Prepare(g orb.Geometry) *Shape {
	s := &Shape{geometry: g}
	switch g := g.(type) {
	case nil, orb.Point: // a point is asked as it is
		return s
	case orb.Polygon:
		s.solid = true
		s.addRings(g)
	case orb.MultiPolygon:
		s.solid = true
		for _, part := range g {
			s.addRings(part)
		}
	case orb.LineString:
		s.edges = make([]edge, 0, max(1, len(g)-1))
		s.addLine(g)
	default:
		predicate.Edges(g, func(a, b orb.Point) bool {
			s.edges = append(s.edges, edge{a, b})
			return true
		})
	}
	s.plant()
	return s
}

// Geometry is what the shape was made of.
func (s *Shape) Geometry() orb.Geometry { return s.geometry }

// Bound is the box around the shape; of nothing it is an empty one.
func (s *Shape) Bound() orb.Bound {
	switch g := s.geometry.(type) {
	case orb.Point:
		return orb.Bound{Min: g, Max: g}
	case nil:
		return orb.MultiPoint{}.Bound()
	}
	if len(s.boxes) == 0 {
		return s.geometry.Bound()
	}
	return s.boxes[0]
}

// addLine adds the edges of a line; of a single vertex, one that ends where it begins.
func (s *Shape) addLine(g orb.LineString) {
	for i := 1; i < len(g); i++ {
		s.edges = append(s.edges, edge{g[i-1], g[i]})
	}
	if len(g) == 1 {
		s.edges = append(s.edges, edge{g[0], g[0]})
	}
}

// addRings adds the edges of a polygon so that its land is on their left, however
// its rings are drawn.
func (s *Shape) addRings(g orb.Polygon) {
	for i, r := range g {
		from := len(s.edges)
		twice := 0.0
		predicate.Edges(r, func(a, b orb.Point) bool {
			s.edges = append(s.edges, edge{a, b})
			twice += (a[0]-r[0][0])*(b[1]-r[0][1]) - (b[0]-r[0][0])*(a[1]-r[0][1])
			return true
		})
		if ring := s.edges[from:]; (twice < 0) == (i == 0) {
			slices.Reverse(ring)
			for k, e := range ring {
				ring[k] = edge{e.b, e.a}
			}
		}
	}
}

// Nearest is as the function of that name.
func (s *Shape) Nearest(p orb.Point) (q orb.Point, m float64) {
	return s.NearestWithin(p, math.Inf(1))
}

// NearestWithin is Nearest if that is at most limit metres away; else it says +Inf,
// sooner.
func (s *Shape) NearestWithin(p orb.Point, limit float64) (q orb.Point, m float64) {
	if at, ok := s.geometry.(orb.Point); ok {
		best := candidate{q: at, m2: 0}
		return best.within(p, limit)
	}
	if !math.IsInf(limit, 1) && s.Clear(Around(orb.Bound{Min: p, Max: p}, limit)) { // boxes cost less than distances
		return orb.Point{}, math.Inf(1)
	}
	f := frameAt(p)
	best := candidate{m2: reachOf(limit)}
	start := best.m2
	if n := s.runs(); n > 0 && f.apart2(s.boxes[0]) < best.m2 {
		s.nearest(&f, 0, 0, n, &best)
	}
	if best.m2 == start {
		return orb.Point{}, math.Inf(1)
	}
	return best.within(p, limit)
}

// reachOf is the square of a limit with what the frame may be wrong by: short edges are
// straight in it, and far ones are drawn too long. What is found is measured.
func reachOf(limit float64) float64 {
	far := limit / equator
	return (limit + 0.1) * (limit + 0.1) * (1 + far*far)
}

// within measures the way from p to q.
func (c candidate) within(p orb.Point, limit float64) (q orb.Point, m float64) {
	if m = Distance(p, c.q); m > limit {
		return orb.Point{}, math.Inf(1)
	}
	return c.q, m
}

// nearest looks through a part of the tree, the nearer half first.
func (s *Shape) nearest(f *frame, node, lo, hi int, best *candidate) {
	if hi-lo == 1 {
		for _, e := range s.run(lo) {
			if t, m2 := f.foot(e); m2 < best.m2 {
				*best = candidate{m2: m2, q: between(e.a, e.b, t)}
			}
		}
		return
	}
	mid := (lo + hi) / 2
	left, right := f.apart2(s.boxes[2*node+1]), f.apart2(s.boxes[2*node+2])
	if left <= right {
		if left < best.m2 {
			s.nearest(f, 2*node+1, lo, mid, best)
		}
		if right < best.m2 {
			s.nearest(f, 2*node+2, mid, hi, best)
		}
		return
	}
	if right < best.m2 {
		s.nearest(f, 2*node+2, mid, hi, best)
	}
	if left < best.m2 {
		s.nearest(f, 2*node+1, lo, mid, best)
	}
}

// Gap is as the function of that name.
func (s *Shape) Gap(o *Shape) (from, to orb.Point, m float64) {
	if p, ok := s.geometry.(orb.Point); ok {
		to, m = o.reach(p)
		return p, to, m
	}
	if p, ok := o.geometry.(orb.Point); ok {
		from, m = s.reach(p)
		return from, p, m
	}
	if at, ok := s.meet(o); ok {
		return at, at, 0
	}
	return s.borderGap(o)
}

// GapWithin is Gap if it is at most limit metres; else it says +Inf, sooner.
func (s *Shape) GapWithin(o *Shape, limit float64) (from, to orb.Point, m float64) {
	a, b := s.Bound(), o.Bound()
	if !(limit >= 0) || scaleOf(a, b).apart2(a, b) > limit*limit {
		return orb.Point{}, orb.Point{}, math.Inf(1)
	}
	p, fromPoint := s.geometry.(orb.Point)
	switch {
	case fromPoint && indexed(o.geometry):
		if o.holds(p) {
			return p, p, 0
		}
		to, m = o.NearestWithin(p, limit)
		return p, to, m
	case indexed(s.geometry) && indexed(o.geometry):
		if at, ok := s.meet(o); ok {
			return at, at, 0
		}
		from, to, m = s.borderGapWithin(o, limit)
	default:
		from, to, m = s.Gap(o)
	}
	if m > limit {
		return orb.Point{}, orb.Point{}, math.Inf(1)
	}
	return from, to, m
}

// reach gives the nearest place of what is solid: p itself if it lies there.
func (s *Shape) reach(p orb.Point) (q orb.Point, m float64) {
	if s.holds(p) {
		return p, 0
	}
	return s.Nearest(p)
}

// candidate is a nearest pair so far: from p to q, and the square of the metres.
type candidate struct {
	p, q orb.Point
	m2   float64
}

// borderGap is the gap of two shapes that do not meet.
func (s *Shape) borderGap(o *Shape) (from, to orb.Point, m float64) {
	return s.borderGapWithin(o, math.Inf(1))
}

// borderGapWithin is borderGap if it is at most limit metres, else it may say +Inf.
// One end of a gap at least is a vertex.
func (s *Shape) borderGapWithin(o *Shape, limit float64) (from, to orb.Point, m float64) {
	if len(s.edges) == 0 || len(o.edges) == 0 {
		return orb.Point{}, orb.Point{}, math.Inf(1)
	}
	start := s.edges[len(s.edges)/2].a
	best := candidate{m2: reachOf(limit)}
	f, farthest := frameAt(start), best.m2
	o.nearest(&f, 0, 0, o.runs(), &best) // something to beat
	best.p = start
	near := scaleOf(s.boxes[0], o.boxes[0])
	s.pairs(o, near.apart2, func() float64 { return best.m2 }, func(run, other []edge, box *orb.Bound) {
		best = closer(best, run, other, box, near)
		own := boxOf(run)
		back := closer(candidate{p: best.q, q: best.p, m2: best.m2}, other, run, &own, near)
		best = candidate{p: back.q, q: back.p, m2: back.m2}
	})
	if best.m2 == farthest {
		return orb.Point{}, orb.Point{}, math.Inf(1)
	}
	return best.p, best.q, Distance(best.p, best.q)
}

// closer looks from every vertex of run to the edges of other, which lie in a box.
func closer(best candidate, run, other []edge, box *orb.Bound, near scale) candidate {
	look := func(p orb.Point) {
		if near.apart2(orb.Bound{Min: p, Max: p}, *box) >= best.m2 {
			return
		}
		f := frameAt(p)
		for _, e := range other {
			if t, m2 := f.foot(e); m2 < best.m2 {
				best = candidate{p: p, q: between(e.a, e.b, t), m2: m2}
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
	border.geometry, border.solid = outline(s.geometry), false
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
