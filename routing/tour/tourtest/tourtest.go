// Package tourtest makes small tour problems for tests, with whatever features are
// asked for, and finds the best solution of each by trying everything: the oracle of
// every solver and bound. Random problems may have no solution that serves all
// required tasks, and now and then none at all, when what is pinned cannot be kept.
package tourtest

import (
	"math/rand/v2"

	"xunhu/routing/tour"
)

// Features are what a random problem may hold.
type Features uint32

// The features, each a bit.
const (
	Classes  Features = 1 << iota // two classes of vehicles, one without distances at times
	Holes                         // ways that do not exist
	Modes                         // tasks with two ends, and several ways to serve them
	Windows                       // of modes, several at times
	Skills                        // that modes want and shifts have
	Loads                         // in one or two dimensions
	Trips                         // coming back to unload
	Breaks                        // one or two a shift
	Limits                        // of time away and of driving
	Together                      // companions
	Apart                         // tasks that one tour may not hold both of
	Places                        // tasks that must be first or last
	Pins                          // tours that have begun
	Periods                       // visits on several days
	Balances                      // of work between shifts
	Prices                        // fixed, of distance, travel and duration, of modes
	Overtime                      // beyond regular hours
	Required                      // tasks that may not be left out

	All = Required<<1 - 1
)

// Random makes a problem of some tasks. Each of the features may be in it; none of
// the others is. Times are neither symmetric nor keep the triangle inequality.
func Random(rng *rand.Rand, tasks int, f Features) *tour.Problem {
	m := &maker{rng: rng, f: f, p: &tour.Problem{Locations: 2 + rng.IntN(tasks+2)}}
	m.dimensions = 0
	if f&Loads != 0 {
		m.dimensions = rng.IntN(3)
	}
	m.classes()
	for range 1 + rng.IntN(3) {
		m.shift()
	}
	for range tasks {
		m.task()
	}
	m.pairs()
	m.periods()
	m.balances()
	m.pins()
	return m.p
}

// maker is one problem while it is made.
type maker struct {
	rng        *rand.Rand
	f          Features
	p          *tour.Problem
	dimensions int
}

// chance is true in one case of n, if a feature may be in the problem.
func (m *maker) chance(f Features, n int) bool { return m.f&f != 0 && m.rng.IntN(n) == 0 }

func (m *maker) number(least, most int) int32 { return int32(least + m.rng.IntN(most-least+1)) }

func (m *maker) price(most int) int64 {
	if m.f&Prices == 0 {
		return 0
	}
	return int64(max(0, m.number(-1, most)))
}

func (m *maker) location() int32 { return m.number(0, m.p.Locations-1) }

func (m *maker) matrix(most int) []int32 {
	n := m.p.Locations
	x := make([]int32, n*n)
	for i := range x {
		switch {
		case i/n == i%n:
		case m.chance(Holes, 20):
			x[i] = tour.Far
		default:
			x[i] = m.number(0, most)
		}
	}
	return x
}

func (m *maker) classes() {
	m.p.Classes = []tour.Class{{Times: m.matrix(12)}}
	if m.f&Prices != 0 {
		m.p.Classes[0].Distances = m.matrix(9)
	}
	if m.chance(Classes, 2) {
		m.p.Classes = append(m.p.Classes, tour.Class{Times: m.matrix(12)})
		if m.chance(Prices, 2) {
			m.p.Classes[1].Distances = m.matrix(9)
		}
	}
}

func (m *maker) shift() {
	s := tour.Shift{Class: m.number(0, len(m.p.Classes)-1), Start: m.location(), TravelCost: 1, Open: m.number(0, 20), Skills: 3}
	s.End, s.Close = s.Start, s.Open+m.number(10, 60)
	if m.rng.IntN(3) == 0 {
		s.End = m.location()
	}
	if m.f&Periods != 0 {
		s.Day = m.number(0, 2)
	}
	if m.chance(Limits, 2) {
		s.MaxS = m.number(8, 50)
	}
	if m.chance(Limits, 3) {
		s.MaxDrivingS = m.number(5, 35)
	}
	if m.f&Skills != 0 {
		s.Skills = uint64(m.number(0, 3))
	}
	for range m.dimensions {
		s.Capacity = append(s.Capacity, m.number(2, 9))
	}
	if m.chance(Trips, 2) {
		s.Trips, s.ReloadS = m.number(1, 2), m.number(0, 4)
	}
	if m.f&Breaks != 0 {
		for range max(0, m.number(-1, 2)) {
			open := s.Open + m.number(-5, 30)
			s.Breaks = append(s.Breaks, tour.Break{Open: open, Close: open + m.number(0, 15), LastsS: m.number(0, 6)})
		}
	}
	if m.f&Prices != 0 {
		s.FixedCost, s.DistanceCost, s.TravelCost, s.DurationCost = m.price(15), m.price(2), m.price(2), m.price(2)
	}
	if m.chance(Overtime, 2) {
		s.RegularS, s.OvertimeCost = m.number(5, 30), int64(m.number(1, 3))
	}
	m.p.Shifts = append(m.p.Shifts, s)
}

func (m *maker) mode() tour.Mode {
	at := m.location()
	o := tour.Mode{Enter: at, Leave: at, ServiceS: m.number(0, 6), Cost: m.price(5)}
	if m.chance(Modes, 2) {
		o.Leave = m.location()
	}
	if m.chance(Skills, 2) {
		o.Skills = uint64(m.number(0, 3))
	}
	if m.chance(Windows, 2) {
		open := m.number(0, 40)
		for range m.number(1, 3) {
			w := tour.Window{Open: open, Close: open + m.number(0, 20)}
			o.Windows = append(o.Windows, w)
			open = w.Close + m.number(1, 12)
		}
	}
	return o
}

func (m *maker) task() {
	t := tour.Task{Prize: int64(m.number(0, 50)), Required: m.chance(Required, 3)}
	o := m.mode()
	t.Modes = append(t.Modes, o)
	if m.chance(Modes, 2) {
		o.Enter, o.Leave = o.Leave, o.Enter
		t.Modes = append(t.Modes, o)
	}
	if m.chance(Modes, 3) {
		t.Modes = append(t.Modes, m.mode())
	}
	for range m.rng.IntN(m.dimensions + 1) {
		t.Load = append(t.Load, m.number(0, 4))
	}
	if m.chance(Places, 8) {
		t.Place = tour.First + tour.Place(m.rng.IntN(2))
	}
	m.p.Tasks = append(m.p.Tasks, t)
}

// pair draws two tasks; there must be two.
func (m *maker) pair() tour.Pair {
	a := m.rng.IntN(len(m.p.Tasks))
	b := (a + 1 + m.rng.IntN(len(m.p.Tasks)-1)) % len(m.p.Tasks)
	return tour.Pair{A: int32(a), B: int32(b)}
}

func (m *maker) pairs() {
	if len(m.p.Tasks) < 2 {
		return
	}
	if m.chance(Together, 2) {
		m.p.Together = append(m.p.Together, m.pair())
		if m.rng.IntN(4) == 0 {
			m.p.Together = append(m.p.Together, m.pair())
		}
	}
	if m.chance(Apart, 2) {
		for range m.number(1, 3) {
			m.p.Apart = append(m.p.Apart, m.pair())
		}
	}
}

func (m *maker) periods() {
	n := len(m.p.Tasks)
	if n < 2 || !m.chance(Periods, 2) {
		return
	}
	order := m.rng.Perm(n)
	for range m.number(1, 2) {
		k := int(m.number(1, min(3, len(order))))
		if k > len(order) {
			return
		}
		x := tour.Period{}
		for _, i := range order[:k] {
			x.Tasks = append(x.Tasks, int32(i))
		}
		if alike := m.rng.IntN(3) > 0; alike {
			for _, i := range order[1:k] {
				m.p.Tasks[i] = m.p.Tasks[order[0]]
			}
		}
		for range m.number(1, 3) {
			var pattern []int32
			for day := range int32(3) {
				if m.rng.IntN(2) == 0 && len(pattern) < k {
					pattern = append(pattern, day)
				}
			}
			x.Patterns = append(x.Patterns, pattern)
		}
		m.p.Periods = append(m.p.Periods, x)
		if order = order[k:]; len(order) == 0 {
			return
		}
	}
}

func (m *maker) balances() {
	if !m.chance(Balances, 2) {
		return
	}
	b := tour.Balance{Cost: int64(m.number(0, 3))}
	for i := range m.p.Shifts {
		if m.rng.IntN(4) > 0 {
			b.Shifts = append(b.Shifts, int32(i))
		}
	}
	m.p.Balances = append(m.p.Balances, b)
}

// pins begins tours with what could be their first visits, taken one by one.
func (m *maker) pins() {
	order := m.rng.Perm(len(m.p.Tasks))
	for i := range m.p.Shifts {
		s := &m.p.Shifts[i]
		if !m.chance(Pins, 4) {
			continue
		}
		now, at := s.Open, s.Start
		for range m.number(1, 2) {
			if len(order) == 0 {
				break
			}
			task := int32(order[0])
			order = order[1:]
			mode := m.number(0, len(m.p.Tasks[task].Modes)-1)
			o := &m.p.Tasks[task].Modes[mode]
			d := m.p.Time(s.Class, at, o.Enter)
			if d == tour.Far || m.p.Distance(s.Class, at, o.Enter) == tour.Far || o.Skills&^s.Skills != 0 {
				continue
			}
			now += d + m.number(0, 2)
			if len(o.Windows) > 0 {
				now = max(now, o.Windows[0].Open)
			}
			s.Pinned = append(s.Pinned, tour.Visit{Task: task, Mode: mode, Begin: now})
			now, at = now+o.ServiceS, o.Leave
		}
		if len(s.Breaks) > 0 && m.rng.IntN(3) == 0 && len(s.Pinned) > 0 {
			now = max(now, s.Breaks[0].Open)
			s.Pinned = append(s.Pinned, tour.Visit{Task: tour.Rest, Begin: now})
		}
	}
}
