package search

import "slices"

// priceTurn is the gain of travelling the places i to j of tour r the other way
// round (2-opt), each visit in its mirrored option. Times need not be symmetric, so
// all of the stretch is counted.
func (s *state) priceTurn(r, i, j int) int64 {
	var gain int64
	from, to := s.before(r, i), s.after(r, j)
	was, is := from, from
	for k := i; k <= j; k++ {
		o := s.p.Option(s.routes[r][k])
		gain += s.time(was, o.Enter) + int64(o.ServiceS)
		was = o.Leave
		v := s.routes[r][i+j-k]
		v.Option = s.mirror[v.Stop][v.Option]
		m := s.p.Option(v)
		gain -= s.time(is, m.Enter) + int64(m.ServiceS)
		is = m.Leave
	}
	return gain + s.time(was, to) - s.time(is, to)
}

// turn does what priceTurn prices, if the tour then fits.
func (s *state) turn(r, i, j int) bool {
	s.a = append(s.a[:0], s.routes[r]...)
	slices.Reverse(s.a[i : j+1])
	for k := i; k <= j; k++ {
		s.a[k].Option = s.mirror[s.a[k].Stop][s.a[k].Option]
	}
	return s.accept(r)
}

// priceTwoOptStar is the gain of exchanging what tour r does from place i on with
// what tour q does from place j on; either may be all or nothing.
func (s *state) priceTwoOptStar(r, i, q, j int) int64 {
	a, b := s.before(r, i), s.before(q, j)
	baseR, baseQ := s.p.Shifts[r].Base, s.p.Shifts[q].Base
	return s.tail(a, r, i, baseR, i == 0) + s.tail(b, q, j, baseQ, j == 0) -
		s.tail(a, q, j, baseR, i == 0) - s.tail(b, r, i, baseQ, j == 0)
}

// tail is the travel from a location into the visits of tour r from place i on, and
// from the last of them to a base. An empty tail behind nothing costs nothing.
// What lies within the tail is the same wherever it hangs and is not counted.
func (s *state) tail(from int32, r, i int, base int32, nothingBefore bool) int64 {
	visits := s.routes[r]
	if i == len(visits) {
		if nothingBefore {
			return 0
		}
		return s.time(from, base)
	}
	return s.time(from, s.p.Option(visits[i]).Enter) + s.time(s.p.Option(visits[len(visits)-1]).Leave, base)
}

// twoOptStar does what priceTwoOptStar prices, if both tours then fit.
func (s *state) twoOptStar(r, i, q, j int) bool {
	s.a = append(s.a[:0], s.routes[r][:i]...)
	s.a = append(s.a, s.routes[q][j:]...)
	s.b = append(s.b[:0], s.routes[q][:j]...)
	s.b = append(s.b, s.routes[r][i:]...)
	return s.acceptBoth(r, q)
}
