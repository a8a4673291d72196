package jurisdiction_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/geotest"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// What each row asks for beside its lead: who helps, who confirms, who carries it
// on, who is told, who decides a dispute..
func TestRows(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	d := region(t, m)
	d.Collections[feature.Zones] = feature.Collection{Features: append(d.Collections[feature.Zones].Features,
		feature.Feature{ID: "wells", Geometry: m.Polygon("XWCB"), Props: map[string]any{"class": "water_source", "unit": "waterworks"}})}
	r := rules(t, d)
	shore := orb.LineString{m['Y'], m['1']} // two thirds on the lake, one in the park
	for _, tc := range []struct {
		name     string
		at       orb.Geometry
		category string
		severity law.Severity
		outcome  string
		finder   string
		row      string
		lead     string
		assist   string
		confirm  string
		handler  string
		handover string
		told     string // are among the informed
		untold   string // are not
		arbiter  string
	}{
		{name: "V1 on the lake: the neighbour leads, ours guard the shore", at: m['k'], category: "W12", severity: law.Emergency, outcome: "VIO", finder: "SQUAD",
			row: "V1 L3", lead: "their bureau", assist: "N,a-SO,post,C-BM-YJ", handler: "branch", handover: "C-GOV", told: "branch,their bureau,the province", arbiter: "the province"},
		{name: "V1 on land: the desk for emergencies joins, the brigade confirms the squad", at: m.Line("26"), category: "W12", severity: law.Emergency,
			row: "V1", lead: "N", assist: "b-SO,a-SO,c-SO,post,C-BM-YJ", confirm: "brigade", arbiter: "brigade"},
		{name: "V3 and L4: watched from our side, the neighbour takes it", at: m['k'], category: "A06", outcome: "VIO", finder: "POST",
			row: "V3 L4", lead: "post", handler: "branch", handover: "their bureau", told: "branch,their bureau", arbiter: "the province"},
		{name: "V2 and L2: the branch passes it on", at: m['9'], category: "A06", outcome: "VIO", finder: "POST",
			row: "V2 L2", assist: "branch", handler: "branch", handover: "their bureau", arbiter: "the province"},
		{name: "partly on the lake is not on the lake: our side can be acted on", at: shore, category: "S03", outcome: "MIN", finder: "STATION",
			row: "V4 L5", lead: "a-SO", assist: "N", handler: "N", told: "branch,their bureau", arbiter: "the province"},
		{name: "V6 of another department: it and the police are called at once, the department files", at: m['8'], category: "E04", severity: law.Grave, outcome: "VIO", finder: "SQUAD",
			row: "V6 L6", lead: "N", assist: "a-SO,C-BM-NY,C-BM-GA", handler: "C-BM-NY", handover: "C-BM-NY,C-BM-GA", told: "brigade,branch", arbiter: "C-GOV"},
		{name: "V6 of enforcement: the squad files", at: m['8'], category: "W01", outcome: "VIO", finder: "SQUAD",
			row: "V6 L6", lead: "N", assist: "a-SO", handler: "N", handover: "C-BM-GA", arbiter: "brigade"},
		{name: "L1: who verified closes", at: m['5'], category: "S03", outcome: "UNF", finder: "SQUAD",
			row: "V8 L1", lead: "b-SO", handler: "N", told: "post", arbiter: "brigade"},
		{name: "L8: the squad that verified hands to nobody", at: m['8'], category: "S03", outcome: "VIO", finder: "SQUAD",
			row: "V8 L8", lead: "a-SO", handler: "N", arbiter: "brigade"},
		{name: "L8: the station hands to the squad", at: m['8'], category: "S03", outcome: "VIO", finder: "STATION",
			row: "V8 L8", lead: "a-SO", handler: "N", handover: "N", arbiter: "brigade"},
		{name: "L11: copy to the lead squad, a dispute goes to the city", at: m['3'], category: "E01", outcome: "VIO", finder: "POST",
			row: "V7 L11", lead: "post", assist: "a-SO", handler: "C-BM-ZR", handover: "C-BM-ZR", told: "N,C-BM-ZR", arbiter: "C-GOV"},
		{name: "L12: through the squad, a dispute goes to the city", at: m['8'], category: "S04", outcome: "VIO", finder: "STATION",
			row: "V8 L12", lead: "a-SO", handler: "N", handover: "N,C-BM-CG", untold: "C-BM-CG", arbiter: "C-GOV"},
		{name: "N5: the supplier is told", at: m['5'], category: "W11", row: "V11", lead: "N", assist: "b-SO",
			told: "waterworks,C-BM-SW,C-BM-WJ,C-GOV", arbiter: "brigade"},
		{name: "N5 asks the map, not the category", at: m['8'], category: "W11", row: "V11", lead: "N", assist: "a-SO",
			untold: "C-BM-SW,C-BM-WJ,C-GOV", arbiter: "brigade"},
		{name: "N12: burnt straw", at: m['8'], category: "A01", row: "V8", lead: "a-SO", told: "C-BM-YJ", arbiter: "brigade"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, err := r.Decide(jurisdiction.Incident{Geometry: tc.at, Category: tc.category, Severity: tc.severity,
				Outcome: tc.outcome, Finder: tc.finder, OccurredAt: autumn}, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range [][3]string{
				{"rows", strings.TrimSpace(d.VRow + " " + d.LRow), tc.row},
				{"lead", d.Lead, tc.lead},
				{"assist", strings.Join(d.Assist, ","), tc.assist},
				{"confirm", strings.Join(d.ConfirmBy, ","), tc.confirm},
				{"handler", d.Handler, tc.handler},
				{"handover", strings.Join(d.Handover, ","), tc.handover},
				{"arbiter", d.Arbiter, tc.arbiter},
			} {
				if x[1] != x[2] {
					t.Errorf("%s %q, want %q", x[0], x[1], x[2])
				}
			}
			for _, id := range split(tc.told) {
				if !slices.Contains(d.Informed, id) {
					t.Errorf("informed %v lacks %s", d.Informed, id)
				}
			}
			for _, id := range split(tc.untold) {
				if slices.Contains(d.Informed, id) {
					t.Errorf("informed %v has %s", d.Informed, id)
				}
			}
		})
	}
}

func split(list string) []string {
	return slices.DeleteFunc(strings.Split(list, ","), func(s string) bool { return s == "" })
}

// limit gives the due time of a limit, counted from the event.
func limit(d jurisdiction.Decision, id string, from time.Time) time.Duration {
	for _, l := range d.Due {
		if l.ID == id {
			return l.Due.Sub(from)
		}
	}
	return 0
}

// An emergency is reported in four hours, one that touches drinking water in two,
// for as long as its level is not known (信息报告办法 Art. 4).
func TestEmergencyReport(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	d := region(t, m)
	d.Collections[feature.Zones] = feature.Collection{Features: []feature.Feature{
		{ID: "wells", Geometry: m.Polygon("XWCB"), Props: map[string]any{"class": "water_source"}}}}
	r := rules(t, d)
	for at, want := range map[rune]time.Duration{'8': 4 * time.Hour, '5': 2 * time.Hour} {
		d, err := r.Decide(jurisdiction.Incident{Geometry: m[at], Category: "W12", Severity: law.Emergency, OccurredAt: autumn}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := limit(d, "T9", autumn); got != want {
			t.Errorf("at %c reported within %v, want %v", at, got, want)
		}
	}
}

// Off the land a town is only the nearest one, and the reasons must not say that
// the place lies in it.
func TestOffTheLandIsNotInATown(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	off := func(p orb.Point) orb.Point { return orb.Point{p[0], p[1] - 0.0002} } // some 22 m south of the city
	for name, g := range map[string]orb.Geometry{
		"a point":             off(m['F']),
		"a line":              orb.LineString{off(m['E']), off(m['F'])},
		"a boat by the shore": orb.Point{m['A'][0] - 0.0002, m['1'][1]},
	} {
		d, err := r.Decide(jurisdiction.Incident{Geometry: g, Category: "S03", OccurredAt: autumn}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if codes := codes(d); codes[0] != "reason.shore" || d.J == "OUT" {
			t.Errorf("%s (%s): %v", name, d.J, codes)
		}
	}
}

// A sliver beyond the border is not a part: the case is on the border, it does
// not straddle.
func TestSliverDoesNotStraddle(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	p := m['8']
	for name, tc := range map[string]struct {
		beyond float64 // degrees of latitude beyond the border
		reason string
	}{"5 m": {0.000045, "reason.city_border"}, "50 m": {0.00045, "reason.straddles"}} {
		g := orb.LineString{{p[0], m['1'][1]}, {p[0], m['E'][1] - tc.beyond}}
		d, err := r.Decide(jurisdiction.Incident{Geometry: g, Category: "S03", OccurredAt: autumn}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if d.J != "CBORD" || !slices.Contains(codes(d), tc.reason) {
			t.Errorf("%s beyond: %s, %v, want %s", name, d.J, codes(d), tc.reason)
		}
	}
}

// A point on the border of two towns lies in both: the smaller code leads, and
// the dispatcher is asked.
func TestPointOnATownBorder(t *testing.T) {
	m := geotest.Draw(t, land, 100)
	r := rules(t, region(t, m))
	at := orb.Point{m['X'][0], m['8'][1]}
	d, err := r.Decide(jurisdiction.Incident{Geometry: at, Category: "S03", OccurredAt: autumn}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.VRow != "V9" || d.Lead != "a-SO" || !slices.Equal(d.ConfirmBy, []string{"b-SO", "brigade"}) {
		t.Errorf("%s led by %s, confirmed by %v", d.VRow, d.Lead, d.ConfirmBy)
	}
	if !slices.Contains(codes(d), "reason.lead_border") {
		t.Errorf("no reason tells why %s leads: %v", d.Lead, codes(d))
	}
	if !slices.Contains(d.Informed, "N") {
		t.Errorf("the lead squad is not told: %v", d.Informed)
	}
}

func codes(d jurisdiction.Decision) []string {
	var all []string
	for _, r := range d.Reasons {
		all = append(all, r.Code)
	}
	return all
}
