package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/dispatch"
	"xunhu/api/store"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/api/store/storetest"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// kept keeps new leads.
func kept(t *testing.T, s *Store, numbers ...int) {
	t.Helper()
	for _, n := range numbers {
		if err := s.Keep(t.Context(), "a", nil, storetest.Reported(t, storetest.World(), storetest.Number(n), orb.Point{117, 35}, nil)); err != nil {
			t.Fatal(err)
		}
	}
}

func regionA(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Save(t.Context(), atlas.Dataset{Region: atlas.Region{Code: "a"}}); err != nil {
		t.Fatal(err)
	}
}

// A record that was numbered earlier and ends later is not passed over: what comes after it
// waits until it is there, or will never be.
func TestMovementsInOrder(t *testing.T) {
	s := opened(t, laid(t))
	regionA(t, s)
	kept(t, s, 1)
	for _, fails := range []bool{false, true} {
		last, err := s.LastMovement(t.Context(), "a")
		if err != nil {
			t.Fatal(err)
		}
		failed := errors.New("no more")
		numbered, goOn := make(chan bool), make(chan bool)
		var slow sync.WaitGroup
		slow.Go(func() {
			err := s.Batch(t.Context(), "a", func(b store.Batch) error {
				n := 10
				if fails {
					n = 20
				}
				err := b.Keep(storetest.Reported(t, storetest.World(), storetest.Number(n), orb.Point{117, 35}, nil))
				close(numbered)
				<-goOn
				if fails {
					return failed
				}
				return err
			})
			if fails != errors.Is(err, failed) {
				t.Error(err)
			}
		})
		<-numbered
		if fails {
			kept(t, s, 21, 22)
		} else {
			kept(t, s, 11, 12)
		}
		if all, err := s.Movements(t.Context(), "a", last, 10); err != nil || len(all) != 0 {
			t.Errorf("%d records were told while an earlier one may yet come, %v", len(all), err)
		}
		if n, err := s.LastMovement(t.Context(), "a"); err != nil || n != last {
			t.Errorf("the last is %d, want %d, %v", n, last, err)
		}
		close(goOn)
		slow.Wait()
		all, err := s.Movements(t.Context(), "a", last, 10)
		want := 3
		if fails {
			want = 2
		}
		if err != nil || len(all) != want || !slices.IsSortedFunc(all, func(a, b store.Movement) int { return int(a.Sequence - b.Sequence) }) {
			t.Errorf("%v, want %d, %v", all, want, err)
		}
	}
}

// While many write, one who follows the movements gets each record once, and roots cover
// all up to their last record.
func TestFollowedAtOnce(t *testing.T) {
	s := opened(t, laid(t))
	regionA(t, s)
	const writers, each = 6, 12
	done := make(chan bool)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				c := storetest.Reported(t, storetest.World(), storetest.Number(1+w*each+i), orb.Point{117, 35}, nil)
				if err := s.Keep(t.Context(), "a", nil, c); err != nil {
					t.Error(err)
				}
			}
		})
	}
	go func() { all.Wait(); close(done) }()
	seen, after, over := map[string]bool{}, int64(0), false
	for {
		moved, err := s.Movements(t.Context(), "a", after, 5)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range moved {
			after, seen[m.Lead] = m.Sequence, true
		}
		if over && len(moved) == 0 {
			break
		}
		select {
		case <-done:
			over = true
		default:
			if _, _, err := s.Seal(t.Context(), "a", storetest.Monday); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(seen) != writers*each {
		t.Errorf("%d leads were followed, want %d", len(seen), writers*each)
	}
	roots, err := s.Roots(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range roots {
		covered, err := s.Movements(t.Context(), "a", 0, int(r.Upto)+1)
		if err != nil {
			t.Fatal(err)
		}
		n := slices.IndexFunc(covered, func(m store.Movement) bool { return m.Sequence > r.Upto })
		if n < 0 {
			n = len(covered)
		}
		if n != r.Leads {
			t.Errorf("a root says it covers %d leads, and %d lie below its last record", r.Leads, n)
		}
	}
}

// A database that goes away is said to be away, in one sentence; when it is back the same
// store works on, and all that was acknowledged is there.
func TestGoesAwayAndComesBack(t *testing.T) {
	server, err := pgtest.Start("fsync=off", "autovacuum=off") // the system outlives the fault, and with it what it was given
	if err != nil {
		t.Skipf("no PostgreSQL with PostGIS to test with: %v", err)
	}
	defer server.Close()
	s, err := Make(t.Context(), server.Address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	regionA(t, s)
	kept(t, s, 1, 2)
	for range 2 {
		if err := server.Order("stop"); err != nil {
			t.Fatal(err)
		}
		next := storetest.Reported(t, storetest.World(), storetest.Number(3), orb.Point{117, 35}, nil)
		_, reading := s.Load(t.Context(), "a")
		for what, err := range map[string]error{"reading": reading, "writing": s.Keep(t.Context(), "a", nil, next),
			"filling": s.Save(t.Context(), atlas.Dataset{Region: atlas.Region{Code: "b"}})} {
			if said := words.Error(words.EN, err); !errors.Is(err, store.ErrAway) || strings.Contains(said, "\n") || !strings.Contains(said, "cannot be reached") {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := server.Order("start"); err != nil {
			t.Fatal(err)
		}
		if page, err := s.Leads(t.Context(), "a", store.LeadQuery{}); err != nil || len(page.Leads) != 2 {
			t.Errorf("%d leads are back, %v", len(page.Leads), err)
		}
	}
	kept(t, s, 3)
}

// Whoever gives up lets go at once of what others wait for.
func TestGivesUp(t *testing.T) {
	s := opened(t, laid(t))
	if err := s.Save(t.Context(), storetest.Region("a", 1, 5)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	holding := make(chan bool)
	var holder sync.WaitGroup
	holder.Go(func() {
		err := s.Fill(ctx, atlas.Region{Code: "a"}, []feature.Kind{feature.Towns}, func(put store.Put) error {
			for i := range atOnce { // so many are sent
				if err := put(feature.Towns, feature.Feature{ID: fmt.Sprint(i)}); err != nil {
					return err
				}
			}
			close(holding)
			<-ctx.Done()
			return ctx.Err()
		})
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	<-holding
	short, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	if err := s.Save(short, storetest.Region("a", 2, 5)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a second filling did not wait: %v", err)
	}
	cancel()
	holder.Wait()
	if err := s.Save(t.Context(), storetest.Region("a", 3, 5)); err != nil {
		t.Error(err)
	}
	if page, err := s.Query(t.Context(), "a", feature.Towns, store.Query{}); err != nil || page.Matched != 5 {
		t.Errorf("%d towns, %v", page.Matched, err)
	}
}

// A number of requests that lock the same leads in different orders all end well.
func TestCrossingChanges(t *testing.T) {
	s := opened(t, laid(t))
	regionA(t, s)
	kept(t, s, 1, 2)
	if states, err := s.LeadStates(t.Context()); err != nil || len(states) != 1 || states[string(dispatch.Reported)] != 2 {
		t.Errorf("%v, %v", states, err)
	}
	if n, err := s.Size(); err != nil || n < 1<<20 {
		t.Errorf("%d bytes, %v", n, err)
	}
	var all sync.WaitGroup
	for i := range 2 {
		all.Go(func() {
			w := storetest.World()
			for try := range 3 {
				one, err := s.Lead(t.Context(), "a", storetest.Number(1))
				two, err2 := s.Lead(t.Context(), "a", storetest.Number(2))
				if err != nil || err2 != nil {
					t.Error(err, err2)
					return
				}
				var changes []store.Change
				for _, k := range []store.Kept{one, two} {
					changes = append(changes, storetest.Fired(t, w, k.Lead, dispatch.Command{Event: "note", Kind: "measure", Reason: fmt.Sprint(i, try), Actor: storetest.Desk, At: storetest.Monday.Add(time.Hour)}))
				}
				if i == 1 {
					slices.Reverse(changes)
				}
				if err := s.Keep(t.Context(), "a", nil, changes...); err != nil && !errors.Is(err, store.ErrStale) {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	one, _ := s.Lead(t.Context(), "a", storetest.Number(1))
	two, _ := s.Lead(t.Context(), "a", storetest.Number(2))
	if one.Lead.Revision != two.Lead.Revision || one.Lead.Revision < 4 {
		t.Errorf("revisions %d and %d", one.Lead.Revision, two.Lead.Revision)
	}
}
