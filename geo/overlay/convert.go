package overlay

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"xunhu/geo/predicate"
)

// toGeom hands a line or area to the engine; ErrInvalid if it is not valid.
//
// The engine's own validation is not used: it computes crossings with rounding and
// refuses valid areas whose parts meet in a rounded point, its own results among
// them.
func toGeom(g orb.Geometry) (geom.Geometry, error) {
	var out geom.Geometry
	if err := sound(g); err != nil {
		return out, err
	}
	switch g := g.(type) {
	case orb.LineString:
		out = toLine(g).AsGeometry()
	case orb.MultiLineString:
		lines := make([]geom.LineString, len(g))
		for i, l := range g {
			lines[i] = toLine(l)
		}
		out = geom.NewMultiLineString(lines).AsGeometry()
	case orb.Ring:
		out = toPolygon(orb.Polygon{g}).AsGeometry()
	case orb.Polygon:
		out = toPolygon(g).AsGeometry()
	case orb.MultiPolygon:
		parts := make([]geom.Polygon, len(g))
		for i, p := range g {
			parts[i] = toPolygon(p)
		}
		out = geom.NewMultiPolygon(parts).AsGeometry()
	case orb.Bound:
		out = toPolygon(g.ToPolygon()).AsGeometry()
	default:
		return out, unsupported(g)
	}
	return out, nil
}

// sound gives ErrInvalid, with the flaw and its place, for what the engine must
// not be fed with.
func sound(g orb.Geometry) error {
	var fault error
	line := func(l orb.LineString) {
		if len(l) == 0 || !slices.ContainsFunc(l, func(p orb.Point) bool { return p != l[0] }) {
			fault = fmt.Errorf("%w: a line without length", ErrInvalid)
		}
	}
	switch g := g.(type) {
	case orb.LineString:
		line(g)
	case orb.MultiLineString:
		for _, l := range g {
			line(l)
		}
	}
	predicate.Edges(g, func(a, b orb.Point) bool {
		if s := a[0] + a[1] + b[0] + b[1]; math.IsNaN(s) || math.IsInf(s, 0) {
			fault = fmt.Errorf("%w: coordinate %v, %v", ErrInvalid, a, b)
		}
		return fault == nil
	})
	if fault != nil {
		return fault
	}
	if flaw := predicate.FlawOf(g); flaw != nil {
		return fmt.Errorf("%w: %s at %v", ErrInvalid, flaw.Kind, flaw.At)
	}
	return nil
}

func toLine(l []orb.Point) geom.LineString {
	xys := make([]float64, 0, 2*len(l))
	for _, p := range l {
		xys = append(xys, p[0], p[1])
	}
	return geom.NewLineString(geom.NewSequence(xys, geom.DimXY))
}

func toPolygon(g orb.Polygon) geom.Polygon {
	rings := make([]geom.LineString, len(g))
	for i, r := range g {
		rings[i] = toLine(r)
	}
	return geom.NewPolygon(rings)
}

func lines(g geom.Geometry) orb.MultiLineString {
	var out orb.MultiLineString
	for _, part := range g.Dump() {
		if l, ok := part.AsLineString(); ok && !l.IsEmpty() {
			out = append(out, fromSequence(l.Coordinates()))
		}
	}
	return out
}

func areas(g geom.Geometry) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, part := range g.Dump() {
		if p, ok := part.AsPolygon(); ok && !p.IsEmpty() {
			p = p.ForceCCW()
			var poly orb.Polygon
			for _, r := range p.Coordinates() {
				poly = append(poly, orb.Ring(fromSequence(r)))
			}
			out = append(out, poly)
		}
	}
	return out
}

func fromSequence(s geom.Sequence) orb.LineString {
	l := make(orb.LineString, s.Length())
	for i := range l {
		xy := s.GetXY(i)
		l[i] = orb.Point{xy.X, xy.Y}
	}
	return l
}

// multi gives a line or area as a Multi geometry; nil if it is empty.
func multi(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		if len(g) > 0 {
			return orb.MultiLineString{g}
		}
	case orb.MultiLineString:
		if len(g) > 0 {
			return g
		}
	case orb.Ring:
		if len(g) > 0 {
			return orb.MultiPolygon{{g}}
		}
	case orb.Polygon:
		if len(g) > 0 {
			return orb.MultiPolygon{g}
		}
	case orb.MultiPolygon:
		if len(g) > 0 {
			return g
		}
	case orb.Bound:
		return orb.MultiPolygon{g.ToPolygon()}
	}
	return nil
}
