package valid_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/valid"
)

// A ring that winds like the border of a town, with some 64 vertices, and one of a large
// lake.
func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{64, 1000} {
		r := make(orb.Ring, 0, n+1)
		for i := range n {
			s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			by := 0.05 * (1 + 0.2*math.Sin(float64(i)*1.7) + 0.1*math.Sin(float64(i*i%97)))
			r = append(r, orb.Point{117 + by*c, 35 + by*s})
		}
		area := orb.Polygon{append(r, r[0])}
		if f := valid.Check(area); f != nil {
			b.Fatal(f)
		}
		b.Run(map[bool]string{true: "town", false: "lake"}[n < 100], func(b *testing.B) {
			for b.Loop() {
				valid.Check(area)
			}
		})
	}
}
