package order

import (
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/routing/graph"
)

// Dissect gives the nodes of g in the order of their contraction, the first one
// first. at holds the place (lon, lat) of each node. It panics if the two do not fit.
func Dissect(g *graph.Graph, at []orb.Point) []graph.Node {
	if len(at) != g.NumNodes() {
		panic("order: places do not fit the graph")
	}
	adj := undirected(g)
	order := peel(&adj)
	core, names := adj.without(order)
	places := make([]orb.Point, len(names))
	for i, n := range names {
		places[i] = at[n]
	}
	d := newDissector(core, places)
	for _, i := range d.all() {
		order = append(order, graph.Node(names[i]))
	}
	return order
}

// An adjacency lists the neighbours of each node: those of n are
// to[first[n]:first[n]+degree[n]]. Each edge stands in the lists of both its ends,
// once.
type adjacency struct {
	first, degree, to []int32
}

func (a *adjacency) nodes() int                 { return len(a.degree) }
func (a *adjacency) neighbours(n int32) []int32 { return a.to[a.first[n] : a.first[n]+a.degree[n]] }

// undirected forgets directions, loops and parallel arcs.
func undirected(g *graph.Graph) adjacency {
	n := g.NumNodes()
	first := make([]int32, n+1)
	for a := range graph.Arc(g.NumArcs()) {
		if u, v := g.Tail(a), g.Head(a); u != v {
			first[u]++
			first[v]++
		}
	}
	sum := int32(0)
	for i, d := range first {
		first[i], sum = sum, sum+d
	}
	to, degree := make([]int32, sum), make([]int32, n)
	for a := range graph.Arc(g.NumArcs()) {
		if u, v := g.Tail(a), g.Head(a); u != v {
			to[first[u]+degree[u]], to[first[v]+degree[v]] = int32(v), int32(u)
			degree[u]++
			degree[v]++
		}
	}
	adj := adjacency{first: first[:n], degree: degree, to: to}
	for u := range int32(n) {
		list := adj.neighbours(u)
		slices.Sort(list)
		degree[u] = int32(len(slices.Compact(list)))
	}
	return adj
}

// peel contracts nodes of degree two and less until none is left, and gives them in
// order. It goes in rounds and contracts no two neighbours in one round, so that a
// long chain becomes a low tree. A contracted node is left with degree -1.
func peel(adj *adjacency) []graph.Node {
	var order []graph.Node
	round := make([]int32, adj.nodes()) // in which a node was last touched
	var now, next []int32
	for n := range int32(adj.nodes()) {
		if adj.degree[n] <= 2 {
			now = append(now, n)
		}
	}
	for r := int32(1); len(now) > 0; r++ {
		next = next[:0]
		for _, n := range now {
			if adj.degree[n] < 0 {
				continue // twice in the list
			}
			if round[n] == r {
				next = append(next, n)
				continue
			}
			list := adj.neighbours(n)
			for i, v := range list {
				round[v] = r
				w := v // the neighbour on the other side, if there is one
				if len(list) == 2 {
					w = list[1-i]
				}
				adj.replace(v, n, w)
				if adj.degree[v] <= 2 {
					next = append(next, v)
				}
			}
			adj.degree[n] = -1
			order = append(order, graph.Node(n))
		}
		slices.Sort(next)
		next = slices.Compact(next)
		now, next = next, now
	}
	return order
}

// replace puts w in the place of n among the neighbours of v, or takes n out if w
// is v itself or stands there already.
func (a *adjacency) replace(v, n, w int32) {
	list := a.neighbours(v)
	i := slices.Index(list, n)
	if w == v || slices.Contains(list, w) {
		list[i] = list[len(list)-1]
		a.degree[v]--
		return
	}
	list[i] = w
}

// without leaves out the nodes that were contracted. The second result gives the
// old number of each node that remains.
func (a *adjacency) without(gone []graph.Node) (adjacency, []int32) {
	number := make([]int32, a.nodes())
	names := make([]int32, 0, a.nodes()-len(gone))
	for n := range int32(a.nodes()) {
		if a.degree[n] >= 0 {
			number[n] = int32(len(names))
			names = append(names, n)
		}
	}
	rest := adjacency{first: make([]int32, len(names)), degree: make([]int32, len(names))}
	for i, n := range names {
		rest.first[i], rest.degree[i] = int32(len(rest.to)), a.degree[n]
		for _, v := range a.neighbours(n) {
			rest.to = append(rest.to, number[v])
		}
	}
	return rest, names
}

// Whole tells whether an order names each of so many nodes once.
func Whole(order []graph.Node, nodes int) bool {
	seen := make([]bool, nodes)
	for _, n := range order {
		if n < 0 || int(n) >= nodes || seen[n] {
			return false
		}
		seen[n] = true
	}
	return len(order) == nodes
}

// Random gives any order, for tests: every order serves, only not as fast.
func Random(rng *rand.Rand, g *graph.Graph) []graph.Node {
	order := make([]graph.Node, g.NumNodes())
	for i, n := range rng.Perm(len(order)) {
		order[i] = graph.Node(n)
	}
	return order
}
