package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/geotest"
)

// What is measured comes as a table and as data; every owner is right, also where
// cells overlap, and an area that crosses itself is mended and counted.
func TestBenchLocate(t *testing.T) {
	dir := t.TempDir()
	m := geotest.Draw(t, strings.ReplaceAll(country, "wwww", "    "), 200)
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	towns := x.file(dir, "towns.geojson", shape("w", m.Polygon("ADEB")), shape("e", m.Polygon("BEFC")), shape("p", m['1']))
	more := x.file(dir, "more.geojson", shape("over", m.Polygon("WZYX")), shape("bow", orb.Polygon{{m['q'], m['E'], m['D'], m['s'], m['q']}}))

	var got located
	if err := json.Unmarshal(x.run(exitDone, "bench", "locate", towns, more, "--points", "3000", "--json"), &got); err != nil {
		t.Fatal(err)
	}
	if got.Cells != 4 || got.Mended != 1 || got.Points != 3000 || got.OwnersWrong != 0 || got.OwnersChecked < 2000 {
		t.Errorf("measured %+v", got)
	}
	if got.Findings == 0 || got.CheckS <= 0 {
		t.Errorf("not checked: %+v", got)
	}
	if got.PointNS <= 0 || got.BatchRandomNS <= 0 || got.BatchSortedNS <= 0 || got.BuildS <= 0 || got.IndexBytes <= 0 || got.BorderNS <= 0 || got.SharesMS <= 0 || got.SharesCells != 4 {
		t.Errorf("not measured: %+v", got)
	}
	if table := string(x.run(exitDone, "bench", "locate", towns, "--points", "10")); !strings.Contains(table, "owners_wrong") {
		t.Errorf("no table: %s", table)
	}
	// Copies lie beside each other, each like the first.
	edges, found := got.Vertices, got.Findings
	got = located{}
	if err := json.Unmarshal(x.run(exitDone, "bench", "locate", towns, more, "--points", "100", "--owners", "0", "--copies", "3", "--json"), &got); err != nil {
		t.Fatal(err)
	}
	if got.Cells != 12 || got.Refused != 0 || got.Vertices != 3*edges || got.Findings != 3*found || got.OwnersWrong != 0 || got.OwnersChecked < 3*18*edges {
		t.Errorf("measured %+v of 3 copies of %d edges with %d findings", got, edges, found)
	}
	// The map of a file answers the same; one of other areas or of no use is made anew, and
	// what is no map is left alone.
	index := filepath.Join(dir, "towns.index")
	for _, files := range [][]string{{towns, more}, {towns, more}, {towns}, {towns, more}} {
		got = located{}
		args := append(append([]string{"bench", "locate"}, files...), "--points", "100", "--owners", "0", "--json", "--index", index)
		if err := json.Unmarshal(x.run(exitDone, args...), &got); err != nil {
			t.Fatal(err)
		}
		if got.OwnersWrong != 0 || got.OwnersChecked < 18*8 || got.LoadS <= 0 || got.IndexBytes <= 0 {
			t.Errorf("from %s: measured %+v", index, got)
		}
	}
	before, err := os.ReadFile(towns)
	if err != nil {
		t.Fatal(err)
	}
	x.run(exitFailed, "bench", "locate", towns, "--points", "10", "--index", towns)
	if after, err := os.ReadFile(towns); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the areas were written over: %v", err)
	}
	x.run(exitUsage, "bench", "locate", towns, "--owners", "-1")
	x.run(exitFailed, "bench", "locate", towns, "--points", "0")
	x.run(exitFailed, "bench", "locate", towns, "--copies", "0")
	x.run(exitFailed, "bench", "locate", x.file(dir, "points.geojson", shape("p", m['1'])))
}
