package ops_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"xunhu/api/audit"
	"xunhu/api/dispatch"
	"xunhu/api/live"
	"xunhu/api/ops"
	"xunhu/geo/feature"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
)

// A post counts in a decision while it is manned, by the last entry that covers the moment;
// the reason is told, and a decision that was made stays as it was.
func TestPostsAreMannedByDuty(t *testing.T) {
	srv, st := tokened(t)
	tokens := tokensOf(t, st)
	as := func(person string) []string { return []string{"Authorization", "Bearer " + tokens[person]} }
	p := newPlay(t, srv, "X18")
	p.tokens = tokens
	body := func() string {
		b, err := json.Marshal(map[string]any{"type": "Feature", "geometry": map[string]any{"type": "Point", "coordinates": p.example.Geometry},
			"properties": map[string]any{"category": p.example.Props["category"]}})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	zone := func() string {
		got, _ := answer[struct{ Properties map[string]any }](t, srv, 200, "/api/v1/decide?lang=zh", body())
		return fmt.Sprint(got.Properties["z"], got.Properties["v_row"], got.Properties["reasons"])
	}
	if got := zone(); !strings.HasPrefix(got, "YV7") || !strings.Contains(got, "尚未录入") {
		t.Errorf("nobody has said anything: %s", got)
	}
	p.report("demo-FJ-desk", "")
	const at = "/api/v1/units/370481-ZX01/duty"
	enter := func(person, body string) {
		t.Helper()
		if resp, text := ask(t, srv, at, body, as(person)...); resp.StatusCode != 201 {
			t.Fatalf("%s: %s", resp.Status, text)
		}
	}
	enter("demo-ZX01-head", `{"manned":false,"to":"2026-11-23T12:00:00+08:00","reason":"集中培训"}`)
	if got := zone(); !strings.HasPrefix(got, "NV") || !strings.Contains(got, "集中培训") || !strings.Contains(got, "12:00") {
		t.Errorf("the post is away: %s", got)
	}
	away := newPlay(t, srv, "X18")
	away.tokens = tokens
	away.report("demo-FJ-desk", "")
	enter("demo-FJ-desk", `{"manned":true,"to":"2026-11-23T18:00:00+08:00","reason":"提前回站"}`)
	if got := zone(); !strings.HasPrefix(got, "YV7") || !strings.Contains(got, "提前回站") {
		t.Errorf("the post is back: %s", got)
	}
	var got struct {
		Now     struct{ Manned bool }
		Entries []struct{ Person string }
	}
	if _, text := ask(t, srv, at, "", as("demo-FJ-desk")...); json.Unmarshal(text, &got) != nil || !got.Now.Manned || len(got.Entries) != 2 || got.Entries[0].Person != "demo-ZX01-head" {
		t.Errorf("%+v", got)
	}
	for body, status := range map[string]int{
		`{"manned":true,"reason":"x"}`: 422, // until when?
		`{"manned":true,"from":"2026-11-24T08:00:00+08:00","to":"2026-11-25T08:00:00+08:00","reason":"x"}`: 422, // longer than a shift
		`{"manned":false,"to":"2020-01-01T00:00:00Z","reason":"x"}`:                                        422,
		`{"manned":false}`:                           422,
		`{"manned":false,"reason":"x","to":"heute"}`: 422,
	} {
		refusedWith(t, srv, status, at, body, as("demo-FJ-desk")...)
	}
	refusedWith(t, srv, 403, at, `{"manned":false,"reason":"x"}`, as("demo-104-SO-head")...)
	refusedWith(t, srv, 404, "/api/v1/units/370481-ZD03/duty", "", as("demo-FJ-desk")...)

	// what was decided while the post was away is verified, and made again, as it was
	if away.state != "REPORTED" || strings.Contains(fmt.Sprint(away.last["lead"]), "ZX01") {
		t.Errorf("reported while the post was away: %v", away.last["lead"])
	}
	for _, line := range []string{"FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify MIN"} {
		away.step(line)
	}
	if rows := away.last["life"].(map[string]any)["rows"].(map[string]any); rows["v"] == "V7" {
		t.Errorf("verified, the rows are %v", rows)
	}
	d, err := st.Load(t.Context(), "370481")
	if err != nil {
		t.Fatal(err)
	}
	region, err := live.New(d, jurisdiction.Defaults(), time.Date(2026, 11, 23, 8, 0, 0, 0, china))
	if err != nil {
		t.Fatal(err)
	}
	lie := false
	court := audit.Court{World: &dispatch.World{Org: region.Atlas, Calendar: law.Official(), CallBack: ops.CallBack}, Boundaries: region.Present.Region.Boundaries(),
		Decide: func(f feature.Feature, was dispatch.Ruling) (dispatch.Ruling, bool, error) {
			is, ok, err := ops.DecideAgain(region, f, was)
			if lie && was.Outcome == "" {
				is.Lead = "370481-DD"
			}
			return is, ok, err
		}}
	report, found, err := audit.Prove(t.Context(), st, "370481", court)
	if err != nil || len(found) > 0 || report.Decided != 3 || report.Left != 0 {
		t.Errorf("%+v, %v, %v", report, found, err)
	}
	lie = true // each ruling that comes out otherwise is told, with its record
	if _, found, err = audit.Prove(t.Context(), st, "370481", court); err != nil || len(found) != 2 || found[1].Args["serial"] != 1 || found[1].Args["field"] != "lead" {
		t.Errorf("%v, %v", found, err)
	}
}

// A ruling is made again from the incident as it was then, though it has changed since.
func TestEachRulingIsMadeAgain(t *testing.T) {
	srv, st := tokened(t)
	p := newPlay(t, srv, "X17")
	p.tokens = tokensOf(t, st)
	p.report("demo-FJ-desk", "")
	for _, changes := range []string{`{"category":"A01"}`, `{"geometry":{"type":"Point","coordinates":[117.15,35.08]}}`, `{"accuracy_m":120.5,"severity":"G"}`} {
		p.send(200, "demo-FJ-desk", "/api/v1/incidents/"+p.id+"/events", `{"event":"rerule","reason":"更正","changes":`+changes+`}`, "If-Match", "*")
	}
	p.send(200, "demo-FJ-desk", "/api/v1/incidents/"+p.id+"/events", `{"event":"rerule","reason":"再判"}`, "If-Match", "*")
	records, err := st.Records(t.Context(), "370481", p.id)
	if err != nil {
		t.Fatal(err)
	}
	written := 0
	for _, r := range records {
		if r.Detail.Ruling.Of != nil {
			written++
		}
		if r.Detail.Was != nil && r.Detail.Was.Of != nil {
			t.Error("what was ruled before is written twice")
		}
	}
	all, _ := dispatch.Rulings(records)
	if written != 3 || len(all) != 5 || all[0].Of.Geometry == all[2].Of.Geometry || all[4].Of.Accuracy != "120.5" { // a new category alone changes nothing else
		t.Errorf("%d subjects of %d rulings are written", written, len(all))
	}
	proved(t, st, 1)
}
