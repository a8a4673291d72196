package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/tour"
)

// modalProblem draws a problem whose tasks have up to so many modes and no windows. Half of them have limits on
// the time away, and then a way costs what it takes.
func modalProblem(rng *rand.Rand, tasks, most int) *tour.Problem {
	p := plainProblem(rng, tasks, false)
	limited := rng.IntN(2) == 0
	for i := range p.Classes {
		if limited {
			p.Classes[i].Distances = nil
		}
	}
	for i := range p.Shifts {
		s := &p.Shifts[i]
		s.RegularS, s.MaxDrivingS = 0, 0
		if limited {
			s.TravelCost++
		} else {
			s.MaxS, s.Close = 0, s.Open+100_000
		}
	}
	for i := range p.Tasks {
		t := &p.Tasks[i]
		for range rng.IntN(most) {
			m := t.Modes[0]
			m.Enter, m.Leave = int32(rng.IntN(p.Locations)), int32(rng.IntN(p.Locations))
			m.Skills = uint64(rng.IntN(4) & rng.IntN(4))
			if !limited {
				m.ServiceS, m.Cost = int32(rng.IntN(20)), int64(rng.IntN(10))
			}
			t.Modes = append(t.Modes, m)
		}
	}
	return p
}

// everyChoice gives the least that a tour of a shift through tasks costs, by trying all
// choices of their modes with tour.Check and tour.Measure; false if none is right.
func everyChoice(p *tour.Problem, shift int32, tasks []int32) (least int64, ok bool) {
	if len(tasks) == 0 {
		return 0, true
	}
	q := *p
	q.Tasks = slices.Clone(p.Tasks)
	for i := range q.Tasks {
		q.Tasks[i].Required = false
	}
	s := tour.Solution{Tours: []tour.Tour{{Shift: shift, Depart: p.Shifts[shift].Open, Visits: make([]tour.Visit, len(tasks))}}}
	for i := range p.Tasks {
		if !slices.Contains(tasks, int32(i)) {
			s.LeftOut = append(s.LeftOut, int32(i))
		}
	}
	t := &s.Tours[0]
	var choose func(i int, now, at int32)
	choose = func(i int, now, at int32) {
		if i == len(tasks) {
			if cost := tour.Measure(&q, *t).Cost; (!ok || cost < least) && tour.Check(&q, s) == nil {
				least, ok = cost, true
			}
			return
		}
		for j := range p.Tasks[tasks[i]].Modes {
			t.Visits[i] = tour.Visit{Task: tasks[i], Mode: int32(j)}
			m := p.Mode(t.Visits[i])
			way := p.Time(p.Shifts[shift].Class, at, m.Enter)
			if way == tour.Far {
				continue
			}
			t.Visits[i].Begin = now + way
			choose(i+1, now+way+m.ServiceS, m.Leave)
		}
	}
	choose(0, t.Depart, p.Shifts[shift].Start)
	return least, ok
}

// What the kernel for modes says of a tour and of a task in it must be what trying every
// place and every choice of modes comes to.
func TestModesAreTheCheapestOfAllChoices(t *testing.T) {
	placed, limited, wide := 0, 0, 0
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 2))
		p := modalProblem(rng, 1+rng.IntN(5), 2+rng.IntN(3))
		c := compile(p)
		if c.modal == nil {
			continue
		}
		k := newModes(c)
		r := int32(rng.IntN(len(p.Shifts)))
		if cost, ok := k.set(0, r, nil); cost != 0 || !ok {
			t.Fatalf("seed %d: an idle shift costs %d, %v", seed, cost, ok)
		}
		var tasks []int32
		now := int64(0)
		for task := range int32(len(p.Tasks)) {
			least, at := int64(0), int32(-1)
			except := int32(rng.IntN(len(tasks)+2)) - 1
			for place := range int32(len(tasks) + 1) {
				longer := slices.Insert(slices.Clone(tasks), int(place), task)
				want, right := everyChoice(p, r, longer)
				cost, ok := k.set(1, r, longer)
				if ok != right || ok && cost != want {
					t.Fatalf("seed %d: set of %v gives %d, %v; counted %d, %v", seed, longer, cost, ok, want, right)
				}
				if right && place != except && (at < 0 || want-now < least) {
					least, at = want-now, place
				}
			}
			delta, place := k.cheapest(0, task, except)
			if (place < 0) != (at < 0) || place >= 0 && delta != least {
				t.Fatalf("seed %d: task %d into %v costs %d at %d, counted %d at %d", seed, task, tasks, delta, place, least, at)
			}
			if place < 0 {
				continue
			}
			placed++
			tasks = slices.Insert(tasks, int(place), task)
			now, _ = k.set(0, r, tasks)
			if written := tour.Measure(p, k.tour(r, tasks)).Cost; written != now {
				t.Fatalf("seed %d: the tour through %v costs %d as written out, %d as set", seed, tasks, written, now)
			}
			if c.modal.kinds[c.kindOf[r]].beyond != nil {
				limited++
			}
			if c.modal.width > 2 {
				wide++
			}
		}
	}
	if placed < 1000 || limited < 300 || wide < 300 {
		t.Errorf("%d tasks were placed, %d of them under a limit, %d beside tasks of three modes or more: that tests too little", placed, limited, wide)
	}
}
