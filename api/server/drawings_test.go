package server

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Who asks for a tile that is being drawn waits for it, no more are drawn at once than there are
// processors, and what was drawn before somebody wrote is not told afterwards.
func TestDrawings(t *testing.T) {
	d := newDrawings()
	var times, at, most atomic.Int64
	slow := make(chan struct{})
	draw := func(tile string) func(context.Context) ([]byte, error) {
		return func(ctx context.Context) ([]byte, error) {
			times.Add(1)
			most.Store(max(most.Load(), at.Add(1)))
			defer at.Add(-1)
			<-slow
			return []byte(tile), ctx.Err()
		}
	}
	get := func(ctx context.Context, key, state, tile string) {
		if b, err := d.get(ctx, key, state, draw(tile)); err != nil || string(b) != tile {
			t.Errorf("%s in %s: %q, %v", key, state, b, err)
		}
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := d.get(gone, "0", "before", draw("0")); !errors.Is(err, context.Canceled) {
		t.Errorf("who has gone waits: %v", err)
	}
	var all sync.WaitGroup
	keys := runtime.GOMAXPROCS(0) + 3
	for i := range 10 * keys {
		key := fmt.Sprint(i % keys)
		all.Go(func() { get(t.Context(), key, "before", key) })
	}
	for range 50 { // the others have the time to begin, if they may
		if at.Load() > int64(runtime.GOMAXPROCS(0)) {
			break
		}
		time.Sleep(time.Millisecond)
	}
	close(slow)
	all.Wait()
	if n := times.Load(); n != int64(keys) {
		t.Errorf("%d tiles were drawn %d times", keys, n)
	}
	if n := most.Load(); n > int64(runtime.GOMAXPROCS(0)) {
		t.Errorf("%d at once", n)
	}
	get(t.Context(), "0", "after", "new")
	get(t.Context(), "0", "after", "new")
	if n := times.Load(); n != int64(keys)+1 {
		t.Errorf("after somebody wrote %d are drawn", n-int64(keys))
	}
}

// What nobody waits for any more is not begun.
func TestDrawingsOfWhoHasGone(t *testing.T) {
	d := newDrawings()
	for range cap(d.turn) { // all are at work
		d.turn <- struct{}{}
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	for i := range 3 {
		if _, err := d.get(ctx, fmt.Sprint(i), "s", func(context.Context) ([]byte, error) {
			t.Error("is drawn for nobody")
			return nil, nil
		}); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	for range cap(d.turn) {
		<-d.turn
	}
	if b, err := d.get(t.Context(), "later", "s", func(context.Context) ([]byte, error) { return []byte("x"), nil }); err != nil || len(b) != 1 {
		t.Errorf("%q, %v", b, err)
	}
	left := 0
	for range 1000 { // all have their turn
		d.mu.Lock()
		left = len(d.by)
		d.mu.Unlock()
		if left == 1 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d are kept", left)
}

// A tile that cannot be drawn is tried again, and one that fills the memory lets go of the others.
func TestDrawingsFail(t *testing.T) {
	d := newDrawings()
	if _, err := d.get(t.Context(), "other", "s", func(context.Context) ([]byte, error) { return []byte("y"), nil }); err != nil {
		t.Fatal(err)
	}
	no := errors.New("no")
	for _, fault := range []func(context.Context) ([]byte, error){
		func(context.Context) ([]byte, error) { return nil, no },
		func(context.Context) ([]byte, error) { panic(no) },
	} {
		if _, err := d.get(t.Context(), "a", "s", fault); err == nil {
			t.Error("no fault")
		}
		if b, err := d.get(t.Context(), "a", "s", func(context.Context) ([]byte, error) { return []byte("x"), nil }); err != nil || string(b) != "x" {
			t.Errorf("%q, %v", b, err)
		}
		d.drop("a", d.by["a"])
	}
	if d.by["other"] == nil {
		t.Error("one that cannot be drawn takes another with it")
	}
	if _, err := d.get(t.Context(), "huge", "s", func(context.Context) ([]byte, error) { return make([]byte, drawnBytes), nil }); err != nil || d.by["huge"] != nil || d.by["other"] == nil {
		t.Errorf("a huge one is kept, or takes another with it: %v", err)
	}
	for i := range 9 {
		if _, err := d.get(t.Context(), fmt.Sprint(i), "s", func(context.Context) ([]byte, error) { return make([]byte, drawnBytes/4-2*drawingBytes), nil }); err != nil {
			t.Error(err)
		}
		if d.bytes > drawnBytes {
			t.Errorf("%d bytes are kept", d.bytes)
		}
	}
}
