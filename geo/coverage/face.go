package coverage

import (
	"math"
	"slices"
	"unsafe"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// A face is one polygon of a cell, made ready to say where places lie. A large one
// is cut into slabs of equal height; a slab lists the edges that reach into it,
// which are few, and a ray from a place to the east meets no others.
type face struct {
	cell  int
	area  orb.Polygon
	slabs *slabs // nil if it is small
}

type slabs struct {
	points []orb.Point // all rings, one after another; edge i runs from i to i+1
	south  float64
	scale  float64 // slabs a degree
	first  []int32 // of each slab in edges, and the end of the last
	edges  []int32
}

// edgesPerSlab is a balance of memory and speed: an edge is in few slabs, a slab
// has few edges.
const edgesPerSlab = 4

// slabsPerEdge bounds the memory where many edges are high, as in a comb.
const slabsPerEdge = 8

// small is how many edges may be looked at one after another.
const small = 128

// newFace makes a polygon ready, box being around it.
func newFace(cell int, area orb.Polygon, box orb.Bound) *face {
	f := &face{cell: cell, area: area}
	edges, climb := -len(area), 0.0 // the last point of a ring begins no edge
	for _, r := range area {
		edges += len(r)
		for k := 1; k < len(r); k++ {
			climb += math.Abs(r[k][1] - r[k-1][1])
		}
	}
	if edges <= small {
		return f
	}
	l := &slabs{points: area[0], south: box.Min[1]}
	if len(area) > 1 {
		l.points = slices.Concat(area...)
	}
	height := box.Max[1] - box.Min[1]
	n := 1 + int(float64(edges)*min(1.0/edgesPerSlab, slabsPerEdge*height/climb))
	l.scale = float64(n) / height
	l.first = make([]int32, n+1)
	reach := func(yield func(edge int32, slab int)) {
		i := int32(0)
		for _, r := range area {
			for k := 1; k < len(r); k++ {
				lo, hi := l.slab(min(r[k-1][1], r[k][1])), l.slab(max(r[k-1][1], r[k][1]))
				for ; lo <= hi; lo++ {
					yield(i, lo)
				}
				i++
			}
			i++
		}
	}
	reach(func(_ int32, slab int) { l.first[slab+1]++ })
	for i := range n {
		l.first[i+1] += l.first[i]
	}
	l.edges = make([]int32, l.first[n])
	next := slices.Clone(l.first[:n])
	reach(func(edge int32, slab int) {
		l.edges[next[slab]] = edge
		next[slab]++
	})
	f.slabs = l
	return f
}

// slab is the number of the slab of a latitude. It never falls as lat rises, so
// that whatever rounding does, an edge is listed in the slab of each of its points.
func (l *slabs) slab(lat float64) int {
	return max(0, min(len(l.first)-2, int((lat-l.south)*l.scale)))
}

// side tells where p lies; as predicate.In does.
func (f *face) side(p orb.Point) predicate.Side {
	l := f.slabs
	if l == nil {
		return predicate.In(p, f.area)
	}
	i := l.slab(p[1])
	odd := false
	for _, e := range l.edges[l.first[i]:l.first[i+1]] {
		crosses, on := predicate.Ray(p, l.points[e], l.points[e+1])
		if on {
			return predicate.Boundary
		}
		odd = odd != crosses
	}
	if odd {
		return predicate.Inside
	}
	return predicate.Outside
}

// bytes is the memory that it holds beside the area.
func (f *face) bytes() int {
	n := int(unsafe.Sizeof(*f))
	if l := f.slabs; l != nil {
		n += int(unsafe.Sizeof(*l)) + 4*(len(l.first)+len(l.edges))
		if len(f.area) > 1 {
			n += 16 * len(l.points)
		}
	}
	return n
}
