package ops_test

import (
	"strings"
	"testing"
	"time"
)

// A lead that was taken in today is stopped at before its clock runs out, by its number and
// for that reason; once it is remedied, the back-check is; patrols of their own are for them
// alone.
func TestPlansStopAtLeads(t *testing.T) {
	srv := demonstration(t)
	p := newPlay(t, srv, "X13")
	p.report("demo-FJ-desk", "")
	plan := func(from, more string) (stops []map[string]any, whole string) {
		t.Helper()
		made, _ := answer[collection](t, srv, 201, "/api/v1/plans", `{"unit":"`+unit("110-SO")+`","from":"`+from+`","days":3,"seed":1`+more+`}`)
		for _, f := range made.Features {
			if f.Properties["lead"] != nil {
				stops = append(stops, f.Properties)
			} else if f.Properties["kind"] == "stop" {
				whole += f.Properties["need"].(string) + " "
			}
		}
		return stops, whole
	}
	if stops, _ := plan("2026-11-23", ""); len(stops) != 0 {
		t.Errorf("nobody holds it yet, and there are stops %v", stops)
	}
	p.step("FJ desk assign 110-SO")
	for _, step := range []string{"", "110-SO head accept"} {
		if step != "" {
			p.step(step)
		}
		stops, others := plan("2026-11-23", "")
		if len(stops) != 1 || others == "" {
			t.Fatalf("%s: stops at leads %v, others %s", p.state, stops, others)
		}
		s := stops[0]
		arrive, err1 := time.Parse(time.RFC3339, s["arrive"].(string))
		before, err2 := time.Parse(time.RFC3339, s["before"].(string))
		if err1 != nil || err2 != nil || !arrive.Before(before) || before.In(china).Format(time.DateTime) != "2026-11-23 23:59:59" {
			t.Errorf("%s: at %v, before %v", p.state, s["arrive"], s["before"])
		}
		if reason := s["reason"].(string); s["lead"] != p.id || s["back_check"] != false || !strings.Contains(reason, p.id) || !strings.Contains(reason, "2026-11-23 24:00") {
			t.Errorf("%s: %v", p.state, s)
		}
	}
	p.step("110-SO member verify MIN")
	if stops, _ := plan("2026-11-23", ""); len(stops) != 0 {
		t.Errorf("verified, on paper alone, and there are stops %v", stops)
	}
	for _, step := range []string{"110-SO head remedy 110-SO", "110-SO member submit", "110-SO head pass"} {
		p.step(step)
	}
	for kind, from := range map[string]string{"": "2026-11-23", "P11": "2026-11-26"} { // the car of a day goes with one of them
		stops, others := plan(from, `,"kind":"`+kind+`"`)
		if len(stops) != 1 || stops[0]["back_check"] != true || stops[0]["lead"] != p.id || (others == "") != (kind == "P11") {
			t.Errorf("%q: back-checks %v, others %s", kind, stops, others)
		}
		if certified := stops[0]["certified_officers"]; (certified == 2.0) != (kind == "P11") {
			t.Errorf("%q takes %v certified officers", kind, certified)
		}
	}
	_, body := ask(t, srv, "/api/v1/plans?lang=en", `{"unit":"`+unit("110-SO")+`","from":"2026-11-23","days":1,"kind":"P4"}`)
	if !strings.Contains(string(body), "P1 P2 P6 P7 P8 P9 P10 P11") || !strings.Contains(string(body), "/kind") {
		t.Errorf("a station on P4: %s", body)
	}
	_, body = ask(t, srv, "/api/v1/plans?lang=en", `{"unit":"`+unit("110-SO")+`","from":"2026-11-23","days":1,"kind":"P7"}`)
	if !strings.Contains(string(body), "/with") {
		t.Errorf("P7 without the other side: %s", body)
	}
}
