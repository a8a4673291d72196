package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/routing/patrol"
)

// samplePlan has one of each kind of feature.
func samplePlan() *patrol.Plan {
	at := func(h, m int) time.Time {
		return time.Date(2026, 11, 23, h, m, 0, 0, time.FixedZone("CST", 8*3600))
	}
	name := finding.Name{ZH: "界河入湖口", EN: "mouth of the Jiehe"}
	town := finding.Name{ZH: "滨湖镇", EN: "Binhu"}
	asked := []jurisdiction.Asked{{Row: "G2", Kind: jurisdiction.Officers, To: []string{"370481-ZD01"}, Basis: law.BasisOf("G2", at(0, 0)),
		Why: finding.New("patrol.asked.G2", "", "town", town, "to", []finding.Name{{ZH: "第一中队", EN: "Squad 1"}})}}
	return &patrol.Plan{
		Unit: "370481-ZX01", Kind: "P5", From: at(0, 0), Days: 2, SeedCommitment: "abc", Cost: 4321, LowerBound: 1234,
		Rules: patrol.Rules{GapShare: 0.7, Seasons: patrol.Year{{ID: "fishing", From: 310, Until: 630, Often: 2, Categories: []string{"E04"}}, {ID: "birds", From: 901, Until: 331, Often: 1}}},
		Tours: []patrol.Tour{{
			ID: "370481-ZX01/2026-11-23/1", Unit: "370481-ZX01", Crew: "1", Vehicle: "car", Date: "2026-11-23",
			Start: at(8, 30), End: at(9, 30), Kind: "P5", DistanceM: 1200.5, DurationS: 3600,
			Legs: []patrol.Leg{
				{Line: orb.LineString{{117, 35}, {117.01, 35}}, Sequence: 1, Mode: "car", Town: "370481104", Powers: patrol.Prevent, DistanceM: 912.5, Depart: at(8, 30), Arrive: at(8, 40),
					Ground: jurisdiction.Ground{Name: town, Station: "370481104-SO", Squad: "370481-ZD01"}, Asked: asked},
				{Line: orb.LineString{{117.01, 35}, {117, 35}}, Sequence: 2, Mode: "foot", Town: "", Powers: patrol.None, DistanceM: 288, Depart: at(9, 0), Arrive: at(9, 30)},
			},
			Stops: []patrol.Stop{{Sequence: 1, Need: "n1", Name: name, Geometry: orb.Point{117.01, 35}, At: orb.Point{117.01, 35}, Arrive: at(8, 40), ServiceS: 1200,
				Piece: "n1@117.01000,35.00000", IntervalDays: 7, Category: "E04", Lead: "3704812026112300015", Before: at(24, 0), Certified: 2, Asked: asked,
				Reason: finding.New("patrol.reason.point", "", "days", 7, "minutes", 20.0)}},
		}},
		Unplanned: []patrol.Unplanned{{Need: "n2", Name: name, Geometry: orb.Point{117.5, 35}, Reason: finding.New("patrol.unplanned.far", "", "need", name, "max_m", 2000.0)},
			{Need: "n3", Piece: "n3@117.50000,35.00000", Name: name, Geometry: orb.Point{117.5, 35}, Reason: finding.New("patrol.unplanned.full", "", "need", name, "shifts", 1, "hours", 8.0),
				Why: []*finding.Finding{finding.New("patrol.why.crews", "", "n", 1), finding.New("patrol.why.shift", "", "hours", 8.0, "from", "14:00")}}},
		Notes: []*finding.Finding{finding.New("patrol.no_needs", "", "unit", name)},
	}
}

// The collection is read in review, in both languages; see -update.
func TestFromPlan(t *testing.T) {
	seed := uint64(18446744073709551615)
	for _, l := range []words.Lang{words.ZH, words.EN} {
		p := FromPlan(samplePlan(), map[string]any{"boundaries": "v1"}, &seed, l)
		var b, pretty bytes.Buffer
		if err := p.Write(&b); err != nil {
			t.Fatal(err)
		}
		if err := json.Indent(&pretty, b.Bytes(), "", "  "); err != nil {
			t.Fatal(err)
		}
		golden(t, "plan_"+string(l)+".json", pretty.Bytes())
	}
}

// Without leave, the seed stays secret.
func TestFromPlanKeepsTheSeed(t *testing.T) {
	p := FromPlan(samplePlan(), nil, nil, words.EN)
	if _, shown := p.Members["seed"]; shown {
		t.Error("the seed is shown")
	}
}

// What a store keeps holds the whole collection, and is a feature like any other:
// it is written and read again without loss.
func TestPlanFeature(t *testing.T) {
	f, err := FromPlan(samplePlan(), map[string]any{"boundaries": "v1"}, nil, words.ZH).Feature("plan-1")
	if err != nil {
		t.Fatal(err)
	}
	if f.ID != "plan-1" || f.Text("unit") != "370481-ZX01" || f.Text("from") != "2026-11-23" || f.Text("days") != "2" ||
		f.Text("distance_m") != "1200.5" || f.Text("duration_s") != "3600" {
		t.Errorf("feature %v", f.Props)
	}
	if lines, ok := f.Geometry.(orb.MultiLineString); !ok || len(lines) != 2 {
		t.Errorf("geometry %v", f.Geometry)
	}
	doc := f.Props["document"].(map[string]any)
	if n := len(doc["features"].([]any)); n != 6 || doc["id"] != "plan-1" || doc["type"] != "FeatureCollection" {
		t.Errorf("document of %d features, id %v, type %v", n, doc["id"], doc["type"])
	}
	drawn, err := Drawn(doc, "plan-1", samplePlan().From.Location())
	if err != nil || len(drawn) != 1 {
		t.Fatal(drawn, err)
	}
	want := samplePlan()
	stop, read := want.Tours[0].Stops[0], drawn[0].Tours[0].Stops[0]
	if d := drawn[0]; d.Unit != want.Unit || d.Days != want.Days || !d.From.Equal(want.From) || d.SeedCommitment != want.SeedCommitment ||
		d.Rules.GapShare != 0.7 || !reflect.DeepEqual(d.Rules.Seasons, want.Rules.Seasons[:1]) || len(d.Unplanned) != 2 || d.Unplanned[1].Piece != want.Unplanned[1].Piece ||
		d.Tours[0].Date != "2026-11-23" || read.Piece != stop.Piece || read.IntervalDays != 7 || read.Category != "E04" {
		t.Errorf("to be verified: %+v", d)
	}
	delete(doc, "draw")
	var fault *finding.Finding
	if _, err := Drawn(doc, "plan-1", time.UTC); !errors.As(err, &fault) || fault.Code != "plan.no_rules" {
		t.Errorf("a plan of an older release: %v", err)
	}
	f, _ = FromPlan(samplePlan(), map[string]any{"boundaries": "v1"}, nil, words.ZH).Feature("plan-1")
	b, err := geojson.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	again, err := geojson.Unmarshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if b2, err := geojson.Marshal(again); err != nil || !bytes.Equal(b, b2) {
		t.Errorf("second writing differs: %v\n%s\n%s", err, b, b2)
	}
}

// A plan without tours has no geometry.
func TestEmptyPlanFeature(t *testing.T) {
	f, err := FromPlan(&patrol.Plan{Unit: "u", Days: 1}, nil, nil, words.EN).Feature("p")
	if err != nil || f.Geometry != nil {
		t.Errorf("geometry %v, error %v", f.Geometry, err)
	}
}

func TestReadNeeds(t *testing.T) {
	got, err := ReadNeeds([]feature.Feature{
		{ID: "a", Geometry: orb.Point{117, 35}, Props: map[string]any{"name": "甲", "name_en": "A", "reason": "投诉", "interval_days": int64(7), "service_s": 600.0, "category": "W03"}},
		{Geometry: orb.LineString{{117, 35}, {118, 35}}, Props: map[string]any{"mode": "boat", "interval_days": "3"}},
		{Geometry: orb.Point{117, 35}, Props: map[string]any{"weight": 2.5, "hours": "dawn", "units": "SQUAD, POST", "enterprise": true, "done_this_year": int64(2)}},
	})
	want := []patrol.Need{
		{ID: "a", Name: "甲", NameEN: "A", Reason: "投诉", Geometry: orb.Point{117, 35}, IntervalDays: 7, ServiceS: 600, Category: "W03"},
		{ID: "needs/2", Geometry: orb.LineString{{117, 35}, {118, 35}}, IntervalDays: 3, Mode: patrol.Boat},
		{ID: "needs/3", Geometry: orb.Point{117, 35}, Weight: 2.5, Hours: []patrol.Hours{{From: 5 * time.Hour, Until: 7 * time.Hour}}, Units: []string{"SQUAD", "POST"}, Enterprise: true, DoneThisYear: 2},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("needs %+v, error %v, want %+v", got, err, want)
	}
}

// All faults come back together, each with its place.
func TestReadNeedsReportsAll(t *testing.T) {
	point := orb.Point{117, 35}
	_, err := ReadNeeds([]feature.Feature{
		{ID: "a", Geometry: nil},
		{ID: "a", Geometry: point},
		{Geometry: point, Props: map[string]any{"mode": "sledge"}},
		{Geometry: point, Props: map[string]any{"interval_days": -1.0}},
		{Geometry: point, Props: map[string]any{"service_s": "long"}},
		{Geometry: point, Props: map[string]any{"interval_days": 1.5}},
		{Geometry: point},
		{Geometry: point, Props: map[string]any{"weight": -1.0}},
		{Geometry: point, Props: map[string]any{"hours": "noon"}},
		{Geometry: point, Props: map[string]any{"units": "POST,NAVY"}},
		{Geometry: point, Props: map[string]any{"enterprise": "perhaps"}},
	})
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{"needs/1: patrol.need_shape", "needs/2: patrol.need_twice", "needs/3: patrol.need_value name=mode", "needs/4: patrol.need_value name=interval_days",
		"needs/5: patrol.need_value name=service_s", "needs/6: patrol.need_value name=interval_days", "needs/8: patrol.need_value name=weight", "needs/9: patrol.need_value name=hours",
		"needs/10: patrol.need_value name=units", "needs/11: patrol.need_value name=enterprise"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "needs/7") {
		t.Errorf("the right one is refused: %v", err)
	}
	for _, line := range strings.Split(words.Error(words.ZH, err), "\n") {
		if strings.Contains(line, "patrol.need") {
			t.Errorf("no sentence for %q", line)
		}
	}
}

// Every reason that a plan may give has its sentence, whoever asked for the visit.
func TestReasonsHaveWords(t *testing.T) {
	for _, what := range []string{"point", "line", "view", "ashore"} {
		for _, why := range []string{"", ".once", ".asked"} {
			if code := "patrol.reason." + what + why; !words.Has(code) {
				t.Errorf("no sentence for %s", code)
			}
		}
	}
}
