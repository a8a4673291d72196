package papers

import (
	"slices"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// Notice makes the letter to the authority of a neighbouring county that row N2
// names; to is its id, "" for the first. The common superior has a copy where
// table N tells it: in grave matters and emergencies.
func Notice(a *atlas.Atlas, c Case, d jurisdiction.Decision, to string) (Letter, error) {
	if err := c.check(false); err != nil {
		return Letter{}, err
	}
	var targets, superiors []string
	for _, told := range d.Told {
		if told.Row != "N2" {
			continue
		}
		for _, id := range told.To {
			switch u, ok := a.Unit(id); {
			case slices.ContainsFunc(a.Neighbours, func(n atlas.Neighbour) bool { return n.Superior == id }):
				superiors = append(superiors, id)
			case !ok || u.Class == atlas.External:
				targets = append(targets, id)
			}
		}
	}
	if len(targets) == 0 {
		return Letter{}, finding.New("papers.no_notice", c.Lead)
	}
	if to == "" {
		to = targets[0]
	}
	if !slices.Contains(targets, to) {
		return Letter{}, finding.New("papers.not_target", c.Lead, "to", to, "row", "N2", "targets", targets)
	}
	l := begin(a, c, d, Across)
	l.To = party(a, to)
	l.Handler = party(a, d.Lead)
	county, _ := neighbourOf(a, to)
	up, down := meets(d.Upstream, county.Code), meets(d.Downstream, county.Code)
	code := "papers.title.across"
	if up != nil || d.J == "CBORD" {
		code = "papers.title.assist"
	}
	l.Title = say(code, "subject", c.Subject)
	l.Opening = say("papers.opening.across", "source", sourceOf(c), "subject", c.Subject, "lead", c.Lead, "where", whereOf(a, c, d))
	l.Closing = say("papers.closing.across")
	for _, id := range superiors {
		if county.Superior == id {
			l.Copies = append(l.Copies, party(a, id))
		}
	}
	l.Basis = noticeBases(d, c)
	l.Deadlines = append([]Deadline{limit(c, "D4", c.Date, say("papers.due.answer_notice"), say("papers.limit.1workday"))}, c.Deadlines...)
	if d.J == "CBORD" {
		l.Deadlines = append(l.Deadlines, limit(c, "D6", c.VerifiedAt, say("papers.due.place_of_act"), say("papers.limit.3workdays")))
	}
	l.Receipt = receipt(Across)
	l.Sections = sections(a, c, d, l)
	if ask := requests(c, d, up, down); len(ask) > 0 {
		l.Sections = append(l.Sections, Section{say("papers.head.requests"), ask})
	}
	return l, nil
}

// requests are what the neighbour is asked to do.
func requests(c Case, d jurisdiction.Decision, up, down *atlas.Met) []Saying {
	var river Text
	if len(d.Reaches) > 0 {
		river = Text{ZH: d.Reaches[0].Name, EN: d.Reaches[0].NameEN}
	}
	var all []Saying
	if up != nil {
		all = append(all, say("papers.ask.source", "river", river, "m", up.DistanceM))
	}
	if down != nil {
		all = append(all, say("papers.ask.guard", "river", river, "m", down.DistanceM))
	}
	switch d.J {
	case "CBORD":
		all = append(all, say("papers.ask.together"))
	case "LAKE":
		all = append(all, say("papers.ask.lake"))
	}
	return append(all, texts(c.Requests)...)
}

// meets finds a county among what a trace meets.
func meets(met []atlas.Met, county string) *atlas.Met {
	for i := range met {
		if met[i].County && met[i].Code == county {
			return &met[i]
		}
	}
	return nil
}

// neighbourOf finds the county whose authority has an id or, where the region has
// no unit for it, a name.
func neighbourOf(a *atlas.Atlas, id string) (atlas.Neighbour, bool) {
	for _, n := range a.Neighbours {
		if id == "EXT-"+n.Code+"-EE" || id == n.Authority {
			return n, true
		}
	}
	return atlas.Neighbour{}, false
}

// noticeBases are why neighbours tell each other: joint prevention (C21), in an
// emergency C125, and what the category stands on.
func noticeBases(d jurisdiction.Decision, c Case) []law.Citation {
	articles := "21"
	if d.S == law.Emergency {
		articles = "21、125"
	}
	var all []law.Citation
	if code := law.Article("CODE", articles, law.Verified); code.Instrument.InForce(c.OccurredAt.In(beijing)) {
		all = append(all, code)
	}
	return append(all, bases(d, Across)...)
}
