package ogc_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"xunhu/api/ogc"
	"xunhu/api/store"
	"xunhu/api/store/storetest/either"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// The abstract tests of the standards, by their names, on each store.
func TestAbstract(t *testing.T) {
	for name, empty := range map[string]func(testing.TB) store.Store{"embedded": either.File, "PostGIS": either.Database} {
		t.Run(name, func(t *testing.T) { abstract(t, empty(t)) })
	}
}

// abstract runs all abstract tests over a store that is empty.
func abstract(t *testing.T, st store.Store) {
	d := world()
	for _, region := range []atlas.Dataset{d, demo.Dataset()} {
		if err := st.Save(t.Context(), region); err != nil {
			t.Fatal(err)
		}
	}
	s := ogc.New(loading(st), st,
		ogc.Options{Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Edit: editorOf(st), MayEdit: anybody, Hide: secrets})
	r := chi.NewRouter()
	r.Mount("/ogc", s.Routes())
	r.Mount("/r/{region}/ogc", s.Routes())
	srv := httptest.NewServer(r)
	t.Cleanup(srv.Close)
	a := &suite{srv: srv, data: d, known: map[string]map[string]queryable{}}
	for _, class := range []struct {
		name  string
		tests []abstractTest
	}{
		{"conf/core", coreTests},
		{"conf/crs", crsTests},
		{"conf/filter", filterTests}, {"conf/features-filter", featuresFilterTests},
		{"conf/queryables", queryableTests}, {"conf/queryables-query-parameters", parameterTests},
		{"conf/basic-cql2", basicTests}, {"conf/advanced-comparison-operators", advancedTests}, {"conf/case-insensitive-comparison", caseTests},
		{"conf/basic-spatial-functions", basicSpatialTests}, {"conf/basic-spatial-functions-plus", plusTests}, {"conf/spatial-functions", spatialTests},
		{"conf/temporal-functions", temporalTests}, {"conf/cql2-text", textTests}, {"conf/cql2-json", jsonTests},
		{"conf/schemas", schemaTests}, {"conf/returnables-and-receivables", returnableTests},
		{"conf/features/sites", schemaOfSitesTests},
		{"beyond", beyondTests},
	} {
		for _, one := range class.tests {
			t.Run(class.name+"/"+one.name, func(t *testing.T) { one.run(t, a) })
		}
	}
	for _, a.kind = range written {
		for class, tests := range map[string][]abstractTest{"conf/create-replace-delete": writeTests, "conf/optimistic-locking-etags": lockTests, "conf/features": featureTests} {
			for _, one := range tests {
				t.Run(class+"/"+string(a.kind)+"/"+one.name, func(t *testing.T) { one.run(t, a) })
			}
		}
	}
}

// loading gives the regions of a store as they stand, each version read once.
func loading(st store.Store) func(context.Context, string) (atlas.Dataset, error) {
	var mu sync.Mutex
	known := map[string]atlas.Dataset{}
	return func(ctx context.Context, code string) (atlas.Dataset, error) {
		mu.Lock()
		defer mu.Unlock()
		code = cmp.Or(code, "w")
		all, err := st.Regions(ctx)
		for _, r := range all {
			if d := known[code]; r.Code == code && d.Region.Version != r.Version {
				known[code], err = st.Load(ctx, code)
			}
		}
		return known[code], err
	}
}

type abstractTest struct {
	name string
	run  func(*testing.T, *suite)
}

// A suite is the service under test and what its tests found out.
type suite struct {
	srv   *httptest.Server
	data  atlas.Dataset
	kind  feature.Kind // that is written
	n     int          // of ids that were given
	valid []string     // predicates on incidents that were answered, for the tests called logical
	known map[string]map[string]queryable
}

// world is the standard's test data in small, drawn for these tests: countries that touch,
// places with dates, times and accented names, rivers across borders.
func world() atlas.Dataset {
	schema := func(k feature.Kind) feature.Schema { s, _ := feature.SchemaOf(k); return s }
	country := func(id, name string, ring ...orb.Point) feature.Feature {
		return feature.Feature{ID: id, Geometry: orb.MultiPolygon{{append(ring, ring[0])}}, Props: map[string]any{"name": name}}
	}
	place := func(id string, lon, lat float64, props map[string]any) feature.Feature {
		return feature.Feature{ID: id, Geometry: orb.Point{lon, lat}, Props: props}
	}
	return atlas.Dataset{
		Region: atlas.Region{Code: "w", Name: "小世界", NameEN: "Small world", Illustration: true, Attribution: "drawn for a test"},
		Collections: map[feature.Kind]feature.Collection{
			feature.Towns: {Schema: schema(feature.Towns), Features: []feature.Feature{
				country("de", "Deutschland", orb.Point{6, 50}, orb.Point{8, 48}, orb.Point{12, 48}, orb.Point{12, 54}, orb.Point{7, 54}),
				country("lu", "Luxemburg", orb.Point{6, 50}, orb.Point{5.7, 49.5}, orb.Point{6.5, 49.5}),
				country("be", "België", orb.Point{6, 50}, orb.Point{4, 51}, orb.Point{3, 50}, orb.Point{5.7, 49.5}),
				country("fj", "Viti", orb.Point{177, -18}, orb.Point{179, -18}, orb.Point{179, -16}, orb.Point{177, -16}),
				country("cl", "Chile", orb.Point{-72, -50}, orb.Point{-68, -50}, orb.Point{-68, -20}, orb.Point{-72, -20}),
			}},
			feature.Rivers: {Schema: schema(feature.Rivers), Features: []feature.Feature{
				{ID: "rhein", Geometry: orb.LineString{{8.5, 48.2}, {8, 50}, {6.8, 51}, {4, 51.9}}, Props: map[string]any{"name": "Rhein", "class": "river", "directed": true, "speed_ms": 1.5}},
				{ID: "elbe", Geometry: orb.LineString{{11, 51}, {9, 54}}, Props: map[string]any{"name": "Elbe", "class": "river", "directed": false}},
				{ID: "loa", Geometry: orb.LineString{{-69, -22}, {-70.5, -21.4}}, Props: map[string]any{"name": "Loa", "class": "stream"}},
			}},
			feature.Sites: {Schema: schema(feature.Sites), Features: []feature.Feature{
				place("kbh", 12.6, 55.7, map[string]any{"name": "København", "class": "section", "interval_days": int64(1038288)}),
				place("kiev", 30.5, 50.5, map[string]any{"name": "Kiev", "class": "section", "interval_days": int64(2709000)}),
				place("ber", 11.9, 52.5, map[string]any{"name": "Berlin", "class": "outfall", "interval_days": int64(3094014)}),
				place("bern", 7.5, 46.9, map[string]any{"name": "Bern", "class": "outfall"}),
				place("bir", -1.9, 52.5, map[string]any{"name": "Birmingham", "class": "other", "interval_days": int64(-5)}),
				place("lux", 6.1, 49.6, map[string]any{"name": "Luxembourg", "class": "outfall", "interval_days": int64(107260), "source": "it's \"so\"\tand\nso"}),
			}},
			feature.Zones: {Schema: schema(feature.Zones), Features: []feature.Feature{
				{ID: "z1", Geometry: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, Props: map[string]any{"name": "一区", "class": "water_source", "rank": int64(1), "valid_from": "2021-04-16", "valid_to": "2022-04-16"}},
				{ID: "z2", Geometry: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, Props: map[string]any{"name": "二区", "class": "water_source", "rank": int64(2), "valid_from": "2022-04-16", "valid_to": "2022-12-31"}},
				{ID: "z3", Geometry: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, Props: map[string]any{"name": "三区", "class": "water_source", "valid_from": "2023-04-16"}},
				{ID: "z4", Geometry: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, Props: map[string]any{"name": "四区", "class": "water_source"}},
			}},
			feature.Incidents: {Schema: schema(feature.Incidents), Features: []feature.Feature{
				place("i1", 6.1, 49.6, map[string]any{"category": "A01", "accuracy_m": 3.14, "occurred_at": "2021-04-16T10:15:59Z", "due_at": "2022-04-16T10:16:06Z", "revision": int64(1)}),
				place("i2", 9, 50, map[string]any{"category": "foo", "accuracy_m": 12.5, "occurred_at": "2022-04-16T12:13:19+02:00", "due_at": "2022-04-16T10:15:10Z"}),
				place("i3", 178, -17, map[string]any{"category": "FOO", "occurred_at": "2022-04-16T10:15:10Z", "due_at": "2022-12-31T10:16:06Z"}),
				{ID: "i4", Props: map[string]any{"note": "no place, no time"}},
			}},
			feature.Closures: {Schema: schema(feature.Closures), Features: []feature.Feature{
				{ID: "c1", Geometry: orb.Collection{orb.Point{9, 49}, orb.LineString{{9, 49}, {10, 49}}}, Props: map[string]any{"speed": 0.5, "from": "2022-04-16T10:13:19Z"}},
			}},
		},
	}
}

// items asks for a collection; status is that of the answer.
func (a *suite) items(t *testing.T, kind string, params ...string) (status int, ids []string, resp *http.Response, body []byte) {
	t.Helper()
	q := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		q.Set(params[i], params[i+1])
	}
	resp, body = get(t, a.srv, "/ogc/collections/"+kind+"/items?"+q.Encode())
	if resp.StatusCode == http.StatusOK {
		var p page
		decode(t, body, &p)
		if ids = p.ids(); p.NumberMatched != len(ids) {
			t.Errorf("%s %v: matched %d, gave %d", kind, params, p.NumberMatched, len(ids))
		}
	}
	return resp.StatusCode, ids, resp, body
}

// filtered gives what passes a filter in CQL2 Text.
func (a *suite) filtered(t *testing.T, kind, filter string) []string {
	t.Helper()
	status, ids, _, body := a.items(t, kind, "filter", filter)
	if status != http.StatusOK {
		t.Errorf("%s where %s: %d: %s", kind, filter, status, body)
	}
	if kind == "incidents" {
		a.valid = append(a.valid, filter)
	}
	return ids
}

func decode(t *testing.T, body []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatalf("%v: %.300s", err, body)
	}
}

func (a *suite) refused(t *testing.T, kind string, params ...string) {
	t.Helper()
	if status, _, resp, body := a.items(t, kind, params...); status != http.StatusBadRequest || resp.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s %v: %d, want 400: %.300s", kind, params, status, body)
	}
}

// A predicate of the standard's test data with what passes it.
type predicate struct{ kind, filter, want string }

// holds checks predicates; ids are in the order of the data.
func (a *suite) holds(t *testing.T, all []predicate) {
	t.Helper()
	for _, p := range all {
		if got := strings.Join(a.filtered(t, p.kind, p.filter), " "); got != p.want {
			t.Errorf("%s where %s: %q, want %q", p.kind, p.filter, got, p.want)
		}
	}
}

// apart tells of two results that have an item in common.
func apart(t *testing.T, what string, a, b []string) {
	t.Helper()
	for _, id := range a {
		if slices.Contains(b, id) {
			t.Errorf("%s: both have %s", what, id)
		}
	}
}

// queryable is a property as the service tells of it.
type queryable struct{ Type, Format string }

func (a *suite) queryables(t *testing.T, kind feature.Kind) map[string]queryable {
	t.Helper()
	if a.known[string(kind)] == nil {
		a.known[string(kind)] = getJSON[struct{ Properties map[string]queryable }](t, a.srv, "/ogc/collections/"+string(kind)+"/queryables").Properties
	}
	return a.known[string(kind)]
}

// each goes through all queryables that match, of the collections that hold something and
// of one that does not.
func (a *suite) each(t *testing.T, match func(queryable) bool, do func(kind, name string, q queryable)) {
	t.Helper()
	n := 0
	for _, s := range feature.Schemas() {
		if len(a.data.Collections[s.Kind].Features) == 0 && s.Kind != feature.Plans {
			continue
		}
		for name, q := range a.queryables(t, s.Kind) {
			if match(q) {
				do(string(s.Kind), `"`+name+`"`, q)
				n++
			}
		}
	}
	if n == 0 {
		t.Error("no queryable of this kind")
	}
}

func spatial(q queryable) bool { return strings.HasPrefix(q.Format, "geometry-") }

func typed(kind, format string) func(queryable) bool {
	return func(q queryable) bool { return q.Type == kind && q.Format == format }
}

func anyOf(all ...func(queryable) bool) func(queryable) bool {
	return func(q queryable) bool {
		return slices.ContainsFunc(all, func(f func(queryable) bool) bool { return f(q) })
	}
}

// logical combines predicates that were answered as the standard says, by chance, and
// compares each with what its parts give.
func logical(t *testing.T, a *suite) {
	rng := rand.New(rand.NewPCG(uint64(len(a.valid)), 0))
	passing := map[string][]string{}
	for range 10 {
		var p [4]string
		for i := range p {
			p[i] = a.valid[rng.IntN(len(a.valid))]
		}
		// In two values: what is unknown is not in a result, nor in that of its contrary.
		got := a.filtered(t, "incidents", fmt.Sprintf("((NOT (%s) AND %s) OR (%s and NOT (%s)) or not (%s AND %s))", p[0], p[1], p[2], p[3], p[0], p[3]))
		in := func(f, id string) bool {
			if _, asked := passing[f]; !asked {
				passing[f] = a.filtered(t, "incidents", f)
			}
			return slices.Contains(passing[f], id)
		}
		for _, id := range []string{"i1", "i2", "i3", "i4"} {
			not := func(f string) bool { return in("NOT ("+f+")", id) }
			want := not(p[0]) && in(p[1], id) || in(p[2], id) && not(p[3]) || not(p[0]) || not(p[3])
			if slices.Contains(got, id) != want {
				t.Errorf("%s passes %t, want %t: %q", id, !want, want, p)
			}
		}
	}
}
