package coverage

import (
	"math"
	"math/bits"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// squaresPerEdge is a balance of memory and speed: more squares hold fewer borders
// each. Edges are counted once for both of their sides.
const squaresPerEdge = 1.5

// partsPerEdge bounds the memory where many edges go far, as in a comb: the squares
// grow until an edge leaves so many of them, on average. Those of towns leave about one.
const partsPerEdge = 4

// A part is a stretch of one cell's border within one square, rounded.
type part struct {
	owner    int32
	from, to uint32 // x in the upper half
}

// onLeft is the bit of a part's owner that tells that it is on the left.
const onLeft = math.MinInt32

// A drawn part stands where its square is told.
type drawn struct {
	part
	square int32
}

// A drawing is a planar in the making.
type drawing struct {
	planar
	ringed []drawn // the parts of one ring
	change []int64 // of each square's corner as seen from its western neighbour's
}

// draw makes the map of valid cells. It is nil if there are none, or if they
// are so small or so many that a grid cannot be numbered.
func draw(cells []cell) *planar {
	box, edges, run := orb.Bound{}, 0, 0.0 // run: how far all edges go east or west and north or south
	for _, cl := range cells {
		for _, poly := range cl.area {
			b := predicate.Box(poly[0])
			if edges == 0 {
				box = b
			}
			box.Min = orb.Point{min(box.Min[0], b.Min[0]), min(box.Min[1], b.Min[1])}
			box.Max = orb.Point{max(box.Max[0], b.Max[0]), max(box.Max[1], b.Max[1])}
			for _, r := range poly {
				edges += len(r)
				for k := 1; k < len(r); k++ {
					run += math.Abs(r[k][0]-r[k-1][0]) + math.Abs(r[k][1]-r[k-1][1])
				}
			}
		}
	}
	width, height := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]
	number := max(16, float64(edges)/2*squaresPerEdge)
	length := max(math.Sqrt(width*height/number), max(width, height)/number, run/float64(partsPerEdge*edges))
	if !(length > 1e-100) || number > 1<<28 {
		return nil
	}
	d := &drawing{}
	d.x0, d.y0, d.scale = box.Min[0]-length/2, box.Min[1]-length/2, 1/length
	d.cols, d.rows = math.Floor(width*d.scale)+2, math.Floor(height*d.scale)+2
	d.width = int32(d.cols)
	d.change = make([]int64, int(d.cols)*int(d.rows))
	starts, parts, ok := d.sorted(cells)
	if !ok {
		return nil
	}
	d.fill(starts, parts)
	return &d.planar
}

// sorted gives the parts by their squares, else in the order of the rings, and where those
// of each square start. It draws twice, to count and to place: drawing once would hold all
// parts twice.
func (d *drawing) sorted(cells []cell) (starts []int32, parts []part, ok bool) {
	n := len(d.change)
	starts = make([]int32, n+2) // while they are placed, one further: where the next part goes
	counted := d.rings(cells, func(drawn []drawn) {
		for _, p := range drawn {
			starts[p.square+2]++
		}
	})
	if !counted {
		return nil, nil, false
	}
	for i := range n {
		starts[i+2] += starts[i+1]
	}
	parts = make([]part, starts[n+1])
	clear(d.change)
	d.rings(cells, func(drawn []drawn) {
		for _, p := range drawn {
			at := &starts[p.square+1]
			parts[*at] = p.part
			*at++
		}
	})
	d.ringed = nil
	return starts[:n+1], parts, true
}

// rings draws ring after ring; false if one does not turn.
func (d *drawing) rings(cells []cell, each func([]drawn)) bool {
	for i, cl := range cells {
		for _, poly := range cl.area {
			for k, r := range poly {
				left, ok := counterClockwise(r)
				if !ok {
					return false
				}
				d.ringed = d.ringed[:0]
				d.ring(r, int32(i), left == (k == 0))
				each(d.ringed)
			}
		}
	}
	return true
}

// counterClockwise tells which way a ring runs, by the turn at its southernmost
// vertex (the westernmost of these); false if it does not turn there.
func counterClockwise(r orb.Ring) (ccw, ok bool) {
	n := len(r) - 1 // the last repeats the first
	if n < 3 {
		return false, false
	}
	low := 0
	for i, p := range r[:n] {
		if p[1] < r[low][1] || p[1] == r[low][1] && p[0] < r[low][0] {
			low = i
		}
	}
	before, after := low, low
	for r[before] == r[low] {
		if before = (before + n - 1) % n; before == low {
			return false, false
		}
	}
	for r[after] == r[low] {
		after = (after + 1) % n
	}
	turn := predicate.Orient(r[before], r[low], r[after])
	return turn > 0, turn != 0
}

// A spot is a vertex or a cut in the square that it lies in, x and y in squares.
type spot struct {
	x, y     float64
	col, row int
}

func (d *drawing) spot(p orb.Point) spot {
	x, y := (p[0]-d.x0)*d.scale, (p[1]-d.y0)*d.scale
	return spot{x, y, int(x), int(y)}
}

// at rounds a place in a square to units; what lies a little outside is moved to its side.
func at(x, y float64, col, row int) uint32 {
	return pack(rounded(x-float64(col)), rounded(y-float64(row)))
}

func rounded(f float64) uint32 { return uint32(max(0, min(side, f*side+0.5))) }

func pack(x, y uint32) uint32 { return x<<16 | y }

// ring draws a ring with its owner on the given side.
func (d *drawing) ring(r orb.Ring, owner int32, left bool) {
	p := d.spot(r[0])
	for _, v := range r[1:] {
		q := d.spot(v)
		switch {
		case p.col == q.col && p.row == q.row:
			d.put(d.square(p.col, p.row), owner, at(p.x, p.y, p.col, p.row), at(q.x, q.y, q.col, q.row), left)
		case p.y < q.y || p.y == q.y && p.x < q.x:
			d.edge(p, q, owner, left, false)
		default:
			d.edge(q, p, owner, !left, true)
		}
		p = q
	}
}

func (d *drawing) put(square, owner int32, from, to uint32, left bool) {
	if left {
		owner |= onLeft
	}
	d.ringed = append(d.ringed, drawn{part{owner, from, to}, square})
}

func (d *drawing) square(col, row int) int32 { return int32(row)*d.width + int32(col) }

// edge draws an edge that climbs, or is level and runs east, through all its
// squares. Each step is to a neighbour, through one cut on their common side that
// both see at the same place; so whatever rounding does to cuts, the drawn edge
// is whole. Both cells at an edge cut it alike, since both draw it upward.
// The owner is on the given side of it; turned tells that their ring runs down.
func (d *drawing) edge(p, q spot, owner int32, left, turned bool) {
	begin := len(d.ringed)
	emit := func(square int32, from, to uint32) { d.put(square, owner, from, to, left) }
	step := 1
	if q.col < p.col {
		step = -1
	}
	col, y := p.col, p.y
	from := at(p.x, p.y, p.col, p.row)
	change := -worth(owner) // going east over a border that climbs
	if !left {
		change = -change
	}
	for row := p.row; ; row++ {
		// Where it leaves the row.
		x, top, end := q.x, q.y, q.col
		if row < q.row {
			top = float64(row + 1)
			x = p.x + (q.x-p.x)*((top-p.y)/(q.y-p.y))
			x = max(min(p.x, q.x), min(max(p.x, q.x), x))
			end = int(x)
			if step > 0 {
				end = max(col, end)
			} else {
				end = min(col, end)
			}
		}
		for ; col != end; col += step {
			border := float64(col)
			if step > 0 {
				border++
			}
			y = max(y, min(top, p.y+(q.y-p.y)*((border-p.x)/(q.x-p.x))))
			h := at(0, y, 0, row) & side
			if step > 0 {
				emit(d.square(col, row), from, pack(side, h))
				emit(d.square(col+1, row), pack(0, side), pack(0, h))
				from = pack(0, h)
			} else {
				emit(d.square(col, row), from, pack(0, h))
				emit(d.square(col, row), pack(0, h), pack(0, side))
				from = pack(side, h)
			}
		}
		if row == q.row {
			emit(d.square(col, row), from, at(q.x, q.y, q.col, q.row))
			break
		}
		w := at(x, 0, col, 0) >> 16
		emit(d.square(col, row), from, pack(w, side))
		from, y = pack(w, 0), top
		d.change[d.square(col, row+1)] += change
	}
	if turned {
		back := d.ringed[begin:]
		slices.Reverse(back)
		for i, s := range back {
			back[i].from, back[i].to, back[i].owner = s.to, s.from, s.owner^onLeft
		}
	}
}

// fill turns the parts of squares into blocks.
func (d *drawing) fill(starts []int32, sorted []part) {
	n := len(d.change)
	d.squares = make([]int32, n+1)
	d.squares[n] = none
	bands := d.bands(starts, func(b *drawing, w *weaver, row int) {
		corner := int64(0)
		for i, end := row*int(d.cols), (row+1)*int(d.cols); i < end; i++ {
			d.squares[i] = b.block(w, corner, sorted[starts[i]:starts[i+1]])
			corner += d.change[i]
		}
	})
	total := 0
	for _, b := range bands {
		total += len(b.blocks)
	}
	d.blocks = make([]uint32, 0, total)
	for _, b := range bands {
		for i := b.from * int(d.cols); len(d.blocks) > 0 && i < b.to*int(d.cols); i++ {
			if d.squares[i] <= first {
				d.squares[i] = b.moved(d.squares[i], len(d.blocks))
			}
		}
		d.blocks = append(d.blocks, b.blocks...)
	}
	d.change = nil
}

// block gives what the square holds, and writes its block if it needs one.
func (d *drawing) block(w *weaver, corner int64, parts []part) int32 {
	owner := int32(none)
	switch {
	case corner>>32 == 1:
		owner = int32(corner & (1<<32 - 1))
	case corner != 0:
		return ask
	}
	if len(parts) == 0 {
		return owner
	}
	begin := len(d.blocks)
	if begin > math.MaxInt32+first {
		return ask
	}
	d.blocks = append(d.blocks, uint32(owner))
	head := 0
	last := int64(0)
	for _, s := range w.weave(parts) {
		change := worth(s.right) - worth(s.left)
		if n := len(d.blocks); head == 0 || s.from != d.blocks[n-1] || change != last {
			head, last = n, change
			gain := uint32((change+1<<31)>>32 + 1)
			d.blocks = append(d.blocks, gain<<gains|1, uint32(change), s.from)
		}
		d.blocks[head]++
		d.blocks = append(d.blocks, s.to)
	}
	if head == 0 {
		d.blocks = d.blocks[:begin]
		return owner
	}
	d.blocks[head] |= lastChain
	return first - int32(begin)
}

// A strand is a part with the owners on both of its sides.
type strand struct {
	from, to    uint32
	left, right int32
}

// A weaver joins the parts of neighbours. It keeps its memory from one square to
// the next.
type weaver struct {
	strands []strand
	table   []int32 // strand+1 by the hash of its ends
}

// weave makes strands of the parts of a square: two that run between the same
// places become one if that leaves one owner a side. A part without length is
// left out if the part before or behind has one and ends there: what is near it is
// then near that one.
func (w *weaver) weave(parts []part) []strand {
	w.strands = w.strands[:0]
	size := 1 << bits.Len(uint(2*len(parts)))
	if size > len(w.table) {
		w.table = make([]int32, size)
	}
	clear(w.table[:size])
	for i, p := range parts {
		if p.from == p.to {
			if i > 0 && parts[i-1].to == p.from && parts[i-1].from != p.from ||
				i+1 < len(parts) && parts[i+1].from == p.to && parts[i+1].to != p.to {
				continue
			}
		}
		s := strand{p.from, p.to, none, p.owner}
		if p.owner < 0 {
			s.left, s.right = p.owner&^onLeft, none
		}
		w.put(s, size)
	}
	return w.strands
}

func (w *weaver) put(s strand, size int) {
	ends := uint64(min(s.from, s.to))<<32 | uint64(max(s.from, s.to))
	h := ends * 0x9e3779b97f4a7c15 >> 32 // spread by the golden ratio
	for ; ; h++ {
		slot := &w.table[h&uint64(size-1)]
		if *slot == 0 {
			w.strands = append(w.strands, s)
			*slot = int32(len(w.strands))
			return
		}
		if w.strands[*slot-1].join(s) {
			return
		}
	}
}

// join takes t into s if they run between the same places and no side gets two
// owners.
func (s *strand) join(t strand) bool {
	if s.from == t.to && s.to == t.from {
		t.from, t.to, t.left, t.right = t.to, t.from, t.right, t.left
	}
	if s.from != t.from || s.to != t.to || s.left != none && t.left != none || s.right != none && t.right != none {
		return false
	}
	s.left, s.right = max(s.left, t.left), max(s.right, t.right)
	return true
}
