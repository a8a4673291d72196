package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"xunhu/api/ops"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// Programs that people use read what the service serves, from either store: GDAL, QGIS, ogc-client
// and MapLibre by the OGC API, and QGIS by the GeoPackage itself and by the views of the
// database, with the styles that are stored there, while the service runs.
func TestClients(t *testing.T) {
	if os.Getenv("XUNHU_CLIENTS") == "" {
		t.Skip("make clients installs them and runs this")
	}
	for _, over := range []string{"embedded", "postgis"} {
		t.Run(over, func(t *testing.T) {
			x := &walker{t: t, data: filepath.Join(t.TempDir(), "data")}
			var database string
			var flags []string
			if over == "postgis" {
				database = pgtest.Fresh(t)
				flags = []string{"--database-url", database}
			}
			address, stop, _ := x.served(flags...)
			defer stop()
			secret := x.run(exitDone, append([]string{"token", "add", ops.Usual}, flags...)...)
			c := &clients{walker: x, asked: asked{to: address, token: strings.TrimSpace(string(secret))}}
			srv := httptest.NewServer(c.asked.proxy(t))
			defer srv.Close()
			c.address = srv.URL
			c.live()
			c.count()
			t.Run("GDAL", c.gdal)
			t.Run("QGIS", func(t *testing.T) { c.qgis(t, database) })
			t.Run("ogc-client", c.ogcClient)
			t.Run("MapLibre", c.mapLibre)
		})
	}
}

// outfalls is how many sites of the demonstration are.
var outfalls = len(slices.DeleteFunc(slices.Clone(demo.Dataset().Collections[feature.Sites].Features), func(f feature.Feature) bool { return f.Text("class") != "outfall" }))

// clients are programs that ask a service.
type clients struct {
	*walker
	asked   asked
	address string
	matched map[string]int // features of each collection
}

// asked writes down what is asked of a service.
type asked struct {
	to    string
	token string // with which the clients ask, who come by another address than the demonstration's
	mu    sync.Mutex
	all   []string
}

func (a *asked) proxy(t *testing.T) http.Handler {
	to, err := url.Parse(a.to)
	if err != nil {
		t.Fatal(err)
	}
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		a.mu.Lock()
		defer a.mu.Unlock()
		said := r.In.URL.Query().Encode()
		a.all = append(a.all, r.In.URL.Path+"?"+said)
		r.SetURL(to)
		r.Out.Host = r.In.Host
		r.Out.Header.Set("Authorization", "Bearer "+a.token)
	}}
}

// of gives what was asked of a path.
func (a *asked) of(path string) (all []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, one := range a.all {
		if strings.HasPrefix(one, path+"?") {
			all = append(all, one)
		}
	}
	return all
}

// forget forgets what was asked.
func (a *asked) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all = nil
}

// live makes what people make: an incident and a closed road.
func (c *clients) live() {
	c.t.Helper()
	for path, body := range map[string]string{
		"incidents": `{"type":"Feature","geometry":{"type":"Point","coordinates":[117.16,35.08]},"properties":{"category":"W03","note":"排口发黑"}}`,
		"closures":  `{"type":"Feature","geometry":{"type":"LineString","coordinates":[[117.15,35.08],[117.17,35.09]]},"properties":{"reason":"桥面维修"}}`,
	} {
		req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.address+"/api/v1/"+path, strings.NewReader(body))
		if err != nil {
			c.t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/geo+json")
		req.Header.Set("Idempotency-Key", path)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			c.t.Fatal(err)
		}
		said, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != http.StatusCreated {
			c.t.Fatalf("%s: %s: %s", path, resp.Status, said)
		}
	}
}

// count asks how many features each collection has.
func (c *clients) count() {
	c.t.Helper()
	c.matched = map[string]int{}
	for _, s := range feature.Schemas() {
		resp, err := http.Get(c.address + "/ogc/collections/" + string(s.Kind) + "/items?f=json&limit=1")
		if err != nil {
			c.t.Fatal(err)
		}
		var page struct{ NumberMatched int }
		err = json.NewDecoder(resp.Body).Decode(&page)
		resp.Body.Close()
		if err != nil {
			c.t.Fatal(err)
		}
		c.matched[string(s.Kind)] = page.NumberMatched
	}
	if c.matched["incidents"] != 1 || c.matched["closures"] != 1 || c.matched["sites"] < 50 {
		c.t.Fatalf("the service has %v", c.matched)
	}
}

func (c *clients) gdal(t *testing.T) {
	for kind, want := range c.matched {
		said := command(t, "ogrinfo", "-ro", "-so", "OAPIF:"+c.address+"/ogc", kind, "-oo", "PAGE_SIZE=7")
		if !strings.Contains(said, fmt.Sprintf("Feature Count: %d\n", want)) {
			t.Errorf("%s: not %d features:\n%s", kind, want, said)
		}
	}
	c.asked.forget()
	file := filepath.Join(t.TempDir(), "sites.gpkg")
	command(t, "ogr2ogr", "-t_srs", "EPSG:4548", "-where", "class = 'outfall'", file, "OAPIF:"+c.address+"/ogc", "sites", "-oo", "PAGE_SIZE=7")
	pushed := c.asked.of("/ogc/collections/sites/items")
	if len(pushed) < 2 || !slices.ContainsFunc(pushed, func(q string) bool {
		return strings.Contains(q, "class=outfall") || strings.Contains(q, "filter=")
	}) {
		t.Errorf("GDAL asked %v", pushed)
	}
	if said := command(t, "ogrinfo", "-ro", "-so", file, "sites"); !strings.Contains(said, "Feature Count: "+strconv.Itoa(outfalls)+"\n") || !strings.Contains(said, "4548") {
		t.Errorf("%d outfalls became\n%s", outfalls, said)
	}
}

// seenLayer is what QGIS saw of a layer.
type seenLayer struct {
	Error           string
	Told, Read      int
	Paged           *int
	Fields          map[string]string
	Style, Labels   bool
	Renderer, Alias string
	Faults          []string
	CRS             string
	Why             string
}

func (c *clients) qgis(t *testing.T, database string) {
	dir := t.TempDir()
	town := demo.Dataset().Collections[feature.Towns].Features[0].Geometry.Bound()
	whole := demo.Dataset().Bound()
	orders := map[string]any{
		"ogc": c.address + "/ogc", "collections": sortedNames(c.matched), "picture": filepath.Join(dir, "map.png"),
		"box":     []float64{town.Min[0], town.Min[1], town.Max[0], town.Max[1]},
		"box_all": []float64{whole.Min[0], whole.Min[1], whole.Max[0], whole.Max[1]},
	}
	var tables []string
	for _, s := range feature.Schemas() {
		if s.Kind != feature.Codes {
			tables = append(tables, string(s.Kind))
		}
	}
	orders["tables"] = tables
	if database == "" {
		orders["gpkg"] = filepath.Join(c.data, "region.gpkg")
	} else {
		orders["pg"] = mapper(t, database)
	}
	b, err := json.Marshal(orders)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "orders.json")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	c.asked.forget()
	var out struct {
		Version string
		Service map[string]seenLayer
		Tables  map[string]seenLayer
		Picture struct {
			Errors  []string
			Colours int
		}
	}
	said := command(t, "/usr/bin/python3", "testdata/clients/in_qgis.py", file)
	if err := json.Unmarshal([]byte(said[max(0, strings.IndexByte(said, '{')):]), &out); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for kind, want := range c.matched {
		if one := out.Service[kind]; one.Told != want || one.Read != want || one.Paged == nil || *one.Paged != want || one.Error != "" {
			t.Errorf("%s by the OGC API: %+v, want %d", kind, one, want)
		}
	}
	if got := out.Service["outfalls"].Read; got != outfalls {
		t.Errorf("%d outfalls, want %d", got, outfalls)
	}
	if late, early := out.Service["late"].Read, out.Service["early"].Read; late != 1 || early != 0 {
		t.Errorf("%d incidents after 2020, %d before", late, early)
	}
	if got := out.Service["box"].Read; got == 0 || got >= c.matched["towns"] {
		t.Errorf("%d of %d towns are in a box", got, c.matched["towns"])
	}
	for path, want := range map[string]string{"incidents": "datetime=", "towns": "bbox="} { // QGIS 3.22 hands on no more than these
		if asked := c.asked.of("/ogc/collections/" + path + "/items"); !slices.ContainsFunc(asked, func(q string) bool { return strings.Contains(q, want) }) {
			t.Errorf("QGIS asked of %s %v", path, asked)
		}
	}
	for _, kind := range tables {
		one := out.Tables[kind]
		mixed := kind == "incidents" || kind == "closures"
		if one.Read != c.matched[kind] || one.Error != "" || !one.Style || one.Renderer != "RuleRenderer" || len(one.Faults) > 0 || !mixed && one.CRS != "EPSG:4326" {
			t.Errorf("%s as it is kept: %+v, want %d", kind, one, c.matched[kind])
		}
	}
	if one := out.Tables["towns"]; !one.Labels || one.Alias != "名称 / name" {
		t.Errorf("towns have neither names nor titles: %+v", one)
	}
	if len(out.Picture.Errors) > 0 || out.Picture.Colours < 500 {
		t.Errorf("the map: %+v", out.Picture)
	}
	if to := os.Getenv("XUNHU_CLIENTS"); filepath.IsAbs(to) { // to be looked at
		picture, err := os.ReadFile(filepath.Join(dir, "map.png"))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, "qgis-"+filepath.Base(filepath.Dir(t.Name()))+".png"), picture, 0o644)
		}
		if err != nil {
			t.Error(err)
		}
	}
}

// mapper makes a role that may read what is meant for maps, as the README says, and gives
// how QGIS connects as it.
func mapper(t *testing.T, database string) string {
	t.Helper()
	at, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	host, name := at.Query().Get("host"), strings.TrimPrefix(at.Path, "/")
	command(t, "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-h", host, "-U", at.User.Username(), "-c", `CREATE ROLE mapper LOGIN; GRANT USAGE ON SCHEMA xunhu_gis TO mapper;
		GRANT SELECT ON ALL TABLES IN SCHEMA xunhu_gis TO mapper; ALTER ROLE mapper SET search_path = xunhu_gis, public`, name)
	return fmt.Sprintf("host='%s' dbname='%s' user='mapper'", host, name)
}

func (c *clients) ogcClient(t *testing.T) {
	module, err := filepath.Abs("../../.cache/peers/node_modules/@camptocamp/ogc-client/dist/dist-node.js")
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		Features, One bool
		Collections   map[string]struct {
			Title, URL                    string
			CRS, Queryables, Read, Status int
			Within                        *int
		}
	}
	said := command(t, "node", "testdata/clients/in_ogc_client.mjs", module, c.address+"/ogc")
	if err := json.Unmarshal([]byte(said), &out); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if !out.Features || !out.One || len(out.Collections) != len(c.matched) {
		t.Errorf("%+v", out)
	}
	for kind, want := range c.matched {
		if one := out.Collections[kind]; one.Read != want || one.Status != http.StatusOK || one.CRS < 3 || one.Queryables == 0 || one.Within == nil {
			t.Errorf("%s: %+v, want %d", kind, one, want)
		}
	}
}

// A page of another origin draws every collection that is open, whole and as tiles, and none of the others.
func (c *clients) mapLibre(t *testing.T) {
	dir := t.TempDir()
	if to := os.Getenv("XUNHU_CLIENTS"); filepath.IsAbs(to) { // to be looked at
		dir = to
	}
	whole := demo.Dataset().Bound()
	said := command(t, "node", "testdata/clients/in_maplibre.mjs", c.address,
		fmt.Sprintf("%g,%g,%g,%g", whole.Min[0], whole.Min[1], whole.Max[0], whole.Max[1]), filepath.Join(dir, "maplibre-"+filepath.Base(filepath.Dir(t.Name()))+".png"))
	var out map[string]struct {
		Read, Drawn, Tiled int
		Refused, Untiled   string
	}
	if err := json.Unmarshal([]byte(said), &out); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for kind, want := range c.matched {
		one := out[kind]
		switch feature.Kind(kind) {
		case feature.Incidents, feature.Plans, feature.Tracks: // for those alone who ask for themselves
			if one.Read+one.Drawn+one.Tiled > 0 || one.Refused == "" || one.Untiled == "" {
				t.Errorf("another origin reads %s: %+v", kind, one)
			}
		case feature.Codes, feature.RoadRules: // nowhere on a map
			if one.Read != want || one.Refused != "" {
				t.Errorf("%s: %+v, want %d", kind, one, want)
			}
		default:
			if one.Read != want || one.Drawn == 0 || one.Tiled == 0 || one.Tiled > one.Drawn || one.Refused+one.Untiled != "" {
				t.Errorf("%s: %+v, want %d", kind, one, want)
			}
		}
	}
}

func sortedNames(m map[string]int) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// command runs a program and gives what it says.
func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	var out, wrong bytes.Buffer
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Stdout, cmd.Stderr = &out, &wrong
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %v: %v\n%s%s", name, args, err, out.String(), wrong.String())
	}
	return out.String()
}
