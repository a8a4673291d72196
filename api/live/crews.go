package live

import (
	"context"
	"slices"
	"time"

	"xunhu/api/joint"
	"xunhu/api/papers"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/routing/crew"
	"xunhu/routing/patrol"
)

// Crews gives each tour of a plan the duty of its unit that covers it, by the rosters that
// are kept: of its kind if there is one, each duty to one tour. Where a roster covers a day,
// notes name what is amiss: a tour that no duty covers, a crew of fewer than two (H3), of
// fewer certified than an enforcement patrol needs (H1), people who are away by now, and
// equipment that is out (H9). Without a roster there are neither crews nor notes.
func (r *Region) Crews(ctx context.Context, s Register, plan *patrol.Plan) (papers.Crews, []*finding.Finding, error) {
	code := r.Dataset.Region.Code
	last := plan.From.AddDate(0, 0, plan.Days-1)
	kept, _, err := s.Rosters(ctx, code, store.RosterQuery{Unit: plan.Unit, From: plan.From.Format(time.DateOnly), To: last.Format(time.DateOnly)})
	if err != nil || len(kept) == 0 {
		return nil, nil, err
	}
	duties, err := r.inForce(ctx, s, plan.From, last)
	if err != nil {
		return nil, nil, err
	}
	all, err1 := s.People(ctx, code)
	items, err2 := s.Items(ctx, code)
	away, err3 := s.Absences(ctx, code)
	patrols, err4 := r.jointPatrols(ctx, s)
	for _, err := range []error{err1, err2, err3, err4} {
		if err != nil {
			return nil, nil, err
		}
	}
	unit, _ := r.Atlas.Unit(plan.Unit)
	c := crewing{unit: unit, atlas: r.Atlas, joint: patrols, people: people.Crew(all, away), items: people.Gear(items, away), used: map[string]bool{}, crews: papers.Crews{}}
	for i := range plan.Tours {
		t := &plan.Tours[i]
		if !replaced(kept, plan.Unit, t.Date) { // no roster covers the day
			continue
		}
		best := c.best(t, duties)
		if best == nil {
			c.note("roster.tour.none", t)
			continue
		}
		c.used[best.roster+best.duty.ID] = true
		c.man(t, best)
	}
	return c.crews, c.notes, nil
}

type crewing struct {
	unit   atlas.Unit
	atlas  *atlas.Atlas
	joint  map[string]*joint.Patrol // by duty
	people []crew.Person
	items  []crew.Item
	used   map[string]bool
	crews  papers.Crews
	notes  []*finding.Finding
}

func (c *crewing) note(code string, t *patrol.Tour, args ...any) {
	c.notes = append(c.notes, finding.New(code, "", append([]any{"tour", t.ID}, args...)...))
}

// best is the duty that a tour was planned for; of one that was planned without, a duty that
// covers it, one of its kind before others.
func (c *crewing) best(t *patrol.Tour, duties []entered) *entered {
	var best *entered
	for i := range duties {
		o := &duties[i]
		if o.duty.Unit != t.Unit || c.used[o.roster+o.duty.ID] || t.Start.Before(o.duty.Start) || t.End.After(o.duty.End) {
			continue
		}
		if o.duty.ID == t.Duty {
			return o
		}
		if best == nil || best.duty.Kind != t.Kind && o.duty.Kind == t.Kind {
			best = o
		}
	}
	return best
}

// man puts the crew of a duty on a tour, and says what is amiss with it.
func (c *crewing) man(t *patrol.Tour, o *entered) {
	span := crew.Span{From: t.Start, Until: t.End}
	w := papers.Watch{ID: o.duty.ID, Shift: o.duty.Name, Kind: o.duty.Kind, Start: o.duty.Start, End: o.duty.End}
	certified := 0
	for _, id := range o.entry.People {
		i := slices.IndexFunc(c.people, func(x crew.Person) bool { return x.ID == id })
		if i < 0 {
			continue
		}
		x := &c.people[i]
		name := finding.Name{ZH: x.Name, EN: x.NameEN}
		if _, gone := x.AwayIn(span); gone { // who, is not for everybody who reads plans
			of, _ := c.atlas.Unit(x.Unit)
			c.note("roster.tour.away", t, "unit", finding.Name{ZH: of.Name, EN: of.NameEN}, "date", t.Date)
			continue
		}
		number := x.Certified(span)
		if number != "" {
			certified++
		}
		w.People = append(w.People, papers.Watcher{ID: id, Name: name, Certificate: number})
	}
	for _, id := range o.entry.Items {
		i := slices.IndexFunc(c.items, func(x crew.Item) bool { return x.ID == id })
		if i < 0 {
			continue
		}
		name := finding.Name{ZH: c.items[i].Name, EN: c.items[i].NameEN}
		if !c.items[i].Serviceable(span) {
			c.note("roster.tour.item_out", t, "item", name)
			continue
		}
		w.Equipment = append(w.Equipment, name)
	}
	if len(w.People) < 2 {
		c.note("roster.tour.few", t, "n", len(w.People))
	}
	least := t.Certified
	if o.duty.Kind == "P6" {
		least = max(2, least)
	}
	if certified < least {
		c.note("roster.tour.certified", t, "n", certified, "least", least)
	}
	if p := c.joint[o.duty.ID]; p != nil {
		w.Joint = sheetOf(p, c.atlas, namesOf(c.people))
		for _, d := range w.Joint.Departments {
			if d.Reply == papers.Unsaid {
				c.note("joint.tour.awaited", t, "unit", d.Unit)
			}
		}
	}
	c.crews[t.ID] = w
}
