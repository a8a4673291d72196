package figures_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/figures"
	"xunhu/api/joint"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/routing/patrol"
	"xunhu/routing/track"
)

func at(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 0, 0, 0, law.China)
}

// shelf is a store of what a test lays in.
type shelf struct {
	leads   []store.Kept
	records map[string][]dispatch.Record
	kept    map[feature.Kind][]feature.Feature
	rosters []store.Roster
	joint   []joint.Record
	people  []people.Person
}

func (s *shelf) People(context.Context, string) ([]people.Person, error)    { return s.people, nil }
func (s *shelf) Items(context.Context, string) ([]people.Item, error)       { return nil, nil }
func (s *shelf) Absences(context.Context, string) ([]people.Absence, error) { return nil, nil }
func (s *shelf) Rosters(context.Context, string, store.RosterQuery) ([]store.Roster, int, error) {
	return s.rosters, len(s.rosters), nil
}
func (s *shelf) JointRecords(context.Context, string, string) ([]joint.Record, error) {
	return s.joint, nil
}
func (s *shelf) Query(_ context.Context, _ string, k feature.Kind, q store.Query) (store.Page, error) {
	var all []feature.Feature
	for _, f := range s.kept[k] {
		if unit := q.Equal["unit"]; unit == "" || f.Text("unit") == unit {
			all = append(all, f)
		}
	}
	return store.Page{Features: all[min(q.Offset, len(all)):], Matched: len(all)}, nil
}
func (s *shelf) Leads(_ context.Context, _ string, q store.LeadQuery) (store.LeadPage, error) {
	return store.LeadPage{Leads: s.leads[min(q.Offset, len(s.leads)):], Matched: len(s.leads)}, nil
}
func (s *shelf) Records(_ context.Context, _, id string) ([]dispatch.Record, error) {
	return s.records[id], nil
}

// lead lays in one that goes through events, "event unit to@day.hour" of November each, "10/"
// before a day for October.
func (s *shelf) lead(id, source, category, span, h string, towns []string, clocks []dispatch.Clock, steps ...string) {
	l := dispatch.Lead{ID: id, Source: source, Towns: towns, Unit: station, Clocks: clocks, Ruling: dispatch.Ruling{Inputs: dispatch.Inputs{Span: span, H: h}}}
	for i, step := range steps {
		what, when, _ := strings.Cut(step, "@")
		f := append(strings.Fields(what), "", "")
		month := time.November
		if rest, ok := strings.CutPrefix(when, "10/"); ok {
			month, when = time.October, rest
		}
		clock, err := time.Parse("2.15", when)
		if err != nil {
			panic(err)
		}
		t := at(month, clock.Day(), clock.Hour())
		l.Trail = append(l.Trail, dispatch.Trace{Event: dispatch.Event(f[0]), Unit: f[1], At: t})
		r := dispatch.Record{Event: dispatch.Event(f[0]), Unit: f[1], Serial: i + 1, Server: t.UTC().Format(time.RFC3339), Detail: dispatch.Detail{To: f[2]}}
		if f[0] == "refuse" {
			r.To = dispatch.InDispute
		}
		s.records[id] = append(s.records[id], r)
	}
	s.leads = append(s.leads, store.Kept{Lead: l, Incident: feature.Feature{ID: id, Props: map[string]any{"category": category,
		"decision": map[string]any{"basins": []any{map[string]any{"code": "JH", "name": "界河"}}}}}})
}

const station, squad, post, branch = "370481104-SO", "370481-ZD03", "370481-ZX01", "370481-FJ"

// plan is one of a tour of the station on a day, with stops.
func plan(id, day string, stops ...orb.Point) feature.Feature {
	when := func(clock string) string { return day + "T" + clock + ":00+08:00" }
	all := []any{map[string]any{"id": id + "/1", "properties": map[string]any{"kind": "tour", "patrol_kind": "P1", "start": when("09:00"), "end": when("12:00"), "distance_m": 30000.0}},
		map[string]any{"id": id + "/1/leg/1", "properties": map[string]any{"kind": "leg", "tour": id + "/1", "mode": "boat", "depart": when("09:00"), "arrive": when("09:30")}}}
	for _, p := range stops {
		all = append(all, map[string]any{"id": id + "/1/stop", "properties": map[string]any{"kind": "stop", "tour": id + "/1", "lon": p[0], "lat": p[1], "service_s": 600.0}})
	}
	return feature.Feature{ID: id, Props: map[string]any{"unit": station, "from": day, "days": 1.0, "document": map[string]any{"features": all}}}
}

// stood is a track of somebody who stood at a place for ten minutes.
func stood(person string, begin time.Time, p orb.Point) feature.Feature {
	r := track.Record{ID: "T", Person: person}
	for s := range 60 {
		r.Fixes = append(r.Fixes, track.Fix{At: orb.Point{p[0] + float64(s%2)*1e-6, p[1]}, Time: begin.Add(time.Duration(s) * 10 * time.Second)})
	}
	return wire.KeepTrack(r, 0)
}

func roster(t *testing.T) store.Roster {
	t.Helper()
	duty := func(id, unit, kind string, hour int, who ...string) wire.KeptDuty {
		return wire.KeptDuty{ID: id, Unit: unit, Kind: kind, Start: at(11, 10, hour).Format(time.RFC3339), End: at(11, 10, hour+4).Format(time.RFC3339), Need: 2, People: who}
	}
	document, err := json.Marshal(wire.RosterDocument{
		Duties: []wire.KeptDuty{duty("p1", post, "P5", 8, "a", "b", "c"), duty("p2", post, "P5", 14, "c"), duty("j2", branch, "P6", 9)},
		People: []wire.RosterPerson{{ID: "a", Town: "370481104"}, {ID: "b", Town: "370481105"}, {ID: "c"}},
		Short:  []wire.KeptShort{{Duty: "p2"}}, Breaches: []wire.KeptBreach{{Unit: squad, Day: "2026-11-10"}, {Unit: squad, Day: "2026-12-01"}}})
	if err != nil {
		t.Fatal(err)
	}
	return store.Roster{ID: "r", Revision: 1, Units: []string{post, branch}, From: "2026-11-10", To: "2026-11-10", Document: document}
}

// filled is a shelf with a month of everything.
func filled(t *testing.T) *shelf {
	s := &shelf{records: map[string][]dispatch.Record{}, kept: map[feature.Kind][]feature.Feature{}, people: []people.Person{{ID: "li", Name: "李", Unit: station}}}
	day := func(limit string, start, end int) dispatch.Clock {
		k := dispatch.Clock{Limit: limit, Unit: station, Start: at(11, start, 0)}
		if end > 0 {
			k.End = at(11, end, 0)
		}
		return k
	}
	binhu, dawu := "370481104", "370481103"
	s.lead("A", "patrol", "A01", "ONE", "NO", []string{binhu}, []dispatch.Clock{day("T1", 1, 10), {Limit: "T1", Start: at(10, 1, 0), End: at(11, 20, 0)}},
		"report@2.8", "accept@2.10", "verify@2.14", "hand_squad "+station+" "+squad+"@3.14", "accept "+squad+"@3.16", "file@5.9", "decide@6.9")
	s.lead("B", "12369", "W01", "MANY", "TOWN+BASIN", []string{binhu, dawu}, []dispatch.Clock{day("T7.tell", 1, 0), {Limit: "ordered", By: at(11, 9, 0), Start: at(11, 1, 0), End: at(11, 8, 0)}},
		"report@3.8", "accept@3.14", "verify@4.14", "hand_dept "+station+" 370481-BM-ZR@5.14", "refuse 370481-BM-ZR@6.8", "tell@4.9", "remedy@7.9", "pass@8.9", "relapse@20.9")
	s.lead("C", "patrol", "A01", "ONE", "NO", []string{dawu}, nil, "report@10/30.8", "accept@10/30.9", "verify@1.9", "hand_squad "+station+" "+squad+"@2.9", "return "+squad+"@3.9")
	here, there, far := orb.Point{116.90, 35.09}, orb.Point{116.95, 35.09}, orb.Point{116.99, 35.2}
	s.kept[feature.Plans] = []feature.Feature{plan("old", "2026-11-03", far), plan("new", "2026-11-03", here, there), plan("other", "2026-11-05", far), plan("gone", "2026-10-05", far)}
	s.kept[feature.Tracks] = []feature.Feature{stood("li", at(11, 3, 10), here), stood("?", at(11, 20, 10), far), stood("li", at(12, 3, 10), there)}
	s.rosters = []store.Roster{roster(t)}
	reply := func(patrol string, revision int, e joint.Event, unit string, yes bool) joint.Record {
		return joint.Record{Patrol: patrol, Revision: revision, Event: e, Unit: unit, Yes: yes, Who: []joint.Guest{{Name: "x"}}, At: at(11, 1, 8)}
	}
	for _, patrol := range []string{"j1", "j3"} {
		ask := joint.Record{Patrol: patrol, Revision: 1, Event: joint.Invite, Unit: branch, Duty: patrol, Start: at(11, 12, 9), End: at(11, 12, 17), Asked: []joint.Asked{{Unit: "370481-BM-ZR"}, {Unit: "370481-BM-SW"}}}
		s.joint = append(s.joint, ask, reply(patrol, 2, joint.Reply, "370481-BM-ZR", true), reply(patrol, 3, joint.Reply, "370481-BM-SW", patrol == "j1"))
	}
	s.joint = append(s.joint, reply("j1", 4, joint.Attend, branch, true), reply("j1", 5, joint.Attend, "370481-BM-ZR", false))
	return s
}

func region(t *testing.T) *live.Region {
	t.Helper()
	r, err := live.New(demo.Dataset(), jurisdiction.Defaults(), func() time.Time { return at(11, 26, 9) }())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told are the figures by code and key.
func told(t *testing.T, r *live.Region, s *shelf, unit string) map[string]string {
	t.Helper()
	report, err := figures.Of(t.Context(), r, s, unit, at(11, 1, 0), at(11, 26, 9), patrol.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, section := range report.Wire(r.Atlas, words.EN).Sections {
		for _, f := range section.Figures {
			all[strings.TrimSuffix(f.Code+" "+f.Key, " ")] = f.Text
			if (f.Kind == "not_recorded") != (f.Missing != "" && f.Value == nil) {
				t.Errorf("%s: %+v", f.Code, f)
			}
			if strings.Contains(f.Name+f.Text+f.Missing, "figures.") {
				t.Errorf("a code without words: %+v", f)
			}
		}
	}
	return all
}

// Counted by hand from the shelf.
func TestFigures(t *testing.T) {
	r, s := region(t), filled(t)
	all := told(t, r, s, "")
	for code, want := range map[string]string{
		"patrols.planned": "2", "patrols.planned_kind P1": "2", "patrols.planned_hours": "6.0 h", "patrols.planned_km": "60.0 km", "patrols.planned_boat": "1.0 h",
		"patrols.duties P5": "2", "patrols.duties P6": "1", "patrols.done": "1 of 2 (50 %)", "patrols.stops": "1 of 3 (33 %)", "patrols.hours": "0.3 h", "patrols.nobodys": "1", "units.done " + station: "1 of 2 (50 %)",
		"patrols.boat": "not recorded", "leads.all": "2", "leads.source patrol": "1", "leads.source 12369": "1", "leads.category W01": "1", "leads.town 370481104": "2", "leads.basin JH": "2",
		"leads.own": "1 of 2 (50 %)", "leads.cross_town": "1 of 2 (50 %)", "leads.cross_basin": "1 of 2 (50 %)",
		"times.accept": "4.0 h", "times.verify": "24.0 h", "times.hand": "24.0 h", "times.on_site": "not recorded",
		"handovers.all": "3", "handovers.to " + squad: "2", "handovers.to 370481-BM-ZR": "1", "handovers.accepted": "1 of 3 (33 %)", "handovers.returned": "1 of 3 (33 %)", "handovers.disputed": "1 of 3 (33 %)",
		"limits.T1": "1 of 2 (50 %)", "limits.T7": "0 of 1 (0 %)", "limits.T2": "none in this month", "cases.filed": "1", "cases.decided": "1", "cases.police": "0", "cases.fines": "not recorded",
		"remedies.ordered": "1", "remedies.passed": "1", "remedies.in_time": "1 of 1 (100 %)", "remedies.relapsed": "1 of 1 (100 %)",
		"petitions.received": "1", "petitions.told": "1", "petitions.answered": "0", "petitions.satisfied": "not recorded",
		"joint.held": "1 of 3 (33 %)", "joint.accepted 370481-BM-SW": "1 of 2 (50 %)", "joint.came 370481-BM-ZR": "0 of 1 (0 %)", "joint.came 370481-BM-SW": "not recorded",
		"posts.filled": "1 of 2 (50 %)", "posts.towns": "2 of 4 (50 %)", "posts.breaches": "1", "others.money": "not recorded",
	} {
		if all[code] != want {
			t.Errorf("%s: %q, want %q", code, all[code], want)
		}
	}
	if kept := all["intervals.kept"]; !strings.Contains(kept, " of ") {
		t.Errorf("intervals: %q", kept)
	}
	for code, want := range map[string]string{"leads.all": "none", "patrols.planned": "not recorded", "patrols.duties P5": "2", "posts.filled": "1 of 2 (50 %)", "leads.own": "none in this month", "units.done": ""} {
		if got := told(t, r, s, post)[code]; got != want && want != "none" {
			t.Errorf("the post, %s: %q, want %q", code, got, want)
		}
	}
}

// Of an empty store nothing is told as nought that nobody took down.
func TestNothingRecorded(t *testing.T) {
	all := told(t, region(t), &shelf{}, "")
	for _, code := range []string{"patrols.planned", "patrols.duties", "patrols.done", "units.done", "patrols.hours", "intervals.kept", "posts.filled", "posts.breaches", "joint.held", "others.buildout"} {
		if all[code] != "not recorded" {
			t.Errorf("%s: %q", code, all[code])
		}
	}
	if all["leads.all"] != "0" || all["leads.own"] != "none in this month" {
		t.Errorf("leads: %q, %q", all["leads.all"], all["leads.own"])
	}
}
