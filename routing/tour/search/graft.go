package search

import "slices"

// The general kernel's problems have tasks that only pay, or can only be driven to,
// together: where a tour is opened at a fixed cost, or ways lack or are longer than
// others put together. What puts in one task after another does not find them. So now and
// then some tasks are put into a tour at once, whatever that costs.

// graft takes one to three tasks, or a tie, out of wherever they are and puts them into tours
// side by side. It is false if those tours cannot be made.
func (x *island) graft() bool {
	if len(x.seeds) == 0 {
		return false
	}
	if x.loom != nil && x.rng.below(weaving) == 0 {
		return x.weave()
	}
	r := int32(x.rng.below(len(x.c.p.Shifts)))
	first := x.seeds[x.rng.below(len(x.seeds))]
	if x.avoid[r] == anothers {
		return false
	}
	x.scion = x.scion[:0]
	if x.joint != nil && x.joint.tieOf[first] >= 0 {
		return x.graftTie(x.joint.tieOf[first])
	}
	x.gatherScion(first, r, 1+x.rng.below(3))
	if len(x.scion) == 0 {
		return false
	}
	x.loosen(r)
	return x.splice(r) && x.tighten()
}

// gatherScion takes some tasks, near each other, out of their tours to be put into that of a shift.
func (x *island) gatherScion(first, r int32, n int) {
	for ; n > 0; n-- {
		if x.mayGraft(first, r) {
			x.pull(first)
			x.scion = append(x.scion, first)
		}
		if x.c.nearby == 0 {
			return
		}
		near := x.c.near[int(first)*x.c.nearby:][:min(x.c.nearby, 12)]
		first = near[x.rng.below(len(near))]
	}
}

// graftTie puts a tie in by a drawn plan, each of its tasks into a drawn tour, with others beside it.
func (x *island) graftTie(number int32) bool {
	s := x.joint
	t := &s.ties[number]
	plan := x.drawPlan(t)
	if plan == nil {
		return false
	}
	for _, group := range t.groups {
		if plan[group[0]] == notServed {
			continue
		}
		for _, i := range group {
			s.at(t.tasks[i], wheneverMet)
		}
		for _, i := range group {
			task := t.tasks[i]
			if x.c.pinned[task] {
				continue
			}
			r, ok := x.drawHost(task, plan[i])
			if !ok {
				return false
			}
			x.scion = append(x.scion[:0], task)
			if n := x.rng.below(3); n > 0 {
				x.gatherScion(x.seeds[x.rng.below(len(x.seeds))], r, n)
			}
			x.loosen(r)
			if !x.splice(r) {
				return false
			}
		}
		if len(group) > 1 {
			s.loose = append(s.loose, meeters{number, group})
		}
	}
	return x.tighten()
}

// drawPlan takes a tie out and draws one of its plans, nil if it has none.
func (x *island) drawPlan(t *tie) []int32 {
	for _, task := range t.tasks {
		x.pull(task)
	}
	if len(t.plans) == 0 {
		return nil
	}
	return t.plans[x.rng.below(len(t.plans))]
}

// drawHost draws a shift of a day, or of any, to serve a task; false if it lacks the skill.
func (x *island) drawHost(task, day int32) (r int32, ok bool) {
	shifts := x.joint.all
	if day >= 0 {
		shifts = x.joint.onDay[day]
	}
	r = shifts[x.rng.below(len(shifts))]
	return r, x.c.can(x.c.kindOf[r], task)
}

// loosen lets all who meet others in the tour of a shift do so at any moment, until tighten.
func (x *island) loosen(r int32) {
	if x.joint == nil || x.joint.g == nil {
		return
	}
	s := x.joint
	for _, task := range x.tasks[x.slot[r]] {
		number := s.tieOf[task]
		if number < 0 || s.g.meet[task] == wheneverMet {
			continue
		}
		t := &s.ties[number]
		for _, group := range t.groups {
			if !slices.ContainsFunc(group, func(i int32) bool { return t.tasks[i] == task }) {
				continue
			}
			for _, i := range group {
				s.at(t.tasks[i], wheneverMet)
			}
			s.loose = append(s.loose, meeters{number, group})
		}
	}
}

// tighten has all who were loosened and are still served meet again, one group after another. It is false
// if they cannot.
func (x *island) tighten() bool {
	if x.joint == nil {
		return true
	}
	s := x.joint
	for len(s.loose) > 0 {
		i := x.rng.below(len(s.loose))
		m := s.loose[i]
		s.loose = slices.Delete(s.loose, i, i+1)
		t := &s.ties[m.tie]
		if slices.ContainsFunc(m.group, func(i int32) bool { return x.at[t.tasks[i]] < 0 && !x.c.pinned[t.tasks[i]] }) {
			continue // mend takes out the others
		}
		if !x.retime(t, m.group) {
			s.loose = s.loose[:0]
			return false
		}
	}
	return true
}

// retime has companions in the tours of this trial meet when that is cheapest: at any moment of a short
// span, or one of some that are drawn. It is false if they cannot meet.
func (x *island) retime(t *tie, group []int32) bool {
	s := x.joint
	x.drawMoments(t, group)
	x.allMoments(t, group)
	best, when := int64(1)<<62, wheneverMet
	for _, moment := range s.moments {
		if x.meetNow(t, group, moment) && x.cost < best {
			best, when = x.cost, moment
		}
	}
	return when != wheneverMet && x.meetNow(t, group, when)
}

const shortSpan = 80

// allMoments makes the drawn moments all that there are, where that is a short span.
func (x *island) allMoments(t *tie, group []int32) {
	s := x.joint
	if lo, hi := x.spanOf(t, group); len(s.moments) != 1 && hi-lo <= shortSpan {
		s.moments = s.moments[:0]
		for m := lo; m <= hi; m++ {
			s.moments = append(s.moments, m)
		}
	}
}

// spanOf is from when to when all of a group could begin.
func (x *island) spanOf(t *tie, group []int32) (lo, hi int32) {
	lo, hi = -never, never
	for _, i := range group {
		open, shut := x.joint.g.span(t.tasks[i])
		lo, hi = max(lo, open), min(hi, shut)
	}
	return lo, hi
}

// meetNow has companions who are in tours meet at a moment.
func (x *island) meetNow(t *tie, group []int32, moment int32) bool {
	for _, i := range group {
		x.joint.at(t.tasks[i], moment)
	}
	for _, i := range group {
		r := x.at[t.tasks[i]]
		if r < 0 && !x.c.pinned[t.tasks[i]] {
			return false
		}
		if r < 0 {
			continue
		}
		x.open(r)
		if !x.set(r) {
			return false
		}
	}
	return true
}

// mayGraft tells whether a task may be put into the tour of a shift, but for the others in it.
func (x *island) mayGraft(task, r int32) bool {
	for _, t := range x.scion {
		if t == task {
			return false
		}
	}
	return x.mine[task] && (x.joint == nil || x.joint.tieOf[task] < 0) && x.c.can(x.c.kindOf[r], task)
}

// pull takes a task out of its tour, if it is in one.
func (x *island) pull(task int32) {
	r := x.at[task]
	if r < 0 {
		return
	}
	for i, t := range x.tasks[x.slot[r]] {
		if t == task {
			x.cut(r, i, i+1)
			return
		}
	}
}

// splice puts the drawn tasks into a tour at a drawn place, instead of a drawn stretch or of
// nothing, and takes them from out.
func (x *island) splice(r int32) bool {
	tour := x.open(r)
	from := x.rng.below(len(tour) + 1)
	to := from
	if x.rng.next()&1 == 0 {
		to += x.rng.below(len(tour) - from + 1)
	}
	for _, t := range tour[from:to] {
		x.drop(t)
	}
	for i := len(x.scion) - 1; i > 0; i-- {
		j := x.rng.below(i + 1)
		x.scion[i], x.scion[j] = x.scion[j], x.scion[i]
	}
	x.tasks[x.slot[r]] = slices.Replace(tour, from, to, x.scion...)
	return x.seated(r, x.scion)
}

// seat gives an idle shift a tour through tasks that are out. It is false if that cannot be made.
func (x *island) seat(r int32, tasks []int32) bool {
	if len(tasks) == 0 {
		return true
	}
	tour := x.open(r)
	x.tasks[x.slot[r]] = append(tour[:0], tasks...)
	return x.seated(r, tasks)
}

// seated finishes putting tasks into the tour of a shift that holds them now, and takes them from out.
func (x *island) seated(r int32, tasks []int32) bool {
	if !x.set(r) {
		return false
	}
	for _, t := range tasks {
		x.at[t] = r
		x.cost -= x.price[t]
		x.saved -= x.c.price[t] - x.price[t]
	}
	left := x.out[:0]
	for _, t := range x.out {
		if x.at[t] < 0 {
			left = append(left, t)
		}
	}
	x.out = left
	x.list(r)
	return true
}
