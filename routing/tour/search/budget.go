package search

import "context"

// A budget says how much of the search is done.
type budget struct {
	ctx        context.Context
	iterations int
	progress   func() float64
}

func newBudget(ctx context.Context, o Options) *budget {
	return &budget{ctx: ctx, iterations: o.Iterations, progress: o.Progress}
}

// share is the part that is used after some iterations of an island, up to 1. With
// nothing but a context to go by it stays at a half: neither hot nor cold.
func (b *budget) share(iteration int) float64 {
	var s float64
	switch {
	case b.progress != nil:
		s = b.progress()
	case b.iterations > 0:
		s = float64(iteration) / float64(b.iterations)
	default:
		s = 0.5
	}
	return min(1, max(0, s))
}

func (b *budget) spent(iteration int) bool {
	return b.iterations > 0 && iteration >= b.iterations || b.progress != nil && b.progress() >= 1 || b.ctx.Err() != nil
}
