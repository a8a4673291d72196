package search

import (
	"context"
	"errors"
	"fmt"
	"math"

	"xunhu/routing/tour"
)

// Options say how long to search, and from where.
type Options struct {
	Seed       uint64
	Iterations int            // of each island; 0: until the context ends or Progress says 1
	Progress   func() float64 // share of the budget that is used, asked by all islands at once; nil: by iterations
	Islands    int            // that search beside each other; 0: two
	Warm       *tour.Solution // to begin with, as far as it holds

	// Log, if any, is told of every better solution of an island; never by two at once.
	Log func(island, iteration int, cost int64)
}

// A Result is the best that was found.
type Result struct {
	Solution   tour.Solution // right, but for the required tasks that it leaves out
	Cost       int64         // of it
	Iterations int           // of all islands
	Unserved   []int32       // required tasks for which no place was found
}

// exchange is how many iterations islands search alone.
const exchange = 1_000

// Solve searches until the budget is used. If the context ends, it gives the best so
// far. Required tasks that do not fit are left out and named.
func Solve(ctx context.Context, p *tour.Problem, o Options) (Result, error) {
	if err := p.Validate(); err != nil {
		return Result{}, fmt.Errorf("solve tours: %w", err)
	}
	c := compile(p)
	b := newBudget(ctx, c, o)
	s := newArchipelago(c, o)
	for !b.spent(s.islands[0].iteration) {
		s.each(func(i int) { s.islands[i].run(b) })
		b.watch(s.islands[0].iteration)
		s.exchange(b.season(s.islands[0].iteration))
	}
	res := s.result()
	if s.joint.broken {
		return res, fmt.Errorf("%w: companions or visits on other days that they ask for do not fit", ErrPinned)
	}
	return res, keeps(res.Solution)
}

// ErrPinned reports a tour that has begun in a way that cannot be right.
var ErrPinned = errors.New("solve tours: pinned visits cannot be kept")

// keeps sees that every tour of a solution could be made.
func keeps(s tour.Solution) error {
	for _, t := range s.Tours {
		if len(t.Visits) == 0 {
			return fmt.Errorf("%w: of shift %d", ErrPinned, t.Shift)
		}
	}
	return nil
}

// run searches until the next exchange or the end of the budget.
func (x *island) run(b *budget) {
	if x.herd != nil {
		x.breed(b)
		return
	}
	for stop := x.iteration + exchange; x.iteration < stop; x.iteration++ {
		if x.iteration%32 == 0 {
			if b.spent(x.iteration) {
				return
			}
			now := b.season(x.iteration)
			x.soften(now)
			x.cool(now)
			x.ease()
		}
		x.trial()
	}
}

// trial changes the plan and keeps the change if it is not too dear.
func (x *island) trial() {
	if x.stalls > 0 && x.iteration-x.moved > x.stalls {
		x.restart()
	}
	x.bar = x.limit()
	x.attempt()
	x.bar = math.MaxInt64
}

// attempt is a trial that is to stay below the bar.
func (x *island) attempt() {
	switch {
	case x.grafts > 0 && x.rng.below(x.grafts) == 0:
		x.seed = -1
		if !x.graft() {
			x.undo()
			return
		}
		x.mend()
	case x.rng.unit() >= x.crossing() || !x.cross():
		x.ruin()
		x.mend()
	}
	if x.cost >= x.bar {
		x.undo()
		return
	}
	if x.cost < x.costWas {
		x.moved = x.iteration
	}
	x.commit()
	if x.real() < x.least && x.right() {
		x.keep()
	}
}

// mend puts in what is out, after what depends on it has been taken out too.
func (x *island) mend() {
	if x.joint != nil {
		x.untie()
	}
	x.recreate()
}
