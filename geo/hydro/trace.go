package hydro

// A Piece is a part of a reach that a trace passes, in the direction of the trace.
type Piece struct {
	Reach     int32
	From, To  float64 // measures; the trace enters at From
	DistanceM float64 // along the water from the start of the trace to From
	Unsure    bool    // the way here, or the piece itself, uses a reach of unknown direction
}

// Holds tells whether a place is on the piece, its ends included.
func (p Piece) Holds(at Place) bool {
	return p.Reach == at.Reach && at.MeasureM >= min(p.From, p.To) && at.MeasureM <= max(p.From, p.To)
}

// Up gives all that flows to a place within limitM metres along the water, by
// rising distance.
func (n *Network) Up(at Place, limitM float64) []Piece {
	return n.trace(at, limitM, n.upAt, n.up, true)
}

// Down gives all that the water of a place flows to within limitM metres, by
// rising distance.
func (n *Network) Down(at Place, limitM float64) []Piece {
	return n.trace(at, limitM, n.downAt, n.down, false)
}

// search is the state of one trace, kept for the next. A node's dist counts if
// its stamp is now or now+1, and is final if it is now+1.
type search struct {
	now    uint32
	stamp  []uint32
	dist   []float64
	unsure []bool
	heap   []entry
	done   []int32 // nodes by rising distance
	pieces []Piece
	limit  float64
}

type entry struct {
	dist float64
	node int32
}

func newSearch(nodes int) *search {
	return &search{stamp: make([]uint32, nodes), dist: make([]float64, nodes), unsure: make([]bool, nodes)}
}

// reset forgets the last trace.
func (s *search) reset(limit float64) {
	if s.now += 2; s.now < 2 { // the counter came round
		clear(s.stamp)
		s.now = 2
	}
	s.heap, s.done, s.pieces, s.limit = s.heap[:0], s.done[:0], s.pieces[:0], limit
}

// final tells the distance of a node that the trace came to.
func (s *search) final(node int32) (float64, bool) { return s.dist[node], s.stamp[node] == s.now+1 }

// reach offers a way to a node. Of equally long ways a sure one counts.
func (s *search) reach(node int32, dist float64, unsure bool) {
	if dist > s.limit || s.stamp[node] == s.now+1 {
		return
	}
	if s.stamp[node] == s.now {
		if dist == s.dist[node] {
			s.unsure[node] = s.unsure[node] && unsure
			return
		}
		if dist > s.dist[node] {
			return
		}
	}
	s.stamp[node], s.dist[node], s.unsure[node] = s.now, dist, unsure
	s.push(entry{dist, node})
}

// trace is Dijkstra's search from a place: first the distances of all nodes within
// the limit, then, by rising distance, the pieces that lead on from each.
func (n *Network) trace(at Place, limitM float64, starts, ways []int32, up bool) []Piece {
	if !(limitM > 0) {
		return nil
	}
	s := n.searches.Get().(*search)
	defer n.searches.Put(s)
	s.reset(limitM)
	r, whole := at.Reach, n.length[at.Reach]
	within := at.MeasureM > 0 && at.MeasureM < whole // else the place is a node
	against, along := up || n.both[r], !up || n.both[r]
	switch {
	case !within && at.MeasureM <= 0:
		s.reach(n.tail[r], 0, false)
	case !within:
		s.reach(n.head[r], 0, false)
	default:
		if against {
			s.reach(n.tail[r], at.MeasureM, n.both[r])
		}
		if along {
			s.reach(n.head[r], whole-at.MeasureM, n.both[r])
		}
	}
	for len(s.heap) > 0 {
		e := s.pop()
		if s.stamp[e.node] != s.now || e.dist != s.dist[e.node] {
			continue
		}
		s.stamp[e.node] = s.now + 1
		s.done = append(s.done, e.node)
		for _, way := range ways[starts[e.node]:starts[e.node+1]] {
			s.reach(n.end(way), e.dist+n.length[way>>1], s.unsure[e.node] || n.both[way>>1])
		}
	}
	if within && against {
		d, known := s.final(n.tail[r])
		s.add(r, at.MeasureM, -1, at.MeasureM, 0, d, known && n.both[r], n.both[r])
	}
	if within && along {
		d, known := s.final(n.head[r])
		s.add(r, at.MeasureM, 1, whole-at.MeasureM, 0, d, known && n.both[r], n.both[r])
	}
	for _, v := range s.done {
		d := s.dist[v]
		for _, way := range ways[starts[v]:starts[v+1]] {
			q := way >> 1
			from, sign, room := 0.0, 1.0, n.length[q]
			if way&1 == 1 {
				from, sign = room, -1
			}
			end, known := s.final(n.end(way))
			if within && q == r { // as far as the start
				room, end, known = at.MeasureM, 0, true
				if way&1 == 1 {
					room = whole - at.MeasureM
				}
			}
			s.add(q, from, sign, room, d, end, known && n.both[q], s.unsure[v] || n.both[q])
		}
	}
	return append([]Piece(nil), s.pieces...)
}

// end is the node that a way leads to.
func (n *Network) end(way int32) int32 {
	if way&1 == 1 {
		return n.tail[way>>1]
	}
	return n.head[way>>1]
}

// add adds the piece that is entered at the measure from, at distance d, and goes
// on for room metres, in the limit. If the far end can be entered too, at distance
// end, the two pieces meet where they are equally far.
func (s *search) add(reach int32, from, sign, room, d, end float64, met, unsure bool) {
	m := min(room, s.limit-d)
	if met {
		m = min(m, (room+end-d)/2)
	}
	if m <= 0 {
		return
	}
	s.pieces = append(s.pieces, Piece{Reach: reach, From: from, To: from + sign*m, DistanceM: d, Unsure: unsure})
}

func (e entry) before(o entry) bool {
	return e.dist < o.dist || e.dist == o.dist && e.node < o.node
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
