package hydro_test

import (
	"os"
	"path/filepath"
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
