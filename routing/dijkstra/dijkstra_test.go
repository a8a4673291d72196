package dijkstra_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
	"xunhu/routing/graph/graphtest"
)

func Example() {
	g, arcs := graph.Build(3, [][2]graph.Node{{0, 2}, {0, 1}, {1, 2}})
	w := make([]graph.Cost, g.NumArcs())
	w[arcs[0]], w[arcs[1]], w[arcs[2]] = 9, 3, 4
	s := dijkstra.New(g, w)
	s.Run([]dijkstra.Seed{{Node: 0}}, []graph.Node{2})
	_, path, _ := s.Path(2)
	fmt.Println(s.Cost(2), len(path))
	// Output: 7 2
}

func TestAllAgreesWithFloyd(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 0))
		g, w := graphtest.Random(rng, 1+rng.IntN(30), 3)
		want := graphtest.Floyd(g, w)
		for s := range graph.Node(g.NumNodes()) {
			for d, got := range dijkstra.All(g, w, s) {
				if got != want[s][d] {
					t.Fatalf("seed %d: from %d to %d: %d, want %d", seed, s, d, got, want[s][d])
				}
			}
		}
	}
}

// A search with several seeds and targets, used again and again, gives for each
// target the least of the seeds' sums, and a path that costs just that.
func TestRunFromSeedsToTargets(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 1))
		g, w := graphtest.Random(rng, 1+rng.IntN(30), 3)
		n := g.NumNodes()
		d := graphtest.Floyd(g, w)
		s := dijkstra.New(g, w)
		for range 10 {
			seeds := make([]dijkstra.Seed, 1+rng.IntN(3))
			for i := range seeds {
				seeds[i] = dijkstra.Seed{Node: graph.Node(rng.IntN(n)), Cost: graph.Cost(rng.IntN(30))}
				if rng.IntN(8) == 0 {
					seeds[i].Cost = graph.Infinity
				}
			}
			targets := make([]graph.Node, rng.IntN(4))
			for i := range targets {
				targets[i] = graph.Node(rng.IntN(n))
			}
			s.Run(seeds, targets)
			if len(targets) == 0 {
				for i := range n {
					targets = append(targets, graph.Node(i))
				}
			}
			for _, v := range targets {
				want := graph.Infinity
				for _, x := range seeds {
					want = min(want, x.Cost+d[x.Node][v])
				}
				if got := s.Cost(v); got != want {
					t.Fatalf("seed %d: %v to %d costs %d, want %d", seed, seeds, v, got, want)
				}
				if got := pathCost(t, g, w, s, seeds, v); got != want {
					t.Fatalf("seed %d: the path from %v to %d costs %d, want %d", seed, seeds, v, got, want)
				}
			}
		}
	}
}

// pathCost adds up a path and sees that it hangs together.
func pathCost(t *testing.T, g *graph.Graph, w []graph.Cost, s *dijkstra.Search, seeds []dijkstra.Seed, v graph.Node) graph.Cost {
	t.Helper()
	from, arcs, ok := s.Path(v)
	if !ok {
		return graph.Infinity
	}
	c, at := graph.Infinity, from
	for _, x := range seeds {
		if x.Node == from {
			c = min(c, x.Cost)
		}
	}
	for _, a := range arcs {
		if g.Tail(a) != at {
			t.Fatalf("the path breaks at arc %d", a)
		}
		c, at = c+w[a], g.Head(a)
	}
	if at != v {
		t.Fatalf("the path ends at %d, not at %d", at, v)
	}
	return c
}

// Costs close to Infinity neither overflow nor pass for reachable.
func TestDearPathsAreUnreachable(t *testing.T) {
	g, _ := graph.Build(3, [][2]graph.Node{{0, 1}, {1, 2}})
	d := dijkstra.All(g, []graph.Cost{graph.Infinity - 1, graph.Infinity - 1}, 0)
	if d[1] != graph.Infinity-1 || d[2] != graph.Infinity {
		t.Errorf("costs %v, want %d and Infinity", d, graph.Infinity-1)
	}
}

// A search that has grown its memory asks for no more.
func TestRunDoesNotAllocate(t *testing.T) {
	g, w := graphtest.Random(rand.New(rand.NewPCG(1, 1)), 200, 4)
	s := dijkstra.New(g, w)
	seeds := []dijkstra.Seed{{Node: 0}}
	s.Run(seeds, nil)
	if n := testing.AllocsPerRun(20, func() { s.Run(seeds, nil) }); n != 0 {
		t.Errorf("%v allocations a run", n)
	}
}
