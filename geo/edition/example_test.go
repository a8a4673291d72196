package edition_test

import (
	"fmt"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/edition"
	"xunhu/geo/feature"
)

// A strip of land goes from one town to the other with the new year.
func Example() {
	town := func(code string, west, east float64) feature.Feature {
		area := orb.MultiPolygon{{{{west, 35}, {east, 35}, {east, 35.01}, {west, 35.01}, {west, 35}}}}
		return feature.Feature{ID: code, Geometry: area, Props: map[string]any{"name": code}}
	}
	of := func(towns ...feature.Feature) atlas.Dataset {
		return atlas.Dataset{Collections: map[feature.Kind]feature.Collection{feature.Towns: {Features: towns}}}
	}
	old, newYear := of(town("A", 117, 117.02), town("B", 117.02, 117.04)), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	all, err := edition.Amend(old, of(town("A", 117, 117.01), town("B", 117.01, 117.04)), newYear)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range all.Collections[feature.Towns].Features {
		fmt.Printf("%s from %q to %q\n", f.ID, f.Text("valid_from"), f.Text("valid_to"))
	}
	before, _ := atlas.Build(atlas.On(old, newYear))
	after, _ := atlas.Build(atlas.On(all, newYear))
	c, err := edition.Compare(before, after)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range c.Towns {
		fmt.Println(t.Code, t.BeforeM2, "→", t.AfterM2, "kept", t.KeptM2)
	}
	// Output:
	// A from "" to "2026-12-31"
	// B from "" to "2026-12-31"
	// A@2027-01-01 from "2027-01-01" to ""
	// B@2027-01-01 from "2027-01-01" to ""
	// A 2025390 → 1012695 kept 1012695
	// B 2025391 → 3038086 kept 2025391
}
