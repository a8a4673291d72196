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
			run := s.run(lo)
			box := orb.Bound{Min: run[0].a, Max: run[0].a}
			for _, e := range run {
				box = box.Extend(e.a).Extend(e.b)
			}
			s.boxes[node] = box
			return
		}
		mid := (lo + hi) / 2
		fill(2*node+1, lo, mid)
		fill(2*node+2, mid, hi)
		s.boxes[node] = s.boxes[2*node+1].Union(s.boxes[2*node+2])
	}
	fill(0, 0, n)
}

// visit goes to all runs whose boxes, and those above them, are wanted.
func (s *Shape) visit(want func(orb.Bound) bool, run func([]edge)) {
	var down func(node, lo, hi int)
	down = func(node, lo, hi int) {
		if lo == hi || !want(s.boxes[node]) {
			return
		}
		if hi-lo == 1 {
			run(s.run(lo))
			return
		}
		mid := (lo + hi) / 2
		down(2*node+1, lo, mid)
		down(2*node+2, mid, hi)
	}
	down(0, 0, s.runs())
}

// pairs goes to all pairs of runs of s and o that are wanted, near ones first.
func (s *Shape) pairs(o *Shape, want func(a, b orb.Bound) bool, run func(a, b []edge)) {
	type part struct{ node, lo, hi int }
	halves := func(p part) (part, part) {
		mid := (p.lo + p.hi) / 2
		return part{2*p.node + 1, p.lo, mid}, part{2*p.node + 2, mid, p.hi}
	}
	var down func(p, q part)
	down = func(p, q part) {
		if !want(s.boxes[p.node], o.boxes[q.node]) {
			return
		}
		np, nq := p.hi-p.lo, q.hi-q.lo
		switch {
		case np == 1 && nq == 1:
			run(s.run(p.lo), o.run(q.lo))
		case np >= nq:
			l, r := halves(p)
			if apart(s.boxes[r.node], o.boxes[q.node]) < apart(s.boxes[l.node], o.boxes[q.node]) {
				l, r = r, l
			}
			down(l, q)
			down(r, q)
		default:
			l, r := halves(q)
			if apart(s.boxes[p.node], o.boxes[r.node]) < apart(s.boxes[p.node], o.boxes[l.node]) {
				l, r = r, l
			}
			down(p, l)
			down(p, r)
		}
	}
	if len(s.edges) > 0 && len(o.edges) > 0 {
		down(part{0, 0, s.runs()}, part{0, 0, o.runs()})
	}
}
