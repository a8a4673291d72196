package coverage

import (
	"math"
	"unsafe"

	"github.com/paulmach/orb"
)

// A planar is a map of the cells on a uniform grid. A square that no border passes
// holds its only owner. Any other holds the borders within it, rounded to 1/65535
// of its side, and the owner of its south-west corner.
//
// To each place belongs the sum, over all cells that hold it, of that cell's worth:
// 1<<32 plus its number. A border changes the sum by the worth of the cell on its
// right less that of the cell on its left, so the sum at a place is that of the
// corner and of the borders between: those that a walk up the west side and then
// east to the place meets. Its upper half is how many cells hold the place: none;
// one, then the lower half is its number; or more, where cells overlap. No two
// cells need to fit together for that, and nothing is asked of their corners.
//
// Rounding moves borders and places together by less than three units, so a place
// that is farther than that from all rounded borders has the sum that the true
// borders give it: by moving there they did not pass it. Of all other places, and
// where cells overlap, the map says that it does not know (ask).
type planar struct {
	x0, y0     float64 // south-west corner of the grid, degrees
	scale      float64 // squares a degree
	cols, rows float64 // whole numbers
	width      int32   // cols
	squares    []int32 // row by row from the south: an owner, none, ask, or first-i for a block that begins at i
	blocks     []uint32
}

// What a square holds if it has no single owner.
const (
	none  = -1
	ask   = -2 // cells overlap here, or the map cannot tell
	first = -3 // block 0; lower numbers are blocks further on
)

// side is the length of a square in units. Coordinates within are 0 to side; a
// place has less.
const side = 1<<16 - 1

// A block is the owner of the corner, then chains: the number of its vertices
// (with lastChain if no other follows), how the sum changes from its left to its
// right, lower half first, and the vertices, x in the upper half. Where a chain leaves the square to the west it
// goes on to the north-west corner, so that a ray to the west meets it there.
const lastChain = 1 << 31

// worth is what a cell adds to the sum of the places that it holds.
func worth(owner int32) int64 {
	if owner == none {
		return 0
	}
	return 1<<32 | int64(owner)
}

// near bounds the rounding, in units: 0.71 for a border, twice 0.71 for a place,
// and what the sums lose, which is far less.
const near = 3

// A hit is a place on the map: its square, and where in that, x in the upper half.
type hit struct {
	square int32
	at     uint32
}

// hit finds the square of p, and its row; no row off the map, where no cell is.
func (m *planar) hit(p orb.Point) (h hit, row int32) {
	x, y := (p[0]-m.x0)*m.scale, (p[1]-m.y0)*m.scale
	if !(x >= 0 && x < m.cols && y >= 0 && y < m.rows) {
		return hit{}, none
	}
	col, row := int32(x), int32(y)
	return hit{row*m.width + col, unit(x-float64(col))<<16 | unit(y-float64(row))}, row
}

// unit turns a fraction of a square's side into units.
func unit(f float64) uint32 { return min(uint32(f*side), side-1) }

// owner gives the number of the cell that holds p, none, or ask.
func (m *planar) owner(p orb.Point) int32 {
	h, row := m.hit(p)
	if row == none {
		return none
	}
	return m.ownerAt(h)
}

func (m *planar) ownerAt(h hit) int32 {
	v := m.squares[h.square]
	if v > first {
		return v
	}
	return sum(m.blocks[first-v:], int64(h.at>>16), int64(h.at&side))
}

// inOrder tells, from a sample, whether most places lie in the row or the column of
// the place before them, or next to it.
func (m *planar) inOrder(places []orb.Point) bool {
	const sample, reach = 256, 2 // squares
	near := 0
	for i := range sample {
		k := 1 + i*(len(places)-1)/sample
		p, q := places[k-1], places[k]
		if math.Abs(p[0]-q[0])*m.scale <= reach || math.Abs(p[1]-q[1])*m.scale <= reach {
			near++
		}
	}
	return near > sample/2
}

// bytes is the memory that it holds.
func (m *planar) bytes() int { return int(unsafe.Sizeof(*m)) + 4*(len(m.squares)+len(m.blocks)) }

// sum walks to a place in a square with borders. It has no branches that depend on
// where the borders run: a processor guesses those wrong half of the time.
func sum(b []uint32, px, py int64) int32 {
	total := worth(int32(b[0]))
	unsure := int64(0) // negative once p is near a border
	for i, last := 1, false; !last; {
		head := b[i]
		last = head&lastChain != 0
		n := int(head &^ lastChain)
		change := int64(b[i+2])<<32 | int64(b[i+1])
		chain := b[i+3 : i+3+n]
		i += 3 + n
		x1, y1 := int64(chain[0]>>16)-px, int64(chain[0]&side)-py
		met := int64(0)
		for _, v := range chain[1:] {
			x2, y2 := int64(v>>16)-px, int64(v&side)-py
			// Positive where p is on the left, and |d| its distance times the length.
			d := x1*y2 - x2*y1
			// 1 where the edge climbs over p's height, -1 where it sinks; a vertex at
			// p's height counts as below.
			climbs := (y2-1)>>63 - (y1-1)>>63
			// It lies to the west if p is on the right of one that climbs.
			met += climbs & ((climbs * d) >> 63)
			unsure |= abs(d) - near*(abs(x2-x1)+abs(y2-y1)) - 1
			x1, y1 = x2, y2
		}
		total += met * change
	}
	switch {
	case unsure < 0 || total>>32 > 1:
		return ask
	case total>>32 == 1:
		return int32(total & (1<<32 - 1))
	}
	return none
}

func abs(x int64) int64 {
	s := x >> 63
	return (x ^ s) - s
}
