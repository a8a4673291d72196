package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/format/geojson"
	"xunhu/geo/geotest"
)

// Two towns, west and east, with a wetland w over their border, a river from q to
// r, and roads along the marks.
const country = `
	A-----------B-----------C
	| a----b----|--c----d   |
	| |    | wwww  |    |   |
	| | 1  e W--w--X----f   |
	| |    | |  |  |    | 3 |
	| g----h-Z--z--Y----k   |
	|        |  2  |        |
	q-----s--|--t--u--------r
	D-----------E-----------F`

// The whole way once: a drawn region is imported file by file, incidents are
// assigned, a patrol is planned, and all of it is written as GeoJSON.
func TestWalk(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, strings.ReplaceAll(country, "wwww", "    "), 200)
	x := &walker{t: t, data: filepath.Join(dir, "data")}

	towns := x.file(dir, "towns.geojson",
		shape("w", m.Polygon("ADEB"), "name", "west"), shape("e", m.Polygon("BEFC"), "name", "east"))
	x.run(exitDone, "import", towns, "--as", "towns", "--name", "drawn land")
	x.run(exitDone, "import", x.file(dir, "wetlands.geojson", shape("W", m.Polygon("WZYX"), "name", "the reeds", "class", "park")), "--as", "wetlands")
	x.run(exitDone, "import", x.file(dir, "rivers.geojson", shape("R", m.Line("qstur"), "name", "the stream")), "--as", "rivers")
	x.run(exitDone, "import", x.file(dir, "roads.geojson",
		shape("north", m.Line("abcd"), "class", "secondary"), shape("middle", m.Line("eWwXf"), "class", "tertiary"),
		shape("south", m.Line("ghZzYk"), "class", "secondary"), shape("west", m.Line("ag"), "class", "tertiary"),
		shape("inner", m.Line("beh"), "class", "tertiary"), shape("east", m.Line("dfk"), "class", "tertiary")), "--as", "roads")
	x.run(exitDone, "import", x.file(dir, "sites.geojson",
		shape("S1", m['1'], "name", "outfall one", "class", "outfall", "interval_days", 1),
		shape("S3", m['3'], "name", "farm three", "class", "farm", "interval_days", 1)), "--as", "sites")
	x.run(exitDone, "check")

	incidents := x.file(dir, "incidents.geojson",
		shape("I1", m['1'], "category", "S03"), shape("I2", m.Line("hk"), "category", "S01"),
		shape("I3", m.Polygon("WZYX"), "category", "E01"), shape("I4", orb.MultiPoint{m['1'], m['2']}, "category", "E01"))
	decided := x.collection(x.run(exitRefused, "assign", incidents))
	for id, want := range map[string]string{"I1": "V8", "I2": "V11", "I3": "V10"} {
		f := decided.find(t, id)
		if f["v_row"] != want {
			t.Errorf("%s: row %v, want %s", id, f["v_row"], want)
		}
	}
	if n := len(decided.Features); n != 3 {
		t.Errorf("%d decisions, want 3: the points in several places are refused", n)
	}

	x.run(exitFailed, "assign", incidents, "--save")
	if !strings.Contains(x.words, "xunhu user add") {
		t.Errorf("nobody to report it, and what to do is not said: %s", x.words)
	}
	x.reporter()
	nowhere := filepath.Join(dir, "no such folder", "out.geojson")
	x.run(exitFailed, "assign", incidents, "--save", "--by", "li", "-o", nowhere)
	if kept := x.collection(x.run(exitDone, "export", "incidents")); len(kept.Features) != 0 {
		t.Errorf("%d incidents were kept although the file could not be written", len(kept.Features))
	}
	x.run(exitRefused, "assign", incidents, "--save", "--by", "li")
	if kept := x.collection(x.run(exitDone, "export", "incidents")); len(kept.Features) != 3 {
		t.Errorf("%d incidents were kept, want 3", len(kept.Features))
	} else if p := kept.Features[0].Properties; p["state"] != "REPORTED" || p["ticket"] != "I1" {
		t.Errorf("kept as %v, want a lead of I1", p)
	}
	x.run(exitRefused, "assign", incidents, "--save", "--by", "li", "-o", filepath.Join(dir, "again.csv"))
	if kept := x.collection(x.run(exitDone, "export", "incidents")); len(kept.Features) != 3 {
		t.Errorf("the same file brought %d leads, want 3", len(kept.Features))
	}
	x.run(exitDone, "check", "--audit")

	first := x.run(exitDone, "plan", "--unit", "w-SO", "--from", "2026-11-23", "--seed", "7")
	plan := x.collection(first)
	kinds := map[any]int{}
	needs := map[any]bool{}
	for _, f := range plan.Features {
		kinds[f.Properties["kind"]]++
		needs[f.Properties["need"]] = true
	}
	if kinds["tour"] != 1 || kinds["leg"] == 0 || kinds["stop"] == 0 {
		t.Errorf("the plan has %v", kinds)
	}
	if plan.Seed != "7" || plan.SeedCommitment == "" {
		t.Errorf("seed %q, commitment %q", plan.Seed, plan.SeedCommitment)
	}
	if again := x.run(exitDone, "plan", "--unit", "w-SO", "--from", "2026-11-23", "--seed", "7"); !bytes.Equal(first, again) {
		t.Error("the same seed gave another plan")
	}

	verified(x, dir)
	for ending, want := range map[string]string{"gpx": "<trkpt", "kml": "<LineString>", "ics": "BEGIN:VEVENT", "pdf": "%PDF-"} {
		file := filepath.Join(dir, "plan."+ending)
		x.run(exitDone, "plan", "--unit", "w-SO", "--from", "2026-11-23", "--seed", "7", "-o", file)
		if b, err := os.ReadFile(file); err != nil || !bytes.Contains(b, []byte(want)) {
			t.Errorf("the plan as %s has no %s: %v", ending, want, err)
		}
	}
	x.run(exitFailed, "plan", "--unit", "w-SO", "--from", "2026-11-23", "-o", filepath.Join(dir, "plan.docx"))

	out := filepath.Join(dir, "out.csv")
	x.run(exitDone, "export", "towns", "-o", out)
	if b, err := os.ReadFile(out); err != nil || !strings.Contains(string(b), "east") {
		t.Errorf("export: %v, %s", err, b)
	}
}

// verified: whoever has a plan whose seed nobody gave may have its draw verified, from a file or
// by its id; the seed is shown once the plan is over, and a visit that was moved is told.
func verified(x *walker, dir string) {
	x.t.Helper()
	says := func(code int, want []string, not string, args ...string) {
		x.t.Helper()
		out := string(x.run(code, append([]string{"plan", "verify"}, args...)...)) + x.words
		for _, w := range want {
			if !strings.Contains(out, w) {
				x.t.Errorf("%v: no %q in %s", args, w, out)
			}
		}
		if not != "" && strings.Contains(out, not) {
			x.t.Errorf("%v: %q in %s", args, not, out)
		}
	}
	file := filepath.Join(dir, "sealed.geojson")
	x.run(exitDone, "plan", "--unit", "w-SO", "--from", "2099-11-23", "--days", "9", "-o", file)
	says(exitDone, []string{"✓", "until the plan is over on 2099-12-02"}, "Seed ", file)
	says(exitDone, []string{"✓", "Seed "}, "", file, "--reveal")
	says(exitFailed, []string{"✗"}, "✓", file, "--seed", "7")
	b, err := os.ReadFile(file)
	if err != nil {
		x.t.Fatal(err)
	}
	moved := filepath.Join(dir, "moved.geojson")
	if err := os.WriteFile(moved, bytes.ReplaceAll(b, []byte(`"date":"2099-11-23"`), []byte(`"date":"2099-11-24"`)), 0o644); err != nil {
		x.t.Fatal(err)
	}
	says(exitFailed, []string{"✗", "sites/S1", "2099-11-23"}, "✓", moved)
	x.run(exitDone, "plan", "--unit", "w-SO", "--from", "2020-11-23", "--days", "3", "--save")
	kept := x.collection(x.run(exitDone, "export", "plans"))
	if len(kept.Features) != 1 {
		x.t.Fatalf("%d plans are kept", len(kept.Features))
	}
	says(exitDone, []string{"✓", "Seed "}, "", kept.Features[0].ID)
	says(exitFailed, []string{"xunhu export plans"}, "", "nothing")
	says(exitFailed, []string{"GeoJSON"}, "", filepath.Join(dir, "towns.geojson"))
}

// Bad input ends with one sentence, the right code, and a store as it was before.
func TestBadInputChangesNothing(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, "A-B\n| |\nD-C", 500)
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	x.run(exitDone, "import", x.file(dir, "towns.geojson", shape("t", m.Polygon("ADCB"), "name", "town")), "--as", "towns")
	before := x.run(exitDone, "export", "towns")
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, tc := range []struct {
		name string
		args []string
		code int
		says string // part of the sentence
	}{
		{"an empty file", []string{"import", write("empty.geojson", ""), "--as", "towns"}, exitFailed, "empty.geojson"},
		{"a truncated PBF", []string{"import", write("cut.osm.pbf", "\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7c"), "--as", "region"}, exitFailed, "cut.osm.pbf"},
		{"a Shapefile without its dbf", []string{"import", write("lone.shp", "\x00\x00\x27\x0a"), "--as", "towns"}, exitFailed, "lone"},
		{"swapped axes", []string{"import", write("swapped.geojson", `{"type":"Feature","id":"x","properties":{"name":"x"},"geometry":{"type":"Polygon","coordinates":[[[35,117],[35.1,117],[35.1,117.1],[35,117]]]}}`), "--as", "towns"}, exitFailed, "swapped.geojson"},
		{"a file of the wrong kind", []string{"import", write("picture.geojson", "\x89PNG\r\n\x1a\n"), "--as", "towns"}, exitFailed, "picture.geojson"},
		{"no row that can be kept", []string{"import", write("null.geojson", `{"type":"Feature","properties":{"name":"x"},"geometry":null}`), "--as", "towns"}, exitFailed, "✗ null.geojson"},
		{"no such file", []string{"import", filepath.Join(dir, "nowhere.zip"), "--as", "towns"}, exitFailed, "nowhere.zip"},
		{"no such kind", []string{"import", filepath.Join(dir, "towns.geojson"), "--as", "villages"}, exitFailed, "villages"},
		{"no such unit", []string{"plan", "--unit", "nobody", "--from", "2026-11-23"}, exitFailed, "nobody"},
		{"no such day", []string{"plan", "--unit", "t-SO", "--from", "2026-13-01"}, exitFailed, "2026-13-01"},
		{"no such flag", []string{"export", "towns", "--fast"}, exitUsage, "--fast"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			x := &walker{t: t, data: x.data}
			x.run(tc.code, tc.args...)
			if !strings.Contains(x.words, tc.says) || strings.Contains(x.words, "goroutine") {
				t.Errorf("said %q, want a sentence with %q", x.words, tc.says)
			}
			if after := x.run(exitDone, "export", "towns"); !bytes.Equal(before, after) {
				t.Error("the store has changed")
			}
		})
	}
}

// Help and faults are in the language asked for.
func TestLanguage(t *testing.T) {
	for _, tc := range []struct {
		args []string
		env  string
		want string
	}{
		{[]string{"-h"}, "", "编制巡查计划"},
		{[]string{"-h", "--lang", "en"}, "", "Make a patrol plan"},
		{[]string{"-h"}, "en_GB.UTF-8", "Make a patrol plan"},
		{[]string{"--lang=zh", "-h"}, "en", "编制巡查计划"},
	} {
		var out, words bytes.Buffer
		code := run(context.Background(), tc.args, func(name string) string {
			if name == "XUNHU_LANG" {
				return tc.env
			}
			return ""
		}, &out, &words)
		if code != exitDone || !strings.Contains(out.String(), tc.want) {
			t.Errorf("%v with %q: code %d, %s%s", tc.args, tc.env, code, out.String(), words.String())
		}
	}
}

// A fault of usage is said in the language asked for, whole.
func TestUsageInChinese(t *testing.T) {
	for _, tc := range []struct{ want, args string }{
		{"选项 --days 的值“x”不是合适的数", "plan --unit a --from 2026-11-23 --days x"},
		{"选项 --days 的值“-1”不是合适的数", "plan --unit a --from 2026-11-23 --days -1"},
		{"选项 --seed 的值“99999999999999999999”不是合适的数", "plan --unit a --from 2026-11-23 --seed 99999999999999999999"},
		{"还需要一个命令", ""},
		{"选项 --config：没有文件 nowhere.yaml", "version --config nowhere.yaml"},
		{"选项 --config：. 是文件夹", "version --config ."},
		{"选项 --lang 的值“fr”不在可选值之内：zh、en", "version --lang fr"},
		{"选项 --data 缺少值", "version --data"},
		{"选项 --field 的值“x”应写作 名=值", "import a --field x"},
		{"还需要 <file>", "import"},
	} {
		var out, said bytes.Buffer
		code := run(context.Background(), strings.Fields(tc.args), func(string) string { return "" }, &out, &said)
		if code != exitUsage || !strings.Contains(said.String(), tc.want) {
			t.Errorf("xunhu %s: code %d, said %q, want %q", tc.args, code, said.String(), tc.want)
		}
	}
}

// A verb that is stopped before its end has not done its work, and says so.
func TestStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	file := filepath.Join(t.TempDir(), "towns.geojson")
	if err := os.WriteFile(file, []byte(`{"type":"FeatureCollection","features":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	code := run(ctx, []string{"import", file, "--data", t.TempDir()}, func(string) string { return "" }, &out, &said)
	if code != exitFailed || !strings.Contains(said.String(), "已中断") {
		t.Errorf("code %d, said %q", code, said.String())
	}
}

// walker runs the program as a person would, over one store.
type walker struct {
	t     *testing.T
	data  string
	words string // what the last run said
}

// run gives the standard output of one run, which must end with code.
func (x *walker) run(code int, args ...string) []byte {
	x.t.Helper()
	var out, words bytes.Buffer
	got := run(context.Background(), append(args, "--data", x.data, "--lang", "en"), func(string) string { return "" }, &out, &words)
	x.words = words.String()
	if got != code {
		x.t.Fatalf("xunhu %s: code %d, want %d\n%s", strings.Join(args, " "), got, code, x.words)
	}
	return out.Bytes()
}

// reporter puts somebody on the register who may report.
func (x *walker) reporter() {
	x.t.Helper()
	var unit string
	for _, f := range x.collection(x.run(exitDone, "export", "units")).Features {
		if f.Properties["class"] == "BRANCH" {
			unit = f.ID
		}
	}
	x.run(exitDone, "user", "add", "li", "--name", "李", "--unit", unit, "--role", "dispatcher")
}

// file writes features to a file and gives its name.
func (x *walker) file(dir, name string, features ...feature.Feature) string {
	x.t.Helper()
	var b bytes.Buffer
	if err := geojson.WriteCollection(&b, slices.Values(features), nil); err != nil {
		x.t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		x.t.Fatal(err)
	}
	return path
}

// shape is a feature with its properties in pairs.
func shape(id string, g orb.Geometry, props ...any) feature.Feature {
	f := feature.Feature{ID: id, Geometry: g, Props: map[string]any{}}
	for i := 0; i < len(props); i += 2 {
		v := props[i+1]
		if n, ok := v.(int); ok {
			v = int64(n)
		}
		f.Props[props[i].(string)] = v
	}
	return f
}

// collection is what the tests read of a collection.
type collection struct {
	Hours    any
	Features []struct {
		ID         string         `json:"id"`
		Properties map[string]any `json:"properties"`
	} `json:"features"`
	Seed           string `json:"seed"`
	SeedCommitment string `json:"seed_commitment"`
}

func (x *walker) collection(b []byte) collection {
	x.t.Helper()
	var c collection
	if err := json.Unmarshal(b, &c); err != nil {
		x.t.Fatalf("%v\n%s", err, b)
	}
	return c
}

func (c collection) find(t *testing.T, id string) map[string]any {
	t.Helper()
	for _, f := range c.Features {
		if f.ID == id {
			return f.Properties
		}
	}
	t.Fatalf("no feature %s", id)
	return nil
}
