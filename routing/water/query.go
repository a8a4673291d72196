package water

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// A Path is a way that was found.
type Path struct {
	Line      orb.LineString // with the direction of travel; at least two points
	DistanceM float64
	DurationS float64
}

// A Query finds ways on a metric. It has working memory of its own: one goroutine at
// a time.
type Query struct {
	m    *Metric
	view view
	cost []graph.Cost
	via  []graph.Arc // the arc by which a node was reached; -1-i where by leg i
	goal []goal
	seen []uint32 // by node: the run in which it was reached
	run  uint32
	heap []item
	// metres a degree, both the least of the network: bounds of distances from below
	east, north float64
}

// A goal is what it takes from a node to the end, if it is of this run.
type goal struct {
	run  uint32
	cost graph.Cost
	leg  int32
}

// An item waits in the heap: its cost and what it must take from there at least.
type item struct {
	least float64
	cost  graph.Cost
	node  graph.Node
}

// NewQuery makes working memory.
func (m *Metric) NewQuery() *Query {
	n := len(m.n.at)
	q := &Query{m: m, cost: make([]graph.Cost, n), via: make([]graph.Arc, n), goal: make([]goal, n), seen: make([]uint32, n)}
	q.view = view{w: m.n.w, spots: true}
	box := m.n.w.m.box.Union(orb.MultiPoint(m.n.at).Bound())
	q.east, q.north = math.Inf(1), math.Inf(1)
	for _, lat := range []float64{box.Min[1] - 0.1, box.Max[1] + 0.1} {
		east, north := geodesy.Degree(max(-90, min(90, lat)))
		q.east, q.north = min(q.east, east), min(q.north, north)
	}
	if box.Min[1] < 0 && box.Max[1] > 0 {
		_, q.north = geodesy.Degree(0)
	}
	return q
}

// Afloat tells whether a place lies in open water itself, rather than within reach of
// it or of a channel. Where no way begins or ends at it, on land, in an obstacle or in
// what is closed, it fails with the finding that Route gives.
func (q *Query) Afloat(p orb.Point) (bool, error) {
	x, err := q.m.place(p)
	return err == nil && x.t >= 0 && x.at == p, err
}

// Route finds the fastest way between two places: exact for these waters, see the
// package comment. A place out of reach, in an obstacle or in what is closed is a
// finding, and so are two that no way joins.
func (q *Query) Route(from, to orb.Point) (Path, error) {
	a, err := q.m.place(from)
	if err != nil {
		return Path{}, fmt.Errorf("route from: %w", err)
	}
	b, err := q.m.place(to)
	if err != nil {
		return Path{}, fmt.Errorf("route to: %w", err)
	}
	best, line, ok := q.search(a, b)
	if !ok {
		return Path{}, finding.New("water.not_joined", "", "from", from, "to", to).On(to)
	}
	best += up(q.m.ms(orb.LineString{from, a.at}, q.m.p.KMH)) + up(q.m.ms(orb.LineString{b.at, to}, q.m.p.KMH))
	l := distinct(slices.Concat(orb.LineString{from}, line, orb.LineString{to}))
	if len(l) == 1 {
		l = append(l, l[0])
	}
	return Path{Line: l, DistanceM: geodesy.Length(l), DurationS: float64(best) / 1000}, nil
}

// price of a line between a place and a node or another place, in its direction.
func (q *Query) price(line orb.LineString, onChannel bool) graph.Cost {
	for i := 1; i < len(line); i++ {
		if q.m.crosses(line[i-1], line[i]) {
			return graph.Infinity
		}
	}
	if onChannel {
		return up(q.m.ms(line, q.m.p.ChannelKMH))
	}
	return up(q.m.ms(line, q.m.p.KMH))
}

// search is an A* over the arcs: P. E. Hart, N. J. Nilsson, B. Raphael (1968).
func (q *Query) search(a, b place) (graph.Cost, orb.LineString, bool) {
	q.begin()
	q.view.look([]place{b})
	goals := q.legs(b)
	for i, l := range goals {
		back := slices.Clone(l.line)
		slices.Reverse(back)
		if c := q.price(back, b.t < 0); c < graph.Infinity && (q.goal[l.node].run != q.run || c < q.goal[l.node].cost) {
			q.goal[l.node] = goal{q.run, c, int32(i)}
		}
	}
	starts := q.legs(a)
	best, last, straight := graph.Infinity, graph.Node(-1), orb.LineString(nil)
	if way := q.m.n.along(a, b); way != nil {
		best, straight = q.price(way, true), way
	} else if q.view.aims[0].seen {
		straight = orb.LineString{a.at, b.at}
		best = q.price(straight, false)
	}
	for i, l := range starts {
		q.reach(l.node, q.price(l.line, a.t < 0), graph.Arc(-1-i), b.at)
	}
	g := q.m.n.g
	for len(q.heap) > 0 {
		x := q.pop()
		if x.least >= float64(best) {
			break
		}
		if x.cost > q.cost[x.node] {
			continue
		}
		if e := &q.goal[x.node]; e.run == q.run && x.cost+e.cost < best {
			best, last = x.cost+e.cost, x.node
		}
		for arc, end := g.Out(x.node); arc < end; arc++ {
			q.reach(g.Head(arc), x.cost+q.m.costs[arc], arc, b.at)
		}
	}
	if best >= graph.Infinity {
		return best, nil, false
	}
	if last < 0 {
		return best, straight, true
	}
	return best, q.trace(last, starts, goals), true
}

// trace draws the way over a node, which is the last one.
func (q *Query) trace(last graph.Node, starts, goals []leg) orb.LineString {
	n := q.m.n
	// From behind: a goal's leg leads from the end to its node.
	line := orb.LineString(slices.Clone(goals[q.goal[last].leg].line))
	v := last
	for q.via[v] >= 0 {
		part := n.Line(q.via[v])
		slices.Reverse(part)
		line = append(line, part...)
		v = n.g.Tail(q.via[v])
	}
	first := slices.Clone(starts[-1-q.via[v]].line)
	slices.Reverse(first)
	line = append(line, first...)
	slices.Reverse(line)
	return line
}

func (q *Query) begin() {
	q.heap = q.heap[:0]
	if q.run++; q.run == 0 {
		clear(q.seen)
		clear(q.goal)
		q.run = 1
	}
}

// reach notes that v can be had for c, if that is news. What it takes from there is
// at least the straight way to the goal at the highest speed.
func (q *Query) reach(v graph.Node, c graph.Cost, via graph.Arc, to orb.Point) {
	if c >= graph.Infinity || q.seen[v] == q.run && q.cost[v] <= c {
		return
	}
	q.seen[v], q.cost[v], q.via[v] = q.run, c, via
	p := q.m.n.at[v]
	rest := math.Hypot((p[0]-to[0])*q.east, (p[1]-to[1])*q.north) * q.m.least * (1 - 1e-9)
	q.push(item{float64(c) + rest, c, v})
}

// before orders the heap; nodes decide between equals, so that runs repeat.
func (x item) before(y item) bool {
	return x.least < y.least || x.least == y.least && x.node < y.node
}

func (q *Query) push(x item) {
	q.heap = append(q.heap, x)
	i := len(q.heap) - 1
	for i > 0 && x.before(q.heap[(i-1)/2]) {
		q.heap[i] = q.heap[(i-1)/2]
		i = (i - 1) / 2
	}
	q.heap[i] = x
}

func (q *Query) pop() item {
	top, last := q.heap[0], len(q.heap)-1
	x := q.heap[last]
	q.heap = q.heap[:last]
	for i := 0; last > 0; {
		child := 2*i + 1
		if child+1 < last && q.heap[child+1].before(q.heap[child]) {
			child++
		}
		if child >= last || !q.heap[child].before(x) {
			q.heap[i] = x
			break
		}
		q.heap[i] = q.heap[child]
		i = child
	}
	return top
}
