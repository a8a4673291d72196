package live_test

import (
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/geo/predicate"
	"xunhu/routing/crew"
	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

// Boats go round a core area on their way, unless there is a permission; a place within it is
// left out with the reason, and the rest is planned.
func TestBoatsGoRoundCores(t *testing.T) {
	const unit = "370481-ZX01"
	from := time.Date(2026, 10, 20, 0, 0, 0, 0, law.China)
	d := demo.Dataset()
	var lake orb.Geometry
	for _, f := range d.Collections[feature.Lakes].Features {
		if f.ID == "mahe" {
			lake = f.Geometry
		}
	}
	b := lake.Bound()
	at := func(x, y float64) orb.Point {
		return orb.Point{b.Min[0] + x*(b.Max[0]-b.Min[0]), b.Min[1] + y*(b.Max[1]-b.Min[1])}
	}
	core := orb.MultiPolygon{{{at(0.45, 0.35), at(0.6, 0.35), at(0.6, 0.75), at(0.45, 0.75), at(0.45, 0.35)}}}
	zones := d.Collections[feature.Zones]
	zones.Features = append(slices.Clone(zones.Features), feature.Feature{ID: "core", Geometry: core, Props: map[string]any{"name": "核心区", "class": "core"}})
	d.Collections[feature.Zones] = zones
	region, err := live.New(d, jurisdiction.Defaults(), from)
	if err != nil {
		t.Fatal(err)
	}
	net, _, err := region.Day("car", nil, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	member := []dispatch.Role{"station_member"}
	k := &planned{kept: kept{people: []people.Person{{ID: "a", Unit: unit, Roles: member, Skills: []crew.Skill{crew.Helmsman}}, {ID: "b", Unit: unit, Roles: member}},
		items: []people.Item{{ID: "car", Kind: crew.Vehicle, Unit: unit}, {ID: "boat", Kind: crew.Boat, Unit: unit}}}}
	west, east := at(0.3, 0.55), at(0.75, 0.55)
	for _, permit := range []string{"", "林湿许〔2026〕1号"} {
		r := patrol.Request{Unit: unit, From: from, Days: 1, Settings: patrol.Defaults(), Seed: 1, Needs: []patrol.Need{
			{ID: "west", Geometry: west, Mode: patrol.Boat}, {ID: "east", Geometry: east, Mode: patrol.Boat}, {ID: "middle", Geometry: at(0.52, 0.55), Mode: patrol.Boat}}}
		r.Settings.CorePermit = permit
		if r.Means, err = region.Means(t.Context(), k, r, nil, nil, nil); err != nil {
			t.Fatal(err)
		}
		plan, err := patrol.Make(t.Context(), region.Atlas, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		var seen, left []string
		sailed, across := 0.0, false
		for _, x := range plan.Tours {
			for _, s := range x.Stops {
				seen = append(seen, s.Need)
			}
			for _, l := range x.Legs {
				if l.Mode == "boat" {
					_, in := predicate.Meet(l.Line, core)
					sailed, across = sailed+l.DistanceM, across || in
				}
			}
		}
		for _, u := range plan.Unplanned {
			left = append(left, u.Need+" "+u.Reason.Code)
		}
		slices.Sort(seen)
		switch want := []string{"east", "middle", "west"}; {
		case permit != "" && (!slices.Equal(seen, want) || !across):
			t.Errorf("with a permission: %v seen, %v left, across %v", seen, left, across)
		case permit == "" && (!slices.Equal(seen, []string{"east", "west"}) || across || !slices.Equal(left, []string{"middle patrol.unplanned.no_course"})):
			t.Errorf("without a permission: %v seen, %v left, across %v", seen, left, across)
		case sailed < 2*geodesy.Distance(west, east):
			t.Errorf("only %.0f m afloat", sailed)
		}
	}
}
