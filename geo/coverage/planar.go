package coverage

import (
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
	squares    []int32 // row by row from the south, and none: an owner, none, ask, or first-i for a block that begins at i
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
const (
	lastChain = 1 << 31
	gains     = 29 // bits from here: how many cells more there are to the right, plus one
	maxChain  = 1<<gains - 1
)

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

// tooClose is near times the most that a border within a square goes in x and y.
const tooClose = near * 2 * side

// A hit is a place on the map: its square, and where in that, x in the upper half.
type hit struct {
	square int32
	at     uint32
}

// hit finds the square of p. Off the map, where no cell is, that is one more square
// behind all others.
func (m *planar) hit(p orb.Point) hit {
	x, y := (p[0]-m.x0)*m.scale, (p[1]-m.y0)*m.scale
	if !(x >= 0 && x < m.cols && y >= 0 && y < m.rows) {
		return hit{int32(len(m.squares) - 1), 0}
	}
	col, row := int32(x), int32(y)
	return hit{row*m.width + col, unit(x-float64(col))<<16 | unit(y-float64(row))}
}

// unit turns a fraction of a square's side into units.
func unit(f float64) uint32 { return min(uint32(f*side), side-1) }

// owner gives the number of the cell that holds p, none, or ask.
func (m *planar) owner(p orb.Point) int32 {
	h := m.hit(p)
	v := m.squares[h.square]
	if v > first {
		return v
	}
	return m.sum(v, h.at)
}

// group is how many places are looked up side by side.
const group = 256

// ownersOf does owner for a group of places at most. It takes one step for all of
// them before the next: then the processor waits for the memory of many at once,
// and seldom guesses wrong what comes.
func (m *planar) ownersOf(places []orb.Point, owners []int32) {
	var hits [group]hit
	for i, p := range places {
		hits[i%group] = m.hit(p)
	}
	var crossed [group]uint8 // the places in squares with borders
	n := 0
	for i := range places {
		v := m.squares[hits[i%group].square]
		owners[i] = v
		crossed[n%group] = uint8(i)
		n += int(uint32(v-ask) >> 31)
	}
	for _, i := range crossed[:n] {
		hits[i].square = owners[i]
		owners[i] = int32(m.blocks[first-owners[i]]) // so that the block is near
	}
	for _, i := range crossed[:n] {
		owners[i] = m.sum(hits[i].square, hits[i].at)
	}
}

// bytes is the memory that it holds.
func (m *planar) bytes() int { return int(unsafe.Sizeof(*m)) + 4*(len(m.squares)+len(m.blocks)) }

// sum walks to a place in a square that holds a block.
func (m *planar) sum(square int32, at uint32) int32 {
	b := m.blocks[first-square:]
	total := worth(int32(b[0]))
	near := int64(0)
	b = b[1:]
	for last := false; !last; {
		head := b[0]
		last = head&lastChain != 0
		n := int(head & maxChain)
		met, by := walk(b[2:2+n], int64(at>>16), int64(at&side))
		near |= by
		total += met * (int64(head>>gains&3-1)<<32 + int64(int32(b[1])))
		b = b[2+n:]
	}
	switch {
	case near < 0 || total>>32 > 1:
		return ask
	case total>>32 == 1:
		return int32(total & (1<<32 - 1))
	}
	return none
}

// walk goes east to a place, from the west side, and tells how often it meets a
// chain: those of its edges that climb less those that sink. by is negative if the place
// may be near the chain. There are no branches that depend on where a chain runs: a
// processor guesses those wrong half of the time.
//
// A chain is near the place only if it crosses the place's level close by, or has a
// vertex close to that level. The second may be far away; that is rare, and cheaper than
// to look.
func walk(chain []uint32, px, py int64) (met, by int64) {
	x1, y1 := int64(chain[0]>>16)-px, int64(chain[0]&side)-py
	by = (y1 - near - 1) ^ (y1 + near)
	below := (y1 - near - 1) >> 63
	for _, v := range chain[1:] {
		x2, y2 := int64(v>>16)-px, int64(v&side)-py
		over := y2 - near - 1 // it and y2+near have different signs where y2 is near 0
		by |= over ^ (y2 + near)
		below2 := over >> 63
		// Positive where the place is on the left; its size is the distance times the length.
		d := x1*y2 - x2*y1
		// 1 where the edge climbs over the place's height, -1 where it sinks.
		climbs := below2 - below
		by |= (below ^ below2) & ((d - tooClose) ^ (d + tooClose))
		// It lies to the west if the place is on the right of one that climbs.
		met += climbs & (d>>63 ^ climbs>>63)
		x1, y1, below = x2, y2, below2
	}
	return met, by
}
