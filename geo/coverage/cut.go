package coverage

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// A piece is a stretch of a segment that no border cuts.
type piece struct {
	a, b   orb.Point
	border []int // the cells on whose border it runs, sorted
}

// cut divides the segment a-b, which is not a point, at all borders, and adds the pieces
// to a list; nothing if it meets none.
func (c *Coverage) cut(pieces []piece, a, b orb.Point) []piece {
	type stretch struct {
		from, to float64
		cell     int
	}
	at := func(p orb.Point) float64 { return along(a, b, p) }
	var room [8]float64
	cuts := append(room[:0], 0, 1)
	var border []stretch // where a-b runs on a border
	lo := [2]float64{min(a[0], b[0]), min(a[1], b[1])}
	hi := [2]float64{max(a[0], b[0]), max(a[1], b[1])}
	c.edges().Search(lo, hi, func(_, _ [2]float64, e edge) bool {
		if !predicate.SegmentsMeet(a, b, e.a, e.b) {
			return true
		}
		if predicate.SegmentsCross(a, b, e.a, e.b) {
			cuts = append(cuts, at(predicate.Crossing(a, b, e.a, e.b)))
			return true
		}
		from, to := 2.0, -1.0
		meet := func(p orb.Point) { from, to = min(from, at(p)), max(to, at(p)) }
		for _, p := range [...]orb.Point{e.a, e.b} {
			if predicate.OnSegment(p, a, b) {
				meet(p)
			}
		}
		for _, p := range [...]orb.Point{a, b} {
			if predicate.OnSegment(p, e.a, e.b) {
				meet(p)
			}
		}
		cuts = append(cuts, from, to)
		if from < to {
			border = append(border, stretch{from, to, e.cell})
		}
		return true
	})
	if len(cuts) == 2 {
		return pieces
	}
	for _, ends := range cutAt(a, b, cuts) {
		p := piece{a: ends[0], b: ends[1]}
		mid := at(middle(p.a, p.b))
		for _, s := range border {
			if s.from < mid && mid < s.to {
				p.border = append(p.border, s.cell)
			}
		}
		slices.Sort(p.border)
		p.border = slices.Compact(p.border)
		pieces = append(pieces, p)
	}
	return pieces
}
