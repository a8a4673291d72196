package wire

import (
	"testing"
	"time"

	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/routing/patrol"
)

// The last visit of a piece is read from what a store keeps; of days that two plans are about,
// the later plan holds, and what lies after the day asked for does not count.
func TestLastVisits(t *testing.T) {
	kept := func(from string, days int, visits map[string]string) feature.Feature {
		t.Helper()
		first, _ := time.Parse(time.DateOnly, from)
		p := &patrol.Plan{Unit: "u", From: first, Days: days}
		for piece, day := range visits {
			at, _ := time.Parse(time.DateOnly, day)
			stop := samplePlan().Tours[0].Stops[0]
			stop.Piece, stop.Arrive = piece, at.Add(9*time.Hour)
			p.Tours = append(p.Tours, patrol.Tour{ID: piece, Stops: []patrol.Stop{stop}})
		}
		f, err := FromPlan(p, nil, nil, words.EN).Feature(from)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	asked, _ := time.Parse(time.DateOnly, "2026-03-01")
	got := LastVisits([]feature.Feature{
		kept("2026-01-01", 31, map[string]string{"a": "2026-01-20", "b": "2026-01-21", "c": "2026-01-05"}),
		kept("2026-01-10", 30, map[string]string{"a": "2026-02-02"}),
		kept("2026-02-20", 30, map[string]string{"a": "2026-03-05"}),
		kept("2026-04-01", 30, map[string]string{"a": "2026-04-05"}),
	}, asked)
	want := map[string]string{"a": "2026-02-02", "c": "2026-01-05"}
	if len(got) != len(want) {
		t.Errorf("last visits %v, want %v", got, want)
	}
	for piece, day := range want {
		if d := got[piece].Format(time.DateOnly); d != day {
			t.Errorf("%s was visited on %s, want %s", piece, d, day)
		}
	}
}
