package valid_test

import (
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/valid"
)

// Whatever the rings, Mend gives a valid geometry or an error; bytes are grid
// points, two a point, 0xff ends a ring.
func FuzzMend(f *testing.F) {
	f.Add([]byte{0, 0, 9, 9, 9, 0, 0, 9, 0, 0})
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9, 0, 0, 255, 2, 2, 12, 2, 5, 5, 2, 2})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 60 {
			return
		}
		g := orb.Polygon{{}}
		for i := 0; i+1 < len(b); i++ {
			if b[i] == 0xff {
				g = append(g, orb.Ring{})
				continue
			}
			last := len(g) - 1
			g[last] = append(g[last], orb.Point{float64(b[i]%32) / 10, float64(b[i+1]%32) / 10})
			i++
		}
		mended, _, err := valid.Mend(g)
		if err != nil {
			return
		}
		if fault := valid.Check(mended); fault != nil {
			t.Errorf("Mend(%v) = %v: %v", g, mended, fault)
		}
		if again, notes, err := valid.Mend(mended); err != nil || len(notes) > 0 {
			t.Errorf("mended twice: %v became %v, %v, %v", mended, again, notes, err)
		}
	})
}
