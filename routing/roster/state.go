package roster

import (
	"slices"

	"xunhu/routing/crew"
)

// A state is a roster that is being worked on, by numbers instead of ids.
type state struct {
	p      *Problem
	crews  [][]int // by duty: people, sorted
	duties [][]int // by person
	may    [][]int // by duty: people who may do it and are there
	held   [][]int // by duty
	clash  [][]int // by duty: duties that nobody can do besides it, by rest
	prev   []int   // the duty of the unit before it; -1
	next   []int
}

func newState(p *Problem) *state {
	n := len(p.Duties)
	s := &state{p: p, crews: make([][]int, n), duties: make([][]int, len(p.People)), may: make([][]int, n), held: make([][]int, n), clash: make([][]int, n), prev: make([]int, n), next: make([]int, n)}
	number := map[string]int{}
	for i := range p.People {
		number[p.People[i].ID] = i
	}
	order := s.byStart()
	last := map[string]int{}
	for k, d := range order {
		duty := &p.Duties[d]
		s.prev[d], s.next[d] = -1, -1
		if before, ok := last[duty.Unit]; ok {
			s.prev[d], s.next[before] = before, d
		}
		last[duty.Unit] = d
		for _, e := range order[k+1:] {
			if p.Rules.apart(duty, &p.Duties[e]) {
				break // all that follow begin later still
			}
			s.clash[d], s.clash[e] = append(s.clash[d], e), append(s.clash[e], d)
		}
		for i := range p.People {
			x := &p.People[i]
			if _, away := x.AwayIn(duty.span()); !away && p.eligible(x, duty.Unit) {
				s.may[d] = append(s.may[d], i)
			}
		}
		for _, id := range p.Held[duty.ID] {
			if i, ok := number[id]; ok {
				s.held[d] = append(s.held[d], i)
			}
		}
	}
	return s
}

func (s *state) byStart() []int {
	order := make([]int, len(s.p.Duties))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return s.p.Duties[a].Start.Compare(s.p.Duties[b].Start) })
	return order
}

// clashes gives the duties of a person that keep it from another one.
func (s *state) clashes(person, duty int) []int {
	var all []int
	for _, e := range s.duties[person] {
		if e != duty && slices.Contains(s.clash[duty], e) {
			all = append(all, e)
		}
	}
	return all
}

// free tells whether a person may be put on a duty as things stand.
func (s *state) free(person, duty int) bool {
	for _, e := range s.duties[person] {
		if e == duty || slices.Contains(s.clash[duty], e) {
			return false
		}
	}
	return true
}

// put makes people the crew of a duty.
func (s *state) put(duty int, people []int) {
	for _, x := range s.crews[duty] {
		i := slices.Index(s.duties[x], duty)
		s.duties[x] = slices.Delete(s.duties[x], i, i+1)
	}
	s.crews[duty] = slices.Sorted(slices.Values(people))
	for _, x := range people {
		s.duties[x] = append(s.duties[x], duty)
	}
}

// suits tells whether people together are what a duty asks for.
func (s *state) suits(duty int, people []int) bool {
	return suits(s.p, &s.p.Duties[duty], s.held[duty], people)
}

func suits(p *Problem, d *Duty, held, people []int) bool {
	certified, towns := 0, 0
	for _, i := range people {
		x := &p.People[i]
		if x.Certified(d.End) {
			certified++
		}
		if x.Town != "" {
			towns++
		}
	}
	if len(people) < d.People || certified < d.Certified || d.TownMain && 2*towns < len(people) {
		return false
	}
	for _, skill := range d.Skills {
		if !slices.ContainsFunc(people, func(i int) bool { return p.People[i].Can(skill) }) {
			return false
		}
	}
	for _, x := range held {
		if !slices.Contains(people, x) {
			return false
		}
	}
	return d.End.Sub(d.Start) <= p.Rules.Longest
}

// filled tells whether a duty has what it asks for.
func (s *state) filled(duty int) bool { return s.suits(duty, s.crews[duty]) }

// entries writes the state down, with equipment.
func (s *state) entries() Roster {
	var r Roster
	items := s.book()
	for d := range s.p.Duties {
		e := Entry{Duty: s.p.Duties[d].ID, Items: items[d]}
		for _, x := range s.crews[d] {
			e.People = append(e.People, s.p.People[x].ID)
		}
		slices.Sort(e.People)
		r.Entries = append(r.Entries, e)
	}
	return r
}

// book gives each duty the items that it asks for, in the order in which duties begin;
// of those that are free the one that must be calibrated first, so that the others last.
func (s *state) book() [][]string {
	all := make([][]string, len(s.p.Duties))
	booked := map[int][]crew.Span{}
	for _, d := range s.byStart() {
		duty := &s.p.Duties[d]
		for _, kind := range duty.Items {
			best := -1
			for i := range s.p.Items {
				x := &s.p.Items[i]
				if x.Kind != kind || x.Unit != duty.Unit || !x.Serviceable(duty.span()) ||
					slices.ContainsFunc(booked[i], duty.span().Meets) {
					continue
				}
				if best < 0 || !x.CalibratedTo.IsZero() && (s.p.Items[best].CalibratedTo.IsZero() || x.CalibratedTo.Before(s.p.Items[best].CalibratedTo)) {
					best = i
				}
			}
			id := ""
			if best >= 0 {
				booked[best] = append(booked[best], duty.span())
				id = s.p.Items[best].ID
			}
			all[d] = append(all[d], id)
		}
	}
	return all
}
