package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/tour"
)

// plainProblem draws a problem that the 32-bit kernels can price: ways that are
// neither symmetric nor keep the triangle, some that do not exist, several depots and
// kinds of shifts, loads, skills, prizes, limits and all prices.
func plainProblem(rng *rand.Rand, tasks int, windows bool) *tour.Problem {
	n := 2 + rng.IntN(2*tasks+1)
	p := &tour.Problem{Locations: n}
	some := func(m int) int32 { // often none
		return int32(max(0, rng.IntN(2*m)-m))
	}
	matrix := func() []int32 {
		m := make([]int32, n*n)
		for i := range m {
			if m[i] = int32(rng.IntN(40)); rng.IntN(40) == 0 {
				m[i] = tour.Far
			}
		}
		return m
	}
	for range 1 + rng.IntN(2) {
		p.Classes = append(p.Classes, tour.Class{Times: matrix(), Distances: matrix()})
	}
	place := func() int32 { return int32(rng.IntN(n)) }
	dims := rng.IntN(3)
	bare := rng.IntN(2) == 0 // time has neither limit nor price, but for windows and closing
	for range 1 + rng.IntN(3) {
		open := int32(rng.IntN(100))
		s := tour.Shift{
			Class: int32(rng.IntN(len(p.Classes))), Start: place(), End: place(), Open: open, Close: open + int32(rng.IntN(400)),
			MaxS: some(300), MaxDrivingS: some(200), Skills: uint64(rng.IntN(4)),
			FixedCost: int64(some(50)), DistanceCost: int64(some(3)), TravelCost: int64(some(3)), DurationCost: int64(some(3)),
			RegularS: some(150), OvertimeCost: int64(some(4)),
		}
		if bare {
			s.MaxS, s.MaxDrivingS, s.DurationCost, s.RegularS = 0, 0, 0, 0
			if rng.IntN(2) == 0 {
				s.Close = 1 << 30
			}
		}
		for range dims {
			s.Capacity = append(s.Capacity, int32(rng.IntN(60)))
		}
		for range 1 + rng.IntN(2) {
			p.Shifts = append(p.Shifts, s)
		}
	}
	for range tasks {
		at := place()
		m := tour.Mode{Enter: at, Leave: at, ServiceS: int32(rng.IntN(20)), Cost: int64(some(10)), Skills: uint64(rng.IntN(4) & rng.IntN(4))}
		if rng.IntN(4) == 0 {
			m.Leave = place()
		}
		if windows && rng.IntN(3) > 0 {
			open := int32(rng.IntN(300))
			m.Windows = []tour.Window{{Open: open, Close: open + int32(rng.IntN(150))}}
		}
		t := tour.Task{Modes: []tour.Mode{m}, Required: rng.IntN(3) == 0, Prize: int64(rng.IntN(200))}
		for range dims {
			t.Load = append(t.Load, int32(rng.IntN(20)))
		}
		p.Tasks = append(p.Tasks, t)
	}
	return p
}

// What cheapest says must be what trying every place with set, and counting by
// tour.Cost and tour.Check, comes to.
func TestCheapestIsTheCheapestOfAllPlaces(t *testing.T) {
	const none = int64(1) << 60
	placed := 0
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := plainProblem(rng, 1+rng.IntN(6), seed%2 == 0)
		c := compile(p)
		k := newKernel(c)
		if k == nil {
			t.Fatalf("seed %d: no kernel", seed)
		}
		// count gives what a tour costs, none if Check finds it wrong.
		count := func(r int32, tasks []int32) int64 {
			if len(tasks) == 0 {
				return 0
			}
			s := tour.Solution{Tours: []tour.Tour{k.tour(r, tasks)}}
			q := *p
			q.Tasks = nil
			for _, x := range p.Tasks {
				x.Required = false
				q.Tasks = append(q.Tasks, x)
			}
			for i := range p.Tasks {
				if !slices.Contains(tasks, int32(i)) {
					s.LeftOut = append(s.LeftOut, int32(i))
				}
			}
			if tour.Check(&q, s) != nil {
				return none
			}
			return tour.Measure(&q, s.Tours[0]).Cost
		}
		r := int32(rng.IntN(len(p.Shifts)))
		var tasks []int32
		if cost, ok := k.set(0, r, nil); cost != 0 || !ok {
			t.Fatalf("seed %d: an idle shift costs %d, %v", seed, cost, ok)
		}
		now := int64(0)
		for task := range int32(len(p.Tasks)) {
			least, at := none, int32(-1)
			except := int32(rng.IntN(len(tasks)+2)) - 1
			for place := range int32(len(tasks) + 1) {
				longer := append(append(append([]int32{}, tasks[:place]...), task), tasks[place:]...)
				want := count(r, longer)
				cost, ok := k.set(1, r, longer)
				if ok != (want != none) || ok && cost != want {
					t.Fatalf("seed %d: set of %v gives %d, %v; counted %d", seed, longer, cost, ok, want)
				}
				if place != except && want != none && want-now < least {
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
			if ins, ok := k.(inserter); ok && ins.can(0) && len(p.Shifts) > 1 { // there are two slots for each
				checkInsert(t, seed, k, r, tasks, task)
			}
			tasks = append(append(append([]int32{}, tasks[:place]...), task), tasks[place:]...)
			if now, _ = k.set(0, r, tasks); now != count(r, tasks) {
				t.Fatalf("seed %d: set of %v gives %d", seed, tasks, now)
			}
		}
	}
	if inserted < 500 {
		t.Errorf("only %d tasks were inserted", inserted)
	}
	if placed < 800 {
		t.Errorf("only %d tasks were placed: the problems are too tight to test anything", placed)
	}
}

var inserted int // by checkInsert

// checkInsert puts a task into each place of the tour of slot 0, in slot 2, and holds what it gives and leaves
// against set.
func checkInsert(t *testing.T, seed uint64, k kernel, r int32, tasks []int32, task int32) {
	t.Helper()
	ins := k.(inserter)
	now, _ := k.set(0, r, tasks)
	for place := range int32(len(tasks) + 1) {
		longer := slices.Insert(slices.Clone(tasks), int(place), task)
		ins.copy(2, 0)
		delta, ok := ins.insert(2, longer, place)
		cost, right := k.set(1, r, longer)
		if ok != right || ok && now+delta != cost {
			t.Fatalf("seed %d: insert of %d into %v at %d gives %d, %v; set %d, %v", seed, task, tasks, place, delta, ok, cost-now, right)
		}
		if !ok { // and nothing is changed
			k.set(1, r, tasks)
		}
		inserted++
		if got := fmt.Sprint(tables(k, 2)); got != fmt.Sprint(tables(k, 1)) {
			t.Fatalf("seed %d: insert of %d into %v at %d, %v, leaves %s, set %s", seed, task, tasks, place, ok, got, fmt.Sprint(tables(k, 1)))
		}
	}
}

// tables are those of a slot, but for what is not looked at.
func tables(k kernel, slot int) any {
	switch k := k.(type) {
	case *points:
		return k.tours[slot]
	case *windows:
		t := k.tours[slot]
		t.head, t.tail = nil, nil
		return t
	}
	return nil
}
