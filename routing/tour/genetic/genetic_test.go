package genetic

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomProblem gives one of points, of points with windows, or of tasks in several modes.
func randomProblem(rng *rand.Rand, n int) *Problem {
	p := &Problem{N: n, Width: 1, Load: make([]int32, n+1), Capacity: 10 + rng.Int32N(20), Tours: n}
	kind := rng.IntN(3)
	if kind == 2 {
		p.Width = 2 + rng.IntN(2)
	}
	size, symmetric := (n+1)*p.Width, rng.IntN(2) == 0
	p.Ways = make([]int32, size*size)
	for a := range size {
		for b := range size {
			switch {
			case a/p.Width == b/p.Width:
			case symmetric && b < a:
				p.Ways[a*size+b] = p.Ways[b*size+a]
			default:
				p.Ways[a*size+b] = 1 + rng.Int32N(100)
			}
			if a < p.Width && b >= p.Width { // the depot's modes are alike
				p.Ways[a*size+b] = p.Ways[b]
			}
			if b < p.Width && a >= p.Width {
				p.Ways[a*size+b] = p.Ways[a*size]
			}
		}
	}
	for i := 1; i <= n; i++ {
		p.Load[i] = rng.Int32N(10)
	}
	if kind == 1 {
		p.Open, p.Close = make([]int32, n+1), make([]int32, n+1)
		p.Close[0] = 300
		p.Times, p.Second = slices.Clone(p.Ways), 1
		for a := range size {
			for b := range size {
				if a != b {
					p.Times[a*size+b] = 1 + rng.Int32N(60)
				}
			}
			if a > 0 {
				p.Open[a] = rng.Int32N(200)
				p.Close[a] = p.Open[a] + rng.Int32N(100)
			}
		}
	}
	return p
}

// count is what a tour costs, whether it is loaded too much, and how late it is, from the problem alone: all choices of
// modes, and a clock that is turned back.
func (p *Problem) count(visits []int32) (ways, over, warp int) {
	size := (p.N + 1) * p.Width
	var choose func(i, from int) int
	choose = func(i, from int) int {
		if i == len(visits) {
			return int(p.Ways[from*size])
		}
		best := math.MaxInt
		for m := range p.Width {
			to := int(visits[i])*p.Width + m
			best = min(best, int(p.Ways[from*size+to])+choose(i+1, to))
		}
		return best
	}
	if len(visits) == 0 {
		return 0, 0, 0
	}
	load := int32(0)
	for _, a := range visits {
		load += p.Load[a]
	}
	if p.Times != nil {
		clock, from := p.Open[0], int32(0)
		for _, to := range append(slices.Clone(visits), 0) {
			clock = max(clock+p.Times[int(from)*size+int(to)], p.Open[to])
			if late := clock - p.Close[to]; late > 0 {
				warp, clock = warp+int(late), p.Close[to]
			}
			from = to
		}
	}
	return choose(0, 0), int(max(0, load-p.Capacity)), warp
}

func (x *plan) counted(tours [][]int32) (cost int) {
	for _, t := range tours {
		ways, over, warp := x.p.count(t)
		cost += ways + (x.perLoad*over+x.perWarp*warp)/parts
	}
	return cost
}

// A pricer says of a stretch between two tours what is counted afresh, and its bound is no more.
func TestPricersCount(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := randomProblem(rng, 2+rng.IntN(8))
		s := New(p, seed)
		x := s.plan
		x.set(s.random())
		for range 30 {
			a, b := rng.Int32N(int32(p.N)+1), rng.Int32N(int32(p.N)+1)
			var stretch []int32
			head, tail := x.course(nil, a, nil, 0), x.course(nil, 0, nil, b)
			for _, c := range rng.Perm(p.N) {
				if c := int32(c + 1); !slices.Contains(head, c) && !slices.Contains(tail, c) && len(stretch) < 3 {
					stretch = append(stretch, c)
				}
			}
			if len(head)+len(stretch)+len(tail) > 8 || slices.ContainsFunc(head, func(c int32) bool { return slices.Contains(tail, c) }) {
				continue
			}
			ways, warp := x.price(a, stretch, b)
			wantWays, _, wantWarp := p.count(slices.Concat(head, stretch, tail))
			if ways != wantWays || warp != wantWarp {
				t.Fatalf("seed %d: %v %v %v costs %d, late by %d; counted %d, %d", seed, head, stretch, tail, ways, warp, wantWays, wantWarp)
			}
			bound, from := x.up[a]+x.from[b], a
			for _, c := range stretch {
				bound, from = bound+x.way(from, c), c
			}
			if bound += x.way(from, b); bound > ways || p.Width == 1 && bound != ways {
				t.Fatalf("seed %d: the bound of %v %v %v is %d, it costs %d", seed, head, stretch, tail, bound, ways)
			}
		}
	}
}

// After a descent the books are right, nothing is lost, and no visit that goes behind one near it, changes places
// with it or takes its tail along makes the plan cheaper.
func TestDescentEndsWhereNoMovePays(t *testing.T) {
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 2))
		p := randomProblem(rng, 4+rng.IntN(9))
		s := New(p, seed)
		x := s.plan
		x.set(s.random())
		before := x.total()
		x.descend()
		tours := x.tours()
		if got := x.counted(tours); got != x.total() || got > before {
			t.Fatalf("seed %d: costs %d, counted %d, cost %d before", seed, x.total(), got, before)
		}
		if all := slices.Sorted(slices.Values(slices.Concat(tours...))); len(all) != p.N || all[0] != 1 || len(slices.Compact(all)) != p.N {
			t.Fatalf("seed %d: serves %v", seed, tours)
		}
		for u := range tours {
			for i := range tours[u] {
				for v := range tours {
					for j := range tours[v] {
						for what, to := range neighbouring(tours, u, i, v, j) {
							if what == "joining of heads" && (!x.symmetric || p.Width > 1) {
								continue
							}
							if cost := x.counted(to); cost < x.total() {
								t.Fatalf("seed %d: %v costs %d; %s of %d and %d makes it %d: %v",
									seed, tours, x.total(), what, tours[u][i], tours[v][j], cost, to)
							}
						}
					}
				}
			}
		}
	}
}

// neighbouring makes the plain moves of visit i of tour u to visit j of tour v.
func neighbouring(tours [][]int32, u, i, v, j int) map[string][][]int32 {
	a, b := tours[u][i], tours[v][j]
	moves := map[string][][]int32{}
	if a == b {
		return nil
	}
	behind := copied(tours)
	behind[u] = slices.DeleteFunc(behind[u], func(c int32) bool { return c == a })
	behind[v] = slices.Insert(behind[v], slices.Index(behind[v], b)+1, a)
	moves["going behind"] = behind
	swapped := copied(tours)
	swapped[u][i], swapped[v][j] = b, a
	moves["changing places"] = swapped
	if u != v && i+1 < len(tours[u]) {
		pair := tours[u][i : i+2]
		for _, turned := range []bool{false, true} {
			two := copied(tours)
			two[u] = slices.Delete(two[u], i, i+2)
			moved := slices.Clone(pair)
			if turned {
				slices.Reverse(moved)
			}
			two[v] = slices.Insert(two[v], j+1, moved...)
			moves[fmt.Sprint("two going behind, turned ", turned)] = two
		}
		for l := 1; l <= 2 && j+l <= len(tours[v]); l++ {
			swapped := copied(tours)
			swapped[u] = slices.Concat(tours[u][:i], tours[v][j:j+l], tours[u][i+2:])
			swapped[v] = slices.Concat(tours[v][:j], pair, tours[v][j+l:])
			moves[fmt.Sprint("two changing places with ", l)] = swapped
		}
	}
	if u != v {
		heads := copied(tours)
		heads[u], heads[v] = slices.Concat(tours[u][:i+1], reversed(tours[v][:j+1])), slices.Concat(reversed(tours[u][i+1:]), tours[v][j+1:])
		moves["joining of heads"] = heads
		tails := copied(tours)
		tails[u], tails[v] = slices.Concat(tours[u][:i], tours[v][j+1:]), slices.Concat(tours[v][:j+1], tours[u][i:])
		moves["exchange of tails"] = tails
	} else if i < j {
		round := copied(tours)
		slices.Reverse(round[u][i+1 : j+1])
		moves["turning round"] = round
	}
	return moves
}

func reversed(tour []int32) []int32 {
	tour = slices.Clone(tour)
	slices.Reverse(tour)
	return tour
}

func copied(tours [][]int32) [][]int32 {
	all := make([][]int32, len(tours))
	for r, t := range tours {
		all[r] = slices.Clone(t)
	}
	return all
}

// The best of a population is the best there is: each set of tasks in its cheapest order, and the cheapest partition.
func TestBestOfAll(t *testing.T) {
	served := 0
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 3))
		p := randomProblem(rng, 6)
		want, ok := p.exhaust()
		s := New(p, seed)
		for range 400 {
			s.Step(nil)
		}
		tours, got, found := s.Best()
		if ok != found {
			t.Fatalf("seed %d: found %v, there is %v", seed, found, ok)
		}
		if !ok {
			continue
		}
		served++
		for _, tour := range tours {
			if _, over, warp := p.count(tour); over+warp > 0 {
				t.Errorf("seed %d: %v is not right", seed, tour)
			}
		}
		if got != want || s.plan.counted(tours) != got {
			t.Errorf("seed %d: %v costs %d, the best %d", seed, tours, got, want)
		}
	}
	if served < 20 {
		t.Errorf("only %d problems have an answer", served)
	}
}

func (p *Problem) exhaust() (best int, ok bool) {
	const none = math.MaxInt / 4
	cheapest := make([]int, 1<<p.N)
	for i := range cheapest {
		cheapest[i] = none
	}
	var extend func(set int, visits []int32)
	extend = func(set int, visits []int32) {
		if ways, over, warp := p.count(visits); over+warp == 0 {
			cheapest[set] = min(cheapest[set], ways)
		}
		for i := range p.N {
			if set&(1<<i) == 0 {
				extend(set|1<<i, append(slices.Clone(visits), int32(i+1)))
			}
		}
	}
	extend(0, nil)
	whole := make([]int, 1<<p.N)
	for set := 1; set < 1<<p.N; set++ {
		whole[set] = none
		for part := set; part > 0; part = (part - 1) & set {
			whole[set] = min(whole[set], cheapest[part]+whole[set&^part])
		}
	}
	return whole[len(whole)-1], whole[len(whole)-1] < none
}

// A population keeps its order, its bounds and what it knows of each other; the same seed gives the same plans.
func TestPopulation(t *testing.T) {
	p := randomProblem(rand.New(rand.NewPCG(1, 4)), 40)
	s, again := New(p, 5), New(p, 5)
	for range 600 {
		s.Step(nil)
		again.Step(nil)
		for _, k := range []kind{s.right, s.wrong} {
			if len(k) > fewest+generation {
				t.Fatalf("%d individuals", len(k))
			}
			for n, i := range k {
				if n > 0 && i.cost < k[n-1].cost {
					t.Fatalf("%d stands behind %d", i.cost, k[n-1].cost)
				}
				if len(i.others) != len(k)-1 {
					t.Fatalf("knows %d of %d others", len(i.others), len(k)-1)
				}
				for m, o := range i.others {
					if !slices.Contains(k, o.individual) || o.far != i.apart(o.individual) && o.far != o.apart(i) || m > 0 && o.far < i.others[m-1].far {
						t.Fatalf("other %d is %v far, by count %v", m, o.far, i.apart(o.individual))
					}
				}
			}
		}
	}
	if a, b := s.plan.tours(), again.plan.tours(); !slices.EqualFunc(a, b, slices.Equal) {
		t.Errorf("the same seed gave %v and %v", a, b)
	}
	if len(s.right) == 0 || len(s.wrong) == 0 {
		t.Errorf("%d right, %d wrong", len(s.right), len(s.wrong))
	}
}

// What is too much comes to cost as much as makes a share of the children right.
func TestPriceAdapts(t *testing.T) {
	price := 1000
	for _, c := range []struct {
		wrong, of, want int
	}{{100, 100, 1200}, {60, 100, 1000}, {0, 100, 850}, {0, 99, 1000}} {
		var l lessons
		price = 1000
		for i := range c.of {
			l.learn(i < c.wrong, &price)
		}
		if price != c.want {
			t.Errorf("%d of %d wrong: %d, want %d", c.wrong, c.of, price, c.want)
		}
	}
}

// planeProblem gives points on a plane, which fill tours of some six.
func planeProblem(rng *rand.Rand, n int) *Problem {
	p := &Problem{N: n, Width: 1, Ways: make([]int32, (n+1)*(n+1)), Load: make([]int32, n+1), Capacity: 30, Tours: n}
	x, y := make([]float64, n+1), make([]float64, n+1)
	for a := range n + 1 {
		x[a], y[a] = 1000*rng.Float64(), 1000*rng.Float64()
		if a > 0 {
			p.Load[a] = 1 + rng.Int32N(9)
		}
		for b := range a {
			d := int32(math.Ceil(math.Hypot(x[a]-x[b], y[a]-y[b])))
			p.Ways[a*(n+1)+b], p.Ways[b*(n+1)+a] = d, d
		}
	}
	return p
}

// After a descent no two visits of different tours can change tours, wherever they go, nor can one go anywhere, and make the plan cheaper.
func TestFreeSwaps(t *testing.T) {
	kept := 0
	for seed := range uint64(25) {
		rng := rand.New(rand.NewPCG(seed, 6))
		s := New(planeProblem(rng, 14), seed)
		x := s.plan
		x.set(s.random())
		x.descend()
		tours := x.tours()
		if got := x.counted(tours); got != x.total() {
			t.Fatalf("seed %d: costs %d, counted %d", seed, x.total(), got)
		}
		for r := range tours {
			for q := range tours {
				for _, u := range tours[r] {
					for _, v := range append([]int32{0}, tours[q]...) {
						if r == q {
							continue
						}
						one, two := slices.Clone(tours[r]), slices.Clone(tours[q])
						one = slices.DeleteFunc(one, func(c int32) bool { return c == u })
						two = slices.DeleteFunc(two, func(c int32) bool { return c == v })
						for i := range len(one) + 1 {
							for j := range len(two) + 1 {
								to := copied(tours)
								if to[r] = one; v != 0 {
									to[r] = slices.Insert(slices.Clone(one), i, v)
								}
								to[q] = slices.Insert(slices.Clone(two), j, u)
								if cost := x.counted(to); cost < x.total() {
									t.Fatalf("seed %d: %v costs %d, but %v %d", seed, tours, x.total(), to, cost)
								}
								kept++
							}
						}
					}
				}
			}
		}
	}
	if kept < 10_000 {
		t.Errorf("only %d swaps were there", kept)
	}
}

// The moves of a descent allocate nothing.
func TestDescentAllocatesNothing(t *testing.T) {
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 8))
		s := New(randomProblem(rng, 30), seed)
		tours := s.random()
		for r := range s.plan.first { // what swaps look up is made
			s.plan.lay(int32(r), nil)
			if s.plan.swaps != nil {
				s.plan.swaps.in[r] = make([]places, s.plan.n)
			}
		}
		if n := testing.AllocsPerRun(3, func() { s.plan.set(tours); s.plan.descend() }); n > 0 {
			t.Errorf("seed %d: %v allocations", seed, n)
		}
	}
}

// A load that fits nowhere, no loads and no capacity are no reason to fail; then there is no right plan, or there is.
func TestOddLoads(t *testing.T) {
	for _, c := range []struct{ load, capacity int32 }{{0, 0}, {0, 10}, {5, 0}, {50, 10}} {
		p := randomProblem(rand.New(rand.NewPCG(2, 9)), 12)
		for i := range p.Load {
			p.Load[i] = c.load
		}
		p.Load[0], p.Capacity, p.Times, p.Open, p.Close = 0, c.capacity, nil, nil, nil
		s := New(p, 1)
		for range 150 {
			s.Step(nil)
		}
		if _, _, ok := s.Best(); ok != (c.load <= c.capacity) {
			t.Errorf("loads of %d, capacity of %d: a right plan: %v", c.load, c.capacity, ok)
		}
	}
}

// One child of 300 points: its making, its descent and its place in the population.
func BenchmarkStep(b *testing.B) {
	s := New(planeProblem(rand.New(rand.NewPCG(1, 7)), 300), 1)
	for range 150 {
		s.Step(nil)
	}
	b.ReportAllocs()
	for b.Loop() {
		s.Step(nil)
	}
}
