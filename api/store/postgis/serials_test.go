package postgis

import (
	"context"
	"testing"
	"time"

	"xunhu/api/store/storetest"
)

// Whoever holds up the serials of a region, as a large import does, holds up those of no other.
func TestSerialsOfAnotherRegion(t *testing.T) {
	s := opened(t, laid(t))
	for _, region := range []string{"a", "b"} {
		if err := s.Save(t.Context(), storetest.Region(region, 1, 1)); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Serial(t.Context(), region, "2026-10-19"); n != 1 || err != nil {
			t.Fatalf("%s begins with %d, %v", region, n, err)
		}
	}
	holder, err := s.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := holder.Exec(t.Context(), "UPDATE serials SET last = last WHERE region = 'a'"); err != nil {
		t.Fatal(err)
	}
	waits := make(chan int, 1)
	go func() {
		n, _ := s.Serial(t.Context(), "a", "2026-10-19")
		waits <- n
	}()
	for s.pool.Stat().AcquiredConns() < 2 { // until it waits in the database
		time.Sleep(time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if n, err := s.Serial(ctx, "b", "2026-10-19"); n != 2 || err != nil {
		t.Errorf("while the other region waits: %d, %v", n, err)
	}
	select {
	case n := <-waits:
		t.Errorf("%d was drawn past who holds it", n)
	default:
	}
	if err := holder.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := <-waits; n != 2 {
		t.Errorf("then %d is drawn", n)
	}
}
