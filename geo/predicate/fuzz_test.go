package predicate_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

func FuzzOrient(f *testing.F) {
	f.Add(0.5, 0.5, 12.0, 12.0, 24.0, 24.0)
	f.Add(117.1, 35.2, 117.1, 35.2, 117.3, 35.4)
	f.Add(5e-324, 0.0, 1e308, 1e308, -1e308, 0.1)
	f.Fuzz(func(t *testing.T, ax, ay, bx, by, cx, cy float64) {
		for _, v := range []float64{ax, ay, bx, by, cx, cy} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return
			}
		}
		a, b, c := orb.Point{ax, ay}, orb.Point{bx, by}, orb.Point{cx, cy}
		if got, want := predicate.Orient(a, b, c), orient(a, b, c); got != want {
			t.Errorf("Orient(%v, %v, %v) = %d, want %d", a, b, c, got, want)
		}
	})
}
