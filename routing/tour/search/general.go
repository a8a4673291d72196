package search

import (
	"slices"

	"xunhu/routing/tour"
)

// general is the kernel for everything that a Problem can say of one tour: modes with
// windows, breaks, trips, limits, pinned visits, tasks that are apart, first or last, and
// all prices. What lies between tours (companions, periods, balance) is the matter of joint.
//
// A tour is followed from its start by labels: ways to have served its tasks so far, in
// these modes, with these breaks and unloadings. A label that is no better than another in
// anything that what follows could depend on is dropped, so there are few. The labels of
// each place are kept; a task that is priced at a place goes on from them. A bound on
// what the tour costs with the task there, times apart, comes first, and most places are not
// followed at all.
type general struct {
	c     *compiled
	kinds []generalKind
	slots []generalSlot

	modeOf   []int32 // by task: its first mode, and behind the last task the number of all
	modes    []generalMode
	windows  []tour.Window
	apart    [][]int32
	balanced []bool // by shift: its work counts

	exact bool
	most  int // labels at a place

	meet []int32 // by task: when it must begin, because companions are met; or wheneverMet
	work []int64 // by shift: the work that its tour should have, or -1

	bounds  []int64 // by place
	labels  [2][]label
	written generalSlot
}

// A generalMode is a mode, and where its windows are.
type generalMode struct {
	enter, leave, service int32
	first, last           int32 // windows
	open, shut            int32 // of all windows
	cost                  int64
	skills                uint64
}

// A generalKind is what all shifts of a kind have in common.
type generalKind struct {
	*kind
	times, distances []int32
	second           int64   // what a second of travel costs at least
	timed            bool    // it matters when a tour leaves
	breaks           []int32 // those that anyone may have to take
	broken           bool    // what is pinned can never be right
}

// A generalSlot is a tour with its labels.
type generalSlot struct {
	shift, kind int32
	tasks       []int32
	labels      []label
	layers      []int32   // by count of tasks served: the first label, and behind the last the number of all
	load        []int32   // by count of tasks served, and dimension
	rest        []outlook // by task and mode
	restOf      []int32   // by task: its first in rest
	ends        []ending
	cost        int64
}

// An ending is a way to bring a tour home.
type ending struct {
	cost          int64
	work          int32
	label, depart int32
}

// A label is a way to have made a part of a tour. Who leaves at d, no later than leaves,
// is ready at the later of ready and d+busy.
type label struct {
	cost          int64
	ready, leaves int32
	busy, driven  int32
	at            int32
	from          int32
	via           int32 // mode of the task, or an unloading, or a break
	since         int32 // tasks served at the last unloading, -1 before it
	trips         int32
	rested        uint64
}

// What a label is reached via when it is not a mode: breaks count down from it.
const (
	viaReload int32 = -1
	viaRest   int32 = -2
)

const (
	wheneverMet = -never - 1
	fewTasks    = 12             // up to so many, labels are compared in all they differ in
	mostLabels  = 1000           // at a place: more than there ever are
	fewLabels   = 12             // with more tasks
	unkept      = int64(1) << 45 // what a shift costs that does not keep what is pinned
)

func newGeneral(c *compiled) *general {
	k := &general{c: c, slots: make([]generalSlot, 2*len(c.p.Shifts)), apart: make([][]int32, c.n), balanced: make([]bool, len(c.p.Shifts)),
		meet: slices.Repeat([]int32{wheneverMet}, c.n), work: slices.Repeat([]int64{-1}, len(c.p.Shifts))}
	if k.exact, k.most = c.n <= fewTasks, fewLabels; k.exact {
		k.most = mostLabels
	}
	for i := range c.kinds {
		k.kinds = append(k.kinds, newGeneralKind(c, &c.kinds[i]))
	}
	for i := range c.p.Tasks {
		k.modeOf = append(k.modeOf, int32(len(k.modes)))
		for j := range c.p.Tasks[i].Modes {
			k.addMode(&c.p.Tasks[i].Modes[j])
		}
	}
	k.modeOf = append(k.modeOf, int32(len(k.modes)))
	for _, x := range slices.Concat(c.p.Apart, c.p.Together) {
		k.apart[x.A], k.apart[x.B] = append(k.apart[x.A], x.B), append(k.apart[x.B], x.A)
	}
	for i := range k.kinds {
		k.kinds[i].broken = !k.pinsHold(&k.kinds[i])
	}
	for _, b := range c.p.Balances {
		for _, s := range b.Shifts {
			k.balanced[s] = b.Cost > 0
		}
	}
	return k
}

func newGeneralKind(c *compiled, kind *kind) generalKind {
	class := &c.p.Classes[kind.Class]
	g := generalKind{kind: kind, times: class.Times, distances: class.Distances, second: kind.TravelCost + kind.DurationCost,
		timed: kind.DurationCost > 0 || kind.RegularS > 0 && kind.OvertimeCost > 0 || kind.MaxS > 0}
	for i, b := range kind.Breaks {
		if b.Close > kind.Shift.Open && b.Close < kind.Shift.Close {
			g.breaks = append(g.breaks, int32(i))
			g.timed = true
		}
	}
	return g
}

func (k *general) addMode(m *tour.Mode) {
	g := generalMode{enter: m.Enter, leave: m.Leave, service: min(m.ServiceS, never), cost: m.Cost, skills: m.Skills, open: -never, shut: never}
	g.first = int32(len(k.windows))
	for _, w := range m.Windows {
		k.windows = append(k.windows, tour.Window{Open: max(w.Open, -never), Close: min(w.Close, never)})
	}
	if len(m.Windows) == 0 {
		k.windows = append(k.windows, tour.Window{Open: -never, Close: never})
	}
	g.last = int32(len(k.windows))
	g.open, g.shut = k.windows[g.first].Open, k.windows[g.last-1].Close
	k.modes = append(k.modes, g)
}

// set follows a tour from its pinned visits to its end.
func (k *general) set(slot, shift int32, tasks []int32) (int64, bool) {
	s := &k.slots[slot]
	if !k.follow(s, shift, tasks) {
		if len(tasks) > 0 {
			return 0, false
		}
		if s.cost = 0; len(k.kinds[s.kind].Pinned) > 0 {
			s.cost = unkept
		}
	}
	return s.cost, true
}

// follow makes the labels of a tour. It is false where there is no right one.
func (k *general) follow(s *generalSlot, shift int32, tasks []int32) bool {
	c := k.c
	s.shift, s.kind = shift, c.kindOf[shift]
	g := &k.kinds[s.kind]
	s.tasks = append(s.tasks[:0], tasks...)
	s.labels, s.layers, s.ends = s.labels[:0], s.layers[:0], s.ends[:0]
	k.addLoads(s, g)
	k.addRest(s, g)
	s.layers = append(s.layers, 0)
	s.labels = k.begin(s.labels, g, shift)
	for i, t := range tasks {
		if !k.mayStand(s, g, i, t) {
			s.labels = s.labels[:s.layers[i]]
		}
		first, from := len(s.labels), s.layers[i]
		s.layers = append(s.layers, int32(first))
		if g.Trips == 0 && !k.loads(s, g, i+1, -1) {
			continue
		}
		for j := int(from); j < first; j++ {
			l := s.labels[j]
			if l.ready <= k.onward(s, g, l.at, i).late && (g.Trips == 0 || k.loads(s, g, i+1, l.since)) {
				s.labels = k.extend(s.labels, first, g, shift, &l, int32(j), t)
			}
		}
		s.labels = k.pause(s.labels, first, g, shift, int32(i+1))
	}
	s.layers = append(s.layers, int32(len(s.labels)))
	s.cost = int64(1) << 62
	if len(tasks)+g.pinnedTasks() == 0 {
		s.cost = 0
		return len(g.Pinned) == 0
	}
	for j := s.layers[len(tasks)]; j < s.layers[len(tasks)+1]; j++ {
		if e, ok := g.finish(&s.labels[j]); ok {
			e.label = j
			s.cost = min(s.cost, e.cost)
			s.ends = append(s.ends, e)
		}
	}
	return len(s.ends) > 0
}

// mayStand tells whether a task may be at a place of a tour, as far as other tasks of it and
// pinned ones say.
func (k *general) mayStand(s *generalSlot, g *generalKind, place int, task int32) bool {
	tasks := k.c.p.Tasks
	if tasks[task].Place == tour.First && (place > 0 || g.pinnedTasks() > 0) || tasks[task].Place == tour.Last && place != len(s.tasks)-1 {
		return false
	}
	for _, v := range g.Pinned {
		if v.Task >= 0 && (tasks[v.Task].Place == tour.Last || slices.Contains(k.apart[task], v.Task)) {
			return false
		}
	}
	for _, other := range k.apart[task] {
		if slices.Contains(s.tasks, other) {
			return false
		}
	}
	return true
}

func (g *generalKind) pinnedTasks() (n int) {
	for _, v := range g.Pinned {
		if v.Task >= 0 {
			n++
		}
	}
	return n
}

// addLoads adds up what is carried; pinned tasks come before the first.
func (k *general) addLoads(s *generalSlot, g *generalKind) {
	d := k.c.dims
	s.load = append(s.load[:0], make([]int32, d)...)
	for _, v := range g.Pinned {
		for j := 0; v.Task >= 0 && j < d; j++ {
			s.load[j] = min(never, s.load[j]+k.c.load[int(v.Task)*d+j])
		}
		if v.Task == tour.Reload {
			clear(s.load)
		}
	}
	for i, t := range s.tasks {
		for j := range d {
			s.load = append(s.load, min(never, s.load[i*d+j]+k.c.load[int(t)*d+j]))
		}
	}
}

// loads tells whether a trip that began when some tasks were served can take all up to
// the one that makes n.
func (k *general) loads(s *generalSlot, g *generalKind, n int, since int32) bool {
	d := k.c.dims
	for j, full := range g.capacity {
		carried := s.load[n*d+j]
		if since >= 0 {
			carried -= s.load[int(since)*d+j]
		}
		if carried > full {
			return false
		}
	}
	return true
}
