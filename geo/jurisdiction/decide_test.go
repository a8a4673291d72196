package jurisdiction_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/geotest"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// Three towns in a row, each 600 m wide; squad N has the first two, squad S the
// third. The post's zone lies over the north of all, the lake west of the city,
// the park within town a. Cells are 100 m wide and high.
const land = `
	L-A-----z-B-----C-----D
	|k|  p    |  q  |  r  |
	| |1 2  3 4 5   |  6  |
	Y-Z-----y-X-----W     |
	| |       |     |     |   9
	| | 7    8|     |     |
	M-E-------F-----G-----H 0`

func region(t *testing.T, m geotest.Map) atlas.Dataset {
	t.Helper()
	area := func(corners string) orb.MultiPolygon { return orb.MultiPolygon{m.Polygon(corners)} }
	unit := func(id string, class atlas.Class, parent string, towns ...any) feature.Feature {
		return feature.Feature{ID: id, Props: map[string]any{"name": id, "class": string(class), "parent": parent, "towns": towns}}
	}
	named := func(id string, g orb.Geometry, props ...any) feature.Feature {
		f := feature.Feature{ID: id, Geometry: g, Props: map[string]any{"name": id}}
		for i := 0; i < len(props); i += 2 {
			f.Props[props[i].(string)] = props[i+1]
		}
		return f
	}
	east := func(p orb.Point) orb.Point { return orb.Point{p[0] + 0.02, p[1]} } // the county is on both sides
	of := func(fs ...feature.Feature) feature.Collection { return feature.Collection{Features: fs} }
	return atlas.Dataset{
		Region: atlas.Region{Code: "C", Name: "drawn"},
		Collections: map[feature.Kind]feature.Collection{
			feature.Towns: of(named("a", area("AEFXB")), named("b", area("BFGC")), named("c", area("CGHD"))),
			feature.Units: of(
				unit("branch", atlas.Branch, ""), unit("brigade", atlas.Brigade, "branch"),
				unit("N", atlas.Squad, "brigade", "a", "b"), unit("S", atlas.Squad, "brigade", "c"),
				unit("a-SO", atlas.Station, "N", "a"), unit("b-SO", atlas.Station, "N", "b"), unit("c-SO", atlas.Station, "S", "c"),
				unit("post", atlas.Post, "branch", "a", "b"),
			),
			feature.Lakes:    of(named("lake", area("LMEA"), "shared", true)),
			feature.Zones:    of(named("zone", area("LYXWC"), "class", "post", "unit", "post")),
			feature.Wetlands: of(named("park", area("AZyz"), "class", "park")),
			feature.Basins:   of(named("west", area("LMFB")), named("east", area("BFHD"))),
			feature.Neighbours: of(
				named("lakeside", append(area("LMEA"), orb.Polygon{{m['D'], m['H'], east(m['H']), east(m['D']), m['D']}}), "authority", "their bureau", "superior", "the province"),
			),
		},
	}
}

func rules(t *testing.T, d atlas.Dataset) *jurisdiction.Rules {
	t.Helper()
	a, err := atlas.Build(d)
	if err != nil {
		t.Fatal(err)
	}
	r, err := jurisdiction.New(a, jurisdiction.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var autumn = time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)

// Whoever reads a case sees the land above: what the map makes of a place, which
// row follows, and who goes.
func TestDecide(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	for _, tc := range []struct {
		name     string
		at       orb.Geometry
		category string
		severity law.Severity
		inputs   string // J Z SPAN SQ H W
		row      string
		lead     string
		assist   []string
		confirm  []string
	}{
		{"refuse inside one town", m['8'], "S03", "", "IN N ONE SAME NO NONE", "V8", "a-SO", nil, nil},
		{"refuse near the city border", m['0'], "S03", "", "OUT N ONE SAME NO NONE", "V2", "", []string{"branch"}, nil},
		{"refuse across two towns of one squad", m.Line("8G"), "S03", "", "CBORD N MANY SAME BASIN NONE", "V4", "b-SO", []string{"N"}, nil},
		{"waste in three towns of two squads, in the zone", m.Line("26"), "S01", "", "IN Y MANY DIFF BASIN PARK", "V7", "post", []string{"b-SO", "a-SO", "c-SO", "N"}, []string{"brigade"}},
		{"a pond filled in the park", m['3'], "E01", "", "IN Y ONE SAME NO PARK", "V7", "post", []string{"a-SO"}, nil},
		{"straw burnt in the zone", m['5'], "A01", "", "IN Y ONE SAME NO NONE", "V8", "b-SO", nil, nil},
		{"a suspected crime in the zone", m['5'], "E04", law.Grave, "IN Y ONE SAME NO NONE", "V6", "N", []string{"b-SO", "post", "C-BM-NY", "C-BM-GA"}, nil},
		{"a boat on the shared lake", m['k'], "E04", "", "LAKE Y ONE SAME EXT NONE", "V3", "post", nil, nil},
		{"a spill in a town", m['8'], "W12", law.Emergency, "IN N ONE SAME NO NONE", "V1", "N", []string{"a-SO", "C-BM-YJ"}, nil},
		{"far outside", m['9'], "A06", "", "OUT N ONE SAME NO NONE", "V2", "", []string{"branch"}, nil},
		{"an unknown category goes to the squad", m['8'], "?", "", "IN N ONE SAME NO NONE", "V11", "N", []string{"a-SO"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, err := r.Decide(jurisdiction.Incident{Geometry: tc.at, Category: tc.category, Severity: tc.severity, OccurredAt: autumn}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.J + " " + d.Z + " " + d.Span + " " + d.SQ + " " + d.H + " " + d.W; got != tc.inputs {
				t.Errorf("inputs %s, want %s", got, tc.inputs)
			}
			if d.VRow != tc.row || d.Lead != tc.lead {
				t.Errorf("%s led by %q, want %s led by %q", d.VRow, d.Lead, tc.row, tc.lead)
			}
			if !slices.Equal(d.Assist, tc.assist) || !slices.Equal(d.ConfirmBy, tc.confirm) {
				t.Errorf("assist %v, confirm %v, want %v, %v", d.Assist, d.ConfirmBy, tc.assist, tc.confirm)
			}
			if len(d.Reasons) == 0 || len(d.Basis) == 0 && tc.category != "?" {
				t.Errorf("%d reasons, %d references", len(d.Reasons), len(d.Basis))
			}
		})
	}
}

// Shares of the towns that an incident really lies in sum to 1, and their parts are drawn.
func TestSharesSumToOne(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	for _, g := range []orb.Geometry{m.Line("26"), m.Line("8G"), m.Polygon("738"), m.Polygon("268"), m['1'], m['B']} {
		d, err := r.Decide(jurisdiction.Incident{Geometry: g, OccurredAt: autumn}, nil)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, town := range d.Towns {
			sum += town.Share
			if m := geodesy.Length(town.Part); g.GeoJSONType() == "Polygon" {
				m = geodesy.Area(town.Part)
				if math.Abs(m-town.AmountM) > 1e-6*m+1e-6 {
					t.Errorf("%v: the part of %s measures %v, told are %v", g, town.Code, m, town.AmountM)
				}
			} else if math.Abs(m-town.AmountM) > 1e-6 {
				t.Errorf("%v: the part of %s measures %v, told are %v", g, town.Code, m, town.AmountM)
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s: shares sum to %v: %+v", g.GeoJSONType(), sum, d.Towns)
		}
	}
}

// The tolerance decides NEAR, to the metre of the stated accuracy.
func TestNearDependsOnAccuracy(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	at := m['5'] // 200 m east of the border of a and b
	for _, tc := range []struct {
		accuracy float64
		span     string
	}{{0, "ONE"}, {150, "ONE"}, {250, "NEAR"}} {
		d, err := r.Decide(jurisdiction.Incident{Geometry: at, Category: "S03", AccuracyM: tc.accuracy, OccurredAt: autumn}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if d.Span != tc.span {
			t.Errorf("accuracy %v m: span %s, want %s", tc.accuracy, d.Span, tc.span)
		}
	}
}

// A post that is not on duty does not lead, and the decision says so.
func TestUnmannedPost(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	d, err := r.Decide(jurisdiction.Incident{Geometry: m['3'], Category: "E01", OccurredAt: autumn}, func(string) jurisdiction.Duty { return jurisdiction.Duty{} })
	if err != nil {
		t.Fatal(err)
	}
	if d.Z != "N" || d.Lead != "a-SO" {
		t.Errorf("Z %s, lead %s, want N and the station", d.Z, d.Lead)
	}
	if !slices.ContainsFunc(d.Reasons, func(r jurisdiction.Reason) bool { return r.Code == "reason.unmanned" }) {
		t.Error("no reason tells that the post is not manned")
	}
}

// What is not a place, or not a valid one, is refused with a finding.
func TestRefusedGeometry(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	for name, g := range map[string]orb.Geometry{
		"none":             nil,
		"several points":   orb.MultiPoint{m['1'], m['2']},
		"a crossed ring":   orb.Polygon{{m['A'], m['F'], m['B'], m['E'], m['A']}},
		"not on the globe": orb.Point{35, 117},
	} {
		_, err := r.Decide(jurisdiction.Incident{ID: "7", Geometry: g}, nil)
		var f *finding.Finding
		if !errors.As(err, &f) {
			t.Errorf("%s: %v, want a finding", name, err)
		}
	}
}

// For an act before the Code the decision names the law of its day, the Code beside it as
// what applies if it is lighter, and the article that says so.
func TestBothLawsOfAnEarlierAct(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	named := func(act time.Time) (all []string) {
		d, err := r.Decide(jurisdiction.Incident{Geometry: m['8'], Category: "W01", OccurredAt: act}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range d.Basis {
			switch {
			case c.IfLighter:
				all = append(all, c.Instrument.ID+" "+c.Article+" if lighter")
			case c.Clause == "" && c.Instrument.ID != "MEASURES":
				all = append(all, c.Instrument.ID+" "+c.Article)
			}
		}
		return all
	}
	if got, want := named(time.Date(2026, 8, 14, 9, 0, 0, 0, time.UTC)), []string{"EPL 63", "WATER 83", "CODE 164、1108 if lighter", "CODE 1057"}; !slices.Equal(got, want) {
		t.Errorf("before: %v, want %v", got, want)
	}
	if got, want := named(autumn), []string{"CODE 164、1108"}; !slices.Equal(got, want) {
		t.Errorf("after: %v, want %v", got, want)
	}
}

// The law of the day goes by the day in China, in whatever zone an act was sent.
func TestDayOfTheActIsInChina(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	for _, tc := range []struct {
		act  string
		code bool // the Code of 15 August 2026 is the law of the day
		next string
	}{
		{"2026-08-14T23:59:59+08:00", false, "2026-08-15T00:00:00+08:00"},
		{"2026-08-14T15:59:59Z", false, "2026-08-15T00:00:00+08:00"},
		{"2026-08-14T16:00:00Z", true, "2026-08-16T00:00:00+08:00"},
		{"2026-08-14T18:00:00Z", true, "2026-08-16T00:00:00+08:00"},
		{"2026-08-15T00:00:00+08:00", true, "2026-08-16T00:00:00+08:00"},
		{"2026-08-14T09:00:00-07:00", true, "2026-08-16T00:00:00+08:00"},
		{"2026-08-15T05:59:59+14:00", false, "2026-08-15T00:00:00+08:00"},
	} {
		act, err := time.Parse(time.RFC3339, tc.act)
		if err != nil {
			t.Fatal(err)
		}
		d, err := r.Decide(jurisdiction.Incident{Geometry: m['8'], Category: "W01", OccurredAt: act}, nil)
		if err != nil {
			t.Fatal(err)
		}
		code := slices.ContainsFunc(d.Basis, func(c law.Citation) bool {
			return c.Instrument.ID == "CODE" && c.Article == "164、1108" && !c.IfLighter
		})
		if code != tc.code {
			t.Errorf("%s: by the Code %v, want %v", tc.act, code, tc.code)
		}
		i := slices.IndexFunc(d.Due, func(l jurisdiction.Limit) bool { return l.ID == "D2" })
		if i < 0 || d.Due[i].Due.Format(time.RFC3339) != tc.next {
			t.Errorf("%s: on site by %v, want %s", tc.act, d.Due, tc.next)
		}
	}
}
