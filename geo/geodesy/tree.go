package geodesy

import "github.com/paulmach/orb"

// A Shape's edges lie in runs of runLength, in their order along the lines, so
// that a run is small on the ground. boxes is a binary tree over the runs as in a
// heap: node i has the children 2i+1 and 2i+2, and covers a range of runs that
// is halved at each step down.
const runLength = 8

func (s *Shape) runs() int { return (len(s.edges) + runLength - 1) / runLength }

func (s *Shape) run(i int) []edge {
	return s.edges[i*runLength : min((i+1)*runLength, len(s.edges))]
}

func (s *Shape) plant() {
	n := s.runs()
	if n == 0 {
		return
	}
	size := 1
	for size < n {
		size *= 2
	}
	s.boxes = make([]orb.Bound, 2*size-1)
	var fill func(node, lo, hi int)
	fill = func(node, lo, hi int) {
		if hi-lo == 1 {
			s.boxes[node] = boxOf(s.run(lo))
			return
		}
		mid := (lo + hi) / 2
		fill(2*node+1, lo, mid)
		fill(2*node+2, mid, hi)
		s.boxes[node] = s.boxes[2*node+1].Union(s.boxes[2*node+2])
	}
	fill(0, 0, n)
}

func (e edge) box() orb.Bound {
	return orb.Bound{
		Min: orb.Point{min(e.a[0], e.b[0]), min(e.a[1], e.b[1])},
		Max: orb.Point{max(e.a[0], e.b[0]), max(e.a[1], e.b[1])},
	}
}

func boxOf(run []edge) orb.Bound {
	box := orb.Bound{Min: run[0].a, Max: run[0].a}
	for _, e := range run {
		box.Min = orb.Point{min(box.Min[0], e.a[0], e.b[0]), min(box.Min[1], e.a[1], e.b[1])}
		box.Max = orb.Point{max(box.Max[0], e.a[0], e.b[0]), max(box.Max[1], e.a[1], e.b[1])}
	}
	return box
}

// visit goes to all runs whose boxes, and those above them, are wanted, until one
// says that it is enough.
func (s *Shape) visit(want func(orb.Bound) bool, run func([]edge) (enough bool)) {
	var down func(node, lo, hi int) bool
	down = func(node, lo, hi int) bool {
		if !want(s.boxes[node]) {
			return false
		}
		if hi-lo == 1 {
			return run(s.run(lo))
		}
		mid := (lo + hi) / 2
		return down(2*node+1, lo, mid) || down(2*node+2, mid, hi)
	}
	if n := s.runs(); n > 0 {
		down(0, 0, n)
	}
}

// pairs goes to all pairs of runs of s and o whose boxes are less apart than the
// limit, near ones first, with the box of the second.
func (s *Shape) pairs(o *Shape, apart func(a, b orb.Bound) float64, limit func() float64, run func(a, b []edge, boxB *orb.Bound)) {
	type part struct{ node, lo, hi int }
	halves := func(p part) (part, part) {
		mid := (p.lo + p.hi) / 2
		return part{2*p.node + 1, p.lo, mid}, part{2*p.node + 2, mid, p.hi}
	}
	var down func(p, q part)
	down = func(p, q part) {
		np, nq := p.hi-p.lo, q.hi-q.lo
		if np == 1 && nq == 1 {
			run(s.run(p.lo), o.run(q.lo), &o.boxes[q.node])
			return
		}
		p2, q2 := p, q
		if np >= nq {
			p, p2 = halves(p)
		} else {
			q, q2 = halves(q)
		}
		m, m2 := apart(s.boxes[p.node], o.boxes[q.node]), apart(s.boxes[p2.node], o.boxes[q2.node])
		if m2 < m {
			p, q, m, p2, q2, m2 = p2, q2, m2, p, q, m
		}
		if m < limit() {
			down(p, q)
		}
		if m2 < limit() {
			down(p2, q2)
		}
	}
	p, q := part{0, 0, s.runs()}, part{0, 0, o.runs()}
	if p.hi > 0 && q.hi > 0 && apart(s.boxes[0], o.boxes[0]) < limit() {
		down(p, q)
	}
}
