package jurisdiction_test

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/finding"
	"xunhu/geo/geotest"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// SPAN and J of lines and areas, with the awkward cases: along a border, slivers,
// the accuracy of the position. East of the border of a and b lies b.
func TestMeasuresOfLinesAndAreas(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	const deg = 1.0 / 91_000 // some metre of longitude there
	east := func(p orb.Point, metres float64) orb.Point { return orb.Point{p[0] + metres*deg, p[1]} }
	box := func(w, e float64) orb.Polygon { // 200 m high, from w to e metres east of the border
		top, low := orb.Point{m['X'][0], m['X'][1]}, orb.Point{m['X'][0], m['8'][1]}
		return orb.Polygon{{east(low, w), east(low, e), east(top, e), east(top, w), east(low, w)}}
	}
	along := func(off float64) orb.LineString {
		return orb.LineString{east(orb.Point{m['X'][0], m['8'][1]}, off), east(m['X'], off)}
	}
	across := func(w, e float64) orb.LineString {
		p := orb.Point{m['X'][0], m['8'][1]}
		return orb.LineString{east(p, w), east(p, e)}
	}
	for _, tc := range []struct {
		name     string
		at       orb.Geometry
		accuracy float64
		inputs   string // J SPAN
		lead     string
		asked    bool // the brigade confirms
	}{
		{"a line along the border of two towns", along(0), 0, "IN MANY", "a-SO", true},
		{"a line 5 m beside it", along(5), 0, "IN NEAR", "b-SO", false},
		{"a line 70 m beside it", along(70), 0, "IN ONE", "b-SO", false},
		{"the same, known to 80 m", along(70), 80, "IN NEAR", "b-SO", false},
		{"a line with 10 m of 400 in the other town", across(-10, 390), 0, "IN NEAR", "b-SO", false},
		{"a line with 22 m of 600 there", across(-22, 560), 0, "IN MANY", "b-SO", false},
		{"a line with 10 m of 100 there", across(-10, 90), 0, "IN MANY", "b-SO", false},
		{"a line in halves but for a little", across(-49, 51), 0, "IN MANY", "a-SO", true},
		{"an area with 60 m² there", box(-0.3, 100), 0, "IN NEAR", "b-SO", false},
		{"an area with 400 m² there", box(-2, 300), 0, "IN MANY", "b-SO", false},
		{"an area in one town, 60 m off", box(60, 160), 0, "IN ONE", "b-SO", false},
		{"the same, known to 70 m", box(60, 160), 70, "IN NEAR", "b-SO", false},
		{"a line along the city border", m.Line("EF"), 0, "CBORD NEAR", "a-SO", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, err := r.Decide(jurisdiction.Incident{Geometry: tc.at, Category: "S03", AccuracyM: tc.accuracy, OccurredAt: autumn}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.J + " " + d.Span; got != tc.inputs || !slices.Contains(append(d.Assist, d.Lead), tc.lead) {
				t.Errorf("%s led by %s, want %s led by %s", got, d.Lead, tc.inputs, tc.lead)
			}
			if slices.Contains(d.ConfirmBy, "brigade") != tc.asked {
				t.Errorf("confirmed by %v", d.ConfirmBy)
			}
		})
	}
}

// The shares that the reasons tell are of the whole, so that they add up with what
// lies outside; an unknown category leaves no gap where its code would stand.
func TestReasonsTellSharesOfTheWhole(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	d, err := r.Decide(jurisdiction.Incident{Geometry: orb.LineString{m['Y'], m['1']}, OccurredAt: autumn}, nil)
	if err != nil {
		t.Fatal(err)
	}
	sum, category := 0.0, finding.Name{}
	for _, why := range d.Reasons {
		if p, ok := why.Args["percent"].(float64); ok {
			sum += p
		}
		if n, ok := why.Args["category"].(finding.Name); ok {
			category = n
		}
	}
	if math.Abs(sum-100) > 1e-6 {
		t.Errorf("the shares told sum to %v%%: %+v", sum, d.Reasons)
	}
	if category.ZH != "类别不明" {
		t.Errorf("category told as %q", category.ZH)
	}
	d, err = r.Decide(jurisdiction.Incident{Geometry: m['8'], Category: "S03", OccurredAt: autumn}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(d.Reasons, func(why jurisdiction.Reason) bool {
		n, ok := why.Args["category"].(finding.Name)
		return ok && n.ZH == "S03 生活垃圾随意倾倒"
	}) {
		t.Errorf("no reason names the category with its code: %+v", d.Reasons)
	}
}

// What lies in another prefecture goes with a copy to the own one's bureau; an
// emergency there is a warning to the towns below.
func TestBeyondThePrefecture(t *testing.T) {
	r := rules(t, demo.Dataset())
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range a.Neighbours {
		at := n.Area.Bound().Center()
		d, err := r.Decide(jurisdiction.Incident{Geometry: at, Category: "A06", Severity: law.Emergency, Outcome: "VIO", Finder: "SQUAD", OccurredAt: autumn}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if d.VRow != "V2" {
			continue // the middle of the box lies in the city or on the lake
		}
		if got, want := slices.Contains(d.Informed, "EXT-370400-EE"), !slices.Contains([]string{"370403", "370406"}, n.Code); got != want && d.Handover[0] == "EXT-"+n.Code+"-EE" {
			t.Errorf("%s: bureau told is %v, want %v (%v)", n.Name, got, want, d.Informed)
		}
		if !slices.Contains(codes(d), "reason.V2.warn") {
			t.Errorf("%s: no warning: %v", n.Name, codes(d))
		}
	}
}

// Where a setting lets the station hand on directly, the squad gets a copy and
// the sentence says so.
func TestStationDirect(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	a, err := atlas.Build(region(t, m))
	if err != nil {
		t.Fatal(err)
	}
	set := jurisdiction.Defaults()
	set.StationDirect = true
	r, err := jurisdiction.New(a, set)
	if err != nil {
		t.Fatal(err)
	}
	d, err := r.Decide(jurisdiction.Incident{Geometry: m['8'], Category: "S04", Outcome: "VIO", Finder: "STATION", OccurredAt: autumn}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.Handler != "C-BM-CG" || !slices.Contains(d.Informed, "N") || !slices.Contains(codes(d), "reason.L12.direct") {
		t.Errorf("handled by %s, told %v, %v", d.Handler, d.Informed, codes(d))
	}
}
