package ogc_test

import (
	"fmt"
	"net/http"
	"slices"
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

// schemaOfSitesTests are of what does not fit, at the kind with most to fit.
var schemaOfSitesTests = []abstractTest{
	{"schema", func(t *testing.T, a *suite) {
		for _, body := range []string{
			`{"type":"Feature"`, `[]`, `{"type":"Point"}`, strings.Replace(site("x", ""), `"interval_days"`, `"intervall"`, 1),
			strings.Replace(site("x", ""), `"interval_days":7`, `"interval_days":"7"`, 1), strings.Replace(site("x", ""), `"interval_days":7`, `"interval_days":7.5`, 1),
			strings.Replace(site("x", ""), `"name":"x"`, `"name":1`, 1), strings.Replace(site("x", ""), `"name":"x"`, `"name":null`, 1), site("", ""),
			strings.Replace(site("x", ""), "outfall", "outfal", 1), strings.Replace(site("x", ""), "35.125", "135.125", 1),
			strings.Replace(site("x", ""), `"Point","coordinates":[117.25,35.125]`, `"LineString","coordinates":[[117,35],[118,35]]`, 1),
			strings.Replace(site("x", ""), `{"type":"Point","coordinates":[117.25,35.125]}`, `null`, 1),
		} {
			a.want(t, http.StatusBadRequest, "POST", "sites/items", body)
		}
		resp, text := a.send(t, "POST", "sites/items", strings.Replace(site("", ""), `"interval_days":7`, `"intervall":7`, 1), append(slices.Clone(asGeoJSON), "Accept-Language", "en")...)
		var p struct {
			Errors []struct{ Pointer, Detail string }
		}
		decode(t, []byte(text), &p)
		if len(p.Errors) != 2 || p.Errors[0].Pointer != "/properties/intervall" || p.Errors[1].Pointer != "/properties/name" || strings.Contains(text, "{known}") {
			t.Errorf("%s: %s", resp.Status, text)
		}
		a.want(t, http.StatusRequestEntityTooLarge, "POST", "sites/items", strings.Repeat(" ", 2<<20))
		a.kind = feature.Rivers // whose course may be long
		a.want(t, http.StatusRequestEntityTooLarge, "POST", "rivers/items", strings.Repeat(" ", 17<<20))
		a.want(t, http.StatusCreated, "POST", "rivers/items", a.one("长河", "long")+strings.Repeat(" ", 2<<20))
		a.want(t, http.StatusNoContent, "DELETE", "rivers/items/long", "", a.read()...)
	}},
	{"types", func(t *testing.T, a *suite) {
		for _, tc := range []struct{ kind, property, value, zh, en, form string }{
			{"units", "towns", `{"a":1}`, "属性“towns”应为编号列表。", "Property “towns” must be of type list of ids.", `"type":"array","description":"list of ids","items":{"type":"string"}`},
			{"units", "towns", `[1]`, "属性“towns”应为编号列表。", "Property “towns” must be of type list of ids.", ""},
			{"roads", "tags", `["a"]`, "属性“tags”应为标签对象。", "Property “tags” must be of type object of tags.", `"type":"object","description":"object of tags"`},
			{"sites", "interval_days", `7.5`, "属性“interval_days”应为整数。", "Property “interval_days” must be of type whole number.", `"type":"integer"`},
		} {
			a.kind = feature.Kind(tc.kind)
			body := strings.Replace(a.one("x", ""), `"properties":{`, `"properties":{"`+tc.property+`":`+tc.value+`,`, 1)
			for lang, want := range map[string]string{"zh": tc.zh, "en": tc.en} {
				if resp, text := a.send(t, "POST", a.path(""), body, append(slices.Clone(asGeoJSON), "Accept-Language", lang)...); resp.StatusCode != http.StatusBadRequest || !strings.Contains(text, want) {
					t.Errorf("%s %s: %s: %s", tc.kind, tc.property, resp.Status, text)
				}
			}
			_, text := a.send(t, "GET", tc.kind+"/schema?lang=en", "")
			_, text, _ = strings.Cut(text, `"`+tc.property+`":{`)
			if text, _, _ = strings.Cut(text, `"x-ogc-propertySeq"`); !strings.Contains(strings.Join(strings.Fields(text), " "), tc.form) {
				t.Errorf("%s %s: %s", tc.kind, tc.property, text)
			}
		}
	}},
	{"codes", func(t *testing.T, a *suite) {
		a.kind = feature.Codes
		for _, other := range []string{"370481", "370481000", "370481000000", "370481999001"} { // counties and a village
			a.want(t, http.StatusBadRequest, "POST", a.path(""), a.one("x", other))
		}
		at := a.want(t, http.StatusCreated, "POST", a.path(""), a.one("x", "370481999000")).Header.Get("Location")
		if f := a.kept(t, at); f.ID != "370481999" {
			t.Errorf("%+v", f)
		}
		a.want(t, http.StatusConflict, "POST", a.path(""), a.one("x", "370481999"))
		a.want(t, http.StatusNoContent, "PUT", at, a.one("y", "370481999000"), a.read()...)
		a.want(t, http.StatusNoContent, "DELETE", at, "", a.read()...)
	}},
}
