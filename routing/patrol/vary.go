package patrol

import (
	"math"
	"slices"

	"xunhu/routing/tour"
)

// jitterS is by how much the departures of tours that fill a shift one after another are
// moved.
const jitterS = 20 * 60

// vary draws in which of its two directions a tour is made, where that takes nearly the
// same time, and when it leaves, within its shift: so that each hour of the shift is as
// likely as the others to see the crew out, and not those in the middle more.
func (m *maker) vary(p *tour.Problem, t tour.Tour) tour.Tour {
	if m.s.StartSpread == 0 {
		return t
	}
	away := func(t tour.Tour) int32 { return int32(tour.Measure(p, t).Back) - t.Depart }
	if back, ok := reversed(p, t); ok && m.rng.IntN(2) == 0 {
		if float64(away(back)) <= math.Ceil(nearly*float64(away(t))) {
			t = back
		}
	}
	shift := &p.Shifts[t.Shift]
	lasts := away(t)
	spare := shift.Close - shift.Open - lasts
	depart := shift.Open + lasts*m.rng.Int32N((shift.Close-shift.Open)/lasts)
	if m.rng.IntN(2) == 0 { // as many tours as the shift holds, counted from its end
		depart += (shift.Close - shift.Open) % lasts
	}
	depart += m.rng.Int32N(2*jitterS+1) - jitterS
	if moved, ok := timed(p, t, min(max(depart, shift.Open), shift.Open+spare)); ok {
		return moved
	}
	return t
}

// reversed is a tour in its other direction, if it can be made in it.
func reversed(p *tour.Problem, t tour.Tour) (tour.Tour, bool) {
	back := tour.Tour{Shift: t.Shift, Depart: t.Depart}
	for _, v := range slices.Backward(t.Visits) {
		modes := p.Tasks[v.Task].Modes
		was := modes[v.Mode]
		i := slices.IndexFunc(modes, func(m tour.Mode) bool { return m.Enter == was.Leave && m.Leave == was.Enter && m.Cost == was.Cost })
		if i < 0 {
			return t, false
		}
		back.Visits = append(back.Visits, tour.Visit{Task: v.Task, Mode: int32(i)})
	}
	return timed(p, back, p.Shifts[t.Shift].Open)
}

// timed is a tour that leaves at a moment, each visit begun as soon as may be, if it can
// be made so.
func timed(p *tour.Problem, t tour.Tour, depart int32) (tour.Tour, bool) {
	shift := &p.Shifts[t.Shift]
	t.Depart, t.Visits = depart, slices.Clone(t.Visits)
	at, now := shift.Start, depart
	for i := range t.Visits {
		mode := p.Mode(t.Visits[i])
		now += p.Time(shift.Class, at, mode.Enter)
		k := slices.IndexFunc(mode.Windows, func(w tour.Window) bool { return now <= w.Close })
		if k < 0 && len(mode.Windows) > 0 {
			return t, false
		}
		if k >= 0 {
			now = max(now, mode.Windows[k].Open)
		}
		t.Visits[i].Begin = now
		at, now = mode.Leave, now+mode.ServiceS
	}
	now += p.Time(shift.Class, at, shift.End)
	return t, now <= shift.Close && now-depart <= shift.MaxS
}
