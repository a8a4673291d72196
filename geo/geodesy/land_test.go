package geodesy_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

// blob is a ring around a centre, whose radius varies.
func blob(rng *rand.Rand, at orb.Point, radius float64, n int) orb.Ring {
	r := make(orb.Ring, n, n+1)
	for i := range r {
		s, c := math.Sincos(float64(i) / float64(n) * 2 * math.Pi)
		by := radius * (0.5 + rng.Float64()/2)
		r[i] = orb.Point{at[0] + by*c, at[1] + by*s}
	}
	return append(r, r[0])
}

func shareOf(t *testing.T, a, b orb.Geometry) float64 {
	t.Helper()
	common, err := overlay.Intersection(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return geodesy.Area(common)
}

// Cut with an overlay, then measured, the common land is the same.
func TestCommonAgreesWithOverlay(t *testing.T) {
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 0))
		size := math.Pow(10, rng.Float64()*4-3) // 0.001 to 10 degrees
		at := orb.Point{rng.Float64()*200 - 100, rng.Float64()*120 - 60}
		beside := func() orb.Point { return orb.Point{at[0] + size*(rng.Float64()-0.5), at[1] + size*(rng.Float64()-0.5)} }
		a := orb.Polygon{blob(rng, at, size, 3+rng.IntN(60))}
		b := orb.Polygon{blob(rng, beside(), size*(0.2+rng.Float64()), 3+rng.IntN(60))}
		if rng.IntN(2) == 0 { // with a hole, which may run either way
			a = append(a, blob(rng, at, size/3, 3+rng.IntN(30)))
			if predicate.FlawOf(orb.MultiPolygon{a}) != nil {
				a = a[:1]
			}
		}
		if rng.IntN(2) == 0 {
			b[0].Reverse()
		}
		want := shareOf(t, a, b)
		la, lb := geodesy.Survey(a), geodesy.Survey(b)
		whole := max(la.AreaM2(), lb.AreaM2())
		for name, got := range map[string]float64{"one way": la.Common(lb), "the other way": lb.Common(la)} {
			if math.Abs(got-want) > 1e-9*whole {
				t.Errorf("seed %d, size %g: %s Common = %v, overlay %v, off by %g of the whole", seed, size, name, got, want, (got-want)/whole)
			}
		}
		if got, want := la.AreaM2(), geodesy.Area(a); math.Abs(got-want) > 1e-10*want {
			t.Errorf("seed %d: AreaM2 = %v, Area %v", seed, got, want)
		}
	}
}

// Edges that are the same, that lie on each other, or next to each other by the last
// digit, are no matter.
func TestCommonAlongEdges(t *testing.T) {
	box := func(west, south, east, north float64) orb.Polygon {
		return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}.ToPolygon()
	}
	tilted := func(by float64) orb.Polygon { // its long edges are those of a strip from 117, 35 to 118, 36
		return orb.Polygon{{{117, 35}, {118, 36}, {118, 36 + by}, {117, 35 + by}, {117, 35}}}
	}
	middle := orb.Polygon{{{117.25, 35.25}, {117.75, 35.75}, {117.75, 35.85}, {117.25, 35.35}, {117.25, 35.25}}}
	half := geodesy.Area(box(117, 35, 117.5, 36))
	for _, tc := range []struct {
		name string
		a, b orb.Geometry
		want float64
	}{
		{"the same", tilted(0.1), tilted(0.1), geodesy.Area(tilted(0.1))},
		{"one within the other, an edge in common", box(117, 35, 117.5, 36), box(117, 35, 118, 37), half},
		{"side by side", box(117, 35, 117.5, 36), box(117.5, 35, 118, 36), 0},
		{"corner to corner", box(117, 35, 117.5, 36), box(117.5, 36, 118, 37), 0},
		{"one above the other", tilted(0.1), orb.Polygon{{{117, 35}, {118, 36}, {118, 35}, {117, 35}}}, 0},
		{"next to it by a digit", tilted(0.1), orb.Polygon{{{117, math.Nextafter(35, 36)}, {118, 36}, {118, 35}, {117, math.Nextafter(35, 36)}}}, 0},
		{"a part of its edge", tilted(0.1), middle, geodesy.Area(middle)},
		{"an island in a hole", orb.Polygon{box(116, 34, 119, 37)[0], box(117, 35, 117.5, 36)[0]}, box(117, 35, 117.5, 36), 0},
		{"an island larger than the hole", orb.Polygon{box(116, 34, 119, 37)[0], box(117, 35, 117.5, 36)[0]}, box(117, 35, 118, 36), half},
		{"two pieces", orb.MultiPolygon{box(116, 34, 116.5, 37), box(117, 35, 117.5, 36)}, box(116.9, 34, 119, 37), half},
		{"a box", box(117, 35, 117.5, 36), orb.Bound{Min: orb.Point{116, 34}, Max: orb.Point{119, 37}}, half},
		{"from pole to pole", orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}, box(117, 35, 117.5, 36), half},
		{"no land", orb.LineString{{117, 35}, {118, 36}}, box(117, 35, 118, 36), 0},
		{"no ring", orb.Polygon{}, box(117, 35, 118, 36), 0},
	} {
		a, b := geodesy.Survey(tc.a), geodesy.Survey(tc.b)
		for _, got := range []float64{a.Common(b), b.Common(a)} {
			if !near(got, tc.want, 1e-9*max(half, tc.want)) {
				t.Errorf("%s: Common = %v, want %v", tc.name, got, tc.want)
			}
		}
	}
}

func ExampleLand_Common() {
	lake := geodesy.Survey(orb.Polygon{{{117, 35}, {117.1, 35}, {117.1, 35.1}, {117, 35.1}, {117, 35}}})
	town := geodesy.Survey(orb.Polygon{{{117.05, 34.9}, {117.2, 34.9}, {117.2, 35.05}, {117.05, 35.05}, {117.05, 34.9}}})
	fmt.Printf("%.3f km² of %.3f\n", lake.Common(town)/1e6, lake.AreaM2()/1e6)
	// Output: 25.311 km² of 101.215
}
