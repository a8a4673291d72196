package genetic

// SWAP* (Vidal, Hybrid genetic search for the CVRP: open-source implementation and SWAP* neighborhood, Computers &
// Operations Research 140, 2022): two visits of two tours change tours, each going wherever in the other
// it costs least. It is for points at any time, where what a visit costs at a place depends on its neighbours alone.
type swaps struct {
	in    [][]places // by tour and place: where the place would go in
	tried []int      // by tour: the count of moves when it was last tried
	found []int      // by tour: the round in which it was found to lie beside another
	round int
	list  []int32 // scratch
}

// places are the three cheapest for a visit in a tour, and the count of moves when they were looked up.
type places struct {
	at    int
	extra [3]int
	after [3]int32
}

const (
	besides = 4   // so many places near each make two tours neighbours
	nowhere = -1  // in places.after
	beyond  = 1e9 // what going nowhere costs
)

func newSwaps(p *Problem) *swaps {
	if p.Width > 1 || p.Times != nil {
		return nil
	}
	return &swaps{in: make([][]places, p.Tours), tried: make([]int, p.Tours), found: make([]int, p.Tours)}
}

// swapAll tries all pairs of tours that have places near each other and of which one has changed.
func (x *plan) swapAll() {
	for r := range int32(len(x.first)) {
		since := x.swaps.tried[r]
		x.swaps.tried[r] = x.moves
		for _, s := range x.beside(r) {
			if max(x.changed[r], x.changed[s]) > since {
				x.swapStar(r, s)
			}
		}
	}
}

// beside lists the tours after r that have places near those of r.
func (x *plan) beside(r int32) []int32 {
	w := x.swaps
	w.round++
	w.list = w.list[:0]
	for u := x.first[r]; u != 0; u = x.next[u] {
		for _, v := range x.near[u][:min(besides, len(x.near[u]))] {
			if s := x.at[v]; s > r && w.found[s] != w.round {
				w.found[s] = w.round
				w.list = append(w.list, s)
			}
		}
	}
	return w.list
}

// A swap is the best found: u goes to the other tour behind one place, v, if there is one, to u's behind another.
type swap struct {
	gain           int
	u, v           int32
	from, to       int32 // tours: of u, and the other
	afterU, afterV int32
}

// swapStar makes the best exchange of a visit of r for one of s, or the best move of one alone, if that pays.
func (x *plan) swapStar(r, s int32) {
	x.lookUp(r, s)
	x.lookUp(s, r)
	best := swap{}
	old := x.penalty(x.load[r], 0) + x.penalty(x.load[s], 0)
	for u := x.first[r]; u != 0; u = x.next[u] {
		lessU, loadU := x.saving(u), x.p.Load[u]
		for v := x.first[s]; v != 0; v = x.next[v] {
			d := loadU - x.p.Load[v]
			known := x.penalty(x.load[r]-d, 0) + x.penalty(x.load[s]+d, 0) - old - lessU - x.saving(v)
			if known >= best.gain {
				continue
			}
			extraU, afterU := x.cheapest(s, u, v)
			if known+extraU >= best.gain {
				continue
			}
			if extraV, afterV := x.cheapest(r, v, u); known+extraU+extraV < best.gain {
				best = swap{known + extraU + extraV, u, v, r, s, afterU, afterV}
			}
		}
	}
	x.alone(r, s, old, &best)
	x.alone(s, r, old, &best)
	if best.gain < 0 {
		x.exchangeFreely(best)
	}
}

// alone looks for the best visit of r to go to s.
func (x *plan) alone(r, s int32, old int, best *swap) {
	for u := x.first[r]; u != 0; u = x.next[u] {
		in, load := &x.swaps.in[s][u], x.p.Load[u]
		if gain := x.penalty(x.load[r]-load, 0) + x.penalty(x.load[s]+load, 0) - old - x.saving(u) + in.extra[0]; gain < best.gain {
			*best = swap{gain, u, 0, r, s, in.after[0], nowhere}
		}
	}
}

// saving is by how much its tour gets cheaper without u.
func (x *plan) saving(u int32) int {
	a, e := x.prev[u], x.next[u]
	return x.way(a, u) + x.way(u, e) - x.way(a, e)
}

// lookUp finds the cheapest places for the visits of r in s.
func (x *plan) lookUp(r, s int32) {
	if x.swaps.in[s] == nil {
		x.swaps.in[s] = make([]places, x.n)
	}
	for u := x.first[r]; u != 0; u = x.next[u] {
		in := &x.swaps.in[s][u]
		if in.at > x.changed[s] {
			continue
		}
		*in = places{x.moves + 1, [3]int{beyond, beyond, beyond}, [3]int32{nowhere, nowhere, nowhere}}
		ways := x.row(u)
		for a := int32(0); ; {
			b := x.after(s, a)
			in.put(x.way(a, u)+int(ways[b])-x.way(a, b), a)
			if a = b; a == 0 {
				break
			}
		}
	}
}

func (p *places) put(extra int, after int32) {
	i := 3
	for ; i > 0 && extra < p.extra[i-1]; i-- {
		if i < 3 {
			p.extra[i], p.after[i] = p.extra[i-1], p.after[i-1]
		}
	}
	if i < 3 {
		p.extra[i], p.after[i] = extra, after
	}
}

// cheapest is what u costs at its best place in tour r without v, and behind what that is; v stands for what is before it.
func (x *plan) cheapest(r, u, v int32) (extra int, after int32) {
	a, b := x.prev[v], x.next[v]
	extra, after = x.way(a, u)+x.way(u, b)-x.way(a, b), a
	in := &x.swaps.in[r][u]
	for i := range in.after {
		if in.after[i] != v && in.after[i] != a {
			if in.extra[i] < extra {
				return in.extra[i], in.after[i]
			}
			break
		}
	}
	return extra, after
}

// exchangeFreely makes a swap.
func (x *plan) exchangeFreely(b swap) {
	x.one = x.replaced(x.one, b.from, b.u, b.v, b.afterV)
	x.two = x.replaced(x.two, b.to, b.v, b.u, b.afterU)
	x.moves++
	x.lay(b.from, x.one)
	x.lay(b.to, x.two)
}

// replaced writes a tour without one visit and with another behind a place.
func (x *plan) replaced(to []int32, r, gone, come, after int32) []int32 {
	to = to[:0]
	if after == 0 {
		to = append(to, come)
	}
	for c := x.first[r]; c != 0; c = x.next[c] {
		if c != gone {
			to = append(to, c)
		}
		if c == after {
			to = append(to, come)
		}
	}
	return to
}
