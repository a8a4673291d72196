package atlas

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

// areaIndex finds areas by their place.
type areaIndex struct {
	areas []Area
	boxes rtree.RTreeG[int]
}

func newAreaIndex(areas []Area) *areaIndex {
	x := &areaIndex{areas: areas}
	for i, a := range areas {
		b := a.Geometry.Bound()
		x.boxes.Insert(b.Min, b.Max, i)
	}
	return x
}

// meeting gives the areas that share a point with g, in the order of the slice.
func (x *areaIndex) meeting(g orb.Geometry) ([]Area, error) {
	if x == nil || g == nil {
		return nil, nil
	}
	var near []int
	b := g.Bound()
	x.boxes.Search(b.Min, b.Max, func(_, _ [2]float64, i int) bool {
		near = append(near, i)
		return true
	})
	slices.SortFunc(near, cmp.Compare[int])
	var found []Area
	for _, i := range near {
		meets := false
		if p, ok := g.(orb.Point); ok {
			meets = predicate.In(p, x.areas[i].Geometry) != predicate.Outside
		} else {
			var err error
			if meets, err = overlay.Intersects(g, x.areas[i].Geometry); err != nil {
				return nil, err
			}
		}
		if meets {
			found = append(found, x.areas[i])
		}
	}
	return found, nil
}
