package shapefile

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// Longest is the largest record that is read, in bytes: four million vertices in one
// shape.
const Longest = 64 << 20

// shapes reads the records of a .shp one after another.
type shapes struct {
	r    *bufio.Reader
	left int64 // bytes that may still hold records
	n    int
	buf  bytes.Buffer
}

// newShapes reads the header. size is the length of the file.
func newShapes(r io.Reader, size int64) (*shapes, error) {
	if size == 0 {
		return nil, finding.New("format.empty", "")
	}
	s := &shapes{r: bufio.NewReaderSize(r, 1<<16)}
	var head [100]byte
	if _, err := io.ReadFull(s.r, head[:]); err != nil {
		return nil, cut(err, "shapefile.not_shp")
	}
	if binary.BigEndian.Uint32(head[:]) != 9994 {
		return nil, finding.New("shapefile.not_shp", "")
	}
	said := int64(binary.BigEndian.Uint32(head[24:])) * 2
	if said < 100 {
		return nil, finding.New("shapefile.not_shp", "")
	}
	s.left = said - 100
	return s, nil
}

// next gives the content of a record, valid until the next call. Fewer bytes
// than a record's head at the end are slack.
func (s *shapes) next() ([]byte, error) {
	if s.left < 8 {
		return nil, io.EOF
	}
	var head [8]byte
	if _, err := io.ReadFull(s.r, head[:]); err != nil {
		return nil, s.fault(err)
	}
	s.n++
	length := int64(binary.BigEndian.Uint32(head[4:])) * 2
	s.left -= 8
	if length > Longest && length <= s.left {
		return nil, finding.New("shapefile.too_long", "", "record", s.n, "length", length, "most", Longest)
	}
	if length > s.left || length < 4 {
		return nil, finding.New("shapefile.bad_length", "", "record", s.n, "length", length, "left", s.left)
	}
	s.left -= length
	s.buf.Reset()
	if _, err := io.CopyN(&s.buf, s.r, length); err != nil { // grows with what is there
		s.n--
		return nil, s.fault(err)
	}
	return s.buf.Bytes(), nil
}

func (s *shapes) fault(err error) error {
	f, ok := errors.AsType[*finding.Finding](cut(err, "shapefile.shp_cut"))
	if !ok {
		return err
	}
	f.Args["record"] = s.n + 1
	return f
}

// noData is the bound below which a number of a .shp means that there is none.
const noData = -1e38

// shape reads the content of a record; nil for a null shape.
func shape(b []byte) (orb.Geometry, *finding.Finding) {
	kind := binary.LittleEndian.Uint32(b)
	c := &content{b: b[4:]}
	var g orb.Geometry
	switch kind {
	case 0:
		return nil, nil
	case 1, 11, 21:
		g = c.point()
	case 8, 18, 28:
		c.skip(32)
		g = orb.MultiPoint(c.points(c.count(1)))
	case 3, 13, 23:
		if lines := c.parts(); len(lines) == 1 {
			g = orb.LineString(lines[0])
		} else {
			all := make(orb.MultiLineString, len(lines))
			for i, l := range lines {
				all[i] = l
			}
			g = all
		}
	case 5, 15, 25:
		g = polygons(c.parts())
	case 31:
		return nil, finding.New("shapefile.multipatch", "")
	default:
		return nil, finding.New("shapefile.bad_shape", "", "type", kind)
	}
	if c.short || c.empty {
		return nil, finding.New("shapefile.short_shape", "")
	}
	if c.nan {
		return nil, finding.New("shapefile.no_number", "")
	}
	return g, nil
}

// content reads numbers from a record. After the bytes ran out short is set, and
// everything reads as zero and empty.
type content struct {
	b                 []byte
	short, nan, empty bool
}

func (c *content) take(n int) []byte {
	if n < 0 || n > len(c.b) {
		c.short = true
		c.b = nil
		return nil
	}
	b := c.b[:n]
	c.b = c.b[n:]
	return b
}

func (c *content) skip(n int) { c.take(n) }

// count reads how many things of at least size*4 bytes follow.
func (c *content) count(size int) int {
	b := c.take(4)
	if b == nil {
		return 0
	}
	n := binary.LittleEndian.Uint32(b)
	if uint64(n)*uint64(size)*4 > uint64(len(c.b)) {
		c.short = true
		return 0
	}
	c.empty = c.empty || n == 0
	return int(n)
}

func (c *content) point() orb.Point {
	b := c.take(16)
	if b == nil {
		return orb.Point{}
	}
	p := orb.Point{
		math.Float64frombits(binary.LittleEndian.Uint64(b)),
		math.Float64frombits(binary.LittleEndian.Uint64(b[8:])),
	}
	for _, v := range p {
		c.nan = c.nan || math.IsNaN(v) || math.IsInf(v, 0) || v < noData
	}
	return p
}

func (c *content) points(n int) []orb.Point {
	if n > len(c.b)/16 {
		c.short = true
		return nil
	}
	all := make([]orb.Point, n)
	for i := range all {
		all[i] = c.point()
	}
	return all
}

// parts reads the lists of points of a line or polygon. Empty parts are dropped.
func (c *content) parts() [][]orb.Point {
	c.skip(32)
	nParts := c.count(1)
	nPoints := c.count(1)
	starts := c.take(4 * nParts)
	all := c.points(nPoints)
	if c.short {
		return nil
	}
	var parts [][]orb.Point
	for i := range nParts {
		from, to := uint64(binary.LittleEndian.Uint32(starts[4*i:])), uint64(len(all))
		if i+1 < nParts {
			to = uint64(binary.LittleEndian.Uint32(starts[4*i+4:]))
		}
		if from > to || to > uint64(len(all)) {
			c.short = true
			return nil
		}
		if from < to {
			parts = append(parts, all[from:to:to])
		}
	}
	c.empty = c.empty || len(parts) == 0
	return parts
}
