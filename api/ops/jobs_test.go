package ops_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"xunhu/api/jobs"
	"xunhu/api/live"
	"xunhu/api/ops"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/api/wire"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// working lets a service do long work until the test is over.
func working(t testing.TB, st store.Store, s *ops.Service) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	if err := st.Join(ctx, "here", s.Ring); err != nil {
		t.Fatal(err)
	}
	r, err := jobs.New(ctx, jobs.Options{Store: st, Name: "here", Workers: 2, Kinds: s.Kinds(), Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	s.Queued(r)
	wait, err := r.Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); wait() })
}

// doneJob asks for a job and waits until it is done; it gives its id.
func doneJob(t testing.TB, srv *httptest.Server, body string, header ...string) string {
	t.Helper()
	j, _ := answer[wire.Job](t, srv, http.StatusCreated, "/api/v1/jobs", body, header...)
	if j = overJob(t, srv, j.ID, header...); j.Status != store.JobSuccessful {
		t.Fatalf("%+v", j)
	}
	return j.ID
}

func overJob(t testing.TB, srv *httptest.Server, id string, header ...string) wire.Job {
	t.Helper()
	for range 3000 {
		j, _ := answer[wire.Job](t, srv, http.StatusOK, "/api/v1/jobs/"+id, "", header...)
		if j.Finished != "" {
			return j
		}
		time.Sleep(10 * time.Millisecond)
	}
	j, _ := answer[wire.Job](t, srv, http.StatusOK, "/api/v1/jobs/"+id, "", header...)
	t.Fatalf("the job does not end: %+v", j)
	return wire.Job{}
}

// A plan that nobody waits for is the plan that is made at once, an export is what the collection holds; each is for
// whoever asked.
func TestJobs(t *testing.T) {
	srv, st, own := servedAs(t, func(*ops.Options) {}, demo.Dataset())
	if resp, text := ask(t, srv, "/api/v1/jobs", `{"processID":"plan","inputs":{"unit":"`+squad(t)+`","from":"2026-11-23","days":1}}`); resp.StatusCode != http.StatusNotImplemented {
		t.Errorf("without a queue: %s: %s", resp.Status, text)
	}
	working(t, st, own)
	body := `{"unit":"` + squad(t) + `","from":"2026-11-23","days":1,"seed":7}`
	accepted, resp := answer[wire.Job](t, srv, http.StatusAccepted, "/api/v1/plans", body, "Prefer", "wait=1, Respond-Async")
	if at := resp.Header.Get("Location"); at != "/api/v1/jobs/"+accepted.ID || resp.Header.Get("Preference-Applied") != "respond-async" || accepted.Links[0].Href != at {
		t.Errorf("%v %+v", resp.Header, accepted)
	}
	j := overJob(t, srv, accepted.ID)
	if j.Status != store.JobSuccessful || j.Progress != 100 || j.Process != "plan" || j.Person != ops.Usual || len(j.Links) != 2 {
		t.Fatalf("%+v", j)
	}
	_, later := ask(t, srv, j.Links[1].Href, "") // leads to the plan
	_, now := ask(t, srv, "/api/v1/plans", body)
	without := func(text []byte) string {
		var doc map[string]any
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		for _, x := range doc["features"].([]any) { // its stops have been visited by the first
			props, _ := x.(map[string]any)["properties"].(map[string]any)
			if props["kind"] == "tour" {
				return doc["seed_commitment"].(string) + props["unit"].(string)
			}
		}
		return "no tour"
	}
	if a, b := without(later), without(now); a != b {
		t.Errorf("%.300s, at once %.300s", a, b)
	}
	if page, err := st.Query(t.Context(), "370481", feature.Plans, store.Query{}); err != nil || page.Matched != 2 {
		t.Errorf("%d plans, %v", page.Matched, err)
	}

	id := doneJob(t, srv, `{"processID":"export","inputs":{"collection":"towns","format":".CSV"}}`)
	resp, text := ask(t, srv, "/api/v1/jobs/"+id+"/results", "")
	if rows := strings.Count(string(text), "\n"); rows != 1+len(demo.Dataset().Collections[feature.Towns].Features) || !strings.Contains(resp.Header.Get("Content-Disposition"), "towns.csv") {
		t.Errorf("%d rows, %v", rows, resp.Header)
	}

	other := []string{ops.Declared, demoPeople(t, st, "administrator")[0]}
	once := []string{"Idempotency-Key", "one", "Prefer", "respond-async"}
	first, _ := answer[wire.Job](t, srv, http.StatusAccepted, "/api/v1/plans", body, once...)
	if again, resp := answer[wire.Job](t, srv, http.StatusAccepted, "/api/v1/plans", body, once...); again.ID != first.ID || resp.Header.Get("Idempotency-Replayed") == "" || resp.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%+v, %+v: %v", first, again, resp.Header)
	}
	refusedWith(t, srv, http.StatusUnprocessableEntity, "/api/v1/plans", body+" ", once...)
	overJob(t, srv, first.ID)
	long, _ := answer[wire.Job](t, srv, http.StatusAccepted, "/api/v1/plans", `{"unit":"`+squad(t)+`","from":"2026-11-23","days":92}`)
	for range 2 { // and again, once it is over
		req, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, srv.URL+"/api/v1/jobs/"+long.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var j wire.Job
		if err := json.NewDecoder(resp.Body).Decode(&j); err != nil || resp.StatusCode != http.StatusOK || j.Status != store.JobDismissed {
			t.Errorf("%s %+v %v", resp.Status, j, err)
		}
		resp.Body.Close()
	}
	stranger := demoPeople(t, st, "officer")[0]
	refusedWith(t, srv, http.StatusNotFound, "/api/v1/jobs/"+id, "", ops.Declared, stranger)
	refusedWith(t, srv, http.StatusNotFound, "/api/v1/jobs/"+id+"/results", "", ops.Declared, stranger)
	if list, _ := answer[wire.Jobs](t, srv, http.StatusOK, "/api/v1/jobs", "", ops.Declared, stranger); len(list.Jobs) != 0 {
		t.Errorf("%+v", list)
	}
	if list, _ := answer[wire.Jobs](t, srv, http.StatusOK, "/api/v1/jobs?limit=1", "", other...); list.NumberMatched != 4 || list.Jobs[0].ID != long.ID {
		t.Errorf("%+v", list)
	}
	for i := range 100 {
		if err := st.AddJob(t.Context(), "370481", nil, jobs.Accepted(fmt.Sprint("many", i), "none", stranger, []byte("{}"), time.Now())); err != nil {
			t.Fatal(err)
		}
	}
	refusedWith(t, srv, http.StatusTooManyRequests, "/api/v1/jobs", `{"processID":"export","inputs":{"collection":"towns","format":"csv"}}`, ops.Declared, stranger)
	for body, at := range map[string]string{
		`{"processID":"sing","inputs":{}}`:                                              "/processID",
		`{"processID":"export","inputs":{"collection":"moons","format":"csv"}}`:         "/inputs/collection",
		`{"processID":"export","inputs":{"collection":"towns","format":"exe"}}`:         "/inputs/format",
		`{"processID":"plan","inputs":{"unit":"x","from":"2026-11-23","days":1000000}}`: "/days",
	} {
		if f := refusedWith(t, srv, http.StatusUnprocessableEntity, "/api/v1/jobs", body); f.Errors[0].Pointer != at {
			t.Errorf("%s: %+v", body, f)
		}
	}
	failed, _ := answer[wire.Job](t, srv, http.StatusCreated, "/api/v1/jobs", `{"processID":"plan","inputs":{"unit":"nobody","from":"2026-11-23","days":1}}`)
	if j := overJob(t, srv, failed.ID); j.Status != store.JobFailed || !strings.Contains(j.Message, "nobody") || strings.HasPrefix(j.Message, "/") || j.Title != "编制巡查计划：nobody，自 2026-11-23 起 1 天" {
		t.Errorf("%+v", j)
	}
	refusedWith(t, srv, http.StatusConflict, "/api/v1/jobs/"+failed.ID+"/results", "")
}

// A file is read into the region by an administrator, whole or not at all; what others write meanwhile stays.
func TestImports(t *testing.T) {
	srv, st, own := servedAs(t, func(*ops.Options) {}, demo.Dataset())
	var barred atomic.Bool
	own.Offer(ops.Offer{Kind: jobs.Kind{Name: "sing", Most: time.Minute, Run: func(context.Context, *jobs.Task) (jobs.Effect, error) {
		return jobs.Effect{}, finding.New("jobs.stale", "")
	}}, Ask: func(_ *live.Region, _ people.Person, inputs []byte) (any, error) {
		if barred.Load() {
			return nil, problem.BadRequest(finding.New("jobs.stale", ""))
		}
		return json.RawMessage(inputs), nil
	}})
	working(t, st, own)
	admin := []string{ops.Declared, "demo-FJ-admin"}
	const sites = `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[117.15,35.08]},"properties":{"name":"新排口","class":"outfall"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[117.16,35.08]},"properties":{"name":"另一处"}}]}`
	refusedWith(t, srv, http.StatusForbidden, "/api/v1/imports?name=a.geojson", sites)
	for _, name := range []string{"", "../a.geojson", "a/b.csv", ".hidden", `a\b`, "a\n.csv"} {
		refusedWith(t, srv, http.StatusBadRequest, "/api/v1/imports?name="+url.QueryEscape(name), sites, admin...)
	}
	j, _ := answer[wire.Job](t, srv, http.StatusAccepted, "/api/v1/imports?lang=en&as=sites&name=sites.geojson&licence=CC0-1.0&source="+url.QueryEscape("水务局"), sites, admin...)
	if j = overJob(t, srv, j.ID, admin...); j.Status != store.JobSuccessful || j.Title != "导入点位：sites.geojson" {
		t.Fatalf("%+v", j)
	}
	report, _ := answer[ops.ImportReport](t, srv, http.StatusOK, "/api/v1/jobs/"+j.ID+"/results", "", admin...)
	if len(report.Layers) != 1 || report.Layers[0].Read != 2 || report.Layers[0].Kept != 1 || len(report.Layers[0].Refused) != 1 || !strings.Contains(report.Layers[0].Refused[0], "class") {
		t.Errorf("%+v", report)
	}
	if page, err := st.Query(t.Context(), "370481", feature.Sites, store.Query{}); err != nil || page.Matched != 1 || page.Features[0].Text("name") != "新排口" ||
		page.Features[0].Text("source") != "水务局" || page.Features[0].Text("licence") != "CC0-1.0" {
		t.Errorf("%+v, %v", page, err)
	}
	for file, why := range map[string]string{"sites.geojson": "{", "a.exe": "MZ"} {
		j, _ := answer[wire.Job](t, srv, http.StatusAccepted, "/api/v1/imports?lang=en&as=sites&name="+file, why, admin...)
		if j = overJob(t, srv, j.ID, admin...); j.Status != store.JobFailed || j.Attempt != 1 || !strings.Contains(j.Message, file) {
			t.Errorf("%+v", j)
		}
	}
	if page, err := st.Query(t.Context(), "370481", feature.Sites, store.Query{}); err != nil || page.Matched != 1 {
		t.Errorf("%+v, %v", page, err)
	}

	// What failed is tried again by who asked for it, with its file, and nothing else is.
	refusedWith(t, srv, http.StatusConflict, "/api/v1/jobs/"+j.ID+"/retry", "{}", admin...)
	list, _ := answer[wire.Jobs](t, srv, http.StatusOK, "/api/v1/jobs?limit=1", "", admin...)
	failed := list.Jobs[0]
	if _, err := st.ForgetJobs(t.Context(), "370481", time.Now()); err != nil { // as a node does each minute
		t.Fatal(err)
	}
	refusedWith(t, srv, http.StatusNotFound, "/api/v1/jobs/"+failed.ID+"/retry", "{}")
	again, _ := answer[wire.Job](t, srv, http.StatusCreated, "/api/v1/jobs/"+failed.ID+"/retry?lang=en", "{}", append(admin, "Idempotency-Key", "r")...)
	if same, _ := answer[wire.Job](t, srv, http.StatusCreated, "/api/v1/jobs/"+failed.ID+"/retry?lang=en", "{}", append(admin, "Idempotency-Key", "r")...); same.ID != again.ID || again.ID == failed.ID {
		t.Errorf("%s, then %s", again.ID, same.ID)
	}
	if again = overJob(t, srv, again.ID, admin...); again.Status != store.JobFailed || again.Message != failed.Message {
		t.Errorf("%+v, at first %+v", again, failed)
	}
	sung, _ := answer[wire.Job](t, srv, http.StatusCreated, "/api/v1/jobs", `{"processID":"sing","inputs":{}}`, admin...)
	overJob(t, srv, sung.ID, admin...)
	answer[wire.Job](t, srv, http.StatusCreated, "/api/v1/jobs/"+sung.ID+"/retry", "{}", admin...)
	barred.Store(true)
	refusedWith(t, srv, http.StatusBadRequest, "/api/v1/jobs/"+sung.ID+"/retry", "{}", admin...)
}

// A file larger than an attachment may be is imported, up to the limit; past it a sentence says what to do, whether or not
// the sender says beforehand how much there is.
func TestLargeImports(t *testing.T) {
	const limit = store.MaxAttachment + 1<<20
	srv, st, own := servedAs(t, func(o *ops.Options) { o.ImportLimit = limit }, demo.Dataset())
	working(t, st, own)
	admin := []string{ops.Declared, "demo-FJ-admin"}
	site := `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[117.15,35.08]},"properties":{"name":"新排口","class":"outfall"}}` + "]}"
	site += strings.Repeat(" ", limit-len(site))
	const path = "/api/v1/imports?lang=en&as=sites&name=sites.geojson"
	j, _ := answer[wire.Job](t, srv, http.StatusAccepted, path, site, admin...)
	if j = overJob(t, srv, j.ID, admin...); j.Status != store.JobSuccessful {
		t.Fatalf("%+v", j)
	}
	if page, err := st.Query(t.Context(), "370481", feature.Sites, store.Query{}); err != nil || page.Matched != 1 || page.Features[0].Text("name") != "新排口" {
		t.Errorf("%+v, %v", page, err)
	}
	for _, length := range []int64{limit + 1, -1} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+path, io.MultiReader(strings.NewReader(site), strings.NewReader(" ")))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(admin[0], admin[1])
		r.ContentLength = length
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(string(text), "at most 65 MB") || !strings.Contains(string(text), "--import-limit") {
			t.Errorf("length %d: %s %s", length, resp.Status, text)
		}
	}
	if _, n, err := st.Jobs(t.Context(), "370481", store.JobQuery{}); err != nil || n != 1 {
		t.Errorf("%d jobs, %v", n, err)
	}
	post := func(file *strings.Reader, key string) *httptest.ResponseRecorder {
		r, w := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, file), httptest.NewRecorder()
		r.Host = "localhost"
		r.Header.Set(admin[0], admin[1])
		r.Header.Set("Idempotency-Key", key)
		srv.Config.Handler.ServeHTTP(w, r)
		return w
	}
	accepted := post(strings.NewReader(site), "once")
	for i := range 100 {
		if err := st.AddJob(t.Context(), "370481", nil, jobs.Accepted(fmt.Sprint("many", i), "none", admin[1], []byte("{}"), time.Now())); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range []string{"", "new"} {
		file := strings.NewReader(site)
		if w := post(file, key); w.Code != http.StatusTooManyRequests || file.Len() != len(site) {
			t.Errorf("with many jobs open, key %q: %d, %d bytes were read: %s", key, w.Code, len(site)-file.Len(), w.Body)
		}
	}
	if w := post(strings.NewReader(site), "once"); w.Code != http.StatusAccepted || w.Body.String() != accepted.Body.String() {
		t.Errorf("said again with many jobs open: %d %s, before %d %s", w.Code, w.Body, accepted.Code, accepted.Body)
	}
}

// demoPeople are those of the demonstration who have a role.
func demoPeople(t testing.TB, st store.Store, role string) []string {
	t.Helper()
	all, err := st.People(t.Context(), "370481")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, p := range all {
		for _, r := range p.Roles {
			if string(r) == role {
				ids = append(ids, p.ID)
			}
		}
	}
	if len(ids) == 0 {
		t.Fatalf("nobody of the demonstration is %s: %+v", role, all)
	}
	return ids
}
