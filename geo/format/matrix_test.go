package format

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// shapes are one geometry of each kind, with numbers that text holds exactly.
var shapes = []struct {
	name string
	of   orb.Geometry
}{
	{"nothing", nil},
	{"Point", orb.Point{117.25, 35.125}},
	{"MultiPoint", orb.MultiPoint{{117.25, 35.125}, {117.5, 35.5}}},
	{"LineString", orb.LineString{{117, 35}, {117.1234567, 35.7654321}, {118, 36}}},
	{"MultiLineString", orb.MultiLineString{{{117, 35}, {118, 36}}, {{117.5, 35}, {118.5, 36}}}},
	{"Polygon", orb.Polygon{formattest.Square(117, 35, 1), {{117.25, 35.25}, {117.25, 35.75}, {117.75, 35.75}, {117.75, 35.25}, {117.25, 35.25}}}},
	{"MultiPolygon", orb.MultiPolygon{{formattest.Square(117, 35, 1)}, {formattest.Square(119, 35, 1)}}},
	{"GeometryCollection", orb.Collection{orb.Point{117, 35}, orb.LineString{{117, 35}, {118, 36}}}},
}

// values are properties as offices have them. Names and texts of more than what
// dBASE holds stand in the second feature only.
var values = []map[string]any{
	{"名称": "滕州 “红荷” 湿地, <一>;\n二", "class": "outfall", "n": int64(370481101), "x": 0.1, "whole": 3.0, "yes": true, "day": "2026-11-23",
		"zero": "0370", "at": "2026-11-23T08:00:00+08:00"},
	{"名称": "", "n": int64(-1), "x": -1234567.875, "yes": false, "none": nil, "责任单位联系人电话": "0632-5555555", "long": strings.Repeat("湖", 200),
		"list": []any{"甲", "乙"}},
}

// Each format gives back each kind of geometry, with Chinese text, nulls, dates,
// numbers and long names; what it cannot hold is named by Losses and by nothing else;
// what has been through it once comes through it again unchanged.
func TestEveryFormatWithEveryShape(t *testing.T) {
	// What a format does not give back of a shape: the code of the loss, of the refusal
	// of the row, or of the error of writing; "as" another shape.
	differs := map[string]string{
		"csv/nothing": "table.no_place", "gpx/nothing": "gpx.no_place",
		"gpx/Polygon": "gpx.no_areas", "gpx/MultiPolygon": "gpx.no_areas",
		"gpx/MultiPoint": "parts", "gpx/MultiLineString": "parts", "gpx/GeometryCollection": "parts",
		"zip GBK/GeometryCollection": "shapefile.mixed", "zip UTF-8/GeometryCollection": "shapefile.mixed",
	}
	for _, ending := range []string{"geojson", "geojsonl", "gpkg", "zip GBK", "zip UTF-8", "kml", "kmz", "gpx", "csv"} {
		for _, shape := range shapes {
			t.Run(ending+"/"+shape.name, func(t *testing.T) {
				var given []feature.Feature
				for i, props := range values {
					given = append(given, feature.Feature{ID: []string{"湿地1", "W2"}[i], Geometry: shape.of, Props: props})
				}
				first, refused, err := through(t, ending, given)
				why := differs[ending+"/"+shape.name]
				var said []string
				for _, f := range Losses(strings.Fields(ending)[0], feature.Collection{Features: given}, optionsOf(ending)) {
					said = append(said, f.Code)
				}
				if err != nil || len(refused) > 0 {
					if all := strings.Join(append(append(said, refused...), formattest.Code(err)), " "); why == "" || !strings.Contains(all, why) {
						t.Fatalf("%v %v %v, want %q", err, refused, said, why)
					}
					return
				}
				if why == "parts" || why == "" && len(first) == len(given) {
					again, refused, err := through(t, ending, first)
					if err != nil || len(refused) > 0 || !reflect.DeepEqual(sorted(again), sorted(first)) {
						t.Fatalf("%v\nonce more came back as\n%v %v %v", first, again, refused, err)
					}
				}
				if why != "" {
					if why != "parts" && !strings.Contains(strings.Join(said, " "), why) {
						t.Errorf("losses %v, want %s", said, why)
					}
					return
				}
				if len(first) != len(given) {
					t.Fatalf("%d features came back", len(first))
				}
				for i, f := range first {
					compare(t, ending, f, given[i])
				}
				for _, code := range said {
					if !strings.HasPrefix(ending, "zip") || code != "shapefile.renamed" && code != "shapefile.cut" {
						t.Errorf("%s is lost", code)
					}
				}
			})
		}
	}
}

// compare holds a feature that came back against the one that was given.
func compare(t *testing.T, ending string, got, want feature.Feature) {
	t.Helper()
	if !reflect.DeepEqual(got.Geometry, want.Geometry) {
		t.Errorf("the geometry %v came back as %v", want.Geometry, got.Geometry)
	}
	if got.ID+got.Text("id") != want.ID {
		t.Errorf("the identity %q came back as %q", want.ID, got.ID+got.Text("id"))
	}
	for name, v := range want.Props {
		as, text := name, ""
		if list, ok := v.([]any); ok && ending == "csv" {
			text = list[0].(string) + ";" + list[1].(string)
		} else if plain, err := feature.Plain(v); err == nil {
			text = plain
		}
		if strings.HasPrefix(ending, "zip") {
			as, text = dbaseName(ending, name), cutTo(ending, text, 254)
		}
		was := got.Props[as]
		back, err := feature.Plain(was)
		if err != nil || back != text {
			t.Errorf("%s: %q came back as %q", name, text, back)
		}
		typed := ending == "geojson" || ending == "geojsonl" || ending == "gpkg" || ending == "gpx"
		if typed && v != nil && reflect.TypeOf(was) != reflect.TypeOf(v) {
			t.Errorf("%s: %T came back as %T", name, v, was)
		}
	}
}

// dbaseName cuts a name to ten bytes between characters.
func dbaseName(ending, name string) string { return cutTo(ending, name, 10) }

func cutTo(ending, s string, most int) string {
	width := 3 // of a Chinese character
	if strings.HasSuffix(ending, "GBK") {
		width = 2
	}
	n := 0
	for i, c := range s {
		if c < 128 {
			n++
		} else {
			n += width
		}
		if n > most {
			return s[:i]
		}
	}
	return s
}

func optionsOf(ending string) Options {
	if words := strings.Fields(ending); len(words) > 1 {
		return Options{Encoding: words[1]}
	}
	return Options{}
}

// through writes features in a format and reads them again.
func through(t *testing.T, ending string, features []feature.Feature) (got []feature.Feature, refused []string, err error) {
	t.Helper()
	var b bytes.Buffer
	plain := strings.Fields(ending)[0]
	if err := WriteWith(&b, plain, feature.Collection{Features: features}, optionsOf(ending)); err != nil {
		return nil, nil, err
	}
	return readFile(t, "a."+plain, b.Bytes())
}

// sorted leaves features in their order; properties that are nil count as absent.
func sorted(fs []feature.Feature) []feature.Feature {
	out := make([]feature.Feature, len(fs))
	for i, f := range fs {
		out[i] = feature.Feature{ID: f.ID, Geometry: f.Geometry, Props: map[string]any{}}
		for name, v := range f.Props {
			if v != nil {
				out[i].Props[name] = v
			}
		}
	}
	return out
}

// readFile reads all layers of a file.
func readFile(t *testing.T, name string, content []byte) (got []feature.Feature, refused []string, err error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	layers, closer, err := Open(os.DirFS(dir), name, Options{})
	if err != nil {
		return nil, nil, err
	}
	defer closer.Close()
	for _, l := range layers {
		fs, no, err := formattest.All(l)
		if err != nil {
			return nil, nil, err
		}
		got = append(got, fs...)
		refused = append(refused, formattest.Places(no)...)
	}
	return got, refused, nil
}

// GDAL reads what we write in each format, and we read what GDAL writes.
func TestEveryFormatWithGDAL(t *testing.T) {
	if testing.Short() {
		t.Skip("starts GDAL some eighty times")
	}
	drivers := map[string][]string{
		"geojson": {"GeoJSON"}, "geojsonl": {"GeoJSONSeq"}, "gpkg": {"GPKG"}, "zip GBK": {"ESRI Shapefile", "-lco", "ENCODING=GBK"},
		"zip UTF-8": {"ESRI Shapefile", "-lco", "ENCODING=UTF-8"}, "kml": {"KML"}, "gpx": {"GPX", "-dsco", "GPX_USE_EXTENSIONS=YES"},
		"csv": {"CSV", "-lco", "GEOMETRY=AS_WKT"},
	}
	for ending, driver := range drivers {
		for _, shape := range shapes[1:7] {
			if area := strings.Contains(shape.name, "Polygon"); ending == "gpx" && (area || strings.HasPrefix(shape.name, "Multi")) {
				continue // GPX has none
			}
			t.Run(ending+"/"+shape.name, func(t *testing.T) {
				dir := t.TempDir()
				plain := strings.Fields(ending)[0]
				c := feature.Collection{Features: []feature.Feature{{ID: "W1", Geometry: shape.of, Props: map[string]any{"name": "滕州红荷湿地", "n": int64(7)}}}}
				var b, source bytes.Buffer
				if err := WriteWith(&b, plain, c, optionsOf(ending)); err != nil {
					t.Fatal(err)
				}
				if err := Write(&source, "geojson", c); err != nil {
					t.Fatal(err)
				}
				ours, seen := filepath.Join(dir, "a."+plain), filepath.Join(dir, "seen.geojson")
				origin, theirs := filepath.Join(dir, "origin.geojson"), filepath.Join(dir, "theirs."+plain)
				for file, content := range map[string][]byte{ours: b.Bytes(), origin: source.Bytes()} {
					if err := os.WriteFile(file, content, 0o600); err != nil {
						t.Fatal(err)
					}
				}
				open := ours
				switch plain {
				case "zip":
					open, theirs = "/vsizip/"+ours, filepath.Join(dir, "theirs.shp")
				case "geojsonl":
					open = "GeoJSONSeq:" + ours
				}
				args := []string{"-f", "GeoJSON", seen, open}
				if plain == "csv" {
					args = append(args, "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat")
				}
				if plain == "gpx" {
					args = append(args, map[string]string{"Point": "waypoints", "LineString": "tracks"}[shape.name])
					driver = append(driver[:3:3], "-nlt", map[string]string{"Point": "POINT", "LineString": "LINESTRING"}[shape.name])
				}
				formattest.GDAL(t, "ogr2ogr", args...)
				formattest.GDAL(t, "ogr2ogr", append([]string{"-f", driver[0], theirs, origin}, driver[1:]...)...)
				for _, file := range []string{seen, theirs} {
					layers, closer, err := Open(os.DirFS(dir), filepath.Base(file), Options{})
					if err != nil {
						t.Fatal(file, err)
					}
					defer closer.Close()
					got, refused, err := formattest.All(layers[0])
					if err != nil || len(refused) > 0 || len(got) != 1 {
						t.Fatalf("%s: %v %v %v", file, got, refused, err)
					}
					if !same(got[0].Geometry, shape.of) {
						t.Errorf("%s: %v came back as %v", filepath.Base(file), shape.of, got[0].Geometry)
					}
					if got[0].Text("name")+got[0].Text("Name") != "滕州红荷湿地" {
						t.Errorf("%s: %v", filepath.Base(file), got[0].Props)
					}
				}
			})
		}
	}
}

// same compares geometries whose rings may begin elsewhere, or that stand alone in a
// Multi geometry, and whose numbers were rounded to the nanodegree.
func same(a, b orb.Geometry) bool {
	vertices := func(g orb.Geometry) (all []orb.Point) {
		var walk func(orb.Geometry)
		walk = func(g orb.Geometry) {
			switch g := g.(type) {
			case orb.Point:
				all = append(all, g)
			case orb.MultiPoint:
				all = append(all, g...)
			case orb.LineString:
				all = append(all, g...)
			case orb.MultiLineString:
				for _, l := range g {
					all = append(all, l...)
				}
			case orb.Polygon:
				for _, r := range g {
					all = append(all, r[1:]...)
				}
			case orb.MultiPolygon:
				for _, p := range g {
					walk(p)
				}
			}
		}
		walk(g)
		return all
	}
	near := func(p, q orb.Point) bool {
		const e = 2e-9
		return p[0]-q[0] < e && q[0]-p[0] < e && p[1]-q[1] < e && q[1]-p[1] < e
	}
	x, y := vertices(a), vertices(b)
	if len(x) != len(y) || a.Dimensions() != b.Dimensions() {
		return false
	}
	for _, p := range x {
		found := false
		for _, q := range y {
			found = found || near(p, q)
		}
		if !found {
			return false
		}
	}
	return true
}
