package server

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Facts are what is measured of a service beside its requests. What is nil is not told.
type Facts struct {
	Version, Commit string
	StoreBytes      func() (int64, error)                             // on disk
	Leads           func(ctx context.Context) (map[string]int, error) // by state
}

// Metrics count what a service does, for Prometheus. Labels are routes as they are written in
// the program, methods, statuses and states: nothing that a person has sent, and nobody's name.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	underway prometheus.Gauge
	streams  prometheus.Gauge
}

// NewMetrics begins to count.
func NewMetrics(f Facts) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "xunhu_http_requests_total",
			Help: "Requests that were answered, by route, method and status."}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "xunhu_http_request_duration_seconds",
			Help:    "How long answers took, by route and method; streams are not among them.",
			Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 30, 120}}, []string{"route", "method"}),
		underway: prometheus.NewGauge(prometheus.GaugeOpts{Name: "xunhu_http_requests_in_flight", Help: "Requests that are being answered, streams among them."}),
		streams:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "xunhu_streams_open", Help: "Streams of events that are open."}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.underway, m.streams, facts{f},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Run answers /metrics on a listener of its own until ctx ends.
func (m *Metrics) Run(ctx context.Context, ln net.Listener, log *slog.Logger) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.ContinueOnError, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelError),
	}))
	return run(ctx, ln, limited(mux, log))
}

// begin counts a request that has come; end must be called with its status.
func (m *Metrics) begin(r *http.Request) (end func(status int)) {
	if m == nil {
		return func(int) {}
	}
	start, stream := time.Now(), isStream(r)
	m.underway.Inc()
	if stream {
		m.streams.Inc()
	}
	return func(status int) {
		route, method := routeOf(r), methodOf(r)
		m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
		m.underway.Dec()
		if stream {
			m.streams.Dec()
			return
		}
		m.seconds.WithLabelValues(route, method).Observe(time.Since(start).Seconds())
	}
}

// routeOf is the route that answered, with the names of its parameters for their values; "/*"
// is the page, its files and what does not exist.
func routeOf(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil {
		if route := c.RoutePattern(); route != "" {
			return route
		}
	}
	return "/*"
}

// methodOf is the method, if it is one that is known: anybody may send any word.
func methodOf(r *http.Request) string {
	known := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}
	if slices.Contains(known, r.Method) {
		return r.Method
	}
	return "other"
}

// facts are looked up whenever somebody asks.
type facts struct{ Facts }

var (
	buildInfo  = prometheus.NewDesc("xunhu_build_info", "Always 1; which program this is.", []string{"version", "commit", "go"}, nil)
	storeBytes = prometheus.NewDesc("xunhu_store_bytes", "How large the store is on disk, its log with it.", nil, nil)
	leadStates = prometheus.NewDesc("xunhu_leads", "Leads of all regions by their state.", []string{"state"}, nil)
)

// factTime is how long a fact may take to be looked up.
const factTime = 5 * time.Second

// Describe tells which facts there may be.
func (f facts) Describe(ch chan<- *prometheus.Desc) {
	ch <- buildInfo
	ch <- storeBytes
	ch <- leadStates
}

// Collect looks the facts up; one that cannot be had is an error of this scrape and keeps no
// other back.
func (f facts) Collect(ch chan<- prometheus.Metric) {
	ch <- prometheus.MustNewConstMetric(buildInfo, prometheus.GaugeValue, 1, f.Version, f.Commit, runtime.Version())
	if f.StoreBytes != nil {
		if n, err := f.StoreBytes(); err != nil {
			ch <- prometheus.NewInvalidMetric(storeBytes, err)
		} else {
			ch <- prometheus.MustNewConstMetric(storeBytes, prometheus.GaugeValue, float64(n))
		}
	}
	if f.Leads == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), factTime)
	defer cancel()
	states, err := f.Leads(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(leadStates, err)
	}
	for state, n := range states {
		ch <- prometheus.MustNewConstMetric(leadStates, prometheus.GaugeValue, float64(n), state)
	}
}
