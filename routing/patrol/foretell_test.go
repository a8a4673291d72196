package patrol_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/routing/patrol"
	"xunhu/routing/road"
	"xunhu/routing/tour"
	"xunhu/routing/tour/search"
)

// fixed are rounds of the same places on fixed days and hours, as often as the intervals ask.
func fixed(x *patrol.Rehearsal) []patrol.Hit {
	var visits, most [][]int
	for k, every := range x.Intervals {
		var v []int
		for day := k % every; day < 2*365; day += every {
			v = append(v, day*x.HoursADay+k%x.HoursADay)
		}
		visits, most = append(visits, v), append(most, slices.Repeat([]int{(every+1)*x.HoursADay - 1}, len(v)))
	}
	return patrol.Watch(visits, most, 365*x.HoursADay)
}

func rehearsed(t *testing.T, a *atlas.Atlas, net *road.Day, solve patrol.Solver, r patrol.Request) *patrol.Rehearsal {
	t.Helper()
	x, err := patrol.Rehearse(t.Context(), a, net, solve, r, nil)
	if err != nil {
		t.Fatal(err)
	}
	return x
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
	for i, mark := range strings.Repeat("1234GJbHK", 6) {
		r.Needs = append(r.Needs, patrol.Need{ID: fmt.Sprint(i), Geometry: m[mark], IntervalDays: []int{7, 10, 15}[i%3], ServiceS: 300})
	}
	x := rehearsed(t, a, net, anyOrder, r)
	for _, h := range x.Watched() {
		t.Logf("%s: %d of %d right, %.2f times the bound", h.Observer, h.Right, h.Guesses, h.Excess)
		if h.Guesses < 2500 || h.Excess > 1.3 {
			t.Errorf("%s: %d of %d right, %.2f times the bound", h.Observer, h.Right, h.Guesses, h.Excess)
		}
	}
	for _, h := range fixed(x) {
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
	var cost int64
	left := 0
	for seed := range uint64(seeds) {
		r := ask("370481-ZX01", patrol.MostDays, seed)
		r.From = time.Date(2026, 1, 1, 0, 0, 0, 0, monday.Location())
		x := rehearsed(t, a, net, search.Tours, r)
		cost, left = cost+x.Cost, left+x.LeftOut
		for i, kind := range [][]patrol.Hit{x.Watched(), fixed(x)} {
			for j, h := range kind {
				s := &sums[i][j]
				s.Observer, s.Guesses, s.Right, s.Expected = h.Observer, s.Guesses+h.Guesses, s.Right+h.Right, s.Expected+h.Expected
			}
		}
	}
	fmt.Printf("cost of two years %d s, %d visits left out\n", cost/int64(seeds), left)
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
