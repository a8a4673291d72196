package patrol

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
)

// A visit is one time that a task is due: on a day from first to last, counted from
// the first day of the plan.
type visit struct {
	task        int
	first, last int
}

// due gives the visits of a plan of some days. Tasks of one interval are laid around
// the base by azimuth and get their last days in that order, so that what is due on
// one day lies in one direction, and each day gets its share. If that makes fewer
// than the least number of visits, what is due next after the plan is made early,
// soonest first; nothing is visited twice for that.
func due(tasks []task, base orb.Point, from time.Time, days, least int) []visit {
	byInterval := map[int][]int{}
	for i, t := range tasks {
		byInterval[t.need.IntervalDays] = append(byInterval[t.need.IntervalDays], i)
	}
	start := daysSince1970(from)
	var all, early []visit
	for interval, group := range byInterval {
		if interval <= 0 {
			for _, i := range group {
				all = append(all, visit{i, 0, days - 1})
			}
			continue
		}
		azimuth := make(map[int]float64, len(group))
		for _, i := range group {
			azimuth[i] = geodesy.Azimuth(base, tasks[i].ways[0].enter.Point)
		}
		slices.SortStableFunc(group, func(x, y int) int { return cmp.Compare(azimuth[x], azimuth[y]) })
		for rank, i := range group {
			phase := rank * interval / len(group)
			// the first day on or after the start whose number leaves the phase
			last := mod(phase-start, interval)
			if last >= days {
				early = append(early, visit{i, 0, last})
			}
			for ; last < days; last += interval {
				all = append(all, visit{i, max(0, last-interval/3), last})
			}
		}
	}
	slices.SortFunc(early, func(x, y visit) int {
		return cmp.Or(cmp.Compare(x.last, y.last), cmp.Compare(x.task, y.task))
	})
	for _, v := range early[:min(len(early), max(0, least-len(all)))] {
		all = append(all, visit{v.task, 0, days - 1})
	}
	slices.SortFunc(all, func(x, y visit) int {
		return cmp.Or(cmp.Compare(x.task, y.task), cmp.Compare(x.last, y.last))
	})
	return all
}

// daysSince1970 counts the calendar days; the clock and its zone do not matter.
func daysSince1970(t time.Time) int {
	y, m, d := t.Date()
	return int(math.Floor(float64(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()) / 86400))
}

func mod(a, n int) int { return ((a % n) + n) % n }
