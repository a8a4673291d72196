package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// readAll reads a text as a file of that name would be read.
func readAll(t testing.TB, text, system string) (l *Layer, good []feature.Feature, refused []*finding.Finding, err error) {
	t.Helper()
	l, err = Open(fstest.MapFS{"dir/a.geojson": {Data: []byte(text)}}, "dir/a.geojson", system)
	if err != nil {
		return nil, nil, nil, err
	}
	for f, e := range l.Features() {
		if r, ok := errors.AsType[feature.Refusal](e); ok {
			refused = append(refused, r.Finding)
		} else if e != nil {
			return l, good, refused, e
		} else {
			good = append(good, f)
		}
	}
	return l, good, refused, nil
}

const point = `{"type":"Feature","id":%s,"geometry":{"type":"Point","coordinates":%s},"properties":%s}`

func TestRead(t *testing.T) {
	one := func(id, at, props string) string { return fmt.Sprintf(point, id, at, props) }
	type props = map[string]any
	f := func(id string, g orb.Geometry, p props) feature.Feature {
		return feature.Feature{ID: id, Geometry: g, Props: p}
	}
	for _, tc := range []struct {
		name, text string
		want       []feature.Feature
	}{
		{"collection", `{"type":"FeatureCollection","features":[` + one(`"a"`, "[1,2]", `{"n":1}`) + "," + one("7", "[3,4,5]", "null") + `]}`,
			[]feature.Feature{f("a", orb.Point{1, 2}, props{"n": int64(1)}), f("7", orb.Point{3, 4}, props{})}},
		{"no features", `{"type":"FeatureCollection","features":[]}`, nil},
		{"type after the features", `{"features":[` + one(`"a"`, "[1,2]", "{}") + `],"type":"FeatureCollection","bbox":[0,0,1,1]}`,
			[]feature.Feature{f("a", orb.Point{1, 2}, props{})}},
		{"lone feature", one("null", "[1,2]", `{"名":"滕州"}`), []feature.Feature{f("", orb.Point{1, 2}, props{"名": "滕州"})}},
		{"bare geometry", `{"type":"LineString","coordinates":[[1,2],[3,4]]}`, []feature.Feature{f("", orb.LineString{{1, 2}, {3, 4}}, props{})}},
		{"byte order mark", "\ufeff" + one("1", "[1,2]", "{}"), []feature.Feature{f("1", orb.Point{1, 2}, props{})}},
		{"a feature a line", one("1", "[1,2]", "{}") + "\n" + one("2", "[3,4]", "{}") + "\n",
			[]feature.Feature{f("1", orb.Point{1, 2}, props{}), f("2", orb.Point{3, 4}, props{})}},
		{"RFC 8142", "\x1e" + one("1", "[1,2]", "{}") + "\n\x1e" + one("2", "[3,4]", "{}") + "\n",
			[]feature.Feature{f("1", orb.Point{1, 2}, props{}), f("2", orb.Point{3, 4}, props{})}},
		{"numbers", one("1", "[1e1,-2.5E-1]", `{"i":5,"r":5.0,"big":9223372036854775808,"e":1e3,"z":-0,"l":[1,2.5,{"d":3}]}`),
			[]feature.Feature{f("1", orb.Point{10, -0.25}, props{"i": int64(5), "r": 5.0, "big": 9223372036854775808.0, "e": 1000.0,
				"z": math.Copysign(0, -1), "l": []any{int64(1), 2.5, props{"d": int64(3)}}})}},
		{"no geometry", `{"type":"Feature","geometry":null,"properties":{}}`, []feature.Feature{f("", nil, props{})}},
		{"empty geometry", `{"type":"Feature","geometry":{"type":"Polygon","coordinates":[]},"properties":{}}`, []feature.Feature{f("", nil, props{})}},
		{"collection of geometries", `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"MultiPoint","coordinates":[[3,4]]}]}`,
			[]feature.Feature{f("", orb.Collection{orb.Point{1, 2}, orb.MultiPoint{{3, 4}}}, props{})}},
		{"polygon with a hole", `{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]],[[5,1],[5,2],[6,2],[5,1]]]}`,
			[]feature.Feature{f("", orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}, {{5, 1}, {5, 2}, {6, 2}, {5, 1}}}, props{})}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, got, refused, err := readAll(t, tc.text, "")
			if err != nil || len(refused) > 0 {
				t.Fatal(err, refused)
			}
			if !reflect.DeepEqual(got, tc.want) {
				t.Errorf("%#v\nwant %#v", got, tc.want)
			}
		})
	}
}

// Whatever is wrong is said once, with its place; what can be read is read.
func TestFaults(t *testing.T) {
	good := fmt.Sprintf(point, "1", "[117,35]", "{}")
	in := func(features ...string) string {
		return "{\"type\":\"FeatureCollection\",\n\"features\":[\n" + strings.Join(features, ",\n") + "\n]}"
	}
	at := func(c string) string { return fmt.Sprintf(point, "1", c, "{}") }
	for _, tc := range []struct {
		name, text string
		fatal      string // code, place of the fault that ends the reading
		line       any
		refused    string // codes of the refusals
		read       int
	}{
		{"empty", "", "format.empty", nil, "", 0},
		{"white", " \n\n", "format.empty", nil, "", 0},
		{"another kind", "PK\x03\x04", "geojson.no_object", nil, "", 0},
		{"a list", "[1,2]", "geojson.no_object", nil, "", 0},
		{"cut within a feature", in(good, good)[:150], "geojson.truncated", 4, "", 1},
		{"cut after a feature", in(good, good)[:len(in(good, good))-3], "geojson.truncated", 4, "", 2},
		{"cut before the features", `{"type":`, "geojson.truncated", 1, "", 0},
		{"broken within", in(good, strings.Replace(good, `"id":1`, `"id":x`, 1), good), "geojson.syntax", 4, "", 1},
		{"broken between", in(good) + "x", "geojson.syntax", 4, "", 1},
		{"names in GBK", in(good, strings.Replace(good, "{}", "{\"a\":\n\"\xcf\xe7\"}", 1)), "geojson.not_utf8", 5, "", 1},
		{"missing comma", "{\"features\":[" + good + good + "]}", "geojson.syntax", 1, "", 1},
		{"axes swapped throughout", in(at("[35,117]"), at("[35,117]")), "crs.axes_swapped", 3, "", 0},
		{"axes swapped once", in(good, at("[35,117]"), good), "", nil, "crs.axes_swapped", 2},
		{"metres", in(at("[500000,3874592]")), "crs.not_degrees", 3, "", 0},
		{"topojson", `{"type":"Topology","objects":{}}`, "geojson.not_geojson", 1, "", 0},
		{"no type", `{"a":1}`, "geojson.not_geojson", 1, "", 0},
		{"collection without features", `{"type":"FeatureCollection"}`, "geojson.no_features", 1, "", 0},
		{"feature that is none", in(good, "5", `"x"`, `{"type":"x"}`, good), "", nil, "geojson.not_feature geojson.not_feature geojson.not_feature", 2},
		{"one number", in(good, at("[1]")), "", nil, "geojson.bad_coordinates", 1},
		{"no number", in(good, at(`["1",2]`), at(`[null,2]`), at(`[[1,2]]`), at("[1e999,2]")), "", nil, "geojson.not_number geojson.not_number geojson.bad_coordinates geojson.not_number", 1},
		{"the first lies nowhere", in(at("[1e308,2]"), good), "", nil, "crs.nowhere", 1},
		{"the first is wrong", in(at("[1]"), good), "", nil, "geojson.bad_coordinates", 1},
		{"words for no number", in(at("[NaN,2]"), at("[1,\n-Infinity]"), good, strings.Replace(good, "{}", `{"a":[nan]}`, 1), at("[1,-1.#IND00]")), "",
			nil, "geojson.not_number geojson.not_number geojson.no_number geojson.not_number", 1},
		{"such words in lines", at("[NaN,2]") + "\n" + good + "\n" + strings.Replace(good, `"id":1`, `"id":inf`, 1) + "\n" + at("[1e999,2]"), "",
			nil, "geojson.not_number geojson.no_number geojson.not_number", 1},
		{"such words beside the features", strings.Replace(in(good), ",", `,"bbox":[NaN,NaN,NaN,NaN],`, 1), "", nil, "", 1},
		{"such a word in a feature that is broken", in(good, at("[NaN,2]")+"}"), "geojson.syntax", 4, "geojson.not_number", 1},
		{"such a word and a fault", in(good, at("[NaN,02]")), "geojson.syntax", 4, "", 1},
		{"other words", in(good, at("[nun,2]")), "geojson.syntax", 4, "", 1},
		{"too many brackets", in(good, `{"type":"Polygon","coordinates":[[[[1,2]]]]}`), "", nil, "geojson.bad_coordinates", 1},
		{"empty ring", in(good, `{"type":"Polygon","coordinates":[[]]}`), "", nil, "geojson.bad_coordinates", 1},
		{"no coordinates", in(good, `{"type":"Point"}`), "", nil, "geojson.bad_coordinates", 1},
		{"unknown geometry", in(good, `{"type":"Feature","geometry":{"type":"Circle"}}`), "", nil, "geojson.unknown_geometry", 1},
		{"geometry is a text", in(good, `{"type":"Feature","geometry":"x"}`), "", nil, "geojson.bad_geometry", 1},
		{"properties are a list", in(good, `{"type":"Feature","geometry":null,"properties":[1]}`), "", nil, "geojson.bad_properties", 1},
		{"id is a list", in(good, `{"type":"Feature","id":[1],"geometry":null,"properties":{}}`), "", nil, "geojson.bad_id", 1},
		{"number too large", in(good, `{"type":"Feature","geometry":null,"properties":{"a":1e999}}`), "", nil, "geojson.bad_number", 1},
		{"too deep", in(good, strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 20)+strings.Repeat("]}", 20)), "", nil, "geojson.too_deep", 1},
		{"a line cut off", good + "\n" + good[:40] + "\n" + good, "", nil, "geojson.text_truncated", 2},
		{"the first line cut off", good[:40] + "\n" + good + "\n" + good, "", nil, "geojson.text_truncated", 2},
		{"a record cut off", "\x1e" + good[:40] + "\n\x1e" + good + "\n\x1e" + strings.Replace(good, ",", ",\n", 1), "", nil, "geojson.text_truncated", 2},
		{"lines of all sorts", good + "\n\n" + good + " x\n}\n\xff\n[]\n" + strings.Repeat("[", 300) + "\n" + good, "",
			nil, strings.TrimSpace(strings.Repeat("geojson.syntax ", 5)), 3},
		{"lines behind a long first", strings.Replace(good, "{}", `{"a":"`+strings.Repeat("b", 1<<17)+`"}`, 1) + "\n{\n" + good, "", nil, "geojson.text_truncated", 2},
		{"every line broken", "{\n{\n{\n", "geojson.syntax", 2, "", 0},
		{"a line without end", good + "\n" + good + strings.Repeat(" ", Longest) + "\n" + good, "", nil, "geojson.too_long", 2},
		{"a line in another system", good + "\n" + strings.Replace(good, "{", `{"crs":{"properties":{"name":"EPSG:2437"}},`, 1) + "\n" + good, "crs.old_datum", nil, "", 1},
		{"no record", "\x1e \n\x1e", "format.empty", nil, "", 0},
		{"old datum", `{"crs":{"type":"name","properties":{"name":"EPSG:2437"}},"features":[]}`, "crs.old_datum", nil, "", 0},
		{"system after the features", `{"features":[` + good + `],"crs":{"properties":{"name":"EPSG:3857"}}}`, "geojson.late_crs", nil, "", 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, got, refused, err := readAll(t, tc.text, "")
			f, _ := errors.AsType[*finding.Finding](err)
			switch {
			case tc.fatal == "" && err != nil:
				t.Errorf("ended by %v", err)
			case tc.fatal != "" && (f == nil || f.Code != tc.fatal):
				t.Errorf("ended by %v, want %s", err, tc.fatal)
			case tc.fatal != "" && (!strings.HasPrefix(f.Where, "dir/a.geojson") || tc.line != nil && f.Args["line"] != tc.line):
				t.Errorf("at %q, line %v, want line %v", f.Where, f.Args["line"], tc.line)
			}
			var codes []string
			for _, r := range refused {
				codes = append(codes, r.Code)
				if !strings.HasPrefix(r.Where, "dir/a.geojson:") || r.Args["feature"] == nil {
					t.Errorf("%v has no place", r)
				}
			}
			if strings.Join(codes, " ") != tc.refused {
				t.Errorf("refused %v, want %s", codes, tc.refused)
			}
			if len(got) != tc.read {
				t.Errorf("read %d, want %d", len(got), tc.read)
			}
		})
	}
}

// A word for what is no number is told with its line and where it stands; in a text it is
// no such word.
func TestNoNumber(t *testing.T) {
	for _, tc := range []struct{ text, code, name, value, line string }{
		{`{"a":1,` + "\n" + `"面积":` + "\n" + `NaN}`, "geojson.no_number", "面积", "NaN", "4"},
		{`{"a":"NaN,\"","b":[[1],+INF],"c":NaN}`, "geojson.no_number", "b", "+INF", "2"},
		{`{"a":"b: NaN"}`, "", "", "", ""},
	} {
		_, _, refused, err := readAll(t, "\n"+fmt.Sprintf(point, "1", "[1,2]", tc.text), "")
		if tc.code == "" {
			if err != nil || len(refused) > 0 {
				t.Errorf("%s: %v, %v", tc.text, refused, err)
			}
			continue
		}
		if err != nil || len(refused) != 1 {
			t.Fatalf("%s: %v, %v", tc.text, refused, err)
		}
		f := refused[0]
		if got := fmt.Sprint(f.Code, f.Args["name"], f.Args["value"], f.Args["line"]); got != tc.code+tc.name+tc.value+tc.line {
			t.Errorf("%s: %s", tc.text, got)
		}
	}
	_, _, refused, err := readAll(t, fmt.Sprintf(point, "1", "[1,NaN]", `{"a":inf}`), "")
	if err != nil || len(refused) != 1 || refused[0].Code != "geojson.not_number" || refused[0].Args["value"] != "NaN" {
		t.Errorf("%v, %v", refused, err)
	}
}

func TestSystems(t *testing.T) {
	in := func(crs string) string {
		return `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"` + crs + `"}},"features":[{"type":"Point","coordinates":[500000,3874592.9]}]}`
	}
	for _, tc := range []struct{ name, text, system, want string }{
		{"the file says", in("urn:ogc:def:crs:EPSG::4548"), "", "EPSG:4548"},
		{"the caller says", in("urn:ogc:def:crs:OGC:1.3:CRS84"), "4548", "EPSG:4548"},
		{"the caller says, the file is unknown", in("EPSG:2437"), "4548", "EPSG:4548"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, got, _, err := readAll(t, tc.text, tc.system)
			if err != nil {
				t.Fatal(err)
			}
			p := got[0].Geometry.(orb.Point)
			if l.CRS() != tc.want || math.Hypot(p[0]-117, p[1]-35) > 1e-6 || l.Name() != "a" {
				t.Errorf("%s: %v in %s", l.Name(), p, l.CRS())
			}
		})
	}
}

// A layer can be left in the middle and read again from its beginning.
func TestReadAgain(t *testing.T) {
	text := strings.Repeat(fmt.Sprintf(point, "1", "[1,2]", "{}")+"\n", 5)
	l, _, _, err := readAll(t, text, "")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		n := 0
		for range l.Features() {
			if n++; n == 3 {
				break
			}
		}
		if n != 3 {
			t.Errorf("read %d", n)
		}
	}
}

func TestMarshal(t *testing.T) {
	cw := orb.Ring{{0, 0}, {0, 9}, {9, 9}, {9, 0}, {0, 0}}
	f := feature.Feature{ID: `a"<`, Geometry: orb.MultiPolygon{{cw, {{1, 1}, {2, 1}, {2, 2}, {1, 1}}}},
		Props: map[string]any{"z": 1.0, "a": int64(1), "名": "滕<州", "l": []any{1e-9, nil, true}, "r": json.RawMessage(`{"n":1}`), "s": []string{"x"}}}
	b, err := Marshal(f)
	want := `{"type":"Feature","id":"a\"<","geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[2,2],[2,1],[1,1]]]]},` +
		`"properties":{"a":1,"l":[1e-09,null,true],"r":{"n":1},"s":["x"],"z":1.0,"名":"滕<州"}}`
	if err != nil || string(b) != want {
		t.Errorf("%s, %v\nwant %s", b, err, want)
	}
	if cw[1] != (orb.Point{0, 9}) {
		t.Error("writing turned the feature's own ring")
	}
	for _, bad := range []feature.Feature{
		{Geometry: orb.Point{math.NaN(), 0}},
		{Geometry: orb.LineString{{0, 0}, {0, math.Inf(1)}}},
		{Props: map[string]any{"a": math.NaN()}},
		{Props: map[string]any{"a": func() {}}},
		{Props: map[string]any{"a": json.RawMessage(`{"n":}`)}},
	} {
		if b, err := Marshal(bad); err == nil {
			t.Errorf("%v became %s", bad, b)
		}
	}
}

// The bytes of a collection do not change from one day to the next.
func TestWriteCollection(t *testing.T) {
	fs := []feature.Feature{
		{ID: "1", Geometry: orb.Point{117.1, 35.05}, Props: map[string]any{"name": "界河镇"}},
		{ID: "2", Props: map[string]any{}},
	}
	var b bytes.Buffer
	if err := WriteCollection(&b, slices.Values(fs), map[string]any{"type": "x", "cost": 1.5, "links": []any{map[string]any{"rel": "next"}}}); err != nil {
		t.Fatal(err)
	}
	const golden = `{"type":"FeatureCollection","cost":1.5,"links":[{"rel":"next"}],"features":[
{"type":"Feature","id":"1","geometry":{"type":"Point","coordinates":[117.1,35.05]},"properties":{"name":"界河镇"}},
{"type":"Feature","id":"2","geometry":null,"properties":{}}
]}
`
	if b.String() != golden {
		t.Errorf("%s\nwant %s", b.String(), golden)
	}
	b.Reset()
	if err := WriteCollection(&b, slices.Values(fs[:0]), nil); err != nil || !strings.Contains(b.String(), `"features":[`) {
		t.Errorf("%s, %v", b.String(), err)
	}
	if _, got, _, err := readAll(t, b.String(), ""); err != nil || len(got) != 0 {
		t.Error(got, err)
	}
}

// Real files, each read, written and read again.
func TestRealFiles(t *testing.T) {
	dir := os.DirFS("../../../../shared/data")
	for name, want := range map[string]int{
		"towns/南浔区-乡镇.json": 9, "towns/water.geojson": 114, "tengzhou/outline_370481_gcj02.json": 1,
		"scale/communes-bretagne.geojson": 1232, "rivers/piave/rivers.geojson": 71, "messy/echarts_tengzhou_quantised.geojson": 1,
	} {
		t.Run(name, func(t *testing.T) {
			l, err := Open(dir, name, "")
			if errors.Is(err, fs.ErrNotExist) {
				t.Skip(name + " is not here")
			}
			if err != nil {
				t.Fatal(err)
			}
			var all []feature.Feature
			for f, err := range l.Features() {
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, f)
			}
			if len(all) != want {
				t.Errorf("%d features, want %d", len(all), want)
			}
			again(t, all)
		})
	}
}

// again writes features both ways, reads them and compares.
func again(t testing.TB, all []feature.Feature) {
	t.Helper()
	var one, many bytes.Buffer
	if err := errors.Join(WriteCollection(&one, slices.Values(all), nil), WriteSequence(&many, slices.Values(all))); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{one.String(), many.String()} {
		if len(all) == 0 && text == "" {
			continue
		}
		_, got, refused, err := readAll(t, text, "")
		if err != nil || len(refused) > 0 || len(got) != len(all) {
			t.Fatalf("%d of %d came back, %v, %v", len(got), len(all), err, refused)
		}
		for i := range got {
			a, errA := Marshal(all[i]) // the rings of the first may turn otherwise
			b, errB := Marshal(got[i])
			if errA != nil || errB != nil || !bytes.Equal(a, b) || !reflect.DeepEqual(all[i].Props, got[i].Props) {
				t.Fatalf("feature %d came back as\n%s\nnot\n%s", i, b, a)
			}
		}
	}
}

func ExampleMarshal() {
	b, err := Marshal(feature.Feature{ID: "370481105", Geometry: orb.Point{117.0, 35.2}, Props: map[string]any{"name": "大坞镇"}})
	fmt.Println(string(b), err)
	// Output: {"type":"Feature","id":"370481105","geometry":{"type":"Point","coordinates":[117,35.2]},"properties":{"name":"大坞镇"}} <nil>
}

func TestUnmarshal(t *testing.T) {
	f, err := Unmarshal([]byte(`  {"type":"Feature","geometry":{"type":"Point","coordinates":[117,35]},"properties":{"a":1}} `))
	if err != nil || f.Geometry != (orb.Point{117, 35}) || !maps.Equal(f.Props, map[string]any{"a": int64(1)}) {
		t.Error(f, err)
	}
	for text, want := range map[string]string{
		"": "format.empty", "{": "geojson.truncated", "{x": "geojson.syntax", "5": "geojson.not_feature",
		`{"type":"FeatureCollection","features":[]}`: "geojson.not_feature",
		`{"type":"Point","coordinates":[35,117]}`:    "crs.axes_swapped",
		"null": "geojson.not_feature",
	} {
		_, err := Unmarshal([]byte(text))
		if f, ok := errors.AsType[*finding.Finding](err); !ok || f.Code != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	if g, err := UnmarshalGeometry([]byte(`null`)); g != nil || err != nil {
		t.Error(g, err)
	}
	if _, err := UnmarshalGeometry([]byte(`{"type":"Point","coordinates":[35,117]}`)); err == nil {
		t.Error("swapped axes went through")
	}
}
