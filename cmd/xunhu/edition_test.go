package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"xunhu/geo/geotest"
)

// Two towns whose border moves from BE to MN on 1 January 2027; place 1 changes hands.
const moving = `
	A---M---B---C
	|   | 1 | 2 |
	D---N---E---F`

// A border moves: the edition is compared first, taken only when accepted, and then
// incidents go by the border of their day, today as in a replay.
func TestEdition(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, moving, 500)
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	old := x.file(dir, "old.geojson", shape("w", m.Polygon("ADEB"), "name", "west"), shape("e", m.Polygon("BEFC"), "name", "east"))
	x.run(exitDone, "import", old, "--as", "towns", "--name", "drawn land")
	acts := x.file(dir, "acts.geojson",
		shape("eve", m['1'], "category", "A01", "occurred_at", "2026-12-31T23:59:59+08:00"),
		shape("day", m['1'], "category", "A01", "occurred_at", "2027-01-01T00:00:00+08:00"),
		shape("far", m['2'], "category", "A01", "occurred_at", "2027-01-01T00:00:00+08:00"))
	leads := func(want map[string]string) []byte {
		t.Helper()
		decided := x.run(exitDone, "assign", acts)
		for id, lead := range want {
			if got := x.collection(decided).find(t, id)["lead"]; got != lead {
				t.Errorf("%s: %v leads, want %s", id, got, lead)
			}
		}
		return decided
	}
	leads(map[string]string{"eve": "w-SO", "day": "w-SO", "far": "e-SO"})
	x.reporter()
	x.run(exitDone, "assign", acts, "--save", "--by", "li")

	next := x.file(dir, "next.geojson", shape("w", m.Polygon("ADNM"), "name", "west"), shape("e", m.Polygon("MNFC"), "name", "east"))
	before := x.run(exitDone, "export", "towns")
	compared := string(x.run(exitDone, "import", next, "--as", "towns", "--valid-from", "2027-01-01"))
	for _, want := range []string{
		"From 2027-01-01 on", "west (w): 4.000208 → 2.000104 km²", "to east (e): 2.000104 km²", "east (e): 2.000104 → 4.000208 km²",
		"2 incidents of that day and later; 1 would go to another unit", " (2027-01-01): west Station → east Station",
	} {
		if !strings.Contains(compared, want) {
			t.Errorf("the comparison lacks %q:\n%s", want, compared)
		}
	}
	if strings.Contains(compared, "Squad") || !strings.Contains(compared, "Units, changed: west") { // the west's office lost its ground
		t.Errorf("units moved without need:\n%s", compared)
	}
	if !strings.Contains(x.words, "--accept") || !bytes.Equal(before, x.run(exitDone, "export", "towns")) {
		t.Errorf("not accepted, yet written or not said: %s", x.words)
	}
	if accepted := string(x.run(exitDone, "import", next, "--as", "towns", "--valid-from", "2027-01-01", "--accept")); accepted != compared {
		t.Errorf("another comparison when accepted:\n%s", accepted)
	}
	first := leads(map[string]string{"eve": "w-SO", "day": "e-SO", "far": "e-SO"})
	if !bytes.Equal(first, leads(nil)) {
		t.Error("the replay differs")
	}
	versions, _ := x.collection(first).find(t, "day")["versions"].(map[string]any)
	if b, _ := versions["boundaries"].(string); !strings.HasSuffix(b, "@2027-01-01") {
		t.Errorf("boundaries %q do not name the edition", b)
	}
	rows := x.collection(x.run(exitDone, "export", "towns"))
	if len(rows.Features) != 4 || rows.find(t, "w")["valid_to"] != "2026-12-31" || rows.find(t, "w@2027-01-01")["valid_from"] != "2027-01-01" {
		t.Errorf("rows %+v", rows.Features)
	}
	if again := string(x.run(exitDone, "import", next, "--as", "towns", "--valid-from", "2027-01-01", "--accept")); !strings.Contains(again, "nothing changes") {
		t.Errorf("the same edition again changes something:\n%s", again)
	}
	x.run(exitDone, "check")
	x.run(exitDone, "import", x.file(dir, "sites.geojson", shape("S", m['2'], "name", "farm", "class", "farm")), "--as", "sites")
	leads(map[string]string{"eve": "w-SO", "day": "e-SO"})
}

// What cannot be an edition is refused with its reason, and nothing is written.
func TestEditionRefused(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, moving, 500)
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	towns := func(name string, props ...any) string {
		return x.file(dir, name, shape("w", m.Polygon("ADEB"), append([]any{"name", "west"}, props...)...), shape("e", m.Polygon("BEFC"), "name", "east"))
	}
	old := towns("towns.geojson")
	x.run(exitFailed, "import", old, "--as", "towns", "--valid-from", "2027-01-01")
	if !strings.Contains(x.words, "without --valid-from") {
		t.Errorf("said %q", x.words)
	}
	x.run(exitDone, "import", old, "--as", "towns", "--name", "drawn land")
	x.run(exitDone, "import", x.file(dir, "later.geojson", shape("w", m.Polygon("ADNM"), "name", "west"), shape("e", m.Polygon("MNFC"), "name", "east")),
		"--as", "towns", "--valid-from", "2028-01-01", "--accept")
	before := x.run(exitDone, "export", "towns")
	sites := x.file(dir, "sites.geojson", shape("S", m['2'], "name", "farm", "class", "farm"))
	for _, tc := range []struct {
		name string
		args []string
		says string
	}{
		{"a kind without dates", []string{sites, "--as", "sites", "--valid-from", "2027-01-01"}, "has no editions"},
		{"a kind without dates, guessed", []string{sites, "--valid-from", "2027-01-01"}, "has no editions"},
		{"no date", []string{old, "--as", "towns", "--valid-from", "next year"}, "next year"},
		{"accept alone", []string{old, "--as", "towns", "--accept"}, "--valid-from"},
		{"before a later change", []string{towns("new.geojson", "pilot", true), "--as", "towns", "--valid-from", "2027-01-01", "--accept"}, "already changes on 2028-01-01"},
		{"a row refused", []string{x.file(dir, "half.geojson", shape("w", m.Polygon("ADEB"), "name", "west"), shape("e", m.Polygon("BEFC"))),
			"--as", "towns", "--valid-from", "2029-01-01", "--accept"}, "must be whole"},
		{"ends before it begins", []string{towns("ends.geojson", "valid_to", "2026-01-01"), "--as", "towns", "--valid-from", "2029-01-01", "--accept"}, "before it begins"},
		{"two rows on a day", []string{x.file(dir, "twice.geojson", shape("w", m.Polygon("ADEB"), "name", "west"), shape("w@2027-01-01", m.Polygon("ADNM"), "name", "west")),
			"--as", "towns"}, "hold together"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			x := &walker{t: t, data: x.data}
			x.run(exitFailed, append([]string{"import"}, tc.args...)...)
			if !strings.Contains(x.words, tc.says) {
				t.Errorf("said %q, want %q", x.words, tc.says)
			}
			if !bytes.Equal(before, x.run(exitDone, "export", "towns")) {
				t.Error("the store has changed")
			}
		})
	}
}

// Rows without dates do not take the place of editions, which would be lost; those
// that were exported, with their dates, do.
func TestEditionsAreNotReplaced(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, moving, 500)
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	old := x.file(dir, "old.geojson", shape("w", m.Polygon("ADEB"), "name", "west"), shape("e", m.Polygon("BEFC"), "name", "east"))
	next := x.file(dir, "next.geojson", shape("w", m.Polygon("ADNM"), "name", "west"), shape("e", m.Polygon("MNFC"), "name", "east"))
	x.run(exitDone, "import", old, "--as", "towns", "--name", "drawn land")
	x.run(exitDone, "import", next, "--as", "towns") // no editions yet: a correction
	x.run(exitDone, "import", old, "--as", "towns", "--valid-from", "2027-01-01", "--accept")
	kept := x.run(exitDone, "export", "towns")
	x.run(exitFailed, "import", next, "--as", "towns")
	if !strings.Contains(x.words, "changes on 2027-01-01") || !bytes.Equal(kept, x.run(exitDone, "export", "towns")) {
		t.Errorf("the editions are gone, or it was not said: %s", x.words)
	}
	file := filepath.Join(dir, "kept.geojson")
	x.run(exitDone, "export", "towns", "-o", file)
	x.run(exitDone, "import", file, "--as", "towns")
	if rows := x.collection(x.run(exitDone, "export", "towns")).Features; len(rows) != 4 {
		t.Errorf("%d rows of 4 came back", len(rows))
	}
}

// An edition says which units change and how, which incidents go to other hands in
// any role, and what is amiss with it that was not before.
func TestEditionOfUnits(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, moving, 500)
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	x.run(exitDone, "import", x.file(dir, "old.geojson", shape("w", m.Polygon("ADEB"), "name", "west"), shape("e", m.Polygon("BEFC"), "name", "east")),
		"--as", "towns", "--name", "drawn land")
	units := func(name string, first, second []any) string {
		return x.file(dir, name, shape("BR", m['A'], "name", "branch", "class", "BRANCH"), shape("BG", m['A'], "name", "brigade", "class", "BRIGADE", "parent", "BR"),
			shape("Q1", m['A'], "name", "squad one", "class", "SQUAD", "parent", "BG", "towns", first),
			shape("Q2", m['C'], "name", "squad two", "class", "SQUAD", "parent", "BG", "towns", second),
			shape("SW", m['A'], "name", "west station", "class", "STATION", "parent", "Q1", "towns", []any{"w"}),
			shape("SE", m['C'], "name", "east station", "class", "STATION", "parent", "Q2", "towns", []any{"e"}))
	}
	x.run(exitDone, "import", units("units.geojson", []any{"w"}, []any{"e"}), "--as", "units")
	acts := x.file(dir, "acts.geojson", shape("a", m['1'], "category", "W03", "outcome", "VIO", "finder", "STATION", "occurred_at", "2027-02-01T08:00:00+08:00"))
	x.reporter()
	before := x.collection(x.run(exitDone, "assign", acts, "--save", "--by", "li")).find(t, "a")
	out := string(x.run(exitDone, "import", units("next.geojson", []any{}, []any{"e", "w"}), "--as", "units", "--valid-from", "2027-01-01", "--accept"))
	after := x.collection(x.run(exitDone, "assign", acts)).find(t, "a")
	if before["handler"] != "Q1" || after["handler"] != "Q2" || before["lead"] != "Q1" || after["lead"] != "Q2" {
		t.Fatalf("handled by %v and then by %v, led by %v and then by %v", before["handler"], after["handler"], before["lead"], after["lead"])
	}
	for _, want := range []string{
		"squad one (Q1)\n  towns: west → none\n", "squad two (Q2)\n  towns: east → east, west\n", "1 would go to another unit\n", " (2027-02-01): squad one → squad two\n", " (2027-02-01), handler: squad one → squad two\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the comparison lacks %q:\n%s", want, out)
		}
	}
	x.run(exitDone, "import", x.file(dir, "split.geojson", shape("w", m.Polygon("ADNM"), "name", "west"), shape("n", m.Polygon("MNEB"), "name", "new"), shape("e", m.Polygon("BEFC"), "name", "east")),
		"--as", "towns", "--valid-from", "2028-01-01")
	if !strings.Contains(x.words, "come up") || !strings.Contains(x.words, "new has no station") {
		t.Errorf("of a town without a station it said %q", x.words)
	}
}

// Land that dates leave to no town is told of: incidents there would be taken for
// outside.
func TestDatesThatLeaveLand(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, moving, 500)
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	x.run(exitDone, "import", x.file(dir, "towns.geojson", shape("w", m.Polygon("ADEB"), "name", "west"),
		shape("e", m.Polygon("BEFC"), "name", "east", "valid_to", "2026-05-31"), shape("e@2026-07-01", m.Polygon("BEFC"), "name", "east", "valid_from", "2026-07-01")),
		"--as", "towns", "--name", "drawn land")
	want := "from 2026-06-01 on, 2.000104 km² of “east” lie in no town"
	if !strings.Contains(x.words, want) || strings.Contains(x.words, "2026-07-01 on") {
		t.Errorf("said %q", x.words)
	}
	if out := string(x.run(exitDone, "check")); !strings.Contains(out, want) {
		t.Errorf("check found %q", out)
	}
}
