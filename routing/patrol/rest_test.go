package patrol

import (
	"math/rand/v2"
	"testing"
	"time"

	"xunhu/routing/crew"
	"xunhu/routing/tour"
)

// On the day after a duty that lasts into the night nobody goes out unrested, whether or not
// the register knows the people; after one that ends in the evening they do.
func TestCrewsRestAfterDuties(t *testing.T) {
	midnight := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	crewOf := func(duty string, day, from, to int) Day {
		at := midnight.AddDate(0, 0, day)
		return Day{Crews: []Crew{{Duty: duty, Size: 2, Start: at.Add(time.Duration(from) * time.Hour), End: at.Add(time.Duration(to) * time.Hour), Items: []crew.Item{{ID: "car", Kind: crew.Vehicle}}}}}
	}
	for _, tc := range []struct {
		name   string
		until  int
		known  bool
		shifts int
	}{
		{"into the night", 25, true, 1},
		{"into the night, then nothing is known", 25, false, 1},
		{"until the evening", 18, true, 2},
	} {
		m := &maker{s: Defaults(), from: midnight, days: 2, rng: rand.New(rand.NewPCG(1, 1)), means: Means{Duty: map[string]Day{"2026-11-23": crewOf("night", 0, tc.until-5, tc.until)}}}
		if tc.known {
			m.means.Duty["2026-11-24"] = crewOf("", 1, 8, 18)
		}
		x := &posed{p: &tour.Problem{}}
		m.shift(x)
		if len(x.p.Shifts) != tc.shifts {
			t.Errorf("%s: %d shifts, want %d", tc.name, len(x.p.Shifts), tc.shifts)
		}
	}
}

// A crew that is out on another plan until after the usual hours begins when it is back; one
// that has no time left does not go, and rests no more for it.
func TestCrewsBeginWhenTheyAreBack(t *testing.T) {
	midnight := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	car := []crew.Item{{ID: "car", Kind: crew.Vehicle}}
	day := func(from, to int) Day {
		return Day{Crews: []Crew{{Size: 2, Start: midnight.Add(time.Duration(from) * time.Hour), End: midnight.Add(time.Duration(to) * time.Hour), Items: car}}}
	}
	m := &maker{s: Defaults(), from: midnight, days: 2, rng: rand.New(rand.NewPCG(1, 1)), means: Means{Duty: map[string]Day{"2026-11-23": day(11, 17), "2026-11-24": day(24+8, 24+17)}}}
	x := &posed{p: &tour.Problem{}}
	m.shift(x)
	if len(x.p.Shifts) != 2 || x.p.Shifts[0].Open != 11*3600 || x.p.Shifts[0].Close > 17*3600 {
		t.Errorf("shifts %+v, want one from 11 to 17 h and one of the day after", x.p.Shifts)
	}
	m.means.Duty["2026-11-23"] = day(23, 23)
	x = &posed{p: &tour.Problem{}}
	m.shift(x)
	if len(x.p.Shifts) != 1 || x.days[0] != 1 {
		t.Errorf("shifts %+v on days %v, want that of the day after", x.p.Shifts, x.days)
	}
}
