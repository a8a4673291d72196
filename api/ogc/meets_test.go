package ogc

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/overlay"
)

// A geometry meets a box exactly where the overlay engine says so. Coordinates
// are whole, so that touching is common.
func TestMeetsAgreesWithOverlay(t *testing.T) {
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		point := func() orb.Point { return orb.Point{float64(rng.IntN(8)), float64(rng.IntN(8))} }
		a, b := point(), point()
		box := orb.MultiPoint{a, b, {a[0] + 1, a[1] + 1}}.Bound()
		var g orb.Geometry
		switch rng.IntN(4) {
		case 0:
			g = point()
		case 1:
			g = orb.LineString{point(), {point()[0], 9}, {10, 3}}
		case 2: // a triangle that is never flat
			p := point()
			g = orb.Polygon{{p, {p[0] + 4, p[1] + 1}, {p[0] + 1, p[1] + 4}, p}}
		case 3: // a frame, in whose hole a box may lie
			p := point()
			frame := orb.Bound{Min: p, Max: orb.Point{p[0] + 6, p[1] + 6}}.ToRing()
			hole := orb.Bound{Min: orb.Point{p[0] + 1, p[1] + 1}, Max: orb.Point{p[0] + 5, p[1] + 5}}.ToRing()
			hole.Reverse()
			g = orb.MultiPolygon{{frame, hole}}
		}
		want, err := overlay.Intersects(g, box.ToPolygon())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if got := meets(g, box); got != want {
			t.Fatalf("seed %d: meets(%v, %v) = %t, want %t", seed, g, box, got, want)
		}
	}
}
