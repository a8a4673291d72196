package patrol

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"xunhu/geo/atlas"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// borders cuts lines where they cross the border of a town, or of the territory.
type borders struct {
	atlas *atlas.Atlas
	where territory
	edges rtree.RTreeG[edge]
}

// An edge is a piece of the border of a town or of one of the unit's zones.
type edge struct {
	a, b orb.Point
	zone bool
}

// A span is a stretch of a line within one town with one set of powers.
type span struct {
	line   orb.LineString
	town   string
	powers Powers
}

func newBorders(a *atlas.Atlas, t territory) *borders {
	b := &borders{atlas: a, where: t}
	add := func(area orb.MultiPolygon, zone bool) {
		predicate.Edges(area, func(p, q orb.Point) bool {
			b.edges.Insert([2]float64{min(p[0], q[0]), min(p[1], q[1])}, [2]float64{max(p[0], q[0]), max(p[1], q[1])}, edge{p, q, zone})
			return true
		})
	}
	for _, town := range a.Towns {
		add(town.Area, false)
	}
	for _, z := range t.zones {
		add(z.Geometry, true)
	}
	return b
}

// split gives the spans of a line in the order of travel. They follow each other
// end to end. A stretch along a border is of the town that owns the border, by the
// coverage's rule, and within the territory if that has the border. Where a line
// only nicks a town, by less than sliverM, it stays in the town where it was.
func (b *borders) split(line orb.LineString) []span {
	var spans []span
	for i := 1; i < len(line); i++ {
		from := line[i-1]
		if from == line[i] {
			continue
		}
		for _, to := range b.cuts(from, line[i]) {
			town, powers := b.owner(from, to)
			if n := len(spans); n > 0 && spans[n-1].town == town && spans[n-1].powers == powers {
				spans[n-1].line = append(spans[n-1].line, to)
			} else {
				spans = append(spans, span{orb.LineString{from, to}, town, powers})
			}
			from = to
		}
	}
	return withoutNicks(spans)
}

// sliverM is the shortest span that is kept, in metres.
const sliverM = 1

// withoutNicks joins spans that are too short to the one before them, the first to
// the one after, and then what has become alike.
func withoutNicks(spans []span) []span {
	var kept []span
	for i, s := range spans {
		n := len(kept)
		switch {
		case n > 0 && (kept[n-1].town == s.town && kept[n-1].powers == s.powers || geodesy.Length(s.line) < sliverM):
			kept[n-1].line = append(kept[n-1].line, s.line[1:]...)
		case n == 0 && i+1 < len(spans) && geodesy.Length(s.line) < sliverM:
			spans[i+1].line = slices.Concat(s.line, spans[i+1].line[1:])
		default:
			kept = append(kept, s)
		}
	}
	return kept
}

// owner gives the town and the powers on a stretch that crosses no border.
func (b *borders) owner(from, to orb.Point) (town string, powers Powers) {
	mid := orb.Point{(from[0] + to[0]) / 2, (from[1] + to[1]) / 2}
	town, _ = b.atlas.Cover.Locate(mid)
	along, ours := b.along(from, to)
	if along { // the middle is rounded off the border: ask at the ends, which are exact
		there := b.atlas.Cover.Touching(to)
		for _, name := range b.atlas.Cover.Touching(from) {
			if slices.Contains(there, name) {
				town = name
				break
			}
		}
	}
	if ours && town != "" {
		return town, b.where.powers
	}
	return town, b.where.may(mid, town)
}

// along tells whether a stretch runs along a border, and along one of the zones.
func (b *borders) along(from, to orb.Point) (border, zone bool) {
	b.edges.Search([2]float64{min(from[0], to[0]), min(from[1], to[1])}, [2]float64{max(from[0], to[0]), max(from[1], to[1])},
		func(_, _ [2]float64, e edge) bool {
			if predicate.OnSegment(from, e.a, e.b) && predicate.OnSegment(to, e.a, e.b) {
				border, zone = border || !e.zone, zone || e.zone
			}
			return true
		})
	return border, zone
}

// cuts gives where the segment from p to q meets a border, in the order of travel,
// and q at the end. Whether it meets is exact; a place within two edges is rounded,
// a corner on the segment is itself.
func (b *borders) cuts(p, q orb.Point) []orb.Point {
	var at []orb.Point
	b.edges.Search([2]float64{min(p[0], q[0]), min(p[1], q[1])}, [2]float64{max(p[0], q[0]), max(p[1], q[1])},
		func(_, _ [2]float64, e edge) bool {
			if !predicate.SegmentsMeet(p, q, e.a, e.b) {
				return true
			}
			corner := predicate.OnSegment(p, e.a, e.b) || predicate.OnSegment(q, e.a, e.b)
			for _, v := range []orb.Point{e.a, e.b} {
				if predicate.OnSegment(v, p, q) {
					at, corner = append(at, v), true
				}
			}
			if !corner {
				at = append(at, predicate.Crossing(p, q, e.a, e.b))
			}
			return true
		})
	dx, dy := q[0]-p[0], q[1]-p[1]
	share := func(v orb.Point) float64 { return ((v[0]-p[0])*dx + (v[1]-p[1])*dy) / (dx*dx + dy*dy) }
	at = slices.DeleteFunc(at, func(v orb.Point) bool { t := share(v); return !(t > 0 && t < 1) })
	slices.SortFunc(at, func(v, w orb.Point) int {
		return cmp.Or(cmp.Compare(share(v), share(w)), cmp.Compare(v[0], w[0]), cmp.Compare(v[1], w[1]))
	})
	return append(slices.Compact(at), q)
}
