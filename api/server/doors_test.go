package server_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/people"
	"xunhu/api/server"
	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// asking puts one request with a body to a handler.
func asking(s *server.Server, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/geo+json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// bearer is the secret of a fresh token of a person, for all scopes.
func bearer(t *testing.T, st store.Store, person string) string {
	t.Helper()
	secret, token, err := people.NewToken(rand.Reader, person, "", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	token.Scopes = people.Scopes()
	if err := st.AddToken(t.Context(), "370481", token); err != nil {
		t.Fatal(err)
	}
	return secret
}

// One rule decides at every door: our own API, the OGC API with its writes, and what is
// exported. It is asked here of a person of every role, and of nobody.
func TestOneRuleAtEveryDoor(t *testing.T) {
	s, guard, st := wholeWith(t, &journal{}, demo.Dataset())
	org, err := atlas.Build(demo.Dataset())
	if err != nil {
		t.Fatal(err)
	}
	const (
		binhu = "[116.845,35.13]" // in 370481104, of Squad 3
		city  = "[117.17,35.06]"  // in a town of Squad 1
	)
	site := func(id, at string) string {
		return `{"type":"Feature",` + id + `"geometry":{"type":"Point","coordinates":` + at + `},"properties":{"name":"x","class":"other"}}`
	}
	closure := func(at string) string {
		return `{"type":"Feature","geometry":{"type":"LineString","coordinates":[` + at + `,` + strings.Replace(at, "]", "1]", 1) + `]},"properties":{"reason":"x"}}`
	}
	everywhere := func(r people.Right) func(people.Person) bool {
		return func(p people.Person) bool { return people.Everywhere(org, p, r) }
	}
	somewhere := func(r people.Right) func(people.Person) bool {
		return func(p people.Person) bool { return people.Somewhere(org, p, r) }
	}
	of := func(r people.Right, s people.Subject) func(people.Person) bool {
		return func(p people.Person) bool { return people.May(org, p, r, s) }
	}
	in := func(town string) people.Subject { return people.Subject{Towns: []string{town}} }
	free := func(people.Person) bool { return true }
	town, _ := org.Cover.Locate([2]float64{117.17, 35.06})
	doors := []struct {
		method, path, body string
		may                func(people.Person) bool
	}{
		{"GET", "/api/v1/region", "", free},
		{"GET", "/ogc/collections/towns/items?limit=1", "", free},
		{"GET", "/ogc/collections/closures/items", "", free},
		{"GET", "/tiles/region/8/211/101.mvt", "", free},
		{"GET", "/api/v1/plans", "", everywhere(people.ReadPlans)},
		{"GET", "/ogc/collections/plans/items", "", everywhere(people.ReadPlans)},
		{"GET", "/ogc/collections/plans/items/x", "", everywhere(people.ReadPlans)},
		{"GET", "/ogc/collections/tracks/items", "", everywhere(people.ReadTracks)},
		{"GET", "/ogc/collections/incidents/items", "", everywhere(people.ReadLeads)},
		{"GET", "/api/v1/incidents", "", somewhere(people.ReadLeads)},
		{"GET", "/api/v1/incidents/x/reporter?reason=x", "", somewhere(people.ReadReporters)},
		{"GET", "/api/v1/notices/ledger.csv", "", somewhere(people.ReadLedger)},
		{"GET", "/api/v1/figures/2026-10.json?unit=370481-BM-NY", "", of(people.ReadFigures, people.Of("370481-BM-NY"))},
		{"GET", "/api/v1/rosters", "", somewhere(people.ReadRosters)},
		{"GET", "/api/v1/equipment", "", somewhere(people.ReadEquipment)},
		{"GET", "/api/v1/people", "", somewhere(people.ReadPeople)},
		{"GET", "/api/v1/joint-patrols", "", somewhere(people.ReadJoint)},
		{"POST", "/api/v1/incidents", "{", somewhere(people.WriteLeads)},
		{"POST", "/api/v1/incidents/x/attachments?name=x", "x", somewhere(people.WriteLeads)},
		{"POST", "/api/v1/plans", `{"unit":"370481-ZD03","from":"2999-01-01","days":1}`, of(people.WritePlans, people.Of("370481-ZD03"))},
		{"POST", "/api/v1/rosters", `{"unit":"370481-ZX01","from":"1999-01-01","days":1}`, of(people.WriteRosters, people.Of("370481-ZX01"))},
		{"POST", "/api/v1/units/370481-ZX01/duty", "{", of(people.WriteDuty, people.Of("370481-ZX01"))},
		{"POST", "/api/v1/closures", closure(binhu), of(people.WriteClosures, in("370481104"))},
		{"POST", "/ogc/collections/sites/items", site("", binhu), of(people.WriteSites, in("370481104"))},
		{"POST", "/ogc/collections/wetlands/items", "{", everywhere(people.WriteRegion)},
		{"DELETE", "/ogc/collections/roads/items/none", "", everywhere(people.WriteRegion)},
		{"PUT", "/ogc/collections/sites/items/b", site(`"id":"b",`, city), func(p people.Person) bool {
			return people.May(org, p, people.WriteSites, in("370481104")) && people.May(org, p, people.WriteSites, in(town))
		}},
	}
	there := feature.Feature{ID: "b", Geometry: orb.Point{116.845, 35.13}, Props: map[string]any{"name": "x", "class": "other"}}
	if err := st.Insert(t.Context(), "370481", feature.Sites, there); err != nil {
		t.Fatal(err)
	}
	asked := map[dispatch.Role]bool{}
	told := map[bool]int{}
	for _, p := range people.Demonstration() {
		fresh := slices.DeleteFunc(slices.Clone(p.Roles), func(r dispatch.Role) bool { return asked[r] })
		if len(fresh) == 0 && p.ID != "demo-ZD03-head" { // the squad whose towns are asked for
			continue
		}
		for _, r := range p.Roles {
			asked[r] = true
		}
		secret := bearer(t, st, p.ID)
		if err := st.Update(t.Context(), "370481", feature.Sites, there); err != nil {
			t.Fatal(err)
		}
		for _, d := range doors {
			w := asking(s, d.method, d.path, d.body, "Authorization", "Bearer "+secret)
			got, want := w.Code != http.StatusForbidden, d.may(p)
			if told[got]++; got != want || w.Code == http.StatusUnauthorized {
				t.Errorf("%s (%v): %s %s: %d, want it allowed: %t; %s", p.ID, p.Roles, d.method, d.path, w.Code, want, w.Body)
			}
		}
	}
	if len(asked) != len(dispatch.Roles()) || told[true] < 100 || told[false] < 50 {
		t.Errorf("asked %d roles: %v", len(asked), told)
	}
	for _, d := range doors {
		open := d.method == http.MethodGet && d.may(people.Person{})
		if w := asking(s, d.method, d.path, d.body); (w.Code == http.StatusUnauthorized) == open {
			t.Errorf("nobody: %s %s: %d", d.method, d.path, w.Code)
		}
	}
	guard.Closed = true
	for _, d := range doors {
		if w := asking(s, d.method, d.path, d.body); w.Code != http.StatusUnauthorized {
			t.Errorf("nobody, and all is closed: %s %s: %d", d.method, d.path, w.Code)
		}
	}
}
