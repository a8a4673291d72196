package genetic

import (
	"math"
	"math/rand/v2"
	"slices"
)

// A plan is tours that moves change: linked lists, in which the depot is before the first visit of a
// tour and after its last. A tour that changes is laid anew.
type plan struct {
	p          *Problem
	n          int     // places
	low        []int32 // the cheapest ways between places
	symmetric  bool    // those ways are, and time does not matter: tours may as well go the other way round
	next, prev []int32
	at         []int32 // by place: its tour, -1 if it is out
	pos        []int32 // by place: its number in the tour
	carried    []int32 // by place: the load as far as it; nothing at the depot
	sums               // by the pricer
	ahead      []int   // by place: the low ways as far as it
	back       []int   // by place: those from it to the first of the tour
	pricer

	first, last []int32 // by tour
	load        []int32
	warp        []int
	ways        []int
	cost        []int // with what is too much
	changed     []int // by tour: the count of moves when it last changed

	perLoad, perWarp int // what a unit too much costs, in parts

	near   [][]int32 // by place: those that may come before it or after, nearest first
	order  []int32
	tested []int // by place: the count of moves when it was last tried
	moves  int
	rng    *rand.Rand
	stop   func() bool // whether to give a descent up; nil: never

	swaps *swaps // nil where they are not made

	one, two, in, out []int32 // scratch
}

// parts of the price of what is too much make a unit of cost.
const parts = 16

func newPlan(p *Problem, rng *rand.Rand) *plan {
	n, m := p.N+1, p.Tours
	x := &plan{p: p, n: n, rng: rng}
	for _, s := range []*[]int32{&x.next, &x.prev, &x.at, &x.pos, &x.carried} {
		*s = make([]int32, n)
	}
	for _, s := range []*[]int{&x.up, &x.from, &x.ahead, &x.back, &x.tested} {
		*s = make([]int, n)
	}
	for _, s := range []*[]int32{&x.first, &x.last, &x.load} {
		*s = make([]int32, m)
	}
	for _, s := range []*[]int{&x.warp, &x.ways, &x.cost, &x.changed} {
		*s = make([]int, m)
	}
	for _, s := range []*[]int32{&x.one, &x.two, &x.in, &x.out} {
		*s = make([]int32, 0, n)
	}
	x.order = make([]int32, p.N)
	for i := range x.order {
		x.order[i] = int32(i + 1)
	}
	x.low, x.symmetric = p.low()
	x.symmetric = x.symmetric && p.Times == nil
	x.pricer, x.swaps = newPricer(p, &x.sums), newSwaps(p)
	return x
}

func (x *plan) way(a, b int32) int { return int(x.low[int(a)*x.n+int(b)]) }

// penalty is what a load and a warp cost, if they are too much.
func (x *plan) penalty(load int32, warp int) int {
	return (x.perLoad*int(max(0, load-x.p.Capacity)) + x.perWarp*warp) / parts
}

// lay makes a tour go through visits.
func (x *plan) lay(r int32, visits []int32) {
	x.first[r], x.last[r] = 0, 0
	load, ahead, back, a := int32(0), 0, 0, int32(0)
	for i, b := range visits {
		load += x.p.Load[b]
		ahead += x.way(a, b)
		if a != 0 {
			back += x.way(b, a)
			x.next[a] = b
		} else {
			x.first[r] = b
		}
		x.prev[b], x.at[b], x.pos[b], x.carried[b], x.ahead[b], x.back[b] = a, r, int32(i), load, ahead, back
		a = b
	}
	if a != 0 {
		x.next[a], x.last[r] = 0, a
	}
	x.load[r] = load
	x.ways[r], x.warp[r] = x.settle(visits)
	x.cost[r] = x.ways[r] + x.penalty(load, x.warp[r])
	x.changed[r] = x.moves
}

// course writes a tour as far as a, a stretch, and a tour from b on.
func (x *plan) course(to []int32, a int32, stretch []int32, b int32) []int32 {
	to = to[:0]
	if a != 0 {
		for c := x.first[x.at[a]]; c != a; c = x.next[c] {
			to = append(to, c)
		}
		to = append(to, a)
	}
	to = append(to, stretch...)
	for ; b != 0; b = x.next[b] {
		to = append(to, b)
	}
	return to
}

// set makes the plan these tours.
func (x *plan) set(tours [][]int32) {
	for i := range x.at {
		x.at[i] = -1
	}
	for r := range x.first {
		var visits []int32
		if r < len(tours) {
			visits = tours[r]
		}
		x.lay(int32(r), visits)
	}
}

// tours gives those that have a visit.
func (x *plan) tours() [][]int32 {
	var all [][]int32
	list := make([]int32, 0, x.p.N)
	for _, a := range x.first {
		from := len(list)
		for ; a != 0; a = x.next[a] {
			list = append(list, a)
		}
		if len(list) > from {
			all = append(all, list[from:len(list):len(list)])
		}
	}
	return all
}

// total is what the plan costs, with what is too much.
func (x *plan) total() (cost int) {
	for _, c := range x.cost {
		cost += c
	}
	return cost
}

// idle gives a tour without visits, -1 if there is none.
func (x *plan) idle() int32 { return int32(slices.Index(x.first, 0)) }

// after is the visit of a tour that comes after a, or its first.
func (x *plan) after(r, a int32) int32 {
	if a == 0 {
		return x.first[r]
	}
	return x.next[a]
}

// insert puts a place that is out where it costs least.
func (x *plan) insert(u int32) {
	best, tour, place := math.MaxInt, int32(-1), int32(0)
	one := append(x.in[:0], u)
	idle := x.idle()
	for r := range int32(len(x.first)) {
		if x.first[r] == 0 && r != idle {
			continue
		}
		load := x.load[r] + x.p.Load[u]
		known := x.penalty(load, 0) - x.cost[r]
		for a := int32(0); ; {
			b := x.after(r, a)
			if x.up[a]+x.way(a, u)+x.way(u, b)+x.from[b]+known < best {
				ways, warp := x.price(a, one, b)
				if cost := ways + x.penalty(load, warp) - x.cost[r]; cost < best {
					best, tour, place = cost, r, a
				}
			}
			if a = b; a == 0 {
				break
			}
		}
	}
	x.one = x.course(x.one, place, one, x.after(tour, place))
	x.lay(tour, x.one)
}
