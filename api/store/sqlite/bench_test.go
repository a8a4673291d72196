package sqlite

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/api/store"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// honeycomb is the synthetic region "honeycomb-n": n hexagonal lakes of 25 vertices
// in rows, each with a hole of 7.
func honeycomb(n int) atlas.Dataset {
	d := atlas.Dataset{Region: atlas.Region{Code: "honeycomb", Name: "蜂窝", NameEN: "honeycomb", Illustration: true}}
	schema, _ := feature.SchemaOf(feature.Lakes)
	c := feature.Collection{Schema: schema, Features: make([]feature.Feature, n)}
	side := int(math.Ceil(math.Sqrt(float64(n))))
	for i := range n {
		at := orb.Point{116 + 2*float64(i%side)/float64(side), 34 + 2*float64(i/side)/float64(side)}
		ring := func(r float64, corners int) orb.Ring {
			l := make(orb.Ring, 0, corners+1)
			for k := range corners {
				s, c := math.Sincos(2 * math.Pi * float64(k) / float64(corners))
				l = append(l, orb.Point{at[0] + r*c, at[1] + r*s})
			}
			return append(l, l[0])
		}
		c.Features[i] = feature.Feature{ID: fmt.Sprint(i), Geometry: orb.MultiPolygon{{ring(0.8/float64(side), 24), ring(0.2/float64(side), 6)}},
			Props: map[string]any{"name": fmt.Sprint("湖", i), "shared": i%7 == 0, "source": "演示数据 / illustration"}}
	}
	d.Collections = map[feature.Kind]feature.Collection{feature.Lakes: c}
	return d
}

func BenchmarkSaveHoneycomb100000(b *testing.B) {
	d, file := honeycomb(100_000), filepath.Join(b.TempDir(), "region.gpkg")
	s := open(b, file)
	for b.Loop() { // the first into an empty file, the others in place of the one before
		if err := s.Save(b.Context(), d); err != nil {
			b.Fatal(err)
		}
	}
	if info, err := os.Stat(file); err == nil {
		b.ReportMetric(float64(info.Size())/1e6, "MB")
	}
}

func BenchmarkLoadHoneycomb100000(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "region.gpkg"))
	if err := s.Save(b.Context(), honeycomb(100_000)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Load(b.Context(), "honeycomb"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWindowOfHoneycomb100000(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "region.gpkg"))
	if err := s.Save(b.Context(), honeycomb(100_000)); err != nil {
		b.Fatal(err)
	}
	box := orb.Bound{Min: orb.Point{117, 35}, Max: orb.Point{117.1, 35.1}}
	for b.Loop() {
		p, err := s.Query(b.Context(), "honeycomb", feature.Lakes, store.Query{BBox: &box, Limit: 100})
		if err != nil || len(p.Features) != 100 {
			b.Fatal(len(p.Features), err)
		}
	}
}
