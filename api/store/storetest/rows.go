package storetest

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/ewkb"

	"xunhu/api/store"
	"xunhu/geo/feature"
)

// asKept asks for a page as it is kept, and makes of it what Query should have given.
func asKept(t *testing.T, s store.Store, region string, k feature.Kind, q store.Query, count bool) store.Page {
	t.Helper()
	schema, _ := feature.SchemaOf(k)
	var all []feature.Feature
	page, err := s.Rows(t.Context(), region, k, q, count, func(r store.Row) error {
		f := feature.Feature{ID: string(r.ID), Props: map[string]any{}}
		if r.Shape != nil {
			g, _, err := ewkb.Unmarshal(r.Shape)
			if err != nil {
				return err
			}
			f.Geometry = g
		}
		for i, c := range r.Cells {
			name := schema.Fields[i].Name
			switch c.Of {
			case store.OfText:
				f.Props[name] = string(c.Text)
				if schema.Fields[i].Type == feature.JSON {
					var v any
					if err := json.Unmarshal(c.Text, &v); err != nil {
						return err
					}
					f.Props[name] = v
				}
			case store.OfInteger:
				f.Props[name] = c.Integer
			case store.OfReal:
				f.Props[name] = c.Real
			case store.OfTruth:
				f.Props[name] = c.Integer != 0
			}
		}
		all = append(all, f)
		return nil
	})
	if err != nil {
		t.Fatalf("Rows(%s, %s, %+v): %v", region, k, q, err)
	}
	if page.Features != nil {
		t.Errorf("Rows made %d features", len(page.Features))
	}
	page.Features = all
	return page
}

// sameWanted holds Rows that wants shapes in the east alone, of what has one, against a look at all.
func sameWanted(t *testing.T, s store.Store, region string, k feature.Kind, q store.Query, all []feature.Feature) {
	t.Helper()
	east := func(g orb.Geometry) bool { return g != nil && !g.Bound().IsEmpty() && g.Bound().Max[0] > 117.2 }
	q.Wants = func(shape []byte) bool {
		if shape == nil {
			return false
		}
		g, _, err := ewkb.Unmarshal(shape)
		if err != nil {
			t.Error(err)
		}
		return east(g)
	}
	want := slices.DeleteFunc(slices.Clone(all), func(f feature.Feature) bool { return !east(f.Geometry) })
	if diff := differ(asKept(t, s, region, k, q, false).Features, want); diff != "" {
		t.Errorf("%s, %+v: what is wanted: %s", k, q, diff)
	}
}

// sameRows holds Rows against Query.
func sameRows(t *testing.T, s store.Store, region string, k feature.Kind, q store.Query, want store.Page) {
	t.Helper()
	got := asKept(t, s, region, k, q, true)
	if diff := differ(got.Features, want.Features); diff != "" || got.Matched != want.Matched || got.Next != want.Next {
		t.Errorf("%s, %+v: as it is kept %d matched, next %q; as features %d, %q: %s", k, q, got.Matched, got.Next, want.Matched, want.Next, diff)
	}
	if few := asKept(t, s, region, k, q, false); few.Matched != want.Matched && few.Matched != -1 {
		t.Errorf("%s, %+v: %d matched, not counted; want %d", k, q, few.Matched, want.Matched)
	}
	if q.Limit == 0 && q.Offset == 0 && q.After == "" {
		sameWanted(t, s, region, k, q, want.Features)
	}
	if len(want.Features) > 0 {
		enough := errors.New("enough")
		if _, err := s.Rows(t.Context(), region, k, q, true, func(store.Row) error { return enough }); !errors.Is(err, enough) {
			t.Errorf("%s: what each said came back as %v", k, err)
		}
	}
}
