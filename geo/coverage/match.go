package coverage

import (
	"cmp"
	"maps"
	"math"
	"math/bits"
	"slices"

	"github.com/paulmach/orb"
)

// A halfEdge is one edge of a cell's border as its ring draws it, without those of no
// length.
type halfEdge struct {
	a, b orb.Point
	cell int32
	left bool // the cell is on its left
}

// line gives the ends of an edge in the same order for both of its cells.
func (s halfEdge) line() (a, b orb.Point) {
	if before(s.b, s.a) {
		return s.b, s.a
	}
	return s.a, s.b
}

// A bordering is a ring whose edges are counted from a number on.
type bordering struct {
	ring  orb.Ring // without places that follow themselves
	first int32
	cell  int32
	left  bool // the cell is on its left
}

// halfEdges are the edges of all cells, ring after ring. They stand in the rings: what is
// kept of each are the numbers of its ring and its mate.
type halfEdges struct {
	rings []bordering
	of    []int32           // the ring of each edge
	users map[int32][]int32 // of an edge that is many, by its first
	mate  []int32           // the same edge of the neighbour; alone, or many if more than two cells or the same side have it
	table []int32           // first side of each edge, plus one, by its hash
	mask  uint32
}

const (
	alone = -1
	many  = -2
)

// matchEdges draws the edges of all cells and pairs those that two cells have from
// opposite sides. Land changes hands across a pair, and nothing else happens there:
// how many cells hold a place changes only across the other edges, so gaps and
// overlaps are bounded by those alone.
func matchEdges(cells []cell) *halfEdges {
	n := 0
	for _, cl := range cells {
		for _, poly := range cl.area {
			for _, r := range poly {
				n += max(0, len(r)-1)
			}
		}
	}
	s := &halfEdges{users: map[int32][]int32{}, of: make([]int32, 0, n), mate: make([]int32, 0, n)}
	s.table = make([]int32, 1<<bits.Len(uint(n)))
	s.mask = uint32(len(s.table) - 1)
	for i, cl := range cells {
		for _, poly := range cl.area {
			for k, r := range poly {
				ccw, _ := counterClockwise(r)
				s.ring(r, int32(i), ccw == (k == 0))
			}
		}
	}
	s.table = nil
	return s
}

// at gives an edge by its number.
func (s *halfEdges) at(e int32) halfEdge {
	r := &s.rings[s.of[e]]
	k := e - r.first
	return halfEdge{r.ring[k], r.ring[k+1], r.cell, r.left}
}

// each gives all edges with their numbers.
func (s *halfEdges) each(do func(e int32, edge halfEdge)) {
	for _, r := range s.rings {
		for k := range len(r.ring) - 1 {
			do(r.first+int32(k), halfEdge{r.ring[k], r.ring[k+1], r.cell, r.left})
		}
	}
}

// cell gives the cell of an edge.
func (s *halfEdges) cell(e int32) int32 { return s.rings[s.of[e]].cell }

// ring adds a ring. Where the edge before was the neighbour's, this one most often
// is the neighbour's next.
func (s *halfEdges) ring(r orb.Ring, owner int32, left bool) {
	for k := 1; k < len(r); k++ {
		if r[k-1] == r[k] {
			r = slices.Compact(slices.Clone(r))
			break
		}
	}
	begin := len(s.of)
	number := int32(len(s.rings))
	s.rings = append(s.rings, bordering{r, int32(begin), owner, left})
	guess := int32(alone)
	for k := range len(r) - 1 {
		e, edge := int32(len(s.of)), halfEdge{r[k], r[k+1], owner, left}
		s.of = append(s.of, number)
		s.mate = append(s.mate, alone)
		if guess < 0 || int(guess) >= begin || s.mate[guess] != alone || !s.at(guess).faces(edge) {
			guess = s.find(e, edge)
		}
		if guess >= 0 {
			s.pair(guess, e, edge)
			// Rings with their land on the same side run the other way on a border.
			if s.rings[s.of[guess]].left == left {
				guess--
			} else {
				guess++
			}
		}
	}
}

// faces tells whether two edges are the same with their cells on both sides.
func (e halfEdge) faces(f halfEdge) bool {
	return e.a == f.b && e.b == f.a && e.left == f.left || e.a == f.a && e.b == f.b && e.left != f.left
}

// find gives the first side of an edge, or alone where e itself is that.
func (s *halfEdges) find(e int32, edge halfEdge) int32 {
	a, b := edge.line()
	h := hashPoint(a)*3 + hashPoint(b)
	for i := uint32(h>>32) & s.mask; ; i = (i + 1) & s.mask {
		switch f := s.table[i] - 1; {
		case f < 0:
			s.table[i] = e + 1
			return alone
		default:
			if p, q := s.at(f).line(); p == a && q == b {
				return f
			}
		}
	}
}

func hashPoint(p orb.Point) uint64 {
	const odd = 0x9e3779b97f4a7c15 // 2⁶⁴ by the golden ratio
	return ((math.Float64bits(p[0]+0)*odd)>>29 ^ math.Float64bits(p[1]+0)) * odd
}

// pair makes two edges mates, or one more of many.
func (s *halfEdges) pair(first, e int32, edge halfEdge) {
	old := s.mate[first]
	if old == alone && s.at(first).faces(edge) {
		s.mate[first], s.mate[e] = e, first
		return
	}
	if s.users[first] == nil {
		s.users[first] = []int32{first}
		if old >= 0 {
			s.mate[old] = many
			s.users[first] = append(s.users[first], old)
		}
	}
	s.mate[first], s.mate[e] = many, many
	s.users[first] = append(s.users[first], e)
}

// doubles finds cells that have all edges in common: pairs, the one told first.
func (s *halfEdges) doubles(cells int) []pair {
	common := map[pair]int{}
	for _, users := range s.users {
		for k, i := range users {
			for _, j := range users[:k] {
				if e, f := s.cell(i), s.cell(j); e != f && !s.at(i).faces(s.at(j)) {
					common[pair{min(e, f), max(e, f)}]++
				}
			}
		}
	}
	if len(common) == 0 {
		return nil
	}
	edges := make([]int, cells)
	for _, r := range s.rings {
		edges[r.cell] += len(r.ring) - 1
	}
	var same []pair
	gone := map[int32]bool{}
	for _, p := range sortedPairs(common) {
		if n := common[p]; n == edges[p.a] && n == edges[p.b] && !gone[p.a] && !gone[p.b] {
			same = append(same, p)
			gone[p.b] = true
		}
	}
	return same
}

// A pair is two cells, a before b.
type pair struct{ a, b int32 }

func sortedPairs[V any](m map[pair]V) []pair {
	return slices.SortedFunc(maps.Keys(m), func(p, q pair) int {
		return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
}

// unmatched gives the edges without a mate.
func (s *halfEdges) unmatched() []seam {
	var open []seam
	for i, m := range s.mate {
		if m < 0 {
			e := s.at(int32(i))
			a, b := e.line()
			open = append(open, seam{a, b, e.cell, e.left == (a == e.a)})
		}
	}
	return open
}
