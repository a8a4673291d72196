package coverage_test

import (
	"bytes"
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
)

// The map is the same however many processors draw it.
func TestMapOfManyHands(t *testing.T) {
	const side = 128
	corner := func(x, y int) orb.Point {
		s, c := math.Sincos(float64(x*7 + y*13))
		return orb.Point{100 + 0.01*(float64(x)+0.3*s), 30 + 0.01*(float64(y)+0.3*c)}
	}
	var cells []coverage.Cell
	for y := range side {
		for x := range side {
			if x == y { // holes, so that places lie outside too
				continue
			}
			a, b, c, d := corner(x, y), corner(x+1, y), corner(x+1, y+1), corner(x, y+1)
			cells = append(cells, coverage.Cell{Name: fmt.Sprintf("%03d/%03d", x, y), Area: orb.Polygon{{a, b, c, d, a}}})
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var one []byte
	for _, hands := range []int{1, 3} {
		runtime.GOMAXPROCS(hands)
		c, err := coverage.New(cells...)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := c.WriteMap(&b); err != nil {
			t.Fatal(err)
		}
		if hands == 1 {
			one = b.Bytes()
			for y := range side {
				for x := range side {
					want := fmt.Sprintf("%03d/%03d", x, y)
					if x == y {
						want = ""
					}
					if got, _ := c.Locate(orb.Point{100 + 0.01*(float64(x)+0.5), 30 + 0.01*(float64(y)+0.5)}); got != want {
						t.Fatalf("in the middle of %q: %q", want, got)
					}
				}
			}
		} else if !bytes.Equal(b.Bytes(), one) {
			t.Errorf("the map drawn by %d differs from that drawn by one", hands)
		}
	}
}
