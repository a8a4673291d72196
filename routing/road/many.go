package road

import (
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// Many finds the costs between each two of a list of places. It has working
// memory of its own: one goroutine at a time.
type Many struct {
	n        *Network
	places   []Place
	finishes [][]End
	targets  []graph.Node
	search   *dijkstra.Search
}

// Many prepares searches between places of this network. It is a
// matrix.OneToMany; costs are milliseconds on the road, without stubs.
func (n *Network) Many(places []Place) *Many {
	m := &Many{n: n, places: places, search: dijkstra.New(n.g, n.costs)}
	for _, p := range places {
		ends := n.Finishes(p)
		m.finishes = append(m.finishes, ends)
		for _, e := range ends {
			m.targets = append(m.targets, e.Node)
		}
	}
	return m
}

// Len counts the places.
func (m *Many) Len() int { return len(m.places) }

// From writes the cost from a place to each into row.
func (m *Many) From(place int, row []graph.Cost) {
	from := m.places[place]
	m.search.Run(seeds(m.n.Starts(from)), m.targets)
	for i, to := range m.places {
		row[i], _ = m.n.cheapest(m.search, from, to, m.finishes[i])
	}
}

// cheapest gives the cost to a place after a search from another, and which of its ends is
// reached first; none (-1) where the way stays on one edge.
func (n *Network) cheapest(s *dijkstra.Search, from, to Place, ends []End) (best graph.Cost, last int) {
	best, last = n.onEdge(from, to), none
	for i, e := range ends {
		if c := total(s.Cost(e.Node), e.Cost); c < best {
			best, last = c, i
		}
	}
	return best, last
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
	r.search.Run(seeds(n.Starts(p)), nil)
	return r
}

// To gives the cost to a place in milliseconds, on the road, without stubs; graph.Infinity if
// there is no way.
func (r *Reach) To(p Place) graph.Cost {
	c, _ := r.n.cheapest(r.search, r.from, p, r.n.Finishes(p))
	return c
}
