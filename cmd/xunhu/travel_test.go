package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
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
	across := x.collection(x.run(exitDone, "route", at('a'), at('d'))).Features[0].Properties
	var ground []string
	for _, town := range across["towns"].([]any) {
		ground = append(ground, fmt.Sprintf("%s %.0f m", town.(map[string]any)["name"], town.(map[string]any)["distance_m"]))
	}
	if got := strings.Join(ground, ", "); got != "west 2000 m, east 1600 m" || across["outside_m"] != nil {
		t.Errorf("on the ground of %s, %v m outside", got, across["outside_m"])
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

// A closure is set by somebody who may, holds for the next question, shows in the plan, in the
// list and in the export, and is lifted once.
func TestClosures(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	m := x.land(dir)
	at := func(c rune) string { return lonLat(m[c]) }
	seconds := func(args ...string) float64 {
		t.Helper()
		got := x.collection(x.run(exitDone, append([]string{"route", at('b'), at('e')}, args...)...))
		return got.Features[0].Properties["duration_s"].(float64)
	}
	usual := seconds()
	shut := x.file(dir, "shut.geojson", shape("", m.Line("be")))
	add := []string{"closure", "add", shut, "--reason", "flooded", "--from", "2026-11-01", "--until", "2099-01-01 08:00"}
	x.run(exitFailed, add...)
	if !strings.HasPrefix(x.words, "Say with --by in whose name") {
		t.Errorf("said %q", x.words)
	}
	x.reporter()
	add = append(add, "--by", "li")
	x.run(exitFailed, append(add, "--profile", "sledge")...)
	if !strings.Contains(x.words, "shut.geojson #1 /properties/profiles: ") || !strings.Contains(x.words, "“sledge” is not one of bicycle, boat, car") {
		t.Errorf("said %q", x.words)
	}
	x.run(exitFailed, append(add, "--from", "soon")...)
	if x.words != "--from soon: not a time; write it as 2026-11-23T08:00.\n" {
		t.Errorf("said %q", x.words)
	}
	if list := x.collection(x.run(exitDone, "closure", "list")); len(list.Features) != 0 {
		t.Errorf("refused, and kept: %+v", list)
	}
	set := x.collection(x.run(exitDone, append(add, "--profile", "car")...)).Features[0]
	if p := set.Properties; p["state"] != "in_force" || p["person"] != "li" || p["until"] != "2099-01-01T08:00:00+08:00" || x.words != "Closures set: 1; they count from the next question on.\n" {
		t.Errorf("%+v, said %q", p, x.words)
	}
	beside := x.file(dir, "beside.geojson", shape("", orb.LineString{{120, 30}, {120.1, 30}}, "reason", "a slip of the hand"))
	past := x.collection(x.run(exitDone, "closure", "add", beside, "--by", "li")).Features[0].ID
	if !strings.HasPrefix(x.words, "! "+past+": It touches no road") {
		t.Errorf("said %q", x.words)
	}
	x.run(exitDone, "closure", "lift", past, "--reason", "a slip", "--by", "li")
	if s := seconds(); !(s > usual+1) {
		t.Errorf("%.0f s with the lane closed, %.0f s before", s, usual)
	}
	if s := seconds("--depart", "2099-01-01T08:00"); s != usual {
		t.Errorf("%.0f s when it has ended, %.0f s before", s, usual)
	}
	var plan struct{ Versions struct{ Closures []string } }
	if err := json.Unmarshal(x.run(exitDone, "plan", "--unit", "w-SO", "--from", "2026-11-23", "--seed", "7"), &plan); err != nil || !slices.Equal(plan.Versions.Closures, []string{set.ID}) {
		t.Errorf("the plan took account of %v, %v", plan.Versions.Closures, err)
	}
	x.run(exitFailed, "closure", "lift", "F-0", "--reason", "dry", "--by", "li")
	if !strings.HasPrefix(x.words, "There is no closure “F-0”") {
		t.Errorf("said %q", x.words)
	}
	x.run(exitDone, "closure", "lift", set.ID, "--reason", "dry", "--by", "li")
	x.run(exitFailed, "closure", "lift", set.ID, "--reason", "dry", "--by", "li")
	if !strings.HasPrefix(x.words, "The closure “"+set.ID+"” was lifted at ") {
		t.Errorf("said %q", x.words)
	}
	if s := seconds(); s != usual {
		t.Errorf("%.0f s when it is lifted, %.0f s before", s, usual)
	}
	if now := x.collection(x.run(exitDone, "closure", "list", "--in-force", "now")); len(now.Features) != 0 {
		t.Errorf("lifted, and in force: %+v", now)
	}
	for _, args := range [][]string{{"closure", "list"}, {"export", "closures"}} {
		if all := x.collection(x.run(exitDone, args...)); len(all.Features) != 2 || all.Features[0].Properties["lift_reason"] != "dry" {
			t.Errorf("%v: %+v", args, all)
		} else if _, named := all.Features[0].Properties["person"]; named && args[0] == "export" {
			t.Errorf("the export names who set it: %+v", all.Features[0])
		}
	}
	back := filepath.Join(dir, "closures.gpkg")
	x.run(exitDone, "export", "closures", "-o", back)
}
