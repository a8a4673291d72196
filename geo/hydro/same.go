package hydro

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"
)

// fold is how many places are compared in one table: as many as stay near the processor.
const fold = 1 << 11

// firsts gives of each place the number of the first that is the same. The places are
// dealt out by a hash to folds, and each fold is looked at by itself.
func firsts(places []orb.Point) []int32 {
	folds := 1
	for folds < 1<<12 && folds*fold < len(places) {
		folds *= 2
	}
	type hashed struct {
		at   int32
		hash uint32
	}
	foldOf := func(h uint64) int { return int(h>>32) & (folds - 1) }
	starts := make([]int32, folds+1)
	for _, p := range places {
		starts[foldOf(hashOf(p))+1]++
	}
	most := int32(0)
	for i := range folds {
		most = max(most, starts[i+1])
		starts[i+1] += starts[i]
	}
	dealt := make([]hashed, len(places))
	next := slices.Clone(starts[:folds])
	for i, p := range places {
		h := hashOf(p)
		f := foldOf(h)
		dealt[next[f]] = hashed{int32(i), uint32(h)}
		next[f]++
	}
	size := 2
	for size < 2*int(most) {
		size *= 2
	}
	first := make([]int32, len(places))
	side(folds, func(take func() (int, bool)) {
		table := make([]int32, size) // number in the fold, plus 1
		for f, ok := take(); ok; f, ok = take() {
			clear(table)
			for i, d := range dealt[starts[f]:starts[f+1]] {
				for slot := d.hash; ; slot++ {
					t := &table[int(slot)&(size-1)]
					if *t == 0 {
						*t, first[d.at] = int32(i+1), d.at
						break
					}
					if o := dealt[starts[f]+*t-1]; o.hash == d.hash && places[o.at] == places[d.at] {
						first[d.at] = o.at
						break
					}
				}
			}
		}
	})
	return first
}

// hashOf hashes a place; equal places, and so both zeros, alike.
func hashOf(p orb.Point) uint64 {
	h := math.Float64bits(p[0]+0)*0x9E3779B97F4A7C15 ^ math.Float64bits(p[1]+0)*0xC2B2AE3D27D4EB4F
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return h ^ h>>32
}

// side has the work of the numbers below n done side by side: each worker takes
// numbers until none is left.
func side(n int, work func(take func() (int, bool))) {
	var taken atomic.Int64
	take := func() (int, bool) {
		i := int(taken.Add(1)) - 1
		return i, i < n
	}
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) - 1 {
		workers.Go(func() { work(take) })
	}
	work(take)
	workers.Wait()
}
