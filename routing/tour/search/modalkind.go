package search

import "xunhu/routing/tour"

// compileKind computes the costs of shifts like s.
func (m *modal) compileKind(s *tour.Shift) (kind modalKind, ok bool) {
	kind = modalKind{
		start: s.Start, end: s.End, fixed: s.FixedCost,
		ways: make([]int32, m.l*m.l), back: make([]int32, m.l*m.l),
		service: make([]int32, m.n*m.k), alone: make([]int32, m.n),
		capacity: make([]int32, m.dims),
	}
	for d := range kind.capacity {
		kind.capacity[d] = 1<<31 - 1
	}
	copy(kind.capacity, s.Capacity)

	var dearest, longest int64
	for from := range int32(m.l) {
		for to := range int32(m.l) {
			cost := int64(big)
			t, d := m.p.Time(s.Class, from, to), m.p.Distance(s.Class, from, to)
			if t < tour.Far && d < tour.Far {
				cost = s.DistanceCost*int64(d) + (s.TravelCost+s.DurationCost)*int64(t)
				dearest, longest = max(dearest, cost), max(longest, int64(t))
			}
			if cost > big {
				return kind, false
			}
			kind.ways[int(from)*m.l+int(to)] = int32(cost)
			kind.back[int(to)*m.l+int(from)] = int32(cost)
		}
	}
	all, length := dearest*int64(m.n+1), longest*int64(m.n+1)
	for i := range m.n {
		var cost, time int64
		for j := range m.k {
			mode := &m.p.Tasks[i].Modes[m.mode(i, j)]
			c := mode.Cost + s.DurationCost*int64(mode.ServiceS)
			if c >= big {
				return kind, false
			}
			if mode.Skills&^s.Skills != 0 {
				c = big
			} else {
				cost, time = max(cost, c), max(time, int64(mode.ServiceS))
			}
			kind.service[i*m.k+j] = int32(c)
		}
		all, length = all+cost, length+time
	}
	if all >= big || s.MaxDrivingS > 0 && longest*int64(m.n+1) > int64(s.MaxDrivingS) {
		return kind, false
	}
	limit := int64(s.Close) - int64(s.Open)
	if s.MaxS > 0 {
		limit = min(limit, int64(s.MaxS))
	}
	if length > limit && !m.limitTime(&kind, s, limit) {
		return kind, false
	}
	for i := range m.n {
		kind.alone[i] = m.aloneCost(&kind, i)
	}
	return kind, true
}

// limitTime makes a limit of time one of cost, and gives false if it is none.
func (m *modal) limitTime(kind *modalKind, s *tour.Shift, limit int64) bool {
	price := int64(-1)
	for from := range int32(m.l) {
		for to := range int32(m.l) {
			t, c := int64(m.p.Time(s.Class, from, to)), int64(kind.ways[int(from)*m.l+int(to)])
			if c >= big || t == 0 && c == 0 {
				continue
			}
			if t == 0 || c%t != 0 || price >= 0 && c != price*t {
				return false
			}
			price = c / t
		}
	}
	if price <= 0 {
		return false
	}
	kind.limit, kind.beyond = price*limit, make([]int64, m.n)
	for i := range m.n {
		known := false
		for j := range m.k {
			c := kind.service[i*m.k+j]
			if c >= big {
				continue
			}
			beyond := price*int64(m.p.Tasks[i].Modes[m.mode(i, j)].ServiceS) - int64(c)
			if known && beyond != kind.beyond[i] {
				return false
			}
			known, kind.beyond[i] = true, beyond
		}
	}
	return true
}

// aloneCost is what a tour of one task costs, without what is fixed.
func (m *modal) aloneCost(kind *modalKind, task int) int32 {
	for d, c := range kind.capacity {
		if m.load[task*m.dims+d] > c {
			return big
		}
	}
	best := int64(big)
	for j := task * m.k; j < (task+1)*m.k; j++ {
		best = min(best, int64(kind.ways[int(kind.start)*m.l+int(m.enter[j])])+int64(kind.service[j])+
			int64(kind.ways[int(m.leave[j])*m.l+int(kind.end)]))
	}
	if kind.beyond != nil && best+kind.beyond[task] > kind.limit {
		return big
	}
	return int32(best)
}
