package hydro_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	_ "modernc.org/sqlite" // reads the hydrofabric

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

// The hydrofabric of gauge 01073000 gives its network by ids: a flowpath ends at a nexus,
// a nexus leads to a flowpath. That alone is enough: the lines here are drawn apart.
func TestGivenHydrofabric(t *testing.T) {
	file := filepath.Join("..", "..", "..", "shared", "data", "rivers", "gauge_01073000.gpkg")
	if _, err := os.Stat(file); err != nil {
		t.Skip("needs rivers/gauge_01073000.gpkg of the shared data")
	}
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro&immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT f.id, n.toid FROM flowpaths f JOIN nexus n ON n.id = f.toid ORDER BY f.id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var rivers []hydro.River
	for rows.Next() {
		var id, to string
		if err := rows.Scan(&id, &to); err != nil {
			t.Fatal(err)
		}
		at := orb.Point{-71 + 0.01*float64(len(rivers)), 43}
		rivers = append(rivers, hydro.River{ID: id, FromNode: id, ToNode: to, Directed: true, Line: orb.LineString{at, {at[0] + 0.005, 43}}})
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	n := hydro.Build(rivers)
	start := slices.IndexFunc(rivers, func(r hydro.River) bool { return r.ID == "wb-11410" })
	if n.NumReaches() != 5 || start < 0 {
		t.Fatalf("%d reaches, want 5; wb-11410 is number %d", n.NumReaches(), start)
	}
	var way []string
	for _, p := range n.Down(hydro.Place{Reach: int32(start)}, 1e6) {
		way = append(way, n.River(p.Reach).ID)
	}
	if !slices.Equal(way, []string{"wb-11410", "wb-11223", "wb-11224"}) {
		t.Errorf("down from wb-11410 by %v", way)
	}
}
