package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// compressed are the media types that are worth it.
var compressed = []string{
	"application/json", "application/geo+json", "application/problem+json", "application/vnd.oai.openapi+json",
	"application/vnd.mapbox-vector-tile", "text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml",
}

// log writes one line a request.
func (s *Server) log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tracked := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		start := time.Now()
		defer func() {
			status := tracked.Status()
			if status == 0 {
				status = http.StatusOK
			}
			s.options.Log.InfoContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "status", status,
				"bytes", tracked.BytesWritten(), "ms", time.Since(start).Milliseconds(), "from", r.RemoteAddr)
		}()
		next.ServeHTTP(tracked, r)
	})
}

// recover turns a panic into a problem, and its stack into a log line.
func (s *Server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) { // the answer is cut on purpose
				panic(v)
			}
			s.options.Log.ErrorContext(r.Context(), "panic", "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
			if t, ok := w.(middleware.WrapResponseWriter); ok && t.Status() != 0 {
				panic(http.ErrAbortHandler) // half an answer must not pass for a whole one
			}
			problem.Write(w, r, fmt.Errorf("panic: %v", v))
		}()
		next.ServeHTTP(w, r)
	})
}

// policy allows our own files alone. MapLibre draws images from blobs and writes
// style attributes; its worker is one of our files.
const policy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self'; " +
	"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "geolocation=(self), camera=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// crossOrigin lets pages of other origins read data, and nothing else: a request
// of theirs that would change something is refused.
func (s *Server) crossOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(problem.Handler(s.options.Log, func(http.ResponseWriter, *http.Request) error {
		return &problem.Error{Status: http.StatusForbidden, Err: finding.New("problem.other_site", "")}
	}))
	next = protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reading := r.Method == http.MethodGet || r.Method == http.MethodHead
		preflight := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
		if isData(r.URL.Path) && (reading || preflight) {
			h := w.Header()
			h.Set("Access-Control-Allow-Origin", "*")
			h.Set("Access-Control-Expose-Headers", "Content-Crs, Content-Language, ETag, Link")
			if preflight {
				h.Set("Access-Control-Allow-Methods", "GET, HEAD")
				h.Set("Access-Control-Allow-Headers", "Accept-Language, If-None-Match")
				h.Set("Access-Control-Max-Age", "86400")
				w.WriteHeader(http.StatusNoContent)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// isData tells whether a path is data, not the page.
func isData(path string) bool {
	if rest, ok := strings.CutPrefix(path, "/r/"); ok {
		_, rest, _ = strings.Cut(rest, "/")
		path = "/" + rest
	}
	for _, prefix := range []string{"/ogc", "/api", "/tiles", "/style.json"} {
		if path == prefix || strings.HasPrefix(path, prefix+"/") {
			return true
		}
	}
	return false
}

// limitSize cuts bodies that are too large. A file that is attached may be larger.
func limitSize(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := int64(maxBody)
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/attachments") {
			most = store.MaxAttachment
			_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(answerTime)) // over a slow line; one that has no deadline needs none
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r)
	})
}

// limitTime ends the work for a request that takes too long. A stream goes on until its
// reader or the service ends.
func limitTime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/api/v1/events") {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), answerTime)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// param gives a part of the path.
func param(r *http.Request, name string) string { return chi.URLParam(r, name) }
