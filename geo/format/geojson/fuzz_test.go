package geojson

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/formattest"
)

// No text breaks the reader; what it reads survives writing and reading; all
// faults are findings.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"", "{", "[]", "\x1e{}", fmt.Sprintf(point, "1", "[1,2]", `{"a":[1,2.5,"x",null,{"b":true}]}`),
		`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]]]},"properties":{}}]}`,
		`{"type":"GeometryCollection","geometries":[{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}]}`,
		`{"crs":{"properties":{"name":"GCJ-02"}},"features":[{"type":"MultiPoint","coordinates":[[117,35]]}]}`,
		`{"features":[{"type":"Point","coordinates":[NaN,-1.#IND00]},{"type":"Feature","geometry":null,"properties":{"a\"":[Infinity,"\"nan"]}}]}`,
	} {
		f.Add(text)
	}
	var written bytes.Buffer
	if err := WriteCollection(&written, slices.Values(every), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(written.String())
	f.Fuzz(func(t *testing.T, text string) {
		var all []feature.Feature
		var err error
		formattest.Bounded(t, len(text), func() { _, all, _, err = readAll(t, text, "") })
		formattest.Told(t, err)
		if err == nil {
			again(t, all)
		}
	})
}

// A sequence of texts, each of which can be read for itself, gives what they give
// one by one, whatever stands between them.
func FuzzSequence(f *testing.F) {
	var written bytes.Buffer
	if err := WriteSequence(&written, slices.Values(every)); err != nil {
		f.Fatal(err)
	}
	f.Add(written.Bytes(), []byte("\n"))
	f.Add(written.Bytes(), []byte("\n\x1e"))
	f.Add([]byte(`{"type":"Point","coordinates":[1,2]}`+"\n"+`{"type":"Feature","geometry":null,"properties":{"a":"}\n{"}}`), []byte("\r\n"))
	f.Fuzz(func(t *testing.T, lines, between []byte) {
		if len(between) > 8 || slices.ContainsFunc(between, func(c byte) bool { return !blank(c) }) {
			return
		}
		var text []byte
		var want []feature.Feature
		for line := range bytes.Lines(lines) {
			g, err := Unmarshal(line)
			if err != nil {
				continue
			}
			want = append(want, g)
			text = append(append(text, bytes.TrimSpace(line)...), between...)
		}
		var got []feature.Feature
		var refused []*finding.Finding
		var err error
		formattest.Bounded(t, len(text), func() { _, got, refused, err = readAll(t, string(text), "EPSG:4326") })
		if len(want) == 0 {
			return
		}
		if err != nil || len(refused) > 0 {
			t.Fatalf("%v %v\n%s", err, refused, text)
		}
		formattest.Same(t, got, want)
	})
}

// every holds one feature of each sort.
var every = func() []feature.Feature {
	square := orb.Polygon{formattest.Square(117, 35, 1), {{117.2, 35.2}, {117.2, 35.8}, {117.8, 35.8}, {117.2, 35.2}}}
	line := orb.LineString{{117, 35}, {118, 36.5}}
	var all []feature.Feature
	for i, g := range []orb.Geometry{nil, orb.Point{117.5, 35}, orb.MultiPoint{{117, 35}}, line, orb.MultiLineString{line, line},
		square, orb.MultiPolygon{square}, orb.Collection{orb.Point{-0.5, 1e-300}, square}} {
		all = append(all, feature.Feature{ID: fmt.Sprint(i), Geometry: g,
			Props: map[string]any{"名称": "界河镇", "n": int64(i), "x": 2.0, "no": nil, "list": []any{"a", int64(1), true}, "of": map[string]any{"b": 1e21}}})
	}
	return all
}()
