package postgis

import (
	"bytes"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"xunhu/api/store/storetest"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// Programs that draw maps see each kind with true dates and titled columns, may read that
// alone, and write nothing.
func TestViews(t *testing.T) {
	a := laid(t)
	s := opened(t, a)
	d := storetest.Region("a", 3, 4)
	for i, date := range []string{"2026-02-03", "2026-13-45", "", "none"} { // only the first is one
		d.Collections[feature.Towns].Features[i].Props["valid_from"] = date
	}
	if err := s.Save(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	raw(t, a, role("mapper"), "GRANT USAGE ON SCHEMA xunhu_gis TO mapper", "GRANT SELECT ON ALL TABLES IN SCHEMA xunhu_gis TO mapper")
	c, err := pgx.Connect(t.Context(), as("mapper", a))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	for _, kind := range feature.Schemas() {
		var n int
		if err := c.QueryRow(t.Context(), "SELECT count(*) FROM xunhu_gis."+string(kind.Kind)+" WHERE region_name = '滕州'").Scan(&n); err != nil || n != 4 {
			t.Errorf("%s: %d rows, %v", kind.Kind, n, err)
		}
	}
	var styled int
	if err := c.QueryRow(t.Context(), `SELECT count(*) FROM xunhu_gis.layer_styles AS s JOIN pg_views AS v ON v.schemaname = s.f_table_schema AND v.viewname = s.f_table_name
		WHERE f_table_catalog = current_database() AND styleqml LIKE '%<qgis %' AND useasdefault`).Scan(&styled); err != nil || styled != len(feature.Schemas())-1 {
		t.Errorf("%d collections have a style, %v", styled, err)
	}
	var days int
	var title string
	if err := c.QueryRow(t.Context(), `SELECT count(valid_from) FILTER (WHERE valid_from = date '2026-02-03'), max(col_description('xunhu_gis.towns'::regclass, attnum)) FILTER (WHERE attname = 'pilot')
		FROM xunhu_gis.towns, pg_attribute WHERE attrelid = 'xunhu_gis.towns'::regclass AND attnum > 0 AND attname = 'pilot'`).Scan(&days, &title); err != nil || days != 1 || title != "试点 / pilot" {
		t.Errorf("%d days, the title %q, %v", days, title, err)
	}
	for _, statement := range []string{
		"UPDATE xunhu_gis.towns SET name = 'x'", "DELETE FROM xunhu_gis.towns", "INSERT INTO xunhu_gis.towns (region, id) VALUES ('a', 'x')",
	} {
		if _, err := s.pool.Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "cannot") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	for _, statement := range []string{"SELECT * FROM xunhu.people", "SELECT * FROM xunhu.reporters", "SELECT * FROM xunhu.towns"} {
		if _, err := c.Exec(t.Context(), statement); err == nil {
			t.Errorf("who draws maps may %s", statement)
		}
	}
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		return
	}
	cfg := s.pool.Config().ConnConfig
	var warnings bytes.Buffer
	cmd := exec.CommandContext(t.Context(), "ogrinfo", "-ro", "-so", "PG:host="+cfg.Host+" user=mapper dbname="+cfg.Database+" schemas=xunhu_gis", "towns")
	cmd.Stderr = &warnings
	out, err := cmd.Output()
	if err != nil && strings.Contains(warnings.String(), "Unable to open") {
		t.Skip("this GDAL has no driver for PostgreSQL")
	}
	for _, want := range []string{"Feature Count: 4", "Geometry: Multi Polygon", `ID["EPSG",4326]`, "valid_from: Date", "pilot: Integer(Boolean)"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("GDAL does not see %q:\n%s%s, %v", want, out, warnings.String(), err)
		}
	}
}

// What a newer release adds to a kind is added to the table and its view, which keeps who
// may read it.
func TestCompletes(t *testing.T) {
	a := laid(t)
	raw(t, a, role("reader"), "COMMENT ON VIEW xunhu_gis.layer_styles IS 'older'", "GRANT SELECT ON xunhu_gis.layer_styles TO reader", "GRANT SELECT ON xunhu_gis.towns TO reader", "DROP VIEW xunhu_gis.roads", "DROP TABLE xunhu.plans CASCADE",
		"ALTER TABLE xunhu.roads DROP COLUMN tags", "DROP VIEW xunhu_gis.lakes", "ALTER TABLE xunhu.lakes DROP COLUMN shared",
		"CREATE VIEW xunhu_gis.lakes AS SELECT t.fid, t.region, r.name AS region_name, t.id, t.geom, t.name, t.name_en, t.source FROM xunhu.lakes AS t JOIN xunhu.regions AS r ON r.code = t.region",
		"GRANT SELECT ON xunhu_gis.lakes TO reader")
	s := opened(t, a)
	if err := s.Save(t.Context(), storetest.Region("a", 3, 4)); err != nil {
		t.Error(err)
	}
	var reads bool
	if err := s.pool.QueryRow(t.Context(), `SELECT has_table_privilege('reader', 'xunhu_gis.lakes', 'SELECT') AND count(shared) >= 0 AND
		has_table_privilege('reader', 'xunhu_gis.layer_styles', 'SELECT') AND obj_description('xunhu_gis.layer_styles'::regclass, 'pg_class') <> 'older' FROM xunhu_gis.lakes`).Scan(&reads); err != nil || !reads {
		t.Errorf("%v, %v", reads, err)
	}
}

// The rows themselves refuse what must not be.
func TestAppendOnly(t *testing.T) {
	s := opened(t, laid(t))
	storetest.Lived(t, s)
	for _, statement := range []string{
		"UPDATE records SET canonical = '{}'", "DELETE FROM records", "TRUNCATE records CASCADE", "DELETE FROM leads", "UPDATE roots SET digest = ''", "DELETE FROM roots",
		"UPDATE contents SET bytes = ''", "DELETE FROM readings", "UPDATE rosters SET person = ''",
	} {
		if _, err := s.pool.Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "never") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// Any text comes back as it was, and is one that PostgreSQL can hold.
func TestText(t *testing.T) {
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var b []byte
		for range rng.IntN(8) {
			b = append(b, []string{"\x00", "\x1a", "微", "a", "0", "1a", "\xff", "\xe5\xbe", "\u2028", "f"}[rng.IntN(10)]...)
		}
		e := escaped(string(b))
		if !utf8.ValidString(e) || strings.Contains(e, "\x00") || unescaped(e) != string(b) {
			t.Fatalf("seed %d: %q is written %q and read %q", seed, b, e, unescaped(e))
		}
	}
}

// A geometry that PostGIS does not hold is named with its feature, by our own rule and not
// by the database's, which would name nothing.
func TestGeometryNotHeld(t *testing.T) {
	s := opened(t, laid(t))
	for name, g := range map[string]orb.Geometry{
		"one point": orb.LineString{{117, 35}}, "three points": orb.Polygon{{{0, 0}, {1, 0}, {0, 0}}}, "not closed": orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}},
		"of many": orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, {{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}}, "within": orb.Collection{orb.MultiLineString{{{0, 0}}}},
	} {
		err := s.Save(t.Context(), atlas.Dataset{Region: atlas.Region{Code: "a"}, Collections: map[feature.Kind]feature.Collection{
			feature.Incidents: {Features: []feature.Feature{{ID: "here", Geometry: g}}}}})
		if said := words.Error(words.EN, err); err == nil || !strings.Contains(said, "incidents, here") {
			t.Errorf("%s: %v", name, said)
		}
	}
}
