package shapefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"testing"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/formattest"
)

// Whatever is wrong is said once, with file and place.
func TestFaults(t *testing.T) {
	good, row := pointAt(117, 35), []string{"x"}
	table := func(n int) []byte { return dbf(0, oneName, slices.Repeat([][]string{row}, n)...) }
	long := shp(good, good)
	binary.BigEndian.PutUint32(long[100+4:], 500)
	short := table(3)
	binary.LittleEndian.PutUint16(short[10:], 3)
	for _, tc := range []struct {
		name           string
		parts          map[string][]byte
		open, reading  string // code that ends opening or reading
		where, refused string
		read           int
	}{
		{"no dbf", map[string][]byte{".shp": shp(good)}, "shapefile.no_dbf", "", "dir/a.shp", "", 0},
		{"no shp", map[string][]byte{".dbf": table(1)}, "shapefile.no_shp", "", "dir/a.shp", "", 0},
		{"empty shp", map[string][]byte{".shp": {}, ".dbf": table(1)}, "format.empty", "", "dir/a.shp", "", 0},
		{"empty dbf", map[string][]byte{".shp": shp(good), ".dbf": {}}, "format.empty", "", "dir/a.dbf", "", 0},
		{"shp is something else", map[string][]byte{".shp": bytes.Repeat([]byte("x"), 200), ".dbf": table(1)}, "shapefile.not_shp", "", "dir/a.shp", "", 0},
		{"shp cut in its head", map[string][]byte{".shp": shp(good)[:60], ".dbf": table(1)}, "shapefile.not_shp", "", "dir/a.shp", "", 0},
		{"dbf cut in its head", map[string][]byte{".shp": shp(good), ".dbf": table(1)[:20]}, "shapefile.bad_dbf", "", "dir/a.dbf", "", 0},
		{"dbf with fields wider than rows", map[string][]byte{".shp": shp(good), ".dbf": short}, "shapefile.bad_dbf", "", "dir/a.dbf", "", 0},
		{"old datum", map[string][]byte{".shp": shp(good), ".dbf": table(1), ".prj": []byte(prj54)}, "crs.old_datum", "", "dir/a.prj", "", 0},
		{"prj is nonsense", map[string][]byte{".shp": shp(good), ".dbf": table(1), ".prj": []byte("GEOGCS[")}, "crs.bad_wkt", "", "dir/a.prj", "", 0},
		{"shp cut in a record", map[string][]byte{".shp": shp(good, good)[:140], ".dbf": table(2)}, "", "shapefile.shp_cut", "dir/a.shp", "", 1},
		{"shp cut between records", map[string][]byte{".shp": shp(good, good)[:128], ".dbf": table(2)}, "", "shapefile.shp_cut", "dir/a.shp", "", 1},
		{"record longer than the file", map[string][]byte{".shp": long, ".dbf": table(2)}, "", "shapefile.bad_length", "dir/a.shp", "", 0},
		{"more rows", map[string][]byte{".shp": shp(good), ".dbf": table(2)}, "", "shapefile.uneven", "dir/a.shp", "", 1},
		{"more shapes", map[string][]byte{".shp": shp(good, good), ".dbf": table(1)}, "", "shapefile.rows_missing", "dir/a.shp", "", 1},
		{"dbf cut in a row", map[string][]byte{".shp": shp(good, good), ".dbf": table(2)[:len(table(2))-5]}, "shapefile.dbf_cut", "", "dir/a.dbf", "", 0},
		{"axes swapped throughout", map[string][]byte{".shp": shp(pointAt(35, 117)), ".dbf": table(1)}, "", "crs.axes_swapped", "dir/a.shp#1", "", 0},
		{"axes swapped once", map[string][]byte{".shp": shp(good, pointAt(35, 117)), ".dbf": table(2)}, "", "", "dir/a.shp#2", "crs.axes_swapped", 1},
		{"metres without prj", map[string][]byte{".shp": shp(pointAt(500000, 3874592)), ".dbf": table(1)}, "", "crs.not_degrees", "dir/a.shp#1", "", 0},
		{"multipatch", map[string][]byte{".shp": shp(record(31, 0., 0.), good), ".dbf": table(2)}, "", "", "dir/a.shp#1", "shapefile.multipatch", 1},
		{"unknown shape", map[string][]byte{".shp": shp(record(99), good), ".dbf": table(2)}, "", "", "dir/a.shp#1", "shapefile.bad_shape", 1},
		{"no number", map[string][]byte{".shp": shp(pointAt(math.NaN(), 1), good), ".dbf": table(2)}, "", "", "dir/a.shp#1", "shapefile.no_number", 1},
		{"the first lies nowhere", map[string][]byte{".shp": shp(pointAt(1e30, 1), good), ".dbf": table(2)}, "", "", "dir/a.shp#1", "crs.nowhere", 1},
		{"no data", map[string][]byte{".shp": shp(pointAt(-1e39, 1), good), ".dbf": table(2)}, "", "", "dir/a.shp#1", "shapefile.no_number", 1},
		{"more points than bytes", map[string][]byte{".shp": shp(record(5, 0., 0., 0., 0., 1, 1<<30, 0), good), ".dbf": table(2)}, "", "", "dir/a.shp#1", "shapefile.short_shape", 1},
		{"more parts than bytes", map[string][]byte{".shp": shp(record(5, 0., 0., 0., 0., -1, 1, 0), good), ".dbf": table(2)}, "", "", "dir/a.shp#1", "shapefile.short_shape", 1},
		{"parts backwards", map[string][]byte{".shp": shp(record(3, 0., 0., 0., 0., 2, 2, 5, 0, 1., 2., 3., 4.), good), ".dbf": table(2)}, "", "", "dir/a.shp#1", "shapefile.short_shape", 1},
		{"no points", map[string][]byte{".shp": shp(record(5, 0., 0., 0., 0., 0, 0), good), ".dbf": table(2)}, "", "", "dir/a.shp#1", "shapefile.short_shape", 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, err := Open(files(tc.parts), "dir/a.shp", "", "")
			if formattest.Code(err) != tc.open {
				t.Fatalf("opening: %v, want %q", err, tc.open)
			}
			if err == nil {
				var got []feature.Feature
				var refused []*finding.Finding
				got, refused, err = formattest.All(l)
				if formattest.Code(err) != tc.reading || len(got) != tc.read {
					t.Errorf("reading: %d, %v, want %d, %q", len(got), err, tc.read, tc.reading)
				}
				if len(refused) == 1 && err == nil {
					err = refused[0]
				}
				if tc.refused != "" && formattest.Code(err) != tc.refused {
					t.Errorf("refused %v, want %q", refused, tc.refused)
				}
			}
			if f, ok := errors.AsType[*finding.Finding](err); !ok || f.Where != tc.where {
				t.Errorf("%v, want it in %s", err, tc.where)
			}
		})
	}
}
