package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An extract becomes a region in one act, its roads as they are read: a dry run leaves
// nothing, a second import the same, and one that is broken changes nothing.
func TestImportWholeRegion(t *testing.T) {
	const village = "../../geo/format/osmpbf/testdata/village.osm.pbf"
	x := &walker{t: t, data: filepath.Join(t.TempDir(), "data")}
	x.run(exitDone, "import", village, "--dry-run")
	if !strings.Contains(x.words, "2 towns, 3 rivers, 2 wetlands, 5 roads, 3 sites, 6 units") {
		t.Error(x.words)
	}
	x.run(exitFailed, "export", "roads")
	for range 2 {
		x.run(exitDone, "import", village)
		for kind, n := range map[string]int{"towns": 2, "roads": 5, "rivers": 3, "sites": 3, "units": 6, "zones": 1, "neighbours": 1} {
			if got := len(x.collection(x.run(exitDone, "export", kind)).Features); got != n {
				t.Errorf("%d %s, want %d", got, kind, n)
			}
		}
	}
	x.run(exitDone, "import", village, "--as", "roads")
	b, err := os.ReadFile(village)
	if err != nil {
		t.Fatal(err)
	}
	half := textFile(t, t.TempDir(), "half.osm.pbf", string(b[:len(b)/2]))
	for _, kind := range []string{"region", "roads"} {
		x.run(exitFailed, "import", half, "--as", kind)
		if !strings.Contains(x.words, "half.osm.pbf") {
			t.Errorf("as %s: %s", kind, x.words)
		}
	}
	if got := len(x.collection(x.run(exitDone, "export", "roads")).Features); got != 5 {
		t.Errorf("%d roads are left", got)
	}
}

// A verb that reads makes nothing where there are no data, and says where that is.
func TestReadingMakesNothing(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{filepath.Join(dir, "mistyped", "twice"), empty} {
		x := &walker{t: t, data: data}
		for _, args := range [][]string{
			{"assign", "x.csv"}, {"trace", "--at", "117,35", "--down"}, {"export", "towns"}, {"check"}, {"plan", "--unit", "all", "--from", "2026-05-01"},
			{"route", "117,35", "117,35.1"}, {"user", "list"}, {"token", "list"}, {"import", "x.csv", "--as", "tickets"},
		} {
			x.run(exitFailed, args...)
			if want := data + ": There are no data of xunhu here"; !strings.HasPrefix(x.words, want) || strings.Count(x.words, "\n") != 1 {
				t.Errorf("%v says %q, want %q …", args, x.words, want)
			}
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*", "*")); err != nil || len(left) > 0 {
		t.Errorf("made %v (%v)", left, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "mistyped")); err == nil {
		t.Error("the mistyped folder was made")
	}
}

// A row of the wrong shape is refused in the words of people who draw maps.
func TestWrongShapeInWords(t *testing.T) {
	x, dir, m := importer(t)
	area := x.file(dir, "roads.geojson", shape("R1", m.Polygon("ADEB"), "class", "tertiary"))
	for lang, want := range map[string]string{"zh": "图形是面，而这一类数据应为线", "en": "Its geometry is a polygon, but features of this kind are each a line"} {
		var out, words strings.Builder
		run(t.Context(), []string{"import", area, "--as", "roads", "--data", x.data, "--lang", lang}, func(string) string { return "" }, &out, &words)
		if !strings.Contains(words.String(), want) {
			t.Errorf("%q does not say %q", words.String(), want)
		}
	}
}
