package ogc

import (
	"strings"
	"time"

	"xunhu/api/filter"
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

// during asks for what has an instant in common with an interval, as far as a filter can;
// what has no time passes (requirement fc-time-response C). asked is false where a filter
// cannot tell: then planned does.
func during(s feature.Schema, q interval) (e filter.Expr, asked bool) {
	has := func(name string) bool { _, ok := s.Field(name); return ok }
	switch {
	case has("occurred_at"):
		return filter.Or{missing("occurred_at"), filter.And{q.begunBy("occurred_at"), q.lasting("occurred_at", filter.GreaterEqual)}}, true
	case has("valid_from") && has("valid_to"):
		return q.valid(), true
	case s.Kind == feature.Closures: // from, else set_at; to until or lifted_at, whichever comes first, the end excluded
		return filter.And{
			q.lasting("until", filter.Greater), q.lasting("lifted_at", filter.Greater),
			q.begunBy("from"), filter.Or{filter.Not{Of: missing("from")}, q.begunBy("set_at")},
		}, true
	}
	return filter.Const(true), s.Kind != feature.Plans
}

func missing(name string) filter.Expr {
	return filter.IsNull{Of: filter.Property{Name: name, Of: filter.TimeType}}
}

// begunBy asks that a time is missing, or not after the interval.
func (i interval) begunBy(name string) filter.Expr {
	if i.until.IsZero() {
		return filter.Const(true)
	}
	op := filter.LessEqual
	if i.before {
		op = filter.Less
	}
	return filter.Or{missing(name), filter.Compare{Op: op, Left: filter.Property{Name: name, Of: filter.TimeType}, Right: filter.Time{Time: i.until}}}
}

// lasting asks that a time is missing, or not before the interval.
func (i interval) lasting(name string, op filter.Op) filter.Expr {
	if i.from.IsZero() {
		return filter.Const(true)
	}
	return filter.Or{missing(name), filter.Compare{Op: op, Left: filter.Property{Name: name, Of: filter.TimeType}, Right: filter.Time{Time: i.from}}}
}

// valid asks for days from valid_from to valid_to, both included, that the interval meets.
func (i interval) valid() filter.Expr {
	day := func(t time.Time) filter.Date { return filter.Date(t.UTC().Format(time.DateOnly)) }
	all := filter.And{}
	if !i.until.IsZero() {
		last := i.until
		if i.before {
			last = last.Add(-1)
		}
		from := filter.Property{Name: "valid_from", Of: filter.DateType}
		all = append(all, filter.Or{filter.IsNull{Of: from}, filter.Compare{Op: filter.LessEqual, Left: from, Right: day(last)}})
	}
	if !i.from.IsZero() {
		to := filter.Property{Name: "valid_to", Of: filter.DateType}
		all = append(all, filter.Or{filter.IsNull{Of: to}, filter.Compare{Op: filter.GreaterEqual, Left: to, Right: day(i.from)}})
	}
	return all
}

// planned gives the days of a plan; ok is false if it has none.
func planned(f feature.Feature) (i interval, ok bool) {
	day, ok := moment(f.Text("from"))
	n, _ := f.Number("days")
	return interval{from: day.from, until: day.from.AddDate(0, 0, max(1, int(n))), before: true}, ok
}
