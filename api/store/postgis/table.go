package postgis

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/api/store/row"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A table knows how features of one kind become rows and come back.
type table struct {
	schema  feature.Schema
	name    string   // quoted
	columns []string // region, id, geom and the fields, as they are
	selects string   // id, geom and the fields
	insert  string
	update  string
}

// tableOf gives the table of a kind.
func tableOf(k feature.Kind) (table, error) {
	s, err := row.SchemaOf(k)
	if err != nil {
		return table{}, err
	}
	t := table{schema: s, name: quote(string(k)), columns: []string{"region", "id", "geom"}}
	for _, f := range s.Fields {
		t.columns = append(t.columns, f.Name)
	}
	quoted, places, set := make([]string, len(t.columns)), make([]string, len(t.columns)), []string{}
	for i, c := range t.columns {
		quoted[i], places[i] = quote(c), fmt.Sprint("$", i+1)
		if i >= 2 {
			set = append(set, quoted[i]+" = "+places[i])
		}
	}
	t.selects = "t." + strings.Join(quoted[1:], ", t.")
	t.insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", t.name, strings.Join(quoted, ", "), strings.Join(places, ", "))
	t.update = fmt.Sprintf("UPDATE %s SET %s WHERE region = $1 AND id = $2", t.name, strings.Join(set, ", "))
	return t, nil
}

// encode makes a row of a feature. All that is wrong with it is reported together.
func (t table) encode(f feature.Feature) (row.Row, []error) {
	r, faults := row.Of(t.schema, f)
	if why := holdable(r.Geometry); why != "" {
		faults = append(faults, finding.New("store.bad_geometry", fmt.Sprintf("%s, %s", t.schema.Kind, f.ID), "cause", why))
	}
	return r, faults
}

// values are a row as the columns of a table have it.
func values(region string, r row.Row) []any {
	all := append(make([]any, 0, 3+len(r.Cells)), region, r.ID, nil)
	if r.Geometry != nil {
		all[2] = r.Geometry
	}
	return append(all, r.Cells...)
}

// scanner is a row of a result.
type scanner interface{ Scan(...any) error }

// decode reads a feature from the columns of t.selects, after those of first.
func (t table) decode(from scanner, first ...any) (feature.Feature, error) {
	cells := make([]any, len(t.schema.Fields))
	var f feature.Feature
	var g orb.Geometry
	into := append(append(make([]any, 0, len(first)+2+len(cells)), first...), &f.ID, &g)
	for i := range cells {
		into = append(into, &cells[i])
	}
	if err := from.Scan(into...); err != nil {
		return f, err
	}
	f.Geometry = g
	f.Props = make(map[string]any, len(cells))
	for i, v := range cells {
		if v != nil {
			f.Props[t.schema.Fields[i].Name] = v
		}
	}
	return f, nil
}
