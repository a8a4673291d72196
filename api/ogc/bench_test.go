package ogc_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/demo"
	"xunhu/geo/feature"
)

// A page of 1,000 of 10,000 sites, over either store (XUNHU_TEST_STORE).
func BenchmarkPage(b *testing.B) {
	d := demo.Dataset()
	sites := d.Collections[feature.Sites]
	for i := range 10_000 {
		sites.Features = append(sites.Features, feature.Feature{ID: fmt.Sprint("bench-", i), Geometry: orb.Point{117 + float64(i%317)/1000, 35 + float64(i%171)/1000},
			Props: map[string]any{"name": fmt.Sprint("排污口 ", i), "class": "outfall", "category": "W03", "interval_days": int64(7), "source": "演示数据 / illustration"}})
	}
	d.Collections[feature.Sites] = sites
	srv := service(b, d, nil)
	for b.Loop() {
		resp, err := http.Get(srv.URL + "/ogc/collections/sites/items?f=json&limit=1000")
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			b.Fatal(resp.Status, err)
		}
		b.SetBytes(n)
	}
}
