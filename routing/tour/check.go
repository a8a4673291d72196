package tour

import (
	"errors"
	"fmt"
)

// ErrWrong is what every fault that Check finds wraps.
var ErrWrong = errors.New("tour: wrong solution")

// Check reports every way in which a solution does not solve its problem: a shift
// used twice, a stop served twice, or neither served nor left out, or both, a
// departure or return outside the shift, a tour too long, a visit outside its
// windows, a way that does not exist. It gives nil for a right one, however dear.
func Check(p *Problem, s Solution) error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("%w: "+format, append([]any{ErrWrong}, args...)...))
	}
	if err := p.Validate(); err != nil {
		return fmt.Errorf("%w: the problem itself: %w", ErrWrong, err)
	}
	served := make([]int, len(p.Stops))
	used := make([]int, len(p.Shifts))
	for i, t := range s.Tours {
		if t.Shift < 0 || int(t.Shift) >= len(p.Shifts) {
			fault("tour %d: shift %d does not exist", i, t.Shift)
			continue
		}
		if used[t.Shift]++; used[t.Shift] == 2 {
			fault("shift %d makes more than one tour", t.Shift)
		}
		if len(t.Visits) == 0 {
			fault("tour %d visits nothing", i)
		}
		known := true
		for j, v := range t.Visits {
			if v.Stop < 0 || int(v.Stop) >= len(p.Stops) || v.Option < 0 || int(v.Option) >= len(p.Stops[v.Stop].Options) {
				fault("tour %d, visit %d: stop %d in option %d does not exist", i, j, v.Stop, v.Option)
				known = false
				continue
			}
			served[v.Stop]++
		}
		if known {
			checkTimes(p, i, t, fault)
		}
	}
	left := make([]int, len(p.Stops))
	for _, i := range s.LeftOut {
		if i < 0 || int(i) >= len(p.Stops) {
			fault("left out: stop %d does not exist", i)
			continue
		}
		left[i]++
	}
	for i := range p.Stops {
		if served[i]+left[i] != 1 {
			fault("stop %d is served %d times and left out %d times", i, served[i], left[i])
		}
	}
	return errors.Join(faults...)
}

// checkTimes follows one tour with its own clock, in 64 bits.
func checkTimes(p *Problem, i int, t Tour, fault func(string, ...any)) {
	shift := p.Shifts[t.Shift]
	if t.Depart < shift.Open {
		fault("tour %d leaves at %d, before its shift opens at %d", i, t.Depart, shift.Open)
	}
	now, at := int64(t.Depart), shift.Base
	travel := func(to int32) {
		d := p.Times[int(at)*p.Locations+int(to)]
		if d >= Far {
			fault("tour %d: no way from location %d to %d", i, at, to)
		}
		now, at = now+int64(d), to
	}
	for j, v := range t.Visits {
		stop := p.Stops[v.Stop]
		o := stop.Options[v.Option]
		travel(o.Enter)
		met := len(stop.Windows) == 0
		for _, w := range stop.Windows {
			if now <= int64(w.Close) {
				now, met = max(now, int64(w.Open)), true
				break
			}
		}
		if !met {
			fault("tour %d, visit %d: stop %d is reached at %d, after its last window", i, j, v.Stop, now)
		}
		now, at = now+int64(o.ServiceS), o.Leave
	}
	travel(shift.Base)
	if now > int64(shift.Close) {
		fault("tour %d is back at %d, after its shift closes at %d", i, now, shift.Close)
	}
	if away := now - int64(t.Depart); away > int64(shift.MaxS) {
		fault("tour %d is away for %d s, more than %d s", i, away, shift.MaxS)
	}
}
