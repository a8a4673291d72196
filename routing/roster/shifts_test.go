package roster_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/law"
	"xunhu/routing/crew"
	"xunhu/routing/roster"
)

// Working days, days of rest, one night a week and one joint patrol a month, by the
// official calendar.
func TestDuties(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	const station, post, branch = "370481104-SO", "370481-ZX01", "370481-FJ"
	from := time.Date(2026, 10, 1, 0, 0, 0, 0, law.China)
	set := roster.Defaults()
	if err := set.Validate(); err != nil {
		t.Fatal(err)
	}
	all, notes := roster.Duties(a, law.Official(), set, []string{station, post, branch}, from, 31, 7)
	if notes != nil {
		t.Errorf("notes %v", notes)
	}
	count, weeks := map[string]int{}, map[string]bool{}
	for _, d := range all {
		shift := d.Unit + d.ID[strings.LastIndex(d.ID, "/"):]
		count[shift]++
		works, err := law.Official().Works(d.Start)
		if err != nil {
			t.Fatal(err)
		}
		if works == d.Holiday || shift == station+"/day" && !works || shift == station+"/rest" && works {
			t.Errorf("%s: offices work %v, holiday %v", d.ID, works, d.Holiday)
		}
		_, week := d.Start.ISOWeek()
		if key := shift + string(rune(week)); strings.HasSuffix(shift, "/night") {
			if weeks[key] || !d.Night {
				t.Errorf("%s is the second of its week, or no night", d.ID)
			}
			weeks[key] = true
		} else if d.Night {
			t.Errorf("%s is no night", d.ID)
		}
	}
	if count[station+"/day"]+count[station+"/rest"] != 31 || count[station+"/rest"] < 10 || count[post+"/post"] != 31 || count[branch+"/joint"] != 1 || count[station+"/night"] < 3 {
		t.Errorf("%v", count)
	}
	i := slices.IndexFunc(all, func(d roster.Duty) bool { return d.Kind == "P6" })
	if d := all[i]; d.Start.Day() != 10 || len(d.From) != 3 || d.People != 5 { // Saturday 10 October 2026 is worked for the holidays
		t.Errorf("the joint patrol: %+v", d)
	}
	january, _ := roster.Duties(a, law.Official(), set, []string{branch}, time.Date(2026, 1, 1, 0, 0, 0, 0, law.China), 31, 7)
	if len(january) != 1 || january[0].Start.Day() != 12 { // the 10th is a Saturday
		t.Errorf("in January: %v", january)
	}
	again, _ := roster.Duties(a, law.Official(), set, []string{station}, from.AddDate(0, 0, 5), 3, 7) // any part is as the whole
	for _, d := range again {
		if !slices.ContainsFunc(all, func(x roster.Duty) bool { return x.ID == d.ID }) {
			t.Errorf("%s is not in the month", d.ID)
		}
	}
	winter, notes := roster.Duties(a, law.Official(), set, []string{post}, time.Date(2027, 1, 1, 0, 0, 0, 0, law.China), 28, 7)
	if len(notes) != 1 || notes[0].Code != "roster.calendar" {
		t.Errorf("a year without holidays: %v", notes)
	}
	for _, d := range winter {
		if strings.HasSuffix(d.ID, "/boat") {
			t.Errorf("%s: afloat in the season of ice", d.ID)
		}
	}
}

// The day of a weekly duty is even over the week, and seasons go over the new year.
func TestWeeklyIsDrawn(t *testing.T) {
	a, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	set := roster.Settings{Rules: roster.Usual(), Shifts: []roster.Shift{{ID: "n", Units: []string{"STATION"}, Days: "week", Months: "11-2", Start: 20 * time.Hour, Length: 4 * time.Hour, People: 2}}}
	var days [7]int
	months := map[time.Month]bool{}
	for seed := range uint64(40) {
		all, _ := roster.Duties(a, law.Official(), set, []string{"370481104-SO"}, time.Date(2026, 1, 5, 0, 0, 0, 0, law.China), 350, seed)
		for _, d := range all {
			days[d.Start.Weekday()]++
			months[d.Start.Month()] = true
		}
	}
	if len(months) != 4 || months[3] || months[10] {
		t.Errorf("months %v", months)
	}
	for day, n := range days {
		if n < 70 || n > 130 { // of some 680: 97 each, a deviation of 9
			t.Errorf("weekday %d: %d of %v", day, n, days)
		}
	}
}

// All that is wrong with settings is told together.
func TestSettingsValidate(t *testing.T) {
	s := roster.Settings{Rules: roster.Rules{Rest: -1, Longest: 12 * time.Hour}, Shifts: []roster.Shift{
		{ID: "a", Units: []string{"POST"}, Days: "month-10", Start: 8 * time.Hour, Length: 8 * time.Hour, People: 2},
		{ID: "a", Units: []string{"POST"}, Days: "month-31", Months: "0-3", Start: 25 * time.Hour, Length: 13 * time.Hour, People: 1, Certified: 2, Skills: []crew.Skill{"x"}},
	}}
	err := s.Validate()
	var many interface{ Unwrap() []error }
	if !errors.As(err, &many) || len(many.Unwrap()) != 9 {
		t.Errorf("%v", err)
	}
}
