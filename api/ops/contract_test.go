package ops_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/legacy"

	"xunhu/api/ops"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/format/geojson"
)

// Every operation of /api/openapi.json is asked with a good and a bad request,
// and both answers are as it describes them.
func TestDescribedIsServed(t *testing.T) {
	openapi3filter.RegisterBodyDecoder("application/geo+json", openapi3filter.JSONBodyDecoder)
	srv, st, own := servedAs(t, func(*ops.Options) {}, demo.Dataset())
	working(t, st, own)
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
		header := []string{"If-Match", "*", "Sec-Fetch-Site", "same-origin"}
		if strings.HasSuffix(path, "/link") || strings.Contains(path, "/imports") || strings.Contains(path, "/basemap") {
			header = append(header, ops.Declared, "demo-FJ-admin")
		}
		resp, text := ask(t, srv, path, body, header...)
		if body != "" {
			resp.Request.Body = io.NopCloser(strings.NewReader(body))
			resp.Request.Header.Set("Content-Type", "application/geo+json")
		}
		route, params, err := router.FindRoute(resp.Request)
		if err != nil {
			t.Errorf("%s %s: %v", method, path, err)
			return resp
		}
		if resp.Header.Get("Content-Type") != "application/json" && (strings.Contains(path, "attachments/") || strings.HasSuffix(path, "/results")) && resp.StatusCode == 200 {
			return resp // the file itself
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
	lead := moved(t, srv)
	photo := strings.Repeat("5", 64)
	closure := `{"type":"Feature","geometry":{"type":"LineString","coordinates":[[117.15,35.08],[117.2,35.1]]},"properties":{"reason":"水淹","profiles":["boat"]}}`
	shut, _ := answer[struct{ ID string }](t, srv, http.StatusCreated, "/api/v1/closures", closure)
	arranged, _ := answer[struct{ ID string }](t, srv, http.StatusCreated, "/api/v1/rosters", `{"unit":"370481-FJ","from":"2026-12-01","days":31,"seed":1}`)
	invited, _ := answer[struct{ ID string }](t, srv, http.StatusCreated, "/api/v1/joint-patrols", `{"duty":"370481-FJ/2026-12-10/joint"}`)
	exported := doneJob(t, srv, `{"processID":"export","inputs":{"collection":"towns","format":"geojson"}}`)
	failed, _ := answer[struct {
		ID string `json:"jobID"`
	}](t, srv, http.StatusCreated, "/api/v1/jobs", `{"processID":"plan","inputs":{"unit":"nobody","from":"2026-11-23","days":1}}`)
	overJob(t, srv, failed.ID)
	linked := func(person string) string { // a body that sets a password
		link, _ := answer[struct{ Address string }](t, srv, http.StatusCreated, "/api/v1/people/"+person+"/link", "{}", ops.Declared, "demo-FJ-admin")
		secret, _, _ := strings.Cut(strings.TrimPrefix(link.Address, "/#link="), "&")
		return `{"link":"` + secret + `","password":"` + words1 + `"}`
	}
	if resp := holds(http.MethodPost, "/api/v1/password", linked("demo-FJ-audit")); resp.StatusCode != http.StatusOK {
		t.Errorf("a password by a link: %s", resp.Status)
	}
	good := map[string][]string{
		"POST /api/v1/imports":                       {"name,class\n"},
		"POST /api/v1/basemap":                       {"an extract"},
		"POST /api/v1/jobs":                          {`{"processID":"export","inputs":{"collection":"sites","format":"csv"}}`},
		"POST /api/v1/jobs/{id}/retry":               {"{}"},
		"POST /api/v1/session":                       {`{"person":"demo-FJ-audit","password":"` + words1 + `"}`},
		"POST /api/v1/password":                      {linked("demo-FJ-petition")},
		"POST /api/v1/people/{id}/link":              {"{}"},
		"POST /api/v1/joint-patrols":                 {`{"duty":"370481-FJ/2026-12-10/joint","subject":"湿地","asked":[{"unit":"370481-BM-ZR"}]}`},
		"POST /api/v1/joint-patrols/{id}/replies":    {`{"unit":"370481-BM-ZR","yes":false,"note":"另有任务"}`},
		"POST /api/v1/joint-patrols/{id}/attendance": {`{"units":[{"unit":"370481-BM-ZR","yes":false}]}`},
		"POST /api/v1/joint-patrols/{id}/cancel":     {`{"reason":"大雾"}`},
		"POST /api/v1/rosters":                       {`{"unit":"370481-FJ","from":"2027-01-01","days":31}`},
		"POST /api/v1/rosters/{id}/changes":          {`{"away":[{"person":"demo-FJ-desk","from":"2026-12-10","reason":"course"}],"dry_run":true}`},
		"POST /api/v1/decide":                        incidents, "POST /api/v1/incidents": incidents[:3], "POST /api/v1/plans": {plan},
		"POST /api/v1/route":                                    {`{"profile":"foot","points":[[117.15,35.08],[117.2,35.1]]}`, `{"profile":"car","alternatives":2,"points":[[117.15,35.08],[117.0,35.1]]}`, `{"profile":"boat","points":[[117.15,35.08],[116.85,35.05]]}`},
		"POST /api/v1/matrix":                                   {`{"profile":"car","points":[[117.15,35.08],[117.2,35.1],[117.1,35.05]]}`},
		"POST /api/v1/isochrone":                                {`{"profile":"car","at":[117.15,35.08],"minutes":[5,10]}`},
		"POST /api/v1/closures":                                 {closure},
		"POST /api/v1/closures/{id}/lift":                       {`{"reason":"水退"}`},
		"POST /api/v1/incidents/{id}/events":                    {`{"event":"note","kind":"measure","reason":"已设围挡"}`},
		"POST /api/v1/incidents/{id}/split":                     {`{"reason":"两种违法","parts":[{"category":"A01"},{"category":"S03","note":"垃圾"}]}`},
		"POST /api/v1/incidents/{id}/attachments":               {"a photograph"},
		"POST /api/v1/incidents/{id}/notices":                   {`{"kind":"told","to":"370481-ZD03"}`},
		"POST /api/v1/incidents/{id}/reporter":                  {`{"name":"张三丰","phone":"13800000000"}`},
		"POST /api/v1/units/{id}/duty":                          {`{"manned":false,"reason":"集中培训"}`},
		"POST /api/v1/incidents/{id}/notices/{notice}/receipts": {`{"answer":"known"}`},
	}
	query := map[string]string{"POST /api/v1/incidents/{id}/attachments": "?name=a.jpg", "GET /api/v1/incidents/{id}/reporter": "?reason=call",
		"POST /api/v1/imports": "?name=a.csv&as=sites", "POST /api/v1/basemap": "?name=a.osm.pbf", "GET /api/v1/nearest": "?at=117.15,35.08",
		"GET /api/v1/trace": "?at=117.0019,35.2004&way=up&category=W03"}
	visited := map[string]bool{}
	kept := map[string]string{"/api/v1/people/{id}/link": "/api/v1/people/demo-FJ-desk/link", "/api/v1/incidents/{id}": "/api/v1/incidents/" + lead.id, "/api/v1/units/{id}/duty": "/api/v1/units/370481-ZX01/duty",
		"/api/v1/closures/{id}": "/api/v1/closures/" + shut.ID, "/api/v1/closures/{id}/lift": "/api/v1/closures/" + shut.ID + "/lift",
		"/api/v1/jobs/{id}": "/api/v1/jobs/" + exported, "/api/v1/jobs/{id}/retry": "/api/v1/jobs/" + failed.ID + "/retry", "/api/v1/jobs/{id}/results": "/api/v1/jobs/" + exported + "/results",
		"/api/v1/joint-patrols/{id}": "/api/v1/joint-patrols/" + invited.ID, "/api/v1/joint-patrols/{id}/replies": "/api/v1/joint-patrols/" + invited.ID + "/replies",
		"/api/v1/joint-patrols/{id}/attendance": "/api/v1/joint-patrols/" + invited.ID + "/attendance", "/api/v1/joint-patrols/{id}/cancel": "/api/v1/joint-patrols/" + invited.ID + "/cancel",
		"/api/v1/rosters/{id}": "/api/v1/rosters/" + arranged.ID, "/api/v1/rosters/{id}/changes": "/api/v1/rosters/" + arranged.ID + "/changes"}
	file := func(path string) string {
		if strings.Contains(path, "figures") {
			return "2026-11.json"
		}
		return "ledger.csv"
	}
	address := func(order, path string) string {
		plain := path
		if strings.HasPrefix(path, "/api/v1/incidents/{id}") {
			plain = kept["/api/v1/incidents/{id}"] + strings.TrimPrefix(path, "/api/v1/incidents/{id}")
		} else if at := kept[path]; at != "" {
			plain = at
		}
		return strings.NewReplacer("{sha256}", lead.photo, "{file}", file(path), "{paper}", "handover.json", "{notice}", lead.notice).Replace(plain) + query[order+" "+path]
	}
	for _, order := range []string{http.MethodPost, http.MethodGet} { // what is kept can then be read
		for _, path := range doc.Paths.InMatchingOrder() {
			op := doc.Paths.Value(path).GetOperation(order)
			if op == nil {
				continue
			}
			visited[order+" "+path] = true
			if op.OperationID == "watch" {
				continue // it does not end; TestStream reads it
			}
			if order == http.MethodPost {
				for _, body := range good[order+" "+path] {
					if resp := holds(order, address(order, path), body); resp.StatusCode >= 300 && !strings.HasSuffix(path, "/attendance") { // it is not over yet
						t.Errorf("POST %s: %s", address(order, path), resp.Status)
					} else if at := resp.Header.Get("Location"); at != "" && path == "/api/v1/plans" {
						kept[path+"/{id}"] = at
					}
				}
				if len(good[order+" "+path]) == 0 {
					t.Errorf("POST %s is not asked", path)
				}
				holds(order, address(order, path), `{"type":"Feature","geometry":null}`)
				holds(order, address(order, path), `{`)
			} else {
				if resp := holds(order, address(order, path), ""); resp.StatusCode != 200 {
					t.Errorf("GET %s: %s", address(order, path), resp.Status)
				}
				holds(order, strings.Split(address(order, path), "?")[0]+"?lang=fr&nothing=1", "")
			}
			if strings.Contains(path, "{id}") {
				body := ""
				if order == http.MethodPost {
					body = good[order+" "+path][0]
				}
				holds(order, strings.Replace(strings.NewReplacer("{sha256}", photo, "{paper}", "handover.json", "{notice}", "none").Replace(path), "{id}", "nothing", 1)+query[order+" "+path], body)
			}
		}
	}
	if len(visited) != 67 {
		t.Errorf("%d operations: %v", len(visited), visited)
	}
}

// A movedLead is one that was verified, with a photograph and a notice.
type movedLead struct{ id, photo, notice string }

// moved brings a lead so far that every address below it has something to show.
func moved(t *testing.T, srv *httptest.Server) movedLead {
	t.Helper()
	p := newPlay(t, srv, "X01")
	p.report("demo-FJ-desk", "")
	for _, line := range []string{"FJ desk assign 104-SO", "104-SO head accept", "104-SO member verify VIO"} {
		p.step(line)
	}
	resp, text := ask(t, srv, "/api/v1/incidents/"+p.id+"/notices", `{"kind":"told","to":"370481-ZD03"}`, "If-Match", "*")
	if resp.StatusCode != http.StatusCreated {
		t.Fatalf("%s: %s", resp.Status, text)
	}
	ledger, _ := answer[struct{ Notices []struct{ ID string } }](t, srv, 200, "/api/v1/incidents/"+p.id+"/notices", "")
	return movedLead{p.id, p.photo, ledger.Notices[0].ID}
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

// The page's own types say nothing that the API does not: of each interface that is named as a
// schema is, every field stands in the schema, and what the page counts on is always answered.
func TestTypesOfThePage(t *testing.T) {
	srv := demonstration(t)
	_, text := ask(t, srv, "/api/openapi.json", "")
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	shape, field := regexp.MustCompile(`(?s)export interface (\w+)[^{]*\{\n(.*?)\n\}`), regexp.MustCompile(`(?m)^  (\w+)(\??):`)
	compared := 0
	for _, file := range []string{"types", "roster", "lead", "way"} {
		source, err := os.ReadFile("../../web/src/api/" + file + ".ts")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range shape.FindAllStringSubmatch(string(source), -1) {
			schema, ok := doc.Components.Schemas[m[1]]
			if !ok {
				continue
			}
			compared++
			for _, f := range field.FindAllStringSubmatch(m[2], -1) {
				if schema.Value.Properties[f[1]] == nil {
					t.Errorf("%s.ts: %s has no field %s in the API", file, m[1], f[1])
				} else if f[2] == "" && !strings.HasSuffix(m[1], "Request") && !slices.Contains(schema.Value.Required, f[1]) {
					t.Errorf("%s.ts: %s counts on %s, which the API may leave out", file, m[1], f[1])
				}
			}
		}
	}
	if compared < 30 {
		t.Errorf("%d types compared", compared)
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
