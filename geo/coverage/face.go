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
	cell   int
	area   orb.Polygon
	points []orb.Point // all rings, one after another; edge i runs from i to i+1
	south  float64
	scale  float64 // slabs a degree
	first  []int32 // of each slab in edges, and the end of the last; none if it is small
	edges  []int32
}

// edgesPerSlab is a balance of memory and speed: an edge is in few slabs, a slab
// has few edges.
const edgesPerSlab = 4

// slabsPerEdge bounds the memory where many edges are high, as in a comb.
const slabsPerEdge = 8

// small is how many edges may be looked at one after another.
const small = 128

func newFace(cell int, area orb.Polygon) *face {
	box := area.Bound()
	f := &face{cell: cell, area: area, points: area[0], south: box.Min[1]}
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
	if len(area) > 1 {
		f.points = nil
		for _, r := range area {
			f.points = append(f.points, r...)
		}
	}
	height := box.Max[1] - box.Min[1]
	n := 1 + int(float64(edges)*min(1.0/edgesPerSlab, slabsPerEdge*height/climb))
	f.scale = float64(n) / height
	f.first = make([]int32, n+1)
	reach := func(yield func(edge int32, slab int)) {
		i := int32(0)
		for _, r := range area {
			for k := 1; k < len(r); k++ {
				lo, hi := f.slab(min(r[k-1][1], r[k][1])), f.slab(max(r[k-1][1], r[k][1]))
				for ; lo <= hi; lo++ {
					yield(i, lo)
				}
				i++
			}
			i++
		}
	}
	reach(func(_ int32, slab int) { f.first[slab+1]++ })
	for i := range n {
		f.first[i+1] += f.first[i]
	}
	f.edges = make([]int32, f.first[n])
	next := slices.Clone(f.first[:n])
	reach(func(edge int32, slab int) {
		f.edges[next[slab]] = edge
		next[slab]++
	})
	return f
}

// slab is the number of the slab of a latitude. It never falls as lat rises, so
// that whatever rounding does, an edge is listed in the slab of each of its points.
func (f *face) slab(lat float64) int {
	return max(0, min(len(f.first)-2, int((lat-f.south)*f.scale)))
}

// side tells where p lies; as predicate.In does.
func (f *face) side(p orb.Point) predicate.Side {
	if f.first == nil {
		return predicate.In(p, f.area)
	}
	i := f.slab(p[1])
	odd := false
	for _, e := range f.edges[f.first[i]:f.first[i+1]] {
		crosses, on := predicate.Ray(p, f.points[e], f.points[e+1])
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
	n := int(unsafe.Sizeof(*f)) + 4*(len(f.first)+len(f.edges))
	if f.first != nil && len(f.area) > 1 {
		n += 16 * len(f.points)
	}
	return n
}
