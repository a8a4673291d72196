package gpkg

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A Layer is one table of features. It can be read as often as one likes, until
// its file is closed.
type Layer struct {
	file    *file
	table   string
	geom    string // the column of the geometry
	key     string // the integer key, "" if there is none
	columns []column
	system  crs.System
	said    string           // the system by the file's own name
	fault   *finding.Finding // why the layer cannot be read, or nil
}

// A column is one that becomes a property.
type column struct {
	name string
	kind feature.Type
}

// A reference is a row of gpkg_spatial_ref_sys.
type reference struct {
	id           int64
	organization string
	code         int64
	definition   string
}

// Name gives the name of the table.
func (l *Layer) Name() string { return l.table }

// CRS gives the name of the system in which the layer is, with "(assumed)" behind
// it if neither the file nor the caller says.
func (l *Layer) CRS() string { return l.said }

func (l *Layer) where() string { return l.file.name + "/" + l.table }

// find finds the system of the layer.
func (l *Layer) find(srs reference, want *crs.System) {
	registered := fmt.Sprintf("%s:%d", strings.ToUpper(srs.organization), srs.code)
	switch {
	case want != nil:
		l.system, l.said = *want, want.Name()
		return
	case srs.id == 0:
		l.said = crs.WGS84.Name() + " (assumed)"
		return
	case srs.id == -1, srs.organization == "", strings.Contains(strings.ToLower(srs.definition), `"undefined`), strings.EqualFold(srs.organization, "none"):
		l.said = "?"
		l.refuse(finding.New("gpkg.no_crs", l.where()))
		return
	}
	s, err := crs.Parse(registered)
	fault, unknown := errors.AsType[*finding.Finding](err)
	if unknown && fault.Code == "crs.unknown" {
		if described, byText := crs.Parse(srs.definition); byText == nil {
			s, err = described, nil
		}
	}
	if err != nil {
		l.said = registered
		if unknown {
			fault.Where = l.where()
			l.refuse(fault)
		}
		return
	}
	l.system, l.said = s, s.Name()
}

// refuse keeps the first fault.
func (l *Layer) refuse(f *finding.Finding) {
	if l.fault == nil {
		l.fault = f
	}
}

// keys are the names under which programs number rows; what another key holds may
// mean something.
var keys = []string{"fid", "ogc_fid", "id", "objectid", "gid"}

// describe reads which columns the table has.
func (l *Layer) describe(c *sql.Conn, described bool) error {
	if l.fault != nil {
		return nil
	}
	holds := map[string]bool{} // columns of JSON
	if described {
		if err := each(c, func(row []any) {
			holds[fmt.Sprint(row[0])] = true
		}, 1, "SELECT +column_name FROM gpkg_data_columns WHERE table_name = ? AND mime_type = 'application/json' LIMIT 2000", l.table); err != nil {
			return err
		}
	}
	found := false
	err := each(c, func(row []any) {
		name, declared, key := fmt.Sprint(row[0]), strings.ToUpper(fmt.Sprint(row[1])), row[2] == int64(1)
		kind, ok := typeOf(declared)
		switch {
		case strings.EqualFold(name, l.geom):
			l.geom, found = name, true
		case key && kind == feature.Integer && (slices.Contains(keys, strings.ToLower(name)) || strings.HasPrefix(name, "fid_")):
			l.key = name
		case ok:
			if kind == feature.Text && holds[name] {
				kind = feature.JSON
			}
			l.columns = append(l.columns, column{name, kind})
		}
	}, 3, "SELECT name, type, pk FROM pragma_table_info(?)", l.table)
	if err == nil && !found {
		l.refuse(finding.New("gpkg.no_geometry_column", l.where(), "column", l.geom))
	}
	return err
}

// each hands the rows of a query over, as SQLite stores them.
func each(c *sql.Conn, take func(row []any), width int, query string, args ...any) error {
	rows, err := c.QueryContext(context.Background(), query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	cells := make([]any, width)
	into := make([]any, width)
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		take(cells)
	}
	return rows.Err()
}

// typeOf gives the type of a column by its declaration (12-128r17, table 1); not ok
// for BLOBs.
func typeOf(declared string) (t feature.Type, ok bool) {
	base, _, _ := strings.Cut(declared, "(")
	switch base = strings.TrimSpace(base); {
	case base == "BOOLEAN":
		return feature.Boolean, true
	case base == "DATE":
		return feature.Date, true
	case base == "DATETIME":
		return feature.Time, true
	case strings.Contains(base, "INT"):
		return feature.Integer, true
	case base == "DOUBLE", base == "FLOAT", base == "REAL":
		return feature.Real, true
	case base == "BLOB":
		return "", false
	}
	return feature.Text, true
}

// Features reads the table in WGS 84. A row that cannot be taken comes as a
// feature.Refusal and reading goes on; where the file is broken, or not even the
// first row lies in the layer's system, the reading ends.
func (l *Layer) Features() iter.Seq2[feature.Feature, error] {
	return func(yield func(feature.Feature, error) bool) {
		if l.fault != nil {
			yield(feature.Feature{}, l.fault)
			return
		}
		if err := l.rows(yield); err != nil {
			yield(feature.Feature{}, l.file.fault(l.where(), err))
		}
	}
}

// query selects the key, the geometry and the columns. The plus before each keeps
// the driver from making moments and truths of what it thinks they are.
func (l *Layer) query() string {
	cells := []string{"NULL", "+" + quote(l.geom)}
	if l.key != "" {
		cells[0] = "+" + quote(l.key)
	}
	for _, c := range l.columns {
		cells = append(cells, "+"+quote(c.name))
	}
	return "SELECT " + strings.Join(cells, ", ") + " FROM " + quote(l.table)
}

func (l *Layer) rows(yield func(feature.Feature, error) bool) error {
	c, err := l.file.conn()
	if err != nil {
		return err
	}
	defer c.Close()
	rows, err := c.QueryContext(context.Background(), l.query())
	if err != nil {
		return err
	}
	defer rows.Close()
	cells := make([]any, 2+len(l.columns))
	into := make([]any, len(cells))
	for i := range cells {
		into[i] = &cells[i]
	}
	good := false
	for n := int64(1); rows.Next(); n++ {
		if n > l.file.size/4 { // a row takes four bytes at least: the pages of the table form a ring
			return finding.New("gpkg.damaged", l.where())
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		f, fault, outside := l.feature(cells)
		if fault != nil {
			number := n
			if key, ok := cells[0].(int64); ok {
				number = key
			}
			fault.Where = fmt.Sprintf("%s#%d", l.where(), number)
			fault.Args["row"] = number
			if outside && !good {
				return fault
			}
			if !yield(feature.Feature{}, feature.Refusal{Finding: fault}) {
				return nil
			}
			continue
		}
		good = true
		if !yield(f, nil) {
			return nil
		}
	}
	return rows.Err()
}

// feature makes a feature of a row; outside tells whether its place is what is at
// fault.
func (l *Layer) feature(cells []any) (f feature.Feature, fault *finding.Finding, outside bool) {
	var g orb.Geometry
	switch blob := cells[1].(type) {
	case nil:
	case []byte:
		if g, fault = decode(blob); fault != nil {
			return f, fault, false
		}
	default:
		return f, finding.New("gpkg.bad_geometry", ""), false
	}
	if f.Geometry, fault = l.system.Bring(g); fault != nil {
		return feature.Feature{}, fault, fault.Code != crs.Nowhere
	}
	f.Props = make(map[string]any, len(l.columns))
	for i, c := range l.columns {
		v := value(c.kind, cells[2+i])
		if s, ok := v.(string); ok && c.name == "id" && c.kind == feature.Text {
			f.ID = s
		} else if v != nil {
			f.Props[c.name] = v
		}
	}
	return f, nil, false
}

// value makes a property of a cell. SQLite lets any cell hold anything: what is not
// of the column's type stays as it is.
func value(t feature.Type, cell any) any {
	switch v := cell.(type) {
	case []byte:
		return nil
	case int64:
		switch {
		case t == feature.Boolean:
			return v != 0
		case t == feature.Real:
			return float64(v)
		}
		return v
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
		return v
	case string:
		if t == feature.JSON {
			var parsed any
			if err := json.Unmarshal([]byte(v), &parsed); err == nil && parsed != nil {
				return parsed
			}
		}
		return strings.ToValidUTF8(v, "\ufffd")
	}
	return nil
}

// quote makes an SQL identifier of a name.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
