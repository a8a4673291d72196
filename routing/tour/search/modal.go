package search

import (
	"slices"

	"xunhu/routing/tour"
)

// big is a cost that stands for "cannot be": five of it still fit an int32, and no
// tour of a problem that this kernel takes costs so much.
const big = int32(1) << 28

// A modal problem is one whose tasks have several modes, and no windows. A route
// stays a row of tasks: its cost is that of the best choice of their modes, and tables
// of what lies before and behind each gap make that choice for every move (Vidal 2017).
// Every task has a row of the same width; one that has fewer modes has its
// first again in the places that are over.
type modal struct {
	width        int
	enter, leave []int32 // at task*width+place: locations
	kinds        []modalKind
}

// A modalKind is what one kind of shift pays.
type modalKind struct {
	cost, costInto []int32 // of ways, as in ways; big where there is none
	service        []int32 // at task*width+place: big if the kind lacks the skill

	// Where a limit on the time away may bind, cost must be time at a price: the tour is short
	// enough if its cost, and for each task what its time is worth beyond its cost, come to no more
	// than the limit is worth. beyond is nil where none binds.
	beyond []int64
	limit  int64
}

// newModal gives nil if a problem holds what the kernel for modes cannot price.
func newModal(c *compiled) *modal {
	p := c.p
	if len(p.Together)+len(p.Apart)+len(p.Periods)+len(p.Balances) > 0 {
		return nil
	}
	m := &modal{width: 2}
	for i := range p.Tasks {
		t := &p.Tasks[i]
		if t.Place != tour.Anywhere || slices.ContainsFunc(t.Modes, func(m tour.Mode) bool { return len(m.Windows) > 0 }) {
			return nil
		}
		m.width = max(m.width, len(t.Modes))
	}
	m.enter, m.leave = make([]int32, c.n*m.width), make([]int32, c.n*m.width)
	for i := range m.enter {
		mode := m.mode(c, i)
		m.enter[i], m.leave[i] = mode.Enter, mode.Leave
	}
	for k := range c.kinds {
		s := &c.kinds[k]
		if !s.ways.narrow || s.Trips > 0 || len(s.Breaks)+len(s.Pinned) > 0 || s.RegularS > 0 && s.OvertimeCost > 0 {
			return nil
		}
		kind, ok := m.newKind(c, s)
		if !ok {
			return nil
		}
		m.kinds = append(m.kinds, kind)
	}
	return m
}

// number gives the number in its task of the mode at a place of all rows.
func (m *modal) number(c *compiled, at int) int32 {
	if place := at % m.width; place < len(c.p.Tasks[at/m.width].Modes) {
		return int32(place)
	}
	return 0
}

func (m *modal) mode(c *compiled, at int) *tour.Mode {
	return &c.p.Tasks[at/m.width].Modes[m.number(c, at)]
}

// newKind computes what a kind pays. It gives false if a sum might not fit, or a
// limit of time might bind that is no limit of cost.
func (m *modal) newKind(c *compiled, s *kind) (kind modalKind, ok bool) {
	kind.service = make([]int32, len(m.enter))
	cost, away := int64(c.n+1)*s.ways.most, int64(c.n+1)*s.ways.longest()
	if s.MaxDrivingS > 0 && away > int64(s.MaxDrivingS) {
		return kind, false
	}
	for at := 0; at < len(m.enter); at += m.width {
		var most, longest int64
		for j := at; j < at+m.width; j++ {
			mode := m.mode(c, j)
			x := mode.Cost + s.DurationCost*int64(mode.ServiceS)
			most, longest = max(most, x), max(longest, int64(mode.ServiceS))
			kind.service[j] = int32(min(x, int64(big)))
			if mode.Skills&^s.Skills != 0 {
				kind.service[j] = big
			}
		}
		cost, away = cost+most, away+longest
	}
	if cost >= int64(big) {
		return kind, false
	}
	kind.cost, kind.costInto = capped(s.ways.cost), capped(s.ways.costInto)
	limit := int64(s.close) - int64(s.open)
	if s.MaxS > 0 {
		limit = min(limit, int64(s.MaxS))
	}
	return kind, away <= limit || m.limit(c, &kind, s.ways, limit)
}

// longest is the time of the longest way.
func (w *ways) longest() (most int64) {
	for _, t := range w.time {
		if t != tour.Far {
			most = max(most, int64(t))
		}
	}
	return most
}

// capped gives costs none of which is above big, the same slice if none is.
func capped(costs []int32) []int32 {
	if len(costs) == 0 || slices.Max(costs) <= big {
		return costs
	}
	costs = slices.Clone(costs)
	for i := range costs {
		costs[i] = min(costs[i], big)
	}
	return costs
}

// limit makes a limit on the time away one of cost, and gives false if it is none.
func (m *modal) limit(c *compiled, kind *modalKind, w *ways, limit int64) bool {
	price := int64(0)
	for i, t := range w.time {
		x := kind.cost[i]
		switch {
		case x >= big || t == 0 && x == 0:
			continue
		case price == 0 && t > 0 && x%t == 0:
			price = int64(x / t)
		}
		if price == 0 || int64(x) != price*int64(t) {
			return false
		}
	}
	kind.limit, kind.beyond = price*limit, make([]int64, c.n)
	for i := range kind.beyond {
		known := false
		for at := i * m.width; at < (i+1)*m.width; at++ {
			if kind.service[at] >= big {
				continue
			}
			beyond := price*int64(m.mode(c, at).ServiceS) - int64(kind.service[at])
			if known && beyond != kind.beyond[i] {
				return false
			}
			known, kind.beyond[i] = true, beyond
		}
	}
	return price > 0
}

// scale is what going to a neighbour costs, about. The nearest neighbours of an edge share an
// end with it and cost nothing, so it asks a farther one, and for the first modes.
func (m *modal) scale(c *compiled) float64 {
	if c.nearby == 0 {
		return 1
	}
	w, sum := c.kinds[0].ways, 0.0
	for i := range c.n {
		j := int(c.near[i*c.nearby+min(10, c.nearby-1)])
		sum += float64(m.kinds[0].cost[int(m.leave[i*m.width])*w.size+int(m.enter[j*m.width])])
	}
	return max(1, sum/float64(c.n))
}
