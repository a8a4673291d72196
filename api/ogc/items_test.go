package ogc_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"xunhu/api/store"
	"xunhu/geo/feature"
)

type page struct {
	Features []struct {
		ID       string          `json:"id"`
		Geometry json.RawMessage `json:"geometry"`
	} `json:"features"`
	Links          []link `json:"links"`
	TimeStamp      string `json:"timeStamp"`
	NumberMatched  int    `json:"numberMatched"`
	NumberReturned int    `json:"numberReturned"`
}

type link struct{ Href, Rel, Type string }

func (p page) ids() []string {
	ids := []string{}
	for _, f := range p.Features {
		ids = append(ids, f.ID)
	}
	return ids
}

func (p page) rel(rel string) string {
	for _, l := range p.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

// What the answers look like, to the letter, in both languages.
func TestGolden(t *testing.T) {
	srv := service(t, small(), reported())
	for _, tc := range []struct{ file, path string }{
		{"landing.zh.json", "/ogc"},
		{"landing.en.json", "/r/t1/ogc?lang=en"},
		{"landing.html", "/ogc?f=html"},
		{"conformance.json", "/ogc/conformance"},
		{"collections.json", "/ogc/collections?lang=en"},
		{"collection.json", "/ogc/collections/incidents"},
		{"items.json", "/ogc/collections/towns/items"},
		{"items.html", "/ogc/collections/towns/items?f=html&lang=en"},
		{"item.json", "/ogc/collections/units/items/u2"},
		{"item.html", "/ogc/collections/incidents/items/i1?f=html"},
		{"problem.zh.json", "/ogc/collections/towns/items?limit=0&nmae=x&bbox=1,2,3"},
		{"problem.en.json", "/ogc/collections/towns/items?limit=0&nmae=x&bbox=1,2,3&lang=en"},
		{"missing.zh.json", "/ogc/collections/town"},
	} {
		t.Run(tc.file, func(t *testing.T) {
			_, body := get(t, srv, tc.path)
			golden(t, srv, tc.file, body)
		})
	}
}

// A malformed or unknown parameter is refused, and every parameter is named that
// is at fault.
func TestBadParameters(t *testing.T) {
	srv := service(t, small(), reported())
	const items = "/ogc/collections/sites/items"
	for _, tc := range []struct {
		path   string
		status int
		params string
	}{
		{"/ogc?unknown=1", 400, "unknown"},
		{"/ogc?f=xml", 400, "f"},
		{"/ogc?lang=fr", 400, "lang"},
		{"/ogc/conformance?limit=1", 400, "limit"},
		{"/ogc/api?bbox=1,2,3,4", 400, "bbox"},
		{"/ogc/collections?name=x", 400, "name"},
		{"/ogc/collections/sites?name=x", 400, "name"},
		{items + "?limit=0", 400, "limit"},
		{items + "?limit=-1", 400, "limit"},
		{items + "?limit=", 400, "limit"},
		{items + "?limit=ten", 400, "limit"},
		{items + "?limit=1.5", 400, "limit"},
		{items + "?limit=20000", 200, ""},
		{items + "?limit=99999999999999999999999", 200, ""},
		{items + "?offset=-1", 400, "offset"},
		{items + "?offset=99999999999999999999999", 200, ""},
		{items + "?bbox=", 400, "bbox"},
		{items + "?bbox=1,2,3", 400, "bbox"},
		{items + "?bbox=1,2,3,4,5", 400, "bbox"},
		{items + "?bbox=1,2,3,x", 400, "bbox"},
		{items + "?bbox=1,2,3,NaN", 400, "bbox"},
		{items + "?bbox=1,2,3,1e400", 400, "bbox"},
		{items + "?bbox=-181,0,1,1", 400, "bbox"},
		{items + "?bbox=0,0,1,91", 400, "bbox"},
		{items + "?bbox=0,2,1,1", 400, "bbox"},
		{items + "?bbox=0,0,9,1,1,-9", 400, "bbox"},
		{items + "?bbox=0,0,-9,1,1,9", 200, ""},
		{items + "?datetime=", 400, "datetime"},
		{items + "?datetime=yesterday", 400, "datetime"},
		{items + "?datetime=2026-11-23T08:00:00", 400, "datetime"},
		{items + "?datetime=../..", 400, "datetime"},
		{items + "?datetime=/", 400, "datetime"},
		{items + "?datetime=2026-11-24T00:00:00Z/2026-11-23T00:00:00Z", 400, "datetime"},
		{items + "?datetime=2026-11-23T00:00:00Z/2026-11-24T00:00:00Z/2026-11-25T00:00:00Z", 400, "datetime"},
		{items + "?datetime=2026-11-23T08:00:00%2B08:00", 200, ""},
		{items + "?name=a;b", 400, ""},
		{items + "?name=%zz", 400, ""},
		{items + "?interval_days=often", 400, "interval_days"},
		{items + "?limit=1&limit=2", 400, "limit"},
		{items + "?limit=0&offset=x&pilot=true", 400, "limit offset pilot"},
		{"/ogc/collections/towns/items?pilot=yes", 400, "pilot"},
		{"/ogc/collections/towns/items?valid_from=yesterday", 400, "valid_from"},
		{"/ogc/collections/incidents/items?accuracy_m=Inf", 400, "accuracy_m"},
		{"/ogc/collections/incidents/items?decision=x", 400, "decision"},
		{"/ogc/collections/incidents/items?occurred_at=now", 400, "occurred_at"},
		{items + "/s1?limit=1", 400, "limit"},
		{items + "/s9", 404, ""},
		{"/ogc/collections/nothing", 404, ""},
		{"/ogc/collections/nothing/items", 404, ""},
		{"/r/elsewhere/ogc", 404, ""},
	} {
		t.Run(tc.path, func(t *testing.T) {
			resp, body := get(t, srv, tc.path)
			if resp.StatusCode != tc.status {
				t.Fatalf("%s, want %d: %s", resp.Status, tc.status, body)
			}
			if tc.status == http.StatusOK {
				return
			}
			if got := resp.Header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("Content-Type %q", got)
			}
			var p struct {
				Status int
				Errors []struct{ Parameter, Detail string }
			}
			if err := json.Unmarshal(body, &p); err != nil {
				t.Fatal(err)
			}
			var params []string
			for _, e := range p.Errors {
				if e.Parameter != "" {
					params = append(params, e.Parameter)
				}
				if strings.ContainsAny(e.Detail, "{}") {
					t.Errorf("a figure is missing: %s", e.Detail)
				}
			}
			slices.Sort(params)
			if got := strings.Join(params, " "); got != tc.params || p.Status != tc.status {
				t.Errorf("status %d, parameters %q, want %q", p.Status, got, tc.params)
			}
		})
	}
}

// Touching counts, features without geometry pass, west above east crosses the
// antimeridian.
func TestBBox(t *testing.T) {
	srv := service(t, small(), reported())
	for _, tc := range []struct{ collection, bbox, want string }{
		{"towns", "116,34,117.5,36", "a/1"},
		{"towns", "118,35,118,35", "a/1 b 2"},
		{"towns", "117.4,35.4,117.6,35.6", "a/1"},
		{"towns", "100,0,130,60", "a/1 b 2"},
		{"towns", "1,1,2,2", ""},
		{"towns", "116,34,-1000,117.5,36,1000", "a/1"},
		{"rivers", "117.2,35.7,117.3,35.8", ""},
		{"rivers", "117.9,35.4,118.1,35.6", "r1"},
		{"sites", "179,-1,-179,1", "s1 s2"},
		{"sites", "179,-1,180,1", "s1"},
		{"sites", "-180,-90,180,90", "s1 s2 s3"},
		{"units", "0,0,1,1", "u2"},
		{"incidents", "117.15,35,117.25,36", "i2"},
	} {
		t.Run(tc.collection+" "+tc.bbox, func(t *testing.T) {
			p := getJSON[page](t, srv, "/ogc/collections/"+tc.collection+"/items?bbox="+tc.bbox)
			if got := strings.Join(p.ids(), " "); got != tc.want || p.NumberMatched != len(p.Features) {
				t.Errorf("got %q of %d, want %q", got, p.NumberMatched, tc.want)
			}
		})
	}
}

// Who set and lifted a closure is told to those who sign in, elsewhere than here.
func TestClosuresNameNobody(t *testing.T) {
	srv := service(t, small(), reported())
	all := getJSON[struct {
		Features []struct{ Properties map[string]any }
	}](t, srv, "/ogc/collections/closures/items")
	if len(all.Features) == 0 {
		t.Fatal("no closures")
	}
	for _, f := range all.Features {
		_, named := f.Properties["person"]
		if _, why := f.Properties["reason"]; named || !why {
			t.Errorf("%v", f.Properties)
		}
	}
}

// Instants and intervals are closed, valid_to is the last day; what has no time passes.
func TestDatetime(t *testing.T) {
	srv := service(t, small(), reported())
	for _, tc := range []struct{ collection, datetime, want string }{
		{"incidents", "2026-11-01T00:00:00Z", "i1 i3"},
		{"incidents", "2026-11-01T00:00:01Z", "i3"},
		{"incidents", "2026-11-01T00:00:00Z/2026-11-02T00:00:00Z", "i1 i2 i3"},
		{"incidents", "2026-11-01T00:00:01Z/..", "i2 i3"},
		{"incidents", "/2026-11-01T23:59:59Z", "i1 i3"},
		{"incidents", "2026-11-02", "i2 i3"},
		{"incidents", "2026-11-01/2026-11-01", "i1 i3"},
		{"closures", "2026-10-30T00:00:00Z", ""},
		{"closures", "2026-10-31T00:00:00Z", "c2"},
		{"closures", "2026-11-01T00:00:00Z", "c1 c2"},
		{"closures", "2026-11-02T00:00:00Z", "c1"},
		{"closures", "2026-11-03T00:00:00Z", ""},
		{"towns", "2023-12-31T23:59:59Z", "a/1"},
		{"towns", "2024-01-01T00:00:00Z", "b 2"},
		{"towns", "../2019-12-31T23:59:59Z", ""},
		{"towns", "2026-01-01/..", "b 2"},
		{"towns", "2020-01-01T00:00:00Z/2030-01-01T00:00:00Z", "a/1 b 2"},
		{"rivers", "1900-01-01T00:00:00Z", "r1"},
		{"units", "1900-01-01T00:00:00Z", "u1 u2"},
	} {
		t.Run(tc.collection+" "+tc.datetime, func(t *testing.T) {
			p := getJSON[page](t, srv, "/ogc/collections/"+tc.collection+"/items?datetime="+tc.datetime)
			if got := strings.Join(p.ids(), " "); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// Properties are filtered by value, each in the sense of its type, and together
// with everything else.
func TestPropertyFilters(t *testing.T) {
	srv := service(t, small(), reported())
	for _, tc := range []struct{ query, want string }{
		{"towns/items?name=东镇", "b 2"},
		{"towns/items?name=东", ""},
		{"towns/items?pilot=true", "a/1"},
		{"towns/items?pilot=false&bbox=117,35,119,36", "b 2"},
		{"sites/items?interval_days=07", "s1"},
		{"sites/items?class=outfall&interval_days=30", "s2"},
		{"incidents/items?accuracy_m=12.50&limit=2", "i1 i2"},
		{"incidents/items?category=A01&datetime=2026-11-02&offset=1", "i3"},
		{"incidents/items?category='%3BDROP TABLE incidents%3B--", ""},
	} {
		t.Run(tc.query, func(t *testing.T) {
			p := getJSON[page](t, srv, "/ogc/collections/"+strings.ReplaceAll(tc.query, " ", "%20"))
			if got := strings.Join(p.ids(), " "); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// Following next from the first page gives every feature once, and prev leads
// back; with a filter that runs in memory too.
func TestPagingWalk(t *testing.T) {
	srv := demonstration(t)
	for _, query := range []string{"roads/items?limit=7", "sites/items?limit=9&bbox=116,34,118,36", "towns/items?limit=1000"} {
		t.Run(query, func(t *testing.T) {
			whole := getJSON[page](t, srv, "/ogc/collections/"+regexp.MustCompile(`limit=\d+`).ReplaceAllString(query, "limit=10000"))
			var ids []string
			var back []string
			for at := "/ogc/collections/" + query; at != ""; {
				p := getJSON[page](t, srv, at)
				if p.NumberReturned != len(p.Features) || p.NumberMatched != whole.NumberMatched {
					t.Fatalf("%s: returned %d, matched %d of %d", at, p.NumberReturned, p.NumberMatched, whole.NumberMatched)
				}
				if len(ids) > whole.NumberMatched {
					t.Fatal("paging does not end")
				}
				ids, at = append(ids, p.ids()...), p.rel("next")
				if at == "" {
					back = append(p.ids(), back...)
					for prev := p.rel("prev"); prev != ""; {
						p = getJSON[page](t, srv, prev)
						back, prev = append(p.ids(), back...), p.rel("prev")
					}
				}
			}
			slices.Sort(ids)
			if unique := len(slices.Compact(slices.Clone(ids))); unique != whole.NumberMatched || len(ids) != unique {
				t.Errorf("%d features, %d of them different, of %d", len(ids), unique, whole.NumberMatched)
			}
			slices.Sort(back)
			if !slices.Equal(slices.Compact(back), ids) {
				t.Errorf("prev leads over %d features, next over %d", len(back), len(ids))
			}
		})
	}
}

func TestItemsHeaders(t *testing.T) {
	srv := service(t, small(), nil)
	resp, body := get(t, srv, "/ogc/collections/towns/items")
	for name, want := range map[string]string{
		"Content-Type":     "application/geo+json",
		"Content-Crs":      "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>",
		"Content-Language": "zh",
	} {
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	var p page
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatal(err)
	}
	if _, err := time.Parse(time.RFC3339, p.TimeStamp); err != nil {
		t.Error(err)
	}
}

// The encoding is that of f, else the one that Accept likes best, else JSON.
func TestNegotiation(t *testing.T) {
	srv := service(t, small(), nil)
	for _, tc := range []struct{ path, accept, want string }{
		{"/ogc", "", "application/json"},
		{"/ogc", "*/*", "application/json"},
		{"/ogc", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"},
		{"/ogc", "text/html;q=0.5, application/json", "application/json"},
		{"/ogc?f=json", "text/html", "application/json"},
		{"/ogc?f=html", "application/json", "text/html; charset=utf-8"},
		{"/ogc/collections/towns/items", "application/geo+json, application/json", "application/geo+json"},
		{"/ogc/api", "application/vnd.oai.openapi+json;version=3.0", "application/vnd.oai.openapi+json;version=3.0"},
	} {
		resp, _ := get(t, srv, tc.path, "Accept", tc.accept)
		if got := resp.Header.Get("Content-Type"); got != tc.want {
			t.Errorf("%s with %q: %s, want %s", tc.path, tc.accept, got, tc.want)
		}
	}
}

// A column of real numbers stays one, even where they are whole.
func TestRealNumbersKeepTheirPoint(t *testing.T) {
	made := reported()
	made[feature.Incidents][0].Props["accuracy_m"] = 30.0
	srv := service(t, small(), made)
	if _, body := get(t, srv, "/ogc/collections/incidents/items"); !strings.Contains(string(body), `"accuracy_m":30.0,`) {
		t.Errorf("%s", body)
	}
}

// No property of a kind may have the name of a parameter, or it could not be
// filtered by.
func TestFiltersCoverEveryPlainProperty(t *testing.T) {
	srv := service(t, small(), nil)
	for _, s := range feature.Schemas() {
		s = store.Public(s)
		for _, f := range s.Fields {
			resp, body := get(t, srv, "/ogc/collections/"+string(s.Kind)+"/items?"+f.Name+"="+example(f.Type))
			if want := map[bool]int{true: 400, false: 200}[f.Type == feature.JSON]; resp.StatusCode != want {
				t.Errorf("%s.%s: %s, want %d: %s", s.Kind, f.Name, resp.Status, want, body)
			}
		}
	}
}

func example(t feature.Type) string {
	return map[feature.Type]string{feature.Text: "x", feature.Integer: "1", feature.Real: "1.5", feature.Boolean: "true",
		feature.Date: "2026-11-23", feature.Time: "2026-11-23T00:00:00Z", feature.JSON: "x"}[t]
}
