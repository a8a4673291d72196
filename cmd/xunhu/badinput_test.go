package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xunhu/geo/feature"
	"xunhu/geo/format/gpkg"
	"xunhu/geo/format/shapefile"
)

// What is bad is refused in one sentence, in Chinese and in English, that names the
// limit which was passed; it costs little memory, and nothing changes.
func TestBadInput(t *testing.T) {
	x, dir, m := importer(t)
	at := m['m']
	x.run(exitDone, "import", x.file(dir, "good.geojson", shape("S1", at, "name", "one", "class", "outfall")), "--as", "sites")
	before := string(x.run(exitDone, "export", "sites")) + string(x.run(exitDone, "export", "towns"))

	one := feature.Collection{Features: []feature.Feature{shape("S2", at, "name", "two", "class", "outfall")}}
	loose, _, err := shapefile.Layers(one, "GBK")
	if err != nil {
		t.Fatal(err)
	}
	shp, dbf := loose[0].Files[".shp"], loose[0].Files[".dbf"]
	var good bytes.Buffer
	if err := gpkg.Write(&good, one); err != nil {
		t.Fatal(err)
	}
	placemark := func(geometry string) string {
		return `<kml><Placemark><name>x</name>` + geometry + `</Placemark></kml>`
	}
	feature := func(geometry string) string {
		return `{"type":"Feature","properties":{"name":"x","class":"outfall"},"geometry":` + geometry + `}`
	}
	const laughs = `<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	for _, tc := range []struct {
		name, file string
		content    io.Reader
		says       string // in both languages, all of it, parted by |
	}{
		{"a zip bomb", "a.zip", archive(t, "a.shp", io.MultiReader(bytes.NewReader(largeShape(70<<20)), zeros(70<<20)), "a.dbf", bytes.NewReader(dbf)), "67108864"},
		{"a bomb of many shapes", "a.zip", archive(t, "a.shp", io.MultiReader(bytes.NewReader(shp), zeros(70<<20)), "a.dbf", io.MultiReader(bytes.NewReader(manyRows(dbf)), zeros(70<<20))), "200"},
		{"a KMZ bomb", "a.kmz", archive(t, "doc.kml", io.MultiReader(strings.NewReader("<kml><Document><description>"), repeat(" ", 70<<20))), "67108864"},
		{"a zip within a zip", "a.zip", archive(t, "b.zip", archive(t, "a.shp", zeros(99))), ".shp"},
		{"a name that leads out", "a.zip", archive(t, "../../etc/a.shp", bytes.NewReader(shp), "a.dbf", bytes.NewReader(dbf)), "../../etc/a.shp"},
		{"an absolute name", "a.zip", archive(t, "/etc/a.shp", bytes.NewReader(shp)), "/etc/a.shp"},
		{"entities that expand", "a.kml", strings.NewReader(`<?xml version="1.0"?>` + laughs + placemark("&b;")), "<!ENTITY"},
		{"an entity from elsewhere", "a.kml", strings.NewReader(`<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + placemark("&x;")), "<!ENTITY"},
		{"KML 100,000 deep", "a.kml", repeat("<Folder>", 800_000), "256"},
		{"JSON 100,000 deep", "a.geojson", strings.NewReader(feature(strings.Repeat("[", 100_000))), "256"},
		{"collections 100,000 deep", "a.geojson", strings.NewReader(feature(strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 100_000))), "256"},
		{"collections 20 deep", "a.geojson", strings.NewReader(feature(strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 20) + strings.Repeat("]}", 20))), "8"},
		{"a ring of five million points in GeoJSON", "a.geojson", io.MultiReader(strings.NewReader(strings.TrimSuffix(feature(`{"type":"Polygon","coordinates":[[[117,35]`), "}")), repeat(",[117.1,35.1]", 70<<20)), "67108864"},
		{"a ring of ten million points in a Shapefile", "a.shp", bytes.NewReader(largeShape(160 << 20)), "67108864"},
		{"a ring of six million points in KML", "a.kml", io.MultiReader(strings.NewReader(`<kml><Placemark><LinearRing><coordinates>`), repeat("117.1,35.1 ", 70<<20)), "67108864"},
		{"a cell without end", "a.csv", io.MultiReader(strings.NewReader("name,wkt\nx,\"LINESTRING("), repeat("117.1 35.1,", 70<<20)), "67108864"},
		{"a table of four billion rows", "a.zip", archive(t, "a.shp", bytes.NewReader(shp), "a.dbf", bytes.NewReader(manyRows(dbf))), "4294967295"},
		{"a table whose head lies", "a.zip", archive(t, "a.shp", bytes.NewReader(shp), "a.dbf", bytes.NewReader(spoilt(dbf, 8, 0xff, 0xff))), ".dbf"},
		{"a table whose fields lie", "a.zip", archive(t, "a.shp", bytes.NewReader(shp), "a.dbf", bytes.NewReader(spoilt(dbf, 32+16, 0xff))), ".dbf"},
		{"a shape that lies", "a.zip", archive(t, "a.shp", bytes.NewReader(spoilt(shp, 104, 0x7f, 0xff, 0xff, 0xff)), "a.dbf", bytes.NewReader(dbf)), "4294967294"},
		{"a block of 2 GB", "a.osm.pbf", bytes.NewReader(block(1 << 31)), "2147483648|33554368"},
		{"coordinates of 1e308", "a.geojson", strings.NewReader(feature(`{"type":"Point","coordinates":[1e308,35]}`)), "1e+308"},
		{"coordinates beyond all numbers", "a.geojson", strings.NewReader(feature(`{"type":"Point","coordinates":[1e999,35]}`)), "1e999|a.geojson:1"},
		{"coordinates in words", "a.geojson", strings.NewReader(feature(`{"type":"Point","coordinates":[117,-Infinity]}`)), "-Infinity|a.geojson:1"},
		{"a property in words", "a.geojson", strings.NewReader(strings.Replace(feature(`{"type":"Point","coordinates":[117,35]}`), `"x",`, `"x","面积":NaN,`, 1)), "NaN|面积|null"},
		{"coordinates that are none", "a.csv", strings.NewReader("name,class,lon,lat\nx,outfall,NaN,35\ny,outfall,117,Inf\n"), "NaN|Inf"},
		{"an infinite Shapefile", "a.zip", archive(t, "a.shp", bytes.NewReader(infinite(shp)), "a.dbf", bytes.NewReader(dbf)), "a.shp#1"},
		{"a polygon of one point", "a.geojson", strings.NewReader(feature(`{"type":"Polygon","coordinates":[[[117,35]]]}`)), "a.geojson#1"},
		{"a workbook of formulas", "a.xlsx", formulas(t), "C2|C3"},
		{"a workbook that unfolds to a sheet of 257 MB", "a.xlsx", workbook(t, "xl/worksheets/sheet1.xml", repeat("<row></row>", 257<<20)), "257 MB|256 MB"},
		{"a workbook that unfolds to texts of 65 MB", "a.xlsx", workbook(t, "xl/sharedStrings.xml", repeat("<si><t>x</t></si>", 65<<20)), "65 MB|64 MB"},
		{"a database that is no GeoPackage", "a.gpkg", bytes.NewReader(append([]byte("SQLite format 3\x00"), make([]byte, 9000)...)), "a.gpkg"},
		{"half a GeoPackage", "a.gpkg", bytes.NewReader(good.Bytes()[:good.Len()/2]), fmt.Sprint(good.Len())},
		{"gzip", "a.geojson.gz", strings.NewReader("\x1f\x8b\x08\x00"), "gzip"},
		{"nothing", "a.geojson", strings.NewReader(""), "a.geojson"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), tc.file)
			f, err := os.Create(file)
			if err == nil {
				_, err = io.Copy(f, tc.content)
			}
			if err != nil || f.Close() != nil {
				t.Fatal(err)
			}
			if tc.file == "a.shp" { // loose, with its table, and as long as it claims
				if err := os.Truncate(file, 108+160<<20); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(filepath.Dir(file), "a.dbf"), dbf, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			kind := "sites"
			if strings.HasPrefix(tc.name, "a polygon") {
				kind = "lakes"
			}
			langs := []string{"zh", "en"}
			if info, err := os.Stat(file); err != nil || info.Size() > 1<<20 || strings.Contains(tc.name, "bomb") {
				langs = langs[1:] // reading it takes a while
				if testing.Short() {
					t.Skip("takes seconds")
				}
			}
			for _, lang := range langs {
				var out, words bytes.Buffer
				runtime.GC()
				peak := alive(func() {
					if code := run(context.Background(), []string{"import", file, "--as", kind, "--data", x.data, "--lang", lang}, func(string) string { return "" }, &out, &words); code != exitFailed {
						t.Errorf("exit %d:\n%.1000s", code, words.String())
					}
				})
				for part := range strings.SplitSeq(tc.says, "|") {
					if !strings.Contains(words.String(), part) {
						t.Errorf("it does not say %q:\n%.1000s", part, words.String())
					}
				}
				if words.Len() > 4000 {
					t.Errorf("it says %d bytes:\n%.1000s", words.Len(), words.String())
				}
				if peak > 400<<20 {
					t.Errorf("%d MB were alive", peak>>20)
				}
			}
			x.t = t
			if after := string(x.run(exitDone, "export", "sites")) + string(x.run(exitDone, "export", "towns")); after != before {
				t.Error("the region has changed")
			}
		})
	}
}

func zeros(n int64) io.Reader { return io.LimitReader(zero{}, n) }

type zero struct{}

func (zero) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// repeat gives so many bytes of a text again and again.
func repeat(text string, n int) io.Reader {
	parts := make([]io.Reader, 0, n/(1<<20)+2)
	block := strings.Repeat(text, 1<<20/len(text)+1)
	for left := n; left > 0; left -= len(block) {
		parts = append(parts, strings.NewReader(block))
	}
	return io.MultiReader(parts...)
}

// archive packs names and contents in turns.
func archive(t *testing.T, parts ...any) io.Reader {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i].(string))
		if err == nil {
			_, err = io.Copy(w, parts[i+1].(io.Reader))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return &b
}

// largeShape begins a .shp whose one record has so many bytes.
func largeShape(n int) []byte {
	b := make([]byte, 100)
	binary.BigEndian.PutUint32(b, 9994)
	binary.BigEndian.PutUint32(b[24:], uint32((108+n)/2))
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, 1), uint32(n/2))
}

// spoilt gives bytes with others from a place on.
func spoilt(b []byte, at int, others ...byte) []byte {
	b = bytes.Clone(b)
	copy(b[at:], others)
	return b
}

func manyRows(dbf []byte) []byte { return spoilt(dbf, 4, 0xff, 0xff, 0xff, 0xff) }

func infinite(shp []byte) []byte {
	b := binary.LittleEndian.AppendUint64(nil, math.Float64bits(math.Inf(1)))
	return spoilt(shp, 112, b...)
}

// block begins a PBF file whose first block claims so many bytes.
func block(size uint64) []byte {
	head := append([]byte{0x0a, 9}, "OSMHeader"...)
	head = binary.AppendUvarint(append(head, 0x18), size)
	return append(append([]byte{0, 0, 0, byte(len(head))}, head...), make([]byte, 99)...)
}

// formulas is a workbook whose places are formulas that nobody has computed.
func formulas(t *testing.T) io.Reader {
	t.Helper()
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "名称", "B1": "类别", "C1": "经度", "D1": "纬度", "A2": "一", "B2": "outfall", "D2": 35, "A3": "二", "B3": "outfall", "D3": 35} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	for _, cell := range []string{"C2", "C3"} {
		if err := f.SetCellFormula("Sheet1", cell, "=100+17"); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return &b
}

// workbook is one with a part that is something else.
func workbook(t *testing.T, part string, content io.Reader) io.Reader {
	t.Helper()
	b := read(t, formulas(t))
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	parts := []any{part, content}
	for _, f := range z.File {
		if f.Name == part {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, f.Name, bytes.NewReader(read(t, r)))
	}
	return archive(t, parts...)
}

func read(t *testing.T, r io.Reader) []byte {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
