package jurisdiction_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/geotest"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// Three towns of 600 m in a row, squad N has the first two. The river runs from the
// county of hills through all of them and into the county of plains; at k a canal
// without direction leaves it for the south. The brook at b flows to nobody,
// the river Pp stays in the plains.
const watered = `
	    A-----B-----C-----D
	    |  1  |     |     |
	H-s-|--t--u--k--v-----|--w-P
	|   |  2  |  |  |  3  |    |
	|   |     |  |  |     |    |
	|   |  b--e  |  |     |    |
	|   |        x  |     |    |
	|   |        |  |     |    |
	|   |        y--z     |    |
	h---E-----F-----G-----I----p`

func wateredRules(t *testing.T, m geotest.Map, main string) *jurisdiction.Rules {
	t.Helper()
	d := region(t, geotest.Draw(t, land, 100))
	area := func(id, corners string) feature.Feature {
		return feature.Feature{ID: id, Geometry: orb.MultiPolygon{m.Polygon(corners)}, Props: map[string]any{"name": id, "authority": id + " bureau", "superior": "the province"}}
	}
	river := func(id, marks string, directed bool) feature.Feature {
		return feature.Feature{ID: id, Geometry: m.Line(marks), Props: map[string]any{"name": id, "class": "river", "directed": directed}}
	}
	of := func(fs ...feature.Feature) feature.Collection { return feature.Collection{Features: fs} }
	d.Collections[feature.Towns] = of(area("a", "AEFB"), area("b", "BFGC"), area("c", "CGID"))
	d.Collections[feature.Neighbours] = of(area("hills", "HhEA"), area("plains", "DIpP"))
	d.Collections[feature.Rivers] = of(river("main", main, true), river("canal", "kxyz", false), river("brook", "be", true), river("theirs", "Pp", true))
	for _, k := range []feature.Kind{feature.Lakes, feature.Zones, feature.Wetlands, feature.Basins} {
		delete(d.Collections, k)
	}
	return rules(t, d)
}

// What the water makes of an incident: the flags, whom it names up and down with
// hundreds of metres, and who is told for it.
func TestWater(t *testing.T) {
	m := geotest.Draw(t, watered, 100)
	r := wateredRules(t, m, "stukvw")
	for _, tc := range []struct {
		name     string
		at       orb.Geometry
		category string
		severity law.Severity
		h        string
		up, down string
		told     string
		reason   string
	}{
		{"an outfall on the river", m['t'], "W03", "", "TOWN+EXT", "hills 3", "b 3;c 9;plains 15", "b-SO,N,c-SO,S,branch,hills bureau,plains bureau", "reason.reach"},
		{"refuse 100 m off the river is dry", m['1'], "S03", "", "NO", "", "", "", ""},
		{"waste water 100 m off it may reach it", m['2'], "W06", "", "TOWN+EXT", "hills 3", "b 3;c 9;plains 15", "b-SO,c-SO", "reason.reach"},
		{"refuse on the river floats", m['v'], "S03", "", "TOWN+EXT", "a 6;hills 12", "c 0;plains 6", "a-SO,c-SO", "reason.down_county"},
		{"noise on the river does not", m['t'], "N01", "", "NO", "", "", "", ""},
		{"a fire on it neither", m['t'], "A02", "", "NO", "", "", "", ""},
		{"but what puts it out does", m['t'], "A02", law.Emergency, "TOWN+EXT", "hills 3", "b 3;c 9;plains 15", "the province", "reason.reach"},
		{"a canal without direction may lead anywhere", m['y'], "W04", "", "TOWN+EXT", "a? 9;hills? 15", "c? 9;plains? 15", "a-SO,c-SO", "reason.down_unsure"},
		{"a brook that stays", m['b'], "W04", "", "NO", "", "", "", "reason.flow_stays"},
		{"far from any water", m['I'], "W12", "", "NO", "", "", "", "reason.no_trace"},
		{"theirs, and it comes to us", m['s'], "W02", "", "TOWN+EXT", "", "hills 0;a 2;b 8;c 14;plains 20", "a-SO,b-SO,c-SO,hills bureau", "reason.down_town"},
		{"theirs, and it may come from us", m['w'], "W02", "", "TOWN+EXT", "plains 0;c 3;b 9;a 15;hills 21", "", "a-SO,b-SO,c-SO", "reason.up_town"},
		{"theirs, and it stays theirs", m['p'], "W02", "", "NO", "", "", "", "reason.flow_stays"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, err := r.Decide(jurisdiction.Incident{Geometry: tc.at, Category: tc.category, Severity: tc.severity, OccurredAt: autumn}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if d.H != tc.h {
				t.Errorf("H %s, want %s", d.H, tc.h)
			}
			for _, x := range []struct{ name, got, want string }{{"up", met(d.Upstream), tc.up}, {"down", met(d.Downstream), tc.down}} {
				if x.got != x.want {
					t.Errorf("%s: %s, want %s", x.name, x.got, x.want)
				}
			}
			for _, id := range split(tc.told) {
				if !slices.Contains(d.Informed, id) && d.Lead != id {
					t.Errorf("informed %v lacks %s", d.Informed, id)
				}
			}
			if tc.told == "" && len(d.Informed) > 0 && tc.category != "A02" && tc.category != "W12" && d.J != "OUT" {
				t.Errorf("informed %v, want nobody", d.Informed)
			}
			if tc.reason != "" && !slices.Contains(codes(d), tc.reason) {
				t.Errorf("reasons %v lack %s", codes(d), tc.reason)
			}
		})
	}
}

// met writes towns and counties with whole hundreds of metres, those not sure with a
// question mark.
func met(all []atlas.Met) string {
	var list []string
	for _, m := range all {
		mark := ""
		if m.Unsure {
			mark = "?"
		}
		list = append(list, fmt.Sprintf("%s%s %.0f", m.Code, mark, m.DistanceM/100))
	}
	return strings.Join(list, ";")
}

// Where shares are close, the town upstream leads and nobody is asked; off the
// water, or where the direction is not known, it is the smaller code.
func TestUpstreamTownLeads(t *testing.T) {
	m := geotest.Draw(t, watered, 100)
	eastward, westward := wateredRules(t, m, "stukvw"), wateredRules(t, m, "wvkuts")
	east := orb.Point{m['v'][0] + (m['v'][0] - m['k'][0]), m['v'][1]}
	across := orb.LineString{east, m['k']} // half in b, half in c
	for _, tc := range []struct {
		name, category string
		rules          *jurisdiction.Rules
		line           orb.LineString
		lead           string
		reason         string
	}{
		{"on the river", "W04", eastward, across, "b", "reason.lead_upstream"},
		{"if it flows the other way", "W04", westward, across, "c", "reason.lead_upstream"},
		{"along the canal", "W04", eastward, orb.LineString{m['y'], m['z'], {2*m['z'][0] - m['y'][0], m['z'][1]}}, "b", "reason.lead_code"},
		{"dust on the river", "A05", westward, across, "b", "reason.lead_code"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d, err := tc.rules.Decide(jurisdiction.Incident{Geometry: tc.line, Category: tc.category, OccurredAt: autumn}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if d.Towns[0].Code != tc.lead || !slices.Contains(codes(d), tc.reason) {
				t.Errorf("led by %s, %v, want %s by %s", d.Towns[0].Code, codes(d), tc.lead, tc.reason)
			}
		})
	}
}
