package live

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
	"xunhu/geo/format"
	"xunhu/geo/intake"
	"xunhu/routing/graph"
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

func delaware(t *testing.T) (dir, name string) {
	t.Helper()
	if testing.Short() {
		t.Skip("reads a state")
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paulmach/osm").Output()
	if err != nil {
		t.Skip("no module cache: ", err)
	}
	dir = filepath.Join(strings.TrimSpace(string(out)), "testdata")
	if _, err := os.Stat(filepath.Join(dir, "delaware-latest.osm.pbf")); err != nil {
		t.Skip(err)
	}
	return dir, "delaware-latest.osm.pbf"
}

// A state's network from its region costs what the network from the extract costs, but for
// centimetres: nodes that lie where another lies are moved apart.
func TestDelawareRoads(t *testing.T) {
	dir, name := delaware(t)
	d := roadsOf(t, os.DirFS(dir), name, orb.Bound{Min: orb.Point{-75.8, 38.4}, Max: orb.Point{-75, 39.9}})
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"car", "foot"} {
		p, _ := road.ProfileNamed(name)
		want, err1 := road.ReadPBF(t.Context(), bytes.NewReader(b), int64(len(b)), p)
		got, err2 := surveyOf(d).Network(p)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if got.NumJunctions() != want.NumJunctions() || got.NumEdges() != want.NumEdges() {
			t.Errorf("%s: %d junctions, %d edges, want %d, %d", name, got.NumJunctions(), got.NumEdges(), want.NumJunctions(), want.NumEdges())
		}
		cost := func(n *road.Network, from, to orb.Point) int64 {
			a, err1 := n.Snap(from, 5000)
			z, err2 := n.Snap(to, 5000)
			if err1 != nil || err2 != nil {
				return -1
			}
			return int64(n.Plain().Cost(a, z))
		}
		rng := rand.New(rand.NewPCG(1, 0))
		reached, differ := 0, 0
		for range 1000 {
			at := func() orb.Point { return orb.Point{-75.75 + rng.Float64()*0.3, 38.5 + rng.Float64()*1.2} }
			from, to := at(), at()
			is, was := cost(got, from, to), cost(want, from, to)
			if was > 0 && was < int64(graph.Infinity) {
				reached++
			}
			if is != was {
				differ++
			}
			if off := is - was; off < -100 || off > 100 { // of these milliseconds a walker takes 72 for 10 cm
				t.Errorf("%s: %v to %v takes %d ms, want %d", name, from, to, is, was)
			}
		}
		if t.Logf("%s: %d ways found, %d of another cost", name, reached, differ); reached < 500 {
			t.Errorf("%s: only %d ways were found", name, reached)
		}
	}
}
