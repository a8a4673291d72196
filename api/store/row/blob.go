package row

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"xunhu/geo/feature"
)

// The header of a GeoPackage geometry (12-128r17, 2.1.3): magic "GP", version,
// flags, SRS id, envelope, then WKB.
const (
	flagLittle   = 1 << 0
	flagEnvelope = 1 << 1 // minx, maxx, miny, maxy
	flagEmpty    = 1 << 4
	flagExtended = 1 << 5
	srsWGS84     = 4326
)

// ErrBlob reports bytes that are no GeoPackage geometry.
var ErrBlob = errors.New("not a GeoPackage geometry")

// blobHeader reads the header and says where the WKB begins.
func blobHeader(b []byte) (flags byte, order binary.ByteOrder, srs int32, body int, err error) {
	if len(b) < 8 || b[0] != 'G' || b[1] != 'P' || b[2] != 0 {
		return 0, nil, 0, 0, ErrBlob
	}
	flags, order = b[3], binary.BigEndian
	if flags&flagLittle != 0 {
		order = binary.LittleEndian
	}
	body = 8
	switch flags >> 1 & 7 {
	case 0:
	case 1:
		body += 4 * 8
	case 2, 3:
		body += 6 * 8
	case 4:
		body += 8 * 8
	default:
		return 0, nil, 0, 0, ErrBlob
	}
	if len(b) < body || flags&flagExtended != 0 {
		return 0, nil, 0, 0, ErrBlob
	}
	return flags, order, int32(order.Uint32(b[4:])), body, nil
}

// Blob writes a geometry as a blob; nil gives nil (NULL).
func Blob(g orb.Geometry) ([]byte, error) {
	if g == nil {
		return nil, nil
	}
	body, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, err
	}
	le := binary.LittleEndian
	empty := isEmpty(g)
	b := make([]byte, 0, 40+len(body))
	b = append(b, 'G', 'P', 0)
	if empty {
		b = le.AppendUint32(append(b, flagLittle|flagEmpty), srsWGS84)
		return append(b, body...), nil
	}
	b = le.AppendUint32(append(b, flagLittle|flagEnvelope), srsWGS84)
	box := g.Bound()
	for _, v := range []float64{box.Min[0], box.Max[0], box.Min[1], box.Max[1]} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, errors.New("coordinates are not finite")
		}
		b = le.AppendUint64(b, math.Float64bits(v))
	}
	return append(b, body...), nil
}

// Geometry reads a blob; an empty one (NULL) gives nil.
func Geometry(b []byte) (orb.Geometry, error) {
	if len(b) == 0 {
		return nil, nil
	}
	_, _, srs, body, err := blobHeader(b)
	if err != nil {
		return nil, err
	}
	if srs != srsWGS84 {
		return nil, wrongSRS(srs)
	}
	g, err := wkb.Unmarshal(b[body:])
	if err != nil {
		return nil, fmt.Errorf("WKB: %w", err)
	}
	return g, nil
}

func wrongSRS(srs int32) error {
	return fmt.Errorf("geometry in SRS %d instead of %d", srs, srsWGS84)
}

// Bound gives the envelope of a blob, from its header if it stands there;
// empty is true for geometries without a point.
func Bound(b []byte) (box orb.Bound, empty bool, err error) {
	flags, order, _, body, err := blobHeader(b)
	if err != nil {
		return box, true, err
	}
	if flags&flagEmpty != 0 {
		return box, true, nil
	}
	if body > 8 {
		at := func(i int) float64 { return math.Float64frombits(order.Uint64(b[8+8*i:])) }
		return orb.Bound{Min: orb.Point{at(0), at(2)}, Max: orb.Point{at(1), at(3)}}, false, nil
	}
	g, err := wkb.Unmarshal(b[body:])
	if err != nil {
		return box, true, err
	}
	return g.Bound(), isEmpty(g), nil
}

// isEmpty tells whether a geometry has no point at all.
func isEmpty(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return false
	case orb.MultiPoint:
		return len(g) == 0
	case orb.LineString:
		return len(g) == 0
	case orb.MultiLineString:
		for _, l := range g {
			if len(l) > 0 {
				return false
			}
		}
		return true
	case orb.Polygon:
		for _, r := range g {
			if len(r) > 0 {
				return false
			}
		}
		return true
	case orb.MultiPolygon:
		for _, p := range g {
			if !isEmpty(p) {
				return false
			}
		}
		return true
	case orb.Collection:
		for _, part := range g {
			if !isEmpty(part) {
				return false
			}
		}
		return true
	}
	return false
}

// fit brings a geometry to the shape of its kind without changing a coordinate:
// a polygon becomes a multipolygon of one, a line a multi line. ok is false if it
// has another shape.
func fit(g orb.Geometry, s feature.Shape) (fitted orb.Geometry, ok bool) {
	switch v := g.(type) {
	case nil:
		return nil, true
	case orb.Ring:
		g = orb.Polygon{v}
	case orb.Bound:
		g = v.ToPolygon()
	}
	switch s {
	case feature.Point:
		_, ok = g.(orb.Point)
	case feature.Line:
		_, ok = g.(orb.LineString)
	case feature.Lines:
		if l, one := g.(orb.LineString); one {
			return orb.MultiLineString{l}, true
		}
		_, ok = g.(orb.MultiLineString)
	case feature.Area:
		if p, one := g.(orb.Polygon); one {
			return orb.MultiPolygon{p}, true
		}
		_, ok = g.(orb.MultiPolygon)
	case feature.Any:
		ok = true
	}
	return g, ok
}
