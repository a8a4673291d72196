package row

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/geojson"
)

// A Row is a feature as it is written.
type Row struct {
	ID       string
	Geometry orb.Geometry // in the shape of its kind
	Blob     []byte       // the same, as GeoPackage has it; nil: there is none
	Cells    []any        // in the order of the schema's fields: nil, string, int64, float64 or bool; JSON is text
}

// Values are the blob and the cells, as GeoPackage has them.
func (r Row) Values() []any {
	all := make([]any, 1, 1+len(r.Cells))
	if r.Blob != nil {
		all[0] = r.Blob
	}
	return append(all, r.Cells...)
}

// Of makes a row of a feature. All that is wrong with the feature is reported together.
func Of(s feature.Schema, f feature.Feature) (Row, []error) {
	where := fmt.Sprintf("%s, %s", s.Kind, f.ID)
	var faults []error
	if f.ID == "" {
		faults = append(faults, finding.New("store.no_id", string(s.Kind)))
	}
	row := Row{ID: f.ID, Cells: make([]any, 0, len(s.Fields))}
	g, ok := fit(f.Geometry, s.Shape)
	if !ok {
		faults = append(faults, finding.New("store.wrong_shape", where,
			"have", f.Geometry.GeoJSONType(), "want", string(s.Shape)))
		g = nil
	}
	blob, err := Blob(g)
	if err != nil {
		faults = append(faults, finding.New("store.bad_geometry", where, "cause", err.Error()).Because(err))
	}
	row.Geometry, row.Blob = g, blob
	known := 0
	for _, field := range s.Fields {
		v, has := f.Props[field.Name]
		if has {
			known++
		}
		cell, ok := Cell(field.Type, v)
		if !ok {
			faults = append(faults, finding.New("store.bad_value", where,
				"name", field.Name, "type", string(field.Type), "value", fmt.Sprint(v)))
		}
		row.Cells = append(row.Cells, cell)
	}
	if known < len(f.Props) {
		for name := range f.Props {
			if _, ok := s.Field(name); !ok {
				faults = append(faults, finding.New("store.unknown_property", where, "name", name))
			}
		}
	}
	return row, faults
}

// Cell gives the value to write of a property; ok is false if it has another type.
func Cell(t feature.Type, v any) (cell any, ok bool) {
	if v == nil {
		return nil, true
	}
	switch t {
	case feature.Integer:
		switch n := v.(type) {
		case int64:
			return n, true
		case float64: // as JSON gives it
			if n == math.Trunc(n) && math.Abs(n) < 1<<53 {
				return int64(n), true
			}
		}
	case feature.Real:
		switch n := v.(type) {
		case int64:
			return float64(n), true
		case float64:
			return n, !math.IsNaN(n) && !math.IsInf(n, 0)
		}
	case feature.Boolean:
		b, ok := v.(bool)
		return b, ok
	case feature.JSON:
		switch v.(type) {
		case []any, map[string]any:
		default:
			return nil, false
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			return nil, false
		}
		return strings.TrimSuffix(b.String(), "\n"), true
	default:
		s, ok := v.(string)
		return s, ok
	}
	return nil, false
}

// Members reads an object of JSON whose members stay as they are written (json.RawMessage), for who
// hands them on or asks for few of them; ok as of Value, and what is no object is as Value has it.
func Members(text []byte) (v any, ok bool) {
	all, err := geojson.Members(text)
	if err != nil {
		return Value(feature.JSON, string(text))
	}
	m := make(map[string]any, len(all))
	for name, raw := range all {
		m[name] = raw
	}
	return m, true
}

// Value reads what a column holds; ok is false if somebody else has written what
// the type does not hold.
func Value(t feature.Type, cell any) (v any, ok bool) {
	if cell == nil {
		return nil, true
	}
	switch t {
	case feature.Integer:
		n, ok := cell.(int64)
		return n, ok
	case feature.Real:
		switch n := cell.(type) {
		case int64:
			return float64(n), true
		case float64:
			return n, true
		}
	case feature.Boolean:
		switch b := cell.(type) {
		case bool:
			return b, true
		case int64:
			return b != 0, true
		}
	case feature.JSON:
		s, ok := cell.(string)
		if !ok || json.Unmarshal([]byte(s), &v) != nil {
			return nil, false
		}
		return v, true
	default:
		s, ok := cell.(string)
		return s, ok
	}
	return nil, false
}
