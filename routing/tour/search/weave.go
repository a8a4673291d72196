package search

import (
	"math"
	"slices"

	"xunhu/routing/tour"
)

// In a small problem a tour may be possible only with three or more tasks at once and in one
// order: where ways are shorter through a task than past it, or lack. Tasks that join one after
// another never get there, nor do some that are put side by side by chance. So now and then whole
// tours are made anew, each by trying all orders of some of its tasks and of others.

// weaving is how many grafts of a small problem there are for one that makes tours anew.
const weaving = 4

const (
	mostWoven = 6 // tasks that are tried in all orders
	mostAnew  = 3 // tours, but for a tie
)

// A loom is what weave needs besides the plan: the tour that is being followed, and the best so far.
type loom struct {
	k      *general
	s      generalSlot
	shifts []int32 // whose tours are made anew
	host   []int32 // by task: the shift that is to serve it, noHost, or anyHost
	from   []int32 // the tasks that may be in the tour
	value  []int64 // of each: what it may make the tour dearer by
	least  []int64 // of each: what it costs at least, served or not
	must   uint32  // those of them that must be in it, a bit each
	best   int64
	order  []int32 // the best tour
}

const (
	anyHost int32 = -1
	noHost  int32 = -2
)

// newLoom is nil where tours are not made anew.
func newLoom(c *compiled, k kernel) *loom {
	g, ok := k.(*general)
	if !ok || !g.exact {
		return nil
	}
	return &loom{k: g, host: make([]int32, c.n)}
}

// weave makes the tours of some drawn shifts anew, one after another: those that are to serve a
// tie by one of its plans, or one to three. It is false if one of them cannot be made.
func (x *island) weave() bool {
	w := x.loom
	w.shifts = w.shifts[:0]
	for t := range w.host {
		w.host[t] = anyHost
		if x.c.pinned[t] || x.joint != nil && x.joint.tieOf[t] >= 0 {
			w.host[t] = noHost
		}
	}
	if x.joint != nil && len(x.joint.ties) > 0 && x.rng.below(3) > 0 {
		if !x.hostTie(int32(x.rng.below(len(x.joint.ties)))) {
			return false
		}
	}
	if len(w.shifts) == 0 {
		for range 1 + x.rng.below(mostAnew) {
			x.unpick(int32(x.rng.below(len(x.c.p.Shifts))))
		}
	}
	for i := len(w.shifts) - 1; i > 0; i-- {
		j := x.rng.below(i + 1)
		w.shifts[i], w.shifts[j] = w.shifts[j], w.shifts[i]
	}
	for _, r := range w.shifts {
		if !x.thread(r) {
			return false
		}
		w.best, w.order = math.MaxInt64, w.order[:0]
		x.makeAnew(r)
		if w.best == math.MaxInt64 || !x.seat(r, w.order) {
			return false
		}
	}
	return x.tighten()
}

// hostTie draws a plan of a tie and who serves its tasks, at a moment that is drawn or found later.
func (x *island) hostTie(number int32) bool {
	s, w := x.joint, x.loom
	t := &s.ties[number]
	plan := x.drawPlan(t)
	if plan == nil {
		return false
	}
	for _, group := range t.groups {
		if plan[group[0]] == notServed {
			continue
		}
		if len(group) > 1 {
			x.drawMoments(t, group)
			moment := wheneverMet
			if n := len(s.moments); n == 1 || n > 0 && x.rng.next()&1 == 0 {
				moment = s.moments[x.rng.below(n)]
			}
			for _, i := range group {
				s.at(t.tasks[i], moment)
			}
			s.loose = append(s.loose, meeters{number, group})
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
			x.unpick(r)
			w.host[task] = r
		}
	}
	return true
}

// unpick takes all out of the tour of a shift, to be made anew. Tasks that depend on others may only
// come back to it.
func (x *island) unpick(r int32) {
	w := x.loom
	if slices.Contains(w.shifts, r) {
		return
	}
	w.shifts = append(w.shifts, r)
	x.loosen(r)
	tasks := x.tasks[x.slot[r]]
	for _, t := range tasks {
		if w.host[t] == noHost {
			w.host[t] = r
		}
	}
	if len(tasks) > 0 {
		x.cut(r, 0, len(tasks))
	}
}

// thread draws what may be in the tour of a shift, and takes it out of other tours. It is false if
// that must be too much.
func (x *island) thread(r int32) bool {
	w := x.loom
	w.from, w.value, w.must = w.from[:0], w.value[:0], 0
	for t, host := range w.host {
		if host == r {
			w.from = append(w.from, int32(t))
		}
	}
	if len(w.from) > mostWoven {
		return false
	}
	w.must = 1<<len(w.from) - 1
	tied := len(w.from)
	for t, host := range w.host {
		if host == anyHost && x.mine[t] && x.c.can(x.c.kindOf[r], int32(t)) && (x.at[t] < 0 || !slices.Contains(w.shifts, x.at[t])) {
			w.from = append(w.from, int32(t))
		}
	}
	free := w.from[tied:]
	for i := len(free) - 1; i > 0; i-- {
		j := x.rng.below(i + 1)
		free[i], free[j] = free[j], free[i]
	}
	w.from = w.from[:min(len(w.from), max(tied, 2+x.rng.below(mostWoven-1)))]
	for i, t := range w.from {
		x.pull(t)
		value := x.price[t]
		if i >= tied && x.rng.next()&1 == 0 {
			value = int64(float64(x.c.p.Tasks[t].Prize) * 2 * x.rng.unit())
		}
		w.value = append(w.value, value)
	}
	return true
}

// makeAnew finds the best tour of a shift from those tasks that may be in it.
func (x *island) makeAnew(r int32) {
	w := x.loom
	s := &w.s
	s.shift, s.kind = r, x.c.kindOf[r]
	g := &w.k.kinds[s.kind]
	s.tasks = s.tasks[:0]
	w.k.addLoads(s, g)
	s.labels = w.k.begin(s.labels[:0], g, r)
	s.layers = append(s.layers[:0], 0, int32(len(s.labels)))
	left, rest := int64(0), int64(0)
	w.least = w.least[:0]
	for i, t := range w.from {
		w.least = append(w.least, min(w.value[i], w.entering(g, t)))
		left, rest = left+w.value[i], rest+w.least[i]
	}
	load := int64(0)
	if x.joint != nil {
		load = x.joint.load[r]
	}
	x.tryOn(g, 0, 0, left, rest)
	if x.joint != nil {
		x.joint.load[r] = load
	}
}

// tryOn brings a tour home and goes on to each task that is not yet in it. The best will be that for which
// its cost, less the value of what it serves, is least; left is the value of what it does not serve, rest what that
// costs at least.
func (x *island) tryOn(g *generalKind, n int, in uint32, left, rest int64) {
	w := x.loom
	s, k := &w.s, w.k
	first, last := s.layers[n], s.layers[n+1]
	if in&w.must == w.must {
		x.judge(g, n, left)
	}
	least := int64(math.MaxInt64)
	for j := first; j < last; j++ {
		l := &s.labels[j]
		least = min(least, l.cost+g.DurationCost*int64(l.away()))
	}
	if first == last || least+rest >= w.best {
		return
	}
	for i, t := range w.from {
		if in>>i&1 != 0 || !x.mayFollow(g, n, t) {
			continue
		}
		s.tasks = append(s.tasks[:n], t)
		d := x.c.dims
		s.load = s.load[:(n+1)*d]
		for j := range d {
			s.load = append(s.load, min(never, s.load[n*d+j]+x.c.load[int(t)*d+j]))
		}
		if g.Trips == 0 && !k.loads(s, g, n+1, -1) {
			continue
		}
		s.labels = s.labels[:last]
		for j := first; j < last; j++ {
			if l := s.labels[j]; g.Trips == 0 || k.loads(s, g, n+1, l.since) {
				s.labels = k.extend(s.labels, int(last), g, s.shift, &l, j, t)
			}
		}
		s.labels = k.pause(s.labels, int(last), g, s.shift, int32(n+1))
		s.layers = append(s.layers[:n+2], int32(len(s.labels)))
		x.tryOn(g, n+1, in|1<<i, left-w.value[i], rest-w.least[i])
	}
}

// entering is what it costs at least to come to a task from wherever the tour may be, and to serve it.
func (w *loom) entering(g *generalKind, task int32) int64 {
	k, least := w.k, beyond
	for i := k.modeOf[task]; i < k.modeOf[task+1]; i++ {
		m := &k.modes[i]
		if m.skills&^g.Skills != 0 {
			continue
		}
		way := beyond
		for _, l := range w.s.labels {
			cost, _ := g.edge(l.at, m.enter)
			way = min(way, cost)
		}
		for _, t := range w.from {
			for j := k.modeOf[t]; t != task && j < k.modeOf[t+1]; j++ {
				cost, _ := g.edge(k.modes[j].leave, m.enter)
				way = min(way, cost)
			}
		}
		least = min(least, way+m.cost+g.DurationCost*int64(m.service))
	}
	return least
}

// judge notes the tour that is followed if it is the best. What is left out counts.
func (x *island) judge(g *generalKind, n int, left int64) {
	w := x.loom
	s := &w.s
	note := func(cost, work int64) {
		if x.joint != nil && w.k.balanced[s.shift] {
			x.joint.load[s.shift] = work
			cost += x.unbalanced()
		}
		if cost += left; cost < w.best {
			w.best, w.order = cost, append(w.order[:0], s.tasks[:n]...)
		}
	}
	if n+g.pinnedTasks() == 0 {
		note(0, 0)
		return
	}
	for j := s.layers[n]; j < s.layers[n+1]; j++ {
		if e, ok := g.finish(&s.labels[j]); ok {
			note(e.cost, int64(e.work))
		}
	}
}

// mayFollow tells whether a task may come after the n that are in the tour that is followed.
func (x *island) mayFollow(g *generalKind, n int, task int32) bool {
	tasks, before := x.c.p.Tasks, x.loom.s.tasks[:n]
	if tasks[task].Place == tour.First && n+g.pinnedTasks() > 0 || n > 0 && tasks[before[n-1]].Place == tour.Last {
		return false
	}
	for _, v := range g.Pinned {
		if v.Task >= 0 && (tasks[v.Task].Place == tour.Last || slices.Contains(x.loom.k.apart[task], v.Task)) {
			return false
		}
	}
	for _, t := range before {
		if slices.Contains(x.loom.k.apart[task], t) {
			return false
		}
	}
	return true
}
