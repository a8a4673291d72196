package coverage

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// Tolerance is how far, in metres, borders of neighbours may miss each other and
// still be taken as one where the border of the whole is asked for.
const Tolerance = 1.0

// OuterBorder gives the place nearest to g on the border of the whole, and the
// cell that it belongs to (the smallest name where two meet). Edges that another
// cell lies at, within Tolerance, are not part of it; the rim of a hole in the
// coverage wider than that is. Without cells it is infinitely far.
func (c *Coverage) OuterBorder(g *geodesy.Shape) Reach {
	from, to, m := g.Gap(c.outer())
	best := Reach{DistanceM: m, From: from, To: to}
	off := math.Inf(1)
	if math.IsInf(m, 1) {
		return best
	}
	for _, i := range c.near(geodesy.Around(orb.Bound{Min: to, Max: to}, Tolerance)) {
		if _, m := c.cells[i].border().Nearest(to); m < off {
			best.Name, off = c.cells[i].name, m
		}
	}
	return best
}

// AtOuterBorder tells whether the border of the whole comes within m metres of g.
func (c *Coverage) AtOuterBorder(g *geodesy.Shape, m float64) bool {
	_, _, d := g.GapWithin(c.outer(), m)
	return d <= m
}

// drawOutline keeps the pieces of all edges that no other cell lies at.
func (c *Coverage) drawOutline() *geodesy.Shape {
	var lines orb.MultiLineString
	for i, cl := range c.cells {
		predicate.Edges(cl.area, func(a, b orb.Point) bool {
			for _, p := range c.pieces(edge{i, a, b}) {
				if !c.shared(i, middle(p[0], p[1])) {
					lines = append(lines, orb.LineString{p[0], p[1]})
				}
			}
			return true
		})
	}
	return geodesy.Prepare(lines)
}

// pieces cuts an edge where a vertex of another cell lies at it.
func (c *Coverage) pieces(e edge) [][2]orb.Point {
	cuts := []float64{0, 1}
	line := geodesy.Prepare(orb.LineString{e.a, e.b})
	box := geodesy.Around(orb.LineString{e.a, e.b}.Bound(), Tolerance)
	c.edges().Search(box.Min, box.Max, func(_, _ [2]float64, o edge) bool {
		if o.cell == e.cell || !box.Contains(o.a) || o.a == e.a || o.a == e.b {
			return true
		}
		if q, m := line.Nearest(o.a); m <= Tolerance && q != e.a && q != e.b {
			cuts = append(cuts, along(e.a, e.b, q))
		}
		return true
	})
	return cutAt(e.a, e.b, cuts)
}

// shared tells whether a cell other than the given one lies within Tolerance of p.
func (c *Coverage) shared(except int, p orb.Point) bool {
	found := false
	box := geodesy.Around(orb.Bound{Min: p, Max: p}, Tolerance)
	c.edges().Search(box.Min, box.Max, func(_, _ [2]float64, o edge) bool {
		if o.cell != except {
			if predicate.OnSegment(p, o.a, o.b) {
				found = true
			} else if _, m := geodesy.Nearest(orb.LineString{o.a, o.b}, p); m <= Tolerance {
				found = true
			}
		}
		return !found
	})
	if found {
		return true
	}
	for _, i := range c.touching(p) {
		if i != except {
			return true
		}
	}
	return false
}
