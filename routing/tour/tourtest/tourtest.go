// Package tourtest makes small tour problems for tests, and finds the best solution
// of each by trying everything: the oracle of every solver and bound.
package tourtest

import (
	"math/rand/v2"

	"xunhu/routing/tour"
)

// Random makes a problem of some stops: one to three shifts, options with two ends
// and their mirrors, windows that may be missed, penalties of all sizes, times that
// are neither symmetric nor keep the triangle, and a few ways that do not exist.
func Random(rng *rand.Rand, stops int) *tour.Problem {
	n := 2 + rng.IntN(2*stops+1)
	p := &tour.Problem{Locations: n, Times: make([]int32, n*n)}
	for i := range p.Times {
		switch {
		case i/n == i%n:
		case rng.IntN(25) == 0:
			p.Times[i] = tour.Far
		default:
			p.Times[i] = int32(rng.IntN(15))
		}
	}
	location := func() int32 { return int32(rng.IntN(n)) }
	for range 1 + rng.IntN(3) {
		open := int32(rng.IntN(60))
		p.Shifts = append(p.Shifts, tour.Shift{Base: location(), Open: open, Close: open + int32(rng.IntN(70)), MaxS: int32(10 + rng.IntN(60))})
	}
	for range stops {
		s := tour.Stop{Penalty: int64(rng.IntN(60))}
		o := tour.Option{Enter: location(), Leave: location(), ServiceS: int32(rng.IntN(8))}
		s.Options = append(s.Options, o)
		switch rng.IntN(3) {
		case 0:
			s.Options = append(s.Options, tour.Option{Enter: o.Leave, Leave: o.Enter, ServiceS: o.ServiceS + int32(rng.IntN(3))})
		case 1:
			s.Options[0].Leave = o.Enter
		}
		at := int32(rng.IntN(60))
		for range rng.IntN(3) {
			w := tour.Window{Open: at, Close: at + int32(rng.IntN(25))}
			s.Windows = append(s.Windows, w)
			at = w.Close + 1 + int32(rng.IntN(20))
		}
		p.Stops = append(p.Stops, s)
	}
	return p
}

// Best finds the least cost of any solution by trying all sequences, options,
// shifts and departures. It takes seconds for eight stops in one option.
func Best(p *tour.Problem) int64 {
	x := &all{p: p, served: make([]bool, len(p.Stops)), best: 1 << 62}
	x.shift(0, 0)
	return x.best
}

type all struct {
	p      *tour.Problem
	served []bool
	visits []tour.Visit
	best   int64
}

// shift tries everything with shift k and those behind it, at a cost so far.
func (x *all) shift(k int, cost int64) {
	if cost >= x.best {
		return
	}
	if k == len(x.p.Shifts) {
		for i, served := range x.served {
			if !served {
				cost += x.p.Stops[i].Penalty
			}
		}
		x.best = min(x.best, cost)
		return
	}
	x.shift(k+1, cost) // stays at its base
	before := x.visits
	x.visits = nil
	x.extend(k, cost, x.p.Shifts[k].Base)
	x.visits = before
}

// extend tries every next visit of shift k, and going home after it.
func (x *all) extend(k int, cost int64, at int32) {
	for i, s := range x.p.Stops {
		if x.served[i] {
			continue
		}
		for j, o := range s.Options {
			d := x.p.Time(at, o.Enter)
			if d == tour.Far {
				continue
			}
			x.served[i] = true
			x.visits = append(x.visits, tour.Visit{Stop: int32(i), Option: int32(j)})
			c := cost + int64(d) + int64(o.ServiceS)
			if x.inTime(k, x.p.Shifts[k].Open) && c < x.best {
				x.extend(k, c, o.Leave)
				if home := x.p.Time(o.Leave, x.p.Shifts[k].Base); home != tour.Far && x.fits(k) {
					mine := x.visits
					x.shift(k+1, c+int64(home))
					x.visits = mine
				}
			}
			x.visits = x.visits[:len(x.visits)-1]
			x.served[i] = false
		}
	}
}

// inTime tells whether no window is missed when the shift leaves at a time.
func (x *all) inTime(k int, depart int32) bool {
	now, at := depart, x.p.Shifts[k].Base
	for _, v := range x.visits {
		o := x.p.Option(v)
		now += x.p.Time(at, o.Enter)
		if w := x.p.Stops[v.Stop].Windows; len(w) > 0 {
			i := 0
			for i < len(w) && w[i].Close < now {
				i++
			}
			if i == len(w) {
				return false
			}
			now = max(now, w[i].Open)
		}
		now, at = now+o.ServiceS, o.Leave
	}
	return true
}

// fits tries every second at which the shift could leave.
func (x *all) fits(k int) bool {
	s := x.p.Shifts[k]
	for depart := s.Open; depart <= s.Close; depart++ {
		_, back, ok := tour.Times(x.p, tour.Tour{Shift: int32(k), Depart: depart, Visits: x.visits})
		if ok && back <= s.Close && back-depart <= s.MaxS {
			return true
		}
	}
	return false
}
