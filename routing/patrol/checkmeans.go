package patrol

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strconv"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/crew"
)

// CheckMeans proves that the crews of a plan are those who are on duty and that they have what
// they go by: two together (H3), who may enforce where the unit does or the tour takes it (H1); helmsman, boat and
// wind (H4); pilot and drone (H5); everything serviceable and calibrated on that day, and
// nothing and nobody in two places (H3, H9). Of days of which nothing is known it says nothing.
func CheckMeans(a *atlas.Atlas, means Means, p *Plan) error {
	c := meansChecker{checker: checker{a: a, p: p}, items: map[string][]booking{}, people: map[string][]booking{}}
	for i := range p.Tours {
		t := &p.Tours[i]
		c.wind(means, t)
		c.moored(means, t)
		day, known := means.Duty[t.Date]
		if !known {
			continue
		}
		if k := onDuty(day, t); k == nil {
			c.wrong("%s: nobody is on duty as crew %s of %s", t.ID, t.Crew, t.Date)
		} else {
			c.manned(t, k)
		}
	}
	return errors.Join(c.faults...)
}

type meansChecker struct {
	checker
	items, people map[string][]booking
}

// A booking is a tour that has somebody or something.
type booking struct {
	tour string
	crew.Span
}

// onDuty is the crew of a tour.
func onDuty(d Day, t *Tour) *Crew {
	if t.Duty == "" {
		if n, err := strconv.Atoi(t.Crew); err == nil && n >= 1 && n <= len(d.Crews) && d.Crews[n-1].Duty == "" {
			return &d.Crews[n-1]
		}
		return nil
	}
	if i := slices.IndexFunc(d.Crews, func(c Crew) bool { return c.Duty == t.Duty }); i >= 0 {
		return &d.Crews[i]
	}
	return nil
}

// wind sees that nothing sails or flies in too much of it.
func (c *meansChecker) wind(means Means, t *Tour) {
	force := means.Wind[t.Date]
	for _, l := range t.Legs {
		if l.Mode == string(Boat) && force > 6 || l.Mode == string(Drone) && force > 5 {
			c.wrong("%s: way %d is by %s in wind of force %d", t.ID, l.Sequence, l.Mode, force)
		}
	}
}

// moored sees that a tour goes afloat from one landing alone, but for those to which the boat
// is said to be brought.
func (c *meansChecker) moored(means Means, t *Tour) {
	if means.Boats == nil {
		return
	}
	used := map[string]bool{} // landings that are not said to be such
	for i, l := range t.Legs {
		if l.Mode != string(Boat) || i > 0 && t.Legs[i-1].Mode == string(Boat) {
			continue
		}
		best, id := math.Inf(1), ""
		for _, at := range means.Boats.Waters.Landings() {
			if m := geodesy.Distance(at.At, l.Line[0]); m < best {
				best, id = m, at.ID
			}
		}
		name := id
		if i := slices.IndexFunc(c.a.Sites, func(s atlas.Site) bool { return s.ID == id }); i >= 0 {
			name = cmp.Or(c.a.Sites[i].Name, id)
		}
		if !slices.ContainsFunc(t.Trailed, func(n finding.Name) bool { return n.ZH == name }) {
			used[id] = true
		}
	}
	if len(used) > 1 { // its boat lies at one of them
		c.wrong("%s goes afloat from %d landings to which its boat is not said to be brought", t.ID, len(used))
	}
}

// manned looks at one tour and its crew.
func (c *meansChecker) manned(t *Tour, k *Crew) {
	out := crew.Span{From: t.Start, Until: t.End}
	if t.Start.Before(k.Start) || t.End.After(k.End) {
		c.wrong("%s is out from %s to %s, its crew on duty from %s to %s", t.ID, t.Start, t.End, k.Start, k.End)
	}
	if k.Size < 2 {
		c.wrong("%s: %d go", t.ID, k.Size)
	}
	least := t.Certified
	if u, _ := c.a.Unit(t.Unit); !onlyLooks(t.Kind) && (u.Class == atlas.Squad || u.Class == atlas.Brigade || u.Class == atlas.Branch) {
		least = max(least, 2)
	}
	if k.Certified < least {
		c.wrong("%s: %d may enforce, and it takes %d", t.ID, k.Certified, least)
	}
	has := map[crew.Kind]crew.Item{}
	for _, x := range t.Takes {
		i := slices.IndexFunc(k.Items, func(y crew.Item) bool { return y.ID == x.ID })
		switch {
		case i < 0:
			c.wrong("%s takes %s, which is not booked with its crew", t.ID, x.ID)
		case !k.Items[i].Serviceable(out):
			c.wrong("%s takes %s, which is out or not calibrated", t.ID, x.ID)
		default:
			has[k.Items[i].Kind] = k.Items[i]
		}
		c.book(c.items, x.ID, t.ID, out)
	}
	for _, id := range k.People {
		c.book(c.people, id, t.ID, out)
	}
	if t.Kind == Sorties {
		for _, s := range t.Stops {
			if s.Mode != Drone {
				c.wrong("%s: stop %d of a sortie is by %s", t.ID, s.Sequence, s.Mode)
			}
		}
	}
	asks := func(kind crew.Kind, skill crew.Skill, why string) {
		x, ok := has[kind]
		if !ok || x.Seats == 1 {
			c.wrong("%s takes no %s, and %s", t.ID, kind, why)
		}
		if skill != "" && !slices.Contains(k.Skills, skill) {
			c.wrong("%s has no %s, and %s", t.ID, skill, why)
		}
	}
	asks(crew.Vehicle, "", "leaves its seat")
	if goes(t, Boat) {
		asks(crew.Boat, crew.Helmsman, "goes afloat")
	}
	if goes(t, Drone) {
		asks(crew.Drone, crew.Pilot, "flies")
	}
	if slices.ContainsFunc(t.Stops, func(s Stop) bool { return s.Instrument }) {
		asks(crew.Instrument, "", "measures")
	}
}

func goes(t *Tour, mode Mode) bool {
	return slices.ContainsFunc(t.Legs, func(l Leg) bool { return l.Mode == string(mode) })
}

// book notes who has something, and sees that nobody else has it then.
func (c *meansChecker) book(all map[string][]booking, id, tour string, s crew.Span) {
	for _, b := range all[id] {
		if b.Meets(s) {
			c.wrong("%s is on %s and on %s at once", id, b.tour, tour)
		}
	}
	all[id] = append(all[id], booking{tour, s})
}

// flown proves the flights of a tour, and that no way off the roads enters what it may not
// (H5, H6): below the ceiling, within reach of the launch, never outside the region.
func (c *checker) flown(t *Tour, day time.Time) {
	for _, l := range t.Legs {
		if l.Mode == t.Vehicle {
			continue
		}
		if meets(l.Line, barred(c.a, c.s, Mode(l.Mode), day)) {
			c.wrong("%s: way %d, by %s, enters what it may not", t.ID, l.Sequence, l.Mode)
		}
		if l.Mode != string(Drone) {
			continue
		}
		if l.Town == "" {
			c.wrong("%s: way %d is flown outside the region", t.ID, l.Sequence)
		}
		if c.s.DroneHeightM >= CeilingM && c.s.DroneApproval == "" {
			c.wrong("%s: way %d is flown at %.0f m without an approval", t.ID, l.Sequence, c.s.DroneHeightM)
		}
		if l.Stop < 1 || l.Stop > len(t.Stops) {
			c.wrong("%s: way %d is flown for no stop", t.ID, l.Sequence)
			continue
		}
		for _, p := range l.Line {
			if d := geodesy.Distance(p, t.Stops[l.Stop-1].At); d > c.s.DroneRangeM+1 {
				c.wrong("%s: way %d is flown %.0f m from its launch", t.ID, l.Sequence, d)
				break
			}
		}
	}
}
