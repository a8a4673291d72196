package geodesy_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
)

// walk is a random line of n points.
func walk(rng *rand.Rand, n int, scale float64) orb.LineString {
	p := orb.Point{117 + rng.Float64()*scale, 35 + rng.Float64()*scale}
	l := orb.LineString{p}
	for range n - 1 {
		p[0] += (rng.Float64() - 0.5) * scale / 4
		p[1] += (rng.Float64() - 0.5) * scale / 4
		l = append(l, p)
	}
	return l
}

// slowNearest is the oracle: every edge, narrowed down by the true distance.
func slowNearest(l orb.LineString, p orb.Point) float64 {
	best := math.Inf(1)
	for i := 1; i < len(l); i++ {
		at := func(t float64) float64 {
			return geodesy.Distance(p, orb.Point{l[i-1][0] + t*(l[i][0]-l[i-1][0]), l[i-1][1] + t*(l[i][1]-l[i-1][1])})
		}
		lo, hi := 0.0, 1.0
		for range 60 {
			x, y := lo+(hi-lo)*0.4, hi-(hi-lo)*0.4
			if at(x) < at(y) {
				hi = y
			} else {
				lo = x
			}
		}
		best = min(best, at(0), at(1), at((lo+hi)/2))
	}
	return best
}

func TestNearestAgreesWithAllEdges(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 0))
		scale := []float64{0.001, 0.01, 0.1, 0.5, 5}[seed%5]
		l := walk(rng, 2+rng.IntN(60), scale)
		p := walk(rng, 1, scale)[0]
		q, m := geodesy.Nearest(l, p)
		want := slowNearest(l, p)
		if limit := want*(1+1e-6) + 1e-3; scale < 1 && m > limit || m > want*(1+1e-3) {
			t.Errorf("seed %d, scale %v: %v m, want %v", seed, scale, m, want)
		}
		if got := geodesy.Distance(p, q); got != m {
			t.Errorf("seed %d: the place is %v m away, said %v", seed, got, m)
		}
		for _, limit := range []float64{0.9 * m, m, 1.1 * m, 50} {
			at, within := geodesy.Prepare(l).NearestWithin(p, limit)
			if m <= limit && (at != q || within != m) || m > limit && !math.IsInf(within, 1) {
				t.Errorf("seed %d: within %v m it is %v, %v m; it is %v, %v m", seed, limit, at, within, q, m)
			}
		}
	}
}

func TestGapAgreesWithAllEdges(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 1))
		scale := []float64{0.001, 0.01, 0.1, 0.5}[seed%4]
		a, b := walk(rng, 2+rng.IntN(30), scale), walk(rng, 2+rng.IntN(30), scale)
		for i := range b {
			b[i][0] += scale // mostly apart
		}
		from, to, m := geodesy.Gap(a, b)
		if m == 0 {
			if from != to {
				t.Errorf("seed %d: they meet, but at %v and %v", seed, from, to)
			}
			continue
		}
		want := math.Inf(1)
		for _, p := range a {
			want = min(want, slowNearest(b, p))
		}
		for _, p := range b {
			want = min(want, slowNearest(a, p))
		}
		if m > want*(1+1e-6)+1e-3 || m < want*(1-1e-6)-1e-3 {
			t.Errorf("seed %d, scale %v: %v m, want %v", seed, scale, m, want)
		}
		if _, d := geodesy.Nearest(a, from); d > 1e-4 {
			t.Errorf("seed %d: from lies %v m off the first", seed, d)
		}
		if _, d := geodesy.Nearest(b, to); d > 1e-4 {
			t.Errorf("seed %d: to lies %v m off the second", seed, d)
		}
	}
}

func TestGap(t *testing.T) {
	m := geotest.Draw(t, `
		A-----B  C-----D
		|  1  |  |     |
		|  2  3  4  5  |
		E-----F  G-----H
		            6`, 100)
	west, east := m.Polygon("ABFE"), m.Polygon("CDHG")
	for _, tc := range []struct {
		name string
		a, b orb.Geometry
		want float64
	}{
		{"between areas", west, east, 300},
		{"point inside an area", m['1'], west, 0},
		{"point on its border", m['3'], west, 0},
		{"point beside it", m['4'], west, 300},
		{"line through", m.Line("25"), east, 0},
		{"line within", m.Line("12"), west, 0},
		{"area around an area", m.Polygon("AEHD"), west, 0},
		{"point to point", m['3'], m['4'], 300},
		{"point below", m['6'], east, 100},
		{"collection", orb.Collection{m['6'], west}, east, 100},
		{"its border alone", m['1'], geodesyBorder(west), 100},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, _, got := geodesy.Gap(tc.a, tc.b); !near(got, tc.want, 0.1) || (tc.want == 0) != (got == 0) {
				t.Errorf("Gap = %v, want %v", got, tc.want)
			}
			if _, _, got := geodesy.Gap(tc.b, tc.a); !near(got, tc.want, 0.1) {
				t.Errorf("Gap back = %v, want %v", got, tc.want)
			}
		})
	}
	for _, g := range []orb.Geometry{nil, orb.LineString{}, orb.MultiPolygon{}} {
		if _, _, got := geodesy.Gap(g, west); !math.IsInf(got, 1) {
			t.Errorf("Gap from %T without points = %v, want +Inf", g, got)
		}
		if _, got := geodesy.Nearest(g, m['1']); !math.IsInf(got, 1) {
			t.Errorf("Nearest on %T without points = %v, want +Inf", g, got)
		}
	}
}

func geodesyBorder(g orb.Polygon) orb.Geometry {
	return orb.MultiLineString{orb.LineString(g[0])}
}

// A Shape's border is a line: what lies inside does not meet it.
func TestBorder(t *testing.T) {
	m := geotest.Draw(t, `
		A-----B
		|  1  |
		E-----F`, 100)
	area := m.Polygon("ABFE")
	point := geodesy.Prepare(m['1'])
	for _, g := range []orb.Geometry{area, area[0], orb.MultiPolygon{area}, area.Bound(), orb.Collection{area}} {
		s := geodesy.Prepare(g)
		if _, _, d := point.Gap(s); d != 0 {
			t.Errorf("%T: inside, but %v m away", g, d)
		}
		if _, _, d := point.Gap(s.Border()); !near(d, 100, 0.1) {
			t.Errorf("%T: %v m to the border, want 100", g, d)
		}
	}
}

func TestAround(t *testing.T) {
	for _, lat := range []float64{0, 35, -60, 80, 85} {
		for _, m := range []float64{1, 1000, 50000} {
			b := geodesy.Around(orb.Bound{Min: orb.Point{117, lat}, Max: orb.Point{117, lat}}, m)
			for az := range 36 {
				// a place m away in every direction, by walking
				lo, hi := 0.0, 40.0
				rad := float64(az) * math.Pi / 18
				at := func(d float64) orb.Point {
					return orb.Point{117 + d*math.Sin(rad)/math.Cos(lat*math.Pi/180), min(90, lat+d*math.Cos(rad))}
				}
				for range 80 {
					mid := (lo + hi) / 2
					if geodesy.Distance(orb.Point{117, lat}, at(mid)) < m {
						lo = mid
					} else {
						hi = mid
					}
				}
				if p := at(lo); !b.Contains(p) {
					t.Errorf("lat %v, %v m: %v lies outside of %v", lat, m, p, b)
				}
			}
		}
	}
}

func BenchmarkGapPointToTown(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 0))
	town := orb.Polygon{ring(rng, 3000)}
	shape := geodesy.Prepare(town)
	p := geodesy.Prepare(orb.Point{117.5, 35.2})
	for b.Loop() {
		p.Gap(shape)
	}
}

func BenchmarkGapTownToTown(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 0))
	west, east := orb.Polygon{ring(rng, 3000)}, orb.Polygon{ring(rng, 3000)}
	for i := range east[0] {
		east[0][i][0] += 0.3
	}
	s, o := geodesy.Prepare(west), geodesy.Prepare(east)
	for b.Loop() {
		s.Gap(o)
	}
}

func ring(rng *rand.Rand, n int) orb.Ring {
	var r orb.Ring
	for i := range n {
		a := float64(i) / float64(n) * 2 * math.Pi
		d := 0.1 + rng.Float64()*0.002
		r = append(r, orb.Point{117 + d*math.Cos(a), 35 + d*math.Sin(a)})
	}
	return append(r, r[0])
}
