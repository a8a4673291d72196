package intake

import (
	"math"

	"github.com/paulmach/orb"
)

// A match compares the lines of two sets of geometries. Distances are taken in a
// plane at the middle of the second set, true to a few parts in a thousand over
// a county.
type match struct {
	ours   []orb.Point    // places on the first set
	lines  []orb.Geometry // the first set
	theirs []orb.Point    // places on the second
	grid   *lineGrid      // of the second
	plane  plane
}

// distances are what one reading gives: from each of our places to their lines,
// and from each of theirs to ours. Beyond reachM they are reachM.
type distances struct{ there, back []float64 }

func newMatch(ours, theirs []orb.Geometry) *match {
	var b orb.Bound
	for i, g := range theirs {
		if i == 0 {
			b = g.Bound()
		} else {
			b = b.Union(g.Bound())
		}
	}
	f := &match{lines: ours, plane: plane{b.Center(), math.Cos(b.Center()[1] * math.Pi / 180)}}
	f.ours = thin(places(ours), mostPlaces)
	f.theirs = thin(places(theirs), mostPlaces)
	f.grid = newGrid(f.plane, theirs, func(p orb.Point) orb.Point { return p })
	return f
}

// measure gives the distances when our places are read by to.
func (f *match) measure(to func(orb.Point) orb.Point) distances {
	d := distances{make([]float64, len(f.ours)), make([]float64, len(f.theirs))}
	for i, p := range f.ours {
		d.there[i] = f.grid.nearest(f.plane.of(to(p)))
	}
	grid := newGrid(f.plane, f.lines, to)
	for i, p := range f.theirs {
		d.back[i] = grid.nearest(f.plane.of(p))
	}
	return d
}

// well tells whether the lines lie on each other as they are.
func (d distances) well() bool {
	for _, m := range [][]float64{d.there, d.back} {
		var near []float64
		for _, v := range m {
			if v < reachM {
				near = append(near, v)
			}
		}
		if len(near) >= fitPlaces && median(near) <= wellFits {
			return true
		}
	}
	return false
}

// better tells whether a reading fits much better than that which was made, and
// gives the medians of the direction that shows it most clearly.
func (f *match) better(a, b distances) (before, after float64, ok bool) {
	thereBefore, thereAfter, n := medians(a.there, b.there)
	backBefore, backAfter, m := medians(a.back, b.back)
	shows := func(before, after float64, n int) bool {
		return n >= fitPlaces && before >= fitLeast && after <= fitMost && after*fitFalls <= before
	}
	worse := func(before, after float64, n int) bool { return n >= fitPlaces && after > before*1.1 }
	switch {
	case shows(thereBefore, thereAfter, n) && !worse(backBefore, backAfter, m):
		return thereBefore, thereAfter, true
	case shows(backBefore, backAfter, m) && !worse(thereBefore, thereAfter, n):
		return backBefore, backAfter, true
	}
	return 0, 0, false
}

// medians compares the places that are within reach in either reading.
func medians(a, b []float64) (before, after float64, n int) {
	var as, bs []float64
	for i := range a {
		if a[i] < reachM || b[i] < reachM {
			as, bs = append(as, a[i]), append(bs, b[i])
		}
	}
	return median(as), median(bs), len(as)
}

// places gives the vertices of geometries.
func places(gs []orb.Geometry) []orb.Point {
	var all []orb.Point
	for _, g := range gs {
		for _, l := range linesOf(g) {
			all = append(all, l...)
		}
	}
	return all
}

// linesOf gives the lines of a geometry; a point is a line of one place.
func linesOf(g orb.Geometry) [][]orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return [][]orb.Point{{g}}
	case orb.MultiPoint:
		return [][]orb.Point{g}
	case orb.LineString:
		return [][]orb.Point{g}
	case orb.Ring:
		return [][]orb.Point{g}
	case orb.MultiLineString:
		var all [][]orb.Point
		for _, l := range g {
			all = append(all, l)
		}
		return all
	case orb.Polygon:
		var all [][]orb.Point
		for _, r := range g {
			all = append(all, r)
		}
		return all
	case orb.MultiPolygon:
		var all [][]orb.Point
		for _, p := range g {
			all = append(all, linesOf(p)...)
		}
		return all
	case orb.Collection:
		var all [][]orb.Point
		for _, part := range g {
			all = append(all, linesOf(part)...)
		}
		return all
	}
	return nil
}

// A plane is metres around a place, longitude shrunk by its latitude.
type plane struct {
	at   orb.Point
	east float64
}

const metresADegree = 111_195

func (p plane) of(q orb.Point) orb.Point {
	return orb.Point{(q[0] - p.at[0]) * p.east * metresADegree, (q[1] - p.at[1]) * metresADegree}
}

// A lineGrid finds the line nearest to a place. A cell holds the edges that come
// by; an edge stands in every cell that one of its steps of half a cell touches,
// and in reach of nearest through the cell's neighbours.
type lineGrid struct {
	cells map[[2]int32][][2]orb.Point
}

const (
	cellM     = reachM
	mostSteps = 2000 // of one edge; an edge longer than 2,000 km is no border
)

func cellOf(p orb.Point) [2]int32 {
	return [2]int32{int32(math.Floor(p[0] / cellM)), int32(math.Floor(p[1] / cellM))}
}

func newGrid(in plane, gs []orb.Geometry, to func(orb.Point) orb.Point) *lineGrid {
	grid := &lineGrid{cells: map[[2]int32][][2]orb.Point{}}
	for _, g := range gs {
		_, loose := g.(orb.MultiPoint)
		for _, l := range linesOf(g) {
			var last orb.Point
			for i, p := range l {
				q := in.of(to(p))
				if i == 0 || loose {
					last = q
				}
				if math.Abs(q[0]) < 1e8 && math.Abs(q[1]) < 1e8 && math.Abs(last[0]) < 1e8 && math.Abs(last[1]) < 1e8 {
					grid.put(last, q)
				}
				last = q
			}
		}
	}
	return grid
}

func (g *lineGrid) put(a, b orb.Point) {
	steps := int(math.Hypot(b[0]-a[0], b[1]-a[1])/(cellM/2)) + 1
	if steps > mostSteps {
		return
	}
	var last [2]int32
	for i := 0; i <= steps; i++ {
		t := float64(i) / float64(steps)
		c := cellOf(orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])})
		if i == 0 || c != last {
			g.cells[c] = append(g.cells[c], [2]orb.Point{a, b})
			last = c
		}
	}
}

// nearest gives the metres to the nearest edge, at most reachM.
func (g *lineGrid) nearest(p orb.Point) float64 {
	if !(math.Abs(p[0]) < 1e8 && math.Abs(p[1]) < 1e8) {
		return reachM
	}
	at := cellOf(p)
	best := float64(reachM)
	for dx := int32(-1); dx <= 1; dx++ {
		for dy := int32(-1); dy <= 1; dy++ {
			for _, e := range g.cells[[2]int32{at[0] + dx, at[1] + dy}] {
				best = min(best, toEdge(p, e[0], e[1]))
			}
		}
	}
	return best
}

// toEdge gives the distance from a place to an edge in the plane.
func toEdge(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
	}
	return math.Hypot(p[0]-a[0]-t*dx, p[1]-a[1]-t*dy)
}
