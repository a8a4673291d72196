package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// closures are set, found at each moment as a slow scan finds them, and lifted once.
func closures(t *testing.T, s store.Store) {
	ctx := t.Context()
	for _, code := range []string{"a", "b"} {
		save(t, s, atlas.Dataset{Region: atlas.Region{Code: code}})
	}
	rng := rand.New(rand.NewPCG(11, 0))
	hour := func(n int) time.Time { return Monday.Add(time.Duration(n) * time.Hour) }
	var all []store.Closure
	for i := range 60 {
		c := store.Closure{ID: fmt.Sprint("C", i), Where: orb.LineString{{117, 35}, {117.1, 35}}, Speed: float64(i%3) / 4,
			Reason: "水淹", Person: "li", Set: Monday}
		if i%4 == 0 {
			c.Where, c.Profiles = orb.Polygon{{{117, 35}, {117.1, 35}, {117.1, 35.1}, {117, 35}}}, []string{"car", "船"}
		}
		if rng.IntN(3) > 0 {
			c.From = hour(rng.IntN(20))
		}
		if rng.IntN(3) > 0 {
			c.Until = hour(20 + rng.IntN(20))
		}
		all = append(all, c)
	}
	changes := func(region string, want int64) {
		t.Helper()
		if n, err := s.ClosureChanges(ctx, region); err != nil || n != want {
			t.Errorf("%d changes in %s, want %d (%v)", n, region, want, err)
		}
	}
	changes("a", 0)
	answer := &store.Answer{Person: "li", Key: "k", Request: "r", Status: 201, Body: []byte("{}"), At: Monday}
	if err := s.SetClosures(ctx, "a", answer, all...); err != nil {
		t.Fatal(err)
	}
	other := all[0]
	other.ID = "fresh"
	for what, tc := range map[string]struct {
		want error
		err  error
	}{
		"a key that was used":  {store.ErrRepeated, s.SetClosures(ctx, "a", answer, other)},
		"an id that is taken":  {store.ErrExists, s.SetClosures(ctx, "a", nil, other, all[3])},
		"an unknown region":    {store.ErrNotFound, s.SetClosures(ctx, "c", nil, other)},
		"lifted, but not set":  {store.ErrNotFound, s.LiftClosure(ctx, "a", nil, store.Closure{ID: "fresh", Lifted: Monday})},
		"another region's":     {store.ErrNotFound, s.LiftClosure(ctx, "b", nil, store.Closure{ID: "C1", Lifted: Monday})},
		"lifted with used key": {store.ErrRepeated, s.LiftClosure(ctx, "a", answer, store.Closure{ID: "C1", Lifted: Monday})},
	} {
		if !errors.Is(tc.err, tc.want) {
			t.Errorf("%s: %v, want %v", what, tc.err, tc.want)
		}
	}
	changes("a", 60)
	changes("b", 0)
	for i := 0; i < len(all); i += 5 {
		all[i].Lifted, all[i].LiftedBy, all[i].LiftReason = hour(10+i%7), "wang", "水退"
		var wins, stale int
		var mu sync.Mutex
		var group sync.WaitGroup
		for range 3 { // of several at once one lifts it
			group.Go(func() {
				err := s.LiftClosure(ctx, "a", nil, all[i])
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					wins++
				} else if errors.Is(err, store.ErrStale) {
					stale++
				} else {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if wins != 1 || stale != 2 {
			t.Fatalf("%s was lifted %d times, and %d came too late", all[i].ID, wins, stale)
		}
	}
	changes("a", 72)
	for n := -5; n < 45; n++ {
		for _, long := range []int{0, 3} {
			from, until := hour(n).In(time.UTC), hour(n+long)
			got, err := s.ClosuresInForce(ctx, "a", from, until)
			if err != nil {
				t.Fatal(err)
			}
			var want []store.Closure
			for _, c := range all {
				if c.InForce(from, until) {
					want = append(want, c)
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("from %v until %v: %d closures, want %d\n%+v\n%+v", from, until, len(got), len(want), got, want)
			}
		}
	}
	if page := query(t, s, "a", feature.Closures, store.Query{}); page.Matched != len(all) || page.Features[5].Text("lifted_by") != "wang" {
		t.Errorf("%d closures are listed, want all %d; the sixth: %v", page.Matched, len(all), page.Features[5].Props)
	}
}
