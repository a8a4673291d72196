package law

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A ClockType says how a limit is counted.
type ClockType string

// The clock types. Days, months and years end with the last second of their last
// day in China; hours and minutes end to the second.
const (
	Days         ClockType = "days"      // calendar days
	WorkingDays  ClockType = "workdays"  // days on which offices work
	Hours        ClockType = "hours"     // by the plain clock
	Minutes      ClockType = "minutes"   // by the plain clock
	WorkingHours ClockType = "workhours" // within office hours of working days
	SameDay      ClockType = "sameday"   // by the end of the day
	Months       ClockType = "months"
	Years        ClockType = "years"
	Prompt       ClockType = "prompt" // 及时, or not found: there is no number
)

// A TimeLimit is one official time limit, or one of this program's defaults, as it
// stands on some day.
type TimeLimit struct {
	ID       string // T1 … T14, D1 … D9, with what is limited: "T6.transfer"
	Clock    ClockType
	Amount   int      // in the unit of the clock
	Extend   int      // how much more may be approved; 0: nothing
	Stops    []string // what does not count: hearing, notice, …
	ZH, EN   string   // what must be done
	From, To time.Time
	Basis    []Citation // where it is written; an extension that is written elsewhere is named too
	Counting Citation   // how it is counted
}

// Limits lists every limit that stands on a day, in the order of the table. The day
// is that of the act for liability (T11), and that of the step for procedure.
func Limits(on time.Time) []TimeLimit {
	var in []TimeLimit
	for _, l := range load().limits {
		if holds(l.From, l.To, on) {
			l.Basis = slices.Clone(l.Basis)
			in = append(in, l)
		}
	}
	return in
}

// LimitOn finds a limit by its id as it stands on a day.
func LimitOn(id string, on time.Time) (TimeLimit, bool) {
	for _, l := range load().limits {
		if l.ID == id && holds(l.From, l.To, on) {
			l.Basis = slices.Clone(l.Basis)
			return l, true
		}
	}
	return TimeLimit{}, false
}

// counting names the rule by which a clock type is counted.
var counting = map[ClockType]string{
	Days: "COUNT.days", SameDay: "COUNT.days", WorkingDays: "COUNT.workdays", Months: "COUNT.years", Years: "COUNT.years",
	Hours: "COUNT.hours", Minutes: "COUNT.hours", WorkingHours: "COUNT.hours",
}

// limit reads a row of limits.csv.
func (t tables) limit(r map[string]string) TimeLimit {
	l := TimeLimit{
		ID: r["id"], Clock: ClockType(r["clock"]), Amount: number(r["amount"]), Extend: number(r["extend"]),
		ZH: r["zh"], EN: r["en"], From: day(r["valid_from"]), To: day(r["valid_to"]),
		Basis: append([]Citation{t.article(r)}, t.bases[r["id"]]...),
	}
	if r["stops"] != "" {
		l.Stops = strings.Split(r["stops"], ";")
	}
	if l.Extend > 0 {
		l.Basis = append(l.Basis, t.bases[l.ID+"+"]...)
	}
	if rule := t.bases[counting[l.Clock]]; len(rule) > 0 {
		l.Counting = rule[0]
	}
	return l
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic("law: " + err.Error())
	}
	return n
}

// A Choice is the law of a category for an act that is decided later.
type Choice struct {
	OfTheDay  []Citation // law of the day of the act
	IfLighter []Citation // law that has come since; it applies where it is the lighter one
	Rules     []Citation // why the later law is shown beside the older
}

// Choose gives the law of the day of an act and, beside it, what has come into force
// until the day of the decision: the later law applies where it is the lighter one
// (Code Art. 1057; for other laws Art. 37 of the Administrative Penalty Law). Which of
// them is lighter is for officers to weigh.
func (c Category) Choose(act, decided time.Time) Choice {
	out := Choice{OfTheDay: c.On(act)}
	rules := map[string]bool{}
	for _, x := range c.On(decided) {
		if x.Instrument.InForce(act) {
			continue
		}
		x.IfLighter = true
		out.IfLighter = append(out.IfLighter, x)
		rule := "LIGHTER.other"
		if x.Instrument.ID == "CODE" {
			rule = "LIGHTER.code"
		}
		if !rules[rule] {
			rules[rule] = true
			out.Rules = append(out.Rules, load().bases[rule]...)
		}
	}
	return out
}
