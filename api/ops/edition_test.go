package ops_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/ops"
	"xunhu/api/people"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/geotest"
)

// The border moves from BE to MN on 1 January 2027; before 2020 there are no towns.
func movingBorder(t *testing.T) atlas.Dataset {
	m := geotest.Draw(t, `
		A---M---B---C
		|   | 1 | 2 |
		D---N---E---F`, 500)
	row := func(id, from, to string, g orb.Geometry, props ...any) feature.Feature {
		f := feature.Feature{ID: id, Geometry: g, Props: map[string]any{"name": id, "valid_from": from}}
		if to != "" {
			f.Props["valid_to"] = to
		}
		for i := 0; i < len(props); i += 2 {
			f.Props[props[i].(string)] = props[i+1]
		}
		return f
	}
	area := func(corners string) orb.MultiPolygon { return orb.MultiPolygon{m.Polygon(corners)} }
	of := func(k feature.Kind, fs ...feature.Feature) feature.Collection {
		s, _ := feature.SchemaOf(k)
		return feature.Collection{Schema: s, Features: fs}
	}
	return atlas.Dataset{Region: atlas.Region{Code: "C", Name: "drawn"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: of(feature.Towns,
			row("w", "2020-01-01", "2026-12-31", area("ADEB")), row("e", "2020-01-01", "2026-12-31", area("BEFC")),
			row("w@2027-01-01", "2027-01-01", "", area("ADNM")), row("e@2027-01-01", "2027-01-01", "", area("MNFC"))),
		feature.Units: of(feature.Units,
			row("w-SO", "2020-01-01", "", m['1'], "class", "STATION", "towns", []any{"w"}),
			row("e-SO", "2020-01-01", "2026-12-31", m['2'], "class", "STATION", "towns", []any{"e"}),
			row("e-SO@2027-01-01", "2027-01-01", "", m['2'], "class", "STATION", "towns", []any{"e"})),
	}}
}

// Today is 23 November 2026 in China: an act is decided by the borders of its day,
// and what describes the region is as of today.
func TestTheDayOfTheAct(t *testing.T) {
	drawn := movingBorder(t)
	drawn.Region.Illustration = true
	srv, st := served(t, func(*ops.Options) {}, drawn)
	member := people.Person{ID: ops.Usual, Unit: "w-SO", Roles: []dispatch.Role{"station_member"}, Illustration: true}
	if err := st.SavePerson(t.Context(), drawn.Region.Code, member); err != nil {
		t.Fatal(err)
	}
	m := geotest.Draw(t, "A---M---B---C\n|   | 1 | 2 |\nD---N---E---F", 500)
	body := func(at string) string {
		return `{"type":"Feature","geometry":{"type":"Point","coordinates":` + fmt.Sprintf("[%v,%v]", m['1'][0], m['1'][1]) +
			`},"properties":{"category":"A01","occurred_at":"` + at + `"}}`
	}
	for _, tc := range []struct{ at, lead, edition string }{
		{"2026-12-31T23:59:59+08:00", "w-SO", "@2020-01-01"},
		{"2027-01-01T00:00:00+08:00", "e-SO", "@2027-01-01"},
		{"2026-12-31T15:59:59Z", "w-SO", "@2020-01-01"},
		{"2026-12-31T16:00:00Z", "e-SO", "@2027-01-01"},
	} {
		for _, path := range []string{"/api/v1/decide", "/api/v1/incidents"} {
			status := http.StatusOK
			if path == "/api/v1/incidents" {
				status = http.StatusCreated
			}
			got, _ := answer[struct {
				Properties struct {
					Lead     string
					Versions struct{ Boundaries string }
				}
			}](t, srv, status, path, body(tc.at))
			if p := got.Properties; p.Lead != tc.lead || !strings.HasSuffix(p.Versions.Boundaries, tc.edition) {
				t.Errorf("%s %s: %s by %s, want %s by …%s", path, tc.at, p.Lead, p.Versions.Boundaries, tc.lead, tc.edition)
			}
		}
	}
	resp, text := ask(t, srv, "/api/v1/decide?lang=en", body("2019-12-31T12:00:00+08:00"))
	if resp.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(text), "no towns hold on 2019-12-31") ||
		!strings.Contains(string(text), "/properties/occurred_at") {
		t.Errorf("before all towns: %s %s", resp.Status, text)
	}
	region, _ := answer[struct {
		Counts map[string]int
		Towns  []struct{ Code string }
	}](t, srv, http.StatusOK, "/api/v1/region", "")
	units, _ := answer[struct{ Units []struct{ ID string } }](t, srv, http.StatusOK, "/api/v1/units", "")
	if region.Counts["towns"] != 2 || len(region.Towns) != 2 || region.Towns[0].Code != "w" || len(units.Units) != 2 {
		t.Errorf("today's region: %+v, %+v", region, units)
	}
}

// A plan whose days cross a change of towns or units is made by its first day's, and says so.
func TestPlanAcrossAnEdition(t *testing.T) {
	d := demo.Dataset()
	units := d.Collections[feature.Units]
	units.Features = slices.Clone(units.Features)
	i := slices.IndexFunc(units.Features, func(f feature.Feature) bool { return f.ID == "370481116-SO" })
	before, after := units.Features[i], units.Features[i]
	before.Props, after.Props = maps.Clone(before.Props), maps.Clone(after.Props)
	before.Props["valid_to"], after.Props["valid_from"] = "2026-11-24", "2026-11-25"
	after.ID += "@2026-11-25"
	units.Features[i] = before
	units.Features = append(units.Features, after)
	d.Collections[feature.Units] = units
	srv, _ := served(t, func(*ops.Options) {}, d)
	for days, want := range map[int]string{1: "", 2: "2026-11-25"} {
		made, _ := answer[struct{ Notes []string }](t, srv, http.StatusCreated, "/api/v1/plans?lang=zh", fmt.Sprintf(`{"unit":%q,"from":"2026-11-24","days":%d}`, squad(t), days))
		told := strings.Contains(strings.Join(made.Notes, "\n"), "2026-11-25")
		if told != (want != "") || strings.ContainsAny(strings.Join(made.Notes, ""), "{}") {
			t.Errorf("%d days: %v", days, made.Notes)
		}
	}
}
