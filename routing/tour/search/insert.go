package search

import "xunhu/routing/tour"

// priceInsert is the gain of serving stop x, now left out, at place i of tour r.
func (s *state) priceInsert(x int32, option int32, r, i int) int64 {
	to := s.p.Shifts[r].Base
	if i < len(s.routes[r]) {
		to = s.p.Option(s.routes[r][i]).Enter
	}
	stop := &s.p.Stops[x]
	return stop.Penalty - s.insertion(s.before(r, i), stop.Options[option], to, len(s.routes[r]) == 0)
}

// insertion is what a visit costs between two locations; first, if the tour is
// empty and its base need not even be left.
func (s *state) insertion(from int32, o tour.Option, to int32, first bool) int64 {
	if first {
		return s.time(from, o.Enter) + int64(o.ServiceS) + s.time(o.Leave, to)
	}
	return s.detour(from, o, to)
}

// insert serves the stop at place k of out, if the tour then fits.
func (s *state) insert(k int, option int32, r, i int) bool {
	x := s.out[k]
	s.a = append(s.a[:0], s.routes[r][:i]...)
	s.a = append(s.a, tour.Visit{Stop: x, Option: option})
	s.a = append(s.a, s.routes[r][i:]...)
	if !s.accept(r) {
		return false
	}
	s.out[k] = s.out[len(s.out)-1]
	s.out = s.out[:len(s.out)-1]
	return true
}

// insertCheapest serves the stop at place k of out where it costs least, if that
// is less than its penalty.
func (s *state) insertCheapest(k int) bool {
	x := s.out[k]
	var best int64
	bestR, bestI, bestO := -1, 0, int32(0)
	for r := range s.routes {
		for i := range len(s.routes[r]) + 1 {
			for o := range s.p.Stops[x].Options {
				gain := s.priceInsert(x, int32(o), r, i)
				if gain <= best {
					continue
				}
				s.a = append(s.a[:0], s.routes[r][:i]...)
				s.a = append(s.a, tour.Visit{Stop: x, Option: int32(o)})
				s.a = append(s.a, s.routes[r][i:]...)
				if _, ok := s.departure(r, s.a); ok {
					best, bestR, bestI, bestO = gain, r, i, int32(o)
				}
			}
		}
	}
	return bestR >= 0 && s.insert(k, bestO, bestR, bestI)
}

// priceDrop is the gain of leaving out the visit at place i of tour r.
func (s *state) priceDrop(r, i int) int64 {
	v := s.routes[r][i]
	return s.removal(r, i) - s.p.Stops[v.Stop].Penalty
}

// removal is what the tour is cheaper without the visit at place i.
func (s *state) removal(r, i int) int64 {
	o := s.p.Option(s.routes[r][i])
	return s.insertion(s.before(r, i), o, s.after(r, i), len(s.routes[r]) == 1)
}

// drop leaves out the visit at place i of tour r, if the tour then fits: where the
// ways are not the shortest, it might not.
func (s *state) drop(r, i int) bool {
	v := s.routes[r][i]
	s.a = append(s.a[:0], s.routes[r][:i]...)
	s.a = append(s.a, s.routes[r][i+1:]...)
	if !s.accept(r) {
		return false
	}
	s.out = append(s.out, v.Stop)
	return true
}

// priceReplace is the gain of serving stop x, now left out, instead of the visit at
// place i of tour r.
func (s *state) priceReplace(x int32, option int32, r, i int) int64 {
	stop, from, to := &s.p.Stops[x], s.before(r, i), s.after(r, i)
	old := s.routes[r][i]
	empty := len(s.routes[r]) == 1
	return s.insertion(from, s.p.Option(old), to, empty) - s.insertion(from, stop.Options[option], to, empty) +
		stop.Penalty - s.p.Stops[old.Stop].Penalty
}

// replace serves the stop at place k of out instead of the visit at place i of
// tour r, if the tour then fits.
func (s *state) replace(k int, option int32, r, i int) bool {
	old := s.routes[r][i].Stop
	s.a = append(s.a[:0], s.routes[r]...)
	s.a[i] = tour.Visit{Stop: s.out[k], Option: option}
	if !s.accept(r) {
		return false
	}
	s.out[k] = old
	return true
}
