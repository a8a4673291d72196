package tiles

import (
	"math/rand/v2"
	"testing"

	"xunhu/geo/feature"
)

// The synthetic instance "patchwork-32": 1,024 towns with crooked shared borders of
// 200 vertices, 0.4 million vertices in all, over two tiles of zoom 8.
func BenchmarkNewPatchwork32(b *testing.B) {
	d := dataset(map[feature.Kind][]feature.Feature{feature.Towns: patchwork(rand.New(rand.NewPCG(1, 0)), 32, 200, 2.0/256)})
	b.ReportAllocs()
	for b.Loop() {
		New(d)
	}
}

func BenchmarkTilePatchwork32(b *testing.B) {
	s := New(dataset(map[feature.Kind][]feature.Feature{feature.Towns: patchwork(rand.New(rand.NewPCG(1, 0)), 32, 200, 2.0/256)}))
	for name, a := range map[string]address{"zoom8": {8, 127, 127}, "zoom11": {11, 1021, 1021}, "zoom14": {14, 8180, 8180}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				tile := s.draw(a, "")
				if tile == nil {
					b.Fatal("nothing is drawn")
				}
				size = len(tile)
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}
