package ops_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"xunhu/api/auth"
	"xunhu/api/live"
	"xunhu/api/ops"
	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/store/storetest/either"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// zeros is a source of random bytes that are all nought.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// counting is a source of bytes that differ from call to call.
type counting struct{ n byte }

func (c *counting) Read(b []byte) (int, error) {
	for i := range b {
		c.n++
		b[i] = c.n
	}
	return len(b), nil
}

var china = time.FixedZone("CST", 8*3600)

// service runs the API over datasets, at /api and /r/{region}/api.
func service(t *testing.T, random io.Reader, datasets ...atlas.Dataset) *httptest.Server {
	t.Helper()
	return serviceWith(t, search.Tours, random, datasets...)
}

func serviceWith(t *testing.T, solve patrol.Solver, random io.Reader, datasets ...atlas.Dataset) *httptest.Server {
	t.Helper()
	srv, _ := served(t, func(o *ops.Options) { o.Solve, o.Random = solve, random }, datasets...)
	return srv
}

// tokened runs the API over the demonstration region where a token is wanted.
func tokened(t testing.TB) (*httptest.Server, store.Store) {
	t.Helper()
	return served(t, func(o *ops.Options) { o.Guard.Demonstration = false }, demo.Dataset())
}

// token gives a person a token.
func token(t testing.TB, st store.Store, person string) string {
	t.Helper()
	secret, tok, err := people.NewToken(rand.Reader, person, "test", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := st.AddToken(t.Context(), "370481", tok); err != nil {
		t.Fatal(err)
	}
	return secret
}

// served runs the API with options of one's own.
func served(t testing.TB, with func(*ops.Options), datasets ...atlas.Dataset) (*httptest.Server, store.Store) {
	t.Helper()
	srv, st, _ := servedAs(t, with, datasets...)
	return srv, st
}

// servedAs is served, and gives the service too.
func servedAs(t testing.TB, with func(*ops.Options), datasets ...atlas.Dataset) (*httptest.Server, store.Store, *ops.Service) {
	t.Helper()
	st := either.New(t)
	for _, d := range datasets {
		if err := st.Save(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		for _, p := range people.Demonstration() {
			if err := st.SavePerson(t.Context(), d.Region.Code, p); err != nil {
				t.Fatal(err)
			}
		}
		for _, i := range people.DemonstrationItems() {
			if err := st.SaveItem(t.Context(), d.Region.Code, i); err != nil {
				t.Fatal(err)
			}
		}
	}
	now := func() time.Time { return time.Date(2026, 11, 23, 8, 0, 0, 0, china) }
	regions := live.NewRegistry(st, jurisdiction.Defaults(), "", now)
	o := ops.Options{
		Guard:   auth.New(auth.Options{Regions: regions, Store: st, Now: now, Random: rand.Reader, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Demonstration: true}),
		Regions: regions, Store: st,
		Solve: search.Tours, Patrol: patrol.Defaults(),
		Now: now, Random: &counting{}, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	with(&o)
	s := ops.New(o)
	r := chi.NewRouter()
	s.Mount(r)
	r.Route("/r/{region}", s.Mount)
	srv := httptest.NewServer(r)
	t.Cleanup(srv.Close)
	return srv, st, s
}

func demonstration(t *testing.T) *httptest.Server { return service(t, &counting{}, demo.Dataset()) }

// ask sends a request; a body makes it a POST.
func ask(t testing.TB, srv *httptest.Server, path, body string, header ...string) (*http.Response, []byte) {
	t.Helper()
	method, in := http.MethodGet, io.Reader(nil)
	if body != "" {
		method, in = http.MethodPost, strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, srv.URL+path, in)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, text
}

// answer asks for JSON and insists on a status.
func answer[T any](t testing.TB, srv *httptest.Server, status int, path, body string, header ...string) (T, *http.Response) {
	t.Helper()
	var v T
	resp, text := ask(t, srv, path, body, header...)
	if resp.StatusCode != status {
		t.Fatalf("%s: %s, want %d: %s", path, resp.Status, status, text)
	}
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return v, resp
}

// golden compares an answer with its file.
func golden(t *testing.T, name string, body []byte) {
	t.Helper()
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, bytes.TrimSpace(body), "", "  "); err != nil {
		t.Fatal(err)
	}
	pretty.WriteByte('\n')
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, pretty.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pretty.Bytes(), want) {
		t.Errorf("%s differs; go test -update rewrites it:\n%s", file, pretty.Bytes())
	}
}
