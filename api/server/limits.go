package server

import (
	"cmp"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"

	"xunhu/api/auth"
	"xunhu/api/ops"
	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/finding"
)

// Limits of every request.
const (
	maxBody      = 16 << 20 // bytes
	maxHeader    = 64 << 10 // bytes
	headerTime   = 10 * time.Second
	readTime     = time.Minute
	answerTime   = 3 * time.Minute // for the work, anew with each piece that arrives or leaves
	writeTime    = 10 * time.Minute
	idleTime     = 2 * time.Minute
	shutdownTime = 15 * time.Second
)

// thisMachine is whose word about the sender of a request is taken without a setting.
var thisMachine = []string{"127.0.0.0/8", "::1/128"}

// Sender is the address of who sent a request, as the nearest proxy that is trusted saw it; ""
// for a program of this machine, and where a trusted proxy sent nonsense.
func Sender(r *http.Request) string { return middleware.GetClientIP(r.Context()) }

// limitWrites refuses an address that sends too much, other than for reading, within a minute
// (429, with Retry-After). Programs of this machine are not counted, an IPv6 network of 64 bits
// counts as one address.
func (s *Server) limitWrites(next http.Handler) http.Handler {
	if s.options.Writes <= 0 {
		return next
	}
	limiter := httprate.NewRateLimiter(s.options.Writes, time.Minute,
		httprate.WithResponseHeaders(httprate.ResponseHeaders{RetryAfter: "Retry-After"}),
		httprate.WithLimitHandler(problem.Handler(s.options.Log, func(http.ResponseWriter, *http.Request) error {
			return &problem.Error{Status: http.StatusTooManyRequests, Err: finding.New("problem.too_many", "", "n", s.options.Writes)}
		})))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reads := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
		if !reads && !ofThisMachine(r) && limiter.RespondOnLimit(w, r, httprate.CanonicalizeIP(Sender(r))) {
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ofThisMachine tells whether a request comes from a program of this machine that hands nothing on.
func ofThisMachine(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	return err == nil && net.ParseIP(host).IsLoopback() && !auth.HandedOn(r)
}

// limitSize cuts bodies that are too large. A file that is attached, imported or laid as base map may be larger.
func (s *Server) limitSize(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := int64(maxBody)
		if isFile(r) {
			most = store.MaxAttachment
			if !strings.HasSuffix(r.URL.Path, "/attachments") {
				most = cmp.Or(s.options.ImportLimit, ops.ImportLimit)
			}
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r)
	})
}

// isFile tells whether the body of a request is a file, which may be large and arrive slowly.
func isFile(r *http.Request) bool {
	return r.Method == http.MethodPost && slices.ContainsFunc([]string{"/attachments", "/api/v1/imports", "/api/v1/basemap"}, func(end string) bool { return strings.HasSuffix(r.URL.Path, end) })
}

// isStream tells whether a request asks for what goes on until its reader or the service ends.
func isStream(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/api/v1/events") }
