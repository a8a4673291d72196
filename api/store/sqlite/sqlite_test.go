package sqlite

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"xunhu/api/store"
	"xunhu/api/store/storetest"
)

// open makes a store in a new folder and closes it after the test.
func open(t testing.TB, file string) *Store {
	t.Helper()
	s, err := Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestConformance(t *testing.T) {
	storetest.Exercise(t, func(t *testing.T) store.Store {
		return open(t, filepath.Join(t.TempDir(), "数据 dir?#%41", "region.gpkg"))
	})
}

func TestMoves(t *testing.T) {
	storetest.Moves(t, open(t, filepath.Join(t.TempDir(), "region.gpkg")), open(t, filepath.Join(t.TempDir(), "region.gpkg")))
}

// Incidents a second, each written through to the disk, as XUNHU_WRITES incidents by 8 clients.
func TestWrites(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("XUNHU_WRITES"))
	if n == 0 {
		t.Skip("make writes measures")
	}
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	var level int
	if err := s.write.QueryRow("PRAGMA synchronous").Scan(&level); err != nil || level != 2 {
		t.Fatalf("synchronous is %d, not FULL: %v", level, err)
	}
	for _, clients := range []int{8, 32, 64} {
		before := s.group.made.Load()
		storetest.Writes(t, s, clients, n)
		t.Logf("%d clients: %.1f changes to a commit", clients, 1.5*float64(n)/float64(s.group.made.Load()-before))
	}
}
