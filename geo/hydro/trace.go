package hydro

import "math"

// A Piece is a part of a reach that a trace passes, in the direction of the trace.
type Piece struct {
	Reach     int32
	Unsure    bool    // the way here, or the piece itself, uses a reach of unknown direction
	From, To  float64 // measures; the trace enters at From
	DistanceM float64 // along the water from the start of the trace to From
	TimeS     float64 // that the water needs for it at the speeds of the network
	PaceSM    float64 // seconds that a metre of the piece takes
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
func (n *Network) Up(at Place, limitM float64) []Piece { return n.trace(at, limitM, true, false) }

// Down gives all that the water of a place flows to within limitM metres, by
// rising distance.
func (n *Network) Down(at Place, limitM float64) []Piece { return n.trace(at, limitM, false, false) }

// UpFor is Up by time: all whose water comes to the place within limitS seconds, by
// the quickest ways and rising time.
func (n *Network) UpFor(at Place, limitS float64) []Piece { return n.trace(at, limitS, true, true) }

// DownFor is Down by time: all that the water of the place comes to within limitS
// seconds.
func (n *Network) DownFor(at Place, limitS float64) []Piece { return n.trace(at, limitS, false, true) }

// rate gives the cost and the other of a metre of a reach.
func (n *Network) rate(reach int32, byTime bool) (cost, other float64) {
	if byTime {
		return float64(n.pace[reach]), 1
	}
	return 1, float64(n.pace[reach])
}

// trace is Dijkstra's search from a place: first the costs of the nodes within the
// limit, then the pieces that lead on from each. Above a twig there is one way to each
// place, and a plain climb finds it.
func (n *Network) trace(at Place, limit float64, up, byTime bool) []Piece {
	if !(limit > 0) {
		return nil
	}
	s := n.searches.Get().(*search)
	defer n.searches.Put(s)
	s.reset(limit, byTime)
	r := at.Reach
	f, eitherWay := n.flows[r], n.both(r)
	c, o := n.rate(r, byTime)
	within := at.MeasureM > 0 && at.MeasureM < f.length // else the place is a node
	against, along := up || eitherWay, !up || eitherWay
	switch {
	case !within && at.MeasureM <= 0:
		s.reach(f.tail, 0, 0, false)
	case !within:
		s.reach(f.head, 0, 0, false)
	default:
		if against {
			s.reach(f.tail, at.MeasureM*c, at.MeasureM*o, eitherWay)
		}
		if along {
			s.reach(f.head, (f.length-at.MeasureM)*c, (f.length-at.MeasureM)*o, eitherWay)
		}
	}
	n.settle(s, up)
	if within && against {
		d, known := s.met.final(f.tail)
		s.add(entrance{reach: r, from: at.MeasureM, sign: -1, room: at.MeasureM, c: c, o: o, unsure: eitherWay}, d, known && eitherWay)
	}
	if within && along {
		d, known := s.met.final(f.head)
		s.add(entrance{reach: r, from: at.MeasureM, sign: 1, room: f.length - at.MeasureM, c: c, o: o, unsure: eitherWay}, d, known && eitherWay)
	}
	for _, v := range s.done {
		s.ways = n.addWays(s.ways[:0], v.node, up)
		for _, way := range s.ways {
			q := way >> 1
			if up && n.traits[q]&twig != 0 {
				n.climb(s, q, v)
				continue
			}
			in := entrance{reach: q, sign: 1, room: n.flows[q].length, cost: v.cost, other: v.other, unsure: v.unsure || n.both(q)}
			in.c, in.o = n.rate(q, byTime)
			if way&1 == 1 {
				in.from, in.sign = in.room, -1
			}
			end, known := s.met.final(n.end(way))
			if within && q == r { // as far as the start
				in.room, end, known = at.MeasureM, 0, true
				if way&1 == 1 {
					in.room = f.length - at.MeasureM
				}
			}
			s.add(in, end, known && n.both(q))
		}
	}
	return s.inOrder()
}

// settle finds the costs of the nodes within the limit, but for those above twigs.
func (n *Network) settle(s *search, up bool) {
	for len(s.heap) > 0 {
		e := s.pop()
		m := s.met.at(e.node)
		if m.final || e.cost != m.cost {
			continue
		}
		m.final = true
		v := m.settled
		s.done = append(s.done, v)
		s.ways = n.addWays(s.ways[:0], v.node, up)
		for _, way := range s.ways {
			q := way >> 1
			if up && n.traits[q]&twig != 0 {
				continue
			}
			c, o := n.rate(q, s.byTime)
			m := n.flows[q].length
			s.reach(n.end(way), v.cost+m*c, v.other+m*o, v.unsure || n.both(q))
		}
	}
}

// climb adds a twig and all above it, entered from a settled node.
func (n *Network) climb(s *search, reach int32, from settled) {
	distance, time := from.cost, from.other
	if s.byTime {
		distance, time = time, distance
	}
	first, end := reach, reach+1
	s.stack = s.stack[:0]
	for {
		for q := first; q < end; q++ {
			f, pace := &n.flows[q], float64(n.pace[q])
			far, late, m, cost := distance+f.length, time+f.length*pace, f.length, distance
			switch {
			case s.byTime:
				if cost = time; late > s.limit {
					m = (s.limit - time) / pace
				}
			case far > s.limit:
				m = s.limit - distance
			}
			if !(m > 0) {
				continue
			}
			s.costs = append(s.costs, cost)
			s.pieces = append(s.pieces, Piece{q, from.unsure, f.length, f.length - m, distance, time, pace})
			s.stack = append(s.stack, visit{far, late, f.tail})
		}
		if len(s.stack) == 0 {
			return
		}
		v := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		distance, time = v.distance, v.time
		first, end = n.inAt[v.node], n.inAt[v.node+1]
	}
}

// end is the node that a way leads to.
func (n *Network) end(way int32) int32 {
	if way&1 == 1 {
		return n.flows[way>>1].tail
	}
	return n.flows[way>>1].head
}

// An entrance is where a trace comes into a reach, and how far it may go there.
type entrance struct {
	reach            int32
	from, sign, room float64 // metres
	c, o             float64 // cost and other of a metre
	cost, other      float64 // of the way here
	unsure           bool
}

// add adds the piece that is entered and goes on for its room, in the limit. If the
// far end can be entered too, at the cost end, the two pieces meet where they have
// the same cost.
func (s *search) add(in entrance, end float64, met bool) {
	m := min(in.room, (s.limit-in.cost)/in.c)
	if met {
		m = min(m, (in.room*in.c+end-in.cost)/in.c/2) // in this order, as the way there was added up
	}
	if !(m > 0) {
		return
	}
	p := Piece{Reach: in.reach, From: in.from, To: in.from + in.sign*m, DistanceM: in.cost, TimeS: in.other, PaceSM: in.o, Unsure: in.unsure}
	if s.byTime {
		p.DistanceM, p.TimeS, p.PaceSM = in.other, in.cost, in.c
	}
	s.costs, s.pieces = append(s.costs, in.cost), append(s.pieces, p)
}
