package search

import (
	"context"

	"xunhu/routing/tour"
)

// Effort of Tours: so many iterations for each task, within bounds.
const (
	effort      = 60
	leastEffort = 500
	mostEffort  = 20_000
)

// Tours solves a problem with as much effort as its size is worth, for those who do not
// want to say how long. The same problem and seed give the same solution.
func Tours(ctx context.Context, p *tour.Problem, seed uint64) (tour.Solution, error) {
	res, err := Solve(ctx, p, Options{Seed: seed, Islands: 1, Iterations: min(max(effort*len(p.Tasks), leastEffort), mostEffort)})
	return res.Solution, err
}
