package ops_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/format/geojson"
)

// load sends requests at a rate, whatever becomes of those before, and reports how long
// they took from the moment at which each was due: a server that falls behind shows.
func load(b *testing.B, perSecond int, request func(i int) *http.Request, status int) {
	b.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	defer client.CloseIdleConnections()
	took := make([]time.Duration, b.N)
	gap := time.Second / time.Duration(perSecond)
	var all sync.WaitGroup
	b.ResetTimer()
	start, before := time.Now(), cpu(b)
	for i := range b.N {
		due := start.Add(time.Duration(i) * gap)
		time.Sleep(time.Until(due))
		all.Go(func() {
			resp, err := client.Do(request(i))
			if err != nil {
				b.Error(err)
				return
			}
			defer resp.Body.Close()
			if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != status {
				b.Errorf("%s, %v", resp.Status, err)
			}
			took[i] = time.Since(due)
		})
	}
	all.Wait()
	b.StopTimer()
	used := cpu(b) - before
	slices.Sort(took)
	at := func(percent int) float64 {
		return float64(took[min(len(took)-1, len(took)*percent/100)].Microseconds()) / 1000
	}
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(99), "p99-ms")
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "req/s")
	b.ReportMetric(used.Seconds()*1000/float64(b.N), "cpu-ms/op") // client and server together; does not depend on who else is at work
	b.ReportMetric(0, "ns/op")
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		b.Logf("load average %s", strings.TrimSpace(string(load)))
	}
}

// cpu is the time that this process has used.
func cpu(b *testing.B) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// Nothing is answered 500 a second: what the machine and the client need by themselves, to
// hold the others against.
func BenchmarkNothingAt500(b *testing.B) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	b.Cleanup(srv.Close)
	load(b, 500, func(int) *http.Request {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, srv.URL, strings.NewReader(incident))
		if err != nil {
			b.Fatal(err)
		}
		return r
	}, http.StatusOK)
}

// The 18 worked examples are decided in turn, 500 a second: points, lines and areas, half
// of them with water. Run it with -benchtime 5000x.
func BenchmarkDecideAt500(b *testing.B) {
	srv, _ := tokened(b)
	var bodies []string
	for _, f := range demo.Examples() {
		body, err := geojson.Marshal(feature.Feature{ID: f.ID, Geometry: f.Geometry, Props: map[string]any{"category": f.Props["category"], "severity": f.Props["severity"]}})
		if err != nil {
			b.Fatal(err)
		}
		bodies = append(bodies, string(body))
	}
	decide := func(i int) *http.Request {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, srv.URL+"/api/v1/decide", strings.NewReader(bodies[i%len(bodies)]))
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	resp, err := http.DefaultClient.Do(decide(0)) // the region is built at the first
	if err != nil {
		b.Fatal(err)
	}
	resp.Body.Close()
	load(b, 500, decide, http.StatusOK)
}

// Notes are written into 50 leads in turn, 100 a second, each with its record, and each
// answered with the whole lead.
func BenchmarkFireAt100(b *testing.B) {
	srv, st := tokened(b)
	bearer := "Bearer " + token(b, st, "demo-FJ-desk")
	var ids []string
	for range 50 {
		p := newPlay(b, srv, "X17")
		p.tokens = map[string]string{"demo-FJ-desk": strings.TrimPrefix(bearer, "Bearer ")}
		p.report("demo-FJ-desk", "")
		ids = append(ids, p.id)
	}
	load(b, 100, func(i int) *http.Request {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, srv.URL+"/api/v1/incidents/"+ids[i%len(ids)]+"/events",
			strings.NewReader(fmt.Sprintf(`{"event":"note","kind":"measure","reason":"第 %d 次"}`, i)))
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Authorization", bearer)
		r.Header.Set("If-Match", "*")
		return r
	}, http.StatusOK)
}
