package sqlite

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A table knows how features of one kind become rows and come back.
type table struct {
	schema  feature.Schema
	name    string // quoted
	rtree   string // quoted
	near    string // the fids of what lies near a box of four values
	selects string // id, geom and the fields
	insert  string
	update  string
}

// tableOf gives the table of a kind.
func tableOf(k feature.Kind) (table, error) {
	s, ok := feature.SchemaOf(k)
	if !ok {
		return table{}, finding.New("store.unknown_kind", "", "kind", string(k)).Because(errUnknown)
	}
	cols, sel, set := []string{"geom"}, []string{"t.id", "t.geom"}, []string{"geom = ?"}
	for _, f := range s.Fields {
		q := quote(f.Name)
		cols, set = append(cols, q), append(set, q+" = ?")
		if f.Type == feature.Date {
			q = "CAST(t." + q + " AS TEXT)" // else the driver makes a moment of it
		} else {
			q = "t." + q
		}
		sel = append(sel, q)
	}
	name := quote(string(k))
	return table{
		schema:  s,
		name:    name,
		rtree:   quote("rtree_" + string(k) + "_geom"),
		near:    "SELECT id FROM " + quote("rtree_"+string(k)+"_geom") + " WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?",
		selects: strings.Join(sel, ", "),
		insert: fmt.Sprintf("INSERT INTO %s (region, id, %s) VALUES (?, ?%s)",
			name, strings.Join(cols, ", "), strings.Repeat(", ?", len(cols))),
		update: fmt.Sprintf("UPDATE %s SET %s WHERE region = ? AND id = ?", name, strings.Join(set, ", ")),
	}, nil
}

// encode gives the geometry and the fields of a feature as SQL values, in the
// order of the columns. All that is wrong with the feature is reported together.
func (t table) encode(f feature.Feature) ([]any, []error) {
	where := fmt.Sprintf("%s, %s", t.schema.Kind, f.ID)
	var faults []error
	if f.ID == "" {
		faults = append(faults, finding.New("store.no_id", string(t.schema.Kind)))
	}
	row := make([]any, 0, 1+len(t.schema.Fields))
	g, ok := fit(f.Geometry, t.schema.Shape)
	if !ok {
		faults = append(faults, finding.New("store.wrong_shape", where,
			"have", f.Geometry.GeoJSONType(), "want", string(t.schema.Shape)))
		g = nil
	}
	blob, err := encodeGeometry(g)
	if err != nil {
		faults = append(faults, finding.New("store.bad_geometry", where, "cause", err.Error()).Because(err))
	}
	if blob == nil {
		row = append(row, nil)
	} else {
		row = append(row, blob)
	}
	known := 0
	for _, field := range t.schema.Fields {
		v, has := f.Props[field.Name]
		if has {
			known++
		}
		cell, ok := encodeValue(field.Type, v)
		if !ok {
			faults = append(faults, finding.New("store.bad_value", where,
				"name", field.Name, "type", string(field.Type), "value", fmt.Sprint(v)))
		}
		row = append(row, cell)
	}
	if known < len(f.Props) {
		for name := range f.Props {
			if _, ok := t.schema.Field(name); !ok {
				faults = append(faults, finding.New("store.unknown_property", where, "name", name))
			}
		}
	}
	return row, faults
}

// encodeValue gives the SQL value of a property; ok is false if it has another type.
func encodeValue(t feature.Type, v any) (cell any, ok bool) {
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

// scanner is a row of *sql.Rows.
type scanner interface{ Scan(...any) error }

// decode reads a feature from the columns of t.selects.
func (t table) decode(row scanner) (feature.Feature, error) {
	cells := make([]any, len(t.schema.Fields))
	var f feature.Feature
	var blob []byte
	into := append(make([]any, 0, 2+len(cells)), &f.ID, &blob)
	for i := range cells {
		into = append(into, &cells[i])
	}
	if err := row.Scan(into...); err != nil {
		return f, err
	}
	where := fmt.Sprintf("%s, %s", t.schema.Kind, f.ID)
	g, err := decodeGeometry(blob)
	if err != nil {
		return f, finding.New("store.bad_geometry", where, "cause", err.Error()).Because(err)
	}
	f.Geometry = g
	f.Props = make(map[string]any, len(cells))
	for i, field := range t.schema.Fields {
		v, ok := decodeValue(field.Type, cells[i])
		if !ok {
			return f, finding.New("store.bad_value", where,
				"name", field.Name, "type", string(field.Type), "value", fmt.Sprint(cells[i]))
		}
		if v != nil {
			f.Props[field.Name] = v
		}
	}
	return f, nil
}

// decodeValue reads an SQL value; ok is false if somebody else has written what
// the type does not hold.
func decodeValue(t feature.Type, cell any) (v any, ok bool) {
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
