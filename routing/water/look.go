package water

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// A bend is a vertex of the border at which a course may turn, because the water
// there spans half a turn or more: from the wall to one neighbour, counter-clockwise,
// to the wall to another. Where borders touch, a vertex has several stretches of
// water, of which at most one is so wide.
type bend struct {
	v, first    int32 // the vertex, and the triangle at it next to the wall to right
	right, left int32 // the neighbours
}

// bends finds the bends, in the order of the vertices.
func (m *mesh) bends() []bend {
	var found []bend
	for v := int32(corners); v < int32(len(m.at)); v++ {
		for t := range m.around(v) {
			i := m.corner(t, v)
			if !m.in[t] || m.next[t][pred[i]]&1 == 0 {
				continue
			}
			b := bend{v: v, first: t, right: m.tri[t][succ[i]]}
			for m.next[t][succ[m.corner(t, v)]]&1 == 0 {
				t = m.next[t][succ[m.corner(t, v)]] >> 1
			}
			b.left = m.tri[t][pred[m.corner(t, v)]]
			if predicate.Orient(m.at[v], m.at[b.right], m.at[b.left]) <= 0 {
				found = append(found, b)
			}
		}
	}
	return found
}

// A ray bounds what is seen: the line from one point to another and on. It belongs to
// what is seen if it is closed; else something stands on it that hides the rest.
type ray struct {
	from, to orb.Point
	closed   bool
}

// passed tells whether p lies on the good side of the ray, which is side 1 (left) of the
// right one and side -1 of the left one; strictly says that it does not lie on it.
func (r *ray) passed(p orb.Point, side int) (passed, strictly bool) {
	o := predicate.Orient(r.from, r.to, p) * side
	return o > 0 || o == 0 && r.closed, o > 0
}

// A gap is an edge through which something is seen, between two rays.
type gap struct {
	t           int32 // the triangle before the edge
	edge        int32
	right, left ray
}

// A view finds what can be seen from a place: it looks through the edges of the
// mesh, by a narrower cone each time, as F. Bungiu et al., Efficient computation of
// visibility polygons (2014), have it. What lies behind a vertex in a line with it
// is not seen: the vertex is a bend, and the way leads over it.
type view struct {
	w     *waters
	from  orb.Point
	stack []gap
	seen  []int32 // nodes that are seen and at which the line of sight is taut

	spots bool                            // look for spots as well, not for bends alone
	aims  []aim                           // places to look for
	aimAt []int32                         // by triangle: the first aim in it, or -1; nil for none at all
	at    []int32                         // the triangles that aims are in
	paint func(t int32, right, left *ray) // if not nil, is told of all triangles that are seen
	posts []int32                         // aims that are at vertices, which are seen from all triangles there
}

// An aim is a place that is looked for.
type aim struct {
	at   orb.Point
	next int32 // the next aim in the same triangle, or -1
	seen bool
}

// look makes aims of places, in place of those before.
func (q *view) look(places []place) {
	if q.aimAt == nil {
		q.aimAt = slices.Repeat([]int32{-1}, len(q.w.m.tri))
	}
	for _, t := range q.at {
		q.aimAt[t] = -1
	}
	q.aims, q.at, q.posts = q.aims[:0], q.at[:0], q.posts[:0]
	for i, x := range places {
		a := aim{at: x.at, next: -1}
		if x.t >= 0 {
			a.next = q.aimAt[x.t]
			q.aimAt[x.t] = int32(i)
			q.at = append(q.at, x.t)
			if z := x.sides; z[0] == 0 && z[1] == 0 || z[1] == 0 && z[2] == 0 || z[2] == 0 && z[0] == 0 {
				q.posts = append(q.posts, int32(i))
			}
		}
		q.aims = append(q.aims, a)
	}
}

// forget makes all aims unseen.
func (q *view) forget() {
	for i := range q.aims {
		q.aims[i].seen = false
	}
}

// taut tells whether a course from s that turns at v can do so around the ground
// between the neighbours a and b: both lie on one side.
func taut(s, v, a, b orb.Point) bool {
	return predicate.Orient(s, v, a)*predicate.Orient(s, v, b) >= 0
}

// vertex notes that a vertex is seen.
func (q *view) vertex(v int32) {
	for _, i := range q.posts {
		if q.aims[i].at == q.w.m.at[v] {
			q.aims[i].seen = true
		}
	}
	n := q.w.bendAt[v]
	if n < 0 {
		return
	}
	m, b := q.w.m, &q.w.bend[n]
	if p := m.at[v]; p != q.from && taut(q.from, p, m.at[b.right], m.at[b.left]) {
		q.seen = append(q.seen, n)
	}
}

// inside notes the spots in a triangle that are seen between two rays; without rays
// all of it is seen.
func (q *view) inside(t int32, right, left *ray) {
	if q.paint != nil {
		q.paint(t, right, left)
	}
	if q.aimAt != nil {
		for i := q.aimAt[t]; i >= 0; i = q.aims[i].next {
			if between(q.aims[i].at, right, left) {
				q.aims[i].seen = true
			}
		}
	}
	if !q.spots {
		return
	}
	for i := q.w.spotAt[t]; i >= 0; i = q.w.spot[i].next {
		s := &q.w.spot[i]
		if between(s.at, right, left) && (!s.turns || taut(q.from, s.at, s.a, s.b)) {
			q.seen = append(q.seen, int32(len(q.w.bend))+i)
		}
	}
}

// between tells whether p lies between two rays; without rays everything does.
func between(p orb.Point, right, left *ray) bool {
	if right == nil {
		return true
	}
	r, _ := right.passed(p, 1)
	l, _ := left.passed(p, -1)
	return r && l
}

// through looks through an edge if it is no wall.
func (q *view) through(t int32, edge int, right, left ray) {
	if q.w.m.next[t][edge]&1 == 0 {
		q.stack = append(q.stack, gap{t, int32(edge), right, left})
	}
}

// run looks through all edges that wait.
func (q *view) run() {
	m := q.w.m
	for len(q.stack) > 0 {
		g := q.stack[len(q.stack)-1]
		q.stack = q.stack[:len(q.stack)-1]
		t := m.next[g.t][g.edge] >> 1
		q.inside(t, &g.right, &g.left)
		i := m.edgeTo(t, g.t)
		w := m.tri[t][i]
		p := m.at[w]
		r, offRight := g.right.passed(p, 1)
		l, offLeft := g.left.passed(p, -1)
		switch {
		case !r:
			q.through(t, pred[i], g.right, g.left)
		case !l:
			q.through(t, succ[i], g.right, g.left)
		default:
			q.vertex(w)
			hidden := ray{q.from, p, false}
			if offRight {
				q.through(t, succ[i], g.right, hidden)
			}
			if offLeft {
				q.through(t, pred[i], hidden, g.left)
			}
		}
	}
}

// fromBend looks from a bend where a taut course can come from or go to: from each wall
// over to the line of the other, prolonged.
func (q *view) fromBend(b *bend) {
	m := q.w.m
	q.from, q.seen = m.at[b.v], q.seen[:0]
	right, left := m.at[b.right], m.at[b.left]
	fromRight := ray{right, q.from, true} // the right wall prolonged; what it bounds lies to its left
	fromLeft := ray{left, q.from, true}   // the left wall prolonged; what it bounds lies to its right
	q.vertex(b.right)
	for t, end := b.first, false; !end; t = m.next[t][succ[m.corner(t, b.v)]] >> 1 {
		i := m.corner(t, b.v)
		x, y := m.at[m.tri[t][succ[i]]], m.at[m.tri[t][pred[i]]]
		toX, toY := ray{q.from, x, false}, ray{q.from, y, false}
		_, xIn := fromLeft.passed(x, -1) // in the cone at the right wall
		yFirst, _ := fromLeft.passed(y, -1)
		xLast, _ := fromRight.passed(x, 1) // in the cone at the left wall
		yLast, yIn := fromRight.passed(y, 1)
		if xIn && yFirst || yIn && xLast {
			q.through(t, i, toX, toY)
		} else {
			if xIn {
				q.through(t, i, toX, fromLeft)
			}
			if yIn {
				q.through(t, i, fromRight, toY)
			}
		}
		if end = m.next[t][succ[i]]&1 == 1; yFirst || yLast || end {
			q.vertex(m.tri[t][pred[i]])
		}
	}
	q.run()
}

// fromPlace looks all around from a place in triangle t, where sides are its sides.
func (q *view) fromPlace(p orb.Point, t int32, sides [3]int) {
	m := q.w.m
	q.from, q.seen = p, q.seen[:0]
	look := func(t int32, edge int) { // through an edge on which p does not lie
		q.through(t, edge, ray{p, m.at[m.tri[t][succ[edge]]], false}, ray{p, m.at[m.tri[t][pred[edge]]], false})
	}
	for i := range 3 {
		if sides[i] == 0 && sides[succ[i]] == 0 {
			q.fromVertex(m.tri[t][pred[i]], look)
			return
		}
	}
	q.inside(t, nil, nil)
	for i, v := range m.tri[t] {
		q.vertex(v)
		if n := m.next[t][i]; sides[i] != 0 {
			look(t, i)
		} else if n&1 == 0 {
			u := n >> 1
			j := m.edgeTo(u, t)
			q.inside(u, nil, nil)
			q.vertex(m.tri[u][j])
			look(u, succ[j])
			look(u, pred[j])
		}
	}
	q.run()
}

// fromVertex looks from a place at a vertex, into all water there.
func (q *view) fromVertex(v int32, look func(t int32, edge int)) {
	m := q.w.m
	for t := range m.around(v) {
		if !m.in[t] {
			continue
		}
		i := m.corner(t, v)
		q.inside(t, nil, nil)
		look(t, i)
		q.vertex(m.tri[t][succ[i]])
		if m.next[t][succ[i]]&1 == 1 {
			q.vertex(m.tri[t][pred[i]])
		}
	}
	q.run()
}
