package format

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/formattest"
)

// shp and dbf are a Shapefile of one point without a record of its own kind.
func shp() []byte {
	b := make([]byte, 128)
	binary.BigEndian.PutUint32(b, 9994)
	binary.BigEndian.PutUint32(b[24:], 64)
	binary.BigEndian.PutUint32(b[100:], 1)
	binary.BigEndian.PutUint32(b[104:], 10)
	b[108] = 1
	return b
}

func dbf() []byte {
	b := append(make([]byte, 64), "\r x\x1a"...)
	b[0], b[4], b[8], b[10] = 3, 1, 65, 2
	copy(b[32:], "A")
	b[43], b[48] = 'C', 1
	return b
}

func zipped(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A file is what its bytes say, whatever its ending; where they say nothing, the
// ending decides.
func TestOpen(t *testing.T) {
	const object = `{"type":"Point","coordinates":[117,35]}`
	folder := fstest.MapFS{
		"a.geojson":      {Data: []byte(object)},
		"a.txt":          {Data: []byte("\ufeff \n" + object)},
		"lines.geojsonl": {Data: []byte(object + "\n" + object)},
		"p.csv":          {Data: []byte("经度,纬度\n117,35\n")},
		"p.txt":          {Data: []byte("lon;lat\n117;35\n")},
		"s.shp":          {Data: shp()},
		"s.dbf":          {Data: dbf()},
		"s.zip":          {Data: zipped(t, map[string][]byte{"a.shp": shp(), "a.dbf": dbf(), "b.shp": shp(), "b.dbf": dbf()})},
		"s":              {Data: zipped(t, map[string][]byte{"a.shp": shp(), "a.dbf": dbf()})},
		"lone.shp":       {Data: shp()},
		"lone.dat":       {Data: shp()},
		"empty.geojson":  {},
		"empty.zip":      {},
		"text.json":      {Data: []byte("lon,lat\n")},
		"text.shp":       {Data: []byte("hello")},
		"text.dbf":       {Data: dbf()},
		"text.zip":       {Data: []byte("hello")},
		"none.zip":       {Data: zipped(t, map[string][]byte{"readme.txt": nil})},
		"a.md":           {Data: []byte("# hello, world\n")},
		"a.kml":          {Data: []byte("<?xml version='1.0'?><kml/>")},
		"a.gpkg":         {Data: []byte("SQLite format 3\x00....")},
		"page.kml":       {Data: []byte("<html/>")},
		"page":           {Data: []byte("<html/>")},
		"a.gpx":          {Data: []byte("<gpx><wpt lat='35' lon='117'/></gpx>")},
		"track.xml":      {Data: []byte("\ufeff<?xml version='1.0'?>\n<gpx><wpt lat='35' lon='117'/></gpx>")},
		"a.kmz":          {Data: zipped(t, map[string][]byte{"doc.kml": []byte("<kml><Placemark/></kml>")})},
		"kml.zip":        {Data: zipped(t, map[string][]byte{"a.kml": []byte("<kml><Placemark/></kml>")})},
		"out.zip":        {Data: zipped(t, map[string][]byte{"../a.shp": shp(), "../a.dbf": dbf()})},
		"a.pbf":          {Data: []byte("\x00\x00\x00\x0d\x0a\x09OSMHeader")},
		"a.xlsx":         {Data: []byte("PK\x03\x04....")},
		"old.xls":        {Data: []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")},
		"dir/x":          {Data: []byte("x")},
	}
	for _, tc := range []struct {
		name, want string // names of the layers, or the code of the fault
		features   int
	}{
		{"a.geojson", "a", 1}, {"a.txt", "a", 1}, {"lines.geojsonl", "lines", 2},
		{"p.csv", "p", 1}, {"p.txt", "p", 1},
		{"s.shp", "s", 1}, {"s.dbf", "s", 1}, {"s.zip", "a b", 2}, {"s", "a", 1},
		{"lone.shp", "shapefile.no_dbf", 0}, {"lone.dat", "shapefile.no_dbf", 0},
		{"empty.geojson", "format.empty", 0}, {"empty.zip", "format.empty", 0},
		{"text.json", "geojson.no_object", 0}, {"text.shp", "shapefile.not_shp", 0}, {"text.zip", "shapefile.bad_zip", 0},
		{"none.zip", "shapefile.zip_without_shp", 0},
		{"a.md", "format.unknown_kind", 0}, {"a.kml", "a", 0}, {"a.gpkg", "gpkg.truncated", 0}, {"page.kml", "kml.not_kml", 0}, {"page", "format.other_kind", 0}, {"a.gpx", "a", 1}, {"track.xml", "track", 1},
		{"a.kmz", "a", 1}, {"kml.zip", "kml", 1}, {"out.zip", "archive.bad_name", 0},
		{"a.pbf", "format.other_kind", 0}, {"a.xlsx", "sheet.damaged", 0}, {"old.xls", "sheet.old", 0},
		{"dir", "format.folder", 0}, {"nothing.shp", "format.not_found", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			layers, closer, err := Open(folder, tc.name, Options{})
			if err != nil {
				f, ok := errors.AsType[*finding.Finding](err)
				if !ok || f.Code != tc.want || !strings.HasPrefix(f.Where, strings.TrimSuffix(tc.name, ".dat")) {
					t.Errorf("%v, want %s", err, tc.want)
				}
				return
			}
			var names []string
			n := 0
			for _, l := range layers {
				names = append(names, l.Name())
				for _, err := range l.Features() {
					if err != nil {
						t.Error(err)
					}
					n++
				}
			}
			if err := closer.Close(); err != nil {
				t.Error(err)
			}
			if strings.Join(names, " ") != tc.want || n != tc.features {
				t.Errorf("%v with %d features, want %s with %d", names, n, tc.want, tc.features)
			}
		})
	}
}

// The options reach every format.
func TestOptions(t *testing.T) {
	folder := fstest.MapFS{"a.csv": {Data: []byte("x,y\n500000,3874592.9\n")}, "a.json": {Data: []byte(`{"type":"Point","coordinates":[500000,3874592.9]}`)}}
	for name := range folder {
		layers, closer, err := Open(folder, name, Options{CRS: "EPSG:4548"})
		if err != nil {
			t.Fatal(err)
		}
		for f, err := range layers[0].Features() {
			if err != nil || !f.Geometry.Bound().Pad(1e-6).Contains(orb.Point{117, 35}) || layers[0].CRS() != "EPSG:4548" {
				t.Error(f, err)
			}
		}
		if err := closer.Close(); err != nil {
			t.Error(err)
		}
		if _, _, err := Open(folder, name, Options{CRS: "nonsense"}); formattest.Code(err) != "crs.unknown" {
			t.Error(err)
		}
	}
}

// Any collection, written and read, is what it was: in GeoJSON with its types, in
// CSV as text.
func TestWriteAndRead(t *testing.T) {
	for seed := range uint64(300) {
		d := drawer{rand.New(rand.NewPCG(seed, 0))}
		c := feature.Collection{}
		for i := range 1 + d.IntN(5) {
			c.Features = append(c.Features, feature.Feature{ID: fmt.Sprint("f", i), Geometry: d.geometry(), Props: d.props()})
		}
		for _, ending := range []string{".geojson", "geojsonl", "csv"} {
			var b bytes.Buffer
			if err := Write(&b, ending, c); err != nil {
				t.Fatal(err)
			}
			name := "a." + strings.TrimPrefix(ending, ".")
			layers, _, err := Open(fstest.MapFS{name: {Data: b.Bytes()}}, name, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []feature.Feature
			for f, err := range layers[0].Features() {
				if err != nil {
					t.Fatalf("%v\n%s", err, b.String())
				}
				got = append(got, f)
			}
			want := slices.Clone(c.Features)
			if ending == "csv" {
				for i, f := range want {
					want[i].Props = map[string]any{}
					for name := range f.Props {
						want[i].Props[name] = f.Text(name)
					}
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, %s: %v\ncame back as %v\n%s", seed, ending, want, got, b.String())
			}
		}
	}
}

// What is written in any format is known by its content and read again; what is
// lost on the way is said.
func TestEndings(t *testing.T) {
	schema, _ := feature.SchemaOf(feature.Sites)
	c := feature.Collection{Schema: schema, Features: []feature.Feature{
		{ID: "S1", Geometry: orb.Point{117.25, 35.125}, Props: map[string]any{"name": "排污口", "interval_days": int64(7)}}}}
	for _, tc := range []struct{ ending, layer, losses string }{
		{"geojson", "a", ""}, {"geojsonl", "a", ""}, {"csv", "a", ""}, {".gpkg", "sites", ""}, {"KML", "a", ""}, {"kmz", "a", ""}, {"gpx", "a", ""},
		{"zip", "sites", "shapefile.renamed"},
	} {
		var b bytes.Buffer
		if err := WriteWith(&b, tc.ending, c, Options{Encoding: "GBK"}); err != nil {
			t.Fatal(tc.ending, err)
		}
		name := "a" + map[bool]string{true: ".csv"}[tc.ending == "csv"] // the rest is known by what it is
		layers, closer, err := Open(fstest.MapFS{name: {Data: b.Bytes()}}, name, Options{})
		if err != nil {
			t.Fatal(tc.ending, err)
		}
		n := 0
		for f, err := range layers[0].Features() {
			n++
			if err != nil || f.Geometry != orb.Geometry(orb.Point{117.25, 35.125}) || f.Text("name") != "排污口" || f.ID+f.Text("id") != "S1" {
				t.Errorf("%s: %v %v", tc.ending, f, err)
			}
		}
		if n != 1 || layers[0].Name() != tc.layer {
			t.Errorf("%s: %d in %s", tc.ending, n, layers[0].Name())
		}
		if err := closer.Close(); err != nil {
			t.Error(err)
		}
		said := ""
		for _, f := range Losses(tc.ending, c, Options{}) {
			said += f.Code
		}
		if !strings.HasPrefix(said, tc.losses) || tc.losses == "" && said != "" {
			t.Errorf("%s loses %s", tc.ending, said)
		}
	}
	if err := Write(&bytes.Buffer{}, "shp", c); formattest.Code(err) != "format.loose_shp" {
		t.Error(err)
	}
}

// A drawer draws features at random.
type drawer struct{ *rand.Rand }

func (d drawer) point() orb.Point { return orb.Point{d.Float64()*360 - 180, d.Float64()*180 - 90} }

func (d drawer) line() orb.LineString {
	l := make(orb.LineString, 2+d.IntN(4))
	for i := range l {
		l[i] = d.point()
	}
	return l
}

func (d drawer) geometry() orb.Geometry {
	switch d.IntN(5) {
	case 0:
		return d.line()
	case 1:
		return orb.MultiLineString{d.line(), d.line()}
	case 2:
		return orb.MultiPoint(d.line())
	case 3:
		return d.triangle()
	}
	return d.point()
}

// triangle turns counter-clockwise, as it is written.
func (d drawer) triangle() orb.Polygon {
	x, y := d.Float64()*100, d.Float64()*50
	return orb.Polygon{{{x, y}, {x + 10, y}, {x, y + 1e-3}, {x, y}}}
}

func (d drawer) props() map[string]any {
	names := []string{"name", "名称", "a b", "n_1", "级别"}
	texts := []string{"滕州", "a,b", "\"q\"", "two\nlines", "x;y", " ", "<&>", "0370", "\\"}
	p := map[string]any{}
	for range d.IntN(4) {
		name := names[d.IntN(len(names))]
		switch d.IntN(5) {
		case 0:
			p[name] = int64(d.Uint64())
		case 1:
			p[name] = d.NormFloat64() * 1e6
		case 2:
			p[name] = float64(d.IntN(100))
		case 3:
			p[name] = d.IntN(2) == 0
		default:
			p[name] = texts[d.IntN(len(texts))]
		}
	}
	return p
}

func TestWriteUnknown(t *testing.T) {
	if err := Write(&bytes.Buffer{}, ".dwg", feature.Collection{}); formattest.Code(err) != "format.unknown_ending" {
		t.Error(err)
	}
}

// A whole file that an office sent, by way of the disk.
func TestRealFile(t *testing.T) {
	layers, closer, err := Open(os.DirFS("../../../shared/data/towns"), "乐清市街道.zip", Options{})
	if formattest.Code(err) == "format.not_found" || errors.Is(err, fs.ErrNotExist) {
		t.Skip("乐清市街道.zip is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for f, err := range layers[0].Features() {
		if err != nil || !strings.Contains("镇 道", f.Text("乡")[len(f.Text("乡"))-3:]) {
			t.Error(f.Props, err)
		}
		n++
	}
	if n != 17 {
		t.Errorf("%d towns", n)
	}
	if err := closer.Close(); err != nil {
		t.Error(err)
	}
}

func ExampleOpen() {
	folder := fstest.MapFS{"incidents.csv": {Data: []byte("id,经度,纬度,category\n1,117.05,35.1,A01\n2,,35.1,A01\n")}}
	layers, closer, err := Open(folder, "incidents.csv", Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer closer.Close()
	for f, err := range layers[0].Features() {
		fmt.Println(f.ID, f.Geometry, f.Props, err)
	}
	// Output:
	// 1 [117.05 35.1] map[category:A01] <nil>
	//  <nil> map[] incidents.csv:3: table.no_place columns=经度, 纬度 row=3
}
