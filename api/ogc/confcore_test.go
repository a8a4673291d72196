package ogc_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"xunhu/geo/feature"
)

const conf = "http://www.opengis.net/spec/"

// declared tells whether the service declares classes.
func declared(classes ...string) func(*testing.T, *suite) {
	return func(t *testing.T, a *suite) {
		all := getJSON[struct{ ConformsTo []string }](t, a.srv, "/ogc/conformance").ConformsTo
		for _, class := range classes {
			if !slices.Contains(all, conf+class) {
				t.Errorf("%s is not declared", class)
			}
		}
	}
}

// described is a collection as the service tells of it.
type described struct {
	ID, ItemType, StorageCRS string
	CRS                      []string
	Links                    []link
	Extent                   *struct {
		Spatial struct {
			BBox [][4]float64
			CRS  string
		}
	}
}

func (d described) rel(rel string) string { return page{Links: d.Links}.rel(rel) }

func (a *suite) collections(t *testing.T) []described {
	t.Helper()
	return getJSON[struct{ Collections []described }](t, a.srv, "/ogc/collections").Collections
}

// served checks that an address answers with JSON and these relations.
func served(path string, rels ...string) func(*testing.T, *suite) {
	return func(t *testing.T, a *suite) {
		p := getJSON[page](t, a.srv, path)
		for _, rel := range rels {
			if p.rel(rel) == "" {
				t.Errorf("%s has no link %s", path, rel)
			}
		}
	}
}

func hasParameter(name string, check func(*openapi3.Parameter) bool) func(*testing.T, *suite) {
	return func(t *testing.T, a *suite) {
		doc := getJSON[openapi3.T](t, a.srv, "/ogc/api")
		if err := openapi3.NewLoader().ResolveRefsIn(&doc, nil); err != nil {
			t.Fatal(err)
		}
		for _, s := range feature.Schemas() {
			op := doc.Paths.Value("/collections/" + string(s.Kind) + "/items").Get
			p := op.Parameters.GetByInAndName("query", name)
			if p == nil || p.Required || !check(p) {
				t.Errorf("%s: parameter %s is %+v", s.Kind, name, p)
			}
		}
	}
}

func flatArray(p *openapi3.Parameter) bool {
	return p.Schema.Value.Type.Is("array") && p.Style == "form"
}

func ofType(name string) func(*openapi3.Parameter) bool {
	return func(p *openapi3.Parameter) bool { return p.Schema.Value.Type.Is(name) }
}

// asked checks which incidents some parameters give, "" for a refusal.
func asked(tests ...[3]string) func(*testing.T, *suite) {
	return func(t *testing.T, a *suite) {
		for _, tc := range tests {
			status, ids, _, _ := a.items(t, "incidents", tc[0], tc[1])
			if got := strings.Join(ids, " "); got != tc[2] || status != http.StatusOK && tc[2] != "" {
				t.Errorf("%s=%s: %d, %q, want %q", tc[0], tc[1], status, got, tc[2])
			}
		}
	}
}

var coreTests = []abstractTest{
	{"http", func(t *testing.T, a *suite) {
		if resp, _ := get(t, a.srv, "/ogc"); resp.ProtoMajor != 1 || resp.ProtoMinor != 1 {
			t.Errorf("%s", resp.Proto)
		}
	}},
	{"root-op", served("/ogc")},
	{"root-success", served("/ogc", "service-desc", "service-doc", "conformance", "data")},
	{"api-definition-op", served("/ogc/api")},
	{"api-definition-success", func(t *testing.T, a *suite) {
		_, body := get(t, a.srv, "/ogc/api")
		contractOf(t, body)
	}},
	{"conformance-op", served("/ogc/conformance")},
	{"conformance-success", declared("ogcapi-features-1/1.0/conf/core", "ogcapi-features-1/1.0/conf/geojson", "ogcapi-features-1/1.0/conf/html", "ogcapi-features-1/1.0/conf/oas30")},
	{"fc-md-op", served("/ogc/collections")},
	{"fc-md-success", func(t *testing.T, a *suite) {
		if got := len(a.collections(t)); got != len(feature.Schemas()) {
			t.Errorf("%d collections", got)
		}
	}},
	{"fc-md-links", served("/ogc/collections", "self", "alternate")},
	{"fc-md-items", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			one := getJSON[described](t, a.srv, "/ogc/collections/"+c.ID)
			if one.ID != c.ID || one.ItemType != "feature" {
				t.Errorf("%+v", one)
			}
		}
	}},
	{"fc-md-items-links", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			if c.rel("items") == "" {
				t.Errorf("%s: no items", c.ID)
			}
		}
	}},
	{"fc-md-extent", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			if c.Extent == nil {
				continue
			}
			for _, f := range a.data.Collections[feature.Kind(c.ID)].Features {
				b := c.Extent.Spatial.BBox[0]
				if g := f.Geometry.Bound(); g.Min[0] < b[0] || g.Min[1] < b[1] || g.Max[0] > b[2] || g.Max[1] > b[3] {
					t.Errorf("%s: %s lies outside of %v", c.ID, f.ID, b)
				}
			}
		}
	}},
	{"fc-md-extent-multi", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			if c.Extent != nil && len(c.Extent.Spatial.BBox) != 1 {
				t.Errorf("%s: %v", c.ID, c.Extent)
			}
		}
	}},
	{"sfc-md-op", served("/ogc/collections/sites")},
	{"sfc-md-success", served("/ogc/collections/sites", "items")},
	{"crs84", func(t *testing.T, a *suite) {
		if _, _, resp, _ := a.items(t, "sites"); resp.Header.Get("Content-Crs") != "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>" {
			t.Errorf("Content-Crs %s", resp.Header.Get("Content-Crs"))
		}
	}},
	{"fc-op", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			a.items(t, c.ID)
		}
	}},
	{"fc-bbox-definition", hasParameter("bbox", flatArray)},
	{"fc-bbox-response", asked([3]string{"bbox", "6,49,7,50", "i1 i4"}, [3]string{"bbox", "177,-20,-177,20", "i3 i4"}, [3]string{"bbox", "6.1,49.6,6.1,49.6", "i1 i4"}, [3]string{"bbox", "1,2,3", ""})},
	{"fc-limit-definition", hasParameter("limit", ofType("integer"))},
	{"fc-limit-response", func(t *testing.T, a *suite) {
		for limit, want := range map[string]int{"1": 1, "3": 3, "9999999": 4} {
			if p := getJSON[page](t, a.srv, "/ogc/collections/incidents/items?limit="+limit); len(p.Features) != want {
				t.Errorf("limit %s gives %d", limit, len(p.Features))
			}
		}
	}},
	{"fc-time-definition", hasParameter("datetime", ofType("string"))},
	{"fc-time-response", asked([3]string{"datetime", "2022-04-16T10:13:19Z", "i2 i4"}, [3]string{"datetime", "2022-01-01T00:00:00Z/..", "i2 i3 i4"}, [3]string{"datetime", "../2021-12-31T23:59:59Z", "i1 i4"}, [3]string{"datetime", "soon", ""})},
	{"fc-links", served("/ogc/collections/incidents/items?limit=2&offset=1", "self", "alternate", "next", "prev")},
	{"fc-timeStamp", func(t *testing.T, a *suite) {
		if _, err := time.Parse(time.RFC3339, getJSON[page](t, a.srv, "/ogc/collections/sites/items").TimeStamp); err != nil {
			t.Error(err)
		}
	}},
	{"fc-numberMatched", func(t *testing.T, a *suite) {
		for at, n := "/ogc/collections/sites/items?limit=4&filter=interval_days+IS+NOT+NULL", 0; at != ""; n++ {
			p := getJSON[page](t, a.srv, at)
			if at = p.rel("next"); p.NumberMatched != 5 || n > 1 {
				t.Errorf("page %d: matched %d", n, p.NumberMatched)
			}
		}
	}},
	{"fc-numberReturned", func(t *testing.T, a *suite) {
		if p := getJSON[page](t, a.srv, "/ogc/collections/sites/items?limit=4"); p.NumberReturned != 4 || len(p.Features) != 4 {
			t.Errorf("%d, %d", p.NumberReturned, len(p.Features))
		}
	}},
	{"fc-response", func(t *testing.T, a *suite) {
		_, body := get(t, a.srv, "/ogc/api")
		_, c := contractOf(t, body)
		resp, body := get(t, a.srv, "/ogc/collections/sites/items")
		c.holds(t, resp, body)
	}},
	{"query-param-invalid", func(t *testing.T, a *suite) { a.refused(t, "sites", "limit", "none") }},
	{"query-param-unknown", func(t *testing.T, a *suite) { a.refused(t, "sites", "nmae", "x") }},
	{"f-op", served("/ogc/collections/sites/items/ber")},
	{"f-success", func(t *testing.T, a *suite) {
		if f := getJSON[struct{ Type, ID string }](t, a.srv, "/ogc/collections/sites/items/ber"); f.Type != "Feature" || f.ID != "ber" {
			t.Errorf("%+v", f)
		}
	}},
	{"f-links", served("/ogc/collections/sites/items/ber", "self", "alternate", "collection")},
}

var filterTests = []abstractTest{
	{"get-conformance", declared("ogcapi-features-3/1.0/conf/filter")},
	{"get-functions", func(t *testing.T, a *suite) { // none are offered beyond the standard's, so none are listed
		if resp, _ := get(t, a.srv, "/ogc/functions"); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s", resp.Status)
		}
	}},
	{"filter-param", func(t *testing.T, a *suite) {
		hasParameter("filter", ofType("string"))(t, a)
		for _, c := range a.collections(t) {
			for name := range a.queryables(t, feature.Kind(c.ID)) {
				status, ids, _, _ := a.items(t, c.ID, "filter-lang", "cql2-text", "filter", `"`+name+`" IS NULL`)
				if status != http.StatusOK || name == "id" && len(ids) > 0 {
					t.Errorf("%s.%s IS NULL: %d, %v", c.ID, name, status, ids)
				}
			}
			a.refused(t, c.ID, "filter-lang", "cql2-text", "filter", "THIS IS NOT A FILTER")
		}
		a.refused(t, "sites", "filter-lang", "cql-text", "filter", "name IS NULL")
		a.refused(t, "sites", "filter", "")
	}},
	{"filter-lang-default", func(t *testing.T, a *suite) {
		hasParameter("filter-lang", func(p *openapi3.Parameter) bool { return p.Schema.Value.Default == "cql2-text" })(t, a)
		a.holds(t, []predicate{{"sites", "interval_days IS NULL", "bern"}})
		a.refused(t, "sites", "filter", "THIS IS NOT A FILTER")
	}},
	{"filter-crs-wgs84", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			if c.Extent == nil {
				continue
			}
			_, all, _, _ := a.items(t, c.ID)
			if got := a.filtered(t, c.ID, "S_INTERSECTS(geometry,"+bboxOf("ENVELOPE", c.Extent.Spatial.BBox[0])+")"); !slices.Equal(got, all) {
				t.Errorf("%s: %v lie within their box, of %v", c.ID, got, all)
			}
			a.refused(t, c.ID, "filter", "S_INTERSECTS(geometry,BBOX(1000000,1000000,2000000,2000000))")
		}
	}},
	{"filter-crs-param", func(t *testing.T, a *suite) {
		a.systems(t, func(kind string, all []string, uri, box string) {
			if got := a.inRegion(t, kind, "filter-crs", uri, "filter", "S_INTERSECTS(geometry,BBOX("+box+"))"); !slices.Equal(got, all) {
				t.Errorf("%s in %s: %d of %d", kind, uri, len(got), len(all))
			}
		})
		a.refused(t, "sites", "filter-crs", "http://www.opengis.net/def/crs/OGC/0/does_not_exist", "filter", "S_INTERSECTS(geometry,BBOX(0,0,1,1))")
	}},
	{"expression-construction", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			a.refused(t, c.ID, "filter", "this_is_not_a_queryable IS NULL")
		}
	}},
	{"mixing-expression", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			if c.Extent == nil {
				continue
			}
			_, all, _, _ := a.items(t, c.ID)
			f := "S_INTERSECTS(geometry," + bboxOf("BBOX", c.Extent.Spatial.BBox[0]) + ")"
			_, both, _, _ := a.items(t, c.ID, "filter", f, "bbox", numbersOf(c.Extent.Spatial.BBox[0]))
			_, none, _, _ := a.items(t, c.ID, "filter", f, "bbox", "100,80,101,81")
			if !slices.Equal(both, all) || len(none) > 0 {
				t.Errorf("%s: %v, elsewhere %v, of %v", c.ID, both, none, all)
			}
		}
		_, ids, _, _ := a.items(t, "sites", "filter", "class='outfall'", "name", "Berlin", "datetime", "2026-01-01T00:00:00Z")
		if strings.Join(ids, " ") != "ber" {
			t.Errorf("%v", ids)
		}
	}},
}

var featuresFilterTests = []abstractTest{
	{"get-conformance", declared("ogcapi-features-3/1.0/conf/features-filter")},
	{"get-collections", func(t *testing.T, a *suite) { a.collections(t) }},
	{"get-collection", func(t *testing.T, a *suite) { queryableTests[3].run(t, a) }},
	{"filter-on-items", func(t *testing.T, a *suite) { // the tests of conf/filter ran on items
		if _, _, resp, _ := a.items(t, "sites", "filter", "true"); resp.Header.Get("Content-Type") != "application/geo+json" {
			t.Errorf("%s", resp.Header.Get("Content-Type"))
		}
	}},
	{"mixing-expression", func(t *testing.T, a *suite) { filterTests[len(filterTests)-1].run(t, a) }},
}

var queryableTests = []abstractTest{
	{"get-conformance", declared("ogcapi-features-3/1.0/conf/queryables", "ogcapi-common-3/1.0/conf/queryables")},
	{"get-queryables", func(t *testing.T, a *suite) { a.schemas(t, "queryables") }},
	{"get-queryables-uris", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			if href, _, _ := strings.Cut(c.rel("http://www.opengis.net/def/rel/ogc/1.0/queryables"), "?"); href != a.srv.URL+"/ogc/collections/"+c.ID+"/queryables" {
				t.Errorf("%s: %s", c.ID, href)
			}
		}
	}},
	{"link", func(t *testing.T, a *suite) {
		for _, c := range a.collections(t) {
			one := getJSON[described](t, a.srv, "/ogc/collections/"+c.ID)
			if one.rel("http://www.opengis.net/def/rel/ogc/1.0/queryables") == "" {
				t.Errorf("%s: no link to its queryables", c.ID)
			}
		}
	}},
	{"op-and-response", func(t *testing.T, a *suite) { a.schemas(t, "queryables") }},
}

var parameterTests = []abstractTest{
	{"get-conformance", declared("ogcapi-features-3/1.0/conf/queryables-query-parameters")},
	{"query-param", func(t *testing.T, a *suite) {
		for _, s := range feature.Schemas() {
			for name, q := range a.queryables(t, s.Kind) {
				if spatial(q) {
					continue
				}
				for _, f := range a.data.Collections[s.Kind].Features {
					v := f.Text(name)
					if name == "id" {
						v = f.ID
					}
					if v == "" {
						continue
					}
					_, ids, _, body := a.items(t, string(s.Kind), name, v)
					if !slices.Contains(ids, f.ID) {
						t.Errorf("%s?%s=%s: %v: %.200s", s.Kind, name, v, ids, body)
					}
				}
			}
		}
		asked([3]string{"occurred_at", "2022-04-16T10:13:19Z", "i2"}, [3]string{"id", "i3", "i3"}, [3]string{"category", "none", ""})(t, a)
	}},
}
