package search

import (
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"xunhu/routing/tour"
	"xunhu/routing/tour/genetic"
)

// alikeProblem draws a problem whose shifts are alike and whose tasks are all required: points, points with windows, or
// tasks of several modes.
func alikeProblem(rng *rand.Rand, tasks int) *tour.Problem {
	p := plainProblem(rng, tasks, rng.IntN(2) == 0)
	if rng.IntN(3) == 0 {
		p = modalProblem(rng, tasks, 3)
	}
	for _, class := range p.Classes {
		for _, ways := range [][]int32{class.Times, class.Distances} {
			for i := range ways {
				ways[i] = min(ways[i], 150)
			}
		}
	}
	s := &p.Shifts[0]
	s.RegularS, s.MaxDrivingS = 0, 0
	if s.Close = s.Open + 500; slices.ContainsFunc(p.Tasks, func(t tour.Task) bool { return len(t.Modes) > 1 }) {
		s.MaxS, s.Close = 0, s.Open+100_000
	}
	for d := range s.Capacity {
		s.Capacity[d] += 30
	}
	if rng.IntN(2) == 0 {
		s.MaxS, s.DurationCost = 0, 0
	}
	p.Shifts = slices.Repeat(p.Shifts[:1], tasks)
	for i := range p.Tasks {
		t := &p.Tasks[i]
		t.Required = true
		for m := range t.Modes {
			t.Modes[m].Skills &= s.Skills
		}
	}
	return p
}

// What a population finds is a right plan of the island's problem, and the two agree on what one plan costs more than another.
func TestPopulationsFindRightPlans(t *testing.T) {
	kinds, bred := map[string]int{}, 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 50))
		p := alikeProblem(rng, 10+rng.IntN(5))
		c := compile(p)
		stock := c.stock()
		if stock == nil {
			continue
		}
		kinds[reflect.TypeOf(newKernel(c)).String()]++
		x := newIsland(c, Options{Seed: seed}, 0, nil)
		x.herd = genetic.New(stock, seed) // without the island's plan
		var apart []int64
		for range 120 {
			was := x.bred
			if x.breed(); x.bred == was {
				continue
			}
			bred++
			s := tour.Solution{}
			for r, tasks := range x.best {
				if len(tasks) > 0 {
					s.Tours = append(s.Tours, x.k.tour(int32(r), tasks))
				}
			}
			if err := tour.Check(p, s); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if cost := tour.Cost(p, s); cost != x.least {
				t.Fatalf("seed %d: costs %d, counted %d", seed, x.least, cost)
			}
			apart = append(apart, x.least-int64(x.bred))
		}
		if len(slices.Compact(apart)) > 1 {
			t.Fatalf("seed %d: what is left out of the population's costs is %v", seed, apart)
		}
	}
	if len(kinds) < 3 || bred < 150 {
		t.Errorf("%v, made better %d times", kinds, bred)
	}
}

// A population takes over where there is time for it, gives a right answer, and the same on any number of cores.
func TestPopulationsTakeOver(t *testing.T) {
	p := cityProblem(8, 16, true)
	for i := range p.Shifts {
		p.Shifts[i] = p.Shifts[0]
	}
	for i := range p.Tasks {
		p.Tasks[i].Required = true
	}
	c := compile(p)
	if c.stock() == nil {
		t.Fatal("no population can take it")
	}
	o := Options{Seed: 2, Iterations: 3 * cycleLength * c.n, Islands: 2}
	res, err := Solve(t.Context(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := tour.Check(p, res.Solution); err != nil {
		t.Error(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if again, _ := Solve(t.Context(), p, o); !reflect.DeepEqual(res, again) {
		t.Errorf("on one core %d, on more %d", again.Cost, res.Cost)
	}
	b, s := newBudget(t.Context(), c, o), newArchipelago(c, o)
	for it, want := range map[int]bool{exchange: false, 50 * exchange: true} {
		s.islands[0].herd, s.islands[1].herd = nil, nil
		if got := s.breeds(b.season(it)); got != want {
			t.Errorf("after %d of %d iterations: %v", it, o.Iterations, got)
		}
	}
	if short := newBudget(t.Context(), c, Options{Iterations: cycleLength * c.n}); s.islands[0].herd == nil && s.breeds(short.season(cycleLength*c.n/2)) {
		t.Error("there is no time for it, yet it takes over")
	}
}
