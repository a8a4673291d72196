package search

import "xunhu/routing/tour"

// priceSwap is the gain of exchanging the visit at place i of tour r with that at
// place j of tour q; in one tour, i stands before j.
func (s *state) priceSwap(r, i, q, j int) int64 {
	u, v := s.p.Option(s.routes[r][i]), s.p.Option(s.routes[q][j])
	if r == q && j == i+1 {
		from, to := s.before(r, i), s.after(r, j)
		return s.time(from, u.Enter) + s.time(u.Leave, v.Enter) + s.time(v.Leave, to) -
			s.time(from, v.Enter) - s.time(v.Leave, u.Enter) - s.time(u.Leave, to)
	}
	return s.through(r, i, u) - s.through(r, i, v) + s.through(q, j, v) - s.through(q, j, u)
}

// through is the travel into and out of o at place i of tour r.
func (s *state) through(r, i int, o tour.Option) int64 {
	return s.time(s.before(r, i), o.Enter) + int64(o.ServiceS) + s.time(o.Leave, s.after(r, i))
}

// swap does what priceSwap prices, if the tours then fit.
func (s *state) swap(r, i, q, j int) bool {
	s.a = append(s.a[:0], s.routes[r]...)
	if r == q {
		s.a[i], s.a[j] = s.a[j], s.a[i]
		return s.accept(r)
	}
	s.b = append(s.b[:0], s.routes[q]...)
	s.a[i], s.b[j] = s.b[j], s.a[i]
	return s.acceptBoth(r, q)
}
