package search

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"xunhu/routing/tour"
	"xunhu/routing/tour/tourtest"
)

// passes is tour.Check, but for required tasks that are left out.
func passes(p *tour.Problem, s tour.Solution) error {
	q := *p
	q.Tasks = slices.Clone(p.Tasks)
	for _, i := range s.LeftOut {
		q.Tasks[i].Required = false
	}
	return tour.Check(&q, s)
}

// What Solve gives of small problems with everything on is the best there is. XUNHU_TOURS says how
// many problems of up to nine tasks (make oracle), XUNHU_TOURS_FROM the first; without it there are some
// of up to six. A search ends when it has found what trying everything did; one that has not is given
// ten times as long once.
func TestSolveAgainstEverything(t *testing.T) {
	first, count, most := uint64(0), uint64(150), 6
	if n, err := strconv.ParseUint(os.Getenv("XUNHU_TOURS"), 10, 64); err == nil {
		first, _ = strconv.ParseUint(os.Getenv("XUNHU_TOURS_FROM"), 10, 64)
		count, most = n, 9
	}
	unkeepable, worse, solved, slow := 0, 0, 0, 0
	for seed := first; seed < first+count; seed++ {
		rng := rand.New(rand.NewPCG(seed, 20))
		p := tourtest.Random(rng, 1+rng.IntN(most), tourtest.All)
		best, ok := tourtest.Best(p)
		if !ok {
			unkeepable++
			if _, err := Solve(t.Context(), p, Options{Seed: seed, Iterations: 100}); !errors.Is(err, ErrPinned) {
				t.Errorf("seed %d: %v, though what is pinned cannot be kept", seed, err)
			}
			continue
		}
		solved++
		unserved, cost := tourtest.Score(p, best)
		u, c := scored(t, p, Options{Seed: seed, Iterations: 4000}, best)
		if u > unserved || c > cost {
			slow++
			u, c = scored(t, p, Options{Seed: seed + 1<<32, Iterations: 40_000}, best)
		}
		if u < unserved || u == unserved && c < cost {
			t.Fatalf("seed %d: leaves out %d at %d, better than the best, %d at %d", seed, u, c, unserved, cost)
		} else if u > unserved || c > cost {
			worse++
			t.Errorf("seed %d: leaves out %d at %d, the best %d at %d", seed, u, c, unserved, cost)
		}
		if solved%500 == 0 {
			t.Logf("%d of %d: %d solved slowly, %d worse than the best", seed+1-first, count, slow, worse)
		}
	}
	t.Logf("%d solved, %d of them slowly, %d worse than the best; %d cannot keep what is pinned", solved, slow, worse, unkeepable)
}

// scored solves a problem, no longer than until it is solved as well as it can be, and gives how many
// required tasks are left out, and the cost.
func scored(t *testing.T, p *tour.Problem, o Options, best tour.Solution) (unserved int, cost int64) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	enough, price := tour.Cost(p, best), compile(p).price
	for _, i := range best.LeftOut {
		enough += price[i] - p.Tasks[i].Prize
	}
	o.Log = func(_, _ int, cost int64) {
		if cost <= enough {
			stop()
		}
	}
	res, err := Solve(ctx, p, o)
	if err == nil {
		err = passes(p, res.Solution)
	}
	if err != nil {
		t.Fatalf("seed %d: %v\n%+v", o.Seed, err, res.Solution)
	}
	return tourtest.Score(p, res.Solution)
}

// Where only visits that are repeated on other days join tours, a plain kernel prices them, and what comes
// out is the best there is too.
func TestSolvePeriodsAgainstEverything(t *testing.T) {
	const f = tourtest.Classes | tourtest.Holes | tourtest.Skills | tourtest.Loads | tourtest.Limits | tourtest.Periods | tourtest.Prices |
		tourtest.Overtime | tourtest.Required
	repeated, windows := 0, 0
	for seed := range uint64(120) {
		rng := rand.New(rand.NewPCG(seed, 21))
		p := tourtest.Random(rng, 2+rng.IntN(5), f|tourtest.Windows*tourtest.Features(seed%2))
		c := compile(p)
		if c.joint == nil || !c.plainTours() {
			continue
		}
		repeated++
		if c.windows {
			windows++
		}
		best, _ := tourtest.Best(p)
		unserved, cost := tourtest.Score(p, best)
		res, err := Solve(t.Context(), p, Options{Seed: seed, Iterations: 1000})
		if err == nil {
			err = passes(p, res.Solution)
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if u, c := tourtest.Score(p, res.Solution); u != unserved || c != cost {
			t.Errorf("seed %d: leaves out %d at %d, the best %d at %d", seed, u, c, unserved, cost)
		}
	}
	if repeated < 30 || windows < 3 {
		t.Errorf("only %d problems with visits on several days, %d with windows", repeated, windows)
	}
}
