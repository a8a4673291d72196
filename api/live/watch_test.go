package live_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"xunhu/api/live"
	"xunhu/api/store"
)

// standing is a store that stands as it is told, and may be out of reach.
type standing struct {
	moved atomic.Int64
	away  atomic.Bool
	asked atomic.Int64
}

func (s *standing) Pulse(context.Context, string) (store.Pulse, error) {
	s.asked.Add(1)
	if s.away.Load() {
		return store.Pulse{}, store.ErrAway
	}
	return store.Pulse{Moved: s.moved.Load()}, nil
}

// Whoever follows is told at once when somebody rings, within seconds when nobody does, and when a store is back; the
// store is asked once for all, and not at all when nobody follows.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &standing{}
		w := live.NewWatch(s)
		one, two := w.Follow("a"), w.Follow("a")
		wait := func(f *live.Follower, want int64, within time.Duration) {
			t.Helper()
			begun := time.Now()
			for {
				p, next, known := f.Now()
				if known && p.Moved == want {
					break
				}
				<-next
			}
			if took := time.Since(begun); took > within {
				t.Errorf("%d was told after %v", want, took)
			}
		}
		wait(one, 0, 0)
		synctest.Wait()
		asked := s.asked.Load()
		s.moved.Store(1)
		w.Ring()
		wait(one, 1, 50*time.Millisecond)
		wait(two, 1, 0)
		if n := s.asked.Load() - asked; n != 1 {
			t.Errorf("asked %d times", n)
		}
		s.moved.Store(2) // and nobody rings
		wait(two, 2, 2*time.Second)
		s.away.Store(true)
		s.moved.Store(3)
		w.Ring()
		time.Sleep(10 * time.Second)
		if p, _, known := one.Now(); !known || p.Moved != 2 {
			t.Errorf("%+v, %v", p, known)
		}
		s.away.Store(false)
		wait(one, 3, 2*time.Second)
		one.Close()
		wait(two, 3, 0)
		two.Close()
		synctest.Wait()
		asked = s.asked.Load()
		time.Sleep(time.Minute)
		if s.asked.Load() > asked+1 { // the one that was under way
			t.Errorf("asked %d times for nobody", s.asked.Load()-asked)
		}
	})
}
