package dispatch

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/geo/atlas"
)

// limits lists the limits that run for a lead, sorted.
func limits(p *play) string {
	var all []string
	for _, d := range p.w.Deadlines(p.lead, p.at) {
		all = append(all, d.Clock.Limit)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// Which limit runs follows from state, row, severity and source.
func TestWhichClockRuns(t *testing.T) {
	for _, tc := range []struct {
		name, source string
		steps        []string
		want         string
	}{
		{"nobody has it yet", "patrol", nil, ""},
		{"assigned", "patrol", []string{"FJ desk assign 104-SO"}, "D1"},
		{"accepted", "patrol", []string{"FJ desk assign 104-SO", "104-SO head accept"}, "D2"},
		{"verified, to be handed over", "patrol", []string{"FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO L8"}, "D3"},
		{"verified, nothing to hand over", "patrol", []string{"FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify UNF L1"}, ""},
		{"on the city border", "patrol", []string{"FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO L5"}, "D6"},
		{"waiting for the squad", "patrol", []string{"FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO L8", "104-SO head hand_squad ZD03"}, "D4"},
		{"first review", "patrol", []string{"FJ desk assign ZD03", "ZD03 head accept", "ZD03 officer verify VIO L9", "ZD03 head hand_squad ZD03"}, "T1"},
		{"to be passed on", "patrol", []string{"FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO L12", "104-SO head hand_squad ZD03", "ZD03 head accept"}, "L12.pass T1"},
		{"to be classed again", "patrol", []string{"FJ desk assign ZD03", "ZD03 head accept", "ZD03 officer verify VIO L13", "ZD03 head hand_squad ZD03"}, "L13.reclass T1"},
		{"a suspected crime", "patrol", []string{"FJ desk assign ZD03", "ZD03 head accept", "ZD03 officer verify VIO L6", "ZD03 head hand_squad ZD03"}, "T1 T6.decide"},
		{"filed", "patrol", []string{"FJ desk assign ZD03", "ZD03 head accept", "ZD03 officer verify VIO L9", "ZD03 head hand_squad ZD03", "ZD03 officer file"}, "T2"},
		{"on the way to the police", "patrol", []string{"FJ desk assign ZD03", "ZD03 head accept", "ZD03 officer verify VIO L6", "ZD03 head hand_squad ZD03", "DD head hand_police BM-GA"}, "T6.transfer"},
		{"a remedy of the station's own", "patrol", []string{"FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify MIN L7", "104-SO head remedy 104-SO"}, "ordered"},
		{"a remedy that the station has yet to accept", "patrol", []string{"FJ desk assign ZX01", "ZX01 head accept", "ZX01 head verify MIN L7", "ZX01 head remedy 104-SO"}, "D1 ordered"},
		{"in dispute", "patrol", []string{"FJ desk assign 104-SO", "104-SO head contest 105-SO"}, "D5"},
		{"a petition", "petition", []string{"FJ desk assign 104-SO"}, "D1 T8.accept"},
		{"a petition that is taken up", "petition", []string{"FJ petition tell"}, "T8.finish"},
		{"the hotline", "12345", []string{"FJ petition tell"}, "T14 T7.finish"},
		{"the petitioner may ask for review", "petition", []string{"FJ petition tell", "FJ petition finish"}, "T8.review_request"},
		{"review", "petition", []string{"FJ petition tell", "FJ petition finish", "FJ petition ask_review"}, "T8.review"},
		{"answered", "petition", []string{"FJ petition tell", "FJ petition finish", "FJ petition ask_review", "FJ petition answer"}, "T8.rereview_request"},
		{"re-review", "petition", []string{"FJ petition tell", "FJ petition finish", "FJ petition ask_review", "FJ petition answer", "FJ petition ask_rereview"}, "T8.rereview"},
		{"re-review answered", "petition", []string{"FJ petition tell", "FJ petition finish", "FJ petition ask_review", "FJ petition answer", "FJ petition ask_rereview", "FJ petition answer"}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := limits(brought(t, tc.source, tc.steps...)); got != tc.want {
				t.Errorf("runs %q, want %q", got, tc.want)
			}
		})
	}
}

// An emergency must be reported from the first moment; the report ends the clock, a new
// level starts the one of that level, and the next report ends it.
func TestEmergencyReports(t *testing.T) {
	p := &play{t: t, w: world(), at: monday}
	c := whole("report", by("106-SO member"), monday)
	c.Number, c.Ruling, c.Other = mustNumber(1), ruling("V1", "", "K4", "E", "", ""), ""
	p.do(c)
	for _, step := range []struct{ line, want, emergency string }{
		{"FJ desk note", "T9.lower", "NONE"},
		{"FJ desk declare", "", "DECLARED"},
		{"FJ desk relevel II", "T9.upper", "DECLARED"},
		{"FJ desk update", "", "UPDATING"},
		{"FJ desk relevel IV", "T9.lower", "UPDATING"},
		{"FJ desk end", "", "ENDED"},
	} {
		c := p.command(step.line)
		c.Kind = "measure"
		p.do(c)
		if got := limits(p); got != step.want || p.lead.Emergency != step.emergency {
			t.Errorf("after %s: %q, %s", step.line, got, p.lead.Emergency)
		}
	}
	p = &play{t: t, w: world(), at: monday}
	c.Ruling.Upper = true // near drinking water: reported as if grave until the level is known
	p.do(c)
	if got := limits(p); got != "T9.upper" {
		t.Errorf("near drinking water: %q", got)
	}
}

// What was promised to be done promptly runs until it is done: neighbours are told of an
// emergency, a reporter has the answer, a fine is checked again; and the head's decision
// about the police ends with a No as well.
func TestPromptClocks(t *testing.T) {
	w := world()
	modern := func(v, l, s string, told ...Row) *Ruling {
		r := ruling(v, l, "K2", s, "", "")
		r.Told, r.Versions.Machine = told, MachineVersion
		return r
	}
	p := &play{t: t, w: w, at: monday}
	c := whole("report", by("106-SO member"), monday)
	c.Number, c.Ruling, c.Other = mustNumber(1), modern("V1", "", "E", Row{"N2", []string{"EXT-370826-EE"}}), ""
	p.do(c)
	if got := limits(p); got != "T10 T9.lower" {
		t.Errorf("an emergency that may reach a neighbour: %q", got)
	}
	c = p.command("FJ desk note")
	c.Kind, c.Told, c.Line = "notice", "EXT-370826-EE", "N-1"
	p.do(c)
	if got := limits(p); got != "T9.lower" {
		t.Errorf("the neighbour was told: %q", got)
	}

	old := brought(t, "patrol", "FJ desk assign ZD03", "ZD03 head accept", "ZD03 officer verify VIO L6", "ZD03 head hand_squad ZD03")
	c = old.command("DD head note")
	c.Kind = "no_transfer"
	old.do(c)
	if got := limits(old); got != "T1" {
		t.Errorf("it does not go to the police: %q", got)
	}
	var r *Refusal
	_, _, err := w.Fire(old.lead, Command{Event: "note", Kind: "no_transfer", Reason: "x", Actor: by("ZD03 officer"), Revision: old.lead.Revision, At: old.at})
	if !errors.As(err, &r) || r.Finding.Code != "dispatch.no_transfer" {
		t.Errorf("an officer decides it: %v", err)
	}

	fined := Lead{State: "DECIDED", Ruling: *modern("V11", "L9", "N")}
	fined.Fined = true
	w.tick(&fined, monday, false)
	if len(fined.Clocks) != 1 || fined.Clocks[0].Limit != "T13" {
		t.Errorf("after a fine: %+v", fined.Clocks)
	}
	fined.State, fined.Fined = Closed, false
	w.tick(&fined, monday.Add(time.Hour), false)
	if fined.Clocks[0].End.IsZero() {
		t.Error("checked again, and the clock runs on")
	}
	public := Lead{State: Closed, Source: "12345", Petition: "TOLD", Ruling: *modern("V8", "L7", "N")}
	w.tick(&public, monday, false)
	var all []string
	for _, k := range public.Clocks {
		all = append(all, k.Limit)
	}
	if !slices.Equal(all, []string{"T7.finish", "T12", "T14"}) {
		t.Errorf("closed, and the reporter not answered: %v", all)
	}
	public.Ruling.Versions.Machine = "machine-1"
	public.Clocks = nil
	if w.tick(&public, monday, false); len(public.Clocks) != 1 {
		t.Errorf("a lead of an older machine has clocks that it did not know: %+v", public.Clocks)
	}
}

// The police's own time begins when they have confirmed receipt.
func TestReceiptOfThePolice(t *testing.T) {
	p := brought(t, "patrol", "FJ desk assign ZD03", "ZD03 head accept", "ZD03 officer verify VIO L6", "ZD03 head hand_squad ZD03", "DD head hand_police BM-GA")
	c := p.command("FJ desk note")
	c.Kind = "receipt"
	p.do(c)
	if got := limits(p); got != "T6.forward T6.review" {
		t.Errorf("after the receipt: %q", got)
	}
}

// A limit that nobody heeds climbs: the leader in charge, the principal leader, the squad,
// the brigade. Each has the time that the limit gave. Silence is never acceptance.
func TestSilenceClimbs(t *testing.T) {
	p := brought(t, "patrol", "FJ desk assign 104-SO") // D1 begins at 9:17
	for _, step := range []struct {
		at       string
		tier, to string
	}{
		{"2026-10-19 11:17", "", ""},
		{"2026-10-19 11:18", "deputy", "104-ZF"},
		{"2026-10-19 14:47", "deputy", "104-ZF"}, // 43 minutes before noon and 77 after two: until 15:17
		{"2026-10-19 15:18", "principal", "104-ZF"},
		{"2026-10-19 17:18", "squad", "ZD03"},
		{"2026-10-20 10:18", "brigade", "DD"},
		{"2026-12-01 09:00", "brigade", "DD"},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", step.at, monday.Location())
		if err != nil {
			t.Fatal(err)
		}
		d := p.w.Deadlines(p.lead, now)
		to := ""
		if step.to != "" {
			to = id(step.to)
		}
		if len(d) != 1 || d[0].Tier != step.tier || d[0].To != to || d[0].Missed != (step.tier != "") {
			t.Errorf("%s: %+v", step.at, d)
		}
	}
	if p.lead.State != Assigned {
		t.Error("silence was taken for acceptance")
	}
}

// Whoever holds it: to whom it climbs.
func TestLadders(t *testing.T) {
	w := world()
	for unit, want := range map[string]string{
		"104-SO": "104-ZF 104-ZF ZD03 DD", "ZX01": "ZX01 FJ", "ZD03": "ZD03 DD FJ", "DD": "DD FJ", "FJ": "FJ municipal",
		"BM-ZR": "GOV", "370406": "municipal", "GOV": "GOV",
	} {
		for i, to := range strings.Fields(want) {
			if _, got := w.ring(id(unit), i+1); got != id(to) {
				t.Errorf("%s, step %d: %s, want %s", unit, i+1, got, to)
			}
		}
	}
	if _, got := w.ring("EXT-370826-EE", 9); got != "山东省生态环境厅" {
		t.Errorf("微山: %s", got)
	}
	if tier, _ := w.ring("nobody", 1); tier != "superior" {
		t.Errorf("a body that is no unit here: %s", tier)
	}
}

// The time of a case stands while it is suspended or for one of its reasons, and goes on
// afterwards; no more is approved than the law allows.
func TestStopsAndExtensions(t *testing.T) {
	p := brought(t, "patrol", "FJ desk assign ZD03", "ZD03 head accept", "ZD03 officer verify VIO L9", "ZD03 head hand_squad ZD03", "ZD03 officer file")
	due := func() time.Time { return p.w.Deadlines(p.lead, p.at)[0].Due.At }
	before := due()
	p.at = p.at.AddDate(0, 0, 1)
	p.step("ZD03 head suspend")
	if !due().IsZero() {
		t.Error("a suspended case is due")
	}
	p.at = p.at.AddDate(0, 0, 5)
	p.step("ZD03 head resume")
	if got := due().Sub(before); got != 5*24*time.Hour {
		t.Errorf("moved by %v after five days", got)
	}
	order := func(line, kind string, units int) error {
		c := p.command(line)
		c.Limit, c.Kind, c.Units, c.Revision = "T2", kind, units, p.lead.Revision
		next, _, err := p.w.Fire(p.lead, c)
		if err == nil {
			p.lead = next
		}
		return err
	}
	for _, x := range []struct {
		line, kind string
		units      int
		code       string
	}{
		{"ZD03 head clock_stop", "lunch", 0, "dispatch.no_stop"},
		{"ZD03 head clock_go", "", 0, "dispatch.not_standing"},
		{"ZD03 head clock_stop", "hearing", 0, ""},
		{"ZD03 head clock_stop", "hearing", 0, "dispatch.no_stop"},
		{"ZD03 head clock_go", "", 0, ""},
		{"DD head clock_extend", "", 31, "dispatch.extension"},
		{"DD head clock_extend", "", 20, ""},
		{"DD head clock_extend", "", 11, "dispatch.extension"},
		{"ZD03 head clock_extend", "", 10, "dispatch.forbidden"},
		{"DD head clock_extend", "", 10, ""},
	} {
		err := order(x.line, x.kind, x.units)
		var r *Refusal
		if (err == nil) != (x.code == "") || err != nil && (!errors.As(err, &r) || r.Finding.Code != x.code) {
			t.Errorf("%s %s %d: %v, want %q", x.line, x.kind, x.units, err, x.code)
		}
	}
	if got := due().Sub(before); got != 35*24*time.Hour {
		t.Errorf("moved by %v in all", got)
	}
}

// A request for review that comes after its thirty days is refused; on the last day, also
// where it is moved over a weekend, it is taken.
func TestReviewInTime(t *testing.T) {
	p := brought(t, "petition", "FJ petition tell", "FJ petition finish") // on Monday 19 October: until Wednesday 18 November
	for day, ok := range map[string]bool{"2026-11-18 23:59": true, "2026-11-19 00:00": false} {
		c := p.command("FJ petition ask_review")
		c.At, _ = time.ParseInLocation("2006-01-02 15:04", day, monday.Location())
		c.Revision = p.lead.Revision
		_, _, err := p.w.Fire(p.lead, c)
		if (err == nil) != ok {
			t.Errorf("%s: %v", day, err)
		}
	}
	p.at = monday.AddDate(0, 0, 4) // finished on a Friday: the thirtieth day is Sunday 22 November
	p.lead.Clocks[len(p.lead.Clocks)-1].Start = p.at
	for day, ok := range map[string]bool{"2026-11-23 23:59": true, "2026-11-24 00:00": false} {
		c := p.command("FJ petition ask_review")
		c.At, _ = time.ParseInLocation("2006-01-02 15:04", day, monday.Location())
		c.Revision = p.lead.Revision
		if _, _, err := p.w.Fire(p.lead, c); (err == nil) != ok {
			t.Errorf("%s: %v", day, err)
		}
	}
}

// In the last days of a year whose successor has no notice, a deadline says so.
func TestDeadlineBeyondTheCalendar(t *testing.T) {
	p := brought(t, "patrol")
	p.at = time.Date(2026, 12, 31, 17, 0, 0, 0, monday.Location())
	p.step("FJ desk assign 104-SO")
	d := p.w.Deadlines(p.lead, p.at.AddDate(0, 0, 3))
	if len(d) != 1 || d[0].Due.Gap == nil || d[0].Missed || d[0].Due.Gap.Args["year"] != 2027 {
		t.Errorf("%+v", d)
	}
}

// The machine asks a region for no more than what an atlas has.
var _ Organisation = (*atlas.Atlas)(nil)
