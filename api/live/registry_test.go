package live_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"xunhu/api/live"
	"xunhu/geo/atlas"
	"xunhu/geo/demo"
	"xunhu/geo/jurisdiction"
)

// counter is a shelf that counts what is taken from it. Region "slow" stays away
// until the gate opens, and fails as often as told.
type counter struct {
	shelf
	gate  chan struct{}
	fail  error
	loads atomic.Int32
}

func newCounter() *counter {
	return &counter{
		shelf: shelf{"slow": version(demo.Dataset(), "slow", "1"), "quick": version(demo.Dataset(), "quick", "1")},
		gate:  make(chan struct{}),
	}
}

func (c *counter) Load(ctx context.Context, code string) (atlas.Dataset, error) {
	c.loads.Add(1)
	if code == "slow" {
		select {
		case <-c.gate:
		case <-ctx.Done():
			return atlas.Dataset{}, ctx.Err()
		}
		if c.fail != nil {
			return atlas.Dataset{}, c.fail
		}
	}
	return c.shelf.Load(ctx, code)
}

// While one region is built, another answers; all who wait for the one share a
// single build.
func TestBuildingHoldsUpNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newCounter()
		g := live.NewRegistry(s, jurisdiction.Defaults(), "", monday)
		got := make(chan *live.Region, 3)
		for range cap(got) {
			go func() {
				r, err := g.Get(t.Context(), "slow")
				if err != nil {
					t.Error(err)
				}
				got <- r
			}()
		}
		synctest.Wait()
		if _, err := g.Get(t.Context(), "quick"); err != nil {
			t.Fatal(err)
		}
		if len(got) != 0 {
			t.Fatal("the slow region answered before its data came")
		}
		close(s.gate)
		first := <-got
		for range cap(got) - 1 {
			if r := <-got; r != first {
				t.Error("two callers got different regions")
			}
		}
		if n := s.loads.Load(); n != 2 {
			t.Errorf("%d datasets loaded, want 2", n)
		}
	})
}

// A caller who goes away neither waits nor takes the build with it.
func TestCallerLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newCounter()
		g := live.NewRegistry(s, jurisdiction.Defaults(), "slow", monday)
		ctx, leave := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() {
			_, err := g.Get(ctx, "")
			left <- err
		}()
		synctest.Wait()
		leave()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want context.Canceled", err)
		}
		close(s.gate)
		if _, err := g.Get(t.Context(), ""); err != nil || s.loads.Load() != 1 {
			t.Errorf("%d loads, want 1 (%v)", s.loads.Load(), err)
		}
	})
}

// A build that failed is not remembered.
func TestFailureIsTriedAgain(t *testing.T) {
	s := newCounter()
	s.fail = errors.New("disk away")
	close(s.gate)
	g := live.NewRegistry(s, jurisdiction.Defaults(), "slow", monday)
	if _, err := g.Get(t.Context(), ""); !errors.Is(err, s.fail) {
		t.Fatalf("error %v, want %v", err, s.fail)
	}
	s.fail = nil
	if _, err := g.Get(t.Context(), ""); err != nil {
		t.Error(err)
	}
}
