package genetic

// A pricer says what tours cost. By place it keeps what each tour costs as far as there and from there on.
type pricer interface {
	// settle is told of a tour, from the depot to the depot; it sets up and from at the tour's places, and
	// gives what its ways cost and by how much the clock would have to be turned back along it.
	settle(visits []int32) (ways, warp int)

	// price is settle for a tour that goes as a settled one as far as a, then through a stretch, then as a
	// settled one from b on; either may be the depot. It changes nothing.
	price(a int32, stretch []int32, b int32) (ways, warp int)
}

// sums are what tours cost at least, by place.
type sums struct {
	up, from []int // as far as the place, and from it on
}

func newPricer(p *Problem, s *sums) pricer {
	plain := points{p.N + 1, p.Ways, s}
	switch {
	case p.Width > 1:
		return newModes(p, s)
	case p.Times != nil:
		return newWindows(p, plain)
	}
	return &plain
}

// points prices tours of points at any time.
type points struct {
	n    int
	ways []int32
	*sums
}

func (k *points) settle(visits []int32) (ways, warp int) {
	a := int32(0)
	for _, b := range visits {
		ways += int(k.ways[int(a)*k.n+int(b)])
		k.up[b] = ways
		a = b
	}
	ways += int(k.ways[int(a)*k.n])
	for _, b := range visits {
		k.from[b] = ways - k.up[b]
	}
	return ways, 0
}

func (k *points) price(a int32, stretch []int32, b int32) (ways, warp int) {
	ways = k.up[a] + k.from[b]
	for _, c := range stretch {
		ways += int(k.ways[int(a)*k.n+int(c)])
		a = c
	}
	return ways + int(k.ways[int(a)*k.n+int(b)]), 0
}

// windows prices tours of points that are to be served at certain times.
type windows struct {
	points
	p          *Problem
	ends, goes []span // by place: of the tour as far as it, and from it on
}

// A span is what times say of visits one after another (Vidal and others, 2013): how long they take, by how
// much the clock must be turned back for all to be in time, and between when and when the first may
// begin so that neither becomes more.
type span struct{ length, warp, early, late int32 }

// then is the span of the visits of s and, after a gap between the first of both, those of t.
func (s span) then(gap int32, t span) span {
	d := s.length - s.warp + gap
	wait, warp := max(t.early-d-s.late, 0), max(s.early+d-t.late, 0)
	return span{s.length + t.length + gap + wait, s.warp + t.warp + warp, max(t.early-d, s.early) - wait, min(t.late-d, s.late) + warp}
}

func newWindows(p *Problem, k points) *windows {
	w := &windows{points: k, p: p, ends: make([]span, p.N+1), goes: make([]span, p.N+1)}
	w.ends[0], w.goes[0] = w.visit(0), w.visit(0)
	return w
}

func (k *windows) visit(a int32) span { return span{early: k.p.Open[a], late: k.p.Close[a]} }

func (k *windows) settle(visits []int32) (ways, warp int) {
	a, s := int32(0), k.ends[0]
	for _, b := range visits {
		s = s.then(k.p.Times[int(a)*k.n+int(b)], k.visit(b))
		k.ends[b] = s
		a = b
	}
	b, t := int32(0), k.goes[0]
	for i := len(visits) - 1; i >= 0; i-- {
		a := visits[i]
		t = k.visit(a).then(k.p.Times[int(a)*k.n+int(b)], t)
		k.goes[a] = t
		b = a
	}
	if len(visits) > 0 {
		warp = int(s.then(k.p.Times[int(a)*k.n], k.goes[0]).warp)
	}
	ways, _ = k.points.settle(visits)
	return ways, warp
}

func (k *windows) price(a int32, stretch []int32, b int32) (ways, warp int) {
	ways, _ = k.points.price(a, stretch, b)
	s := k.ends[a]
	for _, c := range stretch {
		s = s.then(k.p.Times[int(a)*k.n+int(c)], k.visit(c))
		a = c
	}
	if a == 0 && b == 0 {
		return ways, 0
	}
	return ways, int(s.then(k.p.Times[int(a)*k.n+int(b)], k.goes[b]).warp)
}
