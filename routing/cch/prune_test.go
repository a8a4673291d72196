package cch

import (
	"slices"
	"testing"

	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// An edge that a way over a higher or a middle node beats, or equals, is no step of a
// search; one that is needed is.
func TestNeedlessStepsAreLeftOut(t *testing.T) {
	for _, tc := range []struct {
		name          string
		low, far, top graph.Cost // from 0 to 1, from 0 to 2, both ways between 1 and 2
		steps         int        // upward from 0
	}{
		{"both are needed", 5, 6, 4, 2},
		{"over the middle node", 2, 6, 3, 1},
		{"over the middle node, as cheap", 3, 6, 3, 1},
		{"over the higher node", 9, 3, 4, 1},
		{"over the higher node, as cheap", 7, 3, 4, 1},
		{"ends that are as near as each other", 5, 5, 0, 2},
	} {
		g, arcs := graph.Build(3, [][2]graph.Node{{0, 1}, {0, 2}, {1, 2}, {2, 1}})
		costs := make([]graph.Cost, 4)
		for i, c := range []graph.Cost{tc.low, tc.far, tc.top, tc.top} {
			costs[arcs[i]] = c
		}
		m := Build(g, []graph.Node{0, 1, 2}).Customize(costs)
		if got := int(m.up.first[1] - m.up.first[0]); got != tc.steps {
			t.Errorf("%s: %d steps, want %d", tc.name, got, tc.steps)
		}
	}
}

// Of the ranks above a place only those are listed at which a way has to turn.
func TestRanksWhereWaysTurn(t *testing.T) {
	// From 0 by 1 one comes to 2 for 11, but by 3, which is higher, for 2: ways turn at 3.
	g, arcs := graph.Build(4, [][2]graph.Node{{0, 1}, {1, 2}, {0, 3}, {3, 2}})
	costs := make([]graph.Cost, 4)
	for i, c := range []graph.Cost{1, 10, 1, 1} {
		costs[arcs[i]] = c
	}
	m := Build(g, []graph.Node{0, 1, 2, 3}).Customize(costs)
	q := m.NewMany(nil, nil)
	q.reach(&m.up, &m.down, []dijkstra.Seed{{Node: 0}})
	var nodes []graph.Node
	for _, r := range q.reached {
		nodes = append(nodes, m.x.node[r.rank])
	}
	if !slices.Equal(nodes, []graph.Node{3, 1, 0}) {
		t.Errorf("turns at %v, want 3, 1 and 0", nodes)
	}
}
