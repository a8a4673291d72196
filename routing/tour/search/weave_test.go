package search

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/tour"
	"xunhu/routing/tour/tourtest"
)

// Problems whose best solution has a tour that is possible only with several tasks at once, in one
// order: of three tasks, one of them with a companion (4516); of a task that can be reached only past
// another of its tie (20302); of five, under balance (9055); of four with 65 ways and more to unload and
// rest among them, none to be forgotten (13555). What they cost is what trying everything gives (make
// oracle FIRST=4516 PROBLEMS=1).
func TestSolveFindsWhatIsPossibleOnlyAtOnce(t *testing.T) {
	for seed, want := range map[uint64]int64{4516: 53, 9055: 85, 13555: 114, 20302: 95} {
		rng := rand.New(rand.NewPCG(seed, 20)) // as make oracle numbers them
		p := tourtest.Random(rng, 1+rng.IntN(9), tourtest.All)
		ctx, stop := context.WithCancel(t.Context())
		res, err := Solve(ctx, p, Options{Seed: 1, Islands: 1, Iterations: 4000, Log: func(_, _ int, cost int64) {
			if cost <= want {
				stop() // found; that no more is possible has been tried
			}
		}})
		stop()
		if err == nil {
			err = tour.Check(p, res.Solution)
		}
		if err != nil || res.Cost != want {
			t.Errorf("problem %d: %d, %v; but %d is possible", seed, res.Cost, err, want)
		}
	}
}

// What makeAnew finds is the best of all orders of all subsets, each priced by the kernel as a whole tour.
func TestMakeAnewAgainstAllOrders(t *testing.T) {
	tours, long := 0, 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 40))
		p := tourtest.Random(rng, 3+rng.IntN(5), tourtest.All)
		x := newIsland(compile(p), Options{Seed: 1}, 0, nil)
		if x.loom == nil {
			continue // a plainer kernel prices it
		}
		w := x.loom
		for _, i := range rng.Perm(len(p.Tasks))[:min(len(p.Tasks), 4)] {
			if t := int32(i); !x.c.pinned[t] {
				w.k.meet[t] = wheneverMet
				w.from = append(w.from, t)
				w.value = append(w.value, int64(rng.IntN(60)))
				if rng.IntN(8) == 0 {
					w.must |= 1 << (len(w.from) - 1)
				}
			}
		}
		r := int32(rng.IntN(len(p.Shifts)))
		want, order := bestOrder(x, r)
		w.best, w.order = math.MaxInt64, w.order[:0]
		x.makeAnew(r)
		if w.best != want {
			t.Fatalf("seed %d: %d through %v, but %d through %v", seed, w.best, w.order, want, order)
		}
		if want < math.MaxInt64 {
			tours++
		}
		if len(order) > 2 {
			long++
		}
	}
	if tours < 250 || long < 50 {
		t.Errorf("only %d tours, %d of three tasks or more", tours, long)
	}
}

// bestOrder gives the least cost of a tour of a shift through tasks that the loom may take, with the value
// of those that it leaves.
func bestOrder(x *island, r int32) (least int64, best []int32) {
	w, k := x.loom, newGeneral(x.c)
	copy(k.meet, w.k.meet)
	least = math.MaxInt64
	var try func(order []int32)
	try = func(order []int32) {
		left := int64(0)
		for i, t := range w.from {
			if !slices.Contains(order, t) {
				left += w.value[i]
				if w.must>>i&1 != 0 {
					left = math.MaxInt64 / 2
					break
				}
			}
		}
		if cost, ok := k.set(0, r, order); ok && cost < unkept && left < math.MaxInt64/2 {
			if len(k.slots[0].ends) > 0 || x.joint != nil {
				cost = balanced(x, r, &k.slots[0])
			}
			if cost += left; cost < least {
				least, best = cost, slices.Clone(order)
			}
		}
		for _, t := range w.from {
			if !slices.Contains(order, t) {
				try(append(slices.Clone(order), t))
			}
		}
	}
	try(nil)
	return least, best
}

// balanced is what the tour of a slot costs at least, with what balances then do.
func balanced(x *island, r int32, s *generalSlot) int64 {
	ends := s.ends
	if len(ends) == 0 {
		ends = []ending{{}}
	}
	least := int64(math.MaxInt64)
	for _, e := range ends {
		cost := e.cost
		if x.joint != nil && x.loom.k.balanced[r] {
			was := x.joint.load[r]
			x.joint.load[r] = int64(e.work)
			cost += x.unbalanced()
			x.joint.load[r] = was
		}
		least = min(least, cost)
	}
	return least
}

// Making tours anew allocates nothing, once all tables have grown.
func TestWeavingAllocatesNothing(t *testing.T) {
	for seed := range uint64(2) {
		x := newIsland(compile(tourtest.Random(rand.New(rand.NewPCG(seed, 41)), 9, tourtest.All)), Options{Seed: 1}, 0, nil)
		some := func() {
			for range 50 {
				x.weave()
				x.mend()
				x.undo()
				x.trial()
			}
		}
		for range 40 {
			some()
		}
		if n := testing.AllocsPerRun(3, some); n > 0 {
			t.Errorf("seed %d: %v allocations in 50 trials", seed, n)
		}
	}
}
