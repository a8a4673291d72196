package coverage

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// An arrangement is the faces into which noded seams cut the plane, and how many
// cells hold each.
//
// Every seam is two darts, there and back; dart 2i runs from a to b. A loop follows
// the darts around a face with the face on the left. Across a seam the number of
// cells changes by those on its left less those on its right; what lies around a
// connected part of the whole is asked of the cells.
type arrangement struct {
	seams []seam
	walls []wall
	loop  []int32 // of each dart
	next  []int32 // dart around the face
	loops []loop
}

// A wall is one or more seams of the same ends.
type wall struct {
	a, b        orb.Point
	first, last int32 // its seams
	change      int   // cells on its left less those on its right
}

type loop struct {
	dart  int32
	area  float64 // square degrees; positive if it runs counter-clockwise, around a face
	cells int     // that hold the face
	body  int32   // the connected part that it belongs to
}

// arrange builds the faces of noded seams. Covering says how many cells other than
// the given ones hold a place within them; ok is false if it is on a border.
func arrange(seams []seam, covering func(p orb.Point, except []seam) (n int, ok bool)) *arrangement {
	slices.SortFunc(seams, func(s, t seam) int {
		return cmp.Or(comparePoints(s.a, t.a), comparePoints(s.b, t.b), cmp.Compare(s.cell, t.cell))
	})
	g := &arrangement{seams: seams}
	for i := 0; i < len(seams); {
		w := wall{a: seams[i].a, b: seams[i].b, first: int32(i)}
		for ; i < len(seams) && seams[i].a == w.a && seams[i].b == w.b; i++ {
			if seams[i].left {
				w.change++
			} else {
				w.change--
			}
		}
		w.last = int32(i)
		if w.change != 0 {
			g.walls = append(g.walls, w)
		}
	}
	g.turn()
	g.follow()
	g.count(covering)
	return g
}

func comparePoints(p, q orb.Point) int {
	return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1]))
}

func (g *arrangement) from(dart int32) orb.Point {
	if w := &g.walls[dart/2]; dart%2 == 0 {
		return w.a
	} else {
		return w.b
	}
}

func (g *arrangement) to(dart int32) orb.Point { return g.from(dart ^ 1) }

// turn finds which dart follows each: from its end, the next one clockwise.
func (g *arrangement) turn() {
	darts := make([]int32, 2*len(g.walls))
	for i := range darts {
		darts[i] = int32(i)
	}
	slices.SortFunc(darts, func(x, y int32) int {
		v := g.from(x)
		if c := comparePoints(v, g.from(y)); c != 0 {
			return c
		}
		return byAngle(v, g.to(x), g.to(y))
	})
	g.next = make([]int32, len(darts))
	for first := 0; first < len(darts); {
		end := first + 1
		for end < len(darts) && g.from(darts[end]) == g.from(darts[first]) {
			end++
		}
		before := darts[end-1]
		for _, d := range darts[first:end] {
			g.next[d^1] = before
			before = d
		}
		first = end
	}
}

// byAngle orders p and q by their direction from v, counter-clockwise from the east.
func byAngle(v, p, q orb.Point) int {
	upper := func(p orb.Point) bool { return p[1] > v[1] || p[1] == v[1] && p[0] > v[0] }
	if a, b := upper(p), upper(q); a != b {
		if a {
			return -1
		}
		return 1
	}
	return -predicate.Orient(v, p, q)
}

func (g *arrangement) follow() {
	g.loop = make([]int32, len(g.next))
	for i := range g.loop {
		g.loop[i] = -1
	}
	for d := range g.next {
		if g.loop[d] >= 0 {
			continue
		}
		l := loop{dart: int32(d), body: -1}
		origin := g.from(int32(d))
		for e := int32(d); g.loop[e] < 0; e = g.next[e] {
			g.loop[e] = int32(len(g.loops))
			p, q := g.from(e), g.to(e)
			l.area += ((p[0]-origin[0])*(q[1]-origin[1]) - (q[0]-origin[0])*(p[1]-origin[1])) / 2
		}
		g.loops = append(g.loops, l)
	}
}

// count finds out how many cells hold each face.
func (g *arrangement) count(covering func(orb.Point, []seam) (int, bool)) {
	for first := range g.loops {
		if g.loops[first].body >= 0 {
			continue
		}
		// All loops of the body, counted from the first.
		members := []int32{int32(first)}
		g.loops[first].body = int32(first)
		around := int32(first)
		for i := 0; i < len(members); i++ {
			l := members[i]
			if g.loops[l].area < g.loops[around].area {
				around = l
			}
			g.walk(l, func(d int32) {
				if other := g.loop[d^1]; g.loops[other].body < 0 {
					g.loops[other].body = int32(first)
					g.loops[other].cells = g.loops[l].cells - g.change(d)
					members = append(members, other)
				}
			})
		}
		shift := g.around(around, covering) - g.loops[around].cells
		for _, l := range members {
			g.loops[l].cells += shift
		}
	}
}

// change is how many more cells are on the left of a dart than on its right.
func (g *arrangement) change(dart int32) int {
	if dart%2 == 0 {
		return g.walls[dart/2].change
	}
	return -g.walls[dart/2].change
}

// around counts the cells on the left of a loop.
func (g *arrangement) around(l int32, covering func(orb.Point, []seam) (int, bool)) (cells int) {
	sure := false
	for _, share := range [...]float64{0.5, 0.37, 0.61} {
		g.walk(l, func(d int32) {
			if sure {
				return
			}
			on := g.on(d)
			n, ok := covering(pointAt(g.from(d), g.to(d), share), on)
			for _, s := range on {
				if s.left == (d%2 == 0) {
					n++
				}
			}
			cells, sure = n, ok
		})
		if sure {
			break
		}
	}
	return cells
}

// on gives the seams of a dart.
func (g *arrangement) on(dart int32) []seam {
	w := g.walls[dart/2]
	return g.seams[w.first:w.last]
}

func (g *arrangement) walk(l int32, do func(dart int32)) {
	start := g.loops[l].dart
	for d := start; ; {
		do(d)
		if d = g.next[d]; d == start {
			return
		}
	}
}

// ring gives the places along a loop.
func (g *arrangement) ring(l int32) orb.Ring {
	var r orb.Ring
	g.walk(l, func(d int32) { r = append(r, g.from(d)) })
	return append(r, r[0])
}
