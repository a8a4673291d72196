package tourtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/tour"
)

// What Best gives is right, in what it costs too, and no other solution that tour.Check
// passes is better, whatever it visits and whenever.
func TestBestAgainstEverySolution(t *testing.T) {
	const seeds = 400
	solved, none := 0, 0
	for seed := range uint64(seeds) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := tiny(rng)
		best, ok := Best(p)
		e := newEverything(p)
		if ok != e.ok {
			t.Fatalf("seed %d: Best found %v, everything %v: %+v", seed, ok, e.ok, e.best)
		}
		if !ok {
			none++
			continue
		}
		solved++
		if err := check(p, best); err != nil {
			t.Fatalf("seed %d: %v\n%+v", seed, err, best)
		}
		if u, c := Score(p, best); u != e.unserved || c != e.cost {
			t.Fatalf("seed %d: best leaves out %d and costs %d; but %d and %d is possible\n%+v\n%+v", seed, u, c, e.unserved, e.cost, best, e.best)
		}
	}
	if solved < seeds*3/4 || none == 0 {
		t.Errorf("%d solved, %d cannot be", solved, none)
	}
}

// check passes required tasks that are left out.
func check(p *tour.Problem, s tour.Solution) error {
	q := *p
	q.Tasks = slices.Clone(p.Tasks)
	for i := range q.Tasks {
		q.Tasks[i].Required = false
	}
	return tour.Check(&q, s)
}

// tiny is a problem of one or two tasks that is over in a dozen seconds.
func tiny(rng *rand.Rand) *tour.Problem {
	p := Random(rng, 1+rng.IntN(2), All)
	p.Shifts = p.Shifts[:min(2, len(p.Shifts))]
	for i := range p.Balances {
		p.Balances[i].Shifts = slices.DeleteFunc(p.Balances[i].Shifts, func(k int32) bool { return int(k) >= len(p.Shifts) })
	}
	for i := range p.Shifts {
		s := &p.Shifts[i]
		s.Open, s.Close = s.Open%5, s.Open%5+2+s.Close%6
		s.Trips, s.MaxS, s.MaxDrivingS, s.RegularS = min(s.Trips, 1), s.MaxS%12, s.MaxDrivingS%10, s.RegularS%10
		s.Breaks = s.Breaks[:min(1, len(s.Breaks))]
		if s.Trips > 0 && rng.IntN(2) == 0 {
			s.Breaks = nil
		} else {
			s.Trips = 0
		}
		for k := range s.Breaks {
			s.Breaks[k] = tour.Break{Open: s.Breaks[k].Open % 5, Close: s.Breaks[k].Open%5 + s.Breaks[k].Close%7, LastsS: s.Breaks[k].LastsS % 3}
			s.Breaks[k].Close = max(s.Breaks[k].Close, s.Breaks[k].Open)
		}
		if rng.IntN(2) == 0 {
			s.Pinned = nil
		}
		for k := range s.Pinned {
			s.Pinned[k].Begin %= 9
		}
		s.Pinned = slices.DeleteFunc(s.Pinned, func(v tour.Visit) bool { return v.Task == tour.Rest && len(s.Breaks) == 0 })
	}
	for i := range p.Tasks {
		for j := range p.Tasks[i].Modes {
			m := &p.Tasks[i].Modes[j]
			m.ServiceS %= 4
			m.Windows = slices.Clone(m.Windows[:min(1, len(m.Windows))])
			for k, w := range m.Windows {
				m.Windows[k] = tour.Window{Open: w.Open % 7, Close: w.Open%7 + w.Close%5}
			}
		}
	}
	for i := range p.Classes {
		for k, x := range p.Classes[i].Times {
			if x != tour.Far {
				p.Classes[i].Times[k] = x % 4
			}
		}
	}
	return p
}

// everything writes down all tours there are of each shift, keeps those that tour.Check
// passes on their own, and lets it judge all that can be put together of them. Of tours
// that serve the same at the same moments with the same work, it keeps the cheapest.
type everything struct {
	p        *tour.Problem
	right    []map[string]tour.Tour
	tours    []tour.Tour
	ok       bool
	unserved int
	cost     int64
	best     tour.Solution
}

func newEverything(p *tour.Problem) *everything {
	e := &everything{p: p, unserved: 1 << 30}
	for k := range p.Shifts {
		e.right = append(e.right, map[string]tour.Tour{})
		for depart := p.Shifts[k].Open; depart <= p.Shifts[k].Close; depart++ {
			e.extend(tour.Tour{Shift: int32(k), Depart: depart}, depart)
		}
	}
	e.join(0)
	return e
}

func (e *everything) join(k int) {
	if k < len(e.p.Shifts) {
		e.join(k + 1)
		for _, t := range e.right[k] {
			e.tours = append(e.tours, t)
			e.join(k + 1)
			e.tours = e.tours[:len(e.tours)-1]
		}
		return
	}
	s := leaveOut(e.p, e.tours...)
	u, c := Score(e.p, s)
	if (u < e.unserved || u == e.unserved && c < e.cost) && check(e.p, s) == nil {
		s.Tours = slices.Clone(s.Tours)
		e.ok, e.unserved, e.cost, e.best = true, u, c, s
	}
}

// leaveOut is the solution of some tours.
func leaveOut(p *tour.Problem, tours ...tour.Tour) tour.Solution {
	s := tour.Solution{Tours: tours}
	for i := range p.Tasks {
		if !slices.ContainsFunc(tours, func(t tour.Tour) bool { return has(t, int32(i)) }) {
			s.LeftOut = append(s.LeftOut, int32(i))
		}
	}
	return s
}

func has(t tour.Tour, task int32) bool {
	return slices.ContainsFunc(t.Visits, func(v tour.Visit) bool { return v.Task == task })
}

// keep keeps a tour that is right by itself.
func (e *everything) keep(t tour.Tour) {
	alone := tour.Problem{Locations: e.p.Locations, Classes: e.p.Classes, Shifts: slices.Clone(e.p.Shifts), Tasks: e.p.Tasks, Apart: e.p.Apart}
	for k := range alone.Shifts {
		if k != int(t.Shift) {
			alone.Shifts[k].Pinned = nil
		}
	}
	if check(&alone, leaveOut(&alone, t)) != nil {
		return
	}
	m := tour.Measure(e.p, t)
	var served []tour.Visit
	for _, v := range t.Visits {
		if v.Task >= 0 {
			served = append(served, tour.Visit{Task: v.Task, Begin: v.Begin})
		}
	}
	k := fmt.Sprint(m.WorkS, served)
	if o, ok := e.right[t.Shift][k]; !ok || m.Cost < tour.Measure(e.p, o).Cost {
		e.right[t.Shift][k] = t
	}
}

// extend adds each visit at each moment, to a tour that has at most one of a kind.
func (e *everything) extend(t tour.Tour, now int32) {
	if slices.ContainsFunc(t.Visits, func(v tour.Visit) bool { return v.Task >= 0 }) {
		e.keep(t)
	}
	if len(t.Visits) == 3 {
		return
	}
	s := &e.p.Shifts[t.Shift]
	add := func(v tour.Visit, lasts int32) {
		for v.Begin = now; v.Begin+lasts <= s.Close; v.Begin++ {
			e.extend(tour.Tour{Shift: t.Shift, Depart: t.Depart, Visits: append(slices.Clone(t.Visits), v)}, v.Begin+lasts)
		}
	}
	for i := range e.p.Tasks {
		if has(t, int32(i)) {
			continue
		}
		for j, m := range e.p.Tasks[i].Modes {
			add(tour.Visit{Task: int32(i), Mode: int32(j)}, m.ServiceS)
		}
	}
	if !has(t, tour.Reload) && s.Trips > 0 {
		add(tour.Visit{Task: tour.Reload}, s.ReloadS)
	}
	if !has(t, tour.Rest) && len(s.Breaks) > 0 {
		add(tour.Visit{Task: tour.Rest}, s.Breaks[0].LastsS)
	}
}

// Nine tasks with everything on are not too many.
func BenchmarkBest(b *testing.B) {
	for _, n := range []int{6, 7, 8, 9} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			seed := uint64(0)
			for b.Loop() {
				seed++
				Best(Random(rand.New(rand.NewPCG(seed, 0)), n, All))
			}
		})
	}
}
