package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// What the header of a GeoPackage 1.3 says (12-128r17, 1.1.1), and the system that
// is written.
const (
	applicationID = 0x47504B47 // "GPKG"
	userVersion   = 10300
	wgs84         = 4326
)

// ground is what every GeoPackage has, with the extension that titles columns and
// says which of them hold JSON (annex F.9).
const ground = `
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
  ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]', NULL);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL,
  PRIMARY KEY (table_name, column_name));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT, PRIMARY KEY (table_name, column_name), UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
  min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
`

// unchanging stands for the moment of the last change.
const unchanging = "1970-01-01T00:00:00.000Z"

// A plan says how a collection becomes a table.
type plan struct {
	table, key, geom string
	ids              bool // there is a column "id"
	columns          []planned
	lost             []*finding.Finding
}

// A planned column holds one property.
type planned struct {
	feature.Field
	as string // the name of the column
}

// planOf finds names for the columns that differ by more than case.
func planOf(c feature.Collection) plan {
	p := plan{table: "features"}
	if c.Schema.Kind != "" {
		p.table = string(c.Schema.Kind)
	}
	taken := map[string]bool{}
	free := func(name string) string {
		name = strings.ToValidUTF8(strings.ReplaceAll(name, "\x00", ""), "\ufffd")
		if name == "" {
			name = "column"
		}
		as := name
		for n := 2; taken[strings.ToLower(as)]; n++ {
			as = name + "_" + strconv.Itoa(n)
		}
		taken[strings.ToLower(as)] = true
		return as
	}
	for _, f := range c.Features {
		p.ids = p.ids || f.ID != ""
	}
	if p.ids {
		free("id")
	}
	for _, field := range c.Columns() {
		if p.ids && field.Name == "id" {
			continue
		}
		as := free(field.Name)
		if as != field.Name {
			p.lost = append(p.lost, finding.New("gpkg.renamed", "", "name", field.Name, "as", as))
		}
		p.columns = append(p.columns, planned{field, as})
	}
	p.key, p.geom = free("fid"), free("geom")
	return p
}

// Losses says which columns come under another name.
func Losses(c feature.Collection) []*finding.Finding { return planOf(c).lost }

// Write writes a collection as a GeoPackage of one layer, named as its kind. It
// fails on coordinates and numbers that are not finite, and on what JSON cannot hold.
func Write(w io.Writer, c feature.Collection) (err error) {
	db := sql.OpenDB(connector{&sqlite.Driver{}, ":memory:"})
	defer func() { err = errors.Join(err, db.Close()) }()
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("gpkg: %w", err)
	}
	defer conn.Close()
	if err := fill(ctx, conn, planOf(c), c); err != nil {
		return fmt.Errorf("gpkg: %w", err)
	}
	return conn.Raw(func(driver any) error {
		whole, ok := driver.(interface{ Serialize() ([]byte, error) })
		if !ok {
			return fmt.Errorf("gpkg: %T cannot be written", driver)
		}
		b, err := whole.Serialize()
		if err != nil {
			return fmt.Errorf("gpkg: %w", err)
		}
		if _, err := w.Write(b); err != nil {
			return fmt.Errorf("gpkg: write: %w", err)
		}
		return nil
	})
}

// fill makes the tables in one transaction.
func fill(ctx context.Context, conn *sql.Conn, p plan, c feature.Collection) error {
	if _, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, userVersion)); err != nil {
		return err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // says sql.ErrTxDone after Commit
	columns, marks := []string{quote(p.geom)}, []string{"?"}
	create := quote(p.key) + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, " + quote(p.geom) + " " + shapeOf(c)
	if p.ids {
		columns, marks = append(columns, `"id"`), append(marks, "?")
		create += `, "id" TEXT`
	}
	for _, col := range p.columns {
		columns, marks = append(columns, quote(col.as)), append(marks, "?")
		create += ", " + quote(col.as) + " " + declared(col.Type)
	}
	if _, err := tx.ExecContext(ctx, ground+"CREATE TABLE "+quote(p.table)+" ("+create+")"); err != nil {
		return err
	}
	if err := announce(ctx, tx, p, c); err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO "+quote(p.table)+" ("+strings.Join(columns, ", ")+") VALUES ("+strings.Join(marks, ", ")+")")
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, f := range c.Features {
		row, err := p.row(f)
		if err == nil {
			_, err = insert.ExecContext(ctx, row...)
		}
		if err != nil {
			return fmt.Errorf("feature %q: %w", f.ID, err)
		}
	}
	return tx.Commit()
}

// announce tells of the table in the tables of the ground.
func announce(ctx context.Context, tx *sql.Tx, p plan, c feature.Collection) error {
	box := []any{nil, nil, nil, nil}
	if b := bound(c); !b.IsEmpty() {
		box = []any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	description := strings.Trim(c.Schema.ZH+" / "+c.Schema.EN, " /")
	if _, err := tx.ExecContext(ctx, "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
		append(append([]any{p.table, p.table, description, unchanging}, box...), wgs84)...); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)", p.table, p.geom, shapeOf(c), wgs84); err != nil {
		return err
	}
	for _, col := range p.columns {
		var mime any
		if col.Type == feature.JSON {
			mime = "application/json"
		}
		if mime == nil && (col.ZH == "" || col.ZH == col.as) {
			continue
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, ?, NULL)",
			p.table, col.as, col.as, col.ZH, col.EN, mime); err != nil {
			return err
		}
	}
	return nil
}

// bound is the box around all that has a place.
func bound(c feature.Collection) orb.Bound {
	all := orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}
	for _, f := range c.Features {
		if f.Geometry == nil {
			continue
		}
		if b := f.Geometry.Bound(); all.IsEmpty() {
			all = b
		} else if !b.IsEmpty() {
			all = all.Union(b)
		}
	}
	return all
}

// row gives the values of a feature in the order of the columns.
func (p plan) row(f feature.Feature) ([]any, error) {
	blob, err := encode(f.Geometry)
	if err != nil {
		return nil, err
	}
	row := []any{nil}
	if blob != nil {
		row[0] = blob
	}
	if p.ids {
		id := any(f.ID)
		if f.ID == "" {
			if id = f.Props["id"]; id != nil {
				if id, err = feature.Plain(id); err != nil {
					return nil, err
				}
			}
		}
		row = append(row, id)
	}
	for _, col := range p.columns {
		v, err := cell(col.Type, f.Props[col.Name])
		if err != nil {
			return nil, fmt.Errorf("property %q: %w", col.Name, err)
		}
		row = append(row, v)
	}
	return row, nil
}

// cell gives the SQL value of a property.
func cell(t feature.Type, v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("%v is not finite", v)
		}
	}
	switch t {
	case feature.Integer, feature.Real, feature.Boolean:
		return v, nil
	}
	s, err := feature.Plain(v)
	return strings.ToValidUTF8(s, "\ufffd"), err
}

// declared gives GeoPackage's name of a type (12-128r17, table 1).
func declared(t feature.Type) string {
	switch t {
	case feature.Integer:
		return "INTEGER"
	case feature.Real:
		return "DOUBLE"
	case feature.Boolean:
		return "BOOLEAN"
	case feature.Date:
		return "DATE"
	}
	return "TEXT"
}

// shapeOf gives the one type of all geometries, else GEOMETRY.
func shapeOf(c feature.Collection) string {
	shape := ""
	for _, f := range c.Features {
		if f.Geometry == nil {
			continue
		}
		s := strings.ToUpper(f.Geometry.GeoJSONType())
		if shape != "" && s != shape {
			return "GEOMETRY"
		}
		shape = s
	}
	if shape == "" {
		return "GEOMETRY"
	}
	return shape
}
