package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/routing/cch"
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
	"xunhu/routing/matrix"
	"xunhu/routing/order"
	"xunhu/routing/road"
)

func read(ctx context.Context, file, profile string) (*road.Network, error) {
	vehicle, ok := road.ProfileNamed(profile)
	if !ok {
		return nil, fmt.Errorf("no profile %q; there are %s", profile, strings.Join(road.Defaults().Names(), ", "))
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open the extract: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open the extract: %w", err)
	}
	return road.ReadPBF(ctx, f, info.Size(), vehicle)
}

// Prepared is what it takes from the extract to the first answer.
type prepared struct {
	ReadS  float64 `json:"read_s"`
	OrderS float64 `json:"order_s"` // order, contract and customise
	RSSMB  float64 `json:"rss_mb"`  // the most that the process grew
}

func prepare(ctx context.Context, file, profile string) (prepared, error) {
	var p prepared
	var net *road.Network
	var err error
	before := status("VmRSS")
	if p.ReadS = took(1, func() { net, err = read(ctx, file, profile) }); err != nil {
		return p, err
	}
	p.OrderS = took(1, func() { net.Plain() })
	p.RSSMB = (status("VmHWM") - before) / 1024
	return p, nil
}

// prepareApart prepares in a process of its own, so that nothing else takes memory.
func prepareApart(file, profile string) (prepared, error) {
	var p prepared
	self, err := os.Executable()
	if err != nil {
		return p, fmt.Errorf("find this program: %w", err)
	}
	c := exec.Command(self, "--prepare", "--profile", profile, file)
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return p, fmt.Errorf("prepare %s: %w", file, err)
	}
	return p, json.Unmarshal(out, &p)
}

// status reads a number of kilobytes that Linux keeps of this process; 0 elsewhere.
func status(key string) float64 {
	b, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == key+":" {
			kb, _ := strconv.ParseFloat(f[1], 64)
			return kb
		}
	}
	return 0
}

// Answers are what the peers are held against.
type answers struct {
	pairs  []graph.Cost // of the slow pairs, and of the others after them
	matrix []graph.Cost // 200 × 200, row by row
}

// byNode measures the hierarchy alone.
func byNode(q *questions, taken prepared) (row, answers) {
	x := cch.Build(q.g, order.Dissect(q.g, q.net.Sites()))
	var m *cch.Metric
	r := row{Engine: "xunhu, hierarchy", Prepare: taken.ReadS + taken.OrderS, Note: "the closure: all costs anew"}
	r.Closure = took(5, func() { m = x.Customize(q.costs) })
	s := m.NewQuery()
	r.Pair = took(3, func() {
		for _, p := range q.pairs {
			s.Distance(p[0], p[1])
		}
	}) / float64(len(q.pairs))
	var from, to [1]dijkstra.Seed
	r.Path = took(3, func() {
		for _, p := range q.pairs {
			from[0].Node, to[0].Node = p[0], p[1]
			s.Path(from[:], to[:])
		}
	}) / float64(len(q.pairs))
	square := func(all []graph.Cost, n int) float64 {
		return took(3, func() {
			seeds := make([][]dijkstra.Seed, n)
			for i, p := range q.places[:n] {
				seeds[i] = []dijkstra.Seed{{Node: p}}
			}
			many := m.NewMany(seeds, seeds)
			for i := range n {
				many.From(i, all[i*n:(i+1)*n])
			}
		})
	}
	want := answers{matrix: make([]graph.Cost, 200*200)}
	r.M200, r.M1000 = square(want.matrix, 200), square(make([]graph.Cost, 1000*1000), 1000)
	for _, p := range append(q.pairs[:q.slow:q.slow], q.other...) {
		want.pairs = append(want.pairs, s.Distance(p[0], p[1]))
	}
	return r, want
}

// plain measures Dijkstra's search with a heap, in Go.
func plain(q *questions, taken prepared, want answers) row {
	r := row{Engine: "Dijkstra in Go", Prepare: taken.ReadS, Note: "1000 × 1000 from 40 rows, × 25"}
	s := dijkstra.New(q.g, q.costs)
	pairs := append(q.pairs[:q.slow:q.slow], q.other...)
	target := make([]graph.Node, 1)
	got := make([]graph.Cost, len(pairs))
	r.Path = took(1, func() {
		for i, p := range pairs[:q.slow] {
			target[0] = p[1]
			s.Run([]dijkstra.Seed{{Node: p[0]}}, target)
			s.Path(p[1])
			got[i] = s.Cost(p[1])
		}
	}) / float64(q.slow)
	r.Pair = r.Path // the arcs cost next to nothing
	for i, p := range pairs[q.slow:] {
		target[0] = p[1]
		s.Run([]dijkstra.Seed{{Node: p[0]}}, target)
		got[q.slow+i] = s.Cost(p[1])
	}
	var square []graph.Cost
	rows := func(from, to []graph.Node) float64 {
		square = square[:0]
		return took(1, func() {
			for _, p := range from {
				s.Run([]dijkstra.Seed{{Node: p}}, to)
				for _, t := range to {
					square = append(square, s.Cost(t))
				}
			}
		})
	}
	r.M1000 = rows(q.places[:40], q.places) * 25
	r.M200 = rows(q.places[:200], q.places[:200])
	r.hold(want.pairs, got)
	r.hold(want.matrix, square)
	return r
}

// onGround measures what begins with coordinates: snapping, search, line and steps. It also
// gives the durations of the slow pairs, in seconds.
func onGround(ctx context.Context, q *questions, taken prepared) (row, []float64, error) {
	day := q.net.Plain()
	r := row{Engine: "xunhu, with snapping", Prepare: taken.ReadS + taken.OrderS, Note: "the closure: an area, drawn, to the first route"}
	pairs := q.coordinates()
	var ways []float64
	var err error
	all := func(after func(road.Path)) float64 {
		return took(3, func() {
			ways = ways[:0]
			for _, p := range pairs {
				way, failed := day.Route(p[0], p[1])
				if failed != nil {
					err = fmt.Errorf("route from %v to %v: %w", p[0], p[1], failed)
				}
				after(way)
				ways = append(ways, way.DurationS)
			}
		}) / float64(len(pairs))
	}
	r.Pair = all(func(road.Path) {})
	if r.Path = all(func(p road.Path) { day.Steps(p) }); err != nil {
		return r, nil, err
	}
	square := func(n int) float64 {
		return took(3, func() {
			places := make([]road.Place, n)
			for i, at := range q.spots(n) {
				var failed error
				if places[i], failed = day.Snap(at, road.SnapM); failed != nil {
					err = failed
				}
			}
			if err == nil {
				_, err = matrix.Compute(ctx, day.Many(places))
			}
		})
	}
	r.M200, r.M1000 = square(200), square(1000)
	flood, failed := q.flood()
	if err = errors.Join(err, failed); err != nil {
		return r, nil, err
	}
	r.Closure = took(5, func() {
		_, err = q.net.Day(road.Closure{Where: flood}).Route(pairs[0][0], pairs[0][1])
	})
	return r, ways, err
}

// coordinates gives the places of the slow pairs.
func (q *questions) coordinates() [][2]orb.Point {
	at := q.net.Sites()
	all := make([][2]orb.Point, q.slow)
	for i, p := range q.pairs[:q.slow] {
		all[i] = [2]orb.Point{at[p[0]], at[p[1]]}
	}
	return all
}

// spots gives the places of a matrix.
func (q *questions) spots(n int) []orb.Point {
	at := q.net.Sites()
	all := make([]orb.Point, n)
	for i, p := range q.places[:n] {
		all[i] = at[p]
	}
	return all
}

// flood is an area of some 100 m on the way of the first pair.
func (q *questions) flood() (orb.Polygon, error) {
	ends := q.coordinates()[0]
	way, err := q.net.Plain().Route(ends[0], ends[1])
	if err != nil {
		return nil, err
	}
	at := way.Line[len(way.Line)/2]
	return orb.Bound{Min: at, Max: at}.Pad(0.0005).ToPolygon(), nil
}
