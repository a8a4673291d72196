package coverage_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
)

// Making a coverage and checking it cost some bytes a vertex beside the areas: large
// towns are held as a whole when they are imported.
func TestBytesPerVertex(t *testing.T) {
	if race {
		t.Skip("the race detector takes memory of its own")
	}
	const side, most = 500, 10 // vertices of a side of a square, squares of a side of the land
	var cells []coverage.Cell
	for i := range most * most {
		x, y := i%most*side, i/most*side
		var r orb.Ring
		for _, way := range [][2]int{{1, 0}, {0, 1}, {-1, 0}, {0, -1}} {
			for range side {
				r = append(r, orb.Point{117 + float64(x)*1e-4, 35 + float64(y)*1e-4})
				x, y = x+way[0], y+way[1]
			}
		}
		cells = append(cells, coverage.Cell{Name: fmt.Sprint(i), Area: orb.Polygon{append(r, r[0])}})
	}
	for _, tc := range []struct {
		name string
		do   func()
		most float64 // bytes a vertex
	}{
		{"New", func() {
			if _, err := coverage.New(cells...); err != nil {
				t.Fatal(err)
			}
		}, 65},
		{"Examine", func() {
			if found, _ := coverage.Examine(cells...); len(found) > 0 {
				t.Fatal(found[0])
			}
		}, 80},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		tc.do()
		runtime.ReadMemStats(&after)
		got := float64(after.TotalAlloc-before.TotalAlloc) / (most * most * 4 * side)
		t.Logf("%s: %.1f", tc.name, got)
		if got > tc.most {
			t.Errorf("%s takes %.1f bytes a vertex, more than %v", tc.name, got, tc.most)
		}
	}
}
