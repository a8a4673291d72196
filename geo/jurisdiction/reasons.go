package jurisdiction

import (
	"slices"
	"strings"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// reasons tell the argument step by step, each with its figure: where it lies,
// what that makes of it, which rule applies, who follows from it.
func (r *Rules) reasons(d *Decision, s *survey, inc Incident) []Reason {
	var all []Reason
	say := func(code string, args ...any) {
		all = append(all, Reason{Code: code, Args: finding.New(code, "", args...).Args})
	}
	r.sayPlace(say, s)
	switch {
	case s.in.J == "LAKE":
		say("reason.lake", "lakes", placeNames(s.lakes))
	case s.in.J == "OUT" && s.outer == nil:
		say("reason.out_unknown", "m", s.border().DistanceM, "tau", s.tau, "superior", r.unitName(r.offices.municipal))
	case s.in.J == "OUT":
		say("reason.out", "m", s.border().DistanceM, "tau", s.tau, "county", countyName(s))
	case s.in.J == "CBORD" && r.significant(s, s.outside):
		say("reason.straddles", "percent", s.percent(s.outside), "county", countyName(s))
	case s.in.J == "CBORD":
		say("reason.city_border", "m", s.border().DistanceM, "tau", s.tau, "county", countyName(s))
	default:
		say("reason.in", "m", s.border().DistanceM, "tau", s.tau)
	}
	if s.disputed != nil {
		say("reason.disputed", "zone", finding.Name{ZH: s.disputed.Name, EN: s.disputed.NameEN}, "arbiter", r.unitName(d.Arbiter))
	}
	r.sayCandidates(say, d, s)
	switch s.in.Span {
	case "NEAR":
		for _, t := range s.towns[1:] {
			say("reason.near", "town", townName(t), "m", t.BorderM, "tau", s.tau)
		}
	case "MANY":
		say("reason.many", "n", len(s.concerned()))
	}
	switch {
	case s.zone != nil:
		say("reason.zone", "zone", finding.Name{ZH: s.zone.Name, EN: s.zone.NameEN}, "post", r.unitName(s.zone.Unit))
	case s.unmanned != nil:
		say("reason.unmanned", "zone", finding.Name{ZH: s.unmanned.Name, EN: s.unmanned.NameEN}, "post", r.unitName(s.unmanned.Unit))
	}
	r.sayDuty(say, s)
	if len(s.wetlands) > 0 {
		say("reason.wetland", "wetlands", placeNames(s.wetlands))
	}
	if len(s.basins) > 0 {
		code := "reason.basin"
		if s.acrossBasins {
			code = "reason.basins"
		}
		say(code, "basins", placeNames(s.basins))
	}
	r.sayWater(say, s)
	sayFollowUp(say, r, d)
	r.sayClass(say, s, inc)
	if s.in.SQ == "DIFF" {
		say("reason.squads", "squads", r.unitNames(r.squads(nil, s)))
	}
	switch {
	case s.onBorder:
		say("reason.lead_border", "town", townName(s.towns[0]))
	case s.in.Span == "MANY" && s.byFlow:
		say("reason.lead_upstream", "town", townName(s.towns[0]))
	case s.in.Span == "MANY" && s.tie:
		say("reason.lead_code", "town", townName(s.towns[0]))
	case s.in.Span == "MANY":
		say("reason.lead_share", "town", townName(s.towns[0]), "percent", s.percent(s.towns[0].AmountM))
	}
	brigade, squad := r.offices.brigade, r.leadTown(s).Squad
	switch superior := r.offices.superior(); {
	case leaderless(d) && superior == "":
		say("reason.no_units", "row", d.VRow)
	case leaderless(d):
		say("reason.no_lead", "row", d.VRow, "superior", r.unitName(superior))
	default:
		say(rowReason(d), "lead", r.unitName(d.Lead), "towns", townNames(s.concerned()), "brigade", r.unitName(brigade),
			"neighbours", r.unitNames(without(d.ConfirmBy, brigade)), "squad", r.unitName(squad))
	}
	if d.VRow == "V6" && ofDepartment(s.in.K) {
		say("reason.V6.called", "department", r.unitName(r.department(s.category.Department)), "police", r.unitName(r.department("BM-GA")))
	}
	if s.in.SQ == "DIFF" && d.VRow != "V12" && slices.Contains(d.ConfirmBy, brigade) {
		say("reason.confirm_squad", "squad", r.unitName(squad), "brigade", r.unitName(brigade))
	}
	if d.VRow == "V2" {
		if s.outer != nil {
			say("reason.pass_on", "to", r.unitName(r.counterpart(s)))
		}
		if s.in.S == law.Emergency {
			say("reason.V2.warn")
		}
	}
	if d.CertifiedOfficers {
		say("reason.certified", "squad", r.unitName(squad))
	}
	if d.LRow != "" {
		say(handledReason(d), "handler", r.unitName(d.Handler), "to", r.unitNames(without(d.Handover, d.Handler)), "squad", r.unitName(squad))
	}
	return all
}

// rowReason is the code of the sentence that says which row of table V applies. V7
// has three grounds; the first that holds is told.
func rowReason(d *Decision) string {
	switch {
	case d.VRow == "V1" && d.J == "LAKE":
		return "reason.V1.lake"
	case d.VRow != "V7":
		return "reason." + d.VRow
	case d.Span != "ONE":
		return "reason.V7.span"
	case d.H != "NO":
		return "reason.V7.flow"
	}
	return "reason.V7.damage"
}

// handledReason is the code of the sentence that says which row of table L applies.
func handledReason(d *Decision) string {
	switch {
	case d.LRow == "L4" && d.S == law.Grave:
		return "reason.L4.crime"
	case d.LRow == "L4" && d.K == law.K3E:
		return "reason.L4.life"
	case d.LRow == "L7" && d.Span == "MANY":
		return "reason.L7.many"
	case d.LRow == "L12" && len(d.Handover) == 1:
		return "reason.L12.direct"
	}
	return "reason." + d.LRow
}

// sayPlace tells in which towns an incident lies, with shares.
func (r *Rules) sayPlace(say func(string, ...any), s *survey) {
	if len(s.towns) == 0 {
		return
	}
	first := s.towns[0]
	switch {
	case !s.inside:
		say("reason.shore", "town", townName(first), "m", first.BorderM)
	case s.extent == 0:
		say("reason.point", "town", townName(first), "m", first.BorderM)
	default:
		unit := "line"
		if s.areal {
			unit = "area"
		}
		for _, t := range s.towns {
			if t.AmountM > 0 {
				say("reason.share_"+unit, "town", townName(t), "percent", s.percent(t.AmountM), "amount", t.AmountM)
			}
		}
	}
}

// percent of a line or an area as a whole, what lies outside the city included.
func (s *survey) percent(amount float64) float64 { return 100 * amount / s.extent }

func townName(t TownPart) finding.Name { return finding.Name{ZH: t.Name, EN: t.NameEN} }

func townNames(towns []TownPart) []finding.Name {
	var names []finding.Name
	for _, t := range towns {
		names = append(names, townName(t))
	}
	return names
}

func placeNames(areas []*atlas.Area) []finding.Name {
	var names []finding.Name
	for _, a := range areas {
		names = append(names, finding.Name{ZH: a.Name, EN: a.NameEN})
	}
	return names
}

// unitName names a unit; departments that the region does not list keep their id.
func (r *Rules) unitName(id string) finding.Name {
	if u, ok := r.atlas.Unit(id); ok {
		return finding.Name{ZH: u.Name, EN: u.NameEN}
	}
	return finding.Name{ZH: strings.TrimSpace(id)}
}

func (r *Rules) unitNames(ids []string) []finding.Name {
	var names []finding.Name
	for _, id := range ids {
		names = append(names, r.unitName(id))
	}
	return names
}

func countyName(s *survey) finding.Name {
	if s.outer == nil {
		return beyond
	}
	return finding.Name{ZH: s.outer.Name, EN: s.outer.NameEN}
}

// sayCandidates tells who else may lead, and whether that is to be settled on site.
func (r *Rules) sayCandidates(say func(string, ...any), d *Decision, s *survey) {
	if len(d.Candidates) < 2 {
		return
	}
	code := "reason.candidates"
	if s.extent > 0 {
		code = "reason.candidate_shares"
	}
	one, other := d.Candidates[0], d.Candidates[1]
	say(code, "m", s.inc.AccuracyM, "one", r.candidateName(one), "first", 100*one.Probability,
		"other", r.candidateName(other), "second", 100*other.Probability)
	if d.ConfirmOnSite {
		say("reason.confirm_on_site", "least", 100*r.set.Certainty, "one", r.candidateName(one), "other", r.candidateName(other))
	}
}

// candidateName names who would lead; land that no county of the region holds has nobody.
func (r *Rules) candidateName(c Candidate) finding.Name {
	if c.Lead == "" {
		return beyond
	}
	return r.unitName(c.Lead)
}

// sayFollowUp tells the likeliest source up the water, and when the water comes to
// intakes.
func sayFollowUp(say func(string, ...any), r *Rules, d *Decision) {
	if len(d.Suspects) > 0 {
		first := d.Suspects[0]
		say("reason.suspects", "n", len(d.Suspects), "site", finding.Name{ZH: first.Site.Name, EN: first.Site.NameEN},
			"m", first.DistanceM, "squad", r.unitName(first.Squad))
	}
	for _, way := range []struct {
		code string
		at   *Warned
	}{{"reason.section_up", d.SectionUp}, {"reason.section_down", d.SectionDown}} {
		if w := way.at; w != nil {
			say(way.code, "section", finding.Name{ZH: w.Name, EN: w.NameEN}, "m", w.DistanceM, "hours", w.TimeS/3600, "units", r.unitNames(w.Units))
		}
	}
	for _, w := range d.Warn {
		if w.Kind == Intake {
			say("reason.warn_intake", "intake", finding.Name{ZH: w.Name, EN: w.NameEN}, "m", w.DistanceM, "hours", w.TimeS/3600)
		}
	}
}
