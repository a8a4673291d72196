package sqlite

import (
	"errors"
	"io"
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

// What a program that has died kept of what came of a job is not in the way of the next try, and is not of its result.
func TestStagedBeforeADeath(t *testing.T) {
	file := filepath.Join(t.TempDir(), "region.gpkg")
	s := open(t, file)
	if err := s.Save(t.Context(), storetest.Region("a", 1, 1)); err != nil {
		t.Fatal(err)
	}
	j := store.Job{ID: "j", Kind: "k", Person: "li", Status: store.JobRunning, Revision: 1, Created: storetest.Monday, Changed: storetest.Monday}
	if err := s.AddJob(t.Context(), "a", nil, j); err != nil {
		t.Fatal(err)
	}
	stage := func(content string) func() error {
		t.Helper()
		_, over, err := s.StageFiles(t.Context(), "a", "j", store.JobFile{Role: "output", Content: strings.NewReader(content)})
		if err != nil {
			t.Fatal(err)
		}
		return over
	}
	stage(strings.Repeat("x", store.PartSize+1))
	if _, _, err := s.StageFiles(t.Context(), "a", "j", store.JobFile{Role: "output", Content: strings.NewReader("")}); !errors.Is(err, store.ErrBusy) {
		t.Errorf("two at once: %v", err)
	}
	if err := s.Close(); err != nil { // in the midst of it
		t.Fatal(err)
	}
	s = open(t, file)
	over := stage("y")
	j.Revision, j.Status = 2, store.JobSuccessful
	if err := s.ChangeJob(t.Context(), "a", j); err != nil {
		t.Fatal(err)
	}
	if err := over(); err != nil {
		t.Fatal(err)
	}
	r, err := s.JobFile(t.Context(), "a", "j", "output")
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(r); string(text) != "y" || err != nil {
		t.Errorf("%d bytes, %v", len(text), err)
	}
}
