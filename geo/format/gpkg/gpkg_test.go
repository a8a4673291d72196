package gpkg

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// read reads the first layer of a file.
func read(t testing.TB, b []byte, system string) (features []feature.Feature, refused []string, err error) {
	t.Helper()
	layers, closer, err := Open(fstest.MapFS{"a.gpkg": {Data: b}}, "a.gpkg", system)
	if err != nil {
		return nil, nil, err
	}
	defer closer.Close()
	return formattest.Read(layers[0])
}

func written(t testing.TB, c feature.Collection) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// altered runs SQL on a file as another program would.
func altered(t testing.TB, b []byte, statements string) []byte {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector{&sqlite.Driver{}, "file:" + name})
	_, err := db.ExecContext(context.Background(), statements)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	b, err = os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Any collection, written and read, is what it was.
func TestWriteAndRead(t *testing.T) {
	for seed := range uint64(40) {
		c := random(rand.New(rand.NewPCG(seed, 0)))
		b := written(t, c)
		if !bytes.Equal(b, written(t, c)) {
			t.Fatalf("seed %d: not the same bytes twice", seed)
		}
		got, refused, err := read(t, b, "")
		if err != nil || len(refused) > 0 || !reflect.DeepEqual(got, c.Features) {
			t.Fatalf("seed %d: %v\ncame back as %v\n%v %v", seed, c.Features, got, refused, err)
		}
	}
}

func random(r *rand.Rand) feature.Collection {
	point := func() orb.Point { return orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90} }
	line := func() orb.LineString { return orb.LineString{point(), point(), point()} }
	area := func() orb.Polygon {
		x, y := r.Float64()*100, r.Float64()*50
		return orb.Polygon{formattest.Square(x, y, 8), formattest.Square(x+1, y+1, 2)}
	}
	texts := []string{"滕州", "a'b\"c", "two\nlines", "", "0370", "null", "2026-11-23"}
	schema, _ := feature.SchemaOf(feature.Sites)
	c := feature.Collection{Schema: schema}
	for i := range r.IntN(5) {
		f := feature.Feature{Props: map[string]any{}, ID: []string{"", "s" + fmt.Sprint(i), "甲"}[r.IntN(3)]}
		switch r.IntN(8) {
		case 0:
			f.Geometry = point()
		case 1:
			f.Geometry = line()
		case 2:
			f.Geometry = area()
		case 3:
			f.Geometry = orb.MultiPoint{point()}
		case 4:
			f.Geometry = orb.MultiLineString{line(), line()}
		case 5:
			f.Geometry = orb.MultiPolygon{area(), area()}
		case 6:
			f.Geometry = orb.Collection{point(), orb.Collection{area()}}
		}
		for _, name := range []string{"name", "Fid", "geom", "a b", "级别"} {
			if r.IntN(2) == 0 {
				f.Props[name] = texts[r.IntN(len(texts))]
			}
		}
		if r.IntN(2) == 0 {
			f.Props["interval_days"], f.Props["x"], f.Props["whole"] = int64(r.Uint64()), r.NormFloat64()*1e6, float64(r.IntN(5))
			f.Props["ok"], f.Props["list"] = r.IntN(2) == 0, []any{"a", 1.0, map[string]any{"b": nil}}
		}
		c.Features = append(c.Features, f)
	}
	return c
}

// Columns that differ by case only are renamed, and it is said.
func TestLosses(t *testing.T) {
	c := feature.Collection{Features: []feature.Feature{{ID: "1", Props: map[string]any{"Name": "a", "name": "b", "ID": "c"}}}}
	said := ""
	for _, f := range Losses(c) {
		said += fmt.Sprintf(" %s:%v>%v", f.Code, f.Args["name"], f.Args["as"])
	}
	if said != " gpkg.renamed:ID>ID_2 gpkg.renamed:name>name_2" {
		t.Error(said)
	}
	got, _, err := read(t, written(t, c), "")
	if want := map[string]any{"Name": "a", "name_2": "b", "ID_2": "c"}; err != nil || got[0].ID != "1" || !reflect.DeepEqual(got[0].Props, want) {
		t.Error(got, err)
	}
	for _, f := range []feature.Feature{{Geometry: orb.Point{math.NaN(), 0}}, {Props: map[string]any{"x": math.Inf(1)}}} {
		if err := Write(io.Discard, feature.Collection{Features: []feature.Feature{f}}); err == nil {
			t.Errorf("%v was written", f)
		}
	}
}

// blob makes a geometry of WKB that has the given numbers behind its head.
func blob(kind uint32, parts ...any) []byte {
	b := []byte("GP\x00\x01\xe6\x10\x00\x00\x01")
	b = binary.LittleEndian.AppendUint32(b, kind)
	for _, p := range parts {
		switch p := p.(type) {
		case int:
			b = binary.LittleEndian.AppendUint32(b, uint32(p))
		case float64:
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p))
		case []byte:
			b = append(b, p[8:]...)
		}
	}
	return b
}

func TestDecode(t *testing.T) {
	deep := blob(7, 0)
	for range 1000 {
		deep = blob(7, 1, deep)
	}
	nan := math.NaN()
	for _, tc := range []struct {
		name string
		b    []byte
		want any // a geometry, or the code of the fault
	}{
		{"a point", blob(1, 117., 35.), orb.Point{117, 35}},
		{"with height", blob(1001, 117., 35., 9.), orb.Point{117, 35}},
		{"with height and measure", blob(3001, 117., 35., 9., 9.), orb.Point{117, 35}},
		{"with height as PostGIS writes it", blob(1|1<<31|1<<29, 4326, 117., 35., 9.), orb.Point{117, 35}},
		{"an empty point", blob(1, nan, nan), nil},
		{"an empty line", blob(2, 0), nil},
		{"a collection of nothing", blob(7, 1, blob(2, 0)), nil},
		{"half a point", blob(1, 117.), "gpkg.bad_geometry"},
		{"half no number", blob(1, 117., nan), "gpkg.no_number"},
		{"an infinite line", blob(2, 2, 1., 2., math.Inf(1), 2.), "gpkg.no_number"},
		{"a line of one", blob(2, 1, 1., 2.), "gpkg.few_positions"},
		{"a polygon of one", blob(3, 1, 1, 1., 2.), "gpkg.few_positions"},
		{"a ring out and back", blob(3, 1, 3, 1., 2., 3., 4., 1., 2.), "gpkg.few_positions"},
		{"a ring of four billion", blob(3, 1, math.MaxUint32, 1., 2.), "gpkg.bad_geometry"},
		{"four billion parts", blob(7, math.MaxUint32), "gpkg.bad_geometry"},
		{"a line among points", blob(4, 1, blob(2, 2, 1., 2., 3., 4.)), "gpkg.bad_geometry"},
		{"a curve", blob(8, 0), "gpkg.other_geometry"},
		{"nested without end", deep, "gpkg.too_deep"},
		{"more behind it", append(blob(1, 1., 2.), 0), "gpkg.bad_geometry"},
		{"nothing", nil, "gpkg.bad_geometry"},
		{"an extension", []byte("GP\x00\x20\x00\x00\x00\x00abcd"), "gpkg.bad_geometry"},
		{"half an envelope", []byte("GP\x00\x03\x00\x00\x00\x00abcd"), "gpkg.bad_geometry"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			g, fault := decode(tc.b)
			if fault != nil {
				if fault.Code != tc.want {
					t.Errorf("%v, want %v", fault, tc.want)
				}
			} else if !reflect.DeepEqual(any(g), tc.want) {
				t.Errorf("%v, want %v", g, tc.want)
			}
		})
	}
}

// A row that cannot be taken is refused by its key; the others are read.
func TestRefusals(t *testing.T) {
	b := written(t, feature.Collection{Features: []feature.Feature{{Geometry: orb.Point{1, 2}}, {Geometry: orb.Point{1, 2}}, {Geometry: orb.Point{1, 2}}}})
	for statement, want := range map[string]string{
		"UPDATE features SET geom = x'00' WHERE fid = 2":                                      "gpkg.bad_geometry",
		"UPDATE features SET geom = 'text' WHERE fid = 2":                                     "gpkg.bad_geometry",
		fmt.Sprintf("UPDATE features SET geom = x'%x' WHERE fid = 2", blob(1, 1e308, 35.)):    "crs.nowhere",
		fmt.Sprintf("UPDATE features SET geom = x'%x' WHERE fid = 1", blob(1, 1e308, 35.)):    "crs.nowhere",
		fmt.Sprintf("UPDATE features SET geom = x'%x' WHERE fid = 2", blob(2, 1, 117., 35.0)): "gpkg.few_positions",
	} {
		got, refused, err := read(t, altered(t, b, statement), "")
		if err != nil || len(got) != 2 || len(refused) != 1 || refused[0] != "a.gpkg/features#"+statement[len(statement)-1:]+" "+want {
			t.Errorf("%s: %v, %v, %v", statement, got, refused, err)
		}
	}
}

func TestFaults(t *testing.T) {
	good := written(t, feature.Collection{Features: []feature.Feature{{Geometry: orb.Point{1, 2}}}})
	srs := func(id int) string {
		return fmt.Sprintf("PRAGMA foreign_keys = 0; UPDATE gpkg_geometry_columns SET srs_id = %d", id)
	}
	for _, tc := range []struct {
		name string
		b    []byte
		want string
	}{
		{"whole", good, ""},
		{"empty", nil, "format.empty"},
		{"a text", []byte(strings.Repeat("lon,lat\n", 50)), "gpkg.not_gpkg"},
		{"the header alone", good[:100], "gpkg.truncated"},
		{"a part of the header", good[:50], "gpkg.truncated"},
		{"a byte too few", good[:len(good)-1], "gpkg.truncated"},
		{"spoilt", slices.Concat(good[:100], bytes.Repeat([]byte{0xff}, 2000), good[2100:]), "gpkg.damaged"},
		{"no GeoPackage", altered(t, good, "DROP TABLE gpkg_contents"), "gpkg.no_table"},
		{"contents that run for ever", altered(t, good, `DROP TABLE gpkg_spatial_ref_sys; CREATE VIEW gpkg_spatial_ref_sys AS
			WITH RECURSIVE r(srs_id) AS (SELECT 1 UNION ALL SELECT srs_id + 1 FROM r) SELECT * FROM r`), "gpkg.no_table"},
		{"no layers", altered(t, good, "DELETE FROM gpkg_contents"), "gpkg.no_layers"},
		{"a view that runs for ever", altered(t, good, `DROP TABLE features; CREATE VIEW features AS
			WITH RECURSIVE r(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM r) SELECT fid, x'00' AS geom FROM r`), "gpkg.view"},
		{"a table that is not there", altered(t, good, "DROP TABLE features"), "gpkg.view"},
		{"another column", altered(t, good, "ALTER TABLE features RENAME COLUMN geom TO x"), "gpkg.no_geometry_column"},
		{"no system", altered(t, good, srs(-1)), "gpkg.no_crs"},
		{"a system that is not listed", altered(t, good, srs(77)), "gpkg.no_crs"},
		{"an old system", altered(t, good, srs(2433)+"; INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 2433, 'EPSG', 2433, '', '')"), "crs.old_datum"},
		{"another system", altered(t, good, srs(5070)+"; INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 5070, 'EPSG', 5070, '', '')"), "crs.unknown"},
		{"a row that is too long", altered(t, good, fmt.Sprintf("UPDATE features SET geom = zeroblob(%d)", Longest+1)), "gpkg.too_long"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, _, err := read(t, tc.b, ""); formattest.Code(err) != tc.want {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
	folder := fstest.MapFS{"a.gpkg": {Data: good}, "a.gpkg-wal": {Data: []byte("x")}}
	if _, _, err := Open(folder, "a.gpkg", ""); formattest.Code(err) != "gpkg.in_use" {
		t.Error(err)
	}
	if _, _, err := Open(folder, "a.gpkg", "nonsense"); formattest.Code(err) != "crs.unknown" {
		t.Error(err)
	}
}

// A table with more rows than its file has room for is one whose pages form a ring.
func TestRing(t *testing.T) {
	b := written(t, feature.Collection{Features: make([]feature.Feature, 3)})
	layers, closer, err := Open(fstest.MapFS{"a.gpkg": {Data: b}}, "a.gpkg", "")
	if err != nil {
		t.Fatal(err)
	}
	defer closer.Close()
	layers[0].file.size = 8
	if got, _, err := formattest.Read(layers[0]); len(got) != 2 || formattest.Code(err) != "gpkg.damaged" {
		t.Error(got, err)
	}
}

// Metres come out as degrees, by what the file says and by what the caller says.
func TestSystems(t *testing.T) {
	b := written(t, feature.Collection{Features: []feature.Feature{{Geometry: orb.Point{500000, 3874592.9}}}})
	said := altered(t, b, "PRAGMA foreign_keys = 0; INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 9, 'epsg', 4548, '', ''); UPDATE gpkg_geometry_columns SET srs_id = 9")
	for _, tc := range []struct {
		b      []byte
		system string
	}{{said, ""}, {b, "EPSG:4548"}} {
		got, _, err := read(t, tc.b, tc.system)
		if err != nil || !got[0].Geometry.Bound().Pad(1e-6).Contains(orb.Point{117, 35}) {
			t.Error(got, err)
		}
	}
}

// The files of strangers, read or refused by name.
func TestRealFiles(t *testing.T) {
	for _, tc := range []struct{ file, want string }{
		{"messy/missing_crs_mixed_ranges.gpkg", "OR_land_2269 gpkg.no_crs; OR_land_4326 gpkg.no_crs"},
		{"messy/mixed_crs.gpkg", "oregon_2269 crs.unknown; oregon_4326 1 <nil>"},
		{"messy/nga_multipleholes.gpkg", "multipolywithholes 1 <nil>"},
		{"rivers/gauge_01073000.gpkg", "divides crs.unknown; nexus crs.unknown; flowpaths crs.unknown; hydrolocations crs.unknown; lakes crs.unknown"},
	} {
		t.Run(tc.file, func(t *testing.T) {
			layers, closer, err := Open(os.DirFS("../../../../shared/data"), tc.file, "")
			if errors.Is(err, fs.ErrNotExist) {
				t.Skip(tc.file + " is not here")
			}
			if err != nil {
				t.Fatal(err)
			}
			defer closer.Close()
			var said []string
			for _, l := range layers {
				got, refused, err := formattest.Read(l)
				line := l.Name() + " " + formattest.Code(err)
				if err == nil {
					line = fmt.Sprintf("%s %d %v", l.Name(), len(got)+len(refused), err)
				}
				if formattest.Code(err) == "crs.unknown" && !strings.Contains(err.Error(), l.CRS()) {
					t.Errorf("the system is not named: %v", err)
				}
				said = append(said, line)
			}
			if strings.Join(said, "; ") != tc.want {
				t.Errorf("%s\nwant %s", strings.Join(said, "; "), tc.want)
			}
		})
	}
}

// GDAL reads what we write, and we read what GDAL makes of it.
func TestGDAL(t *testing.T) {
	run := func(name string, args ...string) string { return formattest.GDAL(t, name, args...) }
	schema, _ := feature.SchemaOf(feature.Zones)
	c := feature.Collection{Schema: schema, Features: []feature.Feature{
		{ID: "Z1", Geometry: orb.MultiPolygon{{formattest.Square(117, 35, 0.5)}}, Props: map[string]any{"name": "红荷湿地", "rank": int64(1), "x": 1.5, "ok": true,
			"valid_from": "2026-11-23", "list": []any{"a", 1.0}}},
		{ID: "Z2", Props: map[string]any{"name": "无界"}},
	}}
	ours, theirs := filepath.Join(t.TempDir(), "a.gpkg"), filepath.Join(t.TempDir(), "b.gpkg")
	if err := os.WriteFile(ours, written(t, c), 0o600); err != nil {
		t.Fatal(err)
	}
	said := run("ogrinfo", "-al", ours)
	for _, want := range []string{"红荷湿地", "Layer name: zones", "Geometry: Multi Polygon", "rank (Integer64) = 1", "x (Real) = 1.5", "ok (Integer(Boolean)) = 1",
		"valid_from (Date) = 2026/11/23", `list (String(JSON)) = ["a",1]`, "WGS 84", "Feature Count: 2"} {
		if !strings.Contains(said, want) {
			t.Errorf("GDAL does not say %s:\n%s", want, said)
		}
	}
	if strings.Contains(said, "Warning") || strings.Contains(said, "ERROR") {
		t.Error(said)
	}
	run("ogr2ogr", "-f", "GPKG", theirs, ours)
	b, err := os.ReadFile(theirs)
	if err != nil {
		t.Fatal(err)
	}
	if got, refused, err := read(t, b, ""); err != nil || len(refused) > 0 || !reflect.DeepEqual(got, c.Features) {
		t.Errorf("%v\ncame back as %v\n%v %v", c.Features, got, refused, err)
	}
}

func ExampleOpen() {
	var b bytes.Buffer
	err := Write(&b, feature.Collection{Features: []feature.Feature{{ID: "W1", Geometry: orb.Point{117.2, 35.1}, Props: map[string]any{"name": "岩马水库"}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	layers, closer, err := Open(fstest.MapFS{"a.gpkg": {Data: b.Bytes()}}, "a.gpkg", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer closer.Close()
	for f, err := range layers[0].Features() {
		fmt.Println(layers[0].Name(), f.ID, f.Geometry, f.Props, err)
	}
	// Output: features W1 [117.2 35.1] map[name:岩马水库] <nil>
}
