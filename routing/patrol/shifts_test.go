package patrol_test

import (
	"strings"
	"testing"
	"time"

	"xunhu/routing/crew"
	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

// duties are the crew of a roster, on duty at the same hours on each day of a plan.
func duties(r *patrol.Request, from, until time.Duration) {
	r.Means.Duty = map[string]patrol.Day{}
	for i := range r.Days {
		day := time.Date(2026, 11, 23+i, 0, 0, 0, 0, monday.Location())
		date := day.Format(time.DateOnly)
		r.Means.Duty[date] = patrol.Day{Crews: []patrol.Crew{{Duty: date + "/duty", Start: day.Add(from), End: day.Add(until), Size: 2, Certified: 2,
			People: []string{"a", "b"}, Items: []crew.Item{{ID: "car", Kind: crew.Vehicle}}}}}
	}
}

// A lead is seen in time, or late, by the hours of those who are on duty.
func TestLeadsFollowTheRoster(t *testing.T) {
	m, a, net := region(t)
	for _, tc := range []struct {
		name                string
		from, until, before time.Duration // before: of the second day
		late                bool
		by                  time.Duration // of the second day
	}{
		{"out before the settings say", 5 * time.Hour, 13 * time.Hour, 24*time.Hour + 7*time.Hour, false, 7 * time.Hour},
		{"out after the settings say", 14 * time.Hour, 22 * time.Hour, 10 * time.Hour, true, 0},
	} {
		r := ask("brigade", 3, 1)
		duties(&r, tc.from, tc.until)
		r.Needs = []patrol.Need{{ID: "leads/7", Lead: "7", Geometry: m['4'], Before: time.Date(2026, 11, 23, 0, 0, 0, 0, monday.Location()).Add(tc.before), Certified: 2}}
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		if len(plan.Tours) != 1 || len(plan.Tours[0].Stops) != 1 {
			t.Fatalf("%s: %d tours, unplanned %v", tc.name, len(plan.Tours), plan.Unplanned)
		}
		s := plan.Tours[0].Stops[0]
		if late := strings.HasSuffix(s.Reason.Code, ".late"); late != tc.late || late && plan.Tours[0].Date != "2026-11-23" || !late && !s.Arrive.Before(s.Before) {
			t.Errorf("%s: at %s for %s, %s", tc.name, s.Arrive, s.Before, s.Reason.Code)
		}
	}
}

// A duty that is longer than the settings' shifts is used whole; one before the settings' hours
// counts as the day on which it stands, as the seed drew it.
func TestDutiesCountWithTheirHours(t *testing.T) {
	m, a, net := region(t)
	r := ask("brigade", 1, 1)
	duties(&r, 8*time.Hour, 20*time.Hour)
	for _, at := range "1234" {
		r.Needs = append(r.Needs, patrol.Need{ID: string(at), Geometry: m[at], ServiceS: 2.4 * 3600})
	}
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Tours) != 1 || len(plan.Unplanned) != 0 || plan.Tours[0].DurationS < 9.6*3600 {
		t.Errorf("twelve hours on duty: %d tours, unplanned %v", len(plan.Tours), plan.Unplanned)
	}

	r = ask("brigade", 14, 3)
	duties(&r, 4*time.Hour, 8*time.Hour)
	r.Settings.LeastVisits = 0
	r.Needs = []patrol.Need{{ID: "1", Geometry: m['1'], IntervalDays: 4}, {ID: "3", Geometry: m['3'], IntervalDays: 3}}
	if plan, err = patrol.Make(t.Context(), a, net, search.Tours, r); err != nil {
		t.Fatal(err)
	}
	d, err := patrol.Verify(plan, r.Seed)
	if err != nil || len(d.Wrong) > 0 || d.AsDrawn < 7 || d.Earlier > 0 || len(plan.Unplanned) > 0 {
		t.Errorf("before dawn: %+v, %v, unplanned %v", d, err, plan.Unplanned)
	}
}

// Where the roster rules, a conflict speaks of its duties, not of the settings.
func TestConflictNamesTheRoster(t *testing.T) {
	m, a, net := region(t)
	r := ask("brigade", 1, 1)
	duties(&r, 6*time.Hour, 9*time.Hour)
	for _, at := range "134" {
		r.Needs = append(r.Needs, patrol.Need{ID: string(at), Name: string(at), Geometry: m[at], ServiceS: 80 * 60})
	}
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]any{}
	for _, u := range plan.Unplanned {
		for _, w := range u.Why {
			said[w.Code] = w.Args["hours"]
		}
	}
	hours, _ := said["patrol.why.shift.rostered"].([]string)
	if len(plan.Unplanned) == 0 || len(hours) != 1 || hours[0] != "06:00–09:00" || said["patrol.why.shift"] != nil || said["patrol.why.crews"] != nil {
		t.Errorf("unplanned %v, because of %v", plan.Unplanned, said)
	}
}
