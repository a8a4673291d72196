package coverage

import (
	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// A face is one polygon of a cell, made ready to say where points lie. It is cut
// into slabs of equal height; a slab lists the edges that reach into it, which are
// few, and a ray from a point to the east meets no others.
type face struct {
	cell  int
	area  orb.Polygon
	south float64
	scale float64 // slabs a degree
	first []int32 // of each slab in edges, and the end of the last
	edges [][2]orb.Point
}

// edgesPerSlab is a balance of memory and speed: an edge is in few slabs, a slab
// has few edges.
const edgesPerSlab = 4

func newFace(cell int, area orb.Polygon) *face {
	box := area.Bound()
	f := &face{cell: cell, area: area, south: box.Min[1]}
	var edges [][2]orb.Point
	predicate.Edges(area, func(a, b orb.Point) bool {
		edges = append(edges, [2]orb.Point{a, b})
		return true
	})
	n := len(edges)/edgesPerSlab + 1
	f.scale = float64(n) / (box.Max[1] - box.Min[1])
	f.first = make([]int32, n+1)
	reach := func(e [2]orb.Point) (lo, hi int) {
		return f.slab(min(e[0][1], e[1][1])), f.slab(max(e[0][1], e[1][1]))
	}
	for _, e := range edges {
		for lo, hi := reach(e); lo <= hi; lo++ {
			f.first[lo+1]++
		}
	}
	for i := range n {
		f.first[i+1] += f.first[i]
	}
	f.edges = make([][2]orb.Point, f.first[n])
	next := append([]int32(nil), f.first[:n]...)
	for _, e := range edges {
		for lo, hi := reach(e); lo <= hi; lo++ {
			f.edges[next[lo]] = e
			next[lo]++
		}
	}
	return f
}

// slab is the number of the slab of a latitude. It never falls as lat rises, so
// that whatever rounding does, an edge is listed in the slab of each of its points.
func (f *face) slab(lat float64) int {
	return max(0, min(len(f.first)-2, int((lat-f.south)*f.scale)))
}

// side tells where p lies; as predicate.In does.
func (f *face) side(p orb.Point) predicate.Side {
	i := f.slab(p[1])
	odd := false
	for _, e := range f.edges[f.first[i]:f.first[i+1]] {
		crosses, on := predicate.Ray(p, e[0], e[1])
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
