package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xunhu/geo/geotest"
	"xunhu/routing/road"
)

// Streets as somebody drew them: B-E ends a metre short of D-F, N-S crosses it, K-L is an island, far off.
const drawnStreets = `
	A-----------B-----------C
	|           |     N     |
	|           |     |     |
	D-----------E-----|-----F                                                          K----L
	                  |
	                  S`

func TestRouteOverRoadsOfAFile(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, drawnStreets, 100)
	short := m.Line("BE")
	short[1][1] += 1e-5
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	file := x.file(dir, "streets.geojson",
		shape("ac", m.Line("ABC"), "class", "tertiary"), shape("be", short, "name", "中路"),
		shape("df", m.Line("DF"), "class", "residential", "maxspeed_kmh", 40.0),
		shape("ad", m.Line("AD"), "highway", "residential"), shape("cf", m.Line("CF"), "highway", "residential", "oneway", 1),
		shape("ns", m.Line("NS"), "highway", "path"), shape("kl", m.Line("KL"), "class", "primary"))
	at := func(mark rune) string { return fmt.Sprintf("%f,%f", m[mark].Lon(), m[mark].Lat()) }
	kept := filepath.Join(x.data, "roads", "streets.geojson.car.net")
	route := func(code int, args ...string) []byte {
		return x.run(code, append([]string{"route", "--roads", file}, args...)...)
	}
	metres := func(out []byte) string {
		return fmt.Sprintf("%.0f", x.collection(out).Features[0].Properties["distance_m"])
	}

	made := route(exitDone, at('B'), at('F'))
	if got := metres(made); got != "1500" {
		t.Errorf("from B to F: %s m", got)
	}
	before, err := os.Stat(kept)
	if err != nil {
		t.Fatal(err)
	}
	if again := route(exitDone, at('B'), at('F')); !bytes.Equal(again, made) {
		t.Errorf("from the kept network: %s\nwas %s", again, made)
	}
	if after, err := os.Stat(kept); err != nil || !after.ModTime().Equal(before.ModTime()) {
		t.Error("the network was made again")
	}
	if got := metres(route(exitDone, at('N'), at('F'), "--profile", "foot")); got != "800" {
		t.Errorf("on foot from N to F: %s m", got)
	}

	for _, tc := range []struct {
		args []string
		says string
	}{
		{[]string{at('K'), at('B')}, "island of 2 nodes"},
		{[]string{at('B'), at('F'), "--profile", "sledge"}, "bicycle, boat, car, ebike, foot, motorcycle"},
		{[]string{"100,20", at('F')}, "no road within 2 km of point 1"},
	} {
		if route(exitFailed, tc.args...); !strings.Contains(x.words, tc.says) {
			t.Errorf("%v: %q, want %q", tc.args, x.words, tc.says)
		}
	}

	// A damaged file is named, stays as it is, and is built anew when asked for.
	b, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2]++
	if err := os.WriteFile(kept, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if route(exitFailed, at('B'), at('F')); !strings.Contains(x.words, kept) || !strings.Contains(x.words, "--rebuild") {
		t.Errorf("damaged: %q", x.words)
	}
	if again := route(exitDone, at('B'), at('F'), "--rebuild"); !bytes.Equal(again, made) {
		t.Errorf("built anew: %s\nwas %s", again, made)
	}
	// Other roads under the same name are built without being asked for.
	x.file(dir, "streets.geojson", shape("df", m.Line("DF"), "class", "residential"))
	if got := metres(route(exitDone, at('D'), at('F'))); got != "2400" {
		t.Errorf("on other roads from D to F: %s m", got)
	}
}

// An OpenStreetMap extract, and a vehicle of one's own that is edited.
func TestRouteByAVehicleOfOnesOwn(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	own := filepath.Join(dir, "vehicles")
	if err := os.Mkdir(own, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(kmh string) {
		text := "class: highway\naccess: [access]\nopen: [private]\nclosed: []\nspeed:\n  secondary: " + kmh + "\ntop: 90\n"
		if err := os.WriteFile(filepath.Join(own, "truck.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	route := func(code int) []byte {
		return x.run(code, "route", "--roads", "../../geo/format/osmpbf/testdata/village.osm.pbf", "--profiles", own, "--profile", "truck",
			"117.05,35.03", "117.06,35.03")
	}
	seconds := func(out []byte) float64 { return x.collection(out).Features[0].Properties["duration_s"].(float64) }
	write("50")
	fast := seconds(route(exitDone))
	write("25")
	if slow := seconds(route(exitDone)); slow < 1.99*fast || slow > 2.01*fast {
		t.Errorf("%v s at 50 km/h, %v s at 25", fast, slow)
	}
	write("-25")
	if route(exitUsage); !strings.Contains(x.words, "truck.yaml") || !strings.Contains(x.words, "line 6") {
		t.Errorf("a negative speed: %q", x.words)
	}
}

// The file of a vehicle is printed, so that it can be edited.
func TestProfileVerb(t *testing.T) {
	x := &walker{t: t, data: t.TempDir()}
	if got := string(x.run(exitDone, "profile")); !strings.Contains(got, "ebike\te-bike\n") {
		t.Errorf("the list is %q", got)
	}
	own := t.TempDir()
	text := x.run(exitDone, "profile", "car")
	if err := os.WriteFile(filepath.Join(own, "car.yaml"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if again := x.run(exitDone, "profile", "car", "--profiles", own); !bytes.Equal(again, text) {
		t.Errorf("the copy reads %q", again)
	}
	if x.run(exitFailed, "profile", "sledge"); !strings.Contains(x.words, "motorcycle") {
		t.Errorf("%q", x.words)
	}
}

// While it runs, the program takes an edited vehicle, and keeps the last one that was whole.
func TestVehiclesAreReadAgain(t *testing.T) {
	dir := t.TempDir()
	write := func(text string, age time.Duration) {
		name := filepath.Join(dir, "truck.yaml")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(-age)
		if err := os.Chtimes(name, then, then); err != nil {
			t.Fatal(err)
		}
	}
	const truck = "zh: %s\nclass: highway\naccess: [access]\nopen: []\nclosed: []\nspeed: {}\ntop: 90\n"
	write(fmt.Sprintf(truck, "一"), 3*time.Hour)
	told := 0
	v, err := newVehicles(dir, func(error) { told++ })
	if err != nil {
		t.Fatal(err)
	}
	step := func(want string, faults int) {
		t.Helper()
		if got := v.Profiles()["truck"]; got.ZH != want || told != faults {
			t.Errorf("the truck is %q, %d faults told; want %q, %d", got.ZH, told, want, faults)
		}
	}
	step("一", 0)
	write(fmt.Sprintf(truck, "二"), 2*time.Hour)
	step("二", 0)
	write("nonsense: [", time.Hour)
	step("二", 1)
	step("二", 1)
	write(fmt.Sprintf(truck, "三"), time.Minute)
	step("三", 1)
	if _, err := newVehicles(t.TempDir(), nil); err == nil {
		t.Error("a folder without vehicles")
	}
	if v, err := newVehicles("", nil); err != nil || len(v.Profiles()) != len(road.Defaults()) {
		t.Errorf("without a folder: %v", err)
	}
}
