package dispatch

import (
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"testing"

	"xunhu/api/words"
	"xunhu/geo/law"
)

// reference is what decision_oracle.py prints as the state machine.
func reference(t *testing.T) [][]string {
	f, err := os.Open("testdata/transitions.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

// The 66 transitions are those of the field's reference, in its order, and no others.
func TestTransitionsAreTheReference(t *testing.T) {
	var got [][]string
	states := map[State]bool{}
	for _, x := range Transitions() {
		got = append(got, []string{string(x.From), string(x.Event), string(x.To)})
		states[x.From], states[x.To] = true, true
	}
	if want := reference(t); !slices.EqualFunc(got, want, slices.Equal) || len(want) != 66 {
		t.Errorf("%d transitions %v, want %d %v", len(got), got, len(want), want)
	}
	if len(states) != 23 {
		t.Errorf("%d states, want 23", len(states))
	}
}

// No pair of state and event stands twice; every state is reached from the beginning, and
// CLOSED from every open state.
func TestEveryOpenStateReachesClosed(t *testing.T) {
	next, pairs := map[State][]State{}, map[string]bool{}
	for _, x := range Transitions() {
		pair := string(x.From) + " " + string(x.Event)
		if pairs[pair] {
			t.Errorf("%s stands twice", pair)
		}
		pairs[pair] = true
		next[x.From] = append(next[x.From], x.To)
	}
	reach := func(from State) map[State]bool {
		seen, todo := map[State]bool{from: true}, []State{from}
		for len(todo) > 0 {
			s := todo[0]
			todo = todo[1:]
			for _, n := range next[s] {
				if !seen[n] {
					seen[n] = true
					todo = append(todo, n)
				}
			}
		}
		return seen
	}
	if n := len(reach(New)); n != 23 {
		t.Errorf("%d states are reached, want 23", n)
	}
	for s := range next {
		if s != Merged && s != Void && !reach(s)[Closed] {
			t.Errorf("%s never closes", s)
		}
	}
}

// All that the tables name has its words, and every limit of clocks.csv is one of the law.
func TestEverythingHasItsWords(t *testing.T) {
	need := func(code string) {
		if !words.Has(code) {
			t.Errorf("%s has no words", code)
		}
	}
	for _, x := range Transitions() {
		need("state." + string(x.From))
		need("state." + string(x.To))
		need("event." + string(x.Event))
		for _, by := range x.By {
			need("relation." + by)
		}
		for _, n := range x.Needs {
			if len(n) > 3 && n[:3] == "to:" {
				need("target." + n[3:])
			}
		}
	}
	for _, s := range load().regions {
		need("event." + string(s.event))
		need(s.region + "." + s.from)
		need(s.region + "." + s.to)
	}
	for _, e := range Operations() {
		need("event." + string(e))
	}
	for _, r := range Roles() {
		need("role." + string(r))
	}
	for _, r := range load().ladder {
		need("tier." + r.tier)
	}
	for g := 1; g <= 11; g++ {
		need("guard." + strconv.Itoa(g))
	}
	for _, l := range law.Limits(monday) {
		need("clock." + string(l.Clock))
		for _, s := range l.Stops {
			need("stop." + s)
		}
	}
	for _, c := range load().clocks {
		if _, ok := law.LimitOn(c.limit, monday); !ok && c.limit != ordered && c.limit != asked {
			t.Errorf("clocks.csv: no limit %s", c.limit)
		}
	}
}

// Each need, relation and condition in the tables is one that the code knows: firing every
// transition and step with every role meets no panic, and answers with a lead or a refusal.
func TestTotal(t *testing.T) {
	w := world()
	actors := append(everybody(), Actor{}, Actor{Person: "nobody"}, Actor{Person: "p", Unit: id("104-SO"), Role: "brigade_head"})
	events := Operations()
	for _, x := range Transitions() {
		events = append(events, x.Event)
	}
	for _, s := range load().regions {
		events = append(events, s.event)
	}
	slices.Sort(events)
	events = slices.Compact(events)
	done, tried := 0, map[State]bool{}
	for _, x := range Transitions() {
		if tried[x.From] {
			continue
		}
		tried[x.From] = true
		for _, source := range []string{"petition"} {
			l := Lead{ID: "x", State: x.From, Source: source, Unit: id("104-SO"), Emergency: "NONE", BackCheck: "DUE", Petition: "RECEIVED", Ruling: *ruling("V9", "L6", "K1", "E", "VIO", "STATION")}
			if x.From == InDispute {
				l.Dispute = &Dispute{Arbiter: id("DD"), Claimant: id("104-SO"), Respondent: id("105-SO")}
			}
			for _, e := range events {
				for _, a := range actors {
					for _, c := range []Command{{Event: e, Actor: a, At: monday}, whole(e, a, monday)} {
						next, records, err := w.Fire(l, c)
						if (err == nil) != (len(records) > 0) || (err == nil) != (next.State != "") {
							t.Fatalf("%s in %s: %v, %d records, %v", c, l.State, next.State, len(records), err)
						}
						if err == nil {
							done++
							w.Deadlines(next, monday.AddDate(0, 3, 0))
						}
						if err == nil && (a.Role == "auditor" || a.Role == "administrator") {
							t.Fatalf("%s in %s was allowed", c, l.State)
						}
					}
				}
			}
		}
	}
	if done < 500 {
		t.Errorf("only %d commands were carried out: the test tries the wrong ones", done)
	}
}
