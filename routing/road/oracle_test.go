package road

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// randomWays draws streets over a crooked grid: walks of several segments, no
// segment twice, some of them one way, some slow, some closed.
func randomWays(rng *rand.Rand) []Way {
	w, h := 2+rng.IntN(4), 2+rng.IntN(4)
	at := make([]orb.Point, w*h)
	for i := range at {
		at[i] = rounded(orb.Point{117 + 0.01*(float64(i%w)+rng.Float64()/2), 35 + 0.01*(float64(i/w)+rng.Float64()/2)}).degrees()
	}
	used := map[[2]int]bool{}
	classes := []string{"residential", "primary", "track", "steps"}
	var ways []Way
	for range 3 * w * h {
		i := rng.IntN(w * h)
		way := Way{Class: classes[rng.IntN(len(classes))], Line: orb.LineString{at[i]}}
		if rng.IntN(4) == 0 {
			way.Oneway = 1 - 2*rng.IntN(2)
		}
		for range 1 + rng.IntN(5) {
			j := i + []int{1, -1, w, -w}[rng.IntN(4)]
			if j < 0 || j >= w*h || (j-i == 1 || i-j == 1) && j/w != i/w || used[[2]int{min(i, j), max(i, j)}] {
				continue
			}
			used[[2]int{min(i, j), max(i, j)}] = true
			way.Line = append(way.Line, at[j])
			i = j
		}
		if len(way.Line) > 1 {
			ways = append(ways, way)
		}
	}
	return ways
}

// A naive network has a node for every vertex of every way and for every place, and
// times in seconds without rounding; all pairs at once.
type naive struct {
	number map[orb.Point]int
	d      [][]float64
}

func newNaive(net *Network, ways []Way, p Profile, places []Place) *naive {
	x := &naive{number: map[orb.Point]int{}}
	add := func(q orb.Point) int {
		i, ok := x.number[q]
		if !ok {
			i = len(x.number)
			x.number[q] = i
		}
		return i
	}
	type link struct {
		a, b int
		s    float64
	}
	var links []link
	for _, w := range ways {
		v := p.judge(w.tags())
		for i := 1; i < len(w.Line); i++ {
			a, b := w.Line[i-1], w.Line[i]
			chain := []orb.Point{a}
			var on []Place // the places between a and b, nearest to a first
			for _, q := range places {
				if u, v := segment(net, q); q.Point != a && q.Point != b && (u == a && v == b || u == b && v == a) {
					on = append(on, q)
				}
			}
			for len(on) > 0 {
				k := 0
				for j := range on {
					if geodesy.Distance(a, on[j].Point) < geodesy.Distance(a, on[k].Point) {
						k = j
					}
				}
				chain = append(chain, on[k].Point)
				on = append(on[:k], on[k+1:]...)
			}
			chain = append(chain, b)
			for j := 1; j < len(chain); j++ {
				m := geodesy.Distance(chain[j-1], chain[j])
				if v.there > 0 {
					links = append(links, link{add(chain[j-1]), add(chain[j]), m / v.there * 3.6})
				}
				if v.back > 0 {
					links = append(links, link{add(chain[j]), add(chain[j-1]), m / v.back * 3.6})
				}
			}
		}
	}
	n := len(x.number)
	x.d = make([][]float64, n)
	for i := range x.d {
		x.d[i] = make([]float64, n)
		for j := range x.d[i] {
			if i != j {
				x.d[i][j] = math.Inf(1)
			}
		}
	}
	for _, l := range links {
		x.d[l.a][l.b] = min(x.d[l.a][l.b], l.s)
	}
	for k := range n {
		for i := range n {
			for j := range n {
				x.d[i][j] = min(x.d[i][j], x.d[i][k]+x.d[k][j])
			}
		}
	}
	return x
}

// segment gives the two vertices between which a place lies.
func segment(n *Network, p Place) (a, b orb.Point) {
	s := n.first[p.edge]
	for n.alongM(s+1) < p.along {
		s++
	}
	return n.points[s].degrees(), n.points[s+1].degrees()
}

// Between places anywhere on a random network, the cost is that of the naive
// network up to rounding, and the line that is drawn takes just that long.
func TestAgreesWithTheNaiveNetwork(t *testing.T) {
	const rounding = 0.1 // seconds: a millisecond an edge, generously
	tried := 0
	for seed := range uint64(600) {
		rng := rand.New(rand.NewPCG(seed, 0))
		ways := randomWays(rng)
		p, _ := ProfileNamed([]string{"car", "foot", "bicycle", "motorcycle"}[seed%4])
		n, err := Build(ways, p)
		if err != nil || len(n.parts) == 0 {
			continue
		}
		places := make([]Place, 8)
		for i := range places {
			q := orb.Point{117 + 0.06*rng.Float64(), 35 + 0.06*rng.Float64()}
			if places[i], err = n.Snap(q, 20_000); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if _, m := nearest(n, q); math.Abs(m-places[i].OffM) > 0.05+m*1e-4 {
				t.Fatalf("seed %d: snapped %v m away, the nearest road is at %v m", seed, places[i].OffM, m)
			}
		}
		slow := newNaive(n, ways, p, places)
		row := make([]graph.Cost, len(places))
		many := n.Plain().Many(places)
		for i, a := range places {
			many.From(i, row)
			for j, b := range places {
				tried++
				want := slow.d[slow.number[a.Point]][slow.number[b.Point]]
				path, err := n.Plain().Between(a, b)
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				if float64(row[j])/1000 != path.DurationS || math.Abs(path.DurationS-want) > rounding {
					t.Fatalf("seed %d: %v to %v: one to many %d ms, one to one %v s, naive %v s", seed, a.Point, b.Point, row[j], path.DurationS, want)
				}
				if path.Line[0] != a.Point || path.Line[len(path.Line)-1] != b.Point {
					t.Fatalf("seed %d: the line runs from %v to %v, not from %v to %v", seed, path.Line[0], path.Line[len(path.Line)-1], a.Point, b.Point)
				}
				if s := slow.along(path.Line); math.Abs(s-want) > rounding {
					t.Fatalf("seed %d: %v to %v: the line takes %v s, want %v s: %v", seed, a.Point, b.Point, s, want, path.Line)
				}
			}
		}
	}
	if tried < 20000 {
		t.Errorf("only %d pairs were tried", tried)
	}
}

// along adds up the naive times from point to point of a line.
func (x *naive) along(l orb.LineString) float64 {
	sum := 0.0
	for i := 1; i < len(l); i++ {
		a, ok1 := x.number[l[i-1]]
		b, ok2 := x.number[l[i]]
		if !ok1 || !ok2 {
			return math.NaN()
		}
		sum += x.d[a][b]
	}
	return sum
}

// nearest looks at every edge.
func nearest(n *Network, q orb.Point) (orb.Point, float64) {
	var all orb.MultiLineString
	for e := range int32(n.NumEdges()) {
		if n.part[e] == 0 {
			all = append(all, n.Line(e))
		}
	}
	return geodesy.Nearest(all, q)
}

// Any coordinates, any tags: no panic, and every pair of places reaches each other.
func FuzzBuild(f *testing.F) {
	f.Add(uint64(1), int8(0), 35.0, 117.0)
	f.Add(uint64(2), int8(1), 90.0, 180.0)
	f.Fuzz(func(t *testing.T, seed uint64, oneway int8, lat, lon float64) {
		ways := randomWays(rand.New(rand.NewPCG(seed, 9)))
		ways = append(ways, Way{Class: "primary", Oneway: int(oneway), Line: orb.LineString{{117, 35}, {lon, lat}}})
		p, _ := ProfileNamed("car")
		n, err := Build(ways, p)
		if err != nil {
			return
		}
		a, err := n.Snap(orb.Point{117, 35}, 1e6)
		if err != nil {
			return
		}
		b, err := n.Snap(orb.Point{lon, lat}, 1e6)
		if err != nil {
			return
		}
		if _, err := n.Plain().Between(a, b); err == nil && n.Main(a) && n.Main(b) {
			n.Plain().Between(b, a)
		}
	})
}
