package matrix

import (
	"context"
	"fmt"

	"xunhu/routing/graph"
)

// A OneToMany knows a list of places and finds the costs from one to all.
type OneToMany interface {
	// Len counts the places.
	Len() int
	// From writes into row, which has Len entries, the cost from a place to each.
	From(place int, row []graph.Cost)
}

// A Matrix is the cost from each place to each, in the unit of its source:
// milliseconds where it comes from a road network.
type Matrix struct {
	n     int
	costs []graph.Cost
}

// Compute asks for all rows. It ends early, with the context's error, when the
// context is done.
func Compute(ctx context.Context, m OneToMany) (*Matrix, error) {
	n := m.Len()
	x := &Matrix{n: n, costs: make([]graph.Cost, n*n)}
	for i := range n {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("cost matrix, row %d of %d: %w", i, n, err)
		}
		m.From(i, x.costs[i*n:(i+1)*n])
	}
	return x, nil
}

// Len counts the places.
func (m *Matrix) Len() int { return m.n }

// Cost is the cost from place i to place j.
func (m *Matrix) Cost(i, j int) graph.Cost { return m.costs[i*m.n+j] }

// Row gives the costs from place i; do not change them.
func (m *Matrix) Row(i int) []graph.Cost { return m.costs[i*m.n : (i+1)*m.n] }

// Seconds gives a matrix of milliseconds in whole seconds, row by row. It rounds
// up, so that a plan never promises more than the road allows, and a detour that
// was no shorter in milliseconds is no shorter in seconds. What cannot be travelled
// stays graph.Infinity.
func (m *Matrix) Seconds() []int32 {
	s := make([]int32, len(m.costs))
	for i, c := range m.costs {
		if s[i] = int32(c); c < graph.Infinity {
			s[i] = (s[i] + 999) / 1000
		}
	}
	return s
}
