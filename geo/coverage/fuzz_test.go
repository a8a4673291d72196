package coverage_test

import (
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/predicate"
)

// The shares of any line or triangle over a fixed tiling add up, and its corners
// lie where all polygons say. Bytes are places on a grid that has the borders on it.
func FuzzSplit(f *testing.F) {
	f.Add(byte(0), byte(0), byte(20), byte(20), byte(10), byte(3))
	f.Add(byte(10), byte(0), byte(10), byte(40), byte(30), byte(10))
	at := func(x, y byte) orb.Point { return orb.Point{117 + float64(x)/1000, 35 + float64(y)/1000} }
	box := func(x0, y0, x1, y1 byte) orb.Polygon {
		return orb.Polygon{{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)}}
	}
	cells := []coverage.Cell{
		{Name: "a", Area: box(10, 10, 20, 30)},
		{Name: "b", Area: box(20, 10, 40, 20)},
		{Name: "c", Area: orb.Polygon{{at(20, 20), at(40, 20), at(33, 37), at(20, 30), at(20, 20)}}},
		{Name: "d", Area: box(35, 15, 50, 18)}, // overlaps b by mistake
	}
	c, err := coverage.New(cells...)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, ax, ay, bx, by, cx, cy byte) {
		p, q, r := at(ax, ay), at(bx, by), at(cx, cy)
		for _, place := range []orb.Point{p, q, r} {
			checkPlace(t, c, cells, place)
		}
		if p == q || q == r {
			return
		}
		checkSplit(t, "line", c, orb.LineString{p, q, r})
		if g := (orb.Polygon{{p, q, r, p}}); predicate.FlawOf(g) == nil {
			checkSplit(t, "triangle", c, g)
		}
	})
}
