package server_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"xunhu/api/live"
	"xunhu/api/server"
)

// scraped are the lines that Prometheus would read, until the test ends.
func scraped(t *testing.T, m *server.Metrics, log *journal) func() string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- m.Run(ctx, ln, slog.New(slog.NewTextHandler(log, nil))) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("metrics ended with %v", err)
		}
	})
	return func() string {
		resp, err := http.Get("http://" + ln.Addr().String() + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s, %v: %s", resp.Status, err, text)
		}
		return string(text)
	}
}

// What is served is counted by route, open streams while they last; of what was sent nothing
// becomes a label.
func TestMetrics(t *testing.T) {
	log := &journal{}
	m := server.NewMetrics(server.Facts{Version: "v9", Commit: "abc", StoreBytes: func() (int64, error) { return 4096, nil },
		Leads: func(context.Context) (map[string]int, error) { return map[string]int{"REPORTED": 3}, nil }})
	parts := faulty{make(chan struct{})}
	s := server.New(server.Options{Regions: broken{live.ErrEmpty}, Ops: parts, OGC: parts, App: page, Metrics: m,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	scrape := scraped(t, m, log)
	ask(s, "GET", "/api/things/zhangsan")
	ask(s, "GET", "/r/370481/api/things/lisi")
	ask(s, "WANGWU", "/nowhere/zhaoliu")
	ask(s, "GET", "/api/panic")
	ask(s, "GET", "/readyz")
	ctx, cancel := context.WithCancel(t.Context())
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/api/v1/events", nil).WithContext(ctx))
	}()
	<-parts.reached
	text := scrape()
	for _, want := range []string{
		`xunhu_http_requests_total{method="GET",route="/api/things/{id}",status="200"} 1`,
		`xunhu_http_requests_total{method="GET",route="/r/{region}/api/things/{id}",status="200"} 1`,
		`xunhu_http_requests_total{method="other",route="/*",status="405"} 1`,
		`xunhu_http_requests_total{method="GET",route="/api/panic",status="500"} 1`,
		`xunhu_http_requests_total{method="GET",route="/readyz",status="503"} 1`,
		`xunhu_http_request_duration_seconds_count{method="GET",route="/api/things/{id}"} 1`,
		`xunhu_streams_open 1`,
		`xunhu_store_bytes 4096`,
		`xunhu_leads{state="REPORTED"} 3`,
		`xunhu_build_info{commit="abc",go="go`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	for _, sent := range []string{"zhangsan", "lisi", "WANGWU", "zhaoliu", "370481"} {
		if strings.Contains(text, sent) {
			t.Errorf("%s became a label", sent)
		}
	}
	cancel()
	<-closed
	if text := scrape(); !strings.Contains(text, "xunhu_streams_open 0") || !strings.Contains(text, `route="/api/v1/events",status="200"} 1`) ||
		strings.Contains(text, `seconds_count{method="GET",route="/api/v1/events"`) {
		t.Error("a stream that was closed is not counted as one")
	}
}

// A fact that cannot be had keeps no other back, and is told to the log.
func TestMetricsWithoutStore(t *testing.T) {
	log := &journal{}
	scrape := scraped(t, server.NewMetrics(server.Facts{StoreBytes: func() (int64, error) { return 0, errors.New("the disk is gone") }}), log)
	if text := scrape(); strings.Contains(text, "xunhu_store_bytes") || !strings.Contains(text, "xunhu_build_info") || strings.Contains(text, "xunhu_leads") {
		t.Errorf("%.2000s", text)
	}
	if !strings.Contains(log.String(), "the disk is gone") {
		t.Errorf("the log does not tell: %s", log)
	}
}
