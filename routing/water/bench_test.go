package water_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
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

// A grid is the usual way over open water: places a step apart, joined to the eight
// around them where the straight way keeps to the water.
type grid struct {
	at    []orb.Point
	g     *graph.Graph
	costs []graph.Cost
}

func newGrid(lake orb.Polygon, stepM float64, kmh float64) grid {
	var x grid
	box := lake.Bound()
	dx, dy := stepM/91288, stepM/110941
	w, h := int((box.Max[0]-box.Min[0])/dx)+1, int((box.Max[1]-box.Min[1])/dy)+1
	place := func(i, j int) orb.Point { return orb.Point{box.Min[0] + float64(i)*dx, box.Min[1] + float64(j)*dy} }
	square := func(p orb.Point) int { return int((p[0]-box.Min[0])/dx) + w*int((p[1]-box.Min[1])/dy) }
	near := map[int][][2]orb.Point{} // edges of the shore by the squares of their boxes
	for _, r := range lake {
		for k := 1; k < len(r); k++ {
			b := orb.MultiPoint{r[k-1], r[k]}.Bound()
			low, high := square(b.Min), square(b.Max)
			for j := low / w; j <= high/w; j++ {
				for i := low % w; i <= high%w; i++ {
					near[i+w*j] = append(near[i+w*j], [2]orb.Point{r[k-1], r[k]})
				}
			}
		}
	}
	node := make([]graph.Node, w*h)
	for j := range h {
		for i := range w {
			node[i+w*j] = -1
			if p := place(i, j); predicate.In(p, lake) == predicate.Inside {
				node[i+w*j] = graph.Node(len(x.at))
				x.at = append(x.at, p)
			}
		}
	}
	clear := func(a, b orb.Point) bool {
		c := orb.MultiPoint{a, b}.Bound()
		low, high := square(c.Min), square(c.Max)
		for j := max(low/w-1, 0); j <= high/w; j++ {
			for i := max(low%w-1, 0); i <= high%w; i++ {
				for _, e := range near[i+w*j] {
					if predicate.SegmentsMeet(a, b, e[0], e[1]) {
						return false
					}
				}
			}
		}
		return true
	}
	var pairs [][2]graph.Node
	var costs []graph.Cost
	for j := range h {
		for i := range w {
			for _, d := range [][2]int{{1, 0}, {0, 1}, {1, 1}, {-1, 1}} {
				k, l := i+d[0], j+d[1]
				if k < 0 || k >= w || l >= h || node[i+w*j] < 0 || node[k+w*l] < 0 || !clear(place(i, j), place(k, l)) {
					continue
				}
				c := graph.Cost(geodesy.Length(orb.LineString{place(i, j), place(k, l)}) / kmh * 3600)
				u, v := node[i+w*j], node[k+w*l]
				pairs, costs = append(pairs, [2]graph.Node{u, v}, [2]graph.Node{v, u}), append(costs, c, c)
			}
		}
	}
	g, number := graph.Build(len(x.at), pairs)
	x.g, x.costs = g, make([]graph.Cost, len(costs))
	for i, a := range number {
		x.costs[a] = costs[i]
	}
	return x
}

// By how much the ways of a grid of 100 m are too long, between its own places.
func BenchmarkGridOnLagoon(b *testing.B) {
	lake := lagoon(1)
	q := query(b, water.Chart{Open: []water.Area{{ID: "lake", Area: lake}}})
	x := newGrid(lake, 100, 15)
	s := dijkstra.New(x.g, x.costs)
	rng := rand.New(rand.NewPCG(3, 0))
	var long []float64
	var took time.Duration
	for b.Loop() {
		u, v := graph.Node(rng.IntN(len(x.at))), graph.Node(rng.IntN(len(x.at)))
		began := time.Now()
		s.Run([]dijkstra.Seed{{Node: u}}, []graph.Node{v})
		took += time.Since(began)
		path, err := q.Route(x.at[u], x.at[v])
		if c := s.Cost(v); err == nil && c < graph.Infinity && path.DistanceM > 2000 {
			long = append(long, 100*(float64(c)/1000/path.DurationS-1))
		}
	}
	slices.Sort(long)
	if len(long) > 10 {
		b.ReportMetric(long[len(long)/20], "%long_p05")
		b.ReportMetric(long[len(long)/2], "%long_p50")
		b.ReportMetric(long[len(long)*19/20], "%long_p95")
	}
	b.ReportMetric(float64(took.Microseconds())/float64(b.N), "grid_us")
	b.ReportMetric(float64(len(x.at)), "grid_nodes")
	b.ReportMetric(float64(x.g.NumArcs()/2), "grid_edges")
}

// What a boat reaches of the lagoon within half an hour and an hour.
func BenchmarkWithinOnLagoon(b *testing.B) {
	l := lagoon(1)
	q := query(b, water.Chart{Open: lake(orb.MultiPolygon{l})})
	at := randomPlaces(rand.New(rand.NewPCG(1, 0)), l, 1)[0]
	for b.Loop() {
		if _, err := q.Within(at, []float64{1800, 3600}); err != nil {
			b.Fatal(err)
		}
	}
}
