package tour

import (
	"cmp"
	"slices"
)

// tripsBound gives what the trips to required tasks cost at least. A trip that serves
// a task costs no less than going to it, serving it and going back on the cheapest
// ways; and of the tasks for which that comes to some cost or more, at least so many
// trips must each serve one as it takes to carry their load. It gives the number of trips, too.
func (p *Problem) tripsBound(fares []fare) (sum, trips int64) {
	type reach struct {
		task int
		cost int64
	}
	var tasks []reach
	out, back := p.reaches(fares, false), p.reaches(fares, true)
	second := p.leastDurationCost()
	for i := range p.Tasks {
		if !p.Tasks[i].Required {
			continue
		}
		least := int64(-1)
		for _, m := range p.Tasks[i].Modes {
			if out[m.Enter] < 0 || back[m.Leave] < 0 {
				continue
			}
			if c := out[m.Enter] + m.Cost + second*int64(m.ServiceS) + back[m.Leave]; least < 0 || c < least {
				least = c
			}
		}
		tasks = append(tasks, reach{i, max(0, least)})
	}
	slices.SortFunc(tasks, func(a, b reach) int { return -cmp.Compare(a.cost, b.cost) })
	capacity := p.mostCapacity()
	load := make([]int64, len(capacity))
	for _, t := range tasks {
		need := max(1, trips)
		for d, l := range p.Tasks[t.task].Load[:min(len(load), len(p.Tasks[t.task].Load))] {
			if load[d] += int64(l); capacity[d] > 0 {
				need = max(need, (load[d]+capacity[d]-1)/capacity[d])
			}
		}
		sum += (need - trips) * t.cost
		trips = need
	}
	return sum, trips
}

// mostCapacity is the most that a shift carries, by dimension, as far as all have a limit.
func (p *Problem) mostCapacity() (most []int64) {
	for i := range p.Shifts {
		c := p.Shifts[i].Capacity
		if i == 0 {
			most = make([]int64, len(c))
		}
		most = most[:min(len(most), len(c))]
		for d := range most {
			most[d] = max(most[d], int64(c[d]))
		}
	}
	return most
}

// leastFixed is the least that is fixed for the tours that make so many trips.
func (p *Problem) leastFixed(trips int64) (sum int64) {
	costs := make([]Shift, len(p.Shifts))
	copy(costs, p.Shifts)
	var most int64
	for i := range costs {
		most = max(most, 1+int64(costs[i].Trips))
	}
	slices.SortFunc(costs, func(a, b Shift) int { return cmp.Compare(a.FixedCost, b.FixedCost) })
	for i := 0; i < len(costs) && trips > 0; i++ {
		sum += costs[i].FixedCost
		trips -= most
	}
	return sum
}

func (p *Problem) leastDurationCost() int64 {
	least := int64(0)
	for i := range p.Shifts {
		if c := p.Shifts[i].DurationCost; i == 0 || c < least {
			least = c
		}
	}
	return least
}

// reaches gives the cost of the cheapest way from a start to each location, or, turned, from each location
// to a start or an end; -1 where there is none. What is served on the way costs
// what serving it costs (Dijkstra, over all pairs).
func (p *Problem) reaches(fares []fare, turned bool) []int64 {
	type arc struct {
		to   int32
		cost int64
	}
	serving := make([][]arc, p.Locations)
	second := p.leastDurationCost()
	for i := range p.Tasks {
		for _, m := range p.Tasks[i].Modes {
			from, to := m.Enter, m.Leave
			if turned {
				from, to = to, from
			}
			serving[from] = append(serving[from], arc{to, m.Cost + second*int64(m.ServiceS)})
		}
	}
	cost, done := make([]int64, p.Locations), make([]bool, p.Locations)
	for i := range cost {
		cost[i] = -1
	}
	for i := range p.Shifts {
		cost[p.Shifts[i].Start] = 0
		if turned {
			cost[p.Shifts[i].End] = 0
		}
	}
	for {
		at := int32(-1)
		for i := range cost {
			if !done[i] && cost[i] >= 0 && (at < 0 || cost[i] < cost[at]) {
				at = int32(i)
			}
		}
		if at < 0 {
			return cost
		}
		done[at] = true
		relax := func(to int32, c int64) {
			if c += cost[at]; cost[to] < 0 || c < cost[to] {
				cost[to] = c
			}
		}
		for _, a := range serving[at] {
			relax(a.to, a.cost)
		}
		for to := range int32(p.Locations) {
			from, to := at, to
			if turned {
				from, to = to, from
			}
			if c, ok := p.way(fares, from, to); ok {
				relax(from+to-at, c)
			}
		}
	}
}
