package kml

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

func read(t testing.TB, file string) ([]feature.Feature, []string, error) {
	t.Helper()
	l, err := Open(fstest.MapFS{"a.kml": {Data: []byte(file)}}, "a.kml", "")
	if err != nil {
		return nil, nil, err
	}
	return formattest.Read(l)
}

const ring = `<LinearRing><coordinates>117,35 118,35 118,36 117,36 117,35</coordinates></LinearRing>`

func TestGeometry(t *testing.T) {
	for _, tc := range []struct {
		name, element string
		want          orb.Geometry
	}{
		{"a point with height", `<Point><altitudeMode>absolute</altitudeMode><coordinates> 117,35,44 </coordinates></Point>`, orb.Point{117, 35}},
		{"blanks beside commas", `<Point><coordinates>117, 35 ,44</coordinates></Point>`, orb.Point{117, 35}},
		{"a line on many lines", "<LineString><coordinates>117,35\n\t118,36,0\r\n</coordinates></LineString>", orb.LineString{{117, 35}, {118, 36}}},
		{"a ring alone", ring, orb.LineString(formattest.Square(117, 35, 1))},
		{"a polygon", `<Polygon><outerBoundaryIs>` + ring + `</outerBoundaryIs></Polygon>`, orb.Polygon{formattest.Square(117, 35, 1)}},
		{"a hole that comes first", `<Polygon><innerBoundaryIs>` + strings.ReplaceAll(ring, "118", "117.5") + `</innerBoundaryIs><outerBoundaryIs>` + ring + `</outerBoundaryIs></Polygon>`,
			orb.Polygon{formattest.Square(117, 35, 1), {{117, 35}, {117.5, 35}, {117.5, 36}, {117, 36}, {117, 35}}}},
		{"many of one sort", `<MultiGeometry><Point><coordinates>1,2</coordinates></Point><MultiGeometry><Point><coordinates>3,4</coordinates></Point></MultiGeometry></MultiGeometry>`,
			orb.MultiPoint{{1, 2}, {3, 4}}},
		{"one in a multi", `<MultiGeometry><LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry>`, orb.MultiLineString{{{1, 2}, {3, 4}}}},
		{"a mixture", `<MultiGeometry><Point><coordinates>1,2</coordinates></Point><LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry>`,
			orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}},
		{"a track", `<gx:Track><when>2026-11-23T08:00:00Z</when><when>2026-11-23T08:01:00Z</when><gx:coord>117 35 4</gx:coord><gx:coord>118 35 4</gx:coord></gx:Track>`,
			orb.LineString{{117, 35}, {118, 35}}},
		{"nothing", ``, nil},
		{"an empty multi", `<MultiGeometry/>`, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, refused, err := read(t, "<kml><Placemark>"+tc.element+"</Placemark></kml>")
			if err != nil || len(refused) > 0 || len(got) != 1 || !reflect.DeepEqual(got[0].Geometry, tc.want) {
				t.Errorf("%v, %v, %v; want %v", got, refused, err, tc.want)
			}
		})
	}
}

// Properties keep the types of the schema, and folders are remembered.
func TestProperties(t *testing.T) {
	got, refused, err := read(t, `<kml xmlns="http://earth.google.com/kml/2.0"><Document><name>whole</name>
		<Schema id="s"><SimpleField name="n" type="int"/><SimpleField name="x" type="double"/><SimpleField name="ok" type="bool"/></Schema>
		<Folder><name> 滕州 </name><Folder><name>湖</name><Placemark id="p1">
			<name>
			岩马水库 </name><description><![CDATA[<b>水</b>]]></description><TimeSpan><begin>2026-01</begin></TimeSpan><styleUrl>#a</styleUrl>
			<ExtendedData><Data name="级别"><displayName>x</displayName><value>2</value></Data><Data name="name"><value>岩马</value></Data>
			<SchemaData schemaUrl="#s"><SimpleData name="n">7</SimpleData><SimpleData name="x">1.50</SimpleData><SimpleData name="ok">1</SimpleData></SchemaData>
			<own:tag xmlns:own="urn:x">v</own:tag></ExtendedData></Placemark></Folder></Folder>
		<Placemark><ExtendedData><Data name="id"><value>370481</value></Data><SchemaData schemaUrl="#s"><SimpleData name="n">seven</SimpleData><SimpleData name="x">NaN</SimpleData></SchemaData></ExtendedData></Placemark>
		</Document></kml>`)
	want := []feature.Feature{
		{ID: "p1", Props: map[string]any{"name": "岩马水库", "name_2": "岩马", "description": "<b>水</b>", "begin": "2026-01", "级别": "2",
			"n": int64(7), "x": 1.5, "ok": true, "tag": "v", "folder": "滕州/湖"}},
		{ID: "370481", Props: map[string]any{"n": "seven", "x": "NaN"}},
	}
	if err != nil || len(refused) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\nwant %v\n%v %v", got, want, refused, err)
	}
}

// A bad row is refused by itself, with file and line; the others are read.
func TestRefusals(t *testing.T) {
	for _, tc := range []struct{ name, element, want string }{
		{"a word", `<Point><coordinates>east,north</coordinates></Point>`, "kml.bad_coordinates"},
		{"one number", `<Point><coordinates>117</coordinates></Point>`, "kml.bad_coordinates"},
		{"not a number", `<Point><coordinates>NaN,35</coordinates></Point>`, "kml.bad_coordinates"},
		{"infinite", `<Point><coordinates>117,1e999</coordinates></Point>`, "kml.bad_coordinates"},
		{"all blanks left out", `<LineString><coordinates>1,2,3,4,5,6</coordinates></LineString>`, "kml.bad_coordinates"},
		{"far beyond the earth", `<Point><coordinates>1e308,35</coordinates></Point>`, "crs.nowhere"},
		{"axes swapped", `<Point><coordinates>35,117</coordinates></Point>`, "crs.axes_swapped"},
		{"no position", `<Point/>`, "kml.few_positions"},
		{"a line of one", `<LineString><coordinates>1,2</coordinates></LineString>`, "kml.few_positions"},
		{"a polygon of one", `<Polygon><outerBoundaryIs><LinearRing><coordinates>1,2</coordinates></LinearRing></outerBoundaryIs></Polygon>`, "kml.few_positions"},
		{"a ring out and back", `<Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 1,2</coordinates></LinearRing></outerBoundaryIs></Polygon>`, "kml.few_positions"},
		{"an open ring of two", `<Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4</coordinates></LinearRing></outerBoundaryIs></Polygon>`, "kml.few_positions"},
		{"a polygon of holes", `<Polygon><innerBoundaryIs>` + ring + `</innerBoundaryIs></Polygon>`, "kml.no_outer"},
		{"a model", `<Model><Location><longitude>117</longitude></Location></Model>`, "kml.model"},
		{"half of a track", `<Track><coord>117</coord><coord>118 35 0</coord></Track>`, "kml.bad_coordinates"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, refused, err := read(t, "<kml>\n<Placemark/>\n<Placemark>\n"+tc.element+"</Placemark><Placemark/></kml>")
			if err != nil || len(got) != 2 || len(refused) != 1 || refused[0] != "a.kml:3 "+tc.want {
				t.Errorf("%v, %v, %v; want %s", got, refused, err, tc.want)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	for _, tc := range []struct{ name, file, want string }{
		{"empty", "", "markup.no_element"},
		{"a page", "<html><body/></html>", "kml.not_kml"},
		{"a track", "<gpx/>", "kml.not_kml"},
		{"cut off", "<kml><Placemark><name>x</name>", "markup.truncated"},
		{"entities", `<!DOCTYPE kml [<!ENTITY a "x">]><kml><name>&a;</name></kml>`, "markup.entities"},
		{"folders without end", "<kml>" + strings.Repeat("<Folder>", 100_000), "markup.too_deep"},
		{"geometries without end", "<kml><Placemark>" + strings.Repeat("<MultiGeometry>", 100_000), "markup.too_deep"},
		{"only links", "<kml><NetworkLink><href>x</href></NetworkLink></kml>", "kml.only_links"},
		{"nothing in it", "<kml/>", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, _, err := read(t, tc.file); formattest.Code(err) != tc.want {
				t.Errorf("%v, want %s", err, tc.want)
			}
		})
	}
	if _, err := Open(fstest.MapFS{"a.kml": {Data: []byte("<kml/>")}}, "a.kml", "nonsense"); formattest.Code(err) != "crs.unknown" {
		t.Error(err)
	}
}

func TestKMZ(t *testing.T) {
	pack := func(names ...string) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, name := range names {
			f, err := w.Create(name)
			if err == nil {
				_, err = io.WriteString(f, "<kml><Placemark><name>"+name+"</name></Placemark></kml>")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for _, tc := range []struct {
		name string
		file []byte
		want string
	}{
		{"doc.kml goes first", pack("a.kml", "doc.kml"), "doc.kml"},
		{"else the first", pack("img/a.png", "__MACOSX/._b.kml", "sub/b.KML", "c.kml"), "sub/b.KML"},
		{"none", pack("a.txt"), "kml.none_inside"},
		{"names that lead out", pack("doc.kml", "../x"), "archive.bad_name"},
		{"cut off", pack("doc.kml")[:60], "archive.damaged"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, err := OpenKMZ(bytes.NewReader(tc.file), int64(len(tc.file)), "a.kmz", "")
			got := formattest.Code(err)
			if err == nil {
				features, _, err := formattest.Read(l)
				if err != nil || len(features) != 1 || l.Name() != "a" {
					t.Fatal(features, err)
				}
				got = features[0].Text("name")
			}
			if got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

// Any collection, written and read, is what it was, loose and packed.
func TestWriteAndRead(t *testing.T) {
	for seed := range uint64(300) {
		c := random(rand.New(rand.NewPCG(seed, 0)))
		var loose, packed bytes.Buffer
		if err := errors.Join(Write(&loose, c), WriteKMZ(&packed, c)); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		got, refused, err := read(t, loose.String())
		if err != nil || len(refused) > 0 || !reflect.DeepEqual(got, c.Features) {
			t.Fatalf("seed %d: %v\ncame back as %v\n%v %v\n%s", seed, c.Features, got, refused, err, loose.String())
		}
		l, err := OpenKMZ(bytes.NewReader(packed.Bytes()), int64(packed.Len()), "a.kmz", "")
		if err != nil {
			t.Fatal(err)
		}
		if got, _, err = formattest.Read(l); err != nil || !reflect.DeepEqual(got, c.Features) {
			t.Fatalf("seed %d: %v %v", seed, got, err)
		}
	}
}

// random draws a collection that KML holds without loss.
func random(r *rand.Rand) feature.Collection {
	point := func() orb.Point { return orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90} }
	line := func() orb.LineString { return orb.LineString{point(), point(), point()} }
	area := func() orb.Polygon {
		x, y := r.Float64()*100, r.Float64()*50
		return orb.Polygon{formattest.Square(x, y, 8), formattest.Square(x+1, y+1, 2)}
	}
	texts := []string{"滕州", "a<b&c>", "\"'", "two\nlines\ttab", " blank ", "", "]]>", "0370", "\r"}
	c := feature.Collection{Schema: feature.Schema{Kind: feature.Sites}}
	for i := range 1 + r.IntN(4) {
		f := feature.Feature{Props: map[string]any{}, ID: []string{"", "s" + fmt.Sprint(i), "370481", "甲"}[r.IntN(4)]}
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
			f.Geometry = orb.Collection{point(), area()}
		}
		for _, name := range []string{"name", "description", "a b", "级别"} {
			if r.IntN(2) == 0 {
				f.Props[name] = texts[r.IntN(len(texts))]
			}
		}
		if r.IntN(2) == 0 {
			f.Props["n"] = int64(int32(r.Uint32()))
			f.Props["x"] = r.NormFloat64() * 1e6
			f.Props["whole"] = float64(r.IntN(5))
			f.Props["ok"] = r.IntN(2) == 0
		}
		if l, ok := f.Geometry.(orb.LineString); ok && r.IntN(2) == 0 {
			times := make([]any, len(l))
			for i := range times {
				times[i] = fmt.Sprintf("2026-11-23T08:%02d:00+08:00", i)
			}
			f.Props["times"] = times
		}
		c.Features = append(c.Features, f)
	}
	return c
}

// What KML has no type for becomes text, and stays so.
func TestWriteLarge(t *testing.T) {
	c := feature.Collection{Features: []feature.Feature{{Props: map[string]any{"n": int64(1 << 40), "list": []any{"a", 1.0}, "gone": nil}}}}
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	got, _, err := read(t, b.String())
	if want := map[string]any{"n": "1099511627776", "list": `["a",1]`}; err != nil || !reflect.DeepEqual(got[0].Props, want) {
		t.Errorf("%v %v, want %v", got, err, want)
	}
	c.Features[0].Geometry = orb.Point{0, 1 / zero}
	if err := Write(io.Discard, c); err == nil {
		t.Error("an infinite coordinate was written")
	}
}

var zero float64

// A file of the CIA's figures for all countries, as a web service packed it.
func TestRealKMZ(t *testing.T) {
	b, err := os.ReadFile("../../../../shared/data/messy/gdpPerCapita2008.kmz")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("gdpPerCapita2008.kmz is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	l, err := OpenKMZ(bytes.NewReader(b), int64(len(b)), "gdp.kmz", "")
	if err != nil {
		t.Fatal(err)
	}
	got, refused, err := formattest.Read(l)
	if err != nil || len(refused) > 0 || len(got) < 200 || got[0].Text("name") == "" || got[0].Geometry == nil {
		t.Errorf("%d features, %v, %v", len(got), refused, err)
	}
}

func ExampleWrite() {
	err := Write(os.Stdout, feature.Collection{Features: []feature.Feature{
		{ID: "W1", Geometry: orb.Point{117.2, 35.1}, Props: map[string]any{"name": "岩马水库", "rank": int64(1)}},
	}})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>
	// <Schema name="fields" id="fields"><SimpleField name="id" type="string"/><SimpleField name="name" type="string"/><SimpleField name="rank" type="int"/></Schema>
	// <Placemark><name>岩马水库</name><ExtendedData><SchemaData schemaUrl="#fields"><SimpleData name="id">W1</SimpleData><SimpleData name="rank">1</SimpleData></SchemaData></ExtendedData><Point><coordinates>117.2,35.1</coordinates></Point></Placemark>
	// </Document></kml>
}
