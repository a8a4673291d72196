package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"xunhu/routing/tour"
	"xunhu/routing/tour/tourtest"
)

func Example() {
	p := &tour.Problem{
		Locations: 3, // the base, and two places 60 s from it and from each other
		Times:     []int32{0, 60, 60, 60, 0, 60, 60, 60, 0},
		Shifts:    []tour.Shift{{Base: 0, Open: 0, Close: 3600, MaxS: 3600}},
		Stops: []tour.Stop{
			{Options: []tour.Option{{Enter: 1, Leave: 1, ServiceS: 300}}, Penalty: 10_000},
			{Options: []tour.Option{{Enter: 2, Leave: 2, ServiceS: 300}}, Penalty: 10_000},
		},
	}
	s, err := Solve(context.Background(), p, 1)
	if err != nil {
		panic(err)
	}
	fmt.Println(len(s.Tours), "tour,", tour.Cost(p, s), "s")
	// Output: 1 tour, 780 s
}

// What Solve gives is right, never better than the best there is, and nearly
// always the best.
func TestSolveAgainstEverything(t *testing.T) {
	const cases = 300
	best := 0
	for seed := range uint64(cases) {
		rng := rand.New(rand.NewPCG(seed, 0))
		p := tourtest.Random(rng, rng.IntN(7))
		s, err := Solve(t.Context(), p, seed)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := tour.Check(p, s); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		got, want := tour.Cost(p, s), tourtest.Best(p)
		if got < want {
			t.Fatalf("seed %d: cost %d, but the best of all is %d", seed, got, want)
		}
		if got == want {
			best++
		}
	}
	if best < cases*97/100 {
		t.Errorf("%d of %d were solved best", best, cases)
	}
}

// plane is a problem of points in a square, by one or two shifts, without windows.
func plane(rng *rand.Rand, stops, shifts int) *tour.Problem {
	n := stops + 1
	xs, ys := make([]int, n), make([]int, n)
	for i := range n {
		xs[i], ys[i] = rng.IntN(1000), rng.IntN(1000)
	}
	p := &tour.Problem{Locations: n}
	for i := range n {
		for j := range n {
			p.Times = append(p.Times, int32(max(xs[i]-xs[j], xs[j]-xs[i])+max(ys[i]-ys[j], ys[j]-ys[i])))
		}
	}
	for range shifts {
		p.Shifts = append(p.Shifts, tour.Shift{Close: 100_000, MaxS: 100_000})
	}
	for i := range stops {
		p.Stops = append(p.Stops, tour.Stop{Options: []tour.Option{{Enter: int32(i + 1), Leave: int32(i + 1), ServiceS: 10}}, Penalty: 50_000})
	}
	return p
}

// Eight and nine points, where nothing but the way matters: always the best.
func TestSolveRoundTrips(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p := plane(rng, 7+int(seed%2), 1)
		s, err := Solve(t.Context(), p, seed)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := tour.Cost(p, s), tourtest.Best(p); got != want {
			t.Errorf("seed %d: cost %d, the best is %d", seed, got, want)
		}
	}
}

func TestSolveRepeats(t *testing.T) {
	p := plane(rand.New(rand.NewPCG(1, 2)), 25, 2)
	first, err := Solve(t.Context(), p, 7)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Solve(t.Context(), p, 7)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(first, again) {
		t.Errorf("the same seed gave %v, then %v", first, again)
	}
}

// A context that is over before the search begins still gets a right solution.
func TestSolveUnderADeadContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := plane(rand.New(rand.NewPCG(3, 2)), 25, 2)
	s, err := Solve(ctx, p, 7)
	if err != nil {
		t.Fatal(err)
	}
	if err := tour.Check(p, s); err != nil {
		t.Error(err)
	}
}

func TestSolveRefusesWhatIsNoProblem(t *testing.T) {
	if _, err := Solve(t.Context(), &tour.Problem{Locations: 1}, 1); err == nil {
		t.Error("taken: a problem without times")
	}
}

func BenchmarkSolve(b *testing.B) {
	p := plane(rand.New(rand.NewPCG(1, 1)), 60, 3)
	for b.Loop() {
		if _, err := Solve(b.Context(), p, 1); err != nil {
			b.Fatal(err)
		}
	}
}
