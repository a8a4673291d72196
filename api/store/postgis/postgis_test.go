package postgis

import (
	"context"
	"path/filepath"
	"testing"

	"xunhu/api/store"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/api/store/sqlite"
	"xunhu/api/store/storetest"
)

// laid gives the address of a database in which a store was laid.
var laid = pgtest.Template("laid", func(ctx context.Context, address string) error {
	s, err := Make(ctx, address)
	if err != nil {
		return err
	}
	return s.Close()
})

// opened opens the store in a database and closes it after the test.
func opened(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestConformance(t *testing.T) {
	storetest.Exercise(t, func(t *testing.T) store.Store { return opened(t, laid(t)) })
}

// A region moves either way, and to another database.
func TestMoves(t *testing.T) {
	file := func(t *testing.T) store.Store {
		s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "region.gpkg"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	database := func(t *testing.T) store.Store { return opened(t, laid(t)) }
	for name, way := range map[string][2]func(*testing.T) store.Store{
		"into a database": {file, database}, "out of a database": {database, file}, "between databases": {database, database},
	} {
		t.Run(name, func(t *testing.T) { storetest.Moves(t, way[0](t), way[1](t)) })
	}
}
