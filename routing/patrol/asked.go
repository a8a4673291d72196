package patrol

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/jurisdiction"
)

// askedOn adds to the last way of the tour, and to the stop that is made on it, what it asks for.
func (d *drawing) askedOn(s span, mode string) {
	asked := d.ask(s, s.line, mode, d.stop > 0)
	leg := &d.tour.Legs[len(d.tour.Legs)-1]
	leg.Asked = asked
	if d.stop > 0 {
		stop := &d.tour.Stops[d.stop-1]
		stop.Asked = together(stop.Asked, asked)
	}
}

// askedAt adds what the stop that is being made asks for, which is at one place, to it and
// to the way that leads there.
func (d *drawing) askedAt(w way) {
	p, by := w.line[0], string(w.mode)
	if w.mode == Foot && w.enter.OffM <= beside {
		by = d.m.s.Profile // one looks from the road
	}
	town, powers := d.m.cut.owner(p, p)
	stop := &d.tour.Stops[d.stop-1]
	stop.Asked = d.ask(span{town: town, powers: powers}, p, by, true)
	if n := len(d.tour.Legs); n > 0 {
		leg := &d.tour.Legs[n-1]
		leg.Asked = together(leg.Asked, stop.Asked)
	}
}

func (d *drawing) ask(s span, g orb.Geometry, mode string, work bool) []jurisdiction.Asked {
	certified := 0
	if d.stop > 0 {
		certified = max(d.tour.Stops[d.stop-1].Certified, d.m.where.certified())
	}
	return d.m.rules.Ask(jurisdiction.Way{Unit: d.tour.Unit, Town: s.town, Geometry: g, Own: s.powers == Enforce || s.powers == Remedy || s.powers == Prevent,
		Work: work && d.m.where.kind != Guidance, OffRoad: mode != d.m.s.Profile, Drone: mode == string(Drone), Certified: certified,
		With: d.m.with, Permit: d.m.s.CorePermit, Approval: d.m.s.DroneApproval, Day: d.tour.Start})
}

// together adds to a list what it does not hold.
func together(list, more []jurisdiction.Asked) []jurisdiction.Asked {
	list = slices.Clone(list)
	for _, a := range more {
		if !slices.ContainsFunc(list, func(b jurisdiction.Asked) bool { return a.Row == b.Row && slices.Equal(a.To, b.To) }) {
			list = append(list, a)
		}
	}
	return list
}
