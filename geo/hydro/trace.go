package hydro

import "math"

// A Piece is a part of a reach that a trace passes, in the direction of the trace.
type Piece struct {
	Reach     int32
	From, To  float64 // measures; the trace enters at From
	DistanceM float64 // along the water from the start of the trace to From
	TimeS     float64 // that the water needs for it at the speeds of the network
	PaceSM    float64 // seconds that a metre of the piece takes
	Unsure    bool    // the way here, or the piece itself, uses a reach of unknown direction
}

// Way gives how far along the water a place on the piece is, in metres and seconds.
func (p Piece) Way(measureM float64) (m, s float64) {
	on := math.Abs(measureM - p.From)
	return p.DistanceM + on, p.TimeS + on*p.PaceSM
}

// Holds tells whether a place is on the piece, its ends included.
func (p Piece) Holds(at Place) bool {
	return p.Reach == at.Reach && at.MeasureM >= min(p.From, p.To) && at.MeasureM <= max(p.From, p.To)
}

// Up gives all that flows to a place within limitM metres along the water, by
// rising distance.
func (n *Network) Up(at Place, limitM float64) []Piece {
	return n.trace(at, limitM, n.upAt, n.up, true, false)
}

// Down gives all that the water of a place flows to within limitM metres, by
// rising distance.
func (n *Network) Down(at Place, limitM float64) []Piece {
	return n.trace(at, limitM, n.downAt, n.down, false, false)
}

// UpFor is Up by time: all whose water comes to the place within limitS seconds, by
// the quickest ways and rising time.
func (n *Network) UpFor(at Place, limitS float64) []Piece {
	return n.trace(at, limitS, n.upAt, n.up, true, true)
}

// DownFor is Down by time: all that the water of the place comes to within limitS
// seconds.
func (n *Network) DownFor(at Place, limitS float64) []Piece {
	return n.trace(at, limitS, n.downAt, n.down, false, true)
}

// search is the state of one trace, kept for the next. What is looked for least is
// the cost, metres or seconds; the other of the two goes along. A node's dist counts
// if its stamp is now or now+1, and is final if it is now+1.
type search struct {
	now    uint32
	stamp  []uint32
	dist   []float64
	other  []float64
	unsure []bool
	heap   []entry
	done   []int32 // nodes by rising distance
	pieces []Piece
	limit  float64
	byTime bool
}

type entry struct {
	dist float64
	node int32
}

func newSearch(nodes int) *search {
	return &search{stamp: make([]uint32, nodes), dist: make([]float64, nodes), other: make([]float64, nodes), unsure: make([]bool, nodes)}
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
func (s *search) reach(node int32, dist, other float64, unsure bool) {
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
	s.stamp[node], s.dist[node], s.other[node], s.unsure[node] = s.now, dist, other, unsure
	s.push(entry{dist, node})
}

// trace is Dijkstra's search from a place: first the costs of all nodes within the
// limit, then, by rising cost, the pieces that lead on from each.
func (n *Network) trace(at Place, limit float64, starts, ways []int32, up, byTime bool) []Piece {
	if !(limit > 0) {
		return nil
	}
	// cost and other of a metre of a reach
	rate := func(r int32) (cost, other float64) { return 1, float64(n.pace[r]) }
	if byTime {
		rate = func(r int32) (cost, other float64) { return float64(n.pace[r]), 1 }
	}
	s := n.searches.Get().(*search)
	defer n.searches.Put(s)
	s.reset(limit)
	s.byTime = byTime
	r, whole := at.Reach, n.length[at.Reach]
	c, o := rate(r)
	within := at.MeasureM > 0 && at.MeasureM < whole // else the place is a node
	against, along := up || n.both[r], !up || n.both[r]
	switch {
	case !within && at.MeasureM <= 0:
		s.reach(n.tail[r], 0, 0, false)
	case !within:
		s.reach(n.head[r], 0, 0, false)
	default:
		if against {
			s.reach(n.tail[r], at.MeasureM*c, at.MeasureM*o, n.both[r])
		}
		if along {
			s.reach(n.head[r], (whole-at.MeasureM)*c, (whole-at.MeasureM)*o, n.both[r])
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
			c, o := rate(way >> 1)
			m := n.length[way>>1]
			s.reach(n.end(way), e.dist+m*c, s.other[e.node]+m*o, s.unsure[e.node] || n.both[way>>1])
		}
	}
	if within && against {
		d, known := s.final(n.tail[r])
		s.add(entrance{reach: r, from: at.MeasureM, sign: -1, room: at.MeasureM, c: c, o: o, unsure: n.both[r]}, d, known && n.both[r])
	}
	if within && along {
		d, known := s.final(n.head[r])
		s.add(entrance{reach: r, from: at.MeasureM, sign: 1, room: whole - at.MeasureM, c: c, o: o, unsure: n.both[r]}, d, known && n.both[r])
	}
	for _, v := range s.done {
		for _, way := range ways[starts[v]:starts[v+1]] {
			q := way >> 1
			in := entrance{reach: q, sign: 1, room: n.length[q], dist: s.dist[v], other: s.other[v], unsure: s.unsure[v] || n.both[q]}
			in.c, in.o = rate(q)
			if way&1 == 1 {
				in.from, in.sign = in.room, -1
			}
			end, known := s.final(n.end(way))
			if within && q == r { // as far as the start
				in.room, end, known = at.MeasureM, 0, true
				if way&1 == 1 {
					in.room = whole - at.MeasureM
				}
			}
			s.add(in, end, known && n.both[q])
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

// An entrance is where a trace comes into a reach, and how far it may go there.
type entrance struct {
	reach            int32
	from, sign, room float64 // metres
	c, o             float64 // cost and other of a metre
	dist, other      float64 // cost and other of the way here
	unsure           bool
}

// add adds the piece that is entered and goes on for its room, in the limit. If the
// far end can be entered too, at the cost end, the two pieces meet where they have
// the same cost.
func (s *search) add(in entrance, end float64, met bool) {
	m := min(in.room, (s.limit-in.dist)/in.c)
	if met {
		m = min(m, (in.room*in.c+end-in.dist)/in.c/2) // in this order, as the way there was added up
	}
	if !(m > 0) {
		return
	}
	p := Piece{Reach: in.reach, From: in.from, To: in.from + in.sign*m, DistanceM: in.dist, TimeS: in.other, PaceSM: in.o, Unsure: in.unsure}
	if s.byTime {
		p.DistanceM, p.TimeS, p.PaceSM = in.other, in.dist, in.c
	}
	s.pieces = append(s.pieces, p)
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
