package search

import "xunhu/routing/tour"

// priceRelocate is the gain of taking the visit at place i of tour r to place j of
// tour q, in another or the same option. Where q is r, j counts the places without
// the visit.
func (s *state) priceRelocate(r, i, q, j int, option int32) int64 {
	stop := &s.p.Stops[s.routes[r][i].Stop]
	o := stop.Options[option]
	if q != r {
		to := s.p.Shifts[q].Base
		if j < len(s.routes[q]) {
			to = s.p.Option(s.routes[q][j]).Enter
		}
		return s.removal(r, i) - s.insertion(s.before(q, j), o, to, len(s.routes[q]) == 0)
	}
	from, to := s.p.Shifts[r].Base, s.p.Shifts[r].Base
	if k := skip(j-1, i); j > 0 {
		from = s.p.Option(s.routes[r][k]).Leave
	}
	if k := skip(j, i); k < len(s.routes[r]) {
		to = s.p.Option(s.routes[r][k]).Enter
	}
	return s.removal(r, i) - s.insertion(from, o, to, len(s.routes[r]) == 1)
}

// skip gives the place of the j-th visit where the one at i is not counted.
func skip(j, i int) int {
	if j >= i {
		return j + 1
	}
	return j
}

// relocate does what priceRelocate prices, if the tours then fit.
func (s *state) relocate(r, i, q, j int, option int32) bool {
	v := tour.Visit{Stop: s.routes[r][i].Stop, Option: option}
	s.a = append(s.a[:0], s.routes[r][:i]...)
	s.a = append(s.a, s.routes[r][i+1:]...)
	if q != r {
		s.b = append(s.b[:0], s.routes[q][:j]...)
		s.b = append(s.b, v)
		s.b = append(s.b, s.routes[q][j:]...)
		return s.acceptBoth(r, q)
	}
	s.a = append(s.a, v)
	copy(s.a[j+1:], s.a[j:len(s.a)-1])
	s.a[j] = v
	return s.accept(r)
}

// priceFlip is the gain of serving the visit at place i of tour r in another option.
func (s *state) priceFlip(r, i int, option int32) int64 {
	from, to := s.before(r, i), s.after(r, i)
	return s.detour(from, s.p.Option(s.routes[r][i]), to) -
		s.detour(from, s.p.Stops[s.routes[r][i].Stop].Options[option], to)
}

// flip does what priceFlip prices, if the tour then fits.
func (s *state) flip(r, i int, option int32) bool {
	s.a = append(s.a[:0], s.routes[r]...)
	s.a[i].Option = option
	return s.accept(r)
}
