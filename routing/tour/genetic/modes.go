package genetic

// modes prices tours of tasks in several modes: a tour costs what it does in the best choice of them. By place
// and mode it keeps what the tour costs at least as far as there, and from there on.
type modes struct {
	width, n   int // n rows of ways
	ways       []int32
	ends, goes []int32
	was, now   []int32 // scratch
	*sums
}

func newModes(p *Problem, s *sums) *modes {
	n := (p.N + 1) * p.Width
	return &modes{width: p.Width, n: n, ways: p.Ways, ends: make([]int32, n), goes: make([]int32, n),
		was: make([]int32, p.Width), now: make([]int32, p.Width), sums: s}
}

func (k *modes) settle(visits []int32) (ways, warp int) {
	a := int32(0)
	for _, b := range visits {
		to := k.ends[int(b)*k.width:][:k.width]
		k.onward(to, k.ends[int(a)*k.width:][:k.width], a, b)
		k.up[b] = int(least(to))
		a = b
	}
	b := int32(0)
	for i := len(visits) - 1; i >= 0; i-- {
		a := visits[i]
		for m := range k.width {
			k.goes[int(a)*k.width+m] = k.last(int(a)*k.width+m, b)
		}
		k.from[a] = int(least(k.goes[int(a)*k.width:][:k.width]))
		b = a
	}
	if len(visits) == 0 {
		return 0, 0
	}
	return int(k.last(0, visits[0])), 0
}

// onward sets to, by the modes of b, from what a tour costs as far as a, by those of a.
func (k *modes) onward(to, as []int32, a, b int32) {
	w := k.width
	for j := range to {
		row := k.ways[int(a)*w*k.n+int(b)*w+j:]
		best := as[0] + row[0]
		for i := 1; i < w; i++ {
			best = min(best, as[i]+row[i*k.n])
		}
		to[j] = best
	}
}

// last is what it costs from a place in a mode to b and on.
func (k *modes) last(at int, b int32) int32 {
	w := k.width
	row, goes := k.ways[at*k.n+int(b)*w:][:w], k.goes[int(b)*w:][:w]
	best := row[0] + goes[0]
	for j := 1; j < w; j++ {
		best = min(best, row[j]+goes[j])
	}
	return best
}

func least(of []int32) int32 {
	best := of[0]
	for _, x := range of[1:] {
		best = min(best, x)
	}
	return best
}

func (k *modes) price(a int32, stretch []int32, b int32) (ways, warp int) {
	was := k.ends[int(a)*k.width:][:k.width]
	now, next := k.now, k.was
	for _, c := range stretch {
		k.onward(now, was, a, c)
		was, now, next = now, next, now
		a = c
	}
	best := was[0] + k.last(int(a)*k.width, b)
	for i := 1; i < k.width; i++ {
		best = min(best, was[i]+k.last(int(a)*k.width+i, b))
	}
	return int(best), 0
}
