package main

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

// Each thing is done once; after a failure nothing new is begun, and the failure is told.
func TestInParallel(t *testing.T) {
	var done [50]atomic.Int32
	if err := inParallel(t.Context(), len(done), func(_ context.Context, i int) error { done[i].Add(1); return nil }); err != nil {
		t.Fatal(err)
	}
	for i := range done {
		if n := done[i].Load(); n != 1 {
			t.Errorf("thing %d was done %d times", i, n)
		}
	}
	broken := errors.New("broken")
	var begun atomic.Int32
	err := inParallel(t.Context(), 1000, func(context.Context, int) error { begun.Add(1); return broken })
	if !errors.Is(err, broken) || begun.Load() > 100 {
		t.Errorf("error %v after %d things", err, begun.Load())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := inParallel(ctx, 3, func(context.Context, int) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want Canceled", err)
	}
}
