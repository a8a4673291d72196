package server_test

import (
	"encoding/json"
	"log/slog"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"xunhu/api/auth"
	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/server"
	"xunhu/api/store/storetest/either"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/jurisdiction"
)

// Every collection has its tiles, those of what users make in the state in which they are asked
// for, on every node; and only for those who may see it.
func TestTilesOfCollections(t *testing.T) {
	st := either.New(t)
	if err := st.Save(t.Context(), demo.Dataset()); err != nil {
		t.Fatal(err)
	}
	place := orb.Point{117.2, 35.1}
	add := func(kind feature.Kind, id string) {
		props := map[string]any{"unit": "u"}
		if kind == feature.Closures {
			props = map[string]any{"reason": "r", "person": "p"}
		}
		if err := st.Insert(t.Context(), "370481", kind, feature.Feature{ID: id, Geometry: orb.MultiLineString{{place, {117.3, 35.1}}}, Props: props}); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range people.Demonstration() {
		if err := st.SavePerson(t.Context(), "370481", p); err != nil {
			t.Fatal(err)
		}
	}
	desk := "Bearer " + bearer(t, st, "demo-FJ-desk")
	var nodes []*server.Server
	for _, build := range []string{"v1", "v2"} {
		regions := live.NewRegistry(st, jurisdiction.Defaults(), "", time.Now)
		nodes = append(nodes, server.New(server.Options{
			Build:   build,
			Regions: regions, Archives: st, Features: st, Guard: auth.New(auth.Options{Regions: regions, Store: st, Now: time.Now}),
			Ops: none{}, OGC: none{}, App: page, Log: slog.New(slog.DiscardHandler),
		}))
	}
	at := maptile.At(place, 10)
	tile := func(set string) string { return "/tiles/" + set + "/10/" + itoa(at.X) + "/" + itoa(at.Y) + ".mvt" }
	drawn := func(s *server.Server, set string, header ...string) []*geojson.Feature {
		t.Helper()
		w := ask(s, "GET", tile(set), header...)
		if w.Code == http.StatusNoContent {
			return nil
		}
		layers, err := mvt.Unmarshal(w.Body.Bytes())
		if err != nil || w.Code != 200 || len(layers) != 1 || layers[0].Name != set || w.Header().Get("ETag") == "" {
			t.Fatalf("%s: %d, %v, %d layers", set, w.Code, err, len(layers))
		}
		return layers[0].Features
	}
	for _, set := range []string{"towns", "rivers", "roads", "neighbours"} {
		if len(drawn(nodes[0], set)) == 0 {
			t.Errorf("%s: nothing is drawn", set)
		}
	}
	for _, path := range []string{tile("towns"), tile("region"), "/style.json"} { // the next release may draw the same otherwise
		tag := ask(nodes[0], "GET", path).Header().Get("ETag")
		if same, other := ask(nodes[0], "GET", path, "If-None-Match", tag), ask(nodes[1], "GET", path, "If-None-Match", tag); same.Code != 304 || other.Code != 200 {
			t.Errorf("%s of %s: %d, of another build %d", path, tag, same.Code, other.Code)
		}
	}
	tags := map[string]bool{}
	for i, id := range []string{"", "P-1", "P-2"} {
		if id != "" {
			add(feature.Plans, id)
		}
		for _, s := range nodes {
			if got := drawn(s, "plans", "Authorization", desk); len(got) != i || i > 0 && (got[i-1].Properties["id"] != id || got[i-1].Properties["unit"] != "u") {
				t.Fatalf("after %d: %v", i, got)
			}
			tag := ask(s, "GET", tile("plans"), "Authorization", desk).Header().Get("ETag")
			tags[tag] = true
			if w := ask(s, "GET", tile("plans"), "Authorization", desk, "If-None-Match", tag); w.Code != http.StatusNotModified {
				t.Errorf("unchanged: %d", w.Code)
			}
		}
	}
	if len(tags) != 3 {
		t.Errorf("tags %v", tags)
	}
	add(feature.Closures, "C-1")
	if got := drawn(nodes[1], "closures"); len(got) != 1 || got[0].Properties["person"] != nil {
		t.Errorf("closures %v", got[0].Properties)
	}
	if got := drawn(nodes[1], "closures", "Authorization", desk); len(got) != 1 || got[0].Properties["person"] != "p" {
		t.Errorf("closures, to the desk: %v", got[0].Properties)
	}
	for set, want := range map[string]string{"towns": "*", "plans": ""} { // to pages of other sites
		if got := ask(nodes[0], "GET", tile(set), "Authorization", desk).Header().Get("Access-Control-Allow-Origin"); got != want {
			t.Errorf("%s: %q", set, got)
		}
	}
	for path, code := range map[string]int{
		tile("plans"): 401, "/tiles/plans": 401, tile("codes"): 404, tile("nothing"): 404, "/tiles/nothing": 404, "/tiles/base": 404,
		"/tiles/towns/10/5000/0.mvt": 404, "/tiles/towns/10/0/0.mvt": 204, "/tiles/towns": 200, "/tiles/region": 200, "/tiles": 200, "/r/370481/tiles/towns": 200,
	} {
		if w := ask(nodes[0], "GET", path); w.Code != code {
			t.Errorf("%s: %d, want %d", path, w.Code, code)
		}
	}
	var sets struct {
		Tilesets []struct {
			Title string
			Links []struct{ Href string }
		}
	}
	var names []string
	extents := map[string][]float64{}
	if err := json.Unmarshal(ask(nodes[0], "GET", "/r/370481/tiles", "Accept-Language", "zh").Body.Bytes(), &sets); err != nil {
		t.Fatal(err)
	}
	for _, s := range sets.Tilesets {
		var json3 struct {
			TileJSON string `json:"tilejson"`
			Tiles    []string
			Bounds   []float64
			Layers   []struct{ ID string } `json:"vector_layers"`
		}
		path := strings.TrimPrefix(s.Links[0].Href, "http://example.com")
		if err := json.Unmarshal(ask(nodes[0], "GET", path).Body.Bytes(), &json3); err != nil || json3.TileJSON != "3.0.0" || len(json3.Layers) == 0 {
			t.Errorf("%s: %+v, %v", path, json3, err)
			continue
		}
		extents[path[strings.LastIndex(path, "/")+1:]] = json3.Bounds
		template := strings.NewReplacer("{z}", "10", "{x}", itoa(at.X), "{y}", itoa(at.Y), "http://example.com", "").Replace(json3.Tiles[0])
		if w := ask(nodes[0], "GET", template); w.Code != 200 && w.Code != 204 {
			t.Errorf("%s: %d", template, w.Code)
		}
		names = append(names, s.Title)
	}
	if len(names) != 13 || !slices.Contains(names, "镇街") || slices.Contains(names, "巡查计划") {
		t.Errorf("sets %v", names)
	}
	whole := demo.Dataset().Collections
	for _, kind := range []feature.Kind{feature.Towns, feature.Neighbours, feature.Rivers, feature.Closures} {
		var want orb.MultiPoint // the corners
		for _, f := range whole[kind].Features {
			want = append(want, f.Geometry.Bound().Min, f.Geometry.Bound().Max)
		}
		b, got := want.Bound(), extents[string(kind)]
		if len(want) == 0 {
			if got != nil {
				t.Errorf("%s change, and are said to lie in %v", kind, got)
			}
		} else if len(got) != 4 || math.Hypot(got[0]-b.Min[0], got[1]-b.Min[1])+math.Hypot(got[2]-b.Max[0], got[3]-b.Max[1]) > 1e-9 {
			t.Errorf("%s lie in %v, want %v", kind, got, b)
		}
	}
}
