package patrol

import (
	"math"
	"slices"
	"strconv"

	"xunhu/routing/tour"
)

// vary draws in which of its two directions a tour is made, where that takes nearly the
// same time, and when it leaves, within its shift. What it was drawn from stands in x.draws.
func (m *maker) vary(x *posed, p *tour.Problem, t tour.Tour) tour.Tour {
	if m.s.StartSpread == 0 {
		return t
	}
	unit, date, crew := m.where.unit.ID, m.date(x.days[t.Shift]), strconv.Itoa(x.crews[t.Shift])
	away := func(t tour.Tour) int32 { return int32(tour.Measure(p, t).Back) - t.Depart }
	draw := &x.draws[t.Shift]
	if back, ok := reversed(p, t); ok && float64(away(back)) <= math.Ceil(nearly*float64(away(t))) {
		draw.Turns = true
		piece := func(v tour.Visit) string { return x.tasks[x.visits[v.Task].task].piece }
		if (piece(t.Visits[0]) < piece(t.Visits[len(t.Visits)-1])) != forward(m.seed, unit, date, crew) {
			t = back
		}
	}
	shift := &p.Shifts[t.Shift]
	draw.Lasts = away(t)
	moved, ok := timed(p, t, shift.Open+leaving(m.seed, unit, date, crew, shift.Close-shift.Open, draw.Lasts))
	if draw.Held = !ok || away(moved) != draw.Lasts; ok {
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
