package intake

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// The inner point of any star with a hole lies in it: asked of predicate.
func TestInside(t *testing.T) {
	for seed := range uint64(500) {
		rng := rand.New(rand.NewPCG(seed, 0))
		star := func(least, most float64) orb.Ring {
			n := 3 + rng.IntN(20)
			var r orb.Ring
			for i := range n {
				a := 2 * math.Pi * float64(i) / float64(n)
				d := least + rng.Float64()*(most-least)
				r = append(r, orb.Point{117 + d*math.Cos(a), 35 + d*math.Sin(a)})
			}
			return append(r, r[0])
		}
		area := orb.MultiPolygon{{star(0.5, 1)}}
		if rng.IntN(2) == 0 {
			area[0] = append(area[0], star(0.01, 0.24))
		}
		if p := inside(area); predicate.In(p, area) != predicate.Inside {
			t.Fatalf("seed %d: %v is not inside %v", seed, p, area)
		}
	}
}

// The closest place is that of a search over all places without any shortcut.
func TestClosest(t *testing.T) {
	area := orb.MultiPolygon{{{{117, 35}, {118, 35}, {118, 36}, {117, 35}}}}
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 0))
		places := make([]orb.Point, rng.IntN(12))
		for i := range places {
			places[i] = orb.Point{117 + rng.Float64(), 35 + rng.Float64()}
		}
		p := orb.Point{117.7, 35.3}
		var want orb.Point
		found := false
		for _, q := range places {
			far := func(q orb.Point) float64 { return math.Hypot((q[0]-p[0])*math.Cos(p[1]*math.Pi/180), q[1]-p[1]) }
			if predicate.In(q, area) == predicate.Inside && (!found || far(q) < far(want)) {
				want, found = q, true
			}
		}
		if got, ok := closest(p, area, slices.Values(places)); ok != found || got != want {
			t.Fatalf("seed %d: closest is %v, %v; want %v, %v", seed, got, ok, want, found)
		}
	}
}
