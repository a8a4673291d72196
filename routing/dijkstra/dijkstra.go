package dijkstra

import (
	"slices"

	"xunhu/routing/graph"
)

// A Seed is a node where a search starts, and what it costs to be there. A search
// from the middle of a road starts at both of its ends.
type Seed struct {
	Node graph.Node
	Cost graph.Cost
}

// A Search holds the working memory of searches over one graph with one set of
// costs; it may be used again and again, by one goroutine at a time.
type Search struct {
	g      *graph.Graph
	w      []graph.Cost
	cost   []graph.Cost
	via    []graph.Arc // the arc by which a node was reached; -1 at a seed
	state  []uint32    // seen or settled in the present run; anything else is old
	wanted []uint32    // run in which the node was last a target
	heap   []uint64    // cost in the upper, node in the lower half: one comparison orders both
	run    uint32
}

// New prepares searches over g, where w holds the cost of each arc. It panics if
// the two do not fit.
func New(g *graph.Graph, w []graph.Cost) *Search {
	if len(w) != g.NumArcs() {
		panic("dijkstra: costs do not fit the graph")
	}
	n := g.NumNodes()
	return &Search{g: g, w: w, cost: make([]graph.Cost, n), via: make([]graph.Arc, n),
		state: make([]uint32, n), wanted: make([]uint32, n)}
}

// All gives the cost from s to every node.
func All(g *graph.Graph, w []graph.Cost, s graph.Node) []graph.Cost {
	q := New(g, w)
	q.Run([]Seed{{Node: s}}, nil)
	all := make([]graph.Cost, g.NumNodes())
	for n := range all {
		all[n] = q.Cost(graph.Node(n))
	}
	return all
}

// Run searches from the seeds until every target is settled; without targets,
// until everything that can be reached is.
func (s *Search) Run(seeds []Seed, targets []graph.Node) {
	s.begin()
	seen, settled := s.run, s.run+1
	left := 0
	for _, t := range targets {
		if s.wanted[t] != s.run {
			s.wanted[t] = s.run
			left++
		}
	}
	for _, seed := range seeds {
		s.reach(seed.Node, seed.Cost, -1, seen)
	}
	for len(s.heap) > 0 {
		top := s.pop()
		u := graph.Node(uint32(top))
		if s.state[u] == settled {
			continue
		}
		s.state[u] = settled
		if s.wanted[u] == s.run {
			if left--; left == 0 {
				return
			}
		}
		c := s.cost[u]
		for a, end := s.g.Out(u); a < end; a++ {
			if v := s.g.Head(a); s.state[v] != settled {
				s.reach(v, c+s.w[a], a, seen)
			}
		}
	}
}

// begin makes all that earlier runs have left behind old.
func (s *Search) begin() {
	s.heap = s.heap[:0]
	if s.run += 2; s.run >= 1<<32-4 {
		clear(s.state)
		clear(s.wanted)
		s.run = 2
	}
}

// reach notes that v can be had for c by way of a, if that is news.
func (s *Search) reach(v graph.Node, c graph.Cost, a graph.Arc, seen uint32) {
	if c >= graph.Infinity || s.state[v] == seen && s.cost[v] <= c {
		return
	}
	s.state[v], s.cost[v], s.via[v] = seen, c, a
	s.push(uint64(c)<<32 | uint64(uint32(v)))
}

// Cost is what it takes to reach n in the last run: Infinity if it cannot be
// reached or if the run had found all its targets before.
func (s *Search) Cost(n graph.Node) graph.Cost {
	if s.state[n] != s.run+1 {
		return graph.Infinity
	}
	return s.cost[n]
}

// Path gives the arcs from a seed to n, in the order of travel, and that seed's
// node. It has no arcs where n is itself the seed; ok is false where Cost is Infinity.
func (s *Search) Path(n graph.Node) (from graph.Node, arcs []graph.Arc, ok bool) {
	if s.state[n] != s.run+1 {
		return 0, nil, false
	}
	for s.via[n] >= 0 {
		arcs = append(arcs, s.via[n])
		n = s.g.Tail(s.via[n])
	}
	slices.Reverse(arcs)
	return n, arcs, true
}

func (s *Search) push(x uint64) {
	s.heap = append(s.heap, x)
	i := len(s.heap) - 1
	for i > 0 && s.heap[(i-1)/2] > x {
		s.heap[i] = s.heap[(i-1)/2]
		i = (i - 1) / 2
	}
	s.heap[i] = x
}

func (s *Search) pop() uint64 {
	top, last := s.heap[0], len(s.heap)-1
	x := s.heap[last]
	s.heap = s.heap[:last]
	for i := 0; last > 0; {
		child := 2*i + 1
		if child+1 < last && s.heap[child+1] < s.heap[child] {
			child++
		}
		if child >= last || s.heap[child] >= x {
			s.heap[i] = x
			break
		}
		s.heap[i] = s.heap[child]
		i = child
	}
	return top
}
