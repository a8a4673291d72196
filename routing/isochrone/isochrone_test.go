package isochrone_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
	"xunhu/routing/isochrone"
)

// On a straight road at 36 km/h, ten seconds take one 100 m along it, and as far
// beside it as one walks: the area is a long lens around the start.
func Example() {
	start := orb.Point{117.16, 35.08}
	east, _ := geodesy.Degree(start[1])
	end := orb.Point{start[0] + 1000/east, start[1]}
	areas := isochrone.Areas([]isochrone.Segment{{A: start, B: end, AtB: 100}},
		isochrone.Settings{CellM: 2, OffM: 50, OffKMH: 3.6}, []float64{10, 100})
	for _, a := range areas {
		fmt.Printf("%d part, %.1f ha\n", len(a), geodesy.Area(a)/1e4)
	}
	// Output:
	// 1 part, 0.2 ha
	// 1 part, 8.1 ha
}

// web is some random roads, reached at random moments.
func web(rng *rand.Rand) []isochrone.Segment {
	segments := make([]isochrone.Segment, 1+rng.IntN(30))
	p := orb.Point{117.16, 35.08}
	for i := range segments {
		q := orb.Point{117.16 + rng.Float64()*0.02, 35.08 + rng.Float64()*0.02}
		if rng.IntN(6) == 0 {
			q = p // stands still
		}
		t := rng.Float64() * 300
		segments[i] = isochrone.Segment{A: p, B: q, AtA: t, AtB: t + rng.Float64()*200}
		if p = q; rng.IntN(3) == 0 {
			p = orb.Point{117.16 + rng.Float64()*0.02, 35.08 + rng.Float64()*0.02}
		}
	}
	return segments
}

// reached is the obvious way: walk along each segment in small steps, and off it.
func reached(segments []isochrone.Segment, s isochrone.Settings, p orb.Point) float64 {
	best := math.Inf(1)
	east, north := geodesy.Degree(p[1])
	for _, g := range segments {
		const steps = 200
		for i := range steps + 1 {
			t := float64(i) / steps
			q := orb.Point{g.A[0] + t*(g.B[0]-g.A[0]), g.A[1] + t*(g.B[1]-g.A[1])}
			if m := math.Hypot((p[0]-q[0])*east, (p[1]-q[1])*north); m <= s.OffM {
				best = min(best, g.AtA+t*(g.AtB-g.AtA)+m*3.6/s.OffKMH)
			}
		}
	}
	return best
}

// Areas are valid, nested, run as RFC 7946 asks, and hold what is reached in time but
// for a cell's width.
func TestAreas(t *testing.T) {
	s := isochrone.Settings{CellM: 20, OffM: 90, OffKMH: 4}
	limits := []float64{60, 150, 400}
	east, north := geodesy.Degree(35.09)
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 0))
		segments := web(rng)
		areas := isochrone.Areas(segments, s, limits)
		for i, a := range areas {
			if len(a) == 0 {
				continue
			}
			if f := valid.Check(a); f != nil {
				t.Fatalf("seed %d, %v s: %v", seed, limits[i], f)
			}
			for _, p := range a {
				for j, r := range p {
					if (r.Orientation() == orb.CCW) != (j == 0) {
						t.Fatalf("seed %d, %v s: ring %d runs the wrong way", seed, limits[i], j)
					}
					if i+1 < len(areas) && predicate.In(r[0], areas[i+1]) == predicate.Outside {
						t.Fatalf("seed %d: the area of %v s leaves that of %v s at %v", seed, limits[i], limits[i+1], r[0])
					}
				}
			}
		}
		for range 30 {
			p := orb.Point{117.158 + rng.Float64()*0.024, 35.078 + rng.Float64()*0.024}
			// Around the place, within two cells, all are reached or none is; the walk of
			// three quarters of a cell that does not count takes 14 s.
			lo, hi := math.Inf(1), 0.0
			for k := range 8 {
				a := float64(k) * math.Pi / 4
				for _, d := range []float64{0, 20, 40} {
					m := reached(segments, s, orb.Point{p[0] + d*math.Cos(a)/east, p[1] + d*math.Sin(a)/north})
					lo, hi = min(lo, m), max(hi, m)
				}
			}
			for i, limit := range limits {
				in := len(areas[i]) > 0 && predicate.In(p, areas[i]) == predicate.Inside
				if in && lo > limit+14 || !in && hi < limit {
					t.Fatalf("seed %d: %v, reached at %.0f to %.0f s, is inside the area of %v s: %v", seed, p, lo, hi, limit, in)
				}
			}
		}
	}
}

func TestNothingIsReached(t *testing.T) {
	p := orb.Point{117, 35}
	for name, segments := range map[string][]isochrone.Segment{"no road": nil, "too late": {{A: p, B: p, AtA: 100, AtB: 100}}} {
		if a := isochrone.Areas(segments, isochrone.Usual(), []float64{60})[0]; len(a) != 0 {
			t.Errorf("%s: %v", name, a)
		}
	}
}

// A place that is reached at the last moment is an area all the same.
func TestJustInTime(t *testing.T) {
	p := orb.Point{117, 35}
	a := isochrone.Areas([]isochrone.Segment{{A: p, B: p, AtA: 60, AtB: 60}}, isochrone.Usual(), []float64{60})[0]
	if f := valid.Check(a); len(a) != 1 || f != nil {
		t.Errorf("%v: %v", a, f)
	}
}

// A wide region is drawn on a coarser grid.
func TestWideRegions(t *testing.T) {
	far := []isochrone.Segment{{A: orb.Point{116, 34}, B: orb.Point{118, 36}, AtB: 3600}}
	if a := isochrone.Areas(far, isochrone.Settings{CellM: 1, OffM: 200, OffKMH: 4}, []float64{3600})[0]; len(a) != 1 || valid.Check(a) != nil {
		t.Errorf("%d parts; %v", len(a), valid.Check(a))
	}
}

func BenchmarkAreas(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	var segments []isochrone.Segment
	for range 300 {
		segments = append(segments, web(rng)...)
	}
	b.ReportMetric(float64(len(segments)), "segments")
	for b.Loop() {
		isochrone.Areas(segments, isochrone.Usual(), []float64{300, 600, 900})
	}
}
