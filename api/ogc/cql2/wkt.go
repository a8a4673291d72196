package cql2

import (
	"strings"

	"github.com/paulmach/orb"
)

// spatialTag tells whether a word, in upper case, begins a geometry in well-known text.
func spatialTag(tag string) bool {
	switch tag {
	case "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION":
		return true
	}
	return false
}

// opensShape tells whether a geometry goes on after its tag.
func (p *parser) opensShape() bool {
	return p.is("(") || p.is("Z") || p.is("M") || p.is("ZM") || p.is("EMPTY")
}

// wkt reads a geometry after its tag and brings it to longitude and latitude.
func (p *parser) wkt(at place, tag string) (operand, error) {
	g, err := p.geometry(tag)
	if err != nil {
		return operand{}, err
	}
	return p.shape(at, g)
}

func (p *parser) geometry(tag string) (g orb.Geometry, err error) {
	for _, with := range []string{"ZM", "Z", "M"} {
		if ok, err := p.took(with); err != nil {
			return nil, err
		} else if ok {
			break
		}
	}
	if p.is("EMPTY") {
		return nil, fault(p.here(), "cql2.empty_shape")
	}
	switch tag {
	case "POINT":
		_, err = p.within(func() (o operand, err error) {
			g, err = p.xy()
			return o, err
		})
		return g, err
	case "LINESTRING":
		line, err := p.line()
		return orb.LineString(line), err
	case "POLYGON":
		return p.polygon()
	case "MULTIPOINT":
		points, err := each(p, func() (orb.Point, error) {
			if !p.is("(") {
				return p.xy()
			}
			var at orb.Point
			_, err := p.within(func() (o operand, err error) {
				at, err = p.xy()
				return o, err
			})
			return at, err
		})
		return orb.MultiPoint(points), err
	case "MULTILINESTRING":
		lines, err := each(p, func() (orb.LineString, error) {
			line, err := p.line()
			return line, err
		})
		return orb.MultiLineString(lines), err
	case "MULTIPOLYGON":
		parts, err := each(p, p.polygon)
		return orb.MultiPolygon(parts), err
	}
	parts, err := each(p, func() (orb.Geometry, error) {
		inner := strings.ToUpper(p.tok.what)
		if p.tok.kind != word || !spatialTag(inner) {
			return nil, p.unexpected("POINT, LINESTRING, POLYGON, MULTI…")
		}
		if err := p.step(); err != nil {
			return nil, err
		}
		return p.geometry(inner)
	})
	return orb.Collection(parts), err
}

// each reads things in parentheses, with commas between.
func each[T any](p *parser, read func() (T, error)) (all []T, err error) {
	_, err = p.within(func() (o operand, err error) {
		for {
			one, err := read()
			if err != nil {
				return o, err
			}
			all = append(all, one)
			if more, err := p.took(","); err != nil || !more {
				return o, err
			}
		}
	})
	return all, err
}

func (p *parser) line() ([]orb.Point, error) { return each(p, p.xy) }

func (p *parser) polygon() (orb.Polygon, error) {
	rings, err := each(p, func() (orb.Ring, error) {
		line, err := p.line()
		return line, err
	})
	return rings, err
}

// xy reads a position: two numbers, and heights or measures that are dropped.
func (p *parser) xy() (at orb.Point, err error) {
	from := p.here()
	var n []float64
	for p.tok.kind == number || p.is("-") || p.is("+") {
		v, err := p.number()
		if err != nil {
			return at, err
		}
		n = append(n, v)
	}
	return p.position(from, n)
}
