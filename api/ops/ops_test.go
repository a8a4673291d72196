package ops_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/format/geojson"
	"xunhu/geo/predicate"
	"xunhu/routing/patrol"
	"xunhu/routing/tour"
	"xunhu/routing/tour/search"
)

type collection struct {
	ID       string
	Features []struct {
		ID         string
		Geometry   json.RawMessage
		Properties map[string]any
	}
	Links         []struct{ Rel, Href string }
	NumberMatched int
	Seed          string
	Commitment    string `json:"seed_commitment"`
	Plans         []struct {
		ID, Unit, From string
		Days           int
	}
}

func (c collection) next() string {
	for _, l := range c.Links {
		if l.Rel == "next" {
			return l.Href
		}
	}
	return ""
}

func TestRegion(t *testing.T) {
	srv := demonstration(t)
	d := demo.Dataset()
	region, _ := answer[struct {
		Code         string
		Illustration bool
		Version      string
		BBox         []float64
		Counts       map[string]int
		Towns        []struct{ Code, Name string }
	}](t, srv, 200, "/api/v1/region", "")
	towns := d.Collections[feature.Towns].Features
	if region.Code != "370481" || !region.Illustration || region.Version == "" || len(region.BBox) != 4 || len(region.Towns) != len(towns) {
		t.Errorf("%+v", region)
	}
	for _, kind := range feature.Regional() {
		if got, want := region.Counts[string(kind)], len(d.Collections[kind].Features); got != want {
			t.Errorf("%d %s, want %d", got, kind, want)
		}
	}
	units, _ := answer[struct{ Units []struct{ ID, Class string } }](t, srv, 200, "/r/370481/api/v1/units", "")
	if len(units.Units) != len(d.Collections[feature.Units].Features) {
		t.Errorf("%d units", len(units.Units))
	}
	categories, _ := answer[struct {
		Categories []struct{ Code, ZH, EN, K string }
	}](t, srv, 200, "/api/v1/categories", "")
	if len(categories.Categories) < 40 || categories.Categories[0].Code != "A01" || categories.Categories[0].K != "K1" {
		t.Errorf("%+v", categories)
	}
}

// The worked examples of the field come back with the rows that they should.
func TestDecideExamples(t *testing.T) {
	srv := demonstration(t)
	for _, f := range demo.Examples() {
		want := f.Text("expect_v_row")
		if want == "" || f.Text("expect_h") != "NO" {
			continue // the flow is not traced yet
		}
		body, err := geojson.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := answer[struct {
			ID         string
			Properties struct {
				VRow    string `json:"v_row"`
				Lead    string
				Reasons []string
				Towns   []struct {
					Share   float64
					Nearest [][]float64
				}
			}
		}](t, srv, 200, "/api/v1/decide", string(body))
		p := got.Properties
		if got.ID != f.ID || p.VRow != want || len(p.Reasons) == 0 {
			t.Errorf("%s: %s by %q with %d reasons, want %s", got.ID, p.VRow, p.Lead, len(p.Reasons), want)
		}
		sum := 0.0
		for _, town := range p.Towns {
			sum += town.Share
			if len(town.Nearest) != 2 {
				t.Errorf("%s: nearest %v", got.ID, town.Nearest)
			}
		}
		if len(p.Towns) > 0 && sum > 0 && math.Abs(sum-1) > 1e-6 {
			t.Errorf("%s: shares sum to %v", got.ID, sum)
		}
	}
}

const incident = `{"type":"Feature","geometry":{"type":"Point","coordinates":[117.15,35.08]},"properties":{"category":"A01","note":"烟"}}`

// An incident that is reported can be read again, alone and in the list, and is
// the same as was answered.
func TestIncidentsAreKept(t *testing.T) {
	srv := demonstration(t)
	var ids []string
	for range 3 {
		got, resp := answer[map[string]any](t, srv, 201, "/api/v1/incidents?lang=en", incident)
		id, _ := got["id"].(string)
		ids = append(ids, id)
		if want := "/api/v1/incidents/" + id; resp.Header.Get("Location") != want {
			t.Errorf("Location %q, want %q", resp.Header.Get("Location"), want)
		}
		again, _ := answer[map[string]any](t, srv, 200, resp.Header.Get("Location")+"?lang=en", "")
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(again)
		if string(a) != string(b) {
			t.Errorf("answered %s\nkept %s", a, b)
		}
		props := got["properties"].(map[string]any)
		if props["note"] != "烟" || props["source"] != "patrol" || props["v_row"] == "" || props["occurred_at"] != "2026-11-23T08:00:00+08:00" {
			t.Errorf("%v", props)
		}
	}
	var listed []string
	for at := "/api/v1/incidents?limit=2"; at != ""; {
		page, _ := answer[collection](t, srv, 200, at, "")
		if page.NumberMatched != 3 {
			t.Errorf("matched %d", page.NumberMatched)
		}
		for _, f := range page.Features {
			listed = append(listed, f.ID)
		}
		at = page.next()
	}
	if strings.Join(listed, " ") != strings.Join(ids, " ") {
		t.Errorf("listed %v, kept %v", listed, ids)
	}
	own := strings.Replace(incident, `"Feature",`, `"Feature","id":"滕/7",`, 1)
	_, resp := answer[map[string]any](t, srv, 201, "/r/370481/api/v1/incidents", own)
	if at := resp.Header.Get("Location"); !strings.HasPrefix(at, "/r/370481/api/v1/incidents/") {
		t.Errorf("Location %q leaves the region", at)
	}
	answer[map[string]any](t, srv, 200, resp.Header.Get("Location"), "")
	answer[map[string]any](t, srv, 409, "/api/v1/incidents", own)
}

// What has not changed is not sent again; in another language it is another text.
func TestETag(t *testing.T) {
	srv := demonstration(t)
	first, _ := ask(t, srv, "/api/v1/incidents", "")
	tag := first.Header.Get("ETag")
	if again, body := ask(t, srv, "/api/v1/incidents", "", "If-None-Match", `W/"x", `+tag); tag == "" || again.StatusCode != 304 || len(body) > 0 {
		t.Errorf("ETag %q: %s %q", tag, again.Status, body)
	}
	answer[map[string]any](t, srv, 201, "/api/v1/incidents", incident)
	if changed, _ := ask(t, srv, "/api/v1/incidents", "", "If-None-Match", tag); changed.StatusCode != 200 {
		t.Errorf("after a change: %s", changed.Status)
	}
}

func TestRoute(t *testing.T) {
	srv := demonstration(t)
	got, _ := answer[collection](t, srv, 200, "/api/v1/route", `{"profile":"car","points":[[117.15,35.08],[117.2,35.1],[117.1,35.05]]}`)
	if len(got.Features) != 2 {
		t.Fatalf("%d legs", len(got.Features))
	}
	for i, leg := range got.Features {
		m, s := leg.Properties["distance_m"].(float64), leg.Properties["duration_s"].(float64)
		if m < 1000 || m > 50_000 || s < m/40 || leg.Properties["sequence"] != float64(i+1) {
			t.Errorf("leg %d: %v m in %v s", i, m, s)
		}
		steps := leg.Properties["steps"].([]any)
		onRoad := 0.0
		for _, s := range steps {
			onRoad += s.(map[string]any)["distance_m"].(float64)
		}
		if walk := leg.Properties["walk_m"].(float64); math.Abs(onRoad+walk-m) > 0.5 {
			t.Errorf("leg %d: %v m, of which steps tell %v and %v are walked", i, m, onRoad, walk)
		}
		last := steps[len(steps)-1].(map[string]any)
		if want := []string{"到达第 2 点", "到达终点"}[i]; last["turn"] != "arrive" || last["text"] != want {
			t.Errorf("leg %d ends with %v, want %s", i, last, want)
		}
	}
}

// Beside the fastest way others are offered, each slower than the one before it and on
// other towns' ground, or as many as there are.
func TestRouteWithAlternatives(t *testing.T) {
	srv := demonstration(t)
	got, _ := answer[collection](t, srv, 200, "/api/v1/route", `{"profile":"car","alternatives":3,"points":[[117.15,35.08],[117.0,35.1]]}`)
	if len(got.Features) < 2 || len(got.Features) > 4 {
		t.Fatalf("%d ways", len(got.Features))
	}
	fastest := got.Features[0].Properties["duration_s"].(float64)
	for i, way := range got.Features {
		p := way.Properties
		if s := p["duration_s"].(float64); s < fastest || s > 1.4*fastest || p["alternative"] != float64(i) {
			t.Errorf("way %d: %v, %v s; the fastest takes %v", i, p["alternative"], s, fastest)
		}
		if i > 0 && reflect.DeepEqual(p["towns"], got.Features[0].Properties["towns"]) {
			t.Errorf("way %d runs as the fastest does", i)
		}
	}
}

// By car to a landing, over the lake, and back.
func TestRouteByBoat(t *testing.T) {
	srv := demonstration(t)
	got, _ := answer[collection](t, srv, 200, "/api/v1/route", `{"profile":"boat","points":[[117.1367,35.1018],[116.85,35.05],[116.80,35.15],[117.1367,35.1018]]}`)
	modes, changes, ends := "", "", []string{}
	for _, leg := range got.Features {
		p := leg.Properties
		modes += fmt.Sprint(p["sequence"], " ", p["mode"], " ", p["landing"], "; ")
		if m, s := p["distance_m"].(float64), p["duration_s"].(float64); m < 1000 || s < m/30 {
			t.Errorf("%v m in %v s", m, s)
		}
		changes += fmt.Sprint(p["change_s"], " ")
		if steps, _ := p["steps"].([]any); p["mode"] == "road" {
			ends = append(ends, steps[len(steps)-1].(map[string]any)["text"].(string))
		}
	}
	if want := "1 road <nil>; 1 boat 370481104-MT01; 2 boat <nil>; 3 boat 370481104-MT02; 3 road <nil>; "; modes != want {
		t.Errorf("legs %s, want %s", modes, want)
	}
	if want := "<nil> 300 <nil> <nil> 300 "; changes != want {
		t.Errorf("changes of %s s, want %s", changes, want)
	}
	if want := []string{"到达滨湖镇1号码头，换船", "到达终点"}; !slices.Equal(ends, want) || got.Features[1].Properties["landing_name"] != "滨湖镇1号码头" {
		t.Errorf("the legs by road end with %q, want %q; landing %v", ends, want, got.Features[1].Properties["landing_name"])
	}
	for _, points := range []string{"[117.1,35.1],[117.15,35.05]", "[116.85,35.05],[116.87,34.87]"} {
		answer[map[string]any](t, srv, 422, "/api/v1/route", `{"profile":"boat","points":[`+points+`]}`)
	}
}

// What a boat reaches, how soon units come by car and boat, and how the wind delays them.
func TestReachedByBoat(t *testing.T) {
	srv := demonstration(t)
	areas, _ := answer[collection](t, srv, 200, "/api/v1/isochrone", `{"profile":"boat","at":[116.85,35.05],"minutes":[10,30]}`)
	blown, _ := answer[collection](t, srv, 200, "/api/v1/isochrone", `{"profile":"boat","at":[116.85,35.05],"minutes":[10,30],"wind_force":6,"wind_from_deg":0}`)
	for i, f := range areas.Features {
		if a, b := f.Properties["area_m2"].(float64), blown.Features[i].Properties["area_m2"].(float64); !(a > 1e6 && b < a) {
			t.Errorf("area %d of %.0f m², %.0f m² in the wind", i, a, b)
		}
	}
	m, _ := answer[struct{ Seconds [][]*int }](t, srv, 200, "/api/v1/matrix", `{"profile":"boat","points":[[116.85,35.05],[116.80,35.15]]}`)
	way, _ := answer[collection](t, srv, 200, "/api/v1/route", `{"profile":"boat","points":[[116.85,35.05],[116.80,35.15]]}`)
	if got, want := *m.Seconds[0][1], way.Features[0].Properties["duration_s"].(float64); math.Abs(float64(got)-want) > 1 {
		t.Errorf("matrix %d s, route %.1f s", got, want)
	}
	units := func(more string) []float64 {
		got, _ := answer[collection](t, srv, 200, "/api/v1/nearest?profile=boat&at=116.85,35.05"+more, "")
		var all []float64
		for _, f := range got.Features {
			if s, ok := f.Properties["duration_s"].(float64); ok {
				all = append(all, s)
			} else if f.Properties["reason"] == "" {
				t.Errorf("%v", f)
			}
		}
		return all
	}
	calm, windy := units(""), units("&wind_force=6")
	if len(calm) < 2 || !slices.IsSorted(calm) || len(windy) != len(calm) || !(windy[0] > calm[0]+10) {
		t.Errorf("units come after %v s, in the wind after %v s", calm, windy)
	}
	for path, body := range map[string]string{
		"/api/v1/isochrone": `{"profile":"boat","at":[117.15,35.05],"minutes":[10]}`,
		"/api/v1/route":     `{"profile":"boat","points":[[116.85,35.05],[116.80,35.15]],"wind_force":7}`,
		"/api/v1/matrix":    `{"profile":"boat","points":[[116.85,35.05],[117.15,35.05]]}`,
	} {
		refusedWith(t, srv, 422, path, body)
	}
	refusedWith(t, srv, 400, "/api/v1/nearest?profile=boat&at=116.85,35.05&wind_force=8", "")
}

// On foot to a place in a wetland: by road or path to it, and over its ground.
func TestRouteThroughAWetland(t *testing.T) {
	srv := demonstration(t)
	wet := demo.Dataset().Collections[feature.Wetlands].Features[0].Geometry
	b := wet.Bound()
	over := 0
	for i := range 8 {
		for j := range 8 {
			p := orb.Point{b.Min[0] + (b.Max[0]-b.Min[0])*(float64(i)+0.5)/8, b.Min[1] + (b.Max[1]-b.Min[1])*(float64(j)+0.5)/8}
			if predicate.In(p, wet) != predicate.Inside || over > 2 {
				continue
			}
			resp, text := ask(t, srv, "/api/v1/route", fmt.Sprintf(`{"profile":"foot","points":[[117.03,35.05],[%f,%f]]}`, p[0], p[1]))
			var got collection
			if err := json.Unmarshal(text, &got); err != nil || resp.StatusCode != 200 {
				continue // an island, or the lake
			}
			last := got.Features[len(got.Features)-1].Properties
			if last["mode"] != "ground" {
				continue
			}
			over++
			first := got.Features[0].Properties
			steps, _ := first["steps"].([]any)
			if len(got.Features) != 2 || first["mode"] != "road" || first["profile"] != "foot" || last["profile"] != "foot" || last["landing"] != nil || last["towns"] == nil ||
				len(steps) == 0 || steps[len(steps)-1].(map[string]any)["text"] != "离开道路，步行穿过湿地" {
				t.Errorf("%v", got.Features)
			}
		}
	}
	if over == 0 {
		t.Error("nobody walks through the wetland")
	}
}

// A plan is made, kept, listed without its tours, and read again; a seed that was
// chosen is shown, another is not.
func TestPlansAreKept(t *testing.T) {
	srv := demonstration(t)
	var unit string
	for _, f := range demo.Dataset().Collections[feature.Units].Features {
		if f.Text("class") == string(atlas.Squad) {
			unit = f.ID
			break
		}
	}
	made, resp := answer[collection](t, srv, 201, "/api/v1/plans", `{"unit":"`+unit+`","from":"2026-11-23","days":1,"seed":18446744073709551615}`)
	kinds := map[any]int{}
	for _, f := range made.Features {
		kinds[f.Properties["kind"]]++
	}
	if kinds["tour"] == 0 || kinds["leg"] == 0 || kinds["stop"] == 0 || made.Seed != "18446744073709551615" {
		t.Errorf("%v, seed %q", kinds, made.Seed)
	}
	again, _ := answer[collection](t, srv, 200, resp.Header.Get("Location"), "")
	if again.ID != made.ID || len(again.Features) != len(made.Features) {
		t.Errorf("kept as %s with %d features", again.ID, len(again.Features))
	}
	needs := `{"type":"FeatureCollection","name":"from QGIS","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[117.15,35.08]},"properties":{"name":"桥"}}]}`
	for from, shown := range map[string]bool{"2026-11-24": false, "2026-11-20": true} { // once the plan is over
		secret, resp := answer[collection](t, srv, 201, "/api/v1/plans", `{"unit":"`+unit+`","from":"`+from+`","days":2,"needs":`+needs+`}`)
		later, _ := answer[collection](t, srv, 200, resp.Header.Get("Location"), "")
		if secret.Seed != "" || (later.Seed != "") != shown {
			t.Errorf("from %s the seed %q is shown, later %q", from, secret.Seed, later.Seed)
		}
		if seed, err := strconv.ParseUint(later.Seed, 10, 64); shown && (err != nil || patrol.Commitment(seed, unit, time.Date(2026, 11, 20, 0, 0, 0, 0, china)) != later.Commitment) {
			t.Errorf("the seed %q does not fit %s", later.Seed, later.Commitment)
		}
	}
	list, _ := answer[collection](t, srv, 200, "/api/v1/plans", "")
	if len(list.Plans) != 3 || list.Plans[0].ID != made.ID || list.Plans[1].Days != 2 || list.Plans[0].Unit != unit {
		t.Errorf("%+v", list.Plans)
	}
}

// The planner stops in time for its plan to be kept, and refuses one that is too large.
func TestPlansHaveLimits(t *testing.T) {
	var left time.Duration
	srv := serviceWith(t, func(ctx context.Context, p *tour.Problem, seed uint64) (tour.Solution, error) {
		if end, ok := ctx.Deadline(); ok {
			left = time.Until(end)
		}
		return search.Tours(ctx, p, seed)
	}, &counting{}, demo.Dataset())
	unit := squad(t)
	answer[collection](t, srv, 201, "/api/v1/plans", `{"unit":"`+unit+`","from":"2026-11-23","days":1}`)
	if left <= 0 || left > 150*time.Second {
		t.Errorf("the solver has %v", left)
	}
	points := strings.Repeat("[117.15,35.08],", 40) + "[117.15,35.08]"
	resp, body := ask(t, srv, "/api/v1/plans?lang=en", `{"unit":"`+unit+`","from":"2026-11-23","days":92,"needs":{"type":"FeatureCollection","features":[
		{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[`+points+`]},"properties":{"interval_days":1}}]}}`)
	if resp.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(body), "3772 visits") {
		t.Errorf("%s: %s", resp.Status, body)
	}
}

// Without a region, or with several, the answer says what to do.
func TestWhichRegion(t *testing.T) {
	first := demo.Dataset() // of which towns are enough
	first.Collections = map[feature.Kind]feature.Collection{feature.Towns: first.Collections[feature.Towns]}
	other := first
	other.Region.Code = "other"
	for _, tc := range []struct {
		name   string
		srv    func(*testing.T) []atlas.Dataset
		path   string
		status int
	}{
		{"none", func(*testing.T) []atlas.Dataset { return nil }, "/api/v1/region", http.StatusServiceUnavailable},
		{"several", func(*testing.T) []atlas.Dataset { return []atlas.Dataset{first, other} }, "/api/v1/region", http.StatusNotFound},
		{"unknown", func(*testing.T) []atlas.Dataset { return []atlas.Dataset{first} }, "/r/999999/api/v1/region", http.StatusNotFound},
		{"named", func(*testing.T) []atlas.Dataset { return []atlas.Dataset{first, other} }, "/r/other/api/v1/region", http.StatusOK},
	} {
		t.Run(tc.name, func(t *testing.T) {
			srv := service(t, zeros{}, tc.srv(t)...)
			for _, lang := range []string{"zh", "en"} {
				resp, body := ask(t, srv, tc.path+"?lang="+lang, "")
				if resp.StatusCode != tc.status {
					t.Fatalf("%s, want %d", resp.Status, tc.status)
				}
				if tc.status != http.StatusOK {
					golden(t, "region_"+tc.name+"."+lang+".json", body)
				}
			}
		})
	}
}

// The regions can be listed where none is named, and where the name is of none.
func TestRegions(t *testing.T) {
	first := demo.Dataset()
	first.Collections = map[feature.Kind]feature.Collection{feature.Towns: first.Collections[feature.Towns]}
	other := first
	other.Region = atlas.Region{Code: "other", Name: "别处", NameEN: "Elsewhere"}
	type line struct {
		Code, Name   string
		NameEN       string `json:"name_en"`
		Illustration bool
	}
	here := line{first.Region.Code, first.Region.Name, first.Region.NameEN, true}
	for _, tc := range []struct {
		name     string
		datasets []atlas.Dataset
		want     []line
	}{
		{"none", nil, []line{}},
		{"one", []atlas.Dataset{first}, []line{here}},
		{"two", []atlas.Dataset{other, first}, []line{here, {"other", "别处", "Elsewhere", false}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			srv := service(t, zeros{}, tc.datasets...)
			for _, path := range []string{"/api/v1/regions", "/r/other/api/v1/regions", "/r/nowhere/api/v1/regions"} {
				got, _ := answer[struct{ Regions []line }](t, srv, http.StatusOK, path, "")
				if got.Regions == nil || !slices.Equal(got.Regions, tc.want) {
					t.Errorf("%s: %+v, want %+v", path, got.Regions, tc.want)
				}
			}
		})
	}
}
