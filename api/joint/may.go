package joint

import (
	"slices"
	"time"

	"xunhu/geo/finding"
)

// LeastCertified is how many certified officers of ecology and environment must take part
// (DOMAIN 6.1, P6).
const LeastCertified = 2

// minute is how moments stand in sentences.
const minute = "2006-01-02 15:04"

// May tells why a record cannot follow on the patrol as it is; nil: it can. It does not ask
// who enters it. of tells the unit of a person of the register, "" of nobody.
func (p *Patrol) May(r Record, of func(person string) string) *finding.Finding {
	no := func(code string, args ...any) *finding.Finding {
		return finding.New(code, "", append([]any{"id", p.ID}, args...)...)
	}
	begun := !r.At.Before(p.Start)
	if r.Event == Invite {
		begun = !r.At.Before(r.Start)
	}
	switch {
	case p.Cancelled != nil:
		return no("joint.cancelled")
	case r.Event == Cancel && (p.Own != nil || slices.ContainsFunc(p.Departments, func(d Department) bool { return d.Came != nil })):
		return no("joint.written")
	case (r.Event == Cancel || !r.Yes && r.Event == Reply) && r.Note == "":
		return no("joint.no_reason")
	case begun && (r.Event == Invite || r.Event == Reply):
		return no("joint.begun")
	case !begun && r.Event == Attend:
		return no("joint.not_begun")
	case r.Event == Invite:
		return invitable(r, no)
	case r.Event == Cancel:
		return nil
	}
	if p.department(r.Unit) == nil && !(r.Event == Attend && r.Unit == p.Host) {
		return no("joint.not_invited", "unit", r.Unit)
	}
	if r.Yes && len(r.Who) == 0 {
		return no("joint.nobody", "unit", r.Unit)
	}
	for i, g := range r.Who {
		switch {
		case g.ID == "" && g.Name == "":
			return no("joint.nobody", "unit", r.Unit)
		case g.ID != "" && of(g.ID) == "":
			return no("joint.no_person", "person", g.ID)
		case g.ID != "" && r.Unit != p.Host && of(g.ID) != r.Unit:
			return no("joint.not_theirs", "person", g.ID, "unit", r.Unit)
		case slices.Contains(r.Who[:i], g):
			return no("joint.twice", "person", g.Name+g.ID)
		}
	}
	return nil
}

func invitable(r Record, no func(string, ...any) *finding.Finding) *finding.Finding {
	if len(r.Asked) == 0 {
		return no("joint.nobody_asked")
	}
	for i, a := range r.Asked {
		if slices.ContainsFunc(r.Asked[:i], func(b Asked) bool { return a.Unit == b.Unit }) {
			return no("joint.asked_twice", "unit", a.Unit)
		}
	}
	if !r.ReplyBy.IsZero() && r.ReplyBy.After(r.Start) {
		return no("joint.reply_late", "start", r.Start.Format(minute))
	}
	return nil
}

// Faults names what is missing at a moment. Before the patrol: replies that are overdue. When
// who came is taken down: certified officers, somebody of a department that accepted; and of
// whom nothing is taken down. certified tells it of a person of the register.
func (p *Patrol) Faults(now time.Time, certified func(person string, at time.Time) bool) []*finding.Finding {
	var all []*finding.Finding
	fault := func(code string, args ...any) {
		all = append(all, finding.New(code, p.ID, append([]any{"day", p.Start.Format(time.DateOnly)}, args...)...))
	}
	state := p.State(now)
	if state == Off {
		return nil
	}
	if state == Unwritten {
		fault("joint.unwritten")
	}
	if p.Own != nil {
		n := 0
		for _, g := range p.Own.Who {
			if g.ID != "" && certified(g.ID, p.Start) {
				n++
			}
		}
		if n < LeastCertified {
			fault("joint.too_few_certified", "n", n, "least", LeastCertified)
		}
	}
	for i := range p.Departments {
		d := &p.Departments[i]
		switch {
		case d.Reply == nil && state == Open && !p.ReplyBy.IsZero() && now.After(p.ReplyBy):
			fault("joint.overdue", "unit", d.Unit, "by", p.ReplyBy.Format(minute))
		case d.Came == nil && p.Own != nil:
			fault("joint.not_written", "unit", d.Unit)
		case d.Came != nil && !d.Came.Yes && d.Accepted():
			fault("joint.nobody_from", "unit", d.Unit)
		}
	}
	return all
}
