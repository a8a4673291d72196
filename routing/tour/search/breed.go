package search

import (
	"slices"

	"xunhu/routing/tour/genetic"
)

// A population takes over after so much of the budget, for problems of so many tasks.
const (
	breedAfter = 0.2
	fewestBred = 10
	mostBred   = 400
)

// litter is how many iterations a child counts for; about as long as that many trials take.
func (c *compiled) litter() int { return max(32, c.n/32*32) }

// stock gives the problem to a population, nil if it is not one of like shifts that differ in nothing, all of
// whose tasks are required, and whose tours are limited by one load and, where tasks have one mode, by time.
func (c *compiled) stock() *genetic.Problem {
	if c.joint != nil || len(c.kinds) != 1 || c.dims > 1 || c.n < fewestBred || c.n > mostBred || !(c.plain() || c.modal != nil) {
		return nil
	}
	kind := &c.kinds[0]
	if timed := kind.spans() || kind.MaxDrivingS > 0; timed && (c.windows || c.modal != nil || kind.MaxDrivingS > 0 || kind.OvertimeCost > 0) {
		return nil
	}
	n := c.n + 1
	p := &genetic.Problem{N: c.n, Width: 1, Load: make([]int32, n), Capacity: never, Tours: min(len(c.p.Shifts), c.n)}
	for i := range c.n {
		if !c.p.Tasks[i].Required || c.pinned[i] || !c.can(0, int32(i)) {
			return nil
		}
	}
	if c.dims == 1 {
		p.Capacity = kind.capacity[0]
		copy(p.Load[1:], c.load)
	}
	enter, leave := slices.Concat([]int32{kind.End}, c.enter), slices.Concat([]int32{kind.Start}, c.leave)
	if c.modal != nil {
		if c.modal.kinds[0].beyond != nil {
			return nil
		}
		p.Width = c.modal.width
		enter = slices.Concat(slices.Repeat(enter[:1], p.Width), c.modal.enter)
		leave = slices.Concat(slices.Repeat(leave[:1], p.Width), c.modal.leave)
	} else {
		c.addClock(p, kind, enter, leave)
	}
	p.Ways = make([]int32, len(enter)*len(enter))
	for a, from := range leave {
		for b, to := range enter {
			way := kind.ways.cost[int(from)*c.p.Locations+int(to)]
			if b >= p.Width && c.modal != nil {
				way += c.modal.beyondLeast(b - p.Width)
			}
			switch {
			case a/p.Width == b/p.Width:
				way = 0
			case way >= min(noWay, big):
				return nil
			case a < p.Width:
				way += int32(kind.FixedCost)
			}
			p.Ways[a*len(enter)+b] = way
		}
	}
	return p
}

// beyondLeast is how much dearer serving a task in a mode is than in its cheapest.
func (m *modal) beyondLeast(at int) int32 {
	of := m.kinds[0].service[at/m.width*m.width:][:m.width]
	return of[at%m.width] - slices.Min(of)
}

// addClock adds times and windows, if time has a limit.
func (c *compiled) addClock(p *genetic.Problem, kind *kind, enter, leave []int32) {
	open, shut := kind.open, kind.close
	if kind.MaxS > 0 {
		open, shut = 0, min(kind.close-kind.open, kind.MaxS)
	}
	if !c.windows && shut-open >= never {
		return
	}
	p.Open, p.Close = slices.Concat([]int32{open}, c.opens), slices.Concat([]int32{shut}, c.shuts)
	p.Times = make([]int32, len(enter)*len(enter))
	for a, from := range leave {
		for b, to := range enter {
			if a == b {
				continue
			}
			p.Times[a*len(enter)+b] = kind.ways.time[int(from)*c.p.Locations+int(to)]
			if a > 0 {
				p.Times[a*len(enter)+b] += c.service[a-1]
			}
		}
	}
}

// populate begins a population with the best plan.
func (x *island) populate(p *genetic.Problem) {
	x.herd = genetic.New(p, x.rng.next())
	x.adopt(x.best)
	_, x.bred, _ = x.herd.Best()
}

// adopt takes a plan into the population, if it serves all.
func (x *island) adopt(tours [][]int32) {
	var all [][]int32
	served := 0
	for _, t := range tours {
		if len(t) == 0 {
			continue
		}
		places := make([]int32, len(t))
		for i, task := range t {
			places[i] = task + 1
		}
		all, served = append(all, places), served+len(t)
	}
	if served == x.c.n {
		x.herd.Adopt(all)
	}
}

// breed makes a child, and the plan the best of all if there is a better one.
func (x *island) breed() {
	x.herd.Step()
	places, cost, ok := x.herd.Best()
	if !ok || cost >= x.bred && x.bred > 0 {
		return
	}
	x.bred = cost
	tours := make([][]int32, len(x.c.p.Shifts))
	for r, t := range places {
		for _, place := range t {
			tours[r] = append(tours[r], place-1)
		}
	}
	x.take(tours)
}
