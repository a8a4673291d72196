package hydro

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// search is the state of one trace, kept for the next. What is looked for least is
// the cost, metres or seconds; the other of the two goes along.
type search struct {
	met    table
	heap   []entry
	done   []settled // nodes by rising cost
	ways   []int32
	stack  []visit
	pieces []Piece
	costs  []float64 // of the ways to the pieces
	next   []int32
	order  []int32
	limit  float64
	byTime bool
}

type entry struct {
	cost float64
	node int32
}

// settled is a node whose cost is known.
type settled struct {
	cost, other float64
	node        int32
	unsure      bool
}

// visit is a node that is still to be climbed from.
type visit struct {
	distance, time float64
	node           int32
}

// reset forgets the last trace.
func (s *search) reset(limit float64, byTime bool) {
	s.met.reset()
	s.heap, s.done, s.pieces, s.costs, s.limit, s.byTime = s.heap[:0], s.done[:0], s.pieces[:0], s.costs[:0], limit, byTime
}

// reach offers a way to a node. Of equally long ways a sure one counts.
func (s *search) reach(node int32, cost, other float64, unsure bool) {
	if cost > s.limit {
		return
	}
	switch m := s.met.at(node); {
	case m.final || cost > m.cost:
	case cost == m.cost:
		m.unsure = m.unsure && unsure
	default:
		m.cost, m.other, m.unsure = cost, other, unsure
		s.push(entry{cost, node})
	}
}

// A table holds the nodes that a trace met, by a hash of their number. It is as large
// as traces were, not as the network.
type table struct {
	now   uint32
	used  int
	shift int
	slots []slot
}

// A slot counts if its stamp is now.
type slot struct {
	settled
	stamp uint32
	final bool
}

func (t *table) reset() {
	if t.now++; t.now == 0 { // the counter came round
		clear(t.slots)
		t.now = 1
	}
	t.used = 0
}

// at gives the slot of a node, one of infinite cost if it is new. It holds until the next call.
func (t *table) at(node int32) *slot {
	if 2*t.used >= len(t.slots) {
		t.grow()
	}
	s := t.find(node)
	if s.stamp != t.now {
		t.used++
		*s = slot{settled: settled{cost: math.Inf(1), node: node}, stamp: t.now}
	}
	return s
}

// find gives the slot of a node, or the free one where it would be.
func (t *table) find(node int32) *slot {
	for h := uint32(node) * 0x9E3779B1 >> t.shift; ; h++ {
		if s := &t.slots[int(h)&(len(t.slots)-1)]; s.stamp != t.now || s.node == node {
			return s
		}
	}
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, max(64, 2*len(old)))
	t.shift = 32 - bits.TrailingZeros(uint(len(t.slots)))
	for _, s := range old {
		if s.stamp == t.now {
			*t.find(s.node) = s
		}
	}
}

// final tells the cost of a node that the trace came to.
func (t *table) final(node int32) (float64, bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	s := t.find(node)
	return s.cost, s.stamp == t.now && s.final
}

// crowd is how many pieces of about the same cost are put in order by insertion.
const crowd = 32

// inOrder gives the pieces by rising cost; equal ones as they were found. It deals them
// out to as many buckets of cost as there are pieces, which leaves little to sort.
func (s *search) inOrder() []Piece {
	n := len(s.pieces)
	if n == 0 {
		return nil
	}
	most, scale := 0.0, 0.0
	for _, c := range s.costs {
		if c > most {
			most = c
		}
	}
	if most > 1e-9 {
		scale = float64(n) / most
	}
	s.next, s.order = slices.Grow(s.next[:0], n+1)[:n+1], slices.Grow(s.order[:0], n)[:n]
	next, order := s.next, s.order // next: of a bucket, where its next piece goes
	clear(next)
	for _, c := range s.costs {
		next[int(c*scale)]++
	}
	sum := int32(0)
	for i, n := range next {
		next[i] = sum
		sum += n
	}
	for i, c := range s.costs {
		b := int(c * scale)
		order[next[b]] = int32(i)
		next[b]++
	}
	start := int32(0)
	for _, end := range next {
		if end-start > crowd {
			slices.SortFunc(order[start:end], func(a, b int32) int {
				return cmp.Or(cmp.Compare(s.costs[a], s.costs[b]), cmp.Compare(a, b))
			})
		}
		start = end
	}
	sorted := make([]Piece, n)
	for i, o := range order {
		at, c := i, s.costs[o]
		for ; at > 0 && c < s.costs[order[at-1]]; at-- {
			order[at] = order[at-1]
		}
		order[at] = o
	}
	for i, o := range order {
		sorted[i] = s.pieces[o]
	}
	return sorted
}

func (e entry) before(o entry) bool {
	return e.cost < o.cost || e.cost == o.cost && e.node < o.node
}

func (s *search) push(e entry) {
	s.heap = append(s.heap, e)
	i := len(s.heap) - 1
	for i > 0 && e.before(s.heap[(i-1)/2]) {
		s.heap[i] = s.heap[(i-1)/2]
		i = (i - 1) / 2
	}
	s.heap[i] = e
}

func (s *search) pop() entry {
	top, last := s.heap[0], s.heap[len(s.heap)-1]
	s.heap = s.heap[:len(s.heap)-1]
	if len(s.heap) == 0 {
		return top
	}
	i := 0
	for {
		child := 2*i + 1
		if child >= len(s.heap) {
			break
		}
		if child+1 < len(s.heap) && s.heap[child+1].before(s.heap[child]) {
			child++
		}
		if !s.heap[child].before(last) {
			break
		}
		s.heap[i] = s.heap[child]
		i = child
	}
	s.heap[i] = last
	return top
}
