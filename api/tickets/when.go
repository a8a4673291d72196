package tickets

import (
	"regexp"
	"strconv"
	"time"

	"xunhu/geo/law"
)

var (
	written  = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T　]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})(?:\.\d+)?秒?|分)?)?$`)
	relative = regexp.MustCompile(`^(\d{1,3})\s*个?(工作日|自然日|日历日|天|日|小时)(?:内|以内)?$`)
)

// moment reads a time as people and systems write it, in China where no zone is given. day
// tells that no hour was written.
func moment(text string) (at time.Time, day, ok bool) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.In(law.China), false, true
	}
	m := written.FindStringSubmatch(text)
	if m == nil {
		return at, false, false
	}
	var n [6]int
	for i, part := range m[1:] {
		n[i], _ = strconv.Atoi(part) // "" is 0
	}
	at = time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, law.China)
	ok = at.Year() == n[0] && int(at.Month()) == n[1] && at.Day() == n[2] && at.Hour() == n[3] && at.Minute() == n[4] && at.Second() == n[5]
	return at, m[4] == "", ok
}

var clocks = map[string]law.ClockType{"工作日": law.WorkingDays, "小时": law.Hours}

// until reads a deadline: a moment; a day, which counts to its end; or so many days, working
// days or hours from a start. A count that leaves the calendar of holidays is not ok.
func until(text string, start time.Time) (time.Time, bool) {
	if at, day, ok := moment(text); ok {
		if day {
			at = at.Add(24*time.Hour - time.Second)
		}
		return at, true
	}
	m := relative.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	n, _ := strconv.Atoi(m[1])
	clock, ok := clocks[m[2]]
	if !ok {
		clock = law.Days
	}
	due := law.Official().Due(law.Run{Limit: law.TimeLimit{Clock: clock, Amount: n}, Start: start})
	return due.At.Truncate(time.Millisecond), !due.At.IsZero()
}
