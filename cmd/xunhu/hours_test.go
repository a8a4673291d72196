package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xunhu/routing/road"
)

// The hour of the departure decides: a lane that its tags close while children come, and a vehicle that is
// slower in the rush. Every answer says whose hours it is for.
func TestTravelByTheHour(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	m := x.land(dir)
	x.run(exitDone, "import", x.file(dir, "roads.geojson",
		shape("north", m.Line("abcd"), "class", "secondary", "name", "North Road"), shape("middle", m.Line("eWwXf"), "class", "tertiary"),
		shape("south", m.Line("ghZzYk"), "class", "secondary", "name", "South Road"), shape("west", m.Line("ag"), "class", "tertiary"),
		shape("inner", m.Line("beh"), "class", "tertiary", "motor_vehicle:conditional", "no @ (Mo-Fr 07:00-08:00)"),
		shape("east", m.Line("dfk"), "class", "tertiary")), "--as", "roads")
	own := filepath.Join(dir, "vehicles")
	if err := os.Mkdir(own, 0o755); err != nil {
		t.Fatal(err)
	}
	car, _ := road.ProfileNamed("car")
	profile := car.Text() + "\nhours:\n  \"Mo-Fr 17:00-19:00\": {zh: 晚高峰, en: evening rush, speed: {tertiary: 0.5}}\n"
	if err := os.WriteFile(filepath.Join(own, "car.yaml"), []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	at := func(c rune) string { return lonLat(m[c]) }
	ask := func(depart string) (seconds float64, hours string) {
		t.Helper()
		got := x.collection(x.run(exitDone, "route", at('b'), at('e'), "--profiles", own, "--depart", depart))
		h, _ := got.Hours.(map[string]any)
		return got.Features[0].Properties["duration_s"].(float64), strings.TrimSpace(text(h["name"]) + " " + text(h["until"]))
	}
	usual, hours := ask("2026-11-23T12:00")
	if hours != "as usual 2026-11-23T17:00:00+08:00" {
		t.Errorf("at noon: %s", hours)
	}
	if s, hours := ask("2026-11-23T07:30"); s < usual+10 || hours != "as is signed for them 2026-11-23T08:00:00+08:00" {
		t.Errorf("%v s while children come, %v s usually, for %s", s, usual, hours)
	}
	if s, hours := ask("2026-11-22T07:30"); s != usual || hours != "as usual 2026-11-23T07:00:00+08:00" {
		t.Errorf("%v s on Sunday, %v s usually, for %s", s, usual, hours)
	}
	if s, hours := ask("2026-11-23T18:00"); s < 1.9*usual || s > 2.1*usual || hours != "evening rush 2026-11-23T19:00:00+08:00" {
		t.Errorf("%v s in the rush, %v s usually, for %s", s, usual, hours)
	}
	exported := filepath.Join(dir, "exported.geojson")
	x.run(exitDone, "export", "roads", "-o", exported)
	for depart, want := range map[string]float64{"2026-11-23T12:00": usual, "2026-11-23T07:30": 0} { // its tags came along
		got := x.collection(x.run(exitDone, "route", "--roads", exported, "--profiles", own, "--depart", depart, at('b'), at('e'))).Features[0].Properties["duration_s"].(float64)
		if want == 0 && got < usual+10 || want > 0 && math.Abs(got-want) > 0.01 {
			t.Errorf("over the exported roads at %s: %v s, usually %v", depart, got, usual)
		}
	}
	points := x.file(dir, "points.geojson", shape("B", m['b']), shape("E", m['e']))
	at18, at12 := string(x.run(exitDone, "matrix", points, "--profiles", own, "--depart", "2026-11-23T18:00")), x.words
	if noon := string(x.run(exitDone, "matrix", points, "--profiles", own, "--depart", "2026-11-23T12:00")); noon == at18 || !strings.HasPrefix(at12, "For the hours from 11-23 17:00 to 11-23 19:00: evening rush.") {
		t.Errorf("matrices\n%sand\n%ssaid %q", noon, at18, at12)
	}
	area := func(depart string) float64 {
		got := x.collection(x.run(exitDone, "isochrone", "--at", at('b'), "--minutes", "1", "--profiles", own, "--depart", depart))
		return got.Features[0].Properties["area_m2"].(float64)
	}
	if school, noon := area("2026-11-23T07:30"), area("2026-11-23T12:00"); school >= noon {
		t.Errorf("%.0f m² while children come, %.0f m² at noon", school, noon)
	}
}

func text(v any) string { s, _ := v.(string); return s }
