package storetest

import (
	"errors"
	"testing"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// What is filled row by row is what is saved at once, down to its version; a row is
// taken whole or not at all; an error leaves what was there.
func fills(t *testing.T, s store.Store) {
	saved := only(Region("a", 1, 9), feature.Rivers, feature.Lakes)
	save(t, s, saved)
	version := load(t, s, "a").Region.Version
	old := only(Region("a", 2, 30), feature.Rivers, feature.Lakes, feature.Towns)
	save(t, s, only(old, feature.Rivers, feature.Lakes))

	fill := func(put store.Put) error {
		var faults []error
		for _, k := range []feature.Kind{feature.Lakes, feature.Rivers} { // another order than Save's
			fs := saved.Collections[k].Features
			for i := 0; i < len(fs); i += 3 { // three features a row
				faults = append(faults, put(k, fs[i:i+3]...))
			}
			doubled, spoilt := fs[0], fs[1]
			doubled.ID, spoilt.ID, spoilt.Props = "new", "spoilt", map[string]any{"colour": "red"}
			if err := put(k, doubled, fs[4]); !errors.Is(err, store.ErrExists) {
				t.Errorf("a row whose second feature is there already: %v, want ErrExists", err)
			}
			if err := put(k, doubled, spoilt); err == nil || errors.Is(err, store.ErrExists) {
				t.Errorf("a row whose second feature is spoilt: %v", err)
			}
		}
		if err := put(feature.Towns, feature.Feature{ID: "t"}); err == nil {
			t.Error("a town was taken into a filling of rivers and lakes")
		}
		return errors.Join(faults...)
	}
	kinds := []feature.Kind{feature.Rivers, feature.Lakes}
	enough := errors.New("enough")
	err := s.Fill(t.Context(), saved.Region, kinds, func(put store.Put) error { return errors.Join(fill(put), enough) })
	if !errors.Is(err, enough) {
		t.Errorf("a filling that failed = %v", err)
	}
	if diff := differs(load(t, s, "a"), only(old, feature.Rivers, feature.Lakes)); diff != "" {
		t.Errorf("a filling that failed has changed the region: %s", diff)
	}
	if err := s.Fill(t.Context(), saved.Region, kinds, fill); err != nil {
		t.Fatal(err)
	}
	got := load(t, s, "a")
	if diff := differs(got, saved); diff != "" {
		t.Error(diff)
	}
	if got.Region.Version != version {
		t.Errorf("version %s, want %s as when it is saved at once", got.Region.Version, version)
	}
	if err := s.Fill(t.Context(), atlas.Region{}, kinds, fill); err == nil {
		t.Error("a region without a code was filled")
	}
	if err := s.Fill(t.Context(), saved.Region, []feature.Kind{"streets"}, fill); err == nil {
		t.Error("a kind that does not exist was filled")
	}
}
