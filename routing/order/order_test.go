package order_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/routing/cch"
	"xunhu/routing/graph"
	"xunhu/routing/graph/graphtest"
	"xunhu/routing/order"
)

// points scatters n places, some on top of each other.
func points(rng *rand.Rand, n int) []orb.Point {
	at := make([]orb.Point, n)
	for i := range at {
		at[i] = orb.Point{117 + float64(rng.IntN(30))/1e3, 35 + float64(rng.IntN(30))/1e3}
	}
	return at
}

// Whatever the graph, each node stands in the order once, and the same graph gives
// the same order.
func TestDissectOrdersEachNodeOnce(t *testing.T) {
	for seed := range uint64(500) {
		rng := rand.New(rand.NewPCG(seed, 0))
		g, _ := graphtest.Random(rng, 1+rng.IntN(80), 1+rng.IntN(4))
		at := points(rng, g.NumNodes())
		got := order.Dissect(g, at)
		sorted := slices.Sorted(slices.Values(got))
		for i, n := range sorted {
			if int(n) != i || len(sorted) != g.NumNodes() {
				t.Fatalf("seed %d: %v is no order of %d nodes", seed, got, g.NumNodes())
			}
		}
		if again := order.Dissect(g, at); !slices.Equal(got, again) {
			t.Fatalf("seed %d: %v, then %v", seed, got, again)
		}
	}
	if got := order.Dissect(&graph.Graph{}, nil); len(got) != 0 {
		t.Errorf("no nodes gave %v", got)
	}
}

// streets is a grid of k by k crossings, all streets both ways, crossings in any order.
func streets(rng *rand.Rand, k int) (*graph.Graph, []orb.Point) {
	name, at := rng.Perm(k*k), make([]orb.Point, k*k)
	var pairs [][2]graph.Node
	for i := range k * k {
		at[name[i]] = orb.Point{117 + float64(i%k)/1e3, 35 + float64(i/k)/1e3}
		if i%k+1 < k {
			pairs = append(pairs, [2]graph.Node{graph.Node(name[i]), graph.Node(name[i+1])})
		}
		if i/k+1 < k {
			pairs = append(pairs, [2]graph.Node{graph.Node(name[i]), graph.Node(name[i+k])})
		}
	}
	g, _ := graph.Build(k*k, pairs)
	return g, at
}

// A grid of k by k has separators of k nodes: a tree of height some 3k (k + k/2
// twice + ...) and, by George, 31/4 k² log₂ k edges in the best order known. Dissect
// comes within a small factor, whatever the numbers of the nodes.
func TestDissectOfGrids(t *testing.T) {
	for _, c := range []struct{ k, height, edges int }{{16, 60, 3400}, {64, 260, 95000}} {
		g, at := streets(rand.New(rand.NewPCG(7, uint64(c.k))), c.k)
		x := cch.Build(g, order.Dissect(g, at))
		t.Logf("%d x %d: height %d, %d edges", c.k, c.k, x.Height(), x.NumEdges())
		if x.Height() > c.height || x.NumEdges() > c.edges {
			t.Errorf("%d x %d: height %d, %d edges; want at most %d, %d", c.k, c.k, x.Height(), x.NumEdges(), c.height, c.edges)
		}
	}
}

// A chain of n nodes, which peeling alone orders, becomes a tree whose height is
// near log₂ n, and adds at most one edge a node.
func TestChainsBecomeLowTrees(t *testing.T) {
	const n = 1 << 12
	var pairs [][2]graph.Node
	for i := range graph.Node(n - 1) {
		pairs = append(pairs, [2]graph.Node{i, i + 1})
	}
	g, _ := graph.Build(n, pairs)
	x := cch.Build(g, order.Dissect(g, make([]orb.Point, n)))
	if x.Height() > 2*12 || x.NumEdges() > 2*n {
		t.Errorf("height %d, %d edges for %d nodes in a row", x.Height(), x.NumEdges(), n)
	}
}
