package coverage

import (
	"maps"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/geo/predicate"
)

// A box finds cells by where their polygons lie.
type box struct {
	cells []cell
	polys rtree.RTreeG[polygon]
}

type polygon struct {
	cell int32
	area orb.Polygon
}

func newBox(cells []cell) *box {
	b := &box{cells: cells}
	for i, cl := range cells {
		for _, poly := range cl.area {
			around := poly.Bound()
			b.polys.Insert(around.Min, around.Max, polygon{int32(i), poly})
		}
	}
	return b
}

// covering counts the cells other than those of the given seams that hold p within
// them; ok is false if p is on the border of one.
func (b *box) covering(p orb.Point, except []seam) (n int, ok bool) {
	ok = true
	b.polys.Search(p, p, func(_, _ [2]float64, poly polygon) bool {
		if slices.ContainsFunc(except, func(s seam) bool { return s.cell == poly.cell }) {
			return true
		}
		switch predicate.In(p, poly.area) {
		case predicate.Inside:
			n++
		case predicate.Boundary:
			ok = false
		}
		return true
	})
	return n, ok
}

// sharing lists the cells that have part of the land: those known to, those that
// hold the place within it, and those whose border enters it.
func (b *box) sharing(land orb.MultiPolygon, at orb.Point, known map[int32]bool) []int32 {
	in := map[int32]bool{}
	g := newGround(land)
	b.polys.Search(g.box.Min, g.box.Max, func(_, _ [2]float64, poly polygon) bool {
		in[poly.cell] = in[poly.cell] || known[poly.cell] || predicate.In(at, poly.area) == predicate.Inside || g.entered(poly.area)
		return true
	})
	maps.DeleteFunc(in, func(_ int32, has bool) bool { return !has })
	return slices.Sorted(maps.Keys(in))
}
