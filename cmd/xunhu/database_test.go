package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"xunhu/api/ops"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/geo/demo"
)

// A region goes into a database and back, and every verb finds it there. The password is
// said nowhere.
func TestDatabase(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	url := pgtest.Fresh(t)
	keep(t, x.data, demo.Dataset())
	x.reporter()
	var said strings.Builder
	run := func(code int, args ...string) string {
		t.Helper()
		out := string(x.run(code, args...))
		said.WriteString(out + x.words)
		return out + x.words
	}
	for _, tc := range []struct {
		args []string
		says string
	}{
		{[]string{"check", "--database-url", url}, "holds no data of this program"},
		{[]string{"check", "--database-url", "postgres://xunhu:secret@[::1/x"}, "malformed"},
		{[]string{"check", "--database-url", strings.Replace(url, "?", "x?", 1)}, "no such database"},
		{[]string{"check", "--database-url", "postgres://xunhu:secret@127.0.0.1:1/x"}, "cannot be reached"},
		{[]string{"migrate", "--to", x.data}, "same store"},
		{[]string{"migrate", "--to", "host=127.0.0.1 port=1 user=xunhu password=secret dbname=x"}, "cannot be reached"},
		{[]string{"migrate", "--to", "dbname=x port=none password = secret"}, "malformed"},
		{[]string{"restore", "--database-url", url, "backup.tar.gz"}, "A database is chosen"},
	} {
		if got := run(exitFailed, tc.args...); !strings.Contains(got, tc.says) || strings.Count(got, "\n") != 1 {
			t.Errorf("%v: %s", tc.args, got)
		}
	}
	before := run(exitDone, "export", "towns")
	if got := run(exitDone, "migrate", "--to", url); !strings.Contains(got, "every row compared") {
		t.Error(got)
	}
	if got := run(exitFailed, "migrate", "--to", url); !strings.Contains(got, "holds the region") {
		t.Error(got)
	}
	x.data = filepath.Join(dir, "none")
	t.Setenv("XUNHU_DATABASE_URL", url)
	if after := run(exitDone, "export", "towns"); after != before {
		t.Error("the towns differ")
	}
	if got := run(exitDone, "user", "list"); !strings.Contains(got, "li") {
		t.Error(got)
	}
	sitesOverDatabase(t, x)
	run(exitDone, "check", "--audit")
	if got := run(exitDone, "edits"); strings.Count(got, "demo-FJ-desk") != 3 || strings.Count(got, " - ") < 1 {
		t.Errorf("a site was made, moved and taken away: %s", got)
	}
	if got := run(exitDone, "migrate", "--to", filepath.Join(dir, "back")); !strings.Contains(got, "every row compared") {
		t.Error(got)
	}
	t.Setenv("XUNHU_DATABASE_URL", "")
	x.data = filepath.Join(dir, "back")
	if after := run(exitDone, "export", "towns"); after != before {
		t.Error("the towns differ on their way back")
	}
	if strings.Contains(said.String(), "secret") {
		t.Error("the password was printed")
	}
}

// sitesOverDatabase writes a site, finds it by filters, and takes it away, by the OGC API.
func sitesOverDatabase(t *testing.T, x *walker) {
	address, stop, _ := x.served()
	defer stop()
	send := func(want int, method, at, body string, header ...string) (*http.Response, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, at, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		header = append(header, ops.Declared, "demo-FJ-desk", "Content-Type", "application/geo+json")
		for i := 0; i+1 < len(header); i += 2 {
			req.Header.Set(header[i], header[i+1])
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != want {
			t.Fatalf("%s %s: %s, want %d: %s (%v)", method, at, resp.Status, want, b, err)
		}
		return resp, string(b)
	}
	items := address + "/ogc/collections/sites/items"
	const site = `{"type":"Feature","geometry":{"type":"Point","coordinates":[117.15,35.08]},"properties":{"name":"École 新排口","class":"outfall"}}`
	found := func(want int, cql string) {
		t.Helper()
		_, body := send(200, http.MethodGet, items+"?f=json&limit=1&filter="+url.QueryEscape(cql), "")
		var page struct{ NumberMatched int }
		if err := json.Unmarshal([]byte(body), &page); err != nil || page.NumberMatched != want || strings.Contains(body, "École") != (want > 0) {
			t.Errorf("%s: %s (%v)", cql, body, err)
		}
	}
	made, _ := send(201, http.MethodPost, items, site)
	at := made.Header.Get("Location")
	found(1, "CASEI(name) LIKE CASEI('éCOLE%') AND S_WITHIN(geometry, BBOX(117.1, 35, 117.2, 35.1))")
	kept, _ := send(200, http.MethodGet, at, "")
	tag := kept.Header.Get("ETag")
	send(204, http.MethodPut, at, strings.Replace(site, "35.08", "35.2", 1), "If-Match", tag)
	send(412, http.MethodPut, at, site, "If-Match", tag)
	found(0, "name LIKE 'École%' AND S_WITHIN(geometry, BBOX(117.1, 35, 117.2, 35.1))")
	found(1, "name LIKE 'École%' AND S_INTERSECTS(geometry, POINT(117.15 35.2))")
	send(204, http.MethodDelete, at, "")
	found(0, "name LIKE 'École%'")
}
