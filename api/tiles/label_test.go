package tiles

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// The place of a name lies inside, and no place of a fine grid has much more room.
func TestInside(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 0))
		n := 3 + rng.IntN(20)
		var r orb.Ring
		for k := range n { // a star of any thinness
			s, c := math.Sincos(2 * math.Pi * float64(k) / float64(n))
			d := 0.02 + rng.Float64()*rng.Float64()
			r = append(r, orb.Point{117 + d*c, 35 + d*s})
		}
		g := orb.MultiPolygon{{append(r, r[0])}, {{{100, 10}, {100.001, 10}, {100, 10.001}, {100, 10}}}}
		at, room, ok := inside(g)
		if !ok {
			t.Fatalf("seed %d: no place", seed)
		}
		if predicate.In(lonlat(at[0], at[1]), g[0]) != predicate.Inside {
			t.Fatalf("seed %d: the place is not inside", seed)
		}
		var it item
		it.addPolygon(g[0])
		b := it.bound()
		w, h := b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]
		for i := range 40 {
			for j := range 40 {
				p := orb.Point{b.Min[0] + w*float64(i)/39, b.Min[1] + h*float64(j)/39}
				if better := place(it.paths, p, 0).room; better > room+max(w, h)/100+1e-12 {
					t.Fatalf("seed %d: %v has room %g, the place only %g", seed, p, better, room)
				}
			}
		}
	}
}

func TestInsideOfNothing(t *testing.T) {
	for name, g := range map[string]orb.Geometry{
		"nothing": nil, "a point": orb.Point{1, 2}, "no polygon": orb.MultiPolygon{}, "no ring": orb.Polygon{},
		"a line": orb.Polygon{{{1, 1}, {2, 1}, {3, 1}, {1, 1}}}, "a place": orb.Polygon{{{1, 1}, {1, 1}, {1, 1}, {1, 1}}},
	} {
		if at, _, ok := inside(g); ok {
			t.Errorf("%s has a place: %v", name, at)
		}
	}
}
