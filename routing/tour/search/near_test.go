package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/tour"
)

// The neighbours of a task are those that sorting all others finds, but for visits of its own period.
func TestNeighboursAreTheNearest(t *testing.T) {
	for seed := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, 30))
		p := plainProblem(rng, 500, false)
		if seed%2 == 1 {
			p = modalProblem(rng, 300, 2)
		}
		p.Periods = []tour.Period{{Tasks: []int32{3, 5, 8}}}
		c := compile(p)
		for _, i := range []int32{0, 3, 8, 77, int32(c.n) - 1} {
			var others []int32
			for j := range int32(c.n) {
				if own := []int32{3, 5, 8}; j != i && !(slices.Contains(own, i) && slices.Contains(own, j)) {
					others = append(others, j)
				}
			}
			slices.SortStableFunc(others, func(a, b int32) int { return cmp.Compare(c.between(i, a), c.between(i, b)) })
			if near := c.near[int(i)*c.nearby:][:c.nearby]; c.nearby != nearest || !slices.Equal(near, others[:nearest]) {
				t.Fatalf("seed %d: near task %d are %v, sorted %v", seed, i, near, others[:nearest])
			}
		}
	}
}

func BenchmarkCompile10000(b *testing.B) {
	p := cityProblem(1, 10_000, false)
	for b.Loop() {
		compile(p)
	}
}
