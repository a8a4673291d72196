package cql2

import (
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"
)

// geometry reads a GeoJSON geometry, in the scope's system.
func (r *reader) geometry(v map[string]any, pointer string, depth int) (orb.Geometry, error) {
	if depth > maxDepth {
		return nil, deep(pointed(pointer))
	}
	name, _ := v["type"].(string)
	at, coordinates := pointer+"/coordinates", v["coordinates"]
	switch name {
	case "Point":
		return r.at(coordinates, at)
	case "MultiPoint":
		points, err := nested(r, coordinates, at, r.at)
		return orb.MultiPoint(points), err
	case "LineString":
		line, err := nested(r, coordinates, at, r.at)
		return orb.LineString(line), err
	case "MultiLineString":
		lines, err := nested(r, coordinates, at, r.line)
		return orb.MultiLineString(lines), err
	case "Polygon":
		return r.polygon(coordinates, at)
	case "MultiPolygon":
		parts, err := nested(r, coordinates, at, r.polygon)
		return orb.MultiPolygon(parts), err
	case "GeometryCollection":
		parts, err := nested(r, v["geometries"], pointer+"/geometries", func(v any, pointer string) (orb.Geometry, error) {
			object, ok := v.(map[string]any)
			if !ok {
				return nil, fault(pointed(pointer), "cql2.json_object")
			}
			return r.geometry(object, pointer, depth+1)
		})
		return orb.Collection(parts), err
	}
	return nil, fault(pointed(pointer+"/type"), "cql2.json_geometry", "found", fmt.Sprint(v["type"]))
}

// nested reads each member of an array that is not empty.
func nested[T any](r *reader, v any, pointer string, read func(any, string) (T, error)) ([]T, error) {
	array, ok := v.([]any)
	if !ok {
		return nil, fault(pointed(pointer), "cql2.json_array")
	}
	if len(array) == 0 {
		return nil, fault(pointed(pointer), "cql2.empty_shape")
	}
	all := make([]T, len(array))
	for i, one := range array {
		var err error
		if all[i], err = read(one, fmt.Sprintf("%s/%d", pointer, i)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (r *reader) line(v any, pointer string) (orb.LineString, error) {
	return nested(r, v, pointer, r.at)
}

func (r *reader) polygon(v any, pointer string) (orb.Polygon, error) {
	return nested(r, v, pointer, func(v any, pointer string) (orb.Ring, error) {
		line, err := r.line(v, pointer)
		return orb.Ring(line), err
	})
}

// at reads a position.
func (r *reader) at(v any, pointer string) (orb.Point, error) {
	n, err := r.floats(v, pointer)
	if err != nil {
		return orb.Point{}, err
	}
	return r.position(pointed(pointer), n)
}

// floats reads an array of a few numbers.
func (r *reader) floats(v any, pointer string) ([]float64, error) {
	array, ok := v.([]any)
	if !ok || len(array) > 6 {
		return nil, fault(pointed(pointer), "cql2.json_array")
	}
	all := make([]float64, len(array))
	for i, one := range array {
		at := pointed(fmt.Sprintf("%s/%d", pointer, i))
		n, ok := one.(json.Number)
		if !ok {
			return nil, fault(at, "cql2.json_value", "found", fmt.Sprint(one))
		}
		var err error
		if all[i], err = r.number(n, at); err != nil {
			return nil, err
		}
	}
	return all, nil
}
