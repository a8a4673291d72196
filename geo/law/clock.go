package law

import (
	"slices"
	"time"

	"xunhu/geo/finding"
)

// China is the zone of every clock: China Standard Time, eight hours ahead of UTC.
var China = time.FixedZone("CST", 8*3600)

// A Stop is a time that does not count. A clock of days leaves out the day on which
// the stop begins and all days up to that on which it ends, which counts again. A zero
// To says that the clock still stands.
type Stop struct {
	Kind     string // suspension, hearing, notice, monitoring, appraisal, service
	From, To time.Time
}

// A Run is one limit that runs.
type Run struct {
	Limit    TimeLimit
	Start    time.Time
	Stops    []Stop
	Extended int // what was approved beside the amount, in the unit of the clock
}

// A Due is until when something must be done. Both moments still count: the limit is
// missed after them.
type Due struct {
	At    time.Time        // zero if there is no number, the clock stands, or Gap tells why it is not known
	Moved time.Time        // At, or the end of the next working day where At falls on a day off; zero if not known
	Gap   *finding.Finding // the calendar lacks a year
}

// Missed tells whether a limit has been missed; it warns on the earlier of the two
// moments.
func (d Due) Missed(now time.Time) bool { return !d.At.IsZero() && now.After(d.At) }

// Due says until when a run lasts. The first day is not counted (民法典 Art. 201); a
// period that ends on a day off is also shown as moved to the next working day
// (Art. 203). Hours and minutes run from the moment itself and are never moved. A
// limit that leaves what the calendar knows has a Gap, never a guess.
func (c *Calendar) Due(r Run) Due {
	n := r.Limit.Amount + r.Extended
	stops := sorted(r.Stops)
	if r.Limit.Clock == Prompt || slices.ContainsFunc(stops, func(s Stop) bool { return s.To.IsZero() }) {
		return Due{}
	}
	switch r.Limit.Clock {
	case Hours, Minutes:
		unit := time.Hour
		if r.Limit.Clock == Minutes {
			unit = time.Minute
		}
		end := skip(r.Start, time.Duration(n)*unit, stops)
		return Due{At: end, Moved: end}
	case WorkingHours:
		return c.officeHours(r.Start, time.Duration(n)*time.Hour, stops)
	case WorkingDays:
		return c.workingDays(numberOf(r.Start), n, stops)
	case SameDay:
		return c.moved(numberOf(r.Start))
	case Months, Years:
		months := n
		if r.Limit.Clock == Years {
			months *= 12
		}
		first := numberOf(r.Start)
		return c.moved(afterStops(first, addMonths(first, months), stops))
	default:
		first := numberOf(r.Start)
		return c.moved(afterStops(first, first+n, stops))
	}
}

// sorted gives stops in the order of time, with those that meet made one.
func sorted(stops []Stop) []Stop {
	all := slices.Clone(stops)
	slices.SortFunc(all, func(a, b Stop) int { return a.From.Compare(b.From) })
	var out []Stop
	for _, s := range all {
		last := len(out) - 1
		if last >= 0 && (out[last].To.IsZero() || !s.From.After(out[last].To)) {
			if !out[last].To.IsZero() && (s.To.IsZero() || s.To.After(out[last].To)) {
				out[last].To = s.To
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// skip adds a length of time to a moment, leaving the stops out.
func skip(from time.Time, length time.Duration, stops []Stop) time.Time {
	end := from.Add(length)
	for _, s := range stops {
		if begin := later(s.From, from); s.To.After(begin) && begin.Before(end) {
			end = end.Add(s.To.Sub(begin))
		}
	}
	return end
}

// afterStops moves the last day of a period by the days that did not count.
func afterStops(first, last int, stops []Stop) int {
	for _, s := range stops {
		begin, end := max(numberOf(s.From), first+1), numberOf(s.To)
		if begin <= last && end > begin {
			last += end - begin
		}
	}
	return last
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// moved gives the end of a day, and of the next working day.
func (c *Calendar) moved(last int) Due {
	d := Due{At: endOf(last)}
	next, gap := c.next(last)
	if gap != nil {
		d.Gap = gap
		return d
	}
	d.Moved = endOf(next)
	return d
}

// next is the first working day from a day on.
func (c *Calendar) next(day int) (int, *finding.Finding) {
	for {
		works, gap := c.works(day)
		if gap != nil || works {
			return day, gap
		}
		day++
	}
}

// workingDays gives the end of the n-th working day after first that no stop covers.
func (c *Calendar) workingDays(first, n int, stops []Stop) Due {
	last, gap := c.nth(first, n)
	for _, s := range stops {
		begin, end := max(numberOf(s.From), first+1), numberOf(s.To)
		if gap != nil || begin > last || end <= begin {
			continue
		}
		lost, missing := c.between(begin, end)
		if missing != nil {
			return Due{Gap: missing}
		}
		n += lost
		last, gap = c.nth(first, n)
	}
	if gap != nil {
		return Due{Gap: gap}
	}
	return Due{At: endOf(last), Moved: endOf(last)}
}

// officeHours lets a length of time pass within the hours of the office.
func (c *Calendar) officeHours(from time.Time, length time.Duration, stops []Stop) Due {
	for day := numberOf(from); ; day++ {
		works, gap := c.works(day)
		if gap != nil {
			return Due{Gap: gap}
		}
		if !works {
			continue
		}
		for _, h := range c.Office {
			open, shut := startOf(day).Add(h[0]), startOf(day).Add(h[1])
			for _, free := range without(later(open, from), shut, stops) {
				if length <= free[1].Sub(free[0]) {
					end := free[0].Add(length)
					return Due{At: end, Moved: end}
				}
				length -= free[1].Sub(free[0])
			}
		}
	}
}

// without cuts stops out of a span of time.
func without(from, to time.Time, stops []Stop) [][2]time.Time {
	var free [][2]time.Time
	for _, s := range stops {
		if !s.To.After(from) || !s.From.Before(to) {
			continue
		}
		if s.From.After(from) {
			free = append(free, [2]time.Time{from, s.From})
		}
		from = later(from, s.To)
	}
	if from.Before(to) {
		free = append(free, [2]time.Time{from, to})
	}
	return free
}

// Days are numbered from 1 January 1970, by the calendar of China.

func numberOf(t time.Time) int {
	s := t.Unix() + 8*3600
	n := s / 86400
	if s%86400 < 0 {
		n--
	}
	return int(n)
}

func startOf(day int) time.Time { return time.Unix(int64(day)*86400-8*3600, 0).In(China) }
func endOf(day int) time.Time   { return startOf(day + 1).Add(-time.Second) }

// addMonths gives the same day so many months on, or the last day of a month that has
// no such day (民法典 Art. 202).
func addMonths(day, months int) int {
	y, m, d := startOf(day).Date()
	last := time.Date(y, m+time.Month(months)+1, 0, 0, 0, 0, 0, China)
	return numberOf(last) - last.Day() + min(d, last.Day())
}
