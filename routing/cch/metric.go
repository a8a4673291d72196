package cch

import (
	"sync"

	"xunhu/routing/graph"
)

// A weight is what an edge costs, up from its lower to its higher end and down again.
type weight struct{ up, down graph.Cost }

// An origin is where a weight comes from: from a lower triangle (its edge to the lower of the
// two ends), from an arc of the graph (its complement), or, where the cost is Infinity, from
// none.
type origin struct{ up, down int32 }

// unweighed is an edge before anything is known of it.
var unweighed = weight{graph.Infinity, graph.Infinity}

// nowhere is the origin of a cost of Infinity: the complement of no arc that exists.
const nowhere = int32(-1 << 31)

// A step is an edge as a search takes it: to the ancestor at a depth.
type step struct {
	depth int32
	cost  graph.Cost
}

// A search graph holds the edges by which places are reached from below (up) or from
// which they are reached (down).
type searchGraph struct {
	first []int32 // steps of rank r: first[r] up to first[r+1]
	steps []step
	edge  []int32 // by step
}

// A Metric is an Index with costs. One that Update made knows from which one of Customize it
// comes, and where it may differ.
type Metric struct {
	x        *Index
	weights  []weight // by edge
	origins  []origin // by edge
	up, down searchGraph

	once   sync.Once
	pruned pruned // what Update goes by, once it is needed

	base    *Metric
	changed []graph.Arc
}

// Customize makes a Metric of the costs of all arcs. It panics if costs do not fit
// the graph.
func (x *Index) Customize(costs []graph.Cost) *Metric {
	m, _ := x.customize(costs)
	return m
}

// Base is Customize for a Metric that shall be updated: it keeps at once what the first Update
// would have to find, 9 bytes an edge.
func (x *Index) Base(costs []graph.Cost) *Metric {
	m, p := x.customize(costs)
	m.once.Do(func() { m.pruned = p })
	return m
}

func (x *Index) customize(costs []graph.Cost) (*Metric, pruned) {
	if len(costs) != x.g.NumArcs() {
		panic("cch: costs do not fit the graph")
	}
	m := &Metric{x: x, weights: make([]weight, len(x.head)), origins: make([]origin, len(x.head))}
	m.respect(costs)
	m.lower()
	p := m.prune()
	m.gather(p.skip)
	return m, p
}

// respect gives each edge the cost of the cheapest arc that it stands for.
func (m *Metric) respect(costs []graph.Cost) {
	for e := range m.weights {
		m.weights[e], m.origins[e] = unweighed, origin{nowhere, nowhere}
	}
	for a, s := range m.x.slot {
		if s == none {
			continue
		}
		if w := &m.weights[s>>1]; s&1 == 0 {
			if costs[a] < w.up {
				w.up, m.origins[s>>1].up = costs[a], ^int32(a)
			}
		} else if costs[a] < w.down {
			w.down, m.origins[s>>1].down = costs[a], ^int32(a)
		}
	}
}

// lower brings down the cost of each edge to that of the best way over lower nodes. Ends
// are taken from the bottom: when rank y is, the edges below it are final.
func (m *Metric) lower() {
	x := m.x
	edge := make([]int32, len(x.node)) // by rank z: the edge from y to z
	for y := range int32(len(x.node)) {
		for e := x.first[y]; e < x.first[y+1]; e++ {
			edge[x.head[e]] = e
		}
		for _, xy := range x.down[x.below[y]:x.below[y+1]] {
			low := m.weights[xy]
			if low.up == graph.Infinity && low.down == graph.Infinity {
				continue
			}
			for xz, end := xy+1, x.first[x.tail[xy]+1]; xz < end; xz++ {
				e := edge[x.head[xz]]
				high, yz := m.weights[xz], &m.weights[e]
				if c := low.down + high.up; c < yz.up {
					yz.up, m.origins[e].up = c, xy
				}
				if c := high.down + low.up; c < yz.down {
					yz.down, m.origins[e].down = c, xy
				}
			}
		}
	}
}

// A needless is the directions in which an edge may be left out of a search.
type needless uint8

const (
	noUp needless = 1 << iota
	noDown
)

// A pruned is the least costs between the ends of each edge by any way at all, and the edges that
// may be left out.
type pruned struct {
	exact []weight
	skip  []needless
}

// prune finds the least cost between the ends of each edge, over lower, middle and
// higher nodes, from the top: when rank y is taken, the edges above it are final. An
// edge is left out of the search if a way over a middle or higher node is cheaper, or
// as cheap and first goes to a node that is strictly nearer; by induction on
// that cost, and on ranks from the top, some cheapest way keeps all its edges.
func (m *Metric) prune() pruned {
	x := m.x
	exact, skips := make([]weight, len(m.weights)), make([]needless, len(m.weights))
	for e, w := range m.weights {
		exact[e], skips[e] = w.alone()
	}
	edge := make([]int32, len(x.node))
	for y := int32(len(x.node)) - 1; y >= 0; y-- {
		for e := x.first[y]; e < x.first[y+1]; e++ {
			edge[x.head[e]] = e
		}
		for _, xy := range x.down[x.below[y]:x.below[y+1]] {
			near, skip := exact[xy], skips[xy]
			for xz, end := xy+1, x.first[x.tail[xy]+1]; xz < end; xz++ {
				far, yz := &exact[xz], exact[edge[x.head[xz]]]
				if c := near.up + yz.up; c <= far.up && (c < far.up || yz.up > 0) { // x, y, z
					far.up = c
					skips[xz] |= noUp
				}
				if c := far.up + yz.down; c <= near.up && (c < near.up || yz.down > 0) { // x, z, y
					near.up = c
					skip |= noUp
				}
				if c := yz.down + near.down; c <= far.down && (c < far.down || yz.down > 0) { // z, y, x
					far.down = c
					skips[xz] |= noDown
				}
				if c := yz.up + far.down; c <= near.down && (c < near.down || yz.up > 0) { // y, z, x
					near.down = c
					skip |= noDown
				}
			}
			exact[xy], skips[xy] = near, skip
		}
	}
	return pruned{exact, skips}
}

// least is what prune finds, kept.
func (m *Metric) least() pruned {
	m.once.Do(func() { m.pruned = m.prune() })
	return m.pruned
}

// alone is what is known of an edge before others are looked at.
func (w weight) alone() (weight, needless) {
	skip := needless(0)
	if w.up == graph.Infinity {
		skip |= noUp
	}
	if w.down == graph.Infinity {
		skip |= noDown
	}
	return w, skip
}

// gather lists the edges that searches take.
func (m *Metric) gather(skips []needless) {
	ups, downs := 0, 0
	for _, s := range skips {
		if s&noUp == 0 {
			ups++
		}
		if s&noDown == 0 {
			downs++
		}
	}
	x := m.x
	m.up, m.down = newSearchGraph(len(x.node), ups), newSearchGraph(len(x.node), downs)
	for r := range x.node {
		for e := x.first[r]; e < x.first[r+1]; e++ {
			if skips[e]&noUp == 0 {
				m.up.add(e, step{x.depth[x.head[e]], m.weights[e].up})
			}
			if skips[e]&noDown == 0 {
				m.down.add(e, step{x.depth[x.head[e]], m.weights[e].down})
			}
		}
		m.up.first[r+1], m.down.first[r+1] = int32(len(m.up.steps)), int32(len(m.down.steps))
	}
}

func newSearchGraph(nodes, steps int) searchGraph {
	return searchGraph{make([]int32, nodes+1), make([]step, 0, steps), make([]int32, 0, steps)}
}

func (s *searchGraph) add(e int32, t step) {
	s.steps, s.edge = append(s.steps, t), append(s.edge, e)
}

// Bytes is the memory that the Metric takes, without its Index and what Update keeps.
func (m *Metric) Bytes() int {
	sum := 8*(len(m.weights)+len(m.origins)) + 4*len(m.changed)
	for _, s := range [2]*searchGraph{&m.up, &m.down} {
		sum += 4*len(s.first) + 8*len(s.steps) + 4*len(s.edge)
	}
	return sum
}
