package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/routing/cch"
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
	"xunhu/routing/matrix"
	"xunhu/routing/order"
	"xunhu/routing/road"
)

type benchRoute struct {
	File    string `arg:"" name:"FILE" help:"${help_extract}"`
	Profile string `help:"${help_profile}" default:"car" placeholder:"P"`
	Pairs   int    `help:"${help_bench_pairs}" default:"100000" placeholder:"N"`
	Verify  int    `help:"${help_bench_verify}" default:"1000" placeholder:"N"`
	JSON    bool   `name:"json" help:"${help_json}"`
}

// routed is what bench route measures, in processor time. The work that is measured
// runs in one thread; what the garbage collector takes beside it counts.
type routed struct {
	Nodes       int     `json:"nodes"`
	Arcs        int     `json:"arcs"`
	ReadS       float64 `json:"read_s"`  // from the file to the network
	OrderS      float64 `json:"order_s"` // order.Dissect and cch.Build
	Edges       int     `json:"edges"`   // shortcuts included
	Height      int     `json:"height"`  // nodes that a search climbs at most
	CustomiseMS float64 `json:"customise_ms"`
	ClosureMS   float64 `json:"closure_ms"`    // from a drawn area to the first right route around it
	PairUS      float64 `json:"pair_us"`       // random pairs of nodes, the cost alone
	PathUS      float64 `json:"path_us"`       // and its arcs
	SweepMS     float64 `json:"sweep_ms"`      // from one node to all
	Matrix1000S float64 `json:"matrix_1000_s"` // 1000 × 1000 coordinates, snapping included
	IndexBytes  int     `json:"index_bytes"`
	MetricBytes int     `json:"metric_bytes"`
	BytesArc    float64 `json:"bytes_arc"` // of the metric, by arc of the network
	Verified    int     `json:"verified"`
	Mismatches  int     `json:"mismatches"` // against Dijkstra, and paths against their costs
}

// Run measures routing on the roads of an extract.
func (v *benchRoute) Run(ctx context.Context, p *program) error {
	switch {
	case v.Pairs < 1:
		return finding.New("command.bad_pairs", "--pairs", "value", v.Pairs, "least", 1)
	case v.Verify < 0:
		return finding.New("command.bad_pairs", "--verify", "value", v.Verify, "least", 0)
	}
	vehicle, ok := p.vehicles.Profiles()[v.Profile]
	if !ok {
		return finding.New("road.no_profile", "", "name", v.Profile, "choices", p.vehicles.Profiles().Names())
	}
	m := &routed{}
	var n *road.Network
	var err error
	m.ReadS = took(1, func() { n, err = p.makeNetwork(ctx, v.File, vehicle) })
	if err != nil {
		return err
	}
	if err := m.measure(ctx, n, v.Pairs, v.Verify); err != nil {
		return err
	}
	if v.JSON {
		return json.NewEncoder(p.out).Encode(m)
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, row := range []struct {
		name  string
		value any
	}{
		{"nodes", m.Nodes}, {"arcs", m.Arcs}, {"read_s", m.ReadS}, {"order_s", m.OrderS}, {"edges", m.Edges}, {"height", m.Height},
		{"customise_ms", m.CustomiseMS}, {"closure_ms", m.ClosureMS}, {"pair_us", m.PairUS}, {"path_us", m.PathUS},
		{"sweep_ms", m.SweepMS}, {"matrix_1000_s", m.Matrix1000S}, {"index_bytes", m.IndexBytes}, {"metric_bytes", m.MetricBytes},
		{"bytes_arc", m.BytesArc}, {"verified", m.Verified}, {"mismatches", m.Mismatches},
	} {
		if x, ok := row.value.(float64); ok {
			row.value = fmt.Sprintf("%.3f", x)
		}
		fmt.Fprintf(w, "%s\t%v\n", row.name, row.value)
	}
	return w.Flush()
}

// measure fills in everything but the reading.
func (m *routed) measure(ctx context.Context, n *road.Network, pairs, verify int) error {
	g, costs := n.Graph()
	m.Nodes, m.Arcs = g.NumNodes(), g.NumArcs()
	var x *cch.Index
	m.OrderS = took(1, func() { x = cch.Build(g, order.Dissect(g, n.Sites())) })
	var metric *cch.Metric
	m.CustomiseMS = 1e3 * took(5, func() { metric = x.Customize(costs) })
	m.Edges, m.Height, m.IndexBytes, m.MetricBytes = x.NumEdges(), x.Height(), x.Bytes(), metric.Bytes()
	m.BytesArc = float64(m.IndexBytes+m.MetricBytes) / float64(2*m.Edges)

	rng := rand.New(rand.NewPCG(1, 0))
	node := func() graph.Node { return graph.Node(rng.IntN(m.Nodes)) }
	ends := make([][2][]dijkstra.Seed, pairs)
	for i := range ends {
		ends[i] = [2][]dijkstra.Seed{{{Node: node()}}, {{Node: node()}}}
	}
	q := metric.NewQuery()
	m.PairUS = 1e6 / float64(pairs) * took(3, func() {
		for _, e := range ends {
			q.Distance(e[0][0].Node, e[1][0].Node)
		}
	})
	m.PathUS = 1e6 / float64(pairs) * took(3, func() {
		for _, e := range ends {
			q.Path(e[0], e[1])
		}
	})
	sweep, all := metric.NewSweep(), make([]graph.Cost, m.Nodes)
	m.SweepMS = 1e3 * took(5, func() { sweep.All(ends[0][0], all) })
	m.verify(g, costs, q, ends[:min(verify, pairs)])
	return m.onGround(ctx, n, rng)
}

// verify compares answers with Dijkstra's.
func (m *routed) verify(g *graph.Graph, costs []graph.Cost, q *cch.Query, ends [][2][]dijkstra.Seed) {
	s := dijkstra.New(g, costs)
	for _, e := range ends {
		s.Run(e[0], []graph.Node{e[1][0].Node})
		want := s.Cost(e[1][0].Node)
		path, ok := q.Path(e[0], e[1])
		sum := graph.Cost(0)
		for _, a := range path.Arcs {
			sum += costs[a]
		}
		m.Verified++
		if ok != (want < graph.Infinity) || ok && (path.Cost != want || sum != want) || q.Distance(e[0][0].Node, e[1][0].Node) != want {
			m.Mismatches++
		}
	}
}

// onGround measures what begins with coordinates: a matrix, and a closed area.
func (m *routed) onGround(ctx context.Context, n *road.Network, rng *rand.Rand) error {
	day := n.Plain()
	roads := n.Places(n.Bound(), 1000)
	spots := make([]orb.Point, 1000)
	for i := range spots { // beside the roads
		at := roads[rng.IntN(len(roads))].Point
		spots[i] = orb.Point{at[0] + (rng.Float64()-0.5)/1000, at[1] + (rng.Float64()-0.5)/1000}
	}
	var err error
	m.Matrix1000S = took(3, func() {
		places := make([]road.Place, len(spots))
		for i, p := range spots {
			if places[i], err = day.Snap(p, road.SnapM); err != nil {
				return
			}
		}
		_, err = matrix.Compute(ctx, day.Many(places))
	})
	if err != nil {
		return err
	}
	from, to := roads[rng.IntN(len(roads))], roads[rng.IntN(len(roads))]
	way, err := day.Between(from, to)
	if err != nil {
		return err
	}
	at := way.Line[len(way.Line)/2]
	flood := orb.Bound{Min: at, Max: at}.Pad(0.0005).ToPolygon()
	m.ClosureMS = 1e3 * took(5, func() { _, _ = n.Day(road.Closure{Where: flood}).Between(from, to) }) // there may be no way around
	return nil
}

// took gives the least processor time of some runs, in seconds.
func took(runs int, work func()) float64 {
	all := make([]time.Duration, runs)
	for i := range all {
		begin := cpuTime()
		work()
		all[i] = cpuTime() - begin
	}
	return slices.Min(all).Seconds()
}
