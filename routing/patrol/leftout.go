package patrol

import (
	"context"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/routing/graph"
	"xunhu/routing/tour"
)

// allLeftOut names the visits that a solution leaves out, each with why no crew can make it at
// all, or with what it conflicts.
func (m *maker) allLeftOut(ctx context.Context, solve Solver, x *posed, s tour.Solution) (all []Unplanned, err error) {
	explained := 0
	for _, i := range s.LeftOut {
		v := x.visits[i]
		t := x.tasks[v.task]
		days := []any{"from", m.from.AddDate(0, 0, v.least).Format(time.DateOnly), "until", m.from.AddDate(0, 0, v.most).Format(time.DateOnly)}
		u := m.leftOut(t, "patrol.unplanned.full", "shifts", len(x.p.Shifts), "hours", m.longest().Hours())
		why, lacks := tour.Hindrances(x.p, i), x.lack(i)
		switch drive := m.roundTrip(t); {
		case !x.out(i):
			u.Reason = m.leftOut(t, x.nobodyOut(v, t.need), days...).Reason
		case lacks != "":
			u.Reason = m.leftOut(t, lacks, days...).Reason
		case len(why) > 0 && drive >= m.longest().Seconds():
			u.Reason = m.leftOut(t, "patrol.unplanned.drive", "minutes", drive/60, "shift_minutes", m.longest().Minutes()).Reason
		case len(why) > 0:
			u.Reason = why[0]
			u.Reason.Args["task"] = m.label(t.need)
		case explained < mostExplained:
			explained++
			if u.Why, err = m.conflict(ctx, solve, x, s, i); err != nil {
				return nil, err
			}
		}
		all = append(all, u)
	}
	return all, nil
}

// nobodyOut is why no crew is out when a visit could be made.
func (x *posed) nobodyOut(v visit, n *Need) (code string) {
	switch {
	case !slices.ContainsFunc(x.days, func(day int) bool { return v.least <= day && day <= v.most }):
		return "patrol.unplanned.no_crew"
	case len(n.Hours) == 0:
		return "patrol.unplanned.weather"
	}
	return "patrol.unplanned.hours"
}

// roundTrip is how long it takes to be at a task and back, without doing anything there, in
// seconds: to drive and to walk from the road.
func (m *maker) roundTrip(t task) float64 {
	least := float64(graph.Infinity)
	for _, w := range t.ways {
		least = min(least, 2*float64(m.drive.To(w.enter))/1000+float64(w.inS+w.outS))
	}
	return least
}

// unplanned is a need, or a part of it, that cannot be done.
func (m *maker) unplanned(n *Need, g orb.Geometry, code string, args ...any) Unplanned {
	f := finding.New(code, "", append([]any{"need", m.label(n)}, args...)...)
	return Unplanned{Need: n.ID, Name: m.label(n), Geometry: g, Reason: f}
}

// leftOut is one visit that is not made.
func (m *maker) leftOut(t task, code string, args ...any) Unplanned {
	u := m.unplanned(t.need, t.geometry, code, args...)
	u.Piece = t.piece
	return u
}
