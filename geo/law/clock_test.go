package law

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"xunhu/geo/finding"
)

// slowDue is the plain reading of the rules: it walks from day to day, from minute to
// minute, and asks at each whether it counts.
func slowDue(t *testing.T, c *Calendar, r Run) (at, moved time.Time) {
	n := r.Limit.Amount + r.Extended
	day := func(at time.Time) int { y, m, d := at.In(China).Date(); return (y*100+int(m))*100 + d }
	stopped := func(at time.Time) bool { // by whole days
		for _, s := range r.Stops {
			if day(s.From) <= day(at) && day(at) < day(s.To) {
				return true
			}
		}
		return false
	}
	works := func(at time.Time) bool {
		w, err := c.Works(at)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	last := func(at time.Time) time.Time {
		y, m, d := at.Date()
		return time.Date(y, m, d, 23, 59, 59, 0, China)
	}
	switch r.Limit.Clock {
	case Days, WorkingDays:
		at = r.Start.In(China)
		for n > 0 {
			at = at.AddDate(0, 0, 1)
			if !stopped(at) && (r.Limit.Clock == Days || works(at)) {
				n--
			}
		}
		moved = at
		for r.Limit.Clock == Days && !works(moved) {
			moved = moved.AddDate(0, 0, 1)
		}
		return last(at), last(moved)
	default: // hours, of the office or not; all moments of the test are whole half hours
		at = r.Start.In(China)
		for halves := n * 2; halves > 0; at = at.Add(30 * time.Minute) {
			h, m, _ := at.Clock()
			clock := 60*h + m
			inOffice := (clock >= 510 && clock < 720 || clock >= 840 && clock < 1050) && works(at)
			still := false
			for _, s := range r.Stops {
				still = still || !at.Before(s.From) && at.Before(s.To)
			}
			if !still && (r.Limit.Clock == Hours || inOffice) {
				halves--
			}
		}
		return at, at
	}
}

// On 100,000 random intervals, with stops and extensions, every clock must give what
// the walk from day to day gives.
func TestClocksAgreeWithTheWalkFromDayToDay(t *testing.T) {
	c := Official()
	for seed := range uint64(100_000) {
		rng := rand.New(rand.NewPCG(seed, 5))
		half := func(within int) time.Time {
			return time.Date(2024, 1, 1, 0, 30*rng.IntN(within*48), 0, 0, China)
		}
		r := Run{Start: half(800).In(time.UTC), Extended: rng.IntN(2) * rng.IntN(12)}
		r.Limit.Clock = []ClockType{Days, WorkingDays, Hours, WorkingHours}[seed%4]
		r.Limit.Amount = 1 + rng.IntN([]int{90, 15, 40, 8}[seed%4])
		for range rng.IntN(4) {
			from := r.Start.Add(time.Duration(rng.IntN(40*48)-5*48) * 30 * time.Minute)
			r.Stops = append(r.Stops, Stop{From: from, To: from.Add(time.Duration(rng.IntN(4*48)) * 30 * time.Minute)})
		}
		wantAt, wantMoved := slowDue(t, c, r)
		got := c.Due(r)
		if got.Gap != nil || !got.At.Equal(wantAt) || !got.Moved.Equal(wantMoved) {
			t.Fatalf("seed %d: %d+%d %s from %v, stops %v: %v and %v (%v), want %v and %v", seed, r.Limit.Amount, r.Extended, r.Limit.Clock,
				r.Start.In(China), r.Stops, got.At, got.Moved, got.Gap, wantAt, wantMoved)
		}
	}
}

// Cases that a person can check on the calendar on the wall.
func TestDue(t *testing.T) {
	at := func(s string) time.Time {
		m, err := time.ParseInLocation("2006-01-02 15:04:05", s, China)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, tc := range []struct {
		name, limit, start, due, moved string
		stops                          []Stop
		extended                       int
	}{
		{name: "T1: the fifteenth day after filing falls in the Golden Week", limit: "T1", start: "2026-09-17 10:00:00", due: "2026-10-02 23:59:59", moved: "2026-10-08 23:59:59"},
		{name: "T3: seven working days over a Sunday that is made up for", limit: "T3", start: "2026-09-17 10:00:00", due: "2026-09-28 23:59:59", moved: "2026-09-28 23:59:59"},
		{name: "T2: ninety days and thirty more", limit: "T2", start: "2026-03-02 09:00:00", due: "2026-06-30 23:59:59", moved: "2026-06-30 23:59:59", extended: 30},
		{name: "T2: ten days of appraisal do not count", limit: "T2", start: "2026-03-02 09:00:00", due: "2026-06-10 23:59:59", moved: "2026-06-10 23:59:59",
			stops: []Stop{{"appraisal", at("2026-04-01 12:00:00"), at("2026-04-11 12:00:00")}}},
		{name: "T6: 24 hours on a Saturday are not moved", limit: "T6.transfer", start: "2026-11-27 17:00:00", due: "2026-11-28 17:00:00", moved: "2026-11-28 17:00:00"},
		{name: "T6: three days of the transfer rules are calendar days", limit: "T6.decide", start: "2026-11-26 17:00:00", due: "2026-11-29 23:59:59", moved: "2026-11-30 23:59:59"},
		{name: "D1: two hours of work on a Friday evening end on Monday", limit: "D1", start: "2026-11-27 16:30:00", due: "2026-11-30 09:30:00", moved: "2026-11-30 09:30:00"},
		{name: "D2: the same day", limit: "D2", start: "2026-11-28 08:00:00", due: "2026-11-28 23:59:59", moved: "2026-11-30 23:59:59"},
		{name: "D7: a month from the last day of January", limit: "D7", start: "2026-01-31 08:00:00", due: "2026-02-28 23:59:59", moved: "2026-02-28 23:59:59"},
		{name: "D8: the stop of a clock that counts by months", limit: "D8", start: "2026-03-10 08:00:00", due: "2026-04-12 23:59:59", moved: "2026-04-13 23:59:59",
			stops: []Stop{{"suspension", at("2026-03-20 08:00:00"), at("2026-03-22 08:00:00")}}},
		{name: "a moment before 8 in the morning in China is still the day before in UTC", limit: "D4", start: "2026-11-26 01:00:00", due: "2026-11-27 23:59:59", moved: "2026-11-27 23:59:59"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, ok := LimitOn(tc.limit, at(tc.start))
			if !ok {
				t.Fatal("no such limit")
			}
			d := Official().Due(Run{Limit: l, Start: at(tc.start).UTC(), Stops: tc.stops, Extended: tc.extended})
			if d.Gap != nil || !d.At.Equal(at(tc.due)) || !d.Moved.Equal(at(tc.moved)) {
				t.Errorf("due %v, moved %v, gap %v", d.At, d.Moved, d.Gap)
			}
			if d.Missed(at(tc.due)) || !d.Missed(at(tc.due).Add(time.Second)) {
				t.Error("the last second must count, the next one not")
			}
		})
	}
}

// What a calendar does not know is never guessed: working days have no end, and a
// calendar day is not moved; the year that is missing is named.
func TestCalendarGap(t *testing.T) {
	c := Official()
	new26 := time.Date(2026, 12, 29, 9, 0, 0, 0, China)
	for _, tc := range []struct {
		clock ClockType
		n     int
		known bool // is the unmoved end known?
	}{{WorkingDays, 3, false}, {WorkingHours, 40, false}, {Days, 15, true}, {Hours, 100, true}} {
		d := c.Due(Run{Limit: TimeLimit{Clock: tc.clock, Amount: tc.n}, Start: new26})
		if d.At.IsZero() == tc.known {
			t.Errorf("%s: due %v", tc.clock, d.At)
		}
		if tc.clock == Hours {
			continue
		}
		if d.Gap == nil || d.Gap.Args["year"] != 2027 || !d.Moved.IsZero() {
			t.Errorf("%s: %+v, want the gap 2027", tc.clock, d)
		}
	}
	for _, year := range []int{2023, 2027} {
		var f *finding.Finding
		if _, err := c.Works(time.Date(year, 6, 1, 0, 0, 0, 0, China)); !errors.As(err, &f) || f.Args["year"] != year {
			t.Errorf("%d: %v", year, err)
		}
	}
	between, err := ReadCalendar(strings.NewReader("year,zh,en,issued,mark,source\n2024,a,a,2023-10-25,D,x\n2026,a,a,2025-11-04,D,x\n"), strings.NewReader("from,to,day\n"))
	if err != nil {
		t.Fatal(err)
	}
	d := between.Due(Run{Limit: TimeLimit{Clock: WorkingDays, Amount: 400}, Start: time.Date(2024, 6, 3, 0, 0, 0, 0, China)})
	if d.Gap == nil || d.Gap.Args["year"] != 2025 {
		t.Errorf("a year missing in the middle: %+v", d)
	}
}

// The days made up for and the days off of the notices, counted: in 2024, 2025 and
// 2026 offices work 251, 248 and 248 days.
func TestWorkingDaysOfTheYears(t *testing.T) {
	for year, want := range map[int]int{2024: 251, 2025: 248, 2026: 248} {
		got := 0
		for d := time.Date(year, 1, 1, 12, 0, 0, 0, China); d.Year() == year; d = d.AddDate(0, 0, 1) {
			works, err := Official().Works(d)
			if err != nil {
				t.Fatal(err)
			}
			if works {
				got++
			}
		}
		if got != want {
			t.Errorf("%d: %d working days, want %d", year, got, want)
		}
	}
}

// A clock that stands has no end; one without a number never has.
func TestNoEnd(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, China)
	for name, r := range map[string]Run{
		"standing": {Limit: TimeLimit{Clock: Days, Amount: 90}, Start: start, Stops: []Stop{{Kind: "suspension", From: start.AddDate(0, 0, 3)}}},
		"prompt":   {Limit: TimeLimit{Clock: Prompt}, Start: start},
	} {
		if d := Official().Due(r); !d.At.IsZero() || d.Missed(start.AddDate(9, 0, 0)) {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

// Rows that cannot be read are named, all of them.
func TestReadCalendarRefuses(t *testing.T) {
	_, err := ReadCalendar(strings.NewReader("year,zh,en,issued,mark,source\n2024,a,a,2023-10-25,D,x\n2024,a,a,2023-10-25,D,x\n"),
		strings.NewReader("from,to,day\n2025-01-01,2025-01-01,off\n2024-01-02,2024-01-01,off\n2024-01-01,2024-01-01,maybe\n"))
	if err == nil || strings.Count(err.Error(), "law.calendar_row") != 4 {
		t.Errorf("%v", err)
	}
	if _, err := ReadCalendar(strings.NewReader(""), strings.NewReader("from,to,day\n")); err == nil {
		t.Error("an empty file was taken")
	}
}

func BenchmarkDue(b *testing.B) {
	l, _ := LimitOn("T3", time.Date(2026, 9, 17, 0, 0, 0, 0, China))
	start := time.Date(2026, 9, 17, 0, 0, 0, 0, China)
	for b.Loop() {
		Official().Due(Run{Limit: l, Start: start})
	}
}
