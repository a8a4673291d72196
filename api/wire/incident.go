package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/law"
	"xunhu/geo/valid"
)

// The values that an incident's properties may take.
var (
	Severities = []string{"N", "G", "E"}
	Sources    = []string{"patrol", "petition", "12369", "12345", "handdown", "sensor", "drone"}
	Outcomes   = []string{"UNF", "MIN", "VIO"}
	Finders    = []string{"STATION", "SQUAD", "POST"}
)

// maxAccuracyM is the largest uncertainty of a position that still says anything.
const maxAccuracyM = 100_000

// ReadIncident reads an incident from a GeoJSON feature. The feature comes back
// as well, for what it holds beyond an incident (a note). The error joins every
// fault as a *finding.Finding whose Where is a JSON pointer into the body.
func ReadIncident(body []byte, now time.Time) (jurisdiction.Incident, feature.Feature, error) {
	return readIncident(body, now, false)
}

// ReadReport is ReadIncident for a report, which may have an address instead of a geometry.
func ReadReport(body []byte, now time.Time) (jurisdiction.Incident, feature.Feature, error) {
	return readIncident(body, now, true)
}

func readIncident(body []byte, now time.Time, report bool) (jurisdiction.Incident, feature.Feature, error) {
	var none jurisdiction.Incident
	f, faults := readFeature(body)
	unplaced := report && f.Geometry == nil && strings.TrimSpace(f.Text("address")) != "" && nullGeometry(body)
	if unplaced {
		faults = slices.DeleteFunc(faults, func(e error) bool { return strings.HasPrefix(where(e), "/geometry") })
	}
	inc, err := incident(f, now, unplaced)
	// Without a readable geometry, Incident would only say that it is missing.
	if slices.ContainsFunc(faults, func(e error) bool { return strings.HasPrefix(where(e), "/geometry") || where(e) == "" }) {
		err = errors.Join(slices.DeleteFunc(opened(err), func(e error) bool { return where(e) == "/geometry" })...)
	}
	if err = errors.Join(append(faults, err)...); err != nil {
		return none, f, err
	}
	return inc, f, nil
}

// nullGeometry tells whether a body leaves the geometry out, or says null.
func nullGeometry(body []byte) bool {
	var parts struct {
		Geometry json.RawMessage `json:"geometry"`
	}
	return json.Unmarshal(body, &parts) == nil && string(orNull(parts.Geometry)) == "null"
}

// Sent is what a sender says with a report that decides nothing.
type Sent struct {
	Received time.Time // when the sender was told
	Deadline time.Time // until when the sender wants it done
	Reporter Reporter  // who told; goes nowhere but to the store's table of reporters
}

// SentWith reads received_at, deadline and reporter of a report.
func SentWith(f feature.Feature) (Sent, error) {
	r := incidentReader{props: f.Props}
	s := Sent{Received: r.time("received_at", time.Time{}), Deadline: r.time("deadline", time.Time{})}
	switch told := f.Props["reporter"].(type) {
	case nil:
	case map[string]any:
		one := incidentReader{props: told}
		s.Reporter = Reporter{Name: strings.TrimSpace(one.text("name")), Phone: strings.TrimSpace(one.text("phone")), Note: one.text("note")}
		if len(one.faults) > 0 {
			r.refuse("input.reporter", "/properties/reporter")
		}
	default:
		r.refuse("input.reporter", "/properties/reporter")
	}
	return s, errors.Join(r.faults...)
}

// readFeature reads the parts of a feature, each with its own fault.
func readFeature(body []byte) (feature.Feature, []error) {
	f := feature.Feature{Props: map[string]any{}}
	var parts struct {
		Type       json.RawMessage `json:"type"`
		Geometry   json.RawMessage `json:"geometry"`
		ID         json.RawMessage `json:"id"`
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(body, &parts); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) || len(bytes.TrimSpace(body)) == 0 {
			return f, []error{syntaxFault(body, syntax, err)}
		}
		return f, []error{finding.New("input.not_object", "").Because(err)}
	}
	var faults []error
	if string(parts.Type) != `"Feature"` {
		faults = append(faults, finding.New("input.not_feature", "/type", "type", strings.Trim(string(parts.Type), `"`)))
	}
	if g, err := geojson.UnmarshalGeometry(orNull(parts.Geometry)); err != nil {
		faults = append(faults, geometryFault(err))
	} else {
		f.Geometry = g
	}
	// The rest is read by the reader of GeoJSON too, so that numbers and ids mean
	// the same everywhere.
	rest, err := json.Marshal(map[string]any{"type": "Feature", "geometry": nil, "id": orNull(parts.ID), "properties": json.RawMessage("{}")})
	if err == nil {
		var head feature.Feature
		if head, err = geojson.Unmarshal(rest); err == nil {
			f.ID = head.ID
		}
	}
	if err != nil {
		faults = append(faults, finding.New("input.bad_id", "/id").Because(err))
	}
	rest, err = json.Marshal(map[string]any{"type": "Feature", "geometry": nil, "properties": orNull(parts.Properties)})
	if err == nil {
		var tail feature.Feature
		if tail, err = geojson.Unmarshal(rest); err == nil {
			f.Props = tail.Props
		}
	}
	if err != nil {
		faults = append(faults, finding.New("input.bad_properties", "/properties").Because(err))
	}
	return f, faults
}

// ErrSyntax is the cause of a finding about a body that is not JSON.
var ErrSyntax = errors.New("wire: not JSON")

func syntaxFault(body []byte, syntax *json.SyntaxError, err error) error {
	at := int64(len(body))
	if syntax != nil {
		at = syntax.Offset
	}
	return finding.New("input.json", "", "byte", at).Because(fmt.Errorf("%w: %w", ErrSyntax, err))
}

func orNull(raw json.RawMessage) json.RawMessage {
	if len(bytes.TrimSpace(raw)) == 0 {
		return json.RawMessage("null")
	}
	return raw
}

// geometryFault points to the part of the geometry that is wrong.
func geometryFault(err error) error {
	var f *finding.Finding
	if !errors.As(err, &f) {
		return finding.New("input.bad_geometry", "/geometry").Because(err)
	}
	switch {
	case f.Code == "geojson.unknown_geometry":
		return finding.New("input.geometry_type", "/geometry/type", "type", f.Args["type"])
	case f.Code == "geojson.bad_coordinates" || f.Code == "geojson.not_number":
		return finding.New("input.bad_coordinates", "/geometry/coordinates", "type", f.Args["type"])
	case strings.HasPrefix(f.Code, "crs."):
		f.Where = "/geometry/coordinates"
		return f
	}
	return finding.New("input.bad_geometry", "/geometry").Because(f)
}

// where is the place of a fault, "-" if it has none.
func where(err error) string {
	var f *finding.Finding
	if errors.As(err, &f) {
		return f.Where
	}
	return "-"
}

// opened gives the errors that errors.Join has joined.
func opened(err error) []error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	if err == nil {
		return nil
	}
	return []error{err}
}

// Incident reads an incident from a feature: a GeoJSON feature, or a row of a
// table whose values are text. What is missing is filled in as INTERFACES says:
// now, patrol, no uncertainty; the severity stays empty where the category
// decides it. An id is not made here. The error joins every fault as a
// *finding.Finding whose Where is "/geometry" or "/properties/<name>".
func Incident(f feature.Feature, now time.Time) (jurisdiction.Incident, error) {
	return incident(f, now, false)
}

// Unplaced is Incident for one that has an address in words and no geometry: a lead is
// made of it all the same.
func Unplaced(f feature.Feature, now time.Time) (jurisdiction.Incident, error) {
	return incident(f, now, true)
}

func incident(f feature.Feature, now time.Time, unplaced bool) (jurisdiction.Incident, error) {
	r := incidentReader{props: f.Props}
	var g orb.Geometry
	if !unplaced || f.Geometry != nil {
		g = r.geometry(f.Geometry)
	}
	inc := jurisdiction.Incident{
		ID:         f.ID,
		Geometry:   g,
		Category:   strings.TrimSpace(r.text("category")),
		Severity:   law.Severity(r.choice("severity", Severities)),
		AccuracyM:  r.accuracy(),
		OccurredAt: r.time("occurred_at", now),
		Source:     r.choice("source", Sources),
		Outcome:    r.choice("outcome", Outcomes),
		Finder:     r.choice("finder", Finders),
	}
	if inc.ID == "" {
		inc.ID = r.text("id")
	}
	if inc.Source == "" {
		inc.Source = "patrol"
	}
	return inc, errors.Join(r.faults...)
}

// incidentReader gathers the faults of one incident.
type incidentReader struct {
	props  map[string]any
	faults []error
}

func (r *incidentReader) refuse(code, where string, args ...any) {
	r.faults = append(r.faults, finding.New(code, where, args...))
}

func (r *incidentReader) geometry(g orb.Geometry) orb.Geometry {
	switch g.(type) {
	case nil:
		r.refuse("input.no_geometry", "/geometry")
		return nil
	case orb.Point, orb.LineString, orb.MultiLineString, orb.Polygon, orb.MultiPolygon:
	default:
		r.refuse("input.geometry_type", "/geometry/type", "type", g.GeoJSONType())
		return nil
	}
	if fault := valid.Check(g); fault != nil {
		fault.Where = "/geometry/coordinates"
		r.faults = append(r.faults, fault)
	}
	return g
}

// text gives a property as text; a list or an object is a fault.
func (r *incidentReader) text(name string) string {
	switch r.props[name].(type) {
	case nil, string, float64, int64:
		return feature.Feature{Props: r.props}.Text(name)
	}
	r.refuse("input.not_text", "/properties/"+name, "name", name)
	return ""
}

func (r *incidentReader) choice(name string, choices []string) string {
	before := len(r.faults)
	v := strings.TrimSpace(r.text(name))
	if v == "" || slices.Contains(choices, v) || len(r.faults) > before {
		return v
	}
	r.refuse("input.choice", "/properties/"+name, "name", name, "value", v, "choices", choices)
	return ""
}

func (r *incidentReader) accuracy() float64 {
	const name = "accuracy_m"
	v := r.props[name]
	if v == nil || v == "" {
		return 0
	}
	m, ok := feature.Feature{Props: r.props}.Number(name)
	if !ok || math.IsNaN(m) || m < 0 || m > maxAccuracyM {
		r.refuse("input.accuracy", "/properties/"+name, "value", v, "most", maxAccuracyM)
		return 0
	}
	return m
}

func (r *incidentReader) time(name string, missing time.Time) time.Time {
	before := len(r.faults)
	v := strings.TrimSpace(r.text(name))
	if v == "" || len(r.faults) > before {
		return missing
	}
	t, err := time.Parse(time.RFC3339, v)
	if err != nil {
		r.refuse("input.time", "/properties/"+name, "name", name, "value", v)
		return missing
	}
	return t
}
