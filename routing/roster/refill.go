package roster

import (
	"fmt"
	"slices"
)

// A Change is how one duty's crew differs from what it was.
type Change struct {
	Duty    string
	Out, In []string // ids of people
}

// Refill makes a roster for a problem that has changed, and says what is different. Crews
// that can stay as they are stay; who is still there stays on; others are moved only where
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
	s.hold()
	for _, d := range s.byStart() {
		crew := slices.Clone(s.crews[d])
		for _, x := range before[d] {
			if slices.Contains(s.may[d], x) && !slices.Contains(crew, x) && s.free(x, d) {
				crew = append(crew, x)
			}
		}
		s.put(d, crew)
	}
	s.all(before)
	now := s.entries()
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

// Difference lists the duties whose crews differ, in the order of the new roster; one that
// is gone comes last.
func Difference(old, now Roster) []Change {
	var all []Change
	compare := func(duty string, a, b []string) {
		c := Change{Duty: duty}
		for _, x := range a {
			if !slices.Contains(b, x) {
				c.Out = append(c.Out, x)
			}
		}
		for _, x := range b {
			if !slices.Contains(a, x) {
				c.In = append(c.In, x)
			}
		}
		if c.Out != nil || c.In != nil {
			all = append(all, c)
		}
	}
	for _, e := range now.Entries {
		var was []string
		if o := old.of(e.Duty); o != nil {
			was = o.People
		}
		compare(e.Duty, was, e.People)
	}
	for _, o := range old.Entries {
		if now.of(o.Duty) == nil {
			compare(o.Duty, o.People, nil)
		}
	}
	return all
}
