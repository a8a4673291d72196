package ops_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"xunhu/api/people"
)

// A token reaches as far as its scopes and its days, and no further than its person.
func TestScopes(t *testing.T) {
	srv, st := tokened(t)
	held := func(person string, expires time.Time, scopes ...people.Scope) []string {
		t.Helper()
		secret, token, err := people.NewToken(rand.Reader, person, "test", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		token.Scopes, token.Expires = scopes, expires
		if err := st.AddToken(t.Context(), "370481", token); err != nil {
			t.Fatal(err)
		}
		return []string{"Authorization", "Bearer " + secret}
	}
	const (
		closure = `{"type":"Feature","geometry":{"type":"LineString","coordinates":[[117.15,35.08],[117.2,35.1]]},"properties":{"reason":"水淹"}}`
		plan    = `{"unit":"370481-ZX01","from":"2026-11-23","days":0}`
		roster  = `{"unit":"370481-FJ","from":"2026-11-23","days":0}`
	)
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, china) // the clock of the service
	for _, tc := range []struct {
		name    string
		token   []string
		want    map[string]int // by method of path and body
		lacking string
	}{
		{"reading alone", held("demo-FJ-desk", now.Add(time.Second), people.ScopeRead),
			map[string]int{"/me": 200, "/plans": 200, "/incidents": 200, "/closures " + closure: 403, "/plans " + plan: 403, "/rosters " + roster: 403, "/incidents/x/reporter?reason=x": 403}, "read"},
		{"leads alone", held("demo-FJ-desk", time.Time{}, people.ScopeLeads),
			map[string]int{"/me": 200, "/plans": 403, "/incidents": 403, "/closures " + closure: 403, "/incidents {": 400, "/incidents/x/reporter?reason=x": 404}, "leads"},
		{"plans alone", held("demo-FJ-desk", time.Time{}, people.ScopePlans),
			map[string]int{"/plans " + plan: 422, "/rosters " + roster: 422, "/rosters": 403, "/incidents {": 403}, "plans"},
		{"data alone", held("demo-FJ-desk", time.Time{}, people.ScopeData), map[string]int{"/closures " + closure: 201, "/plans " + plan: 403}, "data"},
		{"all scopes, of somebody who may not", held("demo-104-SO-member", time.Time{}, people.Scopes()...),
			map[string]int{"/plans": 200, "/plans " + plan: 403, "/closures " + closure: 403, "/incidents/x/reporter?reason=x": 403}, ""},
		{"none named", held("demo-FJ-desk", time.Time{}), map[string]int{"/plans": 200, "/plans " + plan: 422, "/incidents {": 400}, ""},
		{"expired", held("demo-FJ-desk", now, people.Scopes()...), map[string]int{"/me": 401, "/plans": 401, "/incidents {": 401}, ""},
	} {
		for what, want := range tc.want {
			path, body, _ := strings.Cut(what, " ")
			resp, text := ask(t, srv, "/api/v1"+path, body, append(tc.token, "Accept-Language", "en")...)
			if resp.StatusCode != want {
				t.Errorf("%s: %s: %d, want %d: %s", tc.name, what, resp.StatusCode, want, text)
			}
			if want == 403 && tc.lacking != "" && !strings.Contains(string(text), "held to “"+tc.lacking+"”") {
				t.Errorf("%s: %s: it is not said what is lacking: %s", tc.name, what, text)
			}
		}
	}
}
