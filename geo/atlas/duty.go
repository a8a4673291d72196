package atlas

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"xunhu/geo/finding"
	"xunhu/geo/law"
)

// Hours are the times of a week in which a unit is manned, by the clock of China:
// "Mo-Fr 08:00-20:00; Sa,Su 09:00-17:00", with 周一至周五 and 每天 as well, "24/7", or "off".
// A span that ends before it begins runs into the next day. Without any nobody has said.
type Hours []hours

type hours struct {
	days     [7]bool // from Sunday, as time.Weekday
	from, to int     // minutes of the day; to is more than from, and may lie in the next day
}

var (
	span     = regexp.MustCompile(`^(\d{1,2})[:：](\d{2})\s*[-–—~～至]\s*(\d{1,2})[:：](\d{2})$`)
	weekdays = [7][]string{{"Su", "周日", "周天"}, {"Mo", "周一"}, {"Tu", "周二"}, {"We", "周三"}, {"Th", "周四"}, {"Fr", "周五"}, {"Sa", "周六"}}
)

// ParseHours reads duty times. What it cannot read is a finding that names it.
func ParseHours(text string) (Hours, error) {
	all := Hours{}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '；' }) {
		part = strings.TrimSpace(part)
		switch part {
		case "", "off", "无人":
			continue
		case "24/7", "全天":
			all = append(all, hours{[7]bool{true, true, true, true, true, true, true}, 0, 24 * 60})
			continue
		}
		h, err := oneSpan(part)
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}

// oneSpan reads days and a span of time.
func oneSpan(part string) (hours, error) {
	bad := finding.New("atlas.duty", "", "value", part)
	cut := strings.IndexFunc(part, func(r rune) bool { return r >= '0' && r <= '9' })
	if cut < 0 {
		return hours{}, bad
	}
	m := span.FindStringSubmatch(strings.TrimSpace(part[cut:]))
	if m == nil {
		return hours{}, bad
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1]) // digits alone
	}
	h := hours{from: n[0]*60 + n[1], to: n[2]*60 + n[3]}
	if n[1] > 59 || n[3] > 59 || h.from >= 24*60 || h.to > 24*60 {
		return hours{}, bad
	}
	if h.to <= h.from {
		h.to += 24 * 60
	}
	var ok bool
	if h.days, ok = daysOf(strings.TrimSpace(part[:cut])); !ok {
		return hours{}, bad
	}
	return h, nil
}

// daysOf reads "Mo-Fr", "Sa,Su", "周一至周五", "每天"; nothing is every day.
func daysOf(text string) (days [7]bool, ok bool) {
	if text == "" || text == "每天" || text == "每日" {
		return [7]bool{true, true, true, true, true, true, true}, true
	}
	number := func(s string) int {
		return slices.IndexFunc(weekdays[:], func(names []string) bool { return slices.Contains(names, strings.TrimSpace(s)) })
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，、", r) }) {
		from, to, ranged := strings.Cut(strings.ReplaceAll(part, "至", "-"), "-")
		a := number(from)
		b := a
		if ranged {
			b = number(to)
		}
		if a < 0 || b < 0 {
			return days, false
		}
		for d := a; ; d = (d + 1) % 7 {
			if days[d] = true; d == b {
				break
			}
		}
	}
	return days, true
}

// At tells whether somebody is on duty at a moment, and of which span it is.
func (h Hours) At(t time.Time) (from, to time.Time, on bool) {
	t = t.In(law.China)
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, law.China)
	for _, back := range []int{0, -1} { // a span of yesterday may last until today
		day := midnight.AddDate(0, 0, back)
		for _, x := range h {
			from, to = day.Add(time.Duration(x.from)*time.Minute), day.Add(time.Duration(x.to)*time.Minute)
			if x.days[day.Weekday()] && !t.Before(from) && t.Before(to) {
				return from, to, true
			}
		}
	}
	return time.Time{}, time.Time{}, false
}

// LongestShift is the longest that a post is manned without a change of shift, in hours: a
// default of this program (D9).
const LongestShift = 12

// String writes the hours as they are read.
func (h Hours) String() string {
	parts := make([]string, len(h))
	for i, x := range h {
		var names []string
		for d := range 7 {
			if x.days[(d+1)%7] {
				names = append(names, weekdays[(d+1)%7][0])
			}
		}
		to := x.to
		if to > 24*60 {
			to -= 24 * 60
		}
		parts[i] = fmt.Sprintf("%s %02d:%02d-%02d:%02d", strings.Join(names, ","), x.from/60, x.from%60, to/60, to%60)
	}
	if len(parts) == 0 {
		return "off"
	}
	return strings.Join(parts, "; ")
}
