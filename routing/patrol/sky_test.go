package patrol_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/predicate"
	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

// Nobody walks into a core area and no drone flies over one, over a roost in the season of birds or in
// controlled airspace, but with the permission for it; the checker sees it if somebody does.
func TestBarredAreas(t *testing.T) {
	ring := orb.Ring{{116.870, 35.108}, {116.8715, 35.108}, {116.8715, 35.1095}, {116.870, 35.1095}, {116.870, 35.108}}
	zone := orb.MultiPolygon{{ring}}
	reeds := orb.Polygon{{{116.869, 35.107}, {116.873, 35.107}, {116.873, 35.111}, {116.869, 35.111}, {116.869, 35.107}}}
	path := orb.LineString{{116.8695, 35.1085}, {116.873, 35.1088}} // through the zone
	for _, tc := range []struct {
		class  string
		permit func(*patrol.Settings)
		walks  bool // even without
	}{
		{patrol.Core, func(s *patrol.Settings) { s.CorePermit = "1" }, false},
		{patrol.Airspace, func(s *patrol.Settings) { s.DroneApproval = "1" }, true},
		{patrol.Roost, func(s *patrol.Settings) { s.Seasons = nil }, true},
	} {
		d := demo.Dataset()
		c := d.Collections[feature.Zones]
		c.Features = append(c.Features[:len(c.Features):len(c.Features)], feature.Feature{ID: "x", Geometry: zone, Props: map[string]any{"name": "x", "class": tc.class}})
		d.Collections[feature.Zones] = c
		a, err := atlas.Build(d)
		if err != nil {
			t.Fatal(err)
		}
		net := roadsOf(t, a)
		r := ask("370481-ZX01", 1, 1)
		r.Settings.BirdM = 100
		r.Needs = []patrol.Need{{ID: "reeds", Geometry: reeds, Mode: patrol.Drone}, {ID: "path", Geometry: path, Mode: patrol.Foot},
			{ID: "spot", Geometry: orb.Point{116.8690, 35.1088}}} // behind the zone, as seen from the road
		make := func(s patrol.Settings) (*patrol.Plan, map[string]string) {
			r := r
			r.Settings = s
			plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
			if err != nil {
				t.Fatalf("%s: %v", tc.class, err)
			}
			left := map[string]string{}
			for _, u := range plan.Unplanned {
				left[u.Need] = u.Reason.Code
			}
			return plan, left
		}
		plan, left := make(r.Settings)
		if (left["path"] == "") != tc.walks || tc.walks && left["spot"] != "" {
			t.Errorf("%s: left out %v", tc.class, left)
		}
		flown := 0
		for _, x := range plan.Tours {
			for _, l := range x.Legs {
				for _, p := range l.Line {
					if l.Mode == "drone" {
						flown++
						if predicate.In(p, zone) == predicate.Inside {
							t.Errorf("%s: flies at %v", tc.class, p)
						}
					}
				}
			}
		}
		if flown == 0 {
			t.Errorf("%s: nothing is flown around it", tc.class)
		}
		s := r.Settings
		tc.permit(&s)
		plan, left = make(s)
		if left["reeds"] != "" || left["path"] != "" {
			t.Errorf("%s: left out with a permission: %v", tc.class, left)
		}
		if err := patrol.Check(a, r.Settings, plan); err == nil || !strings.Contains(err.Error(), "enters what it may not") {
			t.Errorf("%s: without a permission the checker says %v", tc.class, err)
		}
	}
}

// A bank is walked beside the river, from a road on its own side; both are two walks.
func TestBanks(t *testing.T) {
	m, a, net := region(t)
	r := ask("station", 1, 1)
	river := m.Line("1M") // north of the road
	for _, tc := range []struct {
		bank  patrol.Bank
		line  orb.LineString
		stops int
	}{
		{"", river, 1}, {patrol.Right, river, 1}, {patrol.Both, river, 1}, // the left bank lies beyond the river
		{patrol.Both, m.Line("J2"), 2}, // a ditch that ends at the road
	} {
		r.Needs = []patrol.Need{{ID: "n", Geometry: tc.line, Bank: tc.bank, Mode: patrol.Foot}}
		r.Settings.PieceM = 10_000
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		stops := 0
		for _, x := range plan.Tours {
			stops += len(x.Stops)
			for _, l := range x.Legs {
				if _, crosses := predicate.Meet(l.Line, tc.line); tc.bank != "" && l.Mode == "foot" && crosses {
					t.Errorf("%s bank: wades the river on way %d", tc.bank, l.Sequence)
				}
			}
		}
		if stops != tc.stops {
			t.Errorf("%q bank: %d walks, want %d (%v)", tc.bank, stops, tc.stops, plan.Unplanned)
		}
	}
}
