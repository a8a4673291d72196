package search

import "xunhu/routing/tour"

// modes is the kernel for tasks of several modes at any time.
type modes struct {
	c *compiled
	*modal
	tours     []modalTour
	priceOver int64 // of a unit of load too much, in parts; 0: no tour may be overloaded
}

// A modalTour has a record for the gap before each of its tasks and one for that behind the last: where
// the tour may stand before it, what it costs at least until then, where it may go on, and
// what it costs at least from there; each by the modes of the task before, or behind.
type modalTour struct {
	kind   int32
	cost   int32 // without what is fixed
	gaps   []int32
	load   []int32
	beyond int64
	over   int64 // load too much
}

func newModes(c *compiled) *modes {
	k := &modes{c: c, modal: c.modal, tours: make([]modalTour, 2*len(c.p.Shifts))}
	for i := range k.tours {
		k.tours[i].load = make([]int32, c.dims)
	}
	return k
}

func (k *modes) set(slot, shift int32, tasks []int32) (int64, bool) {
	c, t := k.c, &k.tours[slot]
	t.kind, t.cost, t.beyond = c.kindOf[shift], 0, 0
	kind := &k.kinds[t.kind]
	clear(t.load)
	for _, task := range tasks {
		for d := range t.load {
			t.load[d] += c.load[int(task)*c.dims+d]
		}
		if kind.beyond != nil {
			t.beyond += kind.beyond[task]
		}
	}
	t.over = 0
	for d, full := range c.kinds[t.kind].capacity {
		t.over += int64(max(0, t.load[d]-full))
	}
	if t.over > 0 && k.priceOver == 0 {
		return 0, false
	}
	w, ends := k.width, c.kinds[t.kind].Shift
	if want := (len(tasks) + 1) * 4 * w; cap(t.gaps) < want {
		t.gaps = make([]int32, want, want+want/2)
	} else {
		t.gaps = t.gaps[:want]
	}
	last := t.gaps[len(tasks)*4*w:]
	for j := range w {
		t.gaps[j], t.gaps[w+j], last[2*w+j], last[3*w+j] = ends.Start, 0, ends.End, 0
	}
	if len(tasks) == 0 {
		return 0, true
	}
	if w == 2 {
		k.table2(kind, t.gaps, tasks)
	} else {
		k.table(kind, t.gaps, tasks)
	}
	t.cost = big
	for j := range w {
		t.cost = min(t.cost, kind.cost[int(ends.Start)*c.p.Locations+int(t.gaps[2*w+j])]+t.gaps[3*w+j])
	}
	return int64(t.cost) + ends.FixedCost + k.overCost(t.over), t.cost < big && (kind.beyond == nil || int64(t.cost)+t.beyond <= kind.limit)
}

// table fills the records, forward what lies before, backward what lies behind.
func (k *modes) table(kind *modalKind, gaps, tasks []int32) {
	l, w := k.c.p.Locations, k.width
	for i, task := range tasks {
		g := gaps[i*4*w : (i+2)*4*w]
		for j := range w {
			at := int(task)*w + j
			row, least := kind.costInto[int(k.enter[at])*l:], big
			for a := range w {
				least = min(least, g[w+a]+row[g[a]])
			}
			g[4*w+j], g[5*w+j] = k.leave[at], min(least+kind.service[at], big)
		}
	}
	for i := len(tasks) - 1; i >= 0; i-- {
		g := gaps[i*4*w : (i+2)*4*w]
		for j := range w {
			at := int(tasks[i])*w + j
			row, least := kind.cost[int(k.leave[at])*l:], big
			for b := range w {
				least = min(least, g[7*w+b]+row[g[6*w+b]])
			}
			g[2*w+j], g[3*w+j] = k.enter[at], min(least+kind.service[at], big)
		}
	}
}

// table2 is table for a width of two.
func (k *modes) table2(kind *modalKind, gaps, tasks []int32) {
	l := k.c.p.Locations
	for i, task := range tasks {
		at := int(task) * 2
		g := gaps[i*8 : i*8+16 : i*8+16]
		e0, e1 := int(k.enter[at])*l, int(k.enter[at+1])*l
		row0, row1 := kind.costInto[e0:e0+l], kind.costInto[e1:e1+l]
		a0, a1, c0, c1 := g[0], g[1], g[2], g[3]
		g[8], g[9] = k.leave[at], k.leave[at+1]
		g[10] = min(min(c0+row0[a0], c1+row0[a1])+kind.service[at], big)
		g[11] = min(min(c0+row1[a0], c1+row1[a1])+kind.service[at+1], big)
	}
	for i := len(tasks) - 1; i >= 0; i-- {
		at := int(tasks[i]) * 2
		g := gaps[i*8 : i*8+16 : i*8+16]
		l0, l1 := int(k.leave[at])*l, int(k.leave[at+1])*l
		row0, row1 := kind.cost[l0:l0+l], kind.cost[l1:l1+l]
		b0, b1, d0, d1 := g[12], g[13], g[14], g[15]
		g[4], g[5] = k.enter[at], k.enter[at+1]
		g[6] = min(min(d0+row0[b0], d1+row0[b1])+kind.service[at], big)
		g[7] = min(min(d0+row1[b0], d1+row1[b1])+kind.service[at+1], big)
	}
}

func (k *modes) overCost(over int64) int64 { return k.priceOver * over / overParts }

func (k *modes) cheapest(slot, task, except int32) (int64, int32) {
	c, t := k.c, &k.tours[slot]
	over := int64(0)
	switch {
	case k.priceOver == 0 && !c.fits(t.kind, t.load, task), !c.can(t.kind, task):
		return 0, -1
	case k.priceOver > 0:
		for d, full := range c.kinds[t.kind].capacity {
			over += int64(max(0, t.load[d]+c.load[int(task)*c.dims+d]-full))
		}
	}
	kind := &k.kinds[t.kind]
	var least, place int32
	if k.width == 2 && except < 0 {
		least, place = k.place2(kind, t.gaps, int(task)*2)
	} else {
		least, place = k.place(kind, t.gaps, int(task)*k.width, int(except))
	}
	if least >= big || kind.beyond != nil && int64(least)+t.beyond+kind.beyond[task] > kind.limit {
		return 0, -1
	}
	delta := int64(least-t.cost) + k.overCost(over) - k.overCost(t.over)
	if len(t.gaps) == 4*k.width {
		delta += c.kinds[t.kind].FixedCost
	}
	return delta, place
}

// place gives what the tour costs with the task whose row begins at from at the place where
// that is least: what lies before a gap, the way in, the mode, the way out, and what lies behind.
func (k *modes) place(kind *modalKind, gaps []int32, from, except int) (least, place int32) {
	l, w := k.c.p.Locations, k.width
	least = big
	for i := range len(gaps) / (4 * w) {
		g := gaps[i*4*w : (i+1)*4*w]
		for at := from; at < from+w && i != except; at++ {
			into, out := kind.costInto[int(k.enter[at])*l:], kind.cost[int(k.leave[at])*l:]
			x, y := big, big
			for a := range w {
				x = min(x, g[w+a]+into[g[a]])
				y = min(y, g[3*w+a]+out[g[2*w+a]])
			}
			if x += y + kind.service[at]; x < least {
				least, place = x, int32(i)
			}
		}
	}
	return least, place
}

// place2 is place for a width of two and no exception.
func (k *modes) place2(kind *modalKind, gaps []int32, from int) (least, place int32) {
	l := k.c.p.Locations
	e0, e1, l0, l1 := int(k.enter[from])*l, int(k.enter[from+1])*l, int(k.leave[from])*l, int(k.leave[from+1])*l
	into0, into1, out0, out1 := kind.costInto[e0:e0+l], kind.costInto[e1:e1+l], kind.cost[l0:l0+l], kind.cost[l1:l1+l]
	s0, s1 := kind.service[from], kind.service[from+1]
	least = big
	left := 0
	for g := gaps; len(g) >= 8; g = g[8:] {
		a0, a1, c0, c1 := g[0], g[1], g[2], g[3]
		b0, b1, d0, d1 := g[4], g[5], g[6], g[7]
		x := min(c0+into0[a0], c1+into0[a1]) + s0 + min(d0+out0[b0], d1+out0[b1])
		y := min(c0+into1[a0], c1+into1[a1]) + s1 + min(d0+out1[b0], d1+out1[b1])
		if x = min(x, y); x < least {
			least, left = x, len(g)
		}
	}
	return least, int32((len(gaps) - left) / 8)
}

// tour chooses the modes that the cost stands for.
func (k *modes) tour(shift int32, tasks []int32) tour.Tour {
	p, s := k.c.p, &k.c.p.Shifts[shift]
	kind := &k.kinds[k.c.kindOf[shift]]
	w, ends := k.width, k.c.kinds[k.c.kindOf[shift]].Shift
	gaps := make([]int32, (len(tasks)+1)*4*w)
	for j := range w {
		gaps[j], gaps[len(gaps)-2*w+j] = ends.Start, ends.End
	}
	k.table(kind, gaps, tasks)
	t := tour.Tour{Shift: shift, Depart: s.Open}
	now, at := s.Open, s.Start
	for i, task := range tasks {
		behind := gaps[(i*4+2)*w : (i+1)*4*w]
		best, least := 0, 3*big
		for j := range w {
			if x := kind.cost[int(at)*p.Locations+int(behind[j])] + behind[w+j]; x < least {
				best, least = j, x
			}
		}
		v := tour.Visit{Task: task, Mode: k.number(k.c, int(task)*w+best)}
		m := p.Mode(v)
		now += p.Time(s.Class, at, m.Enter)
		v.Begin = now
		t.Visits = append(t.Visits, v)
		now, at = now+m.ServiceS, m.Leave
	}
	return t
}
