package ops_test

import (
	"encoding/json"
	"slices"
	"testing"

	"xunhu/api/ops"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// Check holds the towns against the list of codes that the region keeps.
func TestCheckCodes(t *testing.T) {
	codes := func(list ...feature.Feature) (found []string, places []string) {
		d := demo.Dataset()
		schema, _ := feature.SchemaOf(feature.Codes)
		d.Collections[feature.Codes] = feature.Collection{Schema: schema, Features: list}
		srv, _ := served(t, func(*ops.Options) {}, d)
		_, b := ask(t, srv, "/api/v1/check", "")
		var answer struct {
			Features []struct {
				Properties struct{ Code, Where string }
			}
		}
		if err := json.Unmarshal(b, &answer); err != nil {
			t.Fatalf("%v: %s", err, b)
		}
		for _, f := range answer.Features {
			found, places = append(found, f.Properties.Code), append(places, f.Properties.Where)
		}
		return found, places
	}
	if found, _ := codes(); slices.Contains(found, "codes.unlisted") {
		t.Errorf("without a list: %v", found)
	}
	var list []feature.Feature
	for _, f := range demo.Dataset().Collections[feature.Towns].Features {
		list = append(list, feature.Feature{ID: f.ID, Props: map[string]any{"name": f.Text("name")}})
	}
	again := feature.Feature{ID: list[1].ID + "@2020-01-01", Props: map[string]any{"name": "x", "valid_from": "2020-01-01"}}
	gone, listed := list[0], append(list[1:], again) // one is missing, one is there twice
	found, places := codes(listed...)
	if i := slices.Index(found, "codes.unlisted"); i < 0 || !slices.Contains([]string{"towns/" + gone.ID, "towns/" + gone.ID + " " + gone.Text("name")}, places[i]) {
		t.Errorf("%v at %v", found, places)
	}
	if i := slices.Index(found, "codes.twice"); i < 0 || places[i] != "codes/"+list[1].ID {
		t.Errorf("%v at %v", found, places)
	}
}
