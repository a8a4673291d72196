package tour

import (
	"errors"
	"fmt"
)

// Far is a travel time that stands for "cannot be travelled".
const Far int32 = 1<<30 - 1

// A Problem is what has to be planned. Do not change it while it is being solved.
type Problem struct {
	Locations int     // how many
	Times     []int32 // travel time in seconds from i to j at i*Locations+j; Far if there is no way
	Shifts    []Shift
	Stops     []Stop
}

// A Shift is one crew with one vehicle on one day: it can make one tour.
type Shift struct {
	Base        int32 // the location where it begins and ends
	Open, Close int32 // leaves at Open or later and is back at Close or before
	MaxS        int32 // is away at most so long
}

// A Stop is what a tour can serve, once.
type Stop struct {
	Options []Option // at least one
	Windows []Window // in the order of time, not overlapping; none: any time
	Penalty int64    // what leaving it out costs
}

// An Option is a way to serve a stop.
type Option struct {
	Enter, Leave int32 // locations
	ServiceS     int32
}

// A Window is a span in which service may begin, both ends included.
type Window struct{ Open, Close int32 }

// A Solution is a set of tours, at most one a shift.
type Solution struct {
	Tours   []Tour
	LeftOut []int32 // stops that no tour serves, in rising order
}

// A Tour is a closed sequence of visits from the base of a shift.
type Tour struct {
	Shift  int32
	Depart int32
	Visits []Visit // at least one
}

// A Visit is a stop served in one of its options.
type Visit struct{ Stop, Option int32 }

// Time is the travel time from one location to another.
func (p *Problem) Time(from, to int32) int32 { return p.Times[int(from)*p.Locations+int(to)] }

// Option gives what a visit does.
func (p *Problem) Option(v Visit) Option { return p.Stops[v.Stop].Options[v.Option] }

// Validate reports all that is wrong with a problem.
func (p *Problem) Validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf("tour: "+format, args...)) }
	location := func(l int32) bool { return l >= 0 && int(l) < p.Locations }
	if len(p.Times) != p.Locations*p.Locations {
		fault("%d times for %d locations", len(p.Times), p.Locations)
	}
	for i, t := range p.Times {
		if t < 0 || t > Far {
			fault("time %d from %d to %d", t, i/p.Locations, i%p.Locations)
		}
	}
	for i, s := range p.Shifts {
		if !location(s.Base) || s.Open > s.Close || s.MaxS < 0 {
			fault("shift %d: base %d, open %d, close %d, at most %d s", i, s.Base, s.Open, s.Close, s.MaxS)
		}
	}
	for i, s := range p.Stops {
		if len(s.Options) == 0 {
			fault("stop %d: no option", i)
		}
		for j, o := range s.Options {
			if !location(o.Enter) || !location(o.Leave) || o.ServiceS < 0 {
				fault("stop %d, option %d: enter %d, leave %d, service %d s", i, j, o.Enter, o.Leave, o.ServiceS)
			}
		}
		for j, w := range s.Windows {
			if w.Open > w.Close || j > 0 && w.Open <= s.Windows[j-1].Close {
				fault("stop %d, window %d: %d to %d", i, j, w.Open, w.Close)
			}
		}
		if s.Penalty < 0 {
			fault("stop %d: penalty %d", i, s.Penalty)
		}
	}
	return errors.Join(faults...)
}
