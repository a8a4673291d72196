package main

import (
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"xunhu/geo/coverage"
)

// An orbTree is orb's point in polygon behind tidwall's R-tree.
type orbTree struct {
	tree  rtree.RTreeG[int32]
	areas []orb.MultiPolygon
}

func newOrb(cells []coverage.Cell) *orbTree {
	t := &orbTree{}
	for i, cl := range cells {
		area := cl.Area.(orb.MultiPolygon)
		t.areas = append(t.areas, area)
		b := area.Bound()
		t.tree.Insert(b.Min, b.Max, int32(i))
	}
	return t
}

func (t *orbTree) locate(places []orb.Point, owners []int32) {
	for i, p := range places {
		owner := int32(-1)
		t.tree.Search(p, p, func(_, _ [2]float64, k int32) bool {
			if (owner < 0 || k < owner) && planar.MultiPolygonContains(t.areas[k], p) {
				owner = k
			}
			return true
		})
		owners[i] = owner
	}
}
