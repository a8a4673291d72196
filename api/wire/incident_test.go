package wire_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/wire"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
)

var morning = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// What a sender leaves out is filled in; a table's text counts as its number.
func TestIncidentDefaults(t *testing.T) {
	for _, tc := range []struct {
		name  string
		props map[string]any
		id    string
		m     float64
		at    string
		src   string
	}{
		{"nothing", nil, "", 0, "2026-11-23T08:00:00Z", "patrol"},
		{"a row of text", map[string]any{"id": "7", "accuracy_m": "12.5", "occurred_at": " 2026-08-14T23:00:00+08:00 ", "source": "12345"}, "7", 12.5, "2026-08-14T23:00:00+08:00", "12345"},
		{"empty cells", map[string]any{"id": "", "accuracy_m": "", "occurred_at": "", "source": "", "severity": "", "outcome": ""}, "", 0, "2026-11-23T08:00:00Z", "patrol"},
		{"numbers", map[string]any{"id": int64(9), "accuracy_m": int64(30), "source": int64(12369)}, "9", 30, "2026-11-23T08:00:00Z", "12369"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			inc, err := wire.Incident(feature.Feature{Geometry: orb.Point{117, 35}, Props: tc.props}, morning)
			if err != nil {
				t.Fatal(words.Error(words.EN, err))
			}
			if inc.ID != tc.id || inc.AccuracyM != tc.m || inc.OccurredAt.Format(time.RFC3339) != tc.at || inc.Source != tc.src || inc.Severity != "" {
				t.Errorf("%+v", inc)
			}
		})
	}
}

// No body makes the reader panic, and each is taken or has findings alone, every
// one with a sentence and a place in the body.
func FuzzReadIncident(f *testing.F) {
	f.Add([]byte(`{"type":"Feature","id":1,"geometry":{"type":"Point","coordinates":[117,35]},"properties":{"category":"A01","accuracy_m":5}}`))
	f.Add([]byte(`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]},"properties":null}`))
	f.Add([]byte(`{"type":7,"geometry":[],"id":{},"properties":[]}`))
	f.Add([]byte(`[`))
	f.Fuzz(func(t *testing.T, body []byte) {
		inc, ft, err := wire.ReadIncident(body, morning)
		if err == nil {
			if inc.Geometry == nil || inc.Source == "" {
				t.Errorf("taken without place or source: %+v", inc)
			}
			again, err := geojson.Marshal(ft)
			if err != nil {
				t.Fatalf("taken, but cannot be written: %v", err)
			}
			if _, _, err := wire.ReadIncident(again, morning); err != nil {
				t.Errorf("taken, but not again: %v", err)
			}
			return
		}
		many, ok := err.(interface{ Unwrap() []error })
		if !ok {
			t.Fatalf("not joined: %v", err)
		}
		var seen []string
		for _, one := range many.Unwrap() {
			seen = append(seen, strings.Split(words.Error(words.ZH, one), "\n")...)
			var fd *finding.Finding
			if !errors.As(one, &fd) || !words.Has(fd.Code) {
				t.Errorf("no sentence for %v", one)
				continue
			}
			if fd.Where != "" && !strings.HasPrefix(fd.Where, "/") {
				t.Errorf("no pointer: %v", one)
			}
		}
		if slices.Contains(seen, "") {
			t.Errorf("an empty sentence among %q", seen)
		}
	})
}

func ExampleReadIncident() {
	_, _, err := wire.ReadIncident([]byte(`{"type":"Feature","geometry":{"type":"Point","coordinates":[35.08,117.15]},"properties":{"severity":"high"}}`), time.Time{})
	fmt.Println(words.Error(words.EN, err))
	// Output:
	// /geometry/coordinates: in the coordinates (35.080000, 117.150000) the latitude lies beyond ±90°: the axes look swapped; write longitude first, then latitude, or add --crs EPSG:4326/yx
	// /properties/severity: Property “severity”: “high” is not one of N, G, E.
}
