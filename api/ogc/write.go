package ogc

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/paulmach/orb/encoding/ewkb"
	"github.com/paulmach/orb/geojson"

	"xunhu/api/store"
	"xunhu/geo/decimal"
	"xunhu/geo/feature"
)

// A writer writes features as they are kept, without making anything of them.
type writer struct {
	schema feature.Schema
	names  [][]byte // `"name":` of each property
	fields []int    // the places of the properties that are told in what the store gives
	in     system
}

func newWriter(s feature.Schema, in system) (*writer, error) {
	whole, _ := feature.SchemaOf(s.Kind)
	w := &writer{schema: s, in: in}
	for i, f := range whole.Fields {
		if _, told := s.Field(f.Name); !told {
			continue
		}
		name, err := json.Marshal(f.Name)
		if err != nil {
			return nil, err
		}
		w.names, w.fields = append(w.names, append(name, ':')), append(w.fields, i)
	}
	return w, nil
}

// feature appends a GeoJSON feature.
func (w *writer) feature(b []byte, r store.Row) ([]byte, error) {
	b = append(b, `{"type":"Feature","id":`...)
	b = appendText(b, r.ID)
	b = append(b, `,"geometry":`...)
	b, err := w.geometry(b, r.Shape)
	if err != nil {
		return b, err
	}
	b = append(b, `,"properties":{`...)
	for i, at := range w.fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, w.names[i]...)
		b = appendCell(b, w.schema.Fields[i].Type, r.Cells[at])
	}
	return append(b, "}}"...), nil
}

func appendCell(b []byte, t feature.Type, c store.Cell) []byte {
	switch c.Of {
	case store.OfText:
		if t == feature.JSON {
			return append(b, c.Text...)
		}
		return appendText(b, c.Text)
	case store.OfInteger:
		return strconv.AppendInt(b, c.Integer, 10)
	case store.OfReal:
		if math.IsNaN(c.Real) || math.IsInf(c.Real, 0) { // JSON has no such numbers
			break
		}
		if c.Real == math.Trunc(c.Real) && math.Abs(c.Real) < 1e15 { // see properties.value
			return strconv.AppendFloat(b, c.Real, 'f', 1, 64)
		}
		return appendNumber(b, c.Real)
	case store.OfTruth:
		return strconv.AppendBool(b, c.Integer != 0)
	}
	return append(b, "null"...)
}

// appendNumber writes a number as encoding/json does.
func appendNumber(b []byte, f float64) []byte {
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		b = strconv.AppendFloat(b, f, 'e', -1, 64)
		if n := len(b); n >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' { // e-09 is e-9
			b[n-2] = b[n-1]
			b = b[:n-1]
		}
		return b
	}
	return decimal.Append(b, f)
}

// appendText writes a text as encoding/json does where it does not care for HTML.
func appendText(b, s []byte) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\b':
				b = append(b, `\b`...)
			case '\f':
				b = append(b, `\f`...)
			case '\n':
				b = append(b, `\n`...)
			case '\r':
				b = append(b, `\r`...)
			case '\t':
				b = append(b, `\t`...)
			default:
				b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
			}
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRune(s[i:])
		if r == utf8.RuneError && n == 1 || r == '\u2028' || r == '\u2029' {
			b = append(b, s[start:i]...)
			b = append(b, map[rune]string{utf8.RuneError: `\ufffd`, '\u2028': `\u2028`, '\u2029': `\u2029`}[r]...)
			start = i + n
		}
		i += n
	}
	return append(append(b, s[start:]...), '"')
}

// errWKB is that a store gave what is no geometry, or one that we never keep.
var errWKB = errors.New("ogc: geometry that cannot be written")

// geometry appends a geometry in the system of the answer.
func (w *writer) geometry(b, wkb []byte) ([]byte, error) {
	if wkb == nil {
		return append(b, "null"...), nil
	}
	if w.in.uri == crs84 {
		b, rest, err := appendShape(b, wkb, 0)
		if err == nil && len(rest) > 0 {
			err = errWKB
		}
		return b, err
	}
	g, _, err := ewkb.Unmarshal(wkb)
	if err != nil {
		return b, err
	}
	text, err := geojson.NewGeometry(w.in.place(g)).MarshalJSON()
	return append(b, text...), err
}

// shapes are the names of GeoJSON by the numbers of WKB.
var shapes = [...]string{1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}

// deepest is how many collections may lie within one another.
const deepest = 16

// appendShape writes a geometry from WKB, and gives what follows.
func appendShape(b, wkb []byte, within int) (_, rest []byte, err error) {
	kind, order, rest, err := shapeHead(wkb)
	if err != nil {
		return b, nil, err
	}
	if kind != 7 {
		b = append(append(append(b, `{"type":"`...), shapes[kind]...), `","coordinates":`...)
		if b, rest, err = appendCoordinates(b, rest, kind, order); err != nil {
			return b, nil, err
		}
		return append(b, '}'), rest, nil
	}
	n, rest, err := partsOf(rest, order)
	if err != nil || within == deepest {
		return b, nil, errWKB
	}
	b = append(b, `{"type":"GeometryCollection","geometries":[`...)
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		if b, rest, err = appendShape(b, rest, within+1); err != nil {
			return b, nil, err
		}
	}
	return append(b, "]}"...), rest, nil
}

// shapeHead reads the order of bytes and the kind of a shape; a number of the system is
// passed over, heights are refused.
func shapeHead(wkb []byte) (kind uint32, order binary.ByteOrder, rest []byte, err error) {
	const hasID = 0x20000000
	if len(wkb) < 5 || wkb[0] > 1 {
		return 0, nil, nil, errWKB
	}
	order = binary.BigEndian
	if wkb[0] == 1 {
		order = binary.LittleEndian
	}
	kind, rest = order.Uint32(wkb[1:]), wkb[5:]
	if kind&hasID != 0 {
		if len(rest) < 4 {
			return 0, nil, nil, errWKB
		}
		kind, rest = kind&^hasID, rest[4:]
	}
	if kind == 0 || kind > 7 {
		return 0, nil, nil, errWKB
	}
	return kind, order, rest, nil
}

// partsOf reads how many parts follow; each has at least four bytes.
func partsOf(wkb []byte, order binary.ByteOrder) (n int, rest []byte, err error) {
	if len(wkb) < 4 {
		return 0, nil, errWKB
	}
	n, rest = int(order.Uint32(wkb)), wkb[4:]
	if n > len(rest)/4 {
		return 0, nil, errWKB
	}
	return n, rest, nil
}

// appendCoordinates writes the positions of one shape.
func appendCoordinates(b, wkb []byte, kind uint32, order binary.ByteOrder) (_, rest []byte, err error) {
	switch kind {
	case 1:
		return appendPoint(b, wkb, order)
	case 2:
		return appendPoints(b, wkb, order)
	}
	n, rest, err := partsOf(wkb, order)
	if err != nil {
		return b, nil, err
	}
	b = append(b, '[')
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		if kind == 3 {
			b, rest, err = appendPoints(b, rest, order)
		} else { // the parts of what is manifold have heads of their own
			var part uint32
			var in binary.ByteOrder
			if part, in, rest, err = shapeHead(rest); err == nil && part != kind-3 {
				err = errWKB
			}
			if err == nil {
				b, rest, err = appendCoordinates(b, rest, part, in)
			}
		}
		if err != nil {
			return b, nil, err
		}
	}
	return append(b, ']'), rest, nil
}

func appendPoints(b, wkb []byte, order binary.ByteOrder) (_, rest []byte, err error) {
	n, rest, err := partsOf(wkb, order)
	if err != nil {
		return b, nil, err
	}
	b = append(b, '[')
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		if b, rest, err = appendPoint(b, rest, order); err != nil {
			return b, nil, err
		}
	}
	return append(b, ']'), rest, nil
}

func appendPoint(b, wkb []byte, order binary.ByteOrder) (_, rest []byte, err error) {
	if len(wkb) < 16 {
		return b, nil, errWKB
	}
	x, y := math.Float64frombits(order.Uint64(wkb)), math.Float64frombits(order.Uint64(wkb[8:]))
	if math.IsNaN(x-y) || math.IsInf(x-y, 0) {
		return b, nil, errWKB
	}
	b = append(appendNumber(append(b, '['), x), ',')
	return append(appendNumber(b, y), ']'), wkb[16:], nil
}
