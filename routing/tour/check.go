package tour

import (
	"errors"
	"fmt"
	"slices"
)

// ErrWrong is what every fault that Check finds wraps.
var ErrWrong = errors.New("tour: wrong solution")

// Check reports every constraint that a solution breaks, each with the tour, the
// visit and the figures. It gives nil for a right one, however dear.
func Check(p *Problem, s Solution) error {
	if err := p.Validate(); err != nil {
		return fmt.Errorf("%w: the problem itself: %w", ErrWrong, err)
	}
	c := &checker{p: p, tourOf: make([]int, len(p.Tasks)), beginOf: make([]int32, len(p.Tasks)), served: make([]int, len(p.Tasks))}
	used := make([]int, len(p.Shifts))
	for i, t := range s.Tours {
		if !p.shift(t.Shift) {
			c.fault("tour %d: shift %d does not exist", i, t.Shift)
			continue
		}
		if used[t.Shift]++; used[t.Shift] == 2 {
			c.fault("shift %d makes more than one tour", t.Shift)
		}
		if c.known(i, t) {
			c.follow(i, t)
			c.loads(i, t)
			c.order(i, t)
		}
	}
	for i := range p.Shifts {
		if len(p.Shifts[i].Pinned) > 0 && used[i] == 0 {
			c.fault("shift %d makes no tour, but %d visits of it are pinned", i, len(p.Shifts[i].Pinned))
		}
	}
	c.counts(s)
	c.pairs(s)
	c.periods(s)
	return errors.Join(c.faults...)
}

// A checker gathers what is wrong.
type checker struct {
	p       *Problem
	served  []int   // by task: how often
	tourOf  []int   // by served task
	beginOf []int32 // by served task
	faults  []error
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("%w: "+format, append([]any{ErrWrong}, args...)...))
}

// known tells whether everything that a tour visits exists, and notes what it serves.
func (c *checker) known(i int, t Tour) bool {
	shift, ok, tasks := &c.p.Shifts[t.Shift], true, 0
	for j, v := range t.Visits {
		switch {
		case !c.p.known(shift, v):
			c.fault("tour %d, visit %d: task %d in mode %d does not exist", i, j, v.Task, v.Mode)
			ok = false
		case v.Task >= 0:
			tasks++
			c.served[v.Task]++
			c.tourOf[v.Task], c.beginOf[v.Task] = i, v.Begin
		}
	}
	if tasks == 0 {
		c.fault("tour %d visits nothing", i)
	}
	return ok
}

// follow goes along one tour with its own clock, in 64 bits.
func (c *checker) follow(i int, t Tour) {
	p, shift := c.p, &c.p.Shifts[t.Shift]
	if t.Depart < shift.Open {
		c.fault("tour %d leaves at %d, before its shift opens at %d", i, t.Depart, shift.Open)
	}
	now, driven, at := int64(t.Depart), int64(0), shift.Start
	travel := func(to int32) {
		d := p.Time(shift.Class, at, to)
		if d == Far || p.Distance(shift.Class, at, to) == Far {
			c.fault("tour %d: no way from location %d to %d", i, at, to)
		}
		now, driven, at = now+int64(d), driven+int64(d), to
	}
	rested := make([]int, len(shift.Breaks))
	for j, v := range t.Visits {
		var lasts int32
		leave := shift.Start
		switch v.Task {
		case Reload:
			travel(shift.Start)
			lasts = shift.ReloadS
		case Rest:
			b := shift.Breaks[v.Mode]
			if v.Begin < b.Open || v.Begin > b.Close {
				c.fault("tour %d, visit %d: break %d begins at %d, outside %d to %d", i, j, v.Mode, v.Begin, b.Open, b.Close)
			}
			rested[v.Mode]++
			lasts, leave = b.LastsS, at
		default:
			mode := p.Mode(v)
			travel(mode.Enter)
			if !within(mode.Windows, v.Begin) {
				c.fault("tour %d, visit %d: task %d begins at %d, outside its windows", i, j, v.Task, v.Begin)
			}
			if lacks := mode.Skills &^ shift.Skills; lacks != 0 {
				c.fault("tour %d, visit %d: task %d in mode %d wants skills %#x that shift %d lacks", i, j, v.Task, v.Mode, lacks, t.Shift)
			}
			lasts, leave = mode.ServiceS, mode.Leave
		}
		if int64(v.Begin) < now {
			c.fault("tour %d, visit %d: begins at %d, but is reached at %d", i, j, v.Begin, now)
		}
		now, at = max(now, int64(v.Begin))+int64(lasts), leave
	}
	travel(shift.End)
	if now > int64(shift.Close) {
		c.fault("tour %d is back at %d, after its shift closes at %d", i, now, shift.Close)
	}
	if away := now - int64(t.Depart); shift.MaxS > 0 && away > int64(shift.MaxS) {
		c.fault("tour %d is away for %d s, more than %d s", i, away, shift.MaxS)
	}
	if shift.MaxDrivingS > 0 && driven > int64(shift.MaxDrivingS) {
		c.fault("tour %d drives for %d s, more than %d s", i, driven, shift.MaxDrivingS)
	}
	for k, b := range shift.Breaks {
		if owed := t.Depart < b.Close && now > int64(b.Close); owed && rested[k] == 0 || rested[k] > 1 {
			c.fault("tour %d takes break %d %d times", i, k, rested[k])
		}
	}
}

func within(windows []Window, moment int32) bool {
	return len(windows) == 0 || slices.ContainsFunc(windows, func(w Window) bool { return w.Open <= moment && moment <= w.Close })
}

// loads adds up each trip of a tour, and counts them.
func (c *checker) loads(i int, t Tour) {
	shift := &c.p.Shifts[t.Shift]
	load, trip := make([]int64, len(shift.Capacity)), int32(0)
	end := func() {
		for k, l := range load {
			if l > int64(shift.Capacity[k]) {
				c.fault("tour %d, trip %d: load %d of dimension %d, more than %d", i, trip, l, k, shift.Capacity[k])
			}
		}
		clear(load)
	}
	for _, v := range t.Visits {
		switch v.Task {
		case Rest:
		case Reload:
			end()
			trip++
		default:
			for k, l := range c.p.Tasks[v.Task].Load[:min(len(load), len(c.p.Tasks[v.Task].Load))] {
				load[k] += int64(l)
			}
		}
	}
	end()
	if trip > shift.Trips {
		c.fault("tour %d unloads %d times, more than %d", i, trip, shift.Trips)
	}
}

// order looks at what must come first, last, or as it was pinned.
func (c *checker) order(i int, t Tour) {
	var tasks []int32
	for _, v := range t.Visits {
		if v.Task >= 0 {
			tasks = append(tasks, v.Task)
		}
	}
	for k, task := range tasks {
		switch place := c.p.Tasks[task].Place; {
		case place == First && k > 0:
			c.fault("tour %d: task %d must be its first", i, task)
		case place == Last && k+1 < len(tasks):
			c.fault("tour %d: task %d must be its last", i, task)
		}
	}
	for k, v := range c.p.Shifts[t.Shift].Pinned {
		if k >= len(t.Visits) || t.Visits[k] != v {
			c.fault("tour %d, visit %d: task %d in mode %d at %d is pinned there", i, k, v.Task, v.Mode, v.Begin)
		}
	}
}

// counts sees that every task is served once or left out once, as it may be.
func (c *checker) counts(s Solution) {
	left := make([]int, len(c.p.Tasks))
	for _, i := range s.LeftOut {
		if !c.p.task(i) {
			c.fault("left out: task %d does not exist", i)
			continue
		}
		left[i]++
	}
	for i := range c.p.Tasks {
		if c.served[i]+left[i] != 1 {
			c.fault("task %d is served %d times and left out %d times", i, c.served[i], left[i])
		} else if left[i] == 1 && c.p.Tasks[i].Required {
			c.fault("task %d is required, but left out", i)
		}
	}
}

// pairs sees that companions meet, and that those who may not do not.
func (c *checker) pairs(s Solution) {
	for _, x := range c.p.Together {
		a, b := c.served[x.A] > 0, c.served[x.B] > 0
		switch {
		case a != b:
			c.fault("tasks %d and %d go together, but only one is served", x.A, x.B)
		case a && s.Tours[c.tourOf[x.A]].Shift == s.Tours[c.tourOf[x.B]].Shift:
			c.fault("tasks %d and %d go together, but one shift serves both", x.A, x.B)
		case a && c.beginOf[x.A] != c.beginOf[x.B]:
			c.fault("tasks %d and %d go together, but begin at %d and %d", x.A, x.B, c.beginOf[x.A], c.beginOf[x.B])
		}
	}
	for _, x := range c.p.Apart {
		if c.served[x.A] > 0 && c.served[x.B] > 0 && c.tourOf[x.A] == c.tourOf[x.B] {
			c.fault("tasks %d and %d may not be in one tour, but are in tour %d", x.A, x.B, c.tourOf[x.A])
		}
	}
}

// periods sees that repeated visits fall on days of a pattern.
func (c *checker) periods(s Solution) {
	for i, x := range c.p.Periods {
		var days []int32
		for _, task := range x.Tasks {
			if c.served[task] > 0 {
				days = append(days, c.p.Shifts[s.Tours[c.tourOf[task]].Shift].Day)
			}
		}
		slices.Sort(days)
		if len(days) > 0 && !slices.ContainsFunc(x.Patterns, func(p []int32) bool { return slices.Equal(p, days) }) {
			c.fault("period %d: days %v are none of its patterns", i, days)
		}
	}
}
