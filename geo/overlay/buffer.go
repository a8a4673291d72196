package overlay

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// Buffer is all land within m metres of g (points, lines or areas). A negative m
// shrinks areas. Nothing left gives nil. See the package comment for its errors.
func Buffer(g orb.Geometry, m float64) (orb.MultiPolygon, error) {
	return BufferWithSides(g, m, 64)
}

// BufferWithSides is Buffer with round corners that are polygons of so many sides, a
// multiple of four. Its border comes as near as m·cos(π/sides) to what it goes round.
func BufferWithSides(g orb.Geometry, m float64, sides int) (orb.MultiPolygon, error) {
	if math.IsNaN(m) || math.IsInf(m, 0) {
		return nil, fmt.Errorf("buffer: width %v", m)
	}
	if dimension(g) < 0 {
		return nil, fmt.Errorf("buffer: %w", unsupported(g))
	}
	if err := sound(g); err != nil {
		return nil, fmt.Errorf("buffer: %w", err)
	}
	f := planeAround(g.Bound().Center())
	flat := f.flatten(g)
	out, err := guard(func() (geom.Geometry, error) {
		return geom.Buffer(flat, m, geom.BufferQuadSegments(max(1, sides/4)), geom.BufferSimplifyFactor(1e-5))
	})
	if err != nil {
		return nil, fmt.Errorf("buffer: %w", err)
	}
	wide := areas(out)
	for _, poly := range wide {
		for _, r := range poly {
			for i, p := range r {
				r[i] = f.back(p)
			}
			r[len(r)-1] = r[0]
		}
	}
	return tidy(wide)
}

// flatten maps g into the plane. Edges are cut so that they stay straight there
// within 1 cm at middle latitudes.
func (f plane) flatten(g orb.Geometry) geom.Geometry {
	const step = 0.01 // degrees
	path := func(l []orb.Point) geom.LineString {
		var out []orb.Point
		for i, p := range l {
			if i > 0 {
				from := l[i-1]
				n := min(10000, int(math.Max(math.Abs(p[0]-from[0]), math.Abs(p[1]-from[1]))/step))
				for k := 1; k <= n; k++ {
					t := float64(k) / float64(n+1)
					out = append(out, f.to(orb.Point{from[0] + t*(p[0]-from[0]), from[1] + t*(p[1]-from[1])}))
				}
			}
			out = append(out, f.to(p))
		}
		return toLine(out)
	}
	polygon := func(g orb.Polygon) geom.Polygon {
		var rings []geom.LineString
		for _, r := range g {
			rings = append(rings, path(r))
		}
		return geom.NewPolygon(rings)
	}
	switch g := multi(g).(type) {
	case orb.MultiLineString:
		var lines []geom.LineString
		for _, l := range g {
			lines = append(lines, path(l))
		}
		return geom.NewMultiLineString(lines).AsGeometry()
	case orb.MultiPolygon:
		var parts []geom.Polygon
		for _, p := range g {
			parts = append(parts, polygon(p))
		}
		return geom.NewMultiPolygon(parts).AsGeometry()
	}
	var all []geom.Point
	points(g, func(p orb.Point) bool {
		p = f.to(p)
		all = append(all, geom.NewPointXY(p[0], p[1]))
		return false
	})
	return geom.NewMultiPoint(all).AsGeometry()
}
