package roster

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/crew"
)

// Check reports every rule that a roster breaks, each as a finding with the duty, the
// person and the day; nil for a right one. It counts from the problem alone.
func Check(p *Problem, r Roster) error {
	c := checker{p: p, of: map[string][]*Duty{}, booked: map[string][]*Duty{}}
	for i := range p.Duties {
		d := &p.Duties[i]
		e := r.of(d.ID)
		if e == nil {
			c.fault("roster.missing", d)
			continue
		}
		if d.Settled {
			c.settled(d, e)
			continue
		}
		c.crewOf(d, e)
		c.itemsOf(d, e)
	}
	c.persons()
	for _, id := range slices.Sorted(maps.Keys(c.booked)) {
		duties := c.booked[id]
		for i := range duties {
			for _, e := range duties[:i] {
				if duties[i].span().Meets(e.span()) && !(duties[i].Settled && e.Settled) {
					c.fault("roster.item_twice", duties[i], "item", id, "other", e.label())
				}
			}
		}
	}
	for i := range p.Floors {
		c.floor(&p.Floors[i], r)
	}
	return errors.Join(c.faults...)
}

type checker struct {
	p      *Problem
	of     map[string][]*Duty // by person
	booked map[string][]*Duty // by item
	faults []error
}

func (c *checker) fault(code string, d *Duty, args ...any) {
	c.faults = append(c.faults, finding.New(code, d.ID, append([]any{"unit", d.Unit, "day", d.Start.Format(time.DateOnly)}, args...)...))
}

// settled takes down who and what a duty has that is nobody's to change.
func (c *checker) settled(d *Duty, e *Entry) {
	for _, id := range e.People {
		c.of[id] = append(c.of[id], d)
	}
	for _, id := range e.Items {
		if id != "" {
			c.booked[id] = append(c.booked[id], d)
		}
	}
}

func (c *checker) crewOf(d *Duty, e *Entry) {
	certified, towns := 0, 0
	skills := map[crew.Skill]bool{}
	for k, id := range e.People {
		i := slices.IndexFunc(c.p.People, func(x crew.Person) bool { return x.ID == id })
		if i < 0 || slices.Contains(e.People[:k], id) {
			c.fault("roster.nobody", d, "person", id)
			continue
		}
		x := &c.p.People[i]
		c.of[id] = append(c.of[id], d)
		if !c.p.eligible(x, d.Unit) {
			c.fault("roster.not_theirs", d, "person", named(x))
		}
		if away, is := x.AwayIn(d.span()); is {
			c.fault("roster.away", d, "person", named(x), "from", away.From.Format(time.DateOnly), "until", lastDay(away))
		}
		if x.Certified(d.span()) != "" {
			certified++
		}
		if x.Town != "" {
			towns++
		}
		for _, s := range x.Skills {
			skills[s] = true
		}
	}
	if len(e.People) < d.People {
		c.fault("roster.too_few", d, "n", len(e.People), "least", d.People)
	}
	if certified < d.Certified {
		c.fault("roster.too_few_certified", d, "n", certified, "least", d.Certified)
	}
	for _, s := range d.Skills {
		if !skills[s] {
			c.fault("roster.no_skill", d, "skill", finding.New("roster.skill."+string(s), ""))
		}
	}
	for _, unit := range d.From {
		if !slices.ContainsFunc(c.p.People, func(x crew.Person) bool { return x.Unit == unit && slices.Contains(e.People, x.ID) }) {
			c.fault("roster.nobody_from", d, "from", unit)
		}
	}
	if d.TownMain && 2*towns < len(e.People) {
		c.fault("roster.towns_not_main", d, "n", towns, "of", len(e.People))
	}
	if long := d.End.Sub(d.Start); long > c.p.Rules.Longest {
		c.fault("roster.too_long", d, "hours", long.Hours(), "most", c.p.Rules.Longest.Hours())
	}
	for _, id := range c.p.Held[d.ID] {
		if !slices.Contains(e.People, id) {
			c.fault("roster.not_held", d, "person", id)
		}
	}
}

func (c *checker) itemsOf(d *Duty, e *Entry) {
	for k, kind := range d.Items {
		id := ""
		if k < len(e.Items) {
			id = e.Items[k]
		}
		i := slices.IndexFunc(c.p.Items, func(x crew.Item) bool { return x.ID == id })
		switch {
		case i < 0:
			c.fault("roster.no_item", d, "kind", finding.New("roster.kind."+string(kind), ""))
		case c.p.Items[i].Kind != kind || c.p.Items[i].Unit != d.Unit:
			c.fault("roster.wrong_item", d, "item", finding.Name{ZH: c.p.Items[i].Name, EN: c.p.Items[i].NameEN})
		case !c.p.Items[i].Serviceable(d.span()):
			c.fault("roster.item_out", d, "item", finding.Name{ZH: c.p.Items[i].Name, EN: c.p.Items[i].NameEN})
		case c.p.Items[i].Seats > 0 && c.p.Items[i].Seats < d.seats(kind):
			c.fault("roster.item_small", d, "item", finding.Name{ZH: c.p.Items[i].Name, EN: c.p.Items[i].NameEN}, "seats", c.p.Items[i].Seats, "people", d.People)
		default:
			c.booked[id] = append(c.booked[id], d)
		}
	}
}

// persons looks at the duties of each person.
func (c *checker) persons() {
	for i := range c.p.People {
		x := &c.p.People[i]
		duties := c.of[x.ID]
		for k := range duties {
			for _, e := range duties[:k] {
				if !c.p.Rules.apart(duties[k], e) && !(duties[k].Settled && e.Settled) {
					c.fault("roster.no_rest", duties[k], "person", named(x), "other", e.label(), "hours", c.p.Rules.Rest.Hours())
				}
			}
		}
	}
}

// floor counts those of a unit who are there on each day of its duties, and on each on
// which some of them are lent.
func (c *checker) floor(f *Floor, r Roster) {
	number := map[string]int{}
	for i := range c.p.People {
		number[c.p.People[i].ID] = i
	}
	lent, concerned := map[time.Time][][]int{}, map[time.Time]*Duty{}
	for i := range c.p.Duties {
		d, day := &c.p.Duties[i], c.p.Duties[i].day().From
		if d.Unit == f.Unit && concerned[day] == nil {
			concerned[day] = d
		}
		e := r.of(d.ID)
		if d.Unit == f.Unit || e == nil {
			continue
		}
		var crew []int
		for _, id := range e.People {
			if x, ok := number[id]; ok && c.p.counts(f, x, d.day()) {
				crew = append(crew, x)
			}
		}
		if lent[day] = append(lent[day], crew); crew != nil && concerned[day] == nil {
			concerned[day] = d
		}
	}
	for i := range c.p.Duties {
		d, day := &c.p.Duties[i], c.p.Duties[i].day()
		if concerned[day.From] != d {
			continue
		}
		if n := c.p.left(f, day, slices.All(lent[day.From]), nil); n < f.Least {
			c.fault("roster.floor", d, "of", f.Unit, "n", n, "least", f.Least)
		}
	}
}

// lastDay is the last day of an absence, or that nobody knows it.
func lastDay(s crew.Span) any {
	if s.Until.Year() >= 9999 {
		return finding.New("roster.open", "")
	}
	return s.Until.Add(-time.Second).Format(time.DateOnly)
}

// Validate reports what is wrong with a problem, whoever is to fill it.
func (p *Problem) Validate() error {
	var faults []error
	fault := func(code, where string, args ...any) { faults = append(faults, finding.New(code, where, args...)) }
	seen := map[string]bool{}
	for i := range p.Duties {
		d := &p.Duties[i]
		where := d.ID
		if where == "" {
			where = "#" + strconv.Itoa(i+1)
		}
		if d.ID == "" || seen["d"+d.ID] {
			fault("roster.id", where)
		}
		seen["d"+d.ID] = true
		if !d.Start.Before(d.End) || d.People < 1 || d.Certified > d.People {
			fault("roster.bad_duty", where, "people", d.People, "certified", d.Certified)
		}
	}
	for i, x := range p.People {
		if x.ID == "" || seen["p"+x.ID] {
			fault("roster.id", "#"+strconv.Itoa(i+1))
		}
		seen["p"+x.ID] = true
	}
	return errors.Join(faults...)
}
