package ops_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/api/ops"
	"xunhu/api/wire"
	"xunhu/geo/demo"
)

// The branch invites, each department answers for itself, and the roster follows: to the
// patrol go those who were promised, with two certified officers; afterwards it is taken down
// who came, and what is missing is told.
func TestJointPatrol(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, china)
	srv, st := served(t, func(o *ops.Options) {
		o.Guard.Demonstration = false
		o.Now = func() time.Time { return now }
	}, demo.Dataset())
	as := func(person string, more ...string) []string {
		return append([]string{"Authorization", "Bearer " + token(t, st, person)}, more...)
	}
	desk, zr, ny := as("demo-FJ-desk"), as("demo-BM-ZR-contact"), as("demo-BM-NY-contact")
	answer[wire.Roster](t, srv, 201, "/api/v1/rosters", `{"unit":"370481-FJ","from":"2026-12-07","days":7,"seed":1}`, desk...)
	open, _ := answer[ops.JointList](t, srv, 200, "/api/v1/joint-patrols", "", desk...)
	if len(open.Open) != 1 || len(open.Open[0].Invites) != 3 {
		t.Fatalf("to be invited: %+v", open)
	}
	const asked = `{"duty":"370481-FJ/2026-12-10/joint","subject":"湿地","reply_by":"2026-12-05T17:00:00+08:00","asked":[{"unit":"370481-BM-ZR","task":"看林地"},{"unit":"370481-BM-NY"},{"unit":"370481-BM-SW"}]}`
	refusedWith(t, srv, 403, "/api/v1/joint-patrols", asked, zr...)
	refusedWith(t, srv, 422, "/api/v1/joint-patrols", `{"duty":"370481-FJ/2026-12-11/joint"}`, desk...)
	refusedWith(t, srv, 422, "/api/v1/joint-patrols", strings.Replace(asked, "BM-SW", "ZD01", 1), desk...)
	made, resp := answer[wire.JointAnswer](t, srv, 201, "/api/v1/joint-patrols", asked, desk...)
	at := resp.Header.Get("Location")
	if made.State != "open" || len(made.Changes) != 1 || len(made.Changes[0].Out) != 3 {
		t.Fatalf("invited: %+v", made)
	}
	crew := func() []string {
		t.Helper()
		list, _ := answer[ops.RosterList](t, srv, 200, "/api/v1/rosters?unit=370481-FJ", "", desk...)
		r, _ := answer[wire.Roster](t, srv, 200, "/api/v1/rosters/"+list.Rosters[0].ID, "", desk...)
		var ids []string
		for _, d := range r.Duties {
			for _, p := range d.People {
				ids = append(ids, p.ID)
			}
		}
		return ids
	}
	if got := crew(); len(got) != 2 {
		t.Errorf("before any reply the crew is %v, want the two officers", got)
	}
	plan, _ := answer[struct{ Notes []string }](t, srv, 201, "/api/v1/plans", `{"unit":"370481-FJ","from":"2026-12-10","days":1,"kind":"P6","needs":{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[117.1547,35.0880]}}]}}`, desk...)
	if !slices.ContainsFunc(plan.Notes, func(n string) bool { return strings.Contains(n, "还没有答复") }) {
		t.Errorf("the plan does not say who has not replied: %q", plan.Notes)
	}

	yes := `{"unit":"370481-BM-ZR","yes":true,"who":[{"id":"demo-BM-ZR-contact"},{"id":"demo-BM-ZR-officer"},{"name":"临时人员"}]}`
	refusedWith(t, srv, 428, at+"/replies", yes, zr...)
	refusedWith(t, srv, 403, at+"/replies", yes, append(ny, "If-Match", "*")...) // not for another
	refusedWith(t, srv, 404, at, "", as("demo-BM-GA-contact")...)                // not invited
	refusedWith(t, srv, 422, at+"/replies", `{"unit":"370481-BM-ZR","yes":true,"who":[{"id":"demo-BM-NY-contact"}]}`, append(zr, "If-Match", `"1"`)...)
	answer[wire.JointAnswer](t, srv, 200, at+"/replies", yes, append(zr, "If-Match", `"1"`)...)
	refusedWith(t, srv, 412, at+"/replies", `{"unit":"370481-BM-NY","yes":false,"note":"忙"}`, append(ny, "If-Match", `"1"`)...)
	answer[wire.JointAnswer](t, srv, 200, at+"/replies", `{"unit":"370481-BM-NY","yes":false,"note":"忙"}`, append(ny, "If-Match", `"2"`)...)
	answer[wire.JointAnswer](t, srv, 200, at+"/replies", `{"unit":"370481-BM-SW","yes":true,"who":[{"name":"电话答复"}]}`, append(desk, "If-Match", "*")...) // by telephone
	got := crew()
	if !slices.Contains(got, "demo-BM-ZR-contact") || !slices.Contains(got, "demo-BM-ZR-officer") || len(got) != 4 {
		t.Errorf("the crew is %v, want the two who were promised and two officers", got)
	}
	refusedWith(t, srv, 422, at+"/attendance", `{"units":[{"unit":"370481-FJ","yes":true,"who":[{"id":"demo-DD-head"}]}]}`, append(desk, "If-Match", "*")...)
	roster, _ := answer[wire.Roster](t, srv, 201, "/api/v1/rosters", `{"unit":"370481-FJ","from":"2026-12-07","days":14,"seed":2}`, desk...)
	if n := len(roster.Duties[0].People); n != 4 { // arranged anew, the replies hold
		t.Errorf("arranged anew with %d people: %+v", n, roster.Duties[0])
	}
	var officers []string
	for _, p := range roster.Duties[0].People {
		if !strings.Contains(p.ID, "BM") {
			officers = append(officers, fmt.Sprintf(`{"id":%q}`, p.ID))
		}
	}

	now = time.Date(2026, 12, 10, 18, 0, 0, 0, china)
	came := `{"units":[{"unit":"370481-BM-ZR","yes":true,"who":[{"id":"demo-BM-ZR-officer"}]},{"unit":"370481-BM-SW","yes":false},{"unit":"370481-BM-NY","yes":false},
		{"unit":"370481-FJ","yes":true,"who":[` + officers[0] + `],"note":"下次一同取样"}]}`
	done, _ := answer[wire.JointAnswer](t, srv, 200, at+"/attendance", came, append(desk, "If-Match", "*")...)
	if done.State != "held" || len(done.Faults) != 2 || !strings.Contains(strings.Join(done.Faults, ""), "城乡水务局") || !strings.Contains(strings.Join(done.Faults, ""), "持证") {
		t.Errorf("held: %s, %q", done.State, done.Faults)
	}
	refusedWith(t, srv, 422, at+"/cancel", `{"reason":"雨"}`, append(desk, "If-Match", "*")...)
	full, _ := answer[wire.JointAnswer](t, srv, 200, at+"/attendance", `{"units":[{"unit":"370481-FJ","yes":true,"who":[`+strings.Join(officers, ",")+`]}]}`, append(desk, "If-Match", "*")...)
	if len(full.Faults) != 1 {
		t.Errorf("with two officers: %q", full.Faults)
	}

	counted, _ := answer[wire.Figures](t, srv, 200, "/api/v1/figures/2026-12.json", "", desk...)
	texts := map[string]string{}
	for _, section := range counted.Sections {
		for _, f := range section.Figures {
			texts[f.Code+" "+f.Key] = f.Text
		}
	}
	if texts["joint.held "] != "1/1（100%）" || texts["joint.came 370481-BM-SW"] != "0/1（0%）" || texts["joint.came 370481-BM-ZR"] != "1/1（100%）" || texts["patrols.done "] != "未记录" {
		t.Errorf("the figures: %v", texts)
	}
	refusedWith(t, srv, 403, "/api/v1/figures/2026-12", "", ny...)
	risks, _ := answer[ops.RiskCollection](t, srv, 200, "/api/v1/risk?month=5", "", desk...)
	if len(risks.Features) < 20 || !risks.Features[0].Properties.Unknown || risks.Better || risks.Verdict == "" || risks.Month != 5 {
		t.Errorf("risk: %d places, %q", len(risks.Features), risks.Verdict)
	}
	refusedWith(t, srv, 403, "/api/v1/risk", "", ny...)
	refusedWith(t, srv, 400, "/api/v1/risk?month=13", "", desk...)
	planned, _ := answer[ops.Plan](t, srv, 201, "/api/v1/plans", `{"unit":"370481104-SO","from":"2026-12-14","days":1,"seed":1,"risk":true}`, desk...)
	if len(planned.Notes) < 2 || !strings.Contains(planned.Notes[0], "20%") || !strings.Contains(planned.Notes[1], "去年发现次数") {
		t.Errorf("the notes of a weighed plan: %q", planned.Notes)
	}
	answer[wire.Figures](t, srv, 200, "/api/v1/figures/2026-12?unit=370481-BM-NY", "", ny...)
	refusedWith(t, srv, 404, "/api/v1/figures/2027-12.pdf", "", desk...)
	for _, file := range []string{"figures/2026-12.xlsx", "notices/ledger.xlsx", "notices/ledger.csv"} {
		if resp, body := ask(t, srv, "/api/v1/"+file, "", desk...); resp.StatusCode != 200 || !strings.HasPrefix(string(body), "PK") && !strings.HasPrefix(string(body), "\ufeff") {
			t.Errorf("%s: %s, %.40q", file, resp.Status, body)
		}
	}

	all, _ := answer[ops.JointList](t, srv, 200, "/api/v1/joint-patrols?from=2026-12-01&to=2026-12-31", "", ny...)
	if len(all.Patrols) != 1 || len(all.Open) != 0 || all.Patrols[0].Revision != full.Revision {
		t.Errorf("an invited department sees %+v", all)
	}
}

// A joint patrol that is called off leaves the roster, and its crew is free.
func TestJointPatrolCalledOff(t *testing.T) {
	srv, st := tokened(t)
	desk := []string{"Authorization", "Bearer " + token(t, st, "demo-FJ-desk"), "If-Match", "*"}
	answer[wire.Roster](t, srv, 201, "/api/v1/rosters", `{"unit":"370481-FJ","from":"2026-12-07","days":7,"seed":1}`, desk...)
	_, resp := answer[wire.JointAnswer](t, srv, 201, "/api/v1/joint-patrols", `{"duty":"370481-FJ/2026-12-10/joint"}`, desk...)
	at := resp.Header.Get("Location")
	refusedWith(t, srv, 422, at+"/cancel", `{"reason":" "}`, desk...)
	off, _ := answer[wire.JointAnswer](t, srv, 200, at+"/cancel", `{"reason":"冰冻"}`, desk...)
	if off.State != "cancelled" || len(off.Changes) != 1 || len(off.Changes[0].Out) != 2 {
		t.Errorf("%+v", off)
	}
	if r := refusedWith(t, srv, 422, "/api/v1/rosters", `{"unit":"370481-FJ","from":"2026-12-07","days":7}`, desk...); !strings.Contains(r.Detail+fmt.Sprint(r), "370481-FJ") {
		t.Errorf("a roster of a patrol that is called off: %+v", r)
	}
}
