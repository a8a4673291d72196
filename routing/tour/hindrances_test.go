package tour_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"xunhu/geo/finding"
	"xunhu/routing/tour"
	"xunhu/routing/tour/tourtest"
)

// one is a street with one shift and task 0 at location 1.
func one() *tour.Problem {
	p := street()
	p.Shifts, p.Tasks = p.Shifts[1:], p.Tasks[:1]
	p.Shifts[0].Day = 0
	return p
}

func ExampleHindrances() {
	p := one()
	p.Tasks[0].Modes[0].ServiceS = 190
	for _, f := range tour.Hindrances(p, 0) {
		fmt.Println(f.Code, f.Args["minutes"])
	}
	// Output: tour.too_late 0.16666666666666666
}

// Each thing that can stand in the way is told by its code and figures.
func TestHindrances(t *testing.T) {
	second := func(p *tour.Problem) { p.Tasks = append(p.Tasks, p.Tasks[0]); p.Together = []tour.Pair{{A: 1, B: 0}} }
	two := func(p *tour.Problem) { second(p); p.Shifts = append(p.Shifts, p.Shifts[0]) }
	for _, tc := range []struct {
		name string
		bend func(*tour.Problem)
		want string // "" for none
	}{
		{"none", func(*tour.Problem) {}, ""},
		{"no shifts", func(p *tour.Problem) { p.Shifts = nil }, "tour.no_shifts task=0"},
		{"skill", func(p *tour.Problem) { p.Tasks[0].Modes[0].Skills = 2 }, "tour.no_skill shifts=1 task=0"},
		{"no way in", func(p *tour.Problem) { p.Classes[0].Times[0*5+1] = tour.Far }, "tour.no_way shifts=1 task=0"},
		{"no way out", func(p *tour.Problem) { p.Classes[0].Distances[1*5+0] = tour.Far }, "tour.no_way shifts=1 task=0"},
		{"load", func(p *tour.Problem) { p.Tasks[0].Load = []int32{1, 6} }, "tour.too_heavy dimension=1 load=6 most=5 shifts=1 task=0"},
		{"window closed before", func(p *tour.Problem) { p.Tasks[0].Modes[0].Windows = []tour.Window{{Open: 0, Close: 50}} }, "tour.missed minutes=1 shifts=1 task=0"},
		{"window opens after", func(p *tour.Problem) { p.Tasks[0].Modes[0].Windows = []tour.Window{{Open: 345, Close: 350}} }, "tour.too_late minutes=1 shifts=1 task=0"},
		{"a second late", func(p *tour.Problem) {
			p.Tasks[0].Modes[0].Windows = []tour.Window{{Open: 286, Close: 350}}
		}, "tour.too_late minutes=0.016666666666666666 shifts=1 task=0"},
		{"a second too long", func(p *tour.Problem) { p.Tasks[0].Modes[0].ServiceS = 101 }, "tour.too_long most=2 needs=2.0166666666666666 shifts=1 task=0"},
		{"one of two windows", func(p *tour.Problem) {
			p.Tasks[0].Modes[0].Windows = []tour.Window{{Open: 0, Close: 50}, {Open: 285, Close: 350}}
		}, ""},
		{"too long for its shift", func(p *tour.Problem) { p.Tasks[0].Modes[0].ServiceS = 160 }, "tour.too_long most=2 needs=3 shifts=1 task=0"},
		{"too far to drive", func(p *tour.Problem) { p.Shifts[0].MaxDrivingS = 15; p.Classes[0].Times[1] = 20 }, "tour.too_far most=0.25 needs=0.5 shifts=1 task=0"},
		{"no time for a break", func(p *tour.Problem) {
			p.Tasks[0].Modes[0].ServiceS = 100
			p.Tasks[0].Modes[0].Windows = []tour.Window{{Open: 110, Close: 110}}
			p.Shifts[0].Breaks = []tour.Break{{Open: 150, Close: 180, LastsS: 5}}
		}, "tour.no_break shifts=1 task=0"},
		{"break before", func(p *tour.Problem) {
			p.Tasks[0].Modes[0].ServiceS = 90
			p.Shifts[0].Breaks = []tour.Break{{Open: 100, Close: 110, LastsS: 5}}
		}, ""},
		{"first, but another is pinned", func(p *tour.Problem) {
			second(p)
			p.Together = nil
			p.Tasks[0].Place = tour.First
			p.Shifts[0].Pinned = []tour.Visit{at(1, 110)}
		}, "tour.no_place shifts=1 task=0"},
		{"companion cannot be served", func(p *tour.Problem) { two(p); p.Tasks[1].Modes = []tour.Mode{{Enter: 1, Leave: 1, Skills: 4}} }, "tour.companion companion=1 task=0"},
		{"companions, but one crew", second, "tour.one_crew companion=1 task=0"},
		{"companions of two crews", two, ""},
		{"companions at different hours", func(p *tour.Problem) {
			two(p)
			p.Tasks[0].Modes = []tour.Mode{{Enter: 1, Leave: 1, Windows: []tour.Window{{Open: 120, Close: 130}}}}
			p.Tasks[1].Modes = []tour.Mode{{Enter: 1, Leave: 1, Windows: []tour.Window{{Open: 131, Close: 140}}}}
		}, "tour.no_moment companion=1 task=0"},
		{"no shift on the days of its pattern", func(p *tour.Problem) {
			second(p)
			p.Together = nil
			p.Periods = []tour.Period{{Tasks: []int32{0, 1}, Patterns: [][]int32{{0, 1}}}}
		}, "tour.no_days days=2 most=1 patterns=1 task=0"},
		{"a pattern of one day", func(p *tour.Problem) {
			p.Periods = []tour.Period{{Tasks: []int32{0}, Patterns: [][]int32{{0}}}}
		}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := one()
			tc.bend(p)
			got := ""
			for _, f := range tour.Hindrances(p, 0) {
				got += f.Error()
			}
			if got != tc.want {
				t.Errorf("Hindrances: %q, want %q", got, tc.want)
			}
		})
	}
}

// A task by itself is hindered if and only if exhaustive search cannot serve it.
func TestHindrancesOfOneTask(t *testing.T) {
	hindered, free := 0, 0
	for seed := range uint64(4000) {
		rng := rand.New(rand.NewPCG(seed, 7))
		p := tourtest.Random(rng, 1, tourtest.All&^tourtest.Trips)
		p.Tasks[0].Required = true
		best, ok := tourtest.Best(p)
		if !ok {
			continue
		}
		got := tour.Hindrances(p, 0)
		unserved, _ := tourtest.Score(p, best)
		if (unserved > 0) != (len(got) > 0) {
			t.Fatalf("seed %d: %d left out, hindrances %v\n%+v", seed, unserved, got, p)
		}
		if len(got) > 0 {
			hindered++
		} else {
			free++
		}
	}
	if hindered < 300 || free < 300 {
		t.Errorf("%d hindered, %d free", hindered, free)
	}
}

// Two who go together are not served if one of them is hindered.
func TestHindrancesOfCompanions(t *testing.T) {
	hindered := 0
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 8))
		p := tourtest.Random(rng, 2, tourtest.All&^(tourtest.Trips|tourtest.Periods|tourtest.Apart))
		p.Together = []tour.Pair{{A: 0, B: 1}}
		p.Tasks[0].Required, p.Tasks[1].Required = true, true
		best, ok := tourtest.Best(p)
		if unserved, _ := tourtest.Score(p, best); !ok || len(tour.Hindrances(p, 0)) == 0 {
			continue
		} else if hindered++; unserved == 0 {
			t.Fatalf("seed %d: served, though %v\n%+v", seed, tour.Hindrances(p, 0), p)
		}
	}
	if hindered < 200 {
		t.Errorf("only %d hindered", hindered)
	}
}

// What found no room in full tours says what they are full of.
func TestNoRoom(t *testing.T) {
	p := street()
	p.Tasks[1].Required = true
	p.Shifts = p.Shifts[1:]
	p.Shifts[0].Trips = 0
	s := tour.Solution{Tours: []tour.Tour{{Shift: 0, Depart: 100, Visits: []tour.Visit{at(0, 110), at(2, 150)}}}, LeftOut: []int32{1}}
	check := func(name string, want finding.Args) {
		t.Helper()
		f := tour.NoRoom(p, s, 1)
		if f.Code != "tour.no_room" {
			t.Fatalf("%s: %v", name, f)
		}
		for k, v := range want {
			if f.Args[k] != v {
				t.Errorf("%s: %v, want %s %v", name, f, k, v)
			}
		}
	}
	check("load", finding.Args{"shifts": 1, "time": 0, "load": 1, "apart": 0}) // 6+2+3 of 10
	p.Tasks[2].Load = nil
	check("time", finding.Args{"shifts": 1, "time": 1, "load": 0, "apart": 0})
	p.Apart = []tour.Pair{{A: 2, B: 1}}
	check("apart", finding.Args{"shifts": 1, "time": 0, "load": 0, "apart": 1})
	p.Tasks[1].Modes[0].Skills, p.Tasks[1].Modes[1].Skills = 4, 4
	if f := tour.NoRoom(p, s, 1); f.Code != "tour.no_skill" {
		t.Errorf("NoRoom: %v, want that the skill lacks", f)
	}
}
