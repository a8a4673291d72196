package hydro_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"xunhu/geo/hydro"
)

// Every line of the Piave drains to its mouth, so a trace up from the mouth passes
// each of them once. (One line of the file is empty.)
func TestPiave(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "rivers", "piave", "rivers.geojson"))
	if err != nil {
		t.Skip("needs rivers/piave of the shared data")
	}
	c, err := geojson.UnmarshalFeatureCollection(text)
	if err != nil {
		t.Fatal(err)
	}
	var rivers []hydro.River
	for _, f := range c.Features {
		rivers = append(rivers, hydro.River{Class: "river", Directed: true, Line: f.Geometry.(orb.LineString)})
	}
	n := hydro.Build(rivers)
	mouths, passed := 0, map[int32]int{}
	for r := range int32(n.NumReaches()) {
		mouth := hydro.Place{Reach: r, MeasureM: n.Length(r)}
		if len(n.Down(mouth, 1e6)) > 0 {
			continue
		}
		mouths++
		for _, p := range n.Up(mouth, 1e7) {
			passed[p.Reach]++
		}
	}
	for r := range int32(n.NumReaches()) {
		if passed[r] != 1 {
			t.Errorf("reach %d is passed %d times", r, passed[r])
		}
	}
	if n.NumReaches() != 70 || mouths != 1 {
		t.Errorf("%d reaches to %d mouths, want 70 to 1", n.NumReaches(), mouths)
	}
	if found := n.Findings(nil); len(found) > 0 {
		t.Errorf("findings %v", found)
	}
}

// The hydrofabric of gauge 01073000 (Oyster River, New Hampshire) gives its network by
// ids: a flowpath ends at a nexus, a nexus leads to a flowpath. That alone is enough: the
// lines here are drawn apart.
func TestGivenHydrofabric(t *testing.T) {
	nexus := map[string]string{"nex-11223": "wb-11223", "nex-11224": "wb-11224", "nex-11225": "wb-11225"}
	var rivers []hydro.River
	for i, f := range [][2]string{
		{"wb-11223", "nex-11224"}, {"wb-11371", "nex-11224"}, {"wb-11509", "nex-11224"}, {"wb-11410", "nex-11223"}, {"wb-11224", "nex-11225"},
	} {
		at := orb.Point{-71 + 0.01*float64(i), 43}
		rivers = append(rivers, hydro.River{ID: f[0], FromNode: f[0], ToNode: nexus[f[1]], Directed: true, Line: orb.LineString{at, {at[0] + 0.005, 43}}})
	}
	n := hydro.Build(rivers)
	var way []string
	for _, p := range n.Down(hydro.Place{Reach: n.Reaches(3)[0]}, 1e6) {
		way = append(way, n.River(p.Reach).ID)
	}
	if !slices.Equal(way, []string{"wb-11410", "wb-11223", "wb-11224"}) {
		t.Errorf("down from wb-11410 by %v", way)
	}
	gauge := n.Reaches(4)[0]
	if up := n.Up(hydro.Place{Reach: gauge, MeasureM: n.Length(gauge)}, 1e6); len(up) != 5 {
		t.Errorf("%d reaches above the gauge, want all 5", len(up))
	}
}
