package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/routing/crew"
)

// rosters: equipment, absences, and the revisions of rosters.
func rosters(t *testing.T, s store.Store) {
	regionA(t, s)
	boat := people.Item{ID: "boat", Name: "巡湖1号", NameEN: "Boat 1", Kind: crew.Boat, Unit: "ZX01", Seats: 6, CalibratedTo: "2027-03-01", Illustration: true}
	for _, i := range []people.Item{{ID: "boat", Name: "旧"}, {ID: "a", Kind: crew.Vehicle}, boat} {
		if err := s.SaveItem(t.Context(), "a", i); err != nil {
			t.Fatal(err)
		}
	}
	if all, err := s.Items(t.Context(), "a"); err != nil || len(all) != 2 || all[1] != boat {
		t.Errorf("%v, %v", all, err)
	}
	if err := s.SaveItem(t.Context(), "nowhere", boat); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("equipment of no region: %v", err)
	}
	absences(t, s)
	revisions(t, s)
}

func absences(t *testing.T, s store.Store) {
	ill := people.Absence{ID: "x", Person: "li", From: "2026-12-02", To: "2026-12-04", Reason: people.Illness, By: "head", At: Monday}
	repair := people.Absence{ID: "y", Item: "boat", From: "2026-12-01", Reason: people.Repair, By: "head", At: Monday}
	if err := s.KeepRoster(t.Context(), "a", nil, store.Roster{}, ill, repair); err != nil {
		t.Fatal(err)
	}
	ill.Withdrawn, ill.At = true, Monday.Add(time.Hour)
	if err := s.KeepRoster(t.Context(), "a", nil, store.Roster{}, ill); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Absences(t.Context(), "a"); err != nil || !slices.EqualFunc(all, []people.Absence{repair, ill}, sameAbsence) {
		t.Errorf("%v, %v", all, err)
	}
}

func sameAbsence(a, b people.Absence) bool {
	at := a.At.Equal(b.At)
	a.At, b.At = time.Time{}, time.Time{}
	return at && a == b
}

func revisions(t *testing.T, s store.Store) {
	r := store.Roster{ID: "r1", Revision: 1, Units: []string{"ZX01", "ZD03"}, From: "2026-11-30", To: "2026-12-06", Document: []byte(`{"a":1}`), Person: "head", Reason: "周值班", At: Monday}
	other := store.Roster{ID: "r2", Revision: 1, Units: []string{"ZD04"}, From: "2026-12-07", To: "2026-12-13", Document: []byte("{}"), Person: "p", At: Monday}
	for _, one := range []store.Roster{r, other} {
		if err := s.KeepRoster(t.Context(), "a", nil, one); err != nil {
			t.Fatal(err)
		}
	}
	answer := &store.Answer{Person: "head", Key: "k", At: Monday}
	away := people.Absence{ID: "z", Person: "li", From: "2026-12-05", At: Monday}
	for _, revision := range []int{1, 3, 0} { // nothing of it is kept
		r.Revision = revision
		if err := s.KeepRoster(t.Context(), "a", answer, r, away); !errors.Is(err, store.ErrStale) {
			t.Errorf("revision %d after 1: %v", revision, err)
		}
	}
	if all, err := s.Absences(t.Context(), "a"); err != nil || len(all) != 2 {
		t.Errorf("%v, %v", all, err)
	}
	r.Revision, r.Document = 2, []byte(`{"a":2}`)
	if err := s.KeepRoster(t.Context(), "a", answer, r, away); err != nil {
		t.Fatal(err)
	}
	r.Revision = 3
	if err := s.KeepRoster(t.Context(), "a", answer, r); !errors.Is(err, store.ErrRepeated) {
		t.Errorf("the same key again: %v", err)
	}
	r.Revision = 2
	if got, err := s.Roster(t.Context(), "a", "r1"); err != nil || fmt.Sprint(got) != fmt.Sprint(r) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := s.Roster(t.Context(), "a", "r3"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no roster: %v", err)
	}
	for _, tc := range []struct {
		q    store.RosterQuery
		want []string
		n    int
	}{
		{store.RosterQuery{}, []string{"r1", "r2"}, 2},
		{store.RosterQuery{Unit: "ZD03"}, []string{"r1"}, 1},
		{store.RosterQuery{Unit: "ZD0"}, nil, 0},
		{store.RosterQuery{From: "2026-12-06", To: "2026-12-06"}, []string{"r1"}, 1},
		{store.RosterQuery{From: "2026-12-06", To: "2026-12-07"}, []string{"r1", "r2"}, 2},
		{store.RosterQuery{To: "2026-11-29"}, nil, 0},
		{store.RosterQuery{Limit: 1, Offset: 1}, []string{"r2"}, 2},
	} {
		all, n, err := s.Rosters(t.Context(), "a", tc.q)
		var ids []string
		for _, one := range all {
			ids = append(ids, one.ID)
		}
		if err != nil || n != tc.n || !slices.Equal(ids, tc.want) {
			t.Errorf("%+v: %v of %d, %v", tc.q, ids, n, err)
		}
	}
}
