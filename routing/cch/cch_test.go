package cch_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/cch"
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
	"xunhu/routing/graph/graphtest"
	"xunhu/routing/order"
)

func Example() {
	g, arcs := graph.Build(4, [][2]graph.Node{{0, 1}, {1, 2}, {2, 3}, {0, 3}})
	costs := make([]graph.Cost, g.NumArcs())
	for i, c := range []graph.Cost{3, 4, 5, 20} {
		costs[arcs[i]] = c
	}
	index := cch.Build(g, []graph.Node{1, 2, 0, 3})
	open := index.Customize(costs).NewQuery()
	costs[arcs[1]] = graph.Infinity // the road from 1 to 2 is flooded
	flooded := index.Customize(costs).NewQuery()
	fmt.Println(open.Distance(0, 3), flooded.Distance(0, 3))
	// Output: 12 20
}

// trial is a random graph with an order and costs; now and then all of its arcs are
// closed, or free.
func trial(seed uint64) (*rand.Rand, *graph.Graph, []graph.Cost, *cch.Metric) {
	rng := rand.New(rand.NewPCG(seed, 0))
	g, w := graphtest.Random(rng, 1+rng.IntN(40), 1+rng.IntN(4))
	if all := rng.IntN(20); all < 2 {
		for a := range w {
			w[a] = graph.Cost(all) * graph.Infinity
		}
	}
	return rng, g, w, cch.Build(g, order.Random(rng, g)).Customize(w)
}

// On any graph and in any order the hierarchy gives the distances that Dijkstra gives.
func TestDistanceAgreesWithDijkstra(t *testing.T) {
	for seed := range uint64(1500) {
		_, g, w, m := trial(seed)
		q := m.NewQuery()
		for s := range graph.Node(g.NumNodes()) {
			want := dijkstra.All(g, w, s)
			for d := range graph.Node(g.NumNodes()) {
				if got := q.Distance(s, d); got != want[d] {
					t.Fatalf("seed %d: from %d to %d: %d, want %d", seed, s, d, got, want[d])
				}
			}
		}
	}
}

// seeds are up to three nodes, anywhere, sometimes the ends of an arc, with costs.
func seeds(rng *rand.Rand, g *graph.Graph) []dijkstra.Seed {
	s := make([]dijkstra.Seed, rng.IntN(4))
	for i := range s {
		s[i] = dijkstra.Seed{Node: graph.Node(rng.IntN(g.NumNodes())), Cost: graph.Cost(rng.IntN(30))}
		if i > 0 && g.NumArcs() > 0 && rng.IntN(2) == 0 {
			a := graph.Arc(rng.IntN(g.NumArcs()))
			s[i-1].Node, s[i].Node = g.Tail(a), g.Head(a)
		}
		if rng.IntN(10) == 0 {
			s[i].Cost = graph.Infinity - graph.Cost(rng.IntN(3))
		}
	}
	return s
}

// between is what Dijkstra says of the way from the seeds to the goals.
func between(s *dijkstra.Search, from, to []dijkstra.Seed) graph.Cost {
	s.Run(from, nil)
	best := graph.Infinity
	for _, g := range to {
		best = min(best, s.Cost(g.Node)+g.Cost)
	}
	return best
}

// Between any places, a path begins at a seed, ends at a goal, hangs together, and
// costs what is said, which is the least.
func TestPathAgreesWithDijkstra(t *testing.T) {
	for seed := range uint64(2000) {
		rng, g, w, m := trial(seed)
		q, s := m.NewQuery(), dijkstra.New(g, w)
		for range 30 {
			from, to := seeds(rng, g), seeds(rng, g)
			want := between(s, from, to)
			if got := q.Cost(from, to); got != want {
				t.Fatalf("seed %d: from %v to %v: %d, want %d", seed, from, to, got, want)
			}
			p, ok := q.Path(from, to)
			if ok != (want < graph.Infinity) {
				t.Fatalf("seed %d: from %v to %v: a path is %v, want cost %d", seed, from, to, ok, want)
			}
			if !ok {
				continue
			}
			sum, at := from[p.From].Cost, from[p.From].Node
			for _, a := range p.Arcs {
				if g.Tail(a) != at {
					t.Fatalf("seed %d: the path breaks at arc %d", seed, a)
				}
				sum, at = sum+w[a], g.Head(a)
			}
			if sum += to[p.To].Cost; at != to[p.To].Node || sum != want || p.Cost != want {
				t.Fatalf("seed %d: a path to %d of %d, said to cost %d; want %d, %d", seed, at, sum, p.Cost, to[p.To].Node, want)
			}
		}
	}
}

func TestManyAgreesWithDijkstra(t *testing.T) {
	for seed := range uint64(1000) {
		rng, g, w, m := trial(seed)
		s := dijkstra.New(g, w)
		var leave, arrive [][]dijkstra.Seed
		for range rng.IntN(12) {
			leave = append(leave, seeds(rng, g))
		}
		for range rng.IntN(12) {
			arrive = append(arrive, seeds(rng, g))
		}
		q := m.NewMany(leave, arrive)
		row := make([]graph.Cost, len(arrive))
		for _, i := range rng.Perm(q.Len()) {
			q.From(i, row)
			for j, got := range row {
				if want := between(s, leave[i], arrive[j]); got != want {
					t.Fatalf("seed %d: from %v to %v: %d, want %d", seed, leave[i], arrive[j], got, want)
				}
			}
		}
	}
}

func TestSweepAgreesWithDijkstra(t *testing.T) {
	for seed := range uint64(1000) {
		rng, g, w, m := trial(seed)
		s, back, d := m.NewSweep(), m.NewSweepBack(), dijkstra.New(g, w)
		got, want := make([]graph.Cost, g.NumNodes()), make([]graph.Cost, g.NumNodes())
		for range 5 {
			from := seeds(rng, g)
			s.All(from, got)
			d.Run(from, nil)
			for n := range want {
				want[n] = d.Cost(graph.Node(n))
			}
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d: from %v: %v, want %v", seed, from, got, want)
			}
			back.All(from, got)
			for n := range want {
				if want := between(d, []dijkstra.Seed{{Node: graph.Node(n)}}, from); got[n] != want {
					t.Fatalf("seed %d: from %d to %v: %d, want %d", seed, n, from, got[n], want)
				}
			}
		}
	}
}

// Costs close to Infinity neither overflow nor pass for reachable.
func TestDearPathsAreUnreachable(t *testing.T) {
	g, _ := graph.Build(4, [][2]graph.Node{{0, 1}, {1, 2}, {2, 3}})
	x := cch.Build(g, []graph.Node{1, 2, 0, 3})
	q := x.Customize([]graph.Cost{graph.Infinity - 1, graph.Infinity - 1, graph.Infinity - 1}).NewQuery()
	if a, b := q.Distance(0, 1), q.Distance(0, 3); a != graph.Infinity-1 || b != graph.Infinity {
		t.Errorf("costs %d and %d, want %d and Infinity", a, b, graph.Infinity-1)
	}
}

// Searches ask for no memory once they have grown theirs.
func TestSearchesDoNotAllocate(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	g, w := graphtest.Random(rng, 300, 4)
	m := cch.Build(g, order.Random(rng, g)).Customize(w)
	from, to := []dijkstra.Seed{{Node: 1}}, []dijkstra.Seed{{Node: 2}, {Node: 3}}
	q, s, many := m.NewQuery(), m.NewSweep(), m.NewMany([][]dijkstra.Seed{from}, [][]dijkstra.Seed{to})
	row, all := make([]graph.Cost, 1), make([]graph.Cost, 300)
	run := func() {
		q.Distance(1, 2)
		q.Path(from, to)
		many.From(0, row)
		s.All(from, all)
	}
	run()
	if n := testing.AllocsPerRun(20, run); n != 0 {
		t.Errorf("%v allocations a run", n)
	}
}
