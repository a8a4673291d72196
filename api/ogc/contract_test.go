package ogc_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// contract is the definition that a service gives of itself.
type contract struct{ router routers.Router }

func contractOf(t *testing.T, text []byte) (*openapi3.T, contract) {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return doc, contract{router}
}

// holds checks an answer against the definition.
func (c contract) holds(t *testing.T, resp *http.Response, body []byte) {
	t.Helper()
	route, params, err := c.router.FindRoute(resp.Request)
	if err != nil {
		t.Errorf("GET %s: %v", resp.Request.URL, err)
		return
	}
	in := &openapi3filter.RequestValidationInput{Request: resp.Request, PathParams: params, Route: route}
	if resp.StatusCode == http.StatusOK {
		if err := openapi3filter.ValidateRequest(t.Context(), in); err != nil {
			t.Errorf("GET %s is answered, but not described: %v", resp.Request.URL, err)
		}
	}
	err = openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: resp.StatusCode, Header: resp.Header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
	if err != nil {
		t.Errorf("GET %s: %v", resp.Request.URL, err)
	}
}

// Every path of the definition, in both encodings and at its edges, answers as
// the definition says (oas30: completeness, exceptions-codes, oas-impl).
func TestDescribedIsServed(t *testing.T) {
	openapi3filter.RegisterBodyDecoder("application/geo+json", openapi3filter.JSONBodyDecoder)
	openapi3filter.RegisterBodyDecoder("application/vnd.oai.openapi+json", openapi3filter.JSONBodyDecoder)
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.PlainBodyDecoder)
	d := demo.Dataset()
	made := reported()
	made[feature.Plans] = []feature.Feature{{ID: "p1", Props: map[string]any{"unit": "u", "from": "2026-11-23", "days": int64(2),
		"document": map[string]any{"type": "FeatureCollection"}}}}
	srv := service(t, d, made)
	resp, body := get(t, srv, "/ogc/api")
	if got := resp.Header.Get("Content-Type"); got != "application/vnd.oai.openapi+json;version=3.0" {
		t.Errorf("Content-Type %q", got)
	}
	doc, c := contractOf(t, body)
	if doc.OpenAPI != "3.0.3" {
		t.Errorf("openapi %s", doc.OpenAPI)
	}
	visited := 0
	for _, path := range doc.Paths.InMatchingOrder() {
		if strings.Contains(path, "{featureId}") {
			items := getJSON[page](t, srv, "/ogc"+strings.TrimSuffix(path, "/{featureId}")+"?limit=1")
			for _, id := range append(items.ids(), "none") {
				resp, body := get(t, srv, "/ogc"+strings.Replace(path, "{featureId}", url.PathEscape(id), 1))
				c.holds(t, resp, body)
				visited++
			}
			continue
		}
		for _, query := range []string{"", "?f=json&lang=en", "?f=html", "?f=html&lang=en", "?unknown=1", "?limit=3&offset=1", "?bbox=117,35,117.2,35.2"} {
			resp, body := get(t, srv, "/ogc"+path+query)
			c.holds(t, resp, body)
			if strings.Contains(resp.Header.Get("Content-Type"), "text/html") {
				wellFormed(t, path, body)
			}
			visited++
		}
	}
	if want := 4*7 + len(feature.Schemas())*(7+7+1); visited < want {
		t.Errorf("%d answers were looked at, want at least %d", visited, want)
	}
}

// A definition that is kept is given only to who asks for the same one: the same
// language, region and host.
func TestDefinitionIsOfItsAddress(t *testing.T) {
	srv := service(t, small(), nil)
	_, first := get(t, srv, "/ogc/api")
	for _, tc := range []struct{ path, server, title string }{
		{"/ogc/api", srv.URL + "/ogc", "小城"},
		{"/ogc/api?lang=en", srv.URL + "/ogc", "Smalltown"},
		{"/r/t1/ogc/api", srv.URL + "/r/t1/ogc", "小城"},
		{"/ogc/api", srv.URL + "/ogc", "小城"},
	} {
		doc := getJSON[openapi3.T](t, srv, tc.path)
		if len(doc.Servers) != 1 || doc.Servers[0].URL != tc.server || !strings.HasPrefix(doc.Info.Title, tc.title) {
			t.Errorf("%s: %q at %s", tc.path, doc.Info.Title, doc.Servers[0].URL)
		}
	}
	if _, again := get(t, srv, "/ogc/api"); !bytes.Equal(again, first) {
		t.Error("the same question, another answer")
	}
}

// wellFormed reads a page as XML, which is stricter than a browser.
func wellFormed(t *testing.T, path string, body []byte) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(body))
	dec.Strict, dec.AutoClose, dec.Entity = false, []string{"meta", "link"}, xml.HTMLEntity
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("page %s: %v", path, err)
			return
		}
	}
}

// Every link leads somewhere, to what its type says, and stays in its region and
// language.
func TestLinksLead(t *testing.T) {
	srv := service(t, small(), reported())
	for _, root := range []string{"/ogc", "/r/t1/ogc?lang=en"} {
		todo, seen := []string{srv.URL + root}, map[string]bool{}
		for len(todo) > 0 {
			at := todo[0]
			todo = todo[1:]
			if seen[at] {
				continue
			}
			seen[at] = true
			resp, body := get(t, srv, at)
			if resp.StatusCode != http.StatusOK {
				t.Errorf("%s: %s", at, resp.Status)
			}
			var found struct {
				Links       []link
				Collections []struct{ Links []link }
				Features    []struct{ ID string }
			}
			if resp.Header.Get("Content-Type") == "text/html; charset=utf-8" || json.Unmarshal(body, &found) != nil {
				continue
			}
			links := found.Links
			for _, c := range found.Collections {
				links = append(links, c.Links...)
			}
			for _, l := range links {
				if l.Rel == "" || l.Type == "" {
					t.Errorf("%s: a link without rel or type: %+v", at, l)
				}
				if strings.HasPrefix(root, "/r/") && !(strings.Contains(l.Href, "/r/t1/ogc") && strings.Contains(l.Href, "lang=en")) {
					t.Errorf("%s: %s leaves its region or language", at, l.Href)
				}
				answer, _ := get(t, srv, l.Href)
				if got, _, _ := strings.Cut(answer.Header.Get("Content-Type"), "; charset"); got != l.Type {
					t.Errorf("%s: rel %s leads to %s, not %s", at, l.Rel, got, l.Type)
				}
				todo = append(todo, l.Href)
			}
			for _, f := range found.Features {
				base, _, _ := strings.Cut(at, "?")
				query := map[bool]string{true: "?lang=en"}[strings.Contains(at, "lang=en")]
				todo = append(todo, base+"/"+url.PathEscape(f.ID)+query)
			}
		}
		if len(seen) < 40 {
			t.Errorf("only %d addresses were found", len(seen))
		}
	}
}
