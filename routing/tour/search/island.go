package search

import "math"

// An island is one search: a plan, the best it came by, and how hot it is.
type island struct {
	*plan
	rng       random
	number    int
	iteration int
	heat      float64 // temperature, in units of cost
	log       func(cost int64)

	least int64     // cost of the best
	best  [][]int32 // by shift: its tours
	stale []int32   // shifts whose tour may differ from that of the best
	isOld []bool    // by shift: is in stale

	avoid []uint32 // by shift: the round in which it was last looked at
	round uint32
	ring  []int32 // what around gave last
}

func newIsland(c *compiled, o Options, number int) *island {
	x := &island{plan: newPlan(c), rng: newRandom(o.Seed, number), number: number, heat: c.scale}
	x.best = make([][]int32, len(c.p.Shifts))
	x.isOld = make([]bool, len(c.p.Shifts))
	x.avoid = make([]uint32, len(c.p.Shifts))
	if o.Log != nil {
		x.log = func(cost int64) { o.Log(number, x.iteration, cost) }
	}
	x.least = math.MaxInt64
	if o.Warm != nil {
		x.warm(o.Warm)
	}
	x.recreate()
	x.commit()
	x.keep()
	return x
}

// Temperatures at the start and at the end of the budget, in costs of going to a neighbour.
const (
	hot  = 0.5
	cold = 0.005
)

// cool sets the temperature for a share of the budget that is used.
func (x *island) cool(share float64) {
	x.heat = x.c.scale * zzHot * math.Pow(zzCold/zzHot, share)
}

// limit is what a trial must cost less than to be kept.
func (x *island) limit() int64 {
	return x.costWas + int64(math.Ceil(-x.heat*math.Log(x.rng.unit())))
}

// commit keeps a trial and notes which tours differ from the best.
func (x *island) commit() {
	for _, r := range x.changed {
		if !x.isOld[r] {
			x.isOld[r] = true
			x.stale = append(x.stale, r)
		}
	}
	x.plan.commit()
}

// keep notes the plan as the best.
func (x *island) keep() {
	for _, r := range x.stale {
		x.best[r] = append(x.best[r][:0], x.tasks[x.slot[r]]...)
		x.isOld[r] = false
	}
	x.stale = x.stale[:0]
	x.least = x.cost
	if x.log != nil {
		x.log(x.least)
	}
}

// take makes the plan that of other tours.
func (x *island) take(tours [][]int32) {
	for r := range tours {
		if n := len(x.tasks[x.slot[r]]); n > 0 {
			x.cut(int32(r), 0, n)
		}
	}
	for r, tour := range tours {
		if len(tour) > 0 {
			x.fill(int32(r), tour)
		}
	}
	x.out = x.out[:0]
	for t, r := range x.at {
		if r < 0 {
			x.out = append(x.out, int32(t))
		}
	}
	x.commit()
}

// fill gives an idle shift a tour; if it is not right, it stays idle.
func (x *island) fill(r int32, tour []int32) {
	if len(x.open(r)) > 0 {
		return
	}
	s := x.slot[r]
	x.tasks[s] = append(x.tasks[s][:0], tour...)
	if !x.set(r) {
		x.tasks[s] = x.tasks[s][:0]
		x.set(r)
		return
	}
	for _, t := range tour {
		x.at[t] = r
		x.cost -= x.c.price[t]
	}
	x.list(r)
}
