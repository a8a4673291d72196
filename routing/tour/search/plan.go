package search

import "slices"

// A plan is the tours of all shifts, and a trial: changes since the last commit, which
// undo takes back. A changed tour goes to a slot of its own, so that the one before stays
// as it was, tables, prices and all.
type plan struct {
	c     *compiled
	k     kernel
	ins   inserter    // the kernel, if it is one
	joint *jointState // nil if no tour depends on another

	slot    []int32 // by shift: where its tour is
	before  []int32 // by shift: where it was at the last commit, -1 if it is there still
	changed []int32 // shifts with a before
	free    []int32 // slots

	tasks   [][]int32 // by slot: the tour
	costs   []int64   // by slot
	version []uint32  // by slot: a number that no other tour has had
	latest  uint32

	at                []int32   // by task: the shift that serves it, or -1
	out               []int32   // tasks that none serves
	outWas            []int32   // the same at the last commit
	busy              []int32   // shifts with a tour
	idle              [][]int32 // by kind: shifts without
	listed            []int32   // by shift: its place in busy or idle
	price             []int64   // by task: what leaving it out costs, as the search sees it now
	toll              int64     // what the search adds to each tour, as it sees it now, or takes off
	cost              int64     // of all tours, and of all that is out at price
	saved             int64     // how much less that is than without toll and at the real prices
	costWas, savedWas int64

	offers []offer // what the kernel said, by task and shift modulo width
	width  int
}

// An offer is the answer of a kernel about a task and the tour of some version.
type offer struct {
	delta   int64
	version uint32
	place   int32
}

// The most offers that are kept for a task, and for all where more than that are asked for.
const (
	widest    = 64
	widestSum = 1 << 20
)

func newPlan(c *compiled) *plan {
	shifts := len(c.p.Shifts)
	x := &plan{c: c, k: newKernel(c), idle: make([][]int32, len(c.kinds)), width: 1}
	x.joint = newJointState(c, x.k)
	x.ins, _ = x.k.(inserter)
	most := widest
	if c.joint != nil {
		most = max(most, widestSum/max(1, c.n)) // where all tours are asked, not only those nearby
	}
	for x.width < min(shifts, most) {
		x.width *= 2
	}
	x.slot, x.before, x.listed = make([]int32, shifts), make([]int32, shifts), make([]int32, shifts)
	x.tasks, x.costs, x.version = make([][]int32, 2*shifts), make([]int64, 2*shifts), make([]uint32, 2*shifts)
	x.price = slices.Clone(c.price)
	x.at, x.offers = make([]int32, c.n), make([]offer, c.n*x.width)
	for r := shifts - 1; r >= 0; r-- {
		x.slot[r], x.before[r] = int32(r), -1
		x.free = append(x.free, int32(shifts+r))
		x.set(int32(r))
	}
	x.relist(func(int32) bool { return true })
	for i := range c.n {
		x.at[i] = -1
		if c.pinned[i] {
			continue
		}
		x.out = append(x.out, int32(i))
		x.cost += x.price[i]
	}
	x.commit()
	return x
}

// set has the kernel look at the changed tour of a shift; false if it is not right.
func (x *plan) set(r int32) bool {
	s := x.slot[r]
	cost, ok := x.k.set(s, r, x.tasks[s])
	if !ok {
		return false
	}
	x.cost += cost - x.costs[s]
	x.costs[s] = cost
	if x.joint != nil {
		x.cost += x.weigh(r)
	}
	x.renew(s)
	return true
}

// renew gives the changed tour of a slot a version of its own.
func (x *plan) renew(s int32) {
	if x.latest++; x.latest == 0 { // once in some hours all is asked anew
		clear(x.offers)
		for i := range x.version {
			x.latest++
			x.version[i] = x.latest
		}
		x.latest++
	}
	x.version[s] = x.latest
}

// open makes the tour of a shift one that may be changed.
func (x *plan) open(r int32) []int32 {
	s := x.slot[r]
	if x.before[r] >= 0 {
		return x.tasks[s]
	}
	fresh := x.free[len(x.free)-1]
	x.free = x.free[:len(x.free)-1]
	x.tasks[fresh] = append(x.tasks[fresh][:0], x.tasks[s]...)
	x.costs[fresh] = x.costs[s]
	x.slot[r], x.before[r] = fresh, s
	x.changed = append(x.changed, r)
	return x.tasks[fresh]
}

// cut takes the tasks from one place to another out of the tour of a shift.
func (x *plan) cut(r int32, from, to int) { x.cutBut(r, from, to, to, to) }

// cutBut takes the tasks from one place to another out of the tour of a shift, but
// leaves a stretch between them. Where what is left cannot be driven, all of it is taken out.
func (x *plan) cutBut(r int32, from, stay, end, to int) {
	tour := x.open(r)
	for i, t := range tour[from:to] {
		if i += from; i < stay || i >= end {
			x.drop(t)
		}
	}
	rest := append(tour[:from], tour[stay:end]...)
	x.tasks[x.slot[r]] = append(rest, tour[to:]...)
	if !x.set(r) {
		for _, t := range x.tasks[x.slot[r]] {
			x.drop(t)
		}
		x.tasks[x.slot[r]] = x.tasks[x.slot[r]][:0]
		x.set(r)
	}
	x.list(r)
}

func (x *plan) drop(task int32) {
	x.at[task] = -1
	x.out = append(x.out, task)
	x.cost += x.price[task]
	x.saved += x.c.price[task] - x.price[task]
}

// put inserts a task, which the caller takes from out; false if the kernel then finds the tour wrong.
func (x *plan) put(task, r, place int32) bool {
	if !x.lengthen(task, r, place) {
		tour := x.open(r)
		s := x.slot[r]
		x.tasks[s] = slices.Insert(tour, int(place), task)
		if !x.set(r) {
			x.tasks[s] = slices.Delete(x.tasks[s], int(place), int(place)+1)
			x.set(r)
			return false
		}
	}
	x.at[task] = r
	x.cost -= x.price[task]
	x.saved -= x.c.price[task] - x.price[task]
	x.list(r)
	return true
}

// list keeps busy and idle true of a shift.
func (x *plan) list(r int32) {
	idle := &x.idle[x.c.kindOf[r]]
	i := x.listed[r]
	was := int(i) < len(x.busy) && x.busy[i] == r
	if now := len(x.tasks[x.slot[r]]) > 0; now == was {
		return
	}
	from, to := &x.busy, idle
	if !was {
		from, to = idle, &x.busy
	}
	last := (*from)[len(*from)-1]
	(*from)[i], x.listed[last] = last, i
	*from = (*from)[:len(*from)-1]
	x.listed[r] = int32(len(*to))
	*to = append(*to, r)
	if was {
		x.cost, x.saved = x.cost-x.toll, x.saved+x.toll
	} else {
		x.cost, x.saved = x.cost+x.toll, x.saved-x.toll
	}
}

// relist makes busy and idle anew, of those shifts that are the plan's own to change.
func (x *plan) relist(own func(r int32) bool) {
	x.busy = x.busy[:0]
	for k := range x.idle {
		x.idle[k] = x.idle[k][:0]
	}
	for r := int32(len(x.slot)) - 1; r >= 0; r-- {
		if !own(r) {
			continue
		}
		list := &x.busy
		if len(x.tasks[x.slot[r]]) == 0 {
			list = &x.idle[x.c.kindOf[r]]
		}
		x.listed[r] = int32(len(*list))
		*list = append(*list, r)
	}
}

// commit makes the trial what undo goes back to.
func (x *plan) commit() {
	for _, r := range x.changed {
		x.free = append(x.free, x.before[r])
		x.before[r] = -1
	}
	if x.joint != nil {
		x.joint.commit()
	}
	x.changed = x.changed[:0]
	x.outWas = append(x.outWas[:0], x.out...)
	x.costWas, x.savedWas = x.cost, x.saved
}

// undo goes back to the last commit.
func (x *plan) undo() {
	for _, r := range x.changed {
		for _, t := range x.tasks[x.slot[r]] {
			x.at[t] = -1
		}
	}
	for _, r := range x.changed {
		x.free = append(x.free, x.slot[r])
		x.slot[r], x.before[r] = x.before[r], -1
		for _, t := range x.tasks[x.slot[r]] {
			x.at[t] = r
		}
		x.list(r)
	}
	if x.joint != nil {
		x.joint.undo(x.changed, x.slot)
	}
	x.changed = x.changed[:0]
	x.out = append(x.out[:0], x.outWas...)
	x.cost, x.saved = x.costWas, x.savedWas
}

// real is what the plan costs at the real prices.
func (x *plan) real() int64 { return x.cost + x.saved }

// offer gives the cheapest place of a task in the tour of a shift, from what the kernel said of
// them before if that still holds.
func (x *plan) offer(task, r int32) *offer {
	s := x.slot[r]
	o := &x.offers[int(task)*x.width+int(r)&(x.width-1)]
	if v := x.version[s]; o.version != v {
		o.version = v
		o.delta, o.place = x.k.cheapest(s, task, -1)
	}
	return o
}
