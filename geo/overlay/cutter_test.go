package overlay_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

// jagged is a ring of n vertices that goes in and out around a place.
func jagged(rng *rand.Rand, at orb.Point, radius float64, n int) orb.Ring {
	var r orb.Ring
	for i := range n {
		s, c := math.Sincos(float64(i) / float64(n) * 2 * math.Pi)
		by := radius * (0.2 + rng.Float64())
		r = append(r, orb.Point{at[0] + by*c, at[1] + by*s})
	}
	return append(r, r[0])
}

// A cutter gives what Intersection gives, wherever the other area lies.
func TestCutterAgreesWithIntersection(t *testing.T) {
	cut := 0
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 0))
		at := orb.Point{117, 35}
		area := orb.MultiPolygon{{jagged(rng, at, 0.1, 200), jagged(rng, at, 0.02, 40)}}
		area = append(area, orb.Polygon{jagged(rng, orb.Point{117.3, 35}, 0.05, 20)})
		if predicate.FlawOf(area) != nil {
			area[0] = area[0][:1]
		}
		c, err := overlay.NewCutter(area)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for range 10 {
			beside := orb.Point{117 + (rng.Float64()-0.3)*0.5, 35 + (rng.Float64()-0.5)*0.2}
			b := orb.Polygon{jagged(rng, beside, 0.03, 30)}
			want, err := overlay.Intersection(area, b)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			got, err := c.Intersection(b)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if want != nil {
				cut++
			}
			if a, b := geodesy.Area(got), geodesy.Area(want); math.Abs(a-b) > 1e-10*geodesy.Area(area) {
				t.Errorf("seed %d: %v m², want %v", seed, a, b)
			}
			if got != nil && predicate.FlawOf(got) != nil {
				t.Errorf("seed %d: not valid", seed)
			}
		}
	}
	if cut < 100 {
		t.Errorf("only %d areas had a part", cut)
	}
	if _, err := overlay.NewCutter(orb.LineString{{117, 35}, {118, 35}}); !errors.Is(err, overlay.ErrUnsupported) {
		t.Errorf("a line as a cutter: %v", err)
	}
	if _, err := overlay.NewCutter(orb.Polygon{{{117, 35}, {118, 36}, {118, 35}, {117, 36}, {117, 35}}}); !errors.Is(err, overlay.ErrInvalid) {
		t.Errorf("a bow as a cutter: %v", err)
	}
}
