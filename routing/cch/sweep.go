package cch

import (
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// A Sweep finds the costs from one place to all nodes, for one goroutine at a time.
type Sweep struct {
	m     *Metric
	from  climb
	above []graph.Cost // by depth: the costs of the nodes above the one at hand
}

// NewSweep prepares sweeps.
func (m *Metric) NewSweep() *Sweep {
	return &Sweep{m: m, from: m.newClimb(&m.up), above: make([]graph.Cost, m.x.height)}
}

// From writes into all, by node, what it costs to get there from the nearest of the
// seeds. It panics if all has not one place for each node.
func (s *Sweep) From(seeds []dijkstra.Seed, all []graph.Cost) {
	x := s.m.x
	all = all[:len(x.node)]
	for n := range all {
		all[n] = graph.Infinity
	}
	for i := range seeds {
		low, _ := s.from.seed(seeds[i : i+1])
		for r := low; r != none; r = x.parent[r] {
			d := x.depth[r]
			s.from.relax(r, d)
			all[x.node[r]] = min(all[x.node[r]], s.from.label[d].cost())
		}
	}
	// From the top; ranks are in postorder, so the nodes above are those last met.
	steps := s.m.down.steps
	end := len(steps)
	for r := len(x.node) - 1; r >= 0; r-- {
		best := all[x.node[r]]
		first := int(s.m.down.first[r])
		for _, t := range steps[first:end] {
			best = min(best, s.above[t.depth]+t.cost)
		}
		end = first
		s.above[x.depth[r]], all[x.node[r]] = best, best
	}
}
