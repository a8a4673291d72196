package coverage

import (
	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/geo/predicate"
)

// A ground is an area made ready to be asked what enters it: it may have very many
// edges, as the overlap of two whole maps has, and be asked by each of their cells.
type ground struct {
	box   orb.Bound
	faces []*face
	edges rtree.RTreeG[[2]orb.Point]
}

func newGround(area orb.MultiPolygon) *ground {
	g := &ground{box: area.Bound()}
	for _, poly := range area {
		g.faces = append(g.faces, newFace(0, poly, predicate.Box(poly[0])))
	}
	predicate.Edges(area, func(a, b orb.Point) bool {
		lo, hi := boxOf(a, b)
		g.edges.Insert(lo, hi, [2]orb.Point{a, b})
		return true
	})
	return g
}

func boxOf(a, b orb.Point) (lo, hi [2]float64) {
	return [2]float64{min(a[0], b[0]), min(a[1], b[1])}, [2]float64{max(a[0], b[0]), max(a[1], b[1])}
}

// entered tells whether the border of an area runs through the inside of the ground, by
// more than snap.
func (g *ground) entered(area orb.Geometry) bool {
	return !predicate.Edges(area, func(a, b orb.Point) bool {
		lo, hi := boxOf(a, b)
		if a == b || hi[0] < g.box.Min[0] || lo[0] > g.box.Max[0] || hi[1] < g.box.Min[1] || lo[1] > g.box.Max[1] {
			return true
		}
		cuts := []float64{0, 1}
		g.edges.Search(lo, hi, func(_, _ [2]float64, e [2]orb.Point) bool {
			if predicate.SegmentsCross(a, b, e[0], e[1]) {
				cuts = append(cuts, along(a, b, predicate.Crossing(a, b, e[0], e[1])))
			}
			return true
		})
		for _, piece := range cutAt(a, b, cuts) {
			for _, share := range [...]float64{0.5, 0.37, 0.61} { // one may lie at a corner by chance
				if p := pointAt(piece[0], piece[1], share); g.holds(p) && !g.beside(p) {
					return false
				}
			}
		}
		return true
	})
}

// holds tells whether p lies within the ground.
func (g *ground) holds(p orb.Point) bool {
	for _, f := range g.faces {
		if side := f.side(p); side != predicate.Outside {
			return side == predicate.Inside
		}
	}
	return false
}

// beside tells whether p lies within snap of the border of the ground.
func (g *ground) beside(p orb.Point) bool {
	near := false
	g.edges.Search([2]float64{p[0] - snap, p[1] - snap}, [2]float64{p[0] + snap, p[1] + snap}, func(_, _ [2]float64, e [2]orb.Point) bool {
		near = apart(p, e[0]) <= snap || apart(p, e[1]) <= snap || passes(&seam{a: e[0], b: e[1]}, p)
		return !near
	})
	return near
}
