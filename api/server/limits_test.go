package server_test

import (
	"bytes"
	"crypto/tls"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"xunhu/api/live"
	"xunhu/api/server"
)

// limited is a service that takes two writes a minute of one address.
func limited() *server.Server {
	parts := faulty{}
	return server.New(server.Options{Regions: broken{live.ErrEmpty}, Ops: parts, OGC: parts, App: page, Writes: 2, Proxies: []string{"10.1.0.0/16"},
		Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

// Who sends too much is told when to come again; others, reading and this machine are not held up.
func TestTooManyWrites(t *testing.T) {
	s := limited()
	for i, tc := range []struct {
		method, peer, forwarded string
		status                  int
	}{
		{"POST", "192.0.2.1:1", "", 200},
		{"POST", "192.0.2.1:2", "198.51.100.9", 200}, // whose word is not taken
		{"POST", "192.0.2.1:3", "198.51.100.8", 429},
		{"GET", "192.0.2.1:4", "", 200},
		{"POST", "192.0.2.2:1", "", 200},
		{"POST", "[2001:db8::1]:1", "", 200},
		{"POST", "[2001:db8::2]:1", "", 200},
		{"POST", "[2001:db8::3]:1", "", 429}, // one network of 64 bits
		{"POST", "127.0.0.1:1", "", 200},
		{"POST", "127.0.0.1:1", "", 200},
		{"POST", "127.0.0.1:1", "", 200},
		{"POST", "127.0.0.1:1", "6.6.6.6, 203.0.113.5", 200}, // by the proxy of this machine; what its client claims is nothing
		{"POST", "127.0.0.1:1", "7.7.7.7, 203.0.113.5", 200},
		{"POST", "127.0.0.1:1", "8.8.8.8, 203.0.113.5", 429},
		{"POST", "10.1.2.3:1", "203.0.113.5", 429}, // by the proxy that was named
		{"POST", "10.1.2.3:1", "203.0.113.6", 200},
	} {
		r := httptest.NewRequest(tc.method, "/api/things/1", nil)
		r.RemoteAddr = tc.peer
		if tc.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tc.forwarded)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != tc.status || (w.Header().Get("Retry-After") != "") != (tc.status == http.StatusTooManyRequests) {
			t.Errorf("%d. %s by %s for %q: %d, Retry-After %q", i+1, tc.method, tc.peer, tc.forwarded, w.Code, w.Header().Get("Retry-After"))
		}
	}
	for i, want := range []int{200, 200, 429} { // those of whom a proxy of this machine does not tell count as one
		r, w := httptest.NewRequest("POST", "/api/things/1", nil), httptest.NewRecorder()
		r.RemoteAddr = "127.0.0.1:1"
		r.Header.Set("Via", "1.1 gate")
		if s.ServeHTTP(w, r); w.Code != want {
			t.Errorf("%d. by a proxy that does not say for whom: %d", i+1, w.Code)
		}
	}
}

// Browsers are held to TLS where that was asked for, and only in answers that came by it.
func TestStrict(t *testing.T) {
	parts := faulty{}
	for _, strict := range []bool{false, true} {
		s := server.New(server.Options{Regions: broken{live.ErrEmpty}, Ops: parts, OGC: parts, App: page, Strict: strict,
			Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
		for _, by := range []*tls.ConnectionState{nil, {}} {
			r, w := httptest.NewRequest("GET", "/", nil), httptest.NewRecorder()
			r.TLS = by
			s.ServeHTTP(w, r)
			if got, want := w.Header().Get("Strict-Transport-Security"), strict && by != nil; (got == "max-age=31536000") != want || (got != "") != want {
				t.Errorf("strict %t, by TLS %t: %q", strict, by != nil, got)
			}
		}
	}
}

// A body that is too large is refused as such.
func TestTooLarge(t *testing.T) {
	s := limited()
	for size, want := range map[int]int{16 << 20: 200, 16<<20 + 1: 413} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("POST", "/api/things/1", bytes.NewReader(make([]byte, size)))
		r.RemoteAddr = "127.0.0.1:1"
		if s.ServeHTTP(w, r); w.Code != want {
			t.Errorf("%d bytes: %d", size, w.Code)
		}
	}
}
