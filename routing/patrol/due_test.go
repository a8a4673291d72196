package patrol

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// needing makes tasks of many intervals, some of which are shorter in some seasons.
func needing(rng *rand.Rand, n int) []task {
	var tasks []task
	for i := range n {
		need := &Need{IntervalDays: []int{0, 1, 2, 3, 7, 15, 30}[rng.IntN(7)], Category: []string{"", "E04", "W03", "A01"}[rng.IntN(4)]}
		tasks = append(tasks, task{need: need, piece: fmt.Sprint(i)})
	}
	return tasks
}

func makerOf(from time.Time, days int, rng *rand.Rand) *maker {
	return &maker{s: Defaults(), from: from, days: days, rng: rng}
}

// longest is the interval of a need on a day, computed anew.
func longest(n *Need, day time.Time) int {
	_, often := Year(Seasons()).Weight(n.Category, day)
	return max(1, int(float64(n.IntervalDays)/often))
}

// However a long time is cut into plans, every task is visited within its interval of the
// visit before, in every season, whether visits are made when drawn or as early as may be;
// and plans cut otherwise have the same visits.
func TestDueWithinEachInterval(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 0))
		tasks := needing(rng, 1+rng.IntN(20))
		const all = 120
		start := time.Date(2026, 1, 1+rng.IntN(400), 0, 0, 0, 0, time.UTC)
		visits := make([][]visit, len(tasks))
		for day := 0; day < all; {
			days := min(1+rng.IntN(40), all-day)
			for _, v := range makerOf(start.AddDate(0, 0, day), days, rng).due(tasks, seed, 0) {
				if v.least < 0 || v.least > v.first || v.first > v.last || v.last > v.most || v.most >= days {
					t.Fatalf("seed %d: %+v in a plan of %d days", seed, v, days)
				}
				if tasks[v.task].need.IntervalDays > 0 {
					visits[v.task] = append(visits[v.task], visit{first: v.first + day, last: v.last + day, least: v.least + day})
				}
			}
			day += days
		}
		whole := make([][]int, len(tasks))
		for _, v := range makerOf(start, all, rng).due(tasks, seed, 0) {
			whole[v.task] = append(whole[v.task], v.first)
		}
		for i, found := range visits {
			need := tasks[i].need
			if need.IntervalDays == 0 {
				continue
			}
			var days []int
			for _, v := range found {
				days = append(days, v.first)
			}
			if !slices.Equal(days, whole[i]) {
				t.Fatalf("seed %d: in parts on %v, in one plan on %v", seed, days, whole[i])
			}
			ends := append([]visit{{}}, found...)
			ends = append(ends, visit{last: all, first: all})
			for k := 1; k < len(ends); k++ {
				a, b := ends[k-1], ends[k]
				if k > 1 && b.least <= a.last && k < len(ends)-1 {
					t.Fatalf("seed %d: a visit may be on day %d, and the one before is on %d", seed, b.least, a.last)
				}
				for x := a.least; x < b.last; x++ { // the first and last gap are cut off by the ends
					if most := longest(need, start.AddDate(0, 0, x)); b.last-x > most {
						t.Fatalf("seed %d: due each %d days (%s) on %s, next visit %d days later", seed, most, need.Category, start.AddDate(0, 0, x).Format(time.DateOnly), b.last-x)
					}
				}
			}
		}
	}
}

// Gaps are drawn evenly over the last part of the interval.
func TestGapsAreEven(t *testing.T) {
	for _, every := range []int{1, 2, 7, 30} {
		first := every - lastPart(every, 0.6) + 1
		counts := map[int]int{}
		before, days, after := drawn(source(1, "u", "p"), func(int) int { return every }, 0.6, 20000, 20000+5000*every)
		last := before
		for _, d := range append(days, after) {
			counts[d-last]++
			last = d
		}
		for g := first; g <= every; g++ {
			share := float64(counts[g]) / float64(len(days)+1) * float64(every-first+1)
			if share < 0.8 || share > 1.2 {
				t.Errorf("each %d days: a gap of %d days comes %.2f times as often as its share", every, g, share)
			}
			delete(counts, g)
		}
		if len(counts) > 0 {
			t.Errorf("each %d days: other gaps %v", every, counts)
		}
	}
}

// A thin plan takes up what is due next, soonest first, and nothing twice.
func TestDueEarly(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	var tasks []task
	for i := range 14 {
		tasks = append(tasks, task{need: &Need{IntervalDays: 7}, piece: fmt.Sprint(i)})
	}
	from := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	var want, got []int
	for days := 1; len(want) < 8; days++ {
		want = want[:0]
		for _, v := range makerOf(from, days, rng).due(tasks, 5, 0) {
			if !slices.Contains(want, v.task) {
				want = append(want, v.task)
			}
		}
	}
	for _, v := range makerOf(from, 1, rng).due(tasks, 5, len(want)) {
		got = append(got, v.task)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("today and early: %v, want %v", got, want)
	}
	if n := len(makerOf(from, 1, rng).due(tasks, 5, 100)); n != 14 {
		t.Errorf("%d visits, want 14", n)
	}
}

func TestDueBefore1970(t *testing.T) {
	if d := daysSince1970(time.Date(1969, 12, 31, 23, 0, 0, 0, time.UTC)); d != -1 {
		t.Errorf("day %d, want -1", d)
	}
	m := makerOf(time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC), 14, rand.New(rand.NewPCG(1, 0)))
	if n := len(m.due([]task{{need: &Need{IntervalDays: 7}}}, 1, 0)); n < 2 {
		t.Errorf("%d visits in two weeks", n)
	}
}

// Plans made one after another with other seeds keep the intervals between them too, as far
// as the plan before did.
func TestDueAfterOtherPlans(t *testing.T) {
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 1))
		tasks := needing(rng, 10)
		from := time.Date(2026, 1, 1+rng.IntN(400), 0, 0, 0, 0, time.UTC)
		last := map[string]time.Time{}
		for part := range uint64(6) {
			m := makerOf(from, 10+rng.IntN(60), rng)
			m.last = last
			next := map[string]time.Time{}
			for piece, day := range last {
				next[piece] = day
			}
			for _, v := range m.due(tasks, seed*100+part, 0) {
				n, piece := tasks[v.task].need, tasks[v.task].piece
				if n.IntervalDays == 0 {
					continue
				}
				day := from.AddDate(0, 0, v.first)
				if before, ok := next[piece]; ok {
					for x := before; x.Before(day); x = x.AddDate(0, 0, 1) {
						if wait := int(day.Sub(x).Hours()+1) / 24; wait > longest(n, x) {
							t.Fatalf("seed %d, plan %d: %s, due each %d days, waits %d days", seed, part, piece, longest(n, x), wait)
						}
					}
				}
				next[piece] = day
			}
			last, from = next, from.AddDate(0, 0, m.days)
		}
	}
}
