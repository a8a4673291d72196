package intake

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

// However large a layer is, what is held of it stays within bounds and is whole
// patches of the land: every row of a cell that is drawn, and none of the others.
func TestSample(t *testing.T) {
	for _, tc := range []struct {
		name  string
		width float64 // degrees over which the rows lie
		rows  int
		large bool
	}{
		{"a small layer", 1, 1000, false},
		{"a county", 0.7, 120_000, true},
		{"a country", 40, 120_000, true},
		{"one cell", cellDegrees / 100, 120_000, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 0))
			s := newSample()
			var all []orb.Point
			for n := range tc.rows {
				p := orb.Point{100.001 + rng.Float64()*tc.width, 30.001 + rng.Float64()*tc.width}
				all = append(all, p)
				s.add(entry{row: row{feature.Feature{ID: "x", Geometry: p, Props: map[string]any{"name": "点"}}, n + 1}})
			}
			if s.large != tc.large || (len(s.all) == tc.rows) == tc.large || s.weight > sampleWeight+1000 || tc.large && len(s.cells) > mostCells {
				t.Fatalf("large %v, %d held, weight %d, %d cells", s.large, len(s.all), s.weight, len(s.cells))
			}
			if len(s.rows) == 0 || len(s.head) != 1 || s.head[0].number != 1 {
				t.Fatalf("%d rows, head %v", len(s.rows), s.head)
			}
			if s.full {
				return
			}
			want := 0
			for _, p := range all {
				if s.cells[cellAt(p)] {
					want++
				}
			}
			if len(s.rows) != want {
				t.Errorf("%d rows are held of the cells' %d", len(s.rows), want)
			}
		})
	}
}
