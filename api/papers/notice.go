package papers

import (
	"cmp"
	"slices"
	"strings"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// Notice makes the letter to somebody whom the tables tell; to is its id, "" for the first
// neighbour that row N2 names, else the first of all. A neighbour's authority gets the
// letter across the boundary, and the common superior has a copy where table N tells it: in
// grave matters and emergencies. All others are informed, with what their row asks of them.
func Notice(a *atlas.Atlas, c Case, d jurisdiction.Decision, to string) (Letter, error) {
	if err := c.check(false); err != nil {
		return Letter{}, err
	}
	neighbours, superiors := beyond(a, d)
	if to == "" && len(neighbours) == 0 || to != "" && !slices.Contains(neighbours, to) {
		return inform(a, c, d, to)
	}
	return across(a, c, d, cmp.Or(to, slices.Concat(neighbours, []string{""})[0]), superiors)
}

// beyond are the neighbours' authorities that row N2 names, and their superiors.
func beyond(a *atlas.Atlas, d jurisdiction.Decision) (neighbours, superiors []string) {
	for _, told := range d.Told {
		if told.Row != "N2" {
			continue
		}
		for _, id := range told.To {
			switch u, ok := a.Unit(id); {
			case slices.ContainsFunc(a.Neighbours, func(n atlas.Neighbour) bool { return n.Superior == id }):
				superiors = append(superiors, id)
			case !ok || u.Class == atlas.External:
				neighbours = append(neighbours, id)
			}
		}
	}
	return neighbours, superiors
}

// inform makes the letter to a body that another row tells.
func inform(a *atlas.Atlas, c Case, d jurisdiction.Decision, to string) (Letter, error) {
	branch, _ := a.First(atlas.Branch)
	var targets, rows []string
	for _, told := range d.Told {
		for _, id := range told.To {
			if id == branch.ID || id == d.Lead {
				continue
			}
			if !slices.Contains(targets, id) {
				targets = append(targets, id)
			}
			if id == to || to == "" && id == targets[0] {
				rows = append(rows, told.Row)
			}
		}
	}
	for _, id := range d.Informed { // rows of tables V and L tell somebody as well
		if !slices.Contains(targets, id) && id != branch.ID {
			targets = append(targets, id)
		}
	}
	switch {
	case len(targets) == 0:
		return Letter{}, finding.New("papers.no_notice", c.Lead)
	case to == "":
		to = targets[0]
	case !slices.Contains(targets, to):
		return Letter{}, finding.New("papers.not_target", c.Lead, "to", to, "row", strings.Join(d.NRows, "、"), "targets", targets)
	}
	l := begin(a, c, d, Inform)
	l.To, l.Handler = PartyOf(a, to), PartyOf(a, d.Lead)
	if len(rows) > 0 {
		l.Told = rows[0]
	}
	l.Title = say("papers.title.inform", "subject", c.Subject)
	l.Opening = say("papers.opening.inform", "source", sourceOf(c), "subject", c.Subject, "lead", c.Lead, "where", whereOf(a, c, d))
	l.Closing = say("papers.closing.inform")
	l.Deadlines = append([]Deadline{limit(c, "D4", c.Date, say("papers.due.answer_notice"), say("papers.limit.1workday"))}, c.Deadlines...)
	l.Receipt = receipt(Inform)
	l.Sections = sections(a, c, d, l)
	var ask []Saying
	for _, row := range rows {
		for _, b := range law.BasisOf(row, c.OccurredAt.In(beijing)) {
			if b.Mark != law.Default { // a default of this program is nothing to stand on
				l.Basis = append(l.Basis, b)
			}
		}
		if code := "papers.ask." + row; words.Has(code) {
			ask = append(ask, say(code))
		}
	}
	if ask = append(ask, texts(c.Requests)...); len(ask) > 0 {
		l.Sections = append(l.Sections, Section{say("papers.head.requests"), ask})
	}
	return l, nil
}

// across makes the letter over the boundary.
func across(a *atlas.Atlas, c Case, d jurisdiction.Decision, to string, superiors []string) (Letter, error) {
	l := begin(a, c, d, Across)
	l.To = PartyOf(a, to)
	l.Handler = PartyOf(a, d.Lead)
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
			l.Copies = append(l.Copies, PartyOf(a, id))
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
