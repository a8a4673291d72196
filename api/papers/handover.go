package papers

import (
	"slices"
	"strings"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// Handover makes the paper by which a lead goes to a unit that table L names; to
// is its id, "" for the first. The unit decides the form: a squad gets the sheet of
// the house, the police the transfer of a case, all others a letter of the branch.
func Handover(a *atlas.Atlas, c Case, d jurisdiction.Decision, to string) (Letter, error) {
	if err := c.check(true); err != nil {
		return Letter{}, err
	}
	unit, known := a.Unit(to)
	switch {
	case d.LRow == "L3" && unit.Class != atlas.Squad: // a squad takes it on when the emergency is over
		return Letter{}, finding.New("papers.emergency", c.Lead)
	case len(d.Handover) == 0:
		return Letter{}, finding.New("papers.no_handover", c.Lead, "row", d.LRow)
	}
	if to == "" {
		to = d.Handover[0]
		unit, known = a.Unit(to)
	}
	if !slices.Contains(d.Handover, to) {
		return Letter{}, finding.New("papers.not_target", c.Lead, "to", to, "row", d.LRow, "targets", d.Handover)
	}
	kind := ToDepartment
	switch {
	case unit.Class == atlas.Squad:
		kind = ToSquad
	case unit.Class == atlas.External || !known && !strings.HasPrefix(to, a.Region.Code):
		kind = ToNeighbour
	case strings.HasSuffix(to, "-BM-GA"):
		kind = ToPolice
	}
	l := begin(a, c, d, kind)
	l.To = PartyOf(a, to)
	l.Handler = PartyOf(a, d.Lead)
	switch {
	case kind == ToSquad && c.Sender != "":
		l.From, l.Handler = PartyOf(a, c.Sender), PartyOf(a, c.Sender)
	case kind == ToSquad && d.Lead != "":
		l.From = l.Handler
	case d.LRow == "L12" && d.Handler != to: // the squad transfers it on
		l.Handler = PartyOf(a, d.Handler)
	}
	subject, source := c.Subject, sourceOf(c)
	code := string(kind)
	if kind == ToPolice && c.Referral == Detention {
		code = "detention"
	}
	l.Title = say("papers.title."+code, "subject", subject)
	l.Opening = say("papers.opening."+code, "source", source, "subject", subject, "lead", c.Lead, "where", whereOf(a, c, d))
	l.Closing = say("papers.closing." + string(kind))
	l.Copies = copies(a, c, d, l.To.ID, kind)
	l.Basis = bases(d, kind)
	l.Deadlines = append(handoverLimits(c, d, kind), c.Deadlines...)
	l.Receipt = receipt(kind)
	l.Sections = sections(a, c, d, l)
	return l, nil
}

// begin fills in what all papers have.
func begin(a *atlas.Atlas, c Case, d jurisdiction.Decision, kind Kind) Letter {
	branch, _ := a.First(atlas.Branch)
	l := Letter{
		Kind: kind, Number: c.Number, Lead: c.Lead, Illustration: a.Region.Illustration,
		From: PartyOf(a, branch.ID), Evidence: c.Evidence, Contact: c.Contact, Signer: c.Signer, Date: c.Date,
		Place: placeOf(a, c, d), Sketch: sketch(a, c, d),
		Rows: strings.Join(slices.DeleteFunc(append([]string{d.VRow, d.LRow}, d.NRows...), func(r string) bool { return r == "" }), "、"),
	}
	switch d.S {
	case law.Emergency:
		l.Urgency = Flash
	case law.Grave:
		l.Urgency = Urgent
	}
	return l
}

// sourceOf says how the lead came, never from whom.
func sourceOf(c Case) Saying {
	if c.Source == "" {
		return say("papers.source.patrol")
	}
	return say("papers.source." + c.Source)
}

// copies are those who get the paper beside the receiver (抄送).
func copies(a *atlas.Atlas, c Case, d jurisdiction.Decision, to string, kind Kind) []Party {
	var ids []string
	add := func(id string) {
		if _, ok := a.Unit(id); ok && id != to && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	switch kind {
	case ToDepartment:
		if len(d.Towns) > 0 {
			town, _ := a.Town(d.Towns[0].Code)
			add(town.Squad)
		}
	case ToPolice:
		if c.Referral != Detention {
			add(a.Region.Code + "-BM-JC")
		}
	case ToNeighbour:
		for _, id := range d.Informed {
			if u, _ := a.Unit(id); u.Class == atlas.Municipal {
				add(id)
			}
		}
	}
	var all []Party
	for _, id := range ids {
		all = append(all, PartyOf(a, id))
	}
	return all
}

// bases are the references of the decision that bind the receiver: the scheme is
// the house's own and binds nobody beyond the city.
func bases(d jurisdiction.Decision, kind Kind) []law.Citation {
	all := slices.Clone(d.Basis)
	if kind == ToNeighbour || kind == Across || kind == ToPolice || kind == Dispute {
		all = slices.DeleteFunc(all, func(c law.Citation) bool { return c.Clause != "" })
	}
	if kind == ToPolice {
		all = append([]law.Citation{law.Article("TRANSFER", "5、7、8", law.Verified)}, all...)
	}
	return all
}

// receipt is the slip that goes with a paper.
func receipt(kind Kind) Receipt {
	r := Receipt{Replies: []Saying{say("papers.reply.accept"), say("papers.reply.incomplete"), say("papers.reply.refuse")}}
	switch kind {
	case ToNeighbour:
		r.Note = say("papers.receipt.neighbour")
	case ToPolice:
		r.Replies = []Saying{say("papers.reply.accept"), say("papers.reply.forwarded"), say("papers.reply.incomplete")}
		r.Note = say("papers.receipt.police")
	case Across, Inform:
		r.Replies = []Saying{say("papers.reply.known"), say("papers.reply.found"), say("papers.reply.not_found")}
	case Dispute:
		r.Replies = []Saying{say("papers.reply.known"), say("papers.reply.ruled")}
	}
	return r
}
