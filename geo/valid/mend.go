package valid

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
)

// Mend gives a valid geometry as near to g as it can be made, and says what it
// changed. It
//   - drops repeated points, closes rings, and turns shells counter-clockwise and
//     holes clockwise (RFC 7946 section 3.1.6; the turning is not worth a word),
//   - opens rings where they cross themselves: land that the ring goes round an
//     odd number of times stays,
//   - takes holes out of their shell where they lie in it, and only there,
//   - joins parts that overlap, and drops parts without length or area.
//
// A Polygon can so become a MultiPolygon. A valid geometry in that order comes
// back as it is. What cannot be mended is an error with a finding in it. g itself
// is never changed.
func Mend(g orb.Geometry) (orb.Geometry, []*finding.Finding, error) {
	if f := checkCoordinates(g); f != nil {
		return nil, nil, fmt.Errorf("mend: %w", f)
	}
	m := &mender{}
	out := m.geometry(g)
	if f := Check(out); f != nil {
		if m.failed != nil {
			f = finding.New("valid.cannot_be_mended", "").Because(m.failed)
			f.At = m.at
		}
		return nil, m.notes, fmt.Errorf("mend: %w", f)
	}
	return out, m.notes, nil
}

// A mender gathers what it did.
type mender struct {
	notes  []*finding.Finding
	failed error // the first thing that could not be done
	at     *orb.Point
}

func (m *mender) note(code string, at orb.Point, args ...any) {
	m.notes = append(m.notes, finding.New(code, "", args...).On(at))
}

func (m *mender) geometry(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		return m.line(g)
	case orb.MultiLineString:
		var out orb.MultiLineString
		for _, l := range g {
			if l = m.line(l); len(l) > 1 {
				out = append(out, l)
			} else if len(l) == 1 {
				m.note("valid.part_dropped", l[0])
			}
		}
		return out
	case orb.Ring:
		return simplest(m.polygon(orb.Polygon{g}))
	case orb.Polygon:
		return simplest(m.polygon(g))
	case orb.MultiPolygon:
		return m.parts(g)
	case orb.Bound:
		return g.ToPolygon()
	case orb.Collection:
		out := make(orb.Collection, len(g))
		for i, part := range g {
			out[i] = m.geometry(part)
		}
		return out
	}
	return g
}

func simplest(g orb.MultiPolygon) orb.Geometry {
	if len(g) == 1 {
		return g[0]
	}
	return g
}

func (m *mender) line(l orb.LineString) orb.LineString {
	short := slices.Compact(slices.Clone(l))
	if n := len(l) - len(short); n > 0 {
		m.note("valid.repeats_dropped", l[0], "points", n)
	}
	return short
}

// ring drops repeats, closes and turns.
func (m *mender) ring(r orb.Ring, want orb.Orientation) orb.Ring {
	r = orb.Ring(m.line(orb.LineString(r)))
	if n := len(r); n > 1 && r[0] != r[n-1] {
		m.note("valid.ring_closed", r[0])
		r = append(r, r[0])
	}
	return turned(r, want)
}

func turned(r orb.Ring, want orb.Orientation) orb.Ring {
	if len(r) > 3 && r.Orientation() != want {
		r = slices.Clone(r)
		slices.Reverse(r)
	}
	return r
}

// polygon mends one polygon; nil if nothing of it is left.
func (m *mender) polygon(g orb.Polygon) orb.MultiPolygon {
	var out orb.Polygon
	for i, r := range g {
		if len(r) == 0 {
			continue
		}
		want := orb.CW
		if i == 0 {
			want = orb.CCW
		}
		out = append(out, m.ring(r, want))
	}
	if len(out) == 0 {
		return nil
	}
	if Check(out) == nil {
		return orb.MultiPolygon{out}
	}
	land := m.opened(out[0])
	if land == nil {
		return nil
	}
	var holes []orb.Geometry
	for _, r := range out[1:] {
		if hole := m.opened(r); hole != nil {
			holes = append(holes, hole)
		}
	}
	if len(holes) == 0 {
		return land
	}
	// Simple rings in place can be valid by now; only else they must be cut out.
	if whole := (orb.MultiPolygon{slices.Concat(land[0], rings(holes))}); len(land) == 1 && Check(whole) == nil {
		return whole
	}
	out2, err := cutOut(land, holes)
	if err != nil {
		m.fail(err, out[0][0])
		return land
	}
	m.note("valid.hole_cut", out[1][0])
	return out2
}

// rings turns areas without holes of their own into holes.
func rings(areas []orb.Geometry) orb.Polygon {
	var out orb.Polygon
	for _, g := range areas {
		for _, part := range g.(orb.MultiPolygon) {
			for _, r := range part {
				out = append(out, turned(r, orb.CW))
			}
		}
	}
	return out
}

func cutOut(land orb.MultiPolygon, holes []orb.Geometry) (orb.MultiPolygon, error) {
	gone, err := overlay.Union(holes...)
	if err != nil {
		return nil, fmt.Errorf("join holes: %w", err)
	}
	left, err := overlay.Difference(land, gone)
	if err != nil {
		return nil, fmt.Errorf("cut holes out: %w", err)
	}
	m, _ := left.(orb.MultiPolygon)
	return m, nil
}

// opened gives the land that a closed ring goes round an odd number of times; nil,
// with a note, if there is none.
func (m *mender) opened(r orb.Ring) orb.MultiPolygon {
	flaw := predicate.FlawOf(r)
	if flaw == nil {
		return orb.MultiPolygon{{turned(r, orb.CCW)}}
	}
	land := overlay.EvenOdd(r)
	if len(land) == 0 {
		m.note("valid.ring_dropped", r[0])
		return nil
	}
	m.note("valid.crossing_mended", flaw.At, "before", geodesy.Area(r), "after", geodesy.Area(land))
	return land
}

// parts mends a MultiPolygon.
func (m *mender) parts(g orb.MultiPolygon) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, p := range g {
		mended := m.polygon(p)
		if mended == nil && len(p) > 0 && len(p[0]) > 0 {
			m.note("valid.part_dropped", p[0][0])
		}
		out = append(out, mended...)
	}
	if len(out) < 2 || Check(out) == nil {
		return out
	}
	all := make([]orb.Geometry, len(out))
	for i, p := range out {
		all[i] = p
	}
	joined, err := overlay.Union(all...)
	if err != nil {
		m.fail(fmt.Errorf("join parts: %w", err), out[0][0][0])
		return out
	}
	m.note("valid.parts_joined", out[0][0][0])
	return joined
}

func (m *mender) fail(err error, at orb.Point) {
	if m.failed == nil {
		m.failed, m.at = err, &at
	}
}
