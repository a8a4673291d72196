package ops_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"xunhu/api/ops"
	"xunhu/api/people"
	"xunhu/geo/demo"
)

// fault is a problem document as it is answered.
type fault struct {
	Status int
	Detail string
	Errors []struct{ Detail, Pointer, Parameter string }
}

// refusedWith sends and insists on a refusal.
func refusedWith(t *testing.T, srv *httptest.Server, status int, path, body string, header ...string) fault {
	t.Helper()
	resp, text := ask(t, srv, path, body, header...)
	var f fault
	if err := json.Unmarshal(text, &f); err != nil || resp.StatusCode != status || strings.ContainsAny(f.Detail, "{}") {
		t.Fatalf("%s %s: %s, want %d: %s", path, body, resp.Status, status, text)
	}
	return f
}

// Many fire at once on what they saw: one wins, the others are told by whom and what
// changed, in both languages.
func TestOneOfManyWins(t *testing.T) {
	srv := demonstration(t)
	p := newPlay(t, srv, "X17")
	p.report("demo-FJ-desk", "")
	at, seen := "/api/v1/incidents/"+p.id, p.tag
	var mu sync.Mutex
	statuses := map[int]int{}
	var late []byte
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			station := []string{"370481112-SO", "370481113-SO"}[i%2]
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+at+"/events?lang=zh", strings.NewReader(`{"event":"assign","to":"`+station+`"}`))
			if err != nil {
				t.Error(err)
				return
			}
			req.Header.Set("If-Match", seen)
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			var b strings.Builder
			_, _ = bufio.NewReader(resp.Body).WriteTo(&b)
			mu.Lock()
			defer mu.Unlock()
			if statuses[resp.StatusCode]++; resp.StatusCode == http.StatusPreconditionFailed {
				late = []byte(b.String())
			}
		})
	}
	all.Wait()
	if statuses[200] != 1 || statuses[412] != 11 {
		t.Errorf("%v", statuses)
	}
	var f fault
	if err := json.Unmarshal(late, &f); err != nil || len(f.Errors) != 2 || !strings.Contains(string(late), "值班调度员") || !strings.Contains(string(late), "派单") || !strings.Contains(string(late), "已派") {
		t.Errorf("who was late reads %s", late)
	}
	for _, e := range f.Errors { // by name and role, not by id; the unit stands once
		if strings.Contains(e.Detail, "demo-") || strings.Count(e.Detail, "滕州分局") != 1 || !strings.Contains(f.Errors[1].Detail, "（演示）（值班调度员）") {
			t.Errorf("who was faster is told as %s", e.Detail)
		}
	}
}

// A request with a key is carried out once, however often it is sent.
func TestIdempotency(t *testing.T) {
	srv := demonstration(t)
	send := func(path, body, key string, header ...string) (string, *http.Response) {
		t.Helper()
		resp, text := ask(t, srv, path, body, append(header, "Idempotency-Key", key)...)
		if resp.StatusCode >= 300 {
			t.Fatalf("%s: %s", resp.Status, text)
		}
		return string(text), resp
	}
	first, one := send("/api/v1/incidents", incident, "a")
	again, two := send("/api/v1/incidents", incident, "a")
	if first != again || one.Header.Get("Location") != two.Header.Get("Location") || two.Header.Get("Idempotency-Replayed") != "true" || two.StatusCode != 201 {
		t.Errorf("the second answer differs: %s", again)
	}
	at := one.Header.Get("Location")
	note := `{"event":"note","kind":"measure","reason":"已设围挡"}`
	for range 3 {
		send(at+"/events", note, "b", "If-Match", one.Header.Get("ETag"))
	}
	got, _ := answer[struct{ Records []struct{ Digest string } }](t, srv, 200, at+"/events", "")
	if len(got.Records) != 2 {
		t.Errorf("%d records, want 2", len(got.Records))
	}
	page, _ := answer[collection](t, srv, 200, "/api/v1/incidents", "")
	if page.NumberMatched != 1 {
		t.Errorf("%d incidents, want 1", page.NumberMatched)
	}
	refusedWith(t, srv, 422, at+"/events", strings.Replace(note, "围挡", "警戒", 1), "If-Match", one.Header.Get("ETag"), "Idempotency-Key", "b")
}

// Who is nobody is refused, and so is who is not allowed; nothing can be declared where a
// token is wanted.
func TestDefaultDeny(t *testing.T) {
	srv, st := tokened(t)
	desk := []string{"Authorization", "Bearer " + token(t, st, "demo-FJ-desk")}
	for _, path := range []string{"/incidents", "/me", "/people", "/notices", "/roots", "/events", "/incidents/x", "/incidents/x/papers/handover.pdf"} {
		refusedWith(t, srv, 401, "/api/v1"+path, "")
		refusedWith(t, srv, 401, "/api/v1"+path, "", ops.Declared, "demo-FJ-desk")
		refusedWith(t, srv, 401, "/api/v1"+path, "", "Authorization", "Bearer xunhu_wrong")
	}
	refusedWith(t, srv, 401, "/api/v1/incidents", incident)
	resp, text := ask(t, srv, "/api/v1/incidents", incident, desk...)
	if resp.StatusCode != 201 {
		t.Fatalf("%s", text)
	}
	at := resp.Header.Get("Location")
	assign := `{"event":"assign","to":"370481104-SO"}`
	for _, who := range []string{"demo-104-SO-head", "demo-FJ-audit", "demo-FJ-admin", "demo-104-ZF-leader"} {
		refusedWith(t, srv, 403, at+"/events", assign, "If-Match", "*", "Authorization", "Bearer "+token(t, st, who))
	}
	for _, who := range []string{"demo-370826-contact", "demo-BM-NY-contact"} { // it is none of theirs
		outsider := []string{"Authorization", "Bearer " + token(t, st, who)}
		refusedWith(t, srv, 404, at, "", outsider...)
		refusedWith(t, srv, 404, at+"/events", "", outsider...)
		page, text := ask(t, srv, "/api/v1/incidents", "", outsider...)
		if page.StatusCode != 200 || !strings.Contains(string(text), `"numberMatched":0`) {
			t.Errorf("%s sees %s", who, text)
		}
	}
	refusedWith(t, srv, 428, at+"/events", assign, desk...)
	refusedWith(t, srv, 422, at+"/events", `{"event":"assign","to":"370481104-SO","as":"brigade_head"}`, append(desk, "If-Match", "*")...)
	f := refusedWith(t, srv, 422, at+"/events", `{"event":"assign","to":"370481-BM-ZR"}`, append(desk, "If-Match", "*")...)
	if f.Errors[0].Pointer != "/to" {
		t.Errorf("%+v", f)
	}
	refusedWith(t, srv, 409, at+"/events", `{"event":"fulfil"}`, append(desk, "If-Match", "*")...)
	secret := token(t, st, "demo-FJ-liaison")
	answerMe, _ := ask(t, srv, "/api/v1/me", "", "Authorization", "Bearer "+secret)
	if err := st.RevokeToken(t.Context(), "370481", people.Digest(secret)[:12], time.Now()); err != nil || answerMe.StatusCode != 200 {
		t.Fatal(answerMe.Status, err)
	}
	refusedWith(t, srv, 401, "/api/v1/me", "", "Authorization", "Bearer "+secret)
}

// A page of another name, and a service behind another, are no demonstration.
func TestOnlyThisMachineDeclares(t *testing.T) {
	srv := demonstration(t)
	for _, header := range [][]string{{"X-Forwarded-For", "10.0.0.7"}, {"Forwarded", "for=10.0.0.7"}, {"X-Forwarded-Host", "lake.example"}, {"X-Real-IP", "10.0.0.7"}, {"X-Client-IP", "10.0.0.7"}, {"True-Client-IP", "10.0.0.7"}, {"CF-Connecting-IP", "10.0.0.7"}, {"X-Forwarded", "for=10.0.0.7"}, {"Via", "1.1 gate"},
		{"Referer", "http://lake.example/"}, {"Origin", "http://lake.example"}} { // the last two of a proxy that says nothing
		f := refusedWith(t, srv, 401, "/api/v1/me", "", append(header, ops.Declared, "demo-FJ-desk", "Accept-Language", "en")...)
		if !strings.Contains(f.Detail, "at "+srv.URL+";") {
			t.Errorf("%v: %s", header, f.Detail)
		}
	}
	refusedWith(t, srv, 401, "/api/v1/incidents", incident, "Referer", "http://lake.example/")
	_, port, _ := strings.Cut(strings.TrimPrefix(srv.URL, "http://"), ":")
	for host, want := range map[string]int{
		"evil.example": 401, "evil.example:" + port: 401, "localhost.evil.example:" + port: 401, "127.0.0.1": 401, "127.0.0.1:1": 401, "127.0.0.2:" + port: 401, "[::2]:" + port: 401,
		"127.0.0.1:" + port: 200, "localhost:" + port: 200, "[::1]:" + port: 200,
	} {
		for _, version := range []string{"1.1", "1.0"} {
			conn, err := net.Dial("tcp", "127.0.0.1:"+port)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := fmt.Fprintf(conn, "GET /api/v1/me HTTP/%s\r\nHost: %s\r\nReferer: http://localhost:5173/\r\nConnection: close\r\n\r\n", version, host); err != nil {
				t.Fatal(err)
			}
			resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			conn.Close()
			want := want
			if version == "1.0" { // no browser speaks it, and a proxy that says nothing else does
				want = 401
			}
			if resp.StatusCode != want {
				t.Errorf("HTTP/%s by the name of %s: %s, want %d", version, host, resp.Status, want)
			}
		}
	}
	me, _ := answer[struct {
		Declared bool
		Person   struct {
			ID           string
			Illustration bool
		}
	}](t, srv, 200, "/api/v1/me", "")
	if !me.Declared || me.Person.ID != ops.Usual || !me.Person.Illustration {
		t.Errorf("%+v", me)
	}
	real := demo.Dataset()
	real.Region.Illustration = false
	refusedWith(t, service(t, &counting{}, real), 401, "/api/v1/me", "", ops.Declared, "demo-FJ-desk")
}

// The reporter's name is kept apart: no record, letter, notice or list has it, and each
// look at it leaves a trace.
func TestReporter(t *testing.T) {
	srv := demonstration(t)
	p := newPlay(t, srv, "X03")
	p.example.Props["source"] = "12345"
	p.report("demo-FJ-desk", "12345-77")
	at := "/api/v1/incidents/" + p.id
	const who = `{"name":"张三丰","phone":"13800000000"}`
	refusedWith(t, srv, 403, at+"/reporter", who, ops.Declared, "demo-104-SO-head")
	if resp, text := ask(t, srv, at+"/reporter", who, ops.Declared, "demo-FJ-petition"); resp.StatusCode != 204 {
		t.Fatalf("%s: %s", resp.Status, text)
	}
	refusedWith(t, srv, 409, at+"/reporter", who, ops.Declared, "demo-FJ-petition")
	refusedWith(t, srv, 422, at+"/events", `{"event":"note","kind":"measure","reason":"已联系张三丰"}`, "If-Match", "*")
	refusedWith(t, srv, 422, at+"/notices", `{"kind":"told","to":"张三丰"}`, "If-Match", "*")
	refusedWith(t, srv, 422, at+"/attachments?name=13800000000.jpg", "x")
	refusedWith(t, srv, 400, at+"/reporter", "", ops.Declared, "demo-FJ-petition")
	refusedWith(t, srv, 403, at+"/reporter?reason=x", "", ops.Declared, "demo-104-SO-head")
	resp, text := ask(t, srv, at+"/reporter?reason=call", "", ops.Declared, "demo-FJ-petition")
	if resp.StatusCode != 200 || !strings.Contains(string(text), "张三丰") || resp.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%s: %s", resp.Status, text)
	}
	seen, _ := ask(t, srv, at+"/reporter/readings", "", ops.Declared, "demo-FJ-audit")
	if seen.StatusCode != 200 {
		t.Errorf("the auditor: %s", seen.Status)
	}
	for _, line := range []string{"FJ desk assign ZX01", "ZX01 head accept", "ZX01 head verify VIO"} {
		p.step(line)
	}
	for _, path := range []string{at, at + "/events", "/api/v1/incidents", at + "/papers/handover.json", at + "/notices", at + "/attachments", at + "/similar"} {
		resp, text := ask(t, srv, path, "")
		if resp.StatusCode != 200 || strings.Contains(string(text), "张三丰") || strings.Contains(string(text), "13800000000") {
			t.Errorf("%s: %s names the reporter, or fails: %.300s", path, resp.Status, text)
		}
	}
	// a subject that names the reporter is caught in the letter itself
	refusedWith(t, srv, 409, at+"/papers/handover.json?subject=张三丰反映的问题", "")
}

// Letters are made of the lead: a handover of the evidence with its digest.
func TestPapers(t *testing.T) {
	srv := demonstration(t)
	p := newPlay(t, srv, "X11")
	p.report("demo-FJ-desk", "")
	at := "/api/v1/incidents/" + p.id
	refusedWith(t, srv, 409, at+"/papers/handover.json", "")
	refusedWith(t, srv, 404, at+"/papers/poem.json", "")
	for _, line := range []string{"FJ desk assign 106-SO", "106-SO head accept", "106-SO member verify VIO", "FJ desk hand_ext 370826 OUT"} {
		p.step(line)
	}
	type letter struct {
		Kind, Title, Rows string
		To                struct{ ID string }
		Illustration      bool
		Evidence          []struct{ SHA256, Kind string }
	}
	notice, _ := answer[letter](t, srv, 200, at+"/papers/notice.json?lang=zh", "")
	if notice.Kind != "across" || notice.To.ID != "EXT-370826-EE" || !notice.Illustration || !strings.Contains(notice.Title, "采砂") {
		t.Errorf("%+v", notice)
	}
	handover, _ := answer[letter](t, srv, 200, at+"/papers/handover.json?to=EXT-370826-EE", "")
	if len(handover.Evidence) != 1 || handover.Evidence[0].SHA256 != p.photo || handover.Evidence[0].Kind != "audiovisual" || !strings.Contains(handover.Rows, "L5") {
		t.Errorf("%+v", handover)
	}
	p.step("370826 contact refuse")
	dispute, _ := answer[letter](t, srv, 200, at+"/papers/dispute.json", "")
	if dispute.Kind != "dispute" {
		t.Errorf("%+v", dispute)
	}
	resp, pdf := ask(t, srv, at+"/papers/dispute.pdf", "")
	switch {
	case resp.StatusCode == http.StatusConflict && strings.Contains(string(pdf), "字体"):
		t.Skip("this build has no fonts (make fonts)")
	case resp.StatusCode != 200 || !strings.HasPrefix(string(pdf), "%PDF-"):
		t.Errorf("%s %.200s", resp.Status, pdf)
	}
}

// A lead that goes to another squad than the tables name has its letter all the same: before
// it is handed over, after that, and after an award. It comes from who had it.
func TestLetterToAnotherSquad(t *testing.T) {
	srv := demonstration(t)
	p := newPlay(t, srv, "X17")
	p.report("demo-FJ-desk", "")
	at := "/api/v1/incidents/" + p.id + "/papers/handover.json"
	for _, line := range []string{"FJ desk assign 112-SO", "112-SO head accept", "112-SO member verify VIO"} {
		p.step(line)
	}
	type letter struct {
		Kind     string
		From, To struct{ ID string }
	}
	squads := func(path, from, to string) {
		t.Helper()
		l, _ := answer[letter](t, srv, 200, path, "")
		if l.Kind != "squad" || l.From.ID != from || l.To.ID != to {
			t.Errorf("%s: %+v, want from %s to %s", path, l, from, to)
		}
	}
	squads(at, "370481112-SO", "370481-ZD06") // by the tables
	squads(at+"?to=370481-ZD05", "370481112-SO", "370481-ZD05")
	refusedWith(t, srv, 409, at+"?to=370481-BM-CG", "") // row L8 opens no way to a department
	p.step("112-SO head hand_squad ZD05")
	squads(at, "370481112-SO", "370481-ZD05")
	p.step("ZD05 head contest ZD06")
	p.step("DD head award_squad ZD04")
	squads(at, "370481112-SO", "370481-ZD04")
	p.step("ZD04 head accept")
	squads(at+"?to=370481-ZD05", "370481112-SO", "370481-ZD05")
	squads(at+"?to=370481-ZD04", "370481112-SO", "370481-ZD04")

	remedied := newPlay(t, srv, "X13") // two towns, minor: row L7 hands it to nobody until the remedy fails
	remedied.report("demo-FJ-desk", "")
	at = "/api/v1/incidents/" + remedied.id + "/papers/handover.json"
	for _, line := range []string{"FJ desk assign 110-SO", "110-SO head accept", "110-SO member verify MIN"} {
		remedied.step(line)
	}
	refusedWith(t, srv, 409, at, "")
	remedied.step("110-SO head remedy 110-SO")
	remedied.step("110-SO head hand_squad ZD05")
	squads(at, "370481110-SO", "370481-ZD05")
}

// A lead is split into two, and closes when both have closed.
func TestSplit(t *testing.T) {
	srv := demonstration(t)
	p := newPlay(t, srv, "X17")
	p.report("demo-FJ-desk", "")
	p.step("FJ desk assign 112-SO")
	p.step("112-SO head accept")
	at := "/api/v1/incidents/" + p.id
	p.send(200, "demo-112-SO-head", at+"/split", `{"reason":"两种违法","parts":[{"category":"A01"},{"category":"S03","note":"垃圾"}]}`, "If-Match", p.tag)
	var parts []string
	for _, c := range p.last["life"].(map[string]any)["children"].([]any) {
		parts = append(parts, c.(map[string]any)["id"].(string))
	}
	if len(parts) != 2 {
		t.Fatalf("parts %v", parts)
	}
	refusedWith(t, srv, 403, at+"/events", `{"event":"verify","outcome":"UNF"}`, "If-Match", "*", ops.Declared, "demo-112-SO-head")
	for i, id := range parts {
		p.id = id
		resp, text := ask(t, srv, "/api/v1/incidents/"+id+"/attachments?name=a", "part "+id, p.as("demo-112-SO-head")...)
		var file struct{ SHA256 string }
		if err := json.Unmarshal(text, &file); err != nil || resp.StatusCode != 201 {
			t.Fatalf("%s", text)
		}
		p.photo = file.SHA256
		for _, line := range []string{"FJ desk assign 112-SO", "112-SO head accept", "112-SO member verify UNF", "112-SO member close_unfounded"} {
			p.step(line)
		}
		got, _ := answer[struct{ Properties struct{ State string } }](t, srv, 200, at, "")
		if want := []string{"ACCEPTED", "CLOSED"}[i]; got.Properties.State != want {
			t.Errorf("after part %d the whole is %s, want %s", i+1, got.Properties.State, want)
		}
	}
}

// Lists are filtered, and what is near in place, time and kind is suggested to be merged.
func TestFilters(t *testing.T) {
	srv := demonstration(t)
	p, near := newPlay(t, srv, "X17"), newPlay(t, srv, "X17")
	p.report("demo-FJ-desk", "")
	near.report("demo-112-SO-member", "站-7")
	p.step("FJ desk assign 112-SO")
	for query, want := range map[string]string{
		"state=ASSIGNED": p.id, "unit=370481112-SO": p.id, "ticket=站-7": near.id, "state=REPORTED,CLOSED": near.id, "town=370481112&state=ASSIGNED": p.id,
		"overdue=true": "", "bbox=0,0,1,1": "", "newest=true&limit=1": near.id, "party=370481112-SO&limit=1": p.id, "sort=due&limit=1": p.id, "sort=changed&newest=true&limit=1": p.id, "sort=changed&limit=1": near.id, "since=2026-11-24T00:00:00Z": "",
	} {
		page, _ := answer[collection](t, srv, 200, "/api/v1/incidents?"+query, "")
		got := ""
		if len(page.Features) > 0 {
			got = page.Features[0].ID
		}
		if got != want || len(page.Features) > 1 {
			t.Errorf("%s gives %d, first %s, want %s", query, len(page.Features), got, want)
		}
	}
	for _, query := range []string{"overdue=maybe", "bbox=1,2,3", "bbox=5,0,1,1", "since=today", "limit=0", "source=rumour", "colour=red", "sort=size"} {
		refusedWith(t, srv, 400, "/api/v1/incidents?"+query, "")
	}
	similar, _ := answer[struct{ Similar []struct{ ID string } }](t, srv, 200, "/api/v1/incidents/"+p.id+"/similar", "")
	if len(similar.Similar) != 1 || similar.Similar[0].ID != near.id {
		t.Errorf("similar %+v", similar)
	}
	p.send(200, "demo-FJ-desk", "/api/v1/incidents/"+near.id+"/events", `{"event":"merge","other":"`+p.id+`","reason":"同一处"}`, "If-Match", near.tag)
	if p.state != "MERGED" {
		t.Errorf("merged is %s", p.state)
	}
	refusedWith(t, srv, 409, "/api/v1/incidents", strings.Replace(incident, `"Feature",`, `"Feature","id":"站-7",`, 1))
}

// A stream tells what moves as it moves, goes on where it was left, and leaves out what
// the asker may not see.
func TestStream(t *testing.T) {
	srv := demonstration(t)
	p := newPlay(t, srv, "X17")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	listen := func(person, last string) *bufio.Reader {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL+"/api/v1/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set(ops.Declared, person)
		if last != "" {
			req.Header.Set("Last-Event-ID", last)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { resp.Body.Close() })
		if ct := resp.Header.Get("Content-Type"); !strings.HasPrefix(ct, "text/event-stream") {
			t.Fatalf("Content-Type %s", ct)
		}
		r := bufio.NewReader(resp.Body)
		if line, err := r.ReadString('\n'); err != nil || line != "retry: 3000\n" {
			t.Fatalf("begins with %q, %v", line, err)
		}
		return r
	}
	type event struct {
		id   string
		data struct {
			Lead, Event, State, Unit, By string
			Revision                     int
		}
	}
	next := func(r *bufio.Reader) event {
		t.Helper()
		var e event
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if line == "event: closure\n" || line == "event: region\n" { // others read these
				if _, err := r.ReadString('\n'); err != nil {
					t.Fatal(err)
				}
			}
			if id, ok := strings.CutPrefix(line, "id: "); ok {
				e.id = strings.TrimSpace(id)
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				if err := json.Unmarshal([]byte(data), &e.data); err != nil {
					t.Fatal(err)
				}
				return e
			}
		}
	}
	live := listen("demo-FJ-desk", "")
	p.report("demo-FJ-desk", "")
	p.step("FJ desk assign 112-SO")
	first, second := next(live), next(live)
	if first.data.Event != "report" || first.data.Lead != p.id || second.data.Revision != 2 || second.data.Unit != "370481112-SO" || second.data.State != "ASSIGNED" || !strings.Contains(second.data.By, "值班调度员") {
		t.Errorf("%+v, %+v", first, second)
	}
	if again := next(listen("demo-FJ-desk", first.id)); again != second {
		t.Errorf("after %s comes %+v", first.id, again)
	}
	outside := listen("demo-370826-contact", "0")
	other := newPlay(t, srv, "X11") // at the border: 微山 is told
	other.report("demo-FJ-desk", "")
	if e := next(outside); e.data.Lead != other.id {
		t.Errorf("the neighbour is told of %+v", e)
	}
}
