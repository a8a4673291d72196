package cch

import (
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// A Sweep finds the costs from one place to all nodes, or from all nodes to one place,
// for one goroutine at a time.
type Sweep struct {
	x     *Index
	climb climb
	back  *searchGraph // the steps against those of the climb
	above []graph.Cost // by depth: the costs of the nodes above the one at hand
}

// NewSweep prepares sweeps from a place to all nodes.
func (m *Metric) NewSweep() *Sweep { return m.sweep(&m.up, &m.down) }

// NewSweepBack prepares sweeps from all nodes to a place.
func (m *Metric) NewSweepBack() *Sweep { return m.sweep(&m.down, &m.up) }

func (m *Metric) sweep(steps, back *searchGraph) *Sweep {
	return &Sweep{m.x, m.newClimb(steps), back, make([]graph.Cost, m.x.height)}
}

// All writes into all, by node, what it costs to get there from the cheapest of the
// seeds, or from there to the cheapest of them. It panics if all has not one place for
// each node.
func (s *Sweep) All(seeds []dijkstra.Seed, all []graph.Cost) {
	x := s.x
	all = all[:len(x.node)]
	for n := range all {
		all[n] = graph.Infinity
	}
	for i := range seeds {
		low, _ := s.climb.seed(seeds[i : i+1])
		for r := low; r != none; r = x.parent[r] {
			d := x.depth[r]
			s.climb.relax(r, d)
			all[x.node[r]] = min(all[x.node[r]], s.climb.label[d].cost())
		}
	}
	// From the top; ranks are in postorder, so the nodes above are those last met.
	steps := s.back.steps
	end := len(steps)
	for r := len(x.node) - 1; r >= 0; r-- {
		best := all[x.node[r]]
		first := int(s.back.first[r])
		for _, t := range steps[first:end] {
			best = min(best, s.above[t.depth]+t.cost)
		}
		end = first
		s.above[x.depth[r]], all[x.node[r]] = best, best
	}
}
