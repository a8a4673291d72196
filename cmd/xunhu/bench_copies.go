package main

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
)

// sideBySide lays the areas out so many times, in rows of something like a square, to
// stand for a larger land than there are files of. A copy that the rounding of the move
// makes invalid, or that lies beyond the earth, is refused.
func (m *located) sideBySide(cells []coverage.Cell, copies int) []coverage.Cell {
	box := cells[0].Area.Bound()
	for _, cl := range cells {
		box = box.Union(cl.Area.Bound())
	}
	wide := int(math.Ceil(math.Sqrt(float64(copies))))
	all := cells
	for k := 1; k < copies; k++ {
		east, north := 1.01*(box.Max[0]-box.Min[0])*float64(k%wide), 1.01*(box.Max[1]-box.Min[1])*float64(k/wide)
		for _, cl := range cells {
			area := moved(cl.Area, east, north)
			if valid.Check(area) != nil {
				m.Refused++
				continue
			}
			all = append(all, coverage.Cell{Name: fmt.Sprintf("%s (%d)", cl.Name, k+1), Area: area})
			predicate.Edges(area, func(_, _ orb.Point) bool { m.Vertices++; return true })
		}
	}
	m.Cells = len(all)
	return all
}

// moved gives an area moved by degrees.
func moved(g orb.Geometry, east, north float64) orb.Geometry {
	area, ok := orb.Clone(g).(orb.MultiPolygon)
	if !ok {
		area = orb.MultiPolygon{orb.Clone(g).(orb.Polygon)}
	}
	for _, poly := range area {
		for _, r := range poly {
			for i := range r {
				r[i][0] += east
				r[i][1] += north
			}
		}
	}
	return area
}
