//go:build !race

package road

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
)

// delaware opens the extract that comes with the OpenStreetMap module.
func delaware(t testing.TB) (*os.File, int64) {
	t.Helper()
	if testing.Short() {
		t.Skip("reads a state")
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paulmach/osm").Output()
	if err != nil {
		t.Skip("no module cache: ", err)
	}
	f, err := os.Open(filepath.Join(strings.TrimSpace(string(out)), "testdata", "delaware-latest.osm.pbf"))
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { f.Close() })
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return f, info.Size()
}

// A state's roads have about the size that other routers make of them, expanded only where turns matter,
// and no way that is found breaks a restriction.
func TestDelaware(t *testing.T) {
	f, size := delaware(t)
	car, _ := ProfileNamed("car")
	l, in, err := readPBF(t.Context(), f, size, &car)
	if err != nil {
		t.Fatal(err)
	}
	n, x, err := l.build(in.seen)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d junctions, %d nodes, %d arcs, %d rules, %v", n.NumJunctions(), n.g.NumNodes(), n.g.NumArcs(), len(x.rules), n.Findings())
	if j := n.NumJunctions(); j < 65_000 || j > 75_000 || n.g.NumNodes() > j+j/20 || n.g.NumArcs() > 180_000 {
		t.Errorf("%d junctions, %d nodes, %d arcs", j, n.g.NumNodes(), n.g.NumArcs())
	}
	if len(x.rules) < 400 || int(n.dropped) > len(x.rules)/10 {
		t.Errorf("%d rules, %d restrictions do not fit", len(x.rules), n.dropped)
	}
	// From the beginning of a rule to its end: what is banned must not be what is found.
	tempted := 0
	rng := rand.New(rand.NewPCG(1, 1))
	day := n.Plain()
	for range 60 {
		r := x.rules[rng.IntN(len(x.rules))]
		if r.only {
			continue
		}
		from, to := r.chain[0]>>1, r.chain[len(r.chain)-1]>>1
		a, b := n.at(from, n.length(from)/2), n.at(to, n.length(to)/2)
		c, way := day.search(a, b)
		if c >= graph.Infinity || way.direct {
			continue
		}
		path := []int32{way.first}
		for _, arc := range way.arcs {
			path = append(path, n.arcs[arc])
		}
		path = append(path, way.last)
		for i := 2; i <= len(path); i++ {
			if !obeys(x.rules, path[:i]) {
				t.Errorf("from edge %d to %d: the way breaks a rule at its edge %d", from, to, i)
			}
		}
		tempted++
	}
	if tempted < 20 {
		t.Errorf("only %d ways were tried", tempted)
	}
}

// Closed areas and slow ones of any size, on a state's roads: what a day says is what Dijkstra says.
func TestDelawareClosures(t *testing.T) {
	f, size := delaware(t)
	car, _ := ProfileNamed("car")
	n, err := ReadPBF(t.Context(), f, size, car)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(2, 2))
	anywhere := func() Place { return n.at(int32(rng.IntN(n.NumEdges())), 0) }
	other := 0
	for i := range 12 {
		from, to := anywhere(), anywhere()
		way, err := n.Plain().Between(from, to)
		if err != nil {
			continue
		}
		at := way.Line[rng.IntN(len(way.Line))]
		flood := orb.Bound{Min: at, Max: at}.Pad([]float64{0.0005, 0.005, 0.05}[i%3])
		day := n.Day(Closure{Where: flood.ToPolygon(), Speed: []float64{0, 0.3}[i%2]})
		s := dijkstra.New(n.g, day.costs)
		for range 4 {
			s.Run(seeds(day.Starts(from)), nil)
			want := day.onEdge(from, to)
			for _, e := range day.Finishes(to) {
				want = min(want, s.Cost(e.Node)+e.Cost)
			}
			want = min(want, graph.Infinity)
			if got := day.Cost(from, to); got != want {
				t.Errorf("closure %d around %v: cost %d, want %d", i, at, got, want)
			}
			if want != n.Plain().Cost(from, to) {
				other++
			}
			to = anywhere()
		}
	}
	if other < 10 {
		t.Errorf("only %d costs became others", other)
	}
}

// BenchmarkDay takes a state's roads into a day with one closed area.
func BenchmarkDay(b *testing.B) {
	f, size := delaware(b)
	car, _ := ProfileNamed("car")
	n, err := ReadPBF(b.Context(), f, size, car)
	if err != nil {
		b.Fatal(err)
	}
	n.Plain()
	at := n.Line(int32(n.NumEdges() / 2))[0]
	flood := Closure{Where: orb.Bound{Min: at, Max: at}.Pad(0.0005).ToPolygon()}
	b.ReportAllocs()
	for b.Loop() {
		n.Day(flood)
	}
}
