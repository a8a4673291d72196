package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// Length is the length in metres of all lines of g, of the rings of areas
// (their perimeter, holes included), 0 for points.
func Length(g orb.Geometry) float64 {
	switch g := g.(type) {
	case orb.LineString:
		return lineLength(g)
	case orb.Ring:
		return lineLength(g)
	case orb.MultiLineString:
		sum := 0.0
		for _, l := range g {
			sum += lineLength(l)
		}
		return sum
	case orb.Polygon:
		sum := 0.0
		for _, r := range g {
			sum += lineLength(r)
		}
		return sum
	case orb.MultiPolygon:
		sum := 0.0
		for _, part := range g {
			sum += Length(part)
		}
		return sum
	case orb.Bound:
		return lineLength(g.ToRing())
	case orb.Collection:
		sum := 0.0
		for _, part := range g {
			sum += Length(part)
		}
		return sum
	}
	return 0
}

func lineLength(l []orb.Point) float64 {
	sum := 0.0
	for i := 1; i < len(l); i++ {
		sum += edgeLength(l[i-1], l[i])
	}
	return sum
}

// longEdge is the number of degrees above which an edge is measured in pieces.
const longEdge = 0.5

// pieces is into how many parts an edge is cut to be measured.
func pieces(a, b orb.Point) int {
	d := max(math.Abs(b[0]-a[0]), math.Abs(b[1]-a[1]))
	if d <= longEdge || math.IsNaN(d) {
		return 1
	}
	return int(min(math.Ceil(d/longEdge), 1000))
}

// shortEdge is the number of degrees below which the speed half way is that of the
// whole edge, within 1e-9 up to 80° of latitude.
const shortEdge = 0.001

// Edge is the Length of the line from a to b.
func Edge(a, b orb.Point) float64 { return edgeLength(a, b) }

// edgeLength integrates the speed along the edge.
func edgeLength(a, b orb.Point) float64 {
	if max(math.Abs(b[0]-a[0]), math.Abs(b[1]-a[1])) <= shortEdge && math.Abs(a[1]) < 80 {
		return speed(a, b, 0.5)
	}
	n := pieces(a, b)
	sum := 0.0
	for i := range n {
		for _, q := range gauss3 {
			sum += q.weight * speed(a, b, (float64(i)+q.at)/float64(n))
		}
	}
	return sum / float64(n)
}

// speed is the metres that the point a+t(b-a) moves by per unit of t.
func speed(a, b orb.Point, t float64) float64 {
	parallel, meridian := curvature((a[1] + t*(b[1]-a[1])) * radian)
	east, north := parallel*(b[0]-a[0])*radian, meridian*(b[1]-a[1])*radian
	return math.Sqrt(east*east + north*north)
}

// Area is the area of g in square metres: shells without their holes, whatever
// way their rings run. Points and lines have none.
//
// It is the sum over the edges of ∫ A(φ) dλ, where A(φ) is the area between the
// equator and the parallel φ for one radian of longitude; Snyder, Map
// Projections: A Working Manual (1987), equation 3-12.
func Area(g orb.Geometry) float64 {
	switch g := g.(type) {
	case orb.Ring:
		return math.Abs(ringArea(g))
	case orb.Polygon:
		if len(g) == 0 {
			return 0
		}
		sum := math.Abs(ringArea(g[0]))
		for _, hole := range g[1:] {
			sum -= math.Abs(ringArea(hole))
		}
		return sum
	case orb.MultiPolygon:
		sum := 0.0
		for _, part := range g {
			sum += Area(part)
		}
		return sum
	case orb.Bound:
		return math.Abs(ringArea(g.ToRing()))
	case orb.Collection:
		sum := 0.0
		for _, part := range g {
			sum += Area(part)
		}
		return sum
	}
	return 0
}

// ringArea is positive for a ring that runs clockwise.
func ringArea(r orb.Ring) float64 {
	if len(r) < 3 {
		return 0
	}
	base := belts(r[0][1]) // counted from the ring's own parallel, to keep digits
	sum := 0.0
	a := r[len(r)-1]
	for _, b := range r {
		n := pieces(a, b)
		mean := 0.0
		for i := range n {
			for _, q := range gauss3 {
				t := (float64(i) + q.at) / float64(n)
				mean += q.weight * (belts(a[1]+t*(b[1]-a[1])) - base)
			}
		}
		sum += mean / float64(n) * (b[0] - a[0]) * radian
		a = b
	}
	return sum
}

// belts is the area from the equator to a latitude (degrees) for one radian of
// longitude.
func belts(lat float64) float64 {
	s := math.Sin(lat * radian)
	e := math.Sqrt(eccentric2)
	return pole * pole / 2 * (s/(1-eccentric2*s*s) + math.Atanh(e*s)/e)
}

// Along is the point m metres from the start of l, along it; its start for
// m ≤ 0, its end beyond the length. An empty line gives the zero point.
func Along(l orb.LineString, m float64) orb.Point {
	if len(l) == 0 {
		return orb.Point{}
	}
	if m <= 0 {
		return l[0]
	}
	for i := 1; i < len(l); i++ {
		whole := edgeLength(l[i-1], l[i])
		if m < whole {
			return between(l[i-1], l[i], portion(l[i-1], l[i], m, whole))
		}
		m -= whole
	}
	return l[len(l)-1]
}

// portion finds t so that the edge from a to a+t(b-a) is m metres long.
func portion(a, b orb.Point, m, whole float64) float64 {
	t := m / whole
	for range 4 {
		t -= (edgeLength(a, between(a, b, t)) - m) / speed(a, b, t)
		t = max(0, min(1, t))
	}
	return t
}

func between(a, b orb.Point, t float64) orb.Point {
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}
