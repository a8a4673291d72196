package sqlite

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xunhu/api/store"
	"xunhu/api/store/storetest"
)

// What is being taken in is not forgotten; what a program that has died took in is.
func TestStagedIsForgotten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	s := open(t, file)
	if err := s.Save(t.Context(), storetest.Region("a", 1, 1)); err != nil {
		t.Fatal(err)
	}
	there := func(s *Store) bool {
		t.Helper()
		_, err := s.JobFile(t.Context(), "a", "j", store.Input)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		return err == nil
	}
	forget := func(s *Store) {
		t.Helper()
		if _, err := s.ForgetJobs(t.Context(), "a", time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	content := strings.NewReader(strings.Repeat("x", 2*partsAtOnce*store.PartSize+1))
	left, _, err := s.StageFiles(t.Context(), "a", "j", store.JobFile{Role: store.Input, Content: content})
	if err != nil || len(left) != 0 {
		t.Fatal(left, err)
	}
	if forget(s); !there(s) {
		t.Error("what is being taken in was forgotten")
	}
	if err := s.Close(); err != nil { // in the midst of it
		t.Fatal(err)
	}
	if s = open(t, file); !there(s) {
		t.Error("nothing was there to be forgotten")
	}
	if forget(s); there(s) {
		t.Error("what was never added stays")
	}
}
