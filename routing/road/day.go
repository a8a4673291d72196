package road

import (
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
	ways    []graph.Cost // milliseconds by directed edge, without turn
	costs   []graph.Cost // milliseconds by arc
	metric  *cch.Metric
	queries sync.Pool // of *cch.Query
}

// Day prepares the network for searches while closures are in force. The first day of
// a network takes long, since its nodes are put into order; others take milliseconds. A
// network from a file brings the order along.
func (n *Network) Day(closures ...Closure) *Day {
	d := &Day{Network: n, ways: n.ways, costs: n.costs}
	if len(closures) > 0 {
		d.close(closures)
	}
	d.metric = n.hierarchy().Customize(d.costs)
	d.queries.New = func() any { return d.metric.NewQuery() }
	return d
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
	n.plain.Do(func() { n.plainDay = n.Day() })
	return n.plainDay
}

// Open tells whether the edge of a place can be travelled, in one direction at least.
func (d *Day) Open(p Place) bool { return d.open(p.edge) }

func (d *Day) open(edge int32) bool {
	return d.ways[2*edge] < graph.Infinity || d.ways[2*edge+1] < graph.Infinity
}
