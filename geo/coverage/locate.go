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
// the index for places[i], or -1 outside of all. Places in no order are taken row
// by row of the map, since memory is slower than the work; for that it needs 12
// bytes a place, at most 12 MB.
func (c *Coverage) LocateMany(places []orb.Point, owners []int32) {
	owners = owners[:len(places)]
	var sorter sorter
	for len(places) > 0 {
		n := min(len(places), batch)
		if c.plan == nil || n < batch/256 || c.plan.inOrder(places[:n]) {
			for i, p := range places[:n] {
				owners[i] = c.locate(p)
			}
		} else {
			c.locateByRow(&sorter, places[:n], owners)
		}
		places, owners = places[n:], owners[n:]
	}
}

// batch is how many places are sorted at once: few enough to bound the memory, many
// enough that some are in the same row.
const batch = 1 << 20

// A sorter holds memory from one batch to the next.
type sorter struct {
	next  []int32 // where the next hit of each row goes; first, those off the map are counted
	tasks []task
}

type task struct {
	hit
	place int32
}

// locateByRow puts hits in the order of their rows, then looks them up.
func (c *Coverage) locateByRow(s *sorter, places []orb.Point, owners []int32) {
	if s.next == nil {
		s.next = make([]int32, int(c.plan.rows)+1)
		s.tasks = make([]task, len(places))
	}
	next := s.next
	clear(next)
	for _, p := range places {
		_, row := c.plan.hit(p)
		next[row+1]++
	}
	next[0] = 0
	for i := range int(c.plan.rows) {
		next[i+1] += next[i]
	}
	tasks := s.tasks[:next[len(next)-1]]
	for i, p := range places {
		h, row := c.plan.hit(p)
		if row == none {
			owners[i] = none
			continue
		}
		tasks[next[row]] = task{h, int32(i)}
		next[row]++
	}
	for _, t := range tasks {
		owner := c.plan.ownerAt(t.hit)
		if owner == ask {
			owner = c.search(places[t.place])
		}
		owners[t.place] = owner
	}
}
