package cch

import "xunhu/routing/graph"

// A weight is what an edge costs, up from its lower to its higher end and down
// again, and where that comes from: from a lower triangle (its edge to the lower of
// the two ends), from an arc of the graph (its complement), or, where the cost is
// Infinity, from none.
type weight struct {
	up, down       graph.Cost
	upVia, downVia int32
}

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

// A Metric is an Index with costs.
type Metric struct {
	x        *Index
	weights  []weight // by edge
	up, down searchGraph
	exact    []exact     // by edge; of Customize alone, what Update goes by
	skip     []needless  // likewise
	base     *Metric     // of Update alone: that of Customize from which it comes
	changed  []graph.Arc // and the arcs whose costs may differ from those of base
}

// Customize makes a Metric of the costs of all arcs. It panics if costs do not fit
// the graph.
func (x *Index) Customize(costs []graph.Cost) *Metric {
	if len(costs) != x.g.NumArcs() {
		panic("cch: costs do not fit the graph")
	}
	m := &Metric{x: x, weights: make([]weight, len(x.head))}
	m.respect(costs)
	m.lower()
	m.prune()
	return m
}

// respect gives each edge the cost of the cheapest arc that it stands for.
func (m *Metric) respect(costs []graph.Cost) {
	for e := range m.weights {
		m.weights[e] = weight{graph.Infinity, graph.Infinity, nowhere, nowhere}
	}
	for a, s := range m.x.slot {
		if s == none {
			continue
		}
		if w := &m.weights[s>>1]; s&1 == 0 {
			if costs[a] < w.up {
				w.up, w.upVia = costs[a], ^int32(a)
			}
		} else if costs[a] < w.down {
			w.down, w.downVia = costs[a], ^int32(a)
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
				high, yz := &m.weights[xz], &m.weights[edge[x.head[xz]]]
				if c := low.down + high.up; c < yz.up {
					yz.up, yz.upVia = c, xy
				}
				if c := high.down + low.up; c < yz.down {
					yz.down, yz.downVia = c, xy
				}
			}
		}
	}
}

// An exact is the least cost between the ends of an edge by any way at all.
type exact struct{ up, down graph.Cost }

// A needless is the directions in which an edge may be left out of a search.
type needless uint8

const (
	noUp needless = 1 << iota
	noDown
)

// prune finds the least cost between the ends of each edge, over lower, middle and
// higher nodes, from the top: when rank y is taken, the edges above it are final. An
// edge is left out of the search if a way over a middle or higher node is cheaper, or
// as cheap and first goes to a node that is strictly nearer; by induction on
// that cost, and on ranks from the top, some cheapest way keeps all its edges.
func (m *Metric) prune() {
	x := m.x
	m.exact, m.skip = make([]exact, len(m.weights)), make([]needless, len(m.weights))
	for e, w := range m.weights {
		m.exact[e], m.skip[e] = w.alone()
	}
	edge := make([]int32, len(x.node))
	for y := int32(len(x.node)) - 1; y >= 0; y-- {
		for e := x.first[y]; e < x.first[y+1]; e++ {
			edge[x.head[e]] = e
		}
		for _, xy := range x.down[x.below[y]:x.below[y+1]] {
			near := m.exact[xy]
			skip := m.skip[xy]
			for xz, end := xy+1, x.first[x.tail[xy]+1]; xz < end; xz++ {
				far, yz := &m.exact[xz], m.exact[edge[x.head[xz]]]
				if c := near.up + yz.up; c <= far.up && (c < far.up || yz.up > 0) { // x, y, z
					far.up = c
					m.skip[xz] |= noUp
				}
				if c := far.up + yz.down; c <= near.up && (c < near.up || yz.down > 0) { // x, z, y
					near.up = c
					skip |= noUp
				}
				if c := yz.down + near.down; c <= far.down && (c < far.down || yz.down > 0) { // z, y, x
					far.down = c
					m.skip[xz] |= noDown
				}
				if c := yz.up + far.down; c <= near.down && (c < near.down || yz.up > 0) { // y, z, x
					near.down = c
					skip |= noDown
				}
			}
			m.exact[xy], m.skip[xy] = near, skip
		}
	}
	m.gather()
}

// alone is what is known of an edge before others are looked at.
func (w *weight) alone() (exact, needless) {
	skip := needless(0)
	if w.up == graph.Infinity {
		skip |= noUp
	}
	if w.down == graph.Infinity {
		skip |= noDown
	}
	return exact{w.up, w.down}, skip
}

// gather lists the edges that searches take.
func (m *Metric) gather() {
	ups, downs := 0, 0
	for _, s := range m.skip {
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
			if m.skip[e]&noUp == 0 {
				m.up.add(e, step{x.depth[x.head[e]], m.weights[e].up})
			}
			if m.skip[e]&noDown == 0 {
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

// Bytes is the memory that the Metric takes, without its Index.
func (m *Metric) Bytes() int {
	sum := 16*len(m.weights) + 8*len(m.exact) + len(m.skip) + 4*len(m.changed)
	for _, s := range [2]*searchGraph{&m.up, &m.down} {
		sum += 4*len(s.first) + 8*len(s.steps) + 4*len(s.edge)
	}
	return sum
}
