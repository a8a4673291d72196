package kml

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// GDAL reads what we write, and we read what GDAL makes of it.
func TestGDAL(t *testing.T) {
	c := feature.Collection{Schema: feature.Schema{Kind: feature.Sites}, Features: []feature.Feature{
		{ID: "S1", Geometry: orb.Point{117.25, 35.125}, Props: map[string]any{"name": "排污口", "n": int64(7), "x": 1.5}},
		{ID: "S2", Geometry: orb.LineString{{117, 35}, {117.5, 35.5}}, Props: map[string]any{"name": "郭河"}},
		{ID: "S3", Geometry: orb.MultiPolygon{{formattest.Square(117, 35, 0.5)}}, Props: map[string]any{"name": "滨湖镇"}},
	}}
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	ours := filepath.Join(t.TempDir(), "sites.kml")
	if err := os.WriteFile(ours, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	said := formattest.GDAL(t, "ogrinfo", "-al", ours)
	for _, want := range []string{"排污口", "郭河", "滨湖镇", "POINT (117.25 35.125)", "n (Integer) = 7", "x (Real) = 1.5", "MULTIPOLYGON"} {
		if !strings.Contains(said, want) {
			t.Errorf("GDAL does not say %s:\n%s", want, said)
		}
	}
	for _, driver := range []string{"KML", "LIBKML"} {
		theirs := filepath.Join(t.TempDir(), "theirs.kml")
		formattest.GDAL(t, "ogr2ogr", "-f", driver, theirs, ours)
		text, err := os.ReadFile(theirs)
		if err != nil {
			t.Fatal(err)
		}
		got, refused, err := read(t, string(text))
		if err != nil || len(refused) > 0 || len(got) != len(c.Features) {
			t.Fatalf("%s: %v %v %v", driver, got, refused, err)
		}
		for i, f := range c.Features {
			if area, ok := got[i].Geometry.(orb.Polygon); ok { // LIBKML unwraps it
				got[i].Geometry = orb.MultiPolygon{area}
			}
			if !orb.Equal(got[i].Geometry, f.Geometry) || got[i].Text("name") != f.Text("name") {
				t.Errorf("%s: %v came back as %v", driver, f, got[i])
			}
		}
		if n, _ := got[0].Number("n"); n != 7 {
			t.Errorf("%s: %v", driver, got[0].Props)
		}
	}
}
