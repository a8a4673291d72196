package live_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/api/joint"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/routing/crew"
	"xunhu/routing/patrol"
)

// kept is a register with one roster.
type kept struct {
	people  []people.Person
	items   []people.Item
	away    []people.Absence
	rosters []store.Roster
	joint   []joint.Record
}

func (k *kept) People(context.Context, string) ([]people.Person, error)    { return k.people, nil }
func (k *kept) Items(context.Context, string) ([]people.Item, error)       { return k.items, nil }
func (k *kept) Absences(context.Context, string) ([]people.Absence, error) { return k.away, nil }
func (k *kept) Rosters(context.Context, string, store.RosterQuery) ([]store.Roster, int, error) {
	return k.rosters, len(k.rosters), nil
}

func (k *kept) JointRecords(context.Context, string, string) ([]joint.Record, error) {
	return k.joint, nil
}

// A tour has the crew of the duty that covers it, of its kind if there is one; what is amiss
// by now is told; without a roster of the day nothing is.
func TestCrews(t *testing.T) {
	const unit = "370481-ZD03"
	at := func(day, hour int) time.Time { return time.Date(2026, 12, day, hour, 0, 0, 0, law.China) }
	duty := func(id string, kind string, day, from, to int, who ...string) wire.KeptDuty {
		return wire.KeptDuty{ID: id, Unit: unit, Kind: kind, Start: at(day, from).Format(time.RFC3339), End: at(day, to).Format(time.RFC3339), Need: 2, People: who, Equipment: []string{"car"}}
	}
	roster := func(id string, duties ...wire.KeptDuty) store.Roster {
		document, err := json.Marshal(wire.RosterDocument{Duties: duties})
		if err != nil {
			t.Fatal(err)
		}
		return store.Roster{ID: id, Units: []string{unit}, From: "2026-12-07", To: "2026-12-08", Document: document}
	}
	tour := func(id string, day, from, to int) patrol.Tour {
		return patrol.Tour{ID: id, Unit: unit, Kind: "P3", Certified: 2, Date: at(day, 0).Format(time.DateOnly), Start: at(day, from), End: at(day, to)}
	}
	certified := []people.Certificate{{Number: "1", To: "2026-12-07"}}
	base := func() *kept {
		return &kept{
			people:  []people.Person{{ID: "a", Name: "甲", Unit: unit, Certificates: certified}, {ID: "b", Name: "乙", Unit: unit, Certificates: certified}, {ID: "c", Name: "丙", Unit: unit}},
			items:   []people.Item{{ID: "car", Name: "车", Kind: crew.Vehicle, Unit: unit}},
			rosters: []store.Roster{roster("old", duty("0", "P3", 7, 8, 18, "c", "c")), roster("new", duty("1", "P9", 7, 8, 18, "c", "a"), duty("2", "P3", 7, 8, 18, "a", "b"), duty("3", "P3", 8, 8, 18, "a", "b"))},
		}
	}
	region, err := live.New(demo.Dataset(), jurisdiction.Defaults(), at(7, 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name  string
		bend  func(*kept)
		tours []patrol.Tour
		crew  string // of the first tour
		notes string
	}{
		{"right", func(*kept) {}, []patrol.Tour{tour("t", 7, 9, 17)}, "ab", ""},
		{"planned for another duty", func(*kept) {}, []patrol.Tour{func() patrol.Tour { x := tour("t", 7, 9, 17); x.Duty = "1"; return x }()}, "ac", "certified"},
		{"no roster", func(k *kept) { k.rosters = nil }, []patrol.Tour{tour("t", 7, 9, 17)}, "", ""},
		{"a day that no roster has", func(*kept) {}, []patrol.Tour{tour("t", 9, 9, 17)}, "", ""},
		{"longer than the duty", func(*kept) {}, []patrol.Tour{tour("t", 7, 9, 19)}, "", "none"},
		{"a duty for each tour", func(*kept) {}, []patrol.Tour{tour("t", 7, 9, 17), tour("u", 7, 9, 17), tour("v", 7, 9, 17)}, "ab", "certified none"},
		{"a certificate that has ended", func(*kept) {}, []patrol.Tour{tour("t", 8, 9, 17)}, "ab", "certified"},
		{"ill by now", func(k *kept) { k.away = []people.Absence{{ID: "x", Person: "a", From: "2026-12-07"}} }, []patrol.Tour{tour("t", 7, 9, 17)}, "b", "away few certified"},
		{"the car broken by now", func(k *kept) { k.away = []people.Absence{{ID: "x", Item: "car", From: "2026-12-07"}} }, []patrol.Tour{tour("t", 7, 9, 17)}, "ab", "item_out"},
	} {
		k := base()
		tc.bend(k)
		crews, notes, err := region.Crews(t.Context(), k, &patrol.Plan{Unit: unit, From: at(7, 0), Days: 3, Tours: tc.tours})
		if err != nil {
			t.Fatal(err)
		}
		var who, codes []string
		for _, p := range crews["t"].People {
			who = append(who, p.ID)
		}
		for _, n := range notes {
			codes = append(codes, strings.TrimPrefix(n.Code, "roster.tour."))
		}
		slices.Sort(who)
		if got := strings.Join(who, ""); got != tc.crew || strings.Join(codes, " ") != tc.notes {
			t.Errorf("%s: crew %q, want %q; notes %q, want %q", tc.name, got, tc.crew, codes, tc.notes)
		}
	}
}
