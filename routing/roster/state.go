package roster

import (
	"slices"
	"time"
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
	days   map[time.Time][]int // duties by the day on which they begin
	trail  []step              // what was changed, while somebody may want it back
	trying int
}

// A step is a crew as it was.
type step struct {
	duty int
	crew []int
}

func newState(p *Problem) *state {
	n := len(p.Duties)
	s := &state{p: p, crews: make([][]int, n), duties: make([][]int, len(p.People)), may: make([][]int, n), held: make([][]int, n), clash: make([][]int, n), prev: make([]int, n), next: make([]int, n), days: map[time.Time][]int{}}
	number := map[string]int{}
	for i := range p.People {
		number[p.People[i].ID] = i
	}
	order := byStart(p)
	last := map[string]int{}
	for k, d := range order {
		duty := &p.Duties[d]
		s.prev[d], s.next[d] = -1, -1
		if before, ok := last[duty.Unit]; ok {
			s.prev[d], s.next[before] = before, d
		}
		last[duty.Unit] = d
		s.days[duty.day().From] = append(s.days[duty.day().From], d)
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

func byStart(p *Problem) []int {
	order := make([]int, len(p.Duties))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return p.Duties[a].Start.Compare(p.Duties[b].Start) })
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
	if s.trying > 0 {
		s.trail = append(s.trail, step{duty, s.crews[duty]})
	}
	for _, x := range s.crews[duty] {
		i := slices.Index(s.duties[x], duty)
		s.duties[x] = slices.Delete(s.duties[x], i, i+1)
	}
	s.crews[duty] = slices.Sorted(slices.Values(people))
	for _, x := range people {
		s.duties[x] = append(s.duties[x], duty)
	}
}

// suits tells whether people together are what a duty asks for, and may be spared.
func (s *state) suits(duty int, people []int) bool {
	return suits(s.p, &s.p.Duties[duty], s.held[duty], people) && s.spared(duty, people)
}

func suits(p *Problem, d *Duty, held, people []int) bool {
	certified, towns := 0, 0
	for _, i := range people {
		x := &p.People[i]
		if x.Certified(d.span()) != "" {
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
	for _, unit := range d.From {
		if !slices.ContainsFunc(people, func(i int) bool { return p.People[i].Unit == unit }) {
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

// spared tells whether the units of people who go on a duty of another unit keep their
// floors on that day.
func (s *state) spared(duty int, people []int) bool {
	d := &s.p.Duties[duty]
	for i := range s.p.Floors {
		f := &s.p.Floors[i]
		if f.Unit == d.Unit || !slices.ContainsFunc(people, func(x int) bool { return s.p.counts(f, x, d.day()) }) {
			continue
		}
		lent := func(yield func(int, []int) bool) {
			for _, e := range s.days[d.day().From] {
				if e != duty && s.p.Duties[e].Unit != f.Unit && !yield(e, s.crews[e]) {
					return
				}
			}
			yield(duty, people)
		}
		if s.p.left(f, d.day(), lent, nil) < f.Least {
			return false
		}
	}
	return true
}

// filled tells whether a duty has what it asks for.
func (s *state) filled(duty int) bool { return s.suits(duty, s.crews[duty]) }

// entries writes the state down, with equipment.
func (s *state) entries(before map[string][]string) Roster {
	var r Roster
	items := book(s.p, before)
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
