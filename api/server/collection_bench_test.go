package server_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"xunhu/api/auth"
	"xunhu/api/live"
	"xunhu/api/server"
	"xunhu/api/store/storetest/either"
	"xunhu/geo/demo"
	"xunhu/geo/feature"
	"xunhu/geo/jurisdiction"
)

// BenchmarkCollectionTile asks for the one tile of zoom 8 that shows 100,000 points, as they are
// spread over a county: sites, which the region holds, and closures, which the store is asked for.
// The first request after a start makes the region's set as well. Times are of the processor.
func BenchmarkCollectionTile(b *testing.B) {
	st := either.New(b)
	d := demo.Dataset()
	rng := rand.New(rand.NewPCG(1, 0))
	place := func() orb.Point { return orb.Point{116.8 + 0.6*rng.Float64(), 34.9 + 0.3*rng.Float64()} }
	var sites, closures []feature.Feature
	for i := range 100_000 {
		sites = append(sites, feature.Feature{ID: fmt.Sprint("s", i), Geometry: place(), Props: map[string]any{"name": fmt.Sprint("点", i), "class": "outfall"}})
		closures = append(closures, feature.Feature{ID: fmt.Sprint("c", i), Geometry: place(), Props: map[string]any{"reason": "水淹"}})
	}
	c := d.Collections[feature.Sites]
	c.Features = sites
	d.Collections[feature.Sites] = c
	if err := st.Save(b.Context(), d); err != nil {
		b.Fatal(err)
	}
	if err := st.Insert(b.Context(), d.Region.Code, feature.Closures, closures...); err != nil {
		b.Fatal(err)
	}
	took := map[string]time.Duration{}
	for b.Loop() {
		regions := live.NewRegistry(st, jurisdiction.Defaults(), "", time.Now)
		if _, err := regions.Get(b.Context(), ""); err != nil {
			b.Fatal(err)
		}
		s := server.New(server.Options{Regions: regions, Archives: st, Features: st, Guard: auth.New(auth.Options{Regions: regions, Store: st, Now: time.Now}), Ops: none{}, OGC: none{}, App: page, Log: slog.New(slog.DiscardHandler)})
		for _, one := range [][2]string{{"first", "/tiles/sites/8/211/101.mvt"}, {"closures", "/tiles/closures/8/211/101.mvt"}} {
			before := processor(b)
			w := ask(s, "GET", one[1])
			took[one[0]] += processor(b) - before
			if w.Code != http.StatusOK || w.Body.Len() < 1000 {
				b.Fatal(one, w.Code, w.Body.Len())
			}
			b.ReportMetric(float64(w.Body.Len()), one[0]+"-bytes")
		}
		before := processor(b)
		if w := ask(s, "GET", "/tiles/sites/7/105/50.mvt"); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
		took["next"] += processor(b) - before
	}
	for name, t := range took {
		b.ReportMetric(t.Seconds()*1000/float64(b.N), name+"-cpu-ms")
	}
}

// processor is the time that the process has had of it.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
