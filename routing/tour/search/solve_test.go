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
	for seed := range uint64(300) {
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
		c := compile(p)
		x := newIsland(c, Options{Seed: seed}, 0, nil)
		for i := range 100 {
			x.ruin()
			x.recreate()
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
					want += tour.Measure(p, x.k.tour(int32(r), tasks)).Cost
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
		p := plainProblem(rand.New(rand.NewPCG(8, 8)), 80, windows)
		x := newIsland(compile(p), Options{Seed: 1}, 0, nil)
		trial := func() {
			x.ruin()
			x.recreate()
			if x.cost < x.limit() {
				x.commit()
			} else {
				x.undo()
			}
		}
		for range 20_000 {
			trial()
		}
		if n := testing.AllocsPerRun(1000, trial); n != 0 {
			t.Errorf("windows %v: %v allocations a trial", windows, n)
		}
	}
}
