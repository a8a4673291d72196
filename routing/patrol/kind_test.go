package patrol_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/crew"
	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

// A lead is visited before its limit, whatever else is due; one that nobody can reach in time
// is visited on the first day, and said to be late; one without a limit within a week.
func TestLeadsAreSeenInTime(t *testing.T) {
	m, a, net := region(t)
	r := ask("brigade", 14, 1)
	r.From = monday
	day := func(n int, clock time.Duration) time.Time {
		return time.Date(2026, 11, 23+n, 0, 0, 0, 0, monday.Location()).Add(clock)
	}
	for _, tc := range []struct {
		name   string
		before time.Time
		until  time.Time
		code   string
	}{
		{"today", day(0, 24*time.Hour-time.Second), day(1, 0), "patrol.reason.lead.before"},
		{"by the third day's noon", day(2, 12*time.Hour), day(2, 12*time.Hour), "patrol.reason.lead.before"},
		{"before anybody is out", day(0, 8*time.Hour), day(1, 0), "patrol.reason.lead.before.late"},
		{"last week", day(-7, 0), day(1, 0), "patrol.reason.lead.before.late"},
		{"in a month", day(30, 0), day(7, 0), "patrol.reason.lead.before"},
		{"no limit", time.Time{}, day(7, 0), "patrol.reason.lead"},
	} {
		r.Needs, _ = patrol.NeedsOf(a, "brigade", r.Settings)
		r.Needs = append(r.Needs, patrol.Need{ID: "leads/7", Lead: "7", Geometry: m['4'], Before: tc.before, Certified: 2})
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, tour := range plan.Tours {
			for _, s := range tour.Stops {
				if s.Lead == "" {
					continue
				}
				seen++
				if !s.Arrive.Before(tc.until) || s.Reason.Code != tc.code || tour.Certified < 2 {
					t.Errorf("%s: visited at %s, %s, by %d certified", tc.name, s.Arrive, s.Reason.Code, tour.Certified)
				}
			}
		}
		if seen != 1 {
			t.Errorf("%s: visited %d times; unplanned %v", tc.name, seen, plan.Unplanned)
		}
	}
}

// Sorties of drones (P10) fly over all that they are for, places and lines too, and take a
// pilot and a drone, but no officers; what no crew can fly is named.
func TestSortiesFly(t *testing.T) {
	m, a, net := region(t)
	r := ask("squad", 1, 1)
	r.Kind = patrol.Sorties
	date := monday.Format(time.DateOnly)
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, monday.Location())
	crewed := func(items ...crew.Item) patrol.Means {
		return patrol.Means{Duty: map[string]patrol.Day{date: {Crews: []patrol.Crew{{Start: day.Add(8 * time.Hour), End: day.Add(18 * time.Hour), Size: 2,
			Skills: []crew.Skill{crew.Pilot}, Items: append(items, crew.Item{ID: "car", Kind: crew.Vehicle})}}}}}
	}
	for _, tc := range []struct {
		name  string
		needs []patrol.Need
		means patrol.Means
		kind  string
		stops bool
	}{
		{"the waters of its towns", nil, crewed(crew.Item{ID: "uav", Kind: crew.Drone}), patrol.Sorties, true},
		{"a place", []patrol.Need{{ID: "p", Geometry: m['2']}}, crewed(crew.Item{ID: "uav", Kind: crew.Drone}), patrol.Sorties, true},
		{"no drone", []patrol.Need{{ID: "p", Geometry: m['2']}}, crewed(), patrol.Sorties, false},
		{"enforcing takes officers", []patrol.Need{{ID: "p", Geometry: m['2']}}, crewed(crew.Item{ID: "uav", Kind: crew.Drone}), "P3", false},
	} {
		r.Needs, r.Means, r.Kind = tc.needs, tc.means, tc.kind
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, x := range plan.Tours {
			for _, s := range x.Stops {
				n++
				if s.Mode != patrol.Drone || s.Geometry.Dimensions() != 2 || x.Certified != 0 || len(x.Takes) != 2 {
					t.Errorf("%s: %s by %s, %d certified, takes %v", tc.name, s.Need, s.Mode, x.Certified, x.Takes)
				}
			}
		}
		if (n > 0) != tc.stops || !tc.stops && len(plan.Unplanned) == 0 {
			t.Errorf("%s: %d stops, unplanned %v", tc.name, n, plan.Unplanned)
		}
		if n > 0 {
			plan.Tours[0].Stops[0].Mode = patrol.Foot
			if patrol.CheckMeans(a, r.Means, plan) == nil {
				t.Errorf("%s: the checker takes a sortie on foot", tc.name)
			}
		}
	}
}

// Beyond the border goes nobody but a joint patrol that names the other side.
func TestBeyondTheBorderTogether(t *testing.T) {
	m, a, net := region(t)
	for _, tc := range []struct{ unit, kind, with, code string }{
		{"brigade", patrol.Joint, "the neighbours", ""},
		{"brigade", "", "", "outside"},
		{"brigade", patrol.Joint, "", "patrol.no_other_side"},
		{"brigade", "P6", "the neighbours", "patrol.other_side"},
		{"station", "P3", "", "patrol.kind"},
		{"squad", "P5", "", "patrol.kind"},
		{"squad", "p3", "", "patrol.kind"},
	} {
		r := ask(tc.unit, 1, 1)
		r.Kind, r.With, r.Needs = tc.kind, tc.with, []patrol.Need{{ID: "n", Geometry: m['I']}}
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		var f *finding.Finding
		switch {
		case strings.HasPrefix(tc.code, "patrol."):
			if !errors.As(err, &f) || f.Code != tc.code {
				t.Errorf("%+v: %v", tc, err)
			}
		case err != nil:
			t.Error(err)
		case (tc.code == "") != (len(plan.Tours) == 1) || len(plan.Tours)+len(plan.Unplanned) != 1 || plan.With != tc.with:
			t.Errorf("%+v: %d tours, unplanned %v", tc, len(plan.Tours), plan.Unplanned)
		}
	}
}

// The brigade guides every squad, station and post on site in the time that is set (P12), and
// takes no officers for it; nobody else does.
func TestGuidanceSeesEveryUnit(t *testing.T) {
	_, a, net := region(t)
	r := ask("brigade", 8, 1)
	r.Kind, r.Settings.GuideDays = patrol.Guidance, 7
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Unplanned) > 0 {
		t.Errorf("left out: %v", plan.Unplanned)
	}
	seen := map[string]int{}
	for _, x := range plan.Tours {
		if x.Certified != 0 {
			t.Errorf("%s takes %d officers", x.ID, x.Certified)
		}
		for _, s := range x.Stops {
			seen[s.Need]++
			for _, asked := range s.Asked {
				if asked.Kind == jurisdiction.Officers {
					t.Errorf("at %s: %v", s.Need, asked)
				}
			}
		}
	}
	for _, unit := range []string{"squad", "station", "station-e", "post"} {
		if seen["units/"+unit] == 0 {
			t.Errorf("nobody sees %s", unit)
		}
	}
	if len(seen) != 4 {
		t.Errorf("seen %v", seen)
	}
	r = ask("station", 8, 1)
	r.Kind = patrol.Guidance
	if _, err := patrol.Make(t.Context(), a, net, search.Tours, r); err == nil {
		t.Error("a station guides")
	}
}
