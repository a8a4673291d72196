package road

import (
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// Many finds the costs between each two of a list of places. It has working
// memory of its own: one goroutine at a time.
type Many struct {
	n       *Network
	places  []Place
	targets []graph.Node
	search  *dijkstra.Search
}

// Many prepares searches between places of this network. It is a
// matrix.OneToMany; costs are milliseconds on the road, without stubs.
func (n *Network) Many(places []Place) *Many {
	m := &Many{n: n, places: places, search: dijkstra.New(n.g, n.costs)}
	for _, p := range places {
		m.targets = append(m.targets, n.edges[p.edge].tail, n.edges[p.edge].head)
	}
	return m
}

// Len counts the places.
func (m *Many) Len() int { return len(m.places) }

// From writes the cost from a place to each into row.
func (m *Many) From(place int, row []graph.Cost) {
	from := m.places[place]
	e := m.n.edges[from.edge]
	_, toHead, _, toTail := m.n.legs(from)
	m.search.Run([]dijkstra.Seed{{Node: e.head, Cost: toHead}, {Node: e.tail, Cost: toTail}}, m.targets)
	for i, to := range m.places {
		row[i] = m.n.cost(m.search, from, to)
	}
}

// cost to a place, after a search from another.
func (n *Network) cost(s *dijkstra.Search, from, to Place) graph.Cost {
	x := n.edges[to.edge]
	fromTail, _, fromHead, _ := n.legs(to)
	return min(n.onEdge(from, to), s.Cost(x.tail)+fromTail, s.Cost(x.head)+fromHead, graph.Infinity)
}

// A Reach knows the cost from one place to all others.
type Reach struct {
	n      *Network
	from   Place
	search *dijkstra.Search
}

// From searches the whole network from a place.
func (n *Network) From(p Place) *Reach {
	r := &Reach{n, p, dijkstra.New(n.g, n.costs)}
	e := n.edges[p.edge]
	_, toHead, _, toTail := n.legs(p)
	r.search.Run([]dijkstra.Seed{{Node: e.head, Cost: toHead}, {Node: e.tail, Cost: toTail}}, nil)
	return r
}

// To gives the cost to a place in milliseconds, on the road, without stubs.
func (r *Reach) To(p Place) graph.Cost { return r.n.cost(r.search, r.from, p) }
