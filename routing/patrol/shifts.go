package patrol

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Where a roster or a register says who is there, its hours count; else those of the settings.

// able gives the crews of a day of the plan that can go out; known is false where nothing is
// known of the day.
func (m *maker) able(day int) (crews []*Crew, known bool) {
	d, known := m.means.Duty[m.from.AddDate(0, 0, day).Format(time.DateOnly)]
	for i := range d.Crews {
		if c := &d.Crews[i]; c.unable() == "" && c.End.After(c.Start) {
			crews = append(crews, c)
		}
	}
	return crews, known
}

// lasts is the longest that a tour of a crew may be: on a duty of a roster its hours, else as
// the settings say; nobody is out for longer than LongestShift.
func (m *maker) lasts(c *Crew) time.Duration {
	if c.Duty == "" {
		return min(m.s.ShiftLength, c.End.Sub(c.Start))
	}
	return min(LongestShift, c.End.Sub(c.Start))
}

// longest is the longest shift of the plan.
func (m *maker) longest() (long time.Duration) {
	for day := range m.days {
		crews, known := m.able(day)
		if !known {
			long = max(long, m.s.ShiftLength)
		}
		for _, c := range crews {
			long = max(long, m.lasts(c))
		}
	}
	if long == 0 {
		return m.s.ShiftLength
	}
	return long
}

// count is how many shifts there are in the plan.
func (m *maker) count() (n int) {
	for day := range m.days {
		if crews, known := m.able(day); known {
			n += len(crews)
		} else {
			n += m.s.Crews
		}
	}
	return n
}

// shifts is how many there are until a need is due again.
func (m *maker) shifts(n *Need) int {
	if n.IntervalDays > 0 {
		return int(math.Ceil(float64(m.count()*n.IntervalDays) / float64(m.days)))
	}
	return m.count()
}

// opens is when a day begins for those who are out: at ShiftStart, or sooner with the first
// crew of that day, but not before those of the day before are back.
func (m *maker) opens(day int) int32 {
	open := m.second(day, m.s.ShiftStart)
	crews, _ := m.able(day)
	for _, c := range crews {
		open = min(open, m.seconds(c.Start))
	}
	before, _ := m.able(day - 1)
	for _, c := range before {
		open = min(m.second(day, m.s.ShiftStart), max(open, m.seconds(c.End)))
	}
	return open
}

// begun is when a crew of a day is surely out: the first of those that are known, with what may
// be drawn; ok is false if none is.
func (m *maker) begun(day int) (at int32, ok bool) {
	crews, known := m.able(day)
	if !known {
		return m.second(day, m.s.ShiftStart+m.s.StartSpread), true
	}
	for i, c := range crews {
		out := m.seconds(c.Start)
		if c.Duty == "" {
			out = max(out, m.second(day, m.s.ShiftStart+m.s.StartSpread))
		} else {
			out += m.spare(c)
		}
		if i == 0 || out < at {
			at = out
		}
	}
	return at, len(crews) > 0
}

// spare is by how much a crew on duty may begin later, in seconds: what it is on duty for
// longer than the settings' shifts, within their spread.
func (m *maker) spare(c *Crew) int32 {
	return int32(max(0, min(c.End.Sub(c.Start)-m.s.ShiftLength, m.s.StartSpread)) / time.Second)
}

// rostered are the hours of the duties on some days, each once; none where no roster says them.
func (m *maker) rostered(from, until int) (hours []string, most int) {
	for day := from; day <= until; day++ {
		n := 0
		crews, _ := m.able(day)
		for _, c := range crews {
			if c.Duty == "" {
				continue
			}
			n++
			at := func(t time.Time) string { return t.In(m.from.Location()).Format("15:04") }
			if h := at(c.Start) + "–" + at(c.End); !slices.Contains(hours, h) {
				hours = append(hours, h)
			}
		}
		most = max(most, n)
	}
	slices.SortFunc(hours, strings.Compare)
	return hours, most
}
