package patrol

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/road"
)

// Crews act inside the region only, unless they patrol together with the neighbours
// (DOMAIN 6.2, H7). To drive through the neighbours' land on the way is not to act there.

// Joint is the kind of patrol that goes on both sides of the region's border.
const Joint = "P7"

const (
	// inwardM is how far inside the border a crew walks where the line it walks along lies
	// beyond it, in metres.
	inwardM = 5
	// strayM is how far beyond the border such a line may lie to be seen from the inner bank.
	strayM = 100
)

// inside tells whether a unit may act at a place.
func (m *maker) inside(p orb.Point) bool {
	if m.where.kind == Joint {
		return true
	}
	_, ok := m.cut.atlas.Cover.Locate(p)
	return ok
}

// walkable tells whether all of a way is inside.
func (m *maker) walkable(line orb.LineString) bool {
	if !m.lawful(line) {
		return false
	}
	if m.where.kind == Joint {
		return true
	}
	for _, way := range []orb.LineString{line, turned(line)} { // cuts are rounded otherwise on the way back
		for _, s := range m.cut.split(way) {
			if s.town == "" {
				return false
			}
		}
	}
	return true
}

// inner gives what of a line crews may travel along: its parts inside the region, joined
// along the inner bank where it leaves it by no more than strayM; and what is left outside.
// Crumbs of what is cut are dropped.
func (m *maker) inner(line orb.LineString) (kept, left orb.MultiLineString) {
	if m.walkable(line) {
		return orb.MultiLineString{line}, nil
	}
	keep := func(piece orb.LineString, join bool) {
		if n := len(kept); join && n > 0 {
			kept[n-1] = append(kept[n-1], piece...)
		} else {
			kept = append(kept, append(orb.LineString{}, piece...))
		}
	}
	join := false
	for _, s := range m.cut.split(line) {
		if s.town != "" {
			keep(s.line, join)
			join = true
			continue
		}
		bank, ok := m.innerBank(s.line)
		if ok {
			keep(bank, join)
		} else {
			left = append(left, s.line)
		}
		join = ok
	}
	whole := kept[:0]
	for _, piece := range kept {
		l := orb.LineString{}
		for _, p := range piece {
			l = appendNew(l, p)
		}
		if len(l) > 1 && geodesy.Length(l) >= crumbM && m.walkable(l) {
			whole = append(whole, l)
		} else if len(l) > 1 && geodesy.Length(l) >= crumbM {
			for _, s := range m.cut.split(l) { // a corner of the bank still cuts the border: take it apart
				if s.town != "" && geodesy.Length(s.line) >= crumbM {
					whole = append(whole, s.line)
				}
			}
		}
	}
	return whole, left
}

// innerBank moves a line that lies outside to just inside the border.
func (m *maker) innerBank(line orb.LineString) (bank orb.LineString, ok bool) {
	const stepM = 20
	pieces := max(1, int(math.Ceil(geodesy.Length(line)/stepM)))
	for _, piece := range cutEvenly(line, geodesy.Length(line)/float64(pieces)) {
		for _, p := range piece {
			q, ok := m.cut.inward(p)
			if !ok {
				return nil, false
			}
			bank = appendNew(bank, q)
		}
	}
	if geodesy.Length(bank) > 2*geodesy.Length(line)+2*inwardM {
		return nil, false
	}
	return bank, true
}

// inward gives the place inwardM inside the border of the region next to one outside.
func (b *borders) inward(p orb.Point) (orb.Point, bool) {
	around := widened(orb.Bound{Min: p, Max: p}, strayM)
	best, least := orb.Point{}, math.Inf(1)
	b.edges.Search(around.Min, around.Max, func(_, _ [2]float64, e edge) bool {
		if !e.zone {
			if q, d := geodesy.Nearest(orb.LineString{e.a, e.b}, p); d < least {
				best, least = q, d
			}
		}
		return true
	})
	if least > strayM {
		return p, false
	}
	// straight on from p over the border, or, from a place on it, to whichever side is inside
	east, north := geodesy.Degree(p[1])
	dx, dy := (best[0]-p[0])*east, (best[1]-p[1])*north
	if d := math.Hypot(dx, dy); d > 0.1 {
		q := orb.Point{best[0] + dx/d*inwardM/east, best[1] + dy/d*inwardM/north}
		_, ok := b.atlas.Cover.Locate(q)
		return q, ok
	}
	for k := range 8 {
		sin, cos := math.Sincos(float64(k) * math.Pi / 4)
		q := orb.Point{best[0] + cos*inwardM/east, best[1] + sin*inwardM/north}
		if _, ok := b.atlas.Cover.Locate(q); ok {
			return q, true
		}
	}
	return p, false
}

// innerPlaces drops places where a unit may not act.
func (m *maker) innerPlaces(places []road.Place) []road.Place {
	kept := places[:0]
	for _, p := range places {
		if m.inside(p.Point) {
			kept = append(kept, p)
		}
	}
	return kept
}
