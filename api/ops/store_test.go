package ops_test

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
	// newFile makes the file of an empty store.
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

// newStore is an empty store: a file, or a database if XUNHU_TEST_STORE is postgis.
func newStore(t testing.TB) (st store.Store) {
	t.Helper()
	var err error
	if os.Getenv("XUNHU_TEST_STORE") == "postgis" {
		st, err = postgis.Open(t.Context(), newDatabase(t))
	} else {
		st, err = sqlite.Open(t.Context(), newFile(t))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}
