package valid

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// Mend gives a valid geometry as near to g as it can be made, and says what it
// changed: rings closed, repeated points dropped, shells turned counter-clockwise
// and holes clockwise (RFC 7946 section 3.1.6; not worth a word). A valid
// geometry in that order comes back as it is. What cannot be mended is an error
// with the finding of Check. g itself is not changed.
func Mend(g orb.Geometry) (orb.Geometry, []*finding.Finding, error) {
	m := mender{}
	out := m.geometry(g)
	if f := Check(out); f != nil {
		return nil, m.notes, fmt.Errorf("mend: %w", f)
	}
	return out, m.notes, nil
}

type mender struct{ notes []*finding.Finding }

func (m *mender) geometry(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		return m.line(g)
	case orb.MultiLineString:
		var out orb.MultiLineString
		for _, l := range g {
			out = append(out, m.line(l))
		}
		return out
	case orb.Polygon:
		return m.polygon(g)
	case orb.MultiPolygon:
		var out orb.MultiPolygon
		for _, p := range g {
			out = append(out, m.polygon(p))
		}
		return out
	}
	return g
}

func (m *mender) line(l orb.LineString) orb.LineString {
	short := slices.Compact(slices.Clone(l))
	if n := len(l) - len(short); n > 0 {
		m.notes = append(m.notes, finding.New("valid.repeats_dropped", "", "points", n).On(l[0]))
	}
	return short
}

func (m *mender) polygon(g orb.Polygon) orb.Polygon {
	var out orb.Polygon
	for i, r := range g {
		r = orb.Ring(m.line(orb.LineString(r)))
		if n := len(r); n > 1 && r[0] != r[n-1] {
			m.notes = append(m.notes, finding.New("valid.ring_closed", "").On(r[0]))
			r = append(r, r[0])
		}
		if want := orientation(i); len(r) > 3 && r.Orientation() != want {
			r.Reverse()
		}
		out = append(out, r)
	}
	return out
}

func orientation(ring int) orb.Orientation {
	if ring == 0 {
		return orb.CCW
	}
	return orb.CW
}
