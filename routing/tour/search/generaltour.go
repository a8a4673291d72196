package search

import (
	"slices"

	"xunhu/routing/tour"
)

// tour writes out the cheapest way to make a tour, or, where its work is balanced, the cheapest
// with the work that it should have.
func (k *general) tour(shift int32, tasks []int32) tour.Tour {
	s := &k.written
	t := tour.Tour{Shift: shift, Depart: k.c.p.Shifts[shift].Open}
	k.follow(s, shift, tasks)
	g := &k.kinds[s.kind]
	best := -1
	for i, e := range s.ends {
		if k.work[shift] >= 0 && int64(e.work) != k.work[shift] {
			continue
		}
		if best < 0 || e.cost < s.ends[best].cost {
			best = i
		}
	}
	if best < 0 {
		return t
	}
	t.Visits = s.visits(s.ends[best].label)
	slices.Reverse(t.Visits)
	t.Visits = slices.Concat(g.Pinned, t.Visits)
	t.Depart = s.ends[best].depart
	if !g.timed {
		l := k.clock(g, &t)
		t.Depart = max(g.open, min(l.leaves, l.ready-l.busy))
	}
	k.clock(g, &t)
	return t
}

// visits gives what was visited on the way to a label, the last first.
func (s *generalSlot) visits(at int32) (v []tour.Visit) {
	served := len(s.tasks)
	for ; s.labels[at].from >= 0; at = s.labels[at].from {
		switch l := &s.labels[at]; {
		case l.via >= 0:
			served--
			v = append(v, tour.Visit{Task: s.tasks[served], Mode: l.via})
		case l.via == viaReload:
			v = append(v, tour.Visit{Task: tour.Reload})
		default:
			v = append(v, tour.Visit{Task: tour.Rest, Mode: viaRest - l.via})
		}
	}
	return v
}

// clock sets when the visits of a tour begin: as early as they can when it leaves
// at its time. What it gives says how late it can leave and be home no later.
func (k *general) clock(g *generalKind, t *tour.Tour) label {
	l := label{ready: t.Depart, leaves: g.close, at: g.Start}
	for i := range t.Visits {
		v := &t.Visits[i]
		open, shut, stay, leave := l.ready, g.close, int32(0), l.at
		switch v.Task {
		case tour.Reload:
			g.travel(&l, g.Start)
			open, stay, leave = l.ready, g.ReloadS, g.Start
		case tour.Rest:
			b := &g.Breaks[v.Mode]
			open, shut, stay = b.Open, b.Close, b.LastsS
		default:
			m := &k.modes[k.modeOf[v.Task]+v.Mode]
			g.travel(&l, m.enter)
			for _, w := range k.windows[m.first:m.last] {
				if l.ready <= w.Close {
					open, shut = w.Open, w.Close
					break
				}
			}
			if met := k.meet[v.Task]; met != wheneverMet {
				open, shut = met, met
			}
			stay, leave = m.service, m.leave
		}
		if i < len(g.Pinned) {
			open, shut = v.Begin, v.Begin
		}
		v.Begin = max(l.ready, open)
		l.within(open, shut, stay)
		l.at = leave
	}
	g.travel(&l, g.End)
	return l
}
