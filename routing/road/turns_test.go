package road

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// randomCrossing makes a small network with loops, doubles, one-way roads and dead ends, and rules
// along random walks in it: at one junction, by way of up to three roads, only and no, some that
// begin alike, some within others.
func randomCrossing(rng *rand.Rand) *crossing {
	x := &crossing{junctions: 1 + rng.IntN(5)}
	for range 1 + rng.IntN(6) {
		for range 2 {
			x.tail = append(x.tail, int32(rng.IntN(x.junctions)))
			c := graph.Cost(1 + rng.IntN(9))
			if rng.IntN(5) == 0 {
				c = graph.Infinity
			}
			x.cost = append(x.cost, c)
		}
	}
	out := x.leaving()
	for range rng.IntN(7) {
		d := int32(rng.IntN(len(x.tail)))
		if len(x.rules) > 0 && rng.IntN(2) == 0 {
			d = x.rules[0].chain[rng.IntN(len(x.rules[0].chain))] // so that rules overlap
		}
		chain := []int32{d}
		for range 1 + rng.IntN(3) {
			if next := out[x.head(d)]; len(next) > 0 {
				d = next[rng.IntN(len(next))]
				chain = append(chain, d)
			}
		}
		if len(chain) > 1 {
			x.rules = append(x.rules, rule{bound: bound{only: rng.IntN(3) == 0}, chain: chain})
		}
	}
	around := []graph.Cost{0, 2, graph.Infinity}[rng.IntN(3)]
	x.all = rng.IntN(3) == 0
	salt := rng.IntN(1000)
	x.turn = func(in, o int32) graph.Cost {
		switch {
		case o == in^1 && len(out[x.tail[o]]) == 1:
			return 0
		case o == in^1:
			return around
		case x.all:
			return graph.Cost((int(in)*31 + int(o)*17 + salt) % 4 / 2) // often the same
		}
		return 0
	}
	return x
}

// A trail is a path of directed edges that a slow search has come along; cost includes all turns.
type trail struct {
	edges []int32
	cost  graph.Cost
}

type trails []trail

func (h trails) Len() int           { return len(h) }
func (h trails) Less(i, k int) bool { return h[i].cost < h[k].cost }
func (h trails) Swap(i, k int)      { h[i], h[k] = h[k], h[i] }
func (h *trails) Push(x any)        { *h = append(*h, x.(trail)) }
func (h *trails) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// obeys looks at a path that has just gone on along its last edge, rule by rule as they are defined.
func obeys(rules []rule, path []int32) bool {
	before := path[:len(path)-1]
	for _, r := range rules {
		if !r.only {
			if n := len(path) - len(r.chain); n >= 0 && slices.Equal(path[n:], r.chain) {
				return false
			}
			continue
		}
		start := r.chain[:len(r.chain)-1]
		if n := len(before) - len(start); n < 0 || !slices.Equal(before[n:], start) {
			continue
		}
		allowed := false
		for _, o := range rules {
			if o.only && slices.Equal(o.chain[:len(o.chain)-1], start) && o.chain[len(o.chain)-1] == path[len(path)-1] {
				allowed = true
			}
		}
		if !allowed {
			return false
		}
	}
	return true
}

// slow gives the cost from the end of a directed edge to the end of each, by Dijkstra over whole histories
// as far back as any rule looks; some of the rules are in force.
func slow(x *crossing, from int32, inForce []rule) []graph.Cost {
	longest := 1
	for _, r := range x.rules {
		longest = max(longest, len(r.chain))
	}
	cares := make([]bool, x.junctions) // whether it matters at a junction how one came there
	for _, r := range x.rules {
		for _, d := range r.chain[1:] {
			cares[x.tail[d]] = true
		}
	}
	next := slices.Clone(cares)
	for d := range x.tail {
		next[x.head(int32(d))] = next[x.head(int32(d))] || cares[x.tail[d]] && x.cost[d] < graph.Infinity
	}
	if x.all {
		for j := range next {
			n := 0
			for _, t := range x.tail {
				if int(t) == j {
					n++
				}
			}
			next[j] = next[j] || n > 1
		}
	}
	best := slices.Repeat([]graph.Cost{graph.Infinity}, len(x.tail))
	done := map[string]bool{}
	h := &trails{{edges: []int32{from}}}
	for h.Len() > 0 {
		t := heap.Pop(h).(trail)
		recent := t.edges[max(0, len(t.edges)-longest+1):]
		if len(recent) == 0 {
			recent = t.edges[len(t.edges)-1:]
		}
		key := fmt.Sprint(recent)
		if done[key] {
			continue
		}
		done[key] = true
		last := t.edges[len(t.edges)-1]
		best[last] = min(best[last], t.cost)
		for d, j := range x.tail {
			if j != x.head(last) || x.cost[d] == graph.Infinity {
				continue
			}
			path := append(slices.Clone(recent), int32(d))
			turn := graph.Cost(0)
			if next[j] {
				turn = x.turn(last, int32(d))
			}
			if turn < graph.Infinity && obeys(inForce, path) {
				heap.Push(h, trail{path, t.cost + turn + x.cost[d]})
			}
		}
	}
	return best
}

// On any network with any rules and costs of turns, the graph gives the costs of a search that looks back along
// its whole path and holds it against each rule.
func TestTurnsAgreeWithHistory(t *testing.T) {
	networks := 3000
	if raced || testing.Short() {
		networks = 300
	}
	banned, split, shared := 0, 0, 0
	for seed := range uint64(networks) {
		rng := rand.New(rand.NewPCG(seed, 7))
		x := randomCrossing(rng)
		u := x.unfold()
		nodes := int(u.first[x.junctions])
		g, number := graph.Build(nodes, u.pairs)
		w := make([]graph.Cost, len(u.cost))
		for i, a := range number {
			w[a] = u.cost[i]
		}
		if nodes > x.junctions {
			split++
		}
		for j := range x.junctions {
			comes := 0
			for d := range x.tail {
				if x.head(int32(d)) == int32(j) && x.cost[d] < graph.Infinity {
					comes++
				}
			}
			if n := int(u.first[j+1] - u.first[j]); n > 1 && n < comes {
				shared++
			}
		}
		for range 2 {
			from := int32(rng.IntN(len(x.tail)))
			if x.cost[from] == graph.Infinity {
				continue
			}
			want := slow(x, from, x.rules)
			s := dijkstra.New(g, w)
			s.Run([]dijkstra.Seed{{Node: graph.Node(u.entry[from])}}, nil)
			got := slices.Repeat([]graph.Cost{graph.Infinity}, len(x.tail))
			got[from] = 0
			for i, p := range u.pairs {
				got[u.edge[i]] = min(got[u.edge[i]], total(s.Cost(p[0]), u.cost[i]))
			}
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d: from %d: costs %v, want %v\ntails %v costs %v\nrules %v", seed, from, got, want, x.tail, x.cost, x.rules)
			}
			free := *x
			free.rules = nil
			if !slices.Equal(slow(&free, from, nil), want) {
				banned++
			}
		}
	}
	if banned < networks/4 || split < networks/3 || shared < networks/20 {
		t.Errorf("rules changed %d searches, %d networks were split, %d junctions shared nodes: too few", banned, split, shared)
	}
}

// A junction has as many nodes as there are ways to go on: one without rules, two where one of three roads in may
// not turn left, one for each road where turning around is banned too.
func TestNodesOfAJunction(t *testing.T) {
	// Four roads meet at junction 0: edge i leads from junction i+1 to it.
	cross := func(around graph.Cost, rules ...rule) *crossing {
		x := &crossing{junctions: 5, rules: rules, turn: func(in, out int32) graph.Cost {
			if in == out^1 && in&1 == 0 {
				return around
			}
			return 0
		}}
		for i := range int32(4) {
			x.tail = append(x.tail, i+1, 0)
			x.cost = append(x.cost, 1, 1)
		}
		return x
	}
	left := rule{chain: []int32{0, 3}}
	for _, tc := range []struct {
		name string
		x    *crossing
		want int32
	}{
		{"no rule", cross(graph.Infinity), 1},
		{"no left turn", cross(0, left), 2},
		{"no left turn and no turning around", cross(graph.Infinity, left), 4},
		{"the same from two roads", cross(0, left, rule{chain: []int32{4, 3}}), 2},
		{"only straight on", cross(0, rule{bound: bound{only: true}, chain: []int32{0, 5}}), 2},
	} {
		u := tc.x.unfold()
		if got := u.first[1] - u.first[0]; got != tc.want {
			t.Errorf("%s: %d nodes, want %d", tc.name, got, tc.want)
		}
		if got := u.first[5] - u.first[1]; got != 4 {
			t.Errorf("%s: %d nodes at the other ends, want 4", tc.name, got)
		}
	}
}
