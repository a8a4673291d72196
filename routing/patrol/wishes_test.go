package patrol_test

import (
	"strings"
	"testing"
	"time"

	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

// A reach for boats is walked along while the ice is on, from day to day, and the plan says so.
func TestBoatsStayAshoreInTheIce(t *testing.T) {
	m, a, net := region(t)
	r := ask("station", 14, 1) // from 23 November to 6 December
	r.Needs = []patrol.Need{{ID: "n", IntervalDays: 2, Geometry: m.Line("GK"), Mode: patrol.Boat}}
	r.Settings.PieceM = 10_000
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	modes := map[bool]map[string]int{true: {}, false: {}}
	for _, x := range plan.Tours {
		ice := x.Date >= "2026-12-01"
		modes[ice][x.Legs[1].Mode]++
		if said := strings.Contains(x.Stops[0].Reason.Code, "ashore"); said != ice {
			t.Errorf("%s: reason %v", x.ID, x.Stops[0].Reason)
		}
	}
	if modes[false]["boat"] == 0 || modes[false]["foot"] > 0 || modes[true]["foot"] == 0 || modes[true]["boat"] > 0 {
		t.Errorf("before the ice %v, in it %v", modes[false], modes[true])
	}
	if len(plan.Notes) != 1 || plan.Notes[0].Code != "patrol.season.ashore" {
		t.Errorf("notes %v", plan.Notes)
	}
	r.Settings.Seasons = nil
	if plan, err = patrol.Make(t.Context(), a, net, search.Tours, r); err != nil || len(plan.Notes) > 0 {
		t.Errorf("without seasons: notes %v, error %v", plan.Notes, err)
	}
}

// What is in season is due more often and is left out last.
func TestSeasonsInPlans(t *testing.T) {
	m, a, net := region(t)
	visits := func(from time.Time) int {
		r := ask("brigade", 42, 1)
		r.From, r.Settings.LeastVisits = from, 0
		r.Needs = []patrol.Need{{ID: "straw", IntervalDays: 14, Category: "A01", Geometry: m['1']}}
		plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
		if err != nil {
			t.Fatal(err)
		}
		return len(plan.Tours)
	}
	if in, out := visits(time.Date(2026, 9, 15, 0, 0, 0, 0, monday.Location())), visits(time.Date(2026, 7, 10, 0, 0, 0, 0, monday.Location())); in < 6 || out > 5 {
		t.Errorf("%d visits in the season, %d out of it", in, out)
	}
	r := ask("brigade", 1, 1)
	r.From = time.Date(2026, 9, 15, 0, 0, 0, 0, monday.Location())
	for _, mark := range "123GJbHK" {
		r.Needs = append(r.Needs, patrol.Need{ID: string(mark), Geometry: m[mark], ServiceS: 2 * 3600})
	}
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil || len(plan.Unplanned) < 4 {
		t.Fatalf("%v, %v", plan, err)
	}
	for i := range r.Needs {
		switch r.Needs[i].ID {
		case plan.Unplanned[0].Need:
			r.Needs[i].Category = "A01"
		case plan.Unplanned[1].Need:
			r.Needs[i].Weight = 5
		}
	}
	again, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range again.Unplanned {
		if u.Need == plan.Unplanned[0].Need || u.Need == plan.Unplanned[1].Need {
			t.Errorf("%s is left out, though it weighs more", u.Need)
		}
	}
}

// Enterprises are not visited more often in a year than may be, but for complaints.
func TestEnterpriseVisitsAreLimited(t *testing.T) {
	m, a, net := region(t)
	r := ask("brigade", 28, 1)
	r.Settings.EnterpriseVisits = 3
	r.Needs = []patrol.Need{
		{ID: "works", IntervalDays: 3, Geometry: m['1'], Enterprise: true, DoneThisYear: 1},
		{ID: "asked", IntervalDays: 3, Geometry: m['2'], Enterprise: true, Reason: "投诉"},
	}
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, x := range plan.Tours {
		for _, s := range x.Stops {
			count[s.Need]++
		}
	}
	if count["works"] != 2 || count["asked"] < 7 {
		t.Errorf("visits %v", count)
	}
	for _, u := range plan.Unplanned {
		if u.Reason.Code != "patrol.unplanned.limit" {
			t.Errorf("left out: %v", u.Reason)
		}
	}
	for i := range plan.Tours {
		for k := range plan.Tours[i].Stops {
			plan.Tours[i].Stops[k].Enterprise = true
		}
	}
	if err := patrol.Check(a, r.Settings, plan); err == nil || !strings.Contains(err.Error(), "asked is visited more than 3 times") {
		t.Errorf("too many visits pass: %v", err)
	}
}

// Visits begin within the hours that a need asks for, by the kind of unit that may do it.
func TestHoursAndUnits(t *testing.T) {
	m, a, net := region(t)
	hours, err := patrol.ParseHours("15:00-16:00")
	if err != nil {
		t.Fatal(err)
	}
	night, _ := patrol.ParseHours("night")
	r := ask("station", 6, 1)
	r.Settings.LeastVisits = 0
	r.Needs = []patrol.Need{
		{ID: "late", IntervalDays: 2, Geometry: m['1'], Hours: hours},
		{ID: "night", Geometry: m['2'], Hours: night},
		{ID: "squads", Geometry: m['2'], Units: []string{"SQUAD"}},
	}
	plan, err := patrol.Make(t.Context(), a, net, search.Tours, r)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Tours) < 3 {
		t.Errorf("%d tours", len(plan.Tours))
	}
	for _, x := range plan.Tours {
		for _, s := range x.Stops {
			// the visit begins at the road, the stop after the walk from it
			if at := s.Arrive.Format("15:04"); s.Need != "late" || at < "15:00" || at > "17:00" {
				t.Errorf("%s at %s", s.Need, at)
			}
		}
	}
	if len(plan.Unplanned) != 1 || plan.Unplanned[0].Need != "night" || plan.Unplanned[0].Reason.Code != "patrol.unplanned.hours" {
		t.Errorf("unplanned %v", plan.Unplanned)
	}
	r.Settings.ShiftStart = 21 * time.Hour
	if plan, err = patrol.Make(t.Context(), a, net, search.Tours, r); err != nil || len(plan.Tours) != 1 || plan.Tours[0].Stops[0].Need != "night" {
		t.Errorf("by night: %v, %v", plan, err)
	}
}

func TestParseHours(t *testing.T) {
	h := func(x float64) time.Duration { return time.Duration(x * float64(time.Hour)) }
	for text, want := range map[string][]patrol.Hours{
		"night": {{h(20), h(30)}}, "dawn": {{h(5), h(7)}}, "22:00–02:30": {{h(22), h(26.5)}}, "06:00-07:00, dawn": {{h(6), h(7)}, {h(5), h(7)}},
		"": nil, "noon": nil, "25:00-26:00": nil, "07:00-07:00": nil, "07:00": nil,
	} {
		got, err := patrol.ParseHours(text)
		if (err == nil) != (want != nil) || len(got) != len(want) && err == nil {
			t.Errorf("%q: %v, %v", text, got, err)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%q: %v, want %v", text, got, want)
			}
		}
	}
}
