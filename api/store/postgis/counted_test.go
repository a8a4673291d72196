package postgis

import (
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/api/store/storetest"
	"xunhu/geo/feature"
)

// A count is remembered until somebody writes, and that alone.
func TestCountIsRemembered(t *testing.T) {
	s := opened(t, laid(t))
	if err := s.Save(t.Context(), storetest.Region("a", 1, 9)); err != nil {
		t.Fatal(err)
	}
	matched := func(q store.Query) int {
		t.Helper()
		q.Limit = 2
		page, err := s.Query(t.Context(), "a", feature.Sites, q)
		if err != nil {
			t.Fatal(err)
		}
		return page.Matched
	}
	if n := matched(store.Query{}); n != 9 {
		t.Errorf("%d sites", n)
	}
	remembered := false
	for range 20 { // another test's database is on the same server: when it writes, ours is counted anew
		for question, was := range s.counts.known {
			s.counts.known[question] = counted{was.snapshot, 99} // to see it again
		}
		if remembered = matched(store.Query{}) == 99; remembered {
			break
		}
	}
	if !remembered {
		t.Error("each look counts anew")
	}
	if n := matched(store.Query{IDs: []string{"none", "two", "three"}}); n == 99 {
		t.Error("another question has the same answer")
	}
	if err := s.Insert(t.Context(), "a", feature.Sites, feature.Feature{ID: "new", Geometry: orb.Point{117, 35}, Props: map[string]any{"name": "x", "class": "outfall"}}); err != nil {
		t.Fatal(err)
	}
	if n := matched(store.Query{}); n != 10 {
		t.Errorf("%d sites after one was added", n)
	}
}
