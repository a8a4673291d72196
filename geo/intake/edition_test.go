package intake_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/intake"
)

// Units that name towns mean the towns themselves, not one of their editions.
func TestTownsByNameOfAnyEdition(t *testing.T) {
	base := region(t)
	towns := base.Collections[feature.Towns]
	for _, f := range towns.Features {
		f.ID += "@2027-01-01"
		f.Props = maps.Clone(f.Props)
		f.Props["valid_from"] = "2027-01-01"
		towns.Features = append(towns.Features, f)
	}
	base.Collections[feature.Towns] = towns
	units := features(`{"编号":"Z","单位名称":"一中队","类别":"执法中队","所辖镇街":"西村镇、东村镇"}`, `null`)
	d, _, err := intake.Read(t.Context(), disk("单位.json", units), []string{"单位.json"}, &base, intake.Request{Kind: "units"})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(d.Collections[feature.Units].Features[0].Props["towns"]); got != "[370481101 370481102]" {
		t.Errorf("towns %s", got)
	}
}

// New borders leave a generated office where it is, as long as it is on its ground.
func TestOfficesStay(t *testing.T) {
	base := region(t)
	seat := func(fs []feature.Feature, id string) any {
		for _, f := range fs {
			if f.ID == id {
				return f.Geometry
			}
		}
		t.Fatalf("no unit %s", id)
		return nil
	}
	const west, east = "370481101-SO", "370481102-SO"
	old := base.Collections[feature.Units].Features
	for i, f := range old {
		switch f.ID {
		case west:
			old[i].Geometry = orb.Point{117.001, 35.001} // in the corner of its town
		case east:
			old[i].Geometry = orb.Point{117.002, 35.002} // not in its town
		}
	}
	d, _, err := intake.Read(t.Context(), disk("towns.json", two), []string{"towns.json"}, &base, intake.Request{Kind: "towns"})
	if err != nil {
		t.Fatal(err)
	}
	made := d.Collections[feature.Units].Features
	if got := seat(made, west); got != (orb.Point{117.001, 35.001}) {
		t.Errorf("the west's office went to %v", got)
	}
	if got := seat(made, east); got == (orb.Point{117.002, 35.002}) {
		t.Error("the east's office stands in the west")
	}
}
