package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"xunhu/api/store"
	"xunhu/api/store/postgis"
	"xunhu/api/store/postgis/pgtest"
	"xunhu/api/store/sqlite"
)

// TestKills kills a service XUNHU_KILLS times under a load of reports, plans, imports and exports, over each store: one
// of three nodes over a database, the one that has a folder. It counts what was acknowledged and is lost, chains of
// records that do not hold, and how long a start takes.
func TestKills(t *testing.T) {
	kills, _ := strconv.Atoi(os.Getenv("XUNHU_KILLS"))
	if kills == 0 {
		t.Skip("make kills")
	}
	t.Run("embedded", func(t *testing.T) {
		data := t.TempDir()
		killed(t, kills, 1, []string{"--data", data}, data, nil, func() (store.Store, error) { return sqlite.Open(t.Context(), filepath.Join(data, storeName)) })
	})
	t.Run("postgis", func(t *testing.T) {
		server, err := pgtest.Start("autovacuum=off")
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		url := server.Address("postgres")
		killed(t, kills, 3, []string{"--data", t.TempDir(), "--database-url", url}, t.TempDir(), []string{"--database-url", url}, func() (store.Store, error) { return postgis.Open(t.Context(), url) })
	})
}

func killed(t *testing.T, kills, nodes int, flags []string, data string, check []string, open func() (store.Store, error)) {
	f := newFleet(t, flags...)
	var starts, cpu []time.Duration
	for range nodes { // the first lays the store
		f.add()
	}
	begun := time.Now()
	writing, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(w), 7))
			for i := 0; writing.Err() == nil; i++ {
				f.report(writing, rng, fmt.Sprintf("w%d-%d", w, i))
			}
		})
	}
	writers.Go(func() {
		rng := rand.New(rand.NewPCG(99, 7))
		for i := 0; writing.Err() == nil; i++ {
			inJSON := map[string]string{"Content-Type": "application/json"}
			switch i % 3 {
			case 0:
				f.job(writing, rng, fmt.Sprint("plan", i), "/api/v1/jobs", `{"processID":"plan","inputs":`+planBody(i)+`}`, inJSON)
			case 1:
				f.job(writing, rng, fmt.Sprint("import", i), "/api/v1/imports?as=sites&name=sites.csv", sitesFile(100, fmt.Sprint("x", i)), asAdmin)
			case 2:
				f.job(writing, rng, fmt.Sprint("export", i), "/api/v1/jobs", `{"processID":"export","inputs":{"collection":"towns","format":"csv"}}`, inJSON)
			}
			time.Sleep(time.Second)
		}
	})
	rng := rand.New(rand.NewPCG(uint64(kills), 5))
	for n := range kills {
		time.Sleep(time.Duration(rng.IntN(400)) * time.Millisecond)
		f.lose(f.some(rng))
		p := f.add()
		starts, cpu = append(starts, p.started), append(cpu, p.cpu)
		if (n+1)%20 == 0 {
			f.mu.Lock()
			t.Logf("%d kills, %d writes and %d jobs acknowledged, %.0f s", n+1, len(f.acked), len(f.jobs), time.Since(begun).Seconds())
			f.mu.Unlock()
		}
	}
	stop()
	writers.Wait()
	s, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	again := 0
	for mark, j := range f.settled(s) {
		if j.Attempt > 1 {
			again++
		}
		if j.Status != store.JobSuccessful && mark[:4] == "plan" {
			t.Errorf("%s: %+v", mark, j)
		}
	}
	for _, p := range slices.Clone(f.nodes) {
		f.lose(p)
	}
	lost := f.prove(s)
	x := &walker{t: t, data: data}
	x.run(exitDone, append([]string{"check", "--audit"}, check...)...)
	slices.Sort(starts)
	slices.Sort(cpu)
	t.Logf("%d kills: %d writes and %d jobs acknowledged, %d lost; %d jobs tried again; start median %v, most %v, of a processor %v and %v; %s", kills, len(f.acked), len(f.jobs), lost, again,
		starts[len(starts)/2].Round(time.Millisecond), starts[len(starts)-1].Round(time.Millisecond), cpu[len(cpu)/2], cpu[len(cpu)-1], x.words)
}
