package postgis

import (
	"context"
	"testing"

	"xunhu/api/store"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/api/store/storetest"
)

// laid gives the address of a database in which a store was laid.
var laid = pgtest.Template("laid", func(ctx context.Context, address string) error {
	s, err := Open(ctx, address)
	if err != nil {
		return err
	}
	return s.Close()
})

// open opens the store in a database and closes it after the test.
func open(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestConformance(t *testing.T) {
	storetest.Exercise(t, func(t *testing.T) store.Store { return open(t, laid(t)) })
}
