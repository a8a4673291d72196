package cch

import (
	"slices"

	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// A Many finds the costs from each of a list of places to each of another, one row
// at a time, for one goroutine at a time. It is a matrix.OneToMany.
type Many struct {
	m       *Metric
	places  [][]dijkstra.Seed
	goals   int
	chain   []int32      // by depth: the ranks from a place to the root
	cost    []graph.Cost // by depth: by steps up alone
	exact   []graph.Cost // by depth: by any way
	reached []reached
	first   []int32 // goals that can be reached from rank r: goal[first[r]:first[r+1]]
	goal    []goal
}

// A reached is a rank with its cost from, or to, a place.
type reached struct {
	rank int32
	cost graph.Cost
}

// A goal is the number of a place with the cost to it.
type goal struct {
	place int32
	cost  graph.Cost
}

// NewMany prepares costs between places, each given by the nodes from which one
// leaves it and those at which one arrives, with what that costs.
func (m *Metric) NewMany(leave, arrive [][]dijkstra.Seed) *Many {
	h := m.x.height
	q := &Many{m: m, places: leave, goals: len(arrive),
		chain: make([]int32, h), cost: make([]graph.Cost, h), exact: make([]graph.Cost, h)}
	var all []reached // of each place, one after another
	end := make([]int, len(arrive))
	n := len(m.x.node)
	q.first = make([]int32, n+1)
	for i, seeds := range arrive {
		q.reach(&m.down, &m.up, seeds)
		all = append(all, q.reached...)
		end[i] = len(all)
		for _, r := range q.reached {
			q.first[r.rank+1]++
		}
	}
	for r := range n {
		q.first[r+1] += q.first[r]
	}
	q.goal = make([]goal, q.first[n])
	next := slices.Clone(q.first[:n])
	place := 0
	for i, r := range all {
		for i >= end[place] {
			place++
		}
		q.goal[next[r.rank]] = goal{int32(place), r.cost}
		next[r.rank]++
	}
	return q
}

// Len counts the places.
func (q *Many) Len() int { return len(q.places) }

// From writes into row what it costs from a place to each goal.
func (q *Many) From(place int, row []graph.Cost) {
	row = row[:q.goals]
	for i := range row {
		row[i] = graph.Infinity
	}
	q.reach(&q.m.up, &q.m.down, q.places[place])
	for _, r := range q.reached {
		for _, g := range q.goal[q.first[r.rank]:q.first[r.rank+1]] {
			row[g.place] = min(row[g.place], r.cost+g.cost)
		}
	}
}

// reach lists the ranks at which a way to or from the seeds may have to turn.
// against holds the steps back from higher ranks.
func (q *Many) reach(steps, against *searchGraph, seeds []dijkstra.Seed) {
	q.reached = q.reached[:0]
	if low, ok := q.m.x.lowest(seeds); ok {
		q.climb(steps, against, low, seeds)
		return
	}
	for i, s := range seeds { // not on one way to the root
		q.climb(steps, against, q.m.x.rank[s.Node], seeds[i:i+1])
	}
}

// climb goes up to the root from the lowest of the seeds and comes back. A rank
// that is had as cheaply over a higher one is not listed: the way turns further up.
func (q *Many) climb(steps, against *searchGraph, low int32, seeds []dijkstra.Seed) {
	x := q.m.x
	cost := q.cost[:x.depth[low]+1]
	for d := range cost {
		cost[d] = graph.Infinity
	}
	for _, s := range seeds {
		d := x.depth[x.rank[s.Node]]
		cost[d] = min(cost[d], s.Cost)
	}
	for d, r := len(cost)-1, low; d >= 0; d, r = d-1, x.parent[r] {
		q.chain[d] = r
		best := cost[d]
		if best >= graph.Infinity {
			continue
		}
		for _, t := range steps.steps[steps.first[r]:steps.first[r+1]] {
			cost[t.depth] = min(cost[t.depth], best+t.cost)
		}
	}
	exact := q.exact[:len(cost)]
	for d, best := range cost {
		r := q.chain[d]
		back := graph.Infinity
		for _, t := range against.steps[against.first[r]:against.first[r+1]] {
			back = min(back, exact[t.depth]+t.cost)
		}
		if best < back {
			q.reached = append(q.reached, reached{r, best})
		}
		exact[d] = min(best, back)
	}
}
