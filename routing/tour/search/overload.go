package search

// Where loads fill the shifts, or prizes their time, few plans lie a right step from each other. So for
// a part of the search tours may be overloaded, or too long, for a price that makes some share
// of its plans right; only right ones are kept as the best. (Vidal and others, A
// hybrid genetic algorithm, Operations Research 60, 2012.)
const (
	easeEvery = 640
	overParts = 256 // parts of the price of what is too much that make a unit of cost
)

// A softKernel can price tours that are not right.
type softKernel interface {
	kernel
	overPrice() *int64       // of a unit too much, in parts; 0: no tour may have any
	exceeds(slot int32) bool // whether its tour has
	rightShare() float64     // of plans that are to be right
}

func (k *modes) overPrice() *int64       { return &k.priceOver }
func (k *modes) exceeds(slot int32) bool { return k.tours[slot].over > 0 }

func (k *modes) rightShare() float64 { return 0.5 }

func (k *points) rightShare() float64 { return 0.25 }
func (k *points) overPrice() *int64   { return &k.priceOver }
func (k *points) exceeds(slot int32) bool {
	t := &k.tours[slot]
	return t.away > k.c.kinds[t.kind].longest()
}

// soften lets tours be overloaded in every second cycle of an island, and be too long
// in all where there are several, or ends that. Where islands may come to share a plan the parts of it must be right, and none is.
func (x *island) soften(now season) {
	price := x.firstOverPrice(now)
	if (price > 0) == (x.soft != nil) {
		return
	}
	if price > 0 {
		x.soft = x.k.(softKernel)
		*x.soft.overPrice() = price
	} else {
		*x.soft.overPrice() = 0
		x.soft = nil
		x.take(x.best)
	}
	x.lookAgain()
}

// lookAgain has the kernel price all tours, and what might go into them, anew.
func (x *island) lookAgain() {
	for _, r := range x.busy {
		x.set(r)
	}
	x.costWas = x.cost
}

// firstOverPrice is what too much costs when a cycle begins; 0 if no tour may have any.
func (x *island) firstOverPrice(now season) int64 {
	if x.c.n >= sharedTasks || x.joint != nil {
		return 0
	}
	switch k := x.k.(type) {
	case *points:
		if k.timed && x.c.prizesRule() && now.several {
			if k.alone == nil {
				k.tryAlone()
			}
			return dearLong * overParts
		}
	case *modes:
		load := int64(0)
		for _, l := range x.c.load {
			load += int64(l)
		}
		if (x.number+now.cycle)%2 > 0 && load > 0 {
			return max(1, int64(overParts*x.c.scale)*int64(x.c.n)/load)
		}
	}
	return 0
}

// dearLong is what a second too long costs at first, in units of cost; ease finds what it should.
const dearLong = 3

// right tells whether no tour has too much of anything.
func (x *island) right() bool {
	if x.soft == nil {
		return true
	}
	for _, r := range x.busy {
		if x.soft.exceeds(x.slot[r]) {
			return false
		}
	}
	return true
}

// ease is called every 32 iterations; it changes the price of what is too much now and then.
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
	price := x.soft.overPrice()
	was := *price
	if float64(x.rightly) < x.soft.rightShare()*easeEvery/32 {
		*price += was/4 + 1
	} else {
		*price -= was / 8
	}
	x.rightly = 0
	if *price != was {
		x.lookAgain()
	}
}
