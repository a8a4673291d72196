package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xunhu/geo/geotest"
)

// A table of incidents becomes a table of decisions with the same rows, whatever it
// says besides; a row that cannot be decided is listed; other formats say the same.
func TestAssignTable(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, `
		A-----B-----C
		|  1  | 2   |
		D-----E-----F`, 500)
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	x.run(exitDone, "import", x.file(dir, "towns.geojson",
		shape("w", m.Polygon("ADEB"), "name", "west"), shape("e", m.Polygon("BEFC"), "name", "east")), "--as", "towns")
	var rows strings.Builder
	rows.WriteString("id,lon,lat,category,accuracy_m,remark\n")
	for i := range 300 {
		p := m[rune('1'+i%2)]
		fmt.Fprintf(&rows, "i%d,%f,%f,S03,%d,r%d\n", i, p[0], p[1], (i%4)*200, i)
	}
	rows.WriteString("bad,200,35,S03,0,\n")
	file := filepath.Join(dir, "in.csv")
	if err := os.WriteFile(file, []byte(rows.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.csv")
	x.run(exitRefused, "assign", file, "-o", out)
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(table) != 301 {
		t.Fatalf("%d lines, want a head and 300 decisions", len(table))
	}
	at := map[string]int{}
	for i, name := range table[0] {
		at[name] = i
	}
	for _, name := range []string{"lon", "remark", "v_row", "lead", "candidates", "probabilities", "confirm_on_site", "due", "versions"} {
		if _, ok := at[name]; !ok {
			t.Errorf("no column %s in %v", name, table[0])
		}
	}
	for i, row := range table[1:] {
		if row[0] != fmt.Sprintf("i%d", i) || row[at["remark"]] != fmt.Sprintf("r%d", i) || row[at["v_row"]] == "" {
			t.Fatalf("row %d: %v", i, row)
		}
	}
	lines := filepath.Join(dir, "out.geojsonl")
	x.run(exitRefused, "assign", file, "-o", lines)
	if b, err := os.ReadFile(lines); err != nil || strings.Count(string(b), "\n") != 300 {
		t.Errorf("%v, %d lines, want 300", err, strings.Count(string(b), "\n"))
	}
	x.run(exitRefused, "assign", file, "-o", filepath.Join(dir, "out.kml"))
	x.run(exitFailed, "assign", file, "-o", filepath.Join(dir, "out.xyz"))
	if _, err := os.Stat(filepath.Join(dir, "out.xyz")); err == nil {
		t.Error("a file in no format was written")
	}
}
