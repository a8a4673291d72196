package ops_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/legacy"

	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/format/geojson"
)

// Every operation of /api/openapi.json is asked with a good and a bad request,
// and both answers are as it describes them.
func TestDescribedIsServed(t *testing.T) {
	openapi3filter.RegisterBodyDecoder("application/geo+json", openapi3filter.JSONBodyDecoder)
	srv := demonstration(t)
	resp, text := ask(t, srv, "/api/openapi.json", "")
	if got := resp.Header.Get("Content-Type"); got != "application/vnd.oai.openapi+json;version=3.1" {
		t.Errorf("Content-Type %q", got)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("openapi %s", doc.OpenAPI)
	}
	doc.Servers[0].URL = srv.URL
	router, err := legacy.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	holds := func(method, path, body string) *http.Response {
		t.Helper()
		resp, text := ask(t, srv, path, body)
		if body != "" {
			resp.Request.Body = io.NopCloser(strings.NewReader(body))
			resp.Request.Header.Set("Content-Type", "application/geo+json")
		}
		route, params, err := router.FindRoute(resp.Request)
		if err != nil {
			t.Errorf("%s %s: %v", method, path, err)
			return resp
		}
		in := &openapi3filter.RequestValidationInput{Request: resp.Request, PathParams: params, Route: route}
		err = openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: in, Status: resp.StatusCode, Header: resp.Header,
			Body: io.NopCloser(bytes.NewReader(text)), Options: &openapi3filter.Options{IncludeResponseStatus: true},
		})
		if err != nil {
			t.Errorf("%s %s: %s: %.600v", method, path, resp.Status, err)
		}
		return resp
	}
	var incidents []string
	for _, f := range demo.Examples() {
		b, err := geojson.Marshal(feature.Feature{ID: f.ID, Geometry: f.Geometry, Props: map[string]any{"category": f.Props["category"]}})
		if err != nil {
			t.Fatal(err)
		}
		incidents = append(incidents, string(b))
	}
	plan := `{"unit":"` + squad(t) + `","from":"2026-11-23","days":1}`
	good := map[string][]string{
		"POST /api/v1/decide": incidents, "POST /api/v1/incidents": incidents[:3], "POST /api/v1/plans": {plan},
		"POST /api/v1/route": {`{"profile":"foot","points":[[117.15,35.08],[117.2,35.1]]}`},
	}
	queries := map[string]string{"/api/v1/trace": "?at=117.0019,35.2004&way=up&category=W03"}
	visited := map[string]bool{}
	kept := map[string]string{}
	for _, order := range []string{http.MethodPost, http.MethodGet} { // what is kept can then be read
		for _, path := range doc.Paths.InMatchingOrder() {
			if doc.Paths.Value(path).GetOperation(order) == nil {
				continue
			}
			visited[order+" "+path] = true
			if order == http.MethodPost {
				for _, body := range good[order+" "+path] {
					if resp := holds(order, path, body); resp.StatusCode >= 300 {
						t.Errorf("POST %s: %s", path, resp.Status)
					} else if at := resp.Header.Get("Location"); at != "" {
						kept[path+"/{id}"] = at
					}
				}
				holds(order, path, `{"type":"Feature","geometry":null}`)
				holds(order, path, `{`)
				continue
			}
			if strings.Contains(path, "{id}") {
				if resp := holds(order, kept[path], ""); resp.StatusCode != 200 {
					t.Errorf("GET %s: %s", kept[path], resp.Status)
				}
				holds(order, strings.Replace(path, "{id}", "nothing", 1), "")
				continue
			}
			if resp := holds(order, path+queries[path], ""); resp.StatusCode != 200 {
				t.Errorf("GET %s: %s", path, resp.Status)
			}
			holds(order, path+"?lang=fr&nothing=1", "")
		}
	}
	if len(visited) != 14 {
		t.Errorf("%d operations: %v", len(visited), visited)
	}
}

// The test above must be able to fail: an answer that lacks a member is found.
func TestContractFindsADifference(t *testing.T) {
	srv := demonstration(t)
	_, text := ask(t, srv, "/api/openapi.json", "")
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	schema := doc.Components.Schemas["Region"].Value
	_, body := ask(t, srv, "/api/v1/region", "")
	var region map[string]any
	if err := json.Unmarshal(body, &region); err != nil {
		t.Fatal(err)
	}
	opt := openapi3.EnableJSONSchema2020()
	if err := schema.VisitJSON(region, opt); err != nil {
		t.Errorf("the region as it is: %v", err)
	}
	delete(region, "version")
	if schema.VisitJSON(region, opt) == nil {
		t.Error("a region without version passes")
	}
}

func squad(t *testing.T) string {
	t.Helper()
	for _, f := range demo.Dataset().Collections[feature.Units].Features {
		if f.Text("class") == "SQUAD" {
			return f.ID
		}
	}
	t.Fatal("no squad")
	return ""
}
