package server

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"xunhu/api/problem"
	"xunhu/api/tiles"
	"xunhu/geo/finding"
)

// compressed are the media types that are worth it.
var compressed = []string{
	"application/json", "application/geo+json", "application/problem+json", "application/vnd.oai.openapi+json",
	"application/vnd.mapbox-vector-tile", "text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml",
}

// log writes one line a request, and counts it.
func (s *Server) log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tracked := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		start, end := time.Now(), s.options.Metrics.begin(r)
		defer func() {
			status := tracked.Status()
			if status == 0 {
				status = http.StatusOK
			}
			end(status)
			s.options.Log.InfoContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "status", status,
				"bytes", tracked.BytesWritten(), "ms", time.Since(start).Milliseconds(), "from", cmp.Or(Sender(r), r.RemoteAddr))
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

// policyOf is the policy with the hosts of a map that a setting allows.
func policyOf(hosts []string) string {
	if len(hosts) == 0 {
		return policy
	}
	all := " " + strings.Join(hosts, " ")
	return strings.Replace(policy, "img-src 'self' data: blob:", "connect-src 'self'"+all+"; img-src 'self' data: blob:"+all, 1)
}

// year is for how long a browser keeps to TLS, in seconds.
const year = 365 * 24 * 60 * 60

func (s *Server) secure(next http.Handler) http.Handler {
	var hosts []string
	if s.options.Tianditu != "" {
		hosts = tiles.TiandituHosts()
	}
	policy := policyOf(hosts)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "geolocation=(self), camera=(), microphone=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if s.options.Strict && r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age="+strconv.Itoa(year))
		}
		next.ServeHTTP(w, r)
	})
}

// crossOrigin refuses a request of a page of another origin that would change something. Whether
// such a page may read an answer, the guard says with it (auth.Share); a question beforehand opens nothing.
func (s *Server) crossOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(problem.Handler(s.options.Log, func(http.ResponseWriter, *http.Request) error {
		return &problem.Error{Status: http.StatusForbidden, Err: finding.New("problem.other_site", "")}
	}))
	next = protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" && isData(r.URL.Path) {
			h := w.Header()
			h.Set("Access-Control-Allow-Origin", "*")
			h.Set("Access-Control-Allow-Methods", "GET, HEAD")
			h.Set("Access-Control-Allow-Headers", "Accept-Language, If-None-Match")
			h.Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isData tells whether a path is data, not the page.
func isData(path string) bool { return below(path, "/ogc", "/api", "/tiles", "/style.json") }

// below tells whether a path, perhaps that of a region, is one of some or lies below.
func below(path string, prefixes ...string) bool {
	if rest, ok := strings.CutPrefix(path, "/r/"); ok {
		_, rest, _ = strings.Cut(rest, "/")
		path = "/" + rest
	}
	return slices.ContainsFunc(prefixes, func(p string) bool { return path == p || strings.HasPrefix(path, p+"/") })
}

// param gives a part of the path.
func param(r *http.Request, name string) string { return chi.URLParam(r, name) }
