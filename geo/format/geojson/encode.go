package geojson

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/decimal"
	"xunhu/geo/feature"
)

// Marshal gives a feature as one GeoJSON object on one line. It fails only on a
// coordinate or number that is not finite, or a property that JSON cannot hold.
func Marshal(f feature.Feature) ([]byte, error) { return appendFeature(nil, f) }

// MarshalGeometry gives a geometry as GeoJSON; nil is "null".
func MarshalGeometry(g orb.Geometry) ([]byte, error) { return appendGeometry(nil, g) }

// WriteCollection writes a FeatureCollection, one feature a line. members are
// further members of the collection ("links", "cost"), written before the
// features in the order of their names; "type" and "features" among them are
// ignored.
func WriteCollection(w io.Writer, features iter.Seq[feature.Feature], members map[string]any) error {
	out := bufio.NewWriter(w)
	b := []byte(`{"type":"FeatureCollection"`)
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if name == "type" || name == "features" {
			continue
		}
		var err error
		b = append(appendString(append(b, ','), name), ':')
		if b, err = appendValue(b, members[name]); err != nil {
			return fmt.Errorf("geojson: member %q: %w", name, err)
		}
	}
	b = append(b, `,"features":[`...)
	first := true
	for f := range features {
		if !first {
			b = append(b, ',')
		}
		first = false
		var err error
		if b, err = appendFeature(append(b, '\n'), f); err != nil {
			return err
		}
		if _, err = out.Write(b); err != nil {
			return fmt.Errorf("geojson: write: %w", err)
		}
		b = b[:0]
	}
	if _, err := out.Write(append(b, "\n]}\n"...)); err != nil {
		return fmt.Errorf("geojson: write: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("geojson: write: %w", err)
	}
	return nil
}

// WriteSequence writes features one a line without anything around them.
func WriteSequence(w io.Writer, features iter.Seq[feature.Feature]) error {
	out := bufio.NewWriter(w)
	var b []byte
	for f := range features {
		var err error
		if b, err = appendFeature(b[:0], f); err != nil {
			return err
		}
		if _, err = out.Write(append(b, '\n')); err != nil {
			return fmt.Errorf("geojson: write: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("geojson: write: %w", err)
	}
	return nil
}

func appendFeature(b []byte, f feature.Feature) ([]byte, error) {
	var err error
	b = append(b, `{"type":"Feature"`...)
	if f.ID != "" {
		b = appendString(append(b, `,"id":`...), f.ID)
	}
	if b, err = appendGeometry(append(b, `,"geometry":`...), f.Geometry); err != nil {
		return nil, fmt.Errorf("geojson: feature %q: %w", f.ID, err)
	}
	b = append(b, `,"properties":`...)
	if b, err = appendObject(b, f.Props); err != nil {
		return nil, fmt.Errorf("geojson: feature %q: %w", f.ID, err)
	}
	return append(b, '}'), nil
}

func appendGeometry(b []byte, g orb.Geometry) ([]byte, error) {
	switch g := g.(type) {
	case nil:
		return append(b, "null"...), nil
	case orb.Ring:
		return appendGeometry(b, orb.Polygon{g})
	case orb.Bound:
		return appendGeometry(b, g.ToPolygon())
	case orb.Collection:
		b = append(b, `{"type":"GeometryCollection","geometries":[`...)
		for i, part := range g {
			if i > 0 {
				b = append(b, ',')
			}
			var err error
			if b, err = appendGeometry(b, part); err != nil {
				return nil, err
			}
		}
		return append(b, "]}"...), nil
	}
	b = append(b, `{"type":"`...)
	b = append(append(b, g.GeoJSONType()...), `","coordinates":`...)
	var err error
	switch g := g.(type) {
	case orb.Point:
		b, err = appendPosition(b, g)
	case orb.MultiPoint:
		b, err = appendAll(b, g, appendPosition)
	case orb.LineString:
		b, err = appendAll(b, g, appendPosition)
	case orb.MultiLineString:
		b, err = appendAll(b, g, appendLine)
	case orb.Polygon:
		b, err = appendPolygon(b, g)
	case orb.MultiPolygon:
		b, err = appendAll(b, g, appendPolygon)
	default:
		return nil, fmt.Errorf("no GeoJSON for %T", g)
	}
	return append(b, '}'), err
}

func appendAll[T any](b []byte, all []T, each func([]byte, T) ([]byte, error)) ([]byte, error) {
	b = append(b, '[')
	for i, one := range all {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = each(b, one); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func appendLine(b []byte, l orb.LineString) ([]byte, error) {
	return appendAll(b, l, appendPosition)
}

// appendPolygon turns the rings by the right-hand rule; the polygon itself stays.
func appendPolygon(b []byte, p orb.Polygon) ([]byte, error) {
	b = append(b, '[')
	for i, ring := range p {
		if i > 0 {
			b = append(b, ',')
		}
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		if turn(ring) == -want {
			ring = ring.Clone()
			ring.Reverse()
		}
		var err error
		if b, err = appendAll(b, ring, appendPosition); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

// turn tells which way a ring turns. Coordinates are taken relative to the first,
// which keeps the sign for rings of a few metres; 0 for a ring without area.
func turn(r orb.Ring) orb.Orientation {
	sum := 0.0
	for i := 2; i < len(r); i++ {
		sum += (r[i-1][0]-r[0][0])*(r[i][1]-r[0][1]) - (r[i][0]-r[0][0])*(r[i-1][1]-r[0][1])
	}
	switch {
	case sum > 0:
		return orb.CCW
	case sum < 0:
		return orb.CW
	}
	return 0
}

func appendPosition(b []byte, p orb.Point) ([]byte, error) {
	for i, v := range p {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("coordinate %v is not finite", v)
		}
		b = decimal.Append(append(b, "[,"[i]), v)
	}
	return append(b, ']'), nil
}
