package tour_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"xunhu/routing/tour"
	"xunhu/routing/tour/tourtest"
)

// street is a problem on a line: location i lies i*10 seconds from the base, 0. A
// shift opens at 100 and closes at 200. Stop 0 is a point at location 1; stop 1 runs
// from location 2 to 4 or back; stop 2, at location 3, opens at 150.
func street() *tour.Problem {
	p := &tour.Problem{Locations: 5}
	for i := range 5 {
		for j := range 5 {
			p.Times = append(p.Times, int32(10*max(i-j, j-i)))
		}
	}
	p.Shifts = []tour.Shift{{Base: 0, Open: 100, Close: 200, MaxS: 100}, {Base: 0, Open: 100, Close: 300, MaxS: 90}}
	p.Stops = []tour.Stop{
		{Options: []tour.Option{{Enter: 1, Leave: 1, ServiceS: 5}}, Penalty: 100},
		{Options: []tour.Option{{Enter: 2, Leave: 4, ServiceS: 7}, {Enter: 4, Leave: 2, ServiceS: 7}}, Penalty: 200},
		{Options: []tour.Option{{Enter: 3, Leave: 3, ServiceS: 1}}, Windows: []tour.Window{{Open: 150, Close: 155}}, Penalty: 300},
	}
	return p
}

func ExampleCheck() {
	p := street()
	s := tour.Solution{
		Tours:   []tour.Tour{{Shift: 0, Depart: 105, Visits: []tour.Visit{{Stop: 0}, {Stop: 1}}}},
		LeftOut: []int32{2},
	}
	calls, back, _ := tour.Times(p, s.Tours[0])
	fmt.Println("arrives", calls[0].Arrive, calls[1].Arrive, "back", back, "cost", tour.Cost(p, s))
	fmt.Println(tour.Check(p, s))
	// Output:
	// arrives 115 130 back 177 cost 372
	// <nil>
}

// Whoever comes early waits; waiting costs nothing.
func TestTimesWait(t *testing.T) {
	p := street()
	s := tour.Tour{Shift: 1, Depart: 100, Visits: []tour.Visit{{Stop: 2}}}
	calls, back, ok := tour.Times(p, s)
	if !ok || calls[0] != (tour.Call{Arrive: 130, Begin: 150, End: 151}) || back != 181 {
		t.Errorf("calls %v, back %d, %v", calls, back, ok)
	}
	if c := tour.Cost(p, tour.Solution{Tours: []tour.Tour{s}, LeftOut: []int32{0, 1}}); c != 30+1+30+300 {
		t.Errorf("cost %d", c)
	}
}

func TestCheck(t *testing.T) {
	visits := func(v ...tour.Visit) []tour.Visit { return v }
	a, b, c := tour.Visit{Stop: 0}, tour.Visit{Stop: 1}, tour.Visit{Stop: 2}
	for _, tc := range []struct {
		name string
		s    tour.Solution
		want string // "" for a right one
	}{
		{"all left out", tour.Solution{LeftOut: []int32{0, 1, 2}}, ""},
		{"all served", tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 100, Visits: visits(a, b, c)}}}, ""},
		{"the other way", tour.Solution{Tours: []tour.Tour{{Shift: 1, Depart: 100, Visits: visits(tour.Visit{Stop: 1, Option: 1}, a)}}, LeftOut: []int32{2}}, ""},
		{"forgotten", tour.Solution{LeftOut: []int32{0, 1}}, "stop 2 is served 0 times and left out 0 times"},
		{"served and left out", tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 100, Visits: visits(a)}}, LeftOut: []int32{0, 1, 2}}, "stop 0 is served 1 times and left out 1 times"},
		{"served twice", tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 100, Visits: visits(a, a)}}, LeftOut: []int32{1, 2}}, "stop 0 is served 2 times"},
		{"left out twice", tour.Solution{LeftOut: []int32{0, 1, 1, 2}}, "left out 2 times"},
		{"shift twice", tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 100, Visits: visits(a)}, {Shift: 0, Depart: 150, Visits: visits(b)}}, LeftOut: []int32{2}}, "more than one tour"},
		{"no such shift", tour.Solution{Tours: []tour.Tour{{Shift: 2, Visits: visits(a)}}, LeftOut: []int32{0, 1, 2}}, "shift 2 does not exist"},
		{"no such stop", tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 100, Visits: visits(tour.Visit{Stop: 3})}}, LeftOut: []int32{0, 1, 2}}, "stop 3 in option 0 does not exist"},
		{"no such option", tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 100, Visits: visits(tour.Visit{Stop: 0, Option: 1})}}, LeftOut: []int32{0, 1, 2}}, "stop 0 in option 1 does not exist"},
		{"no such stop left out", tour.Solution{LeftOut: []int32{0, 1, 2, -1}}, "stop -1 does not exist"},
		{"empty", tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 100}}, LeftOut: []int32{0, 1, 2}}, "visits nothing"},
		{"leaves too early", tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 99, Visits: visits(a)}}, LeftOut: []int32{1, 2}}, "before its shift opens"},
		{"back too late", tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 176, Visits: visits(a)}}, LeftOut: []int32{1, 2}}, "back at 201, after its shift closes at 200"},
		{"just in time", tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 175, Visits: visits(a)}}, LeftOut: []int32{1, 2}}, ""},
		{"too long", tour.Solution{Tours: []tour.Tour{{Shift: 1, Depart: 100, Visits: visits(c, b)}}, LeftOut: []int32{0}}, "away for 108 s, more than 90 s"},
		{"window missed", tour.Solution{Tours: []tour.Tour{{Shift: 1, Depart: 126, Visits: visits(c)}}, LeftOut: []int32{0, 1}}, "stop 2 is reached at 156, after its last window"},
		{"window just met", tour.Solution{Tours: []tour.Tour{{Shift: 1, Depart: 125, Visits: visits(c)}}, LeftOut: []int32{0, 1}}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := tour.Check(street(), tc.s)
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("Check: %v", err)
			case tc.want != "" && (!errors.Is(err, tour.ErrWrong) || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("Check: %v, want %q", err, tc.want)
			}
		})
	}
}

func TestCheckSeesMissingWays(t *testing.T) {
	p := street()
	p.Times[1] = tour.Far
	s := tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 100, Visits: []tour.Visit{{Stop: 0}}}}, LeftOut: []int32{1, 2}}
	if err := tour.Check(p, s); !errors.Is(err, tour.ErrWrong) || !strings.Contains(err.Error(), "no way from location 0 to 1") {
		t.Errorf("Check: %v", err)
	}
}

func TestValidate(t *testing.T) {
	for _, tc := range []struct {
		name string
		bend func(*tour.Problem)
	}{
		{"times", func(p *tour.Problem) { p.Times = p.Times[1:] }},
		{"negative time", func(p *tour.Problem) { p.Times[3] = -1 }},
		{"base", func(p *tour.Problem) { p.Shifts[0].Base = 5 }},
		{"shift closes before it opens", func(p *tour.Problem) { p.Shifts[0].Close = 99 }},
		{"no option", func(p *tour.Problem) { p.Stops[0].Options = nil }},
		{"enter", func(p *tour.Problem) { p.Stops[0].Options[0].Enter = -1 }},
		{"leave", func(p *tour.Problem) { p.Stops[0].Options[0].Leave = 5 }},
		{"service", func(p *tour.Problem) { p.Stops[0].Options[0].ServiceS = -1 }},
		{"windows overlap", func(p *tour.Problem) { p.Stops[0].Windows = []tour.Window{{1, 5}, {5, 6}} }},
		{"window upside down", func(p *tour.Problem) { p.Stops[0].Windows = []tour.Window{{5, 1}} }},
		{"penalty", func(p *tour.Problem) { p.Stops[0].Penalty = -1 }},
	} {
		p := street()
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		tc.bend(p)
		if err := p.Validate(); err == nil {
			t.Errorf("%s: taken", tc.name)
		}
	}
}

// No solution undercuts the bound, and it is not always nothing.
func TestLowerBoundIsBelowTheBest(t *testing.T) {
	tight := 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 0))
		p := tourtest.Random(rng, rng.IntN(6))
		bound, best := tour.LowerBound(p), tourtest.Best(p)
		if bound > best {
			t.Fatalf("seed %d: bound %d, but %d is possible", seed, bound, best)
		}
		if best > 0 && bound*2 >= best {
			tight++
		}
	}
	if tight < 150 {
		t.Errorf("the bound reached half of the best in %d of 400 cases only", tight)
	}
}
