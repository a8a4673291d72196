package highway_test

import (
	"testing"

	"xunhu/geo/highway"
)

func TestOneway(t *testing.T) {
	for _, tc := range []struct {
		tags highway.Tags
		want int
	}{
		{highway.Tags{}, 0},
		{highway.Tags{"oneway": "yes"}, 1},
		{highway.Tags{"oneway": "-1"}, -1},
		{highway.Tags{"junction": "roundabout"}, 1},
		{highway.Tags{"junction": "roundabout", "oneway": "-1"}, -1},
		{highway.Tags{"highway": "motorway"}, 1},
		{highway.Tags{"highway": "motorway", "oneway": "no"}, 0},
		{highway.Tags{"highway": "motorway_link"}, 0}, // often two-way; only the motorway itself is implied
		{highway.Tags{"oneway": "reversible"}, 0},
	} {
		if got := highway.Oneway(tc.tags); got != tc.want {
			t.Errorf("Oneway(%v) = %d, want %d", tc.tags, got, tc.want)
		}
	}
}

func TestMaxspeed(t *testing.T) {
	for text, want := range map[string]float64{
		"": 0, "50": 50, "30 mph": 48.28032, "30mph": 48.28032, "60 km/h": 60, "none": 0, "walk": 0, "-5": 0, "NaN": 0, "1e9": 0, "DE:urban": 0,
	} {
		if got := highway.MaxSpeed(highway.Tags{"maxspeed": text}); got != want {
			t.Errorf("MaxSpeed(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestAccess(t *testing.T) {
	for _, tc := range []struct {
		tags highway.Tags
		want string
	}{
		{highway.Tags{}, ""},
		{highway.Tags{"access": "private"}, "private"},
		{highway.Tags{"access": "destination"}, "destination"},
		{highway.Tags{"motor_vehicle": "no"}, "agricultural"},
		{highway.Tags{"motor_vehicle": "forestry"}, "agricultural"},
		{highway.Tags{"access": "no", "bicycle": "yes"}, "agricultural"},
		{highway.Tags{"access": "no", "motor_vehicle": "yes"}, "yes"},
		{highway.Tags{"motor_vehicle": "no", "motorcar": "yes"}, ""},
		{highway.Tags{"vehicle": "agricultural;forestry"}, "agricultural"},
	} {
		if got := highway.Access(tc.tags); got != tc.want {
			t.Errorf("Access(%v) = %q, want %q", tc.tags, got, tc.want)
		}
	}
}
