package water

import (
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// Many finds the costs between each two of a list of places. It has working memory of
// its own: one goroutine at a time.
type Many struct {
	q      *Query
	places []place
	ends   [][]finish     // by place: from the nodes around it
	over   [][]graph.Cost // by place: the straight way out to the network, and back
	search *dijkstra.Search
	nodes  []graph.Node
}

// A finish is what it takes from a node to a place.
type finish struct {
	node graph.Node
	cost graph.Cost
}

// Many prepares searches between places. It is a matrix.OneToMany with the costs of
// Route in milliseconds, graph.Infinity where no way joins two places. All places that
// Route would refuse are reported together.
func (m *Metric) Many(points []orb.Point) (*Many, error) {
	x := &Many{q: m.NewQuery(), search: dijkstra.New(m.n.g, m.costs)}
	var faults []error
	for i, p := range points {
		at, err := m.place(p)
		if err != nil {
			faults = append(faults, fmt.Errorf("place %d: %w", i+1, err))
			continue
		}
		x.places = append(x.places, at)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	wanted := map[graph.Node]bool{}
	for _, p := range x.places {
		var ends []finish
		for _, l := range x.q.legs(p) {
			slices.Reverse(l.line)
			if c := x.q.price(l.line, p.t < 0); c < graph.Infinity {
				ends = append(ends, finish{l.node, c})
				if !wanted[l.node] {
					wanted[l.node] = true
					x.nodes = append(x.nodes, l.node)
				}
			}
		}
		x.ends = append(x.ends, ends)
		x.over = append(x.over, []graph.Cost{
			up(m.ms(orb.LineString{p.p, p.at}, m.p.KMH)), up(m.ms(orb.LineString{p.at, p.p}, m.p.KMH))})
	}
	x.q.view.look(x.places)
	return x, nil
}

// Len counts the places.
func (x *Many) Len() int { return len(x.places) }

// From writes the cost from a place to each into row.
func (x *Many) From(from int, row []graph.Cost) {
	a := x.places[from]
	var seeds []dijkstra.Seed
	for _, l := range x.q.legs(a) {
		if c := x.q.price(l.line, a.t < 0); c < graph.Infinity {
			seeds = append(seeds, dijkstra.Seed{Node: l.node, Cost: c})
		}
	}
	x.search.Run(seeds, x.nodes)
	for i, b := range x.places {
		best := graph.Infinity
		if way := x.q.m.n.along(a, b); way != nil {
			best = x.q.price(way, true)
		} else if a.t >= 0 && x.q.view.aims[i].seen {
			best = x.q.price(orb.LineString{a.at, b.at}, false)
		}
		for _, e := range x.ends[i] {
			best = min(best, x.search.Cost(e.node)+e.cost)
		}
		if best < graph.Infinity {
			best = min(best+x.over[from][0]+x.over[i][1], graph.Infinity)
		}
		if row[i] = best; i == from {
			row[i] = 0
		}
	}
}
