package ops_test

import (
	"encoding/json"
	"slices"
	"testing"

	"xunhu/api/ops"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// Check holds the towns against the list of codes that the service was given.
func TestCheckCodes(t *testing.T) {
	list := &atlas.CodeList{Name: "codes.csv"}
	for _, f := range demo.Dataset().Collections[feature.Towns].Features {
		list.Towns = append(list.Towns, feature.Feature{ID: f.ID, Props: f.Props})
	}
	gone, row := list.Towns[0], list.Towns[1]
	list.Towns = append(list.Towns[1:], row) // one is missing, one is there twice
	codes := func(with *atlas.CodeList) (found []string, places []string) {
		srv, _ := served(t, func(o *ops.Options) { o.Codes = with }, demo.Dataset())
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
	if found, _ := codes(nil); slices.Contains(found, "codes.unlisted") {
		t.Errorf("without a list: %v", found)
	}
	found, places := codes(list)
	if i := slices.Index(found, "codes.unlisted"); i < 0 || !slices.Contains([]string{"towns/" + gone.ID, "towns/" + gone.ID + " " + gone.Text("name")}, places[i]) {
		t.Errorf("%v at %v", found, places)
	}
	if i := slices.Index(found, "codes.twice"); i < 0 || places[i] != "codes.csv" {
		t.Errorf("%v at %v", found, places)
	}
}
