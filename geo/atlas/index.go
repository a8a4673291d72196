package atlas

import (
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/geo/geodesy"
)

// areaIndex finds areas by their place.
type areaIndex struct {
	areas  []Area
	bounds []orb.Bound
	shapes []func() *geodesy.Shape // made when first asked for
	boxes  rtree.RTreeG[int]
}

// few is how many areas are looked through faster than a tree is gone down.
const few = 32

func newAreaIndex(areas []Area) *areaIndex {
	x := &areaIndex{areas: areas}
	for i, a := range areas {
		b := a.Geometry.Bound()
		x.bounds = append(x.bounds, b)
		x.shapes = append(x.shapes, sync.OnceValue(func() *geodesy.Shape { return geodesy.Prepare(a.Geometry) }))
		if len(areas) > few {
			x.boxes.Insert(b.Min, b.Max, i)
		}
	}
	return x
}

// near calls with the number of every area whose box meets b, in their order.
func (x *areaIndex) near(b orb.Bound, with func(int)) {
	if len(x.areas) <= few {
		for i := range x.bounds {
			if x.bounds[i].Intersects(b) {
				with(i)
			}
		}
		return
	}
	var found []int
	x.boxes.Search(b.Min, b.Max, func(_, _ [2]float64, i int) bool {
		found = append(found, i)
		return true
	})
	slices.Sort(found)
	for _, i := range found {
		with(i)
	}
}
