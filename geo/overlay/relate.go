package overlay

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// A Matrix is a DE-9IM matrix: how interior, boundary and exterior of one geometry meet
// those of another, row by row, each F or the dimension of what they share.
type Matrix string

// Like tells whether a matrix follows a pattern of F, T (not F), 0, 1, 2 and * (any).
func (m Matrix) Like(pattern string) bool {
	if len(m) != len(pattern) {
		return false
	}
	for i := range len(m) {
		if p := pattern[i]; p != '*' && p != m[i] && (p != 'T' || m[i] == 'F') {
			return false
		}
	}
	return true
}

// Relate gives the matrix of two geometries, collections among them. Neither may be
// empty.
func Relate(a, b orb.Geometry) (Matrix, error) {
	ga, err := anyGeom(a)
	if err != nil {
		return "", fmt.Errorf("relate, first: %w", err)
	}
	gb, err := anyGeom(b)
	if err != nil {
		return "", fmt.Errorf("relate, second: %w", err)
	}
	var m string
	_, err = guard(func() (out geom.Geometry, err error) {
		m, err = geom.Relate(ga, gb)
		return out, err
	})
	if err != nil {
		return "", fmt.Errorf("relate: %w", err)
	}
	return Matrix(m), nil
}

// Valid gives ErrInvalid, with the flaw and its place, for a geometry that is not valid
// or has no point.
func Valid(g orb.Geometry) error {
	_, err := anyGeom(g)
	return err
}

// Dimension is that of a geometry's highest part: 0, 1, 2; -1 if it has none.
func Dimension(g orb.Geometry) int {
	all, ok := g.(orb.Collection)
	if !ok {
		return dimension(g)
	}
	most := -1
	for _, part := range all {
		most = max(most, Dimension(part))
	}
	return most
}

var errEmpty = errors.New("no point")

// anyGeom hands any geometry to the engine; ErrInvalid if it is not valid or empty.
func anyGeom(g orb.Geometry) (out geom.Geometry, err error) {
	switch v := g.(type) {
	case nil:
		return out, fmt.Errorf("%w: %w", ErrInvalid, errEmpty)
	case orb.Point:
		if err := sound(v); err != nil {
			return out, err
		}
		return geom.XY{X: v[0], Y: v[1]}.AsPoint().AsGeometry(), nil
	case orb.MultiPoint:
		if err := sound(v); err != nil {
			return out, err
		}
		points := make([]geom.Point, len(v))
		for i, p := range v {
			points[i] = geom.XY{X: p[0], Y: p[1]}.AsPoint()
		}
		out = geom.NewMultiPoint(points).AsGeometry()
	case orb.Collection:
		parts := make([]geom.Geometry, len(v))
		for i, part := range v {
			if parts[i], err = anyGeom(part); err != nil {
				return out, err
			}
		}
		out = geom.NewGeometryCollection(parts).AsGeometry()
	default:
		if out, err = toGeom(g); err != nil {
			return out, err
		}
	}
	if out.IsEmpty() {
		return out, fmt.Errorf("%w: %w", ErrInvalid, errEmpty)
	}
	return out, nil
}
