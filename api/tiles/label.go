package tiles

import (
	"container/heap"
	"math"

	"github.com/paulmach/orb"
)

// inside finds where the name of an area is best written: the point of its largest
// polygon that is farthest from any border (Agafonkin 2016, "A new algorithm for
// finding a visual center of a polygon"), and that distance; both in mercator. The
// search ends when no better place by a hundredth of the size can exist.
func inside(g orb.Geometry) (at orb.Point, room float64, ok bool) {
	var polygons orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		polygons = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		polygons = g
	}
	var rings []orb.LineString
	most := 0.0
	for _, p := range polygons {
		var it item
		it.addPolygon(p)
		if len(it.paths) > 0 {
			if a := math.Abs(signed(it.paths[0])); a > most {
				rings, most = it.paths, a
			}
		}
	}
	if len(rings) == 0 {
		return at, 0, false
	}
	b := rings[0].Bound()
	w, h := b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]
	half := min(w, h) / 2
	if half == 0 {
		return at, 0, false
	}
	precise := max(w, h) / 100
	best := place(rings, b.Center(), 0)
	todo := &places{}
	for x := b.Min[0] + half; x < b.Max[0]+half; x += 2 * half {
		for y := b.Min[1] + half; y < b.Max[1]+half; y += 2 * half {
			heap.Push(todo, place(rings, orb.Point{x, y}, half))
		}
	}
	for todo.Len() > 0 {
		c := heap.Pop(todo).(spot)
		if c.room > best.room {
			best = c
		}
		if c.hope-best.room <= precise {
			break // the heap has the greatest hope first
		}
		h := c.half / 2
		for _, d := range []orb.Point{{-h, -h}, {h, -h}, {-h, h}, {h, h}} {
			heap.Push(todo, place(rings, orb.Point{c.at[0] + d[0], c.at[1] + d[1]}, h))
		}
	}
	return best.at, best.room, best.room > 0
}

// signed is the signed area of a ring, twice.
func signed(r orb.LineString) float64 {
	sum := 0.0
	for i := range r {
		a, b := r[i], r[(i+1)%len(r)]
		sum += (a[0]-r[0][0])*(b[1]-r[0][1]) - (b[0]-r[0][0])*(a[1]-r[0][1])
	}
	return sum
}

// A spot is a square cell of the search: its middle, half its side, the distance of
// the middle from the border (negative outside), and the most that any of its points can have.
type spot struct {
	at         orb.Point
	half       float64
	room, hope float64
}

func place(rings []orb.LineString, p orb.Point, half float64) spot {
	in, near := false, math.Inf(1)
	for _, r := range rings {
		for i := 1; i < len(r); i++ {
			a, b := r[i-1], r[i]
			if a[1] > p[1] != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
				in = !in
			}
			near = min(near, fromSegment2(p, a, b))
		}
	}
	room := math.Sqrt(near)
	if !in {
		room = -room
	}
	return spot{p, half, room, room + half*math.Sqrt2}
}

// places is a heap of spots, the most hopeful first.
type places []spot

func (h places) Len() int           { return len(h) }
func (h places) Less(i, j int) bool { return h[i].hope > h[j].hope }
func (h places) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *places) Push(x any)        { *h = append(*h, x.(spot)) }
func (h *places) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
