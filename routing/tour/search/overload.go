package search

// Where loads fill the shifts, few plans lie a right step from each other. So every
// second island lets tours be overloaded, for a price that makes about as many of
// its plans right as wrong; only right ones are kept as the best. (Vidal and others, A
// hybrid genetic algorithm, Operations Research 60, 2012.)
const (
	easeEvery  = 640
	rightShare = 0.5
)

// soften lets the tours of every second island be overloaded. Where islands may come to
// share a plan the parts of it must be right, and none is.
func (x *island) soften() {
	k, ok := x.k.(*modes)
	if !ok || x.number%2 == 0 || x.c.n >= sharedTasks || x.c.dims == 0 {
		return
	}
	load := int64(1)
	for _, l := range x.c.load {
		load += int64(l)
	}
	x.soft = k
	k.overPrice = max(1, int64(overParts*x.c.scale)*int64(x.c.n)/load)
}

// right tells whether no tour is overloaded.
func (x *island) right() bool {
	if x.soft == nil {
		return true
	}
	for _, r := range x.busy {
		if x.soft.tours[x.slot[r]].over > 0 {
			return false
		}
	}
	return true
}

// ease is called every 32 iterations; it changes the price of overload now and then.
func (x *island) ease() {
	if x.soft == nil {
		return
	}
	if x.right() {
		x.rightly++
	}
	if x.iteration%easeEvery != 0 {
		return
	}
	k, was := x.soft, x.soft.overPrice
	if float64(x.rightly) < rightShare*easeEvery/32 {
		k.overPrice += k.overPrice/4 + 1
	} else {
		k.overPrice -= k.overPrice / 8
	}
	x.rightly = 0
	if k.overPrice == was {
		return
	}
	for _, r := range x.busy {
		x.set(r)
	}
	x.costWas = x.cost
}
