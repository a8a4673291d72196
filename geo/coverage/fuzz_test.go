package coverage_test

import (
	"bytes"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
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

// Whatever cells are drawn on a small lattice, over each other or not, each place on
// the lattice, half way between, and one unit in the last place beside has the owner
// that looking at all cells gives. Bytes are corners, 255 ends a cell.
func FuzzLocate(f *testing.F) {
	f.Add([]byte{0x00, 0x40, 0x44, 0x04, 255, 0x40, 0x80, 0x84, 0x44, 255, 0x11, 0x31, 0x33})
	f.Add([]byte{0x00, 0xf0, 0xff, 255, 0x00, 0xff, 0x0f, 255, 0x78, 0x87, 0x99})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 60 {
			return
		}
		var cells []coverage.Cell
		for _, corners := range bytes.Split(b, []byte{255}) {
			var r orb.Ring
			for _, c := range corners {
				r = append(r, orb.Point{117 + float64(c>>4)/8, 35 + float64(c&15)/8})
			}
			if len(r) < 3 {
				continue
			}
			if g := (orb.Polygon{append(r, r[0])}); valid.Check(g) == nil {
				cells = append(cells, coverage.Cell{Name: string(rune('z' - len(cells))), Area: g})
			}
		}
		c, err := coverage.New(cells...)
		if err != nil {
			t.Fatal(err)
		}
		for x := range 32 {
			for y := range 32 {
				for _, p := range around(orb.Point{117 + float64(x)/16, 35 + float64(y)/16}) {
					want := ""
					for _, cl := range cells {
						if (want == "" || cl.Name < want) && predicate.In(p, cl.Area) != predicate.Outside {
							want = cl.Name
						}
					}
					if got, _ := c.Locate(p); got != want {
						t.Fatalf("Locate(%v) = %q, want %q", p, got, want)
					}
				}
			}
		}
	})
}
