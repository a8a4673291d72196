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

// halfEdges are the edges of all cells, ring after ring.
type halfEdges struct {
	all   []halfEdge
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
	s := &halfEdges{users: map[int32][]int32{}, all: make([]halfEdge, 0, n), mate: make([]int32, 0, n)}
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

// ring adds a ring. Where the edge before was the neighbour's, this one most often
// is the neighbour's next.
func (s *halfEdges) ring(r orb.Ring, owner int32, left bool) {
	begin := len(s.all)
	guess := int32(alone)
	for k := 1; k < len(r); k++ {
		if r[k-1] == r[k] {
			continue
		}
		e := int32(len(s.all))
		s.all = append(s.all, halfEdge{r[k-1], r[k], owner, left})
		s.mate = append(s.mate, alone)
		if guess < 0 || int(guess) >= begin || s.mate[guess] != alone || !s.opposite(guess, e) {
			guess = s.find(e)
		}
		if guess >= 0 {
			s.pair(guess, e)
			// Rings with their land on the same side run the other way on a border.
			if s.all[guess].left == left {
				guess--
			} else {
				guess++
			}
		}
	}
}

// opposite tells whether two edges are the same with their cells on both sides.
func (s *halfEdges) opposite(i, j int32) bool {
	e, f := &s.all[i], &s.all[j]
	return e.a == f.b && e.b == f.a && e.left == f.left || e.a == f.a && e.b == f.b && e.left != f.left
}

// find gives the first side of an edge, or alone where e itself is that.
func (s *halfEdges) find(e int32) int32 {
	a, b := s.all[e].line()
	h := hashPoint(a)*3 + hashPoint(b)
	for i := uint32(h>>32) & s.mask; ; i = (i + 1) & s.mask {
		switch f := s.table[i] - 1; {
		case f < 0:
			s.table[i] = e + 1
			return alone
		default:
			if p, q := s.all[f].line(); p == a && q == b {
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
func (s *halfEdges) pair(first, e int32) {
	old := s.mate[first]
	if old == alone && s.opposite(first, e) {
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
				if e, f := s.all[i], s.all[j]; e.cell != f.cell && !s.opposite(i, j) {
					common[pair{min(e.cell, f.cell), max(e.cell, f.cell)}]++
				}
			}
		}
	}
	if len(common) == 0 {
		return nil
	}
	edges := make([]int, cells)
	for _, e := range s.all {
		edges[e.cell]++
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
			e := &s.all[i]
			a, b := e.line()
			open = append(open, seam{a, b, e.cell, e.left == (a == e.a)})
		}
	}
	return open
}
