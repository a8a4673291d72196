package jurisdiction

import (
	"strings"
	"time"

	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// Unplaced is what can be said of an incident whose place nobody knows yet: its class, its
// severity, its law, and whom the rows of table N tell that ask for no place (N8, N9, N11,
// N12). No row of V or L applies and nobody leads: a person finds the place, and then the
// tables are asked. The geometry is not looked at.
func (r *Rules) Unplaced(inc Incident) Decision {
	if !inc.OccurredAt.IsZero() {
		inc.OccurredAt = inc.OccurredAt.In(law.China)
	}
	s := &survey{rules: r, inc: inc, category: r.offices.category(inc.Category)}
	s.in = Inputs{Z: "N", Span: "ONE", SQ: "SAME", H: "NO", W: "NONE", K: s.category.K, S: inc.Severity} // what table N takes for nothing
	if s.in.S == "" {
		s.in.S = s.category.Severity
	}
	d := Decision{Versions: Versions{Boundaries: r.offices.boundaries, Rules: RulesVersion, Law: law.Version}}
	r.inform(&d, s, inc)
	d.Inputs = Inputs{K: s.in.K, S: s.in.S}
	d.Basis = basis(&d, s, inc)
	say := func(code string, args ...any) {
		d.Reasons = append(d.Reasons, Reason{Code: code, Args: finding.New(code, "", args...).Args})
	}
	say("reason.unplaced")
	r.sayClass(say, s, inc)
	return d
}

// sayClass tells what the category makes of an incident.
func (r *Rules) sayClass(say func(code string, args ...any), s *survey, inc Incident) {
	say("reason.class."+string(s.in.K), "category", finding.Name{
		ZH: strings.TrimSpace(s.category.Code + " " + s.category.ZH), EN: strings.TrimSpace(s.category.Code + " " + s.category.EN),
	})
	if _, known := r.offices.categories[inc.Category]; !known && inc.Category != "" {
		say("reason.unknown_category", "code", inc.Category)
	} else if known && len(s.category.On(inc.OccurredAt)) == 0 {
		say("reason.no_law", "day", inc.OccurredAt.Format(time.DateOnly))
	}
	if s.in.S != "N" {
		say("reason.severity." + string(s.in.S))
	}
}
