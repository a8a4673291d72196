package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/graph"
	"xunhu/routing/graph/graphtest"
)

func Example() {
	g, _ := graph.Build(3, [][2]graph.Node{{0, 1}, {2, 0}, {0, 2}})
	for a, end := g.Out(0); a < end; a++ {
		fmt.Println(g.Tail(a), "to", g.Head(a))
	}
	// Output:
	// 0 to 1
	// 0 to 2
}

// Every pair becomes exactly one arc, at the number that Build says, and arcs of a
// node stand in the order of the pairs.
func TestBuildKeepsEveryPair(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 0))
		n := 1 + rng.IntN(20)
		pairs := make([][2]graph.Node, rng.IntN(60))
		for i := range pairs {
			pairs[i] = [2]graph.Node{graph.Node(rng.IntN(n)), graph.Node(rng.IntN(n))}
		}
		g, arcs := graph.Build(n, pairs)
		if g.NumNodes() != n || g.NumArcs() != len(pairs) {
			t.Fatalf("seed %d: %d nodes, %d arcs of %d, %d", seed, g.NumNodes(), g.NumArcs(), n, len(pairs))
		}
		if s := slices.Sorted(slices.Values(arcs)); len(slices.Compact(s)) != len(pairs) {
			t.Fatalf("seed %d: two pairs share an arc", seed)
		}
		for i, a := range arcs {
			from, to := g.Out(pairs[i][0])
			if a < from || a >= to || g.Tail(a) != pairs[i][0] || g.Head(a) != pairs[i][1] {
				t.Fatalf("seed %d: pair %v is arc %d: %d to %d, out %d to %d", seed, pairs[i], a, g.Tail(a), g.Head(a), from, to)
			}
			for j := range i {
				if pairs[j][0] == pairs[i][0] && arcs[j] > a {
					t.Fatalf("seed %d: pairs %d and %d changed their order", seed, j, i)
				}
			}
		}
	}
}

func TestBuildRefusesUnknownNodes(t *testing.T) {
	for _, pair := range [][2]graph.Node{{0, 2}, {2, 0}, {-1, 0}, {0, -1}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Build took the pair %v of 2 nodes", pair)
				}
			}()
			graph.Build(2, [][2]graph.Node{pair})
		}()
	}
}

func TestReverseTwiceIsTheSame(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 0))
		g, _ := graphtest.Random(rng, 1+rng.IntN(20), 3)
		r, arcs := g.Reverse()
		for a, b := range arcs {
			if g.Tail(graph.Arc(a)) != r.Head(b) || g.Head(graph.Arc(a)) != r.Tail(b) {
				t.Fatalf("seed %d: arc %d was not turned around", seed, a)
			}
		}
	}
}

// Two nodes share a component exactly if each reaches the other, and no arc leads
// from a lower to a higher component.
func TestStrongAgreesWithReachability(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 0))
		g, w := graphtest.Random(rng, 1+rng.IntN(25), 1+rng.IntN(2))
		clear(w) // every arc can be travelled
		d := graphtest.Floyd(g, w)
		c, count := graph.Strong(g)
		for i := range c {
			if c[i] < 0 || int(c[i]) >= count {
				t.Fatalf("seed %d: node %d is in component %d of %d", seed, i, c[i], count)
			}
			for j := range c {
				both := d[i][j] < graph.Infinity && d[j][i] < graph.Infinity
				if (c[i] == c[j]) != both {
					t.Fatalf("seed %d: nodes %d, %d: components %d, %d; reach each other: %v", seed, i, j, c[i], c[j], both)
				}
			}
		}
		for a := range graph.Arc(g.NumArcs()) {
			if c[g.Tail(a)] < c[g.Head(a)] {
				t.Fatalf("seed %d: arc %d leads from component %d to %d", seed, a, c[g.Tail(a)], c[g.Head(a)])
			}
		}
	}
}

// A long road must not exhaust the stack.
func TestStrongOnALongPath(t *testing.T) {
	const n = 1_000_000
	pairs := make([][2]graph.Node, n-1)
	for i := range pairs {
		pairs[i] = [2]graph.Node{graph.Node(i), graph.Node(i + 1)}
	}
	g, _ := graph.Build(n, pairs)
	if _, count := graph.Strong(g); count != n {
		t.Errorf("%d components, want %d", count, n)
	}
}

// A graph's arrays make the same graph; arrays that are none do not.
func TestArrays(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 0))
		g, _ := graphtest.Random(rng, 1+rng.IntN(20), 3)
		first, head, tail := g.Arrays()
		again, ok := graph.Of(first, head, tail)
		if !ok || again.NumNodes() != g.NumNodes() || again.NumArcs() != g.NumArcs() {
			t.Fatalf("seed %d: another graph", seed)
		}
		first, head, tail = slices.Clone(first), slices.Clone(head), slices.Clone(tail)
		switch i := rng.IntN(len(first)); {
		case rng.IntN(2) == 0:
			first[i] += graph.Arc(1 + rng.IntN(5))
		case len(head) == 0:
			continue
		case rng.IntN(2) == 0:
			head[rng.IntN(len(head))] = graph.Node(g.NumNodes())
		default:
			tail[rng.IntN(len(tail))]++
		}
		if _, ok := graph.Of(first, head, tail); ok {
			t.Fatalf("seed %d: a broken graph was taken", seed)
		}
	}
}
