package sqlite

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/store/storetest"
)

// What a copy says of who is signed in is forgotten.
func TestForget(t *testing.T) {
	ctx := t.Context()
	s, err := Open(ctx, filepath.Join(t.TempDir(), "region.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	at := storetest.Monday
	for _, err := range []error{
		s.Save(ctx, storetest.Region("a", 1, 1)), s.SavePerson(ctx, "a", people.Person{ID: "li"}),
		s.AddSession(ctx, "a", people.Session{Digest: "s", Person: "li", Made: at, Seen: at, Ends: at.Add(time.Hour)}),
		s.AddPass(ctx, "a", people.Pass{Digest: "p", Kind: people.PassPassword, Person: "li", Ends: at.Add(time.Hour)}, at),
		s.Forget(ctx),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, _, err1 := s.Session(ctx, "a", "s", at, time.Hour)
	_, err2 := s.Pass(ctx, "a", people.PassPassword, "p", at)
	if !errors.Is(err1, store.ErrNotFound) || !errors.Is(err2, store.ErrNotFound) {
		t.Errorf("%v, %v", err1, err2)
	}
}
