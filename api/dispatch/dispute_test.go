package dispatch

import (
	"testing"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
)

// Who decides, by the field's table 4.5, in either order of the two.
func TestArbiter(t *testing.T) {
	w := world()
	for _, tc := range []struct {
		name, one, other string
		petition         bool
		arbiter, then    string
	}{
		{"two squads: the brigade", "ZD01", "ZD03", false, "DD", ""},
		{"two stations of one squad: that squad", "104-SO", "105-SO", false, "ZD03", "DD"},
		{"two stations of different squads: the brigade, then the city", "104-SO", "001-SO", false, "DD", "GOV"},
		{"a station and its squad: the brigade", "104-SO", "ZD03", false, "DD", ""},
		{"post and station: the branch, then the city", "ZX01", "104-SO", false, "FJ", "GOV"},
		{"post and squad: the branch", "ZX01", "ZD03", false, "FJ", "GOV"},
		{"post and a member town: the branch", "ZX01", "104-ZF", false, "FJ", "GOV"},
		{"a squad and a department: the city", "ZD03", "BM-ZR", false, "GOV", ""},
		{"the same about a petition: the city, then the joint meeting", "ZD03", "BM-ZR", true, "GOV", "信访工作联席会议"},
		{"two departments: the city", "BM-ZR", "BM-SW", false, "GOV", ""},
		{"with a county of the same prefecture: 枣庄市局", "ZD03", "370406", false, "municipal", ""},
		{"with another prefecture: 省厅", "FJ", "370826", false, "山东省生态环境厅", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			want, then := tc.arbiter, tc.then
			for _, x := range []*string{&want, &then} {
				if *x != "" && (*x)[0] < 0x80 {
					*x = id(*x)
				}
			}
			for _, d := range []Dispute{w.Arbiter(id(tc.one), id(tc.other), tc.petition), w.Arbiter(id(tc.other), id(tc.one), tc.petition)} {
				if d.Arbiter != want || d.Then != then || d.Basis == "" || d.Mark == "" {
					t.Errorf("%+v, want %s, then %s", d, want, then)
				}
			}
		})
	}
}

// The arbiter of table 4.5 is the one that a decision names for the same parties.
func TestArbiterAgreesWithTheRegion(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	w := world()
	for _, n := range a.Neighbours {
		got := w.Arbiter(id("FJ"), "EXT-"+n.Code+"-EE", false).Arbiter
		if w.name(got).ZH != w.name(n.Superior).ZH {
			t.Errorf("%s: %s, the region says %s", n.Name, w.name(got), n.Superior)
		}
	}
}

// An open dispute leaves the lead with the unit that had it, which keeps the harm under
// control, and names both sides and the arbiter in the record; the award ends it.
func TestDisputeOfADepartment(t *testing.T) {
	p := brought(t, "patrol", "FJ desk assign ZX01", "ZX01 head accept", "ZX01 head verify VIO L11", "ZX01 head hand_dept BM-ZR")
	c := p.command("BM-ZR contact refuse")
	c.To = ""
	p.do(c)
	d := p.lead.Dispute
	if d == nil || d.Claimant != id("BM-ZR") || d.Respondent != id("ZX01") || d.Arbiter != id("GOV") || p.lead.Unit != id("ZX01") {
		t.Fatalf("%+v, held by %s", d, p.lead.Unit)
	}
	if r := p.records[len(p.records)-1].Detail; r.Arbiter != id("GOV") || r.Claimant != id("BM-ZR") || r.Against != id("ZX01") {
		t.Errorf("record: %+v", r)
	}
	p.step("FJ desk award_dept BM-ZR") // the city's award in writing, entered by the branch's desk
	if p.lead.Dispute != nil || p.lead.State != DeptPending || p.lead.Bound != "" {
		t.Errorf("%+v", p.lead)
	}
}
