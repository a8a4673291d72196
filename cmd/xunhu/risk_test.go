package main

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xunhu/routing/track"
	"xunhu/routing/track/tracktest"
)

// Tracks are kept once; what they show counts as effort, what patrols found as findings;
// where nobody went is unknown.
func TestRisk(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	m := x.land(dir)
	x.run(exitDone, "import", x.file(dir, "sites.geojson",
		shape("S1", m['h'], "name", "outfall one", "class", "outfall"), shape("S2", m['f'], "name", "outfall two", "class", "outfall")), "--as", "sites")
	rng := rand.New(rand.NewPCG(4, 4))
	receiver := tracktest.Receiver{EveryS: 5, WanderM: 2, WanderS: 60, WhiteM: 0.3, Decimals: 7}
	var records []track.Record
	for week := range 8 {
		trip := tracktest.Trip{Line: m.Line("aghbc"), PaceMS: 1.2, Varies: 0.2, VariesS: 60, StopEvery: 1e9, Begin: time.Date(2026, 9, 1+7*week, 1, 0, 0, 0, time.UTC)}
		places := tracktest.Go(rng, trip)
		records = append(records, receiver.Record(rng, "T", "Li", places))
	}
	for i, r := range records {
		file := x.file(dir, "week.geojson", recorded("T", "Li", r))
		x.run(exitDone, "track", file, "--save")
		if i == 0 {
			x.run(exitFailed, "track", file, "--save")
			if !strings.Contains(x.words, "kept already") {
				t.Errorf("said %q", x.words)
			}
		}
	}
	if kept := x.collection(x.run(exitDone, "export", "tracks")); len(kept.Features) != 8 {
		t.Fatalf("%d tracks are kept, want 8", len(kept.Features))
	}
	x.reporter()
	x.run(exitDone, "assign", x.file(dir, "found.geojson", shape("F1", m['h'], "category", "W01", "source", "patrol", "occurred_at", "2026-09-08T09:30:00+08:00"),
		shape("F2", m['r'], "category", "W01", "source", "patrol", "occurred_at", "2026-09-08T09:40:00+08:00")), "--save", "--by", "li")

	got := x.collection(x.run(exitDone, "risk", "--month", "12"))
	one, two := got.find(t, "sites/S1"), got.find(t, "sites/S2")
	if one["unknown"] != false || one["effort"].(float64) < 5 || two["unknown"] != true {
		t.Errorf("visited %v, not visited %v", one, two)
	}
	if one["rate"].(float64) <= two["rate"].(float64) {
		t.Errorf("found at one: %v, at two: %v", one["rate"], two["rate"])
	}
	if !strings.Contains(x.words, "Only 0 findings") && !strings.Contains(x.words, "fewer than 20") {
		t.Errorf("said %q", x.words)
	}
	if !strings.Contains(x.words, "1 findings lie over 200 m") {
		t.Errorf("the finding that lies near nothing is not told: %q", x.words)
	}
	x.run(exitFailed, "plan", "--unit", "S", "--from", "2026-12-07", "--risk", "--explore", "2")
}
