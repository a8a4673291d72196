package coverage

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"xunhu/geo/finding"
	"xunhu/geo/flat"
)

// A map in a file is a head, the squares and the blocks, little end first. It is made to be
// mapped into memory and read there as it is. The head names the cells by a digest of their names and
// coordinates, so that the map of other cells, or of an older edition, is never read.
const (
	mapMagic   = "XUNHUMAP"
	mapVersion = 1
	mapHead    = 112
)

// Where things stand in the head. The checksum is CRC-32C of all else.
const (
	atVersion  = 8
	atChecksum = 12
	atDigest   = 16
	atX0       = 48
	atY0       = 56
	atScale    = 64
	atCols     = 72
	atRows     = 80
	atSquares  = 88
	atBlocks   = 96
)

// WriteMap writes the map for NewFromMap.
func (c *Coverage) WriteMap(w io.Writer) error {
	m := c.plan
	if m == nil {
		m = &planar{}
	}
	head := make([]byte, mapHead)
	copy(head, mapMagic)
	binary.LittleEndian.PutUint32(head[atVersion:], mapVersion)
	digest := digest(c.cells)
	copy(head[atDigest:], digest[:])
	for at, v := range map[int]uint64{
		atX0: math.Float64bits(m.x0), atY0: math.Float64bits(m.y0), atScale: math.Float64bits(m.scale),
		atCols: uint64(m.cols), atRows: uint64(m.rows), atSquares: uint64(len(m.squares)), atBlocks: uint64(len(m.blocks)),
	} {
		binary.LittleEndian.PutUint64(head[at:], v)
	}
	var body bytes.Buffer
	for _, part := range []any{m.squares, m.blocks} {
		if err := binary.Write(&body, binary.LittleEndian, part); err != nil {
			return fmt.Errorf("coverage: write the map: %w", err)
		}
	}
	binary.LittleEndian.PutUint32(head[atChecksum:], checksum(head, body.Bytes()))
	for _, part := range [][]byte{head, body.Bytes()} {
		if _, err := w.Write(part); err != nil {
			return fmt.Errorf("coverage: write the map: %w", err)
		}
	}
	return nil
}

func checksum(head, body []byte) uint32 {
	return flat.Checksum(head[:atChecksum], head[atDigest:], body)
}

// NewFromMap makes the coverage of cells whose map was written before: as New does, but
// without drawing it, and without looking at the areas, which were valid then. The file
// is not copied, but where its numbers cannot be read in place; it must stay, and stay
// as it is, as long as the coverage. A file that is damaged, foreign, of another version or of
// other cells is refused with a finding; New then still does.
func NewFromMap(file []byte, cells ...Cell) (*Coverage, error) {
	for i, given := range cells {
		if _, ok := asArea(given.Area); !ok {
			return nil, finding.New("coverage.no_area", "", "name", cells[i].Name)
		}
	}
	sorted := sortCells(cells)
	m, err := readMap(file, sorted)
	if err != nil {
		return nil, err
	}
	return assemble(sorted, func([]cell) *planar { return m }), nil
}

func readMap(file []byte, cells []cell) (*planar, error) {
	switch {
	case len(file) < len(mapMagic) || string(file[:len(mapMagic)]) != mapMagic:
		return nil, finding.New("coverage.map_foreign", "")
	case len(file) < mapHead:
		return nil, finding.New("coverage.map_damaged", "")
	}
	if v := binary.LittleEndian.Uint32(file[atVersion:]); v != mapVersion {
		return nil, finding.New("coverage.map_version", "", "version", int(v), "want", mapVersion)
	}
	number := func(at int) uint64 { return binary.LittleEndian.Uint64(file[at:]) }
	body := file[mapHead:]
	squares, blocks, cols, rows := number(atSquares), number(atBlocks), number(atCols), number(atRows)
	if n := uint64(len(body)); squares > n/4 || blocks != n/4-squares || n%4 != 0 ||
		binary.LittleEndian.Uint32(file[atChecksum:]) != checksum(file[:mapHead], body) {
		return nil, finding.New("coverage.map_damaged", "")
	}
	if digest := digest(cells); !bytes.Equal(digest[:], file[atDigest:atX0]) {
		return nil, finding.New("coverage.map_of_others", "")
	}
	if squares == 0 {
		return nil, nil
	}
	m := &planar{
		x0: math.Float64frombits(number(atX0)), y0: math.Float64frombits(number(atY0)), scale: math.Float64frombits(number(atScale)),
		cols: float64(cols), rows: float64(rows), width: int32(cols),
		squares: flat.Slice[int32](body[:4*squares]), blocks: flat.Slice[uint32](body[4*squares:]),
	}
	if cols > squares || rows > squares || cols*rows+1 != squares || !m.sound(int32(len(cells))) {
		return nil, finding.New("coverage.map_damaged", "")
	}
	return m, nil
}

// sound tells whether no square leads out of the map or to a cell that is not there.
func (m *planar) sound(cells int32) bool {
	known := func(owner int32) bool { return owner >= none && owner < cells }
	for _, v := range m.squares {
		if v > first {
			if v != ask && !known(v) {
				return false
			}
			continue
		}
		i := first - int(v)
		if i >= len(m.blocks) || !known(int32(m.blocks[i])) {
			return false
		}
		i++
		for last := false; !last; {
			if i+1 >= len(m.blocks) {
				return false
			}
			n := int(m.blocks[i] & maxChain)
			last = m.blocks[i]&lastChain != 0
			if i += 2; n == 0 || n > len(m.blocks)-i {
				return false
			}
			i += n
		}
	}
	return true
}

// digest is SHA-256 of the names and coordinates of cells, by name.
func digest(cells []cell) [sha256.Size]byte {
	h := sha256.New()
	var b []byte
	number := func(v uint64) { b = binary.LittleEndian.AppendUint64(b, v) }
	for _, cl := range cells {
		number(uint64(len(cl.name)))
		b = append(b, cl.name...)
		number(uint64(len(cl.area)))
		for _, poly := range cl.area {
			number(uint64(len(poly)))
			for _, r := range poly {
				number(uint64(len(r)))
				for _, p := range r {
					number(math.Float64bits(p[0]))
					number(math.Float64bits(p[1]))
				}
			}
		}
		h.Write(b)
		b = b[:0]
	}
	return [sha256.Size]byte(h.Sum(nil))
}
