package roster

import (
	"fmt"
	"slices"
)

// A Change is how one duty's crew differs from what it was.
type Change struct {
	Duty              string
	Out, In           []string // ids of people
	ItemsOut, ItemsIn []string // ids of equipment
}

// Refill makes a roster for a problem that has changed, and says what is different. Crews
// that can stay as they are stay; who is still there stays on, and so does equipment; others are moved only where
// nobody is free.
func Refill(p *Problem, old Roster) (Roster, []Change, error) {
	if err := p.Validate(); err != nil {
		return Roster{}, nil, fmt.Errorf("refill a roster: %w", err)
	}
	s := newState(p)
	before := make([][]int, len(p.Duties))
	for d := range p.Duties {
		e := old.of(p.Duties[d].ID)
		if e == nil {
			continue
		}
		for _, id := range e.People {
			if x := s.person(id); x >= 0 {
				before[d] = append(before[d], x)
			}
		}
	}
	had := map[string][]string{}
	for _, e := range old.Entries {
		had[e.Duty] = e.Items
	}
	s.hold()
	for _, d := range byStart(p) {
		if p.Duties[d].Settled {
			continue
		}
		crew := slices.Clone(s.crews[d])
		for _, x := range before[d] {
			if slices.Contains(s.may[d], x) && !slices.Contains(crew, x) && s.free(x, d) && s.spared(d, append(slices.Clone(crew), x)) {
				crew = append(crew, x)
			}
		}
		s.put(d, crew)
	}
	s.all(before)
	now := s.entries(had)
	return now, Difference(old, now), nil
}

func (s *state) person(id string) int {
	for i := range s.p.People {
		if s.p.People[i].ID == id {
			return i
		}
	}
	return -1
}

// Difference lists the duties whose crews or equipment differ, in the order of the new
// roster; one that is gone comes last.
func Difference(old, now Roster) []Change {
	var all []Change
	compare := func(duty string, a, b Entry) {
		c := Change{Duty: duty, Out: lacks(a.People, b.People), In: lacks(b.People, a.People), ItemsOut: lacks(a.Items, b.Items), ItemsIn: lacks(b.Items, a.Items)}
		if c.Out != nil || c.In != nil || c.ItemsOut != nil || c.ItemsIn != nil {
			all = append(all, c)
		}
	}
	for _, e := range now.Entries {
		var was Entry
		if o := old.of(e.Duty); o != nil {
			was = *o
		}
		compare(e.Duty, was, e)
	}
	for _, o := range old.Entries {
		if now.of(o.Duty) == nil {
			compare(o.Duty, o, Entry{})
		}
	}
	return all
}

// lacks lists what is in a and not in b; "" is nothing.
func lacks(a, b []string) []string {
	var all []string
	for _, x := range a {
		if x != "" && !slices.Contains(b, x) {
			all = append(all, x)
		}
	}
	return all
}
