package live_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

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

// slowly is a shelf whose list takes a second to read, as it is at the start of the second.
type slowly struct {
	*counter
	mu    sync.Mutex // of the shelf
	looks atomic.Int32
}

func (s *slowly) Standing(ctx context.Context) ([]atlas.Region, string, error) {
	s.looks.Add(1)
	s.mu.Lock()
	all, state, err := s.counter.Standing(ctx)
	s.mu.Unlock()
	time.Sleep(time.Second)
	return all, state, err
}

// Those who ask at once share a look at the list of regions, but none that began before
// they asked.
func TestLooksAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slowly{counter: newCounter()}
		g := live.NewRegistry(s, jurisdiction.Defaults(), "", monday)
		versions := make(chan string, 50)
		ask := func() {
			r, err := g.Get(t.Context(), "quick")
			if err != nil {
				t.Error(err)
				return
			}
			versions <- r.Dataset.Region.Version
		}
		go ask()
		time.Sleep(time.Second / 2)
		s.mu.Lock()
		s.shelf["quick"] = version(demo.Dataset(), "quick", "2")
		s.mu.Unlock()
		for range cap(versions) - 1 {
			go ask()
		}
		given, end := context.WithTimeout(t.Context(), time.Second/10)
		defer end()
		if _, err := g.Get(given, "quick"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who gave up was told %v", err)
		}
		synctest.Wait()
		time.Sleep(time.Minute)
		<-versions // whichever it was
		for range cap(versions) - 1 {
			if v := <-versions; v != "2" {
				t.Errorf("version %s was told to who asked after 2 was there", v)
			}
		}
		if n := s.looks.Load(); n != 2 {
			t.Errorf("%d looks for %d who asked in two groups", n, cap(versions))
		}
	})
}
