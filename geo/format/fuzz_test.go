package format

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// Any bytes under any name are read or refused with a finding, within bounds.
func FuzzOpen(f *testing.F) {
	square := orb.Polygon{formattest.Square(117, 35, 1)}
	for _, ending := range []string{"geojson", "geojsonl", "csv", "kml", "kmz", "gpx", "zip", "gpkg"} {
		for _, g := range []orb.Geometry{orb.Point{117, 35}, orb.LineString{{117, 35}, {118, 36}}, square} {
			var b bytes.Buffer
			c := feature.Collection{Features: []feature.Feature{{ID: "1", Geometry: g, Props: map[string]any{"名称": "界河镇", "n": int64(5), "x": 1.5}}}}
			if Write(&b, ending, c) == nil {
				f.Add(b.Bytes(), ending)
			}
		}
	}
	f.Add([]byte("\x1f\x8b\x08"), "gz")
	f.Fuzz(func(t *testing.T, b []byte, ending string) {
		name := "a." + strings.NewReplacer("/", "", "\x00", "").Replace(ending)
		if len(name) > 20 || strings.HasSuffix(name, ".") {
			return
		}
		formattest.Bounded(t, len(b), func() {
			layers, closer, err := Open(fstest.MapFS{name: {Data: b}}, name, Options{})
			formattest.Told(t, err)
			if err != nil {
				return
			}
			defer closer.Close()
			for _, l := range layers {
				_, _, err := formattest.All(l)
				formattest.Told(t, err)
			}
		})
	})
}
