package geodesy_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// aside gives the place so many metres east and north of p.
func aside(p orb.Point, east, north float64) orb.Point {
	e, n := geodesy.Degree(p[1])
	return orb.Point{p[0] + east/e, p[1] + north/n}
}

// At a straight border the share beyond it is that of a circle's segment:
// (acos h - h·√(1-h²))/π for a border at h radii from the middle.
func TestShareAtAStraightBorder(t *testing.T) {
	p := orb.Point{117.1, 35.1}
	for _, radius := range []float64{5, 50, 800} {
		for h := -1.2; h <= 1.2; h += 0.1 {
			area := orb.Polygon{{aside(p, h*radius, -5e4), aside(p, 5e4, -5e4), aside(p, 5e4, 5e4), aside(p, h*radius, 5e4), aside(p, h*radius, -5e4)}}
			c := max(-1, min(1, h))
			want := (math.Acos(c) - c*math.Sqrt(1-c*c)) / math.Pi
			if got := geodesy.Prepare(area).Share(p, radius); !near(got, want, 2e-4) {
				t.Errorf("radius %v, border at %.1f: %.6f, want %.6f", radius, h, got, want)
			}
		}
	}
}

// Where areas tile the land, their shares of a disc sum to 1; each agrees with
// throwing darts, holes and several parts included, however the rings are drawn.
func TestShareAgreesWithDarts(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p := orb.Point{117, 35}
		star := func(radius float64) orb.Ring {
			at := aside(p, 60*rng.NormFloat64(), 60*rng.NormFloat64())
			var r orb.Ring
			n := 3 + rng.IntN(40)
			for i := range n {
				a := float64(i) / float64(n) * 2 * math.Pi
				d := radius * (0.3 + 0.7*rng.Float64())
				r = append(r, aside(at, d*math.Cos(a), d*math.Sin(a)))
			}
			if rng.IntN(2) == 0 {
				r.Reverse()
			}
			return append(r, r[0])
		}
		hole := star(80)
		around := orb.Polygon{{aside(p, -900, -900), aside(p, 900, -900), aside(p, 900, 900), aside(p, -900, 900), aside(p, -900, -900)}, hole}
		if rng.IntN(2) == 0 {
			around[0].Reverse()
		}
		radius := 20 + 130*rng.Float64()
		inner, outer := geodesy.Prepare(orb.MultiPolygon{{hole}}), geodesy.Prepare(around)
		got, rest := inner.Share(p, radius), outer.Share(p, radius)
		if !near(got+rest, 1, 1e-9) {
			t.Errorf("seed %d: shares %v and %v sum to %v", seed, got, rest, got+rest)
		}
		const darts = 40_000
		hits := 0
		for range darts {
			a, d := rng.Float64()*2*math.Pi, radius*math.Sqrt(rng.Float64())
			if predicate.In(aside(p, d*math.Cos(a), d*math.Sin(a)), orb.Polygon{hole}) != predicate.Outside {
				hits++
			}
		}
		if !near(got, float64(hits)/darts, 5*0.5/math.Sqrt(darts)) {
			t.Errorf("seed %d: share %v, darts say %v", seed, got, float64(hits)/darts)
		}
	}
}

// Without a radius it is whether the place lies there.
func TestShareOfAPoint(t *testing.T) {
	p := orb.Point{117, 35}
	area := geodesy.Prepare(orb.Polygon{{p, aside(p, 100, 0), aside(p, 100, 100), p}})
	if in, out := area.Share(aside(p, 80, 20), 0), area.Share(aside(p, -1, 0), 0); in != 1 || out != 0 {
		t.Errorf("inside %v, outside %v", in, out)
	}
	if line := geodesy.Prepare(orb.LineString{p, aside(p, 9, 9)}).Share(p, 5); line != 0 {
		t.Errorf("a line has %v of a disc", line)
	}
}
