package live_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/live"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/geotest"
	"xunhu/geo/jurisdiction"
)

// On 1 January 2027 the border between the two towns moves from BE to MN, so that
// place 1 goes from the west to the east.
const moving = `
	A---M---B---C
	|   | 1 | 2 |
	D---N---E---F`

func movingBorder(t *testing.T) (geotest.Map, atlas.Dataset) {
	m := geotest.Draw(t, moving, 500)
	row := func(id string, g orb.Geometry, from, to string, props ...any) feature.Feature {
		f := feature.Feature{ID: id, Geometry: g, Props: map[string]any{"name": id, "valid_from": from, "valid_to": to}}
		for i := 0; i < len(props); i += 2 {
			f.Props[props[i].(string)] = props[i+1]
		}
		return f
	}
	unit := func(id, class, town string) feature.Feature {
		return row(id, nil, "2020-01-01", "", "class", class, "towns", []any{town})
	}
	of := func(fs ...feature.Feature) feature.Collection { return feature.Collection{Features: fs} }
	return m, atlas.Dataset{Region: atlas.Region{Code: "C", Name: "drawn", Version: "1"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: of(
			row("w", m.Polygon("ADEB"), "2020-01-01", "2026-12-31"), row("e", m.Polygon("BEFC"), "2020-01-01", "2026-12-31"),
			row("w@2027-01-01", m.Polygon("ADNM"), "2027-01-01", ""), row("e@2027-01-01", m.Polygon("MNFC"), "2027-01-01", "")),
		feature.Units: of(unit("w-SO", "STATION", "w"), unit("e-SO", "STATION", "e")),
	}}
}

// An act is decided by the borders of its day, in the region's own time zone; the
// decision names the edition, and asking again says the same.
func TestDecisionByTheDayOfTheAct(t *testing.T) {
	m, d := movingBorder(t)
	china := time.FixedZone("CST", 8*3600)
	r, err := live.New(d, jurisdiction.Defaults(), time.Date(2026, 11, 23, 8, 0, 0, 0, china))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second round is the replay
		for _, tc := range []struct {
			name, at   string
			place      rune
			lead       string
			boundaries string
		}{
			{"the evening before", "2026-12-31T23:59:59+08:00", '1', "w-SO", "1@2020-01-01"},
			{"the same instant in UTC", "2026-12-31T15:59:59Z", '1', "w-SO", "1@2020-01-01"},
			{"midnight", "2027-01-01T00:00:00+08:00", '1', "e-SO", "1@2027-01-01"},
			{"midnight, still the year before in UTC", "2026-12-31T16:00:00Z", '1', "e-SO", "1@2027-01-01"},
			{"where nothing moves", "2027-06-01T00:00:00Z", '2', "e-SO", "1@2027-01-01"},
		} {
			at, err := time.Parse(time.RFC3339, tc.at)
			if err != nil {
				t.Fatal(err)
			}
			on, err := r.On(at)
			if err != nil {
				t.Fatal(err)
			}
			decision, err := on.Rules.Decide(jurisdiction.Incident{Geometry: m[tc.place], Category: "A01", OccurredAt: at}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if decision.Lead != tc.lead || decision.Versions.Boundaries != tc.boundaries {
				t.Errorf("%s: %s by %s, want %s by %s", tc.name, decision.Lead, decision.Versions.Boundaries, tc.lead, tc.boundaries)
			}
		}
	}
}

// Each edition is built once; today's is swapped in when its day comes.
func TestEditionsAreKept(t *testing.T) {
	_, d := movingBorder(t)
	now := time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC)
	g := live.NewRegistry(shelf{"C": d}, jurisdiction.Defaults(), "", func() time.Time { return now })
	get := func() *live.Region {
		r, err := g.Get(context.Background(), "")
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	old := get()
	next, err := old.On(now.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	if old == next || get() != old {
		t.Error("today's edition is another than that of today")
	}
	now = now.AddDate(0, 0, 1)
	if get() != next || next.Present.Region.Edition != "2027-01-01" || next.Tiles() == old.Tiles() {
		t.Error("the new edition was not swapped in on its day")
	}
	if first, err := next.On(now.AddDate(0, 0, -30)); err != nil || first != old {
		t.Error("the old edition was built again")
	}
	if len(next.Dataset.Collections[feature.Towns].Features) != 4 || len(next.Present.Collections[feature.Towns].Features) != 2 {
		t.Error("a region holds all editions, its present one")
	}
}

// A day before all towns, and dates that cannot be, are findings.
func TestEditionFaults(t *testing.T) {
	_, d := movingBorder(t)
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	r, err := live.New(d, jurisdiction.Defaults(), now)
	if err != nil {
		t.Fatal(err)
	}
	code := func(err error) string {
		var f *finding.Finding
		if !errors.As(err, &f) {
			t.Fatalf("error %v is no finding", err)
		}
		return f.Code
	}
	if _, err := r.On(time.Date(2019, 12, 31, 0, 0, 0, 0, time.UTC)); code(err) != "edition.none" {
		t.Errorf("before all towns: %v", err)
	}
	d.Collections[feature.Towns].Features[0].Props["valid_to"] = "2027-01-01"
	if _, err := live.New(d, jurisdiction.Defaults(), now); code(err) != "edition.twice" {
		t.Errorf("two rows on a day: %v", err)
	}
}
