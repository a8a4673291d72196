package patrol

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/tour"
)

// Hours is a part of each day, from one time after midnight to another, which may lie after
// the next midnight.
type Hours struct{ From, Until time.Duration }

// named are hours that have a name.
var named = map[string]Hours{"night": {20 * time.Hour, 30 * time.Hour}, "dawn": {5 * time.Hour, 7 * time.Hour}}

// ParseHours reads "night", "dawn" or spans such as "22:00-02:00", joined by commas.
func ParseHours(s string) ([]Hours, error) {
	var all []Hours
	for _, part := range strings.Split(s, ",") {
		part = strings.TrimSpace(part)
		if h, ok := named[part]; ok {
			all = append(all, h)
			continue
		}
		from, until, ok := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
		a, err1 := clock(from)
		b, err2 := clock(until)
		if !ok || err1 != nil || err2 != nil || a == b {
			return nil, finding.New("patrol.hours", "", "text", part)
		}
		if b < a {
			b += 24 * time.Hour
		}
		all = append(all, Hours{a, b})
	}
	return all, nil
}

func clock(s string) (time.Duration, error) {
	t, err := time.Parse("15:04", strings.TrimSpace(s))
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err
}

// windows gives when a visit may begin that is made in a way on one of some days: in the
// hours that its need asks for, before the moment that it gives, and by boat only when boats
// go; none is nil.
func (m *maker) windows(n *Need, w way, v visit, first, last int) []tour.Window {
	var all []tour.Window
	add := func(open, close int32) {
		if v.before > 0 { // the crew is there after the walk from the road
			close = min(close, v.before-int32(w.inS)-1)
		}
		if k := len(all) - 1; k >= 0 && all[k].Close >= open-1 {
			all[k].Close = max(all[k].Close, close)
		} else if open <= close {
			all = append(all, tour.Window{Open: open, Close: close})
		}
	}
	for day := first; day <= last; day++ {
		word, _ := m.s.Seasons.Boats(m.from.AddDate(0, 0, day))
		if word == BoatsStay && w.mode == Boat || word != BoatsStay && w.ashore {
			continue
		}
		if force := m.means.Wind[m.from.AddDate(0, 0, day).Format(time.DateOnly)]; w.mode == Boat && force > mostWind || w.mode == Drone && force > mostWindAloft {
			continue
		}
		open, close := m.opens(day), m.opens(day+1)-1
		if w.mode == Drone {
			open, close = max(open, m.second(day, lightFrom)), min(close, m.second(day, lightUntil)-int32(w.onS))
		}
		if len(n.Hours) == 0 {
			add(open, close)
			continue
		}
		var parts []tour.Window
		for _, h := range n.Hours {
			for k := day - 1; k <= day+1; k++ {
				parts = append(parts, tour.Window{Open: max(open, m.second(k, h.From)), Close: min(close, m.second(k, h.Until))})
			}
		}
		slices.SortFunc(parts, func(a, b tour.Window) int { return cmp.Compare(a.Open, b.Open) })
		for _, p := range parts {
			if p.Open <= p.Close {
				add(p.Open, p.Close)
			}
		}
	}
	return all
}

// Drones fly while there is light in all seasons.
const (
	lightFrom  = 8 * time.Hour
	lightUntil = 17 * time.Hour
)

// never is a window in which no shift can be.
var never = []tour.Window{{Open: -1, Close: -1}}

// out tells whether any shift is out in one of a task's windows.
func (x *posed) out(i int32) bool {
	for _, mode := range x.p.Tasks[i].Modes {
		for _, w := range mode.Windows {
			if slices.ContainsFunc(x.p.Shifts, func(s tour.Shift) bool { return s.Open <= w.Close && w.Open <= s.Close }) {
				return true
			}
		}
	}
	return false
}
