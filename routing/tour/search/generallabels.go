package search

import "xunhu/routing/tour"

// time is how long a way takes, tour.Far if there is none.
func (g *generalKind) time(from, to int32) int32 { return g.times[int(from)*g.ways.size+int(to)] }

// travel takes a label to a location, if there is a way and time for it.
func (g *generalKind) travel(l *label, to int32) bool {
	way := int(l.at)*g.ways.size + int(to)
	t := g.times[way]
	if t > g.close-l.ready {
		return false
	}
	l.cost += g.TravelCost * int64(t)
	if g.distances != nil {
		d := g.distances[way]
		if d == tour.Far {
			return false
		}
		l.cost += g.DistanceCost * int64(d)
	}
	l.ready, l.busy, l.driven, l.at = l.ready+t, l.busy+t, l.driven+t, to
	return t != tour.Far && (g.MaxDrivingS == 0 || l.driven <= g.MaxDrivingS)
}

// within lets a label wait for a window and stay for a while; ok is false if the window
// is missed.
func (l *label) within(open, shut, stay int32) bool {
	if l.ready > shut {
		return false
	}
	l.leaves = min(l.leaves, shut-l.busy)
	l.ready = max(l.ready, open)
	l.ready, l.busy = l.ready+stay, l.busy+stay
	return true
}

// away is how long a label has been away at least.
func (l *label) away() int32 { return max(l.busy, l.ready-l.leaves) }

// dead tells whether a label has been away for too long, or a break has been missed that it
// cannot but owe.
func (g *generalKind) dead(l *label) bool {
	if g.MaxS > 0 && l.away() > g.MaxS {
		return true
	}
	for _, b := range g.breaks {
		if l.rested>>b&1 == 0 && l.ready > g.Breaks[b].Close && l.leaves < g.Breaks[b].Close {
			return true
		}
	}
	return false
}

// covers tells whether a label is at least as good as another whatever follows.
func (g *generalKind) covers(a, b *label, balanced bool) bool {
	if a.at != b.at || a.ready > b.ready || a.cost > b.cost || a.trips > b.trips || b.rested&^a.rested != 0 {
		return false
	}
	if len(g.capacity) > 0 && a.since < b.since {
		return false // it may carry more
	}
	if g.timed && (a.busy > b.busy || a.leaves < b.leaves) || g.MaxDrivingS > 0 && a.driven > b.driven {
		return false
	}
	return !balanced || g.work(a) == g.work(b)
}

// surpasses tells whether a label is as good as another as far as it is known yet: it may
// be away for longer in the end, or have driven more.
func (g *generalKind) surpasses(a, b *label) bool {
	return a.at == b.at && a.ready <= b.ready && a.since >= b.since && a.trips <= b.trips && b.rested&^a.rested == 0 &&
		a.cost+g.DurationCost*int64(a.away()) <= b.cost+g.DurationCost*int64(b.away())
}

// work is how long a label has travelled and served.
func (g *generalKind) work(l *label) int32 {
	s := l.busy - l.trips*g.ReloadS
	for i, rested := 0, l.rested; rested != 0; i, rested = i+1, rested>>1 {
		if rested&1 != 0 {
			s -= g.Breaks[i].LastsS
		}
	}
	return s
}

// push adds a label to those of a place, which begin at first, unless one of them covers it.
func (k *general) push(labels []label, first int, g *generalKind, shift int32, l *label) []label {
	if g.dead(l) {
		return labels
	}
	if k.exact {
		balanced := k.balanced[shift]
		for i := first; i < len(labels); i++ {
			if g.covers(&labels[i], l, balanced) {
				return labels
			}
			if g.covers(l, &labels[i], balanced) {
				labels[i].ready = never // others may come from it, so it stays; but it goes no further
			}
		}
	} else {
		for i := first; i < len(labels); i++ {
			if g.surpasses(&labels[i], l) {
				return labels
			}
		}
	}
	if len(labels)-first >= k.most {
		return labels
	}
	return append(labels, *l)
}

// begin makes the labels of a tour that has done what is pinned and nothing else.
func (k *general) begin(labels []label, g *generalKind, shift int32) []label {
	l := label{ready: g.open, leaves: g.close, at: g.Start, from: -1, since: -1}
	if !g.timed {
		l.leaves = g.open
	}
	if g.broken {
		return labels
	}
	for _, v := range g.Pinned {
		stay, leave := int32(0), l.at
		switch v.Task {
		case tour.Reload:
			if l.trips++; l.trips > g.Trips || !g.travel(&l, g.Start) {
				return labels
			}
			stay, leave = g.ReloadS, g.Start
		case tour.Rest:
			b := g.Breaks[v.Mode]
			if v.Begin < b.Open || v.Begin > b.Close || l.rested>>v.Mode&1 != 0 {
				return labels
			}
			l.rested |= 1 << v.Mode
			stay = b.LastsS
		default:
			m := &k.modes[k.modeOf[v.Task]+v.Mode]
			if m.skills&^g.Skills != 0 || !g.travel(&l, m.enter) || !k.opens(m, v.Begin) {
				return labels
			}
			l.cost += m.cost
			stay, leave = m.service, m.leave
		}
		if !l.within(v.Begin, v.Begin, stay) || l.ready > g.close {
			return labels
		}
		l.at = leave
	}
	first := len(labels)
	return k.pause(k.push(labels, first, g, shift, &l), first, g, shift, 0)
}

// opens tells whether a mode can begin at a moment.
func (k *general) opens(m *generalMode, at int32) bool {
	for _, w := range k.windows[m.first:m.last] {
		if w.Open <= at && at <= w.Close {
			return true
		}
	}
	return false
}

// extend takes a label to a task in each of its modes.
func (k *general) extend(labels []label, first int, g *generalKind, shift int32, l *label, from, task int32) []label {
	met := k.meet[task]
	for i := k.modeOf[task]; i < k.modeOf[task+1]; i++ {
		m := &k.modes[i]
		if m.skills&^g.Skills != 0 {
			continue
		}
		there := *l
		if !g.travel(&there, m.enter) {
			continue
		}
		there.cost += m.cost
		there.from, there.via = from, i-k.modeOf[task]
		for _, w := range k.windows[m.first:m.last] {
			open, shut := w.Open, w.Close
			if met != wheneverMet {
				if met < open || met > shut {
					continue
				}
				open, shut = met, met
			}
			next := there
			if !next.within(open, shut, m.service) {
				continue
			}
			if next.ready > g.close {
				break
			}
			next.at = m.leave
			labels = k.push(labels, first, g, shift, &next)
			if next.leaves == there.leaves {
				break // waiting for a later window lets nobody leave later
			}
		}
	}
	return labels
}

// pause adds to the labels of a place those that take breaks or unload there.
func (k *general) pause(labels []label, first int, g *generalKind, shift, served int32) []label {
	if len(g.breaks) == 0 && g.Trips == 0 {
		return labels
	}
	for i := first; i < len(labels); i++ {
		if l := labels[i]; l.trips < g.Trips && l.since < served && g.travel(&l, g.Start) {
			l.from, l.via, l.since = int32(i), viaReload, served
			l.trips++
			if l.ready <= g.close-g.ReloadS {
				l.ready, l.busy = l.ready+g.ReloadS, l.busy+g.ReloadS
				labels = k.push(labels, first, g, shift, &l)
			}
		}
		for _, b := range g.breaks {
			l, rest := labels[i], &g.Breaks[b]
			if l.rested>>b&1 != 0 || !l.within(rest.Open, rest.Close, rest.LastsS) || l.ready > g.close {
				continue
			}
			l.from, l.via, l.rested = int32(i), viaRest-b, l.rested|1<<b
			labels = k.push(labels, first, g, shift, &l)
		}
	}
	return labels
}

// finish brings a label home, as late as it can leave for being away no longer than it must.
func (g *generalKind) finish(last *label) (e ending, ok bool) {
	l := *last
	if !g.travel(&l, g.End) || l.ready > g.close {
		return e, false
	}
	depart := max(g.open, min(l.leaves, l.ready-l.busy))
	back := l.ready
	for again := true; again; {
		again = false
		for _, b := range g.breaks {
			if shut := g.Breaks[b].Close; l.rested>>b&1 == 0 && depart < shut && back > shut {
				depart, again = shut, true
				back = max(l.ready, depart+l.busy)
			}
		}
		if depart > l.leaves || back > g.close {
			return e, false
		}
	}
	away := back - depart
	if g.MaxS > 0 && away > g.MaxS {
		return e, false
	}
	e.cost = l.cost + g.FixedCost + g.DurationCost*int64(away) + g.overtime(away)
	e.work, e.depart = g.work(&l), depart
	return e, true
}
