package hydro

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// boxes finds reaches by place. They stand in the order of a Z-curve through their
// middles, so that a run of them is small on the ground; over the runs lies a binary
// tree of boxes as in a heap: node i has the children 2i+1 and 2i+2, and covers a
// range of runs that is halved at each step down.
type boxes struct {
	order []int32
	nodes []orb.Bound
}

// runLength is how many reaches share a box.
const runLength = 8

func (x *boxes) runs() int { return (len(x.order) + runLength - 1) / runLength }

func (x *boxes) run(i int) []int32 {
	return x.order[i*runLength : min((i+1)*runLength, len(x.order))]
}

// plant builds the tree over the reaches 0 to n-1 with these boxes.
func (x *boxes) plant(n int, boxOf func(int32) orb.Bound) {
	type keyed struct {
		key   uint64
		reach int32
	}
	all := make([]keyed, n)
	for i := range all {
		c := boxOf(int32(i)).Center()
		all[i] = keyed{spread((c[0]+180)/360)<<1 | spread((c[1]+90)/180), int32(i)}
	}
	slices.SortFunc(all, func(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.reach, b.reach)) })
	x.order = make([]int32, n)
	for i, k := range all {
		x.order[i] = k.reach
	}
	if n == 0 {
		return
	}
	size := 1
	for size < x.runs() {
		size *= 2
	}
	x.nodes = make([]orb.Bound, 2*size-1)
	var fill func(node, low, high int)
	fill = func(node, low, high int) {
		if high-low == 1 {
			run := x.run(low)
			box := boxOf(run[0])
			for _, r := range run[1:] {
				box = box.Union(boxOf(r))
			}
			x.nodes[node] = box
			return
		}
		middle := (low + high) / 2
		fill(2*node+1, low, middle)
		fill(2*node+2, middle, high)
		x.nodes[node] = x.nodes[2*node+1].Union(x.nodes[2*node+2])
	}
	fill(0, 0, x.runs())
}

// spread takes 31 bits of a part of 1 and puts a 0 before each.
func spread(part float64) uint64 {
	v := uint64(math.Max(0, math.Min(1, part)) * (1<<31 - 1))
	v = (v | v<<16) & 0x0000FFFF0000FFFF
	v = (v | v<<8) & 0x00FF00FF00FF00FF
	v = (v | v<<4) & 0x0F0F0F0F0F0F0F0F
	v = (v | v<<2) & 0x3333333333333333
	return (v | v<<1) & 0x5555555555555555
}

// visit goes to the reaches of all runs whose box meets b.
func (x *boxes) visit(b orb.Bound, reach func(int32)) {
	if len(x.order) > 0 {
		x.down(0, 0, x.runs(), b, reach)
	}
}

func (x *boxes) down(node, low, high int, b orb.Bound, reach func(int32)) {
	if !x.nodes[node].Intersects(b) {
		return
	}
	if high-low == 1 {
		for _, r := range x.run(low) {
			reach(r)
		}
		return
	}
	middle := (low + high) / 2
	x.down(2*node+1, low, middle, b, reach)
	x.down(2*node+2, middle, high, b, reach)
}
