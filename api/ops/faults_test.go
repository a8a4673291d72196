package ops_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"xunhu/api/problem"
)

// Every fault of a body is named, with its place, in the language asked for, and
// no sentence lacks a figure.
func TestFaults(t *testing.T) {
	srv := demonstration(t)
	feature := func(geometry, properties string) string {
		return `{"type":"Feature","geometry":` + geometry + `,"properties":` + properties + `}`
	}
	const point = `{"type":"Point","coordinates":[117.15,35.08]}`
	for _, tc := range []struct {
		name, path, body string
		status           int
		pointers         string
	}{
		{"no JSON", "decide", `{"type":`, 400, ""},
		{"blank", "decide", ` `, 400, ""},
		{"a list", "decide", `[1,2]`, 422, ""},
		{"no feature", "decide", `{"type":"FeatureCollection","features":[]}`, 422, "/geometry /type"},
		{"no place", "decide", feature("null", "{}"), 422, "/geometry"},
		{"unknown shape", "decide", feature(`{"type":"Circle","coordinates":[1,2]}`, "{}"), 422, "/geometry/type"},
		{"collection", "decide", feature(`{"type":"GeometryCollection","geometries":[`+point+`]}`, "{}"), 422, "/geometry/type"},
		{"one number", "decide", feature(`{"type":"Point","coordinates":[117]}`, "{}"), 422, "/geometry/coordinates"},
		{"swapped axes", "decide", feature(`{"type":"Point","coordinates":[35.08,117.15]}`, "{}"), 422, "/geometry/coordinates"},
		{"out of range", "decide", feature(`{"type":"Point","coordinates":[1170,35]}`, "{}"), 422, "/geometry/coordinates"},
		{"bow tie", "decide", feature(`{"type":"Polygon","coordinates":[[[117,35],[117.1,35.1],[117.1,35],[117,35.1],[117,35]]]}`, "{}"), 422, "/geometry/coordinates"},
		{"open ring", "decide", feature(`{"type":"Polygon","coordinates":[[[117,35],[117.1,35.1],[117.1,35]]]}`, "{}"), 422, "/geometry/coordinates"},
		{"properties", "decide", feature(point, `[1]`), 422, "/properties"},
		{"id", "decide", `{"type":"Feature","id":{},"geometry":` + point + `,"properties":null}`, 422, "/id"},
		{"unknown category", "decide", feature(point, `{"category":"Z99"}`), 200, ""},
		{"everything", "incidents", `{"type":"Feat","geometry":null,"properties":{"category":[],"severity":"X","accuracy_m":-1,"occurred_at":"today","source":"radio","outcome":"?","finder":"me"}}`, 422,
			"/geometry /properties/accuracy_m /properties/category /properties/finder /properties/occurred_at /properties/outcome /properties/severity /properties/source /type"},
		{"accuracy as text", "decide", feature(point, `{"accuracy_m":"12.5"}`), 200, ""},
		{"accuracy beyond the globe", "decide", feature(point, `{"accuracy_m":1e300}`), 422, "/properties/accuracy_m"},
		{"plan: no JSON", "plans", `{"unit":`, 400, ""},
		{"plan: wrong type", "plans", `{"unit":7}`, 422, "/unit"},
		{"plan: unknown member", "plans", `{"unit":"x","since":"y"}`, 422, "/since"},
		{"plan: two values", "plans", `{} {}`, 400, ""},
		{"plan: date and days", "plans", `{"unit":"x","from":"23.11.","days":0}`, 422, "/days /from"},
		{"plan: unit", "plans", `{"unit":"nobody","from":"2026-11-23","days":1}`, 422, "/unit"},
		{"plan: needs", "plans", `{"unit":"x","from":"2026-11-23","days":1,"needs":{"type":"Feature","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[35,117]}},` + feature(point, "{}") + `]}}`, 422,
			"/needs/features/0 /needs/type"},
		{"plan: need values", "plans", `{"unit":"x","from":"2026-11-23","days":1,"needs":{"type":"FeatureCollection","features":[` + feature(point, "{}") + `,` + feature(point, `{"mode":"sledge","service_s":-1}`) + `]}}`, 422,
			"/needs/features/1 /needs/features/1"},
		{"route: one point", "route", `{"profile":"car","points":[[117,35]]}`, 422, "/points"},
		{"route: no positions", "route", `{"profile":"car","points":[[117],[117,95]]}`, 422, "/points/0 /points/1"},
		{"route: profile", "route", `{"profile":"sledge","points":[[117.15,35.08],[117.2,35.1]]}`, 422, "/profile"},
		{"route: far from roads", "route", `{"profile":"car","points":[[100,35],[117.15,35.08],[101,35]]}`, 422, "/points/0 /points/2"},
		{"route: points named by their numbers", "route", `{"profile":"car","points":[[117.15,35.08],[117.2,35.1],[101,35]]}`, 422, "/points/2"},
		{"route: everything", "route", `{"profile":"sledge","points":[[117]],"depart":"soon"}`, 422, "/depart /points /points/0 /profile"},
		{"matrix: no points", "matrix", `{"profile":"car","points":[]}`, 422, "/points"},
		{"matrix: far from roads", "matrix", `{"profile":"car","points":[[101,35],[117.15,35.08]]}`, 422, "/points/0"},
		{"isochrone: everything", "isochrone", `{"profile":"car","at":[117],"minutes":[0]}`, 422, "/at /minutes"},
		{"isochrone: far from roads", "isochrone", `{"profile":"car","at":[101,35],"minutes":[5]}`, 422, "/at"},
		{"parameter", "decide?limit=3", feature(point, "{}"), 400, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, lang := range []string{"zh", "en"} {
				resp, body := ask(t, srv, "/api/v1/"+tc.path, tc.body, "Accept-Language", lang)
				if resp.StatusCode != tc.status {
					t.Fatalf("%s, want %d: %s", resp.Status, tc.status, body)
				}
				if tc.status == 200 {
					return
				}
				var p problem.Body
				if err := json.Unmarshal(body, &p); err != nil {
					t.Fatal(err)
				}
				var pointers []string
				for _, e := range p.Errors {
					if e.Parameter == "" && e.Pointer != "" {
						pointers = append(pointers, e.Pointer)
					}
					if strings.ContainsAny(e.Detail, "{}") || strings.Contains(e.Detail, "=") || e.Detail == "" {
						t.Errorf("%s: no sentence: %s", lang, e.Detail)
					}
				}
				slices.Sort(pointers)
				if got := strings.Join(pointers, " "); got != tc.pointers {
					t.Errorf("pointers %q, want %q: %s", got, tc.pointers, body)
				}
				if tc.name == "everything" {
					golden(t, "faults."+lang+".json", body)
				}
			}
		})
	}
}

func TestLargeBodyIsRefused(t *testing.T) {
	srv := demonstration(t)
	resp, body := ask(t, srv, "/api/v1/decide", `{"type":"`+strings.Repeat("x", 9<<20)+`"}`)
	if resp.StatusCode != 413 || !strings.Contains(string(body), "过大") {
		t.Errorf("%s: %s", resp.Status, body)
	}
}
