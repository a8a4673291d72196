package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geotest"
)

// land puts a small region with roads into a store: the streets of country.
func (x *walker) land(dir string) geotest.Map {
	x.t.Helper()
	m := geotest.Draw(x.t, strings.ReplaceAll(country, "wwww", "    "), 200)
	x.run(exitDone, "import", x.file(dir, "towns.geojson",
		shape("w", m.Polygon("ADEB"), "name", "west"), shape("e", m.Polygon("BEFC"), "name", "east")), "--as", "towns", "--name", "drawn land")
	x.run(exitDone, "import", x.file(dir, "roads.geojson",
		shape("north", m.Line("abcd"), "class", "secondary", "name", "North Road"), shape("middle", m.Line("eWwXf"), "class", "tertiary"),
		shape("south", m.Line("ghZzYk"), "class", "secondary", "name", "South Road"), shape("west", m.Line("ag"), "class", "tertiary"),
		shape("inner", m.Line("beh"), "class", "tertiary"), shape("east", m.Line("dfk"), "class", "tertiary")), "--as", "roads")
	return m
}

// lonLat writes a place as the command line takes it.
func lonLat(p orb.Point) string { return fmt.Sprintf("%.7f,%.7f", p[0], p[1]) }

// Questions about travel, whole, as a person asks them.
func TestTravel(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	m := x.land(dir)
	at := func(c rune) string { return lonLat(m[c]) }

	legs := x.collection(x.run(exitDone, "route", at('a'), at('e'), at('k'), "--steps"))
	var texts []string
	for _, f := range legs.Features {
		for _, s := range f.Properties["steps"].([]any) {
			texts = append(texts, s.(map[string]any)["text"].(string))
		}
	}
	if got, want := strings.Join(texts, "; "), "Head east on North Road for 1.0 km; Turn right and go 400 m; Arrive at point 2; "+
		"Head south for 400 m; Turn left onto South Road for 2.6 km; Arrive at the destination"; got != want {
		t.Errorf("said\n%s\nwant\n%s", got, want)
	}
	if _, told := x.collection(x.run(exitDone, "route", at('a'), at('e'))).Features[0].Properties["steps"]; told {
		t.Error("steps without --steps")
	}
	x.run(exitFailed, "route", at('a'), at('e'), "117.9,35.9")
	if !strings.HasPrefix(x.words, "no road within 2 km of point 3 (by car)") {
		t.Errorf("said %q", x.words)
	}

	points := x.file(dir, "points.geojson", shape("A", m['a']), shape("B", m['b']), shape("", m['e']))
	if got, want := string(x.run(exitDone, "matrix", points)), "from,A,B,3\nA,0,73,109\nB,73,0,37\n3,109,37,0\n"; got != want {
		t.Errorf("matrix\n%swant\n%s", got, want)
	}
	x.run(exitFailed, "matrix", x.file(dir, "line.geojson", shape("A", m['a']), shape("L", m.Line("ab"))))
	if !strings.HasPrefix(x.words, "line.geojson #2: This is no point") {
		t.Errorf("said %q", x.words)
	}

	areas := x.collection(x.run(exitDone, "isochrone", "--at", at('e'), "--minutes", "1,2.5", "--profile", "foot"))
	if len(areas.Features) != 2 || areas.Features[1].ID != "2.5" || areas.Features[1].Properties["minutes"] != 2.5 {
		t.Errorf("%+v", areas)
	}
	x.run(exitFailed, "isochrone", "--at", at('e'), "--minutes", "0")
	if !strings.HasPrefix(x.words, "--minutes: Limits are minutes above 0 and up to 240") {
		t.Errorf("said %q", x.words)
	}
}
