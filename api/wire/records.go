package wire

import (
	"cmp"
	"errors"
	"strconv"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/routing/patrol"
	"xunhu/routing/track"
)

// ReadRecords takes recorded positions from features: lines with a list of moments
// "times" (what geo/format/gpx makes of a track; "coordTimes" is understood too), or
// points with "time". Lines and points of one "track" and "person" make one record, in
// the order of the file; a track is named by its property track, track_id, TrackID,
// device or name, or else by its place in the file. Faults come back joined, as findings.
func ReadRecords(features []feature.Feature) ([]track.Record, error) {
	var records []track.Record
	number := map[[2]string]int{}
	var faults []error
	add := func(f feature.Feature, fallback string, fixes ...track.Fix) {
		person := cmp.Or(f.Text("person"), f.Text("officer"), f.Text("人员"))
		id := cmp.Or(f.Text("track"), f.Text("track_id"), f.Text("TrackID"), f.Text("device"), f.Text("name"), f.ID, fallback)
		key := [2]string{id, person}
		k, known := number[key]
		if !known {
			k = len(records)
			number[key] = k
			records = append(records, track.Record{ID: id, Person: person})
		}
		records[k].Fixes = append(records[k].Fixes, fixes...)
	}
	for i, f := range features {
		where := "#" + strconv.Itoa(i+1)
		moment := func(v any) time.Time {
			text, _ := v.(string)
			if text == "" {
				return time.Time{}
			}
			t, err := time.Parse(time.RFC3339Nano, text)
			if err != nil {
				faults = append(faults, finding.New("track.bad_time", where, "text", text))
			}
			return t
		}
		switch g := f.Geometry.(type) {
		case orb.LineString:
			times := momentsOf(f.Props)
			if len(times) == 0 {
				continue // a route, or a line that is no record
			}
			if len(times) != len(g) {
				faults = append(faults, finding.New("track.times_differ", where, "points", len(g), "times", len(times)))
				continue
			}
			fixes := make([]track.Fix, len(g))
			for k, at := range g {
				fixes[k] = track.Fix{At: at, Time: moment(times[k])}
			}
			add(f, strconv.Itoa(i+1), fixes...)
		case orb.Point:
			if t, given := f.Props["time"]; given {
				add(f, "1", track.Fix{At: g, Time: moment(t)})
			}
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, finding.New("track.no_fixes", "")
	}
	return records, nil
}

// momentsOf finds the list of moments, where GPX and others keep it.
func momentsOf(props map[string]any) []any {
	for _, name := range []string{"times", "coordTimes"} {
		if l, ok := props[name].([]any); ok {
			return l
		}
	}
	if c, ok := props["coordinateProperties"].(map[string]any); ok {
		l, _ := c["times"].([]any)
		return l
	}
	return nil
}

// ReadStops takes from a plan, as it was written, what its crews were to see. Sight is
// that of the settings for areas, nearM for points and lines.
func ReadStops(plan []feature.Feature, areaM float64) ([]track.Need, []feature.Feature, error) {
	var needs []track.Need
	var stops []feature.Feature
	for _, f := range plan {
		if f.Text("kind") != "stop" || f.Geometry == nil {
			continue
		}
		n := NeedFor(f.ID, f.Geometry, areaM)
		s, ok := f.Number("service_s")
		lon, _ := f.Number("lon")
		lat, _ := f.Number("lat")
		switch {
		case f.Text("mode") == string(patrol.Drone): // the crew stays where it flies from
			n = track.Need{ID: f.ID, Geometry: orb.Point{lon, lat}, SightM: pointSightM, StayS: s / 2}
		case ok:
			n.StayS = min(n.StayS, s/2)
		}
		needs, stops = append(needs, n), append(stops, f)
	}
	if len(needs) == 0 {
		return nil, nil, finding.New("track.no_stops", "")
	}
	return needs, stops, nil
}

// How near a crew must come, how slowly, and for how long, to have looked: defaults of
// this program, no rule of law.
const (
	pointSightM = 50.0
	pointStayS  = 60.0
	lineSightM  = 100.0
	lineSlowMS  = 20 / 3.6
	areaSlowMS  = 30 / 3.6
)

// NeedFor is what is to be seen of a geometry.
func NeedFor(id string, g orb.Geometry, areaM float64) track.Need {
	switch g.(type) {
	case orb.Point, orb.MultiPoint:
		return track.Need{ID: id, Geometry: g, SightM: pointSightM, StayS: pointStayS}
	case orb.LineString, orb.MultiLineString:
		return track.Need{ID: id, Geometry: g, SightM: lineSightM, SlowMS: lineSlowMS}
	}
	return track.Need{ID: id, Geometry: g, SightM: areaM, SlowMS: areaSlowMS}
}
