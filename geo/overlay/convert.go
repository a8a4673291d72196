package overlay

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// toGeom hands a line or area to the engine; ErrInvalid if it is not valid.
func toGeom(g orb.Geometry) (geom.Geometry, error) {
	var out geom.Geometry
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
	err := func() (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("%v", r)
			}
		}()
		return out.Validate()
	}()
	if err != nil {
		return out, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return out, nil
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

// keep takes from the engine what has the dimension; nil if nothing has.
func keep(g geom.Geometry, dim int) orb.Geometry {
	if dim == 1 {
		if m := lines(g); len(m) > 0 {
			return m
		}
		return nil
	}
	if m := areas(g); len(m) > 0 {
		return m
	}
	return nil
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
