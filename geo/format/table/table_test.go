package table

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/formattest"
)

func readAll(t testing.TB, text, system, enc string) (l *Layer, good []feature.Feature, refused []*finding.Finding, err error) {
	t.Helper()
	l, err = Open(fstest.MapFS{"a.csv": {Data: []byte(text)}}, "a.csv", system, enc)
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

func TestRead(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("编号,经度,纬度,名称\n1,117.1,35.1,滕州\n")
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("lon\tlat\tname\n117.1\t35.1\t滕州\n")
	if err != nil {
		t.Fatal(err)
	}
	p := orb.Point{117.1, 35.1}
	type props map[string]any
	for _, tc := range []struct {
		name, text string
		want       orb.Geometry
		id         string
		props      props
		crs        string
	}{
		{"English", "id,lon,lat,name\n7,117.1,35.1,x\n", p, "7", props{"name": "x"}, "EPSG:4326 (assumed)"},
		{"capitals and blanks", " ID , LNG,Latitude ,name\n7, 117.1 ,35.1,x\n", p, "7", props{"name": "x"}, "EPSG:4326 (assumed)"},
		{"x and y", "x,y\n117.1,35.1", p, "", props{}, "EPSG:4326 (assumed)"},
		{"GBK", gbk, p, "", props{"编号": "1", "名称": "滕州"}, "EPSG:4326 (assumed)"},
		{"UTF-8 with its mark", "\ufeff经度,纬度,名称\n117.1,35.1,滕州\n", p, "", props{"名称": "滕州"}, "EPSG:4326 (assumed)"},
		{"UTF-16 with tabs, as spreadsheets save text", utf16, p, "", props{"name": "滕州"}, "EPSG:4326 (assumed)"},
		{"semicolons", "lon;lat;\"a,b,c,d\"\n117.1;35.1;x,y\n", p, "", props{"a,b,c,d": "x,y"}, "EPSG:4326 (assumed)"},
		{"text stays text", "lon,lat,code,n\n117.1,35.1,0370, 5 \n", p, "", props{"code": "0370", "n": " 5 "}, "EPSG:4326 (assumed)"},
		{"headings twice and none", "lon,lat,a,a,\n117.1,35.1,1,2,3\n", p, "", props{"a": "1", "a_2": "2", "column_5": "3"}, "EPSG:4326 (assumed)"},
		{"empty and missing cells", "lon,lat,a,b\n117.1,35.1,\n", p, "", props{}, "EPSG:4326 (assumed)"},
		{"WKT before lon and lat", "lon,lat,wkt\n1,2,\"LINESTRING(1 2,3 4)\"\n", orb.LineString{{1, 2}, {3, 4}}, "", props{}, "EPSG:4326 (assumed)"},
		{"lon and lat where WKT is empty", "lon,lat,wkt\n117.1,35.1,\n", p, "", props{}, "EPSG:4326 (assumed)"},
		{"WKT with SRID", "geom\n\"SRID=4326;POLYGON((0 0,9 0,9 9,0 0))\"\n", orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}}, "", props{}, "EPSG:4326 (assumed)"},
		{"no place at all", "id,name\n7,x\n", nil, "7", props{"name": "x"}, "EPSG:4326 (assumed)"},
		{"headings name the system", "lon_gcj02,lat_gcj02,lon_wgs84,lat_wgs84\n1,2,117.1,35.1\n", p, "", props{"lon_gcj02": "1", "lat_gcj02": "2"}, "EPSG:4326"},
		{"a line within a cell", "lon,lat,a\n117.1,35.1,\"x\ny\"\n", p, "", props{"a": "x\ny"}, "EPSG:4326 (assumed)"},
		{"blank rows", "lon,lat\n,\n\n117.1,35.1\n , \n", p, "", props{}, "EPSG:4326 (assumed)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, got, refused, err := readAll(t, tc.text, "", "")
			if err != nil || len(refused) > 0 || len(got) != 1 {
				t.Fatal(got, refused, err)
			}
			f := got[0]
			if !reflect.DeepEqual(f.Geometry, tc.want) || f.ID != tc.id || !reflect.DeepEqual(f.Props, map[string]any(tc.props)) || l.CRS() != tc.crs {
				t.Errorf("%q %v %v in %s", f.ID, f.Geometry, f.Props, l.CRS())
			}
		})
	}
}

// Every row that cannot be taken is named by its line, and the others are read.
func TestRefusals(t *testing.T) {
	text := strings.Join([]string{
		"id,lon,lat,a",
		"2,117.1,35.1,x",
		"3,,,x",
		"4,117,abc,x",
		"5,35,117,x",
		"6,500000,3874592,x",
		"7,117,35,x,y",
		"8,117,35,\"x\ny\"",
		"10,117,35,\"x\"y",
		"11,NaN,35,x",
		"12,117",
		"",
		"14,117.1,35.1,x",
	}, "\n")
	_, got, refused, err := readAll(t, text, "", "")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, r := range refused {
		lines = append(lines, fmt.Sprint(r.Where, " ", r.Code))
	}
	want := []string{"a.csv:3 table.no_place", "a.csv:4 table.no_number", "a.csv:5 crs.axes_swapped", "a.csv:6 crs.not_degrees",
		"a.csv:7 table.cells", "a.csv:10 table.quote", "a.csv:11 table.no_number", "a.csv:12 table.no_place"}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("%q\nwant %q", lines, want)
	}
	if len(got) != 3 || got[0].ID != "2" || got[1].ID != "8" || got[2].ID != "14" {
		t.Errorf("read %v", got)
	}
	deep := strings.Repeat("GEOMETRYCOLLECTION(", 20000) + "POINT(1 2)" + strings.Repeat(")", 20000)
	_, _, refused, err = readAll(t, "wkt\nPOINT(1 2\nCIRCLE(1)\n\"\"\nPOINT(1 2)\n"+deep, "", "")
	if err != nil || len(refused) != 3 || refused[2].Code != "table.bad_wkt" || refused[0].Code != "table.bad_wkt" || refused[1].Code != "table.bad_wkt" {
		t.Error(refused, err)
	}
}

func TestFaults(t *testing.T) {
	for _, tc := range []struct{ name, text, system, enc, want string }{
		{"empty", "", "", "", "format.empty"},
		{"white", "\n\n", "", "", "format.empty"},
		{"not text", "lon,lat\x00\n", "", "", "table.not_text"},
		{"system", "lon,lat\n", "nonsense", "", "crs.unknown"},
		{"encoding", "lon,lat\n", "", "nonsense", "format.unknown_encoding"},
		{"headings with a stray quote", "a\"b,c\n1,2\n", "", "", "table.quote"},
	} {
		if _, _, _, err := readAll(t, tc.text, tc.system, tc.enc); formattest.Code(err) != tc.want {
			t.Errorf("%s: %v, want %s", tc.name, err, tc.want)
		}
	}
}

func TestSystems(t *testing.T) {
	shifted := crs.GCJ02.FromWGS84(orb.Point{117, 35})
	at := fmt.Sprintf("%.7f,%.7f", shifted[0], shifted[1])
	for _, tc := range []struct{ name, text, system, want string }{
		{"metres", "东,经度,纬度\n1,500000,3874592.9\n", "EPSG:4548", "EPSG:4548"},
		{"the caller picks a pair", "lon_wgs84,lat_wgs84,lon_gcj02,lat_gcj02\n1,2," + at, "GCJ-02", "GCJ-02"},
		{"the headings say GCJ-02", "lon_gcj02,lat_gcj02\n" + at, "", "GCJ-02"},
	} {
		l, got, refused, err := readAll(t, tc.text, tc.system, "")
		if err != nil || len(got) != 1 {
			t.Fatal(tc.name, got, refused, err)
		}
		p := got[0].Geometry.(orb.Point)
		if l.CRS() != tc.want || math.Hypot(p[0]-117, p[1]-35) > 1e-6 {
			t.Errorf("%s: %v in %s", tc.name, p, l.CRS())
		}
	}
	if _, _, refused, _ := readAll(t, "x,y\n3874592.9,500000\n", "4548", ""); len(refused) != 1 || refused[0].Code != "crs.metres_swapped" {
		t.Error(refused)
	}
}

var units = feature.Collection{
	Schema: feature.Schema{Kind: feature.Units, Fields: []feature.Field{{Name: "name"}, {Name: "towns"}, {Name: "none"}}},
	Features: []feature.Feature{
		{ID: "ZX01", Geometry: orb.Point{117.25, 35.125}, Props: map[string]any{
			"name": "一号, \"哨所\"", "towns": []any{"370481105", "370481106"}, "extra": map[string]any{"a": int64(1)}, "big": 1e21, "yes": true}},
		{ID: "B", Props: map[string]any{"name": "无址", "n": int64(-5)}},
	},
}

func TestWrite(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, units); err != nil {
		t.Fatal(err)
	}
	const golden = `id,lon,lat,name,towns,none,big,extra,n,yes
ZX01,117.25,35.125,"一号, ""哨所""",370481105;370481106,,1000000000000000000000,"{""a"":1}",,true
B,,,无址,,,,,-5,
`
	if b.String() != golden {
		t.Errorf("%s\nwant %s", b.String(), golden)
	}
	b.Reset()
	lines := feature.Collection{Features: []feature.Feature{{ID: "1", Geometry: orb.LineString{{1, 2}, {3, 4.5}}}, {ID: "2"}}}
	if err := Write(&b, lines); err != nil || b.String() != "id,wkt\n1,\"LINESTRING(1 2,3 4.5)\"\n2,\n" {
		t.Errorf("%s, %v", b.String(), err)
	}
	if err := Write(&b, feature.Collection{Features: []feature.Feature{{Props: map[string]any{"f": func() {}}}}}); err == nil {
		t.Error("a function was written")
	}
}

// again reads what was written, and compares cell by cell.
func again(t testing.TB, all []feature.Feature) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, feature.Collection{Features: all}); err != nil {
		t.Fatal(err)
	}
	_, got, refused, err := readAll(t, b.String(), "", "UTF-8")
	if err != nil || len(refused) > 0 || len(got) != len(all) {
		t.Fatalf("%d of %d came back, %v, %v\n%s", len(got), len(all), err, refused, b.String())
	}
	for i := range all {
		if !reflect.DeepEqual(all[i], got[i]) {
			t.Fatalf("%#v came back as %#v", all[i], got[i])
		}
	}
}

func ExampleText() {
	text, err := Text([]any{"大坞镇", "滨湖镇", int64(3)})
	fmt.Println(text, err)
	// Output: 大坞镇;滨湖镇;3 <nil>
}

// A table that another program made, with both systems in its headings.
func TestRealFile(t *testing.T) {
	dir := "../../../../shared/data/tengzhou"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("seats.csv is not here")
	}
	l, err := Open(os.DirFS(dir), "seats.csv", "", "")
	if err != nil || l.CRS() != "EPSG:4326" {
		t.Fatal(l, err)
	}
	n := 0
	for f, err := range l.Features() {
		if err != nil || f.Props["name_2023"] == nil || f.Geometry.(orb.Point)[0] < 116 {
			t.Fatal(f, err)
		}
		n++
	}
	if n != 21 {
		t.Errorf("%d towns", n)
	}
}
