package ops_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"

	"xunhu/api/ops"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

type closureAnswer struct {
	ID         string
	Properties struct {
		State, Person, Reason, LiftedBy string
		Revision                        int
		AffectsM                        float64 `json:"affects_m"`
	}
}

const trip = `{"profile":"%s","points":[[117.15,35.08],[117.2,35.1]]%s}`

// A closure is in force for the next question, everywhere and for whom it is meant, and no
// longer when it is lifted; it stays listed.
func TestClosureIsInForce(t *testing.T) {
	srv := demonstration(t)
	type route struct {
		Closures []string
		Features []struct {
			Geometry   struct{ Coordinates [][]float64 }
			Properties struct {
				DurationS float64 `json:"duration_s"`
			}
		}
	}
	by := func(profile, more string) (float64, []string, [][]float64) {
		t.Helper()
		got, _ := answer[route](t, srv, 200, "/api/v1/route", fmt.Sprintf(trip, profile, more))
		return got.Features[0].Properties.DurationS, got.Closures, got.Features[0].Geometry.Coordinates
	}
	usual, none, line := by("car", "")
	onFoot, _, _ := by("foot", "")
	if len(none) != 0 {
		t.Fatalf("closures of an empty store: %v", none)
	}
	p := line[len(line)/2]
	area := fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]f,%[2]f],[%[3]f,%[2]f],[%[3]f,%[4]f],[%[1]f,%[2]f]]]}`, p[0]-0.0004, p[1]-0.0004, p[0]+0.0008, p[1]+0.0008)
	set := func(props string) (closureAnswer, *http.Response) {
		t.Helper()
		return answer[closureAnswer](t, srv, 201, "/api/v1/closures", `{"type":"Feature","geometry":`+area+`,"properties":`+props+`}`)
	}
	slow, resp := set(`{"reason":"水淹","speed":0.1,"profiles":["car"]}`)
	if slow.Properties.State != "in_force" || slow.Properties.Person != ops.Usual || !(slow.Properties.AffectsM > 0) || resp.Header.Get("ETag") != `"1"` {
		t.Errorf("%+v, ETag %s", slow, resp.Header.Get("ETag"))
	}
	later, _ := set(`{"reason":"清淤","from":"2027-03-01T08:00:00+08:00","until":"2027-03-02T08:00:00+08:00"}`)
	if later.Properties.State != "planned" {
		t.Errorf("%+v", later)
	}
	now, ids, _ := by("car", "")
	if !(now > usual+1) || !slices.Equal(ids, []string{slow.ID}) {
		t.Errorf("%.1f s with %v, %.1f s without", now, ids, usual)
	}
	if s, ids, _ := by("foot", ""); math.Abs(s-onFoot) > 0 || len(ids) != 0 {
		t.Errorf("on foot %.1f s with %v, %.1f s without", s, ids, onFoot)
	}
	if _, ids, _ := by("car", `,"depart":"2027-03-01T09:00:00+08:00"`); !slices.Equal(ids, []string{slow.ID, later.ID}) {
		t.Errorf("in March: %v", ids)
	}
	if _, ids, _ := by("car", `,"depart":"2027-03-02T00:00:00Z"`); !slices.Equal(ids, []string{slow.ID}) {
		t.Errorf("when it has ended: %v", ids)
	}
	matrix, _ := answer[struct {
		Closures []string
		Seconds  [][]*int
	}](t, srv, 200, "/api/v1/matrix", fmt.Sprintf(trip, "car", ""))
	if got := *matrix.Seconds[0][1]; math.Abs(float64(got)-now) > 1 || !slices.Equal(matrix.Closures, []string{slow.ID}) {
		t.Errorf("matrix: %d s with %v, route %.1f s", got, matrix.Closures, now)
	}
	var unit string
	for _, f := range demo.Dataset().Collections[feature.Units].Features {
		if f.Text("class") == string(atlas.Squad) {
			unit = f.ID
			break
		}
	}
	plan, _ := answer[struct{ Versions struct{ Closures []string } }](t, srv, 201, "/api/v1/plans", `{"unit":"`+unit+`","from":"2027-03-01","days":1,"seed":1}`)
	if !slices.Equal(plan.Versions.Closures, []string{slow.ID, later.ID}) {
		t.Errorf("the plan took account of %v", plan.Versions.Closures)
	}

	at := "/api/v1/closures/" + slow.ID
	refusedWith(t, srv, 428, at+"/lift", `{"reason":"水退"}`)
	refusedWith(t, srv, 422, at+"/lift", `{"reason":" "}`, "If-Match", `"1"`)
	for range 2 { // the second is answered, and does nothing
		if resp, text := ask(t, srv, at+"/lift", `{"reason":"水退"}`, "If-Match", `"1"`, "Idempotency-Key", "x"); resp.StatusCode != 200 || !strings.Contains(string(text), `"state":"lifted"`) {
			t.Fatalf("%s: %s", resp.Status, text)
		}
	}
	refusedWith(t, srv, 412, at+"/lift", `{"reason":"水退"}`, "If-Match", `"1"`)
	refusedWith(t, srv, 409, at+"/lift", `{"reason":"水退"}`, "If-Match", "*")
	refusedWith(t, srv, 404, "/api/v1/closures/none/lift", `{"reason":"水退"}`, "If-Match", "*")
	if s, ids, _ := by("car", ""); math.Abs(s-usual) > 0 || len(ids) != 0 {
		t.Errorf("lifted: %.1f s with %v, %.1f s before", s, ids, usual)
	}
	list, _ := answer[collection](t, srv, 200, "/api/v1/closures", "")
	if list.NumberMatched != 2 || list.Features[0].Properties["state"] != "lifted" || list.Features[0].Properties["lift_reason"] != "水退" {
		t.Errorf("listed: %+v", list)
	}
	if then, _ := answer[collection](t, srv, 200, "/api/v1/closures?in_force=2027-03-01T00:00:00Z", ""); len(then.Features) != 1 || then.Features[0].ID != later.ID {
		t.Errorf("in force in March: %+v", then)
	}
	if read, resp := answer[closureAnswer](t, srv, 200, at, ""); read.Properties.Revision != 2 || !strings.HasPrefix(resp.Header.Get("ETag"), `"2-`) {
		t.Errorf("%+v, ETag %s", read, resp.Header.Get("ETag"))
	}
}

// Who may not close roads is told so; all faults are told together.
func TestClosureRefused(t *testing.T) {
	srv := demonstration(t)
	good := `{"type":"Feature","geometry":{"type":"LineString","coordinates":[[117.15,35.08],[117.2,35.1]]},"properties":{"reason":"水淹"}}`
	for _, who := range []string{"demo-104-SO-member", "demo-FJ-audit", "demo-104-ZF-leader"} {
		refusedWith(t, srv, 403, "/api/v1/closures", good, ops.Declared, who)
	}
	binhu := `{"type":"Feature","geometry":{"type":"LineString","coordinates":[[116.845,35.13],[116.85,35.13]]},"properties":{"reason":"水淹"}}`
	refusedWith(t, srv, 403, "/api/v1/closures", good, ops.Declared, "demo-104-SO-head") // not in its town
	for who, where := range map[string]string{"demo-104-SO-head": binhu, "demo-FJ-desk": good} {
		if resp, text := ask(t, srv, "/api/v1/closures", where, ops.Declared, who); resp.StatusCode != 201 {
			t.Errorf("%s: %s", who, text)
		}
	}
	var ids []string
	for range 2 { // with a key it is set once
		resp, text := ask(t, srv, "/api/v1/closures", good, "Idempotency-Key", "k")
		var one closureAnswer
		if err := json.Unmarshal(text, &one); err != nil || resp.StatusCode != 201 || resp.Header.Get("Location") != "/api/v1/closures/"+one.ID {
			t.Errorf("%s, %s: %s", resp.Status, resp.Header.Get("Location"), text)
		}
		ids = append(ids, one.ID)
	}
	if list, _ := answer[collection](t, srv, 200, "/api/v1/closures", ""); ids[0] != ids[1] || list.NumberMatched != 3 {
		t.Errorf("set as %v, %d in all", ids, list.NumberMatched)
	}
	refusedWith(t, srv, 422, "/api/v1/closures", strings.Replace(good, "水淹", "塌方", 1), "Idempotency-Key", "k")
	f := refusedWith(t, srv, 422, "/api/v1/closures", `{"type":"Feature","geometry":{"type":"Point","coordinates":[117.15,35.08]},
		"properties":{"profiles":["car","sledge"],"from":"tomorrow","until":"2020-01-01T00:00:00Z","speed":1,"reason":""}}`)
	var at []string
	for _, e := range f.Errors {
		at = append(at, e.Pointer)
	}
	slices.Sort(at)
	if got := strings.Join(at, " "); got != "/geometry /properties/from /properties/profiles /properties/reason /properties/speed /properties/until" {
		t.Errorf("faults at %s", got)
	}
	refusedWith(t, srv, 422, "/api/v1/closures", strings.Replace(good, "[117.2,35.1]", "[217.2,35.1]", 1))
	refusedWith(t, srv, 422, "/api/v1/route", fmt.Sprintf(trip, "car", `,"depart":"soon"`))
	srv, _ = tokened(t)
	refusedWith(t, srv, 401, "/api/v1/closures", good)
}

// Whoever listens is told that a closure was set.
func TestClosureIsStreamed(t *testing.T) {
	srv := demonstration(t)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	in := bufio.NewReader(resp.Body)
	wait := func(data string) {
		t.Helper()
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				t.Fatalf("the stream ended before %s: %v", data, err)
			}
			if line == "event: closure\n" {
				if line, _ = in.ReadString('\n'); line != data {
					t.Errorf("told %q, want %q", line, data)
				}
				return
			}
		}
	}
	wait("data: {\"changes\":0}\n")
	answer[closureAnswer](t, srv, 201, "/api/v1/closures", `{"type":"Feature","geometry":{"type":"LineString","coordinates":[[117.15,35.08],[117.2,35.1]]},"properties":{"reason":"水淹"}}`)
	wait("data: {\"changes\":1}\n")
}

// Who set a closure, and who lifted it, is told to those who prove who they are.
func TestClosuresNameNobodyToStrangers(t *testing.T) {
	srv := demonstration(t)
	const shut = `{"type":"Feature","geometry":{"type":"LineString","coordinates":[[117.15,35.08],[117.16,35.08]]},"properties":{"reason":"水淹"}}`
	set, _ := answer[closureAnswer](t, srv, 201, "/api/v1/closures", shut)
	if resp, text := ask(t, srv, "/api/v1/closures/"+set.ID+"/lift", `{"reason":"已退水"}`, "If-Match", `"1"`); resp.StatusCode != 200 || !strings.Contains(string(text), `"lifted_by"`) {
		t.Fatalf("%s %s", resp.Status, text)
	}
	for _, path := range []string{"/api/v1/closures", "/api/v1/closures/" + set.ID} {
		if _, text := ask(t, srv, path, ""); !strings.Contains(string(text), ops.Usual) {
			t.Errorf("%s names nobody to who needs no proof: %s", path, text)
		}
		resp, text := ask(t, srv, path, "", "X-Forwarded-For", "10.0.0.7")
		if resp.StatusCode != 200 || resp.Header.Get("WWW-Authenticate") != "" || !strings.Contains(string(text), set.ID) ||
			strings.Contains(string(text), ops.Usual) || strings.Contains(string(text), "lifted_by") {
			t.Errorf("%s to a stranger: %s %s", path, resp.Status, text)
		}
	}
}
