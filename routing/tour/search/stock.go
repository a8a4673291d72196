package search

import (
	"slices"

	"xunhu/routing/tour/genetic"
)

// mostRows bounds the matrix of ways that a population reads, which has a row for each mode of each task.
const mostRows = 1500

// stock gives the problem to a population, nil if it is none for one.
func (c *compiled) stock() *genetic.Problem {
	if !c.breedable() {
		return nil
	}
	kind := &c.kinds[0]
	p := &genetic.Problem{N: c.n, Width: 1, Load: make([]int32, c.n+1), Capacity: never, Fixed: int32(kind.FixedCost), Tours: min(len(c.p.Shifts), c.n)}
	if c.dims == 1 {
		p.Capacity = kind.capacity[0]
		copy(p.Load[1:], c.load)
	}
	enter, leave := slices.Concat([]int32{kind.End}, c.enter), slices.Concat([]int32{kind.Start}, c.leave)
	if c.modal != nil {
		p.Width = c.modal.width
		enter = slices.Concat(slices.Repeat(enter[:1], p.Width), c.modal.enter)
		leave = slices.Concat(slices.Repeat(leave[:1], p.Width), c.modal.leave)
	} else if !c.addClock(p, kind, enter, leave) {
		return nil
	}
	if !c.addWays(p, kind, enter, leave) {
		return nil
	}
	return p
}

// breedable tells whether a problem is one of shifts that differ in nothing, all of whose tasks are required, and whose
// tours are limited by one load at most and, where tasks have one mode, by time.
func (c *compiled) breedable() bool {
	if c.joint != nil || len(c.kinds) != 1 || c.dims > 1 || c.n < fewestBred || c.n > mostBred {
		return false
	}
	kind := &c.kinds[0]
	switch {
	case kind.FixedCost >= int64(big) || kind.MaxDrivingS > 0:
		return false
	case c.modal != nil:
		if kind.spans() || c.modal.kinds[0].beyond != nil || (c.n+1)*c.modal.width > mostRows {
			return false
		}
	case !c.plain() || kind.spans() && (c.windows || kind.OvertimeCost > 0):
		return false
	}
	for i := range c.n {
		if !c.p.Tasks[i].Required || c.pinned[i] || !c.can(0, int32(i)) {
			return false
		}
	}
	return true
}

// addWays adds what ways cost; false if there is not one from everywhere to everywhere.
func (c *compiled) addWays(p *genetic.Problem, kind *kind, enter, leave []int32) bool {
	p.Ways = make([]int32, len(enter)*len(enter))
	for a, from := range leave {
		for b, to := range enter {
			if a/p.Width == b/p.Width {
				continue
			}
			way := kind.ways.cost[int(from)*c.p.Locations+int(to)]
			if b >= p.Width && c.modal != nil {
				way += c.modal.beyondLeast(b - p.Width)
			}
			if way >= min(noWay, big) {
				return false
			}
			if a < p.Width {
				way += p.Fixed
			}
			p.Ways[a*len(enter)+b] = way
		}
	}
	return true
}

// beyondLeast is how much dearer serving a task in a mode is than in its cheapest.
func (m *modal) beyondLeast(at int) int32 {
	of := m.kinds[0].service[at/m.width*m.width:][:m.width]
	return of[at%m.width] - slices.Min(of)
}

// addClock adds times and windows, if time has a limit. It gives false if sums of them might not fit.
func (c *compiled) addClock(p *genetic.Problem, kind *kind, enter, leave []int32) bool {
	open, shut := kind.open, kind.close
	if kind.MaxS > 0 {
		open, shut = 0, min(kind.close-kind.open, kind.MaxS)
	}
	if !c.windows && !c.timeBinds(kind) {
		return true
	}
	p.Open, p.Close = slices.Concat([]int32{open}, c.opens), slices.Concat([]int32{shut}, c.shuts)
	p.Times = make([]int32, len(enter)*len(enter))
	var ways, times, longest int64
	for a, from := range leave {
		for b, to := range enter {
			if a == b {
				continue
			}
			w := int(from)*c.p.Locations + int(to)
			time := kind.ways.time[w]
			ways, times = ways+int64(min(kind.ways.cost[w], noWay)), times+int64(min(time, noWay))
			if a > 0 {
				time += c.service[a-1]
			}
			p.Times[a*len(enter)+b] = time
			longest = max(longest, int64(time))
		}
	}
	p.Second = float64(ways) / float64(max(1, times))
	back := int64(max(0, slices.Max(p.Open)-slices.Min(p.Close))) // a clock is turned back by so much at most, and by what passed
	return int64(len(enter))*(longest+back) < int64(never)
}
