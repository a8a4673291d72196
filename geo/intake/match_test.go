package intake

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// The grid must find the distance that trying every edge finds, up to its reach.
func TestGridAgreesWithEveryEdge(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 0))
		at := orb.Point{rng.Float64()*300 - 150, rng.Float64()*120 - 60}
		in := plane{at, math.Cos(at[1] * math.Pi / 180)}
		size := math.Pow(10, -3+3*rng.Float64()) // degrees: from a hundred metres to a hundred kilometres
		place := func() orb.Point { return orb.Point{at[0] + rng.NormFloat64()*size, at[1] + rng.NormFloat64()*size} }
		var gs []orb.Geometry
		var edges [][2]orb.Point
		for range 1 + rng.IntN(8) {
			l := orb.LineString{place()}
			edges = append(edges, [2]orb.Point{in.of(l[0]), in.of(l[0])})
			for range rng.IntN(12) {
				l = append(l, place())
				edges = append(edges, [2]orb.Point{in.of(l[len(l)-2]), in.of(l[len(l)-1])})
			}
			gs = append(gs, l)
		}
		grid := newGrid(in, gs, func(p orb.Point) orb.Point { return p })
		for range 200 {
			p := in.of(place())
			want := float64(reachM)
			for _, e := range edges {
				want = min(want, toEdge(p, e[0], e[1]))
			}
			if got := grid.nearest(p); math.Abs(got-want) > 1e-6 {
				t.Fatalf("seed %d: %v gives %v, want %v", seed, p, got, want)
			}
		}
	}
}
