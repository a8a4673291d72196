// Package either opens empty stores for the tests of what is built on them: files, or
// databases if XUNHU_TEST_STORE is postgis (make test-postgis).
package either

import (
	"context"
	"os"
	"testing"

	"xunhu/api/store"
	"xunhu/api/store/postgis"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/api/store/sqlite"
	"xunhu/api/store/storetest"
)

var (
	newFile = storetest.Copies(func(file string) error {
		st, err := sqlite.Open(context.Background(), file)
		if err != nil {
			return err
		}
		return st.Close()
	})
	newDatabase = pgtest.Template("empty", func(ctx context.Context, address string) error {
		st, err := postgis.Make(ctx, address)
		if err != nil {
			return err
		}
		return st.Close()
	})
)

// New is an empty store of the kind that is asked for; the test closes it at its end.
func New(t testing.TB) store.Store {
	t.Helper()
	if os.Getenv("XUNHU_TEST_STORE") == "postgis" {
		return Database(t)
	}
	return File(t)
}

// File is an empty embedded store.
func File(t testing.TB) store.Store {
	t.Helper()
	st, err := sqlite.Open(t.Context(), newFile(t))
	return closed(t, st, err)
}

// Database is an empty store in PostGIS; where that cannot be had it skips the test.
func Database(t testing.TB) store.Store {
	t.Helper()
	st, err := postgis.Open(t.Context(), newDatabase(t))
	return closed(t, st, err)
}

// closed fails a test whose store did not open, and closes that store at its end otherwise.
func closed(t testing.TB, st store.Store, err error) store.Store {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}
