package patrol

import (
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"time"
)

// Days are counted from 1 January 1970. The draws of a seed begin there, so that plans
// made one after another with one seed continue each other, however long each of them is.

// A rhythm tells how often something is due: within how many days of a visit on a day, or
// of any day between that passes without one, the next must come.
type rhythm func(day int) int

// holds tells whether a visit on day b is soon enough after one on day a.
func (r rhythm) holds(a, b int) bool {
	for x := a; x < b; x++ {
		if b-x > r(x) {
			return false
		}
	}
	return true
}

// gap is how many days of an interval pass until the next visit: drawn evenly over the
// last part of it.
func gap(every int, share, u float64) int {
	return every - int(u*float64(lastPart(every, share)))
}

// lastPart is over how many days gaps are drawn.
func lastPart(every int, share float64) int {
	return min(every, max(1, int(math.Round(share*float64(every)))))
}

// drawn gives the days from one to before another on which a visit falls, and the last one
// before and the first one after them. Where the interval becomes shorter before the drawn
// day has come, the same draw of the shorter interval is taken if it comes sooner.
func drawn(src rand.Source, every rhythm, share float64, from, until int) (before int, days []int, after int) {
	rng := rand.New(src)
	start := min(0, from)
	before = start - 1
	day := start + rng.IntN(every(start))
	for day < until {
		if day >= from {
			days = append(days, day)
		} else {
			before = day
		}
		u := rng.Float64()
		next := day + gap(every(day), share, u)
		for x := day + 1; x < next; x++ {
			if e := every(x); e < every(x-1) {
				next = min(next, x+gap(e, share, u))
			}
		}
		day = next
	}
	return before, days, day
}

// source is where the draws of one piece of a need come from. Whoever knows some of the
// visits cannot compute the others from them.
func source(seed uint64, unit, piece string) rand.Source {
	return rand.NewChaCha8(sha256.Sum256(fmt.Appendf(nil, "%d|%s|%s", seed, unit, piece)))
}

// daysSince1970 counts the calendar days; the clock and its zone do not matter.
func daysSince1970(t time.Time) int {
	y, m, d := t.Date()
	return int(math.Floor(float64(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()) / 86400))
}

// rhythms gives the rhythm of each interval and category under a calendar of seasons.
type rhythms struct {
	year  Year
	dates []MonthDay // by day since first
	first int
	known map[string][]float64 // how much more often a category is due, by MonthDay; nil: never more
}

func newRhythms(y Year, from, until int) *rhythms {
	r := &rhythms{year: y, first: min(0, from), known: map[string][]float64{}}
	day := time.Unix(int64(r.first)*86400, 0).UTC()
	for range until - r.first + 1 {
		r.dates = append(r.dates, monthDay(day))
		day = day.AddDate(0, 0, 1)
	}
	return r
}

// of gives the rhythm of a need. After the last day that is known, the interval is the
// plain one.
func (r *rhythms) of(interval int, category string) rhythm {
	often, ok := r.known[category]
	if !ok {
		often = r.oftens(category)
		r.known[category] = often
	}
	if often == nil {
		return func(int) int { return interval }
	}
	return func(day int) int {
		if i := day - r.first; i >= 0 && i < len(r.dates) {
			return max(1, int(float64(interval)/often[r.dates[i]]))
		}
		return interval
	}
}

func (r *rhythms) oftens(category string) []float64 {
	var often []float64
	leap := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for day := leap; day.Year() == leap.Year(); day = day.AddDate(0, 0, 1) {
		if _, o := r.year.Weight(category, day); o > 1 {
			if often == nil {
				often = make([]float64, 1232)
				for i := range often {
					often[i] = 1
				}
			}
			often[monthDay(day)] = o
		}
	}
	return often
}
