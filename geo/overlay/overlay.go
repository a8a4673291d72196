package overlay

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"xunhu/geo/predicate"
)

// What callers compare with errors.Is.
var (
	ErrInvalid     = errors.New("overlay: geometry is not valid")
	ErrUnsupported = errors.New("overlay: geometry of this kind is not supported")
)

// Intersection is what a and b share, in a's dimension: MultiPoint,
// MultiLineString or MultiPolygon, nil if they share nothing of that dimension. A
// part of lower dimension (a line along a border, seen from an area) is left out.
func Intersection(a, b orb.Geometry) (orb.Geometry, error) {
	if dimension(a) < 0 || dimension(b) < 0 {
		return nil, unsupported(a, b)
	}
	if dimension(a) == 0 {
		return points(a, func(p orb.Point) bool { return covers(b, p) }), nil
	}
	if dimension(a) > dimension(b) || !a.Bound().Intersects(b.Bound()) {
		return nil, check(a, b)
	}
	return binary("intersection", geom.Intersection, a, b)
}

// Difference is what of a does not belong to b, in a's dimension; nil if
// nothing is left.
func Difference(a, b orb.Geometry) (orb.Geometry, error) {
	if dimension(a) < 0 || dimension(b) < 0 {
		return nil, unsupported(a, b)
	}
	if dimension(a) == 0 {
		return points(a, func(p orb.Point) bool { return !covers(b, p) }), nil
	}
	if dimension(a) > dimension(b) || !a.Bound().Intersects(b.Bound()) {
		if err := check(a, b); err != nil {
			return nil, err
		}
		return multi(a), nil
	}
	return binary("difference", geom.Difference, a, b)
}

// Union is all land that belongs to any of the areas. Shared edges vanish. No
// areas give nil.
func Union(gs ...orb.Geometry) (orb.MultiPolygon, error) {
	var all []geom.Geometry
	for i, g := range gs {
		if dimension(g) != 2 {
			return nil, fmt.Errorf("union, area %d: %w", i, unsupported(g))
		}
		in, err := toGeom(g)
		if err != nil {
			return nil, fmt.Errorf("union, area %d: %w", i, err)
		}
		all = append(all, in)
	}
	if len(all) == 0 {
		return nil, nil
	}
	out, err := guard(func() (geom.Geometry, error) { return geom.UnionMany(all) })
	if err != nil {
		return nil, fmt.Errorf("union: %w", err)
	}
	return tidy(areas(out))
}

// Intersects tells whether a and b have any point in common; touching is enough.
// It is exact.
func Intersects(a, b orb.Geometry) (bool, error) {
	if dimension(a) < 0 || dimension(b) < 0 {
		return false, unsupported(a, b)
	}
	_, ok := predicate.Meet(a, b)
	return ok, nil
}

// binary runs one operation of the engine and keeps a's dimension of it.
func binary(name string, op func(a, b geom.Geometry) (geom.Geometry, error), a, b orb.Geometry) (orb.Geometry, error) {
	ga, err := toGeom(a)
	if err != nil {
		return nil, fmt.Errorf("%s, first: %w", name, err)
	}
	gb, err := toGeom(b)
	if err != nil {
		return nil, fmt.Errorf("%s, second: %w", name, err)
	}
	out, err := guard(func() (geom.Geometry, error) { return op(ga, gb) })
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if dimension(a) == 1 {
		if m := lines(out); len(m) > 0 {
			return m, nil
		}
		return nil, nil
	}
	m, err := tidy(areas(out))
	if err != nil || m == nil {
		return nil, err
	}
	return m, nil
}

// tidy makes valid what the engine left invalid by the rounding of a vertex, such
// as a hole that sticks out of its shell by the last bit.
func tidy(m orb.MultiPolygon) (orb.MultiPolygon, error) {
	if len(m) == 0 {
		return nil, nil
	}
	if predicate.FlawOf(m) == nil {
		return m, nil
	}
	var rings []orb.Ring
	for _, poly := range m {
		rings = append(rings, poly...)
	}
	m = EvenOdd(rings...)
	if len(m) == 0 {
		return nil, nil
	}
	if flaw := predicate.FlawOf(m); flaw != nil {
		return nil, fmt.Errorf("overlay: the engine gave what is not valid: %s at %v", flaw.Kind, flaw.At)
	}
	return m, nil
}

// guard turns a panic of the engine into an error.
func guard(op func() (geom.Geometry, error)) (out geom.Geometry, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("overlay: the engine gave up: %v", r)
		}
	}()
	return op()
}

// check finds out whether all geometries are valid.
func check(gs ...orb.Geometry) error {
	for _, g := range gs {
		if err := sound(g); err != nil {
			return err
		}
	}
	return nil
}

func unsupported(gs ...orb.Geometry) error {
	for _, g := range gs {
		if dimension(g) < 0 {
			return fmt.Errorf("%w: %T", ErrUnsupported, g)
		}
	}
	return ErrUnsupported
}

// dimension is 0, 1, 2, or -1 for what is not supported.
func dimension(g orb.Geometry) int {
	switch g.(type) {
	case orb.Point, orb.MultiPoint:
		return 0
	case orb.LineString, orb.MultiLineString:
		return 1
	case orb.Ring, orb.Polygon, orb.MultiPolygon, orb.Bound:
		return 2
	}
	return -1
}

// points keeps the points of g that are wanted; nil if none is.
func points(g orb.Geometry, want func(orb.Point) bool) orb.Geometry {
	var kept orb.MultiPoint
	predicate.Edges(g, func(p, _ orb.Point) bool {
		if want(p) {
			kept = append(kept, p)
		}
		return true
	})
	if kept == nil {
		return nil
	}
	return kept
}

func covers(g orb.Geometry, p orb.Point) bool {
	_, ok := predicate.Meet(p, g)
	return ok
}
