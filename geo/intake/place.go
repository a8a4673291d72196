package intake

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"xunhu/geo/predicate"
)

// inside gives a point within an area: of seven parallels through its largest
// polygon, the middle of the widest stretch. It is not the centre; it is never
// outside or in a hole.
func inside(g orb.MultiPolygon) orb.Point {
	if len(g) == 0 || len(g[0]) == 0 {
		return orb.Point{}
	}
	largest := slices.MaxFunc(g, func(a, b orb.Polygon) int {
		return cmp.Compare(math.Abs(planar.Area(a)), math.Abs(planar.Area(b)))
	})
	bound := largest.Bound()
	best, widest := largest[0][0], -1.0
	const parallels = 8
	for k := 1; k < parallels; k++ {
		y := bound.Min[1] + (bound.Max[1]-bound.Min[1])*float64(k)/parallels
		xs := crossings(largest, y)
		for i := 0; i+1 < len(xs); i += 2 {
			p := orb.Point{(xs[i] + xs[i+1]) / 2, y}
			if xs[i+1]-xs[i] > widest && predicate.In(p, largest) == predicate.Inside {
				best, widest = p, xs[i+1]-xs[i]
			}
		}
	}
	return best
}

// crossings gives where a parallel crosses the rings, from west to east.
func crossings(p orb.Polygon, y float64) []float64 {
	var xs []float64
	for _, ring := range p {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] <= y) != (b[1] <= y) {
				xs = append(xs, a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(xs)
	return xs
}

// closest gives the place nearest to p that lies in the area; false if none
// does. Nearness is by the plane at p's latitude, enough to choose by.
func closest(p orb.Point, area orb.MultiPolygon, places iter.Seq[orb.Point]) (orb.Point, bool) {
	east := math.Cos(p[1] * math.Pi / 180)
	bound := area.Bound()
	var best orb.Point
	nearest := math.Inf(1)
	for q := range places {
		dx, dy := (q[0]-p[0])*east, q[1]-p[1]
		if d := dx*dx + dy*dy; d < nearest && bound.Contains(q) && predicate.In(q, area) == predicate.Inside {
			best, nearest = q, d
		}
	}
	return best, !math.IsInf(nearest, 1)
}
