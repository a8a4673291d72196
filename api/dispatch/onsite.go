package dispatch

import (
	"slices"
	"strings"
	"time"

	"xunhu/geo/law"
)

// seen are the states in which whoever holds a lead still has something to see on site.
var seen = []State{Assigned, "ACCEPTED", "REMEDY", "REMEDY_CHECK", SquadPending, SquadReview, "CASE"}

// onPaper are the clocks that no visit stops: they ask for an answer or a report.
var onPaper = []string{"D1", "D4", "D5", "T7.tell", "T8.accept", "T9", "T10", "T12", "T14"}

// OnSite tells whether a lead wants whoever holds it on site, and before when the first of
// the clocks that a visit serves is missed; zero: none says. One that is assigned is counted
// as if it were accepted at once, so that it is seen in time once it is.
func (w *World) OnSite(l Lead, now time.Time) (before time.Time, wanted bool) {
	if l.Unit == "" || l.waiting() || !slices.Contains(seen, l.State) {
		return time.Time{}, false
	}
	first := func(at time.Time) {
		if !at.IsZero() && (before.IsZero() || at.Before(before)) {
			before = at
		}
	}
	for _, d := range w.Deadlines(l, now) {
		id := d.Clock.Limit
		if l.State == Assigned && strings.HasPrefix(id, "D1") {
			visit := "D2"
			if l.Ruling.Inputs.S == "E" {
				visit = "D2.urgent"
			}
			if limit, ok := law.LimitOn(visit, d.Clock.Start); ok {
				first(w.Calendar.Due(law.Run{Limit: limit, Start: d.Clock.Start}).At)
			}
		}
		if !slices.ContainsFunc(onPaper, func(p string) bool { return id == p || strings.HasPrefix(id, p+".") }) && !strings.HasSuffix(id, "_request") {
			first(d.Due.At)
		}
	}
	return before, true
}

// ToCheck tells whether a back-check (回头看) of a lead is due.
func (l Lead) ToCheck() bool { return l.BackCheck == "DUE" && l.Unit != "" }
