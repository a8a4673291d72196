package cch

import (
	"slices"

	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// A Query finds cheapest paths with one Metric, again and again, for one goroutine
// at a time.
type Query struct {
	m        *Metric
	from, to climb
	edges    []int32 // of a path, from where the climbs met back to its seed
	arcs     []graph.Arc
	wait     []half
}

// NewQuery prepares queries.
func (m *Metric) NewQuery() *Query {
	return &Query{m: m, from: m.newClimb(&m.up), to: m.newClimb(&m.down)}
}

// Distance is the cost of the cheapest path from a node to another.
func (q *Query) Distance(from, to graph.Node) graph.Cost {
	r, s := q.m.x.rank[from], q.m.x.rank[to]
	q.from.start(r)
	q.to.start(s)
	return q.meet(r, s).cost()
}

// Cost is that of the cheapest path from one of the seeds to one of the goals, the
// costs of both included.
func (q *Query) Cost(from, to []dijkstra.Seed) graph.Cost {
	best, _, _ := q.best(from, to)
	return best.cost()
}

// A Path is a way through the network and what it costs.
type Path struct {
	Cost     graph.Cost  // that of its seed and of its goal included
	From, To int         // the numbers of the seed and of the goal
	Arcs     []graph.Arc // in the order of travel; valid until the query is used again
}

// Path finds a cheapest path from one of the seeds to one of the goals. It is not ok
// if there is none.
func (q *Query) Path(from, to []dijkstra.Seed) (p Path, ok bool) {
	best, f, t := q.best(from, to)
	if best >= unreached {
		return Path{}, false
	}
	x := q.m.x
	q.edges, q.arcs = q.edges[:0], q.arcs[:0]
	at := best.via()
	for l := q.from.label[at]; ; l = q.from.label[at] {
		if l&seeded != 0 {
			f += int(l & (seeded - 1))
			break
		}
		e := q.m.up.edge[l.via()]
		q.edges = append(q.edges, e)
		at = x.depth[x.tail[e]]
	}
	for _, e := range slices.Backward(q.edges) {
		q.unpack(e, false)
	}
	at = best.via()
	for l := q.to.label[at]; ; l = q.to.label[at] {
		if l&seeded != 0 {
			t += int(l & (seeded - 1))
			break
		}
		e := q.m.down.edge[l.via()]
		q.unpack(e, true)
		at = x.depth[x.tail[e]]
	}
	return Path{best.cost(), f, t, q.arcs}, true
}

// unpack appends the arcs that an edge stands for in one direction. A way over a third, lower node
// goes down to it and up from it; the second half waits, with its origin, which is fetched from
// memory meanwhile.
func (q *Query) unpack(e int32, down bool) {
	heads, origins, wait := q.m.x.head, q.m.origins, q.wait[:0]
	via := origins[e].up
	if down {
		via = origins[e].down
	}
	for {
		for via >= 0 {
			first, second := via, via+1
			for high := heads[e]; heads[second] != high; {
				second++
			}
			if down {
				first, second = second, first
			}
			wait = append(wait, half{second, origins[second].up})
			e, via, down = first, origins[first].down, true
		}
		q.arcs = append(q.arcs, graph.Arc(^via))
		last := len(wait) - 1
		if last < 0 {
			break
		}
		e, via, down = wait[last].edge, wait[last].via, false
		wait = wait[:last]
	}
	q.wait = wait
}

// A half is an edge that is yet to be unpacked upward, and its origin.
type half struct{ edge, via int32 }

// best runs one search if the seeds lie on one way to the root, and the goals too,
// as the ends of a road do; else one for each pair. It gives the number of the first
// seed and goal of that search; labels are left as the best search made them.
func (q *Query) best(from, to []dijkstra.Seed) (best label, f, t int) {
	r, one := q.from.seed(from)
	s, other := q.to.seed(to)
	if one && other {
		return q.meet(r, s), 0, 0
	}
	best = unreached
	pair := func(i, j int) label {
		r, _ = q.from.seed(from[i : i+1])
		s, _ = q.to.seed(to[j : j+1])
		return q.meet(r, s)
	}
	for i := range from {
		for j := range to {
			if l := pair(i, j); l.cost() < best.cost() {
				best, f, t = l, i, j
			}
		}
	}
	if best < unreached {
		pair(f, t)
	}
	return best, f, t
}

// A label is a cost, and below it in the word whence it came: the number of a step
// or, in the label of a seed, seeded plus the seed's number. The least of two labels
// is the cheaper one.
type label uint64

const (
	unreached = label(graph.Infinity) << 32
	seeded    = 1 << 31
)

func (l label) cost() graph.Cost { return graph.Cost(l >> 32) }
func (l label) via() int32       { return int32(uint32(l)) }

// A climb is a search from one end towards the root of its tree.
type climb struct {
	x     *Index
	steps *searchGraph
	label []label // by depth
}

func (m *Metric) newClimb(s *searchGraph) climb {
	return climb{m.x, s, make([]label, m.x.height)}
}

// start puts a climb at rank r.
func (c *climb) start(r int32) {
	d := c.x.depth[r]
	for i := range c.label[:d] {
		c.label[i] = unreached
	}
	c.label[d] = seeded
}

// seed puts a climb at the lowest of the seeds. It is not ok unless all others lie on
// the way from there to the root.
func (c *climb) seed(seeds []dijkstra.Seed) (low int32, ok bool) {
	if low, ok = c.x.lowest(seeds); !ok {
		return low, false
	}
	c.start(low)
	c.label[c.x.depth[low]] = unreached
	for i, s := range seeds {
		d := c.x.depth[c.x.rank[s.Node]]
		c.label[d] = min(c.label[d], label(s.Cost)<<32+seeded+label(i))
	}
	return low, true
}

// lowest gives the lowest rank of the seeds. It is not ok unless there are seeds and all
// others lie on the way from there to the root.
func (x *Index) lowest(seeds []dijkstra.Seed) (low int32, ok bool) {
	low = none
	for _, s := range seeds {
		if r := x.rank[s.Node]; low == none || r < low {
			low = r
		}
	}
	for _, s := range seeds {
		r, at := x.rank[s.Node], low
		for at != none && at < r {
			at = x.parent[at]
		}
		if at != r {
			return low, false
		}
	}
	return low, low != none
}

// relax takes the steps from rank r, which lies at the depth given.
func (c *climb) relax(r, depth int32) {
	base := c.label[depth] >> 32 << 32
	if base >= unreached {
		return
	}
	first, end := c.steps.first[r], c.steps.first[r+1]
	for i, t := range c.steps.steps[first:end] {
		c.label[t.depth] = min(c.label[t.depth], base+label(t.cost)<<32+label(first)+label(i))
	}
}

// meet climbs from both ends until all ways have met: rank r, where q.from
// stands, and rank s, where q.to does. It gives the cost, and the depth at
// which they met.
func (q *Query) meet(r, s int32) label {
	x, f, t := q.m.x, &q.from, &q.to
	at, other := x.depth[r], x.depth[s]
	for ; at > other; at-- {
		f.relax(r, at)
		r = x.parent[r]
	}
	for ; other > at; other-- {
		t.relax(s, other)
		s = x.parent[s]
	}
	for ; r != s; at-- {
		f.relax(r, at)
		t.relax(s, at)
		r, s = x.parent[r], x.parent[s]
	}
	best := unreached
	for ; r != none; at-- {
		a, b := f.label[at]>>32<<32, t.label[at]>>32<<32
		best = min(best, a+b+label(at))
		if a < best {
			f.relax(r, at)
		}
		if b < best {
			t.relax(r, at)
		}
		r = x.parent[r]
	}
	return best
}
