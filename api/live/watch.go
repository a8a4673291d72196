package live

import (
	"context"
	"sync"
	"time"

	"xunhu/api/store"
)

const (
	lookAgain = 2 * time.Second       // how often others may have written without a word
	breath    = 20 * time.Millisecond // between two looks, however often it is rung
)

// pulses is all that a Watch asks of a store.
type pulses interface {
	Pulse(ctx context.Context, region string) (store.Pulse, error)
}

// A Watch tells those who follow a region how it stands. However many follow it, the store is asked once: when somebody
// has rung, and every two seconds, which makes up for what nobody has told. While the store is out of reach, all
// stands as it stood.
type Watch struct {
	store pulses

	mu      sync.Mutex
	rung    chan struct{}        // closed when it rings
	regions map[string]*followed // that somebody follows
}

// followed is a region that is followed.
type followed struct {
	followers int
	stop      context.CancelFunc
	pulse     store.Pulse
	known     bool
	changed   chan struct{} // closed when pulse is another
}

// NewWatch watches the regions of a store.
func NewWatch(s pulses) *Watch {
	return &Watch{store: s, rung: make(chan struct{}), regions: map[string]*followed{}}
}

// Ring has it look at once: something was written.
func (w *Watch) Ring() {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.rung)
	w.rung = make(chan struct{})
}

// A Follower follows one region, until it is closed.
type Follower struct {
	watch  *Watch
	region string
	of     *followed
}

// Follow follows a region.
func (w *Watch) Follow(region string) *Follower {
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.regions[region]
	if f == nil {
		ctx, stop := context.WithCancel(context.Background())
		f = &followed{stop: stop, changed: make(chan struct{})}
		w.regions[region] = f
		go w.look(ctx, region, f)
	}
	f.followers++
	return &Follower{w, region, f}
}

// Close ends it.
func (f *Follower) Close() {
	f.watch.mu.Lock()
	defer f.watch.mu.Unlock()
	if f.of.followers--; f.of.followers == 0 {
		f.of.stop()
		delete(f.watch.regions, f.region)
	}
}

// Now tells how the region stands, and closes next when it stands otherwise. It is not known before the store has
// answered once.
func (f *Follower) Now() (p store.Pulse, next <-chan struct{}, known bool) {
	f.watch.mu.Lock()
	defer f.watch.mu.Unlock()
	return f.of.pulse, f.of.changed, f.of.known
}

// look asks the store again and again.
func (w *Watch) look(ctx context.Context, region string, f *followed) {
	for {
		w.mu.Lock()
		rung := w.rung // before looking, so that nothing falls between
		w.mu.Unlock()
		if p, err := w.store.Pulse(ctx, region); err == nil {
			w.mu.Lock()
			if !f.known || p != f.pulse {
				f.pulse, f.known = p, true
				close(f.changed)
				f.changed = make(chan struct{})
			}
			w.mu.Unlock()
		}
		select {
		case <-rung:
			time.Sleep(breath)
		case <-time.After(lookAgain):
		case <-ctx.Done():
			return
		}
	}
}
