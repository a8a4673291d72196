package coverage

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// snap is the distance in degrees, about 0.1 mm, within which places are one and a
// seam passes through a place. What is thinner than that comes from rounding.
const snap = 1e-9

// rounds bounds how often seams are cut: a crossing is rounded, which can make a new
// one close by.
const rounds = 20

// node cuts seams wherever they meet other than in common ends, and makes one of ends
// within snap of each other. The seams that come back meet in ends only.
func node(seams []seam) []seam {
	var hot []bool
	for range rounds {
		n := noder{seams: seams, cuts: map[int][]orb.Point{}, same: map[orb.Point]orb.Point{}}
		grid := newSquares(seams, [2]float64{snap, snap})
		grid.pairs(seams, hot, n.look)
		if len(n.cuts) == 0 && len(n.same) == 0 {
			break
		}
		seams, hot = n.pieces()
	}
	return seams
}

type noder struct {
	seams []seam
	cuts  map[int][]orb.Point
	same  map[orb.Point]orb.Point // the place that stands for another
}

// look finds where two seams meet.
func (n *noder) look(i, j int) {
	s, t := &n.seams[i], &n.seams[j]
	n.ends(i, s, t)
	n.ends(j, t, s)
	if s.a == t.a || s.a == t.b || s.b == t.a || s.b == t.b || !predicate.SegmentsCross(s.a, s.b, t.a, t.b) {
		return
	}
	p := predicate.Crossing(s.a, s.b, t.a, t.b)
	for _, end := range [...]orb.Point{s.a, s.b, t.a, t.b} {
		if apart(p, end) <= snap {
			p = end
			break
		}
	}
	n.cut(i, p)
	n.cut(j, p)
}

// ends finds the ends of t that lie at s.
func (n *noder) ends(i int, s, t *seam) {
	for _, p := range [...]orb.Point{t.a, t.b} {
		switch {
		case p == s.a || p == s.b:
		case apart(p, s.a) <= snap:
			n.join(p, s.a)
		case apart(p, s.b) <= snap:
			n.join(p, s.b)
		case passes(s, p):
			n.cut(i, p)
		}
	}
}

func (n *noder) cut(i int, p orb.Point) {
	if s := &n.seams[i]; p != s.a && p != s.b && !slices.Contains(n.cuts[i], p) {
		n.cuts[i] = append(n.cuts[i], p)
	}
}

func (n *noder) root(p orb.Point) orb.Point {
	for {
		q, ok := n.same[p]
		if !ok {
			return p
		}
		p = q
	}
}

func (n *noder) join(p, q orb.Point) {
	if p, q = n.root(p), n.root(q); p != q {
		if before(p, q) {
			p, q = q, p
		}
		n.same[p] = q
	}
}

// pieces gives the seams as they are now, and which of them are new.
func (n *noder) pieces() (all []seam, hot []bool) {
	all = make([]seam, 0, len(n.seams)+2*len(n.cuts))
	for i, s := range n.seams {
		ps := append(slices.Clone(n.cuts[i]), s.a, s.b)
		for k, p := range ps {
			ps[k] = n.root(p)
		}
		along := orb.Point{s.b[0] - s.a[0], s.b[1] - s.a[1]}
		if len(ps) > 2 {
			slices.SortFunc(ps, func(p, q orb.Point) int {
				return cmp.Compare((p[0]-q[0])*along[0]+(p[1]-q[1])*along[1], 0)
			})
		}
		changed := len(ps) > 2 || ps[0] != s.a || ps[1] != s.b
		for k := 1; k < len(ps); k++ {
			if ps[k-1] == ps[k] {
				continue
			}
			piece := seam{ps[k-1], ps[k], s.cell, s.left}
			if before(piece.b, piece.a) {
				piece = seam{piece.b, piece.a, s.cell, !s.left}
			}
			all, hot = append(all, piece), append(hot, changed)
		}
	}
	return all, hot
}

// passes tells whether the seam passes p within snap, between its ends.
func passes(s *seam, p orb.Point) bool {
	dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
	px, py := p[0]-s.a[0], p[1]-s.a[1]
	l2 := dx*dx + dy*dy
	t := (px*dx + py*dy) / l2
	d := px*dy - py*dx
	return t > 0 && t < 1 && d*d <= snap*snap*l2
}

// apart is the distance in degrees.
func apart(p, q orb.Point) float64 { return math.Hypot(p[0]-q[0], p[1]-q[1]) }
