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

// points tells whether a layer is of points alone.
func points(gs []orb.Geometry) bool {
	for _, g := range gs {
		if _, ok := g.(orb.Point); !ok {
			return false
		}
	}
	return true
}

// directions is how many shifts of one size are tried, that of the reading first.
const directions = 24

// turned gives the distances of our places when they are moved as a reading moves
// them, but in the k-th direction from there.
func (f *match) turned(to func(orb.Point) orb.Point, k int) []float64 {
	sin, cos := math.Sincos(2 * math.Pi * float64(k) / directions)
	all := make([]float64, len(f.ours))
	for i, p := range f.ours {
		at, q := f.plane.of(p), f.plane.of(to(p))
		dx, dy := q[0]-at[0], q[1]-at[1]
		all[i] = f.grid.nearest(orb.Point{at[0] + cos*dx - sin*dy, at[1] + sin*dx + cos*dy})
	}
	return all
}

// betterOfPoints is better for a layer of points, of which asRead are the distances
// as it was read. Shifts in other directions tell how often a place comes near to
// something by chance.
func (f *match) betterOfPoints(asRead []float64, to func(orb.Point) orb.Point) (before, after float64, ok bool) {
	n := len(f.ours)
	shifted := f.turned(to, 0)
	before, after = median(asRead), median(shifted)
	if n < 3 || before < fitLeast || after > fitMost || after*fitFalls > before {
		return 0, 0, false
	}
	near := func(all []float64) (hits int) {
		for _, d := range all {
			if d <= fitMost {
				hits++
			}
		}
		return hits
	}
	chances := 1 // one more, so that none met does not mean never
	for k := 1; k < directions; k++ {
		chances += near(f.turned(to, k))
	}
	return before, after, atLeast(near(shifted), n, float64(chances)/float64(n*(directions-1)+1)) <= fitChance
}

// betterOfMany is better where lines are so many that some are near wherever one
// looks: the reading must fit well, and fitDense times better than the layer as it
// was read and than a shift in any of the other directions.
func (f *match) betterOfMany(asRead []float64, to func(orb.Point) orb.Point) (before, after float64, ok bool) {
	before, after = median(asRead), median(f.turned(to, 0))
	if len(f.ours) < fitPlaces || after > wellFits || after*fitDense > before {
		return 0, 0, false
	}
	for k := 2; k < directions; k += 2 {
		if median(f.turned(to, k)) < after*fitDense {
			return 0, 0, false
		}
	}
	return before, after, true
}

// atLeast gives the probability of k or more of n, each with p.
func atLeast(k, n int, p float64) float64 {
	sum, term := 0.0, math.Pow(1-p, float64(n))
	if p >= 1 {
		return 1
	}
	for i := 0; i <= n; i++ {
		if i >= k {
			sum += term
		}
		term *= float64(n-i) / float64(i+1) * p / (1 - p)
	}
	return sum
}

// shift is how far a reading moves places, in the median.
func (f *match) shift(to func(orb.Point) orb.Point) float64 {
	var all []float64
	for _, p := range f.ours {
		a, b := f.plane.of(p), f.plane.of(to(p))
		all = append(all, math.Hypot(a[0]-b[0], a[1]-b[1]))
	}
	return median(all)
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
// by: an edge stands in every cell in which one of its steps of half a cell ends, so
// that what it only cuts the corner of lies beside such a cell.
type lineGrid struct {
	from  orb.Point // the corner of the first cell
	size  float64   // metres of a cell
	wide  int       // cells in a row
	cells [][][2]orb.Point
}

const (
	leastCellM  = 250
	mostColumns = 400       // in a row
	farM        = 2_000_000 // from the plane's middle: what lies beyond it is no border here
)

// newGrid takes the lines of geometries, each place read by to.
func newGrid(in plane, gs []orb.Geometry, to func(orb.Point) orb.Point) *lineGrid {
	var edges [][2]orb.Point
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	far := func(p orb.Point) bool { return !(math.Abs(p[0]) < farM && math.Abs(p[1]) < farM) }
	for _, g := range gs {
		_, loose := g.(orb.MultiPoint)
		for _, l := range linesOf(g) {
			var last orb.Point
			for i, p := range l {
				q := in.of(to(p))
				if i == 0 || loose {
					last = q
				}
				if !far(q) && !far(last) {
					edges = append(edges, [2]orb.Point{last, q})
					box = box.Extend(q).Extend(last)
				}
				last = q
			}
		}
	}
	if len(edges) == 0 {
		return &lineGrid{size: leastCellM}
	}
	wide, high := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]
	g := &lineGrid{from: box.Min, size: max(leastCellM, wide/mostColumns, high/mostColumns)}
	g.wide = int(wide/g.size) + 1
	g.cells = make([][][2]orb.Point, g.wide*(int(high/g.size)+1))
	for _, e := range edges {
		g.put(e)
	}
	return g
}

// at gives the column and row of a place, which may lie outside the grid.
func (g *lineGrid) at(p orb.Point) (column, row int) {
	return int(math.Floor((p[0] - g.from[0]) / g.size)), int(math.Floor((p[1] - g.from[1]) / g.size))
}

func (g *lineGrid) put(e [2]orb.Point) {
	steps := int(2*math.Hypot(e[1][0]-e[0][0], e[1][1]-e[0][1])/g.size) + 1
	last := -1
	for i := 0; i <= steps; i++ {
		t := float64(i) / float64(steps)
		column, row := g.at(orb.Point{e[0][0] + t*(e[1][0]-e[0][0]), e[0][1] + t*(e[1][1]-e[0][1])})
		if c := row*g.wide + column; column < g.wide && c >= 0 && c < len(g.cells) && c != last {
			g.cells[c] = append(g.cells[c], e)
			last = c
		}
	}
}

// nearest gives the metres to the nearest edge, at most reachM. It looks through the
// cells about the place ring by ring; after ring k all edges nearer than k-1 cells
// have been met.
func (g *lineGrid) nearest(p orb.Point) float64 {
	best := float64(reachM)
	if !(math.Abs(p[0]) < 2*farM && math.Abs(p[1]) < 2*farM) {
		return best
	}
	column, row := g.at(p)
	for k := 0; float64(k-2)*g.size < best; k++ {
		for y := row - k; y <= row+k; y++ {
			step := 2 * k // between the first and the last row, only the ends
			if y == row-k || y == row+k {
				step = 1
			}
			for x := column - k; x <= column+k; x += max(1, step) {
				c := y*g.wide + x
				if x < 0 || x >= g.wide || c < 0 || c >= len(g.cells) {
					continue
				}
				for _, e := range g.cells[c] {
					best = min(best, toEdge(p, e[0], e[1]))
				}
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
