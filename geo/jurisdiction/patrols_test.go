package jurisdiction_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/geotest"
	"xunhu/geo/jurisdiction"
)

// Each row of table G on a drawn map: whom a way asks for, by what it does there.
func TestAsked(t *testing.T) {
	m := geotest.Draw(t, `
		A-----------B-----------C
		|     a-b   |     x-y   |
		|  1  | |   2     | | 3 |  4
		|     d-c   |     z-w   |
		|           |           |
		|     e-f   |     p-q   |
		|  5  | |   |  6  | |   |
		|     h-g   |     s-r   |
		D-----------E-----------F`, 200)
	one := func(kind feature.Kind, features ...feature.Feature) feature.Collection {
		s, _ := feature.SchemaOf(kind)
		return feature.Collection{Schema: s, Features: features}
	}
	unit := func(id, class string, towns ...any) feature.Feature {
		return feature.Feature{ID: id, Props: map[string]any{"name": id, "class": class, "towns": towns}}
	}
	area := func(id, corners, class, of string) feature.Feature {
		return feature.Feature{ID: id, Geometry: orb.MultiPolygon{m.Polygon(corners)}, Props: map[string]any{"name": id, "class": class, "unit": of}}
	}
	a, err := atlas.Build(atlas.Dataset{Region: atlas.Region{Code: "C"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: one(feature.Towns,
			feature.Feature{ID: "west", Geometry: orb.MultiPolygon{m.Polygon("ABED")}, Props: map[string]any{"name": "west"}},
			feature.Feature{ID: "east", Geometry: orb.MultiPolygon{m.Polygon("BCFE")}, Props: map[string]any{"name": "east"}}),
		feature.Units: one(feature.Units, unit("C-FJ", "BRANCH"), unit("sq-w", "SQUAD", "west"), unit("sq-e", "SQUAD", "east"),
			unit("so-w", "STATION", "west"), unit("so-e", "STATION", "east"), unit("post", "POST", "west", "east"),
			unit("C-BM-ZR", "CITY_DEPT"), unit("C-BM-SW", "CITY_DEPT"), unit("park", "MANAGEMENT"), unit("works", "WATER_SUPPLIER"), unit("C-GOV", "CITY_GOV"), unit("tower", "EXTERNAL")),
		feature.Zones: one(feature.Zones, area("water", "abcd", "water_source", "works"), area("core", "xywz", "core", "park"),
			area("sky", "efgh", "airspace", "tower"), area("strip", "pqrs", "disputed", ""), area("post's", "pqrs", "post", "post")),
		feature.Lakes:    one(feature.Lakes, feature.Feature{ID: "lake", Geometry: orb.MultiPolygon{m.Polygon("efgh")}, Props: map[string]any{"name": "lake", "shared": true}}),
		feature.Wetlands: one(feature.Wetlands, area("reeds", "xywz", "park", "park")),
	}})
	if err != nil {
		t.Fatal(err)
	}
	rules := jurisdiction.PatrolsOf(a)
	middle := func(corners string) orb.Point { return m.Polygon(corners).Bound().Center() }
	for _, tc := range []struct {
		name string
		way  jurisdiction.Way
		want string
	}{
		{"driving through asks nothing", jurisdiction.Way{Unit: "so-w", Town: "east", Geometry: m['3']}, ""},
		{"a station at home", jurisdiction.Way{Unit: "so-w", Town: "west", Geometry: m['1'], Own: true, Work: true}, ""},
		{"for a lead", jurisdiction.Way{Unit: "so-w", Town: "west", Geometry: m['1'], Own: true, Work: true, Certified: 2}, "G1 so-w"},
		{"a squad enforces", jurisdiction.Way{Unit: "sq-w", Town: "west", Geometry: m['1'], Own: true, Work: true}, "G1 sq-w"},
		{"a post at its host", jurisdiction.Way{Unit: "post", Town: "west", Geometry: m['1'], Own: true, Work: true}, "G2 sq-w"},
		{"a post at a member", jurisdiction.Way{Unit: "post", Town: "east", Geometry: m['6'], Own: true, Work: true}, "G2 sq-e, G4 so-e"},
		{"a station elsewhere", jurisdiction.Way{Unit: "so-w", Town: "east", Geometry: m['6'], Work: true}, "G3 so-e"},
		{"a squad elsewhere", jurisdiction.Way{Unit: "sq-w", Town: "east", Geometry: m['6'], Work: true}, "G3 sq-e"},
		{"beyond with the other side", jurisdiction.Way{Unit: "sq-w", Geometry: m['4'], Work: true, With: "them"}, "G5 them, G7 C-FJ"},
		{"beside the next town", jurisdiction.Way{Unit: "so-w", Town: "west", Geometry: m['2'], Own: true, Work: true}, "G6 so-e"},
		{"beside the city's border", jurisdiction.Way{Unit: "so-w", Town: "west", Geometry: m.Line("AD"), Own: true, Work: true}, "G7 C-FJ"},
		{"afloat in a post's zone in dispute", jurisdiction.Way{Unit: "so-e", Town: "east", Geometry: middle("pqrs"), Own: true, Work: true}, "G8 post, G13 C-GOV"},
		{"off the road in the reeds", jurisdiction.Way{Unit: "so-e", Town: "east", Geometry: middle("xywz"), Own: true, OffRoad: true}, "G9 C-BM-ZR+park"},
		{"into the core", jurisdiction.Way{Unit: "so-e", Town: "east", Geometry: middle("xywz"), Own: true, OffRoad: true, Permit: "7"}, "G9 C-BM-ZR+park, G10 C-BM-ZR+park"},
		{"at the spring", jurisdiction.Way{Unit: "so-w", Town: "west", Geometry: middle("abcd"), Own: true, OffRoad: true}, "G11 works+C-BM-SW"},
		{"in controlled air", jurisdiction.Way{Unit: "so-w", Town: "west", Geometry: middle("efgh"), Own: true, OffRoad: true, Drone: true, Approval: "9"}, "G12 tower, G14 C-FJ"},
		{"a squad on the shared lake", jurisdiction.Way{Unit: "sq-w", Town: "west", Geometry: middle("efgh"), Own: true, Work: true}, "G14 C-FJ"},
		{"a post on the shared lake", jurisdiction.Way{Unit: "post", Town: "west", Geometry: middle("efgh"), Own: true, Work: true}, "G14 C-FJ"},
		{"a squad at its shore", jurisdiction.Way{Unit: "sq-w", Town: "west", Geometry: m.Line("5e"), Own: true, Work: true}, "G1 sq-w, G14 C-FJ"},
	} {
		tc.way.Day = time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
		var got []string
		for _, x := range rules.Ask(tc.way) {
			got = append(got, x.Row+" "+strings.Join(x.To, "+"))
			if len(x.Basis) == 0 || x.Why == nil || !slices.Contains([]jurisdiction.AskedKind{jurisdiction.Officers, jurisdiction.Companion, jurisdiction.Notice}, x.Kind) {
				t.Errorf("%s: %s stands on nothing: %+v", tc.name, x.Row, x)
			}
			if own := []string{"G6", "G7", "G8", "G9", "G11", "G13", "G14"}; slices.Contains(own, x.Row) && x.Basis[0].Instrument.ID != "PROJECT" {
				t.Errorf("%s: %s is not marked as this project's own: %+v", tc.name, x.Row, x.Basis)
			}
			if want := map[string]string{"so-w": "R25", "sq-w": "R22"}[tc.way.Unit]; x.Row == "G3" && x.Basis[0].Clause != want {
				t.Errorf("%s: G3 stands on %+v, want %s first", tc.name, x.Basis, want)
			}
		}
		if s := strings.Join(got, ", "); s != tc.want {
			t.Errorf("%s: asks for %q, want %q", tc.name, s, tc.want)
		}
	}
}
