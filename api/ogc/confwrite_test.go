package ogc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"

	"xunhu/api/ogc"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/intake"
)

func editorOf(st store.Store) ogc.Editor {
	e, _ := st.(ogc.Editor)
	return e
}

// anybody may write, but for those who say that they may not.
func anybody(_ http.ResponseWriter, r *http.Request, _ feature.Kind) (string, func(feature.Feature) error, error) {
	if r.Header.Get("X-Test") == "nobody" {
		return "", nil, &problem.Error{Status: http.StatusForbidden, Err: errors.New("no")}
	}
	return r.Header.Get("Authorization"), func(feature.Feature) error { return nil }, nil
}

// send sends a request to an address or a path below /ogc/collections; header alternates
// names and values.
func (a *suite) send(t *testing.T, method, path, body string, header ...string) (*http.Response, string) {
	t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = a.srv.URL + "/ogc/collections/" + path
	}
	req, err := http.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
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
	return resp, string(text)
}

var asGeoJSON = []string{"Content-Type", "application/geo+json"}

// want checks the status of a request with a GeoJSON body.
func (a *suite) want(t *testing.T, status int, method, path, body string, header ...string) *http.Response {
	t.Helper()
	resp, text := a.send(t, method, path, body, append(slices.Clone(asGeoJSON), header...)...)
	if resp.StatusCode != status {
		t.Errorf("%s %s: %s, want %d: %.300s", method, path, resp.Status, status, text)
	}
	if status >= 400 && resp.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s %s: %s", method, path, resp.Header.Get("Content-Type"))
	}
	return resp
}

// site is a feature that may be written.
func site(name, id string) string {
	member := ""
	if id != "" {
		member = fmt.Sprintf(`"id":%q,`, id)
	}
	return fmt.Sprintf(`{"type":"Feature",%s"geometry":{"type":"Point","coordinates":[117.25,35.125]},"properties":{"name":%q,"class":"outfall","interval_days":7,"source":null}}`, member, name)
}

// written are the kinds whose features are written here.
var written = slices.DeleteFunc(feature.Regional(), func(k feature.Kind) bool { return k == feature.Towns })

// shape is a geometry of the kind that is written, at a place.
func (a *suite) shape(at orb.Point) orb.Geometry {
	s, _ := feature.SchemaOf(a.kind)
	to := func(east, north float64) orb.Point { return orb.Point{at[0] + east, at[1] + north} }
	switch {
	case a.kind == feature.Codes:
		return nil
	case s.Shape == feature.Line:
		return orb.LineString{at, to(0.01, 0.02)}
	case s.Shape == feature.Area:
		return orb.MultiPolygon{{{at, to(0.01, 0), to(0.01, 0.01), at}}}
	}
	return at
}

// one is a feature of the kind that may be written. What holds from a day on begins far ahead.
func (a *suite) one(name, id string) string {
	return a.body(name, id, a.shape(orb.Point{117.25, 35.125}))
}

func (a *suite) body(name, id string, g orb.Geometry) string {
	s, _ := feature.SchemaOf(a.kind)
	props := map[string]any{a.called(): name, "source": nil}
	if all := intake.Classes(a.kind); len(all) > 0 {
		props["class"] = all[len(all)-1]
	}
	if _, dated := s.Field("valid_from"); dated {
		props["valid_from"] = "2999-01-01"
	}
	f := map[string]any{"type": "Feature", "geometry": nil, "properties": props}
	if g != nil {
		f["geometry"] = map[string]any{"type": g.GeoJSONType(), "coordinates": g}
	}
	if id != "" {
		f["id"] = id
	}
	b, _ := json.Marshal(f) // of plain values
	return string(b)
}

// called is the property by which the tests know a feature of the kind again.
func (a *suite) called() string {
	if a.kind == feature.RoadRules {
		return "kind"
	}
	return "name"
}

// read is the header of who has read what is changed, where that is asked for.
func (a *suite) read() []string {
	if a.kind == feature.Sites {
		return nil
	}
	return []string{"If-Match", "*"}
}

// path is one of the collection that is written.
func (a *suite) path(rest string) string { return string(a.kind) + "/items" + rest }

// made creates a feature and gives its address.
func (a *suite) made(t *testing.T, name string) string {
	t.Helper()
	id := ""
	if a.kind == feature.Codes { // whose rows have their code for an id
		a.n++
		id = fmt.Sprint("17000000", a.n)
	}
	return a.want(t, http.StatusCreated, "POST", a.path(""), a.one(name, id)).Header.Get("Location")
}

// first is the first position of a geometry.
func first(t *testing.T, text json.RawMessage) orb.Point {
	t.Helper()
	var g struct{ Coordinates any }
	decode(t, text, &g)
	for {
		list, ok := g.Coordinates.([]any)
		if !ok || len(list) == 0 {
			t.Fatalf("no position in %s", text)
		}
		if x, ok := list[0].(float64); ok {
			return orb.Point{x, list[1].(float64)}
		}
		g.Coordinates = list[0]
	}
}

type kept struct {
	ID         string
	Geometry   json.RawMessage
	Properties map[string]any
}

func (a *suite) kept(t *testing.T, at string) kept { t.Helper(); return getJSON[kept](t, a.srv, at) }

var writeTests = []abstractTest{
	{"options", func(t *testing.T, a *suite) {
		declared("ogcapi-features-4/1.0/conf/create-replace-delete")(t, a)
		for path, want := range map[string]string{a.path(""): "GET, HEAD, OPTIONS, POST", a.path("/ber"): "GET, HEAD, OPTIONS, PUT, DELETE", "towns/items": "GET, HEAD, OPTIONS"} {
			resp, _ := a.send(t, "OPTIONS", path, "")
			if resp.StatusCode != http.StatusOK || resp.Header.Get("Allow") != want || (resp.Header.Get("Accept-Post") != "") != strings.Contains(want, "POST") {
				t.Errorf("%s: %s, %v", path, resp.Status, resp.Header)
			}
		}
		a.want(t, http.StatusMethodNotAllowed, "POST", "towns/items", a.one("x", ""))
		a.want(t, http.StatusMethodNotAllowed, "DELETE", "incidents/items/i1", "")
		a.want(t, http.StatusForbidden, "POST", a.path(""), a.one("x", ""), "X-Test", "nobody")
		a.want(t, http.StatusForbidden, "DELETE", a.path("/ber"), "", "X-Test", "nobody")
	}},
	{"create", func(t *testing.T, a *suite) {
		_, before, _, _ := a.items(t, string(a.kind))
		first := a.made(t, "一号口")
		f := a.kept(t, first)
		if f.Properties[a.called()] != "一号口" || f.Properties["source"] != nil || slices.Contains(before, f.ID) || !strings.HasSuffix(first, "/"+f.ID) {
			t.Errorf("%+v at %s", f, first)
		}
		second := a.want(t, http.StatusCreated, "POST", a.path(""), a.one("二号口", "own")).Header.Get("Location")
		if f := a.kept(t, second); f.ID != "own" || f.Properties[a.called()] != "二号口" {
			t.Errorf("%+v at %s", f, second)
		}
		a.want(t, http.StatusConflict, "POST", a.path(""), a.one("二号口", "own"))
		a.want(t, http.StatusBadRequest, "POST", a.path(""), a.one("长号口", strings.Repeat("x", 201)))
		if a.kind == feature.Codes {
			a.want(t, http.StatusBadRequest, "POST", a.path(""), a.one("x", ""))
			return
		}
		// Beyond the standard: a request that is repeated is carried out once.
		one := a.want(t, http.StatusCreated, "POST", a.path(""), a.one("三号口", ""), "Idempotency-Key", "k1").Header.Get("Location")
		again := a.want(t, http.StatusCreated, "POST", a.path(""), a.one("三号口", ""), "Idempotency-Key", "k1").Header.Get("Location")
		if one != again {
			t.Errorf("one key made %s and %s", one, again)
		}
		a.want(t, http.StatusUnprocessableEntity, "POST", a.path(""), a.one("四号口", ""), "Idempotency-Key", "k1")
	}},
	{"create-content-type", func(t *testing.T, a *suite) {
		for media, want := range map[string]int{"": 400, "text/plain": 415, "application/json": 201} {
			if resp, body := a.send(t, "POST", a.path(""), a.one("x", "of"+media), "Content-Type", media); resp.StatusCode != want {
				t.Errorf("%q: %s: %s", media, resp.Status, body)
			}
		}
	}},
	{"replace", func(t *testing.T, a *suite) {
		at := a.made(t, "旧名")
		if a.kind != feature.Sites { // beyond the standard: what others rest on is not changed unseen
			a.want(t, http.StatusPreconditionRequired, "PUT", at, a.one("新名", ""))
			a.want(t, http.StatusPreconditionRequired, "DELETE", at, "")
		}
		a.want(t, http.StatusNoContent, "PUT", at, a.one("新名", ""), a.read()...)
		if f := a.kept(t, at); f.Properties[a.called()] != "新名" {
			t.Errorf("%+v", f)
		}
	}},
	{"replace-content-type", func(t *testing.T, a *suite) {
		at := a.made(t, "旧名")
		if resp, _ := a.send(t, "PUT", at, a.one("新名", "")); resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s", resp.Status)
		}
	}},
	{"replace-rid", func(t *testing.T, a *suite) {
		at := a.made(t, "旧名")
		a.want(t, http.StatusBadRequest, "PUT", at, a.one("新名", "other"))
		if f := a.kept(t, at); f.Properties[a.called()] != "旧名" {
			t.Errorf("%+v", f)
		}
	}},
	{"replace-exceptions", func(t *testing.T, a *suite) {
		a.want(t, http.StatusNotFound, "PUT", a.path("/nowhere"), a.one("x", ""))
		a.want(t, http.StatusNotFound, "PUT", a.path("/nowhere"), a.one("x", ""), "If-Match", `"xyz"`)
		a.want(t, http.StatusNotFound, "GET", a.path("/nowhere"), "")
	}},
	{"delete", func(t *testing.T, a *suite) {
		at := a.made(t, "一时")
		a.want(t, http.StatusNoContent, "DELETE", at, "", a.read()...)
		a.want(t, http.StatusNotFound, "GET", at, "")
		a.want(t, http.StatusNotFound, "DELETE", at, "", a.read()...)
	}},
}

var lockTests = []abstractTest{
	{"get-etag", func(t *testing.T, a *suite) {
		declared("ogcapi-features-4/1.0/conf/optimistic-locking-etags")(t, a)
		at := a.made(t, "标签")
		tag := a.want(t, http.StatusOK, "GET", at, "").Header.Get("ETag")
		if len(tag) < 4 || tag[0] != '"' || tag[len(tag)-1] != '"' {
			t.Errorf("%s", tag)
		}
		a.want(t, http.StatusNotModified, "GET", at, "", "If-None-Match", tag)
		a.want(t, http.StatusOK, "GET", at, "", "If-None-Match", `"other"`)
	}},
	{"replace", func(t *testing.T, a *suite) {
		at := a.made(t, "旧名")
		tag := a.want(t, http.StatusOK, "GET", at, "").Header.Get("ETag")
		a.want(t, http.StatusPreconditionFailed, "PUT", at, a.one("新名", ""), "If-Match", `"0"`)
		a.want(t, http.StatusPreconditionFailed, "PUT", at, a.one("新名", ""), "If-Match", "W/"+tag)
		if f := a.kept(t, at); f.Properties[a.called()] != "旧名" {
			t.Errorf("%+v", f)
		}
		after := a.want(t, http.StatusNoContent, "PUT", at, a.one("新名", ""), "If-Match", tag).Header.Get("ETag")
		if now := a.want(t, http.StatusOK, "GET", at, "").Header.Get("ETag"); after == tag || now != after {
			t.Errorf("%s, after %s, now %s", tag, after, now)
		}
		a.want(t, http.StatusPreconditionFailed, "PUT", at, a.one("又新", ""), "If-Match", tag)
		a.want(t, http.StatusNoContent, "PUT", at, a.one("又新", ""), "If-Match", `"0", `+after)
		a.want(t, http.StatusNoContent, "PUT", at, a.one("再新", ""), "If-Match", "*")
		// Of many who read the same, one wins.
		tag = a.want(t, http.StatusOK, "GET", at, "").Header.Get("ETag")
		var mu sync.Mutex
		won := 0
		var all sync.WaitGroup
		for i := range 5 {
			all.Go(func() {
				resp, _ := a.send(t, "PUT", at, a.one(fmt.Sprint("第", i), ""), append(asGeoJSON[:2:2], "If-Match", tag)...)
				mu.Lock()
				defer mu.Unlock()
				if resp.StatusCode == http.StatusNoContent {
					won++
				}
			})
		}
		all.Wait()
		if won != 1 {
			t.Errorf("%d of 5 won", won)
		}
	}},
	{"delete", func(t *testing.T, a *suite) {
		at := a.made(t, "一时")
		a.want(t, http.StatusPreconditionFailed, "DELETE", at, "", "If-Match", `"0"`)
		tag := a.want(t, http.StatusOK, "GET", at, "").Header.Get("ETag")
		a.want(t, http.StatusNoContent, "DELETE", at, "", "If-Match", tag)
		a.want(t, http.StatusNotFound, "GET", at, "")
	}},
}

var featureTests = []abstractTest{
	{"endpoints", func(t *testing.T, a *suite) {
		declared("ogcapi-features-4/1.0/conf/features")(t, a)
		at := a.made(t, "端点")
		if !strings.HasPrefix(at, a.srv.URL+"/ogc/collections/"+a.path("/")) {
			t.Errorf("%s", at)
		}
	}},
	{"crs", func(t *testing.T, a *suite) {
		at := orb.Point{117.25, 35.125}
		root := a.srv.URL + region + demo.Dataset().Region.Code + "/ogc/collections/" + a.path("")
		if !slices.Contains([]feature.Kind{feature.Sites, feature.Rivers, feature.Wetlands}, a.kind) {
			return // one of each shape tells of all
		}
		for _, uri := range []string{epsg + "4490", epsg + "4549", epsg + "3857"} {
			s := systemOf(t, uri)
			p := s.FromWGS84(at)
			body := a.body("别系", "", project.Geometry(a.shape(at), s.FromWGS84))
			made := a.want(t, http.StatusCreated, "POST", root, body, "Content-Crs", "<"+uri+">").Header.Get("Location")
			got := first(t, a.kept(t, made).Geometry)
			if math.Hypot(got[0]-at[0], got[1]-at[1]) > 1e-8 {
				t.Errorf("%s: %v", uri, got)
			}
			if again := first(t, a.kept(t, made+"?crs="+uri).Geometry); math.Hypot(again[0]-p[0], again[1]-p[1]) > 1e-3 {
				t.Errorf("%s: %v, want %v", uri, again, p)
			}
		}
		a.want(t, http.StatusBadRequest, "POST", root, a.one("x", ""), "Content-Crs", "<http://www.opengis.net/def/crs/OGC/0/none>")
		a.want(t, http.StatusBadRequest, "POST", root, a.one("x", ""), "Content-Crs", "<"+epsg+"4549>") // degrees are no metres
	}},
	{"geojson", func(t *testing.T, a *suite) {
		at := a.made(t, "旧名")
		moved := a.shape(orb.Point{117.5, 35.125})
		if moved == nil {
			return
		}
		a.want(t, http.StatusNoContent, "PUT", at, a.body("新名", "", moved), a.read()...)
		if got := first(t, a.kept(t, at).Geometry); got != (orb.Point{117.5, 35.125}) {
			t.Errorf("%v", got)
		}
	}},
}
