package search

import "xunhu/routing/tour"

// ways are what it costs and takes one kind to go from any location to any other,
// from row to column, and again from column to row: whoever asks how a task lies to
// many others reads along a row. Where two of the four are equal they are one.
type ways struct {
	size             int
	cost, costInto   []int32 // tour.Far where there is no way
	time, timeInto   []int32
	most             int64 // of what a way costs
	narrow           bool  // all fit into 32 bits, with room to add
	distance, second int64 // prices, of which cost is made
	class            int32
}

// newWays finds the ways of a shift, or makes them. Where no task has a window nobody waits, and
// a second away is a second of travel or of service.
func (c *compiled) newWays(s *tour.Shift) *ways {
	second := s.TravelCost
	if !c.windows {
		second += s.DurationCost
	}
	for k := range c.kinds {
		if w := c.kinds[k].ways; w.class == s.Class && w.distance == s.DistanceCost && w.second == second {
			return w
		}
	}
	class := &c.p.Classes[s.Class]
	w := &ways{size: c.p.Locations, class: s.Class, distance: s.DistanceCost, second: second, narrow: true}
	w.time, w.timeInto = class.Times, turned(class.Times, w.size)
	w.cost, w.costInto = class.Times, w.timeInto
	same := true
	for i, t := range class.Times {
		cost, ok := w.price(class, i)
		if !ok {
			cost = int64(tour.Far)
		} else {
			w.most = max(w.most, cost)
			w.narrow = w.narrow && cost < dearest && int64(t) < dearest
		}
		same = same && cost == int64(t)
	}
	if same {
		return w
	}
	w.cost = make([]int32, len(class.Times))
	for i := range w.cost {
		w.cost[i] = tour.Far
		if cost, ok := w.price(class, i); ok {
			w.cost[i] = int32(min(cost, int64(noWay)))
		}
	}
	w.costInto = turned(w.cost, w.size)
	return w
}

func (w *ways) price(class *tour.Class, i int) (cost int64, ok bool) {
	cost = w.second * int64(class.Times[i])
	if class.Distances != nil {
		cost += w.distance * int64(class.Distances[i])
		ok = class.Distances[i] != tour.Far
	} else {
		ok = true
	}
	return cost, ok && class.Times[i] != tour.Far
}

// turned gives a square matrix with rows and columns exchanged, or itself if it is symmetric.
func turned(m []int32, n int) []int32 {
	if symmetric(m, n) {
		return m
	}
	t := make([]int32, len(m))
	const block = 32
	for i := 0; i < n; i += block {
		for j := 0; j < n; j += block {
			for a := i; a < min(n, i+block); a++ {
				for b := j; b < min(n, j+block); b++ {
					t[b*n+a] = m[a*n+b]
				}
			}
		}
	}
	return t
}

func symmetric(m []int32, n int) bool {
	const block = 32 // a column is read along rows that are at hand still
	for a := 0; a < n; a += block {
		for b := 0; b <= a; b += block {
			for i := a; i < min(n, a+block); i++ {
				for j := b; j < min(i, b+block); j++ {
					if m[i*n+j] != m[j*n+i] {
						return false
					}
				}
			}
		}
	}
	return true
}

// A memo knows what the way into each task cost and took when it was last asked for:
// most tours keep most of their ways, and the matrix is too large to be at hand.
type memo struct {
	ways         []*ways
	from         []int32
	costs, times []int32
}

func newMemo(c *compiled) memo {
	m := memo{make([]*ways, c.n), make([]int32, c.n), make([]int32, c.n), make([]int32, c.n)}
	return m
}

// cost gives what going to where a task begins costs; way, how long it takes as well.
func (m *memo) cost(w *ways, task, from, enter int32) int32 {
	if m.from[task] != from || m.ways[task] != w {
		m.look(w, task, from, enter)
	}
	return m.costs[task]
}

func (m *memo) way(w *ways, task, from, enter int32) (cost, time int32) {
	if m.from[task] != from || m.ways[task] != w {
		m.look(w, task, from, enter)
	}
	return m.costs[task], m.times[task]
}

func (m *memo) look(w *ways, task, from, enter int32) {
	i := int(from)*w.size + int(enter)
	m.ways[task], m.from[task], m.costs[task], m.times[task] = w, from, w.cost[i], w.time[i]
}
