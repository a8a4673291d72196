package search

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/tour"
)

// cityProblem draws tasks on a plane around a depot, some ten to a tour, as patrols and
// deliveries have them: the ways keep the triangle, some tasks are optional.
func cityProblem(seed uint64, tasks int, windows bool) *tour.Problem {
	rng := rand.New(rand.NewPCG(seed, 9))
	n := tasks + 1
	x, y := make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], y[i] = 1000*rng.Float64(), 1000*rng.Float64()
	}
	p := &tour.Problem{Locations: n}
	m := make([]int32, n*n)
	for i := range n {
		for j := range n {
			m[i*n+j] = int32(math.Ceil(math.Hypot(x[i]-x[j], y[i]-y[j])))
		}
	}
	p.Classes = []tour.Class{{Times: m, Distances: m}}
	for range tasks / 8 {
		p.Shifts = append(p.Shifts, tour.Shift{Close: 10_000, Capacity: []int32{100}, DistanceCost: 1})
	}
	for i := range tasks {
		t := tour.Task{Required: i%10 != 0, Prize: 50, Load: []int32{1 + int32(rng.IntN(19))}}
		mode := tour.Mode{Enter: int32(i + 1), Leave: int32(i + 1), ServiceS: 10}
		if windows {
			open := int32(1500 + rng.IntN(6000))
			mode.Windows = []tour.Window{{Open: open, Close: open + 600}}
		}
		t.Modes = []tour.Mode{mode}
		p.Tasks = append(p.Tasks, t)
	}
	return p
}

// Islands that share a plan must not touch each other's tours, and what they
// gather must be one plan that costs what the parts say.
func TestIslandsShareOnePlan(t *testing.T) {
	for _, windows := range []bool{false, true} {
		p := cityProblem(1, 300, windows)
		c := compile(p)
		s := newArchipelago(c, Options{Seed: 1, Islands: 3})
		b := newBudget(t.Context(), c, Options{Iterations: 5000})
		first := s.least
		for round := range 5 {
			if s.owner == nil {
				t.Fatalf("windows %v, round %d: no plan is shared", windows, round)
			}
			before := s.islands[0].now()
			for r := range before {
				before[r] = append([]int32{}, before[r]...)
			}
			owner := s.owner
			s.each(func(i int) { s.islands[i].run(b) })
			for i, x := range s.islands {
				for r, tasks := range x.now() {
					if owner[r] != int32(i) && !slices.Equal(tasks, before[r]) {
						t.Fatalf("windows %v, round %d: island %d changed the tour of shift %d of island %d", windows, round, i, r, owner[r])
					}
				}
			}
			s.exchange(b.season(s.islands[0].iteration))
			res := s.result()
			if err := tour.Check(p, res.Solution); err != nil {
				t.Fatalf("windows %v, round %d: %v", windows, round, err)
			}
			if res.Cost != s.least {
				t.Fatalf("windows %v, round %d: the parts say %d, counted %d", windows, round, s.least, res.Cost)
			}
		}
		if s.least >= first {
			t.Errorf("windows %v: no better than the first plan, %d", windows, first)
		}
	}
}

// A trial that is given up while tasks are still out must be one that would not have been kept.
func TestGivenUpTrialsAreTooDear(t *testing.T) {
	for _, windows := range []bool{false, true} {
		x := newIsland(compile(cityProblem(3, 150, windows)), Options{Seed: 1}, 0, nil)
		x.heat = x.c.scale / 4
		x.reprice(-40*x.heat, 1) // tours are paid for, as cycles that lean to more of them have it
		given := 0
		for range 2000 {
			again := x.rng
			x.bar = x.limit()
			bar := x.bar
			x.ruin()
			x.mend()
			if x.cost < bar {
				x.commit()
				continue
			}
			dear := x.cost
			x.undo()
			x.rng, x.bar = again, math.MaxInt64
			x.limit()
			x.ruin()
			x.mend()
			if x.cost < bar {
				t.Fatalf("windows %v: given up at %d, but comes to %d, of %d", windows, dear, x.cost, bar)
			}
			if x.cost != dear {
				given++
			}
			x.undo()
		}
		if given < 100 {
			t.Errorf("windows %v: only %d of 2000 trials are given up", windows, given)
		}
	}
}

// BenchmarkTrial is one iteration of the search in a plan of a thousand tasks.
func BenchmarkTrial(b *testing.B) {
	for name, windows := range map[string]bool{"points": false, "windows": true} {
		b.Run(name, func(b *testing.B) {
			x := newIsland(compile(cityProblem(2, 1000, windows)), Options{Seed: 1}, 0, nil)
			x.cool(season{share: 0.5, warm: 1})
			for range 20_000 {
				x.trial()
			}
			for b.ReportAllocs(); b.Loop(); {
				x.trial()
			}
		})
	}
}

// BenchmarkFirst is what it takes until there is a plan.
func BenchmarkFirst(b *testing.B) {
	for name, windows := range map[string]bool{"points": false, "windows": true} {
		b.Run(name, func(b *testing.B) {
			p := cityProblem(2, 1000, windows)
			for b.Loop() {
				newIsland(compile(p), Options{Seed: 1}, 0, nil)
			}
		})
	}
}

// BenchmarkCheapest is the pricing of one task in all tours of a plan, none looked up.
func BenchmarkCheapest(b *testing.B) {
	for name, windows := range map[string]bool{"points": false, "windows": true} {
		b.Run(name, func(b *testing.B) {
			x := newIsland(compile(cityProblem(2, 1000, windows)), Options{Seed: 1}, 0, nil)
			for task := int32(0); b.Loop(); task = (task + 1) % 1000 {
				for _, r := range x.busy {
					x.k.cheapest(x.slot[r], task, -1)
				}
			}
			places := float64(b.N) * float64(1000-len(x.out)+len(x.busy))
			b.ReportMetric(places/b.Elapsed().Seconds()/1e6, "Mplaces/s")
		})
	}
}
