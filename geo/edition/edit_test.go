package edition_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"xunhu/geo/demo"
	"xunhu/geo/edition"
	"xunhu/geo/feature"
)

// A row of what has editions is changed by hand where nothing changes up to today.
func TestEdited(t *testing.T) {
	today := day("2026-12-31")
	for _, tc := range []struct {
		name, id, to string // "": taken away
		held         bool
	}{
		{"a thing from tomorrow on", "c", "c 2027-01-01 - new", false},
		{"a thing from today on", "c", "c 2026-12-31 - new", true},
		{"a thing without a day", "c", "c - - new", true},
		{"what begins tomorrow is taken away", "b", "", false},
		{"what begins tomorrow is another thing", "b", "b 2027-06-01 - other", false},
		{"what begins tomorrow begins today", "b", "b 2026-12-31 - x", true},
		{"what holds is taken away", "a", "", true},
		{"what holds is renamed", "a", "a 2020-01-01 - other", true},
		{"what holds ends today", "a", "a 2020-01-01 2026-12-31 x", false},
		{"what holds ended yesterday", "a", "a 2020-01-01 2026-12-30 x", true},
		{"what holds began earlier", "a", "a 2019-01-01 - x", true},
		{"what has held is taken away", "z", "", true},
		{"what has held is as it was", "z", "z 2010-01-01 2015-01-01 x", false},
		{"a second row of what holds", "a@2027-01-01", "a@2027-01-01 2027-01-01 - new", false}, // that both hold then is another fault
	} {
		t.Run(tc.name, func(t *testing.T) {
			base := units("a 2020-01-01 - x", "b 2027-01-01 - x", "z 2010-01-01 2015-01-01 x")
			was := written(base)
			var is *feature.Feature
			if tc.to != "" {
				is = &units(tc.to).Collections[feature.Units].Features[0]
			}
			next, err := edition.Edited(base, feature.Units, tc.id, is, today)
			if errors.Is(err, edition.ErrHeld) != tc.held {
				t.Errorf("%v", err)
			}
			if !slices.Equal(written(base), was) {
				t.Error("the base has changed")
			}
			if tc.held {
				return
			}
			got := strings.Join(written(next), ", ")
			if has := tc.to == "" || strings.Contains(got, tc.to); !has || tc.to == "" && strings.Contains(got, tc.id+" ") {
				t.Errorf("%s", got)
			}
		})
	}
}

// What nothing is decided by is told better on any day; what cannot be built is refused.
func TestEditedRegion(t *testing.T) {
	d := demo.Dataset()
	better := d.Collections[feature.Units].Features[0]
	better.Props = maps.Clone(better.Props)
	better.Props["name_en"], better.Props["source"] = "Better", "better"
	if _, err := edition.Edited(d, feature.Units, better.ID, &better, day("2026-12-31")); err != nil {
		t.Error(err)
	}
	wet := d.Collections[feature.Wetlands].Features[0]
	if next, err := edition.Edited(d, feature.Wetlands, wet.ID, nil, day("2026-12-31")); err != nil || len(next.Collections[feature.Wetlands].Features) != len(d.Collections[feature.Wetlands].Features)-1 {
		t.Errorf("a wetland is taken away: %v", err)
	}
	wet.Geometry = nil
	if _, err := edition.Edited(d, feature.Wetlands, wet.ID, &wet, day("2026-12-31")); err == nil {
		t.Error("a wetland without a place is taken")
	}
}
