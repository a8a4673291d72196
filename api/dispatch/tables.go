package dispatch

import (
	"embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"xunhu/geo/atlas"
	"xunhu/geo/law"
)

// A State is where a lead stands. New is that of a lead that has not been reported.
type State string

// The states that code names; all 23 stand in transitions.csv.
const (
	New           State = "NEW"
	Reported      State = "REPORTED"
	Assigned      State = "ASSIGNED"
	Verified      State = "VERIFIED"
	Remedy        State = "REMEDY"
	SquadPending  State = "SQUAD_PENDING"
	SquadReview   State = "SQUAD_REVIEW"
	Suspended     State = "SUSPENDED"
	DeptPending   State = "DEPT_PENDING"
	PolicePending State = "POLICE_PENDING"
	InDispute     State = "DISPUTE"
	Closed        State = "CLOSED"
	Merged        State = "MERGED"
	Void          State = "VOID"
)

// Final tells whether nothing more happens to a lead of its own accord.
func (s State) Final() bool { return s == Closed || s == Merged || s == Void }

// An Event is what somebody does with a lead.
type Event string

// A Transition is one row of the state machine.
type Transition struct {
	From, To State
	Event    Event
	By       []string // who, by their relation to the lead; any of them
	Needs    []string // what the command must bring
	Rows     []string // rows of table V or L under which it is open; empty: under all
	Unit     string   // who holds the lead afterwards: keep, to, none, sender
}

// A step is one row of a region that runs beside the states.
type step struct {
	region, from, to string
	event            Event
	by, needs        []string
}

// A ticking says when a limit runs.
type ticking struct {
	limit, region string
	states, when  []string
	since         int // edition of the machine: rulings of older ones start no such clock
}

type role struct {
	classes []string
	may     []string
}

type rung struct {
	class atlas.Class
	tier  string
}

type ruleOfDispute struct{ one, other, relation, arbiter, then, basis, mark string }

//go:embed *.csv
var files embed.FS

type tables struct {
	transitions []Transition
	at          map[State]map[Event]int
	regions     []step
	clocks      []ticking
	roles       map[Role]role
	ladder      []rung
	disputes    []ruleOfDispute
}

// load reads the tables once. A fault in them is a fault of the build, so it panics.
var load = sync.OnceValue(func() tables {
	t := tables{at: map[State]map[Event]int{}, roles: map[Role]role{}}
	for _, r := range law.Rows(files, "transitions.csv") {
		x := Transition{From: State(r["from"]), Event: Event(r["event"]), To: State(r["to"]), By: strings.Fields(r["by"]),
			Needs: strings.Fields(r["needs"]), Rows: strings.Fields(r["rows"]), Unit: r["unit"]}
		if t.at[x.From] == nil {
			t.at[x.From] = map[Event]int{}
		}
		t.at[x.From][x.Event] = len(t.transitions)
		t.transitions = append(t.transitions, x)
	}
	for _, r := range law.Rows(files, "regions.csv") {
		t.regions = append(t.regions, step{r["region"], r["from"], r["to"], Event(r["event"]), strings.Fields(r["by"]), strings.Fields(r["needs"])})
	}
	for _, r := range law.Rows(files, "clocks.csv") {
		t.clocks = append(t.clocks, ticking{r["limit"], r["region"], strings.Fields(r["states"]), strings.Fields(r["when"]), number(r["since"])})
	}
	for _, r := range law.Rows(files, "roles.csv") {
		t.roles[Role(r["role"])] = role{strings.Fields(r["classes"]), strings.Fields(r["may"])}
	}
	for _, r := range law.Rows(files, "ladder.csv") {
		t.ladder = append(t.ladder, rung{atlas.Class(r["class"]), r["tier"]})
	}
	for _, r := range law.Rows(files, "disputes.csv") {
		t.disputes = append(t.disputes, ruleOfDispute{r["one"], r["other"], r["relation"], r["arbiter"], r["then"], r["basis"], r["mark"]})
	}
	return t
})

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("dispatch: " + err.Error())
	}
	return n
}

// edition is the number of the machine that ruled: "machine-2" is 2. Before that it was 1.
func (v Versions) edition() int {
	n, err := strconv.Atoi(strings.TrimPrefix(v.Machine, "machine-"))
	if err != nil {
		return 1
	}
	return n
}

// Transitions lists the state machine in the order of its table.
func Transitions() []Transition { return slices.Clone(load().transitions) }

// find looks a transition up.
func find(s State, e Event) (Transition, bool) {
	i, ok := load().at[s][e]
	if !ok {
		return Transition{}, false
	}
	return load().transitions[i], true
}

// known tells whether an event is one of this package at all.
func known(e Event) bool {
	_, operation := operations[e]
	return operation || slices.ContainsFunc(load().transitions, func(t Transition) bool { return t.Event == e }) ||
		slices.ContainsFunc(load().regions, func(s step) bool { return s.event == e })
}

// findStep looks a step of a region up, by where the lead stands in it.
func findStep(l *Lead, e Event) (step, bool) {
	for _, s := range load().regions {
		if s.event == e && s.from == l.region(s.region) {
			return s, true
		}
	}
	return step{}, false
}
