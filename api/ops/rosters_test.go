package ops_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"xunhu/api/wire"
)

// The towns arrange the roster of the post and the head of a unit its own; nobody else
// does, and who may is named. Nobody is on two rosters at one time, and of a unit and a day
// the last roster counts.
func TestWhoArrangesRosters(t *testing.T) {
	srv, st := tokened(t)
	as := func(person string) []string { return []string{"Authorization", "Bearer " + token(t, st, person)} }
	const post, station, branch = `{"unit":"370481-ZX01","from":"2026-12-07","days":7,"seed":1}`, `{"unit":"370481104-SO","from":"2026-12-07","days":7}`, `{"unit":"370481-FJ","from":"2026-12-07","days":7}`
	for _, tc := range []struct {
		who, body string
		status    int
	}{
		{"demo-104-ZF-leader", post, 201}, {"demo-114-ZF-leader", post, 201}, // host and member
		{"demo-112-ZF-leader", post, 403}, {"demo-FJ-desk", post, 403}, {"demo-ZX01-head", post, 403},
		{"demo-104-SO-head", station, 201}, {"demo-103-SO-head", station, 403}, {"demo-104-SO-member", station, 403}, {"demo-104-ZF-leader", station, 403},
		{"demo-FJ-desk", branch, 201}, {"demo-DD-head", branch, 403},
		{"demo-DD-head", `{"unit":"370481-ZD03","from":"2026-12-07","days":7}`, 201},
	} {
		resp, text := ask(t, srv, "/api/v1/rosters", tc.body, as(tc.who)...)
		if resp.StatusCode != tc.status {
			t.Errorf("%s arranges %s: %s, want %d: %s", tc.who, tc.body, resp.Status, tc.status, text)
		}
		if tc.status == 403 && tc.body == post && !strings.Contains(string(text), "滨湖镇人民政府分管负责人") {
			t.Errorf("nobody is named: %s", text)
		}
	}
	if resp, _ := ask(t, srv, "/api/v1/rosters", post); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("without a token: %s", resp.Status)
	}
	for who, want := range map[string]int{"demo-104-ZF-leader": 2, "demo-BM-JC-contact": 0} {
		list, _ := answer[struct{ Rosters []struct{ ID string } }](t, srv, 200, "/api/v1/rosters?unit=370481-ZX01", "", as(who)...)
		if len(list.Rosters) != want {
			t.Errorf("%s sees %d rosters of the post", who, len(list.Rosters))
		}
	}
	all, _ := answer[struct{ Rosters []struct{ ID, From string } }](t, srv, 200, "/api/v1/rosters?unit=370481-FJ", "", as("demo-FJ-desk")...)
	joint, _ := answer[wire.Roster](t, srv, 200, "/api/v1/rosters/"+all.Rosters[0].ID, "", as("demo-FJ-desk")...)
	if len(joint.Duties) != 1 || joint.Duties[0].Kind != "P6" || len(joint.Duties[0].People) != 5 {
		t.Fatalf("the joint patrol: %+v", joint.Duties)
	}
	lent := map[string]bool{}
	for _, p := range joint.Duties[0].People {
		lent[p.ID] = true
	}
	for _, unit := range []string{"ZD01", "ZD02", "ZD04", "ZD05", "ZD06"} {
		r, _ := answer[wire.Roster](t, srv, 201, "/api/v1/rosters", `{"unit":"370481-`+unit+`","from":"2026-12-07","days":7}`, as("demo-DD-head")...)
		for _, d := range r.Duties {
			for _, p := range d.People {
				if lent[p.ID] && d.Start[:10] == joint.Duties[0].Start[:10] {
					t.Errorf("%s is on %s and on the joint patrol", p.ID, d.ID)
				}
			}
		}
	}
}

// Somebody falls ill: what that touches is arranged anew, nothing else, at the revision that
// was read; what cannot be filled is told with its reasons; back again, it is as it was.
func TestRosterChanges(t *testing.T) {
	srv, st := tokened(t)
	as := []string{"Authorization", "Bearer " + token(t, st, "demo-104-ZF-leader")}
	made, resp := answer[wire.Roster](t, srv, 201, "/api/v1/rosters", `{"unit":"370481-ZX01","from":"2026-12-07","days":7,"seed":1}`, as...)
	if len(made.Short) != 0 || len(made.Duties) < 8 {
		t.Fatalf("%d duties, short %v", len(made.Duties), made.Short)
	}
	at := resp.Header.Get("Location")
	ill := made.Duties[0].People[0].ID
	had := 0
	for _, d := range made.Duties {
		if slices.ContainsFunc(d.People, func(p wire.RosterPerson) bool { return p.ID == ill }) {
			had++
		}
	}
	body := `{"away":[{"person":"` + ill + `","from":"2026-12-07","reason":"illness"}],"reason":"病假"`
	if f := refusedWith(t, srv, 428, at+"/changes", body+`}`, as...); f.Detail == "" {
		t.Error("no sentence")
	}
	tagged := append([]string{"If-Match", `"1"`}, as...)
	tried, _ := answer[wire.RosterChanged](t, srv, 200, at+"/changes", body+`,"dry_run":true}`, tagged...)
	done, resp := answer[wire.RosterChanged](t, srv, 200, at+"/changes", body+`}`, tagged...)
	if resp.Header.Get("ETag") != `"2"` || len(tried.Changes) != len(done.Changes) || len(done.Changes) < had {
		t.Errorf("%s: %d changes tried, %d made, %d duties", resp.Header.Get("ETag"), len(tried.Changes), len(done.Changes), had)
	}
	changed := map[string]bool{}
	for _, c := range done.Changes {
		changed[c.Duty] = true
	}
	for i, d := range done.Roster.Duties {
		if same := slices.Equal(d.People, made.Duties[i].People); same == changed[d.ID] {
			t.Errorf("%s: the same %v, told as changed %v", d.ID, same, changed[d.ID])
		}
		if slices.ContainsFunc(d.People, func(p wire.RosterPerson) bool { return p.ID == ill }) {
			t.Errorf("%s is ill and on %s", ill, d.ID)
		}
	}
	refusedWith(t, srv, 412, at+"/changes", body+`}`, tagged...)
	tagged[1] = `"2"`
	short, _ := answer[wire.RosterChanged](t, srv, 200, at+"/changes", `{"broken":[{"equipment":"demo-ZX01-car","from":"2026-12-09","to":"2026-12-09","reason":"repair"}]}`, tagged...)
	if len(short.Roster.Short) != 1 || len(short.Roster.Short[0].Why) != 2 || !strings.Contains(short.Roster.Short[0].Why[1], "巡查车") {
		t.Errorf("short: %+v", short.Roster.Short)
	}
	read, _ := answer[wire.Roster](t, srv, 200, at, "", as...)
	if len(read.Away) != 2 {
		t.Fatalf("away: %+v", read.Away)
	}
	tagged[1] = "*"
	var ids []string
	for _, a := range read.Away {
		ids = append(ids, `"`+a.ID+`"`)
	}
	back, _ := answer[wire.RosterChanged](t, srv, 200, at+"/changes", `{"back":[`+strings.Join(ids, ",")+`]}`, tagged...)
	if len(back.Roster.Short) != 0 || len(back.Roster.Away) != 0 {
		t.Errorf("back: %+v", back.Roster.Short)
	}
	begun, resp := answer[wire.Roster](t, srv, 201, "/api/v1/rosters", `{"unit":"370481-ZX01","from":"2026-11-22","days":3,"seed":1}`, as...)
	first := begun.Duties[0].People[0].ID // was on duty yesterday, and has told only now
	late, _ := answer[wire.RosterChanged](t, srv, 200, resp.Header.Get("Location")+"/changes", `{"away":[{"person":"`+first+`","from":"2026-11-22","reason":"illness"}]}`, tagged...)
	for i, d := range late.Roster.Duties {
		past, on := d.Start < "2026-11-23T08:00", slices.ContainsFunc(d.People, func(p wire.RosterPerson) bool { return p.ID == first })
		if past && !slices.Equal(d.People, begun.Duties[i].People) || !past && on {
			t.Errorf("%s: %v, was %v", d.ID, d.People, begun.Duties[i].People)
		}
	}
	for body, where := range map[string]string{
		`{}`: "", `{"away":[{"person":"nobody","from":"2026-12-09","reason":"leave"}]}`: "/away/0",
		`{"away":[{"person":"` + ill + `","from":"2026-12-09","to":"2026-12-08","reason":"leave"}]}`: "/away/0",
		`{"away":[{"person":"demo-112-SO-head","from":"2026-12-09","reason":"leave"}]}`:              "/away/0",
		`{"broken":[{"equipment":"demo-ZX01-boat","from":"2026-12-09","reason":"leave"}]}`:           "/broken/0",
		`{"back":["none"]}`: "/back/0",
	} {
		if _, text := ask(t, srv, at+"/changes", body, tagged...); !strings.Contains(string(text), `"status":422`) || !strings.Contains(string(text), where) {
			t.Errorf("%s: %s", body, text)
		}
	}
}
