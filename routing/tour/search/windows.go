package search

import "xunhu/routing/tour"

// windows is the kernel for tasks in one mode within one window each.
type windows struct {
	c     *compiled
	memo  memo
	tours []windowTour
}

// A windowTour has a gap before each of its tasks and one behind the last.
type windowTour struct {
	kind           int32
	from, to, edge []int32 // by gap: the locations it lies between, and what crossing it costs
	time           []int32 // by gap: how long crossing it takes
	ready          []int32 // by gap: when the tour can be off into it
	late           []int32 // by gap: when the tour must be across it
	load           []int32
	driving        int32
	head, tail     []span // by gap: what comes before it, and what after; if spans matter
}

// A span is a stretch of a tour that waits as little as can be: how long it lasts, and
// from when to when it may begin to last no longer.
type span struct{ lasts, first, last int32 }

// then joins two spans with some travel between them; false if the second is missed.
func (a span) then(travel int32, b span) (span, bool) {
	shift := a.lasts + travel
	wait := max(0, b.first-shift-a.last)
	return span{shift + b.lasts + wait, max(a.first, b.first-shift) - wait, min(a.last, b.last-shift)}, a.first+shift <= b.last
}

func newWindows(c *compiled) *windows {
	return &windows{c: c, memo: newMemo(c), tours: make([]windowTour, 2*len(c.p.Shifts))}
}

// spans tells whether how long a tour is away has a limit or a price.
func (k *kind) spans() bool {
	return k.MaxS > 0 || k.DurationCost > 0 || k.RegularS > 0 && k.OvertimeCost > 0
}

func (k *windows) set(slot, shift int32, tasks []int32) (int64, bool) {
	c, t := k.c, &k.tours[slot]
	t.kind = c.kindOf[shift]
	kind := &c.kinds[t.kind]
	w := kind.ways
	t.resize(len(tasks)+1, c.dims)
	t.from[0], t.to[0], t.edge[0], t.ready[0], t.late[0] = kind.Start, kind.End, 0, kind.open, kind.close
	if len(tasks) == 0 {
		if kind.spans() {
			t.spans(c, kind, tasks)
		}
		return 0, true
	}
	cost, now, before := kind.FixedCost, kind.open, kind.Start
	for i, task := range tasks {
		enter := c.enter[task]
		edge, time := k.memo.way(w, task, before, enter)
		now = max(now+time, c.opens[task])
		if now > c.shuts[task] || edge >= noWay || !c.can(t.kind, task) {
			return 0, false
		}
		now += c.service[task]
		before = c.leave[task]
		t.to[i], t.edge[i], t.time[i] = enter, edge, time
		t.from[i+1], t.ready[i+1] = before, now
		cost += int64(edge) + c.serve[task]
		t.driving += time
		for d := range t.load {
			t.load[d] += c.load[int(task)*c.dims+d]
			if t.load[d] > kind.capacity[d] {
				return 0, false
			}
		}
	}
	n := len(tasks)
	way := int(before)*w.size + int(kind.End)
	t.to[n], t.edge[n], t.time[n], t.late[n] = kind.End, w.cost[way], w.time[way], kind.close
	t.driving += t.time[n]
	cost += int64(t.edge[n])
	if t.edge[n] >= noWay || now+t.time[n] > kind.close || kind.MaxDrivingS > 0 && t.driving > kind.MaxDrivingS {
		return 0, false
	}
	for i := n - 1; i >= 0; i-- {
		task := tasks[i]
		t.late[i] = min(c.shuts[task], t.late[i+1]-t.time[i+1]-c.service[task])
	}
	if !kind.spans() {
		return cost, true
	}
	away := t.spans(c, kind, tasks)
	return cost + kind.lasting(away), kind.MaxS == 0 || away <= kind.MaxS
}

// resize makes room for so many gaps.
func (t *windowTour) resize(gaps, dims int) {
	if cap(t.from) < gaps {
		room := gaps + gaps/2 + 4
		for _, s := range []*[]int32{&t.from, &t.to, &t.edge, &t.time, &t.ready, &t.late} {
			*s = make([]int32, room)
		}
	}
	for _, s := range []*[]int32{&t.from, &t.to, &t.edge, &t.time, &t.ready, &t.late} {
		*s = (*s)[:gaps]
	}
	if t.load == nil {
		t.load = make([]int32, dims)
	}
	clear(t.load)
	t.driving = 0
}

// spans fills head and tail, and gives how long the tour is away.
func (t *windowTour) spans(c *compiled, kind *kind, tasks []int32) int32 {
	n := len(tasks)
	if cap(t.head) <= n {
		t.head, t.tail = make([]span, 2*n+4), make([]span, 2*n+4)
	}
	t.head, t.tail = t.head[:n+1], t.tail[:n+1]
	t.head[0] = span{0, kind.open, kind.close}
	t.tail[n] = t.head[0]
	for i, task := range tasks {
		t.head[i+1], _ = t.head[i].then(t.time[i], c.span(task))
	}
	for i := n - 1; i >= 0; i-- {
		t.tail[i], _ = c.span(tasks[i]).then(t.time[i+1], t.tail[i+1])
	}
	if n == 0 {
		return 0
	}
	whole, _ := t.head[0].then(t.time[0], t.tail[0])
	return whole.lasts
}

func (c *compiled) span(task int32) span { return span{c.service[task], c.opens[task], c.shuts[task]} }

// lasting is what being away for so long costs.
func (k *kind) lasting(away int32) int64 { return k.DurationCost*int64(away) + k.overtime(away) }

func (k *windows) cheapest(slot, task, except int32) (int64, int32) {
	c, t := k.c, &k.tours[slot]
	if !c.fits(t.kind, t.load, task) {
		return 0, -1
	}
	kind := &c.kinds[t.kind]
	if kind.MaxDrivingS > 0 || kind.spans() {
		return k.cheapestLasting(t, task, except)
	}
	w := kind.ways
	enter, leave := int(c.enter[task])*w.size, int(c.leave[task])*w.size
	into, out := w.costInto[enter:][:w.size], w.cost[leave:][:w.size]
	timeInto, timeOut := w.timeInto[enter:][:w.size], w.time[leave:][:w.size]
	opens, shuts, service := c.opens[task], c.shuts[task], c.service[task]
	best, place := noWay, int32(-1)
	ready := t.ready
	from, to, edge, late := t.from[:len(ready)], t.to[:len(ready)], t.edge[:len(ready)], t.late[:len(ready)]
	i := 0
	for i < len(late) && late[i] < opens+service { // what follows could not be reached
		i++
	}
	for ; i < len(ready) && ready[i] <= shuts; i++ {
		f, g := from[i], to[i]
		d := into[f] + out[g] - edge[i]
		if d >= best {
			continue
		}
		begin := max(ready[i]+timeInto[f], opens)
		if begin <= shuts && begin+service+timeOut[g] <= late[i] && int32(i) != except {
			best, place = d, int32(i)
		}
	}
	extra := c.serve[task]
	if len(ready) == 1 {
		extra += kind.FixedCost
	}
	return int64(best) + extra, place
}

// cheapestLasting looks at how long the tour travels and is away as well.
func (k *windows) cheapestLasting(t *windowTour, task, except int32) (int64, int32) {
	c, kind := k.c, &k.c.kinds[t.kind]
	w := kind.ways
	enter, leave := int(c.enter[task])*w.size, int(c.leave[task])*w.size
	best, place := int64(1)<<62, int32(-1)
	extra, before := c.serve[task], int64(0)
	empty := len(t.from) == 1
	if empty {
		extra += kind.FixedCost
	} else if kind.spans() {
		whole, _ := t.head[0].then(t.time[0], t.tail[0])
		before = kind.lasting(whole.lasts)
	}
	for i, f := range t.from {
		g := t.to[i]
		in, out := w.timeInto[enter+int(f)], w.time[leave+int(g)]
		edge := w.costInto[enter+int(f)] + w.cost[leave+int(g)] - t.edge[i]
		begin := max(t.ready[i]+in, c.opens[task])
		if edge >= noWay || begin > c.shuts[task] || begin+c.service[task]+out > t.late[i] || int32(i) == except {
			continue
		}
		longer := in + out
		if !empty {
			longer -= t.time[i]
		}
		if kind.MaxDrivingS > 0 && t.driving+longer > kind.MaxDrivingS {
			continue
		}
		d := int64(edge) + extra
		if kind.spans() {
			head, _ := t.head[i].then(in, c.span(task))
			whole, _ := head.then(out, t.tail[i])
			if kind.MaxS > 0 && whole.lasts > kind.MaxS {
				continue
			}
			d += kind.lasting(whole.lasts) - before
		}
		if d < best {
			best, place = d, int32(i)
		}
	}
	return best, place
}

func (k *windows) tour(shift int32, tasks []int32) tour.Tour { return k.c.schedule(shift, tasks) }
