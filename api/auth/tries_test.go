package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"xunhu/api/live"
	"xunhu/api/people"
	"xunhu/api/problem"
	"xunhu/api/store"
)

// empty is a store in which nobody is.
type empty struct{ Store }

func (empty) Attempt(context.Context, string, string, time.Time, func(int) time.Duration) (people.Account, bool, error) {
	return people.Account{}, false, store.ErrNotFound
}

func (empty) Account(context.Context, string, string) (people.Account, error) {
	return people.Account{}, store.ErrNotFound
}

// An id that is nobody's waits after a hundred failures wherever they come from, as one that is somebody's does in the store.
func TestNobodyWaitsEverywhere(t *testing.T) {
	now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	g := New(Options{Store: empty{}, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)})
	for range freeAnywhere - 2 {
		g.tries.count(tryKey("", "x", ""), now, WaitAnywhere)
	}
	for i, want := range []int{401, 401, 429} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil)
		r.RemoteAddr = "10.0." + strconv.Itoa(i) + ".1:1"
		w := httptest.NewRecorder()
		var told *problem.Error
		if err := g.try(w, r, &live.Region{}, "x", "password"); !errors.As(err, &told) || told.Status != want || (w.Header().Get("Retry-After") == "60") != (want == 429) {
			t.Errorf("try %d: %v, Retry-After %q", i, err, w.Header().Get("Retry-After"))
		}
	}
}

// However many ids are tried, no more is kept than was said, and what was tried last is.
func TestTriesAreBounded(t *testing.T) {
	var all tries
	now := time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	waits := tryKey("", "x", "")
	for range freeTries {
		all.count(waits, now, Wait)
	}
	for i := range 3 * mostTries {
		all.count(tryKey("", strconv.Itoa(i), ""), now, Wait)
		if i%mostTries == 0 && all.count(waits, now, Wait) != time.Minute { // it is tried now and then
			t.Fatalf("after %d others it does not wait any more", i)
		}
	}
	if n := len(all.young) + len(all.old); n > 2*mostTries {
		t.Errorf("%d are kept", n)
	}
}

func TestNetwork(t *testing.T) {
	for from, want := range map[string]string{
		"198.51.100.7": "198.51.100.0/24", "::ffff:198.51.100.9": "198.51.100.0/24", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "": "192.0.2.0/24",
	} {
		g := New(Options{Sender: func(*http.Request) string { return from }})
		if got := g.network(httptest.NewRequest(http.MethodPost, "/", nil)); got != want {
			t.Errorf("%s: %s, want %s", from, got, want)
		}
	}
}
