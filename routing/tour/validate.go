package tour

import (
	"errors"
	"fmt"
	"slices"
)

// MaxLocations bounds a matrix to 1.6 GB.
const MaxLocations = 20_000

// Validate reports all that is wrong with a problem, some twenty faults at most of
// each kind of thing.
func (p *Problem) Validate() error {
	if p.Locations < 0 || p.Locations > MaxLocations {
		return fmt.Errorf("tour: %d locations, of at most %d: divide the problem by units or areas", p.Locations, MaxLocations)
	}
	var all []error
	for i := range p.Classes {
		all = append(all, p.validateClass(i)...)
	}
	for i := range p.Shifts {
		all = append(all, p.validateShift(i)...)
	}
	for i := range p.Tasks {
		all = append(all, p.validateTask(i)...)
	}
	all = append(all, p.validatePins()...)
	all = append(all, p.validatePairs()...)
	all = append(all, p.validatePeriods()...)
	if len(all) > 20 {
		all = append(all[:20], fmt.Errorf("tour: and %d more faults", len(all)-20))
	}
	return errors.Join(all...)
}

func (p *Problem) location(l int32) bool { return l >= 0 && int(l) < p.Locations }
func (p *Problem) task(i int32) bool     { return i >= 0 && int(i) < len(p.Tasks) }
func (p *Problem) shift(i int32) bool    { return i >= 0 && int(i) < len(p.Shifts) }

// known tells whether there is what a visit of a shift is for.
func (p *Problem) known(s *Shift, v Visit) bool {
	switch v.Task {
	case Reload:
		return v.Mode == 0
	case Rest:
		return v.Mode >= 0 && int(v.Mode) < len(s.Breaks)
	}
	return p.task(v.Task) && v.Mode >= 0 && int(v.Mode) < len(p.Tasks[v.Task].Modes)
}

func (p *Problem) validateClass(i int) (faults []error) {
	c := &p.Classes[i]
	for _, m := range []struct {
		name    string
		numbers []int32
	}{{"times", c.Times}, {"distances", c.Distances}} {
		if len(m.numbers) != p.Locations*p.Locations && (m.name == "times" || m.numbers != nil) {
			faults = append(faults, fmt.Errorf("tour: class %d: %d %s for %d locations", i, len(m.numbers), m.name, p.Locations))
			continue
		}
		for k, x := range m.numbers {
			if x < 0 || x > Far {
				faults = append(faults, fmt.Errorf("tour: class %d: %s: %d from location %d to %d", i, m.name, x, k/p.Locations, k%p.Locations))
				break
			}
		}
	}
	return faults
}

func (p *Problem) validateShift(i int) (faults []error) {
	s := &p.Shifts[i]
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("tour: shift %d: "+format, append([]any{i}, args...)...))
	}
	if s.Class < 0 || int(s.Class) >= len(p.Classes) {
		fault("class %d of %d", s.Class, len(p.Classes))
	}
	if !p.location(s.Start) || !p.location(s.End) {
		fault("start %d, end %d of %d locations", s.Start, s.End, p.Locations)
	}
	if s.Open > s.Close {
		fault("opens at %d, after it closes at %d", s.Open, s.Close)
	}
	if min(s.MaxS, s.MaxDrivingS, s.ReloadS, s.RegularS, s.Trips) < 0 {
		fault("a limit below zero")
	}
	if min(s.FixedCost, s.DistanceCost, s.TravelCost, s.DurationCost, s.OvertimeCost) < 0 {
		fault("a price below zero")
	}
	for _, c := range s.Capacity {
		if c < 0 {
			fault("capacity %d", c)
		}
	}
	for j, b := range s.Breaks {
		if b.Open > b.Close || b.LastsS < 0 {
			fault("break %d: from %d to %d for %d s", j, b.Open, b.Close, b.LastsS)
		}
	}
	for j, v := range s.Pinned {
		if !p.known(s, v) {
			fault("pinned visit %d: no task %d in mode %d", j, v.Task, v.Mode)
		}
	}
	return faults
}

func (p *Problem) validateTask(i int) (faults []error) {
	t := &p.Tasks[i]
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("tour: task %d: "+format, append([]any{i}, args...)...))
	}
	if len(t.Modes) == 0 {
		fault("no mode")
	}
	if t.Prize < 0 {
		fault("prize %d", t.Prize)
	}
	if slices.ContainsFunc(t.Load, func(l int32) bool { return l < 0 }) {
		fault("load %v", t.Load)
	}
	if t.Place > Last {
		fault("place %d", t.Place)
	}
	for j, m := range t.Modes {
		if !p.location(m.Enter) || !p.location(m.Leave) || m.ServiceS < 0 || m.Cost < 0 {
			fault("mode %d: enter %d, leave %d, service %d s, cost %d", j, m.Enter, m.Leave, m.ServiceS, m.Cost)
		}
		for k, w := range m.Windows {
			if w.Open > w.Close || k > 0 && w.Open <= m.Windows[k-1].Close {
				fault("mode %d, window %d: %d to %d", j, k, w.Open, w.Close)
			}
		}
	}
	return faults
}

// validatePins sees that nothing is pinned in two places, which no solution could keep.
func (p *Problem) validatePins() (faults []error) {
	in := make(map[int32]int)
	for i := range p.Shifts {
		for j, v := range p.Shifts[i].Pinned {
			if v.Task < 0 {
				continue
			}
			if k, twice := in[v.Task]; twice {
				faults = append(faults, fmt.Errorf("tour: shift %d, pinned visit %d: task %d is pinned in shift %d already", i, j, v.Task, k))
			}
			in[v.Task] = i
		}
	}
	return faults
}

func (p *Problem) validatePairs() (faults []error) {
	for _, list := range []struct {
		name  string
		pairs []Pair
	}{{"together", p.Together}, {"apart", p.Apart}} {
		for i, x := range list.pairs {
			if !p.task(x.A) || !p.task(x.B) || x.A == x.B {
				faults = append(faults, fmt.Errorf("tour: %s, pair %d: tasks %d and %d of %d", list.name, i, x.A, x.B, len(p.Tasks)))
			}
		}
	}
	return faults
}

func (p *Problem) validatePeriods() (faults []error) {
	in := make(map[int32]int)
	for i, x := range p.Periods {
		for _, t := range x.Tasks {
			if !p.task(t) {
				faults = append(faults, fmt.Errorf("tour: period %d: task %d of %d", i, t, len(p.Tasks)))
			} else if j, twice := in[t]; twice {
				faults = append(faults, fmt.Errorf("tour: task %d is in periods %d and %d", t, j, i))
			}
			in[t] = i
		}
		for _, pattern := range x.Patterns {
			for k, day := range pattern {
				if len(pattern) > len(x.Tasks) || k > 0 && pattern[k-1] >= day {
					faults = append(faults, fmt.Errorf("tour: period %d: days %v for %d tasks", i, pattern, len(x.Tasks)))
					break
				}
			}
		}
	}
	for i, b := range p.Balances {
		if b.Cost < 0 || slices.ContainsFunc(b.Shifts, func(s int32) bool { return !p.shift(s) }) {
			faults = append(faults, fmt.Errorf("tour: balance %d: shifts %v of %d at %d a second", i, b.Shifts, len(p.Shifts), b.Cost))
		}
	}
	return faults
}
