package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// Unmarshal reads one feature, or a bare geometry as a feature without
// properties, in WGS 84 degrees. An error is a *finding.Finding.
func Unmarshal(b []byte) (feature.Feature, error) { return UnmarshalIn(b, crs.WGS84) }

// UnmarshalIn is Unmarshal of a feature whose coordinates are of a system, which it
// brings to WGS 84.
func UnmarshalIn(b []byte, s crs.System) (feature.Feature, error) {
	if err := wellFormed(b); err != nil {
		return feature.Feature{}, err
	}
	f, fault := decode(b)
	if fault == nil && f.Geometry != nil {
		f.Geometry, fault = s.Bring(f.Geometry)
	}
	if fault != nil {
		return feature.Feature{}, only(fault)
	}
	return f, nil
}

// UnmarshalGeometry reads a geometry in WGS 84 degrees; "null" is nil. An error
// is a *finding.Finding.
func UnmarshalGeometry(b []byte) (orb.Geometry, error) {
	if err := wellFormed(b); err != nil {
		return nil, err
	}
	g, fault := geometry(bytes.TrimSpace(b), 0)
	if fault == nil {
		fault = crs.WGS84.Check(g)
	}
	if fault != nil {
		return nil, only(fault)
	}
	return g, nil
}

// only completes a fault of a text that holds one feature.
func only(fault *finding.Finding) *finding.Finding {
	fault.Args["feature"], fault.Args["line"] = 1, 1
	return fault
}

// wellFormed says where JSON is broken, or nil.
func wellFormed(b []byte) error {
	if len(bytes.TrimSpace(b)) == 0 {
		return finding.New("format.empty", "")
	}
	if fault := syntax(b, 1, 0); fault != nil {
		return fault
	}
	return nil
}

// object is a feature or a geometry before its parts are read.
type object struct {
	shape
	ID         json.RawMessage `json:"id"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties json.RawMessage `json:"properties"`
}

// decode reads a well-formed feature or geometry in whatever system it is in.
func decode(b []byte) (feature.Feature, *finding.Finding) {
	var none feature.Feature
	var o object
	if err := json.Unmarshal(b, &o); err != nil {
		return none, finding.New("geojson.not_feature", "", "type", "?").Because(err)
	}
	if o.Type != "Feature" {
		if !isGeometry(o.Type) {
			return none, finding.New("geojson.not_feature", "", "type", o.Type)
		}
		g, fault := o.geometry(0)
		return feature.Feature{Geometry: g, Props: map[string]any{}}, fault
	}
	g, fault := geometry(o.Geometry, 0)
	if fault != nil {
		return none, fault
	}
	id, fault := identity(o.ID)
	if fault != nil {
		return none, fault
	}
	props, fault := properties(o.Properties)
	if fault != nil {
		return none, fault
	}
	return feature.Feature{ID: id, Geometry: g, Props: props}, nil
}

func isGeometry(t string) bool {
	switch t {
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection":
		return true
	}
	return false
}

// identity reads the id: a string, or a number as it is written.
func identity(b json.RawMessage) (string, *finding.Finding) {
	switch {
	case len(b) == 0 || string(b) == "null":
		return "", nil
	case b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return "", finding.New("geojson.bad_id", "").Because(err)
		}
		return s, nil
	case b[0] == '-' || b[0] >= '0' && b[0] <= '9':
		return string(b), nil
	}
	return "", finding.New("geojson.bad_id", "")
}

// properties reads the property object; none is an empty one.
func properties(b json.RawMessage) (map[string]any, *finding.Finding) {
	if len(b) == 0 || string(b) == "null" {
		return map[string]any{}, nil
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var props map[string]any
	if err := dec.Decode(&props); err != nil {
		return nil, finding.New("geojson.bad_properties", "").Because(err)
	}
	for name := range props {
		var err error
		if props[name], err = value(props[name]); err != nil {
			return nil, finding.New("geojson.bad_number", "", "name", name).Because(err)
		}
	}
	return props, nil
}

// syntax checks that b is one JSON value in UTF-8. line and offset are where b begins in
// its file; the finding says where it breaks there.
func syntax(b []byte, line int, offset int64) *finding.Finding {
	if !utf8.Valid(b) {
		at := 0
		for r, n := utf8.DecodeRune(b); r != utf8.RuneError || n > 1; r, n = utf8.DecodeRune(b[at:]) {
			at += n
		}
		line += bytes.Count(b[:at], []byte("\n"))
		return finding.New("geojson.not_utf8", "", "line", line, "byte", offset+int64(at)+1)
	}
	if json.Valid(b) {
		return nil
	}
	// With a byte after it that JSON never allows, a text that only breaks off
	// fails there, and a text that is wrong fails before.
	var v json.RawMessage
	err := json.Unmarshal(append(bytes.Clone(b), 0), &v)
	at := len(b)
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = min(max(int(s.Offset)-1, 0), at)
	}
	line += bytes.Count(b[:at], []byte("\n"))
	if at == len(b) {
		return finding.New("geojson.truncated", "", "line", line, "byte", offset+int64(at))
	}
	return finding.New("geojson.syntax", "", "line", line, "byte", offset+int64(at)+1)
}
