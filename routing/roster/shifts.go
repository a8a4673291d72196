package roster

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/finding"
	"xunhu/routing/crew"
)

// A Shift is a duty that comes again.
type Shift struct {
	ID           string
	Name, NameEN string
	Units        []string // ids of units, or their classes
	Kind         string   // P1, P3 … of DOMAIN 6.1
	Days         string   // all, work, rest (weekends and holidays), week (one day of each, drawn), month-10 (the first working day from the 10th on)
	Months       string   // 3-11: from March to November; 10-3 goes over the new year; "": all
	Start        time.Duration
	Length       time.Duration
	People       int // besides those whom Invites send
	Certified    int
	Skills       []crew.Skill
	Items        []crew.Kind
	TownMain     bool
	Invites      []string // units that send one each, by the ends of their ids; those that a region does not have are passed over
}

// Settings say which duties there are.
type Settings struct {
	Rules  Rules
	Fixed  []string // units in fixed posts (定岗)
	Shifts []Shift
}

// Defaults are the duties of DOMAIN 6.1 that come again, with times that a day's patrol
// fits in. Numbers and times are ours, none is prescribed.
func Defaults() Settings {
	const morning, day = 8*time.Hour + 30*time.Minute, 9 * time.Hour
	car := []crew.Kind{crew.Vehicle}
	return Settings{Rules: Usual(), Shifts: []Shift{
		{ID: "day", Name: "日常巡查班", NameEN: "Daily patrol", Units: []string{string(atlas.Station)}, Kind: "P1", Days: "work", Start: morning, Length: day, People: 2, Items: car},
		{ID: "day", Name: "执法巡查班", NameEN: "Enforcement patrol", Units: []string{string(atlas.Squad)}, Kind: "P3", Days: "work", Start: morning, Length: day, People: 2, Certified: 2, Items: car},
		{ID: "rest", Name: "节假日错时班", NameEN: "Weekend and holiday", Units: []string{string(atlas.Station), string(atlas.Squad)}, Kind: "P9", Days: "rest", Start: morning, Length: day, People: 2, Certified: 1, Items: car},
		{ID: "night", Name: "夜间错时班", NameEN: "Night", Units: []string{string(atlas.Station), string(atlas.Squad), string(atlas.Post)}, Kind: "P9", Days: "week", Start: 20 * time.Hour, Length: 5 * time.Hour, People: 2, Certified: 1, Items: car},
		{ID: "post", Name: "驻巡班", NameEN: "Resident patrol", Units: []string{string(atlas.Post)}, Kind: "P5", Days: "all", Start: morning, Length: day, People: 3, Certified: 1, Items: car, TownMain: true},
		{ID: "boat", Name: "水上驻巡班", NameEN: "Patrol afloat", Units: []string{string(atlas.Post)}, Kind: "P5", Days: "week", Months: "3-11", Start: 9 * time.Hour, Length: 6 * time.Hour, People: 2, Certified: 1,
			Skills: []crew.Skill{crew.Helmsman}, Items: []crew.Kind{crew.Boat}, TownMain: true},
		{ID: "joint", Name: "部门联合巡查", NameEN: "Joint patrol", Units: []string{string(atlas.Branch)}, Kind: "P6", Days: "month-10", Start: morning, Length: day, People: 2, Certified: 2,
			Invites: []string{"BM-ZR", "BM-NY", "BM-SW"}},
	}}
}

// Validate reports all settings that cannot be.
func (s Settings) Validate() error {
	var faults []error
	bad := func(where, name string, value any) {
		faults = append(faults, finding.New("roster.setting", where, "name", name, "value", value))
	}
	if s.Rules.Rest < 0 || s.Rules.Rest > 24*time.Hour {
		bad("", "rest", s.Rules.Rest.String())
	}
	if s.Rules.Longest <= 0 || s.Rules.Longest > 24*time.Hour {
		bad("", "longest", s.Rules.Longest.String())
	}
	if len(s.Shifts) == 0 {
		bad("", "shifts", "")
	}
	seen := map[string]bool{}
	for i, x := range s.Shifts {
		where := "shifts " + strconv.Itoa(i+1)
		if x.ID == "" || strings.ContainsAny(x.ID, "/ ") {
			bad(where, "id", x.ID)
		}
		if len(x.Units) == 0 {
			bad(where, "units", "")
		}
		for _, u := range x.Units {
			if seen[u+"/"+x.ID] {
				bad(where, "id", x.ID)
			}
			seen[u+"/"+x.ID] = true
		}
		if _, err := x.monthly(); err != nil {
			bad(where, "days", x.Days)
		}
		if _, _, err := x.season(); err != nil {
			bad(where, "months", x.Months)
		}
		if x.Start < 0 || x.Start >= 24*time.Hour {
			bad(where, "start", x.Start.String())
		}
		if x.Length <= 0 || x.Length > s.Rules.Longest {
			bad(where, "length", x.Length.String())
		}
		if x.People+len(x.Invites) < 2 || x.People < 0 { // H3: nobody goes alone
			bad(where, "people", x.People)
		}
		if x.Certified < 0 || x.Certified > x.People {
			bad(where, "certified", x.Certified)
		}
		for _, k := range x.Skills {
			if k != crew.Helmsman && k != crew.Pilot {
				bad(where, "skills", string(k))
			}
		}
		for _, k := range x.Items {
			if !slices.Contains([]crew.Kind{crew.Vehicle, crew.Boat, crew.Drone, crew.Instrument}, k) {
				bad(where, "equipment", string(k))
			}
		}
	}
	return errors.Join(faults...)
}

// monthly is the day of month-10; 0 for other words.
func (x *Shift) monthly() (int, error) {
	switch x.Days {
	case "all", "work", "rest", "week":
		return 0, nil
	}
	rest, ok := strings.CutPrefix(x.Days, "month-")
	n, err := strconv.Atoi(rest)
	if !ok || err != nil || n < 1 || n > 20 {
		return 0, fmt.Errorf("roster: days %q", x.Days)
	}
	return n, nil
}

// season is the first and last month.
func (x *Shift) season() (from, to time.Month, err error) {
	if x.Months == "" {
		return 1, 12, nil
	}
	a, b, ok := strings.Cut(x.Months, "-")
	m, err1 := strconv.Atoi(a)
	n, err2 := strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || m < 1 || m > 12 || n < 1 || n > 12 {
		return 0, 0, fmt.Errorf("roster: months %q", x.Months)
	}
	return time.Month(m), time.Month(n), nil
}

// A Calendar tells on which days offices work.
type Calendar interface {
	Works(time.Time) (bool, error)
}

// Duties gives the duties of units over some days. The day of a weekly shift is drawn
// from the seed, for each unit by itself. For a year that the calendar does not know,
// Saturdays and Sundays are taken for days of rest, and a note says so.
func Duties(a *atlas.Atlas, cal Calendar, set Settings, units []string, from time.Time, days int, seed uint64) ([]Duty, []*finding.Finding) {
	c := counter{cal: cal, unknown: map[int]bool{}}
	var all []Duty
	for _, id := range units {
		u, ok := a.Unit(id)
		if !ok {
			continue
		}
		for day := range days {
			at := from.AddDate(0, 0, day)
			for i := range set.Shifts {
				if x := &set.Shifts[i]; x.meant(u) && c.comes(x, u.ID, at, seed) {
					all = append(all, x.duty(a, u, at, !c.works(at)))
				}
			}
		}
	}
	return all, c.notes
}

func (x *Shift) meant(u atlas.Unit) bool {
	return slices.Contains(x.Units, u.ID) || slices.Contains(x.Units, string(u.Class))
}

// duty is the shift of a day.
func (x *Shift) duty(a *atlas.Atlas, u atlas.Unit, at time.Time, holiday bool) Duty {
	y, m, n := at.Date()
	// by the clock, also where it is put forward or back
	start := time.Date(y, m, n, 0, 0, int(x.Start/time.Second), 0, at.Location())
	d := Duty{ID: u.ID + "/" + at.Format(time.DateOnly) + "/" + x.ID, Unit: u.ID, Name: finding.Name{ZH: x.Name, EN: x.NameEN}, Kind: x.Kind,
		Start: start, End: start.Add(x.Length), People: x.People, Certified: x.Certified, Skills: x.Skills, TownMain: x.TownMain, Items: x.Items, Holiday: holiday}
	for _, end := range x.Invites {
		if i := slices.IndexFunc(a.Units, func(v atlas.Unit) bool { return v.ID == end || strings.HasSuffix(v.ID, "-"+end) }); i >= 0 {
			d.From = append(d.From, a.Units[i].ID)
			d.People++
		}
	}
	night := crew.Span{From: time.Date(y, m, n, 22, 0, 0, 0, at.Location()), Until: time.Date(y, m, n+1, 6, 0, 0, 0, at.Location())}
	early := crew.Span{From: night.From.AddDate(0, 0, -1), Until: night.Until.AddDate(0, 0, -1)}
	d.Night = night.Meets(d.span()) || early.Meets(d.span())
	return d
}

// A counter knows the days of rest, and notes the years of which it does not.
type counter struct {
	cal     Calendar
	unknown map[int]bool
	notes   []*finding.Finding
}

func (c *counter) works(at time.Time) bool {
	works, err := c.cal.Works(at)
	if err == nil {
		return works
	}
	if y := at.Year(); !c.unknown[y] {
		c.unknown[y] = true
		c.notes = append(c.notes, finding.New("roster.calendar", "", "year", y))
	}
	return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday
}

// comes tells whether a shift of a unit is on a day.
func (c *counter) comes(x *Shift, unit string, at time.Time, seed uint64) bool {
	from, to, _ := x.season()
	if m := at.Month(); from <= to && (m < from || m > to) || from > to && m < from && m > to {
		return false
	}
	switch x.Days {
	case "all":
		return true
	case "work":
		return c.works(at)
	case "rest":
		return !c.works(at)
	case "week":
		year, week := at.ISOWeek()
		h := fnv.New64a()
		fmt.Fprintf(h, "%s/%s/%d-%d", unit, x.ID, year, week)
		return int(at.Weekday()) == rand.New(rand.NewPCG(seed, h.Sum64())).IntN(7)
	}
	first, _ := x.monthly()
	if at.Day() < first || !c.works(at) {
		return false
	}
	for day := first; day < at.Day(); day++ {
		if c.works(at.AddDate(0, 0, day-at.Day())) {
			return false // it was on that day
		}
	}
	return true
}

// Floors are those of R34 and R35: two officers of each squad, two front-line staff of
// each station.
func Floors(a *atlas.Atlas) []Floor {
	var all []Floor
	for _, u := range a.Units {
		if u.Class == atlas.Squad || u.Class == atlas.Station {
			all = append(all, Floor{Unit: u.ID, Least: 2, FrontLine: u.Class == atlas.Station})
		}
	}
	return all
}

// townTeam is the class of a town's enforcement team (镇街综合行政执法队).
const townTeam atlas.Class = "TOWN_ENF"

// Lends tells who may be put on the duties of another unit: the enforcement teams of a
// post's towns at the post (R20); officers of the brigade and its squads on duties of the
// branch (R37), and people of the departments that a duty invites.
func Lends(a *atlas.Atlas, duties []Duty) func(*crew.Person, string) bool {
	invited := map[string]bool{}
	for i := range duties {
		for _, unit := range duties[i].From {
			invited[duties[i].Unit+" "+unit] = true
		}
	}
	units := map[string]atlas.Unit{}
	for _, u := range a.Units {
		units[u.ID] = u
	}
	return func(p *crew.Person, unit string) bool {
		to, of := units[unit], units[p.Unit]
		switch to.Class {
		case atlas.Post:
			return of.Class == townTeam && slices.Contains(to.Towns, p.Town)
		case atlas.Branch:
			return of.Class == atlas.Squad || of.Class == atlas.Brigade || invited[unit+" "+p.Unit]
		}
		return false
	}
}
