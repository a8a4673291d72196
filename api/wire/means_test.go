package wire

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/routing/patrol"
)

// Needs say by what they are to be seen, from which bank and with an instrument.
func TestReadNeedsSayHow(t *testing.T) {
	line := orb.LineString{{117, 35}, {117.01, 35}}
	needs, err := ReadNeeds([]feature.Feature{{Geometry: line, Props: map[string]any{"bank": "both", "instrument": "是", "mode": "drone"}}, {Geometry: line, Props: map[string]any{"mode": "foot"}}})
	if err != nil {
		t.Fatal(err)
	}
	if n := needs[0]; n.Bank != patrol.Both || !n.Instrument || n.Mode != patrol.Drone || needs[1].Bank != "" || needs[1].Instrument {
		t.Errorf("%+v", needs)
	}
	_, err = ReadNeeds([]feature.Feature{{Geometry: line, Props: map[string]any{"bank": "north", "instrument": "perhaps"}}})
	for _, want := range []string{"name=bank", "name=instrument"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not report %s", err, want)
		}
	}
}

// A forecast is one force a day, or one clear fault.
func TestReadWind(t *testing.T) {
	if wind, err := ReadWind(" 2026-11-24=7, 2026-11-25=0"); err != nil || len(wind) != 2 || wind["2026-11-24"] != 7 {
		t.Errorf("%v, %v", wind, err)
	}
	for _, bad := range []string{"7", "2026-11-24", "2026-11-24=13", "2026-13-24=3", "2026-11-24=-1"} {
		if _, err := ReadWind(bad); err == nil || !strings.Contains(err.Error(), "patrol.wind") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// Whoever flies a drone over an area is looked for where it starts, for half of the time.
func TestFlownStopsAreAtTheirLaunch(t *testing.T) {
	area := orb.Polygon{{{117, 35}, {117.01, 35}, {117.01, 35.01}, {117, 35}}}
	stop := func(mode string) feature.Feature {
		return feature.Feature{ID: mode, Geometry: area, Props: map[string]any{"kind": "stop", "mode": mode, "lon": 117.02, "lat": 35.02, "service_s": int64(1200)}}
	}
	needs, _, err := ReadStops([]feature.Feature{stop("drone"), stop("foot")}, 500)
	if err != nil {
		t.Fatal(err)
	}
	if n := needs[0]; n.Geometry != orb.Geometry(orb.Point{117.02, 35.02}) || n.StayS != 600 {
		t.Errorf("flown: %+v", n)
	}
	if _, ok := needs[1].Geometry.(orb.Polygon); !ok {
		t.Errorf("looked at: %+v", needs[1])
	}
}
