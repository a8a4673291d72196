package storetest

import (
	"errors"
	"math"
	"testing"
	"time"

	"xunhu/api/store"
)

// seeds: one behind each commitment of each region, and the first that is kept stays.
func seeds(t *testing.T, s store.Store) {
	regionA(t, s)
	one := store.Seed{Commitment: "5a7e", Seed: math.MaxUint64, Until: Monday}
	if err := s.KeepSeeds(t.Context(), "a", one, store.Seed{Commitment: "00", Until: Monday}); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepSeeds(t.Context(), "a", store.Seed{Commitment: "5a7e", Seed: 7, Until: Monday.Add(time.Hour)}); err != nil {
		t.Errorf("kept already: %v", err)
	}
	if got, err := s.SeedOf(t.Context(), "a", "5a7e"); err != nil || got.Seed != one.Seed || !got.Until.Equal(one.Until) || got.Commitment != one.Commitment {
		t.Errorf("%+v, %v", got, err)
	}
	for _, tc := range [][2]string{{"a", "5a7f"}, {"b", "5a7e"}} {
		if got, err := s.SeedOf(t.Context(), tc[0], tc[1]); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%v: %+v, %v", tc, got, err)
		}
	}
	if err := s.KeepSeeds(t.Context(), "nowhere", one); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("of no region: %v", err)
	}
}
