package postgis

import (
	"context"
	"sync"
	"time"
)

// draws are the serials that are being drawn. Those who ask while others are being drawn share the next lot, in which
// each has a place: to draw one at a time they would queue in the database, each for two others to change places there.
type draws struct {
	mu    sync.Mutex
	next  map[series]*lot          // that nobody has begun to draw
	turns map[string]chan struct{} // by region: held by who draws there
}

type series struct{ region, day string }

// A lot is the serials up to last, one for each who asked before it was drawn.
type lot struct {
	done    chan struct{}
	n, last int
	err     error
}

func newDraws() *draws { return &draws{next: map[series]*lot{}, turns: map[string]chan struct{}{}} }

// join gives a place in the next lot, counted from its end, and tells who is the first there.
func (d *draws) join(of series) (l *lot, place int, first bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l = d.next[of]
	if first = l == nil; first {
		l = &lot{done: make(chan struct{})}
		d.next[of] = l
	}
	l.n++
	return l, l.n - 1, first
}

// turn is that of a region: who holds its serials up holds up no other.
func (d *draws) turn(region string) chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.turns[region] == nil {
		d.turns[region] = make(chan struct{}, 1)
	}
	return d.turns[region]
}

// longestDraw is how long a lot may take from its turn on.
const longestDraw = 30 * time.Second

// draw draws a lot when its turn comes. Nobody waits for the disk: whatever is kept under a serial is
// written through after it, and it before.
func (s *Store) draw(ctx context.Context, of series, l *lot) {
	turn := s.draws.turn(of.region)
	turn <- struct{}{}
	defer func() { <-turn }()
	ctx, cancel := context.WithTimeout(ctx, longestDraw)
	defer cancel()
	s.draws.mu.Lock()
	delete(s.draws.next, of)
	s.draws.mu.Unlock()
	defer close(l.done)
	n := new(int)
	l.err = s.change(ctx, func(t *tx) error {
		t.later(nil, "SET LOCAL synchronous_commit = off")
		n = serials(t, of, l.n)
		return nil
	})
	if l.last = *n; l.err == nil && l.last == 0 {
		l.err = s.noRegion(of.region)
	}
}

// Serial gives the next serial of a day. See store.Leads.
func (s *Store) Serial(ctx context.Context, region, day string) (int, error) {
	of := series{region, day}
	if s.within != nil { // what is drawn there is undone with it
		n := serials(s.within, of, 1)
		err := s.within.flush(ctx)
		if err == nil && *n == 0 {
			err = s.noRegion(region)
		}
		return *n, s.fault("draw a serial", err)
	}
	l, place, first := s.draws.join(of)
	if first {
		go s.draw(context.WithoutCancel(ctx), of, l) // others wait for it too
	}
	select {
	case <-l.done:
		return l.last - place, s.fault("draw a serial", l.err)
	case <-ctx.Done():
		return 0, s.fault("draw a serial", ctx.Err())
	}
}

// serials draws some serials, the last of which is there when the statements that wait are sent; 0 if there is no
// such region.
func serials(t *tx, of series, n int) *int {
	last := new(int)
	t.ask(nil, []any{last}, `INSERT INTO serials AS s (region, day, last) SELECT code, $2, $3 FROM regions WHERE code = $1
		ON CONFLICT (region, day) DO UPDATE SET last = s.last + excluded.last RETURNING last`, of.region, of.day, n)
	return last
}
