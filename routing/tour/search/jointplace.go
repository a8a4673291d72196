package search

import "xunhu/routing/tour"

// untie takes out what is left of ties when that is none of their plans.
func (x *island) untie() {
	s := x.joint
	for i := 0; i < len(x.out); i++ {
		if k := s.tieOf[x.out[i]]; k >= 0 && x.served(&s.ties[k]) && !x.sound(&s.ties[k]) {
			for _, t := range s.ties[k].tasks {
				x.pull(t)
			}
		}
	}
	x.penalize()
}

// penalize counts what ties cost of which only pinned tasks are served, though they cannot stay so.
func (x *island) penalize() {
	s := x.joint
	sum := int64(0)
	for i := range s.ties {
		if t := &s.ties[i]; t.penalty > 0 && !x.served(t) {
			sum += t.penalty
		}
	}
	x.cost += sum - s.penalty
	s.penalty = sum
}

// sound tells whether what is served of a tie is one of its plans.
func (x *island) sound(t *tie) bool {
	for _, plan := range t.plans {
		fits := true
		for i, task := range t.tasks {
			r := x.at[task]
			if x.c.pinned[task] {
				r = x.c.pinnedIn[task]
			}
			if (r >= 0) != (plan[i] != notServed) || r >= 0 && plan[i] >= 0 && x.joint.days[plan[i]] != x.c.p.Shifts[r].Day {
				fits = false
				break
			}
		}
		if fits {
			return true
		}
	}
	return false
}

// served tells whether anything of a tie is, but for what is pinned.
func (x *island) served(t *tie) bool {
	for _, task := range t.tasks {
		if x.at[task] >= 0 {
			return true
		}
	}
	return false
}

// placeTie puts a tie in by the plan that promises most, and takes that back if it does not pay.
func (x *island) placeTie(number int32) {
	s := x.joint
	t := &s.ties[number]
	best, gain := -1, int64(-1)<<62
	few := 24
	s.asked++
	for i := range t.plans {
		if len(t.plans) > few && x.rng.below(len(t.plans)) >= few {
			continue
		}
		if g, ok := x.promise(t, t.plans[i]); ok && g > gain {
			best, gain = i, g
		}
	}
	if len(t.plans) > 1 && x.rng.below(6) == 0 {
		best = x.rng.below(len(t.plans))
	}
	if best < 0 {
		return
	}
	before := x.cost
	ok := x.follow(t, t.plans[best])
	if ok && (x.cost-t.penalty < before || x.rng.below(12) == 0) {
		return
	}
	for _, task := range t.tasks {
		x.pull(task)
	}
	left := x.out[:0]
	for _, task := range x.out {
		if s.tieOf[task] != number {
			left = append(left, task)
		}
	}
	x.out = left
}

// promise is what a plan of a tie saves, if its tasks do not come into each other's way. Companions
// are counted as if they could meet at any time.
func (x *island) promise(t *tie, plan []int32) (gain int64, ok bool) {
	for i, d := range plan {
		task := t.tasks[i]
		if d == notServed || x.c.pinned[task] {
			continue
		}
		delta := x.asked(t.like[i], d)
		if delta >= beyond {
			return 0, false
		}
		gain += x.c.price[task] - delta
	}
	return gain, true
}

// asked is what a task costs at least on a day, whenever it could begin there. What was asked for
// another plan of the tie is looked up.
func (x *island) asked(task, day int32) int64 {
	s := x.joint
	known := &s.answers[int(task)*(len(s.days)+1)+int(day-anyDay)]
	if known.asked == s.asked {
		return known.delta
	}
	met := wheneverMet
	if s.g != nil {
		met, s.g.meet[task] = s.g.meet[task], wheneverMet
	}
	_, _, delta := x.cheapestOn(task, day, 0, met == wheneverMet)
	if s.g != nil {
		s.g.meet[task] = met
	}
	*known = answer{delta, s.asked}
	return delta
}

// cheapestOn finds the cheapest place for a task on a day. One shift in so many is not looked at
// (0: all are); offers that were made before hold if the task need not meet anyone.
func (x *island) cheapestOn(task, day int32, skip int, offers bool) (r, place int32, delta int64) {
	s := x.joint
	shifts := s.all
	if day >= 0 {
		shifts = s.onDay[day]
	}
	r, place, delta = -1, -1, beyond
	for _, shift := range shifts {
		if !x.worthAsking(task, shift) || skip > 0 && x.rng.below(skip) == 0 {
			continue
		}
		var d int64
		var p int32
		if offers {
			o := x.offer(task, shift)
			d, p = o.delta, o.place
		} else {
			d, p = x.k.cheapest(x.slot[shift], task, -1)
		}
		if p >= 0 && d < delta {
			r, place, delta = shift, p, d
		}
	}
	return r, place, delta
}

// worthAsking tells whether a shift could take a task, and is not idle as another of its kind that is
// asked.
func (x *island) worthAsking(task, shift int32) bool {
	k := x.c.kindOf[shift]
	if !x.c.can(k, task) {
		return false
	}
	idle := x.idle[k]
	return len(x.tasks[x.slot[shift]]) > 0 || len(idle) > 0 && idle[len(idle)-1] == shift
}

// follow puts in the tasks of a plan.
func (x *island) follow(t *tie, plan []int32) bool {
	for _, group := range t.groups {
		if plan[group[0]] == notServed {
			continue
		}
		if len(group) > 1 {
			if !x.gather(t, plan, group) {
				return false
			}
			continue
		}
		task := t.tasks[group[0]]
		if x.c.pinned[task] {
			continue
		}
		r, place, _ := x.cheapestOn(t.like[group[0]], plan[group[0]], 16, true)
		if r < 0 || !x.put(task, r, place) {
			return false
		}
	}
	return true
}

// gather puts in companions at the moment, of some that are drawn, at which that is cheapest.
func (x *island) gather(t *tie, plan, group []int32) bool {
	s := x.joint
	x.drawMoments(t, group)
	s.drawn = s.drawn[:0]
	if s.g.exact && x.rng.below(surprise) == 0 {
		x.drawHosts(plan, group)
		x.allMoments(t, group)
	}
	best := beyond
	var when int32
	s.chosen = s.chosen[:0]
	for _, moment := range s.moments {
		if cost := x.meetAt(t, plan, group, moment); cost < best {
			best, when = cost, moment
			s.chosen = append(s.chosen[:0], s.hosts...)
		}
	}
	if best >= beyond {
		return false
	}
	for _, i := range group {
		s.at(t.tasks[i], when)
	}
	for k, i := range group {
		task, r := t.tasks[i], s.chosen[k]
		if x.c.pinned[task] {
			continue
		}
		_, place := s.g.cheapest(x.slot[r], task, -1)
		if place < 0 || !x.put(task, r, place) {
			return false
		}
	}
	return true
}

// meetAt is what it costs that companions meet at a moment, each in the tour that takes it most
// cheaply of those that no other is in.
func (x *island) meetAt(t *tie, plan, group []int32, moment int32) (sum int64) {
	s := x.joint
	s.hosts = s.hosts[:0]
	for _, i := range group {
		s.at(t.tasks[i], moment)
		s.hosts = append(s.hosts, -1)
		if x.c.pinned[t.tasks[i]] {
			s.hosts[len(s.hosts)-1] = x.c.pinnedIn[t.tasks[i]]
		}
	}
	turn := x.rng.below(len(group))
	for k := range group {
		k = (k + turn) % len(group)
		i := group[k]
		task := t.tasks[i]
		if x.c.pinned[task] {
			continue
		}
		shifts := s.all
		if plan[i] >= 0 {
			shifts = s.onDay[plan[i]]
		}
		if len(s.drawn) > 0 {
			shifts = s.drawn[k : k+1]
		}
		least := beyond
		for _, r := range shifts {
			if s.met(t, group, task, r) || !x.worthAskingBeside(task, r, s.hosts) {
				continue
			}
			if d, p := s.g.cheapest(x.slot[r], task, -1); p >= 0 && d < least {
				least, s.hosts[k] = d, r
			}
		}
		if sum += least; least >= beyond {
			return beyond
		}
	}
	return sum
}

// Where there are few tasks, companions are put now and then into tours that are drawn, not where
// it is cheapest: one in so many times.
const surprise = 4

// drawHosts draws a tour for each of a group.
func (x *island) drawHosts(plan, group []int32) {
	s := x.joint
	for _, i := range group {
		shifts := s.all
		if plan[i] >= 0 {
			shifts = s.onDay[plan[i]]
		}
		s.drawn = append(s.drawn, shifts[x.rng.below(len(shifts))])
	}
}

// met tells whether a shift is to serve one of a group whom a task must meet in another.
func (s *jointState) met(t *tie, group []int32, task, shift int32) bool {
	for k, r := range s.hosts {
		if r != shift {
			continue
		}
		for _, other := range s.g.apart[task] {
			if other == t.tasks[group[k]] {
				return true
			}
		}
	}
	return false
}

// worthAskingBeside is worthAsking where some idle shifts are to be used already.
func (x *island) worthAskingBeside(task, shift int32, taken []int32) bool {
	k := x.c.kindOf[shift]
	if !x.c.can(k, task) {
		return false
	}
	idle := x.idle[k]
	if len(x.tasks[x.slot[shift]]) > 0 {
		return true
	}
	for i := len(idle) - 1; i >= 0; i-- {
		used := false
		for _, r := range taken {
			used = used || r == idle[i]
		}
		if idle[i] == shift {
			return true
		}
		if !used {
			return false
		}
	}
	return false
}

const momentsDrawn = 5

// drawMoments draws when companions could meet: moments at which one of them could just have come to
// one of the places of a tour, and others.
func (x *island) drawMoments(t *tie, group []int32) {
	s := x.joint
	s.moments = s.moments[:0]
	for _, i := range group {
		if task := t.tasks[i]; x.c.pinned[task] {
			s.moments = append(s.moments, x.c.pinnedAt[task])
			return
		}
	}
	lo, hi := x.spanOf(t, group)
	if lo > hi {
		return
	}
	for range momentsDrawn {
		task := t.tasks[group[x.rng.below(len(group))]]
		at := lo + int32(x.rng.below(int(hi-lo)+1))
		if x.rng.below(4) > 0 {
			at = x.arrival(task, lo, hi)
		}
		if at >= lo && at <= hi {
			s.moments = append(s.moments, at)
		}
	}
}

// arrival draws a tour, and when a task could begin in it.
func (x *island) arrival(task, lo, hi int32) int32 {
	s := x.joint
	r := s.all[x.rng.below(len(s.all))]
	if len(x.busy) > 0 && x.rng.next()&1 == 0 {
		r = x.busy[x.rng.below(len(x.busy))]
	}
	slot := &s.g.slots[x.slot[r]]
	g := &s.g.kinds[slot.kind]
	if len(slot.labels) == 0 {
		return lo
	}
	l := &slot.labels[x.rng.below(len(slot.labels))]
	m := &s.g.modes[int(s.g.modeOf[task])+x.rng.below(int(s.g.modeOf[task+1]-s.g.modeOf[task]))]
	way := g.time(l.at, m.enter)
	if way == tour.Far {
		return lo
	}
	at := max(lo, l.ready) + way
	if x.rng.below(3) == 0 {
		at = l.leaves + l.busy + way
	}
	at = max(at, lo)
	for _, w := range s.g.windows[m.first:m.last] {
		if at <= w.Close {
			at = max(at, w.Open)
			break
		}
	}
	return min(at, hi)
}

// span is from when to when a task could begin in any shift.
func (k *general) span(task int32) (open, shut int32) {
	open, shut = never, -never
	for i := k.modeOf[task]; i < k.modeOf[task+1]; i++ {
		open, shut = min(open, k.modes[i].open), max(shut, k.modes[i].shut)
	}
	first, last := never, -never
	for i := range k.kinds {
		if k.c.can(int32(i), task) {
			first, last = min(first, k.kinds[i].open), max(last, k.kinds[i].close)
		}
	}
	return max(open, first), min(shut, last)
}

// recreateJoint is recreate where tasks are tied.
func (x *island) recreateJoint() {
	s := x.joint
	s.trial++
	s.todo = append(s.todo[:0], x.out...)
	x.out = x.out[:0]
	x.arrange(s.todo)
	for _, task := range s.todo {
		k := s.tieOf[task]
		switch {
		case k < 0:
			before := x.cost
			if x.place(task) && x.cost > before && x.rng.below(12) > 0 {
				x.pull(task) // balance makes it dearer than leaving it out
			}
		case s.tried[k] != s.trial && !x.served(&s.ties[k]):
			s.tried[k] = s.trial
			x.placeTie(k)
		}
		if x.at[task] < 0 {
			x.out = append(x.out, task)
		}
	}
	x.untie()
	x.out = x.out[:0] // a tour that fell apart may have put some there twice
	for task, r := range x.at {
		if r < 0 && !x.c.pinned[task] {
			x.out = append(x.out, int32(task))
		}
	}
}
