package genetic

import (
	"cmp"
	"slices"
)

// cross makes the plan a child of two: some tours of the one that lie beside each other are replaced by as many
// of the other that hold much the same, and what is then out goes in where it costs least (selective
// route exchange: Nagata and Kobayashi, A memetic algorithm for the pickup and delivery problem with time windows using
// selective route exchange crossover, PPSN XI, 2010). Of two such children it is the cheaper.
func (s *Search) cross(mother, father *individual) {
	x := s.plan
	ofMother, ofFather := mother.tourOf(), father.tourOf()
	n := 1
	if most := min(len(mother.tours), len(father.tours)); most > 1 {
		n = 1 + s.rng.IntN(most-1)
	}
	gone := s.beside(mother, ofMother, n)
	come := likeliest(father, n, func(u int32) bool { return gone[ofMother[u]] })
	var child [][]int32
	least := 0
	for kind := range 2 { // what comes goes from other tours, or what is in other tours does not come
		var tours [][]int32
		for r, t := range mother.tours {
			if gone[r] {
				continue
			}
			if kind == 0 {
				t = without(t, func(u int32) bool { return come[ofFather[u]] })
			}
			tours = append(tours, t)
		}
		for r, t := range father.tours {
			if !come[r] {
				continue
			}
			if kind == 1 {
				t = without(t, func(u int32) bool { return !gone[ofMother[u]] })
			}
			tours = append(tours, t)
		}
		x.set(tours)
		s.serveAll()
		if cost := x.total(); child == nil || cost < least {
			child, least = x.tours(), cost
		}
	}
	x.set(child)
}

// tourOf gives by place its tour.
func (i *individual) tourOf() []int32 {
	of := make([]int32, len(i.next))
	for r, t := range i.tours {
		for _, u := range t {
			of[u] = int32(r)
		}
	}
	return of
}

// beside draws n tours that lie around a place.
func (s *Search) beside(i *individual, of []int32, n int) []bool {
	is := make([]bool, len(i.tours))
	u := int32(1 + s.rng.IntN(s.p.N))
	is[of[u]] = true
	n--
	for _, v := range s.plan.near[u] {
		if n > 0 && !is[of[v]] {
			is[of[v]] = true
			n--
		}
	}
	for n > 0 {
		if r := s.rng.IntN(len(is)); !is[r] {
			is[r] = true
			n--
		}
	}
	return is
}

// likeliest gives n tours that hold the most of what is wanted and the least of what is not.
func likeliest(i *individual, n int, wanted func(u int32) bool) []bool {
	order, worth := make([]int, len(i.tours)), make([]int, len(i.tours))
	for r, t := range i.tours {
		order[r] = r
		for _, u := range t {
			if wanted(u) {
				worth[r]++
			} else {
				worth[r]--
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(worth[b], worth[a]) })
	is := make([]bool, len(i.tours))
	for _, r := range order[:n] {
		is[r] = true
	}
	return is
}

func without(tour []int32, gone func(u int32) bool) []int32 {
	return slices.DeleteFunc(slices.Clone(tour), gone)
}

// serveAll puts all places that are out into the plan, in any order.
func (s *Search) serveAll() {
	var out []int32
	for u := int32(1); int(u) <= s.p.N; u++ {
		if s.plan.at[u] < 0 {
			out = append(out, u)
		}
	}
	s.rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	for _, u := range out {
		s.plan.insert(u)
	}
}
