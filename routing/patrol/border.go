package patrol

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/geo/atlas"
	"xunhu/geo/predicate"
)

// borders cuts lines where they cross the border of a town, or of the territory.
type borders struct {
	atlas *atlas.Atlas
	where territory
	edges rtree.RTreeG[[2]orb.Point]
}

// A span is a stretch of a line within one town with one set of powers.
type span struct {
	line   orb.LineString
	town   string
	powers Powers
}

func newBorders(a *atlas.Atlas, t territory) *borders {
	b := &borders{atlas: a, where: t}
	add := func(area orb.MultiPolygon) {
		predicate.Edges(area, func(p, q orb.Point) bool {
			b.edges.Insert([2]float64{min(p[0], q[0]), min(p[1], q[1])}, [2]float64{max(p[0], q[0]), max(p[1], q[1])}, [2]orb.Point{p, q})
			return true
		})
	}
	for _, town := range a.Towns {
		add(town.Area)
	}
	for _, z := range t.zones {
		add(z.Geometry)
	}
	return b
}

// split gives the spans of a line in the order of travel. They follow each other
// end to end. A stretch along a shared border is of the town that owns the border,
// by the coverage's rule.
func (b *borders) split(line orb.LineString) []span {
	var spans []span
	for i := 1; i < len(line); i++ {
		p, q := line[i-1], line[i]
		if p == q {
			continue
		}
		cuts := b.cuts(p, q)
		from := p
		for k, t := range cuts {
			to := q
			if k+1 < len(cuts) {
				to = orb.Point{p[0] + t*(q[0]-p[0]), p[1] + t*(q[1]-p[1])}
			}
			if to == from {
				continue
			}
			mid := orb.Point{(from[0] + to[0]) / 2, (from[1] + to[1]) / 2}
			town, _ := b.atlas.Cover.Locate(mid)
			powers := b.where.may(mid, town)
			if n := len(spans); n > 0 && spans[n-1].town == town && spans[n-1].powers == powers {
				spans[n-1].line = append(spans[n-1].line, to)
			} else {
				spans = append(spans, span{orb.LineString{from, to}, town, powers})
			}
			from = to
		}
	}
	return spans
}

// cuts gives, as shares of the way from p to q, where the segment meets a border,
// rising, and 1 at the end. Whether it meets is exact; where, is rounded.
func (b *borders) cuts(p, q orb.Point) []float64 {
	var ts []float64
	dx, dy := q[0]-p[0], q[1]-p[1]
	share := func(v orb.Point) float64 { return ((v[0]-p[0])*dx + (v[1]-p[1])*dy) / (dx*dx + dy*dy) }
	b.edges.Search([2]float64{min(p[0], q[0]), min(p[1], q[1])}, [2]float64{max(p[0], q[0]), max(p[1], q[1])},
		func(_, _ [2]float64, e [2]orb.Point) bool {
			if !predicate.SegmentsMeet(p, q, e[0], e[1]) {
				return true
			}
			along := false
			for _, v := range e { // an end of the edge on the segment, as where the two run along each other
				if predicate.OnSegment(v, p, q) {
					ts, along = append(ts, share(v)), true
				}
			}
			if !along && !predicate.OnSegment(p, e[0], e[1]) && !predicate.OnSegment(q, e[0], e[1]) {
				ts = append(ts, share(predicate.Crossing(p, q, e[0], e[1])))
			}
			return true
		})
	slices.Sort(ts)
	ts = slices.DeleteFunc(slices.Compact(ts), func(t float64) bool { return !(t > 0 && t < 1) })
	return append(ts, 1)
}
