package intake

import (
	"testing"

	"xunhu/geo/format/osmpbf"
)

func TestProtection(t *testing.T) {
	for _, tc := range []struct {
		tags osmpbf.Tags
		want string
	}{
		{osmpbf.Tags{"leisure": "nature_reserve"}, "reserve"},
		{osmpbf.Tags{"boundary": "national_park"}, "park"},
		{osmpbf.Tags{"boundary": "protected_area", "protect_class": "1a"}, "reserve"},
		{osmpbf.Tags{"boundary": "protected_area", "protect_class": "5"}, "park"},
		{osmpbf.Tags{"boundary": "protected_area", "protect_class": "22"}, ""}, // culture
		{osmpbf.Tags{"boundary": "protected_area"}, ""},
		{osmpbf.Tags{"protect_class": "1"}, ""},
	} {
		if got := protection(tc.tags); got != tc.want {
			t.Errorf("protection(%v) = %q, want %q", tc.tags, got, tc.want)
		}
	}
}

func TestIsLake(t *testing.T) {
	for _, tc := range []struct {
		tags osmpbf.Tags
		want bool
	}{
		{osmpbf.Tags{"natural": "water"}, true},
		{osmpbf.Tags{"natural": "water", "water": "reservoir"}, true},
		{osmpbf.Tags{"landuse": "reservoir"}, true},
		{osmpbf.Tags{"natural": "water", "water": "river"}, false},
		{osmpbf.Tags{"natural": "wetland"}, false},
	} {
		if got := isLake(tc.tags); got != tc.want {
			t.Errorf("isLake(%v) = %v", tc.tags, got)
		}
	}
}
