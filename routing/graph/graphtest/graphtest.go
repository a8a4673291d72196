// Package graphtest makes random graphs for tests: with loops, parallel arcs,
// dead ends, closed arcs and parts that cannot be reached.
package graphtest

import (
	"math/rand/v2"

	"xunhu/routing/graph"
)

// Random makes a graph with the given nodes and, on average, degree arcs a node,
// and a cost for each arc: mostly small, so that ties are frequent, sometimes 0,
// sometimes Infinity.
func Random(rng *rand.Rand, nodes, degree int) (*graph.Graph, []graph.Cost) {
	pairs := make([][2]graph.Node, rng.IntN(nodes*degree*2+1))
	for i := range pairs {
		pairs[i] = [2]graph.Node{graph.Node(rng.IntN(nodes)), graph.Node(rng.IntN(nodes))}
	}
	g, _ := graph.Build(nodes, pairs)
	costs := make([]graph.Cost, len(pairs))
	for a := range costs {
		switch rng.IntN(12) {
		case 0:
			costs[a] = 0
		case 1:
			costs[a] = graph.Infinity
		default:
			costs[a] = graph.Cost(1 + rng.IntN(20))
		}
	}
	return g, costs
}

// Floyd gives all distances, row by row, by Floyd and Warshall's three loops: the
// oracle of every search.
func Floyd(g *graph.Graph, w []graph.Cost) [][]graph.Cost {
	n := g.NumNodes()
	d := make([][]graph.Cost, n)
	for i := range d {
		d[i] = make([]graph.Cost, n)
		for j := range d[i] {
			d[i][j] = graph.Infinity
		}
		d[i][i] = 0
	}
	for a := range graph.Arc(g.NumArcs()) {
		u, v := g.Tail(a), g.Head(a)
		d[u][v] = min(d[u][v], w[a])
	}
	for k := range n {
		for i := range n {
			for j := range n {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	return d
}
