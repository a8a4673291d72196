package search

import (
	"math"
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
		x.herd, x.least = genetic.New(stock, seed), math.MaxInt64 // without the island's plan
		for range 120 {
			was := x.least
			x.herd.Step(nil)
			if x.carry(); x.least == was {
				continue
			}
			bred++
			_, cost, _ := x.herd.Best()
			if base := x.least - int64(cost); was == math.MaxInt64 {
				x.base = base
			} else if base != x.base {
				t.Fatalf("seed %d: what is left out of the population's costs is %d, was %d", seed, base, x.base)
			}
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
		}
	}
	if len(kinds) < 3 || bred < 150 {
		t.Errorf("%v, made better %d times", kinds, bred)
	}
}

// likeCity is cityProblem with shifts that are alike and tasks that are all required.
func likeCity(tasks int) *tour.Problem {
	p := cityProblem(8, tasks, true)
	p.Shifts = slices.Repeat(p.Shifts[:1], tasks/4)
	for i := range p.Tasks {
		p.Tasks[i].Required = true
	}
	return p
}

// A population takes over where there is time for it, gives a right answer, and the same on any number of cores.
func TestPopulationsTakeOver(t *testing.T) {
	p := likeCity(16)
	c := compile(p)
	o := Options{Seed: 2, Iterations: 4 * cycleLength * c.n, Islands: 2}
	res, err := Solve(t.Context(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := tour.Check(p, res.Solution); err != nil {
		t.Error(err)
	}
	b, s := newBudget(t.Context(), c, o), newArchipelago(c, o)
	taken := 0
	for !b.spent(s.islands[0].iteration) {
		s.each(func(i int) { s.islands[i].run(b) })
		if s.exchange(b.season(s.islands[0].iteration)); s.bred && taken == 0 {
			taken = s.islands[0].iteration
		}
	}
	if want := o.Iterations / 5; taken < want || taken > want+exchange {
		t.Errorf("a population took over after %d iterations, not soon after %d", taken, want)
	}
	if s.least != res.Cost {
		t.Errorf("by hand it costs %d, from Solve %d", s.least, res.Cost)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if again, _ := Solve(t.Context(), p, o); !reflect.DeepEqual(res, again) {
		t.Errorf("on one core %d, on more %d", again.Cost, res.Cost)
	}
}

// No population takes over where there is no time for it, or where a task is out for good: it would know of no plan.
func TestNoPopulationWithoutTimeOrPlan(t *testing.T) {
	fits, never := likeCity(16), likeCity(16)
	never.Tasks[3].Load = []int32{1000}
	for _, x := range []struct {
		p          *tour.Problem
		iterations int
		want       bool
	}{{fits, 4 * cycleLength * 16, true}, {fits, cycleLength * 16, false}, {never, 4 * cycleLength * 16, false}} {
		c, o := compile(x.p), Options{Iterations: x.iterations, Islands: 1}
		s, b := newArchipelago(c, o), newBudget(t.Context(), c, o)
		if s.exchange(b.season(x.iterations / 2)); s.bred != x.want {
			t.Errorf("%d iterations, a load of %v: %v", x.iterations, x.p.Tasks[3].Load, s.bred)
		}
	}
}

// A better plan of another island comes into a population in the last cycle.
func TestPopulationsMigrate(t *testing.T) {
	c := compile(likeCity(16))
	o := Options{Iterations: 4 * cycleLength * c.n, Islands: 2}
	s, b := newArchipelago(c, o), newBudget(t.Context(), c, o)
	s.exchange(b.season(o.Iterations / 2))
	x, y := s.islands[0], s.islands[1]
	y.herd, y.least = genetic.New(c.stock(), 1), x.least+100
	for _, at := range []int{o.Iterations / 3, o.Iterations - 1} {
		s.exchange(b.season(at))
		if came := y.least == x.least; came != (at > o.Iterations/3) {
			t.Errorf("after %d of %d iterations: %d and %d", at, o.Iterations, x.least, y.least)
		}
	}
}
