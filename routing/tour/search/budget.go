package search

import (
	"context"
	"math"
)

// A budget says how much of the search is done, and divides it into cycles: in each the
// search cools down from hot to cold.
type budget struct {
	ctx        context.Context
	iterations int
	progress   func() float64
	cycle      float64 // iterations that are a fair length for one
	cycles     float64 // 0 until it is known how many fit
	length     float64 // how many fair cycles the budget is long, once that is known
	warmth     float64 // 1, or less where there is no time to cool down from so hot
}

// cycleLength is how many iterations for each task make a fair cycle; one of a part of it (one
// in cooling) still has time to cool down from full heat.
const (
	cycleLength  = 1000
	prizesLength = 50 // where prizes rule: which tasks are served is settled early, and not well each time
	cooling      = 10

	unknownCycles = 5.0 // for a budget that nobody knows
)

func newBudget(ctx context.Context, c *compiled, o Options) *budget {
	length := float64(cycleLength)
	if c.prizesRule() && c.plainTours() && !c.windows {
		length = prizesLength
	}
	b := &budget{ctx: ctx, iterations: o.Iterations, progress: o.Progress, cycle: length * float64(max(1, c.n)), warmth: 1}
	if o.Progress == nil && o.Iterations > 0 {
		b.plan(float64(o.Iterations))
	}
	return b
}

// plan sets the number of cycles for so many iterations: the more there are, the more and the longer.
func (b *budget) plan(iterations float64) {
	b.length = iterations / b.cycle
	b.cycles = max(1, math.Round(math.Sqrt(b.length)))
	b.warmth = min(1, max(0.03, cooling*iterations/b.cycle))
}

// watch plans, once it has been seen how many iterations a share of the budget makes.
func (b *budget) watch(iteration int) {
	if b.cycles > 0 || b.progress == nil {
		return
	}
	if share := b.progress(); share > 0.005 && iteration > 0 {
		b.plan(float64(iteration) / share)
	}
}

// A season is a moment of the search: the cycle that it is in, how far that is, from 0
// to 1, whether there are several, and whether it is the last of them.
type season struct {
	cycle         int
	share         float64
	several, last bool
	warm          float64 // how much of the full heat it begins with
	spent         float64 // how much of the budget is; where that is unknown, of a few cycles
	length        float64 // how many fair cycles the budget is long
}

func (b *budget) season(iteration int) season {
	cycles, of := float64(iteration)/b.cycle, math.Inf(1)
	if b.progress != nil || b.iterations > 0 {
		of = max(1, b.cycles)
	}
	if b.progress != nil {
		cycles = b.progress() * of
	} else if b.iterations > 0 {
		cycles = float64(iteration) / float64(b.iterations) * of
	}
	k := min(math.Floor(max(0, cycles)), of-1)
	all, length := of, b.length
	if math.IsInf(of, 1) {
		all, length = unknownCycles, of
	}
	return season{int(k), min(1, max(0, cycles-k)), of > 1, of > 1 && k == of-1, b.warmth, cycles / all, length}
}

func (b *budget) spent(iteration int) bool {
	return b.iterations > 0 && iteration >= b.iterations || b.progress != nil && b.progress() >= 1 || b.ctx.Err() != nil
}
