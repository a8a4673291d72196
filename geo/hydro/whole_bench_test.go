package hydro_test

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"xunhu/geo/hydro"
)

// wholeSide makes a basin of 2.7 million reaches, about as many as a whole country's
// hydrography has.
const wholeSide = 1643

// BenchmarkWhole sets the network beside a plain probe on the same tree, in the same
// run. The probe knows which reach flows into which and no more: no place on the map, no
// metres, no direction that is not known, and no order.
func BenchmarkWhole(b *testing.B) {
	rivers := treeOf(wholeSide)
	n := hydro.Build(rivers)
	b.Run("build", func(b *testing.B) {
		for b.Loop() {
			n = hydro.Build(rivers)
		}
		n = nil
		b.ReportMetric(megabytes(func() { n = hydro.Build(rivers) }), "MB")
	})
	tails, heads := ends(n)
	p := newProbe(tails, heads)
	b.Run("probe/build", func(b *testing.B) {
		for b.Loop() {
			p = newProbe(tails, heads)
		}
		p = nil
		b.ReportMetric(megabytes(func() { p = newProbe(tails, heads) }), "MB")
	})
	random := func(b *testing.B, trace func(reach int32) int) {
		rng := rand.New(rand.NewPCG(2, 2))
		starts := make([]int32, 20_000)
		for i := range starts {
			starts[i] = int32(rng.IntN(n.NumReaches()))
		}
		i, reaches := 0, 0
		b.ReportAllocs()
		for b.Loop() {
			reaches += trace(starts[i%len(starts)])
			i++
		}
		b.ReportMetric(float64(reaches)/float64(i), "reaches")
	}
	b.Run("up", func(b *testing.B) {
		random(b, func(r int32) int { return len(n.Up(hydro.Place{Reach: r, MeasureM: n.Length(r)}, 1e9)) })
	})
	b.Run("probe/up", func(b *testing.B) { random(b, p.up) })
}

// megabytes is how much of the memory that work takes is still held after it.
func megabytes(work func()) float64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	work()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return float64(after.HeapAlloc-before.HeapAlloc) / 1e6
}
