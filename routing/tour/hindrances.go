package tour

import (
	"slices"

	"xunhu/geo/finding"
)

// Hindrances says why no shift can serve a task, even if it did nothing else: one finding for each
// kind of thing that stands in the way, with how many shifts it keeps from the task and the figures of
// the shift that comes nearest. There is none if the task can be served. Ways by
// other places, which may be shorter where the times break the triangle inequality, are not looked for.
func Hindrances(p *Problem, task int32) []*finding.Finding {
	if _, faults := able(p, task); faults != nil {
		return faults
	}
	if faults := alone(p, task); faults != nil {
		return faults
	}
	return daysLack(p, task)
}

// A hurdle is what keeps a shift from a task, the first that is met.
type hurdle int

const (
	noSkill hurdle = iota
	noPlace
	noWay
	tooHeavy
	missed
	tooLate
	tooLong
	tooFar
	noBreak
	nothing
)

// A try is how far a shift comes with a task, and by how much it falls short.
type try struct {
	hurdle    hurdle
	mode      int32
	short     int64 // seconds
	most      int64 // seconds, or the load that it may carry
	load      int64
	dimension int
}

// able gives the shifts that can serve a task alone, or why there are none.
func able(p *Problem, task int32) (shifts []int32, faults []*finding.Finding) {
	nearest := make([]try, nothing)
	count := make([]int, nothing)
	for i := range p.Shifts {
		best := try{hurdle: -1}
		for j := range p.Tasks[task].Modes {
			if t := p.try(int32(i), task, int32(j)); t.hurdle > best.hurdle || t.hurdle == best.hurdle && t.short < best.short {
				best = t
			}
		}
		if best.hurdle == nothing {
			shifts = append(shifts, int32(i))
			continue
		}
		if count[best.hurdle] == 0 || best.short < nearest[best.hurdle].short {
			nearest[best.hurdle] = best
		}
		count[best.hurdle]++
	}
	if len(shifts) > 0 {
		return shifts, nil
	}
	if len(p.Shifts) == 0 {
		return nil, []*finding.Finding{finding.New("tour.no_shifts", "", "task", int(task))}
	}
	for h := nothing - 1; h >= 0; h-- { // who comes nearest first
		if n := count[h]; n > 0 {
			faults = append(faults, p.hindrance(task, n, nearest[h]))
		}
	}
	return nil, faults
}

func (p *Problem) hindrance(task int32, shifts int, t try) *finding.Finding {
	minutes := func(s int64) float64 { return float64(s) / 60 }
	id := int(task)
	switch t.hurdle {
	case noSkill:
		return finding.New("tour.no_skill", "", "task", id, "shifts", shifts)
	case noPlace:
		return finding.New("tour.no_place", "", "task", id, "shifts", shifts)
	case noWay:
		return finding.New("tour.no_way", "", "task", id, "shifts", shifts)
	case tooHeavy:
		return finding.New("tour.too_heavy", "", "task", id, "shifts", shifts, "load", t.load, "most", t.most, "dimension", t.dimension)
	case missed:
		return finding.New("tour.missed", "", "task", id, "shifts", shifts, "minutes", minutes(t.short))
	case tooLate:
		return finding.New("tour.too_late", "", "task", id, "shifts", shifts, "minutes", minutes(t.short))
	case tooLong:
		return finding.New("tour.too_long", "", "task", id, "shifts", shifts, "needs", minutes(t.most+t.short), "most", minutes(t.most))
	case tooFar:
		return finding.New("tour.too_far", "", "task", id, "shifts", shifts, "needs", minutes(t.most+t.short), "most", minutes(t.most))
	default:
		return finding.New("tour.no_break", "", "task", id, "shifts", shifts)
	}
}

// A ride is a tour that is tried out: whoever leaves at d, no later than leaves, is ready at the
// later of ready and d+busy.
type ride struct {
	ready, busy, leaves, driven int64
	at                          int32
	rested                      uint64
	done                        bool
}

// goes takes a ride to a location.
func (p *Problem) goes(r ride, class, to int32) (ride, bool) {
	t, d := p.Time(class, r.at, to), p.Distance(class, r.at, to)
	r.ready, r.busy, r.driven, r.at = r.ready+int64(t), r.busy+int64(t), r.driven+int64(t), to
	return r, t != Far && d != Far
}

// begins lets a ride wait for a window.
func (r ride) begins(w Window, stay int32) ride {
	r.leaves = min(r.leaves, int64(w.Close)-r.busy)
	r.ready = max(r.ready, int64(w.Open)) + int64(stay)
	r.busy += int64(stay)
	return r
}

// starts gives a shift's ride after what is pinned.
func (p *Problem) starts(s *Shift) ride {
	r := ride{ready: int64(s.Open), leaves: int64(s.Close), at: s.Start}
	for _, v := range s.Pinned {
		at := Window{Open: v.Begin, Close: v.Begin}
		switch v.Task {
		case Reload:
			r, _ = p.goes(r, s.Class, s.Start)
			r = r.begins(at, s.ReloadS)
		case Rest:
			r.rested |= 1 << v.Mode
			r = r.begins(at, s.Breaks[v.Mode].LastsS)
		default:
			m := p.Mode(v)
			r, _ = p.goes(r, s.Class, m.Enter)
			r = r.begins(at, m.ServiceS)
			r.at = m.Leave
		}
	}
	return r
}

// try follows a shift to a task and home.
func (p *Problem) try(shift, task, mode int32) try {
	s, t := &p.Shifts[shift], &p.Tasks[task]
	m := &t.Modes[mode]
	x := try{mode: mode}
	for _, v := range s.Pinned {
		if v.Task == task {
			x.hurdle = nothing
			return x
		}
		if v.Task >= 0 && (t.Place == First || p.Tasks[v.Task].Place == Last || p.apart(v.Task, task)) {
			x.hurdle = noPlace
			return x
		}
	}
	if m.Skills&^s.Skills != 0 {
		return x
	}
	r := p.starts(s)
	there, ok := p.goes(r, s.Class, m.Enter)
	home, back := p.goes(ride{at: m.Leave}, s.Class, s.End)
	if !ok || !back {
		x.hurdle = noWay
		return x
	}
	for k, l := range t.Load[:min(len(t.Load), len(s.Capacity))] {
		if l > s.Capacity[k] {
			x.hurdle, x.load, x.most, x.short, x.dimension = tooHeavy, int64(l), int64(s.Capacity[k]), int64(l-s.Capacity[k]), k
			return x
		}
	}
	windows := m.Windows
	if len(windows) == 0 {
		windows = []Window{{Open: -Far, Close: Far}}
	}
	if last := int64(windows[len(windows)-1].Close); there.ready > last {
		x.hurdle, x.short = missed, there.ready-last
		return x
	}
	x.hurdle, x.short = tooLate, 1<<40
	for _, w := range windows {
		if there.ready > int64(w.Close) {
			continue
		}
		if y := p.ends(s, there.begins(w, m.ServiceS), home, mode); y.hurdle > x.hurdle || y.hurdle == x.hurdle && y.short < x.short {
			x = y
		}
	}
	if x.hurdle == nothing && !p.rests(s, r, m, windows) {
		x.hurdle = noBreak
	}
	return x
}

// ends looks at the limits of a ride that has served and goes home.
func (p *Problem) ends(s *Shift, r, home ride, mode int32) try {
	x := try{mode: mode, hurdle: nothing}
	ready := r.ready + home.ready
	away := max(r.busy+home.busy, ready-r.leaves)
	driven := r.driven + home.driven
	switch {
	case ready > int64(s.Close):
		x.hurdle, x.short = tooLate, ready-int64(s.Close)
	case s.MaxS > 0 && away > int64(s.MaxS):
		x.hurdle, x.most, x.short = tooLong, int64(s.MaxS), away-int64(s.MaxS)
	case s.MaxDrivingS > 0 && driven > int64(s.MaxDrivingS):
		x.hurdle, x.most, x.short = tooFar, int64(s.MaxDrivingS), driven-int64(s.MaxDrivingS)
	}
	return x
}

// rests tells whether the breaks that a ride owes can be taken before or after the service.
func (p *Problem) rests(s *Shift, r ride, m *Mode, windows []Window) bool {
	if r.done {
		if home, _ := p.goes(r, s.Class, s.End); p.right(s, home) {
			return true
		}
	} else {
		there, _ := p.goes(r, s.Class, m.Enter)
		for _, w := range windows {
			if there.ready <= int64(w.Close) {
				next := there.begins(w, m.ServiceS)
				next.at, next.done = m.Leave, true
				if p.rests(s, next, m, windows) {
					return true
				}
			}
		}
	}
	for k, b := range s.Breaks {
		if r.rested>>k&1 == 0 && r.ready <= int64(b.Close) && b.Close < s.Close {
			next := r.begins(Window{Open: b.Open, Close: b.Close}, b.LastsS)
			next.rested |= 1 << k
			if p.rests(s, next, m, windows) {
				return true
			}
		}
	}
	return false
}

// right tells whether a ride that is home keeps hours, limits and breaks when it leaves as late as
// it must.
func (p *Problem) right(s *Shift, r ride) bool {
	depart := max(int64(s.Open), min(r.leaves, r.ready-r.busy))
	back := max(r.ready, depart+r.busy)
	for again := true; again; {
		again = false
		for k, b := range s.Breaks {
			if r.rested>>k&1 == 0 && depart < int64(b.Close) && back > int64(b.Close) {
				depart, again = int64(b.Close), true
				back = max(r.ready, depart+r.busy)
			}
		}
	}
	return depart <= r.leaves && back <= int64(s.Close) && (s.MaxS == 0 || back-depart <= int64(s.MaxS))
}

func (p *Problem) apart(a, b int32) bool {
	return slices.Contains(p.Apart, Pair{a, b}) || slices.Contains(p.Apart, Pair{b, a})
}
