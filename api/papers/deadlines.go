package papers

import (
	"time"

	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// limit is a limit of the law's table as it stands on the day of the paper. Its
// moment is the earlier of those that could be meant; it is left open where the start
// is not known or the calendar lacks the year.
func limit(c Case, id string, start time.Time, what, within Saying) Deadline {
	d := Deadline{What: what, Limit: within, Basis: law.Article("PROJECT", "", law.Default)}
	l, ok := law.LimitOn(id, c.Date.In(beijing))
	if !ok {
		return d
	}
	if len(l.Basis) > 0 {
		d.Basis = l.Basis[0]
	}
	if !start.IsZero() {
		d.Due = law.Official().Due(law.Run{Limit: l, Start: start.In(beijing)}).At
	}
	return d
}

// handoverLimits are the times of a handover: those of the law and, marked so,
// those of the house.
func handoverLimits(c Case, d jurisdiction.Decision, kind Kind) []Deadline {
	open := time.Time{}
	if kind == ToPolice {
		return []Deadline{
			limit(c, "T6.decide", open, say("papers.due.decide_transfer"), say("papers.limit.3days")),
			limit(c, "T6.transfer", open, say("papers.due.transfer"), say("papers.limit.24h_approved")),
			limit(c, "T6.forward", open, say("papers.due.police_forward"), say("papers.limit.24h")),
			limit(c, "T6.review", open, say("papers.due.police_review"), say("papers.limit.3days_received")),
		}
	}
	handover := limit(c, "D3", c.VerifiedAt, say("papers.due.handover"), say("papers.limit.24h_verified"))
	if d.LRow == "L2" {
		handover = limit(c, "L2.pass", open, say("papers.due.handover"), say("papers.limit.same_day"))
	}
	return []Deadline{handover, limit(c, "D4", c.Date, say("papers.due.answer"), say("papers.limit.1workday"))}
}
