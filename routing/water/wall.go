package water

import (
	"errors"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// errTangled says that borders cross, which those of a valid area do not.
var errTangled = errors.New("water: borders cross each other")

// meshOf triangulates an area that must be valid, its rings the walls.
func meshOf(area orb.MultiPolygon) (*mesh, error) {
	number := map[orb.Point]int32{}
	var points []orb.Point
	var rings [][]int32
	for _, poly := range area {
		for _, r := range poly {
			var ring []int32
			for _, p := range r {
				p = orb.Point{p[0] + 0, p[1] + 0} // minus nought is nought
				v, ok := number[p]
				if !ok {
					v = int32(len(points)) + corners
					number[p] = v
					points = append(points, p)
				}
				ring = append(ring, v)
			}
			rings = append(rings, ring)
		}
	}
	m := triangulate(points)
	for _, r := range rings {
		for i := 1; i < len(r); i++ {
			if err := m.wall(r[i-1], r[i]); err != nil {
				return nil, err
			}
		}
	}
	m.flood()
	m.prepareWalks()
	return m, nil
}

// wall makes the edge a-b a wall, cut at vertices that lie on it.
func (m *mesh) wall(a, b int32) error {
	for a != b {
		end, crossed, err := m.crossed(a, b)
		if err != nil {
			return err
		}
		if err := m.clear(a, end, crossed); err != nil {
			return err
		}
		t, i := m.edge(a, end)
		u := m.next[t][i] >> 1
		m.next[t][i] |= 1
		m.next[u][m.edgeTo(u, t)] |= 1
		a = end
	}
	return nil
}

// crossed lists the edges that the way from a to b crosses, up to the first vertex
// on it, which it gives too.
func (m *mesh) crossed(a, b int32) (end int32, edges [][2]int32, err error) {
	from, to := m.at[a], m.at[b]
	first := m.some[a]
	t := first
	for {
		i := m.corner(t, a)
		x, y := m.tri[t][succ[i]], m.tri[t][pred[i]]
		if x == b || predicate.OnSegment(m.at[x], from, to) {
			return x, nil, nil
		}
		if predicate.Orient(from, m.at[x], to) > 0 && predicate.Orient(from, m.at[y], to) < 0 {
			edges = append(edges, [2]int32{x, y})
			break
		}
		if t = m.next[t][succ[i]] >> 1; t < 0 || t == first {
			return 0, nil, errTangled // cannot be: a vertex within the box sees all around
		}
	}
	i := m.corner(t, a)
	x, y := m.tri[t][succ[i]], m.tri[t][pred[i]]
	for {
		if m.next[t][i]&1 == 1 {
			return 0, nil, errTangled
		}
		u := m.next[t][i] >> 1
		j := m.edgeTo(u, t)
		w := m.tri[u][j]
		side := predicate.Orient(from, to, m.at[w])
		if side == 0 {
			return w, edges, nil
		}
		t = u
		if side > 0 {
			y, i = w, succ[j] // on to the edge from x to w
		} else {
			x, i = w, pred[j]
		}
		edges = append(edges, [2]int32{x, y})
	}
}

// edge finds the triangle to the left of a-b, and which of its edges that is.
func (m *mesh) edge(a, b int32) (int32, int) {
	for t := range m.around(a) {
		if k := m.corner(t, a); m.tri[t][succ[k]] == b {
			return t, pred[k]
		}
	}
	panic("water: an edge that the mesh does not have")
}

// clear turns edges until none crosses a-b, and then those that are new towards
// Delaunay's: S. W. Sloan, A fast algorithm for generating constrained Delaunay
// triangulations, Computers & Structures 47 (1993).
func (m *mesh) clear(a, b int32, crossed [][2]int32) error {
	from, to := m.at[a], m.at[b]
	var fresh [][2]int32
	for turns := 0; len(crossed) > 0; turns++ {
		if turns > 4*len(m.tri)+1000 {
			return errTangled
		}
		e := crossed[0]
		crossed = crossed[1:]
		t, i := m.edge(e[0], e[1])
		u := m.next[t][i] >> 1
		p, q := m.tri[t][i], m.tri[u][m.edgeTo(u, t)]
		if !m.convex(p, e[0], q, e[1]) {
			crossed = append(crossed, e)
			continue
		}
		m.flip(t, i)
		if predicate.SegmentsCross(from, to, m.at[p], m.at[q]) {
			crossed = append(crossed, [2]int32{p, q})
		} else {
			fresh = append(fresh, [2]int32{p, q})
		}
	}
	for again := true; again; {
		again = false
		for k, e := range fresh {
			if e[0] == a && e[1] == b || e[0] == b && e[1] == a {
				continue
			}
			t, i := m.edge(e[0], e[1])
			if u := m.next[t][i] >> 1; m.next[t][i]&1 == 0 && m.better(t, i) {
				fresh[k] = [2]int32{m.tri[t][i], m.tri[u][m.edgeTo(u, t)]}
				m.flip(t, i)
				again = true
			}
		}
	}
	return nil
}

// convex tells whether the quadrilateral is strictly convex.
func (m *mesh) convex(a, b, c, d int32) bool {
	return m.left(a, b, c) && m.left(b, c, d) && m.left(c, d, a) && m.left(d, a, b)
}

func (m *mesh) left(a, b, c int32) bool { return predicate.Orient(m.at[a], m.at[b], m.at[c]) > 0 }

// flood finds the triangles in open water: behind an odd number of walls from the box.
func (m *mesh) flood() {
	m.in = make([]bool, len(m.tri))
	seen := make([]bool, len(m.tri))
	stack := []int32{m.some[0]}
	seen[stack[0]] = true
	for len(stack) > 0 {
		t := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, n := range m.next[t] {
			if u := n >> 1; u >= 0 && !seen[u] {
				seen[u], m.in[u] = true, m.in[t] != (n&1 == 1)
				stack = append(stack, u)
			}
		}
	}
}

// prepareWalks notes a triangle near the middle of each square of a grid.
func (m *mesh) prepareWalks() {
	m.side = 1
	for m.side*m.side*4 < len(m.at) {
		m.side++
	}
	m.hint = make([]int32, m.side*m.side)
	t := int32(0)
	for i := range m.hint {
		x, y := i%m.side, i/m.side
		if y%2 == 1 {
			x = m.side - 1 - x // as an ox ploughs: the next square is a neighbour
		}
		p := orb.Point{
			m.box.Min[0] + (float64(x)+0.5)/float64(m.side)*(m.box.Max[0]-m.box.Min[0]),
			m.box.Min[1] + (float64(y)+0.5)/float64(m.side)*(m.box.Max[1]-m.box.Min[1]),
		}
		if u, _ := m.walk(p, t); u >= 0 {
			t = u
		}
		m.hint[y*m.side+x] = t
	}
}

// find gives a triangle in which p lies, one in open water if there is one, and p's
// sides there; ok is false where p is not in open water or on its border.
func (m *mesh) find(p orb.Point) (t int32, sides [3]int, ok bool) {
	if !m.box.Contains(p) {
		return -1, sides, false
	}
	square := func(i int) int {
		d := m.box.Max[i] - m.box.Min[i]
		if d <= 0 {
			return 0
		}
		return min(int((p[i]-m.box.Min[i])/d*float64(m.side)), m.side-1)
	}
	t, sides = m.walk(p, m.hint[square(1)*m.side+square(0)])
	if t < 0 || m.in[t] {
		return t, sides, t >= 0
	}
	// On the border: the water may lie beyond the edge, or around the vertex.
	for i := range 3 {
		if sides[i] == 0 && sides[succ[i]] == 0 {
			v := m.tri[t][pred[i]]
			for u := range m.around(v) {
				if m.in[u] {
					return u, m.sides(u, p), true
				}
			}
			return t, sides, false
		}
	}
	for i := range 3 {
		if sides[i] == 0 {
			u := m.next[t][i] >> 1
			return u, m.sides(u, p), u >= 0 && m.in[u]
		}
	}
	return t, sides, false
}

// around gives the triangles at a vertex, counter-clockwise; at a corner of the box
// first those from some triangle on, then those before it.
func (m *mesh) around(v int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		first := m.some[v]
		t := first
		for t >= 0 {
			if !yield(t) {
				return
			}
			if t = m.next[t][succ[m.corner(t, v)]] >> 1; t == first {
				return
			}
		}
		for t = first; ; {
			if t = m.next[t][pred[m.corner(t, v)]] >> 1; t < 0 || !yield(t) {
				return
			}
		}
	}
}
