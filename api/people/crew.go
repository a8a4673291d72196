package people

import (
	"slices"
	"time"

	"xunhu/geo/finding"
	"xunhu/geo/law"
	"xunhu/routing/crew"
)

// An Item is a vehicle, boat, drone or instrument of a unit (R13).
type Item struct {
	ID           string
	Name, NameEN string
	Kind         crew.Kind
	Unit         string
	Seats        int    // how many it carries; 0: nobody asks
	CalibratedTo string // RFC 3339 full-date, the last day; "" has no end
	Illustration bool
}

// Kinds are the kinds of equipment.
func Kinds() []crew.Kind {
	return []crew.Kind{crew.Vehicle, crew.Boat, crew.Drone, crew.Instrument}
}

// Skills are what only some may do.
func Skills() []crew.Skill { return []crew.Skill{crew.Helmsman, crew.Pilot} }

// A Reason for which somebody or something is not there.
type Reason string

// The reasons, of people and then of equipment.
const (
	Leave   Reason = "leave"
	Illness Reason = "illness"
	Course  Reason = "course"
	Repair  Reason = "repair"
	Lent    Reason = "lent"
)

// ReasonsOf gives the reasons of people, or of equipment.
func ReasonsOf(equipment bool) []Reason {
	if equipment {
		return []Reason{Repair, Lent}
	}
	return []Reason{Leave, Illness, Course}
}

// An Absence keeps a person or an item from duty from its first day to its last, both
// included, by the days of China. What was entered wrongly is entered again under its ID.
type Absence struct {
	ID           string
	Person, Item string // id; one of them is ""
	From, To     string // RFC 3339 full-date; To "" has no end yet
	Reason       Reason
	By           string // person who entered it
	At           time.Time
	Withdrawn    bool
}

// Span is when an absence lasts.
func (a Absence) Span() crew.Span { return days(a.From, a.To) }

// days turns first and last day into a span; without a last day it ends long after all.
func days(from, to string) crew.Span {
	var s crew.Span
	if t, err := time.ParseInLocation(time.DateOnly, from, law.China); err == nil {
		s.From = t
	}
	s.Until = time.Date(9999, 1, 1, 0, 0, 0, 0, law.China)
	if t, err := time.ParseInLocation(time.DateOnly, to, law.China); err == nil {
		s.Until = t.AddDate(0, 0, 1)
	}
	return s
}

// Crew gives people as a planner sees them, with their absences.
func Crew(all []Person, away []Absence) []crew.Person {
	var out []crew.Person
	for _, p := range all {
		x := crew.Person{ID: p.ID, Name: p.Name, NameEN: p.NameEN, Unit: p.Unit, Town: p.Town, Established: p.Established, FrontLine: p.FrontLine, Skills: p.Skills}
		for _, c := range p.Certificates {
			if c.Number != "" {
				x.Certificates = append(x.Certificates, crew.Certificate{Number: c.Number, Span: days(c.From, c.To)})
			}
		}
		for _, a := range away {
			if a.Person == p.ID && !a.Withdrawn {
				x.Away = append(x.Away, a.Span())
			}
		}
		out = append(out, x)
	}
	return out
}

// Gear gives equipment as a planner sees it, with when it is out.
func Gear(all []Item, away []Absence) []crew.Item {
	var out []crew.Item
	for _, i := range all {
		x := crew.Item{ID: i.ID, Name: i.Name, NameEN: i.NameEN, Kind: i.Kind, Unit: i.Unit, Seats: i.Seats}
		if i.CalibratedTo != "" {
			x.CalibratedTo = days("", i.CalibratedTo).Until
		}
		for _, a := range away {
			if a.Item == i.ID && !a.Withdrawn {
				x.Out = append(x.Out, a.Span())
			}
		}
		out = append(out, x)
	}
	return out
}

// Fault tells what is wrong with an absence that is entered; nil: nothing.
func (a Absence) Fault(persons []Person, items []Item) *finding.Finding {
	item := a.Item != ""
	switch {
	case !item && !slices.ContainsFunc(persons, func(p Person) bool { return p.ID == a.Person }):
		return finding.New("roster.no_person", "", "person", a.Person)
	case item && !slices.ContainsFunc(items, func(i Item) bool { return i.ID == a.Item }):
		return finding.New("roster.no_such_item", "", "item", a.Item)
	case !slices.Contains(ReasonsOf(item), a.Reason):
		var names []string
		for _, r := range ReasonsOf(item) {
			names = append(names, string(r))
		}
		return finding.New("roster.no_reason", "", "reason", string(a.Reason), "reasons", names)
	}
	_, err1 := time.Parse(time.DateOnly, a.From)
	_, err2 := time.Parse(time.DateOnly, a.To)
	if err1 != nil || a.To != "" && (err2 != nil || a.To < a.From) {
		return finding.New("roster.absence_days", "", "from", a.From, "to", a.To)
	}
	return nil
}
