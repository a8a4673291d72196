package gpkg

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"xunhu/geo/finding"
)

// The header of a geometry (12-128r17, 2.1.3): magic "GP", version, flags, SRS,
// envelope; then WKB.
const (
	flagLittle   = 1 << 0
	flagEnvelope = 1 << 1 // minx, maxx, miny, maxy
	flagEmpty    = 1 << 4
	flagExtended = 1 << 5
)

// deepest is how far collections may stand within each other.
const deepest = 8

// decode reads a geometry; nil if it is empty.
func decode(b []byte) (orb.Geometry, *finding.Finding) {
	if len(b) < 8 || b[0] != 'G' || b[1] != 'P' || b[2] != 0 || b[3]&flagExtended != 0 {
		return nil, finding.New("gpkg.bad_geometry", "")
	}
	envelope := b[3] >> 1 & 7
	body := 8 + []int{0, 32, 48, 48, 64, 0, 0, 0}[envelope]
	if envelope > 4 || len(b) < body {
		return nil, finding.New("gpkg.bad_geometry", "")
	}
	r := &reader{b: b[body:]}
	g := r.geometry(0)
	switch {
	case r.fault != nil:
		return nil, r.fault
	case len(r.b) > 0:
		return nil, finding.New("gpkg.bad_geometry", "")
	}
	return g, nil
}

// A reader reads WKB, the ISO form and PostGIS's. After the first fault all reads
// as zero and empty.
type reader struct {
	b     []byte
	order binary.ByteOrder
	extra int // bytes of a position behind x and y
	fault *finding.Finding
}

func (r *reader) refuse(code string, args ...any) {
	if r.fault == nil {
		r.fault = finding.New(code, "", args...)
	}
	r.b = nil
}

func (r *reader) take(n int) []byte {
	if n > len(r.b) {
		r.refuse("gpkg.bad_geometry")
		return make([]byte, n) // n is the size of a number here
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

// count reads how many things of at least size bytes follow.
func (r *reader) count(size int) int {
	n := r.order.Uint32(r.take(4))
	if uint64(n)*uint64(size) > uint64(len(r.b)) {
		r.refuse("gpkg.bad_geometry")
		return 0
	}
	return int(n)
}

// head reads the byte order and the type, without what it says of heights.
func (r *reader) head() uint32 {
	r.order = binary.LittleEndian
	switch r.take(1)[0] {
	case 0:
		r.order = binary.BigEndian
	case 1:
	default:
		r.refuse("gpkg.bad_geometry")
	}
	kind := r.order.Uint32(r.take(4))
	const z, m, srid = 1 << 31, 1 << 30, 1 << 29 // PostGIS
	r.extra = 0
	if kind&z != 0 {
		r.extra += 8
	}
	if kind&m != 0 {
		r.extra += 8
	}
	if kind&srid != 0 {
		r.take(4)
	}
	kind &^= z | m | srid
	switch kind / 1000 {
	case 1, 2:
		r.extra = 8
	case 3:
		r.extra = 16
	}
	return kind % 1000
}

// geometry reads one geometry; nil if it is empty.
func (r *reader) geometry(depth int) orb.Geometry {
	if depth > deepest {
		r.refuse("gpkg.too_deep", "most", deepest)
		return nil
	}
	switch kind := r.head(); kind {
	case 1:
		p := r.position()
		if math.IsNaN(p[0]) && math.IsNaN(p[1]) {
			return nil // how WKB writes an empty point
		}
		r.finite(p)
		return p
	case 2:
		if l := r.line(); len(l) > 0 {
			return l
		}
	case 3:
		if p := r.polygon(); len(p) > 0 {
			return p
		}
	case 4, 5, 6, 7:
		return r.composed(kind, depth)
	default:
		r.refuse("gpkg.other_geometry", "type", kind)
	}
	return nil
}

// composed reads a Multi geometry or a collection. Empty parts are dropped.
func (r *reader) composed(kind uint32, depth int) orb.Geometry {
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var areas orb.MultiPolygon
	var all orb.Collection
	n := r.count(5)
	for range n {
		g := r.geometry(depth + 1)
		if r.fault != nil {
			return nil
		}
		if g == nil {
			continue
		}
		all = append(all, g)
		var ok bool
		switch g := g.(type) {
		case orb.Point:
			points = append(points, g)
			ok = kind == 4
		case orb.LineString:
			lines = append(lines, g)
			ok = kind == 5
		case orb.Polygon:
			areas = append(areas, g)
			ok = kind == 6
		}
		if !ok && kind != 7 {
			r.refuse("gpkg.bad_geometry")
			return nil
		}
	}
	switch {
	case len(all) == 0:
		return nil
	case kind == 4:
		return points
	case kind == 5:
		return lines
	case kind == 6:
		return areas
	}
	return all
}

func (r *reader) position() orb.Point {
	b := r.take(16)
	p := orb.Point{math.Float64frombits(r.order.Uint64(b)), math.Float64frombits(r.order.Uint64(b[8:]))}
	r.take(r.extra)
	return p
}

func (r *reader) finite(p orb.Point) {
	if math.IsNaN(p[0]-p[0]) || math.IsNaN(p[1]-p[1]) {
		r.refuse("gpkg.no_number")
	}
}

func (r *reader) positions(need int) []orb.Point {
	n := r.count(16 + r.extra)
	if n > 0 && n < need {
		r.refuse("gpkg.few_positions", "n", n, "need", need)
		return nil
	}
	all := make([]orb.Point, n)
	for i := range all {
		all[i] = r.position()
		r.finite(all[i])
	}
	return all
}

func (r *reader) line() orb.LineString { return r.positions(2) }

func (r *reader) polygon() orb.Polygon {
	var p orb.Polygon
	for range r.count(4) {
		ring := r.positions(3) // three if it is left open, which geo/valid closes
		if len(ring) == 3 && ring[0] == ring[2] {
			r.refuse("gpkg.few_positions", "n", 3, "need", 4)
		}
		if r.fault != nil {
			return nil
		}
		if len(ring) > 0 {
			p = append(p, ring)
		} else if len(p) == 0 {
			r.refuse("gpkg.bad_geometry") // holes in nothing
		}
	}
	return p
}

// encode writes a geometry in WGS 84; nil gives nil (NULL).
func encode(g orb.Geometry) ([]byte, error) {
	if g == nil {
		return nil, nil
	}
	body, err := wkb.Marshal(g, binary.LittleEndian)
	if err != nil {
		return nil, err
	}
	box := g.Bound()
	le := binary.LittleEndian
	if box.IsEmpty() {
		return append(le.AppendUint32([]byte{'G', 'P', 0, flagLittle | flagEmpty}, wgs84), body...), nil
	}
	b := le.AppendUint32([]byte{'G', 'P', 0, flagLittle | flagEnvelope}, wgs84)
	for _, v := range []float64{box.Min[0], box.Max[0], box.Min[1], box.Max[1]} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, errors.New("a coordinate is not finite")
		}
		b = le.AppendUint64(b, math.Float64bits(v))
	}
	return append(b, body...), nil
}
