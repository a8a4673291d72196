package server_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/go-chi/chi/v5"

	"xunhu/api/auth"
	"xunhu/api/live"
	"xunhu/api/server"
	"xunhu/api/store"
	"xunhu/api/store/storetest/either"
	"xunhu/api/tiles"
	"xunhu/api/tiles/pmtiles"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
)

// apart is the part of the service that needs no more than tiles.
func apart(regions server.Regions, archives server.Archives) *server.Server {
	painted := &fstest.MapFile{Data: []byte(`{"under": [{"id": "base-earth"}, {"id": "base-water"}], "over": [{"id": "base-places"}]}`)}
	return server.New(server.Options{
		Regions: regions, Archives: archives, Guard: auth.New(auth.Options{}), Ops: none{}, OGC: none{}, Log: slog.New(slog.DiscardHandler),
		App: fstest.MapFS{"basemap/light-zh.json": painted, "basemap/dark-en.json": painted},
	})
}

type none struct{}

func (none) Mount(chi.Router)     {}
func (none) Routes() http.Handler { return chi.NewRouter() }

// archived is an archive of two tiles that say what they are.
func archived(t testing.TB, kind pmtiles.Kind, what string) (store.TileSet, []byte) {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "scratch"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := pmtiles.NewWriter(f)
	for _, n := range []uint64{pmtiles.Number(8, 211, 101), pmtiles.Number(8, 212, 101)} {
		if err := w.Put(n, []byte(what)); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := w.Finish(&out, pmtiles.Header{Kind: kind}, []byte(`{"attribution": "<a href=\"https://x\">&copy; OSM</a>"}`)); err != nil {
		t.Fatal(err)
	}
	return setOf(out.Bytes()), out.Bytes()
}

func setOf(b []byte) store.TileSet {
	sum := sha256.Sum256(b)
	return store.TileSet{Name: tiles.BaseName, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(b))}
}

// A base map is served by whichever node is asked, from the moment it is kept; one that takes its
// place is served by all from then on, under another tag.
func TestBaseMap(t *testing.T) {
	st := either.New(t)
	if err := st.Save(t.Context(), demo.Dataset()); err != nil {
		t.Fatal(err)
	}
	nodes := []*server.Server{}
	for range 2 {
		nodes = append(nodes, apart(live.NewRegistry(st, jurisdiction.Defaults(), "", time.Now), st))
	}
	const path = "/tiles/base/8/211/101.mvt"
	sources := func(s *server.Server) map[string]struct {
		Tiles       []string
		Attribution string
	} {
		var style struct {
			Sources map[string]struct {
				Tiles       []string
				Attribution string
			}
			Layers []struct{ ID string }
		}
		w := ask(s, "GET", "/style.json", "Accept-Language", "zh")
		if err := json.Unmarshal(w.Body.Bytes(), &style); err != nil {
			t.Fatal(err)
		}
		order := map[string]int{}
		for i, l := range style.Layers {
			order[l.ID] = i + 1
		}
		if _, is := style.Sources["base"]; is != (order["base-earth"] > 0) || is && !(order["base-earth"] < order["towns"] && order["towns"] < order["base-wetlands"] && order["base-wetlands"] < order["base-water"] &&
			order["base-water"] < order["wetlands"] && order["rivers"] < order["base-places"] && order["base-places"] < order["towns-name"] && order["roads-main"] == 0) {
			t.Errorf("layers %v", order)
		}
		return style.Sources
	}
	for _, s := range nodes {
		if w := ask(s, "GET", path); w.Code != http.StatusNotFound {
			t.Errorf("without a base map: %d", w.Code)
		}
		if _, is := sources(s)["base"]; is {
			t.Error("the style names a base map that is not there")
		}
	}
	last := ""
	for _, what := range []string{"first", "second"} {
		set, b := archived(t, pmtiles.MVT, what)
		if err := st.KeepTiles(t.Context(), "370481", set, bytes.NewReader(b)); err != nil {
			t.Fatal(err)
		}
		for _, s := range nodes {
			w := ask(s, "GET", path)
			tag := w.Header().Get("ETag")
			if w.Code != 200 || w.Body.String() != what || w.Header().Get("Content-Type") != "application/vnd.mapbox-vector-tile" || tag == last || !strings.Contains(tag, set.SHA256[:16]) {
				t.Errorf("%s: %d %q %v", what, w.Code, w.Body, w.Header())
			}
			if w := ask(s, "GET", "/r/370481"+path, "If-None-Match", tag); w.Code != http.StatusNotModified {
				t.Errorf("known already: %d", w.Code)
			}
			if w := ask(s, "GET", path, "If-None-Match", last, "Accept-Encoding", "gzip"); w.Code != 200 || w.Header().Get("Content-Encoding") != "gzip" || strings.Contains(w.Body.String(), what) {
				t.Errorf("compressed: %d %v", w.Code, w.Header())
			}
			base := sources(s)["base"]
			if len(base.Tiles) != 1 || !strings.HasSuffix(base.Tiles[0], "/tiles/base/{z}/{x}/{y}.mvt?v="+set.SHA256[:16]) || base.Attribution != "© OSM" {
				t.Errorf("source %+v", base)
			}
		}
		last = `W/"` + set.SHA256[:16] + `"`
	}
	for at, code := range map[string]int{"8/0/0.mvt": 204, "9/0/0.mvt": 404, "8/256/0.mvt": 204, "8/211/101.png": 404, "8/x/0.mvt": 404, "99/0/0.mvt": 404} {
		if w := ask(nodes[0], "GET", "/tiles/base/"+at); w.Code != code {
			t.Errorf("%s: %d, want %d", at, w.Code, code)
		}
	}
	set, b := archived(t, pmtiles.PNG, "an image")
	if err := st.KeepTiles(t.Context(), "370481", set, bytes.NewReader(b)); err != nil {
		t.Fatal(err)
	}
	if w := ask(nodes[1], "GET", "/tiles/base/8/212/101.png"); w.Code != 200 || w.Header().Get("Content-Type") != "image/png" {
		t.Errorf("an image: %d %v", w.Code, w.Header())
	}
}

// swapped keeps another archive between the look at what there is and the reading of it.
type swapped struct {
	store.Store
	swap func()
}

func (s *swapped) TileSet(ctx context.Context, region, name string) (store.TileSet, error) {
	set, err := s.Store.TileSet(ctx, region, name)
	if s.swap != nil {
		swap := s.swap
		s.swap = nil
		swap()
	}
	return set, err
}

// An archive that is replaced under a request is not mixed with its successor.
func TestBaseMapReplacedMeanwhile(t *testing.T) {
	st := either.New(t)
	if err := st.Save(t.Context(), demo.Dataset()); err != nil {
		t.Fatal(err)
	}
	keep := func(what string) store.TileSet {
		set, b := archived(t, pmtiles.MVT, what)
		if err := st.KeepTiles(t.Context(), "370481", set, bytes.NewReader(b)); err != nil {
			t.Fatal(err)
		}
		return set
	}
	keep("first")
	between := &swapped{Store: st}
	s := apart(live.NewRegistry(st, jurisdiction.Defaults(), "", time.Now), between)
	var second store.TileSet
	between.swap = func() { second = keep("second") }
	w := ask(s, "GET", "/tiles/base/8/211/101.mvt")
	if w.Code != 200 || w.Body.String() != "second" || !strings.Contains(w.Header().Get("ETag"), second.SHA256[:16]) {
		t.Errorf("%d %q %v", w.Code, w.Body, w.Header())
	}
}

// BenchmarkBaseTiles fetches every tile of zoom 14 of the base map of XUNHU_EXTRACT once over HTTP, in
// no order, from a server that has just started; XUNHU_TEST_STORE=postgis for the database.
func BenchmarkBaseTiles(b *testing.B) {
	extract := os.Getenv("XUNHU_EXTRACT")
	if extract == "" {
		b.Skip("XUNHU_EXTRACT names no extract")
	}
	pbf, err := os.ReadFile(extract)
	if err != nil {
		b.Fatal(err)
	}
	var out bytes.Buffer
	n, dir := 0, b.TempDir()
	scratch := func() (tiles.Scratch, error) {
		n++
		return os.Create(filepath.Join(dir, string(rune('a'+n))))
	}
	if _, err := (tiles.Base{Scratch: scratch}).Build(b.Context(), bytes.NewReader(pbf), int64(len(pbf)), &out); err != nil {
		b.Fatal(err)
	}
	st := either.New(b)
	if err := st.Save(b.Context(), demo.Dataset()); err != nil {
		b.Fatal(err)
	}
	if err := st.KeepTiles(b.Context(), "370481", setOf(out.Bytes()), bytes.NewReader(out.Bytes())); err != nil {
		b.Fatal(err)
	}
	a, err := pmtiles.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		b.Fatal(err)
	}
	var paths []string
	for number := range a.Numbers() {
		if z, x, y := pmtiles.Place(number); z == 14 {
			paths = append(paths, "/tiles/base/14/"+itoa(x)+"/"+itoa(y)+".mvt")
		}
	}
	rand.New(rand.NewPCG(1, 0)).Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
	var took []time.Duration
	bytesSent := int64(0)
	for b.Loop() {
		srv := httptest.NewServer(apart(live.NewRegistry(st, jurisdiction.Defaults(), "", time.Now), st))
		if r, err := http.Get(srv.URL + "/readyz"); err != nil || r.Body.Close() != nil { // the region is built once
			b.Fatal(err)
		}
		for _, p := range paths {
			start := time.Now()
			r, err := http.Get(srv.URL + p)
			if err != nil || r.StatusCode != 200 {
				b.Fatal(p, err)
			}
			m, err := io.Copy(io.Discard, r.Body)
			if err != nil || r.Body.Close() != nil {
				b.Fatal(p, err)
			}
			took = append(took, time.Since(start))
			bytesSent += m
		}
		srv.Close()
	}
	slices.Sort(took)
	ms := func(of float64) float64 { return took[int(of*float64(len(took)-1))].Seconds() * 1000 }
	b.ReportMetric(float64(len(paths)), "tiles")
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
	b.ReportMetric(ms(1), "most-ms")
	b.ReportMetric(float64(bytesSent)/float64(len(took)), "bytes/tile")
}

// Nothing but a setting lets a page ask anybody else.
func TestPolicy(t *testing.T) {
	of := func(key string) string {
		s := server.New(server.Options{Ops: none{}, OGC: none{}, Log: slog.New(slog.DiscardHandler), App: page, Tianditu: key})
		return ask(s, "GET", "/").Header().Get("Content-Security-Policy")
	}
	if p := of(""); strings.Contains(p, "http") || !strings.Contains(p, "default-src 'self'") {
		t.Errorf("policy %q", p)
	}
	p := of("key")
	for _, directive := range strings.Split(p, "; ") {
		name, allowed, _ := strings.Cut(directive, " ")
		if opens := strings.Contains(allowed, "http"); opens != (name == "connect-src" || name == "img-src") || opens && strings.Count(allowed, "https://t") != 8 {
			t.Errorf("with a key: %q", directive)
		}
	}
	if !strings.Contains(p, "connect-src 'self' https://t0.tianditu.gov.cn ") || strings.Contains(p, "key") {
		t.Errorf("policy %q", p)
	}
}
