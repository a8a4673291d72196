package ogc_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// secrets are not told to nobody.
func secrets(_ http.ResponseWriter, r *http.Request, kind feature.Kind) []string {
	if kind == feature.Incidents && r.Header.Get("X-Test") == "nobody" {
		return []string{"note", "category"}
	}
	return nil
}

var beyondTests = []abstractTest{
	{"what is hidden is neither told nor asked", func(t *testing.T, a *suite) {
		for _, path := range []string{"incidents/items", "incidents/items/i4", "incidents/queryables", "incidents/schema", "incidents/items?f=html", "incidents/items/i4?f=html"} {
			for who, want := range map[string]bool{"nobody": false, "": true} {
				if _, body := a.send(t, "GET", path, "", "X-Test", who); (strings.Contains(body, "no place") || strings.Contains(body, `"note"`)) != want {
					t.Errorf("%s for %q: %.300s", path, who, body)
				}
			}
		}
		a.want(t, http.StatusOK, "GET", "incidents/items?filter=note+IS+NOT+NULL&category=A01", "")
		a.want(t, http.StatusBadRequest, "GET", "incidents/items?filter=note+IS+NOT+NULL", "", "X-Test", "nobody")
		a.want(t, http.StatusBadRequest, "GET", "incidents/items?category=A01", "", "X-Test", "nobody")
	}},
	{"what others rest on is proved, and nothing half written", func(t *testing.T, a *suite) {
		root := a.srv.URL + region + demo.Dataset().Region.Code + "/ogc/collections/"
		all := func() (text string) {
			for _, k := range []string{"units", "zones", "wetlands", "rivers"} {
				_, body := a.send(t, "GET", root+k+"/items?limit=10000&offset=0", "")
				_, features, _ := strings.Cut(body, `"features"`)
				features, _, _ = strings.Cut(features, `"timeStamp"`)
				text += features
			}
			return text
		}
		before := all()
		unit := func(id, parent string) string {
			return fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":null,"properties":{"name":"新设中队","class":"SQUAD","parent":%q,"towns":["370481001"],"valid_from":"2999-01-01"}}`, id, parent)
		}
		a.want(t, http.StatusUnprocessableEntity, "POST", root+"units/items", unit("370481-ZD99", "nobody"))          // a superior that is none
		a.want(t, http.StatusUnprocessableEntity, "POST", root+"units/items", unit("370481-ZD99", "370481-FJ"))       // a second squad of the town
		a.want(t, http.StatusConflict, "DELETE", root+"units/items/370481-FJ", "", "If-Match", "*")                   // it holds today
		a.want(t, http.StatusConflict, "POST", root+"units/items", strings.Replace(unit("x", ""), "2999", "2020", 1)) // it would have held
		crossed := orb.MultiPolygon{{{{117, 35}, {117.1, 35.1}, {117.1, 35}, {117, 35.1}, {117, 35}}}}
		a.kind = feature.Wetlands
		a.want(t, http.StatusBadRequest, "POST", root+"wetlands/items", a.body("x", "", crossed))
		a.kind = feature.Rivers
		a.want(t, http.StatusBadRequest, "POST", root+"rivers/items", a.body("x", "", orb.LineString{{117, 35}, {117, 35}}))
		a.want(t, http.StatusBadRequest, "POST", root+"codes/items", `{"type":"Feature","id":"1","geometry":{"type":"Point","coordinates":[117,35]},"properties":{"name":"x"}}`)
		if now := all(); now != before || len(before) < 1000 {
			t.Errorf("something is written: %d bytes, %d before", len(now), len(before))
		}
	}},
	{"a place that no page gave", func(t *testing.T, a *suite) { a.refused(t, "sites", "after", "x") }},
}
