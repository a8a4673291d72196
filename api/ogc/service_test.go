package ogc_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"xunhu/api/ogc"
	"xunhu/api/store"
	"xunhu/api/store/storetest/either"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// service puts a dataset behind a running server, at /ogc and /r/{region}/ogc.
func service(t testing.TB, d atlas.Dataset, made map[feature.Kind][]feature.Feature) *httptest.Server {
	t.Helper()
	st := either.New(t)
	if err := st.Save(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for kind, features := range made {
		for _, f := range features {
			if err := st.Insert(t.Context(), d.Region.Code, kind, f); err != nil {
				t.Fatal(err)
			}
		}
	}
	loaded, err := st.Load(t.Context(), d.Region.Code)
	if err != nil {
		t.Fatal(err)
	}
	load := func(_ context.Context, code string) (atlas.Dataset, error) {
		if code == "" || code == d.Region.Code {
			return loaded, nil
		}
		return atlas.Dataset{}, store.ErrNotFound
	}
	s := ogc.New(load, st, ogc.Options{
		Now: func() time.Time { return time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC) },
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	r := chi.NewRouter()
	r.Mount("/ogc", s.Routes())
	r.Mount("/r/{region}/ogc", s.Routes())
	srv := httptest.NewServer(r)
	t.Cleanup(srv.Close)
	return srv
}

// small is a region that can be read at a glance: two towns side by side, a
// river, units with and without a seat.
func small() atlas.Dataset {
	square := func(west, south float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{west, south}, {west + 1, south}, {west + 1, south + 1}, {west, south + 1}, {west, south}}}}
	}
	schema := func(k feature.Kind) feature.Schema { s, _ := feature.SchemaOf(k); return s }
	return atlas.Dataset{
		Region: atlas.Region{Code: "t1", Name: "小城", NameEN: "Smalltown", Illustration: true, Attribution: "drawn for a test"},
		Collections: map[feature.Kind]feature.Collection{
			feature.Towns: {Schema: schema(feature.Towns), Features: []feature.Feature{
				{ID: "a/1", Geometry: square(117, 35), Props: map[string]any{"name": "西镇", "name_en": "West", "pilot": true, "valid_from": "2020-01-01", "valid_to": "2023-12-31"}},
				{ID: "b 2", Geometry: square(118, 35), Props: map[string]any{"name": "东镇", "name_en": "East", "pilot": false, "valid_from": "2024-01-01"}},
			}},
			feature.Rivers: {Schema: schema(feature.Rivers), Features: []feature.Feature{
				{ID: "r1", Geometry: orb.LineString{{117.2, 35.2}, {118.8, 35.8}}, Props: map[string]any{"name": "斜河", "class": "river", "directed": true}},
			}},
			feature.Sites: {Schema: schema(feature.Sites), Features: []feature.Feature{
				{ID: "s1", Geometry: orb.Point{179.9, 0}, Props: map[string]any{"name": "日界线西", "class": "outfall", "interval_days": int64(7)}},
				{ID: "s2", Geometry: orb.Point{-179.9, 0}, Props: map[string]any{"name": "日界线东", "class": "outfall", "interval_days": int64(30)}},
				{ID: "s3", Geometry: orb.Point{117.5, 35.5}, Props: map[string]any{"name": "作坊", "class": "workshop"}},
			}},
			feature.Units: {Schema: schema(feature.Units), Features: []feature.Feature{
				{ID: "u1", Geometry: orb.Point{117.5, 35.5}, Props: map[string]any{"name": "一所", "class": "STATION", "towns": []any{"a/1"}}},
				{ID: "u2", Props: map[string]any{"name": "分局", "class": "BRANCH"}},
			}},
		},
	}
}

// reported are incidents of the small region.
func reported() map[feature.Kind][]feature.Feature {
	at := func(id string, when any, lon float64) feature.Feature {
		return feature.Feature{ID: id, Geometry: orb.Point{lon, 35.5}, Props: map[string]any{"category": "A01", "occurred_at": when,
			"accuracy_m": 12.5, "decision": map[string]any{"v_row": "V8", "assist": []any{}}}}
	}
	return map[feature.Kind][]feature.Feature{feature.Incidents: {
		at("i1", "2026-11-01T08:00:00+08:00", 117.1),
		at("i2", "2026-11-02T00:00:00Z", 117.2),
		at("i3", nil, 117.3),
	}, feature.Closures: {
		{ID: "c1", Geometry: orb.LineString{{117, 35}, {117.1, 35}}, Props: map[string]any{"from": "2026-11-01T08:00:00+08:00", "until": "2026-11-03T08:00:00+08:00"}},
		{ID: "c2", Geometry: orb.LineString{{117, 35}, {117.1, 35}}, Props: map[string]any{"set_at": "2026-10-31T00:00:00Z", "until": "2026-11-05T08:00:00+08:00", "lifted_at": "2026-11-02T08:00:00+08:00"}},
	}}
}

func demonstration(t *testing.T) *httptest.Server {
	t.Helper()
	return service(t, demo.Dataset(), nil)
}

// get asks for a path or address.
func get(t *testing.T, srv *httptest.Server, path string, header ...string) (*http.Response, []byte) {
	t.Helper()
	if path[0] == '/' {
		path = srv.URL + path
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
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
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, body
}

// getJSON asks for a path that must answer with JSON.
func getJSON[T any](t *testing.T, srv *httptest.Server, path string) T {
	t.Helper()
	resp, body := get(t, srv, path)
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s: %s", path, resp.Status, body)
	}
	var v T
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
	return v
}

// golden compares an answer with its file, server addresses replaced.
func golden(t *testing.T, srv *httptest.Server, name string, body []byte) {
	t.Helper()
	body = bytes.ReplaceAll(body, []byte(srv.URL), []byte("http://host"))
	if json.Valid(body) {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, bytes.TrimSpace(body), "", "  "); err != nil {
			t.Fatal(err)
		}
		body = append(pretty.Bytes(), '\n')
	}
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, body, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(body, want) {
		t.Errorf("%s differs; go test -update rewrites it:\n%s", file, body)
	}
}
