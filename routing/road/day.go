package road

import (
	"math"
	"sync"

	"github.com/paulmach/orb"

	"xunhu/routing/cch"
	"xunhu/routing/graph"
	"xunhu/routing/order"
)

// A Day is a network with what is closed, or slower than usual, at a time, prepared
// for search. It does not change and may be used by many goroutines at once.
type Day struct {
	*Network
	Span    Span           // whose hours hold
	ways    []graph.Cost   // milliseconds by directed edge, without turn
	cut     map[int32]*cut // by edge that is closed, but not from end to end
	costs   []graph.Cost   // milliseconds by arc
	metric  *cch.Metric
	queries *sync.Pool // of *cch.Query
}

// Day prepares the network for searches in usual hours while closures are in force. The
// first day of a network takes long, since its nodes are put into order; others take
// milliseconds. A network from a file brings the order along.
func (n *Network) Day(closures ...Closure) *Day { return n.At(Span{}, closures...) }

// prepared makes a day ready for search.
func (d *Day) prepared(m *cch.Metric) *Day {
	d.metric = m
	d.queries = &sync.Pool{New: func() any { return m.NewQuery() }}
	return d
}

// unusual lists the arcs that cost something else than on the plain day.
func (d *Day) unusual() (arcs []graph.Arc) {
	plain := d.Network.costs
	for a, c := range d.costs {
		if c != plain[a] {
			arcs = append(arcs, graph.Arc(a))
		}
	}
	return arcs
}

// Shortest is a day on which costs are centimetres, not milliseconds, and turns cost
// nothing: its ways are the shortest ones. Their durations mean nothing.
func (n *Network) Shortest() *Day {
	n.short.Do(func() {
		d := &Day{Network: n, ways: make([]graph.Cost, len(n.ways)), costs: make([]graph.Cost, len(n.costs))}
		for way, c := range n.ways {
			if d.ways[way] = graph.Infinity; c < graph.Infinity {
				d.ways[way] = graph.Cost(max(1, math.Round(n.length(int32(way>>1))*100)))
			}
		}
		for a, way := range n.arcs {
			if d.costs[a] = graph.Infinity; n.costs[a] < graph.Infinity {
				d.costs[a] = d.ways[way]
			}
		}
		n.shortDay = d.prepared(n.hierarchy().Customize(d.costs))
	})
	return n.shortDay
}

// hierarchy contracts the network, once.
func (n *Network) hierarchy() *cch.Index {
	n.contract.Do(func() { n.contracted = cch.Build(n.g, n.order()) })
	return n.contracted
}

// order gives the order of contraction, and keeps it.
func (n *Network) order() []graph.Node {
	n.ordering.Do(func() {
		if n.contraction == nil {
			n.contraction = order.Dissect(n.g, n.Sites())
		}
	})
	return n.contraction
}

// Sites gives the place (lon, lat) of each node of the graph: that of its junction.
func (n *Network) Sites() []orb.Point {
	at := make([]orb.Point, n.g.NumNodes())
	for d := range int32(2 * n.NumEdges()) {
		j := n.ends[d]
		p := n.corner(d ^ 1)
		for node := n.nodes[j]; node < n.nodes[j+1]; node++ {
			at[node] = p
		}
	}
	return at
}

// Plain is the day on which nothing is closed.
func (n *Network) Plain() *Day {
	n.plain.Do(func() {
		d := &Day{Network: n, ways: n.ways, costs: n.costs}
		n.plainDay = d.prepared(n.hierarchy().Base(d.costs))
	})
	return n.plainDay
}

// Cost is that of the way from one place to another: milliseconds, or on the Shortest
// day centimetres; graph.Infinity if there is none.
func (d *Day) Cost(from, to Place) graph.Cost {
	q := d.queries.Get().(*cch.Query)
	defer d.queries.Put(q)
	return min(d.onEdge(from, to), q.Cost(seeds(d.Starts(from)), seeds(d.Finishes(to))))
}

// Open tells whether the road at a place can be travelled, in one direction at least.
func (d *Day) Open(p Place) bool {
	c := d.cut[p.edge]
	return d.open(p.edge) || c != nil && (c.before(p.along) || c.behind(p.along))
}

func (d *Day) open(edge int32) bool {
	return d.ways[2*edge] < graph.Infinity || d.ways[2*edge+1] < graph.Infinity
}
