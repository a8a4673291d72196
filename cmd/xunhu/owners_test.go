package main

import (
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/store/sqlite"
	"xunhu/geo/atlas"
	"xunhu/geo/coverage"
	"xunhu/geo/feature"
)

// patchwork is n×n towns between corners at random places, every coordinate with all its
// digits, without one that is missing in the middle.
func patchwork(rng *rand.Rand, n int) []coverage.Cell {
	at := func(k int) float64 { return float64(k)/100 + rng.Float64()/300 }
	corners := make([][]orb.Point, n+1)
	for y := range corners {
		for x := range n + 1 {
			corners[y] = append(corners[y], orb.Point{117 + at(x), 35 + at(y)})
		}
	}
	var cells []coverage.Cell
	for y := range n {
		for x := range n {
			if x == n/2 && y == n/2 {
				continue
			}
			a, b, c, d := corners[y][x], corners[y][x+1], corners[y+1][x+1], corners[y+1][x]
			cells = append(cells, coverage.Cell{Name: strconv.Itoa(370481000 + len(cells)), Area: orb.Polygon{{a, b, c, d, a}}})
		}
	}
	return cells
}

// Towns that went through the store have the same owners at every vertex, in the middle of every edge
// and the last digit beside.
func TestOwnersThroughTheStore(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	cells := patchwork(rng, 9)
	schema, _ := feature.SchemaOf(feature.Towns)
	towns := feature.Collection{Schema: schema}
	for _, cl := range cells {
		towns.Features = append(towns.Features, feature.Feature{ID: cl.Name, Geometry: cl.Area, Props: map[string]any{"name": cl.Name}})
	}
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "region.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.Save(t.Context(), atlas.Dataset{
		Region: atlas.Region{Code: "370481", Name: "滕州"}, Collections: map[feature.Kind]feature.Collection{feature.Towns: towns},
	}); err != nil {
		t.Fatal(err)
	}
	kept, err := store.Load(t.Context(), "370481")
	if err != nil {
		t.Fatal(err)
	}
	var back []coverage.Cell
	for _, f := range kept.Collections[feature.Towns].Features {
		back = append(back, coverage.Cell{Name: f.ID, Area: f.Geometry})
	}
	c, err := coverage.New(back...)
	if err != nil {
		t.Fatal(err)
	}
	var m located
	m.checkOwners(rng, c, cells, nil, 0) // the slow way, over the cells of before
	if m.OwnersWrong != 0 || m.OwnersChecked != len(cells)*4*18 {
		t.Errorf("%d of %d owners are others after the store", m.OwnersWrong, m.OwnersChecked)
	}
}
