package search

import (
	"slices"

	"xunhu/routing/tour"
)

// state is one solution that is being worked on. Every stop is in exactly one
// tour or in out. A visit at place i of tour r stands at routes[r][i].
type state struct {
	p      *tour.Problem
	routes [][]tour.Visit // one a shift; room for all stops, so that they never grow
	out    []int32        // stops left out, in no order
	mirror [][]int32      // by stop and option: the option that runs the other way, or the same
	a, b   []tour.Visit   // where changed tours are written before they are accepted
	drawn  []int32        // memory of kick
}

func newState(p *tour.Problem) *state {
	n := len(p.Stops)
	s := &state{p: p, out: make([]int32, 0, n), a: make([]tour.Visit, 0, n), b: make([]tour.Visit, 0, n), drawn: make([]int32, 0, n)}
	for range p.Shifts {
		s.routes = append(s.routes, make([]tour.Visit, 0, n))
	}
	for i, stop := range p.Stops {
		s.out = append(s.out, int32(i))
		twin := make([]int32, len(stop.Options))
		for j, o := range stop.Options {
			twin[j] = int32(j)
			for k, x := range stop.Options {
				if j != k && x.Enter == o.Leave && x.Leave == o.Enter && o.Enter != o.Leave {
					twin[j] = int32(k)
				}
			}
		}
		s.mirror = append(s.mirror, twin)
	}
	return s
}

// take makes s a copy of t, without allocating.
func (s *state) take(t *state) {
	for r := range s.routes {
		s.routes[r] = append(s.routes[r][:0], t.routes[r]...)
	}
	s.out = append(s.out[:0], t.out...)
}

// time between two locations.
func (s *state) time(from, to int32) int64 { return int64(s.p.Time(from, to)) }

// before is the location that tour r leaves on its way to place i.
func (s *state) before(r, i int) int32 {
	if i == 0 {
		return s.p.Shifts[r].Base
	}
	return s.p.Option(s.routes[r][i-1]).Leave
}

// after is the location to which tour r goes from place i.
func (s *state) after(r, i int) int32 {
	if i+1 == len(s.routes[r]) {
		return s.p.Shifts[r].Base
	}
	return s.p.Option(s.routes[r][i+1]).Enter
}

// detour is what it costs to serve o between two locations.
func (s *state) detour(from int32, o tour.Option, to int32) int64 {
	return s.time(from, o.Enter) + int64(o.ServiceS) + s.time(o.Leave, to) - s.time(from, to)
}

// departure gives when a tour of shift r leaves, so that it is back as early as it
// can be, and leaves no earlier than it must to keep the windows that it then meets;
// ok is false where the visits do not fit the shift, their windows or the ways.
//
// It tries the opening of the shift first. If the tour is then too long, later
// departures shorten it by what it waits, until a stop's window would be missed;
// the next departure to try is the one that misses it.
func (s *state) departure(r int, visits []tour.Visit) (depart int32, ok bool) {
	shift := s.p.Shifts[r]
	for first := int64(shift.Open); ; {
		now, at := first, shift.Base
		waited, slack := int64(0), int64(1)<<40
		for _, v := range visits {
			o := s.p.Option(v)
			d := s.p.Time(at, o.Enter)
			if d == tour.Far {
				return 0, false
			}
			now += int64(d)
			if windows := s.p.Stops[v.Stop].Windows; len(windows) > 0 {
				w, open := next(windows, now)
				if !open {
					return 0, false
				}
				begin := max(now, int64(w.Open))
				waited += begin - now
				slack = min(slack, waited+int64(w.Close)-begin)
				now = begin
			}
			now, at = now+int64(o.ServiceS), o.Leave
		}
		d := s.p.Time(at, shift.Base)
		now += int64(d)
		if d == tour.Far || now > int64(shift.Close) {
			return 0, false
		}
		delay := min(waited, slack)
		if now-first-delay <= int64(shift.MaxS) {
			return int32(first + delay), true
		}
		if slack >= waited {
			return 0, false // not even without waiting
		}
		first += slack + 1
	}
}

// next gives the first window that has not closed.
func next(windows []tour.Window, now int64) (tour.Window, bool) {
	for _, w := range windows {
		if now <= int64(w.Close) {
			return w, true
		}
	}
	return tour.Window{}, false
}

// accept makes the tour written in a the tour r, if it fits.
func (s *state) accept(r int) bool {
	if _, ok := s.departure(r, s.a); !ok {
		return false
	}
	s.routes[r] = append(s.routes[r][:0], s.a...)
	return true
}

// acceptBoth makes the tours written in a and b the tours r and q, if both fit.
func (s *state) acceptBoth(r, q int) bool {
	if _, ok := s.departure(r, s.a); !ok {
		return false
	}
	if _, ok := s.departure(q, s.b); !ok {
		return false
	}
	s.routes[r] = append(s.routes[r][:0], s.a...)
	s.routes[q] = append(s.routes[q][:0], s.b...)
	return true
}

// cost counts afresh what the state costs.
func (s *state) cost() int64 {
	var sum int64
	for r := range s.routes {
		at := s.p.Shifts[r].Base
		for _, v := range s.routes[r] {
			o := s.p.Option(v)
			sum += s.time(at, o.Enter) + int64(o.ServiceS)
			at = o.Leave
		}
		if len(s.routes[r]) > 0 {
			sum += s.time(at, s.p.Shifts[r].Base)
		}
	}
	for _, i := range s.out {
		sum += s.p.Stops[i].Penalty
	}
	return sum
}

// solution writes the state down.
func (s *state) solution() tour.Solution {
	var x tour.Solution
	for r, visits := range s.routes {
		if len(visits) == 0 {
			continue
		}
		depart, ok := s.departure(r, visits)
		if !ok {
			panic("search: a tour that does not fit was accepted")
		}
		x.Tours = append(x.Tours, tour.Tour{Shift: int32(r), Depart: depart, Visits: slices.Clone(visits)})
	}
	x.LeftOut = slices.Sorted(slices.Values(s.out))
	return x
}
