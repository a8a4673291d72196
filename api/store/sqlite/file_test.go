package sqlite

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"modernc.org/sqlite"

	"xunhu/api/store"
	"xunhu/api/store/qgis"
	"xunhu/api/store/storetest"
	"xunhu/api/words"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// filled makes a closed store with two regions and gives its bytes.
func filled(t *testing.T, file string) []byte {
	t.Helper()
	s, err := Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	for i, code := range []string{"370481", "liechtenstein"} {
		if err := s.Save(t.Context(), storetest.Region(code, uint64(i), 20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// rawly runs SQL on a file as another program would.
func rawly(t *testing.T, file, statements string) {
	t.Helper()
	d, err := newDriver(&shapes{})
	if err != nil {
		t.Fatal(err)
	}
	err = d.RegisterFunction("sha256hex", &sqlite.FunctionImpl{NArgs: 1, Deterministic: true, Scalar: func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		sum := sha256.Sum256([]byte(args[0].(string)))
		return hex.EncodeToString(sum[:]), nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := alter(t.Context(), pool(d, file, "mode=rwc"), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), statements)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// A file that is not ours is refused with one finding and keeps every byte.
func TestOpenRefuses(t *testing.T) {
	good := filled(t, filepath.Join(t.TempDir(), "good.gpkg"))
	for name, tc := range map[string]struct {
		make func(t *testing.T, file string)
		code string
	}{
		"a text":           {writes([]byte("lon,lat\n117,35\n")), "store.not_ours"},
		"zeroes":           {writes(make([]byte, 4096)), "store.not_ours"},
		"the header alone": {writes(good[:100]), "store.truncated"},
		"a half":           {writes(good[:len(good)/2]), "store.truncated"},
		"a byte too few":   {writes(good[:len(good)-1]), "store.truncated"},
		"an SQLite file":   {func(t *testing.T, f string) { rawly(t, f, "CREATE TABLE t (a)") }, "store.not_ours"},
		"another GeoPackage": {func(t *testing.T, f string) {
			rawly(t, f, fmt.Sprintf("PRAGMA application_id = %d; CREATE TABLE gpkg_contents (table_name TEXT)", applicationID))
		}, "store.other_geopackage"},
		"a newer release": {func(t *testing.T, f string) {
			writes(good)(t, f)
			rawly(t, f, "UPDATE xunhu_schema SET version = 99")
		}, "store.newer"},
		"a file with a spoilt table of contents": {writes(slices.Concat(good[:100], bytes.Repeat([]byte{0xff}, 1000), good[1100:])), "store.damaged"},
		"the same, copied while it was in use": {writes(slices.Concat(good[:18], []byte{2, 2}, good[20:100],
			bytes.Repeat([]byte{0xff}, 1000), good[1100:])), "store.damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "region.gpkg")
			tc.make(t, file)
			before, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), file)
			if err == nil {
				s.Close()
				t.Fatal("Open took it")
			}
			var f *finding.Finding
			if !errors.Is(err, store.ErrDamaged) || !errors.As(err, &f) || f.Code != tc.code {
				t.Errorf("Open = %v, want the finding %s", err, tc.code)
			}
			if said := words.Error(words.ZH, err); strings.Contains(said, "\n") {
				t.Errorf("more than one sentence: %s", said)
			}
			after, err := os.ReadFile(file)
			if err != nil || !bytes.Equal(before, after) {
				t.Errorf("the file was changed (%v)", err)
			}
			if beside, _ := filepath.Glob(file + "-*"); len(beside) > 0 {
				t.Errorf("left beside it: %v", beside)
			}
		})
	}
}

func writes(b []byte) func(*testing.T, string) {
	return func(t *testing.T, file string) {
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A page that rots after opening is told as damage, not as a riddle.
func TestRottenPage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	b := filled(t, file)
	for i := len(b) / 2; i < len(b); i++ {
		b[i] = 0xAA
	}
	writes(b)(t, file)
	s, err := Open(t.Context(), file)
	if err == nil {
		defer s.Close()
		_, err = s.Load(t.Context(), "370481")
	}
	if !errors.Is(err, store.ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
}

// Many may open a missing file at once; one of them makes it.
func TestOpenAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "region.gpkg")
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			s, err := Open(t.Context(), file)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Save(t.Context(), storetest.Region(fmt.Sprint(i), 1, 2)); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if rs, err := open(t, file).Regions(t.Context()); err != nil || len(rs) != 4 {
		t.Errorf("Regions() = %v, %v; want 4", rs, err)
	}
}

// A file of an older release lacks tables and columns; it gets them, and keeps the rest.
func TestOpenCompletes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	filled(t, file)
	rawly(t, file, `ALTER TABLE towns DROP COLUMN pilot; ALTER TABLE roads DROP COLUMN tags`)
	for _, table := range []string{"plans", "road_rules"} {
		rawly(t, file, strings.ReplaceAll(`DROP TABLE $t; DROP TABLE rtree_$t_geom; DELETE FROM gpkg_extensions WHERE table_name = '$t';
			DELETE FROM gpkg_geometry_columns WHERE table_name = '$t'; DELETE FROM gpkg_contents WHERE table_name = '$t';
			DELETE FROM xunhu_digests WHERE kind = '$t'`, "$t", table))
	}
	s := open(t, file)
	if missing, err := lacking(t.Context(), s.read); err != nil || len(missing) > 0 {
		t.Errorf("still lacking %v, %v", missing, err)
	}
	d, err := s.Load(t.Context(), "370481")
	if err != nil || len(d.Collections[feature.Towns].Features) != 20 {
		t.Fatalf("%d towns, %v", len(d.Collections[feature.Towns].Features), err)
	}
	if roads, rules := len(d.Collections[feature.Roads].Features), len(d.Collections[feature.RoadRules].Features); roads != 20 || rules != 0 {
		t.Errorf("%d roads, %d rules of an older file", roads, rules)
	}
	if err := s.Save(t.Context(), storetest.Region("370481", 5, 3)); err != nil {
		t.Error(err)
	}
}

// ogr runs ogrinfo and fails if it warns.
func ogr(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ogrinfo", args...)
	var out, warnings bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &warnings
	if err := cmd.Run(); err != nil {
		t.Fatalf("ogrinfo %q: %v\n%s%s", args, err, out.String(), warnings.String())
	}
	if warnings.Len() > 0 || strings.Contains(out.String(), "Warning") {
		t.Errorf("ogrinfo %q warns:\n%s", args, warnings.String())
	}
	return out.String()
}

// GDAL, and with it QGIS, reads the file as it is, even while the store is open.
func TestGDAL(t *testing.T) {
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		t.Skip("ogrinfo (gdal-bin) is missing")
	}
	file := filepath.Join(t.TempDir(), "region.gpkg")
	for _, state := range []string{"closed", "open"} {
		t.Run(state, func(t *testing.T) {
			filled(t, file)
			if state == "open" {
				s := open(t, file)
				if err := s.Save(t.Context(), storetest.Region("liechtenstein", 2, 20)); err != nil {
					t.Fatal(err)
				}
			}
			all := ogr(t, "-ro", "-al", "-so", file)
			for _, s := range feature.Schemas() {
				_, layer, ok := strings.Cut(all, "Layer name: "+string(s.Kind)+"\n")
				if !ok {
					t.Errorf("ogrinfo lists no layer %s", s.Kind)
					continue
				}
				for _, want := range []string{"Feature Count: 40", `ID["EPSG",4326]`, "FID Column = fid", "Geometry Column = geom", "id: String"} {
					if layer, _, _ = strings.Cut(layer, "Layer name:"); !strings.Contains(layer, want) {
						t.Errorf("layer %s lacks %q:\n%s", s.Kind, want, layer)
					}
				}
			}
			full := ogr(t, "-ro", "-al", file)
			if !strings.Contains(full, "微山湖") {
				t.Error("the full reading has no Chinese")
			}
			// The R-tree of the file answers -spat; our own query must agree.
			box := []string{"117.1", "35.0", "117.3", "35.2"}
			out := ogr(t, append(append([]string{"-ro", "-so", "-spat"}, box...), file, "sites")...)
			want := 0
			for i, code := range []uint64{0, map[string]uint64{"closed": 1, "open": 2}[state]} {
				for _, f := range storetest.Region("", code, 20).Collections[feature.Sites].Features {
					p := f.Geometry.Bound().Min
					if p[0] >= 117.1 && p[0] <= 117.3 && p[1] >= 35 && p[1] <= 35.2 {
						want++
					}
				}
				_ = i
			}
			if want == 0 || !strings.Contains(out, fmt.Sprintf("Feature Count: %d\n", want)) {
				t.Errorf("-spat finds something else than %d sites:\n%s", want, out)
			}
			if s := ogr(t, "-ro", file, "-sql", "SELECT HasSpatialIndex('towns', 'geom') AS has"); !strings.Contains(s, "= 1") {
				t.Errorf("GDAL sees no index: %s", s)
			}
		})
	}
}

// What GDAL writes, the store reads, and the triggers keep the index right.
func TestEditedByGDAL(t *testing.T) {
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		t.Skip("ogrinfo (gdal-bin) is missing")
	}
	file := filepath.Join(t.TempDir(), "region.gpkg")
	filled(t, file)
	ogr(t, file, "-sql", "INSERT INTO sites (region, id, class, geom) SELECT '370481', 'by-gdal', '排口', geom FROM units WHERE region = '370481' AND id = 'units-1'")
	s := open(t, file)
	units, err := s.Query(t.Context(), "370481", feature.Units, store.Query{IDs: []string{"units-1"}})
	if err != nil || len(units.Features) != 1 {
		t.Fatal(units, err)
	}
	box := units.Features[0].Geometry.Bound()
	sites, err := s.Query(t.Context(), "370481", feature.Sites, store.Query{BBox: &box})
	if err != nil || len(sites.Features) != 1 || sites.Features[0].ID != "by-gdal" {
		t.Errorf("in %v: %v, %v", box, sites, err)
	}
}

// The tables of a file are those of store.Tables, with their columns: what is not listed
// there would be lost on the way to another store.
func TestTables(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	listed := map[string]bool{"xunhu_schema": true}
	for _, of := range store.Tables() {
		name, _ := ours(of)
		listed[name] = true
		have, err := columns(t.Context(), s.read, name)
		if err != nil {
			t.Fatal(err)
		}
		delete(have, "region")
		for _, c := range of.Columns {
			if !have[c] {
				t.Errorf("%s has no %s", name, c)
			}
			delete(have, c)
		}
		if delete(have, "fid"); len(have) > 0 {
			t.Errorf("%s has %v too", name, have)
		}
	}
	for _, name := range storetest.Fleeting {
		listed["xunhu_"+name] = true
	}
	rows, err := s.read.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'xunhu_%'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil || !listed[name] {
			t.Errorf("store.Tables lacks %s, %v", name, err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
}

// A style of an older release becomes that of this one; what somebody saved beside it, and
// chose as the usual one, stays.
func TestStyles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	filled(t, file)
	rawly(t, file, `UPDATE layer_styles SET styleQML = 'old', useAsDefault = 0 WHERE f_table_name = 'towns';
		DELETE FROM layer_styles WHERE f_table_name = 'lakes';
		INSERT INTO layer_styles (f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, useAsDefault, owner) VALUES
		('', 'towns', 'geom', 'mine', 'mine', 1, 'li'), ('', 'lakes', 'geom', 'mine', 'mine', 1, 'li')`)
	s := open(t, file)
	for _, kind := range []feature.Kind{feature.Towns, feature.Lakes, feature.Sites} {
		schema, _ := feature.SchemaOf(kind)
		var ours, theirs int
		if err := s.read.QueryRow(`SELECT count(*) FILTER (WHERE owner = 'xunhu' AND styleQML = ?2 AND useAsDefault = ?3), count(*) FILTER (WHERE styleQML = 'mine' AND useAsDefault = 1)
			FROM layer_styles WHERE f_table_name = ?1`, string(kind), qgis.Style(schema), kind == feature.Sites).Scan(&ours, &theirs); err != nil {
			t.Fatal(err)
		}
		if want := kind != feature.Sites; ours != 1 || (theirs == 1) != want {
			t.Errorf("%s: %d of our styles, %d of theirs", kind, ours, theirs)
		}
	}
}
