package overlay_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
)

// A disc of few sides comes as near to its centre as is said, and no farther off than
// its corners.
func TestBufferWithSides(t *testing.T) {
	at := orb.Point{117, 35}
	for _, sides := range []int{4, 16, 64} {
		m, err := overlay.BufferWithSides(at, 100, sides)
		if err != nil {
			t.Fatal(err)
		}
		ring := m[0][0]
		if len(ring) != sides+1 {
			t.Errorf("%d sides: %d", sides, len(ring)-1)
		}
		_, near := geodesy.Nearest(orb.LineString(ring), at)
		far := 0.0
		for _, p := range ring {
			far = max(far, geodesy.Distance(at, p))
		}
		if want := 100 * math.Cos(math.Pi/float64(sides)); math.Abs(near-want) > 0.01 || math.Abs(far-100) > 0.01 {
			t.Errorf("%d sides: from %.3f m, want %.3f m, to %.3f m", sides, near, want, far)
		}
	}
}
