package dispatch

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// monday is when the tests begin: 9 in the morning of 19 October 2026 in China.
var monday = time.Date(2026, 10, 19, 9, 0, 0, 0, law.China)

var region = sync.OnceValue(func() *atlas.Atlas {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		panic(err)
	}
	return a
})

// world is the demonstration region, in which officer-a, officer-b and all whose names end
// in "-certified" hold certificates.
func world() *World {
	return &World{
		Org: region(), Calendar: law.Official(), CallBack: 10,
		Certified: func(p string, _ time.Time) bool {
			return p == "officer-a" || p == "officer-b" || strings.HasSuffix(p, "-certified")
		},
	}
}

// id spells a unit out: "104-SO" is a station, "ZD03" a squad, "370826" a neighbour.
func id(short string) string {
	switch {
	case short == "municipal":
		return "EXT-370400-EE"
	case strings.HasPrefix(short, "37"):
		return "EXT-" + short + "-EE"
	case strings.HasSuffix(short, "-SO"), strings.HasSuffix(short, "-ZF"):
		return "370481" + short
	}
	return "370481-" + short
}

// by is an actor: "104-SO member", "DD head".
func by(short string) Actor {
	unit, as, _ := strings.Cut(short, " ")
	roles := map[string]map[string]Role{
		"SO": {"member": "station_member", "head": "station_head"}, "ZD": {"officer": "officer", "head": "squad_leader"},
		"ZX": {"head": "post_head", "member": "station_member"}, "DD": {"head": "brigade_head", "desk": "dispatcher"},
		"FJ": {"desk": "dispatcher", "petition": "petition_desk", "head": "dispatcher"}, "BM": {"contact": "department_contact"}, "GO": {"contact": "department_contact"},
		"37": {"contact": "external_contact"}, "mu": {"contact": "external_contact"}, "ZF": {"leader": "town_leader"},
	}
	kind := unit[:2]
	if strings.HasSuffix(unit, "-SO") || strings.HasSuffix(unit, "-ZF") {
		kind = unit[len(unit)-2:]
	}
	return Actor{Person: strings.ReplaceAll(short, " ", "-"), Unit: id(unit), Role: roles[kind][as]}
}

// photo is a file with its digest.
func photo(name string) File {
	sum := sha256.Sum256([]byte(name))
	return File{Name: name, SHA256: hex.EncodeToString(sum[:])}
}

// whole is a command that brings all that any event could need; tests take away from it.
func whole(e Event, a Actor, at time.Time) Command {
	c := Command{
		Event: e, Actor: a, At: at, Person: a.Person, Second: "second person", Reason: "情况属实", Reply: "已答复", Missing: []string{"询问笔录"},
		Files: []File{photo("现场照片.jpg")}, Officers: []string{"officer-a", "officer-b"}, Deadline: at.AddDate(0, 0, 10), Level: "IV",
		Other: "other lead", Source: "patrol", Act: at.Add(-time.Hour),
	}
	if e == "report" {
		c.Deadline = time.Time{} // the sender asked for none
	}
	return c
}

// a play follows one lead through its life and keeps its records.
type play struct {
	t       testing.TB
	w       *World
	lead    Lead
	records []Record
	at      time.Time
	inc     jurisdiction.Incident
	rules   *jurisdiction.Rules
}

// decide asks the tables about the incident of a play.
func (p *play) decide(outcome, finder string) *Ruling {
	p.t.Helper()
	inc := p.inc
	inc.Outcome, inc.Finder = outcome, finder
	d, err := p.rules.Decide(inc, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	r := RulingOf(inc, d, []string{"370481-ZX01"})
	return &r
}

// do fires a command, which must be carried out.
func (p *play) do(c Command) {
	p.t.Helper()
	c.Revision = p.lead.Revision
	next, records, err := p.w.Fire(p.lead, c)
	if err != nil {
		p.t.Fatalf("%s in %s: %v", c, cmp.Or(p.lead.State, New), err)
	}
	p.lead, p.records = next, append(p.records, records...)
	p.at = p.at.Add(17 * time.Minute)
}

// ruling is one as the tables would give it, for tests that need no map.
func ruling(v, l, k, s, outcome, finder string) *Ruling {
	return &Ruling{Category: "S03", V: v, L: l, Outcome: outcome, Finder: finder, Inputs: Inputs{J: "IN", Z: "N", Span: "ONE", SQ: "SAME", H: "NO", W: "NONE", K: k, S: s},
		Towns: []string{"370481104"}, Versions: Versions{Machine: MachineVersion, Rules: "tables", Boundaries: "b", Zones: "b", Squads: "b", Law: law.Version}}
}

// brought gives a lead that was reported from a source and brought on by steps such as
// "FJ desk assign 104-SO" or "104-SO member verify VIO L8".
func brought(t testing.TB, source string, steps ...string) *play {
	t.Helper()
	p := &play{t: t, w: world(), at: monday}
	number, err := Number("370481", monday, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := whole("report", by("104-SO member"), p.at)
	c.Number, c.Source, c.Ruling, c.Other = number, source, ruling("V8", "", "K1", "N", "", ""), ""
	p.do(c)
	for _, s := range steps {
		p.step(s)
	}
	return p
}

// step plays one line: who, event, and what it needs beside what all have.
func (p *play) step(line string) {
	p.t.Helper()
	p.do(p.command(line))
}

func (p *play) command(line string) Command {
	p.t.Helper()
	f := strings.Fields(line)
	c := whole(Event(f[2]), by(f[0]+" "+f[1]), p.at)
	for _, arg := range f[3:] {
		switch {
		case slices.Contains([]string{"UNF", "MIN", "VIO"}, arg):
			c.Outcome = arg
			if p.rules != nil {
				c.Ruling = p.decide(arg, p.w.Finder(p.lead.Unit))
			} else {
				c.Ruling = ruling("V8", "L8", "K1", "N", arg, p.w.Finder(p.lead.Unit))
			}
		case arg == "IN", arg == "OUT":
			c.Place = arg
		case strings.HasPrefix(arg, "L") && c.Ruling != nil:
			c.Ruling.L = arg
		case arg == "II":
			c.Level = arg
		default:
			c.To = id(arg)
		}
	}
	return c
}
