package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"xunhu/api/auth"
	"xunhu/api/live"
	"xunhu/api/ogc"
	"xunhu/api/ops"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/server"
	"xunhu/api/store"
	"xunhu/api/store/storetest/either"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/finding"
	"xunhu/geo/jurisdiction"
	"xunhu/routing/patrol"
	"xunhu/routing/tour/search"
)

// journal is a log that can be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

var page = fstest.MapFS{
	"index.html":           {Data: []byte("<!doctype html><title>巡湖</title>")},
	"assets/index-1a2b.js": {Data: []byte("export {}")},
	"icon.svg":             {Data: []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")},
}

// whole is the service as it is put together by serve, over the given regions.
func whole(t *testing.T, log *journal, datasets ...atlas.Dataset) *server.Server {
	t.Helper()
	s, _, _ := wholeWith(t, log, datasets...)
	return s
}

// wholeWith is whole with its gate and its store.
func wholeWith(t *testing.T, log *journal, datasets ...atlas.Dataset) (*server.Server, *auth.Guard, store.Store) {
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
	}
	logger := slog.New(slog.NewTextHandler(log, nil))
	regions := live.NewRegistry(st, jurisdiction.Defaults(), "", time.Now)
	dataset := func(ctx context.Context, code string) (atlas.Dataset, error) {
		r, err := regions.Get(ctx, code)
		if err != nil {
			return atlas.Dataset{}, err
		}
		return r.Dataset, nil
	}
	guard := auth.New(auth.Options{Regions: regions, Store: st, Now: time.Now, Random: rand.Reader, Log: logger})
	return server.New(server.Options{
		Regions: regions, App: page, Log: logger, Guard: guard,
		Ops: ops.New(ops.Options{Guard: guard, Regions: regions, Store: st, Solve: search.Tours, Patrol: patrol.Defaults(),
			Now: time.Now, Random: strings.NewReader("not much"), Log: logger}),
		OGC: ogc.New(dataset, st, ogc.Options{Now: time.Now, Log: logger, May: guard.MayRead, Hide: guard.Hidden, Edit: st.(ogc.Editor), MayEdit: guard.MayEdit}),
	}), guard, st
}

// ask puts one request to a handler. Headers alternate name and value.
func ask(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const browser = "text/html,application/xhtml+xml,*/*;q=0.8"

func TestPaths(t *testing.T) {
	s := whole(t, &journal{}, demo.Dataset())
	for _, tc := range []struct {
		method, path, accept string
		status               int
		media                string
	}{
		{"GET", "/", browser, 200, "text/html; charset=utf-8"},
		{"GET", "/r/370481/", browser, 200, "text/html; charset=utf-8"},
		{"GET", "/r/370481", browser, 200, "text/html; charset=utf-8"},
		{"GET", "/incident/7", browser, 200, "text/html; charset=utf-8"},
		{"GET", "/incident/7", "application/json", 404, "application/problem+json"},
		{"GET", "/assets/index-1a2b.js", "", 200, "text/javascript; charset=utf-8"},
		{"GET", "/r/370481/assets/index-1a2b.js", "", 200, "text/javascript; charset=utf-8"},
		{"GET", "/icon.svg", "", 200, "image/svg+xml"},
		{"GET", "/assets/other.js", browser, 404, "application/problem+json"},
		{"GET", "/assets", "", 404, "application/problem+json"},
		{"GET", "/../server.go", "", 404, "application/problem+json"},
		{"GET", "/healthz", "", 200, "text/plain; charset=utf-8"},
		{"GET", "/readyz", "", 200, "text/plain; charset=utf-8"},
		{"GET", "/api/v1/region", "", 200, "application/json"},
		{"GET", "/r/370481/api/v1/region", "", 200, "application/json"},
		{"GET", "/api/openapi.json", "", 200, "application/vnd.oai.openapi+json;version=3.1"},
		{"GET", "/api/v1/nothing", browser, 404, "application/problem+json"},
		{"DELETE", "/api/v1/region", "", 405, "application/problem+json"},
		{"POST", "/ogc/collections", "", 405, "application/problem+json"},
		{"POST", "/", "", 404, "application/problem+json"},
		{"GET", "/ogc", "", 200, "application/json"},
		{"GET", "/ogc/", "", 200, "application/json"},
		{"GET", "/r/370481/ogc/collections/towns/items", "", 200, "application/geo+json"},
		{"GET", "/ogc/nothing", "", 404, "application/problem+json"},
		{"HEAD", "/ogc/collections", "", 200, "application/json"},
		{"GET", "/tiles/region/8/211/101.mvt", "", 200, "application/vnd.mapbox-vector-tile"},
		{"GET", "/r/370481/tiles/region/8/211/101.mvt", "", 200, "application/vnd.mapbox-vector-tile"},
		{"GET", "/tiles/region/8/0/0.mvt", "", 204, ""},
		{"GET", "/tiles/region/8/256/0.mvt", "", 404, "application/problem+json"},
		{"GET", "/tiles/region/99/0/0.mvt", "", 404, "application/problem+json"},
		{"GET", "/tiles/region/8/-1/0.mvt", "", 404, "application/problem+json"},
		{"GET", "/style.json", "", 200, "application/json"},
		{"GET", "/r/elsewhere/style.json", "", 404, "application/problem+json"},
	} {
		t.Run(tc.method+" "+tc.path, func(t *testing.T) {
			w := ask(s, tc.method, tc.path, "Accept", tc.accept)
			if w.Code != tc.status || w.Header().Get("Content-Type") != tc.media {
				t.Errorf("%d %q, want %d %q: %.200s", w.Code, w.Header().Get("Content-Type"), tc.status, tc.media, w.Body)
			}
			if w.Header().Get("Content-Security-Policy") == "" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("the headers that guard a browser are missing: %v", w.Header())
			}
		})
	}
}

// A tile at the region holds its layers, and is not sent again to who has it.
func TestTiles(t *testing.T) {
	d := demo.Dataset()
	s := whole(t, &journal{}, d)
	at := maptile.At(d.Bound().Center(), 10)
	path := "/tiles/region/10/" + itoa(at.X) + "/" + itoa(at.Y) + ".mvt"
	w := ask(s, "GET", path)
	layers, err := mvt.Unmarshal(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, l := range layers {
		names[l.Name] = true
	}
	if !names["towns"] || !names["roads"] {
		t.Errorf("layers %v", names)
	}
	tag := w.Header().Get("ETag")
	if again := ask(s, "GET", path, "If-None-Match", tag); tag == "" || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("ETag %q: %d", tag, again.Code)
	}
	if zh, en := ask(s, "GET", "/style.json"), ask(s, "GET", "/style.json?lang=en"); zh.Header().Get("ETag") == en.Header().Get("ETag") {
		t.Error("styles of two languages have one ETag")
	}
	style := ask(s, "GET", "/r/370481/style.json").Body.String()
	if !strings.Contains(style, "http://example.com/r/370481/tiles/region/") {
		t.Error("the style of a region does not name its tiles")
	}
}

func itoa(n uint32) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

// Pages of other sites may read, and may change nothing.
func TestOtherSites(t *testing.T) {
	s := whole(t, &journal{}, demo.Dataset())
	const other = "https://other.example"
	for _, tc := range []struct {
		name, method, path string
		header             []string
		status             int
		allowed            string
	}{
		{"reading data", "GET", "/ogc/collections", nil, 200, "*"},
		{"reading a region's data", "GET", "/r/370481/api/v1/region", nil, 200, "*"},
		{"reading leads", "GET", "/api/v1/incidents", nil, 401, ""},
		{"reading leads of a region", "GET", "/r/370481/api/v1/incidents/x/reporter", nil, 401, ""},
		{"reading incidents", "GET", "/ogc/collections/incidents/items", nil, 401, ""},
		{"reading plans", "GET", "/r/370481/api/v1/plans", nil, 401, ""},
		{"reading plans as features", "GET", "/ogc/collections/plans/items", nil, 401, ""},
		{"reading tiles", "GET", "/style.json", nil, 200, "*"},
		{"the page itself", "GET", "/", nil, 200, ""},
		{"asking before reading", "OPTIONS", "/ogc", []string{"Access-Control-Request-Method", "GET"}, 204, "*"},
		{"writing", "POST", "/api/v1/incidents", []string{"Sec-Fetch-Site", "cross-site"}, 403, ""},
		{"writing from an old browser", "POST", "/api/v1/plans", nil, 403, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := ask(s, tc.method, tc.path, append(tc.header, "Origin", other)...)
			if w.Code != tc.status || w.Header().Get("Access-Control-Allow-Origin") != tc.allowed {
				t.Errorf("%d, allowed %q: %s", w.Code, w.Header().Get("Access-Control-Allow-Origin"), w.Body)
			}
			if methods := w.Header().Get("Access-Control-Allow-Methods"); strings.Contains(methods, "POST") {
				t.Errorf("allowed methods %q", methods)
			}
		})
	}
	own := ask(s, "POST", "/api/v1/decide", "Origin", "http://example.com", "Sec-Fetch-Site", "same-origin")
	if own.Code != http.StatusBadRequest {
		t.Errorf("our own page: %d", own.Code)
	}
}

func TestCaching(t *testing.T) {
	s := whole(t, &journal{}, demo.Dataset())
	asset, index := ask(s, "GET", "/assets/index-1a2b.js"), ask(s, "GET", "/")
	if got := asset.Header().Get("Cache-Control"); !strings.Contains(got, "immutable") {
		t.Errorf("an asset: %q", got)
	}
	if got := index.Header().Get("Cache-Control"); got != "no-cache" {
		t.Errorf("the page: %q", got)
	}
	if again := ask(s, "GET", "/", "If-None-Match", index.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("the page again: %d", again.Code)
	}
}

func TestCompression(t *testing.T) {
	s := whole(t, &journal{}, demo.Dataset())
	plain := ask(s, "GET", "/ogc/collections/towns/items?f=json")
	packed := ask(s, "GET", "/ogc/collections/towns/items?f=json", "Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Header().Get("Content-Length") != "" {
		t.Fatalf("%v", packed.Header())
	}
	r, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil || len(text) != plain.Body.Len() {
		t.Errorf("%d bytes, want %d: %v", len(text), plain.Body.Len(), err)
	}
}

// Each request is one line of the log.
func TestAccessLog(t *testing.T) {
	log := &journal{}
	s := whole(t, log, demo.Dataset())
	ask(s, "GET", "/ogc/nothing")
	if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "path=/ogc/nothing status=404") {
		t.Errorf("%s", got)
	}
}

// What is not ready is said without where it lies, which stands in the log.
func TestNotReady(t *testing.T) {
	for want, fault := range map[string]error{
		"no region has been imported": live.ErrEmpty,
		"cannot be written":           finding.New("store.read_only", "/srv/data/region.gpkg"),
		"not ready":                   errors.New("/srv/data/region.gpkg is gone"),
	} {
		log := &journal{}
		parts := faulty{}
		s := server.New(server.Options{Regions: broken{fault}, Ops: parts, OGC: parts, App: page, Log: slog.New(slog.NewTextHandler(log, nil))})
		w := ask(s, "GET", "/readyz?lang=en")
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(strings.ToLower(w.Body.String()), want) || strings.Contains(w.Body.String(), "/srv") {
			t.Errorf("%d %s, want %q", w.Code, w.Body, want)
		}
		if !strings.Contains(log.String(), fault.Error()) {
			t.Errorf("the log does not tell of %v: %s", fault, log)
		}
		if w := ask(s, "GET", "/healthz"); w.Code != http.StatusOK {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}

// broken are regions of which none can be had.
type broken struct{ err error }

func (b broken) Get(context.Context, string) (*live.Region, error) { return nil, b.err }

// faulty are routes that go wrong.
type faulty struct{ reached chan struct{} }

func (f faulty) Mount(r chi.Router) {
	r.Get("/api/panic", func(http.ResponseWriter, *http.Request) { panic("a secret") })
	r.Get("/api/half", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("half"))
		_ = http.NewResponseController(w).Flush()
		panic("too late")
	})
	r.Get("/api/slow", func(w http.ResponseWriter, _ *http.Request) {
		close(f.reached)
		time.Sleep(200 * time.Millisecond)
		_, _ = w.Write([]byte("done"))
	})
	r.Get("/api/things/{id}", func(http.ResponseWriter, *http.Request) {})
	r.Post("/api/things/{id}", func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			problem.Write(w, r, err)
		}
	})
	r.Get("/api/v1/events", func(_ http.ResponseWriter, r *http.Request) {
		close(f.reached)
		<-r.Context().Done()
	})
}

func (faulty) Routes() http.Handler { return http.NotFoundHandler() }

// start runs a server of faulty routes on a port of this machine.
func start(t *testing.T, log *journal) (address string, reached chan struct{}, stop func() error) {
	t.Helper()
	parts := faulty{make(chan struct{})}
	s := server.New(server.Options{Regions: broken{live.ErrEmpty}, Ops: parts, OGC: parts, App: page, Log: slog.New(slog.NewTextHandler(log, nil))})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, ln) }()
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() { _ = stop() })
	return "http://" + ln.Addr().String(), parts.reached, stop
}

// A panic is answered without its text, which stands in the log; the service goes on.
func TestPanic(t *testing.T) {
	log := &journal{}
	address, _, _ := start(t, log)
	for range 2 {
		resp, err := http.Get(address + "/api/panic")
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != 500 || strings.Contains(string(body), "secret") || !strings.Contains(string(body), "日志") {
			t.Errorf("%s: %s", resp.Status, body)
		}
	}
	if !strings.Contains(log.String(), "a secret") || !strings.Contains(log.String(), "faulty.Mount") {
		t.Errorf("the log lacks the panic or its stack: %s", log)
	}
	resp, err := http.Get(address + "/api/half")
	if err == nil {
		if _, err = io.ReadAll(resp.Body); err == nil {
			t.Error("half an answer passes for a whole one")
		}
		resp.Body.Close()
	}
}

// A server that is stopped ends what is under way and takes nothing new.
func TestGracefulShutdown(t *testing.T) {
	address, reached, stop := start(t, &journal{})
	body := make(chan string, 1)
	go func() {
		resp, err := http.Get(address + "/api/slow")
		if err != nil {
			body <- err.Error()
			return
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		body <- string(text)
	}()
	<-reached
	if err := stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	if got := <-body; got != "done" {
		t.Errorf("the request under way got %q", got)
	}
	if _, err := http.Get(address + "/healthz"); err == nil {
		t.Error("the server still answers")
	}
}

// A listener that fails ends the server with its error.
func TestServeFails(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	parts := faulty{make(chan struct{})}
	s := server.New(server.Options{Regions: broken{live.ErrEmpty}, Ops: parts, OGC: parts, App: page, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err := s.Run(t.Context(), ln); !errors.Is(err, net.ErrClosed) {
		t.Errorf("%v", err)
	}
}
