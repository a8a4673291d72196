package highway_test

import (
	"maps"
	"math/rand/v2"
	"testing"

	"xunhu/geo/feature"
	"xunhu/geo/highway"
)

// road makes a feature as the intake does.
func road(t highway.Tags) feature.Feature {
	c := highway.ColumnsOf(t)
	props := map[string]any{"class": c.Class, "oneway": int64(*c.Oneway), "access": c.Access, "tags": highway.Props(highway.Kept(t))}
	if c.MaxSpeedKMH != nil {
		props["maxspeed_kmh"] = *c.MaxSpeedKMH
	}
	return feature.Feature{Props: props}
}

// Columns and what is kept beside them give the tags again, whatever they were.
func TestTagsComeBack(t *testing.T) {
	words := []string{"yes", "no", "-1", "1", "private", "agricultural;forestry", "destination", "30", "30 mph", "50;20", "CN:urban", "reversible", "roundabout", "ferry"}
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		want := highway.Tags{"highway": []string{"motorway", "primary", "path"}[rng.IntN(3)]}
		for range rng.IntN(8) {
			want[highway.Keys[rng.IntN(len(highway.Keys))]] = words[rng.IntN(len(words))]
		}
		if rng.IntN(5) == 0 {
			delete(want, "highway")
			want["route"] = "ferry"
		} else if want["route"] != "ferry" {
			delete(want, "route")
		}
		if got := highway.TagsOf(road(want)); !maps.Equal(got, want) {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
	}
}

// What the columns say in the same words is not kept twice.
func TestKept(t *testing.T) {
	got := highway.Kept(highway.Tags{"highway": "residential", "oneway": "yes", "maxspeed": "50", "access": "private", "surface": "asphalt", "name": "路", "lit": "yes"})
	if want := (highway.Tags{"surface": "asphalt"}); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A column that says something else than the tags was edited, and wins.
func TestColumnsWin(t *testing.T) {
	for _, tc := range []struct {
		name   string
		tags   highway.Tags
		column string
		value  any
		want   highway.Tags
	}{
		{"untouched", highway.Tags{"highway": "service", "motor_vehicle": "no"}, "", nil, highway.Tags{"highway": "service", "motor_vehicle": "no"}},
		{"class", highway.Tags{"highway": "service", "surface": "mud"}, "class", "track", highway.Tags{"highway": "track", "surface": "mud"}},
		{"no ferry any more", highway.Tags{"route": "ferry"}, "class", "service", highway.Tags{"highway": "service"}},
		{"a roundabout both ways", highway.Tags{"highway": "service", "junction": "roundabout"}, "oneway", int64(0), highway.Tags{"highway": "service", "junction": "roundabout", "oneway": "no"}},
		{"a motorway that does not say is as its class", highway.Tags{"highway": "motorway"}, "oneway", nil, highway.Tags{"highway": "motorway"}},
		{"one way, but not for bicycles", highway.Tags{"highway": "service", "oneway:bicycle": "no", "oneway:motorcar": "no"}, "oneway", int64(-1), highway.Tags{"highway": "service", "oneway:bicycle": "no", "oneway": "-1"}},
		{"limit", highway.Tags{"highway": "service", "maxspeed": "30 mph", "maxspeed:forward": "20"}, "maxspeed_kmh", 40.0, highway.Tags{"highway": "service", "maxspeed": "40"}},
		{"no limit", highway.Tags{"highway": "service", "maxspeed": "30 mph"}, "maxspeed_kmh", nil, highway.Tags{"highway": "service"}},
		{"closed for all", highway.Tags{"highway": "service", "foot": "yes"}, "access", "no", highway.Tags{"highway": "service", "access": "no"}},
		{"opened for all", highway.Tags{"highway": "service", "motor_vehicle": "no"}, "access", nil, highway.Tags{"highway": "service"}},
	} {
		f := road(tc.tags)
		if tc.column != "" {
			f.Props[tc.column] = tc.value
		}
		if got := highway.TagsOf(f); !maps.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

// Points on roads and restrictions come back from their columns.
func TestRulesComeBack(t *testing.T) {
	for _, want := range []highway.Tags{
		{"barrier": "gate", "motor_vehicle": "no"}, {"barrier": "bollard", "highway": "traffic_signals", "direction": "forward"},
		{"ford": "yes"}, {"ford": "stepping_stones", "barrier": "chain"}, {"highway": "traffic_signals", "traffic_signals:direction": "backward"},
	} {
		class, kind, kept := highway.NodeColumns(want)
		got := highway.NodeTags(feature.Feature{Props: map[string]any{"class": class, "kind": kind, "tags": highway.Props(kept)}})
		if !maps.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
	for _, nothing := range []highway.Tags{nil, {"highway": "crossing"}, {"ford": "no"}, {"access": "no"}} {
		if highway.IsRule(nothing) {
			t.Errorf("%v stands in the way", nothing)
		}
	}
	if _, _, _, ok := highway.RestrictionColumns(highway.Tags{"type": "restriction", "except": "bus"}); ok {
		t.Error("a restriction that bans nothing")
	}
}
