package overlay_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

// Whatever the rings, the result is valid and holds the places that an odd
// number of rings is around.
func TestEvenOddAgreesWithRays(t *testing.T) {
	for seed := range uint64(1000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var rings []orb.Ring
		for range 1 + rng.IntN(3) {
			var r orb.Ring
			for range 3 + rng.IntN(9) {
				r = append(r, orb.Point{float64(rng.IntN(10)), float64(rng.IntN(10))})
			}
			rings = append(rings, append(r, r[0]))
		}
		land := overlay.EvenOdd(rings...)
		if flaw := predicate.FlawOf(land); len(land) > 0 && flaw != nil {
			t.Fatalf("seed %d: %s at %v, of %v", seed, flaw.Kind, flaw.At, rings)
		}
		for range 60 {
			p := orb.Point{rng.Float64() * 10, rng.Float64() * 10}
			want := false
			for _, r := range rings {
				want = want != (predicate.In(p, r) == predicate.Inside)
			}
			if got := predicate.In(p, land) == predicate.Inside; got != want {
				t.Fatalf("seed %d: %v inside: %v, want %v", seed, p, got, want)
			}
		}
	}
}

// Nothing that the engine is given may make it panic or give what is not valid;
// bytes are grid points, two a point, of two triangles and a quadrangle.
func FuzzOperations(f *testing.F) {
	f.Add([]byte{0, 0, 9, 0, 0, 9, 1, 1, 12, 1, 12, 12, 1, 12, 2, 2, 8, 3, 4, 9})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 20 {
			return
		}
		ring := func(from, to int) orb.Polygon {
			var r orb.Ring
			for i := from; i < to; i += 2 {
				r = append(r, orb.Point{float64(b[i]) / 7, float64(b[i+1]) / 11})
			}
			return orb.Polygon{append(r, r[0])}
		}
		x, y, z := ring(0, 6), ring(6, 14), ring(14, 20)
		both, err := overlay.Intersection(x, y)
		if err != nil {
			return
		}
		rest, err := overlay.Difference(y, x)
		if err != nil {
			t.Fatalf("%v, %v: %v", x, y, err)
		}
		for _, g := range []orb.Geometry{both, rest} {
			if g == nil {
				continue
			}
			if flaw := predicate.FlawOf(g); flaw != nil {
				t.Fatalf("%v, %v: %s", x, y, flaw.Kind)
			}
			if predicate.FlawOf(z) != nil {
				continue
			}
			if _, err := overlay.Difference(g, z); err != nil { // results can be used again
				t.Fatalf("%v, %v, %v: %v", x, y, z, err)
			}
		}
	})
}
