package crs

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// Box gives, in WGS 84, the box between two corners of the system, whose sides follow
// the system's axes: what is straight in metres bends in degrees, and is cut into pieces
// that stay within a millimetre of it. In degrees a western corner that lies east of the
// eastern one means a box across the antimeridian, which comes in two parts. A box
// without width is a line or a point. It refuses what Check refuses, and corners in the
// wrong order.
func (s System) Box(low, high orb.Point) (orb.Geometry, *finding.Finding) {
	if f := s.Check(orb.MultiPoint{low, high}); f != nil {
		return nil, f
	}
	plain := s
	if plain.turned {
		plain.turned = false
		low, high = orb.Point{low[1], low[0]}, orb.Point{high[1], high[0]}
	}
	crosses := plain.Degrees() && low[0] > high[0]
	if low[1] > high[1] || low[0] > high[0] && !crosses {
		return nil, finding.New("crs.box_order", "", "crs", s.Name())
	}
	if crosses {
		return orb.MultiPolygon{
			plain.side(low, orb.Point{180, high[1]}), plain.side(orb.Point{-180, low[1]}, high),
		}, nil
	}
	switch {
	case low == high:
		return plain.ToWGS84(low), nil
	case low[0] == high[0] || low[1] == high[1]:
		return orb.LineString(plain.bend(nil, low, high, true)), nil
	}
	return plain.side(low, high), nil
}

// side gives the rectangle between two corners, x to the east, in WGS 84.
func (s System) side(low, high orb.Point) orb.Polygon {
	if s == WGS84 || s == CGCS2000 {
		return orb.Bound{Min: low, Max: high}.ToPolygon()
	}
	var ring orb.Ring
	corners := []orb.Point{low, {high[0], low[1]}, high, {low[0], high[1]}, low}
	for i := range 4 {
		ring = s.bend(ring, corners[i], corners[i+1], i == 3)
	}
	return orb.Polygon{ring}
}

// bend appends a straight line of the system in WGS 84, with its last point if last is
// set.
func (s System) bend(line []orb.Point, a, b orb.Point, last bool) []orb.Point {
	const near = 1e-8 // degrees
	n := 1
	for ; n < 256; n *= 2 { // the middle of a piece in the middle of the line tells
		p, q := between(a, b, float64(n/2), float64(n)), between(a, b, float64(n/2+1), float64(n))
		m := s.ToWGS84(between(p, q, 1, 2))
		p, q = s.ToWGS84(p), s.ToWGS84(q)
		if math.Hypot((p[0]+q[0])/2-m[0], (p[1]+q[1])/2-m[1]) < near {
			break
		}
	}
	for i := range n {
		line = append(line, s.ToWGS84(between(a, b, float64(i), float64(n))))
	}
	if last {
		line = append(line, s.ToWGS84(b))
	}
	return line
}

// between gives the point k/n on the way from a to b.
func between(a, b orb.Point, k, n float64) orb.Point {
	return orb.Point{a[0] + (b[0]-a[0])*k/n, a[1] + (b[1]-a[1])*k/n}
}
