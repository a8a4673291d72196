package live_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/routing/crew"
	"xunhu/routing/patrol"
)

// planned is a register with plans that are kept.
type planned struct {
	kept
	plans []feature.Feature
}

// Who is out on another plan of the unit, or on a duty of another unit, is not sent out on
// this one at that time.
func TestNobodyIsOutTwice(t *testing.T) {
	const unit, date = "370481-ZX01", "2026-11-24"
	at := func(day, hour int) string {
		return time.Date(2026, 11, day, hour, 0, 0, 0, law.China).Format(time.RFC3339)
	}
	member := []dispatch.Role{"station_member"}
	register := func() *planned {
		return &planned{kept: kept{people: []people.Person{{ID: "a", Unit: unit, Roles: member}, {ID: "b", Unit: unit, Roles: member}, {ID: "c", Unit: unit, Roles: member}},
			items: []people.Item{{ID: "car", Kind: crew.Vehicle, Unit: unit}}}}
	}
	roster := func(of string, duties ...wire.KeptDuty) store.Roster {
		document, err := json.Marshal(wire.RosterDocument{Duties: duties})
		if err != nil {
			t.Fatal(err)
		}
		return store.Roster{ID: of, Units: []string{of}, From: date, To: date, Document: document}
	}
	tour := func(kind, duty, crew string, day, from, until int) feature.Feature {
		plan := &patrol.Plan{Unit: unit, Kind: kind, From: time.Date(2026, 11, day, 0, 0, 0, 0, law.China), Days: 1}
		start := plan.From.Add(time.Duration(from) * time.Hour)
		plan.Tours = []patrol.Tour{{ID: "t", Unit: unit, Crew: crew, Duty: duty, Date: plan.From.Format(time.DateOnly), Start: start, End: start.Add(time.Duration(until-from) * time.Hour), Kind: kind}}
		kept, err := wire.FromPlan(plan, nil, nil, words.ZH).Feature("p")
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	region, err := live.New(demo.Dataset(), jurisdiction.Defaults(), time.Date(2026, 11, 24, 0, 0, 0, 0, law.China))
	if err != nil {
		t.Fatal(err)
	}
	duty := wire.KeptDuty{ID: "1", Unit: unit, Kind: "P5", Start: at(24, 8), End: at(24, 18), Need: 2, People: []string{"a", "b"}, Equipment: []string{"car"}, Kinds: []string{"vehicle"}}
	for _, tc := range []struct {
		name  string
		bend  func(*planned)
		want  string // size and hours
		lacks string
	}{
		{"nobody is out", func(k *planned) { k.rosters = []store.Roster{roster(unit, duty)} }, "2 08-18", ""},
		{"their duty is out in the morning", func(k *planned) {
			k.rosters, k.plans = []store.Roster{roster(unit, duty)}, []feature.Feature{tour("P4", "1", "1", 24, 8, 12)}
		}, "2 12-18", "engaged"},
		{"another duty is out", func(k *planned) {
			k.rosters, k.plans = []store.Roster{roster(unit, duty)}, []feature.Feature{tour("P4", "2", "2", 24, 8, 12)}
		}, "2 08-18", ""},
		{"out all the day", func(k *planned) {
			k.rosters, k.plans = []store.Roster{roster(unit, duty)}, []feature.Feature{tour("P4", "1", "1", 24, 8, 18)}
		}, "", "engaged"},
		{"out on the plan that this one replaces", func(k *planned) {
			k.rosters, k.plans = []store.Roster{roster(unit, duty)}, []feature.Feature{tour("P5", "1", "1", 24, 8, 12)}
		}, "2 08-18", ""},
		{"no roster, out in the afternoon", func(k *planned) { k.plans = []feature.Feature{tour("P4", "", "1", 24, 13, 18)} }, "3 08-13", "engaged"},
		{"no roster, out until midnight before", func(k *planned) { k.plans = []feature.Feature{tour("P9", "", "1", 23, 18, 24)} }, "3 11-17", "engaged"},
		{"no roster, out late on the same day", func(k *planned) { k.plans = []feature.Feature{tour("P9", "", "1", 24, 18, 23)} }, "3 11-17", "engaged"},
		{"no roster, out from noon into the night", func(k *planned) { k.plans = []feature.Feature{tour("P9", "", "1", 24, 17, 29)} }, "3 17-17", "engaged"}, // keeps its number,
		{"no roster, one is on another's duty", func(k *planned) {
			other := duty
			other.Unit, other.People, other.Equipment, other.Kinds = "370481-FJ", []string{"c"}, nil, nil
			k.rosters = []store.Roster{roster("370481-FJ", other)}
		}, "2 08-17", "elsewhere"},
	} {
		k := register()
		tc.bend(k)
		means, err := region.Means(t.Context(), k, patrol.Request{Unit: unit, From: time.Date(2026, 11, 24, 0, 0, 0, 0, law.China), Days: 1, Settings: patrol.Defaults()}, k.plans, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var crews, lacks []string
		for _, c := range means.Duty[date].Crews {
			crews = append(crews, string(rune('0'+c.Size))+" "+c.Start.In(law.China).Format("15")+"-"+c.End.In(law.China).Format("15"))
		}
		for _, f := range means.Duty[date].Lacks {
			lacks = append(lacks, strings.TrimPrefix(f.Code, "patrol.crew."))
		}
		if got := strings.Join(crews, "; "); got != tc.want || strings.Join(lacks, " ") != tc.lacks {
			t.Errorf("%s: crews %q, want %q; lacks %q, want %q", tc.name, got, tc.want, lacks, tc.lacks)
		}
	}
}

// Who is on duty goes with what is booked with the duty and what is free of the unit's; what is
// out, not calibrated or booked elsewhere is not, and is named.
func TestMeans(t *testing.T) {
	const unit, date = "370481-ZX01", "2026-11-24"
	at := func(hour int) time.Time { return time.Date(2026, 11, 24, hour, 0, 0, 0, law.China) }
	duty := func(id string, from, to int, items []string, who ...string) wire.KeptDuty {
		d := wire.KeptDuty{ID: id, Unit: unit, Kind: "P5", Start: at(from).Format(time.RFC3339), End: at(to).Format(time.RFC3339), Need: 2, People: who, Equipment: items}
		for _, i := range items {
			d.Kinds = append(d.Kinds, map[string]string{"car": "vehicle", "car2": "vehicle", "boat": "boat"}[i])
		}
		return d
	}
	roster := func(duties ...wire.KeptDuty) []store.Roster {
		document, err := json.Marshal(wire.RosterDocument{Duties: duties})
		if err != nil {
			t.Fatal(err)
		}
		return []store.Roster{{ID: "r", Units: []string{unit}, From: date, To: date, Document: document}}
	}
	plan := func(id, of, kind, item string) feature.Feature {
		tour := map[string]any{"properties": map[string]any{"kind": "tour", "date": date, "start": at(9).Format(time.RFC3339), "end": at(12).Format(time.RFC3339),
			"takes": []any{map[string]any{"id": item, "kind": "boat"}}}}
		return feature.Feature{ID: id, Props: map[string]any{"unit": of, "from": date, "days": int64(1),
			"document": map[string]any{"patrol_kind": kind, "features": []any{tour}}}}
	}
	member := []dispatch.Role{"station_member"}
	base := func() *planned {
		return &planned{kept: kept{
			people: []people.Person{{ID: "a", Name: "甲", Unit: unit, Roles: member, Skills: []crew.Skill{crew.Helmsman}},
				{ID: "b", Name: "乙", Unit: unit, Roles: member, Skills: []crew.Skill{crew.Pilot}, Certificates: []people.Certificate{{Number: "1"}}},
				{ID: "c", Name: "丙", Unit: unit, Roles: member, Skills: []crew.Skill{crew.Helmsman}}, {ID: "d", Name: "丁", Unit: unit, Roles: member}},
			items: []people.Item{{ID: "car", Kind: crew.Vehicle, Unit: unit}, {ID: "car2", Kind: crew.Vehicle, Unit: unit}, {ID: "boat", Kind: crew.Boat, Unit: unit},
				{ID: "drone", Kind: crew.Drone, Unit: unit}, {ID: "meter", Kind: crew.Instrument, Unit: unit, CalibratedTo: "2026-11-24"}, {ID: "other", Kind: crew.Boat, Unit: "370481-ZD01"}},
			rosters: roster(duty("1", 8, 18, []string{"car"}, "a", "b"))}}
	}
	region, err := live.New(demo.Dataset(), jurisdiction.Defaults(), at(0))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name  string
		bend  func(*planned)
		kind  string
		crews string // size, certified, items of each
		lacks string
	}{
		{"right", func(*planned) {}, "", "2 1 car boat drone meter", ""},
		{"a boat under repair", func(k *planned) { k.away = []people.Absence{{ID: "x", Item: "boat", From: date}} }, "", "2 1 car drone meter", "out"},
		{"not calibrated on that day", func(k *planned) { k.items[4].CalibratedTo = "2026-11-23" }, "", "2 1 car boat drone", "uncalibrated"},
		{"the helmsman ill", func(k *planned) { k.away = []people.Absence{{ID: "x", Person: "a", From: date}} }, "", "1 1 car drone meter", "away unskilled.helmsman"},
		{"a certificate that has ended", func(k *planned) { k.people[1].Certificates[0].To = "2026-11-23" }, "", "2 0 car boat drone meter", "lapsed"},
		{"a boat on another duty", func(k *planned) {
			k.rosters = roster(duty("1", 8, 18, []string{"car"}, "a", "b"), duty("2", 9, 15, []string{"boat"}, "c", "d"))
		}, "", "2 1 car drone meter; 2 0 boat car2", "unskilled.pilot"},
		{"one boat, two crews", func(k *planned) {
			k.rosters = roster(duty("1", 8, 18, []string{"car"}, "a", "b"), duty("2", 8, 18, []string{"car2"}, "c", "d"))
		}, "", "2 1 car boat drone meter; 2 0 car2", "unskilled.pilot"},
		{"a boat in another unit's plan", func(k *planned) { k.plans = append(k.plans, plan("p", "370481-ZX02", "P5", "boat")) }, "", "2 1 car drone meter", "booked"},
		{"a boat in its own plan of another kind", func(k *planned) { k.plans = append(k.plans, plan("p", unit, "P5", "boat")) }, "P8", "2 1 car boat drone meter", "engaged"}, // after noon
		{"a boat in its own plan, which this one replaces", func(k *planned) { k.plans = append(k.plans, plan("p", unit, "P5", "boat")) }, "P5", "2 1 car boat drone meter", ""},
		{"a boat in its own plan for leads, beside the daily one", func(k *planned) { k.plans = append(k.plans, plan("p", unit, patrol.Tasks, "boat")) }, "", "2 1 car boat drone meter", "engaged"},
		{"a boat in its own daily plan, which this one replaces", func(k *planned) { k.plans = append(k.plans, plan("p", unit, "P5", "boat")) }, "", "2 1 car boat drone meter", ""},
		{"a plan that another has replaced", func(k *planned) {
			k.plans = append(k.plans, plan("p", "370481-ZX02", "P5", "boat"), plan("q", "370481-ZX02", "P5", "car9"))
		}, "", "2 1 car boat drone meter", ""},
		{"no roster", func(k *planned) { k.rosters = nil }, "", "4 1 car boat drone meter", ""},
		{"nothing known", func(k *planned) { *k = planned{} }, "", "unknown", ""},
	} {
		k := base()
		tc.bend(k)
		set := patrol.Defaults()
		means, err := region.Means(t.Context(), k, patrol.Request{Unit: unit, From: at(0), Days: 1, Kind: tc.kind, Settings: set}, k.plans, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		day, known := means.Duty[date]
		var crews, lacks []string
		for _, c := range day.Crews {
			text := []string{string(rune('0' + c.Size)), string(rune('0' + c.Certified))}
			for _, i := range c.Items {
				text = append(text, i.ID)
			}
			crews = append(crews, strings.Join(text, " "))
		}
		if !known {
			crews = []string{"unknown"}
		}
		for _, f := range day.Lacks {
			if said := words.Say(words.ZH, f.Code, f.Args) + words.Say(words.EN, f.Code, f.Args); slices.ContainsFunc(k.people, func(p people.Person) bool { return strings.Contains(said, p.Name) }) {
				t.Errorf("%s: %s names a person", tc.name, said)
			}
			lacks = append(lacks, strings.TrimPrefix(f.Code, "patrol.crew."))
			if f.Args["date"] != date {
				t.Errorf("%s: %v has no date", tc.name, f)
			}
		}
		slices.Sort(lacks)
		if got := strings.Join(crews, "; "); got != tc.crews || strings.Join(lacks, " ") != tc.lacks {
			t.Errorf("%s: crews %q, want %q; lacks %q, want %q", tc.name, got, tc.crews, lacks, tc.lacks)
		}
		if means.Boats == nil {
			t.Errorf("%s: no boats", tc.name)
		}
	}
}
