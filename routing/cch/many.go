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
	from    climb
	chain   []int32 // by depth: the ranks from a place to the root
	exact   []graph.Cost
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
	q := &Many{m: m, places: leave, goals: len(arrive), from: m.newClimb(&m.up),
		chain: make([]int32, h), exact: make([]graph.Cost, h)}
	to := m.newClimb(&m.down)
	all := make([][]reached, len(arrive))
	n := len(m.x.node)
	q.first = make([]int32, n+1)
	for i, seeds := range arrive {
		q.reach(&to, &m.up, seeds)
		all[i] = slices.Clone(q.reached)
		for _, r := range q.reached {
			q.first[r.rank+1]++
		}
	}
	for r := range n {
		q.first[r+1] += q.first[r]
	}
	q.goal = make([]goal, q.first[n])
	next := slices.Clone(q.first[:n])
	for i, ranks := range all {
		for _, r := range ranks {
			q.goal[next[r.rank]] = goal{int32(i), r.cost}
			next[r.rank]++
		}
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
	q.reach(&q.from, &q.m.down, q.places[place])
	for _, r := range q.reached {
		for _, g := range q.goal[q.first[r.rank]:q.first[r.rank+1]] {
			row[g.place] = min(row[g.place], r.cost+g.cost)
		}
	}
}

// reach lists the ranks at which a way to or from the seeds may have to turn.
// against holds the steps back from higher ranks.
func (q *Many) reach(c *climb, against *searchGraph, seeds []dijkstra.Seed) {
	q.reached = q.reached[:0]
	if low, ok := c.seed(seeds); ok {
		q.climb(c, against, low)
		return
	}
	for i := range seeds { // not on one way to the root
		low, _ := c.seed(seeds[i : i+1])
		q.climb(c, against, low)
	}
}

// climb goes up to the root and comes back. A rank
// that is had as cheaply over a higher one is not listed: the way turns further up.
func (q *Many) climb(c *climb, against *searchGraph, low int32) {
	x := q.m.x
	for r := low; r != none; r = x.parent[r] {
		q.chain[x.depth[r]] = r
		c.relax(r, x.depth[r])
	}
	for d, r := range q.chain[:x.depth[low]+1] {
		best := c.label[d].cost()
		turns := best < graph.Infinity
		for _, t := range against.steps[against.first[r]:against.first[r+1]] {
			if back := q.exact[t.depth] + t.cost; back <= best {
				best, turns = back, false
			}
		}
		q.exact[d] = min(best, graph.Infinity)
		if turns {
			q.reached = append(q.reached, reached{r, best})
		}
	}
}
