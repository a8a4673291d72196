package server

import (
	"net/http/httptest"
	"testing"
)

// What a guard has said of keeping an answer stands; else it is asked for again each time.
func TestCacheOfGuard(t *testing.T) {
	for guard, want := range map[string]string{"": "no-cache", "private, no-cache": "private, no-cache"} {
		for name, answer := range map[string]func(*httptest.ResponseRecorder) error{
			"tile": func(w *httptest.ResponseRecorder) error {
				unchanged(w, httptest.NewRequest("GET", "/", nil), "1")
				return nil
			},
			"sets": func(w *httptest.ResponseRecorder) error { return sendJSON(w, nil) },
		} {
			w := httptest.NewRecorder()
			if guard != "" {
				w.Header().Set("Cache-Control", guard)
			}
			if err := answer(w); err != nil || w.Header().Get("Cache-Control") != want {
				t.Errorf("%s after %q: %q, %v", name, guard, w.Header().Get("Cache-Control"), err)
			}
		}
	}
}
