package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"xunhu/geo/feature"
)

// schemaVersion counts changes of the tables that a new column does not cover. A
// file with a higher one comes from a newer release. 2: the tables of leads.
// 3: who is told, and when posts are manned. 4: rosters. 5: joint patrols, seeds of plans.
// 6: jobs, archives of tiles. 7: edits.
const schemaVersion = 7

// What the header of a GeoPackage 1.3 says (12-128r17, 1.1.1).
const (
	applicationID = 0x47504B47 // "GPKG"
	userVersion   = 10300
)

// ground is what every GeoPackage has, and our own tables beside the kinds.
const ground = `
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE regions (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  illustration BOOLEAN NOT NULL,
  attribution TEXT NOT NULL,
  version TEXT NOT NULL);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
  VALUES ('regions', 'attributes', 'regions', '区域 / Regions');
CREATE TABLE xunhu_schema (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  version INTEGER NOT NULL);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
  VALUES ('xunhu_schema', 'attributes', 'xunhu_schema', '存储版本 / version of this store');
CREATE TABLE xunhu_digests (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE ON DELETE CASCADE,
  kind TEXT NOT NULL,
  digest TEXT NOT NULL,
  UNIQUE (region, kind));
INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
  VALUES ('xunhu_digests', 'attributes', 'xunhu_digests', '内容摘要 / digests of the contents');
`

// kindTable makes the table of a kind, its R-tree and the triggers that keep it
// (12-128r17, annex F.3, as of version 1.3). $t is the table.
const kindTable = `
CREATE TABLE "$t" (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom $g,
  region TEXT NOT NULL REFERENCES regions(code) ON UPDATE CASCADE ON DELETE CASCADE,
  id TEXT NOT NULL,
  UNIQUE (region, id));
CREATE INDEX "$t_region" ON "$t" (region);
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
  VALUES ('$t', 'features', '$t', '$d', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('$t', 'geom', '$g', 4326, 0, 0);
INSERT INTO gpkg_extensions VALUES ('$t', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE VIRTUAL TABLE "rtree_$t_geom" USING rtree(id, minx, maxx, miny, maxy);
CREATE TRIGGER "rtree_$t_geom_insert" AFTER INSERT ON "$t"
  WHEN (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO "rtree_$t_geom" VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER "rtree_$t_geom_update1" AFTER UPDATE OF geom ON "$t"
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO "rtree_$t_geom" VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER "rtree_$t_geom_update2" AFTER UPDATE OF geom ON "$t"
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM "rtree_$t_geom" WHERE id = OLD.fid;
END;
CREATE TRIGGER "rtree_$t_geom_update3" AFTER UPDATE ON "$t"
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM "rtree_$t_geom" WHERE id = OLD.fid;
  INSERT OR REPLACE INTO "rtree_$t_geom" VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER "rtree_$t_geom_update4" AFTER UPDATE ON "$t"
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM "rtree_$t_geom" WHERE id IN (OLD.fid, NEW.fid);
END;
CREATE TRIGGER "rtree_$t_geom_delete" AFTER DELETE ON "$t"
  WHEN OLD.geom NOT NULL
BEGIN
  DELETE FROM "rtree_$t_geom" WHERE id = OLD.fid;
END;
`

// create lays the ground in an empty file. It runs in one transaction, so that a
// file is either whole or empty.
func create(ctx context.Context, tx *sql.Tx) error {
	for _, s := range []string{
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		fmt.Sprintf("PRAGMA user_version = %d", userVersion),
		ground,
		fmt.Sprintf("INSERT INTO xunhu_schema (version) VALUES (%d)", schemaVersion),
	} {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return complete(ctx, tx)
}

// complete adds the tables and columns that this release has and the file has not.
func complete(ctx context.Context, tx *sql.Tx) error {
	missing, err := lacking(ctx, tx)
	if err != nil {
		return err
	}
	for _, s := range missing {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// querier is what a transaction and a pool have in common.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// lacking lists the statements that bring a file to the schemas; none if it is there.
func lacking(ctx context.Context, q querier) ([]string, error) {
	var missing []string
	leads, err := columns(ctx, q, "xunhu_leads")
	if err != nil {
		return nil, err
	}
	if len(leads) == 0 {
		missing = append(missing, leadTables)
		for _, t := range append(appendOnly, "xunhu_leads") {
			missing = append(missing, kept(t, t != "xunhu_leads"))
		}
	}
	for _, t := range later {
		have, err := columns(ctx, q, t.name)
		if err != nil {
			return nil, err
		}
		if len(have) > 0 {
			continue
		}
		missing = append(missing, t.table)
		if t.name == "xunhu_tellings" && len(leads) > 0 {
			missing = append(missing, reachesOfOlder)
		}
		if t.appended {
			missing = append(missing, kept(t.name, true))
		}
	}
	if len(missing) > 0 {
		missing = append(missing, fmt.Sprintf("INSERT INTO xunhu_schema (version) SELECT %d WHERE NOT EXISTS (SELECT 1 FROM xunhu_schema WHERE version >= %[1]d)", schemaVersion))
	}
	for _, s := range feature.Schemas() {
		have, err := columns(ctx, q, string(s.Kind))
		if err != nil {
			return nil, err
		}
		if len(have) == 0 {
			missing = append(missing, strings.NewReplacer(
				"$t", string(s.Kind), "$g", strings.ToUpper(string(s.Shape)), "$d", s.ZH+" / "+s.EN,
			).Replace(kindTable))
		}
		for _, f := range s.Fields {
			if !have[f.Name] {
				missing = append(missing, fmt.Sprintf(`ALTER TABLE %s ADD COLUMN %s %s`,
					quote(string(s.Kind)), quote(f.Name), columnType(f.Type)))
			}
		}
	}
	styles, err := unstyled(ctx, q)
	return append(missing, styles...), err
}

// columns gives the names of a table's columns; none if there is no such table.
func columns(ctx context.Context, q querier, table string) (map[string]bool, error) {
	rows, err := q.QueryContext(ctx, "SELECT name FROM pragma_table_info(?)", table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names[name] = true
	}
	return names, rows.Err()
}

// columnType gives GeoPackage's name of a type (12-128r17, table 1).
func columnType(t feature.Type) string {
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

// quote makes an SQL identifier of a name.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
