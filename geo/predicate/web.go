package predicate

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"
)

// A web is all edges of an area, and the places where its rings touch.
type web struct {
	area    orb.MultiPolygon
	first   []int // number of each part's shell; its holes follow
	all     []ringEdge
	rings   [][]ringEdge
	touches []touch
	memory  *memory
}

// A ringEdge knows its place.
type ringEdge struct {
	edge
	ring  int
	order int // place in its ring
}

// A touch is a place that edges of two rings share.
type touch struct {
	ring, order [2]int
	at          orb.Point
}

// gather lists the edges, without those of no length.
func gather(g orb.MultiPolygon) *web {
	w := &web{area: g}
	rings, points := 0, 0
	for _, poly := range g {
		rings += len(poly)
		for _, r := range poly {
			points += len(r)
		}
	}
	w.memory = memories.Get().(*memory)
	all := slices.Grow(w.memory.edges[:0], points)
	w.first, w.rings = make([]int, 0, len(g)), make([][]ringEdge, 0, rings)
	for _, poly := range g {
		w.first = append(w.first, len(w.rings))
		for _, r := range poly {
			begin := len(all)
			for i := 1; i < len(r); i++ {
				if r[i-1] != r[i] {
					all = append(all, ringEdge{edge{r[i-1], r[i]}, len(w.rings), len(all) - begin})
				}
			}
			w.rings = append(w.rings, all[begin:len(all):len(all)])
		}
	}
	w.all, w.memory.edges = all, all
	return w
}

// memory is what a web needs most of, kept from one to the next.
type memory struct {
	edges  []ringEdge
	starts []uint64
	live   []span
}

var memories = sync.Pool{New: func() any { return &memory{} }}

// free ends the use of a web.
func (w *web) free() { memories.Put(w.memory) }

// A span is the box of an edge, to the east as a column.
type span struct {
	east         uint64
	south, north float64
	edge         int32
}

// columns divide a web from west to east so finely that few edges begin in the same one.
type columns struct{ west, scale float64 }

func (w *web) columns() columns {
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range w.all {
		lo, hi = min(lo, w.all[i].a[0]), max(hi, w.all[i].a[0]) // each end is a start too
	}
	c := columns{west: lo / 2} // halves do not overflow
	if wide := hi/2 - lo/2; wide > 1e-290 {
		c.scale = (1<<columnBits - 1) / wide
	}
	return c
}

// of gives the column of a longitude; it never falls from west to east.
func (c columns) of(lon float64) uint64 { return uint64((lon/2 - c.west) * c.scale) }

// columnBits leave room for the number of an edge in 64 bits.
const columnBits = 36

// sweep goes over all pairs of edges that meet, from west to east. It records
// touches of different rings; everything else that meets is a fault. An edge that ends in
// a column before that of another does not meet it.
func (w *web) sweep() *Flaw {
	columns := w.columns()
	starts := w.memory.starts[:0]
	for i := range w.all {
		starts = append(starts, columns.of(w.all[i].west())<<(64-columnBits)|uint64(i))
	}
	w.memory.starts = starts
	slices.Sort(starts)
	live := w.memory.live[:0]
	defer func() { w.memory.live = live }()
	for _, at := range starts {
		number := at & (1<<(64-columnBits) - 1)
		e := &w.all[number]
		west := at >> (64 - columnBits)
		s := span{columns.of(e.east()), min(e.a[1], e.b[1]), max(e.a[1], e.b[1]), int32(number)}
		kept := 0
		for _, t := range live {
			if t.east < west {
				continue
			}
			live[kept] = t
			kept++
			if t.south > s.north || t.north < s.south {
				continue
			}
			f := &w.all[t.edge]
			if e.ring == f.ring && w.follow(e, f) || !SegmentsMeet(e.a, e.b, f.a, f.b) {
				continue
			}
			if fault := w.meet(*e, *f); fault != nil {
				return fault
			}
		}
		live = append(live[:kept], s)
	}
	return nil
}

// follow tells whether one edge of a ring follows the other, and turns.
func (w *web) follow(e, f *ringEdge) bool {
	n := len(w.rings[e.ring])
	switch {
	case n < 3:
		return false
	case (e.order+1)%n == f.order:
		return Orient(e.a, e.b, f.b) != 0
	case (f.order+1)%n == e.order:
		return Orient(f.a, f.b, e.b) != 0
	}
	return false
}

// meet judges two edges that have a point in common.
func (w *web) meet(e, f ringEdge) *Flaw {
	kind := RingsCross
	if e.ring == f.ring {
		kind = SelfCrossing
	}
	if SegmentsCross(e.a, e.b, f.a, f.b) {
		return flaw(kind, Crossing(e.a, e.b, f.a, f.b))
	}
	var common []orb.Point // ends of one that lie on the other
	for _, p := range [...]orb.Point{e.a, e.b} {
		if OnSegment(p, f.a, f.b) {
			common = append(common, p)
		}
	}
	for _, p := range [...]orb.Point{f.a, f.b} {
		if OnSegment(p, e.a, e.b) && !slices.Contains(common, p) {
			common = append(common, p)
		}
	}
	if len(common) > 1 {
		return flaw(kind, common[0]) // they share a stretch
	}
	if e.ring != f.ring {
		w.touches = append(w.touches, touch{[2]int{e.ring, f.ring}, [2]int{e.order, f.order}, common[0]})
		return nil
	}
	n := len(w.rings[e.ring])
	if (e.order+1)%n == f.order && e.b == common[0] || (f.order+1)%n == e.order && f.b == common[0] {
		return nil // neighbours
	}
	return flaw(kind, common[0])
}

// sides tells where a ring runs inside and outside of an area whose rings have
// the numbers lo to hi-1: one place each, nil if nowhere. Rings must not cross
// within edges. Between two touches a ring stays on one side, so that it is enough
// to look at the pieces next to touches.
func (w *web) sides(ring int, area orb.Polygon, lo, hi int) (inside, outside *orb.Point) {
	cuts := map[int][]orb.Point{} // by edge
	for _, t := range w.touches {
		for k := range 2 {
			if o := t.ring[1-k]; t.ring[k] == ring && lo <= o && o < hi {
				cuts[t.order[k]] = append(cuts[t.order[k]], t.at)
			}
		}
	}
	look := func(p orb.Point) {
		switch In(p, area) {
		case Inside:
			inside = &p
		case Outside:
			outside = &p
		}
	}
	if len(cuts) == 0 {
		look(w.rings[ring][0].a)
		return inside, outside
	}
	for _, order := range slices.Sorted(maps.Keys(cuts)) {
		e, at := w.rings[ring][order], cuts[order]
		at = append(at, e.a, e.b)
		slices.SortFunc(at, func(p, q orb.Point) int {
			return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1]))
		})
		at = slices.Compact(at)
		for i := 1; i < len(at); i++ {
			look(orb.Point{(at[i-1][0] + at[i][0]) / 2, (at[i-1][1] + at[i][1]) / 2})
		}
	}
	return inside, outside
}
