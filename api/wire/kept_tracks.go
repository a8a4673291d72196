package wire

import (
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/routing/track"
)

// KeepTrack gives a record as a store keeps it: one line, cut nowhere, with its moments.
// Its id is made of the person, the record and its beginning, so that the same file kept
// twice is one.
func KeepTrack(r track.Record, signs int) feature.Feature {
	times := make([]any, len(r.Fixes))
	line := orb.LineString(places(r))
	for i, f := range r.Fixes {
		times[i] = f.Time.UTC().Format(time.RFC3339)
	}
	return feature.Feature{ID: r.Begin().UTC().Format("20060102T150405Z") + "-" + r.Person + "-" + r.ID, Geometry: orb.MultiLineString{line},
		Props: map[string]any{"record": r.ID, "person": r.Person, "begin": moment(r.Begin().UTC()), "end": moment(r.End().UTC()),
			"distance_m": geodesy.Length(line), "signs": int64(signs), "times": times}}
}

// KeptTrack is the record of a feature that KeepTrack made; ok is false for another.
func KeptTrack(f feature.Feature) (r track.Record, ok bool) {
	lines, _ := f.Geometry.(orb.MultiLineString)
	times, _ := f.Props["times"].([]any)
	if len(lines) != 1 || len(times) != len(lines[0]) {
		return r, false
	}
	r = track.Record{ID: f.Text("record"), Person: f.Text("person"), Fixes: make([]track.Fix, len(times))}
	for i, at := range lines[0] {
		text, _ := times[i].(string)
		t, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return r, false
		}
		r.Fixes[i] = track.Fix{At: at, Time: t}
	}
	return r, true
}
