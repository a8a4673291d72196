package sqlite

import (
	"fmt"
	"strings"
	"sync"

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
	root    string // the root of the R-tree
	placed  string // the condition that a geometry is in the R-tree
	selects string // id, geom and the fields
	insert  string
	update  string
}

// tables are those of all kinds.
var tables = sync.OnceValue(func() map[feature.Kind]table {
	all := map[feature.Kind]table{}
	for _, s := range feature.Schemas() {
		all[s.Kind] = tableWith(s)
	}
	return all
})

// tableOf gives the table of a kind. What it holds is shared.
func tableOf(k feature.Kind) (table, error) {
	t, ok := tables()[k]
	if !ok {
		return t, row.UnknownKind(k)
	}
	return t, nil
}

func tableWith(s feature.Schema) table {
	k := s.Kind
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
		root:    "SELECT data FROM " + quote("rtree_"+string(k)+"_geom_node") + " WHERE nodeno = 1",
		placed:  "t.fid IN (SELECT rowid FROM " + quote("rtree_"+string(k)+"_geom_rowid") + ")",
		selects: strings.Join(sel, ", "),
		insert: fmt.Sprintf("INSERT INTO %s (region, id, %s) VALUES (?, ?%s)",
			name, strings.Join(cols, ", "), strings.Repeat(", ?", len(cols))),
		update: fmt.Sprintf("UPDATE %s SET %s WHERE region = ? AND id = ?", name, strings.Join(set, ", ")),
	}
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
func (t table) decode(from scanner) (feature.Feature, error) { return t.decodeBy(from, row.Value) }

// uncut is row.Value, but that objects are read by their members alone.
func uncut(t feature.Type, cell any) (any, bool) {
	if text, ok := cell.(string); ok && t == feature.JSON {
		return row.Members([]byte(text))
	}
	return row.Value(t, cell)
}

// decodeBy reads a feature, its properties by value.
func (t table) decodeBy(from scanner, value func(feature.Type, any) (any, bool)) (feature.Feature, error) {
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
		v, ok := value(field.Type, cells[i])
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
