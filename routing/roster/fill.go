package roster

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
)

const (
	chain     = 3   // how deep others are moved around to fill a duty
	mostTries = 60  // crews that are thought of at each depth
	mostAsked = 16  // people who are thought of for one crew, the least burdened first
	stepsEach = 400 // exchanges that are tried, for each duty
)

// Fill makes a roster. Duties that it cannot fill have as many people as it found; Check
// names them, and Conflict says why.
func Fill(p *Problem, seed uint64) (Roster, error) {
	if err := p.Validate(); err != nil {
		return Roster{}, fmt.Errorf("fill a roster: %w", err)
	}
	s := newState(p)
	s.hold()
	s.all(nil)
	s.even(rand.New(rand.NewPCG(seed, 0x726f7374)))
	return s.entries(nil), nil
}

// hold puts those on their duties who stay on them.
func (s *state) hold() {
	for d := range s.held {
		var there []int
		for _, x := range s.held[d] {
			if s.p.Duties[d].Settled || slices.Contains(s.may[d], x) && s.free(x, d) {
				there = append(there, x)
			}
		}
		s.put(d, there)
	}
}

// all fills every duty, those with the fewest people to choose from first. It is given the
// crews of before, which it keeps to where it can.
func (s *state) all(before [][]int) {
	order := byStart(s.p)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.choice(a), s.choice(b)) })
	for _, d := range order {
		if s.p.Duties[d].Settled || s.filled(d) {
			continue
		}
		if !s.fill(d, chain, map[int]bool{}, before) {
			s.some(d)
		}
	}
}

// choice is how many more people may do a duty than it asks for.
func (s *state) choice(d int) int { return len(s.may[d]) - s.p.Duties[d].People }

// fill finds a crew for a duty, moving others to make room, down to a depth; duties in
// locked are left alone.
func (s *state) fill(d, depth int, locked map[int]bool, before [][]int) bool {
	own := s.crews[d]
	s.put(d, nil)
	if people := s.best(d, func(x int) bool { return s.free(x, d) }, before); people != nil {
		s.put(d, people)
		return true
	}
	s.put(d, own)
	if depth == 0 {
		return false
	}
	locked[d] = true
	defer delete(locked, d)
	for _, people := range s.crowds(d, locked, before) {
		if s.displace(d, people, depth, locked, before) {
			return true
		}
	}
	return false
}

// displace puts people on a duty, and fills again those that they leave; all or nothing.
func (s *state) displace(d int, people []int, depth int, locked map[int]bool, before [][]int) bool {
	mark := len(s.trail)
	s.trying++
	done := s.move(d, people, depth, locked, before)
	s.trying--
	if !done {
		for k := len(s.trail) - 1; k >= mark; k-- {
			was, trying := s.trail[k], s.trying
			s.trying = 0
			s.put(was.duty, was.crew)
			s.trying = trying
		}
		s.trail = s.trail[:mark]
	}
	if s.trying == 0 {
		s.trail = s.trail[:0]
	}
	return done
}

func (s *state) move(d int, people []int, depth int, locked map[int]bool, before [][]int) bool {
	var left []int
	for _, x := range people {
		for _, e := range s.clashes(x, d) {
			if !slices.Contains(left, e) {
				left = append(left, e)
			}
			s.put(e, without(s.crews[e], x))
		}
	}
	s.put(d, people)
	for _, e := range left {
		if !s.filled(e) && !s.fill(e, depth-1, locked, before) {
			return false
		}
	}
	return true
}

func without(people []int, x int) []int {
	return slices.DeleteFunc(slices.Clone(people), func(y int) bool { return y == x })
}

// some puts as many on a duty as are free, the certified first: a duty that is short says
// more than one that is empty.
func (s *state) some(d int) {
	duty := &s.p.Duties[d]
	people := slices.Clone(s.crews[d])
	for _, x := range s.asked(d, nil) {
		if len(people) < duty.People && !slices.Contains(people, x) && s.free(x, d) && s.spared(d, append(slices.Clone(people), x)) {
			people = append(people, x)
		}
	}
	s.put(d, people)
}

// asked are those who may do a duty: those of before, then the certified where they are
// needed, then the least burdened.
func (s *state) asked(d int, before [][]int) []int {
	duty := &s.p.Duties[d]
	type asked struct {
		x    int
		rank float64
	}
	all := make([]asked, 0, len(s.may[d]))
	for _, x := range s.may[d] {
		person := &s.p.People[x]
		rank := 0.0
		for _, e := range s.duties[x] {
			rank += s.p.Duties[e].End.Sub(s.p.Duties[e].Start).Hours()
		}
		if before != nil && slices.Contains(before[d], x) {
			rank -= 1e6
		}
		if duty.Certified > 0 && person.Certified(duty.span()) != "" {
			rank -= 1e4
		}
		for _, skill := range duty.Skills {
			if person.Can(skill) {
				rank -= 1e4
			}
		}
		if slices.Contains(duty.From, person.Unit) {
			rank -= 1e5
		}
		if duty.TownMain && person.Town != "" {
			rank -= 1e3
		}
		all = append(all, asked{x, rank})
	}
	slices.SortStableFunc(all, func(a, b asked) int { return cmp.Compare(a.rank, b.rank) })
	people := make([]int, len(all))
	for i, a := range all {
		people[i] = a.x
	}
	return people
}

// best is the first crew that suits, of those who may; nil if there is none. Held people
// come along.
func (s *state) best(d int, may func(int) bool, before [][]int) []int {
	var found []int
	s.each(d, may, before, func(people []int) bool {
		if s.suits(d, people) {
			found = slices.Clone(people)
		}
		return found == nil
	})
	return found
}

// crowds are crews that would suit if some of their other duties were given up, those
// first that give up the fewest.
func (s *state) crowds(d int, locked map[int]bool, before [][]int) [][]int {
	var all [][]int
	s.each(d, func(x int) bool {
		for _, e := range s.clashes(x, d) {
			if locked[e] || slices.Contains(s.held[e], x) {
				return false
			}
		}
		return true
	}, before, func(people []int) bool {
		if s.suits(d, people) {
			all = append(all, slices.Clone(people))
		}
		return len(all) < 10*mostTries
	})
	gives := func(people []int) (n int) {
		for _, x := range people {
			n += len(s.clashes(x, d))
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b []int) int { return cmp.Compare(gives(a), gives(b)) })
	return all[:min(len(all), mostTries)]
}

// each goes through the crews of a duty's size, with the held people in each, until it is
// told to stop.
func (s *state) each(d int, may func(int) bool, before [][]int, with func([]int) bool) {
	var pool []int
	for _, x := range s.asked(d, before) {
		if may(x) && !slices.Contains(s.held[d], x) {
			pool = append(pool, x)
		}
	}
	pool = pool[:min(len(pool), mostAsked)]
	crew := slices.Clone(s.held[d])
	for _, x := range crew {
		if !slices.Contains(s.may[d], x) || !may(x) {
			return
		}
	}
	var choose func(from int) bool
	choose = func(from int) bool {
		if len(crew) >= s.p.Duties[d].People {
			return with(crew)
		}
		for i := from; i < len(pool); i++ {
			crew = append(crew, pool[i])
			more := choose(i + 1)
			crew = crew[:len(crew)-1]
			if !more {
				return false
			}
		}
		return true
	}
	choose(0)
}
