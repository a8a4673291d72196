package shapefile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// files makes a folder with a.shp and what else is given by its ending.
func files(parts map[string][]byte) fstest.MapFS {
	m := fstest.MapFS{}
	for ending, b := range parts {
		m["dir/a"+ending] = &fstest.MapFile{Data: b}
	}
	return m
}

var oneName = []col{{"NAME", 'C', 8}}

func TestShapes(t *testing.T) {
	square := func(x, y, size float64) []orb.Point { // clockwise
		return []orb.Point{{x, y}, {x, y + size}, {x + size, y + size}, {x + size, y}, {x, y}}
	}
	turned := func(r []orb.Point) orb.Ring { r = slices.Clone(r); slices.Reverse(r); return r }
	line := []orb.Point{{1, 2}, {3, 4}}
	ell := []orb.Point{{0, 0}, {0, 10}, {1, 10}, {1, 1}, {10, 1}, {10, 0}, {0, 0}}
	for _, tc := range []struct {
		name   string
		record []byte
		want   orb.Geometry
	}{
		{"null", record(0), nil},
		{"point", pointAt(1, 2), orb.Point{1, 2}},
		{"point with height", record(11, 1., 2., 99., -1e39), orb.Point{1, 2}},
		{"point with measure", record(21, 1., 2., 7.), orb.Point{1, 2}},
		{"points", record(8, 0., 0., 0., 0., 2, orb.Point{1, 2}, orb.Point{3, 4}), orb.MultiPoint(line)},
		{"line", rings(3, line), orb.LineString(line)},
		{"line with heights", append(rings(13, line), record(0, 0., 9., 8., 9.)[4:]...), orb.LineString(line)},
		{"two lines", rings(3, line, line), orb.MultiLineString{line, line}},
		{"polygon", rings(5, square(0, 0, 9)), orb.Polygon{turned(square(0, 0, 9))}},
		{"two polygons", rings(5, square(0, 0, 1), square(5, 5, 1)), orb.MultiPolygon{{turned(square(0, 0, 1))}, {turned(square(5, 5, 1))}}},
		{"a hole", rings(5, square(0, 0, 9), turned(square(1, 1, 2))), orb.Polygon{turned(square(0, 0, 9)), square(1, 1, 2)}},
		{"the hole stands first", rings(15, turned(square(1, 1, 2)), square(0, 0, 9)), orb.Polygon{turned(square(0, 0, 9)), square(1, 1, 2)}},
		{"an island in a hole", rings(5, square(0, 0, 9), turned(square(1, 1, 5)), square(2, 2, 1)),
			orb.MultiPolygon{{turned(square(0, 0, 9)), square(1, 1, 5)}, {turned(square(2, 2, 1))}}},
		{"a hole in an island in a hole", rings(5, square(0, 0, 20), turned(square(1, 1, 15)), square(2, 2, 9), turned(square(3, 3, 1))),
			orb.MultiPolygon{{turned(square(0, 0, 20)), square(1, 1, 15)}, {turned(square(2, 2, 9)), square(3, 3, 1)}}},
		{"all turn the wrong way", rings(5, turned(square(0, 0, 9)), turned(square(1, 1, 5)), turned(square(2, 2, 1)), turned(square(20, 0, 3))),
			orb.MultiPolygon{{turned(square(0, 0, 9)), square(1, 1, 5)}, {turned(square(2, 2, 1))}, {turned(square(20, 0, 3))}}},
		{"a hole in nothing", rings(5, square(0, 0, 1), turned(square(5, 5, 1))),
			orb.MultiPolygon{{turned(square(0, 0, 1))}, {turned(square(5, 5, 1))}}},
		{"a hole beside a smaller ring that bends around it", rings(5, ell, square(3, 3, 5), turned(square(4, 4, 1))),
			orb.MultiPolygon{{turned(ell)}, {turned(square(3, 3, 5)), square(4, 4, 1)}}},
		{"a hole that touches", rings(5, square(0, 0, 9), turned(square(0, 0, 3)), square(20, 0, 1)),
			orb.MultiPolygon{{turned(square(0, 0, 9)), square(0, 0, 3)}, {turned(square(20, 0, 1))}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, err := Open(files(map[string][]byte{".shp": shp(tc.record), ".dbf": dbf(0, oneName, []string{"x"})}), "dir/a.shp", "", "")
			if err != nil {
				t.Fatal(err)
			}
			got, refused, err := formattest.All(l)
			if err != nil || len(refused) > 0 || len(got) != 1 {
				t.Fatal(got, refused, err)
			}
			if !reflect.DeepEqual(got[0].Geometry, tc.want) {
				t.Errorf("%v\nwant %v", got[0].Geometry, tc.want)
			}
		})
	}
}

func TestCells(t *testing.T) {
	cols := []col{{"text", 'C', 8}, {"n", 'N', 8}, {"day", 'D', 8}, {"yes", 'L', 1}, {"n", 'F', 20}, {"", 'I', 4}, {"memo", 'M', 10}}
	for _, tc := range []struct {
		row  []string
		want map[string]any
	}{
		{[]string{" ab", "5", "20260723", "T", "1.5e3", "\xff\xff\xff\xff", "1"},
			map[string]any{"text": " ab", "n": int64(5), "day": "2026-07-23", "yes": true, "n_2": 1500.0, "field_6": int64(-1), "memo": nil}},
		{[]string{"", "  5.50", "", "?", "****", "\x00\x01\x00\x00", ""},
			map[string]any{"text": "", "n": 5.5, "day": nil, "yes": nil, "n_2": nil, "field_6": int64(256), "memo": nil}},
		{[]string{"a\x00", "x1", "20261399", "n", "NaN", "\x01\x00\x00\x00", ""},
			map[string]any{"text": "a", "n": "x1", "day": "20261399", "yes": false, "n_2": "NaN", "field_6": int64(1), "memo": nil}},
	} {
		l, err := Open(files(map[string][]byte{".shp": shp(pointAt(1, 2)), ".dbf": dbf(0, cols, tc.row)}), "dir/a.shp", "", "")
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := formattest.All(l)
		if err != nil || !reflect.DeepEqual(got[0].Props, tc.want) {
			t.Errorf("%v, %v\nwant %v", got[0].Props, err, tc.want)
		}
	}
}

// The caller, the .cpg, the language byte, the bytes themselves: in this order.
func TestEncoding(t *testing.T) {
	gbk, _ := simplifiedchinese.GB18030.NewEncoder().String("滕州市")
	big, _ := traditionalchinese.Big5.NewEncoder().String("滕州市")
	for _, tc := range []struct {
		name, bytes, cpg, option string
		language                 byte
		want                     string
	}{
		{"guessed UTF-8", "滕州", "", "", 0, "滕州"},
		{"guessed UTF-8, cut", "滕州市"[:8], "", "", 0, "滕州"},
		{"guessed GBK", gbk, "", "", 0, "滕州市"},
		{"guessed GBK, language says nothing", gbk, "", "", 0x57, "滕州市"},
		{"language byte GBK", gbk, "", "", 0x4d, "滕州市"},
		{"language byte Big5", big, "", "", 0x78, "滕州市"},
		{"cpg Big5", big, "Big5", "", 0x4d, "滕州市"},
		{"cpg by number", gbk, "936\r\n", "", 0x78, "滕州市"},
		{"cpg by name and number", gbk, "ANSI 936", "", 0, "滕州市"},
		{"cpg UTF-8", "滕州", "UTF-8", "", 0x4d, "滕州"},
		{"cpg is nonsense", gbk, "nonsense", "", 0, "滕州市"},
		{"option", gbk, "UTF-8", "gbk", 0x78, "滕州市"},
		{"GBK, cut", gbk[:5], "", "", 0x4d, "滕州"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			parts := map[string][]byte{".shp": shp(pointAt(1, 2)), ".dbf": dbf(tc.language, []col{{"NAME", 'C', len(tc.bytes)}}, []string{tc.bytes})}
			if tc.cpg != "" {
				parts[".cpg"] = []byte(tc.cpg)
			}
			l, err := Open(files(parts), "dir/a.shp", "", tc.option)
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := formattest.All(l)
			if err != nil || got[0].Props["NAME"] != tc.want {
				t.Errorf("%v, %v, want %q", got, err, tc.want)
			}
		})
	}
}

const (
	prj4548 = `PROJCS["x",GEOGCS["x",DATUM["D_China_2000",SPHEROID["x",6378137,298.257222101]],PRIMEM["G",0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000],PARAMETER["Central_Meridian",117],UNIT["Meter",1]]`
	prj54   = `GEOGCS["x",DATUM["D_Beijing_1954",SPHEROID["x",6378245,298.3]],PRIMEM["G",0],UNIT["Degree",0.0174532925199433]]`
)

func TestOpen(t *testing.T) {
	shape, table := shp(pointAt(500000, 3874592.9)), dbf(0, oneName, []string{"x"})
	near := func(t *testing.T, l *Layer) {
		t.Helper()
		got, _, err := formattest.All(l)
		if err != nil || len(got) != 1 || math.Abs(got[0].Geometry.(orb.Point)[0]-117) > 1e-9 {
			t.Errorf("%v, %v", got, err)
		}
	}
	t.Run("endings in any case, opened by any of them", func(t *testing.T) {
		for _, name := range []string{"dir/a.SHP", "dir/a.Dbf", "dir/a.prj"} {
			l, err := Open(files(map[string][]byte{".SHP": shape, ".Dbf": table, ".prj": []byte(prj4548), ".shp.xml": {}}), name, "", "")
			if err != nil || l.Name() != "a" || l.CRS() != "EPSG:4548" {
				t.Fatal(l, err)
			}
			near(t, l)
		}
	})
	t.Run("the caller's system", func(t *testing.T) {
		l, err := Open(files(map[string][]byte{".shp": shape, ".dbf": table, ".prj": []byte(prj54)}), "dir/a.shp", "EPSG:4548", "")
		if err != nil || l.CRS() != "EPSG:4548" {
			t.Fatal(l, err)
		}
		near(t, l)
	})
	t.Run("assumed", func(t *testing.T) {
		l, err := Open(files(map[string][]byte{".shp": shape, ".dbf": table}), "dir/a.shp", "", "")
		if err != nil || l.CRS() != "EPSG:4326 (assumed)" {
			t.Error(l, err)
		}
	})
	t.Run("unknown options", func(t *testing.T) {
		f := files(map[string][]byte{".shp": shape, ".dbf": table})
		if _, err := Open(f, "dir/a.shp", "nonsense", ""); formattest.Code(err) != "crs.unknown" {
			t.Error(err)
		}
		if _, err := Open(f, "dir/a.shp", "", "nonsense"); formattest.Code(err) != "format.unknown_encoding" {
			t.Error(err)
		}
	})
	t.Run("deleted rows are no features", func(t *testing.T) {
		table := dbf(0, oneName, []string{"x"}, []string{"y"})
		table[65] = '*'
		l, err := Open(files(map[string][]byte{".shp": shp(pointAt(1, 2), pointAt(3, 4)), ".dbf": table}), "dir/a.shp", "", "")
		if err != nil {
			t.Fatal(err)
		}
		if got, _, err := formattest.All(l); err != nil || len(got) != 1 || got[0].Props["NAME"] != "y" {
			t.Error(got, err)
		}
	})
}

func TestOpenZip(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("乡镇/滕州")
	if err != nil {
		t.Fatal(err)
	}
	shape, table := shp(pointAt(117, 35)), dbf(0, oneName, []string{"x"})
	for _, tc := range []struct {
		name  string
		files map[string][]byte
		want  []string // names of the layers, or a code
	}{
		{"GBK names", map[string][]byte{gbk + ".shp": shape, gbk + ".dbf": table}, []string{"滕州"}},
		{"UTF-8 names without the flag", map[string][]byte{"滕州.shp": shape, "滕州.dbf": table}, []string{"滕州"}},
		{"several, endings in any case", map[string][]byte{"b.SHP": shape, "b.dbf": table, "a.shp": shape, "a.DBF": table, "a.shx": nil, "readme.txt": nil}, []string{"a", "b"}},
		{"macOS", map[string][]byte{"a.shp": shape, "a.dbf": table, "__MACOSX/._a.shp": nil, "__MACOSX/._a.dbf": nil}, []string{"a"}},
		{"one without its table", map[string][]byte{"a.shp": shape, "b.shp": shape, "b.dbf": table}, []string{"shapefile.no_dbf"}},
		{"none", map[string][]byte{"readme.txt": []byte("x")}, []string{"shapefile.zip_without_shp"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := zipped(t, tc.files)
			layers, err := OpenZip(bytes.NewReader(b), int64(len(b)), "x.zip", "", "")
			var got []string
			if err != nil {
				got = append(got, formattest.Code(err))
			} else {
				for _, l := range layers {
					got = append(got, l.Name())
					if f, _, err := formattest.All(l); err != nil || len(f) != 1 || f[0].Geometry != (orb.Point{117, 35}) {
						t.Errorf("%s: %v, %v", l.Name(), f, err)
					}
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("%v, %v, want %v", got, err, tc.want)
			}
		})
	}
	if _, err := OpenZip(strings.NewReader("PK\x03\x04 and no more"), 18, "x.zip", "", ""); formattest.Code(err) != "shapefile.bad_zip" {
		t.Error(err)
	}
}

// Files as they come from offices and other programs.
func TestRealFiles(t *testing.T) {
	const dir = "../../../../shared/data/"
	for _, tc := range []struct {
		name, layer string
		count       int
		field, want string
	}{
		{"towns/乐清市街道.zip", "乐清市街道", 17, "乡", "芙蓉镇"},
		{"messy/blockgroups_multishapefile.zip", "blockgroups2", 663, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b, err := os.ReadFile(dir + tc.name)
			if errors.Is(err, fs.ErrNotExist) {
				t.Skip(tc.name + " is not here")
			}
			if err != nil {
				t.Fatal(err)
			}
			layers, err := OpenZip(bytes.NewReader(b), int64(len(b)), tc.name, "", "")
			if err != nil {
				t.Fatal(err)
			}
			l := layers[len(layers)-1]
			got, refused, err := formattest.All(l)
			if err != nil || len(refused) > 0 || len(got) != tc.count || l.Name() != tc.layer {
				t.Fatalf("%s: %d features, %v, %v", l.Name(), len(got), refused, err)
			}
			if tc.field != "" && got[0].Props[tc.field] != tc.want {
				t.Errorf("%v", got[0].Props)
			}
		})
	}
	for name, want := range map[string]string{
		"messy/corrupt_too_long.shp": "10 features", "messy/dbf/ldid/chinese.shp": "crs.not_degrees", "messy/dbf/cpg/big5.shp": "crs.not_degrees",
		"messy/dbf/gbk.dbf": "shapefile.no_shp",
	} {
		l, err := Open(os.DirFS(dir), name, "", "")
		if errors.Is(err, fs.ErrNotExist) {
			t.Skip(name + " is not here")
		}
		got := formattest.Code(err)
		if err == nil {
			var fs []feature.Feature
			if fs, _, err = formattest.All(l); err == nil {
				got = fmt.Sprint(len(fs), " features")
			} else {
				got = formattest.Code(err)
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func ExampleOpen() {
	l, err := Open(fstest.MapFS{
		"站点.shp": {Data: shp(pointAt(117.16, 35.08))},
		"站点.dbf": {Data: dbf(0, []col{{"名称", 'C', 12}}, []string{"荆河站"})},
	}, "站点.shp", "", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	for f, err := range l.Features() {
		fmt.Println(l.Name(), l.CRS(), f.Geometry, f.Props, err)
	}
	// Output: 站点 EPSG:4326 (assumed) [117.16 35.08] map[名称:荆河站] <nil>
}
