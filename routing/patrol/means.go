package patrol

import (
	"slices"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/crew"
	"xunhu/routing/road"
	"xunhu/routing/tour"
	"xunhu/routing/trip"
)

// Means are what crews go by besides a car and their feet, and who goes.
type Means struct {
	Boats  *trip.Planner  // from landings; nil: a line for boats is travelled from one end to the other, wherever the boat comes from
	Paths  *road.Day      // for those on foot; nil: one walks straight on
	Ground *trip.Planner  // of wetlands, on foot; nil: none is known
	Wind   map[string]int // Beaufort's force that is forecast, by full-date
	Duty   map[string]Day // by full-date: who is on duty; of days that are missing nothing is known
}

// A Day is who may be sent out on a day, and with what.
type Day struct {
	Crews []Crew
	Lacks []*finding.Finding // why there are not more
}

// A Crew goes out together. What is booked with it is booked with no other.
type Crew struct {
	Duty       string    // its id on the roster; "" where none is kept
	Kind       string    // of patrol; "": the unit's own
	Start, End time.Time // when it may be out
	Size       int
	Certified  int // how many of them may enforce on that day (H1)
	Skills     []crew.Skill
	People     []string // ids; none where no roster names them
	Items      []crew.Item
}

// What a way asks of a crew, a bit each.
const (
	afloat    uint64 = 1 << iota // a boat, a helmsman, two aboard (H4)
	aloft                        // a drone, a pilot and an observer (H5)
	certified                    // two who may enforce (H1)
	officer                      // one who may
	sampling                     // an instrument that is calibrated (H9)
	anything  = 1<<iota - 1
)

// mostWind is the force above which no boat sails (H4) and mostWindAloft that above which no
// drone flies.
const (
	mostWind      = 6
	mostWindAloft = 5
)

func (c *Crew) span() crew.Span { return crew.Span{From: c.Start, Until: c.End} }

// can tells what a crew may do over a span.
func (c *Crew) can(s crew.Span) (skills uint64) {
	has := func(k crew.Kind, least int) bool {
		return slices.ContainsFunc(c.Items, func(x crew.Item) bool {
			return x.Kind == k && x.Serviceable(s) && (x.Seats == 0 || x.Seats >= least)
		})
	}
	if c.Size >= 2 && slices.Contains(c.Skills, crew.Helmsman) && has(crew.Boat, 2) {
		skills |= afloat
	}
	if c.Size >= 2 && slices.Contains(c.Skills, crew.Pilot) && has(crew.Drone, 0) {
		skills |= aloft
	}
	if c.Certified >= 2 {
		skills |= certified
	}
	if c.Certified >= 1 {
		skills |= officer
	}
	if has(crew.Instrument, 0) {
		skills |= sampling
	}
	return skills
}

// unable gives why a crew cannot go out at all; "" if it can.
func (c *Crew) unable() string {
	s := c.span()
	switch {
	case c.Size < 2:
		return "patrol.crew.alone"
	case !slices.ContainsFunc(c.Items, func(x crew.Item) bool { return x.Kind == crew.Vehicle && x.Serviceable(s) }):
		return "patrol.crew.no_vehicle"
	}
	return ""
}

// some tells whether a crew of some day has skills; on days of which nothing is known,
// nobody counts on it.
func (m *maker) some(skills uint64) bool {
	for _, d := range m.means.Duty {
		for i := range d.Crews {
			if c := &d.Crews[i]; c.can(c.span())&skills == skills {
				return true
			}
		}
	}
	return false
}

// wants is what a way of doing a need asks of a crew.
func (m *maker) wants(n *Need, w way) (skills uint64) {
	switch {
	case w.mode == Boat:
		skills |= afloat
	case w.mode == Drone:
		skills |= aloft
	}
	switch least := max(n.Certified, m.where.certified()); {
	case least >= 2 || m.where.acts():
		skills |= certified
	case least == 1:
		skills |= officer
	}
	if n.Instrument {
		skills |= sampling
	}
	return skills
}

// takes gives what of a crew's equipment a tour takes: the vehicle; a boat, a drone or an
// instrument where it needs one.
func (c *Crew) takes(t *Tour) (all []crew.Item) {
	take := func(k crew.Kind, least int) {
		i := slices.IndexFunc(c.Items, func(x crew.Item) bool {
			return x.Kind == k && x.Serviceable(c.span()) && (x.Seats == 0 || x.Seats >= least)
		})
		if i >= 0 {
			all = append(all, c.Items[i])
		}
	}
	take(crew.Vehicle, 0)
	if goes(t, Boat) {
		take(crew.Boat, 2)
	}
	if goes(t, Drone) {
		take(crew.Drone, 0)
	}
	if slices.ContainsFunc(t.Stops, func(s Stop) bool { return s.Instrument }) {
		take(crew.Instrument, 0)
	}
	return all
}

// lack says what no crew of a task's days has, of the way that asks for least; "" if one has all.
func (x *posed) lack(task int32) (code string) {
	least := uint64(anything + 1)
	for _, mode := range x.p.Tasks[task].Modes {
		for _, s := range x.p.Shifts {
			open := slices.ContainsFunc(mode.Windows, func(w tour.Window) bool { return w.Open <= s.Close && s.Open <= w.Close })
			if lacks := mode.Skills &^ s.Skills; open {
				least = min(least, lacks)
			}
		}
	}
	switch {
	case least == 0 || least > anything:
		return ""
	case least&certified != 0:
		return "patrol.unplanned.no_officers"
	case least&officer != 0:
		return "patrol.unplanned.no_officer"
	case least&afloat != 0:
		return "patrol.unplanned.no_boat"
	case least&aloft != 0:
		return "patrol.unplanned.no_drone"
	}
	return "patrol.unplanned.no_instrument"
}

// called is how a crew is named where people read it: by its duty, else by its unit.
func (m *maker) called(c *Crew) finding.Name {
	if c.Duty == "" {
		return m.where.name()
	}
	return finding.Name{ZH: c.Duty, EN: c.Duty}
}

// lacks notes why the crews of the plan's days are not more, or have less; each with its date.
func (m *maker) lacks() (notes []*finding.Finding) {
	for day := range m.days {
		date := m.from.AddDate(0, 0, day).Format(time.DateOnly)
		d, known := m.means.Duty[date]
		notes = append(notes, d.Lacks...)
		n := 0
		for i := range d.Crews {
			if c := &d.Crews[i]; c.unable() == "" {
				n++
			} else {
				notes = append(notes, finding.New(c.unable(), "", "date", date, "duty", m.called(c), "n", c.Size))
			}
		}
		if known && n == 0 {
			notes = append(notes, finding.New("patrol.crew.none", "", "date", date, "unit", m.where.name()))
		}
		if force := m.means.Wind[date]; force > mostWindAloft && m.some(aloft) || force > mostWind && m.some(afloat) {
			notes = append(notes, finding.New("patrol.crew.wind", "", "date", date, "force", force, "boats", mostWind, "drones", mostWindAloft))
		}
	}
	return notes
}
