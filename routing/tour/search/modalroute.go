package search

// A modalRoute is one tour: its tasks, and for every gap between two of them a record
// of 4k numbers: where the task before may be left, what the tour costs at least
// until then, where the task behind may be entered, and what the tour costs at least from there.
// The modes stand in the order of the task's row.
type modalRoute struct {
	kind   int32
	tasks  []int32
	gaps   []int32 // len(tasks)+1 records
	load   []int32
	cost   int32 // without what is fixed; 0 if there are no tasks
	beyond int64
}

// empty makes it a tour of a kind without tasks.
func (r *modalRoute) empty(m *modal, kind int32) {
	r.kind, r.cost, r.beyond = kind, 0, 0
	r.tasks = r.tasks[:0]
	r.load = append(r.load[:0], make([]int32, m.dims)...)
	r.rebuild(m, 0, -1)
}

// copyFrom makes it the same as another.
func (r *modalRoute) copyFrom(o *modalRoute) {
	r.kind, r.cost, r.beyond = o.kind, o.cost, o.beyond
	r.tasks = append(r.tasks[:0], o.tasks...)
	r.gaps = append(r.gaps[:0], o.gaps...)
	r.load = append(r.load[:0], o.load...)
}

// add puts a task before the one at a place.
func (r *modalRoute) add(m *modal, task int32, place int) {
	r.tasks = append(r.tasks, 0)
	copy(r.tasks[place+1:], r.tasks[place:])
	r.tasks[place] = task
	w := 4 * m.k
	for range w {
		r.gaps = append(r.gaps, 0)
	}
	copy(r.gaps[(place+1)*w:], r.gaps[place*w:])
	for d := range r.load {
		r.load[d] += m.load[int(task)*m.dims+d]
	}
	if b := m.kinds[r.kind].beyond; b != nil {
		r.beyond += b[task]
	}
	r.rebuild(m, place, place)
}

// cut takes out the tasks from place i to j-1.
func (r *modalRoute) cut(m *modal, i, j int) {
	b := m.kinds[r.kind].beyond
	for _, task := range r.tasks[i:j] {
		for d := range r.load {
			r.load[d] -= m.load[int(task)*m.dims+d]
		}
		if b != nil {
			r.beyond -= b[task]
		}
	}
	r.tasks = append(r.tasks[:i], r.tasks[j:]...)
	w := 4 * m.k
	r.gaps = append(r.gaps[:i*w], r.gaps[j*w:]...)
	r.rebuild(m, i-1, i)
}

// rebuild computes the halves of the records that say what lies before, from the
// task at place from on, and those that say what lies behind, from the task at place to
// down; -1 for from, or len(tasks) for to, begin at the depot.
func (r *modalRoute) rebuild(m *modal, from, to int) {
	w := 4 * m.k
	if want := (len(r.tasks) + 1) * w; len(r.gaps) < want {
		r.gaps = append(r.gaps, make([]int32, want-len(r.gaps))...)
	} else {
		r.gaps = r.gaps[:want]
	}
	kind := &m.kinds[r.kind]
	if from < 0 {
		for j := range m.k {
			r.gaps[j], r.gaps[m.k+j] = kind.start, 0
		}
		from = 0
	}
	if to < 0 || to >= len(r.tasks) {
		g := r.gaps[len(r.tasks)*w:]
		for j := range m.k {
			g[2*m.k+j], g[3*m.k+j] = kind.end, 0
		}
		to = len(r.tasks) - 1
	}
	if m.k == 2 {
		r.rebuild2(m, kind, from, to)
	} else {
		r.rebuildK(m, kind, from, to)
	}
	r.cost = 0
	if len(r.tasks) > 0 {
		r.cost = joined(m, kind, r.gaps[:2*m.k], r.gaps[2*m.k:w])
	}
}

// joined is the least cost of what lies before one gap and behind another.
func joined(m *modal, kind *modalKind, before, behind []int32) int32 {
	least := int32(big)
	for a := range m.k {
		row := kind.ways[int(before[a])*m.l:]
		for b := range m.k {
			least = min(least, before[m.k+a]+row[behind[b]]+behind[m.k+b])
		}
	}
	return least
}

func (r *modalRoute) rebuild2(m *modal, kind *modalKind, from, to int) {
	l := m.l
	for i := from; i < len(r.tasks); i++ {
		t := int(r.tasks[i]) * 2
		g := r.gaps[i*8 : i*8+16 : i*8+16]
		e0, e1 := int(m.enter[t])*l, int(m.enter[t+1])*l
		row0, row1 := kind.back[e0:e0+l], kind.back[e1:e1+l]
		g[8], g[9] = m.leave[t], m.leave[t+1]
		g[10] = min(min(g[2]+row0[g[0]], g[3]+row0[g[1]])+kind.service[t], big)
		g[11] = min(min(g[2]+row1[g[0]], g[3]+row1[g[1]])+kind.service[t+1], big)
	}
	for i := to; i >= 0; i-- {
		t := int(r.tasks[i]) * 2
		g := r.gaps[i*8 : i*8+16 : i*8+16]
		l0, l1 := int(m.leave[t])*l, int(m.leave[t+1])*l
		row0, row1 := kind.ways[l0:l0+l], kind.ways[l1:l1+l]
		g[4], g[5] = m.enter[t], m.enter[t+1]
		g[6] = min(min(g[14]+row0[g[12]], g[15]+row0[g[13]])+kind.service[t], big)
		g[7] = min(min(g[14]+row1[g[12]], g[15]+row1[g[13]])+kind.service[t+1], big)
	}
}

func (r *modalRoute) rebuildK(m *modal, kind *modalKind, from, to int) {
	l, k := m.l, m.k
	w := 4 * k
	for i := from; i < len(r.tasks); i++ {
		t := int(r.tasks[i]) * k
		g := r.gaps[i*w : i*w+2*w]
		for j := range k {
			row := kind.back[int(m.enter[t+j])*l:]
			least := int32(big)
			for a := range k {
				least = min(least, g[k+a]+row[g[a]])
			}
			g[w+j], g[w+k+j] = m.leave[t+j], min(least+kind.service[t+j], big)
		}
	}
	for i := to; i >= 0; i-- {
		t := int(r.tasks[i]) * k
		g := r.gaps[i*w : i*w+2*w]
		for j := range k {
			row := kind.ways[int(m.leave[t+j])*l:]
			least := int32(big)
			for b := range k {
				least = min(least, g[w+3*k+b]+row[g[w+2*k+b]])
			}
			g[2*k+j], g[3*k+j] = m.enter[t+j], min(least+kind.service[t+j], big)
		}
	}
}

// cheapest is the least that a task adds to the cost of a tour that has tasks, and
// before which of them; big or more if it does not fit.
func (r *modalRoute) cheapest(m *modal, task int32) (delta int32, place int32) {
	kind := &m.kinds[r.kind]
	for d, l := range r.load {
		if l > kind.capacity[d]-m.load[int(task)*m.dims+d] {
			return big, 0
		}
	}
	if m.k == 2 {
		delta, place = r.cheapest2(m, kind, int(task)*2)
	} else {
		delta, place = r.cheapestK(m, kind, int(task)*m.k)
	}
	if delta >= big || kind.beyond != nil && int64(delta)+r.beyond+kind.beyond[task] > kind.limit {
		return big, 0
	}
	return delta - r.cost, place
}

func (r *modalRoute) cheapest2(m *modal, kind *modalKind, t int) (least, place int32) {
	l := m.l
	e0, e1, l0, l1 := int(m.enter[t])*l, int(m.enter[t+1])*l, int(m.leave[t])*l, int(m.leave[t+1])*l
	in0, in1, out0, out1 := kind.back[e0:e0+l], kind.back[e1:e1+l], kind.ways[l0:l0+l], kind.ways[l1:l1+l]
	s0, s1 := kind.service[t], kind.service[t+1]
	least = big
	for g := r.gaps; len(g) >= 8; g = g[8:] {
		a0, a1, c0, c1 := g[0], g[1], g[2], g[3]
		b0, b1, d0, d1 := g[4], g[5], g[6], g[7]
		x := min(c0+in0[a0], c1+in0[a1]) + s0 + min(d0+out0[b0], d1+out0[b1])
		y := min(c0+in1[a0], c1+in1[a1]) + s1 + min(d0+out1[b0], d1+out1[b1])
		if x = min(x, y); x < least {
			least, place = x, int32(len(g))
		}
	}
	return least, int32(len(r.gaps)-int(place)) / 8
}

func (r *modalRoute) cheapestK(m *modal, kind *modalKind, t int) (least, place int32) {
	l, k := m.l, m.k
	w := 4 * k
	least = big
	for i := 0; i*w < len(r.gaps); i++ {
		g := r.gaps[i*w : i*w+w]
		for j := t; j < t+k; j++ {
			in, out := kind.back[int(m.enter[j])*l:], kind.ways[int(m.leave[j])*l:]
			x, y := int32(big), int32(big)
			for a := range k {
				x = min(x, g[k+a]+in[g[a]])
				y = min(y, g[3*k+a]+out[g[2*k+a]])
			}
			if x += y + kind.service[j]; x < least {
				least, place = x, int32(i)
			}
		}
	}
	return least, place
}

// modes finds the choice of modes that the cost stands for: for each task a place in its row.
func (r *modalRoute) modes(m *modal, buffer []int32) []int32 {
	kind := &m.kinds[r.kind]
	buffer = buffer[:0]
	at := kind.start
	for i, task := range r.tasks {
		g := r.gaps[i*4*m.k:]
		best, least := 0, int32(1<<31-1)
		for j := range m.k {
			if x := kind.ways[int(at)*m.l+int(g[2*m.k+j])] + g[3*m.k+j]; x < least {
				best, least = j, x
			}
		}
		at = m.leave[int(task)*m.k+best]
		buffer = append(buffer, int32(best))
	}
	return buffer
}
