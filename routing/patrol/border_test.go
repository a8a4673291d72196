package patrol

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
)

// Along a border there is one span, of the first town that has the border: never of
// whichever side rounding falls to.
func TestSplitAlongABorder(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	b := newBorders(a, territory{powers: Prevent, towns: a.Towns})
	for _, town := range a.Towns {
		ring := town.Area[0][0]
		for i := 1; i < len(ring); i++ {
			there := a.Cover.Touching(ring[i])
			common := slices.DeleteFunc(a.Cover.Touching(ring[i-1]), func(n string) bool { return !slices.Contains(there, n) })
			spans := b.split(orb.LineString{ring[i-1], ring[i]})
			if len(spans) != 1 || spans[0].town != common[0] {
				t.Fatalf("%s, edge %d: spans %v, want one of %s", town.Code, i, spans, common[0])
			}
		}
	}
}
