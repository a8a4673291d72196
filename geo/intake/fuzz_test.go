package intake_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/format"
	"xunhu/geo/format/formattest"
	"xunhu/geo/intake"
)

// Whatever stands in a file of any format, every row of it is kept or refused, what
// is kept follows its schema, and all of it within bounds.
func FuzzRead(f *testing.F) {
	f.Add([]byte(two), "towns", "geojson", true)
	f.Add([]byte(two), "", "json", false)
	f.Add([]byte(features(`{"name":"点","class":"other","towns":"a;b"}`, `{"type":"Point","coordinates":[117.05,35.05]}`)), "sites", "geojson", true)
	f.Add([]byte(features(`{"name":"河"}`, `{"type":"MultiLineString","coordinates":[[[117,35],[117,35]],[]]}`)), "rivers", "geojson", true)
	for _, ending := range []string{"csv", "kml", "gpx", "zip", "gpkg"} {
		var b bytes.Buffer
		c := feature.Collection{Features: []feature.Feature{{ID: "1", Geometry: orb.Point{117.05, 35.05}, Props: map[string]any{"名称": "一号口", "类别": "入河排污口"}}}}
		if err := format.Write(&b, ending, c); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes(), "sites", ending, true)
	}
	if b, err := os.ReadFile(villageDir + "/village.osm.pbf"); err == nil {
		f.Add(b, "", "osm.pbf", false)
	}
	base := region(f)
	f.Fuzz(func(t *testing.T, b []byte, kind, ending string, into bool) {
		var onto *atlas.Dataset
		if into {
			onto = &base
		}
		name := "a." + ending
		if len(b) > formattest.Small || len(ending) > 10 || !fs.ValidPath(name) || path.Base(name) != name {
			return
		}
		formattest.Bounded(t, len(b), func() {
			d, report, err := intake.Read(t.Context(), disk(name, string(b)), []string{name}, onto, intake.Request{Kind: kind})
			formattest.Told(t, err)
			if err == nil {
				sound(t, d, report)
			}
		})
	})
}

// sound looks at what an import made.
func sound(t *testing.T, d atlas.Dataset, report *intake.Report) {
	t.Helper()
	for _, l := range report.Layers {
		if l.Read != l.Kept+len(l.Refused) {
			t.Fatalf("%d read, %d kept, %d refused", l.Read, l.Kept, len(l.Refused))
		}
		s, _ := feature.SchemaOf(l.Kind)
		for _, got := range d.Collections[l.Kind].Features {
			if got.ID == "" {
				t.Fatal("a feature without an identity")
			}
			for _, field := range s.Fields {
				if field.Required && got.Text(field.Name) == "" {
					t.Fatalf("%s has no %s", got.ID, field.Name)
				}
			}
		}
	}
}
