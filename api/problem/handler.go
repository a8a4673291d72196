package problem

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
)

// A Func answers a request, or says why it cannot.
type Func func(w http.ResponseWriter, r *http.Request) error

// Handler makes a handler of f. What f returns is answered by the table; a
// fault of ours (5xx) is logged here, and only here. If the answer had begun
// when f failed, the connection is cut, so that nobody takes half an answer for
// a whole one.
func Handler(log *slog.Logger, f Func) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		tracked := &tracker{ResponseWriter: w}
		err := f(tracked, r)
		if err == nil {
			return
		}
		cause := context.Cause(r.Context())
		late := errors.Is(cause, context.DeadlineExceeded) // we gave it up, not the asker
		if late && errors.Is(err, context.Canceled) {
			err = errors.Join(cause, err)
		}
		status, _, _ := classify(err)
		if gone := errors.Is(err, context.Canceled) && cause != nil && !late; status >= 500 && !gone {
			log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "err", err)
		}
		if tracked.begun {
			panic(http.ErrAbortHandler)
		}
		Write(w, r, err)
	}
}

// A tracker knows whether an answer has begun.
type tracker struct {
	http.ResponseWriter
	begun bool
}

func (t *tracker) WriteHeader(status int) {
	t.begun = true
	t.ResponseWriter.WriteHeader(status)
}

func (t *tracker) Write(b []byte) (int, error) {
	t.begun = true
	return t.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what lies beneath.
func (t *tracker) Unwrap() http.ResponseWriter { return t.ResponseWriter }
