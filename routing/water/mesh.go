package water

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// A mesh is a triangulation whose triangles either lie in open water or do not. Its
// vertices are those of the water's rings, after the four corners of a box far
// around them. Borders of the water are walls: edges that no sight passes. It is
// near Delaunay, which makes sight cheap; nothing that is answered depends on that.
//
// Triangles are counter-clockwise. Edge i of a triangle faces its corner i and runs
// from corner i+1 to corner i+2.
type mesh struct {
	at   []orb.Point
	tri  [][3]int32
	next [][3]int32 // by edge: the triangle beyond, shifted left by one, plus 1 at a wall; -1 at the box
	in   []bool     // by triangle: open water
	some []int32    // by vertex: one of its triangles
	wide float64    // a degree of longitude in degrees of latitude, for the shape of triangles alone
	hint []int32    // triangles by the squares of a grid, to start a walk from
	box  orb.Bound
	side int // squares a side of that grid
}

// corners is the number of vertices of the box.
const corners = 4

// succ and pred are the corners after and before one.
var succ, pred = [3]int{1, 2, 0}, [3]int{2, 0, 1}

// triangulate makes a mesh of distinct points, without walls.
func triangulate(points []orb.Point) *mesh {
	box := orb.MultiPoint(points).Bound()
	m := &mesh{box: box, wide: math.Cos(box.Center()[1] * math.Pi / 180)}
	far := 8 * max(box.Max[0]-box.Min[0], box.Max[1]-box.Min[1], 1e-6)
	w, s, e, n := box.Min[0]-far, box.Min[1]-far, box.Max[0]+far, box.Max[1]+far
	m.at = append([]orb.Point{{w, s}, {e, s}, {e, n}, {w, n}}, points...)
	m.some = make([]int32, len(m.at))
	m.tri = make([][3]int32, 2, 2*len(m.at))
	m.next = make([][3]int32, 2, 2*len(m.at))
	m.set(0, [3]int32{0, 1, 2}, [3]int32{-1, 1 << 1, -1})
	m.set(1, [3]int32{0, 2, 3}, [3]int32{-1, -1, 0 << 1})
	t := int32(0)
	for _, v := range m.order() {
		t = m.insert(v, t)
	}
	return m
}

// order gives the vertices along a curve that fills the box, so that each lies near
// the one before.
func (m *mesh) order() []int32 {
	type place struct {
		key uint32
		v   int32
	}
	const cells = 1 << 12
	places := make([]place, 0, len(m.at))
	size := max(m.box.Max[0]-m.box.Min[0], m.box.Max[1]-m.box.Min[1], 1e-9)
	for v := int32(corners); v < int32(len(m.at)); v++ {
		p := m.at[v]
		x := uint32(min((p[0]-m.box.Min[0])/size*cells, cells-1))
		y := uint32(min((p[1]-m.box.Min[1])/size*cells, cells-1))
		places = append(places, place{hilbert(cells, x, y), v})
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.v, b.v)) })
	vs := make([]int32, len(places))
	for i, p := range places {
		vs[i] = p.v
	}
	return vs
}

// hilbert is the place of a square on Hilbert's curve through n × n squares.
func hilbert(n, x, y uint32) uint32 {
	d := uint32(0)
	for s := n / 2; s > 0; s /= 2 {
		rx, ry := uint32(0), uint32(0)
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		d += s * s * ((3 * rx) ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = n-1-x, n-1-y
			}
			x, y = y, x
		}
	}
	return d
}

// set writes a triangle and notes it at its corners.
func (m *mesh) set(t int32, v, next [3]int32) {
	m.tri[t], m.next[t] = v, next
	m.some[v[0]], m.some[v[1]], m.some[v[2]] = t, t, t
}

// add makes room for a triangle and gives its number.
func (m *mesh) add() int32 {
	m.tri, m.next = append(m.tri, [3]int32{}), append(m.next, [3]int32{})
	return int32(len(m.tri)) - 1
}

// relink tells the triangle behind an edge that its neighbour is now another.
func (m *mesh) relink(edge, was, is int32) {
	if n := edge >> 1; n >= 0 {
		i := m.edgeTo(n, was)
		m.next[n][i] = is<<1 | m.next[n][i]&1
	}
}

// edgeTo gives the edge of t behind which n lies.
func (m *mesh) edgeTo(t, n int32) int {
	switch n {
	case m.next[t][0] >> 1:
		return 0
	case m.next[t][1] >> 1:
		return 1
	}
	return 2
}

// corner gives the place of v in t.
func (m *mesh) corner(t, v int32) int {
	switch v {
	case m.tri[t][0]:
		return 0
	case m.tri[t][1]:
		return 1
	}
	return 2
}

// sides tells on which side of each edge of t a point lies: it lies in t where none
// is negative.
func (m *mesh) sides(t int32, p orb.Point) [3]int {
	a, b, c := m.at[m.tri[t][0]], m.at[m.tri[t][1]], m.at[m.tri[t][2]]
	return [3]int{predicate.Orient(b, c, p), predicate.Orient(c, a, p), predicate.Orient(a, b, p)}
}

// walk goes from t to a triangle in which p lies, and gives p's sides there; -1
// if p lies beyond the box.
func (m *mesh) walk(p orb.Point, t int32) (int32, [3]int) {
	for step := range 2 * len(m.tri) {
		s := m.sides(t, p)
		i := step % 3 // not always the same edge first, or a walk could go in circles
		if s[i] >= 0 {
			if i = succ[i]; s[i] >= 0 {
				if i = succ[i]; s[i] >= 0 {
					return t, s
				}
			}
		}
		if t = m.next[t][i] >> 1; t < 0 {
			return -1, s
		}
	}
	for t := range int32(len(m.tri)) {
		if s := m.sides(t, p); s[0] >= 0 && s[1] >= 0 && s[2] >= 0 {
			return t, s
		}
	}
	return -1, [3]int{}
}

// insert puts a vertex into the mesh, which has no walls yet, and gives a triangle
// at it. The walk to it starts at t.
func (m *mesh) insert(v, t int32) int32 {
	t, s := m.walk(m.at[v], t)
	for i := range s {
		if s[i] == 0 {
			return m.splitEdge(v, t, i)
		}
	}
	a, b, c, n := m.tri[t][0], m.tri[t][1], m.tri[t][2], m.next[t]
	t1, t2 := m.add(), m.add()
	m.relink(n[1], t, t1)
	m.relink(n[2], t, t2)
	m.set(t, [3]int32{v, b, c}, [3]int32{n[0], t1 << 1, t2 << 1})
	m.set(t1, [3]int32{v, c, a}, [3]int32{n[1], t2 << 1, t << 1})
	m.set(t2, [3]int32{v, a, b}, [3]int32{n[2], t << 1, t1 << 1})
	m.mend(t, t1, t2)
	return t
}

// splitEdge puts a vertex on edge i of t.
func (m *mesh) splitEdge(v, t int32, i int) int32 {
	a, b, c := m.tri[t][i], m.tri[t][succ[i]], m.tri[t][pred[i]]
	ca, ab := m.next[t][succ[i]], m.next[t][pred[i]]
	u := m.next[t][i] >> 1
	j := m.edgeTo(u, t)
	d, bd, dc := m.tri[u][j], m.next[u][succ[j]], m.next[u][pred[j]]
	t1, u1 := m.add(), m.add()
	m.relink(ab, t, t1)
	m.relink(dc, u, u1)
	m.set(t, [3]int32{v, c, a}, [3]int32{ca, t1 << 1, u1 << 1})
	m.set(t1, [3]int32{v, a, b}, [3]int32{ab, u << 1, t << 1})
	m.set(u, [3]int32{v, b, d}, [3]int32{bd, u1 << 1, t1 << 1})
	m.set(u1, [3]int32{v, d, c}, [3]int32{dc, t << 1, u << 1})
	m.mend(t, t1, u, u1)
	return t
}

// mend turns edges that face corner 0 of the triangles given, and those that come to
// face it, until none is worth it: Lawson's way.
func (m *mesh) mend(ts ...int32) {
	for len(ts) > 0 {
		t := ts[len(ts)-1]
		ts = ts[:len(ts)-1]
		if n := m.next[t][0]; n&1 == 0 && m.better(t, 0) {
			m.flip(t, 0)
			ts = append(ts, t, n>>1)
		}
	}
}

// flip turns edge i of t into the other diagonal of the quadrilateral around it. The
// corner that it faced becomes corner 0 of both triangles.
func (m *mesh) flip(t int32, i int) {
	p, b, c := m.tri[t][i], m.tri[t][succ[i]], m.tri[t][pred[i]]
	cp, pb := m.next[t][succ[i]], m.next[t][pred[i]]
	u := m.next[t][i] >> 1
	j := m.edgeTo(u, t)
	q, bq, qc := m.tri[u][j], m.next[u][succ[j]], m.next[u][pred[j]]
	m.relink(bq, u, t)
	m.relink(cp, t, u)
	m.set(t, [3]int32{p, b, q}, [3]int32{bq, u << 1, pb})
	m.set(u, [3]int32{p, q, c}, [3]int32{qc, cp, t << 1})
}

// better tells whether turning edge i of t brings the mesh nearer to Delaunay's for
// certain: rounding never makes it say yes, so that turning comes to an end and every
// quadrilateral that is turned is convex.
func (m *mesh) better(t int32, i int) bool {
	u := m.next[t][i] >> 1
	if u < 0 {
		return false
	}
	d := m.at[m.tri[u][m.edgeTo(u, t)]]
	var x, y, l [3]float64
	for k, v := range m.tri[t] {
		x[k], y[k] = (m.at[v][0]-d[0])*m.wide, m.at[v][1]-d[1]
		l[k] = x[k]*x[k] + y[k]*y[k]
	}
	det, sum := 0.0, 0.0
	for k := range 3 {
		n, o := succ[k], pred[k]
		left, right := x[n]*y[o], x[o]*y[n]
		det += l[k] * (left - right)
		sum += l[k] * (math.Abs(left) + math.Abs(right))
	}
	const bound = 32 * 0x1p-53 // Shewchuk's, and the stretching of longitudes
	return det > bound*sum
}
