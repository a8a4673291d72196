package postgis

import (
	"fmt"
	"strings"
	"sync"

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
	t := table{schema: s, name: quote(string(s.Kind)), columns: []string{"region", "id", "geom"}}
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
	return t
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
	return t.read(from, make([]any, len(t.schema.Fields)), first...)
}

// uncut is decode, but that objects of JSON are read by their members alone.
func (t table) uncut(from scanner, first ...any) (feature.Feature, error) {
	cells := make([]any, len(t.schema.Fields))
	texts := make([]*[]byte, len(cells))
	for i, f := range t.schema.Fields {
		if f.Type == feature.JSON {
			texts[i] = new([]byte)
			cells[i] = texts[i]
		}
	}
	f, err := t.read(from, cells, first...)
	for i, text := range texts {
		if err != nil || text == nil {
			continue
		}
		name := t.schema.Fields[i].Name
		delete(f.Props, name)
		if *text == nil {
			continue
		}
		v, ok := row.Members(cleared(*text))
		if !ok {
			err = finding.New("store.bad_value", fmt.Sprintf("%s, %s", t.schema.Kind, f.ID), "name", name, "type", string(feature.JSON), "value", string(*text))
		}
		if v != nil {
			f.Props[name] = v
		}
	}
	return f, err
}

// read is decode; where a cell is there it is where to put the value.
func (t table) read(from scanner, cells []any, first ...any) (feature.Feature, error) {
	var f feature.Feature
	var g orb.Geometry
	into := append(append(make([]any, 0, len(first)+2+len(cells)), first...), &f.ID, &g)
	for i := range cells {
		if cells[i] != nil {
			into = append(into, cells[i])
			continue
		}
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
