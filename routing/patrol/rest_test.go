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
