package search

import "math"

// Temperatures at the start and at the end of a cycle, in costs of going to a neighbour.
const (
	hot        = 3.0
	hotWindows = 2.0
	cold       = 0.05

	hotModes  = 0.3 // where tasks have modes, and tours are short
	coldModes = 0.005

	coldPrizes = 0.1 // where prizes rule, and tours may be too long
	hotOver    = 1.0 // where tasks have modes, and tours may be overloaded, from the second cycle on
)

// Where prizes are far above costs, a search by what they are would see nothing but prizes: it would
// not shorten tours to make room. So they count for less at first: for some
// times what the tours cost for each prize, and more as the budget runs out.
const (
	prizesOver = 10 // times what going to a neighbour costs: far above
	lureFirst  = 3.0
	lureLast   = 30.0
	lureOver   = 15.0 // in place of that, where tours may be too long
)

// favors are tolls of tours, in temperatures: how many tours a plan has is settled while it is still
// warm, and then by how many ways there are to have so many rather than by what is best. So each
// cycle of each island leans to more or to fewer.
var favors = []float64{0, -3, -1, -6, 2, -4}

// reheat is how hot a search begins that starts from a good plan, as the last cycle does from the
// best, by how hot the others do.
const reheat = 0.3

// cool sets the temperature, the toll and the prizes for a season.
func (x *island) cool(now season) {
	from, to := hot, cold
	switch {
	case x.c.modal != nil:
		from, to = hotModes, coldModes
		if x.soft != nil && now.cycle > 0 {
			from = hotOver
		}
	case x.c.windows:
		from = hotWindows
	case x.soft != nil:
		to = coldPrizes
	}
	if now.last || x.warmed {
		from *= reheat
	}
	from = max(from*now.warm, to)
	x.heat = x.c.scale * from * math.Pow(to/from, now.share)
	if x.iteration%(32*32) != 0 {
		return
	}
	if x.round > 1<<31 { // long before it could be mistaken for a mark
		x.round = 0
		for r, seen := range x.avoid {
			if seen != anothers {
				x.avoid[r] = 0
			}
		}
	}
	if x.joint != nil {
		return
	}
	favor := 0.0
	if x.c.n < sharedTasks && !now.last {
		favor = favors[(2*now.cycle+x.number)%len(favors)]
	}
	lure := lureLast
	if x.soft != nil {
		lure = lureOver
	}
	x.reprice(favor*x.heat, x.fare*lureFirst*math.Pow(lure/lureFirst, now.share))
}

// reprice sets the toll, and makes prizes that rule count for so much of what they are, but for no more.
func (x *island) reprice(toll, lure float64) {
	x.toll = int64(toll)
	for i := range x.price {
		if !x.c.p.Tasks[i].Required && x.c.prizesRule() {
			x.price[i] = int64(float64(x.c.price[i]) * min(1, lure))
		}
	}
	x.cost, x.saved = 0, 0
	for r, s := range x.slot {
		if x.cost += x.costs[s]; len(x.tasks[s]) > 0 && x.avoid[r] != anothers {
			x.cost += x.toll
			x.saved -= x.toll
		}
	}
	for task, r := range x.at {
		if r < 0 && !x.c.pinned[task] {
			x.cost += x.price[task]
			x.saved += x.c.price[task] - x.price[task]
		}
	}
	x.costWas, x.savedWas = x.cost, x.saved
}

// perPrize is what the tours cost for each prize that they gain.
func (x *island) perPrize() float64 {
	var costs, prizes float64
	for _, s := range x.slot {
		costs += float64(x.costs[s])
	}
	for task, r := range x.at {
		if r >= 0 && !x.c.p.Tasks[task].Required {
			prizes += float64(x.c.price[task])
		}
	}
	if costs == 0 || prizes == 0 {
		return 1
	}
	return costs / prizes
}

// limit is what a trial must cost less than to be kept.
func (x *island) limit() int64 {
	return x.costWas + int64(math.Ceil(-x.heat*math.Log(x.rng.unit())))
}
