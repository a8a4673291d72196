package tiles

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// The kinds of geometry, as the format numbers them.
const (
	pointType   = 1
	lineType    = 2
	polygonType = 3
)

// A drawn is one feature of a tile in the bytes of the format.
type drawn struct {
	id    uint64
	kind  byte
	shape []byte // its commands, varints
	props []byte // see appendProp
}

// appendProp adds a property: its name with its length, then its value as the format writes
// one, with its length. A layer so needs to know the types of none.
func appendProp(b []byte, name string, value any) []byte {
	b = binary.AppendUvarint(b, uint64(len(name)))
	b = append(b, name...)
	var v [binary.MaxVarintLen64 + 1]byte
	small := v[:0]
	switch x := value.(type) {
	case string:
		head := binary.AppendUvarint(append(small, 1<<3|2), uint64(len(x)))
		b = binary.AppendUvarint(b, uint64(len(head)+len(x)))
		return append(append(b, head...), x...)
	case int:
		small = binary.AppendUvarint(append(small, 6<<3), zigzag(int64(x)))
	case int64:
		small = binary.AppendUvarint(append(small, 6<<3), zigzag(x))
	case float64:
		small = binary.LittleEndian.AppendUint64(append(small, 3<<3|1), math.Float64bits(x))
	case bool:
		small = append(small, 7<<3, 0)
		if x {
			small[1] = 1
		}
	default:
		panic(fmt.Sprintf("tiles: a property of type %T", value))
	}
	b = binary.AppendUvarint(b, uint64(len(small)))
	return append(b, small...)
}

func zigzag(n int64) uint64 { return uint64(n<<1) ^ uint64(n>>63) }

// appendProps adds properties in the order of their names, so that equal ones are equal bytes.
func appendProps(b []byte, props map[string]any) []byte {
	names := make([]string, 0, len(props))
	for name := range props {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b = appendProp(b, name, props[name])
	}
	return b
}

// A course writes the commands of one geometry: places are told from the one before.
type course struct {
	b    []byte
	x, y int64
}

func (c *course) command(id, count int) {
	c.b = binary.AppendUvarint(c.b, uint64(id|count<<3))
}

func (c *course) to(p orb.Point) {
	x, y := int64(p[0]), int64(p[1])
	c.b = binary.AppendUvarint(binary.AppendUvarint(c.b, zigzag(x-c.x)), zigzag(y-c.y))
	c.x, c.y = x, y
}

func (c *course) line(l orb.LineString) {
	c.command(1, 1)
	c.to(l[0])
	c.command(2, len(l)-1)
	for _, p := range l[1:] {
		c.to(p)
	}
}

func (c *course) ring(r orb.Ring) {
	if r[0] == r[len(r)-1] { // clipping leaves some open
		r = r[:len(r)-1]
	}
	c.line(orb.LineString(r))
	c.command(7, 1)
}

// shapeOf writes a geometry in the tile's whole units.
func shapeOf(g orb.Geometry) (kind byte, shape []byte) {
	c := course{b: make([]byte, 0, 32)}
	switch g := g.(type) {
	case orb.Point:
		c.command(1, 1)
		c.to(g)
		return pointType, c.b
	case orb.MultiLineString:
		for _, l := range g {
			c.line(l)
		}
		return lineType, c.b
	case orb.MultiPolygon:
		for _, p := range g {
			for _, r := range p {
				c.ring(r)
			}
		}
		return polygonType, c.b
	}
	panic(fmt.Sprintf("tiles: a %T on a tile", g))
}

// A sheet gathers the features of one layer of a tile.
type sheet struct {
	features, keys, values []byte
	keyOf, valueOf         map[string]uint32
	tags, one              []byte // used again
}

func newSheet() *sheet { return &sheet{keyOf: map[string]uint32{}, valueOf: map[string]uint32{}} }

// add puts a feature on the sheet. Of d nothing is kept.
func (s *sheet) add(d drawn) {
	s.tags = s.tags[:0]
	for b := d.props; len(b) > 0; {
		var name, value []byte
		name, b = cut(b)
		value, b = cut(b)
		s.tags = binary.AppendUvarint(s.tags, uint64(index(s.keyOf, &s.keys, 3, name)))
		s.tags = binary.AppendUvarint(s.tags, uint64(index(s.valueOf, &s.values, 4, value)))
	}
	s.one = s.one[:0]
	if d.id != 0 {
		s.one = binary.AppendUvarint(append(s.one, 1<<3), d.id)
	}
	s.one = appendBytes(s.one, 2, s.tags)
	s.one = append(s.one, 3<<3, d.kind)
	s.one = appendBytes(s.one, 4, d.shape)
	s.features = appendBytes(s.features, 2, s.one)
}

// cut takes what has its length before it off the front.
func cut(b []byte) (head, rest []byte) {
	n, size := binary.Uvarint(b)
	b = b[size:]
	return b[:n], b[n:]
}

// index gives the place of a key or a value in its table, and puts it there if it is new.
func index(of map[string]uint32, table *[]byte, field int, what []byte) uint32 {
	if i, ok := of[string(what)]; ok {
		return i
	}
	i := uint32(len(of))
	of[string(what)] = i
	*table = appendBytes(*table, field, what)
	return i
}

func appendBytes(b []byte, field int, what []byte) []byte {
	return append(binary.AppendUvarint(append(b, byte(field<<3|2)), uint64(len(what))), what...)
}

// appendLayer adds the sheet to a tile as a layer, if anything is on it.
func (s *sheet) appendLayer(tile []byte, name string) []byte {
	if len(s.features) == 0 {
		return tile
	}
	head := appendBytes([]byte{15 << 3, 2}, 1, []byte(name)) // version 2
	foot := binary.AppendUvarint([]byte{5 << 3}, extent)
	tile = binary.AppendUvarint(append(tile, 3<<3|2), uint64(len(head)+len(s.features)+len(s.keys)+len(s.values)+len(foot)))
	for _, part := range [][]byte{head, s.features, s.keys, s.values, foot} {
		tile = append(tile, part...)
	}
	return tile
}
