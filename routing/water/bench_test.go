package water_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
	"xunhu/routing/water"
)

// lagoon draws a lake of some 19 × 16 km with 40 islands and 7,380 vertices: shores
// that waver on all scales, as those of shallow lakes do.
func lagoon(seed uint64) orb.Polygon {
	rng := rand.New(rand.NewPCG(seed, 1))
	shore := func(x, y, rx, ry, rough float64, n int) orb.Ring {
		const waves = 60
		var amp, phase [waves]float64
		for k := range waves {
			amp[k] = rough * rng.NormFloat64() / math.Pow(float64(k+2), 0.9)
			phase[k] = 2 * math.Pi * rng.Float64()
		}
		r := make(orb.Ring, 0, n+1)
		for i := range n {
			a := 2 * math.Pi * float64(i) / float64(n)
			f := 0.0
			for k := range waves {
				f += amp[k] * math.Cos(float64(k+2)*a+phase[k])
			}
			f = math.Exp(f) + 0.01*rough*rng.NormFloat64()
			sin, cos := math.Sincos(a)
			r = append(r, orb.Point{117 + (x+rx*f*cos)/91288, 35 + (y+ry*f*sin)/110941})
		}
		return append(r, r[0])
	}
	for {
		lake := orb.Polygon{shore(0, 0, 7600, 6200, 0.25, 3380)}
		for tries := 0; len(lake) < 41 && tries < 20000; tries++ {
			x, y, radius := 18000*(rng.Float64()-0.5), 15000*(rng.Float64()-0.5), 120+500*rng.Float64()
			island := shore(x, y, radius, radius, 0.2, 100)
			if apart(lake, island) {
				lake = append(lake, island)
			}
		}
		if len(lake) == 41 && predicate.FlawOf(lake) == nil {
			return lake
		}
	}
}

// apart tells whether a ring lies in the lake and its box off all islands.
func apart(lake orb.Polygon, r orb.Ring) bool {
	for _, hole := range lake[1:] {
		if hole.Bound().Pad(0.001).Intersects(r.Bound()) {
			return false
		}
	}
	for _, p := range r {
		if predicate.In(p, lake[0]) != predicate.Inside {
			return false
		}
	}
	_, meets := predicate.Meet(orb.LineString(lake[0]), orb.LineString(r))
	return !meets
}

func BenchmarkBuildLagoon(b *testing.B) {
	lake := lagoon(1)
	vertices := 0
	for _, r := range lake {
		vertices += len(r) - 1
	}
	var n *water.Network
	for b.Loop() {
		var err error
		if n, err = water.Build(water.Chart{Open: []water.Area{{ID: "lake", Area: lake}}}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(vertices), "vertices")
	b.ReportMetric(float64(n.Graph().NumNodes()), "nodes")
	b.ReportMetric(float64(n.Edges()), "edges")
	b.ReportMetric(float64(n.Bytes()), "bytes")
}

func query(b testing.TB, c water.Chart) *water.Query {
	n, err := water.Build(c)
	if err != nil {
		b.Fatal(err)
	}
	m, err := n.Customize(water.Profile{Name: "boat", KMH: 15})
	if err != nil {
		b.Fatal(err)
	}
	return m.NewQuery()
}

func randomPlaces(rng *rand.Rand, lake orb.Polygon, n int) (ps []orb.Point) {
	box := lake.Bound()
	for len(ps) < n {
		p := orb.Point{box.Min[0] + rng.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + rng.Float64()*(box.Max[1]-box.Min[1])}
		if predicate.In(p, lake) == predicate.Inside {
			ps = append(ps, p)
		}
	}
	return ps
}

func BenchmarkRouteOnLagoon(b *testing.B) {
	lake := lagoon(1)
	q := query(b, water.Chart{Open: []water.Area{{ID: "lake", Area: lake}}})
	ps := randomPlaces(rand.New(rand.NewPCG(2, 0)), lake, 256)
	for i := 0; b.Loop(); i++ {
		if _, err := q.Route(ps[i%256], ps[(i+1)%256]); err != nil {
			b.Fatal(err)
		}
	}
}

var _ = time.Now
var _ = dijkstra.New
var _ graph.Node
