package coverage

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// along gives the place of p on the segment a-b: 0 at a, 1 at b.
func along(a, b, p orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	switch {
	case math.Abs(dx) > math.Abs(dy):
		return (p[0] - a[0]) / dx
	case dy != 0:
		return (p[1] - a[1]) / dy
	}
	return 0
}

// pointAt is the inverse of along, exact at both ends.
func pointAt(a, b orb.Point, t float64) orb.Point {
	switch t {
	case 0:
		return a
	case 1:
		return b
	}
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}

// cutAt gives the pieces of a-b between cuts, which it sorts.
func cutAt(a, b orb.Point, cuts []float64) [][2]orb.Point {
	slices.Sort(cuts)
	var pieces [][2]orb.Point
	for i := 1; i < len(cuts); i++ {
		if cuts[i-1] < cuts[i] {
			pieces = append(pieces, [2]orb.Point{pointAt(a, b, cuts[i-1]), pointAt(a, b, cuts[i])})
		}
	}
	return pieces
}

func middle(a, b orb.Point) orb.Point { return pointAt(a, b, 0.5) }

// largest gives the polygon with the largest area.
func largest(g orb.MultiPolygon) orb.Polygon {
	var best orb.Polygon
	area := -1.0
	for _, p := range g {
		if m2 := geodesy.Area(p); m2 > area {
			best, area = p, m2
		}
	}
	return best
}

// within gives a place inside of a polygon: in the middle of the widest stretch
// along a parallel near half its height.
func within(g orb.Polygon) orb.Point {
	b := g.Bound()
	best, width := g[0][0], -1.0
	for _, share := range [...]float64{0.5, 0.4, 0.6, 0.25, 0.75} {
		lat := b.Min[1] + share*(b.Max[1]-b.Min[1])
		var lons []float64
		predicate.Edges(g, func(p, q orb.Point) bool {
			if (p[1] <= lat) != (q[1] <= lat) {
				lons = append(lons, p[0]+(lat-p[1])/(q[1]-p[1])*(q[0]-p[0]))
			}
			return true
		})
		slices.Sort(lons)
		for i := 1; i < len(lons); i += 2 {
			p := orb.Point{(lons[i-1] + lons[i]) / 2, lat}
			if w := lons[i] - lons[i-1]; w > width && predicate.In(p, g) == predicate.Inside {
				best, width = p, w
			}
		}
		if width > 0 {
			break
		}
	}
	return best
}
