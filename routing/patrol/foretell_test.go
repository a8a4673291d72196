package patrol_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/routing/patrol"
	"xunhu/routing/road"
	"xunhu/routing/tour"
	"xunhu/routing/tour/search"
)

// rounds are the visits of a unit's plans as an observer numbers the hours: those in which
// patrols may come, hoursADay each day.
type rounds struct {
	visits    [][]int
	intervals []int // of each, in days
	from      int   // hour from which the observer guesses
	hoursADay int
}

// twoYears plans quarter after quarter with one seed.
func twoYears(t *testing.T, a *atlas.Atlas, net *road.Day, solve patrol.Solver, r patrol.Request) rounds {
	t.Helper()
	first := r.From
	hours := int((r.Settings.ShiftLength + time.Hour - 1) / time.Hour) // what the spread adds hardly sees a visit, and is counted with the last
	x := rounds{hoursADay: hours, from: 365 * hours}
	number := map[string]int{}
	for day := 0; day < 2*365; day += r.Days {
		r.From = first.AddDate(0, 0, day)
		r.Days = min(patrol.MostDays, 2*365-day)
		plan, err := patrol.Make(t.Context(), a, net, solve, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, tour := range plan.Tours {
			for _, s := range tour.Stops {
				k, ok := number[s.Piece]
				if !ok {
					k = len(x.visits)
					number[s.Piece] = k
					x.visits, x.intervals = append(x.visits, nil), append(x.intervals, s.IntervalDays)
				}
				midnight := time.Date(s.Arrive.Year(), s.Arrive.Month(), s.Arrive.Day(), 0, 0, 0, 0, s.Arrive.Location())
				begun := midnight.Sub(first.Truncate(time.Second)).Hours()/24 + 0.5
				hour := int((s.Arrive.Sub(midnight) - r.Settings.ShiftStart) / time.Hour)
				x.visits[k] = append(x.visits[k], int(begun)*hours+min(hour, hours-1))
			}
		}
	}
	for _, v := range x.visits {
		slices.Sort(v)
	}
	return x
}

func (x rounds) watched() []patrol.Hit {
	most := make([]int, len(x.visits))
	for k, every := range x.intervals {
		most[k] = (every+1)*x.hoursADay - 1
	}
	return patrol.Watch(x.visits, most, x.from)
}

// fixed are rounds of the same places on fixed days and hours, as often as the intervals ask.
func (x rounds) fixed() rounds {
	f := x
	f.visits = nil
	for k, every := range x.intervals {
		var v []int
		for day := k % every; day < 2*365; day += every {
			v = append(v, day*x.hoursADay+k%x.hoursADay)
		}
		f.visits = append(f.visits, v)
	}
	return f
}

// anyOrder serves what it can in any order, on each day with one crew.
func anyOrder(_ context.Context, p *tour.Problem, seed uint64) (tour.Solution, error) {
	rng := rand.New(rand.NewPCG(seed, 0))
	s := p.Shifts[0]
	t, at, now := tour.Tour{Depart: s.Open}, s.Start, s.Open
	sol := tour.Solution{}
	for _, i := range rng.Perm(len(p.Tasks)) {
		m := p.Tasks[i].Modes[0]
		begin := now + p.Time(0, at, m.Enter)
		if begin+m.ServiceS+p.Time(0, m.Leave, s.End) > s.Close {
			sol.LeftOut = append(sol.LeftOut, int32(i))
			continue
		}
		t.Visits = append(t.Visits, tour.Visit{Task: int32(i), Begin: begin})
		at, now = m.Leave, begin+m.ServiceS
	}
	slices.Sort(sol.LeftOut)
	if len(t.Visits) > 0 {
		sol.Tours = append(sol.Tours, t)
	}
	return sol, nil
}

// Whoever has watched a year of plans foretells the hour of the next visit hardly better
// than the bound; of fixed rounds every hour is foretold.
func TestVisitsCannotBeForetold(t *testing.T) {
	m, a, net := region(t)
	r := ask("brigade", patrol.MostDays, 11)
	r.Settings.LeastVisits = 0
	r.From = time.Date(2026, 1, 1, 0, 0, 0, 0, monday.Location())
	for i, mark := range "1234GJbHK1234GJbHK" {
		r.Needs = append(r.Needs, patrol.Need{ID: fmt.Sprint(i), Geometry: m[mark], IntervalDays: []int{7, 10, 15}[i%3]})
	}
	x := twoYears(t, a, net, anyOrder, r)
	for _, h := range x.watched() {
		t.Logf("%s: %d of %d right, %.2f times the bound", h.Observer, h.Right, h.Guesses, h.Excess)
		if h.Guesses < 500 || h.Excess > 1.5 {
			t.Errorf("%s: %d of %d right, %.2f times the bound", h.Observer, h.Right, h.Guesses, h.Excess)
		}
	}
	for _, h := range x.fixed().watched() {
		if h.Rate < 0.9 {
			t.Errorf("%s: of fixed rounds %.2f are foretold", h.Observer, h.Rate)
		}
	}
}

// The table of the demonstration's post, over some seeds: what a year of watching is worth
// in the year after. See make foretell.
func TestForetellTable(t *testing.T) {
	seeds, _ := strconv.Atoi(os.Getenv("XUNHU_FORETELL"))
	if seeds < 1 {
		t.Skip("set XUNHU_FORETELL to a number of seeds")
	}
	a, net := demonstration(t)
	var sums [2][3]patrol.Hit
	for seed := range uint64(seeds) {
		r := ask("370481-ZX01", patrol.MostDays, seed)
		r.From = time.Date(2026, 1, 1, 0, 0, 0, 0, monday.Location())
		x := twoYears(t, a, net, search.Tours, r)
		for i, kind := range []rounds{x, x.fixed()} {
			for j, h := range kind.watched() {
				s := &sums[i][j]
				s.Observer, s.Guesses, s.Right, s.Expected = h.Observer, s.Guesses+h.Guesses, s.Right+h.Right, s.Expected+h.Expected
			}
		}
	}
	for i, kind := range []string{"drawn", "fixed"} {
		for _, h := range sums[i] {
			excess := float64(h.Right) / h.Expected
			fmt.Printf("%-6s %-8s %6d guesses %6.2f %% right, bound %5.2f %%, %5.2f times the bound\n", kind, h.Observer, h.Guesses,
				100*float64(h.Right)/float64(h.Guesses), 100*h.Expected/float64(h.Guesses), excess)
			if kind == "drawn" && excess > 1.3 {
				t.Errorf("%s: %.2f times the bound, want 1.30", h.Observer, excess)
			}
		}
	}
}
