package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"xunhu/api/auth"
	"xunhu/api/live"
	"xunhu/api/problem"
	"xunhu/geo/finding"
)

// Regions gives a region by its code, "" the usual one.
type Regions interface {
	Get(ctx context.Context, code string) (*live.Region, error)
}

// Options are the parts of a Server. All are needed but those of the second group.
type Options struct {
	Regions Regions
	Ops     interface{ Mount(r chi.Router) }   // our own API, below /api
	OGC     interface{ Routes() http.Handler } // below /ogc
	App     fs.FS                              // the built web app, index.html at its root
	Guard   *auth.Guard
	Log     *slog.Logger

	Build string // names the program, whose next release may draw the same otherwise

	Archives Archives // of tiles: the base map; nil: none are kept

	Tianditu string // the office's own key of 天地图; "": the page asks nobody else

	Features Features // of collections; nil: there are no tiles of single ones

	ImportLimit int64 // of a file that is imported, in bytes; 0: ops.ImportLimit

	Metrics *Metrics    // counts the requests; nil: nobody does
	Writes  int         // most requests of one address in a minute, other than for reading; 0: any number
	Proxies []string    // networks whose word about the sender is taken, as 10.1.2.3/32, beside this machine's
	TLS     *tls.Config // nil: without TLS
	Strict  bool        // browsers shall come by TLS alone from now on
}

// A Server answers requests.
type Server struct {
	options  Options
	handler  http.Handler
	archives *archives // nil: none are kept
	drawings *drawings
}

// New puts the parts together.
func New(o Options) *Server {
	s := &Server{options: o, drawings: newDrawings()}
	if o.Archives != nil {
		s.archives = newArchives(o.Archives)
	}
	r := chi.NewRouter()
	r.Use(middleware.ClientIPFromXFF(append(thisMachine, o.Proxies...)...), s.log, s.recover, s.secure, s.crossOrigin, s.limitWrites,
		middleware.Compress(5, compressed...), s.limitSize, limitTime, middleware.GetHead)
	r.Get("/healthz", alive)
	r.Get("/readyz", problem.Handler(o.Log, s.ready))
	s.region(r)
	r.Route("/r/{region}", s.region)
	files := app{files: o.App}
	r.NotFound(problem.Handler(o.Log, func(w http.ResponseWriter, r *http.Request) error {
		if files.serve(w, r) {
			return nil
		}
		return problem.NotFound(finding.New("problem.no_path", "", "path", r.URL.Path))
	}))
	r.MethodNotAllowed(problem.Handler(o.Log, func(_ http.ResponseWriter, r *http.Request) error {
		return &problem.Error{Status: http.StatusMethodNotAllowed,
			Err: finding.New("problem.no_method", "", "path", r.URL.Path, "method", r.Method)}
	}))
	s.handler = r
	return s
}

// region adds what belongs to one region.
func (s *Server) region(r chi.Router) {
	s.options.Ops.Mount(r)
	r.Group(func(r chi.Router) {
		r.Use(s.admit)
		r.Mount("/ogc", s.options.OGC.Routes())
		r.Get("/tiles/region/{z}/{x}/{y}.mvt", problem.Handler(s.options.Log, s.tile))
		r.Get("/tiles", problem.Handler(s.options.Log, s.tileSets))
		r.Get("/tiles/{set}", problem.Handler(s.options.Log, s.tileSet))
		r.Get("/tiles/{set}/{z}/{x}/{y}.mvt", problem.Handler(s.options.Log, s.collectionTile))
		if s.archives != nil {
			r.Get("/tiles/base/{z}/{x}/{y}.{format}", problem.Handler(s.options.Log, s.baseTile))
		}
		r.Get("/style.json", problem.Handler(s.options.Log, s.style))
	})
}

// admit lets everybody read, unless the service is closed to strangers. What of it is not for
// everybody asks for itself.
func (s *Server) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(problem.Handler(s.options.Log, func(w http.ResponseWriter, r *http.Request) error {
		if _, err := s.options.Guard.Admit(w, r, auth.Anybody); err != nil {
			return err
		}
		next.ServeHTTP(w, r)
		return nil
	}))
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Run answers requests on a listener until ctx ends; then it takes no more,
// gives those under way some seconds to end, and comes back.
func (s *Server) Run(ctx context.Context, ln net.Listener) error {
	srv := limited(s, s.options.Log)
	srv.TLSConfig = s.options.TLS
	return run(ctx, ln, srv)
}

// limited is a server that nobody holds up by sending or reading slowly.
func limited(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// run lets a server answer on a listener until ctx ends.
func run(ctx context.Context, ln net.Listener, srv *http.Server) error {
	ended := make(chan error, 1)
	go func() {
		if srv.TLSConfig != nil {
			ended <- srv.ServeTLS(ln, "", "")
			return
		}
		ended <- srv.Serve(ln)
	}()
	select {
	case err := <-ended:
		return fmt.Errorf("serve %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	err := srv.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.Join(fmt.Errorf("requests under way did not end within %s: %w", shutdownTime, err), srv.Close())
	}
	if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, fmt.Errorf("serve %s: %w", ln.Addr(), served))
	}
	return err
}

// alive answers /healthz: the process runs.
func alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n")) // whoever asked may be gone
}

// ready answers /readyz: the store answers and holds a region that can be used. Where there are
// several, none of them is built for this. Whoever asks is told what is not ready, but not
// where it lies.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	_, err := s.options.Regions.Get(r.Context(), "")
	if err == nil || errors.Is(err, live.ErrWhich) {
		alive(w, r)
		return nil
	}
	why := finding.New("problem.not_ready", "")
	var known *finding.Finding
	switch {
	case errors.Is(err, live.ErrEmpty):
		why.Code = "problem.no_regions"
	case errors.As(err, &known):
		why.Code, why.Args = known.Code, known.Args
	}
	return &problem.Error{Status: http.StatusServiceUnavailable, Err: why.Because(err)}
}
