package search

import "xunhu/routing/tour"

// points is the kernel for tasks in one mode at any time: nobody waits, so a tour
// is away for what it travels and serves.
type points struct {
	c     *compiled
	memo  memo
	tours []pointTour
	timed bool // some limit or price of time may bind

	priceOver int64  // of a second away too many, in parts; 0: no tour may be too long
	alone     []bool // by task and kind, where tours may be too long: a tour of this task alone is not
}

// A pointTour has a gap before each of its tasks and one behind the last.
type pointTour struct {
	kind           int32
	from, to, edge []int32 // by gap: the locations it lies between, and what crossing it costs
	load           []int32
	away, driving  int32
}

func newPoints(c *compiled) *points {
	k := &points{c: c, memo: newMemo(c), tours: make([]pointTour, 2*len(c.p.Shifts))}
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
	n := len(tasks)
	t.resize(n+1, c.dims)
	t.from[0], t.to[n], t.edge[n] = kind.Start, kind.End, 0
	if n == 0 {
		return 0, true // a shift that makes no tour pays nothing
	}
	var cost, service int64
	from, to, edge := t.from[:n+1], t.to[:n+1], t.edge[:n+1]
	before := kind.Start
	for i, task := range tasks {
		enter := c.enter[task]
		to[i] = enter
		edge[i] = k.memo.cost(w, task, before, enter)
		if edge[i] >= noWay || !c.can(t.kind, task) {
			return 0, false
		}
		cost += int64(edge[i]) + c.serve[task]
		service += int64(c.service[task])
		before = c.leave[task]
		from[i+1] = before
		for d := range t.load {
			t.load[d] += c.load[int(task)*c.dims+d]
			if t.load[d] > kind.capacity[d] {
				return 0, false
			}
		}
	}
	edge[n] = w.cost[int(before)*w.size+int(kind.End)]
	if edge[n] >= noWay {
		return 0, false
	}
	cost += int64(edge[n]) + kind.FixedCost + service*kind.DurationCost
	if !k.timed {
		return cost, true
	}
	for i, f := range from {
		t.driving += w.time[int(f)*w.size+int(to[i])]
	}
	t.away = t.driving + int32(service)
	return cost + k.dear(kind, t.away), k.allows(kind, t.away, t.driving)
}

// resize makes room for so many gaps.
func (t *pointTour) resize(gaps, dims int) {
	if cap(t.from) < gaps {
		room := gaps + gaps/2 + 4
		t.from, t.to, t.edge = make([]int32, room), make([]int32, room), make([]int32, room)
	}
	t.from, t.to, t.edge = t.from[:gaps], t.to[:gaps], t.edge[:gaps]
	if t.load == nil {
		t.load = make([]int32, dims)
	}
	clear(t.load)
	t.away, t.driving = 0, 0
}

// allows tells whether a shift may be away and travel for so long.
func (k *kind) allows(away, driving int32) bool {
	return away <= k.longest() && (k.MaxDrivingS == 0 || driving <= k.MaxDrivingS)
}

// longest is for how long a shift may be away.
func (k *kind) longest() int32 {
	if k.MaxS > 0 {
		return min(k.close-k.open, k.MaxS)
	}
	return k.close - k.open
}

// allows is that of the kind, but for tours that are too long while they may be.
func (k *points) allows(kind *kind, away, driving int32) bool {
	if k.priceOver > 0 {
		away = 0
	}
	return kind.allows(away, driving)
}

// tryAlone finds out which tasks make a tour that is not too long. One to which no way leads but by
// another is let off.
func (k *points) tryAlone() {
	c := k.c
	k.alone = make([]bool, c.n*len(c.kinds))
	for i := range k.alone {
		task, kind := i/len(c.kinds), &c.kinds[i%len(c.kinds)]
		w := kind.ways
		there, back := int(kind.Start)*w.size+int(c.enter[task]), int(c.leave[task])*w.size+int(kind.End)
		k.alone[i] = max(w.cost[there], w.cost[back]) >= noWay || w.time[there]+c.service[task]+w.time[back] <= kind.longest()
	}
}

// dear is what being away for so long costs, beyond what travelling does.
func (k *points) dear(kind *kind, away int32) int64 {
	cost := kind.overtime(away)
	if k.priceOver > 0 {
		cost += k.priceOver * int64(max(0, away-kind.longest())) / overParts
	}
	return cost
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
	if k.priceOver > 0 && !k.alone[int(task)*len(c.kinds)+int(t.kind)] {
		return int64(noWay), -1 // no price would bring it back
	}
	w := kind.ways
	enter, leave := int(c.enter[task])*w.size, int(c.leave[task])*w.size
	into, out := w.costInto[enter:][:w.size], w.cost[leave:][:w.size]
	timeInto, timeOut := w.timeInto[enter:][:w.size], w.time[leave:][:w.size]
	best, place := int64(noWay), int32(-1)
	over := k.dear(kind, t.away)
	for i, f := range t.from {
		to := t.to[i]
		d := int64(into[f] + out[to] - t.edge[i])
		longer := timeInto[f] + timeOut[to]
		if len(t.from) > 1 {
			longer -= w.time[int(f)*w.size+int(to)]
		}
		if d >= best && longer+c.service[task] >= 0 || int32(i) == except {
			continue
		}
		if !k.allows(kind, t.away+longer+c.service[task], t.driving+longer) {
			continue
		}
		if kind.RegularS > 0 || k.priceOver > 0 {
			d += k.dear(kind, t.away+longer+c.service[task]) - over
		}
		if d < best {
			best, place = d, int32(i)
		}
	}
	return best, place
}

func (k *points) tour(shift int32, tasks []int32) tour.Tour { return k.c.schedule(shift, tasks) }
