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
	around := land.Bound()
	b.polys.Search(around.Min, around.Max, func(_, _ [2]float64, poly polygon) bool {
		in[poly.cell] = in[poly.cell] || known[poly.cell] || predicate.In(at, poly.area) == predicate.Inside || enters(poly.area, land)
		return true
	})
	maps.DeleteFunc(in, func(_ int32, has bool) bool { return !has })
	return slices.Sorted(maps.Keys(in))
}

// enters tells whether the border of an area runs through the inside of another, by
// more than snap.
func enters(area orb.Polygon, land orb.MultiPolygon) bool {
	around := land.Bound()
	return !predicate.Edges(area, func(a, b orb.Point) bool {
		if a == b || max(a[0], b[0]) < around.Min[0] || min(a[0], b[0]) > around.Max[0] ||
			max(a[1], b[1]) < around.Min[1] || min(a[1], b[1]) > around.Max[1] {
			return true
		}
		cuts := []float64{0, 1}
		predicate.Edges(land, func(c, d orb.Point) bool {
			if predicate.SegmentsCross(a, b, c, d) {
				cuts = append(cuts, along(a, b, predicate.Crossing(a, b, c, d)))
			}
			return true
		})
		for _, piece := range cutAt(a, b, cuts) {
			if m := middle(piece[0], piece[1]); predicate.In(m, land) == predicate.Inside && !beside(land, m) {
				return false
			}
		}
		return true
	})
}

// beside tells whether p lies within snap of the border of an area.
func beside(area orb.Geometry, p orb.Point) bool {
	return !predicate.Edges(area, func(a, b orb.Point) bool {
		s := seam{a: a, b: b}
		return apart(p, a) > snap && apart(p, b) > snap && !passes(&s, p)
	})
}
