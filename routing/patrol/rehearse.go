package patrol

import (
	"context"
	"slices"
	"time"

	"xunhu/geo/atlas"
	"xunhu/routing/road"
)

// A Rehearsal is two years of plans as somebody sees them who watches. Hours are those in
// which patrols may come, HoursADay each day, numbered through.
type Rehearsal struct {
	HoursADay int
	Intervals []int   // in days, by place
	Visits    [][]int // by place, rising
	Most      [][]int // how many hours may pass after each, by the interval and the seasons
	Cost      int64   // of the plans
	LeftOut   int     // visits that do not fit
}

// Watched is what a year of watching is worth in the year after.
func (x *Rehearsal) Watched() []Hit { return Watch(x.Visits, x.Most, 365*x.HoursADay) }

// Rehearse plans two years of what a request asks for, one plan after another with its seed,
// to see how well they can be foretold. Take another seed than that of a plan. means gives
// those of the days of each of them; nil: those of the request.
func Rehearse(ctx context.Context, a *atlas.Atlas, net *road.Day, solve Solver, r Request, means func(context.Context, Request) (Means, error)) (*Rehearsal, error) {
	const days = 2 * 365
	first := r.From
	x := &Rehearsal{HoursADay: int((r.Settings.ShiftLength + time.Hour - 1) / time.Hour)} // what the spread adds hardly sees a visit, and is counted with the last
	start := daysSince1970(first)
	rhythms := newRhythms(r.Settings.Seasons, start, start+days)
	number := map[string]int{}
	var every []rhythm
	for day := 0; day < days; day += r.Days {
		r.From, r.Days = first.AddDate(0, 0, day), min(MostDays, days-day)
		if means != nil {
			var err error
			if r.Means, err = means(ctx, r); err != nil {
				return nil, err
			}
		}
		plan, err := Make(ctx, a, net, solve, r)
		if err != nil {
			return nil, err
		}
		x.Cost += plan.Cost
		x.LeftOut += len(slices.DeleteFunc(plan.Unplanned, func(u Unplanned) bool { return u.Piece == "" }))
		for _, t := range plan.Tours {
			date, err := time.ParseInLocation(time.DateOnly, t.Date, first.Location())
			if err != nil {
				return nil, err
			}
			opens := date.Add(r.Settings.ShiftStart)
			for _, s := range t.Stops {
				if s.IntervalDays == 0 {
					continue // not drawn
				}
				k, ok := number[s.Piece]
				if !ok {
					k = len(x.Visits)
					number[s.Piece] = k
					x.Visits, x.Intervals = append(x.Visits, nil), append(x.Intervals, s.IntervalDays)
					every = append(every, rhythms.of(s.IntervalDays, s.Category))
				}
				hour := int(s.Arrive.Sub(opens) / time.Hour)
				x.Visits[k] = append(x.Visits[k], (daysSince1970(date)-start)*x.HoursADay+min(max(0, hour), x.HoursADay-1))
			}
		}
	}
	for k, visits := range x.Visits {
		slices.Sort(visits)
		most := make([]int, len(visits))
		for i, v := range visits {
			day := start + v/x.HoursADay
			next := day + 1
			for every[k].holds(day, next+1) {
				next++
			}
			most[i] = (next-day+1)*x.HoursADay - 1
		}
		x.Most = append(x.Most, most)
	}
	return x, nil
}
