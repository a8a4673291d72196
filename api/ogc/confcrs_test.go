package ogc_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"xunhu/geo/crs"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

const epsg = "http://www.opengis.net/def/crs/EPSG/0/"

func numbersOf(b [4]float64) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprintf("%.9f", b), " ", ","), "[]")
}

func bboxOf(name string, b [4]float64) string { return name + "(" + numbersOf(b) + ")" }

// systemOf is the oracle: a system by its URI, with the order of axes of the registry.
func systemOf(t *testing.T, uri string) crs.System {
	t.Helper()
	code := uri[strings.LastIndex(uri, "/")+1:]
	if code == "CRS84" {
		return crs.WGS84
	}
	s, err := crs.Parse("EPSG:" + code)
	if err != nil {
		t.Fatal(err)
	}
	if s.Degrees() || code >= "4491" && code <= "4554" {
		return s.Turned()
	}
	return s
}

const region = "/r/" // of the demonstration, in China

// inRegion asks for a collection of the demonstration.
func (a *suite) inRegion(t *testing.T, kind string, params ...string) []string {
	t.Helper()
	_, p := a.pageInRegion(t, kind, params...)
	return p.ids()
}

func (a *suite) pageInRegion(t *testing.T, kind string, params ...string) (*http.Response, page) {
	t.Helper()
	q := url.Values{"limit": {"10000"}}
	for i := 0; i+1 < len(params); i += 2 {
		q.Set(params[i], params[i+1])
	}
	resp, body := get(t, a.srv, region+demo.Dataset().Region.Code+"/ogc/collections/"+kind+"/items?"+q.Encode())
	var p page
	if resp.StatusCode != http.StatusOK {
		t.Errorf("%s %v: %s: %.300s", kind, params, resp.Status, body)
		return resp, p
	}
	decode(t, body, &p)
	return resp, p
}

// systems goes through the systems of the demonstration, with a box of them that holds a
// whole collection.
func (a *suite) systems(t *testing.T, do func(kind string, all []string, uri, box string)) {
	t.Helper()
	c := getJSON[described](t, a.srv, region+demo.Dataset().Region.Code+"/ogc/collections/sites")
	if len(c.CRS) < 20 {
		t.Errorf("only %d systems are offered", len(c.CRS))
	}
	all := a.inRegion(t, "sites")
	e := c.Extent.Spatial.BBox[0]
	for i, uri := range c.CRS {
		if i > 4 && i%3 > 0 && !strings.HasSuffix(uri, "4549") {
			continue // the zones are alike
		}
		s := systemOf(t, uri)
		b := s.Give(orb.MultiPoint{{e[0], e[1]}, {e[2], e[1]}, {e[2], e[3]}, {e[0], e[3]}}).Bound()
		grow := map[bool]float64{true: 1e-6, false: 50}[s.Degrees()] // the sides of the extent bend in metres
		b = b.Pad(grow)
		do("sites", all, uri, numbersOf([4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}))
	}
}

var crsTests = []abstractTest{
	{"crs-uri", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			for _, uri := range c.CRS {
				if !strings.HasPrefix(uri, "http://www.opengis.net/def/crs/") {
					t.Errorf("%s: %s", c.ID, uri)
				}
			}
		}
	}},
	{"default-crs", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			if c.CRS[0] != "http://www.opengis.net/def/crs/OGC/1.3/CRS84" {
				t.Errorf("%s: %s comes first", c.ID, c.CRS[0])
			}
		}
	}},
	{"storageCrs", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			if !slices.Contains(c.CRS, c.StorageCRS) {
				t.Errorf("%s: stored in %s, which is not offered", c.ID, c.StorageCRS)
			}
		}
	}},
	{"crs-parameter", hasParameter("crs", ofType("string"))},
	{"crs-parameter-default", func(t *testing.T, a *suite) {
		for _, path := range []string{"/ogc/collections/sites/items", "/ogc/collections/sites/items/ber"} {
			resp, plain := get(t, a.srv, path)
			again, named := get(t, a.srv, path+"?crs=http://www.opengis.net/def/crs/OGC/1.3/CRS84")
			var x, y struct{ Geometry, Features json.RawMessage }
			decode(t, plain, &x)
			decode(t, named, &y)
			if resp.Header.Get("Content-Crs") != again.Header.Get("Content-Crs") || string(x.Geometry) != string(y.Geometry) || string(x.Features) != string(y.Features) {
				t.Errorf("%s: CRS84 is not the default", path)
			}
		}
	}},
	{"crs-parameter-invalid", func(t *testing.T, a *suite) {
		for _, uri := range []string{"", "CRS84", "EPSG:4513", "EPSG:", "epsg:4548", "[4548]", "OGC:4548", "http://www.opengis.net/def/crs/OGC/0/does_not_exist", epsg + "4610", epsg + "4513"} {
			a.refused(t, "sites", "crs", uri)
			if resp, _ := get(t, a.srv, "/ogc/collections/sites/items/ber?crs="+url.QueryEscape(uri)); resp.StatusCode != http.StatusBadRequest {
				t.Errorf("one item in %q: %s", uri, resp.Status)
			}
		}
	}},
	{"crs-parameter-transform", func(t *testing.T, a *suite) {
		_, plain := a.pageInRegion(t, "sites")
		a.systems(t, func(kind string, _ []string, uri, _ string) {
			resp, p := a.pageInRegion(t, kind, "crs", uri)
			if got := resp.Header.Get("Content-Crs"); got != "<"+uri+">" {
				t.Errorf("%s: Content-Crs %s", uri, got)
			}
			s := systemOf(t, uri)
			for i, f := range p.Features {
				want, got := s.FromWGS84(pointOf(t, plain.Features[i].Geometry)), pointOf(t, f.Geometry)
				if math.Hypot(want[0]-got[0], want[1]-got[1]) > 1e-4 {
					t.Fatalf("%s: %s lies at %v, want %v", uri, f.ID, got, want)
				}
			}
		})
	}},
	{"bbox-crs-parameter", func(t *testing.T, a *suite) {
		hasParameter("bbox-crs", ofType("string"))(t, a)
		a.systems(t, func(kind string, all []string, uri, box string) {
			if got := a.inRegion(t, kind, "bbox-crs", uri, "bbox", box); !slices.Equal(got, all) {
				t.Errorf("%s in %s: %d of %d", kind, uri, len(got), len(all))
			}
		})
		// One place, a metre this way and that, north before east.
		f := demo.Dataset().Collections[feature.Sites].Features[0]
		at := systemOf(t, epsg+"4549").FromWGS84(f.Geometry.(orb.Point))
		for _, tc := range []struct {
			dy, dx float64
			want   bool
		}{{0, 0, true}, {2, 0, false}, {0, 2, false}, {-2, -2, false}} {
			box := numbersOf([4]float64{at[0] + tc.dy - 1, at[1] + tc.dx - 1, at[0] + tc.dy + 1, at[1] + tc.dx + 1})
			if got := slices.Contains(a.inRegion(t, "sites", "bbox-crs", epsg+"4549", "bbox", box), f.ID); got != tc.want {
				t.Errorf("%s within a metre of %+v: %t", f.ID, tc, got)
			}
		}
	}},
	{"bbox-crs-parameter-default", func(t *testing.T, a *suite) {
		_, plain, _, _ := a.items(t, "sites", "bbox", "6,46,13,56")
		_, named, _, _ := a.items(t, "sites", "bbox", "6,46,13,56", "bbox-crs", "http://www.opengis.net/def/crs/OGC/1.3/CRS84")
		_, turned, _, _ := a.items(t, "sites", "bbox", "46,6,56,13", "bbox-crs", epsg+"4490")
		if !slices.Equal(plain, named) || !slices.Equal(plain, turned) || len(plain) != 4 {
			t.Errorf("%v, %v, latitude first %v", plain, named, turned)
		}
	}},
	{"bbox-crs-parameter-invalid", func(t *testing.T, a *suite) {
		a.refused(t, "sites", "bbox", "6,46,13,56", "bbox-crs", "http://www.opengis.net/def/crs/OGC/0/does_not_exist")
		a.refused(t, "sites", "bbox", "6,46,130,156", "bbox-crs", epsg+"4490")
		a.refused(t, "sites", "bbox", strings.Repeat("1,", 10000)+"1")
	}},
}

func pointOf(t *testing.T, raw json.RawMessage) orb.Point {
	t.Helper()
	var g geojson.Geometry
	decode(t, raw, &g)
	p, ok := g.Coordinates.(orb.Point)
	if !ok {
		t.Fatalf("no point: %s", raw)
	}
	return p
}

// schemas checks the logical schemas of all collections as conf/schemas says.
func (a *suite) schemas(t *testing.T, name string) {
	t.Helper()
	for _, s := range feature.Schemas() {
		path := "/ogc/collections/" + string(s.Kind) + "/" + name
		resp, body := get(t, a.srv, path, "Accept", "application/schema+json")
		if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "application/schema+json" {
			t.Errorf("%s: %s, %s", path, resp.Status, resp.Header.Get("Content-Type"))
		}
		var l struct {
			Schema     string `json:"$schema"`
			ID         string `json:"$id"`
			Type       string
			Properties map[string]map[string]any
		}
		decode(t, body, &l)
		if l.Schema != "https://json-schema.org/draft/2020-12/schema" || l.ID != a.srv.URL+path || l.Type != "object" || len(l.Properties) == 0 {
			t.Errorf("%s: %.300s", path, body)
		}
		for name, p := range l.Properties {
			format, _ := p["format"].(string)
			if _, typed := p["type"]; typed == strings.HasPrefix(format, "geometry-") || p["$ref"] != nil {
				t.Errorf("%s: %s is %v", path, name, p)
			}
		}
	}
}

// keyword checks a keyword wherever a schema has it, and gives how often.
func (a *suite) keyword(t *testing.T, word string, check func(kind, name string, p map[string]any)) (n int) {
	t.Helper()
	for _, s := range feature.Schemas() {
		all := getJSON[struct{ Properties map[string]map[string]any }](t, a.srv, "/ogc/collections/"+string(s.Kind)+"/schema").Properties
		for name, p := range all {
			if p[word] != nil {
				check(string(s.Kind), name, p)
				n++
			}
		}
	}
	return n
}

var schemaTests = []abstractTest{
	{"basic-schema-inspection", func(t *testing.T, a *suite) { a.schemas(t, "schema") }},
	{"role", func(t *testing.T, a *suite) {
		a.keyword(t, "x-ogc-role", func(kind, name string, p map[string]any) {
			known := []string{"id", "type", "primary-geometry", "primary-instant", "primary-interval-start", "primary-interval-end"}
			if role, _ := p["x-ogc-role"].(string); !slices.Contains(known, role) {
				t.Errorf("%s.%s: role %v", kind, name, p["x-ogc-role"])
			}
		})
	}},
	{"role-id", func(t *testing.T, a *suite) {
		ids := 0
		a.keyword(t, "x-ogc-role", func(_, name string, p map[string]any) {
			if p["x-ogc-role"] == "id" && name == "id" && p["type"] == "string" {
				ids++
			}
		})
		if ids != len(feature.Schemas()) {
			t.Errorf("%d identifiers", ids)
		}
	}},
	{"advanced-property-roles", func(t *testing.T, a *suite) {
		declared("ogcapi-common-3/1.0/conf/advanced-property-roles")(t, a)
		seen := map[string]int{}
		a.keyword(t, "x-ogc-role", func(kind, name string, p map[string]any) {
			role := p["x-ogc-role"].(string)
			seen[kind+" "+role]++
			if strings.HasPrefix(role, "primary-in") && (p["type"] != "string" || p["format"] != "date" && p["format"] != "date-time") {
				t.Errorf("%s.%s: %v", kind, name, p)
			}
		})
		for role, n := range seen {
			if kind, _, _ := strings.Cut(role, " "); n > 1 || seen[kind+" primary-instant"] > 0 && seen[kind+" primary-interval-start"] > 0 {
				t.Errorf("%s: %d", role, n)
			}
		}
	}},
	{"property-seq", func(t *testing.T, a *suite) {
		seen := map[string]bool{}
		a.keyword(t, "x-ogc-propertySeq", func(kind, name string, p map[string]any) {
			n, ok := p["x-ogc-propertySeq"].(float64)
			key := fmt.Sprint(kind, n)
			if !ok || n != math.Trunc(n) || seen[key] {
				t.Errorf("%s.%s: %v", kind, name, p)
			}
			seen[key] = true
		})
	}},
	{"unit", func(t *testing.T, a *suite) {
		n := a.keyword(t, "x-ogc-unit", func(kind, name string, p map[string]any) {
			if p["type"] != "number" && p["type"] != "integer" || !slices.Contains([]any{"m", "m/s", "km/h", "s", "d"}, p["x-ogc-unit"]) {
				t.Errorf("%s.%s: %v", kind, name, p)
			}
		})
		if n < 5 {
			t.Errorf("only %d units", n)
		}
	}},
}

var returnableTests = []abstractTest{
	{"get-conformance", declared("ogcapi-common-3/1.0/conf/schemas", "ogcapi-common-3/1.0/conf/returnables-and-receivables")},
	{"link", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			if href, _, _ := strings.Cut(c.rel("http://www.opengis.net/def/rel/ogc/1.0/schema"), "?"); href != a.srv.URL+"/ogc/collections/"+c.ID+"/schema" {
				t.Errorf("%s: %s", c.ID, href)
			}
		}
	}},
	{"op-and-response", func(t *testing.T, a *suite) { a.schemas(t, "schema") }},
	{"response-1", func(t *testing.T, a *suite) { // null stands for what a feature lacks
		for _, s := range feature.Schemas() {
			all := getJSON[struct {
				Properties map[string]struct {
					Type   any
					Format string
				}
				Additional bool `json:"additionalProperties"`
			}](t, a.srv, "/ogc/collections/"+string(s.Kind)+"/schema")
			fc := getJSON[struct {
				Features []struct{ Properties map[string]any }
			}](t, a.srv, "/ogc/collections/"+string(s.Kind)+"/items")
			for _, f := range fc.Features {
				for name, v := range f.Properties {
					p, known := all.Properties[name]
					if !known || all.Additional {
						t.Errorf("%s.%s is not in the schema", s.Kind, name)
					}
					if want := map[string]string{"string": "string", "number": "float64", "integer": "float64", "boolean": "bool"}[fmt.Sprint(p.Type)]; v != nil && want != fmt.Sprintf("%T", v) {
						t.Errorf("%s.%s: %T, want %v", s.Kind, name, v, p.Type)
					}
				}
			}
		}
	}},
}
