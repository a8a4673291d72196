package main

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/routing/track"
	"xunhu/routing/track/tracktest"
)

// recorded is a record as a device writes it.
func recorded(name, person string, r track.Record) feature.Feature {
	f := feature.Feature{Props: map[string]any{"name": name, "person": person}}
	var line orb.LineString
	var times []any
	for _, x := range r.Fixes {
		line, times = append(line, x.At), append(times, x.Time.Format(time.RFC3339))
	}
	f.Geometry, f.Props["times"] = line, times
	return f
}

// A crew drives out and visits one of two planned stops; a colleague sends the same
// record a day later; a third one's map shifts it.
func TestTrack(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	m := x.land(dir)
	x.run(exitDone, "import", x.file(dir, "sites.geojson",
		shape("S1", m['h'], "name", "outfall one", "class", "outfall"), shape("S2", m['f'], "name", "outfall two", "class", "outfall")), "--as", "sites")

	rng := rand.New(rand.NewPCG(1, 2))
	trip := tracktest.Trip{Line: m.Line("aghbc"), PaceMS: 5, Varies: 0.2, VariesS: 60, StopEvery: 1e9, Begin: time.Date(2026, 11, 27, 1, 0, 0, 0, time.UTC)}
	places := tracktest.Go(rng, trip)
	stay := 0
	for i, p := range places { // ten minutes at h
		if stay == 0 && geodesy.Distance(p.At, m['h']) < 20 {
			stay = i
		}
	}
	for i := range 600 {
		places = append(places, tracktest.Place{})
		copy(places[stay+i+1:], places[stay+i:])
	}
	for i := range places {
		places[i].Time = trip.Begin.Add(time.Duration(i) * time.Second)
	}
	receiver := tracktest.Receiver{EveryS: 5, WanderM: 3, WanderS: 60, WhiteM: 0.5, Decimals: 7}
	r := receiver.Record(rng, "T", "Li", places)
	own := x.file(dir, "own.geojson", recorded("T", "Li", r))
	plan := x.file(dir, "plan.geojson",
		shape("one", m['h'], "kind", "stop", "need", "sites/S1", "name", "outfall one", "service_s", 900, "arrive", "2026-11-27T09:10:00+08:00"),
		shape("two", m['f'], "kind", "stop", "need", "sites/S2", "name", "outfall two", "service_s", 900, "arrive", "2026-11-27T09:40:00+08:00"))

	got := x.collection(x.run(exitDone, "track", own, "--plan", plan))
	if one := got.find(t, "seen/one"); one["met"] != true || one["person"] != "Li" {
		t.Errorf("outfall one: %v", one)
	}
	if two := got.find(t, "seen/two"); two["met"] != false || !strings.HasPrefix(two["text"].(string), "Missed") {
		t.Errorf("outfall two: %v", two)
	}
	if !strings.Contains(x.words, "2 planned stops: 1 met, 0 in part, 1 missed; 0 grounds") {
		t.Errorf("said %q", x.words)
	}
	if way := got.find(t, "track/1/1"); way["kind"] != "way" || len(way["towns"].([]any)) == 0 {
		t.Errorf("the first piece is %v", way)
	}

	later := track.Record{}
	shifted := track.Record{}
	gcj, err := crs.Parse("GCJ-02")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Fixes {
		later.Fixes = append(later.Fixes, track.Fix{At: f.At, Time: f.Time.Add(24 * time.Hour)})
		shifted.Fixes = append(shifted.Fixes, track.Fix{At: gcj.FromWGS84(f.At), Time: f.Time})
	}
	x.run(exitDone, "track", x.file(dir, "copy.geojson", recorded("U", "Wang", later)), "--against", own)
	if !strings.Contains(x.words, "the very coordinates of") || !strings.Contains(x.words, "Li, 2026-11-27 09:00:0") {
		t.Errorf("the copy is not named: %q", x.words)
	}
	moved := x.file(dir, "moved.geojson", recorded("V", "Zhao", shifted))
	x.run(exitFailed, "track", moved)
	if !strings.Contains(x.words, "GCJ-02") {
		t.Errorf("the datum is not named: %q", x.words)
	}
	if got := x.collection(x.run(exitDone, "track", moved, "--crs", "GCJ-02", "--plan", plan)); got.find(t, "seen/one")["met"] != true {
		t.Errorf("read as GCJ-02, outfall one is %v", got.find(t, "seen/one"))
	}

	bad := recorded("W", "Sun", r)
	bad.Props["times"].([]any)[3] = "9 o'clock"
	x.run(exitFailed, "track", x.file(dir, "bad.geojson", bad))
	if !strings.Contains(x.words, "“9 o'clock” is not RFC 3339") {
		t.Errorf("said %q", x.words)
	}
	x.run(exitFailed, "track", x.file(dir, "none.geojson", shape("p", m['a'])))
	if !strings.Contains(x.words, "no track") {
		t.Errorf("said %q", x.words)
	}
}
