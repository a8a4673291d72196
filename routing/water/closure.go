package water

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// How a straight way lies to an area: along its border, the area to the left or to
// the right, or through it.
const (
	toLeft  = 1
	toRight = 2
	through = 3
)

// A closure is an area that a profile may close, its rings turned so that the area
// lies to the left of each.
type closure struct {
	id   string
	area orb.MultiPolygon
	box  orb.Bound
}

func newClosure(a Area) closure {
	c := closure{id: a.ID, box: a.Area.Bound()}
	var m orb.MultiPolygon
	switch g := a.Area.(type) {
	case orb.Polygon:
		m = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		m = g
	}
	for _, poly := range m {
		var p orb.Polygon
		for i, r := range poly {
			r = distinct(r)
			if counterClockwise(r) != (i == 0) {
				r.Reverse()
			}
			p = append(p, r)
		}
		c.area = append(c.area, p)
	}
	return c
}

// distinct copies a line without points that repeat the one before.
func distinct[L ~[]orb.Point](l L) L { return slices.Compact(slices.Clone(l)) }

// counterClockwise tells how a closed ring runs, by its lowest vertex; exactly.
func counterClockwise(r orb.Ring) bool {
	n, low := len(r)-1, 0
	for i, p := range r[:n] {
		if p[1] < r[low][1] || p[1] == r[low][1] && p[0] < r[low][0] {
			low = i
		}
	}
	return predicate.Orient(r[(low+n-1)%n], r[low], r[(low+1)%n]) > 0
}

// meets tells how the way from p to q lies to the area: 0 for not at all or in single
// places of the border. Where rings of the area touch it may say through for a way that
// keeps to the border there.
func (c *closure) meets(p, q orb.Point) int {
	if !c.box.Intersects(orb.MultiPoint{p, q}.Bound()) {
		return 0
	}
	along := 0
	for _, poly := range c.area {
		for _, r := range poly {
			n := len(r) - 1
			for i := range n {
				k := meetsEdge(p, q, r[(i+n-1)%n], r[i], r[i+1])
				if along |= k; along == through && k == through {
					return through
				}
			}
		}
	}
	if predicate.In(p, c.area) == predicate.Inside {
		return through
	}
	return along
}

// meetsEdge looks at the edge from w to b of a ring and at its vertex w, before which
// stands a.
func meetsEdge(p, q, a, w, b orb.Point) int {
	op, oq := predicate.Orient(w, b, p), predicate.Orient(w, b, q)
	if op > 0 && oq > 0 || op < 0 && oq < 0 {
		return 0
	}
	ow, ob := predicate.Orient(p, q, w), predicate.Orient(p, q, b)
	if op*oq < 0 && ow*ob < 0 {
		return through
	}
	along := 0
	if ow == 0 && predicate.OnSegment(w, p, q) {
		for _, end := range [2]orb.Point{q, p} {
			if w != end && wedge(w, b, a, end) {
				return through
			}
		}
	}
	if op == 0 && oq == 0 {
		// On one line: which way, and is more than a place shared?
		k := 0
		if p[0] == q[0] {
			k = 1
		}
		if max(min(p[k], q[k]), min(w[k], b[k])) < min(max(p[k], q[k]), max(w[k], b[k])) {
			along = toRight
			if (p[k] < q[k]) == (w[k] < b[k]) {
				along = toLeft
			}
		}
		return along
	}
	// An end on the edge, the other to its left.
	if op == 0 && oq > 0 && p != w && p != b && predicate.OnSegment(p, w, b) ||
		oq == 0 && op > 0 && q != w && q != b && predicate.OnSegment(q, w, b) {
		return through
	}
	return along
}

// wedge tells whether the direction from w to d lies strictly within those from b,
// counter-clockwise, to a.
func wedge(w, b, a, d orb.Point) bool {
	fromB, fromA := predicate.Orient(w, b, d), predicate.Orient(w, a, d)
	switch predicate.Orient(w, b, a) {
	case 1:
		return fromB > 0 && fromA < 0
	case -1:
		return fromB > 0 || fromA < 0
	}
	return fromB > 0
}
