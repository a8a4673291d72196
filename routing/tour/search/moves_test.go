package search

import (
	"math/rand/v2"
	"testing"

	"xunhu/routing/tour"
	"xunhu/routing/tour/tourtest"
)

// A try prices a drawn move and makes it; ok is false if there was nothing to draw
// or the tours would not fit.
type try func(s *state, rng *rand.Rand) (gain int64, ok bool)

// drawVisit draws a tour that has a visit, and the visit's place.
func drawVisit(s *state, rng *rand.Rand) (r, i int, ok bool) {
	r = rng.IntN(len(s.routes))
	if len(s.routes[r]) == 0 {
		return 0, 0, false
	}
	return r, rng.IntN(len(s.routes[r])), true
}

func option(s *state, rng *rand.Rand, stop int32) int32 {
	return int32(rng.IntN(len(s.p.Stops[stop].Options)))
}

// moves are all moves by their names.
var moves = map[string]try{
	"insert": func(s *state, rng *rand.Rand) (int64, bool) {
		if len(s.out) == 0 {
			return 0, false
		}
		k, r := rng.IntN(len(s.out)), rng.IntN(len(s.routes))
		i, o := rng.IntN(len(s.routes[r])+1), option(s, rng, s.out[k])
		return s.priceInsert(s.out[k], o, r, i), s.insert(k, o, r, i)
	},
	"drop": func(s *state, rng *rand.Rand) (int64, bool) {
		r, i, ok := drawVisit(s, rng)
		if !ok {
			return 0, false
		}
		return s.priceDrop(r, i), s.drop(r, i)
	},
	"replace": func(s *state, rng *rand.Rand) (int64, bool) {
		r, i, ok := drawVisit(s, rng)
		if !ok || len(s.out) == 0 {
			return 0, false
		}
		k := rng.IntN(len(s.out))
		o := option(s, rng, s.out[k])
		return s.priceReplace(s.out[k], o, r, i), s.replace(k, o, r, i)
	},
	"relocate": func(s *state, rng *rand.Rand) (int64, bool) {
		r, i, ok := drawVisit(s, rng)
		if !ok {
			return 0, false
		}
		q := rng.IntN(len(s.routes))
		n := len(s.routes[q]) + 1
		if q == r {
			n--
		}
		j, o := rng.IntN(n), option(s, rng, s.routes[r][i].Stop)
		return s.priceRelocate(r, i, q, j, o), s.relocate(r, i, q, j, o)
	},
	"flip": func(s *state, rng *rand.Rand) (int64, bool) {
		r, i, ok := drawVisit(s, rng)
		if !ok {
			return 0, false
		}
		o := option(s, rng, s.routes[r][i].Stop)
		return s.priceFlip(r, i, o), s.flip(r, i, o)
	},
	"swap": func(s *state, rng *rand.Rand) (int64, bool) {
		r, i, ok := drawVisit(s, rng)
		q, j, also := drawVisit(s, rng)
		if !ok || !also || r == q && i >= j {
			return 0, false
		}
		return s.priceSwap(r, i, q, j), s.swap(r, i, q, j)
	},
	"turn": func(s *state, rng *rand.Rand) (int64, bool) {
		r, i, ok := drawVisit(s, rng)
		if !ok {
			return 0, false
		}
		j := i + rng.IntN(len(s.routes[r])-i)
		return s.priceTurn(r, i, j), s.turn(r, i, j)
	},
	"twoOptStar": func(s *state, rng *rand.Rand) (int64, bool) {
		r, q := rng.IntN(len(s.routes)), rng.IntN(len(s.routes))
		if r == q {
			return 0, false
		}
		i, j := rng.IntN(len(s.routes[r])+1), rng.IntN(len(s.routes[q])+1)
		return s.priceTwoOptStar(r, i, q, j), s.twoOptStar(r, i, q, j)
	},
}

// Whatever a move does, its priced gain is the fall of the cost counted afresh;
// every stop stays in exactly one place; and the tours fit.
func TestMoves(t *testing.T) {
	for name, move := range moves {
		t.Run(name, func(t *testing.T) {
			made := 0
			for seed := range uint64(6000) {
				rng := rand.New(rand.NewPCG(seed, 3))
				s := newState(tourtest.Random(rng, 1+rng.IntN(8)))
				s.scatter(rng)
				before := s.cost()
				gain, ok := move(s, rng)
				if !ok {
					if c := s.cost(); c != before {
						t.Fatalf("seed %d: a move that was not made changed the cost from %d to %d", seed, before, c)
					}
					continue
				}
				made++
				if fall := before - s.cost(); fall != gain {
					t.Fatalf("seed %d: priced %d, the cost fell by %d", seed, gain, fall)
				}
				whole(t, seed, s)
			}
			if made < 100 {
				t.Errorf("made only %d times", made)
			}
		})
	}
}

// scatter puts stops in wherever they fit, good or bad.
func (s *state) scatter(rng *rand.Rand) {
	for range rng.IntN(6 * len(s.p.Stops)) {
		if len(s.out) < 1 {
			return
		}
		k, r := rng.IntN(len(s.out)), rng.IntN(len(s.routes))
		s.insert(k, option(s, rng, s.out[k]), r, rng.IntN(len(s.routes[r])+1))
	}
}

// whole sees that each stop is in one place and each tour fits.
func whole(t *testing.T, seed uint64, s *state) {
	t.Helper()
	count := make([]int, len(s.p.Stops))
	for _, i := range s.out {
		count[i]++
	}
	for r, visits := range s.routes {
		for _, v := range visits {
			count[v.Stop]++
		}
		if _, ok := s.departure(r, visits); !ok {
			t.Fatalf("seed %d: tour %d does not fit", seed, r)
		}
	}
	for i, n := range count {
		if n != 1 {
			t.Fatalf("seed %d: stop %d is in %d places", seed, i, n)
		}
	}
}

func TestMovesDoNotAllocate(t *testing.T) {
	for name, move := range moves {
		rng := rand.New(rand.NewPCG(9, 9))
		s := newState(plane(rng, 20, 3))
		s.scatter(rng)
		if n := testing.AllocsPerRun(200, func() { move(s, rng) }); n != 0 {
			t.Errorf("%s: %v allocations a run", name, n)
		}
	}
}

// A departure is found exactly when there is any, and brings the tour back as early
// as any does: against every second of the shift.
func TestDeparture(t *testing.T) {
	found := 0
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 4))
		s := newState(waiting(rng))
		const r = 0
		s.a = s.a[:0]
		for _, i := range rng.Perm(len(s.p.Stops)) {
			s.a = append(s.a, visitOf(int32(i), option(s, rng, int32(i))))
		}
		want, any := everyDeparture(s, r)
		got, ok := s.departure(r, s.a)
		if ok != any {
			t.Fatalf("seed %d: found %v, exists %v", seed, ok, any)
		}
		if ok {
			found++
			_, back, fits := tour.Times(s.p, tour.Tour{Shift: int32(r), Depart: got, Visits: s.a})
			if shift := s.p.Shifts[r]; !fits || got < shift.Open || back != want || back-got > shift.MaxS {
				t.Fatalf("seed %d: leaves at %d and is back at %d, want %d", seed, got, back, want)
			}
		}
	}
	if found < 300 {
		t.Errorf("only %d departures were found", found)
	}
}

// waiting is a problem of one shift whose stops open for moments far apart, so that
// a later departure that misses one of them may be the only one short enough.
func waiting(rng *rand.Rand) *tour.Problem {
	p := &tour.Problem{Locations: 2, Times: []int32{0, int32(rng.IntN(4)), int32(rng.IntN(4)), 0},
		Shifts: []tour.Shift{{Close: 120, MaxS: int32(5 + rng.IntN(40))}}}
	for range 1 + rng.IntN(3) {
		stop := tour.Stop{Options: []tour.Option{{Enter: 1, Leave: 1, ServiceS: int32(rng.IntN(4))}}}
		for at := int32(rng.IntN(30)); at < 100; at += int32(5 + rng.IntN(50)) {
			w := tour.Window{Open: at, Close: at + int32(rng.IntN(8))}
			stop.Windows = append(stop.Windows, w)
			at = w.Close + 1
		}
		p.Stops = append(p.Stops, stop)
	}
	return p
}

func visitOf(stop, option int32) tour.Visit { return tour.Visit{Stop: stop, Option: option} }

// everyDeparture tries every second and gives the earliest return.
func everyDeparture(s *state, r int) (least int32, any bool) {
	shift := s.p.Shifts[r]
	for depart := shift.Open; depart <= shift.Close; depart++ {
		_, back, ok := tour.Times(s.p, tour.Tour{Shift: int32(r), Depart: depart, Visits: s.a})
		if ok && back <= shift.Close && back-depart <= shift.MaxS && (!any || back < least) {
			least, any = back, true
		}
	}
	return least, any
}
