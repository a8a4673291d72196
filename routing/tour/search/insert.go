package search

import "slices"

// An inserter is a kernel that need not look at a whole tour again to put one more task into it: where
// tours are long, that is most of the work of set.
type inserter interface {
	// copy makes a slot hold the tour of another.
	copy(to, from int32)

	// insert makes a slot that holds the tour of a shift hold it with one more task, at a place, and gives how
	// much dearer it is. It is false, with nothing changed, where no such tour is right.
	// Of the tours that can does not tell of, insert may not be asked.
	insert(slot int32, tasks []int32, place int32) (delta int64, ok bool)
	can(slot int32) bool
}

// stretch makes room for one more gap at a place.
func stretch(s []int32, place int32) []int32 {
	s = append(s, 0)
	copy(s[place+1:], s[place:])
	return s
}

func (k *points) can(slot int32) bool { return len(k.tours[slot].from) > 1 }

func (k *points) copy(to, from int32) {
	t, f := &k.tours[to], &k.tours[from]
	t.kind, t.away, t.driving = f.kind, f.away, f.driving
	t.from, t.to, t.edge = append(t.from[:0], f.from...), append(t.to[:0], f.to...), append(t.edge[:0], f.edge...)
	t.load = append(t.load[:0], f.load...)
}

func (k *points) insert(slot int32, tasks []int32, place int32) (int64, bool) {
	c, t := k.c, &k.tours[slot]
	kind, task := &c.kinds[t.kind], tasks[place]
	if !c.fits(t.kind, t.load, task) {
		return 0, false
	}
	enter, leave := c.enter[task], c.leave[task]
	in := k.memo.cost(kind.ways, task, t.from[place], enter)
	out := k.out(kind, tasks, place, leave)
	if in >= noWay || out >= noWay {
		return 0, false
	}
	delta := int64(in) + int64(out) - int64(t.edge[place]) + c.serve[task] + int64(c.service[task])*kind.DurationCost
	if k.timed {
		w := kind.ways
		longer := w.time[int(t.from[place])*w.size+int(enter)] + w.time[int(leave)*w.size+int(t.to[place])] - w.time[int(t.from[place])*w.size+int(t.to[place])]
		away, driving := t.away+longer+c.service[task], t.driving+longer
		if !k.allows(kind, away, driving) {
			return 0, false
		}
		delta += k.dear(kind, away) - k.dear(kind, t.away)
		t.away, t.driving = away, driving
	}
	t.from, t.to, t.edge = stretch(t.from, place), stretch(t.to, place), stretch(t.edge, place)
	t.from[place+1], t.to[place] = leave, enter
	t.edge[place], t.edge[place+1] = in, out
	c.take(t.load, task)
	return delta, true
}

// out is what going on from a place of a tour costs.
func (k *points) out(kind *kind, tasks []int32, place, leave int32) int32 {
	if next := int(place) + 1; next < len(tasks) {
		return k.memo.cost(kind.ways, tasks[next], leave, k.c.enter[tasks[next]])
	}
	return kind.ways.cost[int(leave)*kind.ways.size+int(kind.End)]
}

// take adds what a task weighs to a load.
func (c *compiled) take(load []int32, task int32) {
	for d := range load {
		load[d] += c.load[int(task)*c.dims+d]
	}
}

func (k *windows) can(slot int32) bool {
	t := &k.tours[slot]
	return len(t.from) > 1 && !k.c.kinds[t.kind].spans()
}

func (k *windows) copy(to, from int32) {
	t, f := &k.tours[to], &k.tours[from]
	t.kind, t.driving = f.kind, f.driving
	t.from, t.to, t.edge = append(t.from[:0], f.from...), append(t.to[:0], f.to...), append(t.edge[:0], f.edge...)
	t.time, t.ready, t.late = append(t.time[:0], f.time...), append(t.ready[:0], f.ready...), append(t.late[:0], f.late...)
	t.load = append(t.load[:0], f.load...)
}

func (k *windows) insert(slot int32, tasks []int32, place int32) (int64, bool) {
	c, t := k.c, &k.tours[slot]
	kind, task := &c.kinds[t.kind], tasks[place]
	if !c.fits(t.kind, t.load, task) {
		return 0, false
	}
	w, enter, leave := kind.ways, c.enter[task], c.leave[task]
	in, there := k.memo.way(w, task, t.from[place], enter)
	var out, on int32
	if next := int(place) + 1; next < len(tasks) {
		out, on = k.memo.way(w, tasks[next], leave, c.enter[tasks[next]])
	} else {
		way := int(leave)*w.size + int(kind.End)
		out, on = w.cost[way], w.time[way]
	}
	begin := max(t.ready[place]+there, c.opens[task])
	if begin > c.shuts[task] || in >= noWay || out >= noWay || begin+c.service[task]+on > t.late[place] {
		return 0, false
	}
	longer := there + on - t.time[place]
	if kind.MaxDrivingS > 0 && t.driving+longer > kind.MaxDrivingS {
		return 0, false
	}
	t.driving += longer
	delta := int64(in) + int64(out) - int64(t.edge[place]) + c.serve[task]
	t.from, t.to, t.edge = stretch(t.from, place), stretch(t.to, place), stretch(t.edge, place)
	t.time, t.ready, t.late = stretch(t.time, place), stretch(t.ready, place), stretch(t.late, place)
	t.from[place+1], t.to[place] = leave, enter
	t.edge[place], t.edge[place+1], t.time[place], t.time[place+1] = in, out, there, on
	t.ready[place+1] = begin + c.service[task]
	c.take(t.load, task)
	t.retime(c, tasks, int(place))
	return delta, true
}

// retime carries the times of a new task to those around it, as far as they change.
func (t *windowTour) retime(c *compiled, tasks []int32, place int) {
	for i := place + 1; i < len(tasks); i++ {
		off := max(t.ready[i]+t.time[i], c.opens[tasks[i]]) + c.service[tasks[i]]
		if off == t.ready[i+1] {
			break
		}
		t.ready[i+1] = off
	}
	for i := place; i >= 0; i-- {
		last := min(c.shuts[tasks[i]], t.late[i+1]-t.time[i+1]-c.service[tasks[i]])
		if last == t.late[i] && i < place {
			break
		}
		t.late[i] = last
	}
}

// lengthen puts a task into the tour of a shift by the kernel's insert; false if that cannot be asked or
// such a tour is not right.
func (x *plan) lengthen(task, r, place int32) bool {
	if x.ins == nil || !x.ins.can(x.slot[r]) {
		return false
	}
	if x.before[r] < 0 {
		was := x.slot[r]
		x.open(r)
		x.ins.copy(x.slot[r], was)
	}
	s := x.slot[r]
	x.tasks[s] = slices.Insert(x.tasks[s], int(place), task)
	delta, ok := x.ins.insert(s, x.tasks[s], place)
	if !ok {
		x.tasks[s] = slices.Delete(x.tasks[s], int(place), int(place)+1)
		return false
	}
	x.cost += delta
	x.costs[s] += delta
	x.renew(s)
	return true
}
