package live

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/crew"
	"xunhu/routing/patrol"
)

// Fleet is what is asked of a store to know who goes on a plan, and by what.
type Fleet interface {
	Register
	Query(ctx context.Context, region string, kind feature.Kind, q store.Query) (store.Page, error)
}

// Means gives who may go out on the days of a plan and by what: the crews of the duties of the
// unit's roster; of a day that no roster covers as many crews as the settings say, with what
// the register has. Of the unit's equipment that nobody has booked each piece goes to one crew
// of a day, a boat to one that has a helmsman, a drone to one that has a pilot. Booked are what
// the duties of rosters take, and what plans in force take that this one does not replace: of
// another unit or another kind of patrol. Whoever and whatever is missing is named with the
// date. A unit of which the register knows neither people nor equipment has no entry.
func (r *Region) Means(ctx context.Context, s Fleet, req patrol.Request, closures []store.Closure, wind map[string]int) (patrol.Means, error) {
	means := patrol.Means{Wind: wind, Duty: map[string]patrol.Day{}}
	if err := r.boats(&means, closures, wind); err != nil {
		return means, err
	}
	code := r.Dataset.Region.Code
	y, mo, d := req.From.Date()
	from := time.Date(y, mo, d, 0, 0, 0, 0, req.From.Location())
	last := from.AddDate(0, 0, req.Days-1)
	all, err1 := s.People(ctx, code)
	items, err2 := s.Items(ctx, code)
	away, err3 := s.Absences(ctx, code)
	rosters, _, err4 := s.Rosters(ctx, code, store.RosterQuery{Unit: req.Unit, From: from.Format(time.DateOnly), To: last.Format(time.DateOnly)})
	plans, err5 := s.Query(ctx, code, feature.Plans, store.Query{})
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return means, err
	}
	duties, err := r.inForce(ctx, s, from, last)
	if err != nil {
		return means, err
	}
	unit, _ := r.Atlas.Unit(req.Unit)
	f := fleet{unit: unit, req: req, people: people.Crew(all, away), items: people.Gear(items, away)}
	f.people = slices.DeleteFunc(f.people, func(p crew.Person) bool { return !goesOut(all, p.ID) })
	for _, b := range wire.Bookings(plans.Features) {
		if b.Unit != req.Unit || req.Kind != "" && b.Kind != "" && req.Kind != b.Kind {
			f.booked = append(f.booked, taken{b.Item, "", b.Plan, crew.Span{From: b.From, Until: b.Until}})
		}
	}
	for _, o := range duties {
		for _, id := range o.entry.Items {
			f.booked = append(f.booked, taken{id, o.duty.ID, o.duty.ID, crew.Span{From: o.duty.Start, Until: o.duty.End}})
		}
	}
	own := func(unit string) bool { return unit == req.Unit }
	if !slices.ContainsFunc(f.people, func(p crew.Person) bool { return own(p.Unit) }) && !slices.ContainsFunc(f.items, func(x crew.Item) bool { return own(x.Unit) }) {
		return means, nil
	}
	for day := from; !day.After(last); day = day.AddDate(0, 0, 1) {
		date := day.Format(time.DateOnly)
		f.day, f.date = patrol.Day{}, date
		if replaced(rosters, req.Unit, date) {
			for i := range duties {
				if o := &duties[i]; own(o.duty.Unit) && o.duty.Start.Format(time.DateOnly) == date {
					f.duty(o)
				}
			}
		} else {
			f.unrostered(day)
		}
		f.lend()
		means.Duty[date] = f.day
	}
	return means, nil
}

// boats gives the waters, if boats can go on them, in the strongest wind that they sail in.
func (r *Region) boats(means *patrol.Means, closures []store.Closure, wind map[string]int) error {
	most := 0
	for _, force := range wind {
		if force <= strongest {
			most = max(most, force)
		}
	}
	trips, _, err := r.Trips(closures, time.Time{}, Wind{Force: most})
	var f *finding.Finding
	if errors.As(err, &f) && f.Code == "water.none" || errors.Is(err, ErrProfile) {
		return nil // no boats here
	}
	if err != nil {
		return err
	}
	if len(trips.Waters.Landings()) > 0 {
		means.Boats = &trips
	}
	return nil
}

// A fleet is a unit's people and equipment, and what of it is booked.
type fleet struct {
	unit   atlas.Unit
	req    patrol.Request
	people []crew.Person
	items  []crew.Item
	booked []taken
	date   string
	day    patrol.Day
}

// taken is an item that is booked for a duty or a plan.
type taken struct {
	item, duty, by string
	crew.Span
}

func (f *fleet) lack(code string, args ...any) {
	f.day.Lacks = append(f.day.Lacks, finding.New(code, "", append([]any{"date", f.date}, args...)...))
}

// duty makes a crew of a duty with who and what is still there.
func (f *fleet) duty(o *entered) {
	span := crew.Span{From: o.duty.Start, Until: o.duty.End}
	c := patrol.Crew{Duty: o.duty.ID, Kind: o.duty.Kind, Start: span.From, End: span.Until}
	name := finding.Name{ZH: o.duty.Name.ZH, EN: cmp.Or(o.duty.Name.EN, o.duty.Name.ZH)}
	for _, id := range o.entry.People {
		i := slices.IndexFunc(f.people, func(x crew.Person) bool { return x.ID == id })
		if i < 0 {
			continue
		}
		if _, gone := f.people[i].AwayIn(span); gone {
			f.lack("patrol.crew.away", "person", finding.Name{ZH: f.people[i].Name, EN: f.people[i].NameEN}, "duty", name)
			continue
		}
		c.People = append(c.People, id)
		join(&c, &f.people[i], span)
	}
	for _, id := range o.entry.Items {
		i := slices.IndexFunc(f.items, func(x crew.Item) bool { return x.ID == id })
		if i >= 0 && f.there(&f.items[i], span, o.duty.ID) {
			c.Items = append(c.Items, f.items[i])
		}
	}
	if !slices.Contains(o.duty.Items, crew.Vehicle) {
		f.lack("patrol.crew.on_foot", "duty", name)
		return // it goes by what it has; a plan needs a car to get there
	}
	f.day.Crews = append(f.day.Crews, c)
}

// join adds what a person can do on a day.
func join(c *patrol.Crew, x *crew.Person, span crew.Span) {
	c.Size++
	if x.Certified(span) != "" {
		c.Certified++
	}
	for _, s := range x.Skills {
		if !slices.Contains(c.Skills, s) {
			c.Skills = append(c.Skills, s)
		}
	}
}

// unrostered makes the crews of a day that no roster covers: of the people of the unit who are
// there, as many crews as the settings say and as there are two people for.
func (f *fleet) unrostered(day time.Time) {
	set := f.req.Settings
	y, mo, d := day.Date()
	start := time.Date(y, mo, d, 0, 0, int(set.ShiftStart/time.Second), 0, day.Location())
	span := crew.Span{From: start, Until: start.Add(set.StartSpread + set.ShiftLength)}
	var there []*crew.Person
	for i := range f.people {
		if x := &f.people[i]; x.Unit == f.unit.ID {
			if _, gone := x.AwayIn(span); !gone {
				there = append(there, x)
			}
		}
	}
	for n := range set.Crews {
		c := patrol.Crew{Start: span.From, End: span.Until}
		for i, x := range there {
			if i%set.Crews == n {
				join(&c, x, span)
			}
		}
		f.day.Crews = append(f.day.Crews, c)
	}
}

// there tells whether an item may be taken over a span, for a duty or for none, and says why
// not.
func (f *fleet) there(x *crew.Item, span crew.Span, duty string) bool {
	name := finding.Name{ZH: x.Name, EN: cmp.Or(x.NameEN, x.Name)}
	if !x.CalibratedTo.IsZero() && span.Until.After(x.CalibratedTo) {
		f.lack("patrol.crew.uncalibrated", "item", name, "until", x.CalibratedTo.AddDate(0, 0, -1).In(span.From.Location()).Format(time.DateOnly))
		return false
	}
	if !x.Serviceable(span) {
		f.lack("patrol.crew.out", "item", name)
		return false
	}
	for _, b := range f.booked {
		if b.item == x.ID && (duty == "" || b.duty != duty) && b.Meets(span) {
			f.lack("patrol.crew.booked", "item", name, "by", b.by, "from", b.From.In(span.From.Location()).Format("15:04"), "until", b.Until.In(span.From.Location()).Format("15:04"))
			return false
		}
	}
	return true
}

// offHours is the kind of patrol on which nobody expects boats and drones.
const offHours = "P9"

// lend gives each piece of the unit's equipment that is free to one crew of the day that can
// use it and has none of its kind.
func (f *fleet) lend() {
	for i := range f.items {
		x := &f.items[i]
		if x.Unit != f.unit.ID {
			continue
		}
		best := -1
		for n := range f.day.Crews {
			c := &f.day.Crews[n]
			has := slices.ContainsFunc(c.Items, func(y crew.Item) bool { return y.Kind == x.Kind || y.ID == x.ID })
			able := x.Kind != crew.Boat && x.Kind != crew.Drone ||
				x.Kind == crew.Boat && slices.Contains(c.Skills, crew.Helmsman) || x.Kind == crew.Drone && slices.Contains(c.Skills, crew.Pilot)
			if x.Kind == crew.Vehicle && c.Duty != "" {
				able = false // the roster says which car
			}
			if able && !has && best < 0 {
				best = n
			}
		}
		if best < 0 {
			continue
		}
		c := &f.day.Crews[best]
		if f.there(x, crew.Span{From: c.Start, Until: c.End}, "") {
			c.Items = append(c.Items, *x)
		}
	}
	for n := range f.day.Crews {
		c := &f.day.Crews[n]
		for _, k := range []struct {
			kind  crew.Kind
			skill crew.Skill
		}{{crew.Boat, crew.Helmsman}, {crew.Drone, crew.Pilot}} {
			owned := slices.ContainsFunc(f.items, func(x crew.Item) bool { return x.Unit == f.unit.ID && x.Kind == k.kind })
			if owned && c.Kind != offHours && !slices.Contains(c.Skills, k.skill) {
				f.lack("patrol.crew.unskilled."+string(k.skill), "duty", cmp.Or(c.Duty, f.unit.ID))
			}
		}
	}
}
