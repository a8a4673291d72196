package road

import (
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// An End is a node of the graph by which a place is left or reached, and what lies between.
type End struct {
	dijkstra.Seed
	edge int32 // the directed edge of the place that is travelled; none at a junction
}

// none is the edge of an End that needs no travelling.
const none = -1

// Starts lists the nodes at which who begins at a place comes out. Who begins at a junction may go
// on as from any road that comes there.
func (n *Network) Starts(p Place) []End {
	_, toHead, _, toTail := n.legs(p)
	all := make([]End, 0, 2)
	for side, c := range [2]graph.Cost{toHead, toTail} {
		d := p.edge<<1 | int32(side)
		if n.entry[d] >= 0 && c < graph.Infinity {
			all = append(all, End{dijkstra.Seed{Node: graph.Node(n.entry[d]), Cost: c}, d})
		}
	}
	return n.here(all, p)
}

// Finishes lists the nodes from which a place is reached.
func (n *Network) Finishes(p Place) []End {
	fromTail, _, fromHead, _ := n.legs(p)
	all := make([]End, 0, 2)
	for side, c := range [2]graph.Cost{fromTail, fromHead} {
		d := p.edge<<1 | int32(side)
		for _, a := range n.Arcs(p.edge, side == 1) {
			turn := n.costs[a] - n.ways[d]
			all = append(all, End{dijkstra.Seed{Node: n.g.Tail(graph.Arc(a)), Cost: total(c, turn)}, d})
		}
	}
	return n.here(all, p)
}

// here adds the nodes of the junction at which a place lies, if it lies at one.
func (n *Network) here(all []End, p Place) []End {
	j := n.ends[2*p.edge]
	switch p.along {
	case 0:
	case n.length(p.edge):
		j = n.ends[2*p.edge+1]
	default:
		return all
	}
	for node := n.nodes[j]; node < n.nodes[j+1]; node++ {
		all = append(all, End{dijkstra.Seed{Node: graph.Node(node)}, none})
	}
	return all
}

func seeds(ends []End) []dijkstra.Seed {
	all := make([]dijkstra.Seed, len(ends))
	for i, e := range ends {
		all[i] = e.Seed
	}
	return all
}
