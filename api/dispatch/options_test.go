package dispatch

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What somebody is offered depends on unit, role, state and row.
func TestOptions(t *testing.T) {
	transitions := func(p *play, a Actor) string {
		var all []string
		for _, o := range p.w.Options(p.lead, a) {
			if _, ok := find(p.lead.State, o.Event); ok {
				all = append(all, string(o.Event))
			}
		}
		return strings.Join(all, " ")
	}
	verified := func(row string) *play {
		return brought(t, "patrol", "FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO "+row)
	}
	for _, tc := range []struct {
		p    *play
		who  string
		want string
	}{
		{brought(t, "patrol"), "FJ desk", "assign merge void"},
		{brought(t, "patrol"), "104-SO head", ""},
		{brought(t, "patrol", "FJ desk assign 104-SO"), "104-SO member", "accept return contest"},
		{brought(t, "patrol", "FJ desk assign 104-SO"), "ZD03 head", "reassign"},
		{brought(t, "patrol", "FJ desk assign 104-SO"), "ZD01 head", ""},
		{brought(t, "patrol", "FJ desk assign 104-SO"), "104-ZF leader", ""},
		{verified("L8"), "104-SO head", "hand_squad contest"},
		{verified("L7"), "104-SO head", "remedy contest"},
		{verified("L11"), "104-SO head", "hand_dept contest"},
		{verified("L4"), "FJ desk", "hand_ext reassign"},
	} {
		if got := transitions(tc.p, by(tc.who)); got != tc.want {
			t.Errorf("%s in %s under %s: %q, want %q", tc.who, tc.p.lead.State, tc.p.lead.Ruling.L, got, tc.want)
		}
	}
	if o := world().Options(Lead{}, by("FJ desk")); len(o) != 1 || o[0].Event != "report" {
		t.Errorf("before there is a lead: %+v", o)
	}
	if o := world().Options(verified("L8").lead, Actor{Person: "p", Unit: id("FJ"), Role: "auditor"}); o != nil {
		t.Errorf("an auditor: %+v", o)
	}
}

// Under every row of table L, whoever verified, from whatever source, and also where a
// common superior has bound the lead, there is a way to CLOSED by what is offered, with no
// need to judge again, to reassign or to dispute.
func TestEveryRowLeadsToTheEnd(t *testing.T) {
	w, cast := world(), everybody()
	for row := 1; row <= 13; row++ {
		for _, unit := range []string{"104-SO", "ZD03", "ZX01"} {
			for source, bound := range map[string]string{"patrol": "", "petition": id("municipal"), "handdown": "山东省生态环境厅"} {
				start := brought(t, source, "FJ desk assign "+unit).lead
				start.State, start.Bound, start.Person = Verified, bound, "p"
				start.Ruling = *ruling("V8", fmt.Sprint("L", row), "K1", "N", "VIO", w.Finder(start.Unit))
				start.By = Verifier{Unit: start.Unit, Person: "p", Finder: w.Finder(start.Unit), Outcome: "VIO"}
				if !closes(w, cast, start) {
					t.Errorf("L%d verified by %s, source %s, bound to %q: no way to the end", row, unit, source, bound)
				}
			}
		}
	}
}

// closes searches the states that a lead can reach, each once, by transitions and the
// acceptance of a task.
func closes(w *World, cast []Actor, start Lead) bool {
	seen, todo := map[string]bool{}, []Lead{start}
	for len(todo) > 0 {
		l := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if l.State == Closed {
			return true
		}
		for _, a := range cast {
			for _, o := range w.Options(l, a) {
				_, moves := find(l.State, o.Event)
				if !moves && o.Event != "take_task" || slices.Contains([]Event{"reassign", "contest", "refuse"}, o.Event) {
					continue
				}
				for _, to := range []string{id("104-SO"), id("ZD03"), id("BM-ZR"), id("BM-GA"), id("370826"), l.Bound} {
					c := whole(o.Event, a, monday)
					c.Revision, c.To, c.Place = l.Revision, to, map[Event]string{"hand_squad": "IN", "hand_ext": "OUT"}[o.Event]
					next, _, err := w.Fire(l, c)
					key := fmt.Sprint(next.State, next.Unit, next.Task != nil && next.Task.Accepted)
					if err == nil && !seen[key] {
						seen[key] = true
						todo = append(todo, next)
					}
					if o.Target == "" {
						break // to nobody in particular
					}
				}
			}
		}
	}
	return false
}
