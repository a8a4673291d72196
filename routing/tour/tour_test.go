package tour_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"xunhu/routing/tour"
	"xunhu/routing/tour/tourtest"
)

// street is a problem on a line: location i lies i*10 seconds and i*100 metres from
// the post, 0. Shift 0 opens at 100, closes at 200 and has a break from 140 to 160 for
// 5 s; shift 1 opens at 100 on the next day, as it were, closes at 300, may be away for
// 120 s, drive for 90 s and unload once. Task 0 is a point at location 1; task 1 runs from
// 2 to 4 or back, and wants a boat for the way back; task 2, at 3, opens at 150 and again
// at 250.
func street() *tour.Problem {
	p := &tour.Problem{Locations: 5}
	var times, distances []int32
	for i := range int32(5) {
		for j := range int32(5) {
			times, distances = append(times, 10*max(i-j, j-i)), append(distances, 100*max(i-j, j-i))
		}
	}
	p.Classes = []tour.Class{{Times: times, Distances: distances}}
	p.Shifts = []tour.Shift{
		{Open: 100, Close: 200, Capacity: []int32{10, 5}, TravelCost: 1, Breaks: []tour.Break{{Open: 140, Close: 160, LastsS: 5}}},
		{Open: 100, Close: 300, Day: 1, Capacity: []int32{10, 5}, TravelCost: 1, MaxS: 120, MaxDrivingS: 90, Trips: 1, ReloadS: 3, Skills: 1},
	}
	p.Tasks = []tour.Task{
		{Modes: []tour.Mode{{Enter: 1, Leave: 1, ServiceS: 5}}, Load: []int32{6}, Prize: 100},
		{Modes: []tour.Mode{{Enter: 2, Leave: 4, ServiceS: 7}, {Enter: 4, Leave: 2, ServiceS: 7, Skills: 1}}, Load: []int32{3, 5}, Prize: 200},
		{Modes: []tour.Mode{{Enter: 3, Leave: 3, ServiceS: 1, Windows: []tour.Window{{Open: 150, Close: 155}, {Open: 250, Close: 260}}}}, Load: []int32{2}, Prize: 300},
	}
	return p
}

func ExampleCheck() {
	p := street()
	s := tour.Solution{
		Tours:   []tour.Tour{{Shift: 1, Depart: 105, Visits: []tour.Visit{{Task: 0, Begin: 115}, {Task: 1, Begin: 130}}}},
		LeftOut: []int32{2},
	}
	m := tour.Measure(p, s.Tours[0])
	fmt.Println("away", m.AwayS, "travels", m.DrivingS, "cost", tour.Cost(p, s))
	fmt.Println(tour.Check(p, s))
	// Output:
	// away 72 travels 60 cost 360
	// <nil>
}

// at is a visit of a task in its first mode.
func at(task, begin int32) tour.Visit { return tour.Visit{Task: task, Begin: begin} }

// Each constraint is broken once, by one figure where it has one, and named with the
// tour, the visit and the figures; what keeps it by as little is right.
func TestCheck(t *testing.T) {
	tourOf := func(shift, depart int32, visits ...tour.Visit) tour.Tour {
		return tour.Tour{Shift: shift, Depart: depart, Visits: visits}
	}
	rest, reload := func(begin int32) tour.Visit { return at(tour.Rest, begin) }, func(begin int32) tour.Visit { return at(tour.Reload, begin) }
	together := func(p *tour.Problem) { p.Together = []tour.Pair{{A: 0, B: 1}} }
	apart := func(p *tour.Problem) { p.Apart = []tour.Pair{{A: 0, B: 1}} }
	place := func(task int, x tour.Place) func(*tour.Problem) {
		return func(p *tour.Problem) { p.Tasks[task].Place = x }
	}
	pinned := func(p *tour.Problem) { p.Shifts[1].Pinned = []tour.Visit{at(0, 120)} }
	period := func(patterns ...[]int32) func(*tour.Problem) {
		return func(p *tour.Problem) { p.Periods = []tour.Period{{Tasks: []int32{0, 1}, Patterns: patterns}} }
	}
	for _, tc := range []struct {
		name  string
		bend  func(*tour.Problem)
		tours []tour.Tour
		left  []int32
		want  string // "" for a right one
	}{
		{"all left out", nil, nil, []int32{0, 1, 2}, ""},
		{"two tours", nil, []tour.Tour{tourOf(0, 100, at(0, 110)), tourOf(1, 100, at(1, 120), at(2, 150))}, nil, ""},

		{"forgotten", nil, nil, []int32{0, 1}, "task 2 is served 0 times and left out 0 times"},
		{"served and left out", nil, []tour.Tour{tourOf(0, 100, at(0, 110))}, []int32{0, 1, 2}, "task 0 is served 1 times and left out 1 times"},
		{"served twice", nil, []tour.Tour{tourOf(0, 100, at(0, 110), at(0, 115))}, []int32{1, 2}, "task 0 is served 2 times and left out 0 times"},
		{"left out twice", nil, nil, []int32{0, 1, 1, 2}, "task 1 is served 0 times and left out 2 times"},
		{"required", func(p *tour.Problem) { p.Tasks[2].Required = true }, nil, []int32{0, 1, 2}, "task 2 is required, but left out"},
		{"no such task left out", nil, nil, []int32{0, 1, 2, 3}, "left out: task 3 does not exist"},

		{"no such shift", nil, []tour.Tour{tourOf(2, 100, at(0, 110))}, []int32{0, 1, 2}, "tour 0: shift 2 does not exist"},
		{"shift twice", nil, []tour.Tour{tourOf(0, 100, at(0, 110)), tourOf(0, 100, at(1, 120))}, []int32{2}, "shift 0 makes more than one tour"},
		{"no such task", nil, []tour.Tour{tourOf(0, 100, at(3, 110))}, []int32{0, 1, 2}, "tour 0, visit 0: task 3 in mode 0 does not exist"},
		{"no such mode", nil, []tour.Tour{tourOf(0, 100, tour.Visit{Task: 0, Mode: 1, Begin: 110})}, []int32{0, 1, 2}, "tour 0, visit 0: task 0 in mode 1 does not exist"},
		{"no such break", nil, []tour.Tour{tourOf(1, 100, at(0, 110), rest(140))}, []int32{1, 2}, "tour 0, visit 1: task -2 in mode 0 does not exist"},
		{"no such kind of visit", nil, []tour.Tour{tourOf(1, 100, at(0, 110), at(-3, 140))}, []int32{1, 2}, "tour 0, visit 1: task -3 in mode 0 does not exist"},
		{"empty", nil, []tour.Tour{tourOf(0, 100)}, []int32{0, 1, 2}, "tour 0 visits nothing"},
		{"rests only", nil, []tour.Tour{tourOf(0, 100, rest(140))}, []int32{0, 1, 2}, "tour 0 visits nothing"},

		{"leaves too early", nil, []tour.Tour{tourOf(0, 99, at(0, 110))}, []int32{1, 2}, "tour 0 leaves at 99, before its shift opens at 100"},
		{"back too late", nil, []tour.Tour{tourOf(0, 160, at(0, 186))}, []int32{1, 2}, "tour 0 is back at 201, after its shift closes at 200"},
		{"back just in time", nil, []tour.Tour{tourOf(0, 160, at(0, 185))}, []int32{1, 2}, ""},
		{"away too long", nil, []tour.Tour{tourOf(1, 100, at(0, 206))}, []int32{1, 2}, "tour 0 is away for 121 s, more than 120 s"},
		{"away as long as may be", nil, []tour.Tour{tourOf(1, 100, at(0, 205))}, []int32{1, 2}, ""},
		{"drives too long", func(p *tour.Problem) { p.Shifts[1].MaxDrivingS = 59 }, []tour.Tour{tourOf(1, 105, at(0, 115), at(1, 130))}, []int32{2}, "tour 0 drives for 60 s, more than 59 s"},
		{"drives as long as may be", func(p *tour.Problem) { p.Shifts[1].MaxDrivingS = 60 }, []tour.Tour{tourOf(1, 105, at(0, 115), at(1, 130))}, []int32{2}, ""},
		{"begins before it is reached", nil, []tour.Tour{tourOf(0, 100, at(0, 109))}, []int32{1, 2}, "tour 0, visit 0: begins at 109, but is reached at 110"},
		{"begins before the last is done", nil, []tour.Tour{tourOf(1, 100, at(0, 110), at(1, 124))}, []int32{2}, "tour 0, visit 1: begins at 124, but is reached at 125"},
		{"before its window", nil, []tour.Tour{tourOf(1, 100, at(2, 149))}, []int32{0, 1}, "tour 0, visit 0: task 2 begins at 149, outside its windows"},
		{"between its windows", nil, []tour.Tour{tourOf(1, 100, at(2, 156))}, []int32{0, 1}, "tour 0, visit 0: task 2 begins at 156, outside its windows"},
		{"in its second window", nil, []tour.Tour{tourOf(1, 200, at(2, 260))}, []int32{0, 1}, ""},
		{"lacks a skill", nil, []tour.Tour{tourOf(0, 100, tour.Visit{Task: 1, Mode: 1, Begin: 140}, rest(160))}, []int32{0, 2}, "tour 0, visit 0: task 1 in mode 1 wants skills 0x1 that shift 0 lacks"},
		{"has the skill", nil, []tour.Tour{tourOf(1, 100, tour.Visit{Task: 1, Mode: 1, Begin: 140})}, []int32{0, 2}, ""},
		{"no way", func(p *tour.Problem) { p.Classes[0].Times[0*5+1] = tour.Far }, []tour.Tour{tourOf(0, 100, at(0, 110))}, []int32{1, 2}, "tour 0: no way from location 0 to 1"},
		{"no way by distance", func(p *tour.Problem) { p.Classes[0].Distances[1*5+0] = tour.Far }, []tour.Tour{tourOf(0, 100, at(0, 110))}, []int32{1, 2}, "tour 0: no way from location 1 to 0"},

		{"no break", nil, []tour.Tour{tourOf(0, 100, at(1, 120))}, []int32{0, 2}, "tour 0 takes break 0 0 times"},
		{"with its break", nil, []tour.Tour{tourOf(0, 100, at(1, 120), rest(147))}, []int32{0, 2}, ""},
		{"break at the start", nil, []tour.Tour{tourOf(0, 140, rest(140), at(0, 155))}, []int32{1, 2}, ""},
		{"break not owed, for it leaves late", nil, []tour.Tour{tourOf(0, 160, at(0, 170))}, []int32{1, 2}, ""},
		{"break not owed, for it is back early", nil, []tour.Tour{tourOf(0, 135, at(0, 145))}, []int32{1, 2}, ""},
		{"break too early", nil, []tour.Tour{tourOf(0, 100, rest(139), at(0, 154))}, []int32{1, 2}, "tour 0, visit 0: break 0 begins at 139, outside 140 to 160"},
		{"break too late", nil, []tour.Tour{tourOf(0, 100, at(1, 120), rest(161))}, []int32{0, 2}, "tour 0, visit 1: break 0 begins at 161, outside 140 to 160"},
		{"break twice", nil, []tour.Tour{tourOf(0, 100, at(0, 110), rest(140), rest(145))}, []int32{1, 2}, "tour 0 takes break 0 2 times"},
		{"break too long for what follows", nil, []tour.Tour{tourOf(0, 130, rest(140), at(0, 154))}, []int32{1, 2}, "tour 0, visit 1: begins at 154, but is reached at 155"},

		{"overloaded", nil, []tour.Tour{tourOf(1, 100, at(0, 110), at(1, 125), at(2, 150))}, nil, "tour 0, trip 0: load 11 of dimension 0, more than 10"},
		{"overloaded in the second dimension", func(p *tour.Problem) { p.Shifts[1].Capacity[1] = 4 }, []tour.Tour{tourOf(1, 100, at(1, 120))}, []int32{0, 2}, "tour 0, trip 0: load 5 of dimension 1, more than 4"},
		{"unloads between", nil, []tour.Tour{tourOf(1, 100, at(0, 110), reload(125), at(1, 148))}, []int32{2}, ""},
		{"second trip overloaded", func(p *tour.Problem) { p.Tasks[1].Load[0] = 11 }, []tour.Tour{tourOf(1, 100, at(0, 110), reload(125), at(1, 148))}, []int32{2}, "tour 0, trip 1: load 11 of dimension 0, more than 10"},
		{"leaves before it is unloaded", nil, []tour.Tour{tourOf(1, 100, at(0, 110), reload(125), at(1, 147))}, []int32{2}, "tour 0, visit 2: begins at 147, but is reached at 148"},
		{"unloads before it is there", nil, []tour.Tour{tourOf(1, 100, at(0, 110), reload(124), at(1, 148))}, []int32{2}, "tour 0, visit 1: begins at 124, but is reached at 125"},
		{"unloads too often", nil, []tour.Tour{tourOf(1, 100, at(0, 110), reload(125), reload(128))}, []int32{1, 2}, "tour 0 unloads 2 times, more than 1"},

		{"not first", place(1, tour.First), []tour.Tour{tourOf(1, 100, at(0, 110), at(1, 125))}, []int32{2}, "tour 0: task 1 must be its first"},
		{"first", place(0, tour.First), []tour.Tour{tourOf(1, 100, at(0, 110), at(1, 125))}, []int32{2}, ""},
		{"first, after a break", place(0, tour.First), []tour.Tour{tourOf(0, 140, rest(140), at(0, 155))}, []int32{1, 2}, ""},
		{"not last", place(0, tour.Last), []tour.Tour{tourOf(1, 100, at(0, 110), at(1, 125))}, []int32{2}, "tour 0: task 0 must be its last"},
		{"last", place(1, tour.Last), []tour.Tour{tourOf(1, 100, at(0, 110), at(1, 125))}, []int32{2}, ""},

		{"pinned, but at another moment", pinned, []tour.Tour{tourOf(1, 100, at(0, 121))}, []int32{1, 2}, "tour 0, visit 0: task 0 in mode 0 at 120 is pinned there"},
		{"pinned, but after another", pinned, []tour.Tour{tourOf(1, 100, at(2, 150), at(0, 171))}, []int32{1}, "tour 0, visit 0: task 0 in mode 0 at 120 is pinned there"},
		{"pinned, but in another shift", pinned, []tour.Tour{tourOf(0, 100, at(0, 120))}, []int32{1, 2}, "shift 1 makes no tour, but 1 visits of it are pinned"},
		{"as pinned", pinned, []tour.Tour{tourOf(1, 100, at(0, 120), at(1, 135))}, []int32{2}, ""},

		{"one of two companions", together, []tour.Tour{tourOf(1, 100, at(1, 120))}, []int32{0, 2}, "tasks 0 and 1 go together, but only one is served"},
		{"companions in one tour", together, []tour.Tour{tourOf(1, 100, at(0, 110), at(1, 125))}, []int32{2}, "tasks 0 and 1 go together, but one shift serves both"},
		{"companions do not meet", together, []tour.Tour{tourOf(0, 100, at(0, 121)), tourOf(1, 100, at(1, 120))}, []int32{2}, "tasks 0 and 1 go together, but begin at 121 and 120"},
		{"companions meet", together, []tour.Tour{tourOf(0, 100, at(0, 120)), tourOf(1, 100, at(1, 120))}, []int32{2}, ""},
		{"neither companion", together, nil, []int32{0, 1, 2}, ""},
		{"not to be in one tour", apart, []tour.Tour{tourOf(1, 100, at(0, 110), at(1, 125))}, []int32{2}, "tasks 0 and 1 may not be in one tour, but are in tour 0"},
		{"in two tours", apart, []tour.Tour{tourOf(0, 100, at(0, 110)), tourOf(1, 100, at(1, 120))}, []int32{2}, ""},

		{"no such days", period([]int32{0}, []int32{1, 2}), []tour.Tour{tourOf(0, 100, at(0, 110)), tourOf(1, 100, at(1, 120))}, []int32{2}, "period 0: days [0 1] are none of its patterns"},
		{"days of a pattern", period([]int32{0}, []int32{0, 1}), []tour.Tour{tourOf(0, 100, at(0, 110)), tourOf(1, 100, at(1, 120))}, []int32{2}, ""},
		{"one day of two", period([]int32{0, 1}), []tour.Tour{tourOf(1, 100, at(1, 120))}, []int32{0, 2}, "period 0: days [1] are none of its patterns"},
		{"one day twice", period([]int32{1}), []tour.Tour{tourOf(1, 100, at(0, 110), at(1, 125))}, []int32{2}, "period 0: days [1 1] are none of its patterns"},
		{"no day at all", period([]int32{0, 1}), nil, []int32{0, 1, 2}, ""},

		{"the problem itself", func(p *tour.Problem) { p.Shifts[0].Close = 99 }, nil, []int32{0, 1, 2}, "the problem itself: tour: shift 0: opens at 100, after it closes at 99"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := street()
			if tc.bend != nil {
				tc.bend(p)
			}
			err := tour.Check(p, tour.Solution{Tours: tc.tours, LeftOut: tc.left})
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("Check: %v", err)
			case tc.want != "" && (!errors.Is(err, tour.ErrWrong) || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("Check: %v, want %q", err, tc.want)
			}
		})
	}
}

// Several faults of one solution are told together.
func TestCheckTellsAllFaults(t *testing.T) {
	err := tour.Check(street(), tour.Solution{
		Tours:   []tour.Tour{{Shift: 0, Depart: 90, Visits: []tour.Visit{at(0, 110)}}, {Shift: 1, Depart: 100, Visits: []tour.Visit{at(2, 156)}}},
		LeftOut: []int32{0, 1},
	})
	for _, want := range []string{"leaves at 90", "outside its windows", "task 0 is served 1 times"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Check: %v; %q is missing", err, want)
		}
	}
}

func TestValidate(t *testing.T) {
	for _, tc := range []struct {
		name string
		bend func(*tour.Problem)
		want string
	}{
		{"locations", func(p *tour.Problem) { p.Locations = tour.MaxLocations + 1 }, "20001 locations, of at most 20000"},
		{"times", func(p *tour.Problem) { p.Classes[0].Times = p.Classes[0].Times[1:] }, "class 0: 24 times for 5 locations"},
		{"distances", func(p *tour.Problem) { p.Classes[0].Distances = p.Classes[0].Distances[1:] }, "class 0: 24 distances for 5 locations"},
		{"negative time", func(p *tour.Problem) { p.Classes[0].Times[7] = -1 }, "class 0: times: -1 from location 1 to 2"},
		{"time beyond Far", func(p *tour.Problem) { p.Classes[0].Distances[7] = tour.Far + 1 }, "class 0: distances: 1073741824 from location 1 to 2"},
		{"class", func(p *tour.Problem) { p.Shifts[0].Class = 1 }, "shift 0: class 1 of 1"},
		{"start", func(p *tour.Problem) { p.Shifts[0].Start = 5 }, "shift 0: start 5, end 0 of 5 locations"},
		{"end", func(p *tour.Problem) { p.Shifts[0].End = -1 }, "shift 0: start 0, end -1 of 5 locations"},
		{"closes before it opens", func(p *tour.Problem) { p.Shifts[0].Close = 99 }, "shift 0: opens at 100, after it closes at 99"},
		{"limit", func(p *tour.Problem) { p.Shifts[1].MaxDrivingS = -1 }, "shift 1: a limit below zero"},
		{"price", func(p *tour.Problem) { p.Shifts[1].OvertimeCost = -1 }, "shift 1: a price below zero"},
		{"capacity", func(p *tour.Problem) { p.Shifts[1].Capacity[1] = -1 }, "shift 1: capacity -1"},
		{"break", func(p *tour.Problem) { p.Shifts[0].Breaks[0].Open = 161 }, "shift 0: break 0: from 161 to 160 for 5 s"},
		{"pinned task", func(p *tour.Problem) { p.Shifts[0].Pinned = []tour.Visit{at(3, 0)} }, "shift 0: pinned visit 0: no task 3 in mode 0"},
		{"pinned mode", func(p *tour.Problem) { p.Shifts[0].Pinned = []tour.Visit{{Task: 1, Mode: 2}} }, "shift 0: pinned visit 0: no task 1 in mode 2"},
		{"pinned break", func(p *tour.Problem) { p.Shifts[1].Pinned = []tour.Visit{at(tour.Rest, 140)} }, "shift 1: pinned visit 0: no task -2 in mode 0"},
		{"pinned twice", func(p *tour.Problem) {
			p.Shifts[0].Pinned, p.Shifts[1].Pinned = []tour.Visit{at(0, 110)}, []tour.Visit{at(0, 110)}
		}, "shift 1, pinned visit 0: task 0 is pinned in shift 0 already"},
		{"no mode", func(p *tour.Problem) { p.Tasks[0].Modes = nil }, "task 0: no mode"},
		{"prize", func(p *tour.Problem) { p.Tasks[0].Prize = -1 }, "task 0: prize -1"},
		{"load", func(p *tour.Problem) { p.Tasks[1].Load[1] = -2 }, "task 1: load [3 -2]"},
		{"place", func(p *tour.Problem) { p.Tasks[0].Place = 3 }, "task 0: place 3"},
		{"enter", func(p *tour.Problem) { p.Tasks[0].Modes[0].Enter = -1 }, "task 0: mode 0: enter -1, leave 1, service 5 s, cost 0"},
		{"leave", func(p *tour.Problem) { p.Tasks[1].Modes[1].Leave = 5 }, "task 1: mode 1: enter 4, leave 5, service 7 s, cost 0"},
		{"service", func(p *tour.Problem) { p.Tasks[0].Modes[0].ServiceS = -1 }, "service -1 s"},
		{"cost", func(p *tour.Problem) { p.Tasks[0].Modes[0].Cost = -1 }, "cost -1"},
		{"windows overlap", func(p *tour.Problem) { p.Tasks[2].Modes[0].Windows[1].Open = 155 }, "task 2: mode 0, window 1: 155 to 260"},
		{"window upside down", func(p *tour.Problem) { p.Tasks[2].Modes[0].Windows[0].Open = 156 }, "task 2: mode 0, window 0: 156 to 155"},
		{"together", func(p *tour.Problem) { p.Together = []tour.Pair{{A: 0, B: 3}} }, "together, pair 0: tasks 0 and 3 of 3"},
		{"apart from itself", func(p *tour.Problem) { p.Apart = []tour.Pair{{A: 1, B: 1}} }, "apart, pair 0: tasks 1 and 1 of 3"},
		{"period", func(p *tour.Problem) { p.Periods = []tour.Period{{Tasks: []int32{-1}}} }, "period 0: task -1 of 3"},
		{"two periods", func(p *tour.Problem) { p.Periods = []tour.Period{{Tasks: []int32{0}}, {Tasks: []int32{0}}} }, "task 0 is in periods 0 and 1"},
		{"days fall", func(p *tour.Problem) { p.Periods = []tour.Period{{Tasks: []int32{0, 1}, Patterns: [][]int32{{1, 1}}}} }, "period 0: days [1 1] for 2 tasks"},
		{"more days than tasks", func(p *tour.Problem) { p.Periods = []tour.Period{{Tasks: []int32{0}, Patterns: [][]int32{{1, 2}}}} }, "period 0: days [1 2] for 1 tasks"},
		{"balance", func(p *tour.Problem) { p.Balances = []tour.Balance{{Shifts: []int32{0, 2}}} }, "balance 0: shifts [0 2] of 2 at 0 a second"},
		{"dear balance", func(p *tour.Problem) { p.Balances = []tour.Balance{{Cost: -1}} }, "balance 0: shifts [] of 2 at -1 a second"},
	} {
		p := street()
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		tc.bend(p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
	}
}

// Of very many faults some are told, and how many there are.
func TestValidateManyFaults(t *testing.T) {
	p := street()
	p.Tasks = make([]tour.Task, 1000)
	if err := p.Validate(); err == nil || !strings.Contains(err.Error(), "and 980 more faults") || strings.Count(err.Error(), "\n") != 20 {
		t.Errorf("Validate: %v", err)
	}
}

// recount is Cost in other words: each tour is written down as spans with a kind, and
// every price is laid on the spans that it is for.
func recount(p *tour.Problem, s tour.Solution) (sum int64) {
	work := map[int32]int64{}
	for _, t := range s.Tours {
		shift := p.Shifts[t.Shift]
		stops := []int32{shift.Start} // locations in the order in which they are come to and left
		end := t.Depart
		for _, v := range t.Visits {
			here := stops[len(stops)-1]
			switch v.Task {
			case tour.Rest:
				end = v.Begin + shift.Breaks[v.Mode].LastsS
				stops = append(stops, here, here)
			case tour.Reload:
				end = v.Begin + shift.ReloadS
				work[t.Shift] += int64(shift.ReloadS)
				stops = append(stops, shift.Start, shift.Start)
			default:
				m := p.Tasks[v.Task].Modes[v.Mode]
				end = v.Begin + m.ServiceS
				work[t.Shift] += int64(m.ServiceS)
				sum += m.Cost
				stops = append(stops, m.Enter, m.Leave)
			}
		}
		stops = append(stops, shift.End)
		n := int32(p.Locations)
		for i := 0; i < len(stops); i += 2 {
			if i > 0 && i/2 <= len(t.Visits)-1 && t.Visits[i/2].Task == tour.Rest {
				continue // stays where it is, whatever the matrix says of that
			}
			if i == 0 && t.Visits[0].Task == tour.Rest {
				continue
			}
			cell := stops[i]*n + stops[i+1]
			s := int64(p.Classes[shift.Class].Times[cell])
			sum += s * shift.TravelCost
			work[t.Shift] += s
			if p.Classes[shift.Class].Distances != nil {
				sum += int64(p.Classes[shift.Class].Distances[cell]) * shift.DistanceCost
			}
			if i+2 == len(stops) {
				end += int32(s)
			}
		}
		sum += shift.FixedCost + int64(end-t.Depart)*shift.DurationCost
		for second := t.Depart + shift.RegularS; shift.RegularS > 0 && second < end; second++ {
			sum += shift.OvertimeCost
		}
	}
	served := map[int32]bool{}
	for _, t := range s.Tours {
		for _, v := range t.Visits {
			served[v.Task] = true
		}
	}
	for i, t := range p.Tasks {
		if !served[int32(i)] {
			sum += t.Prize
		}
	}
	for _, b := range p.Balances {
		widest := int64(0)
		for _, i := range b.Shifts {
			for _, j := range b.Shifts {
				widest = max(widest, work[i]-work[j])
			}
		}
		sum += b.Cost * widest
	}
	return sum
}

// Cost agrees with another count, and no solution undercuts the bound, which is not
// always nothing.
func TestCostAndLowerBound(t *testing.T) {
	seeds := uint64(2000)
	if testing.Short() {
		seeds = 300
	}
	tight, counted := 0, 0
	for seed := range seeds {
		rng := rand.New(rand.NewPCG(seed, 0))
		features := tourtest.All
		if seed%2 == 0 {
			features = tourtest.Modes | tourtest.Windows | tourtest.Holes | tourtest.Loads
		}
		p := tourtest.Random(rng, rng.IntN(6), features)
		best, ok := tourtest.Best(p)
		if !ok {
			continue
		}
		cost := tour.Cost(p, best)
		if again := recount(p, best); again != cost {
			t.Fatalf("seed %d: cost %d, counted otherwise %d: %+v", seed, cost, again, best)
		}
		if slices.ContainsFunc(best.LeftOut, func(i int32) bool { return p.Tasks[i].Required }) {
			continue // the bound is for right solutions
		}
		counted++
		bound := tour.LowerBound(p)
		if bound > cost {
			t.Fatalf("seed %d: bound %d, but %d is possible", seed, bound, cost)
		}
		if bound > 0 && 2*bound >= cost {
			tight++
		}
	}
	if counted < int(seeds)/2 || tight < counted/15 {
		t.Errorf("of %d, bound within half of the best in %d", counted, tight)
	}
}
