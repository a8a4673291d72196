package sqlite

import (
	"fmt"
	"strings"

	"xunhu/api/store/row"
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
	s, err := row.SchemaOf(k)
	if err != nil {
		return table{}, err
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
	of, faults := row.Of(t.schema, f)
	return of.Values(), faults
}

// scanner is a row of *sql.Rows.
type scanner interface{ Scan(...any) error }

// decode reads a feature from the columns of t.selects.
func (t table) decode(from scanner) (feature.Feature, error) {
	cells := make([]any, len(t.schema.Fields))
	var f feature.Feature
	var blob []byte
	into := append(make([]any, 0, 2+len(cells)), &f.ID, &blob)
	for i := range cells {
		into = append(into, &cells[i])
	}
	if err := from.Scan(into...); err != nil {
		return f, err
	}
	where := fmt.Sprintf("%s, %s", t.schema.Kind, f.ID)
	g, err := row.Geometry(blob)
	if err != nil {
		return f, badGeometry(t.schema.Kind, f.ID, err)
	}
	f.Geometry = g
	f.Props = make(map[string]any, len(cells))
	for i, field := range t.schema.Fields {
		v, ok := row.Value(field.Type, cells[i])
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

func badGeometry(k feature.Kind, id string, err error) error {
	return finding.New("store.bad_geometry", fmt.Sprintf("%s, %s", k, id), "cause", err.Error()).Because(err)
}
