package jurisdiction_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/geotest"
	"xunhu/geo/jurisdiction"
)

// The river runs from west to east through a and b; n, f, w and s are sites beside it, i
// an intake, the wells a drinking-water zone, the reeds a wetland.
const sources = `
	A-----------B-----------C
	|   n    w  |           |
	p-----------------K--L--r
	|      f  q |  i  |  |  |
	|           |     |  |  |
	|  s        |     |  |  |
	D-----------E-----M--N--F`

func TestSuspectsAndWarnings(t *testing.T) {
	m := geotest.Draw(t, sources, 100)
	d := region(t, geotest.Draw(t, land, 100))
	at := func(id string, k feature.Feature) feature.Feature {
		k.ID = id
		if k.Props["name"] == nil {
			k.Props["name"] = id
		}
		return k
	}
	site := func(mark rune, class, category string) feature.Feature {
		return at(string(mark), feature.Feature{Geometry: m[mark], Props: map[string]any{"class": class, "category": category}})
	}
	area := func(id, corners, class string) feature.Feature {
		return at(id, feature.Feature{Geometry: m.Polygon(corners), Props: map[string]any{"class": class, "unit": "C-BM-SW"}})
	}
	of := func(fs ...feature.Feature) feature.Collection { return feature.Collection{Features: fs} }
	d.Collections = map[feature.Kind]feature.Collection{
		feature.Towns: of(at("a", feature.Feature{Geometry: m.Polygon("ADEB"), Props: map[string]any{}}), at("b", feature.Feature{Geometry: m.Polygon("BEFC"), Props: map[string]any{}})),
		feature.Units: of(at("N", feature.Feature{Props: map[string]any{"class": string(atlas.Squad), "towns": []any{"a", "b"}}}),
			at("a-SO", feature.Feature{Props: map[string]any{"class": string(atlas.Station), "towns": []any{"a"}}}),
			at("b-SO", feature.Feature{Props: map[string]any{"class": string(atlas.Station), "towns": []any{"b"}}})),
		feature.Sites:    of(site('n', "outfall", "W03"), site('w', "workshop", "M01"), site('f', "farm", "W07"), site('s', "outfall", "W03"), site('i', "intake", "")),
		feature.Rivers:   of(at("river", feature.Feature{Geometry: m.Line("pr"), Props: map[string]any{"class": "river", "directed": true, "speed_ms": 0.25}})),
		feature.Zones:    of(area("wells", "KMNL", "water_source")),
		feature.Wetlands: of(area("reeds", "KMNL", "park")),
	}
	r := rules(t, d)
	suspects := func(category string) string {
		t.Helper()
		d, err := r.Decide(jurisdiction.Incident{Geometry: m['q'], Category: category, OccurredAt: autumn}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, s := range d.Suspects {
			list = append(list, fmt.Sprintf("%s %s %.0f", s.Site.ID, s.Likelihood, s.DistanceM/100))
			if s.Station != "a-SO" || s.Squad != "N" || math.Abs(s.TimeS-s.DistanceM/0.25) > 1 {
				t.Errorf("%s: station %s, squad %s, %v s for %v m", s.Site.ID, s.Station, s.Squad, s.TimeS, s.DistanceM)
			}
		}
		return strings.Join(list, ";")
	}
	for category, want := range map[string]string{
		"W03": "n named 6;w possible 1",             // s is too far off the water
		"W07": "f named 3;n possible 6",             // a workshop has no animals
		"W12": "f likely 3;n likely 6;w possible 1", // dead fish
		"A01": "",                                   // smoke does not flow
	} {
		if got := suspects(category); got != want {
			t.Errorf("%s: %q, want %q", category, got, want)
		}
	}
	d2, err := r.Decide(jurisdiction.Incident{Geometry: m['q'], Category: "W12", OccurredAt: autumn}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var warned []string
	for _, w := range d2.Warn {
		warned = append(warned, fmt.Sprintf("%s %s %.0f", w.Kind, w.ID, w.DistanceM/100))
		if math.Abs(w.TimeS-w.DistanceM/0.25) > 1 {
			t.Errorf("%s: %v s for %v m", w.ID, w.TimeS, w.DistanceM)
		}
	}
	if got, want := strings.Join(warned, ";"), "town b 2;intake i 5;intake wells 8;wetland reeds 8"; got != want {
		t.Errorf("warned %q, want %q", got, want)
	}
	for _, code := range []string{"reason.suspects", "reason.warn_intake"} {
		if !slices.Contains(codes(d2), code) {
			t.Errorf("%v lack %s", codes(d2), code)
		}
	}
}

// The next control section up and down the water is named, with the station of its town;
// sections farther on are not.
func TestNextSections(t *testing.T) {
	m := geotest.Draw(t, sources, 100)
	d := region(t, geotest.Draw(t, land, 100))
	named := func(id string, k feature.Feature) feature.Feature {
		k.ID, k.Props["name"] = id, id
		return k
	}
	section := func(id string, mark rune) feature.Feature {
		return named(id, feature.Feature{Geometry: m[mark], Props: map[string]any{"class": "section"}})
	}
	of := func(fs ...feature.Feature) feature.Collection { return feature.Collection{Features: fs} }
	d.Collections = map[feature.Kind]feature.Collection{
		feature.Towns: of(named("a", feature.Feature{Geometry: m.Polygon("ADEB"), Props: map[string]any{}}), named("b", feature.Feature{Geometry: m.Polygon("BEFC"), Props: map[string]any{}})),
		feature.Units: of(named("a-SO", feature.Feature{Props: map[string]any{"class": string(atlas.Station), "towns": []any{"a"}}}),
			named("b-SO", feature.Feature{Props: map[string]any{"class": string(atlas.Station), "towns": []any{"b"}}})),
		feature.Sites:  of(section("far", 'n'), section("near", 'f'), section("below", 'i')),
		feature.Rivers: of(named("river", feature.Feature{Geometry: m.Line("pr"), Props: map[string]any{"class": "river", "directed": true, "speed_ms": 0.25}})),
	}
	got, err := rules(t, d).Decide(jurisdiction.Incident{Geometry: m['q'], Category: "W03", OccurredAt: autumn}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if up := got.SectionUp; up == nil || up.ID != "near" || !slices.Equal(up.Units, []string{"a-SO"}) {
		t.Errorf("up the water: %+v", up)
	}
	if down := got.SectionDown; down == nil || down.ID != "below" || !slices.Equal(down.Units, []string{"b-SO"}) || down.TimeS != 4*down.DistanceM {
		t.Errorf("down the water: %+v", down)
	}
	told := 0
	for _, r := range got.Reasons {
		if strings.HasPrefix(r.Code, "reason.section_") {
			told++
		}
	}
	if told != 2 {
		t.Errorf("%d sections are told", told)
	}
}
