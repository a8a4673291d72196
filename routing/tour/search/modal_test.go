package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/tour"
	"xunhu/routing/tour/tourtest"
)

// What Solve gives of small problems with modes is right, and as good as the best of all
// solutions.
func TestSolveModesAgainstEverything(t *testing.T) {
	const features = tourtest.Classes | tourtest.Modes | tourtest.Skills | tourtest.Loads | tourtest.Limits | tourtest.Prices | tourtest.Required
	problems, most := 0, 150
	if testing.Short() {
		most = 40
	}
	for seed := uint64(0); problems < most; seed++ {
		rng := rand.New(rand.NewPCG(seed, 21))
		p := tourtest.Random(rng, 1+rng.IntN(8), features)
		if compile(p).modal == nil {
			continue
		}
		problems++
		res, err := Solve(t.Context(), p, Options{Seed: seed, Iterations: 5000})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		q := *p
		q.Tasks = slices.Clone(p.Tasks)
		for _, i := range res.Unserved {
			q.Tasks[i].Required = false
		}
		if err := tour.Check(&q, res.Solution); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		best, _ := tourtest.Best(p)
		unserved, cost := tourtest.Score(p, best)
		if u, c := tourtest.Score(p, res.Solution); u != unserved || c != cost {
			t.Errorf("seed %d: leaves out %d at %d, the best %d at %d", seed, u, c, unserved, cost)
		}
	}
}
