package service

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"xunhu/api/people"
	"xunhu/api/store"
	"xunhu/api/store/postgis"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/api/store/sqlite"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// Figures of the service over both stores, each beside a peer in the same run: make service.
// XUNHU_SERVICE is the program, XUNHU_EXPORT how many features are handed over at once.
func TestService(t *testing.T) {
	program := os.Getenv("XUNHU_SERVICE")
	if program == "" {
		t.Skip("make service measures")
	}
	n, err := strconv.Atoi(os.Getenv("XUNHU_EXPORT"))
	if err != nil {
		t.Fatal("XUNHU_EXPORT: ", err)
	}
	load, _ := os.ReadFile("/proc/loadavg")
	t.Logf("%d processors, load %s", runtime.NumCPU(), strings.TrimSpace(string(load)))
	// With the settings of a server that somebody relies on.
	pg, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer pg.Close()
	admin, err := pgx.Connect(t.Context(), pg.Address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec(t.Context(), "CREATE DATABASE service"); err != nil {
		t.Fatal(err)
	}
	database := pg.Address("service")
	inDatabase, err := postgis.Make(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer inDatabase.Close()
	data := filepath.Join(t.TempDir(), "data")
	inFile, err := sqlite.Open(t.Context(), filepath.Join(data, "region.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer inFile.Close()
	both := []struct {
		name  string
		store store.Store
		flags []string
	}{
		{"embedded", inFile, []string{"--data", data}},
		{"postgis", inDatabase, []string{"--data", filepath.Join(t.TempDir(), "none"), "--database-url", database}},
	}
	for _, one := range both { // the peers ask the database whichever store they stand beside
		fillFor(t, one.store, n)
	}
	in, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Exec(t.Context(), "VACUUM ANALYZE"); err != nil { // which a server does by itself a minute later; before it, it plans as for an empty table
		t.Fatal(err)
	}
	if err := in.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, one := range both {
		t.Run(one.name, func(t *testing.T) {
			s := started(t, program, one.flags...)
			s.pg = pg
			t.Run("pages", func(t *testing.T) { s.pages(t, database) })
			t.Run("export", func(t *testing.T) { s.export(t, n) })
			t.Run("incident", func(t *testing.T) { s.incident(t, one.store) })
		})
	}
}

// perPage is how many features a page has.
const perPage = 1000

// fillFor keeps the demonstration with 10,000 sites, and n plans: lines of eight points.
func fillFor(t *testing.T, s store.Store, n int) {
	t.Helper()
	d := demo.Dataset()
	rng := rand.New(rand.NewPCG(1, 2))
	at := func() orb.Point { return orb.Point{117 + rng.Float64()/3, 35 + rng.Float64()/5} }
	sites := d.Collections[feature.Sites]
	for i := range 10_000 {
		sites.Features = append(sites.Features, feature.Feature{ID: fmt.Sprint("bench-", i), Geometry: at(), Props: map[string]any{
			"name": fmt.Sprint("排污口 ", i), "class": "outfall", "category": "W03", "interval_days": int64(7 + i%30), "service_s": int64(600), "source": "演示数据 / illustration"}})
	}
	d.Collections[feature.Sites] = sites
	if err := s.Save(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, p := range people.Demonstration() {
		if err := s.SavePerson(t.Context(), d.Region.Code, p); err != nil {
			t.Fatal(err)
		}
	}
	for _, one := range people.DemonstrationItems() {
		if err := s.SaveItem(t.Context(), d.Region.Code, one); err != nil {
			t.Fatal(err)
		}
	}
	err := s.Fill(t.Context(), d.Region, []feature.Kind{feature.Plans}, func(put store.Put) error {
		for i := range n {
			line := make(orb.LineString, 8)
			for k := range line {
				line[k] = at()
			}
			if err := put(feature.Plans, feature.Feature{ID: fmt.Sprint("plan-", i), Geometry: orb.MultiLineString{line}, Props: map[string]any{
				"unit": "370481-ZX01", "from": "2026-11-27", "days": int64(1), "distance_m": 1234.5, "duration_s": 5400.0}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A running is a service in a process of its own.
type running struct {
	address string
	pid     int
	pg      *pgtest.Server
}

// used is the time that processors have worked for a process and the database.
func (s running) used(t *testing.T, pid int) time.Duration {
	t.Helper()
	const perTick = 10 * time.Millisecond
	master, err := os.ReadFile(filepath.Join(s.pg.Dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	postmaster, _, _ := strings.Cut(string(master), "\n")
	all, _ := filepath.Glob("/proc/[0-9]*/stat")
	var sum time.Duration
	for _, file := range all {
		b, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(b), ") ")
		f := strings.Fields(rest) // from the third on
		own := filepath.Base(filepath.Dir(file))
		if own != strconv.Itoa(pid) && own != postmaster && f[1] != postmaster {
			continue
		}
		user, _ := strconv.Atoi(f[11])
		system, _ := strconv.Atoi(f[12])
		sum += time.Duration(user+system) * perTick
		if own == postmaster { // those of its connections that have ended
			user, _ = strconv.Atoi(f[13])
			system, _ = strconv.Atoi(f[14])
			sum += time.Duration(user+system) * perTick
		}
	}
	return sum
}

// A rate is how often a second something was answered, and for how much of a processor.
type rate struct {
	perSecond float64
	each      time.Duration
}

func (r rate) String() string {
	return fmt.Sprintf("%.0f a second at %.2f ms of processor", r.perSecond, float64(r.each.Microseconds())/1000)
}

// beside says how many times another a rate is: by the clock, and by the processor.
func (r rate) beside(other rate) string {
	return fmt.Sprintf("%.2f times by the clock, %.2f by the processor", r.perSecond/other.perSecond, float64(other.each)/float64(r.each))
}

func started(t *testing.T, program string, flags ...string) running {
	t.Helper()
	cmd := exec.Command(program, append([]string{"serve", "--listen", "127.0.0.1:0", "--lang", "en"}, flags...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%v: %s", err, log.String())
	}
	s := running{strings.TrimSpace(line), cmd.Process.Pid, nil}
	if _, _, err := fetched(t.Context(), s.address+"/ogc/collections/sites/items?f=json&limit=1"); err != nil { // the region is built
		t.Fatal(err)
	}
	return s
}

// fetched reads an address to the end: when the first byte came, and how many there were.
func fetched(ctx context.Context, address string) (first time.Duration, bytes int64, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, 0, err
	}
	defer resp.Body.Close()
	var one [1]byte
	if _, err := io.ReadFull(resp.Body, one[:]); err != nil {
		return 0, 0, err
	}
	first = time.Since(began)
	bytes, err = io.Copy(io.Discard, resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = errors.New(resp.Status)
	}
	return first, bytes + 1, err
}

var requests = regexp.MustCompile(`(\d+) requests in [^$]*Requests/sec:\s+([\d.]+)`)

// wrk asks an address of a process as fast as it is answered, three times; the best counts.
func (s running) wrk(t *testing.T, pid int, address string) rate {
	t.Helper()
	var best rate
	for range 3 {
		before := s.used(t, pid)
		said := command(t, "wrk", "-t1", "-c8", "-d3s", address)
		found := requests.FindStringSubmatch(said)
		if found == nil || strings.Contains(said, "Non-2xx") {
			t.Fatalf("wrk %s: %s", address, said)
		}
		n, _ := strconv.ParseFloat(found[1], 64)
		second, _ := strconv.ParseFloat(found[2], 64)
		one := rate{second, time.Duration(float64(s.used(t, pid)-before) / n)}
		best.perSecond = max(best.perSecond, one.perSecond)
		if best.each == 0 || one.each < best.each {
			best.each = one.each
		}
	}
	return best
}

// listening serves a handler on this machine.
func listening(t *testing.T, h http.Handler) (address string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: time.Second}
	go func() { _ = srv.Serve(ln) }()
	t.Cleanup(func() { srv.Close() })
	return "http://" + ln.Addr().String()
}

// pages holds a page of a collection against what one writes by hand over PostGIS: a query
// of ST_AsGeoJSON, the faster of two ways, without links, checks and counts.
func (s running) pages(t *testing.T, database string) {
	pool, err := pgxpool.New(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	for _, kind := range []string{"sites", "plans"} {
		byRow := fmt.Sprintf(`SELECT ST_AsGeoJSON(t.*) FROM (SELECT %s FROM xunhu.%s WHERE region = '370481' ORDER BY fid LIMIT %d) AS t`, shownColumns(kind), kind, perPage)
		whole := `SELECT '{"type":"FeatureCollection","features":[' || string_agg(f, ',') || ']}' FROM (` + strings.Replace(byRow, ") FROM", ") AS f FROM", 1) + ") AS all_of_it"
		var best rate
		for _, by := range []func(ctx context.Context, w io.Writer) error{
			func(ctx context.Context, w io.Writer) error { return rowByRow(ctx, pool, byRow, w) },
			func(ctx context.Context, w io.Writer) error {
				var text string
				err := pool.QueryRow(ctx, whole).Scan(&text)
				_, _ = io.WriteString(w, text)
				return err
			},
		} {
			peer := listening(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if err := by(r.Context(), w); err != nil && r.Context().Err() == nil { // who asks has not left
					http.Error(w, err.Error(), http.StatusInternalServerError)
				}
			}))
			if r := s.wrk(t, os.Getpid(), peer); best.each == 0 || r.each < best.each {
				best = r
			}
		}
		ours := s.wrk(t, s.pid, fmt.Sprintf("%s/ogc/collections/%s/items?f=json&limit=%d", s.address, kind, perPage))
		t.Logf("%s, page of %d: %v; ST_AsGeoJSON by hand over PostGIS %v: %s", kind, perPage, ours, best, ours.beside(best))
	}
}

// shownColumns are the columns of a kind that a service shows.
func shownColumns(kind string) string {
	schema, _ := feature.SchemaOf(feature.Kind(kind))
	all := []string{"id", "geom"}
	for _, f := range schema.Fields {
		all = append(all, pgx.Identifier{f.Name}.Sanitize())
	}
	return strings.Join(all, ", ")
}

func rowByRow(ctx context.Context, pool *pgxpool.Pool, query string, w io.Writer) error {
	rows, err := pool.Query(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	b := []byte(`{"type":"FeatureCollection","features":[`)
	for n := 0; rows.Next(); n++ {
		if n > 0 {
			b = append(b, ',')
		}
		b = append(b, rows.RawValues()[0]...)
	}
	_, _ = w.Write(append(b, "]}"...))
	return rows.Err()
}

// export hands over n features at once, while the memory of the process is looked at.
func (s running) export(t *testing.T, n int) {
	before := s.memory(t)
	ended, peak := make(chan struct{}), make(chan int64, 1)
	go func() {
		most := int64(0)
		for {
			select {
			case <-ended:
				peak <- most
				return
			case <-time.After(50 * time.Millisecond):
				most = max(most, s.memory(t))
			}
		}
	}()
	began := time.Now()
	first, size, err := fetched(t.Context(), fmt.Sprintf("%s/ogc/collections/plans/items?f=json&limit=%d", s.address, n))
	took := time.Since(began)
	close(ended)
	if err != nil {
		t.Error(err)
	}
	t.Logf("%d features: first byte after %.1f ms, all %.0f MB after %.1f s, %.0f a second; memory %d MB before, %d MB at most", n,
		float64(first.Microseconds())/1000, float64(size)/1e6, took.Seconds(), float64(n)/took.Seconds(), before>>20, <-peak>>20)
}

// memory is what the process holds of the machine's.
func (s running) memory(t *testing.T) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", s.pid))
	if err != nil {
		t.Error(err)
		return 0
	}
	fields := strings.Fields(string(b))
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

// incident reads one incident with the rights of who asks checked, and holds it against a
// bare handler over the same store.
func (s running) incident(t *testing.T, st store.Store) {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+"/api/v1/incidents", strings.NewReader(
		`{"type":"Feature","geometry":{"type":"Point","coordinates":[117.16,35.08]},"properties":{"category":"W03","note":"排口发黑"}}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/geo+json")
	req.Header.Set("Idempotency-Key", "one")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	at := resp.Header.Get("Location")
	if resp.StatusCode != http.StatusCreated || at == "" {
		t.Fatalf("%s, %q", resp.Status, at)
	}
	r := chi.NewRouter()
	r.Get("/{id}", func(w http.ResponseWriter, r *http.Request) {
		l, err := st.Lead(r.Context(), "370481", chi.URLParam(r, "id"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(l)
	})
	bare := s.wrk(t, os.Getpid(), listening(t, r)+"/"+filepath.Base(at))
	ours := s.wrk(t, s.pid, s.address+"/api/v1/incidents/"+filepath.Base(at))
	t.Logf("one incident: %v; a bare handler over the same store %v: %s", ours, bare, ours.beside(bare))
}

// command runs a program and gives what it says.
func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}
