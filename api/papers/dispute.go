package papers

import (
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// A Disagreement is a dispute over who has a lead.
type Disagreement struct {
	Claimant, Respondent string // ids of the units
	Arbiter              string // who decides; "" for whom the field's rules name
	Ground               Text   // what the dispute is about
	Ours, Theirs         Text   // what each side says
	Talks                []Talk // consultations so far
	Proposal             Text   // what the claimant asks for, "" for any ruling
	Holder               string // who has the lead until the ruling; "" the side of the house
}

// A Talk is one consultation and what came of it.
type Talk struct {
	At     time.Time
	Result Text
}

// DisputeRequest makes the request to whoever decides between the two sides. The
// branch writes where the other side is not its own; between its own units the
// claimant writes. Nobody writes past his own superior: where the arbiter stands
// higher, the request goes to the superior, who is asked to pass it on.
func DisputeRequest(a *atlas.Atlas, c Case, d jurisdiction.Decision, q Disagreement) (Letter, error) {
	if err := c.check(false); err != nil {
		return Letter{}, err
	}
	if q.Claimant == "" || q.Respondent == "" || q.Ground.ZH == "" {
		return Letter{}, finding.New("papers.no_dispute", c.Lead)
	}
	if q.Arbiter == "" {
		if q.Arbiter = arbiterOf(a, q.Claimant, q.Respondent); q.Arbiter == "" {
			return Letter{}, finding.New("papers.no_arbiter", c.Lead)
		}
	}
	l := begin(a, c, d, Dispute)
	claimant, respondent, arbiter := PartyOf(a, q.Claimant), PartyOf(a, q.Respondent), PartyOf(a, q.Arbiter)
	ours := claimant
	if !inHouse(a, q.Claimant) && inHouse(a, q.Respondent) { // a department refused what we handed over
		ours = respondent
	}
	holder := ours
	if q.Holder != "" {
		holder = PartyOf(a, q.Holder)
	}
	within := inHouse(a, q.Claimant) && inHouse(a, q.Respondent)
	if within {
		l.From = claimant
	}
	l.To, l.Handler = arbiter, ours
	closing := say("papers.closing.dispute", "arbiter", arbiter.Name)
	if from, _ := a.Unit(l.From.ID); !within && from.Parent != "" && from.Parent != arbiter.ID && arbiter.ID != government(a) {
		l.To = PartyOf(a, from.Parent)
		closing = say("papers.closing.dispute_via", "arbiter", arbiter.Name, "via", l.To.Name)
	}
	l.Title = say("papers.title.dispute", "subject", c.Subject)
	l.Opening = say("papers.opening.dispute", "source", sourceOf(c), "subject", c.Subject, "lead", c.Lead, "where", whereOf(a, c, d),
		"claimant", claimant.Name, "respondent", respondent.Name, "ground", q.Ground)
	l.Closing = closing
	l.Copies = []Party{respondent}
	if ours == respondent {
		l.Copies = []Party{claimant}
	}
	l.Basis = disputeBases(a, c, q)
	l.Deadlines = append([]Deadline{limit(c, "D5", time.Time{}, say("papers.due.ruling"), say("papers.limit.2workdays"))}, c.Deadlines...)
	l.Receipt = receipt(Dispute)
	l.Sections = append(sections(a, c, d, l), views(claimant, respondent, holder, q)...)
	return l, nil
}

// arbiterOf is who decides between two units: the common superior of authorities of
// two counties, the city's government between the house and a department, else
// whoever stands over both in the house. "" where the region does not tell.
func arbiterOf(a *atlas.Atlas, one, other string) string {
	for _, id := range []string{one, other} {
		if n, ok := neighbourOf(a, id); ok {
			return n.Superior
		}
	}
	if !inHouse(a, one) || !inHouse(a, other) {
		return government(a)
	}
	x, _ := a.Unit(one)
	y, _ := a.Unit(other)
	branch, _ := a.First(atlas.Branch)
	brigade, _ := a.First(atlas.Brigade)
	switch {
	case x.Class == atlas.Post || y.Class == atlas.Post:
		return branch.ID
	case x.Class == atlas.Station && y.Class == atlas.Station && x.Parent == y.Parent:
		return x.Parent
	}
	return brigade.ID
}

// views are the dispute's own sections.
func views(claimant, respondent, holder Party, q Disagreement) []Section {
	both := []Saying{}
	if q.Ours.ZH != "" {
		both = append(both, say("papers.view", "who", claimant.Name, "view", q.Ours))
	}
	if q.Theirs.ZH != "" {
		both = append(both, say("papers.view", "who", respondent.Name, "view", q.Theirs))
	}
	for _, t := range q.Talks {
		both = append(both, say("papers.talk", "at", Text{ZH: day("zh", t.At), EN: day("en", t.At)}, "result", t.Result))
	}
	if len(q.Talks) == 0 {
		both = append(both, say("papers.no_talk"))
	}
	meanwhile := []Saying{say("papers.meanwhile", "who", holder.Name)}
	if q.Proposal.ZH != "" {
		meanwhile = append([]Saying{text(q.Proposal)}, meanwhile...)
	}
	return []Section{{say("papers.head.views"), both}, {say("papers.head.proposal"), meanwhile}}
}

// inHouse tells whether a unit belongs to the branch.
func inHouse(a *atlas.Atlas, id string) bool {
	u, _ := a.Unit(id)
	switch u.Class {
	case atlas.Branch, atlas.Brigade, atlas.Squad, atlas.Station, atlas.Post:
		return true
	}
	return false
}

// government is the city's own, to which the branch writes directly; "" if the
// region has none.
func government(a *atlas.Atlas) string {
	id := a.Region.Code + "-GOV"
	if _, ok := a.Unit(id); !ok {
		return ""
	}
	return id
}

// disputeBases are the rules of designation: between authorities of two counties
// those of the law of penalties, between departments those of the Code, within the
// house those of the scheme.
func disputeBases(a *atlas.Atlas, c Case, q Disagreement) []law.Citation {
	act := c.OccurredAt.In(beijing)
	_, one := neighbourOf(a, q.Claimant)
	_, other := neighbourOf(a, q.Respondent)
	var all []law.Citation
	switch {
	case one || other:
		return law.BasisOf("L5", act)
	case inHouse(a, q.Claimant) && inHouse(a, q.Respondent):
		for _, x := range append(law.BasisOf("V10", act), law.BasisOf("V12", act)...) {
			if x.Clause == "R23" || x.Clause == "R47" {
				all = append(all, x)
			}
		}
	default:
		if code := law.Article("CODE", "16、20", law.Verified); code.Instrument.InForce(act) {
			all = append(all, code)
		}
	}
	return all
}
