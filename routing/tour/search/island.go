package search

import (
	"math"
	"slices"
	"sync"

	"xunhu/routing/tour/genetic"
)

// anothers marks tours that only another island may change.
const anothers = math.MaxUint32

// The first plan is made better by so many trials for each task, cold, before the search begins to warm up.
const (
	quench     = 3
	mostQuench = 3000
)

// An island is one search: a plan, the best it came by, and how hot it is.
type island struct {
	*plan
	rng       random
	number    int
	iteration int
	warmed    bool    // began with a plan that is worth keeping
	fare      float64 // what the first tours cost for each prize
	heat      float64 // temperature, in units of cost
	log       func(cost int64)

	soft    softKernel // the kernel, if tours of the plan may have too much of something for a price
	rightly int        // how often lately none was

	least int64     // cost of the best
	best  [][]int32 // by shift: its tours
	stale []int32   // shifts whose tour may differ from that of the best
	isOld []bool    // by shift: is in stale

	bar    int64    // what a trial must cost less than to be kept; beyond a trial, past all
	seeds  []int32  // tasks that it may ruin
	mine   []bool   // by task: is one of them
	avoid  []uint32 // by shift: the round in which it was last looked at, or past all for another island's
	round  uint32
	seed   int32    // around which the trial ruins, -1 for none
	tries  []int32  // what recreate tries to serve
	tried  []uint64 // by task: the trial in which it was one of those
	count  uint64
	tail   []int32 // scratch of cross
	struck []int32 // scratch of scatter
	ring   []int32 // what around gave last

	herd *genetic.Search // the population, once it has taken over
	base int64           // what a plan costs beyond what it costs there

	grafts int     // one trial in so many puts several tasks in at once; 0: none
	scion  []int32 // which
	loom   *loom   // makes tours anew; nil: none is
	stalls int     // after so many trials that did not make the plan cheaper, it is begun anew; 0: never
	moved  int     // the last trial that did
}

func newIsland(c *compiled, o Options, number int, mu *sync.Mutex) *island {
	x := &island{plan: newPlan(c), rng: newRandom(o.Seed, number), number: number, heat: c.scale}
	x.best = make([][]int32, len(c.p.Shifts))
	x.tried, x.seed = make([]uint64, c.n), -1
	x.isOld = make([]bool, len(c.p.Shifts))
	x.avoid = make([]uint32, len(c.p.Shifts))
	x.mine = make([]bool, c.n)
	if o.Log != nil {
		x.log = func(cost int64) {
			mu.Lock()
			defer mu.Unlock()
			o.Log(number, x.iteration, cost)
		}
	}
	x.least, x.bar = math.MaxInt64, math.MaxInt64
	_, all := x.k.(*general)
	x.loom = newLoom(c, x.k)
	if few := c.n <= fewTasks; all || few && (c.modal != nil || c.joint != nil) {
		x.grafts = 2
		if few {
			x.stalls = stalled
		}
	}
	if o.Warm != nil {
		x.warm(o.Warm)
	}
	if !all {
		x.begin()
	}
	x.recreate()
	x.commit()
	x.take(x.now())
	if !all { // whose trials are slow
		x.heat = 0
		for range min(quench*c.n, mostQuench) {
			x.trial()
		}
		x.take(x.best)
	}
	x.fare = x.perPrize()
	x.warmed = o.Warm != nil
	x.soften(season{several: o.Progress == nil && o.Iterations == 0})
	return x
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

// stalled is how many trials a small problem is given that do not make the plan cheaper.
const stalled = 150

// restart begins the plan anew. The best stays noted.
func (x *island) restart() {
	for r := range x.slot {
		if n := len(x.tasks[x.slot[r]]); n > 0 {
			x.cut(int32(r), 0, n)
		}
	}
	if x.joint != nil {
		x.untie()
	}
	x.recreate()
	x.commit()
	x.moved = x.iteration
}

// keep notes the plan as the best.
func (x *island) keep() {
	for _, r := range x.stale {
		x.best[r] = append(x.best[r][:0], x.tasks[x.slot[r]]...)
		x.isOld[r] = false
	}
	x.stale = x.stale[:0]
	if x.joint != nil {
		x.joint.keep()
	}
	better := x.real() < x.least
	x.least = x.real()
	if better && x.log != nil {
		x.log(x.least)
	}
}

// takeAs is take for tours that go together by an agreement.
func (x *island) takeAs(tours [][]int32, a agreement) {
	if x.joint != nil {
		x.joint.adopt(a)
	}
	x.take(tours)
}

// take makes the plan that of other tours, all of which the island may then change.
func (x *island) take(tours [][]int32) {
	all := func(int32) bool { return true }
	x.relist(all)
	for r, tour := range tours {
		if old := x.tasks[x.slot[r]]; len(old) > 0 && (x.joint != nil || !slices.Equal(old, tour)) {
			x.cut(int32(r), 0, len(old))
		}
	}
	for r, tour := range tours {
		if len(tour) > 0 && len(x.tasks[x.slot[r]]) == 0 {
			x.fill(int32(r), tour)
		}
	}
	if x.joint != nil {
		x.untie()
	}
	x.commit()
	x.settle(all, func(int) bool { return true })
}

// settle says which tours the island may change, and which tasks that are out it may serve. The best
// is what the plan is now.
func (x *island) settle(own func(r int32) bool, mine func(task int) bool) {
	x.relist(own)
	x.seeds, x.out = x.seeds[:0], x.out[:0]
	for r := range x.avoid {
		x.avoid[r] = 0
		if !own(int32(r)) {
			x.avoid[r] = anothers
		}
	}
	x.round = 0
	clear(x.mine)
	for task, r := range x.at {
		if x.c.pinned[task] {
			continue
		}
		if r < 0 && mine(task) {
			x.out = append(x.out, int32(task))
		}
		if r < 0 && mine(task) || r >= 0 && own(r) {
			x.seeds = append(x.seeds, int32(task))
			x.mine[task] = true
		}
	}
	x.commit()
	x.keep()
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
		x.cost -= x.price[t]
		x.saved -= x.c.price[t] - x.price[t]
	}
	x.list(r)
}

// now gives the tours as they are.
func (x *island) now() [][]int32 {
	tours := make([][]int32, len(x.slot))
	for r, s := range x.slot {
		tours[r] = x.tasks[s]
	}
	return tours
}
