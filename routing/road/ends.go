package road

import (
	"math"

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
func (d *Day) Starts(p Place) []End {
	_, toHead, _, toTail := d.legs(p)
	all := make([]End, 0, 2)
	for side, c := range [2]graph.Cost{toHead, toTail} {
		way := p.edge<<1 | int32(side)
		if d.entry[way] >= 0 && c < graph.Infinity {
			all = append(all, End{dijkstra.Seed{Node: graph.Node(d.entry[way]), Cost: c}, way})
		}
	}
	return d.here(all, p)
}

// Finishes lists the nodes from which a place is reached.
func (d *Day) Finishes(p Place) []End {
	fromTail, _, fromHead, _ := d.legs(p)
	all := make([]End, 0, 2)
	for side, c := range [2]graph.Cost{fromTail, fromHead} {
		way := p.edge<<1 | int32(side)
		if c == graph.Infinity {
			continue
		}
		for _, a := range d.Arcs(p.edge, side == 1) {
			if turn, ok := d.into(a); ok {
				all = append(all, End{dijkstra.Seed{Node: d.g.Tail(graph.Arc(a)), Cost: total(c, turn)}, way})
			}
		}
	}
	return d.here(all, p)
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

// legs is shares but for what the closed stretch of an edge bars.
func (d *Day) legs(p Place) (fromTail, toHead, fromHead, toTail graph.Cost) {
	fromTail, toHead, fromHead, toTail = d.shares(p)
	c := d.cut[p.edge]
	if c == nil {
		return
	}
	if !c.before(p.along) && p.along > 0 {
		fromTail, toTail = graph.Infinity, graph.Infinity
	}
	if !c.behind(p.along) && p.along < d.length(p.edge) {
		toHead, fromHead = graph.Infinity, graph.Infinity
	}
	return
}

// shares splits the cost of a place's edge in two, along the line: from the tail to
// the place and on to the head; and against it: from the head and on to the tail.
// The two parts add up to the whole, so that a detour by a place costs nothing. What
// lies at a junction is there in either direction, even where its edge is one way.
func (d *Day) shares(p Place) (fromTail, toHead, fromHead, toTail graph.Cost) {
	share := 0.0
	there, back := d.whole(2*p.edge), d.whole(2*p.edge+1)
	if l := d.length(p.edge); l > 0 {
		share = min(max(p.along/l, 0), 1)
	}
	fromTail, toHead, fromHead, toTail = graph.Infinity, graph.Infinity, graph.Infinity, graph.Infinity
	if there < graph.Infinity {
		fromTail = graph.Cost(math.Round(share * float64(there)))
		toHead = there - fromTail
	}
	if back < graph.Infinity {
		toTail = graph.Cost(math.Round(share * float64(back)))
		fromHead = back - toTail
	}
	switch share {
	case 0:
		fromTail, toTail = 0, 0
	case 1:
		fromHead, toHead = 0, 0
	}
	return
}
