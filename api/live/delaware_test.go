//go:build !race

package live

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/routing/graph"
	"xunhu/routing/road"
)

// delaware finds the extract that comes with the OpenStreetMap module.
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
