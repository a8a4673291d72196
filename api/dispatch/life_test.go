package dispatch

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// scripts reads the lives of the 18 worked examples: of each its name, title and lines.
func scripts(t *testing.T) map[string][]string {
	t.Helper()
	b, err := os.ReadFile("testdata/lives.txt")
	if err != nil {
		t.Fatal(err)
	}
	all, name := map[string][]string{}, ""
	for line := range strings.Lines(string(b)) {
		switch {
		case strings.HasPrefix(line, "#"), strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "\t"):
			all[name] = append(all[name], strings.TrimSpace(line))
		default:
			name, _, _ = strings.Cut(line, " ")
		}
	}
	if len(all) != 18 {
		t.Fatalf("%d lives, want 18", len(all))
	}
	return all
}

// Every worked example must go its whole life on the demonstration region, by the rows
// that the tables give it there, and its chain must prove itself.
func TestLives(t *testing.T) {
	rules, err := jurisdiction.New(region(), jurisdiction.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for name, lines := range scripts(t) {
		n++
		t.Run(name, func(t *testing.T) {
			p := &play{t: t, w: world(), at: monday, rules: rules}
			want := map[string]string{}
			for _, x := range demo.Examples() {
				if x.ID == name {
					p.inc = jurisdiction.Incident{ID: x.ID, Geometry: x.Geometry, Category: x.Text("category"), Severity: law.Severity(x.Text("severity")),
						OccurredAt: monday.Add(-time.Hour), Source: x.Text("source")}
					want = map[string]string{"V": x.Text("expect_v_row"), "L": x.Text("expect_l_row"), "N": x.Text("expect_n_rows")}
				}
			}
			for _, line := range lines {
				act, to, moves := strings.Cut(line, "→")
				if strings.Contains(act, " notify ") {
					p.notify()
					continue
				}
				c := p.command(act)
				switch c.Event {
				case "report":
					c.Ruling, c.Other = p.decide("", ""), ""
					if c.Number, err = Number("370481", p.at, n); err != nil {
						t.Fatal(err)
					}
				case "note":
					c.Kind = "notice"
				}
				p.do(c)
				if state := State(strings.TrimSpace(to)); moves && p.lead.State != state {
					t.Fatalf("%s leads to %s", line, p.lead.State)
				}
			}
			if p.lead.State != Closed {
				t.Errorf("ends %s", p.lead.State)
			}
			r := p.lead.Ruling
			if r.V != want["V"] || r.L != want["L"] && name != "X14" || strings.Join(r.N, ";") != want["N"] {
				t.Errorf("rows %s %s %v, want %v", r.V, r.L, r.N, want)
			}
			if err := VerifyChain(p.records); err != nil {
				t.Error(err)
			}
			var kept []Record
			for _, r := range p.records {
				again, err := ParseRecord(r.Canonical())
				if err != nil {
					t.Fatal(err)
				}
				kept = append(kept, again)
			}
			all, serials := Rulings(kept)
			for i, was := range all { // each old decision, made again from what was kept, is the same
				for _, d := range Compare(was, *p.decide(was.Outcome, was.Finder)) {
					t.Errorf("record %d: %+v", serials[i], d)
				}
			}
			for _, x := range p.lead.Tellings {
				if x.Owed() && slices.Contains(x.Rows, "N2") && (name == "X08" || name == "X09") {
					t.Errorf("nobody told %s", x.To)
				}
			}
			for _, d := range p.w.Deadlines(p.lead, p.at) {
				t.Errorf("a clock still runs after the end: %+v", d.Clock)
			}
		})
	}
}

// notify enters that everybody who is owed a notice was told.
func (p *play) notify() {
	for _, x := range p.lead.Tellings {
		if x.Owed() {
			c := p.command("FJ desk note")
			c.Kind, c.Told, c.Line = "notice", x.To, "N-"+x.To
			p.do(c)
		}
	}
}
