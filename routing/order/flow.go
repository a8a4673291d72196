package order

// A network is a piece as a flow sees it: every edge carries one unit, in one
// direction or the other.
type network struct {
	first, to []int32 // arcs of node n: first[n] up to first[n+1]
	back      []int32 // the arc against each arc
	flow      []int8  // -1, 0 or 1 by arc; an arc and its back add up to 0
	level     []int32 // of a node: steps from the source, -1 where it was not reached
	start     []int32 // of a node: 0 in the source, else -1
	shore     []int32 // nodes of the source that have neighbours outside
	next      []int32 // of a node: the arc to try next
	side      []int8  // of a node: source, sink or neither
	queue     []int32
	path      []int32 // arcs from the source to where the search stands
	match     matching
}

// sides of a node
const (
	neither = int8(iota)
	source
	sink
)

// A cut is a set of nodes that parts a piece.
type cut struct {
	size    int     // edges that were cut
	balance int     // nodes on the smaller side
	cover   []int32 // nodes that touch all of these edges
}

func (f *network) reset(n int) {
	f.first, f.to = append(f.first[:0], 0), f.to[:0]
	f.level, f.next, f.side, f.start = sized(f.level, n), sized(f.next, n), sized(f.side, n), sized(f.start, n)
}

// sized gives a slice of the length, with any content.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// pair finds the back of each arc.
func (f *network) pair() {
	f.back, f.flow = sized(f.back, len(f.to)), sized(f.flow, len(f.to))
	clear(f.flow)
	for n := range int32(len(f.first) - 1) {
		for a := f.first[n]; a < f.first[n+1]; a++ {
			v := f.to[a]
			if v < n {
				continue // was met from v
			}
			b := f.first[v]
			for f.to[b] != n {
				b++
			}
			f.back[a], f.back[b] = b, a
		}
	}
}

// cut parts the piece along a line, on which keys hold the nodes in order (in
// their lower halves). It is not ok unless the cut has fewer edges for each node on
// its smaller side than best has.
//
// Of all least cuts it is the one next to the source, however the flow was found. Most of the
// flow goes forward along the line, so that is tried first; the rest, along shortest ways.
func (f *network) cut(keys []uint64, best cut) (cut, bool) {
	n := len(keys)
	k := max(1, int(share*float64(n)))
	f.ends(keys, k)
	clear(f.flow)
	size := 0
	for _, key := range keys[k:] {
		f.level[uint32(key)] = int32(1 + key>>33)
	}
	for _, key := range keys[:k] {
		f.level[uint32(key)] = 0
	}
	for more := true; more; more = f.levels() {
		copy(f.next, f.first)
		for _, root := range f.shore {
			for f.augment(root) {
				if size++; size*best.balance >= best.size*(n/2) {
					return cut{}, false // not even if it halves the piece
				}
			}
		}
	}
	c := f.covered(size, k-len(f.shore))
	return c, c.size*best.balance < best.size*c.balance
}

// ends makes the first k nodes source, and the last k sink.
func (f *network) ends(keys []uint64, k int) {
	n := len(keys)
	clear(f.side)
	for i := range f.start {
		f.start[i] = -1
	}
	for i := range k {
		u := uint32(keys[i])
		f.side[u], f.side[uint32(keys[n-1-i])] = source, sink
		f.start[u] = 0
	}
	f.shore = f.shore[:0]
	for _, key := range keys[:k] {
		u := int32(uint32(key))
		for _, v := range f.to[f.first[u]:f.first[u+1]] {
			if f.side[v] != source {
				f.shore = append(f.shore, u)
				break
			}
		}
	}
}

// levels counts the steps from the source to each node along arcs that are not
// full, until the sink is met. It tells whether it was.
func (f *network) levels() bool {
	copy(f.level, f.start)
	f.queue = append(f.queue[:0], f.shore...)
	met := int32(-1)
	for i := 0; i < len(f.queue); i++ {
		u := f.queue[i]
		if met >= 0 && f.level[u] >= met {
			break
		}
		for a := f.first[u]; a < f.first[u+1]; a++ {
			if v := f.to[a]; f.level[v] < 0 && f.flow[a] < 1 {
				f.level[v] = f.level[u] + 1
				f.queue = append(f.queue, v)
				if f.side[v] == sink {
					met = f.level[v]
				}
			}
		}
	}
	return met >= 0
}

// augment sends one more unit from a node of the source to the sink by a way on which levels
// rise, and tells whether there was one (Dinic 1970).
func (f *network) augment(root int32) bool {
	f.path = f.path[:0]
	u := root
	for f.side[u] != sink {
		a := f.next[u]
		if a == f.first[u+1] {
			if len(f.path) == 0 {
				return false
			}
			last := f.path[len(f.path)-1]
			f.path = f.path[:len(f.path)-1]
			u = f.to[f.back[last]]
			f.next[u]++
			continue
		}
		if v := f.to[a]; f.flow[a] < 1 && f.level[v] > f.level[u] {
			f.path = append(f.path, a)
			u = v
			continue
		}
		f.next[u]++
	}
	for _, a := range f.path {
		f.flow[a]++
		f.flow[f.back[a]]--
	}
	return true
}

// covered gives the cut that the last search for the sink ran into: edges from
// nodes that were reached to nodes that were not. Some nodes lie inland, in the source without
// neighbours outside.
func (f *network) covered(size, inland int) cut {
	f.match.reset()
	for _, u := range f.queue {
		for a := f.first[u]; a < f.first[u+1]; a++ {
			if v := f.to[a]; f.level[v] < 0 {
				f.match.edge(u, v)
			}
		}
	}
	reached := len(f.queue) + inland
	return cut{size: size, balance: min(reached, len(f.level)-reached), cover: f.match.cover()}
}
