package ogc

import (
	"strings"
	"time"

	"xunhu/geo/feature"
)

// An interval of time. A zero end is open; until itself belongs to it unless
// before is set.
type interval struct {
	from, until time.Time
	before      bool
}

// meets tells whether two intervals have an instant in common.
func (i interval) meets(j interval) bool { return i.reaches(j) && j.reaches(i) }

// reaches tells whether i does not end before j begins.
func (i interval) reaches(j interval) bool {
	if i.until.IsZero() || j.from.IsZero() {
		return true
	}
	return i.until.After(j.from) || !i.before && i.until.Equal(j.from)
}

// datetime reads an instant or an interval (requirement fc-time-response D);
// beyond the standard, a date stands for its day.
func (p reader) datetime() *interval {
	if !p.Has("datetime") {
		return nil
	}
	first, last, isRange := strings.Cut(p.Text("datetime"), "/")
	if !isRange {
		i, ok := moment(first)
		if !ok {
			p.Refuse("datetime", "param.datetime")
			return nil
		}
		return &i
	}
	openFrom, openUntil := first == "" || first == "..", last == "" || last == ".."
	from, okFrom := moment(first)
	until, okUntil := moment(last)
	if !okFrom && !openFrom || !okUntil && !openUntil || openFrom && openUntil {
		p.Refuse("datetime", "param.datetime")
		return nil
	}
	if !openFrom && !openUntil && until.until.Before(from.from) {
		p.Refuse("datetime", "param.datetime_order")
		return nil
	}
	return &interval{from: from.from, until: until.until, before: until.before}
}

// moment reads one date-time as an instant, or one date as a day of UTC.
func moment(s string) (interval, bool) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return interval{from: t, until: t}, true
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return interval{from: t, until: t.AddDate(0, 0, 1), before: true}, true
	}
	return interval{}, false
}

// A dating gives the time of a feature; ok is false if it has none.
type dating func(feature.Feature) (i interval, ok bool)

// datingOf finds how the features of a kind are dated, or nil if they are not.
func datingOf(s feature.Schema) dating {
	has := func(name string) bool { _, ok := s.Field(name); return ok }
	switch {
	case has("occurred_at"):
		return func(f feature.Feature) (interval, bool) { return moment(f.Text("occurred_at")) }
	case has("valid_from") && has("valid_to"):
		return validity
	case s.Kind == feature.Plans:
		return planned
	case s.Kind == feature.Closures:
		return inForce
	}
	return nil
}

// validity is from valid_from to valid_to, both days included.
func validity(f feature.Feature) (interval, bool) {
	from, okFrom := moment(f.Text("valid_from"))
	until, okUntil := moment(f.Text("valid_to"))
	return interval{from: from.from, until: until.until, before: until.before}, okFrom || okUntil
}

// planned are the days of a plan.
func planned(f feature.Feature) (interval, bool) {
	day, ok := moment(f.Text("from"))
	n, _ := f.Number("days")
	return interval{from: day.from, until: day.from.AddDate(0, 0, max(1, int(n))), before: true}, ok
}

// inForce is from when until when a closure closes anything, the end excluded; one that
// was lifted, until then.
func inForce(f feature.Feature) (interval, bool) {
	from, begins := moment(f.Text("from"))
	if !begins {
		from, _ = moment(f.Text("set_at"))
	}
	until, ended := moment(f.Text("until"))
	if lifted, ok := moment(f.Text("lifted_at")); ok && (!ended || lifted.from.Before(until.from)) {
		until, ended = lifted, true
	}
	return interval{from: from.from, until: until.from, before: ended}, true
}
