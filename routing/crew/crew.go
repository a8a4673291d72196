// Package crew holds people, vehicles, boats, drones and instruments as a planner sees
// them: what each may do on a day, and when it is away. It knows no rosters and no plans.
package crew

import (
	"slices"
	"time"
)

// A Skill is something that only some may do.
type Skill string

// The skills that patrols ask for (DOMAIN 6.1, 6.2).
const (
	Helmsman Skill = "helmsman" // licensed to steer a boat (H4)
	Pilot    Skill = "pilot"    // licensed to fly a drone (P10)
)

// A Span is a time, its end left out.
type Span struct{ From, Until time.Time }

// Meets tells whether two spans have an instant in common.
func (s Span) Meets(o Span) bool { return s.From.Before(o.Until) && o.From.Before(s.Until) }

// A Person who can be sent out.
type Person struct {
	ID           string
	Name, NameEN string
	Unit         string // where the person is posted
	Town         string // code of the town that sends the person; "" for branch and squads
	Established  bool   // 在编 (R34, R35)
	FrontLine    bool   // takes part in front-line enforcement (R35)
	Certificates []Certificate
	Skills       []Skill
	Away         []Span // leave, illness, courses
}

// A Certificate is an enforcement certificate, with when it holds; a zero end has no end.
type Certificate struct {
	Number string
	Span
}

// Certified gives the number of a certificate that holds over the whole of a span, or "".
func (p *Person) Certified(s Span) string {
	for _, c := range p.Certificates {
		if !s.From.Before(c.From) && (c.Until.IsZero() || !s.Until.After(c.Until)) {
			return c.Number
		}
	}
	return ""
}

// Lapsed gives the certificate of a person who has none that holds over a span, but had one:
// the one that ended last.
func (p *Person) Lapsed(s Span) (last Certificate, ok bool) {
	if p.Certified(s) != "" {
		return last, false
	}
	for _, c := range p.Certificates {
		if !c.Until.IsZero() && s.Until.After(c.Until) && (!ok || c.Until.After(last.Until)) {
			last, ok = c, true
		}
	}
	return last, ok
}

// Can tells whether the person has a skill.
func (p *Person) Can(s Skill) bool { return slices.Contains(p.Skills, s) }

// AwayIn gives the leave that meets a span.
func (p *Person) AwayIn(s Span) (Span, bool) { return meeting(p.Away, s) }

// A Kind of equipment.
type Kind string

// The kinds of equipment that are booked with a crew (R13).
const (
	Vehicle    Kind = "vehicle"
	Boat       Kind = "boat"
	Drone      Kind = "drone"
	Instrument Kind = "instrument"
)

// An Item is one vehicle, boat, drone or instrument.
type Item struct {
	ID           string
	Name, NameEN string
	Kind         Kind
	Unit         string // that may book it
	Seats        int    // how many it carries; 0: nobody asks
	CalibratedTo time.Time
	Out          []Span // under repair, lent out
}

// Serviceable tells whether the item may be used over a span: it is there, and its
// calibration, where it has one, holds to the end (H9).
func (x *Item) Serviceable(s Span) bool {
	_, out := meeting(x.Out, s)
	return !out && (x.CalibratedTo.IsZero() || !s.Until.After(x.CalibratedTo))
}

func meeting(spans []Span, s Span) (Span, bool) {
	for _, x := range spans {
		if x.Meets(s) {
			return x, true
		}
	}
	return Span{}, false
}
