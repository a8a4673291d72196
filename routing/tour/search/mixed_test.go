package search

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"xunhu/routing/tour"
)

// mixed is a problem as patrols have them, on a plane of 40 km: points; reaches that are
// followed in either direction, on either bank; optional areas that are open at some hours; several
// posts, crews with and without a boat, breaks, overtime; on each of some days.
func mixed(rng *rand.Rand, tasks, crews, days int) *tour.Problem {
	const posts = 3
	type place struct{ x, y float64 }
	var places []place
	add := func(x, y float64) int32 {
		places = append(places, place{x, y})
		return int32(len(places) - 1)
	}
	anywhere := func() (float64, float64) { return rng.Float64() * 40_000, rng.Float64() * 40_000 }
	p := &tour.Problem{}
	for range posts {
		add(anywhere())
	}
	for day := range int32(days) {
		for crew := range int32(crews) {
			open := day*86_400 + 8*3600
			s := tour.Shift{Day: day, Start: crew % posts, End: crew % posts, Open: open, Close: open + 9*3600, MaxDrivingS: 6 * 3600,
				Breaks:     []tour.Break{{Open: open + 3*3600, Close: open + 5*3600, LastsS: 1800}},
				TravelCost: 2, DurationCost: 1, RegularS: 8 * 3600, OvertimeCost: 2}
			if crew%3 == 0 {
				s.Skills = 1
			}
			p.Shifts = append(p.Shifts, s)
		}
	}
	for i := range tasks {
		x, y := anywhere()
		t := tour.Task{Required: true, Prize: 20_000}
		switch i % 4 {
		case 0, 1:
			at := add(x, y)
			t.Modes = []tour.Mode{{Enter: at, Leave: at, ServiceS: 900 + rng.Int32N(1800)}}
		case 2:
			angle, length := rng.Float64()*2*math.Pi, 1000+rng.Float64()*3000
			dx, dy := math.Cos(angle), math.Sin(angle)
			for _, side := range []float64{-150, 150} {
				a, b := add(x-dy*side, y+dx*side), add(x+dx*length-dy*side, y+dy*length+dx*side)
				service := int32(length/4) + rng.Int32N(600)
				t.Modes = append(t.Modes, tour.Mode{Enter: a, Leave: b, ServiceS: service}, tour.Mode{Enter: b, Leave: a, ServiceS: service})
			}
		case 3:
			at := add(x, y)
			t.Required, t.Prize = false, 3000+int64(rng.IntN(9000))
			var open []tour.Window
			for day := range int32(days) {
				from := day*86_400 + 8*3600 + rng.Int32N(6*3600)
				open = append(open, tour.Window{Open: from, Close: from + 3600 + rng.Int32N(7200)})
			}
			t.Modes = []tour.Mode{{Enter: at, Leave: at, ServiceS: 1200, Windows: open}}
			if i%8 == 3 {
				t.Modes[0].Skills = 1
			}
		}
		p.Tasks = append(p.Tasks, t)
	}
	p.Locations = len(places)
	times := make([]int32, len(places)*len(places))
	for i, a := range places {
		for j, b := range places {
			times[i*len(places)+j] = int32(math.Hypot(a.x-b.x, a.y-b.y) * 1.3 / 14)
		}
	}
	p.Classes = []tour.Class{{Times: times}}
	return p
}

// The first plan of a mixed problem is right and serves what is required.
func TestMixedFirstPlan(t *testing.T) {
	p := mixed(rand.New(rand.NewPCG(1, 1)), 80, 6, 1)
	first, err := Solve(t.Context(), p, Options{Seed: 1, Iterations: 1})
	if err != nil {
		t.Fatal(err)
	}
	more, err := Solve(t.Context(), p, Options{Seed: 1, Iterations: 2000})
	if err != nil {
		t.Fatal(err)
	}
	for _, res := range []Result{first, more} {
		if err := passes(p, res.Solution); err != nil {
			t.Error(err)
		}
	}
	if more.Cost > first.Cost {
		t.Errorf("the first plan costs %d, that after 2000 trials %d", first.Cost, more.Cost)
	}
}

func BenchmarkMixed(b *testing.B) {
	for _, tc := range []struct{ tasks, crews, days, iterations int }{{80, 6, 1, 1}, {80, 6, 1, 2000}, {1500, 28, 30, 1}} {
		b.Run(fmt.Sprintf("%d-%d-%d-%d", tc.tasks, tc.crews, tc.days, tc.iterations), func(b *testing.B) {
			p := mixed(rand.New(rand.NewPCG(1, 1)), tc.tasks, tc.crews, tc.days)
			var res Result
			for b.Loop() {
				var err error
				if res, err = Solve(b.Context(), p, Options{Seed: 1, Iterations: tc.iterations, Islands: 1}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(res.Cost), "cost")
			b.ReportMetric(float64(len(res.Unserved)), "unserved")
		})
	}
}
