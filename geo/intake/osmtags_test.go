package intake

import (
	"testing"

	"xunhu/geo/format/osmpbf"
)

func TestOneway(t *testing.T) {
	for _, tc := range []struct {
		tags osmpbf.Tags
		want int64
	}{
		{osmpbf.Tags{}, 0},
		{osmpbf.Tags{"oneway": "yes"}, 1},
		{osmpbf.Tags{"oneway": "-1"}, -1},
		{osmpbf.Tags{"junction": "roundabout"}, 1},
		{osmpbf.Tags{"junction": "roundabout", "oneway": "-1"}, -1},
		{osmpbf.Tags{"highway": "motorway"}, 1},
		{osmpbf.Tags{"highway": "motorway", "oneway": "no"}, 0},
		{osmpbf.Tags{"highway": "motorway_link"}, 0}, // often two-way; only the motorway itself is implied
		{osmpbf.Tags{"oneway": "reversible"}, 0},
	} {
		if got := oneway(tc.tags); got != tc.want {
			t.Errorf("oneway(%v) = %d, want %d", tc.tags, got, tc.want)
		}
	}
}

func TestMaxspeed(t *testing.T) {
	for text, want := range map[string]float64{
		"": 0, "50": 50, "30 mph": 48.28032, "30mph": 48.28032, "60 km/h": 60, "none": 0, "walk": 0, "-5": 0, "NaN": 0, "1e9": 0, "DE:urban": 0,
	} {
		if got := maxspeed(osmpbf.Tags{"maxspeed": text}); got != want {
			t.Errorf("maxspeed(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestAccess(t *testing.T) {
	for _, tc := range []struct {
		tags osmpbf.Tags
		want string
	}{
		{osmpbf.Tags{}, ""},
		{osmpbf.Tags{"access": "private"}, "private"},
		{osmpbf.Tags{"access": "destination"}, "destination"},
		{osmpbf.Tags{"motor_vehicle": "no"}, "agricultural"},
		{osmpbf.Tags{"motor_vehicle": "forestry"}, "agricultural"},
		{osmpbf.Tags{"access": "no", "bicycle": "yes"}, "agricultural"},
		{osmpbf.Tags{"access": "no", "motor_vehicle": "yes"}, "yes"},
		{osmpbf.Tags{"motor_vehicle": "no", "motorcar": "yes"}, ""},
		{osmpbf.Tags{"vehicle": "agricultural;forestry"}, "agricultural"},
	} {
		if got := accessOf(tc.tags); got != tc.want {
			t.Errorf("accessOf(%v) = %q, want %q", tc.tags, got, tc.want)
		}
	}
}

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
