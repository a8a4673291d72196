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
	Ground               Text   // what the dispute is about
	Ours, Theirs         Text   // what each side says
	Talks                []Talk // consultations so far
	Proposal             Text   // what the claimant asks for, "" for any ruling
}

// A Talk is one consultation and what came of it.
type Talk struct {
	At     time.Time
	Result Text
}

// DisputeRequest makes the request to the arbiter whom the decision names. The
// branch writes where the other side is not its own; between its own units the
// claimant writes. Nobody writes past his own superior: where the arbiter stands
// higher, the request goes to the superior, who is asked to pass it on.
func DisputeRequest(a *atlas.Atlas, c Case, d jurisdiction.Decision, q Disagreement) (Letter, error) {
	if err := c.check(false); err != nil {
		return Letter{}, err
	}
	switch {
	case d.Arbiter == "":
		return Letter{}, finding.New("papers.no_arbiter", c.Lead)
	case q.Claimant == "" || q.Respondent == "" || q.Ground.ZH == "":
		return Letter{}, finding.New("papers.no_dispute", c.Lead)
	}
	l := begin(a, c, d, Dispute)
	claimant, respondent, arbiter := party(a, q.Claimant), party(a, q.Respondent), party(a, d.Arbiter)
	within := inHouse(a, q.Claimant) && inHouse(a, q.Respondent)
	if within {
		l.From = claimant
	}
	l.To, l.Handler = arbiter, claimant
	closing := say("papers.closing.dispute", "arbiter", arbiter.Name)
	if from, ok := a.Unit(l.From.ID); ok && !within && from.Parent != "" && from.Parent != arbiter.ID && !governs(a, arbiter.ID) {
		l.To = party(a, from.Parent)
		closing = say("papers.closing.dispute_via", "arbiter", arbiter.Name, "via", l.To.Name)
	}
	l.Title = say("papers.title.dispute", "subject", c.Subject)
	l.Opening = say("papers.opening.dispute", "source", sourceOf(c), "subject", c.Subject, "lead", c.Lead, "where", whereOf(a, c, d),
		"claimant", claimant.Name, "respondent", respondent.Name, "ground", q.Ground)
	l.Closing = closing
	l.Copies = []Party{respondent}
	if respondent.ID == l.To.ID {
		l.Copies = nil
	}
	l.Basis = disputeBases(c, d, within)
	house := law.Article("PROJECT", "", law.Default)
	l.Deadlines = append([]Deadline{{What: say("papers.due.ruling"), Limit: say("papers.limit.2workdays"), Basis: house}}, c.Deadlines...)
	l.Receipt = receipt(Dispute)
	l.Sections = append(sections(a, c, d, l), views(claimant, respondent, q)...)
	return l, nil
}

// views are the dispute's own sections.
func views(claimant, respondent Party, q Disagreement) []Section {
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
	meanwhile := []Saying{say("papers.meanwhile", "who", claimant.Name)}
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

// governs tells whether a unit is the city's own government, to which the branch
// may write directly.
func governs(a *atlas.Atlas, id string) bool { return id == a.Region.Code+"-GOV" }

// disputeBases are the rules of designation: between authorities of different
// counties or bodies those of the law, within the house those of the scheme.
func disputeBases(c Case, d jurisdiction.Decision, within bool) []law.Citation {
	act := c.OccurredAt.In(beijing)
	var all []law.Citation
	switch {
	case within:
		for _, row := range []string{"V10", "V12"} {
			for _, x := range law.BasisOf(row, act) {
				if x.Clause == "R23" || x.Clause == "R47" {
					all = append(all, x)
				}
			}
		}
		return all
	case d.J == "IN":
		if code := law.Article("CODE", "16、20", law.Verified); code.Instrument.InForce(act) {
			all = append(all, code)
		}
	}
	return append(all, law.BasisOf("L5", act)...)
}
