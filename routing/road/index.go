package road

import (
	"cmp"
	"math"
	"slices"
)

// An index finds the stretches of road that may lie in a rectangle: a packed tree over boxes of a
// few segments each, in the order of Hilbert's curve (Kamel and Faloutsos 1994). Level 0 is the
// stretches; each box above covers fan boxes below.
type index struct {
	boxes  []box
	items  []int32 // by box of level 0: edge
	starts []int32 // by box of level 0: the point at which its stretch begins
	levels []int32 // where each level begins in boxes, and where the last ends
}

type box struct{ west, south, east, north int32 }

const (
	fan     = 16
	stretch = 8 // segments
)

func (b box) meets(o box) bool {
	return b.west <= o.east && o.west <= b.east && b.south <= o.north && o.south <= b.north
}

func (b box) with(o box) box {
	return box{min(b.west, o.west), min(b.south, o.south), max(b.east, o.east), max(b.north, o.north)}
}

// A leaf is a stretch before it stands in a tree.
type leaf struct {
	box         box
	edge, start int32
	key         uint64 // its middle's place on the curve
}

// leafOf makes the leaf of the points of a stretch.
func leafOf(edge, start int32, points ...point) leaf {
	b := box{math.MaxInt32, math.MaxInt32, math.MinInt32, math.MinInt32}
	for _, p := range points {
		b = b.with(box{p.lon, p.lat, p.lon, p.lat})
	}
	middle := func(low, high int32) uint32 { return uint32((int64(low)+int64(high))/2 + 1<<31) }
	return leaf{b, edge, start, hilbert(middle(b.west, b.east), middle(b.south, b.north))}
}

// indexOf makes the index of a network.
func indexOf(n *Network) index {
	var leaves []leaf
	for e := range int32(n.NumEdges()) {
		last := n.first[e+1] - 1
		for i := n.first[e]; i < last; i += stretch {
			leaves = append(leaves, leafOf(e, i, n.points[i:min(i+stretch, last)+1]...))
		}
	}
	return plant(leaves)
}

// plant makes a tree of leaves.
func plant(leaves []leaf) index {
	slices.SortStableFunc(leaves, func(a, b leaf) int { return cmp.Compare(a.key, b.key) })
	x := index{levels: []int32{0}}
	for _, l := range leaves {
		x.boxes = append(x.boxes, l.box)
		x.items = append(x.items, l.edge)
		x.starts = append(x.starts, l.start)
	}
	for from := 0; ; {
		to := len(x.boxes)
		x.levels = append(x.levels, int32(to))
		if to-from <= 1 {
			return x
		}
		for i := from; i < to; i += fan {
			b := x.boxes[i]
			for _, o := range x.boxes[i+1 : min(i+fan, to)] {
				b = b.with(o)
			}
			x.boxes = append(x.boxes, b)
		}
		from = to
	}
}

// search visits the stretches whose boxes meet a rectangle: the edge and its point from which they go on.
func (x *index) search(in box, visit func(edge, start int32)) {
	top := len(x.levels) - 2
	if top < 0 || x.levels[top] == x.levels[top+1] {
		return
	}
	x.descend(top, x.levels[top], in, visit)
}

func (x *index) descend(level int, i int32, in box, visit func(edge, start int32)) {
	if !x.boxes[i].meets(in) {
		return
	}
	if level == 0 {
		visit(x.items[i], x.starts[i])
		return
	}
	below := x.levels[level-1]
	from := below + (i-x.levels[level])*fan
	for k := from; k < min(from+fan, x.levels[level]); k++ {
		x.descend(level-1, k, in, visit)
	}
}

// nearest visits the stretches whose boxes come within so many metres of an origin, those
// of near boxes first; visit may bring the metres down as it finds something.
func (x *index) nearest(f beacon, within *float64, visit func(edge, start int32)) {
	top := len(x.levels) - 2
	if top >= 0 && x.levels[top] < x.levels[top+1] && f.gap(&x.boxes[x.levels[top]]) <= *within**within {
		x.approach(top, x.levels[top], &f, within, visit)
	}
}

func (x *index) approach(level int, i int32, f *beacon, within *float64, visit func(edge, start int32)) {
	if level == 0 {
		visit(x.items[i], x.starts[i])
		return
	}
	below := x.levels[level-1]
	from := below + (i-x.levels[level])*fan
	boxes := x.boxes[from:min(from+fan, x.levels[level])]
	var gaps [fan]float64
	var near [fan]int32
	n := 0
	limit := *within * *within
	for k := range boxes {
		if gap := f.gap(&boxes[k]); gap <= limit { // into its place among those that are nearer
			j := n
			for n++; j > 0 && gaps[j-1] > gap; j-- {
				gaps[j], near[j] = gaps[j-1], near[j-1]
			}
			gaps[j], near[j] = gap, int32(k)
		}
	}
	for k := range n {
		if gaps[k] > *within**within {
			return
		}
		x.approach(level-1, from+near[k], f, within, visit)
	}
}

// hilbert gives the place of a point on Hilbert's curve.
func hilbert(x, y uint32) (d uint64) {
	for s := uint32(1) << 31; s > 0; s >>= 1 {
		rx, ry := uint64(0), uint64(0)
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d = d<<2 | (3 * rx) ^ ry
		if ry == 0 { // turn the quarter
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}
