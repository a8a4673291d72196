package crs

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// A place lies in the box in degrees just where it lies in the box in metres, but for a
// centimetre at its sides.
func TestBoxHoldsWhatItsMetresHold(t *testing.T) {
	near := 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 0))
		s, err := Parse([]string{"EPSG:4549/yx", "EPSG:4528", "EPSG:3857", "EPSG:32650"}[rng.IntN(4)])
		if err != nil {
			t.Fatal(err)
		}
		c := s.FromWGS84(orb.Point{119 + rng.Float64(), 30 + 10*rng.Float64()})
		half := orb.Point{100 + 60000*rng.Float64(), 100 + 60000*rng.Float64()}
		low, high := orb.Point{c[0] - half[0], c[1] - half[1]}, orb.Point{c[0] + half[0], c[1] + half[1]}
		g, f := s.Box(low, high)
		if f != nil {
			t.Fatalf("seed %d: %v", seed, f)
		}
		for range 20 { // just within and just without one side
			p := orb.Point{low[0] + rng.Float64()*(high[0]-low[0]), low[1] + rng.Float64()*(high[1]-low[1])}
			axis, off := rng.IntN(2), []float64{-0.01, 0.01}[rng.IntN(2)]
			p[axis] = low[axis] + off
			want := off > 0
			if rng.IntN(2) == 0 {
				p[axis], want = high[axis]+off, off < 0
			}
			if got := predicate.In(s.ToWGS84(p), g) != predicate.Outside; got != want {
				t.Fatalf("seed %d: %s: %v in %v..%v: %t", seed, s.Name(), p, low, high, got)
			}
			near++
		}
	}
	if near < 6000 {
		t.Errorf("%d places", near)
	}
}

func TestBoxEdges(t *testing.T) {
	for _, tc := range []struct {
		name      string
		s         System
		low, high orb.Point
		want      string // type, or code
	}{
		{"a point", WGS84, orb.Point{117, 35}, orb.Point{117, 35}, "Point"},
		{"a line", WGS84, orb.Point{117, 35}, orb.Point{118, 35}, "LineString"},
		{"across the antimeridian", WGS84, orb.Point{170, -10}, orb.Point{-170, 10}, "MultiPolygon"},
		{"latitude first", CGCS2000.Turned(), orb.Point{34, 117}, orb.Point{35, 118}, "Polygon"},
		{"south above north", WGS84, orb.Point{117, 36}, orb.Point{118, 35}, "crs.box_order"},
		{"not on earth", WGS84, orb.Point{117, 35}, orb.Point{118, 95}, "crs.not_degrees"},
	} {
		g, f := tc.s.Box(tc.low, tc.high)
		got := ""
		if f != nil {
			got = f.Code
		} else {
			got = g.GeoJSONType()
		}
		if got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}
