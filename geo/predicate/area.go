package predicate

import "github.com/paulmach/orb"

// A Side says where a point lies as seen from an area.
type Side int8

// The three places.
const (
	Outside Side = iota
	Boundary
	Inside
)

func (s Side) String() string {
	return [...]string{"outside", "boundary", "inside"}[s]
}

// In tells where p lies as seen from g: a Ring (even-odd rule; its end need not
// repeat its start), Polygon, MultiPolygon, Bound or a Collection of these. On the
// ring of a hole is Boundary. Other geometries have no inside: Outside.
func In(p orb.Point, g orb.Geometry) Side {
	switch g := g.(type) {
	case orb.Ring:
		return inRing(p, g)
	case orb.Polygon:
		return inPolygon(p, g)
	case orb.MultiPolygon:
		best := Outside
		for _, part := range g {
			if s := inPolygon(p, part); s > best {
				best = s
			}
		}
		return best
	case orb.Bound:
		return inRing(p, g.ToRing())
	case orb.Collection:
		best := Outside
		for _, part := range g {
			if s := In(p, part); s > best {
				best = s
			}
		}
		return best
	}
	return Outside
}

func inPolygon(p orb.Point, g orb.Polygon) Side {
	if len(g) == 0 {
		return Outside
	}
	if s := inRing(p, g[0]); s != Inside {
		return s
	}
	for _, hole := range g[1:] {
		switch inRing(p, hole) {
		case Boundary:
			return Boundary
		case Inside:
			return Outside
		}
	}
	return Inside
}

// inRing counts the edges that a ray from p to the east crosses.
func inRing(p orb.Point, r orb.Ring) Side {
	if len(r) == 0 {
		return Outside
	}
	odd := false
	a := r[len(r)-1]
	for _, b := range r {
		crosses, on := Ray(p, a, b)
		if on {
			return Boundary
		}
		odd = odd != crosses
		a = b
	}
	if odd {
		return Inside
	}
	return Outside
}

// Ray tells whether the ray from p to the east crosses the edge a-b, and whether
// p lies on that edge. An edge counts with its lower end and without its upper
// one, so that a ray through a vertex is counted once where the ring goes on and
// twice or not at all where it turns back: p is inside of closed rings if an odd
// number of edges crosses. It is for indexes that look at few edges only.
func Ray(p, a, b orb.Point) (crosses, on bool) {
	below, belowB := a[1] <= p[1], b[1] <= p[1]
	if below == belowB {
		// Not crossing; p can lie on the edge only at a vertex or on a level edge.
		if a[1] != p[1] && b[1] != p[1] {
			return false, false
		}
		return false, inBox(p, a, b) && Orient(a, b, p) == 0
	}
	if a[0] < p[0] && b[0] < p[0] {
		return false, false
	}
	if a[0] > p[0] && b[0] > p[0] {
		return true, false
	}
	side := Orient(a, b, p)
	if side == 0 {
		return false, true
	}
	return (side > 0) != belowB, false
}

// Box is the box around a ring that has a point: as its Bound, in a third of the time.
func Box(r orb.Ring) orb.Bound {
	b := orb.Bound{Min: r[0], Max: r[0]}
	for _, p := range r[1:] {
		if p[0] < b.Min[0] {
			b.Min[0] = p[0]
		} else if p[0] > b.Max[0] {
			b.Max[0] = p[0]
		}
		if p[1] < b.Min[1] {
			b.Min[1] = p[1]
		} else if p[1] > b.Max[1] {
			b.Max[1] = p[1]
		}
	}
	return b
}
