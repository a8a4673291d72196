package ops_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"xunhu/api/auth"
	"xunhu/api/ops"
	"xunhu/api/people"
	"xunhu/geo/demo"
)

// Every operation of the contract says which right it needs. Nobody gets what needs somebody, and
// pages of other sites read what needs nobody and nothing else.
func TestEveryOperationStatesItsNeed(t *testing.T) {
	var guard *auth.Guard
	srv, _, _ := servedAs(t, func(o *ops.Options) { guard = o.Guard }, demo.Dataset())
	_, text := ask(t, srv, "/api/openapi.json", "")
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	asked := func(method, path string, header ...string) *http.Response {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), method, srv.URL+path, strings.NewReader("{"))
		r.RequestURI = ""
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		resp, err := srv.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		return resp
	}
	n := 0
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			n++
			stated, _ := op.Extensions["x-xunhu-needs"].(string)
			need := people.Right(stated)
			free := need == auth.Anybody || need == auth.Outside
			if !free && need != auth.Somebody && need != auth.Watcher && !slices.Contains(people.Rights(), need) {
				t.Errorf("%s %s needs %q, which is no right", method, path, need)
				continue
			}
			path := strings.NewReplacer("{", "", "}", "").Replace(path)
			resp := asked(method, path, "X-Forwarded-For", "192.0.2.1") // a stranger, and no demonstration
			if (resp.StatusCode != http.StatusUnauthorized) != free {
				t.Errorf("%s %s needs %q, and answers nobody with %s", method, path, need, resp.Status)
			}
			shared := resp.Header.Get("Access-Control-Allow-Origin") == "*"
			if want := need == auth.Anybody && method == http.MethodGet; shared != want {
				t.Errorf("%s %s needs %q; pages of other sites may read it: %t", method, path, need, shared)
			}
			if method == http.MethodGet && need != auth.Anybody && need != auth.Watcher && asked(method, path).Header.Get("Access-Control-Allow-Origin") != "" { // somebody of the demonstration
				t.Errorf("%s %s: what somebody is told may be read by pages of other sites", method, path)
			}
		}
	}
	if n < 60 {
		t.Errorf("%d operations", n)
	}
	for _, need := range []people.Right{"", "nothing.known"} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/api/v1/me", nil)
		r.Header.Set(ops.Declared, "demo-FJ-admin")
		if a, err := guard.Admit(httptest.NewRecorder(), r, need); err == nil {
			t.Errorf("what needs %q lets %s in", need, a.ID)
		}
	}
}
