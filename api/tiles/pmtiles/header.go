package pmtiles

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

const (
	headerSize = 127
	magic      = "PMTiles\x03"
)

// A Compression of directories, metadata or tiles.
type Compression uint8

// Those that this package knows.
const (
	Plain Compression = 1
	Gzip  Compression = 2
)

// A Kind is what tiles are.
type Kind uint8

// MVT is the kind of vector tiles; the others are images.
const (
	MVT  Kind = 1
	PNG  Kind = 2
	JPEG Kind = 3
	WebP Kind = 4
)

// A span is a part of the file.
type span struct{ offset, length uint64 }

// A Header says what an archive holds.
type Header struct {
	Addressed, Entries, Contents uint64 // tiles, runs of equal tiles, distinct tiles; 0: not known

	Tiles            Compression
	Kind             Kind
	MinZoom, MaxZoom uint8
	Bound            orb.Bound // lon, lat
	Center           orb.Point
	CenterZoom       uint8

	internal                    Compression
	root, metadata, leaves, all span
	clustered                   bool
}

// encode gives the bytes of a header.
func (h *Header) encode() []byte {
	b := make([]byte, 0, headerSize)
	b = append(b, magic...)
	le := binary.LittleEndian
	for _, s := range []span{h.root, h.metadata, h.leaves, h.all} {
		b = le.AppendUint64(le.AppendUint64(b, s.offset), s.length)
	}
	for _, n := range []uint64{h.Addressed, h.Entries, h.Contents} {
		b = le.AppendUint64(b, n)
	}
	clustered := byte(0)
	if h.clustered {
		clustered = 1
	}
	b = append(b, clustered, byte(h.internal), byte(h.Tiles), byte(h.Kind), h.MinZoom, h.MaxZoom)
	e7 := func(degrees float64) { b = le.AppendUint32(b, uint32(int32(math.Round(degrees*1e7)))) }
	e7(h.Bound.Min[0])
	e7(h.Bound.Min[1])
	e7(h.Bound.Max[0])
	e7(h.Bound.Max[1])
	b = append(b, h.CenterZoom)
	e7(h.Center[0])
	e7(h.Center[1])
	return b
}

// decodeHeader reads a header and proves it against the size of the file.
func decodeHeader(b []byte, size int64) (Header, error) {
	if len(b) < headerSize || string(b[:7]) != magic[:7] {
		return Header{}, finding.New("pmtiles.no_archive", "")
	}
	if b[7] != magic[7] {
		return Header{}, finding.New("pmtiles.version", "", "version", int(b[7]))
	}
	le := binary.LittleEndian
	var h Header
	for i, s := range []*span{&h.root, &h.metadata, &h.leaves, &h.all} {
		s.offset, s.length = le.Uint64(b[8+16*i:]), le.Uint64(b[16+16*i:])
		if s.length > uint64(size) || s.offset > uint64(size)-s.length {
			return Header{}, finding.New("pmtiles.cut", "", "need", s.offset+s.length, "have", size)
		}
	}
	h.Addressed, h.Entries, h.Contents = le.Uint64(b[72:]), le.Uint64(b[80:]), le.Uint64(b[88:])
	h.clustered = b[96] == 1
	h.internal, h.Tiles, h.Kind, h.MinZoom, h.MaxZoom = Compression(b[97]), Compression(b[98]), Kind(b[99]), b[100], b[101]
	for _, c := range []Compression{h.internal, h.Tiles} {
		if c != Plain && c != Gzip {
			return Header{}, finding.New("pmtiles.compression", "", "number", int(c))
		}
	}
	if h.MinZoom > h.MaxZoom || h.MaxZoom > MaxZoom {
		return Header{}, finding.New("pmtiles.damaged", "", "byte", 100)
	}
	e7 := func(at int) float64 { return float64(int32(le.Uint32(b[at:]))) / 1e7 }
	h.Bound = orb.Bound{Min: orb.Point{e7(102), e7(106)}, Max: orb.Point{e7(110), e7(114)}}
	h.CenterZoom, h.Center = b[118], orb.Point{e7(119), e7(123)}
	return h, nil
}
