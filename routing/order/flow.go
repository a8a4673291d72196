package order

import "math"

// A network is a piece as a flow sees it: every edge carries one unit, in one
// direction or the other.
type network struct {
	first, to []int32    // arcs of node n: first[n] up to first[n+1]
	back      []int32    // the arc against each arc
	flow      []int8     // -1, 0 or 1 by arc; an arc and its back add up to 0
	level     []int32    // of a node: steps to the sink, or far
	start     []int32    // of a node: 0 in the sink, else far
	shore     [3][]int32 // by side: its nodes that have neighbours outside
	next      []int32    // of a node: the arc to try next
	side      []int8     // of a node: source, sink or neither
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

// far is the level of a node from which no way to the sink is known.
const far = math.MaxInt32

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
	for _, key := range keys[k : n-k] {
		f.level[uint32(key)] = int32(1 + ^key>>33)
	}
	for i := range k {
		f.level[uint32(keys[i])], f.level[uint32(keys[n-1-i])] = far, 0
	}
	for more := true; more; more = f.levels() {
		copy(f.next, f.first)
		for _, root := range f.shore[source] {
			for f.augment(root) {
				if size++; size*best.balance >= best.size*(n/2) {
					return cut{}, false // not even if it halves the piece
				}
			}
		}
	}
	c := f.covered(size, keys[:k])
	return c, c.size*best.balance < best.size*c.balance
}

// ends makes the first k nodes source, and the last k sink.
func (f *network) ends(keys []uint64, k int) {
	n := len(keys)
	clear(f.side)
	for i := range f.start {
		f.start[i] = far
	}
	for i := range k {
		u, v := uint32(keys[i]), uint32(keys[n-1-i])
		f.side[u], f.side[v], f.start[v] = source, sink, 0
	}
	for side, part := range [3][]uint64{source: keys[:k], sink: keys[n-k:]} {
		f.shore[side] = f.shore[side][:0]
		for _, key := range part {
			u := int32(uint32(key))
			for _, v := range f.to[f.first[u]:f.first[u+1]] {
				if f.side[v] != int8(side) {
					f.shore[side] = append(f.shore[side], u)
					break
				}
			}
		}
	}
}

// levels counts the steps from each node to the sink along arcs that are not full, until
// the source is met. It tells whether it was.
func (f *network) levels() bool {
	copy(f.level, f.start)
	f.queue = append(f.queue[:0], f.shore[sink]...)
	met := int32(far)
	for i := 0; i < len(f.queue); i++ {
		u := f.queue[i]
		if f.level[u] >= met {
			break
		}
		for a := f.first[u]; a < f.first[u+1]; a++ {
			if v := f.to[a]; f.level[v] == far && f.flow[a] > -1 { // not full the other way
				f.level[v] = f.level[u] + 1
				f.queue = append(f.queue, v)
				if f.side[v] == source {
					met = f.level[v]
				}
			}
		}
	}
	return met < far
}

// augment sends one more unit from a node of the source to the sink by a way on which levels
// fall, and tells whether there was one (Dinic 1970).
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
		if v := f.to[a]; f.flow[a] < 1 && f.level[v] < f.level[u] {
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

// covered gives the cut next to the source, of which these are the keys: edges from nodes that
// can be reached along arcs that are not full to nodes that cannot.
func (f *network) covered(size int, keys []uint64) cut {
	for i := range f.level {
		f.level[i] = far
	}
	for _, key := range keys {
		f.level[uint32(key)] = 0
	}
	f.queue = append(f.queue[:0], f.shore[source]...)
	for i := 0; i < len(f.queue); i++ {
		u := f.queue[i]
		for a := f.first[u]; a < f.first[u+1]; a++ {
			if v := f.to[a]; f.level[v] == far && f.flow[a] < 1 {
				f.level[v] = 0
				f.queue = append(f.queue, v)
			}
		}
	}
	f.match.reset()
	for _, u := range f.queue {
		for a := f.first[u]; a < f.first[u+1]; a++ {
			if v := f.to[a]; f.level[v] == far {
				f.match.edge(u, v)
			}
		}
	}
	reached := len(keys) - len(f.shore[source]) + len(f.queue)
	return cut{size: size, balance: min(reached, len(f.level)-reached), cover: f.match.cover()}
}
