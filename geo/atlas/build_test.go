package atlas

import (
	"errors"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
)

const land = `
	A---B---C
	| 1 | 2 |
	D---E---F`

// two is two towns with a station each, one squad, and what a case adds.
func two(t *testing.T, change func(map[feature.Kind]feature.Collection, geotest.Map)) Dataset {
	m := geotest.Draw(t, land, 100)
	d := Dataset{Region: Region{Code: "C", Name: "drawn"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: of(named("w", m.Polygon("ADEB")), named("e", m.Polygon("BEFC"))),
		feature.Units: of(unit("Z", Squad, "w", "e"), unit("w-SO", Station, "w"), unit("e-SO", Station, "e")),
	}}
	if change != nil {
		change(d.Collections, m)
	}
	return d
}

func of(fs ...feature.Feature) feature.Collection { return feature.Collection{Features: fs} }

func named(id string, g orb.Geometry) feature.Feature {
	return feature.Feature{ID: id, Geometry: g, Props: map[string]any{"name": id}}
}

func unit(id string, c Class, towns ...any) feature.Feature {
	return feature.Feature{ID: id, Props: map[string]any{"name": id, "class": string(c), "towns": towns}}
}

func TestTownsKnowTheirUnits(t *testing.T) {
	a, err := Build(two(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if got := []string{a.Towns[0].Code, a.Towns[1].Code}; !slices.Equal(got, []string{"e", "w"}) {
		t.Errorf("towns stand as %v, want the order of their codes", got)
	}
	for _, town := range a.Towns {
		if town.Station != town.Code+"-SO" || town.Squad != "Z" {
			t.Errorf("%s: station %q, squad %q", town.Code, town.Station, town.Squad)
		}
	}
}

// All faults of the organisation come back together, each with its code.
func TestFaultsOfTheOrganisation(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(map[feature.Kind]feature.Collection, geotest.Map)
		want   []string
	}{
		{"a unit of a town that is not there", func(c map[feature.Kind]feature.Collection, _ geotest.Map) {
			c[feature.Units] = of(unit("Z", Squad, "w", "x"))
		}, []string{"atlas.unit_town"}},
		{"two squads for one town, and a unit twice", func(c map[feature.Kind]feature.Collection, _ geotest.Map) {
			c[feature.Units] = of(unit("Z", Squad, "w"), unit("Y", Squad, "w"), unit("Y", Squad, "e"))
		}, []string{"atlas.unit_twice", "atlas.town_claimed_twice"}},
		{"a zone without its post", func(c map[feature.Kind]feature.Collection, m geotest.Map) {
			z := named("zone", m.Polygon("ADEB"))
			z.Props["class"], z.Props["unit"] = "post", "nobody"
			c[feature.Zones] = of(z)
		}, []string{"atlas.zone_unit"}},
		{"a superior that is not there", func(c map[feature.Kind]feature.Collection, _ geotest.Map) {
			u := unit("Z", Squad, "w")
			u.Props["parent"] = "nobody"
			c[feature.Units] = of(u)
		}, []string{"atlas.unit_parent"}},
		{"a road that is a point, a site that is a line, a lake that is a point", func(c map[feature.Kind]feature.Collection, m geotest.Map) {
			c[feature.Roads] = of(named("road", m['1']))
			c[feature.Sites] = of(named("site", m.Line("12")))
			c[feature.Lakes] = of(named("lake", m['1']))
		}, []string{"atlas.not_an_area", "atlas.not_a_line", "atlas.not_a_point"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Build(two(t, tc.change))
			joined, ok := err.(interface{ Unwrap() []error })
			if !ok {
				t.Fatalf("error %v, want all faults joined", err)
			}
			var got []string
			for _, e := range joined.Unwrap() {
				var f *finding.Finding
				if errors.As(e, &f) {
					got = append(got, f.Code)
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("faults %v, want %v", got, tc.want)
			}
		})
	}
}

func TestNoTowns(t *testing.T) {
	if _, err := Build(Dataset{}); !errors.Is(err, ErrNoTowns) {
		t.Errorf("error %v, want ErrNoTowns", err)
	}
}

// Touching counts as meeting; the winning zone comes first.
func TestMeeting(t *testing.T) {
	var m geotest.Map
	a, err := Build(two(t, func(c map[feature.Kind]feature.Collection, drawn geotest.Map) {
		m = drawn
		second, first := named("second", m.Polygon("ADEB")), named("first", m.Polygon("ADFC"))
		for i, z := range []feature.Feature{second, first} {
			z.Props["class"], z.Props["rank"] = "development", int64(2-i)
		}
		c[feature.Zones] = of(second, first)
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		at   orb.Geometry
		want []string
	}{
		{"inside both", m['1'], []string{"first", "second"}},
		{"inside one", m['2'], []string{"first"}},
		{"on the border of one, inside the other", m['B'], []string{"first", "second"}},
		{"a line into both", m.Line("12"), []string{"first", "second"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, z := range a.Meeting(nil, feature.Zones, geodesy.Prepare(tc.at)) {
				got = append(got, z.ID)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("meets %v, want %v", got, tc.want)
			}
		})
	}
}
