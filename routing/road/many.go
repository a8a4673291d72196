package road

import (
	"xunhu/routing/cch"
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// Many finds the costs between each two of a list of places. It has working
// memory of its own: one goroutine at a time.
type Many struct {
	d      *Day
	places []Place
	same   map[int32][]int // places by edge, if several share it
	search *cch.Many
}

// Many prepares searches between places of this network. It is a
// matrix.OneToMany; costs are milliseconds on the road, without stubs.
func (d *Day) Many(places []Place) *Many {
	m := &Many{d: d, places: places, same: map[int32][]int{}}
	leave, arrive := make([][]dijkstra.Seed, len(places)), make([][]dijkstra.Seed, len(places))
	for i, p := range places {
		leave[i], arrive[i] = seeds(d.Starts(p)), seeds(d.Finishes(p))
		m.same[p.edge] = append(m.same[p.edge], i)
	}
	m.search = d.metric.NewMany(leave, arrive)
	return m
}

// Len counts the places.
func (m *Many) Len() int { return len(m.places) }

// From writes the cost from a place to each into row.
func (m *Many) From(place int, row []graph.Cost) {
	m.search.From(place, row)
	from := m.places[place]
	for _, i := range m.same[from.edge] {
		row[i] = min(row[i], m.d.onEdge(from, m.places[i]))
	}
}

// A Reach knows the cost from one place to all others.
type Reach struct {
	d    *Day
	from Place
	all  []graph.Cost // by node
}

// From searches the whole network from a place.
func (d *Day) From(p Place) *Reach {
	r := &Reach{d, p, make([]graph.Cost, d.g.NumNodes())}
	d.metric.NewSweep().All(seeds(d.Starts(p)), r.all)
	return r
}

// To gives the cost to a place in milliseconds, on the road, without stubs; graph.Infinity if
// there is no way.
func (r *Reach) To(p Place) graph.Cost {
	best := r.d.onEdge(r.from, p)
	for _, e := range r.d.Finishes(p) {
		best = min(best, total(r.all[e.Node], e.Cost))
	}
	return best
}
