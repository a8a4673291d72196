package coverage

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// A netting is all borders, each edge once, though two cells may have it.
type netting struct {
	web  *geodesy.Web
	cell []int32 // that each edge belongs to: the first one
}

func (c *Coverage) indexBorders() *netting {
	type ends [2]orb.Point
	seen := map[ends]bool{}
	var n netting
	var edges [][2]orb.Point
	for i, cl := range c.cells {
		predicate.Edges(cl.area, func(a, b orb.Point) bool {
			if seen[ends{b, a}] || seen[ends{a, b}] {
				return true
			}
			seen[ends{a, b}] = true
			edges = append(edges, [2]orb.Point{a, b})
			n.cell = append(n.cell, int32(i))
			return true
		})
	}
	n.web = geodesy.Weave(edges)
	return &n
}

// NearestBorder gives the place nearest to p on any border, and the cell that it belongs
// to: the smallest name where two cells share that edge. It is right to a millimetre up
// to 5 km, and as Border beyond. Without cells it is infinitely far.
func (c *Coverage) NearestBorder(p orb.Point) Reach {
	n := c.borders()
	number, at, m := n.web.Nearest(p)
	if number < 0 {
		return Reach{DistanceM: math.Inf(1)}
	}
	return Reach{c.names[n.cell[number]], m, p, at}
}
