package coverage_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
)

// breaks spoil an area without touching its border's edges: they add to it.
var breaks = []struct {
	name string
	do   func(rng *rand.Rand, g orb.Polygon, k int, inside orb.Point) orb.Geometry
}{
	{"a spike", func(_ *rand.Rand, g orb.Polygon, k int, in orb.Point) orb.Geometry {
		g[0] = slices.Insert(g[0], k+1, in, g[0][k])
		return g
	}},
	{"a loop that crosses itself", func(_ *rand.Rand, g orb.Polygon, k int, in orb.Point) orb.Geometry {
		p := g[0][k]
		g[0] = slices.Insert(g[0], k+1, in, moved(in, 30, 0), moved(in, 0, 30), moved(in, 25, 28), p)
		return g
	}},
	{"a point thrice", func(_ *rand.Rand, g orb.Polygon, k int, _ orb.Point) orb.Geometry {
		g[0] = slices.Insert(g[0], k+1, g[0][k], g[0][k])
		return g
	}},
	{"an open ring", func(_ *rand.Rand, g orb.Polygon, _ int, _ orb.Point) orb.Geometry {
		g[0] = g[0][:len(g[0])-1]
		return g
	}},
	{"a hole far outside", func(_ *rand.Rand, g orb.Polygon, _ int, in orb.Point) orb.Geometry {
		return append(g, box(in, 5000, 0, 5100, 100))
	}},
	{"a hole twice", func(_ *rand.Rand, g orb.Polygon, _ int, in orb.Point) orb.Geometry {
		return append(g, box(in, 0, 0, 60, 60), box(in, 0, 0, 60, 60))
	}},
	{"holes in each other", func(_ *rand.Rand, g orb.Polygon, _ int, in orb.Point) orb.Geometry {
		return append(g, box(in, 0, 0, 60, 60), box(in, 10, 10, 20, 20))
	}},
	{"a part on itself", func(_ *rand.Rand, g orb.Polygon, _ int, in orb.Point) orb.Geometry {
		return orb.MultiPolygon{g, {box(in, 0, 0, 60, 60)}}
	}},
}

// Mending a cell leaves all edges that it shares with neighbours as they were, bit for
// bit, so that the whole still fits.
func TestMendingKeepsSharedEdges(t *testing.T) {
	const size = 8
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 3))
		q := newQuilt(rng, size)
		for i := range size * size {
			if rng.IntN(3) > 0 {
				continue
			}
			g := orb.Clone(q.cells[i].Area).(orb.Polygon)
			if len(g) > 1 {
				continue // what fills its hole would lie on what is added
			}
			want := edgesOf(g)
			b := breaks[rng.IntN(len(breaks))]
			k := 1 + rng.IntN(len(g[0])-2)
			broken := b.do(rng, g, k, moved(g.Bound().Center(), rng.Float64()*40, rng.Float64()*40))
			mended, _, err := valid.Mend(broken)
			if err != nil {
				t.Fatalf("seed %d: %s: %v", seed, b.name, err)
			}
			got := edgesOf(mended)
			for e := range want {
				if !got[e] {
					t.Fatalf("seed %d: %s: the edge %v of %s is gone", seed, b.name, e, q.cells[i].Name)
				}
			}
			q.cells[i].Area = mended
		}
		found, _ := coverage.Examine(q.cells...)
		for _, f := range found {
			if f.Code != "coverage.gap" || len(f.Args["cells"].([]string)) > 1 { // the holes that were added are gaps within one cell
				t.Fatalf("seed %d: %v at %v", seed, f, *f.At)
			}
		}
	}
}

// edgesOf gives the edges of an area, each with its ends in order.
func edgesOf(g orb.Geometry) map[[2]orb.Point]bool {
	all := map[[2]orb.Point]bool{}
	predicate.Edges(g, func(a, b orb.Point) bool {
		if a[0] > b[0] || a[0] == b[0] && a[1] > b[1] {
			a, b = b, a
		}
		if a != b {
			all[[2]orb.Point{a, b}] = true
		}
		return true
	})
	return all
}
