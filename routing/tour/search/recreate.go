package search

import "slices"

// foundRate is in what part of all trials a tour is begun.
const foundRate = 0.01

// blink is one in how many insertions does not take the cheapest place.
const blink = 100

// recreate puts in what is out, one after another in a drawn order, each where it
// costs least, unless leaving it out costs less.
func (x *island) recreate() {
	if x.joint != nil {
		x.recreateJoint()
		return
	}
	tries, left := x.candidates()
	x.arrange(tries)
	found := x.rng.unit() < foundRate
	paid, rest := min(0, x.toll), int64(0) // what a new tour may lower the cost by; what all that follows may
	for _, task := range tries {
		rest += paid - x.price[task]
	}
	for _, task := range tries {
		if x.cost+rest >= x.bar && x.ins != nil {
			return // too dear, whatever follows: where ways keep the triangle, no task makes a tour cheaper
		}
		rest += x.price[task] - paid
		if found && x.found(task) {
			found = false
			continue
		}
		if !x.place(task) {
			left = append(left, task)
		}
	}
	x.out = left
}

// fewOut is how many tasks that were out before are all tried again in each trial.
const fewOut = 60

// candidates divides what is out into what is worth a try, and the rest: where much was out before,
// only that of it which is near to what was taken out.
func (x *island) candidates() (tries, rest []int32) {
	x.tries = append(x.tries[:0], x.out...)
	if x.seed < 0 || len(x.outWas) <= fewOut {
		return x.tries, x.out[:0]
	}
	x.tries = append(x.tries[:0], x.out[len(x.outWas):]...)
	x.count++
	near := x.c.near[int(x.seed)*x.c.nearby : int(x.seed+1)*x.c.nearby]
	for _, t := range near[:min(len(near), fewOut)] {
		x.tried[t] = x.count
	}
	x.tried[x.seed] = x.count
	rest = x.out[:0]
	for _, t := range x.outWas {
		if x.tried[t] == x.count {
			x.tries = append(x.tries, t)
		} else {
			rest = append(rest, t)
		}
	}
	return x.tries, rest
}

// found serves a task by a shift that was idle. One task alone seldom pays for a tour of its own;
// those that are placed after it may join it.
func (x *island) found(task int32) bool {
	if len(x.idle) == 0 {
		return false
	}
	idle := x.idle[x.rng.below(len(x.idle))]
	if len(idle) == 0 {
		return false
	}
	r := idle[len(idle)-1]
	o := x.offer(task, r)
	return o.place >= 0 && x.put(task, r, o.place)
}

// place serves a task where that is cheapest.
func (x *island) place(task int32) bool {
	for range promises {
		r, place, delta := x.cheapest(task)
		if r < 0 || delta >= x.price[task] {
			return false
		}
		if x.rng.below(blink) == 0 {
			if other, at, more := x.second(task, r, place); other >= 0 && more < x.price[task] {
				r, place = other, at
			}
		}
		if x.put(task, r, place) {
			return true
		}
		x.offer(task, r).place = -1 // the kernel had promised too much
	}
	return false
}

// promises are how many offers of a kernel that do not hold are borne. (Where there are many shifts, an
// offer that was struck out may be asked for again.)
const promises = 4

// cheapest finds the tour and place that a task costs least in: among the tours of its
// neighbours and one idle shift of each kind, or, if none of them takes it, among all.
func (x *island) cheapest(task int32) (r, place int32, delta int64) {
	r, place, delta = -1, -1, int64(1)<<62
	look := func(shift int32) {
		if o := x.offer(task, shift); o.place >= 0 && o.delta < delta {
			r, place, delta = shift, o.place, o.delta
		}
	}
	for _, shift := range x.around(task) {
		look(shift)
	}
	for _, idle := range x.idle {
		if len(idle) == 0 {
			continue
		}
		fresh := idle[len(idle)-1]
		if o := x.offer(task, fresh); o.place >= 0 && o.delta+x.toll < delta {
			r, place, delta = fresh, o.place, o.delta+x.toll
		}
	}
	if r < 0 {
		for _, shift := range x.busy {
			look(shift)
		}
	}
	return r, place, delta
}

// second finds the cheapest place but one.
func (x *island) second(task, not, except int32) (r, place int32, delta int64) {
	r, place, delta = -1, -1, int64(1)<<62
	if d, at := x.k.cheapest(x.slot[not], task, except); at >= 0 {
		r, place, delta = not, at, d
	}
	for _, shift := range x.around(task) {
		if shift == not {
			continue
		}
		if o := x.offer(task, shift); o.place >= 0 && o.delta < delta {
			r, place, delta = shift, o.place, o.delta
		}
	}
	return r, place, delta
}

// The tours a task is offered to: all while there are few, else those of so many neighbours.
const (
	fewTours   = 24
	neighbours = 40
)

// around gives the busy shifts that serve neighbours of a task.
func (x *island) around(task int32) []int32 {
	if len(x.busy) <= fewTours {
		return x.busy
	}
	x.round++
	x.ring = x.ring[:0]
	k := x.c.nearby
	for _, t := range x.c.near[int(task)*k : int(task)*k+min(k, neighbours)] {
		if r := x.at[t]; r >= 0 && x.avoid[r] < x.round {
			x.avoid[r] = x.round
			x.ring = append(x.ring, r)
		}
	}
	return x.ring
}

// An order is a way to sort what is out: by a number of each task, drawn with some weight.
type order struct {
	weight int
	key    []int32 // nil: by chance
}

// addOrders makes the orders: at random, the largest first, the farthest first, the nearest first;
// and by windows, the narrowest first, the earliest, the one that closes last.
func (c *compiled) addOrders() {
	c.orders = []order{{4, nil}}
	add := func(weight int, key func(i int) int32) {
		o := order{weight, make([]int32, c.n)}
		varies := false
		for i := range o.key {
			o.key[i] = key(i)
			varies = varies || o.key[i] != o.key[0]
		}
		if varies {
			c.orders = append(c.orders, o)
		}
	}
	if c.prizeScale > 0 {
		add(4, func(i int) int32 { return -int32(min(c.price[i], 1<<30)) })
		add(4, func(i int) int32 {
			return -int32(min(1e9, 1e6*float64(c.price[i])/c.prizeScale/(1+float64(c.gap(int32(i))))))
		})
	}
	if c.dims > 0 {
		add(4, func(i int) int32 { return -slices.Max(c.load[i*c.dims : (i+1)*c.dims]) })
	}
	if len(c.kinds) > 0 {
		k := &c.kinds[0]
		away := func(i int) int32 { return k.ways.cost[int(k.Start)*k.ways.size+int(c.enter[i])] }
		add(2, func(i int) int32 { return -away(i) })
		add(1, away)
	}
	if c.windows {
		add(2, func(i int) int32 { return c.shuts[i] - c.opens[i] })
		add(2, func(i int) int32 { return c.opens[i] })
		add(2, func(i int) int32 { return -c.shuts[i] })
	}
}

// gap is what going to the second nearest neighbour of a task costs.
func (c *compiled) gap(task int32) int32 {
	if c.nearby < 2 {
		return 0
	}
	return c.between(task, c.near[int(task)*c.nearby+1])
}

// arrange sorts tasks by an order that is drawn.
func (x *island) arrange(tasks []int32) {
	sum := 0
	for i := range x.c.orders {
		sum += x.c.orders[i].weight
	}
	drawn, i := x.rng.below(sum), 0
	for drawn >= x.c.orders[i].weight {
		drawn -= x.c.orders[i].weight
		i++
	}
	for a := len(tasks) - 1; a > 0; a-- {
		b := x.rng.below(a + 1)
		tasks[a], tasks[b] = tasks[b], tasks[a]
	}
	key := x.c.orders[i].key
	if key == nil {
		return
	}
	if len(tasks) > 50 {
		slices.SortStableFunc(tasks, func(a, b int32) int { return int(key[a]) - int(key[b]) })
		return
	}
	for a := 1; a < len(tasks); a++ {
		t, b := tasks[a], a
		for ; b > 0 && key[tasks[b-1]] > key[t]; b-- {
			tasks[b] = tasks[b-1]
		}
		tasks[b] = t
	}
}
