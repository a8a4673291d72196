package storetest

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Copies gives each test a store's file of its own: a copy of one that is made when
// the first test asks, because laying a new store takes longer than most tests.
func Copies(lay func(file string) error) func(t testing.TB) (file string) {
	content := sync.OnceValues(func() (content []byte, err error) {
		dir, err := os.MkdirTemp("", "storetest")
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		file := filepath.Join(dir, "region.gpkg")
		if err := lay(file); err != nil {
			return nil, err
		}
		return os.ReadFile(file)
	})
	return func(t testing.TB) string {
		t.Helper()
		b, err := content()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "region.gpkg")
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
}
