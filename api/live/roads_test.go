package live

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/format"
	"xunhu/geo/intake"
	"xunhu/routing/road"
)

// roadsOf imports the roads of an extract into a region of one town.
func roadsOf(t *testing.T, dir fs.FS, name string, town orb.Bound) atlas.Dataset {
	t.Helper()
	schema, _ := feature.SchemaOf(feature.Towns)
	base := atlas.Dataset{Region: atlas.Region{Code: "r", Name: "县"}, Collections: map[feature.Kind]feature.Collection{
		feature.Towns: {Schema: schema, Features: []feature.Feature{{
			ID: "1", Geometry: orb.MultiPolygon{town.ToPolygon()}, Props: map[string]any{"name": "镇"},
		}}},
	}}
	d, _, err := intake.Read(t.Context(), dir, []string{name}, &base, intake.Request{Kind: string(feature.Roads)})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// bytesOf writes a network: its junctions, arcs, costs, lines and names.
func bytesOf(t *testing.T, n *road.Network) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := n.Write(&b, road.Source{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The network from a region is the one from the extract that it was made of, byte by byte,
// for every vehicle; as it is when its roads and rules went through files.
func TestRoadsAreThoseOfTheExtract(t *testing.T) {
	const dir, name = "../../geo/format/osmpbf/testdata", "district.osm.pbf"
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	d := roadsOf(t, os.DirFS(dir), name, orb.Bound{Min: orb.Point{116.9, 34.9}, Max: orb.Point{117.1, 35.1}})
	again := map[string]atlas.Dataset{"import": d}
	for _, ending := range []string{".geojson", ".gpkg", ".csv"} {
		there := d
		for _, k := range []feature.Kind{feature.Roads, feature.RoadRules} {
			folder := t.TempDir()
			f, err1 := os.Create(filepath.Join(folder, string(k)+ending))
			err2 := format.Write(f, ending, d.Collections[k])
			if err := errors.Join(err1, err2, f.Close()); err != nil {
				t.Fatal(err)
			}
			if there, _, err = intake.Read(t.Context(), os.DirFS(folder), []string{string(k) + ending}, &there, intake.Request{Kind: string(k)}); err != nil {
				t.Fatal(err)
			}
		}
		again[ending] = there
	}
	for how, d := range again {
		for _, vehicle := range []string{"car", "motorcycle", "ebike", "bicycle", "foot"} {
			p, _ := road.ProfileNamed(vehicle)
			want, err1 := road.ReadPBF(t.Context(), bytes.NewReader(b), int64(len(b)), p)
			got, err2 := surveyOf(d).Network(p)
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(bytesOf(t, got), bytesOf(t, want)) {
				t.Errorf("%s, %s: %d junctions, %d edges, %v, want %d, %d, %v", how, vehicle,
					got.NumJunctions(), got.NumEdges(), got.Findings(), want.NumJunctions(), want.NumEdges(), want.Findings())
			}
		}
	}
}
