package road

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
	"xunhu/routing/graph"
	"xunhu/routing/isochrone"
)

// Whoever is on a closed road before or behind the closed stretch comes and goes by that end; nobody passes.
// On random networks with random closures the costs between places are those of a naive network of
// the open parts alone.
func TestPartsOfClosedRoads(t *testing.T) {
	p, err := parseProfile([]byte(strings.Replace(dear, "turns: {left: 10, right: 3, u_turn: 30}\n", "", 1)), "dear", "")
	if err != nil {
		t.Fatal(err)
	}
	networks := 300
	if raced || testing.Short() {
		networks = 60
	}
	cut, apart, onPart := 0, 0, 0
	for seed := range uint64(networks) {
		rng := rand.New(rand.NewPCG(seed, 11))
		n, err := Build(randomWays(rng), p)
		if err != nil {
			continue
		}
		var closures []Closure
		for range 1 + rng.IntN(3) {
			at := n.points[rng.IntN(len(n.points))].degrees()
			at[0] += 0.004 * (rng.Float64() - 0.5)
			c := Closure{Where: orb.Bound{Min: at, Max: at}.Pad(0.0005 + 0.002*rng.Float64()).ToPolygon()}
			if rng.IntN(3) == 0 {
				c.Where = orb.LineString{at, {at[0] + 0.01*(rng.Float64()-0.5), at[1] + 0.01*(rng.Float64()-0.5)}}
			}
			if rng.IntN(4) == 0 {
				c.Speed = 0.5
			}
			closures = append(closures, c)
		}
		d := n.Day(closures...)
		cut += len(d.cut)
		for e, c := range d.cut { // the closed stretch holds what is meant, and not much more
			if c.fromM < 0 || c.toM > n.length(e)+beside || c.fromM > c.toM || c.fromM == 0 && c.toM == n.length(e) {
				t.Fatalf("seed %d: of %.1f m from %.1f to %.1f m are closed", seed, n.length(e), c.fromM, c.toM)
			}
		}
		for e, c := range d.cut { // what lies in an area that is closed is no open part
			for i := range 40 {
				q := n.at(e, n.length(e)*(float64(i)+0.5)/40)
				for _, x := range closures {
					if area, is := x.Where.(orb.Polygon); is && x.Speed == 0 && predicate.In(q.Point, area) == predicate.Inside && d.Open(q) {
						t.Fatalf("seed %d: %v is closed, and open from %.0f to %.0f of %.0f m", seed, q, c.fromM, c.toM, n.length(e))
					}
				}
			}
		}
		var places []Place
		for range 10 {
			e := int32(rng.IntN(n.NumEdges()))
			for x := range d.cut { // often on such an edge
				if rng.IntN(2) == 0 {
					e = x
				}
			}
			if q := n.at(e, n.length(e)*rng.Float64()); d.Open(q) {
				places = append(places, q)
				if d.cut[e] != nil {
					onPart++
				}
			}
		}
		want := naiveParts(d, places)
		row := make([]graph.Cost, len(places))
		many := d.Many(places)
		for i, a := range places {
			many.From(i, row)
			reach := d.From(a)
			for j, b := range places {
				got, s := d.Cost(a, b), want[i][j]
				if math.IsInf(s, 1) {
					apart++
				}
				if math.IsInf(s, 1) != (got == graph.Infinity) || got < graph.Infinity && math.Abs(float64(got)-s) > 10 || row[j] != got || reach.To(b) != got {
					t.Fatalf("seed %d: from %v to %v: %d ms, one to many %d, one to all %d, naive %.0f", seed, a, b, got, row[j], reach.To(b), s)
				}
				if got == graph.Infinity {
					continue
				}
				path, err := d.Between(a, b)
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				sum := 0.0
				for _, s := range d.Steps(path) {
					sum += s.DurationS
				}
				if math.Abs(sum-path.DurationS) > 0.1 || math.Abs(path.DurationS*1000-float64(got)) > 0.5 {
					t.Fatalf("seed %d: %.3f s, its steps %.3f s, cost %d", seed, path.DurationS, sum, got)
				}
				for e, c := range d.cut { // the line keeps off the closed stretch
					if q := n.at(e, (c.fromM+c.toM)/2).Point; len(path.Line) > 0 {
						if _, m := geodesy.Nearest(path.Line, q); m < 0.01 && c.toM-c.fromM > 1 && !crossed(n, e, (c.fromM+c.toM)/2) {
							t.Fatalf("seed %d: %v to %v passes what is closed", seed, a, b)
						}
					}
				}
			}
		}
	}
	if cut < networks/2 || apart < networks || onPart < networks {
		t.Errorf("%d cuts, %d pairs apart, %d places on open parts: too few", cut, apart, onPart)
	}
}

// crossed tells whether another road crosses an edge at a measure, as drawn, without a junction.
func crossed(n *Network, e int32, m float64) bool {
	at := n.at(e, m).Point
	for o := range int32(n.NumEdges()) {
		if _, off := geodesy.Nearest(n.Line(o), at); o != e && off < 0.02 {
			return true
		}
	}
	return false
}

// naiveParts gives the milliseconds between places, by way of junctions and of the open parts of edges.
func naiveParts(d *Day, places []Place) [][]float64 {
	k, junctions := len(places), d.NumJunctions()
	all := make([][]float64, k+junctions)
	for i := range all {
		all[i] = make([]float64, k+junctions)
		for j := range all {
			if i != j {
				all[i][j] = math.Inf(1)
			}
		}
	}
	for e := range int32(d.NumEdges()) {
		type stop struct {
			node int
			m    float64
		}
		stops := []stop{{k + int(d.ends[2*e]), 0}, {k + int(d.ends[2*e+1]), d.length(e)}}
		for i, p := range places {
			if p.edge == e {
				stops = append(stops, stop{i, p.along})
			}
		}
		for _, a := range stops {
			for _, b := range stops {
				c := d.cut[e]
				if b.m < a.m || c != nil && a.m <= c.toM && b.m >= c.fromM && a != b {
					continue
				}
				share := (b.m - a.m) / d.length(e)
				if w := d.whole(2 * e); w < graph.Infinity {
					all[a.node][b.node] = min(all[a.node][b.node], share*float64(w))
				}
				if w := d.whole(2*e + 1); w < graph.Infinity {
					all[b.node][a.node] = min(all[b.node][a.node], share*float64(w))
				}
			}
		}
	}
	for m := range all {
		for i := range all {
			for j := range all {
				all[i][j] = min(all[i][j], all[i][m]+all[m][j])
			}
		}
	}
	return all
}

// A flooded stretch in the middle of a lane: both farms get out, each by its end, nobody through; what is reached
// ends at the water, and who asks from the flooded stretch is taken to its nearer end.
func TestFarmsBesideAFlood(t *testing.T) {
	const m = 1e-3
	at := func(x, y float64) orb.Point { return orb.Point{117 + x*m, 35 + y*m} }
	ways := []Way{
		{ID: "lane", Class: "residential", Line: orb.LineString{at(0, 0), at(20, 0)}},
		{ID: "west", Class: "residential", Line: orb.LineString{at(0, 0), at(0, 10)}},
		{ID: "round", Class: "residential", Line: orb.LineString{at(0, 10), at(20, 10), at(20, 0)}},
	}
	car, _ := ProfileNamed("car")
	n, err := Build(append(ways, Way{Class: "residential", Line: orb.LineString{at(0, 0), at(-5, 0)}}, Way{Class: "residential", Line: orb.LineString{at(20, 0), at(25, 0)}}), car)
	if err != nil {
		t.Fatal(err)
	}
	flood := orb.Bound{Min: at(8, -1), Max: at(12, 1)}
	d := n.Day(Closure{Where: flood.ToPolygon()})
	snap := func(p orb.Point) Place {
		t.Helper()
		q, err := d.Snap(p, 2000)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	west, east := snap(at(6, 0)), snap(at(14, 0))
	path, err := d.Between(west, east)
	if err != nil || path.DistanceM < 3000 {
		t.Errorf("from farm to farm: %.0f m, %v", path.DistanceM, err)
	}
	if out, err := d.Between(west, snap(at(0, 0))); err != nil || out.DistanceM > 600 {
		t.Errorf("out by the open end: %.0f m, %v", out.DistanceM, err)
	}
	if short, err := d.Between(west, snap(at(3, 0))); err != nil || short.DistanceM > 300 {
		t.Errorf("on one open part: %.0f m, %v", short.DistanceM, err)
	}
	dead := n.Day(Closure{Where: orb.Bound{Min: at(-3, -1), Max: at(-1, 1)}.ToPolygon()})
	if q, err := dead.Snap(at(-4.5, 0.1), 2000); err != nil || q.Point[0] < at(-1.1, 0)[0] {
		t.Errorf("from what is left of a dead end to %v, %v", q.Point, err)
	}
	in := snap(at(9, 0))
	if d.Open(n.at(in.edge, n.length(in.edge)/2)) || !d.Open(in) || in.Point[0] > flood.Min[0] || in.OffM > 110 {
		t.Errorf("from the flooded stretch to %v, %.0f m away", in.Point, in.OffM)
	}
	area := d.Within(west, []float64{90}, isochrone.Settings{CellM: 10, OffM: 20, OffKMH: 4})[0]
	for _, tc := range []struct {
		x  float64
		in bool
	}{{7, true}, {4, true}, {9.5, false}, {10.5, false}, {13, false}} {
		if got := predicate.In(at(tc.x, 0), area) == predicate.Inside; got != tc.in {
			t.Errorf("%v of the lane is reached: %v", tc.x, got)
		}
	}
}
