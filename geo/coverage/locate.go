package coverage

import (
	"unsafe"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// Locate gives the one cell that p belongs to; false outside of all.
func (c *Coverage) Locate(p orb.Point) (name string, ok bool) {
	owner := c.locate(p)
	if owner < 0 {
		return "", false
	}
	return c.names[owner], true
}

// LocateIndex is Locate with the cell's place in Names.
func (c *Coverage) LocateIndex(p orb.Point) (index int, ok bool) {
	owner := c.locate(p)
	return int(owner), owner >= 0
}

// locate gives the owner's number, which follows the names; none outside.
func (c *Coverage) locate(p orb.Point) int32 {
	if c.plan != nil {
		if owner := c.plan.owner(p); owner != ask {
			return owner
		}
	}
	return c.search(p)
}

// search asks the cells themselves, exactly.
func (c *Coverage) search(p orb.Point) int32 {
	owner := none
	c.faces.Search(p, p, func(_, _ [2]float64, f *face) bool {
		if (owner < 0 || f.cell < owner) && f.side(p) != predicate.Outside {
			owner = f.cell
		}
		return true
	})
	return int32(owner)
}

// IndexBytes is the memory that Locate needs beside the areas and names given: the
// map, and what makes ready to ask cells.
func (c *Coverage) IndexBytes() int {
	n := len(c.names) * int(unsafe.Sizeof(""))
	if c.plan != nil {
		n += c.plan.bytes()
	}
	c.faces.Scan(func(lo, hi [2]float64, f *face) bool {
		n += f.bytes() + int(unsafe.Sizeof(lo)+unsafe.Sizeof(hi)+unsafe.Sizeof(f))*3/2 // nodes are two thirds full
		return true
	})
	return n
}

// LocateMany does LocateIndex for many places: owners[i], which must be there, gets
// the index for places[i], or -1 outside of all. In any order it takes less than half
// the time of asking for one after another.
func (c *Coverage) LocateMany(places []orb.Point, owners []int32) {
	owners = owners[:len(places)]
	for len(places) > 0 {
		n := min(len(places), group)
		if c.plan != nil {
			c.plan.ownersOf(places[:n], owners[:n])
		}
		for i, owner := range owners[:n] {
			if owner == ask || c.plan == nil {
				owners[i] = c.search(places[i])
			}
		}
		places, owners = places[n:], owners[n:]
	}
}
