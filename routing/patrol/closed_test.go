package patrol_test

import (
	"errors"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/routing/patrol"
	"xunhu/routing/road"
	"xunhu/routing/tour/search"
)

// Where closed roads leave no way, nothing is planned, and the reason says so.
func TestUnplannedWhereRoadsAreClosed(t *testing.T) {
	m, a, net := region(t)
	around := func(p orb.Point) orb.Geometry { return orb.Bound{Min: p, Max: p}.Pad(0.0004).ToPolygon() }
	for _, tc := range []struct {
		name string
		need orb.Geometry
		shut orb.Geometry
		code string
	}{
		{"a point", m['K'], around(m['K']), "patrol.unplanned.closed"},
		{"a line", orb.LineString{m['K'], {m['K'][0] + 0.0001, m['K'][1]}}, around(m['K']), "patrol.unplanned.closed"},
		{"elsewhere", m['K'], around(m['C']), ""},
	} {
		r := ask("brigade", 1, 1)
		r.Settings.AccessM = 30
		r.Needs = []patrol.Need{{ID: "n", Geometry: tc.need}}
		plan, err := patrol.Make(t.Context(), a, net.Day(road.Closure{Where: tc.shut}), search.Tours, r)
		if err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		code := ""
		if len(plan.Unplanned) > 0 {
			code = plan.Unplanned[0].Reason.Code
		}
		if code != tc.code {
			t.Errorf("%s: unplanned %+v, want %q", tc.name, plan.Unplanned, tc.code)
		}
	}
}

// A unit whose seat lies among closed roads does not start from the next open one, far away.
func TestSeatAmongClosedRoads(t *testing.T) {
	m, a, _ := region(t)
	car, _ := road.ProfileNamed("car")
	var ways []road.Way
	for _, marks := range []string{"GJbHI", "JK", "bE", "HF"} {
		ways = append(ways, road.Way{ID: marks, Class: "tertiary", Line: m.Line(marks)})
	}
	net, err := road.Build(ways, car)
	if err != nil {
		t.Fatal(err)
	}
	flood := orb.Bound{Min: m['J'], Max: m['J']}.Pad(0.0004)
	flood.Max[0] = m['b'][0] - 0.004 // the road to the east is open again 2.2 km away
	day := net.Day(road.Closure{Where: flood.ToPolygon()})
	for _, tc := range []struct {
		unit    string
		accessM float64
		code    string
	}{
		{"station", 2000, "patrol.base_closed"},
		{"station", 4000, ""}, // near enough to walk to the car
		{"station-e", 2000, ""},
	} {
		r := ask(tc.unit, 1, 1)
		r.Settings.AccessM = tc.accessM
		r.Needs = []patrol.Need{{ID: "n", Geometry: m['H']}}
		_, err := patrol.Make(t.Context(), a, day, search.Tours, r)
		var f *finding.Finding
		if errors.As(err, &f) != (tc.code != "") || f != nil && f.Code != tc.code {
			t.Errorf("%s, at most %v m on foot: %v, want %q", tc.unit, tc.accessM, err, tc.code)
		}
	}
}
