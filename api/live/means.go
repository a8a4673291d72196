package live

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/overlay"
	"xunhu/routing/crew"
	"xunhu/routing/patrol"
)

// Means gives who may go out on the days of a plan and by what: the crews of the duties of the
// unit's roster; of a day that no roster covers as many crews as the settings say, with what
// the register has. Of the unit's equipment that nobody has booked each piece goes to one crew
// of a day, a boat to one that has a helmsman, a drone to one that has a pilot. Booked are what
// the duties of rosters take, and what those of the kept plans take that are in force and that
// this one does not replace, as it would one of the same unit and kind. Whatever is missing is
// named with the date; of people who are away only the duty is. A unit of which the register
// knows neither people nor equipment has no entry.
func (r *Region) Means(ctx context.Context, s Register, req patrol.Request, plans []feature.Feature, closures []store.Closure, wind map[string]int) (patrol.Means, error) {
	means := patrol.Means{Wind: wind, Duty: map[string]patrol.Day{}}
	if err := errors.Join(r.boats(&means, closures, wind, req.Settings.CorePermit), r.paths(&means, closures)); err != nil {
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
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return means, err
	}
	duties, err := r.inForce(ctx, s, from, last)
	if err != nil {
		return means, err
	}
	unit, _ := r.Atlas.Unit(req.Unit)
	f := fleet{unit: unit, req: req, people: people.Crew(all, away), items: people.Gear(items, away), duties: duties}
	f.people = slices.DeleteFunc(f.people, func(p crew.Person) bool { return !goesOut(all, p.ID) })
	kind := cmp.Or(req.Kind, r.KindOf(req.Unit), patrol.Daily(unit.Class))
	for _, b := range wire.Bookings(plans) {
		if b.Unit == req.Unit && (b.Kind == "" || b.Kind == kind) {
			continue // this plan replaces it
		}
		for _, item := range b.Items {
			f.booked = append(f.booked, taken{item, "", b.Plan, crew.Span{From: b.From, Until: b.Until}})
		}
		if b.Unit == req.Unit {
			f.out = append(f.out, b)
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

// coreM is how far boats keep off core areas, so that no course touches one.
const coreM = 5

// boats gives the waters, if boats can go on them, in the strongest wind that they sail in. Courses
// go round core areas, unless there is a permission to enter these (H6).
func (r *Region) boats(means *patrol.Means, closures []store.Closure, wind map[string]int, permit string) error {
	for _, z := range r.Atlas.Zones {
		if z.Class != patrol.Core || permit != "" {
			continue
		}
		wide, err := overlay.Buffer(z.Geometry, coreM)
		if err != nil {
			return err
		}
		closures = append(slices.Clip(closures), store.Closure{ID: "zone " + z.ID, Where: wide, Profiles: []string{"boat"}})
	}
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

// paths gives the ways on foot, and the ground of wetlands.
func (r *Region) paths(means *patrol.Means, closures []store.Closure) error {
	roads, _, err := r.Day("foot", closures, time.Time{})
	if errors.Is(err, ErrProfile) {
		return nil // nobody has said how one walks
	}
	if err != nil {
		return err
	}
	means.Paths = roads
	walks, _, ok, err := r.Walks(closures, time.Time{})
	if ok {
		means.Ground = &walks
	}
	return err
}

// A fleet is a unit's people and equipment, and what of it is booked.
type fleet struct {
	unit   atlas.Unit
	req    patrol.Request
	people []crew.Person
	items  []crew.Item
	booked []taken
	out    []wire.Booking // tours of its other plans
	duties []entered      // of all units
	date   string
	day    patrol.Day
	ended  struct { // of the crew that is being made: certificates that do not hold any more
		n    int
		last time.Time
	}
}

// taken is an item that is booked for a duty or a plan.
type taken struct {
	item, duty, by string
	crew.Span
}

func (f *fleet) lack(code string, args ...any) {
	f.day.Lacks = append(f.day.Lacks, f.say(code, args...))
}

func (f *fleet) say(code string, args ...any) *finding.Finding {
	return finding.New(code, "", append([]any{"date", f.date}, args...)...)
}

// duty makes a crew of a duty with who and what is still there.
func (f *fleet) duty(o *entered) {
	span := crew.Span{From: o.duty.Start, Until: o.duty.End}
	c := patrol.Crew{Duty: o.duty.ID, Kind: o.duty.Kind, Start: span.From, End: span.Until}
	if !f.free(&c, "") {
		return
	}
	away := false
	for _, id := range o.entry.People {
		i := slices.IndexFunc(f.people, func(x crew.Person) bool { return x.ID == id })
		if i < 0 {
			continue
		}
		if _, gone := f.people[i].AwayIn(span); gone {
			away = true
			continue
		}
		c.People = append(c.People, id)
		f.join(&c, &f.people[i], span)
	}
	if away { // who, is not for everybody who reads plans
		f.lack("patrol.crew.away", "duty", finding.Name{ZH: o.duty.Name.ZH, EN: cmp.Or(o.duty.Name.EN, o.duty.Name.ZH)})
	}
	for _, id := range o.entry.Items {
		i := slices.IndexFunc(f.items, func(x crew.Item) bool { return x.ID == id })
		if i < 0 {
			continue
		}
		if why := f.hinders(&f.items[i], span, o.duty.ID); why != nil {
			f.day.Lacks = append(f.day.Lacks, why)
		} else {
			c.Items = append(c.Items, f.items[i])
		}
	}
	f.lapsed(&c)
	f.day.Crews = append(f.day.Crews, c)
}

// lapsed tells that a crew has too few certified because certificates have ended; whose, is not
// for everybody who reads plans.
func (f *fleet) lapsed(c *patrol.Crew) {
	if f.ended.n > 0 && c.Certified < 2 {
		f.lack("patrol.crew.lapsed", "duty", finding.Name{ZH: cmp.Or(c.Duty, f.unit.Name), EN: cmp.Or(c.Duty, f.unit.NameEN, f.unit.Name)}, "n", f.ended.n,
			"until", f.ended.last.Add(-time.Second).In(c.Start.Location()).Format(time.DateOnly), "certified", c.Certified)
	}
	f.ended.n, f.ended.last = 0, time.Time{}
}

// join adds what a person can do on a day.
func (f *fleet) join(c *patrol.Crew, x *crew.Person, span crew.Span) {
	c.Size++
	if ended, ok := x.Lapsed(span); ok {
		f.ended.n++
		if ended.Until.After(f.ended.last) {
			f.ended.last = ended.Until
		}
	}
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
	elsewhere := 0
	for i := range f.people {
		if x := &f.people[i]; x.Unit == f.unit.ID {
			if _, gone := x.AwayIn(span); gone {
				continue
			}
			if f.onDuty(x.ID, span) {
				elsewhere++
				continue
			}
			there = append(there, x)
		}
	}
	if elsewhere > 0 {
		f.lack("patrol.crew.elsewhere", "unit", finding.Name{ZH: f.unit.Name, EN: cmp.Or(f.unit.NameEN, f.unit.Name)}, "n", elsewhere)
	}
	for n := range set.Crews {
		c := patrol.Crew{Start: span.From, End: span.Until}
		if !f.free(&c, strconv.Itoa(n+1)) {
			c.End = c.Start // it keeps its number
		}
		for i, x := range there {
			if i%set.Crews == n {
				f.join(&c, x, span)
			}
		}
		f.lapsed(&c)
		f.day.Crews = append(f.day.Crews, c)
	}
}

// onDuty tells whether a person is on the duty of a roster, of whatever unit, in a span or so
// near it that there is no rest between.
func (f *fleet) onDuty(person string, s crew.Span) bool {
	s = crew.Span{From: s.From.Add(-restBetween), Until: s.Until.Add(restBetween)}
	return slices.ContainsFunc(f.duties, func(o entered) bool {
		return slices.Contains(o.entry.People, person) && s.Meets(crew.Span{From: o.duty.Start, Until: o.duty.End})
	})
}

// restBetween is how long people rest between two shifts (DOMAIN 6.2, H3).
const restBetween = 11 * time.Hour

// free cuts a crew's time to the longest part in which no other plan of the unit has it out:
// by its duty, or by its number where no roster names anybody, and which with what it does for
// others on the same date is no longer than the longest shift. It is false, and told, if no hour is left.
func (f *fleet) free(c *patrol.Crew, number string) bool {
	for _, b := range f.out {
		busy := crew.Span{From: b.From, Until: b.Until}
		if b.Duty != "" && c.Duty != "" && b.Duty != c.Duty || b.Duty == "" && c.Duty == "" && b.Crew != number {
			continue // others; where one has no duty it is not known, and may be these
		}
		if c.Duty == "" && b.Date != f.date {
			busy = crew.Span{From: busy.From.Add(-restBetween), Until: busy.Until.Add(restBetween)}
		}
		was := crew.Span{From: c.Start, Until: c.End}
		if busy.Meets(was) {
			if before, after := busy.From.Sub(c.Start), c.End.Sub(busy.Until); before >= after {
				c.End = busy.From
			} else {
				c.Start = busy.Until
			}
		}
		if b.Date == f.date { // both are one day's work, which may not be longer than one shift
			if c.Start.Before(busy.From) {
				c.Start = later(c.Start, busy.Until.Add(-patrol.LongestShift))
			} else if end := busy.From.Add(patrol.LongestShift); c.End.After(end) {
				c.End = end
			}
		}
		if c.Start.Equal(was.From) && c.End.Equal(was.Until) {
			continue
		}
		f.lack("patrol.crew.engaged", "duty", cmp.Or(c.Duty, number), "by", b.Plan, "from", b.From.In(c.Start.Location()).Format("15:04"), "until", b.Until.In(c.Start.Location()).Format("15:04"))
		if c.End.Sub(c.Start) < time.Hour {
			return false
		}
	}
	return true
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// hinders says why an item may not be taken over a span, for a duty or for none; nil if it may.
func (f *fleet) hinders(x *crew.Item, span crew.Span, duty string) *finding.Finding {
	name := finding.Name{ZH: x.Name, EN: cmp.Or(x.NameEN, x.Name)}
	if !x.CalibratedTo.IsZero() && span.Until.After(x.CalibratedTo) {
		return f.say("patrol.crew.uncalibrated", "item", name, "until", x.CalibratedTo.AddDate(0, 0, -1).In(span.From.Location()).Format(time.DateOnly))
	}
	if !x.Serviceable(span) {
		return f.say("patrol.crew.out", "item", name)
	}
	for _, b := range f.booked {
		if b.item == x.ID && (duty == "" || b.duty != duty) && b.Meets(span) {
			return f.say("patrol.crew.booked", "item", name, "by", b.by, "from", b.From.In(span.From.Location()).Format("15:04"), "until", b.Until.In(span.From.Location()).Format("15:04"))
		}
	}
	return nil
}

// offHours is the kind of patrol on which nobody expects boats and drones.
const offHours = "P9"

// lend gives each piece of the unit's equipment that is free to one crew of the day that can
// use it and has none of its kind. What a crew lacks in the end is told.
func (f *fleet) lend() {
	type want struct {
		crew int
		kind crew.Kind
		why  *finding.Finding
	}
	var wants []want
	has := func(n int, k crew.Kind) bool {
		return slices.ContainsFunc(f.day.Crews[n].Items, func(y crew.Item) bool { return y.Kind == k })
	}
	for i := range f.items {
		x := &f.items[i]
		if x.Unit != f.unit.ID || slices.ContainsFunc(f.day.Crews, func(c patrol.Crew) bool {
			return slices.ContainsFunc(c.Items, func(y crew.Item) bool { return y.ID == x.ID })
		}) {
			continue
		}
		for n := range f.day.Crews {
			c := &f.day.Crews[n]
			skill := map[crew.Kind]crew.Skill{crew.Boat: crew.Helmsman, crew.Drone: crew.Pilot}[x.Kind]
			if has(n, x.Kind) || skill != "" && !slices.Contains(c.Skills, skill) {
				continue
			}
			why := f.hinders(x, crew.Span{From: c.Start, Until: c.End}, "")
			if why == nil {
				c.Items = append(c.Items, *x)
				break
			}
			wants = append(wants, want{n, x.Kind, why})
		}
	}
	for _, w := range wants {
		if !has(w.crew, w.kind) {
			f.day.Lacks = append(f.day.Lacks, w.why)
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
