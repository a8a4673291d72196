package search

import (
	"context"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"xunhu/routing/tour"
)

// Whatever Solve gives passes Check, apart from required tasks that it names, and
// costs what it says.
func TestSolvePassesCheck(t *testing.T) {
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 2))
		p := plainProblem(rng, 1+rng.IntN(12), seed%2 == 0)
		res, err := Solve(t.Context(), p, Options{Seed: seed, Iterations: 200})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		q := *p
		q.Tasks = slices.Clone(p.Tasks)
		for _, i := range res.Unserved {
			if !q.Tasks[i].Required {
				t.Errorf("seed %d: task %d is optional, but reported as unserved", seed, i)
			}
			q.Tasks[i].Required = false
		}
		if err := tour.Check(&q, res.Solution); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if cost := tour.Cost(p, res.Solution); cost != res.Cost {
			t.Errorf("seed %d: cost %d, counted %d", seed, res.Cost, cost)
		}
	}
}

// The plan's own books must agree with what is counted afresh after every trial,
// kept or taken back.
func TestPlanKeepsItsBooks(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 3))
		p := plainProblem(rng, 2+rng.IntN(30), seed%2 == 0)
		if seed%20 == 19 { // most tasks stay out
			p = cityProblem(seed, 200, seed%40 == 19)
			p.Shifts = p.Shifts[:6]
		}
		c := compile(p)
		x := newIsland(c, Options{Seed: seed}, 0, nil)
		for i := range 100 {
			if i%3 > 0 || !x.cross() {
				if x.ruin(); i%2 > 0 {
					x.scatter()
				}
				x.recreate()
			}
			if rng.IntN(2) == 0 {
				x.undo()
			} else {
				x.commit()
			}
			want := int64(0)
			served := make([]int, c.n)
			for r := range p.Shifts {
				tasks := x.tasks[x.slot[r]]
				if busy := slices.Contains(x.busy, int32(r)); busy != (len(tasks) > 0) {
					t.Fatalf("seed %d, trial %d: shift %d busy: %v, serves %v", seed, i, r, busy, tasks)
				}
				if len(tasks) > 0 {
					m := tour.Measure(p, x.k.tour(int32(r), tasks))
					want += m.Cost
					if x.soft != nil { // it may be too long
						want += *x.soft.overPrice() * max(0, m.AwayS-int64(c.kinds[c.kindOf[r]].longest())) / overParts
					}
				}
				for _, task := range tasks {
					served[task]++
					if x.at[task] != int32(r) {
						t.Fatalf("seed %d, trial %d: task %d is at %d, not %d", seed, i, task, x.at[task], r)
					}
				}
			}
			for _, task := range x.out {
				served[task]++
				want += c.price[task]
				if x.at[task] != -1 {
					t.Fatalf("seed %d, trial %d: task %d is out, but at %d", seed, i, task, x.at[task])
				}
			}
			for task, n := range served {
				if n != 1 {
					t.Fatalf("seed %d, trial %d: task %d stands %d times", seed, i, task, n)
				}
			}
			if x.cost != want {
				t.Fatalf("seed %d, trial %d: cost %d, counted %d", seed, i, x.cost, want)
			}
		}
	}
}

func TestSameSeedSameAnswerOnAnyCores(t *testing.T) {
	p := plainProblem(rand.New(rand.NewPCG(4, 4)), 60, true)
	solve := func() Result {
		res, err := Solve(t.Context(), p, Options{Seed: 7, Iterations: exchange + 500, Islands: 3})
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	first := solve()
	cores := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(cores)
	if again := solve(); !reflect.DeepEqual(first, again) {
		t.Errorf("on one core %d, on %d cores %d", again.Cost, cores, first.Cost)
	}
}

func TestEndedContextGivesWhatWasFound(t *testing.T) {
	p := plainProblem(rand.New(rand.NewPCG(5, 5)), 40, false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	res, err := Solve(ctx, p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Solution.Tours) == 0 || res.Iterations != 0 {
		t.Errorf("%d tours after %d iterations, want the first plan", len(res.Solution.Tours), res.Iterations)
	}
}

// Nothing to do, and nobody to do it, are plans too.
func TestEmptyProblems(t *testing.T) {
	p := plainProblem(rand.New(rand.NewPCG(9, 9)), 5, false)
	for name, q := range map[string]*tour.Problem{
		"no tasks":  {Locations: p.Locations, Classes: p.Classes, Shifts: p.Shifts},
		"no shifts": {Locations: p.Locations, Classes: p.Classes, Tasks: p.Tasks},
		"one task":  {Locations: p.Locations, Classes: p.Classes, Shifts: p.Shifts, Tasks: p.Tasks[:1]},
		"nothing":   {},
	} {
		res, err := Solve(t.Context(), q, Options{Iterations: 1000})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(res.Solution.Tours)+len(res.Solution.LeftOut) < min(1, len(q.Tasks)) {
			t.Errorf("%s: tasks vanished", name)
		}
	}
}

// A search that begins with a plan ends no worse than it.
func TestWarm(t *testing.T) {
	p := plainProblem(rand.New(rand.NewPCG(6, 6)), 50, true)
	good, err := Solve(t.Context(), p, Options{Iterations: 3000})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	warm, err := Solve(ctx, p, Options{Warm: &good.Solution, Islands: 1})
	if err != nil {
		t.Fatal(err)
	}
	if warm.Cost > good.Cost {
		t.Errorf("began with %d, gave %d", good.Cost, warm.Cost)
	}
}

func TestNothingIsAllocatedInTheLoop(t *testing.T) {
	for _, windows := range []bool{false, true} {
		allocatesNothing(t, plainProblem(rand.New(rand.NewPCG(8, 8)), 80, windows))
	}
	allocatesNothing(t, prizeProblem(8))
}

func allocatesNothing(t *testing.T, p *tour.Problem) {
	t.Helper()
	x := newIsland(compile(p), Options{Seed: 1}, 0, nil)
	for range 20_000 {
		x.trial()
	}
	if n := testing.AllocsPerRun(1000, x.trial); n != 0 {
		t.Errorf("%v allocations a trial", n)
	}
}

// The lists of neighbours are what sorting all others gives.
func TestNear(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 10))
		c := compile(plainProblem(rng, 2+rng.IntN(250), false))
		for i := range int32(c.n) {
			var want []int32
			for j := range int32(c.n) {
				if j != i {
					want = append(want, j)
				}
			}
			slices.SortStableFunc(want, func(a, b int32) int { return int(c.between(i, a)) - int(c.between(i, b)) })
			if got := c.near[int(i)*c.nearby : int(i+1)*c.nearby]; !slices.Equal(got, want[:c.nearby]) {
				t.Fatalf("seed %d: task %d is near %v, want %v", seed, i, got, want[:c.nearby])
			}
		}
	}
}
