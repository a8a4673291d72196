package search

import "xunhu/routing/tour/genetic"

// A population takes over after so much of the budget, when ruin and recreate has made a good plan; of fewer tasks
// the search has tried everything by then, and of more it makes too few children in the time that there is.
const (
	breedAfter   = 0.2
	breedModes   = 3.0 // and after so many fair cycles where tasks have modes: there children get better more slowly
	fewestBred   = 10
	mostBred     = 400
	longBred     = 3.0 // fair cycles that a budget is long at least
	exchangeBred = 50  // children between exchanges
)

// litter is how many iterations a child counts for; about as long as that many trials take.
func (c *compiled) litter() int { return max(32, c.n/32*32) }

// breedFrom is after what share of a budget of so many fair cycles a population takes over.
func (c *compiled) breedFrom(length float64) float64 {
	if c.modal != nil {
		return max(breedAfter, breedModes/length)
	}
	return breedAfter
}

// breeds gives the islands populations when it is time, if the best plan serves all: of others they know nothing.
func (s *archipelago) breeds(now season) bool {
	if s.barren || now.length < longBred || now.spent < s.c.breedFrom(now.length) || served(s.best) < s.c.n {
		return false
	}
	stock := s.c.stock()
	if s.barren = stock == nil; s.barren {
		return false
	}
	s.bred = true
	s.each(func(i int) { s.islands[i].populate(stock, s.best) })
	return true
}

// migrate lets the best plan live in populations that fell behind, in the last cycle.
func (s *archipelago) migrate(now season) {
	for _, x := range s.islands {
		if now.last && x.least > s.least {
			x.herd.Adopt(places(s.best))
			x.carry()
		}
	}
}

// populate begins a population with a plan.
func (x *island) populate(p *genetic.Problem, tours [][]int32) {
	x.take(tours)
	x.herd = genetic.New(p, x.rng.next())
	x.herd.Adopt(places(tours))
	if _, cost, ok := x.herd.Best(); ok {
		x.base = x.least - int64(cost)
	}
}

// breed makes children until the next exchange or the end of the budget.
func (x *island) breed(b *budget) {
	spent := func() bool { return b.spent(x.iteration) }
	for range exchangeBred {
		if spent() {
			return
		}
		x.herd.Step(spent)
		x.iteration += x.c.litter()
		x.carry()
	}
}

// carry makes the plan the best of the population, if that is better.
func (x *island) carry() {
	best, cost, ok := x.herd.Best()
	if !ok || int64(cost)+x.base >= x.least {
		return
	}
	tours := make([][]int32, len(x.c.p.Shifts))
	for r, t := range best {
		for _, place := range t {
			tours[r] = append(tours[r], place-1)
		}
	}
	x.take(tours)
}

// places gives a plan as a population has it.
func places(tours [][]int32) (all [][]int32) {
	for _, t := range tours {
		if len(t) == 0 {
			continue
		}
		of := make([]int32, len(t))
		for i, task := range t {
			of[i] = task + 1
		}
		all = append(all, of)
	}
	return all
}

func served(tours [][]int32) (n int) {
	for _, t := range tours {
		n += len(t)
	}
	return n
}
