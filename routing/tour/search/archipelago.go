package search

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// An archipelago is the islands of one search and the best that any of them came by.
//
// With many tours they share one plan: each searches a part of it and leaves the other
// tours alone, and after each exchange the parts are cut anew, so that two islands
// do in the same time what one would do in two. With few they search whole plans of
// their own, and one that fell behind takes over the best. So do populations.
type archipelago struct {
	c        *compiled
	islands  []*island
	rng      random
	best     [][]int32 // by shift: tours
	least    int64     // what they cost
	joint    agreement // what else holds of them
	owner    []int32   // by shift: the island that may change its tour, while they share one plan; else nil
	refining bool      // the last cycle has begun, from the best
	barren   bool      // no population can take the problem
	bred     bool      // populations have taken over
	start    int64     // what the plan cost when it was dealt out
}

func newArchipelago(c *compiled, o Options) *archipelago {
	s := &archipelago{c: c, islands: make([]*island, max(1, cmp.Or(o.Islands, 2))), rng: newRandom(o.Seed, -1), least: math.MaxInt64}
	var log sync.Mutex
	s.each(func(i int) { s.islands[i] = newIsland(c, o, i, &log) })
	s.exchange(season{})
	return s
}

// each does something for every island, on as many cores as there are.
func (s *archipelago) each(do func(i int)) {
	var wg sync.WaitGroup
	for i := range s.islands {
		wg.Go(func() { do(i) })
	}
	wg.Wait()
}

// exchange gathers what the islands found and sets them out again.
func (s *archipelago) exchange(now season) {
	apart := s.owner == nil
	if apart {
		s.compare()
	} else {
		s.gather()
	}
	if s.bred {
		s.migrate(now)
		return
	}
	if s.breeds(now) {
		return
	}
	if apart {
		s.catchUp(now)
	}
	if now.last && !s.refining {
		s.refining = true
		s.each(func(i int) { s.islands[i].takeAs(s.best, s.joint) })
	}
	if len(s.islands) > 1 && s.c.joint == nil && s.c.n >= sharedTasks && len(s.islands[0].busy) >= sharedTours*len(s.islands) {
		s.deal()
	}
}

// From so many tasks on, and tours for each island, they share one plan.
const (
	sharedTasks = 250
	sharedTours = 6
)

// compare notes the best of all.
func (s *archipelago) compare() {
	first := slices.MinFunc(s.islands, func(a, b *island) int { return cmp.Compare(a.least, b.least) })
	if s.note(first.best, first.least) && s.c.joint != nil {
		s.joint = first.joint.found()
	}
}

// catchUp near the end gives the best to islands that fell behind.
func (s *archipelago) catchUp(now season) {
	for _, x := range s.islands {
		if now.last && now.share > 0.8 && float64(x.real()-s.least) > behind*x.heat {
			x.takeAs(s.best, s.joint)
		}
	}
}

// behind is by how many temperatures an island may be dearer than the best.
const behind = 3

// note keeps tours that are better than the best.
func (s *archipelago) note(tours [][]int32, cost int64) bool {
	if cost >= s.least {
		return false
	}
	s.least = cost
	if s.best == nil {
		s.best = make([][]int32, len(tours))
	}
	for r := range tours {
		s.best[r] = append(s.best[r][:0], tours[r]...)
	}
	return true
}

// gather puts the parts of the plan together: what each island has now, for all to
// go on with, and the best that each had, to be noted.
func (s *archipelago) gather() {
	now, best := make([][]int32, len(s.owner)), make([][]int32, len(s.owner))
	for r, i := range s.owner {
		x := s.islands[i]
		now[r], best[r] = slices.Clone(x.tasks[x.slot[r]]), x.best[r]
	}
	least := s.start
	for _, x := range s.islands {
		least += x.least - s.start
	}
	s.note(best, least)
	s.owner = nil
	s.each(func(i int) { s.islands[i].take(now) })
}

// deal gives each island a part of the plan of the first: tours that lie on one side,
// between a drawn task and another far from it, and some of the idle shifts and of the tasks that
// are out.
func (s *archipelago) deal() {
	first := s.islands[0]
	for _, x := range s.islands[1:] {
		x.take(first.now())
	}
	s.start = first.real()
	a := int32(s.rng.below(s.c.n))
	b := int32(s.rng.below(s.c.n))
	for range 8 {
		if t := int32(s.rng.below(s.c.n)); s.c.between(a, t) > s.c.between(a, b) {
			b = t
		}
	}
	type side struct {
		shift int32
		lies  float64
	}
	var sides []side
	s.owner = make([]int32, len(s.c.p.Shifts))
	for r := range s.owner {
		tasks := first.tasks[first.slot[r]]
		sum := 0
		for _, t := range tasks {
			sum += int(s.c.between(a, t)) - int(s.c.between(b, t))
		}
		if len(tasks) > 0 {
			sides = append(sides, side{int32(r), float64(sum) / float64(len(tasks))})
		} else {
			s.owner[r] = int32(r % len(s.islands))
		}
	}
	slices.SortFunc(sides, func(a, b side) int { return cmp.Or(cmp.Compare(a.lies, b.lies), cmp.Compare(a.shift, b.shift)) })
	for i, x := range sides {
		s.owner[x.shift] = int32(i * len(s.islands) / len(sides))
	}
	s.each(func(i int) {
		s.islands[i].settle(func(r int32) bool { return s.owner[r] == int32(i) }, func(task int) bool { return task%len(s.islands) == i })
	})
}
