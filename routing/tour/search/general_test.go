package search

import (
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

// What Solve gives of small problems with everything on is the best there is.
// XUNHU_TOURS says how many problems; some hundred are tried without it.
func TestSolveAgainstEverything(t *testing.T) {
	count := uint64(150)
	if n, err := strconv.ParseUint(os.Getenv("XUNHU_TOURS"), 10, 64); err == nil {
		count = n
	}
	worse, solved := 0, 0
	for seed := range count {
		rng := rand.New(rand.NewPCG(seed, 20))
		p := tourtest.Random(rng, 1+rng.IntN(9), tourtest.All)
		best, ok := tourtest.Best(p)
		res, err := Solve(t.Context(), p, Options{Seed: seed, Iterations: 3000})
		if !ok {
			if !errors.Is(err, ErrPinned) {
				t.Errorf("seed %d: %v, though what is pinned cannot be kept", seed, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := passes(p, res.Solution); err != nil {
			t.Fatalf("seed %d: %v\n%+v", seed, err, res.Solution)
		}
		solved++
		unserved, cost := tourtest.Score(p, best)
		if u, c := tourtest.Score(p, res.Solution); u < unserved || u == unserved && c < cost {
			t.Fatalf("seed %d: leaves out %d at %d, better than the best, %d at %d", seed, u, c, unserved, cost)
		} else if u > unserved || c > cost {
			worse++
			t.Errorf("seed %d: leaves out %d at %d, the best %d at %d", seed, u, c, unserved, cost)
		}
	}
	t.Logf("%d solved, %d worse than the best", solved, worse)
}
