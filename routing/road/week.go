package road

import (
	"strconv"
	"strings"
	"time"
)

const (
	dayMinutes  = 24 * 60
	weekMinutes = 7 * dayMinutes
	weekWords   = (weekMinutes + 63) / 64
)

// A week is the minutes of a week, from midnight before Monday, in which something holds.
type week [weekWords]uint64

// minuteOf gives the minute of the week on the clock that t shows.
func minuteOf(t time.Time) int {
	return (int(t.Weekday())+6)%7*dayMinutes + t.Hour()*60 + t.Minute()
}

func (w *week) has(minute int) bool { return w[minute/64]>>(minute%64)&1 == 1 }

// set adds the minutes from one up to, without, another; those beyond the week are of its beginning.
func (w *week) set(from, to int) {
	for m := from; m < to; m++ {
		w[m%weekMinutes/64] |= 1 << (m % weekMinutes % 64)
	}
}

// clear takes out a day, 0 for Monday.
func (w *week) clear(day int) {
	for m := day * dayMinutes; m < (day+1)*dayMinutes; m++ {
		w[m/64] &^= 1 << (m % 64)
	}
}

// and, or and less are the minutes of both, of either, and of w without o.
func (w week) and(o week) week {
	for i := range w {
		w[i] &= o[i]
	}
	return w
}

func (w week) or(o week) week {
	for i := range w {
		w[i] |= o[i]
	}
	return w
}

func (w week) less(o week) week {
	for i := range w {
		w[i] &^= o[i]
	}
	return w
}

// wholeWeek is all minutes.
func wholeWeek() (w week) {
	w.set(0, weekMinutes)
	return w
}

var weekdays = []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}

// parseWeek reads the days and hours of OpenStreetMap's opening_hours: "Mo-Fr 07:00-09:00,17:00-19:00; Sa off",
// "22:00-06:00", "24/7". Rules behind a semicolon take the place of what was said of their days.
// Dates, holidays, the sun and the weather are not understood.
func parseWeek(text string) (w week, ok bool) {
	rules := strings.Split(text, ";")
	for i, rule := range rules {
		if strings.TrimSpace(rule) == "" && i > 0 {
			continue
		}
		if !w.rule(rule) {
			return week{}, false
		}
	}
	return w, w != week{}
}

// rule takes one rule over.
func (w *week) rule(text string) bool {
	days, times, open := []int(nil), [][2]int(nil), true
	for _, word := range strings.Fields(strings.NewReplacer(", ", ",", " - ", "-", " -", "-", "- ", "-").Replace(strings.TrimSpace(text))) {
		switch on, isDays := parseDays(word); {
		case word == "24/7" && days == nil && times == nil:
			times = [][2]int{{0, dayMinutes}}
		case (word == "off" || word == "closed") && open:
			open = false
		case isDays && days == nil && times == nil:
			days = on
		default:
			t, ok := parseTimes(word)
			if !ok || times != nil || !open {
				return false
			}
			times = t
		}
	}
	switch {
	case days == nil && times == nil || !open && times != nil:
		return false
	case times == nil:
		times = [][2]int{{0, dayMinutes}}
	}
	if days == nil {
		days = []int{0, 1, 2, 3, 4, 5, 6}
	}
	for _, d := range days {
		w.clear(d)
	}
	for _, d := range days {
		for _, t := range times {
			if open {
				w.set(d*dayMinutes+t[0], d*dayMinutes+t[1])
			}
		}
	}
	return true
}

// parseDays reads Mo-Fr,Su.
func parseDays(text string) (days []int, ok bool) {
	day := func(s string) int {
		for i, d := range weekdays {
			if s == d {
				return i
			}
		}
		return -1
	}
	for part := range strings.SplitSeq(text, ",") {
		first, last, isRange := strings.Cut(part, "-")
		a, b := day(first), day(last)
		if !isRange {
			b = a
		}
		if a < 0 || b < 0 {
			return nil, false
		}
		for days = append(days, a); a != b; days = append(days, a) {
			a = (a + 1) % 7
		}
	}
	return days, true
}

// parseTimes reads 07:00-09:00,22:00-06:00, the second past midnight.
func parseTimes(text string) (times [][2]int, ok bool) {
	clock := func(s string) (int, bool) {
		h, m, ok := strings.Cut(s, ":")
		hours, err1 := strconv.ParseUint(h, 10, 8)
		minutes, err2 := strconv.ParseUint(m, 10, 8)
		return int(hours*60 + minutes), ok && err1 == nil && err2 == nil && len(m) == 2 && minutes < 60 && hours <= 48
	}
	for part := range strings.SplitSeq(text, ",") {
		from, to, isRange := strings.Cut(part, "-")
		a, ok1 := clock(from)
		b, ok2 := clock(to)
		if !isRange || !ok1 || !ok2 || a >= dayMinutes {
			return nil, false
		}
		if b <= a {
			b += dayMinutes
		}
		if b > a+dayMinutes {
			return nil, false
		}
		times = append(times, [2]int{a, b})
	}
	return times, true
}

// A clause is a value that a tag has at some hours.
type clause struct {
	value string
	when  week
}

// parseConditional reads a value of OpenStreetMap's conditional tags, "no @ (Mo-Fr 07:00-09:00); 30 @ (22:00-06:00)".
// unread counts the clauses whose condition is not understood; they are left out.
func parseConditional(text string) (clauses []clause, unread int) {
	depth, start := 0, 0
	take := func(one string) {
		value, condition, ok := strings.Cut(one, "@")
		if strings.TrimSpace(one) == "" {
			return
		}
		condition = strings.TrimSpace(condition)
		if inner, in := strings.CutPrefix(condition, "("); in {
			condition = strings.TrimSuffix(inner, ")")
		}
		when, known := parseWeek(condition)
		if value = strings.TrimSpace(value); !ok || !known || value == "" {
			unread++
			return
		}
		clauses = append(clauses, clause{value, when})
	}
	for i, c := range text {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ';' && depth == 0:
			take(text[start:i])
			start = i + 1
		}
	}
	take(text[start:])
	return clauses, unread
}

// weeks numbers weeks; always is the number of the whole.
type weeks struct {
	list []week
	of   map[week]int32
}

const always = 0

func newWeeks() *weeks {
	w := &weeks{of: map[week]int32{}}
	w.number(wholeWeek())
	return w
}

func (w *weeks) number(x week) int32 {
	n, ok := w.of[x]
	if !ok {
		n = int32(len(w.list))
		w.list, w.of[x] = append(w.list, x), n
	}
	return n
}

// both is the number of the minutes of either of two weeks; none is no week.
func (w *weeks) both(a, b int32) int32 {
	switch {
	case a == b || b == none:
		return a
	case a == none:
		return b
	case a == always || b == always:
		return always
	}
	return w.number(w.list[a].or(w.list[b]))
}
