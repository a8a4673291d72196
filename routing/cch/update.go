package cch

import (
	"math/bits"
	"slices"

	"xunhu/routing/graph"
)

// whole is the share of all arcs above which nothing is gained by looking at changes
// one by one.
const whole = 0.01

// Update makes the Metric that Customize makes of these costs, to the last edge, if only
// the arcs given may cost something else than they did when m was made. What it takes
// grows with the edges that become others; besides, the arrays of the Metric are copied. The first
// Update of a Metric that is no Base takes half as long as Customize besides.
// It panics if costs do not fit the graph.
//
// An edge is looked at again if a triangle on which its cost rests, or may come to rest,
// has changed: weights from the bottom, since they rest on lower edges, then least costs
// from the top, since they rest on higher ones. Dibbelt, Strasser and Wagner (2016) do so
// for weights alone.
func (m *Metric) Update(costs []graph.Cost, arcs []graph.Arc) *Metric {
	x := m.x
	if len(costs) != x.g.NumArcs() {
		panic("cch: costs do not fit the graph")
	}
	if m.base != nil {
		arcs = slices.Concat(m.changed, arcs)
		slices.Sort(arcs)
		return m.base.Update(costs, slices.Compact(arcs))
	}
	if float64(len(arcs)) > whole*float64(len(costs)) {
		return x.Customize(costs)
	}
	before := m.least()
	u := &updating{
		x: x, base: m, before: before, costs: costs, weights: slices.Clone(m.weights), origins: slices.Clone(m.origins),
		pruned: pruned{slices.Clone(before.exact), slices.Clone(before.skip)},
		todo:   newSet(len(x.head)), later: newSet(len(x.head)), turned: newSet(len(x.node)), edge: make([]int32, len(x.node)),
	}
	for _, a := range arcs {
		if s := x.slot[a]; s != none {
			u.todo.add(s >> 1)
		}
	}
	for e := u.todo.next(0); e != none; e = u.todo.next(x.first[x.tail[e]+1]) {
		u.lower(x.tail[e])
	}
	for e := u.later.previous(int32(len(x.head)) - 1); e != none; e = u.later.previous(x.first[x.tail[e]] - 1) {
		u.prune(x.tail[e])
	}
	return &Metric{
		x: x, base: m, changed: slices.Clone(arcs), weights: u.weights, origins: u.origins,
		up:   u.spliced(&m.up, noUp, func(w *weight) graph.Cost { return w.up }),
		down: u.spliced(&m.down, noDown, func(w *weight) graph.Cost { return w.down }),
	}
}

// An updating is the work of Update.
type updating struct {
	x       *Index
	base    *Metric
	costs   []graph.Cost
	weights []weight // by edge, as all that follow become
	origins []origin
	pruned
	before pruned  // that of base
	todo   set     // edges whose weights are to be found again
	later  set     // edges whose least costs are
	turned set     // ranks whose steps become others
	edge   []int32 // by rank: 1 + the edge from the rank at hand, if it matters
}

// mind points from the heads of edges to these, and forgets them again.
func (u *updating) mind(edges []int32) {
	for _, e := range edges {
		u.edge[u.x.head[e]] = 1 + e
	}
}

func (u *updating) forget(edges []int32) {
	for _, e := range edges {
		u.edge[u.x.head[e]] = 0
	}
}

// lower finds the weights of the edges above rank y again that are to be looked at. Those
// below are final.
func (u *updating) lower(y int32) {
	x := u.x
	mine := u.todo.within(x.first[y], x.first[y+1])
	for _, e := range mine {
		u.weights[e], u.origins[e] = u.respect(e)
	}
	u.mind(mine)
	for _, xy := range x.down[x.below[y]:x.below[y+1]] {
		low := u.weights[xy]
		if low.up == graph.Infinity && low.down == graph.Infinity {
			continue
		}
		for xz, end := xy+1, x.first[x.tail[xy]+1]; xz < end; xz++ {
			e := u.edge[x.head[xz]] - 1
			if e < 0 {
				continue
			}
			high, yz := u.weights[xz], &u.weights[e]
			if c := low.down + high.up; c < yz.up {
				yz.up, u.origins[e].up = c, xy
			}
			if c := high.down + low.up; c < yz.down {
				yz.down, u.origins[e].down = c, xy
			}
		}
	}
	u.forget(mine)
	for _, e := range mine {
		if u.weights[e] != u.base.weights[e] {
			u.raise(y, e)
		}
	}
}

// respect is the weight of an edge by arcs of the graph alone.
func (u *updating) respect(e int32) (weight, origin) {
	x := u.x
	w, via := unweighed, origin{nowhere, nowhere}
	low, high := x.node[x.tail[e]], x.node[x.head[e]]
	for a, end := x.g.Out(low); a < end; a++ {
		if x.g.Head(a) == high && u.costs[a] < w.up {
			w.up, via.up = u.costs[a], ^int32(a)
		}
	}
	for a, end := x.g.Out(high); a < end; a++ {
		if x.g.Head(a) == low && u.costs[a] < w.down {
			w.down, via.down = u.costs[a], ^int32(a)
		}
	}
	return w, via
}

// raise marks what rests on an edge above rank y that has another weight: edges between its
// higher end and the others of y, and the least costs above y.
func (u *updating) raise(y, e int32) {
	x := u.x
	u.turned.add(y)
	for f := x.first[y]; f < x.first[y+1]; f++ {
		u.later.add(f)
		if f == e {
			continue
		}
		low, high := min(e, f), max(e, f) // as their heads
		yz := x.edge(x.head[low], x.head[high])
		now := &u.base.weights[yz]
		a, b, oldA, oldB := &u.weights[low], &u.weights[high], &u.base.weights[low], &u.base.weights[high]
		if rests(now.up, oldA.down+oldB.up, a.down+b.up) || rests(now.down, oldB.down+oldA.up, b.down+a.up) {
			u.todo.add(yz)
		}
	}
}

// rests tells whether a cost may become another one when a sum that it may be the least of
// does.
func rests(cost, before, after graph.Cost) bool {
	return before == cost && before < graph.Infinity || after <= cost && after < graph.Infinity
}

// prune finds the least costs of the edges above rank r again that are to be looked at.
// Those above are final.
func (u *updating) prune(r int32) {
	x := u.x
	mine := u.later.within(x.first[r], x.first[r+1])
	for _, e := range mine {
		u.exact[e], u.skip[e] = u.weights[e].alone()
	}
	u.mind(mine)
	for xy := x.first[r]; xy < x.first[r+1]; xy++ {
		y := x.head[xy]
		nearCounts, near, low := u.edge[y] != 0, &u.exact[xy], &u.weights[xy]
		yz := x.first[y]
		for xz := xy + 1; xz < x.first[r+1]; xz++ {
			z := x.head[xz]
			farCounts := u.edge[z] != 0
			if !nearCounts && !farCounts {
				continue
			}
			for x.head[yz] != z {
				yz++
			}
			between, far, high := u.exact[yz], &u.exact[xz], &u.weights[xz]
			if farCounts {
				u.skip[xz] |= beats(low.up+between.up, between.up, &far.up, noUp) | beats(between.down+low.down, between.down, &far.down, noDown)
			}
			if nearCounts {
				u.skip[xy] |= beats(high.up+between.down, between.down, &near.up, noUp) | beats(between.up+high.down, between.up, &near.down, noDown)
			}
		}
	}
	u.forget(mine)
	mine = slices.DeleteFunc(mine, func(e int32) bool {
		if u.skip[e] != u.before.skip[e] {
			u.turned.add(r)
		}
		return u.exact[e] == u.before.exact[e]
	})
	if len(mine) > 0 {
		u.sink(r, mine)
	}
}

// beats takes the cost of a way over another node if it is less, and says whether the edge
// itself is needless then.
func beats(c, beyond graph.Cost, least *graph.Cost, skip needless) needless {
	if c > *least || c == *least && beyond == 0 {
		return 0
	}
	*least = c
	return skip
}

// sink marks what rests on edges above rank y that have other least costs.
func (u *updating) sink(y int32, edges []int32) {
	x := u.x
	u.mind(edges)
	for _, xy := range x.down[x.below[y]:x.below[y+1]] {
		low, near := &u.weights[xy], &u.before.exact[xy]
		for xz, end := xy+1, x.first[x.tail[xy]+1]; xz < end; xz++ {
			e := u.edge[x.head[xz]] - 1
			if e < 0 {
				continue
			}
			now, old, high, far := &u.exact[e], &u.before.exact[e], &u.weights[xz], &u.before.exact[xz]
			if rests(far.up, low.up+old.up, low.up+now.up) || rests(far.down, old.down+low.down, now.down+low.down) {
				u.later.add(xz)
			}
			if rests(near.up, high.up+old.down, high.up+now.down) || rests(near.down, old.up+high.down, now.up+high.down) {
				u.later.add(xy)
			}
		}
	}
	u.forget(edges)
}

// spliced is a search graph of base with the steps of the ranks that turned.
func (u *updating) spliced(old *searchGraph, skip needless, cost func(*weight) graph.Cost) searchGraph {
	x := u.x
	size := len(old.steps)
	for r := u.turned.next(0); r != none; r = u.turned.next(r + 1) {
		size -= int(old.first[r+1] - old.first[r])
		for _, s := range u.skip[x.first[r]:x.first[r+1]] {
			if s&skip == 0 {
				size++
			}
		}
	}
	s := newSearchGraph(len(x.node), size)
	keep := func(from, to int32) { // ranks
		shift := int32(len(s.steps)) - old.first[from]
		for r := from; r < to; r++ {
			s.first[r+1] = old.first[r+1] + shift
		}
		s.steps = append(s.steps, old.steps[old.first[from]:old.first[to]]...)
		s.edge = append(s.edge, old.edge[old.first[from]:old.first[to]]...)
	}
	from := int32(0)
	for r := u.turned.next(0); r != none; r = u.turned.next(r + 1) {
		keep(from, r)
		for e := x.first[r]; e < x.first[r+1]; e++ {
			if u.skip[e]&skip == 0 {
				s.add(e, step{x.depth[x.head[e]], cost(&u.weights[e])})
			}
		}
		from = r + 1
		s.first[from] = int32(len(s.steps))
	}
	keep(from, int32(len(x.node)))
	return s
}

// A set holds numbers, and gives them in order.
type set []uint64

func newSet(size int) set { return make(set, (size+63)/64) }

func (s set) add(i int32) { s[i>>6] |= 1 << (i & 63) }

// next is the first number from i on; none if there is none.
func (s set) next(i int32) int32 {
	for w := int(i >> 6); w < len(s); w++ {
		b := s[w]
		if w == int(i>>6) {
			b &= ^uint64(0) << (i & 63)
		}
		if b != 0 {
			return int32(w<<6 + bits.TrailingZeros64(b))
		}
	}
	return none
}

// previous is the last number up to i; none if there is none.
func (s set) previous(i int32) int32 {
	for w := int(i >> 6); w >= 0; w-- {
		b := s[w]
		if w == int(i>>6) {
			b &= ^uint64(0) >> (63 - i&63)
		}
		if b != 0 {
			return int32(w<<6 + 63 - bits.LeadingZeros64(b))
		}
	}
	return none
}

// within lists the numbers from one up to, without, another.
func (s set) within(from, to int32) (list []int32) {
	for i := s.next(from); i != none && i < to; i = s.next(i + 1) {
		list = append(list, i)
	}
	return list
}
