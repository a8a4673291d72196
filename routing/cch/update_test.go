package cch

import (
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
	"xunhu/routing/graph/graphtest"
	"xunhu/routing/order"
)

// same tells whether two metrics are the same to the last step.
func same(a, b *Metric) bool {
	graphs := func(s, t *searchGraph) bool {
		return slices.Equal(s.first, t.first) && slices.Equal(s.steps, t.steps) && slices.Equal(s.edge, t.edge)
	}
	return slices.Equal(a.weights, b.weights) && slices.Equal(a.origins, b.origins) && graphs(&a.up, &b.up) && graphs(&a.down, &b.down)
}

// few keeps changes below the share from which on everything is made anew.
func few(rng *rand.Rand, g *graph.Graph) []graph.Arc {
	arcs := make([]graph.Arc, rng.IntN(1+int(whole*float64(g.NumArcs()))))
	for i := range arcs {
		arcs[i] = graph.Arc(rng.IntN(g.NumArcs()))
	}
	return arcs
}

// Whatever changes, whole customisation makes no other metric: from the first metric, from
// an updated one, and back.
func TestUpdateAgreesWithCustomize(t *testing.T) {
	parts := 0
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 0))
		g, w := graphtest.Random(rng, 20+rng.IntN(100), 1+rng.IntN(4))
		x := Build(g, order.Random(rng, g))
		first := []func([]graph.Cost) *Metric{x.Customize, x.Base}[seed%2](w)
		m, costs := first, slices.Clone(w)
		var all []graph.Arc
		for range 5 {
			arcs := few(rng, g)
			all = append(all, arcs...)
			for _, a := range arcs {
				switch rng.IntN(4) {
				case 0:
					costs[a] = graph.Infinity
				case 1:
					costs[a] = graph.Cost(rng.IntN(3))
				case 2:
					costs[a] = w[a]
				default:
					costs[a] = graph.Cost(1 + rng.IntN(20))
				}
			}
			m = m.Update(costs, arcs)
			if m.base != nil {
				parts++
			}
			if !same(m, x.Customize(costs)) {
				t.Fatalf("seed %d: arcs %v", seed, arcs)
			}
		}
		if m = m.Update(w, all); !same(m, first) {
			t.Fatalf("seed %d: not as it was", seed)
		}
	}
	if parts < 500 {
		t.Errorf("%d metrics were updated in part, want 500", parts)
	}
}

// On streets, where triangles are as roads make them, closures and their distances.
func TestUpdateOnStreets(t *testing.T) {
	const k = 16
	var pairs [][2]graph.Node
	for i := range graph.Node(k * k) {
		if i%k+1 < k {
			pairs = append(pairs, [2]graph.Node{i, i + 1}, [2]graph.Node{i + 1, i})
		}
		if i+k < k*k {
			pairs = append(pairs, [2]graph.Node{i, i + k}, [2]graph.Node{i + k, i})
		}
	}
	g, _ := graph.Build(k*k, pairs)
	rng := rand.New(rand.NewPCG(1, 0))
	w := make([]graph.Cost, g.NumArcs())
	for a := range w {
		w[a] = graph.Cost(20 + rng.IntN(4))
	}
	x := Build(g, order.Random(rng, g))
	m := x.Base(w)
	for i := range 12 {
		costs, arcs := slices.Clone(w), few(rng, g)
		for _, a := range arcs {
			costs[a] = []graph.Cost{graph.Infinity, 60, 1}[i%3]
		}
		u := m.Update(costs, arcs)
		if !same(u, x.Customize(costs)) {
			t.Fatalf("turn %d: arcs %v", i, arcs)
		}
		q, from := u.NewQuery(), graph.Node(rng.IntN(k*k))
		for to, want := range dijkstra.All(g, costs, from) {
			if got := q.Distance(from, graph.Node(to)); got != want {
				t.Fatalf("turn %d: from %d to %d: %d, want %d", i, from, to, got, want)
			}
		}
	}
}
