package dispatch

import (
	"strconv"
	"time"

	"xunhu/geo/feature"
	"xunhu/geo/format/geojson"
	"xunhu/geo/jurisdiction"
)

// A Subject is the incident as the tables took it, so that each ruling can be made again
// after the incident has changed. All of it is text, as records have no broken numbers.
// A ruling about the same incident as the one before it does not repeat it.
type Subject struct {
	Geometry string `json:"geometry,omitempty"` // GeoJSON; "": nobody knew where
	Severity string `json:"severity,omitempty"` // as it was given
	Accuracy string `json:"accuracy_m,omitempty"`
	Occurred string `json:"occurred,omitempty"` // RFC 3339
	Source   string `json:"source,omitempty"`
}

// SubjectOf takes down what the tables were asked about.
func SubjectOf(inc jurisdiction.Incident) *Subject {
	s := &Subject{Severity: string(inc.Severity), Source: inc.Source}
	if inc.Geometry != nil {
		b, err := geojson.MarshalGeometry(inc.Geometry)
		if err != nil {
			return nil // the tables have refused it
		}
		s.Geometry = string(b)
	}
	if inc.AccuracyM != 0 {
		s.Accuracy = strconv.FormatFloat(inc.AccuracyM, 'g', -1, 64)
	}
	if !inc.OccurredAt.IsZero() {
		s.Occurred = inc.OccurredAt.Format(time.RFC3339Nano)
	}
	return s
}

// Feature gives the incident of a ruling as a store would keep it.
func (r Ruling) Feature(id string) (feature.Feature, error) {
	s := r.Of
	f := feature.Feature{ID: id, Props: map[string]any{"category": r.Category, "severity": s.Severity, "occurred_at": s.Occurred, "source": s.Source}}
	if s.Accuracy != "" {
		m, err := strconv.ParseFloat(s.Accuracy, 64)
		if err != nil {
			return f, err
		}
		f.Props["accuracy_m"] = m
	}
	var err error
	if s.Geometry != "" {
		f.Geometry, err = geojson.UnmarshalGeometry([]byte(s.Geometry))
	}
	return f, err
}

// Rulings lists the rulings of a chain, each with the serial of its record and with its
// subject, wherever that was written. What an older release recorded has none.
func Rulings(records []Record) (all []Ruling, serials []int) {
	var of *Subject
	for _, r := range records {
		if r.Detail.Ruling == nil {
			continue
		}
		one := *r.Detail.Ruling
		if one.Of == nil {
			one.Of = of
		}
		of = one.Of
		all, serials = append(all, one), append(serials, r.Serial)
	}
	return all, serials
}

// unrepeated is a command whose ruling does not say again what its lead says already.
func (c Command) unrepeated(l *Lead) Command {
	if r := c.Ruling; r != nil && r.Of != nil && l.Ruling.Of != nil && *r.Of == *l.Ruling.Of {
		short := *r
		short.Of = nil
		c.Ruling = &short
	}
	return c
}
