//go:build unix

package cch_test

import (
	"context"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/routing/cch"
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
	"xunhu/routing/matrix"
	"xunhu/routing/order"
)

// country makes up a network like a country's: crossings of a grid of k by k, of whose streets many are
// missing (62 of 100 are there), so that crossings have 2.5 neighbours on average; each 16th street
// is whole and three times as fast, each 128th six times. What does not hang together with
// the first crossing is left out.
func country(rng *rand.Rand, k int) (*graph.Graph, []graph.Cost, []orb.Point) {
	var streets [][2]int32
	speed := func(line int) graph.Cost {
		switch {
		case line%128 == 0:
			return 6
		case line%16 == 0:
			return 3
		}
		return 1
	}
	var fast []graph.Cost
	near := make([][4]int32, k*k) // by crossing, 1 + the crossings that hang on it
	join := func(a, b int32) {
		for _, e := range [2][2]int32{{a, b}, {b, a}} {
			for i := range near[e[0]] {
				if near[e[0]][i] == 0 {
					near[e[0]][i] = e[1] + 1
					break
				}
			}
		}
	}
	for y := range k {
		for x := range k {
			i := int32(y*k + x)
			if s := speed(y); x+1 < k && (s > 1 || rng.IntN(100) < 62) {
				streets, fast = append(streets, [2]int32{i, i + 1}), append(fast, s)
				join(i, i+1)
			}
			if s := speed(x); y+1 < k && (s > 1 || rng.IntN(100) < 62) {
				streets, fast = append(streets, [2]int32{i, i + int32(k)}), append(fast, s)
				join(i, i+int32(k))
			}
		}
	}
	name := make([]graph.Node, k*k) // 1 + the node of a crossing
	queue := []int32{0}
	name[0] = 1
	for i := 0; i < len(queue); i++ {
		for _, v := range near[queue[i]] {
			if v > 0 && name[v-1] == 0 {
				queue = append(queue, v-1)
				name[v-1] = graph.Node(len(queue))
			}
		}
	}
	at := make([]orb.Point, len(queue))
	for n, i := range queue {
		at[n] = orb.Point{110 + (float64(int(i)%k)+0.6*rng.Float64())/500, 30 + (float64(int(i)/k)+0.6*rng.Float64())/500}
	}
	var pairs [][2]graph.Node
	var ms []graph.Cost
	for s, e := range streets {
		if u, v := name[e[0]]-1, name[e[1]]-1; u >= 0 && v >= 0 {
			pairs = append(pairs, [2]graph.Node{u, v}, [2]graph.Node{v, u})
			c := graph.Cost(12000+rng.IntN(12000)) / fast[s]
			ms = append(ms, c, c+graph.Cost(rng.IntN(100)))
		}
	}
	g, arcs := graph.Build(len(at), pairs)
	costs := make([]graph.Cost, len(arcs))
	for i, a := range arcs {
		costs[a] = ms[i]
	}
	return g, costs, at
}

// cpu is the processor time that this process has taken.
func cpu() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// A country's network, if LARGE says how many crossings its sides have: what each phase takes. 2180
// makes some 4.6 million nodes. A check of a few distances is part of it.
func TestLarge(t *testing.T) {
	k, err := strconv.Atoi(os.Getenv("LARGE"))
	if err != nil {
		t.Skip("LARGE is not set")
	}
	rng := rand.New(rand.NewPCG(1, 0))
	g, costs, at := country(rng, k)
	t.Logf("%d nodes, %d arcs", g.NumNodes(), g.NumArcs())
	lap := func(what string, times int, work func()) {
		least, begun := time.Duration(1<<62), cpu()
		for range times {
			b := time.Now()
			work()
			least = min(least, time.Since(b))
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		t.Logf("%-24s %10.3f ms of processor, %10.3f ms at best; %d MB in use", what,
			1e3*(cpu()-begun).Seconds()/float64(times), 1e3*least.Seconds(), m.HeapInuse>>20)
	}
	var nodes []graph.Node
	lap("order", 1, func() { nodes = order.Dissect(g, at) })
	var x *cch.Index
	lap("contract", 1, func() { x = cch.Build(g, nodes) })
	var m *cch.Metric
	lap("customise", 3, func() { m = x.Base(costs) })
	t.Logf("%d edges, height %d, index %d MB, metric %d MB", x.NumEdges(), x.Height(), x.Bytes()>>20, m.Bytes()>>20)
	node := func() graph.Node { return graph.Node(rng.IntN(g.NumNodes())) }
	q := m.NewQuery()
	var pairs [1000][2]graph.Node
	places := make([][]dijkstra.Seed, len(pairs))
	for i := range pairs {
		pairs[i] = [2]graph.Node{node(), node()}
		places[i] = []dijkstra.Seed{{Node: node()}}
	}
	lap("1000 pairs", 5, func() {
		for _, p := range pairs {
			q.Distance(p[0], p[1])
		}
	})
	lap("matrix 1000 x 1000", 2, func() {
		if _, err := matrix.Compute(context.Background(), m.NewMany(places, places)); err != nil {
			t.Error(err)
		}
	})
	changed := append([]graph.Cost(nil), costs...)
	var shut []graph.Arc
	flood := at[pairs[0][0]]
	for a := range graph.Arc(g.NumArcs()) {
		if p := at[g.Head(a)]; max(p[0]-flood[0], flood[0]-p[0], p[1]-flood[1], flood[1]-p[1]) < 0.005 {
			shut, changed[a] = append(shut, a), graph.Infinity
		}
	}
	var closed *cch.Metric
	lap("closure of "+strconv.Itoa(len(shut))+" arcs", 5, func() {
		closed = m.Update(changed, shut)
		closed.NewQuery().Distance(pairs[1][0], pairs[1][1])
	})
	for i, costs := range [2][]graph.Cost{costs, changed} {
		s, q := dijkstra.New(g, costs), [2]*cch.Query{q, closed.NewQuery()}[i]
		for _, p := range pairs[:5] {
			s.Run([]dijkstra.Seed{{Node: p[0]}}, []graph.Node{p[1]})
			if got := q.Distance(p[0], p[1]); got != s.Cost(p[1]) {
				t.Errorf("from %d to %d: %d, want %d", p[0], p[1], got, s.Cost(p[1]))
			}
		}
	}
}
