package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"

	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// No bytes break the reader; what it reads survives writing and reading.
func FuzzRead(f *testing.F) {
	f.Add(written(f, feature.Collection{Features: []feature.Feature{{ID: "a", Geometry: orb.Point{117, 35}, Props: map[string]any{"n": int64(1)}}}}))
	f.Add(written(f, feature.Collection{}))
	f.Add(written(f, random(rand.New(rand.NewPCG(1, 1)))))
	f.Fuzz(func(t *testing.T, b []byte) { readAndAgain(t, b) })
}

// What another program's SQL can make of a file, triggers, views and generated
// columns included, breaks no reader and changes no bytes.
func FuzzSchema(f *testing.F) {
	good := written(f, feature.Collection{Features: []feature.Feature{{ID: "a", Geometry: orb.Point{117, 35}, Props: map[string]any{"n": int64(1)}}}})
	for _, sql := range []string{
		"CREATE TRIGGER t AFTER INSERT ON features BEGIN DELETE FROM features; END",
		"ALTER TABLE features ADD COLUMN g TEXT AS (hex(zeroblob(n * 1000000)))",
		"DROP TABLE features; CREATE VIEW features AS WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM c) SELECT x AS fid, NULL AS geom FROM c",
		"DROP TABLE gpkg_contents; CREATE VIEW gpkg_contents AS WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM c) SELECT 'features' AS table_name, 'features' AS data_type, x AS rowid FROM c",
		"CREATE VIRTUAL TABLE r USING rtree(id, a, b); INSERT INTO gpkg_contents(table_name, data_type) VALUES ('r', 'features')",
		"UPDATE gpkg_geometry_columns SET column_name = 'n'; UPDATE features SET n = x'4750000100000000'",
		"UPDATE gpkg_spatial_ref_sys SET organization = 'EPSG', organization_coordsys_id = 4548",
		"PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = 'CREATE TABLE features(a, b, c, d)' WHERE name = 'features'",
		"INSERT INTO features(id) SELECT hex(randomblob(9)) FROM features, features",
	} {
		f.Add(sql)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, sql string) {
		if b, ok := tampered(t, dir, good, sql); ok {
			readAndAgain(t, b)
		}
	})
}

// tampered runs SQL on a file for a moment; not ok if SQLite refuses or the file has
// grown large. What would write to other files is not run.
func tampered(t testing.TB, dir string, b []byte, statements string) ([]byte, bool) {
	for _, other := range []string{"attach", "vacuum", "temp_store"} {
		if strings.Contains(strings.ToLower(statements), other) {
			return nil, false
		}
	}
	name := filepath.Join(dir, "x.gpkg")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	db := sql.OpenDB(connector{&sqlite.Driver{}, "file:" + name + "?_pragma=journal_mode(memory)&_pragma=synchronous(0)"})
	_, err := db.ExecContext(ctx, statements)
	if err := errors.Join(err, db.Close()); err != nil {
		return nil, false
	}
	b, err = os.ReadFile(name)
	return b, err == nil && len(b) <= 4*formattest.Small
}

// readAndAgain reads all layers of a file within bounds, writes each and reads it
// again.
func readAndAgain(t *testing.T, b []byte) {
	t.Helper()
	var layers [][]feature.Feature
	before := string(b)
	formattest.Bounded(t, min(len(b), formattest.Small), func() {
		layers = nil
		all, closer, err := Open(fstest.MapFS{"a.gpkg": {Data: b}}, "a.gpkg", "")
		formattest.Told(t, err)
		if err != nil {
			return
		}
		defer closer.Close()
		for _, l := range all {
			first, _, err := formattest.All(l)
			formattest.Told(t, err)
			if err == nil {
				layers = append(layers, first)
			}
		}
	})
	if string(b) != before {
		t.Error("reading changed the file")
	}
	for _, first := range layers {
		second, refused, err := read(t, written(t, feature.Collection{Features: first}), "")
		if err != nil || len(refused) > 0 {
			t.Fatalf("%v\ncame back as %v %v", first, refused, err)
		}
		if len(Losses(feature.Collection{Features: first})) == 0 {
			formattest.Same(t, second, first)
		}
	}
}

// FuzzDecode takes geometries apart and puts them together again.
func FuzzDecode(f *testing.F) {
	f.Add(blob(3, 1, 4, 0., 0., 1., 0., 0., 1., 0., 0.))
	f.Add(blob(7, 2, blob(1, 1., 2.), blob(6, 0)))
	f.Add(blob(1001, 1., 2., 3.))
	f.Fuzz(func(t *testing.T, b []byte) {
		formattest.Bounded(t, len(b), func() {
			g, fault := decode(b)
			if fault != nil || g == nil {
				return
			}
			again, err := encode(g)
			if err != nil {
				t.Fatal(err)
			}
			if second, fault := decode(again); fault != nil || !reflect.DeepEqual(g, second) {
				t.Errorf("%v came back as %v, %v", g, second, fault)
			}
		})
	})
}
