package hydro_test

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/hydro"
)

// treeOf draws the random model of a river basin: from every corner of a grid a
// reach flows west or south, by chance, until it comes to the edge. A. E.
// Scheidegger, A stochastic model for drainage patterns (1967).
func treeOf(side int) []hydro.River {
	rng := rand.New(rand.NewPCG(1, 1))
	at := func(x, y int) orb.Point { return orb.Point{100 + 0.003*float64(x), 30 + 0.003*float64(y)} }
	rivers := make([]hydro.River, 0, side*side)
	for y := 1; y <= side; y++ {
		for x := 1; x <= side; x++ {
			from, to := at(x, y), at(x-1, y)
			if rng.IntN(2) == 0 {
				to = at(x, y-1)
			}
			bend := orb.Point{(from[0]+to[0])/2 + 0.0002, (from[1]+to[1])/2 + 0.0003}
			rivers = append(rivers, hydro.River{Directed: true, Line: orb.LineString{from, bend, to}})
		}
	}
	return rivers
}

func BenchmarkBuild(b *testing.B) {
	rivers := treeOf(1000)
	for b.Loop() {
		hydro.Build(rivers)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := hydro.Build(rivers)
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n.NumReaches()), "bytes/reach")
}

// The trace goes from a random reach as far as it meets some 300 reaches.
func BenchmarkUp(b *testing.B) {
	n := hydro.Build(treeOf(1000))
	rng := rand.New(rand.NewPCG(2, 2))
	var starts []hydro.Place
	for len(starts) < 1000 {
		p := hydro.Place{Reach: int32(rng.IntN(n.NumReaches())), MeasureM: 100}
		if k := len(n.Up(p, 1e7)); k > 200 && k < 500 {
			starts = append(starts, p)
		}
	}
	reaches, i := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		reaches += len(n.Up(starts[i%len(starts)], 1e7))
		i++
	}
	b.ReportMetric(float64(reaches)/float64(b.N), "reaches")
}

func BenchmarkSnap(b *testing.B) {
	n := hydro.Build(treeOf(1000))
	rng := rand.New(rand.NewPCG(3, 3))
	b.ReportAllocs()
	for b.Loop() {
		r := int32(rng.IntN(n.NumReaches()))
		if p := n.At(hydro.Place{Reach: r, MeasureM: 50}); len(n.Snap(p, 100)) == 0 {
			b.Fatal("no reach")
		}
	}
}
