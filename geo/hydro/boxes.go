package hydro

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// boxes finds reaches by place. Bits of them stand in the order of a Z-curve through
// their middles, so that a run of bits is small on the ground; over the runs lies a
// binary tree of boxes as in a heap: node i has the children 2i+1 and 2i+2, and covers
// a range of runs that is halved at each step down.
type boxes struct {
	order []bit
	nodes []orb.Bound
}

// A bit is some edges of a reach: the bitLength from the given one on.
type bit struct{ reach, edge int32 }

// bitLength is how many edges a bit has at most, runLength how many bits share a box.
const (
	bitLength = 8
	runLength = 8
)

func (x *boxes) runs() int { return (len(x.order) + runLength - 1) / runLength }

func (x *boxes) run(i int) []bit {
	return x.order[i*runLength : min((i+1)*runLength, len(x.order))]
}

// plant builds the tree over the bits of all reaches of a network.
func (x *boxes) plant(n *Network) {
	bits := 0
	for r := range n.NumReaches() {
		bits += (len(n.Line(int32(r))) - 1 + bitLength - 1) / bitLength
	}
	type keyed struct {
		key uint64
		bit
	}
	all := make([]keyed, 0, bits)
	boxOf := func(b bit) orb.Bound { return n.bitLine(b).Bound() }
	for r := range int32(n.NumReaches()) {
		if n.River(r).Class == Lake { // no course that something could lie at
			continue
		}
		for e := int32(0); e < int32(len(n.Line(r)))-1; e += bitLength {
			b := bit{r, e}
			c := boxOf(b).Center()
			all = append(all, keyed{spread((c[0]+180)/360)<<1 | spread((c[1]+90)/180), b})
		}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.reach, b.reach), cmp.Compare(a.edge, b.edge))
	})
	x.order = make([]bit, len(all))
	for i, k := range all {
		x.order[i] = k.bit
	}
	if len(all) == 0 {
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
			for _, b := range run[1:] {
				box = box.Union(boxOf(b))
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

// bitLine is the course of a bit.
func (n *Network) bitLine(b bit) orb.LineString {
	line := n.Line(b.reach)
	return line[b.edge:min(int(b.edge)+bitLength+1, len(line))]
}

// visit goes to the bits of all runs whose box meets b.
func (x *boxes) visit(b orb.Bound, with func(bit)) {
	if len(x.order) > 0 {
		x.down(0, 0, x.runs(), &b, with)
	}
}

func (x *boxes) down(node, low, high int, b *orb.Bound, with func(bit)) {
	if !x.nodes[node].Intersects(*b) {
		return
	}
	if high-low == 1 {
		for _, r := range x.run(low) {
			with(r)
		}
		return
	}
	middle := (low + high) / 2
	x.down(2*node+1, low, middle, b, with)
	x.down(2*node+2, middle, high, b, with)
}
