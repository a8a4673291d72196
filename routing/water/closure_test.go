package water

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

// blocks gives an area of squares and halves of squares on a board of integers.
func blocks(rng *rand.Rand) orb.MultiPolygon {
	var rings []orb.Ring
	for x := range 3 {
		for y := range 3 {
			a, b, c, d := orb.Point{float64(x), float64(y)}, orb.Point{float64(x + 1), float64(y)},
				orb.Point{float64(x + 1), float64(y + 1)}, orb.Point{float64(x), float64(y + 1)}
			switch rng.IntN(6) {
			case 0, 1:
				rings = append(rings, orb.Ring{a, b, c, d, a})
			case 2:
				rings = append(rings, orb.Ring{a, b, c, a})
			case 3:
				rings = append(rings, orb.Ring{b, c, d, b})
			}
		}
	}
	return overlay.EvenOdd(rings...)
}

// Where no rings touch, meets says what places along the way, between all that it
// shares with the border, say.
func TestMeetsAgreesWithPlacesAlongTheWay(t *testing.T) {
	tried := map[int]int{}
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 3))
		area := blocks(rng)
		if len(area) == 0 || touching(area) {
			continue
		}
		for i := range area {
			for j := range area[i] {
				if rng.IntN(2) == 0 {
					area[i][j].Reverse()
				}
			}
		}
		c := newClosure(Area{Area: area})
		for range 40 {
			p := orb.Point{float64(rng.IntN(8)) / 2, float64(rng.IntN(8)) / 2}
			q := orb.Point{float64(rng.IntN(8)) / 2, float64(rng.IntN(8)) / 2}
			if dx, dy := math.Abs(p[0]-q[0]), math.Abs(p[1]-q[1]); p == q || dx == dy && math.Exp2(math.Round(math.Log2(dx))) != dx {
				continue // on such a diagonal the places would be rounded off it
			}
			want := alongTheWay(p, q, area)
			tried[want]++
			if got := c.meets(p, q); got != want {
				t.Fatalf("seed %d: from %v to %v: %d, want %d by %v", seed, p, q, got, want, area)
			}
		}
	}
	for k := range 4 {
		if tried[k] < 100 {
			t.Errorf("kind %d was tried %d times", k, tried[k])
		}
	}
}

func touching(area orb.MultiPolygon) bool {
	seen := map[orb.Point]bool{}
	for _, poly := range area {
		for _, r := range poly {
			for _, p := range r[1:] {
				if seen[p] {
					return true
				}
				seen[p] = true
			}
		}
	}
	return false
}

func alongTheWay(p, q orb.Point, area orb.MultiPolygon) int {
	cuts := []float64{0, 1}
	d := orb.Point{q[0] - p[0], q[1] - p[1]}
	length2 := d[0]*d[0] + d[1]*d[1]
	for a, b := range edgesOf(area) {
		if predicate.SegmentsMeet(p, q, a, b) {
			for _, x := range []orb.Point{predicate.CommonPoint(p, q, a, b), a, b} {
				if x == a || x == b {
					if !predicate.OnSegment(x, p, q) {
						continue
					}
				}
				cuts = append(cuts, ((x[0]-p[0])*d[0]+(x[1]-p[1])*d[1])/length2)
			}
		}
	}
	slices.Sort(cuts)
	kind := 0
	for i := 1; i < len(cuts); i++ {
		if cuts[i]-cuts[i-1] < 1e-9 {
			continue
		}
		f := (cuts[i-1] + cuts[i]) / 2
		mid := orb.Point{p[0] + f*d[0], p[1] + f*d[1]}
		off := orb.Point{-d[1] / math.Sqrt(length2) / 64, d[0] / math.Sqrt(length2) / 64}
		left := predicate.In(orb.Point{mid[0] + off[0], mid[1] + off[1]}, area) == predicate.Inside
		right := predicate.In(orb.Point{mid[0] - off[0], mid[1] - off[1]}, area) == predicate.Inside
		switch predicate.In(mid, area) {
		case predicate.Inside:
			return through
		case predicate.Boundary:
			if left {
				kind |= toLeft
			}
			if right {
				kind |= toRight
			}
		}
	}
	return kind
}

func edgesOf(g orb.Geometry) func(func(a, b orb.Point) bool) {
	return func(yield func(a, b orb.Point) bool) { predicate.Edges(g, yield) }
}
