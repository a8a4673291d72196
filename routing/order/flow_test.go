package order

import (
	"math/bits"
	"math/rand/v2"
	"testing"
)

// Of all ways to part the nodes between the ends of a line, a cut has the fewest edges, and of
// those with as few the fewest nodes beside the source; its cover touches each of them.
func TestCutIsLeast(t *testing.T) {
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 0))
		n := 4 + rng.IntN(9)
		near := make([]uint32, n) // neighbours, one bit each
		for range 1 + rng.IntN(3*n) {
			if u, v := rng.IntN(n), rng.IntN(n); u != v {
				near[u] |= 1 << v
				near[v] |= 1 << u
			}
		}
		f, keys := &network{}, make([]uint64, n)
		f.reset(n)
		for u := range n {
			for v := range int32(n) {
				if near[u]>>v&1 == 1 {
					f.to = append(f.to, v)
				}
			}
			f.first = append(f.first, int32(len(f.to)))
			keys[u] = sortable(float64(u/3))<<32 | uint64(u) // as they are sorted along a line
		}
		f.pair()
		k := max(1, n/4)
		sides := func(set uint32) (edges int) {
			for u, list := range near {
				if set>>u&1 == 1 {
					edges += bits.OnesCount32(list &^ set)
				}
			}
			return edges
		}
		least, nodes := n*n, n
		for set := range uint32(1) << n {
			if set&(1<<k-1) != 1<<k-1 || set>>(n-k) != 0 {
				continue // not all of the source, or some of the sink
			}
			if e := sides(set); e < least || e == least && bits.OnesCount32(set) < nodes {
				least, nodes = e, bits.OnesCount32(set)
			}
		}
		got, ok := f.cut(keys, cut{size: 1 << 20, balance: 1})
		if !ok || got.size != least || got.balance != min(nodes, n-nodes) {
			t.Fatalf("seed %d: a cut of %d edges beside %d nodes (%v), want %d beside %d", seed, got.size, got.balance, ok, least, min(nodes, n-nodes))
		}
		for _, u := range got.cover {
			near[u] = 0 // nobody goes on from there
		}
		reached := uint32(1<<k - 1)
		for range n {
			for u, list := range near {
				if reached>>u&1 == 1 {
					reached |= list
				}
			}
		}
		for _, u := range got.cover {
			reached &^= 1 << u
		}
		if reached>>(n-k) != 0 || len(got.cover) > least {
			t.Fatalf("seed %d: the cover %v of %d edges does not part the ends", seed, got.cover, least)
		}
	}
}
