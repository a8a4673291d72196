package dispatch

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/geo/atlas"
)

// everybody is one person for each role of each kind of unit, and some who may do nothing.
func everybody() []Actor {
	var all []Actor
	for _, u := range []string{"104-SO", "105-SO", "001-SO", "ZD03", "ZD01", "ZX01", "DD", "FJ", "BM-ZR", "BM-GA", "370826", "370406", "municipal", "GOV", "104-ZF"} {
		class := world().class(id(u))
		for _, r := range Roles() {
			if c := load().roles[r].classes; slices.Contains(c, string(class)) || slices.Contains(c, "*") {
				all = append(all, Actor{Person: u + " " + string(r), Unit: id(u), Role: r})
			}
		}
	}
	return all
}

// random makes some command: mostly an event that the state knows, by somebody who may and
// to a unit that fits, so that the walk gets on; else by and to anybody; with everything or
// with something missing.
func random(rng *rand.Rand, w *World, l *Lead, cast []Actor, at time.Time) Command {
	var events []Event
	for _, x := range Transitions() {
		if x.From == l.State {
			events = append(events, x.Event)
		}
	}
	for _, s := range load().regions {
		if s.from == l.region(s.region) {
			events = append(events, s.event)
		}
	}
	switch rng.IntN(8) {
	case 0:
		events = Operations()
	case 1:
		events = append(events, "report", "decide", "no such event")
	}
	c := whole(events[rng.IntN(len(events))], cast[rng.IntN(len(cast))], at)
	c.Revision = l.Revision
	if l.State == Remedy && l.Task != nil && !l.Task.Accepted && rng.IntN(3) == 0 {
		c.Event, c.Actor = "take_task", Actor{Person: "104-SO taker", Unit: l.Unit, Role: "station_member"}
	}
	targets := []string{"104-SO", "105-SO", "ZD03", "ZD01", "ZX01", "BM-ZR", "BM-GA", "370826", "370406", "municipal"}
	c.To = id(targets[rng.IntN(len(targets))])
	c.Outcome = []string{"UNF", "MIN", "VIO"}[rng.IntN(3)]
	if x, ok := find(l.State, c.Event); ok && rng.IntN(4) > 0 {
		if (x.To == Void || x.To == Merged) && rng.IntN(20) > 0 {
			c.Event = "note"
		}
		for range 400 {
			if c.Actor = cast[rng.IntN(len(cast))]; slices.ContainsFunc(x.By, func(by string) bool { return w.stands(l, c, by) }) {
				break
			}
		}
		for _, n := range x.Needs {
			for kind, to := strings.CutPrefix(n, "to:"); to && !w.fits(c.To, kind); {
				c.To = id(targets[rng.IntN(len(targets))])
			}
		}
	}
	c.Place = []string{"", "IN", "OUT"}[rng.IntN(3)]
	c.Kind = []string{"notice", "receipt", "hearing"}[rng.IntN(3)]
	c.Limit, c.Units = []string{"T1", "T2", "D1"}[rng.IntN(3)], rng.IntN(20)
	finder, outcome := w.Finder(l.Unit), c.Outcome
	if c.Event == "rerule" && l.By.Outcome != "" {
		finder, outcome = l.By.Finder, l.By.Outcome
	}
	rows := []string{"L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11", "L12", "L13"}
	c.Ruling = ruling([]string{"V1", "V2", "V7", "V8", "V9"}[rng.IntN(5)], rows[rng.IntN(13)], "K1", []string{"N", "G", "E"}[rng.IntN(3)], outcome, finder)
	if c.Event == "split" {
		c.Children = []string{mustNumber(100 + 2*l.Revision), mustNumber(101 + 2*l.Revision)}
	}
	if c.Event == "child" && len(l.Children) > 0 {
		c.Other = l.Children[rng.IntN(len(l.Children))].ID
		c.Outcome = []string{"CLOSED", "CLOSED", "REPORTED"}[rng.IntN(3)]
	}
	if c.Event == "number" {
		c.Number = mustNumber(1)
	}
	if rng.IntN(8) == 0 {
		c.Files = nil
	}
	if rng.IntN(20) == 0 {
		c.Revision--
	}
	return c
}

// invariants are what holds of every lead, whatever was done with it.
func invariants(w *World, l *Lead) string {
	running := map[string]bool{}
	for _, k := range l.Clocks {
		if k.End.IsZero() && running[k.Limit] {
			return "the clock " + k.Limit + " runs twice"
		}
		running[k.Limit] = running[k.Limit] || k.End.IsZero()
		if !k.End.IsZero() && k.End.Before(k.Start) {
			return "a clock ends before it begins"
		}
	}
	free := l.State == Reported || l.State == Merged || l.State == Void
	pending := map[State]atlas.Class{SquadPending: atlas.Squad, SquadReview: atlas.Squad, DeptPending: "CITY_DEPT", "DEPT_WORK": "CITY_DEPT", PolicePending: "CITY_DEPT", Remedy: atlas.Station}
	switch class := pending[l.State]; {
	case (l.Dispute != nil) != (l.State == InDispute):
		return "a dispute without its state, or the state without it"
	case free != (l.Unit == "") && l.State != Closed:
		return "holder " + l.Unit
	case class != "" && w.class(l.Unit) != class:
		return "held by " + l.Unit
	case (l.State == "ACCEPTED" || l.State == SquadReview && l.Sender != "") && l.Person == "":
		return "no named person"
	case l.State == Closed && l.waiting():
		return "closed before its parts"
	case running["T2"] != (slices.Contains([]State{"CASE", Suspended, "CASE_REVIEW"}, l.State) && !l.waiting()):
		return "T2 does not run, or runs too long"
	case len(slices.Compact(slices.Sorted(slices.Values(l.Returned)))) != len(l.Returned):
		return "a unit returned it twice"
	}
	return ""
}

// On random walks by random actors no lead reaches a state that the machine does not know,
// every invariant holds, the chain proves itself at every step, nothing changes the lead
// that was handed in, and a refusal is always one of the known kinds. The walks must get
// everywhere, else they would prove nothing.
func TestRandomWalks(t *testing.T) {
	w, cast := world(), everybody()
	states, steps := map[State]int{}, map[string]int{}
	for seed := range uint64(250) {
		rng := rand.New(rand.NewPCG(seed, 7))
		at := monday
		c := whole("report", by("FJ desk"), at)
		c.Number, c.Source, c.Other = mustNumber(1), []string{"patrol", "petition", "12345", "handdown"}[rng.IntN(4)], ""
		if rng.IntN(5) == 0 {
			c.Number = "T-phone7-1"
		}
		c.Ruling = ruling([]string{"V1", "V2", "V8"}[rng.IntN(3)], "", "K1", []string{"N", "G", "E"}[rng.IntN(3)], "", "")
		l, records, err := w.Fire(Lead{}, c)
		if err != nil {
			t.Fatal(err)
		}
		for step := 0; step < 300 && l.State != Void; step++ {
			at = at.Add(time.Duration(rng.IntN(400)) * time.Minute)
			c := random(rng, w, &l, cast, at)
			var before []byte
			if step%8 == 0 {
				before, _ = json.Marshal(l)
			}
			next, more, err := w.Fire(l, c)
			if before != nil {
				if after, _ := json.Marshal(l); string(after) != string(before) {
					t.Fatalf("seed %d, step %d: %s changed the lead that it was given", seed, step, c)
				}
			}
			if err != nil {
				var r *Refusal
				if !errors.As(err, &r) || !slices.Contains([]string{Impossible, Forbidden, Incomplete, Stale}, r.Kind) || next.State != "" || more != nil {
					t.Fatalf("seed %d, step %d: %s: %v", seed, step, c, err)
				}
				continue
			}
			for _, r := range more {
				steps[string(r.From)+" "+string(r.Event)]++
			}
			states[next.State]++
			head := l.Head
			l, records = next, append(records, more...)
			if fault := invariants(w, &l); fault != "" {
				t.Fatalf("seed %d, step %d: after %s in %s: %s", seed, step, c, l.State, fault)
			}
			if l.Revision != len(records) {
				t.Fatalf("seed %d, step %d: revision %d of %d records", seed, step, l.Revision, len(records))
			}
			if fault := follows(head, records[len(records)-len(more)-1], more); fault != "" {
				t.Fatalf("seed %d, step %d: after %s: %s", seed, step, c, fault)
			}
		}
		if err := VerifyChain(records); err != nil || HeadOf(records).Digest != l.Head {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	if len(states) != 22 {
		t.Errorf("the walks saw %d of 22 states: %v", len(states), states)
	}
	for _, x := range Transitions()[1:] {
		if steps[string(x.From)+" "+string(x.Event)] == 0 {
			t.Errorf("no walk took %s in %s", x.Event, x.From)
		}
	}
}

// follows holds that records follow on one whose digest is known. Every eighth is also
// written and read.
func follows(head string, last Record, more []Record) string {
	for _, r := range more {
		switch {
		case r.Previous != head:
			return "the digest before is another"
		case r.Serial != last.Serial+1 || r.From != last.To || !legal(r, last.Regions):
			return "the step does not follow"
		}
		if r.Serial%8 == 0 {
			if _, err := ParseRecord(r.Canonical()); err != nil {
				return err.Error()
			}
		}
		last, head = r, r.Digest()
	}
	return ""
}

// Of two who act on the same revision one wins; the other is told by whom, and what was
// done since. A revision that was never there is refused too.
func TestOneWins(t *testing.T) {
	p := brought(t, "patrol", "FJ desk assign 104-SO")
	seen := p.lead.Revision
	first, second := p.command("104-SO head accept"), p.command("ZD03 head reassign 105-SO")
	first.Revision, second.Revision = seen, seen
	p.do(first)
	p.step("104-SO member verify MIN L7")
	_, _, err := p.w.Fire(p.lead, second)
	var r *Refusal
	if !errors.As(err, &r) || r.Kind != Stale || len(r.Since) != 2 {
		t.Fatalf("%v", err)
	}
	if got := r.Since[0]; got.Event != "accept" || got.Person != "104-SO-head" || got.Unit != id("104-SO") || r.Since[1].To != Verified {
		t.Errorf("since: %+v", r.Since)
	}
	second.Revision = p.lead.Revision + 1
	if _, _, err := p.w.Fire(p.lead, second); !errors.As(err, &r) || r.Kind != Stale || len(r.Since) != 0 {
		t.Errorf("a revision of the future: %v", err)
	}
	second.Revision = p.lead.Revision
	p.do(second) // having looked, the superior may
}
