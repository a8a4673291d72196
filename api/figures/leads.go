package figures

import (
	"slices"
	"strings"
	"time"

	"xunhu/api/dispatch"
	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// own are the sources of leads that patrols find themselves.
var own = []string{"patrol", "drone"}

// public are the sources of leads whose senders must be answered.
var public = []string{"petition", "12369", "12345"}

// A lead with what the store keeps beside its state.
type lead struct {
	dispatch.Lead
	category string
	basins   []string
	records  []dispatch.Record // of leads that were handed over in the month, else none
}

// reported is when it was reported.
func (l *lead) reported() time.Time {
	if len(l.Trail) == 0 {
		return time.Time{}
	}
	return l.Trail[0].At
}

// first is when an event first happened, by those whose names pass.
func (l *lead) first(is func(dispatch.Event) bool) time.Time {
	for _, t := range l.Trail {
		if is(t.Event) {
			return t.At
		}
	}
	return time.Time{}
}

// leads counts what came in, by where it came from and where it is.
func (c *count) leads() section {
	s := section{Section{Code: "leads"}}
	source, category, town, basin := tally{}, tally{}, tally{}, tally{}
	n, found, crossTown, crossBasin := 0, 0, 0, 0
	for i := range c.all {
		l := &c.all[i]
		if !c.within(l.reported()) {
			continue
		}
		n++
		source[l.Source]++
		category[l.category]++
		for _, t := range l.Towns[:min(1, len(l.Towns))] {
			town[t]++
		}
		for _, b := range l.basins {
			basin[b]++
		}
		if slices.Contains(own, l.Source) {
			found++
		}
		if l.Ruling.Inputs.Span == "MANY" {
			crossTown++
		}
		if flags := strings.Split(l.Ruling.Inputs.H, "+"); slices.Contains(flags, "BASIN") || slices.Contains(flags, "EXT") {
			crossBasin++
		}
	}
	s.count("leads.all", n)
	if n > 0 {
		s.each("leads.source", source, sourceName)
		s.each("leads.category", category, categoryName)
		s.each("leads.town", town, c.townName)
		s.each("leads.basin", basin, func(id string) finding.Name { return c.basins[id] })
	}
	s.share("leads.own", found, n)
	s.share("leads.cross_town", crossTown, n)
	s.share("leads.cross_basin", crossBasin, n)
	return s
}

// times are the middle times from one step to another, of leads of which the later step was
// in the month.
func (c *count) times() section {
	s := section{Section{Code: "times"}}
	hand := func(e dispatch.Event) bool { return strings.HasPrefix(string(e), "hand_") }
	is := func(name dispatch.Event) func(dispatch.Event) bool {
		return func(e dispatch.Event) bool { return e == name }
	}
	between := func(from, to func(dispatch.Event) bool) (all []time.Duration) {
		for i := range c.all {
			a, b := c.all[i].first(from), c.all[i].first(to)
			if !a.IsZero() && !b.Before(a) && c.within(b) {
				all = append(all, b.Sub(a))
			}
		}
		return all
	}
	s.middle("times.accept", between(is("report"), is("accept")))
	s.missing("times.on_site", "figures.missing.arrival")
	s.middle("times.verify", between(is("accept"), is("verify")))
	s.middle("times.hand", between(is("verify"), hand))
	return s
}

// handovers counts who was given leads, and what they said.
func (c *count) handovers() section {
	s := section{Section{Code: "handovers"}}
	to := tally{}
	n, accepted, returned, disputed := 0, 0, 0, 0
	for _, l := range c.all {
		for i, r := range l.records {
			if !strings.HasPrefix(string(r.Event), "hand_") || !c.within(r.Time()) || c.unit != "" && r.Unit != c.unit && c.unit != r.Detail.To {
				continue
			}
			n++
			to[r.Detail.To]++
			for _, next := range l.records[i+1:] {
				said := true
				switch {
				case next.Event == "accept":
					accepted++
				case next.Event == "return", next.Event == "refuse" && next.To != dispatch.InDispute:
					returned++
				case next.Event == "contest", next.Event == "refuse":
					disputed++
				default:
					said = false
				}
				if said {
					break
				}
			}
		}
	}
	s.count("handovers.all", n)
	if n > 0 {
		s.each("handovers.to", to, c.unitName)
	}
	s.share("handovers.accepted", accepted, n)
	s.share("handovers.returned", returned, n)
	s.share("handovers.disputed", disputed, n)
	return s
}

// limits are the shares of clocks that were kept, of those that ended or were missed in the
// month.
func (c *count) limits() section {
	s := section{Section{Code: "limits"}}
	for _, group := range []string{"T1", "T2", "T7", "T8", "T9"} {
		kept, n := c.kept(func(limit string) bool { return limit == group || strings.HasPrefix(limit, group+".") })
		s.share("limits."+group, kept, n)
	}
	return s
}

// kept counts the clocks that ended in the month or were missed in it, and how many of them
// were in time.
func (c *count) kept(is func(limit string) bool) (kept, n int) {
	for i := range c.all {
		for _, k := range c.all[i].Clocks {
			if !is(k.Limit) || c.unit != "" && k.Unit != c.unit {
				continue
			}
			due := c.world.Due(k)
			switch {
			case !k.End.IsZero() && c.within(k.End):
				if n++; !due.Missed(k.End) {
					kept++
				}
			case k.End.IsZero() && !due.At.IsZero() && c.within(due.At) && due.Missed(c.made):
				n++
			}
		}
	}
	return kept, n
}

// cases counts what came of violations.
func (c *count) cases() section {
	s := section{Section{Code: "cases"}}
	s.count("cases.filed", c.happened("file"))
	s.count("cases.decided", c.happened("decide"))
	s.count("cases.police", c.happened("hand_police"))
	s.missing("cases.fines", "figures.missing.fines")
	s.missing("cases.detention", "figures.missing.detention")
	return s
}

// happened counts how often something was done in the month.
func (c *count) happened(events ...dispatch.Event) (n int) {
	for i := range c.all {
		for _, t := range c.all[i].Trail {
			if slices.Contains(events, t.Event) && c.within(t.At) {
				n++
			}
		}
	}
	return n
}

// remedies counts what was put right, and what came back.
func (c *count) remedies() section {
	s := section{Section{Code: "remedies"}}
	kept, n := c.kept(func(limit string) bool { return limit == "ordered" })
	s.count("remedies.ordered", c.happened("remedy", "no_file_remedy"))
	s.count("remedies.passed", c.happened("pass"))
	s.share("remedies.in_time", kept, n)
	relapsed := c.happened("relapse")
	s.share("remedies.relapsed", relapsed, relapsed+c.happened("back_check_ok"))
	return s
}

// petitions counts what the public told.
func (c *count) petitions() section {
	s := section{Section{Code: "petitions"}}
	n := 0
	for i := range c.all {
		if slices.Contains(public, c.all[i].Source) && c.within(c.all[i].reported()) {
			n++
		}
	}
	s.count("petitions.received", n)
	s.count("petitions.told", c.happened("tell"))
	s.count("petitions.answered", c.happened("finish"))
	s.count("petitions.review", c.happened("ask_review", "ask_rereview"))
	s.missing("petitions.repeated", "figures.missing.repeated")
	s.missing("petitions.satisfied", "figures.missing.satisfied")
	return s
}

func sourceName(id string) finding.Name {
	if id == "12369" || id == "12345" {
		return finding.Name{ZH: id, EN: id}
	}
	return nameOf("figures.source." + id)
}

func categoryName(id string) finding.Name {
	category, known := law.CategoryOf(id)
	if !known {
		category = law.Unknown
	}
	return finding.Name{ZH: strings.TrimSpace(id + " " + category.ZH), EN: strings.TrimSpace(id + " " + category.EN)}
}
