package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"

	"xunhu/api/store"
	"xunhu/api/store/postgis"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/geo/feature"
)

// Three nodes over one database. The one that works is killed in the middle of plans, imports and reports; then the
// database goes away and comes back. Nothing that was acknowledged is lost, nothing is done twice, and whoever listens is
// told everything once.
func TestThreeNodes(t *testing.T) {
	server, err := pgtest.Start("fsync=off", "autovacuum=off")
	if err != nil {
		t.Skipf("no PostgreSQL with PostGIS to test with: %v", err)
	}
	defer server.Close()
	url := server.Address("postgres")
	f := newFleet(t, "--database-url", url, "--data", t.TempDir())
	var all sync.WaitGroup
	for _, workers := range []string{"2", "0", "0"} { // at once, on a database that holds nothing
		all.Go(func() { f.add("--workers", workers) })
	}
	all.Wait()
	var working *process
	for _, p := range f.nodes {
		if strings.Contains(strings.Join(p.cmd.Args, " "), "--workers 2") {
			working = p
		}
	}
	s, err := postgis.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if people, err := s.People(t.Context(), "370481"); err != nil || len(people) == 0 {
		t.Fatal("the demonstration was not laid", err)
	}

	listening, hush := context.WithCancel(t.Context())
	defer hush()
	heard := &listener{seen: map[string]int{}}
	all.Go(func() { heard.listen(listening, f, working) })

	writing, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	for w := range 3 {
		writers.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(w), 7))
			for i := 0; writing.Err() == nil; i++ {
				f.report(writing, rng, fmt.Sprintf("w%d-%d", w, i))
			}
		})
	}
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range 4 {
		f.job(t.Context(), rng, fmt.Sprint("plan", i), "/api/v1/jobs", `{"processID":"plan","inputs":`+planBody(i)+`}`, map[string]string{"Content-Type": "application/json"})
	}
	f.job(t.Context(), rng, "import", "/api/v1/imports?as=sites&name=sites.csv", sitesFile(300, "x"), asAdmin)
	f.until(s, func(j store.Job) bool { return j.Status == store.JobRunning })
	f.lose(working)
	f.add("--workers", "2")
	f.until(s, func(j store.Job) bool { return j.Status == store.JobSuccessful })

	if err := server.Order("stop"); err != nil {
		t.Fatal(err)
	}
	for _, p := range f.nodes {
		if status, h, text := p.ask(t.Context(), http.MethodGet, "/api/v1/region", "", nil); status != http.StatusServiceUnavailable || h.Get("Retry-After") == "" || !strings.Contains(h.Get("Content-Type"), "problem+json") {
			t.Errorf("without its database a node says %d %v: %s", status, h, text)
		}
	}
	if err := server.Order("start"); err != nil {
		t.Fatal(err)
	}
	f.job(t.Context(), rng, "export", "/api/v1/jobs", `{"processID":"export","inputs":{"collection":"incidents","format":"csv"}}`, map[string]string{"Content-Type": "application/json"})
	again := 0
	for mark, j := range f.settled(s) {
		if j.Status != store.JobSuccessful {
			t.Errorf("%s: %+v", mark, j)
		}
		if j.Attempt > 1 {
			again++
		}
	}
	if again == 0 {
		t.Error("no job was taken up by another node")
	}
	stop()
	writers.Wait()
	heard.told(t, s)
	hush()
	all.Wait()
	f.prove(s)
	if page, err := s.Query(t.Context(), "370481", feature.Sites, store.Query{}); err != nil || page.Matched != 300 {
		t.Errorf("%d sites, %v", page.Matched, err)
	}
	x := &walker{t: t, data: t.TempDir()}
	x.run(exitDone, "check", "--audit", "--database-url", url)
	t.Logf("%d writes and %d jobs were acknowledged, %d jobs taken up by another node", len(f.acked), len(f.jobs), again)
}
