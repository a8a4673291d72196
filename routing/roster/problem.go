package roster

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/crew"
)

// A Duty is a shift to be filled.
type Duty struct {
	ID        string
	Unit      string
	Name      finding.Name // of the shift
	Kind      string       // P1, P3 … of DOMAIN 6.1
	Start     time.Time
	End       time.Time
	People    int          // how many go; 2 at least is the rule (H3)
	Certified int          // how many of them must be certified (H1)
	Skills    []crew.Skill // each had by somebody of the crew
	TownMain  bool         // at least half come from towns (R20)
	From      []string     // units that send one at least each (R37)
	Items     []crew.Kind  // each booked once
	Night     bool         // counted, so that nights are even
	Holiday   bool         // counted, so that holidays are even
	Settled   bool         // begun, or on another roster: its crew is who is Held, and its equipment stays
}

func (d *Duty) span() crew.Span { return crew.Span{From: d.Start, Until: d.End} }

// day is the day on which it begins.
func (d *Duty) day() crew.Span {
	y, m, n := d.Start.Date()
	return crew.Span{From: time.Date(y, m, n, 0, 0, 0, 0, d.Start.Location()), Until: time.Date(y, m, n+1, 0, 0, 0, 0, d.Start.Location())}
}

// label is how a duty is called where it is spoken of.
func (d *Duty) label() any {
	if d.Name.ZH == "" {
		return d.ID
	}
	day := d.Start.Format(time.DateOnly)
	return finding.Name{ZH: day + " " + d.Name.ZH, EN: day + " " + cmp.Or(d.Name.EN, d.Name.ZH)}
}

// A Mode tells how the duties of a unit are filled (R36).
type Mode uint8

// The modes: posts rotate unless they are fixed.
const (
	Rotating Mode = iota // 轮岗
	Fixed                // 定岗
)

// Rules are what holds for all duties (DOMAIN 6.2, H3, marked there as defaults).
type Rules struct {
	Rest    time.Duration // between two duties of one person
	Longest time.Duration // of a duty
}

// Usual rules: 11 hours of rest, 12 hours of duty.
func Usual() Rules { return Rules{Rest: 11 * time.Hour, Longest: 12 * time.Hour} }

// A Floor is how many of a unit's people must be there on each day, on duty or on call:
// established officers of a squad (R34), established front-line staff of a station (R35).
// Who is on a duty of another unit on that day is not there.
type Floor struct {
	Unit      string
	Least     int
	FrontLine bool // counts those on the front line; else those who are certified
}

// A Problem is what a roster has to fill.
type Problem struct {
	People []crew.Person
	Items  []crew.Item
	Duties []Duty
	Floors []Floor
	Modes  map[string]Mode     // by unit
	Rules  Rules               //
	Held   map[string][]string // by duty: people who stay on it
	Booked map[string][]string // by duty: items that stay with it, in the order of its kinds
	// Lends tells whether a person may be put on the duties of a unit that is not the own,
	// such as people of the towns at the post; nil: nobody is.
	Lends func(p *crew.Person, unit string) bool
}

// A Roster is who goes when.
type Roster struct {
	Entries []Entry // in the order of the problem's duties
}

// An Entry is how one duty is filled; short or empty where it is not.
type Entry struct {
	Duty   string
	People []string // ids, in rising order
	Items  []string // ids, in the order of the duty's kinds; "" where none was free
}

// of gives the entry of a duty.
func (r *Roster) of(duty string) *Entry {
	for i := range r.Entries {
		if r.Entries[i].Duty == duty {
			return &r.Entries[i]
		}
	}
	return nil
}

// eligible tells whether a person may be put on the duties of a unit.
func (p *Problem) eligible(x *crew.Person, unit string) bool {
	return x.Unit == unit || p.Lends != nil && p.Lends(x, unit)
}

// counts tells whether a person is one of those that a floor counts, whether there or not.
func (p *Problem) counts(f *Floor, person int, day crew.Span) bool {
	x := &p.People[person]
	return x.Unit == f.Unit && x.Established && (f.FrontLine && x.FrontLine || !f.FrontLine && x.Certified(day) != "")
}

// left is how many a floor counts on a day without those who are away, unless there says
// that they are not, and without the crews of lent, which are of other units.
func (p *Problem) left(f *Floor, day crew.Span, lent iter.Seq2[int, []int], there func(int) bool) int {
	n := 0
	for x := range p.People {
		_, away := p.People[x].AwayIn(day)
		if !p.counts(f, x, day) || away && (there == nil || !there(x)) {
			continue
		}
		n++
		for _, crew := range lent {
			if slices.Contains(crew, x) {
				n--
				break
			}
		}
	}
	return n
}

// apart tells whether one person may do both of two duties.
func (r Rules) apart(a, b *Duty) bool {
	if a.Start.After(b.Start) {
		a, b = b, a
	}
	return b.Start.Sub(a.End) >= r.Rest
}
