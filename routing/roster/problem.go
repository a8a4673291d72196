package roster

import (
	"time"

	"xunhu/routing/crew"
)

// A Duty is a shift to be filled.
type Duty struct {
	ID        string
	Unit      string
	Start     time.Time
	End       time.Time
	People    int          // how many go; 2 at least is the rule (H3)
	Certified int          // how many of them must be certified (H1)
	Skills    []crew.Skill // each had by somebody of the crew
	TownMain  bool         // at least half come from towns (R20)
	Items     []crew.Kind  // each booked once
	Night     bool         // counted, so that nights are even
	Holiday   bool         // counted, so that holidays are even
}

func (d *Duty) span() crew.Span { return crew.Span{From: d.Start, Until: d.End} }

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

// apart tells whether one person may do both of two duties.
func (r Rules) apart(a, b *Duty) bool {
	if a.Start.After(b.Start) {
		a, b = b, a
	}
	return b.Start.Sub(a.End) >= r.Rest
}
