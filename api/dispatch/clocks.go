package dispatch

import (
	"slices"
	"strings"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/law"
)

// The clocks that have a deadline of their own: of a remedy that was ordered, and of what
// the sender of a lead asked for. The latter runs for a lead that was merged too, whose
// sender is answered as well (guard 7).
const (
	ordered = "ordered"
	asked   = "asked"
)

// tick starts and ends the clocks of a lead after something was done, by clocks.csv. A
// lead that was given to somebody else in the same state starts afresh.
func (w *World) tick(l *Lead, now time.Time, afresh bool) {
	var active []string
	for _, t := range load().clocks {
		if t.region == "main" && l.waiting() && t.limit != asked {
			continue // the children's clocks run instead
		}
		if t.since > l.Ruling.Versions.edition() {
			continue // so that a lead of an older release is rebuilt as it was
		}
		if (slices.Contains(t.states, l.region(t.region)) || t.states[0] == "*") && l.fulfils(t.when) && !slices.Contains(active, t.limit) {
			if _, known := law.LimitOn(t.limit, now); known || t.limit == ordered || t.limit == asked {
				active = append(active, t.limit)
			}
		}
	}
	for i := range l.Clocks {
		k := &l.Clocks[i]
		if !k.End.IsZero() {
			continue
		}
		if !slices.Contains(active, k.Limit) || afresh && renewed(k.Limit) {
			k.End = now
			continue
		}
		active = slices.DeleteFunc(active, func(id string) bool { return id == k.Limit })
	}
	for _, id := range active {
		k := Clock{Limit: id, Unit: w.runsFor(l, id), Start: now}
		switch id {
		case ordered:
			k.By = l.Due
		case asked:
			k.By = l.Asked
		case "T7.tell", "T8.accept":
			if !l.Came.IsZero() {
				k.Start = l.Came
			}
		}
		l.Clocks = append(l.Clocks, k)
	}
}

// renewed are the limits that begin again with a new holder or a new level.
func renewed(limit string) bool {
	return strings.HasPrefix(limit, "D1") || strings.HasPrefix(limit, "T9")
}

// runsFor is the unit that a clock runs for: the petition desk's branch for petitions,
// the petitioner (nobody here) for requests, the arbiter for disputes, else the holder.
func (w *World) runsFor(l *Lead, limit string) string {
	switch {
	case strings.HasSuffix(limit, "_request"):
		return ""
	case limit == asked, limit == "T10", limit == "T12", limit == "T14", strings.HasPrefix(limit, "T7"), strings.HasPrefix(limit, "T8"), strings.HasPrefix(limit, "T9"):
		return w.first(atlas.Branch)
	case limit == "D5" && l.Dispute != nil:
		return l.Dispute.Arbiter
	case limit == "T6.transfer":
		return l.Sender
	}
	return firstOf(l.Unit, w.first(atlas.Branch))
}

// fulfils tells whether a lead meets the conditions of a clock: of those of one kind
// ("row:L6 row:L8") any, of different kinds all.
func (l *Lead) fulfils(when []string) bool {
	any, met := map[string]bool{}, map[string]bool{}
	for _, c := range when {
		kind, value, _ := strings.Cut(c, ":")
		any[kind] = true
		met[kind] = met[kind] || l.meets(kind, value)
	}
	for kind := range any {
		if !met[kind] {
			return false
		}
	}
	return true
}

func (l *Lead) meets(kind, value string) bool {
	switch kind {
	case "asked":
		return !l.Asked.IsZero()
	case "unasked":
		return l.Asked.IsZero()
	case "source":
		return l.Source == value
	case "owes":
		return slices.ContainsFunc(l.Tellings, func(t Telling) bool { return t.Owed() && slices.Contains(t.Rows, value) })
	case "closed":
		return l.State == Closed
	case "fined":
		return l.Fined
	case "undecided":
		return !l.NoTransfer
	case "severity":
		return l.Ruling.Inputs.S == value
	case "row":
		return l.Ruling.L == value || l.Ruling.L == "" && l.Ruling.V == value || value == "V9" && l.Ruling.V == "V9"
	case "level":
		upper := l.Level == "I" || l.Level == "II" || l.Level == "" && l.Ruling.Upper
		return upper == (value == "upper")
	case "task":
		return l.Task != nil && !l.Task.Accepted
	case "received":
		return l.Received
	case "unreceived":
		return !l.Received
	case "releveled":
		return l.Relevel
	case "hotline":
		return l.Source == "12369" || l.Source == "12345"
	case "letter":
		return l.Source == "petition"
	case "answered":
		return l.Answered
	case "unanswered":
		return !l.Answered
	}
	panic("dispatch: clocks.csv asks for " + kind)
}

// due counts a clock.
func (w *World) due(k Clock) (law.TimeLimit, law.Due) {
	if k.Limit == ordered || k.Limit == asked {
		return law.TimeLimit{ID: k.Limit}, law.Due{At: k.By, Moved: k.By}
	}
	limit, ok := law.LimitOn(k.Limit, k.Start)
	if !ok {
		return law.TimeLimit{ID: k.Limit}, law.Due{}
	}
	return limit, w.Calendar.Due(law.Run{Limit: limit, Start: k.Start, Stops: k.Stops, Extended: k.Extended})
}

// Due says until when a clock runs, or ran.
func (w *World) Due(k Clock) law.Due {
	_, due := w.due(k)
	return due
}

// First is the first moment after which a clock that runs is missed; zero: none is known.
func (w *World) First(l Lead, now time.Time) time.Time {
	var first time.Time
	for _, k := range w.Deadlines(l, now) {
		if at := k.Due.At; !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// A Deadline is a clock that runs, until when, and who hears of it if it is missed.
type Deadline struct {
	Clock  Clock
	Limit  law.TimeLimit
	Due    law.Due
	Missed bool
	Tier   string // deputy, principal, head, squad, brigade, branch, government, superior, municipal; "" while nothing is missed
	To     string // the unit of that tier
}

// Deadlines lists the clocks of a lead that run, and what they come to at a moment. What is
// missed rings at the next tier (R46: 分管领导, 主要领导), then at the squad, then at the
// brigade; each tier has as long as the limit gave if that was hours, else one working day.
func (w *World) Deadlines(l Lead, now time.Time) []Deadline {
	var all []Deadline
	for _, k := range l.Clocks {
		if !k.End.IsZero() {
			continue
		}
		limit, due := w.due(k)
		d := Deadline{Clock: k, Limit: limit, Due: due, Missed: due.Missed(now)}
		if d.Missed && k.Unit != "" {
			d.Tier, d.To = w.ring(k.Unit, w.steps(limit, due, now))
		}
		all = append(all, d)
	}
	return all
}

// steps counts how many tiers have been passed since a limit was missed, the first at once.
func (w *World) steps(limit law.TimeLimit, due law.Due, now time.Time) int {
	short := limit.Clock == law.Hours || limit.Clock == law.Minutes || limit.Clock == law.WorkingHours
	if !short || limit.Amount == 0 {
		limit, _ = law.LimitOn("D4", now)
	}
	n, from := 1, due.At
	for n < len(load().ladder) {
		next := w.Calendar.Due(law.Run{Limit: limit, Start: from})
		if next.At.IsZero() || !now.After(next.At) {
			break
		}
		n, from = n+1, next.At
	}
	return n
}

// ring gives the n-th tier above a unit, or the last one there is.
func (w *World) ring(unit string, n int) (tier, to string) {
	class := w.class(unit)
	if class == "" { // an authority that is no unit here
		class = atlas.External
	}
	for _, r := range load().ladder {
		if r.class != class {
			continue
		}
		tier, to = r.tier, w.tier(unit, r.tier)
		if n--; n == 0 {
			break
		}
	}
	return tier, to
}

// tier gives the unit where a tier above a unit sits.
func (w *World) tier(unit, tier string) string {
	u, _ := w.Org.Unit(unit)
	switch tier {
	case "deputy", "principal": // the town's leaders
		if len(u.Towns) > 0 {
			if g, ok := w.Org.Unit(u.Towns[0] + "-ZF"); ok {
				return g.ID
			}
		}
	case "squad":
		return w.squadOf(unit)
	case "brigade":
		return w.first(atlas.Brigade)
	case "branch":
		return w.first(atlas.Branch)
	case "municipal":
		return w.first(atlas.Municipal)
	case "government":
		return w.first("CITY_GOV")
	case "superior":
		return w.beyond(unit)
	}
	return unit
}
