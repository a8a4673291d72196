package patrol

import (
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/geo/overlay"
	"xunhu/routing/road"
	"xunhu/routing/tour/search"
)

// strollers is a maker on a drawn town: a road A-B, a path C-D-E round the lake LMNO, a
// wetland PQRS off the road, and places 1 behind the lake, 2 on the path, 3 in the open.
func strollers(t *testing.T, lake bool) (geotest.Map, *atlas.Atlas, *road.Day, Request) {
	t.Helper()
	m := geotest.Draw(t, `
		W----------------------------------------X
		|                                        |
		A-----C----------------------------------B
		|     |   L--M                           |
		|     |   |  |        3       P---------Q|
		|     |   O--N                |         ||
		|     D----1-----E            |    i    ||
		|     2                       |         ||
		|                             S---------R|
		|                                        |
		Z----------------------------------------Y`, 100)
	one := func(kind feature.Kind, features ...feature.Feature) feature.Collection {
		s, _ := feature.SchemaOf(kind)
		return feature.Collection{Schema: s, Features: features}
	}
	d := atlas.Dataset{Region: atlas.Region{Code: "C"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: one(feature.Towns, feature.Feature{ID: "t", Geometry: orb.MultiPolygon{m.Polygon("WXYZ")}, Props: map[string]any{"name": "t"}}),
		feature.Units: one(feature.Units, feature.Feature{ID: "so", Geometry: m['A'], Props: map[string]any{"name": "so", "class": "STATION", "towns": []any{"t"}}}),
	}}
	if lake {
		d.Collections[feature.Lakes] = one(feature.Lakes, feature.Feature{ID: "l", Geometry: orb.MultiPolygon{m.Polygon("LMNO")}, Props: map[string]any{"name": "l"}})
	}
	a, err := atlas.Build(d)
	if err != nil {
		t.Fatal(err)
	}
	build := func(profile string, ways ...road.Way) *road.Day {
		p, _ := road.ProfileNamed(profile)
		net, err := road.Build(ways, p)
		if err != nil {
			t.Fatal(err)
		}
		return net.Plain()
	}
	main, path := road.Way{ID: "main", Class: "tertiary", Line: m.Line("ACB")}, road.Way{ID: "path", Class: "path", Line: m.Line("CDE")}
	r := Request{Unit: "so", From: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Days: 1, Settings: Defaults(), Means: Means{Paths: build("foot", main, path)}}
	return m, a, build("car", main), r
}

// Who leaves the road follows a path where that is hardly longer, or where the straight way
// leads through a lake; else one walks straight on.
func TestWalksFollowPaths(t *testing.T) {
	for _, tc := range []struct {
		to       rune
		lake     bool
		paths    bool
		from     rune
		straight bool
		want     float64 // metres; 0: none
	}{
		{'2', true, true, 'C', false, 500}, {'2', true, false, 'C', true, 500},
		{'1', false, false, 'M', true, 424}, {'1', true, true, 'C', false, 900},
		{'3', true, true, 'C', false, 1800}, {'3', true, true, 'S', true, 860},
	} {
		m, a, net, r := strollers(t, tc.lake)
		if !tc.paths {
			r.Means.Paths = nil
		}
		x, err := prepare(a, net, r)
		if err != nil {
			t.Fatal(err)
		}
		w, ok := x.walk(m[tc.from], m[tc.to], nil)
		if got := geodesy.Length(w.line); !ok || math.Abs(got-tc.want) > 0.15*tc.want || (len(w.line) == 2) != tc.straight {
			t.Errorf("%c to %c: %.0f m over %d points, %v; want %.0f m, straight %v", tc.from, tc.to, got, len(w.line), ok, tc.want, tc.straight)
		}
		if over := wet(x.lakes, w.line); ok && over > wetM {
			t.Errorf("%c to %c: %.0f m through the lake", tc.from, tc.to, over)
		}
	}
	m, a, net, r := strollers(t, true)
	r.Means.Paths = nil
	x, err := prepare(a, net, r)
	if err != nil {
		t.Fatal(err)
	}
	if w, ok := x.walk(m['L'], m['N'], nil); ok {
		t.Errorf("through the lake: %v", w)
	}
}

// The ways from a place to the path and from the path to the next may together cut no more of
// lakes than the checker lets a way.
func TestBothEndsOfAWalkAreDry(t *testing.T) {
	m, a, net, r := strollers(t, false)
	x, err := prepare(a, net, r)
	if err != nil {
		t.Fatal(err)
	}
	metre := 1.0 / 111195                         // of latitude, in degrees
	strip := func(p orb.Point) orb.MultiPolygon { // from 15 to 30 m south of a place
		return orb.MultiPolygon{{{{p[0] - 1e-3, p[1] - 30*metre}, {p[0] + 1e-3, p[1] - 30*metre}, {p[0] + 1e-3, p[1] - 15*metre}, {p[0] - 1e-3, p[1] - 15*metre}, {p[0] - 1e-3, p[1] - 30*metre}}}}
	}
	south := func(p orb.Point) orb.Point { return orb.Point{p[0], p[1] - 40*metre} }
	for n, lakes := range [][]orb.MultiPolygon{{}, {strip(m['D'])}, {strip(m['D']), strip(m['E'])}} {
		x.lakes = lakes
		if line, _ := x.along(south(m['D']), south(m['E'])); (line != nil) != (n < 2) {
			t.Errorf("%d lakes of 15 m at the ends: %v", n, line)
		}
	}
}

// An area off the roads that is to be seen on foot is seen by walks from the road and back; the
// plan passes the checker, and shows what it says and no more.
func TestAreasAreWalked(t *testing.T) {
	m, a, net, r := strollers(t, true)
	r.Settings.SightM = 200
	area := m.Polygon("PQRS")
	r.Needs = []Need{{ID: "reeds", Geometry: area}}
	for _, mode := range []Mode{"", Foot} {
		r.Needs[0].Mode = mode
		plan, err := Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		var shown []orb.Geometry
		for _, x := range plan.Tours {
			for _, s := range x.Stops {
				shown = append(shown, s.Geometry)
				if n := len(shown); s.Mode != Foot || s.Reason == nil || n == 1 && mode == Foot && s.Reason.Code != "patrol.reason.walk.once" {
					t.Errorf("%q: %v by %s", mode, s.Reason, s.Mode)
				}
			}
		}
		share := 0.0
		if len(shown) > 0 {
			all, err := overlay.Union(shown...)
			if err != nil {
				t.Fatal(err)
			}
			share = geodesy.Area(all) / geodesy.Area(area)
		}
		if (share > 0.9) != (mode == Foot) || share > 1.001 {
			t.Errorf("%q shows %.2f of it: %d stops, unplanned %v", mode, share, len(shown), plan.Unplanned)
		}
		if mode != Foot {
			continue
		}
		bad := *plan
		bad.Tours = append([]Tour(nil), plan.Tours...)
		bad.Tours[0].Stops = append([]Stop(nil), plan.Tours[0].Stops...)
		bad.Tours[0].Stops[0].Geometry = orb.MultiPolygon{m.Polygon("WXYZ")}
		if Check(a, r.Settings, &bad) == nil {
			t.Error("the checker takes it that all the town is seen")
		}
	}
}

// A river that is the border of the region is walked, cut where its pieces end: these lie by
// rounding on either side of the border.
func TestRiversOnTheBorderAreWalked(t *testing.T) {
	_, _, _, r := strollers(t, false)
	ring := orb.Ring{{117, 35}, {117.0413, 35.0011}, {117.0437, 35.0131}, {117.0011, 35.0127}, {117, 35}}
	one := func(kind feature.Kind, features ...feature.Feature) feature.Collection {
		s, _ := feature.SchemaOf(kind)
		return feature.Collection{Schema: s, Features: features}
	}
	for k := range 7 { // some of these are rounded outwards
		moved := orb.Ring{}
		for _, p := range ring {
			moved = append(moved, orb.Point{p[0] + float64(k)*0.00137, p[1] + float64(k)*0.00071})
		}
		a, err := atlas.Build(atlas.Dataset{Region: atlas.Region{Code: "C"}, Collections: map[feature.Kind]feature.Collection{
			feature.Towns: one(feature.Towns, feature.Feature{ID: "t", Geometry: orb.MultiPolygon{{moved}}, Props: map[string]any{"name": "t"}}),
			feature.Units: one(feature.Units, feature.Feature{ID: "so", Geometry: orb.Point{117.02, 35.006}, Props: map[string]any{"name": "so", "class": "STATION", "towns": []any{"t"}}}),
		}})
		if err != nil {
			t.Fatal(err)
		}
		car, _ := road.ProfileNamed("car")
		built, err := road.Build([]road.Way{{ID: "in", Class: "tertiary", Line: orb.LineString{{117.005, 35.006}, {117.04, 35.006}}}}, car)
		if err != nil {
			t.Fatal(err)
		}
		net := built.Plain()
		r.Means.Paths = nil
		r.Needs = []Need{{ID: "river", Geometry: orb.LineString{moved[0], moved[1], moved[2]}}}
		r.Settings.PieceM = 700
		plan, err := Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Errorf("moved by %d: %v", k, err)
			continue
		}
		length := 0.0
		for _, x := range plan.Tours {
			for _, s := range x.Stops {
				length += geodesy.Length(s.Geometry)
			}
		}
		for _, u := range plan.Unplanned {
			length += 1000 * u.Reason.Args["km"].(float64)
		}
		if whole := geodesy.Length(r.Needs[0].Geometry); length < 0.95*whole {
			t.Errorf("moved by %d: %.0f m of %.0f m are walked: %v", k, length, whole, plan.Unplanned)
		}
	}
}
