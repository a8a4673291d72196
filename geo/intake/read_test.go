package intake_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/intake"
)

// two are two towns side by side, by their corners near 117° E 35° N.
const two = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"XZQMC":"西村镇","XZQDM":"370481101000","试点":"是"},"geometry":{"type":"Polygon","coordinates":[[[117,35],[117.1,35],[117.1,35.1],[117,35.1],[117,35]]]}},
{"type":"Feature","properties":{"XZQMC":"东村镇","XZQDM":"370481102000"},"geometry":{"type":"Polygon","coordinates":[[[117.1,35],[117.2,35],[117.2,35.1],[117.1,35.1],[117.1,35]]]}}]}`

// features makes a GeoJSON file of properties and geometries in turns.
func features(parts ...string) string {
	var list []string
	for i := 0; i < len(parts); i += 2 {
		list = append(list, fmt.Sprintf(`{"type":"Feature","properties":%s,"geometry":%s}`, parts[i], parts[i+1]))
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(list, ",") + `]}`
}

func disk(files ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return m
}

// region reads the two towns into a new region.
func region(t testing.TB) atlas.Dataset {
	t.Helper()
	d, _, err := intake.Read(context.Background(), disk("两村县乡镇.geojson", two), []string{"两村县乡镇.geojson"}, nil, intake.Request{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTownsMakeARegion(t *testing.T) {
	d := region(t)
	if d.Region.Code != "370481" || d.Region.Name != "两村县" {
		t.Errorf("region %+v", d.Region)
	}
	towns := d.Collections[feature.Towns].Features
	if len(towns) != 2 || towns[0].ID != "370481101" || towns[0].Text("name") != "西村镇" || !towns[0].Flag("pilot") {
		t.Fatalf("towns %+v", towns)
	}
	if _, ok := towns[0].Geometry.(orb.MultiPolygon); !ok {
		t.Errorf("a town is a %T", towns[0].Geometry)
	}
	a, err := atlas.Build(d)
	if err != nil {
		t.Fatal(err)
	}
	if town, ok := a.Town("370481102"); !ok || town.Station != "370481102-SO" || town.Squad != "370481-ZD01" {
		t.Errorf("town %+v", town)
	}
	for _, u := range d.Collections[feature.Units].Features {
		if u.Text("source") != intake.Generated {
			t.Errorf("%s does not say that it was made up", u.ID)
		}
	}
}

// Reading changes nothing but the kind that was read, and not the base itself.
func TestOneKindReplacesOneCollection(t *testing.T) {
	base := region(t)
	before, err := json.Marshal(base)
	if err != nil {
		t.Fatal(err)
	}
	lakes := features(`{"名称":"东湖","编号":"H1"}`, `{"type":"Polygon","coordinates":[[[117.11,35.01],[117.12,35.01],[117.12,35.02],[117.11,35.01]]]}`)
	d, report, err := intake.Read(t.Context(), disk("湖泊.json", lakes), []string{"湖泊.json"}, &base, intake.Request{})
	if err != nil {
		t.Fatal(err)
	}
	if l := report.Layers[0]; l.Kind != feature.Lakes || l.Guess != "intake.guess_file" || l.Kept != 1 {
		t.Errorf("layer %+v", l)
	}
	if got := d.Collections[feature.Lakes].Features; len(got) != 1 || got[0].ID != "H1" || got[0].Text("source") != "湖泊.json" {
		t.Errorf("lakes %+v", got)
	}
	ponds := features(`{"名称":"东塘","来源":"踏勘","许可":"内部"}`, `{"type":"Polygon","coordinates":[[[117.11,35.01],[117.12,35.01],[117.12,35.02],[117.11,35.01]]]}`,
		`{"名称":"西塘"}`, `{"type":"Polygon","coordinates":[[[117.13,35.01],[117.14,35.01],[117.14,35.02],[117.13,35.01]]]}`)
	d, _, err = intake.Read(t.Context(), disk("湖泊.json", ponds), []string{"湖泊.json"}, &base, intake.Request{Source: "水务局", Licence: "CC0-1.0"})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][2]string{{"踏勘", "内部"}, {"水务局", "CC0-1.0"}} { // what a row says comes first
		if f := d.Collections[feature.Lakes].Features[i]; f.Text("source") != want[0] || f.Text("licence") != want[1] {
			t.Errorf("%v, want %v", f.Props, want)
		}
	}
	if after, _ := json.Marshal(base); string(after) != string(before) {
		t.Error("the base was changed")
	}
	delete(d.Collections, feature.Lakes)
	if !reflect.DeepEqual(d, base) {
		t.Error("more than the lakes changed")
	}
}

func TestLinesAreSplit(t *testing.T) {
	base := region(t)
	rivers := features(`{"name":"大河","code":"R1","class":"river"}`,
		`{"type":"MultiLineString","coordinates":[[[117.01,35.01],[117.02,35.02]],[[117.03,35.03],[117.04,35.04]]]}`)
	d, _, err := intake.Read(t.Context(), disk("a.json", rivers), []string{"a.json"}, &base, intake.Request{Kind: "rivers"})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, f := range d.Collections[feature.Rivers].Features {
		ids = append(ids, f.ID)
	}
	if fmt.Sprint(ids) != "[R1-1 R1-2]" {
		t.Errorf("rivers %v", ids)
	}
}

// Units that were made up follow the towns; units that somebody made stay.
func TestNewTownsAndUnits(t *testing.T) {
	other := strings.ReplaceAll(two, "370481102", "370481103")
	generated := region(t)
	d, _, err := intake.Read(t.Context(), disk("乡镇.json", other), []string{"乡镇.json"}, &generated, intake.Request{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := atlas.Build(d); err != nil {
		t.Errorf("generated units did not follow: %v", err)
	}
	units := generated.Collections[feature.Units]
	units.Features = append([]feature.Feature(nil), units.Features...)
	units.Features[0].Props = map[string]any{"name": "滕州分局", "class": "BRANCH"}
	own := atlas.Dataset{Region: generated.Region, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: generated.Collections[feature.Towns], feature.Units: units}}
	d, report, err := intake.Read(t.Context(), disk("乡镇.json", other), []string{"乡镇.json"}, &own, intake.Request{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(d.Collections[feature.Units], units) {
		t.Error("units that somebody made were changed")
	}
	if !has(report.Notes, "intake.unit_without_town") {
		t.Errorf("nothing was said of the lost town: %v", report.Notes)
	}
}

func has(fs []*finding.Finding, code string) bool {
	for _, f := range fs {
		if f.Code == code {
			return true
		}
	}
	return false
}

func TestRowsRefused(t *testing.T) {
	const good, at = `{"name":"好点","class":"other","id":"S0"}`, `{"type":"Point","coordinates":[117.05,35.05]}`
	for _, tc := range []struct {
		name, props, geometry string
		want                  string
	}{
		{"no name", `{"class":"other","id":"S1"}`, at, "intake.no_value"},
		{"no class", `{"name":"点","id":"S1"}`, at, "intake.no_value"},
		{"a class that is not known", `{"name":"点","class":"宾馆","id":"S1"}`, at, "intake.bad_class"},
		{"an identity twice", `{"name":"点","class":"other","id":"S0"}`, at, "intake.id_twice"},
		{"no place", `{"name":"点","class":"other","id":"S1"}`, `null`, "intake.no_geometry"},
		{"a line for a point", `{"name":"点","class":"other","id":"S1"}`, `{"type":"LineString","coordinates":[[117,35],[117.1,35]]}`, "intake.wrong_shape"},
		{"on another continent", `{"name":"点","class":"other","id":"S1"}`, `{"type":"Point","coordinates":[7.4,43.7]}`, "intake.far_away"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			base := region(t)
			fsys := disk("点位.json", features(good, at, tc.props, tc.geometry))
			d, report, err := intake.Read(t.Context(), fsys, []string{"点位.json"}, &base, intake.Request{})
			if err != nil {
				t.Fatal(err)
			}
			refused := report.Layers[0].Refused
			if len(refused) != 1 || refused[0].Code != tc.want || !strings.Contains(refused[0].Where, "点位.json") || !strings.HasSuffix(refused[0].Where, "2") {
				t.Errorf("refused %v, want %s in row 2", refused, tc.want)
			}
			if n := len(d.Collections[feature.Sites].Features); n != 1 || report.Refused() != 1 {
				t.Errorf("%d sites kept, %d refused", n, report.Refused())
			}
		})
	}
}

// Swapped axes are seen where both are fit to be a latitude, too.
func TestSwappedAxes(t *testing.T) {
	west := strings.NewReplacer("117.1", "9.6", "117.2", "9.7", "117", "9.5", "35.1", "47.1", "35", "47").Replace(two)
	base, _, err := intake.Read(t.Context(), disk("towns.json", west), []string{"towns.json"}, nil, intake.Request{})
	if err != nil {
		t.Fatal(err)
	}
	sites := features(`{"name":"a","class":"other","id":"1"}`, `{"type":"Point","coordinates":[9.55,47.05]}`,
		`{"name":"b","class":"other","id":"2"}`, `{"type":"Point","coordinates":[47.05,9.55]}`)
	_, report, err := intake.Read(t.Context(), disk("sites.json", sites), []string{"sites.json"}, &base, intake.Request{})
	if err != nil {
		t.Fatal(err)
	}
	if r := report.Layers[0].Refused; len(r) != 1 || r[0].Code != "intake.axes_swapped" || *r[0].At != (orb.Point{9.55, 47.05}) {
		t.Errorf("refused %v", r)
	}
}

// A value of the wrong type costs the value, not the row.
func TestBadValueIsNoted(t *testing.T) {
	base := region(t)
	sites := features(`{"name":"点","class":"other","巡查间隔":"每周"}`, `{"type":"Point","coordinates":[117.05,35.05]}`)
	d, report, err := intake.Read(t.Context(), disk("点位.json", sites), []string{"点位.json"}, &base, intake.Request{})
	if err != nil {
		t.Fatal(err)
	}
	f := d.Collections[feature.Sites].Features[0]
	if _, there := f.Props["interval_days"]; there || !has(report.Layers[0].Notes, "intake.bad_value") || !has(report.Layers[0].Notes, "intake.ids_made") {
		t.Errorf("props %v, notes %v", f.Props, report.Layers[0].Notes)
	}
	again, _, err := intake.Read(t.Context(), disk("点位.json", sites), []string{"点位.json"}, &base, intake.Request{})
	if err != nil || again.Collections[feature.Sites].Features[0].ID != f.ID {
		t.Errorf("the made identity changed: %v", err)
	}
}

func TestAskedFields(t *testing.T) {
	base := region(t)
	sites := features(`{"单位":"甲厂","name":"错","kind":"enterprise","no":7}`, `{"type":"Point","coordinates":[117.05,35.05]}`)
	d, _, err := intake.Read(t.Context(), disk("x.json", sites), []string{"x.json"}, &base,
		intake.Request{Kind: "sites", Fields: map[string]string{"name": "单位", "class": "kind", "id": "no"}})
	if err != nil {
		t.Fatal(err)
	}
	if f := d.Collections[feature.Sites].Features[0]; f.ID != "7" || f.Text("name") != "甲厂" || f.Text("class") != "enterprise" {
		t.Errorf("site %+v", f)
	}
}

// Offices give classes and towns in words.
func TestUnitsInWords(t *testing.T) {
	base := region(t)
	units := features(
		`{"编号":"370481-FJ","单位名称":"分局","类别":"分局"}`, `null`,
		`{"编号":"370481-ZD01","单位名称":"一中队","类别":"执法中队","上级单位":"370481-FJ","所辖镇街":"西村镇、东村镇"}`, `{"type":"Point","coordinates":[117.05,35.05]}`)
	d, report, err := intake.Read(t.Context(), disk("单位.json", units), []string{"单位.json"}, &base, intake.Request{Kind: "units"})
	if err != nil || report.Refused() != 0 {
		t.Fatalf("%v, refused %v", err, report.Layers[0].Refused)
	}
	a, err := atlas.Build(atlas.Dataset{Region: d.Region, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: d.Collections[feature.Towns], feature.Units: d.Collections[feature.Units]}})
	if err != nil {
		t.Fatal(err)
	}
	if squad, ok := a.First(atlas.Squad); !ok || fmt.Sprint(squad.Towns) != "[370481101 370481102]" || squad.Parent != "370481-FJ" {
		t.Errorf("squad %+v", squad)
	}
}

// Roads of another country are no roads of this region.
func TestExtractFarAway(t *testing.T) {
	base, _, err := intake.Read(t.Context(), disk("towns.json", strings.ReplaceAll(two, "[117", "[7")), []string{"towns.json"}, nil, intake.Request{})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = intake.Read(t.Context(), os.DirFS(villageDir), []string{"village.osm.pbf"}, &base, intake.Request{Kind: "roads"})
	var f *finding.Finding
	if !errors.As(err, &f) || f.Code != "intake.far_away" {
		t.Errorf("error %v", err)
	}
}

func TestFileFaults(t *testing.T) {
	village, err := os.ReadFile(filepath.Join(villageDir, "village.osm.pbf"))
	if err != nil {
		t.Fatal(err)
	}
	fsys := disk("空.osm.pbf", "", "文字.osm.pbf", "not a pbf", "断.osm.pbf", string(village[:900]), "towns.json", two,
		"x.json", features(`{"a":1}`, `{"type":"Point","coordinates":[117,35]}`),
		"lakes.json", features(`{"name":"湖"}`, `{"type":"Polygon","coordinates":[[[117,35],[117.1,35],[117.1,35.1],[117,35]]]}`),
		"好.osm.pbf", string(village))
	for _, tc := range []struct {
		name  string
		files []string
		req   intake.Request
		want  string
	}{
		{"no file", nil, intake.Request{}, "intake.no_files"},
		{"no such file", []string{"nowhere.json"}, intake.Request{}, "intake.no_file"},
		{"no such kind", []string{"towns.json"}, intake.Request{Kind: "people"}, "intake.no_such_kind"},
		{"an empty extract", []string{"空.osm.pbf"}, intake.Request{Kind: "region"}, "osmpbf.empty"},
		{"a text called an extract", []string{"文字.osm.pbf"}, intake.Request{Kind: "region"}, "osmpbf.not_pbf"},
		{"a truncated extract", []string{"断.osm.pbf"}, intake.Request{Kind: "region"}, "osmpbf.truncated"},
		{"a level that is not there", []string{"好.osm.pbf"}, intake.Request{Level: 9}, "intake.osm_no_such_level"},
		{"towns as a region", []string{"towns.json"}, intake.Request{Kind: "region"}, "intake.not_a_region"},
		{"a kind that cannot be told", []string{"x.json"}, intake.Request{}, "intake.kind_unknown"},
		{"lakes before towns", []string{"lakes.json"}, intake.Request{}, "intake.towns_first"},
		{"nothing that can be kept", []string{"x.json"}, intake.Request{Kind: "towns"}, "intake.nothing_kept"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, report, err := intake.Read(t.Context(), fsys, tc.files, nil, tc.req)
			var f *finding.Finding
			if !errors.As(err, &f) || f.Code != tc.want || report == nil {
				t.Fatalf("error %v, want %s", err, tc.want)
			}
			if len(tc.files) > 0 && tc.want != "intake.no_such_kind" && !strings.HasPrefix(f.Where, tc.files[0]) {
				t.Errorf("it does not say in which file: %q", f.Where)
			}
		})
	}
}

// One kind of an extract may be taken into a region that stands.
func TestRoadsOfAnExtract(t *testing.T) {
	base := region(t)
	d, report, err := intake.Read(t.Context(), os.DirFS(villageDir), []string{"village.osm.pbf"}, &base, intake.Request{Kind: "roads"})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Layers) != 2 || len(d.Collections[feature.Roads].Features) != 5 || d.Region.Name != "两村县" {
		t.Errorf("layers %+v, region %+v", report.Layers, d.Region)
	}
}
