package search

import "xunhu/routing/tour"

// points is the kernel for tasks in one mode at any time: nobody waits, so a tour
// is away for what it travels and serves.
type points struct {
	c     *compiled
	tours []pointTour
	timed bool // some limit or price of time may bind
}

// A pointTour has a gap before each of its tasks and one behind the last.
type pointTour struct {
	kind           int32
	from, to, edge []int32 // by gap: the locations it lies between, and what crossing it costs
	load           []int32
	away, driving  int32
}

func newPoints(c *compiled) *points {
	k := &points{c: c, tours: make([]pointTour, 2*len(c.p.Shifts))}
	for i := range c.kinds {
		k.timed = k.timed || c.timeBinds(&c.kinds[i])
	}
	return k
}

// timeBinds tells whether a kind has a limit or a price that depends on how long it is away.
func (c *compiled) timeBinds(k *kind) bool {
	if k.MaxS > 0 || k.MaxDrivingS > 0 || k.RegularS > 0 && k.OvertimeCost > 0 {
		return true
	}
	longest := func(from int32) (most int64) {
		for _, t := range k.ways.time[int(from)*k.ways.size : (int(from)+1)*k.ways.size] {
			if t != tour.Far {
				most = max(most, int64(t))
			}
		}
		return most
	}
	sum := longest(k.Start)
	for i := range c.n {
		sum += longest(c.leave[i]) + int64(c.service[i])
	}
	return sum > int64(k.close)-int64(k.open)
}

func (k *points) set(slot, shift int32, tasks []int32) (int64, bool) {
	c, t := k.c, &k.tours[slot]
	t.kind = c.kindOf[shift]
	kind := &c.kinds[t.kind]
	w := kind.ways
	t.from, t.to, t.edge = t.from[:0], t.to[:0], t.edge[:0]
	t.load = append(t.load[:0], make([]int32, c.dims)...)
	t.away, t.driving = 0, 0
	at, cost := kind.Start, int64(0)
	for i := 0; i <= len(tasks); i++ {
		to := kind.End
		if i < len(tasks) {
			to = c.enter[tasks[i]]
		}
		edge, time := w.cost[int(at)*w.size+int(to)], w.time[int(at)*w.size+int(to)]
		if len(tasks) == 0 {
			edge = 0 // a shift that makes no tour pays nothing
		}
		t.from, t.to, t.edge = append(t.from, at), append(t.to, to), append(t.edge, edge)
		if len(tasks) == 0 {
			return 0, true
		}
		if edge >= noWay {
			return 0, false
		}
		cost += int64(edge)
		t.driving += time
		if i == len(tasks) {
			break
		}
		task := tasks[i]
		if !c.can(t.kind, task) {
			return 0, false
		}
		at = c.leave[task]
		t.away += c.service[task]
		cost += c.serve[task]
		for d := range t.load {
			t.load[d] += c.load[int(task)*c.dims+d]
			if t.load[d] > kind.capacity[d] {
				return 0, false
			}
		}
	}
	cost += kind.FixedCost + int64(t.away)*kind.DurationCost
	t.away += t.driving
	if k.timed && !kind.allows(t.away, t.driving) {
		return 0, false
	}
	return cost + kind.overtime(t.away), true
}

// allows tells whether a shift may be away and travel for so long.
func (k *kind) allows(away, driving int32) bool {
	return away <= k.close-k.open && (k.MaxS == 0 || away <= k.MaxS) && (k.MaxDrivingS == 0 || driving <= k.MaxDrivingS)
}

// overtime is what being away for longer than the regular time costs.
func (k *kind) overtime(away int32) int64 {
	if k.RegularS == 0 {
		return 0
	}
	return k.OvertimeCost * int64(max(0, away-k.RegularS))
}

func (k *points) cheapest(slot, task, except int32) (int64, int32) {
	c, t := k.c, &k.tours[slot]
	if !c.fits(t.kind, t.load, task) {
		return 0, -1
	}
	kind := &c.kinds[t.kind]
	w := kind.ways
	into := w.costInto[int(c.enter[task])*w.size:][:w.size]
	out := w.cost[int(c.leave[task])*w.size:][:w.size]
	extra := c.serve[task] + int64(c.service[task])*kind.DurationCost
	if len(t.from) == 1 {
		extra += kind.FixedCost
	}
	if k.timed {
		delta, place := k.cheapestTimed(t, task, except)
		return delta + extra, place
	}
	best, place := noWay, int32(-1)
	to := t.to[:len(t.from)]
	edge := t.edge[:len(t.from)]
	for i, f := range t.from {
		if d := into[f] + out[to[i]] - edge[i]; d < best && int32(i) != except {
			best, place = d, int32(i)
		}
	}
	return int64(best) + extra, place
}

// cheapestTimed looks at how long the tour is away as well.
func (k *points) cheapestTimed(t *pointTour, task, except int32) (int64, int32) {
	c, kind := k.c, &k.c.kinds[t.kind]
	w := kind.ways
	enter, leave := int(c.enter[task])*w.size, int(c.leave[task])*w.size
	into, out := w.costInto[enter:][:w.size], w.cost[leave:][:w.size]
	timeInto, timeOut := w.timeInto[enter:][:w.size], w.time[leave:][:w.size]
	best, place := int64(noWay), int32(-1)
	over := kind.overtime(t.away)
	for i, f := range t.from {
		to := t.to[i]
		d := int64(into[f] + out[to] - t.edge[i])
		if d >= best || int32(i) == except {
			continue
		}
		longer := timeInto[f] + timeOut[to]
		if len(t.from) > 1 {
			longer -= w.time[int(f)*w.size+int(to)]
		}
		if !kind.allows(t.away+longer+c.service[task], t.driving+longer) {
			continue
		}
		if kind.RegularS > 0 {
			d += kind.overtime(t.away+longer+c.service[task]) - over
		}
		if d < best {
			best, place = d, int32(i)
		}
	}
	return best, place
}

func (k *points) tour(shift int32, tasks []int32) tour.Tour { return k.c.schedule(shift, tasks) }
