package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/tour"
)

// A tour that may be too long costs what it would cost a shift that is long enough, and for what it is too
// long; and every way to price it agrees.
func TestTooLongToursAreDear(t *testing.T) {
	const part = 100 // of a unit of cost for a second
	long, never := 0, 0
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 30))
		p := plainProblem(rng, 1+rng.IntN(6), false)
		c := compile(p)
		k, ok := newKernel(c).(*points)
		if !ok || !k.timed || len(p.Shifts) < 2 {
			continue
		}
		k.priceOver = part
		k.tryAlone()
		q := *p
		q.Shifts = slices.Clone(p.Shifts)
		for i := range q.Shifts {
			q.Shifts[i].MaxS, q.Shifts[i].Close = 0, 1<<30
		}
		free := newPoints(compile(&q))
		r := int32(rng.IntN(len(p.Shifts)))
		count := func(tasks []int32) (int64, bool) {
			cost, ok := free.set(0, r, tasks)
			if !ok || len(tasks) == 0 {
				return 0, len(tasks) == 0
			}
			m := tour.Measure(&q, free.tour(r, tasks))
			over := max(0, m.AwayS-int64(c.kinds[c.kindOf[r]].longest()))
			return cost + over*part/overParts, true
		}
		var tasks []int32
		for task := range int32(len(p.Tasks)) {
			now, _ := count(tasks)
			least, at := int64(1)<<60, int32(-1)
			for place := range int32(len(tasks) + 1) {
				more := slices.Insert(slices.Clone(tasks), int(place), task)
				want, can := count(more)
				got, ok := k.set(1, r, more)
				if ok != can || ok && got != want {
					t.Fatalf("seed %d: %v costs %d, %v; counted %d, %v", seed, more, got, ok, want, can)
				}
				if ok && k.exceeds(1) {
					if long++; holds(newPoints(c), r, more) {
						t.Fatalf("seed %d: %v is said to be too long", seed, more)
					}
				}
				if ok && want-now < least {
					least, at = want-now, place
				}
			}
			if _, ok := free.set(0, r, []int32{task}); ok && tour.Measure(&q, free.tour(r, []int32{task})).AwayS > int64(c.kinds[c.kindOf[r]].longest()) {
				at = -1 // whatever it costs, it would stay too long
				never++
			}
			k.set(0, r, tasks)
			delta, place := k.cheapest(0, task, -1)
			if (place < 0) != (at < 0) || place >= 0 && delta != least {
				t.Fatalf("seed %d: task %d into %v costs %d at %d, counted %d at %d", seed, task, tasks, delta, place, least, at)
			}
			if place < 0 {
				continue
			}
			if k.can(0) {
				checkInsert(t, seed, k, r, tasks, task)
			}
			tasks = slices.Insert(tasks, int(place), task)
		}
	}
	if never < 30 {
		t.Errorf("%d tasks were too long alone", never)
	}
	if long < 300 {
		t.Errorf("only %d tours were too long", long)
	}
}

// holds tells whether a kernel finds a tour right.
func holds(k kernel, r int32, tasks []int32) bool {
	_, ok := k.set(0, r, tasks)
	return ok
}

// prizeProblem has two shifts that can serve about half of the tasks.
func prizeProblem(seed uint64) *tour.Problem {
	p := cityProblem(seed, 60, false)
	p.Shifts = p.Shifts[:2]
	for i := range p.Shifts {
		p.Shifts[i].Close, p.Shifts[i].Capacity = 2500, nil
	}
	for i := range p.Tasks {
		t := &p.Tasks[i]
		t.Required, t.Prize = false, 100_000*int64(t.Load[0])
	}
	return p
}

// While tours may have too much of something, some have; the best has not, and neither has what a cycle
// begins with in which none may.
func TestOnlyRightPlansAreKept(t *testing.T) {
	const trials = 20_000
	carried := cityProblem(5, 60, false) // in two modes, by shifts that can hardly take all
	carried.Shifts = carried.Shifts[:6]
	for i := range carried.Shifts {
		carried.Shifts[i].Close = 1 << 28
	}
	for i := range carried.Tasks {
		task := &carried.Tasks[i]
		task.Modes = append(task.Modes, tour.Mode{Enter: task.Modes[0].Enter, Leave: int32(1 + (i+1)%60), ServiceS: 5})
	}
	for name, p := range map[string]*tour.Problem{"long": prizeProblem(5), "loaded": carried} {
		c := compile(p)
		x := newIsland(c, Options{Seed: 1}, 0, nil)
		first := x.least
		x.soften(season{cycle: 1, several: true})
		if x.soft == nil {
			t.Fatalf("%s: no tour may be", name)
		}
		wrong := 0
		for x.iteration = range trials {
			if x.iteration%32 == 0 {
				x.cool(season{cycle: 1, share: float64(x.iteration) / trials, warm: 1})
				x.ease()
			}
			if x.trial(); !x.right() {
				wrong++
			}
		}
		if wrong < trials/10 || wrong > trials*9/10 {
			t.Errorf("%s: %d of %d plans are wrong", name, wrong, trials)
		}
		if x.least >= first {
			t.Errorf("%s: no better than the first plan", name)
		}
		if name == "loaded" {
			for x.heat = 10 * c.scale; x.right(); {
				x.trial()
			}
			x.soften(season{cycle: 2, several: true})
			if x.soft != nil || x.real() != x.least {
				t.Errorf("%s: begins with %d, the best is %d", name, x.real(), x.least)
			}
		}
		cost := int64(0)
		for r, tasks := range x.best {
			if len(tasks) == 0 {
				continue
			}
			if !holds(newKernel(c), int32(r), tasks) {
				t.Errorf("%s: the tour of shift %d is kept, which is wrong", name, r)
			}
			cost += tour.Measure(p, x.k.tour(int32(r), tasks)).Cost
		}
		for task := range p.Tasks {
			if !slices.ContainsFunc(x.best, func(tour []int32) bool { return slices.Contains(tour, int32(task)) }) {
				cost += c.price[task]
			}
		}
		if cost != x.least {
			t.Errorf("%s: the best costs %d, counted %d", name, x.least, cost)
		}
	}
}
