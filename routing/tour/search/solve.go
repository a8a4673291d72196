package search

import (
	"context"
	"fmt"
	"math/rand/v2"

	"xunhu/routing/tour"
)

// How much is tried: starts from nothing, then kicks of the best.
const (
	starts = 6
	kicks  = 300
)

// Solve finds a solution. The same problem and seed give the same one. If the
// context ends, the best so far is given; it is valid at any time.
func Solve(ctx context.Context, p *tour.Problem, seed uint64) (tour.Solution, error) {
	if err := p.Validate(); err != nil {
		return tour.Solution{}, fmt.Errorf("solve tours: %w", err)
	}
	rng := rand.New(rand.NewPCG(seed, 0x746f7572))
	best, now := newState(p), newState(p)
	least := best.cost()
	for range starts {
		if ctx.Err() != nil {
			break
		}
		now.clear()
		now.fill(rng)
		now.descend(ctx)
		if c := now.cost(); c < least {
			least = c
			best.take(now)
		}
	}
	for range kicks {
		if ctx.Err() != nil {
			break
		}
		now.take(best)
		now.kick(rng)
		now.fill(rng)
		now.descend(ctx)
		if c := now.cost(); c <= least {
			least = c
			best.take(now)
		}
	}
	return best.solution(), nil
}

// clear leaves every stop out.
func (s *state) clear() {
	s.out = s.out[:0]
	for i := range s.p.Stops {
		s.out = append(s.out, int32(i))
	}
	for r := range s.routes {
		s.routes[r] = s.routes[r][:0]
	}
}

// fill serves what is left out, in a drawn order, each where it costs least.
func (s *state) fill(rng *rand.Rand) {
	rng.Shuffle(len(s.out), func(i, j int) { s.out[i], s.out[j] = s.out[j], s.out[i] })
	for k := len(s.out) - 1; k >= 0; k-- {
		s.insertCheapest(k)
	}
}

// kick takes out a drawn stretch of one tour and some visits here and there, and
// serves a stop or two that was left out, whether that pays or not: two stops may be
// worth a tour of which neither is worth it alone.
func (s *state) kick(rng *rand.Rand) {
	n := 0
	for _, visits := range s.routes {
		n += len(visits)
	}
	if len(s.routes) == 0 {
		return
	}
	for range 1 + rng.IntN(max(1, n/4)) {
		r := rng.IntN(len(s.routes))
		if len(s.routes[r]) > 0 {
			s.drop(r, rng.IntN(len(s.routes[r])))
		}
	}
	if r := rng.IntN(len(s.routes)); len(s.routes[r]) > 0 {
		i := rng.IntN(len(s.routes[r]))
		for range 1 + rng.IntN(3) {
			if i < len(s.routes[r]) {
				s.drop(r, i)
			}
		}
	}
	for range rng.IntN(4) {
		if len(s.out) > 0 {
			k, r := rng.IntN(len(s.out)), rng.IntN(len(s.routes))
			s.insert(k, int32(rng.IntN(len(s.p.Stops[s.out[k]].Options))), r, rng.IntN(len(s.routes[r])+1))
		}
	}
}

// descend makes moves that pay until there is none.
func (s *state) descend(ctx context.Context) {
	for ctx.Err() == nil && (s.descendIn() || s.descendBetween() || s.descendOut()) {
	}
}

// descendIn makes the first move that pays within one tour.
func (s *state) descendIn() bool {
	for r := range s.routes {
		n := len(s.routes[r])
		for i := range n {
			for o := range s.p.Stops[s.routes[r][i].Stop].Options {
				option := int32(o)
				if s.priceFlip(r, i, option) > 0 && s.flip(r, i, option) {
					return true
				}
				for j := range n {
					if s.priceRelocate(r, i, r, j, option) > 0 && s.relocate(r, i, r, j, option) {
						return true
					}
				}
			}
			for j := i + 1; j < n; j++ {
				if s.priceTurn(r, i, j) > 0 && s.turn(r, i, j) {
					return true
				}
				if s.priceSwap(r, i, r, j) > 0 && s.swap(r, i, r, j) {
					return true
				}
			}
		}
	}
	return false
}

// descendBetween makes the first move that pays between two tours.
func (s *state) descendBetween() bool {
	for r := range s.routes {
		for q := range s.routes {
			if q == r {
				continue
			}
			for i := range s.routes[r] {
				for j := range len(s.routes[q]) + 1 {
					for o := range s.p.Stops[s.routes[r][i].Stop].Options {
						if s.priceRelocate(r, i, q, j, int32(o)) > 0 && s.relocate(r, i, q, j, int32(o)) {
							return true
						}
					}
					if r < q && s.priceTwoOptStar(r, i, q, j) > 0 && s.twoOptStar(r, i, q, j) {
						return true
					}
					if r < q && j < len(s.routes[q]) && s.priceSwap(r, i, q, j) > 0 && s.swap(r, i, q, j) {
						return true
					}
				}
			}
		}
	}
	return false
}

// descendOut makes the first move that pays between the tours and what is left out.
func (s *state) descendOut() bool {
	for k := range s.out {
		if s.insertCheapest(k) {
			return true
		}
	}
	for r := range s.routes {
		for i := range s.routes[r] {
			if s.priceDrop(r, i) > 0 && s.drop(r, i) {
				return true
			}
			for k, x := range s.out {
				for o := range s.p.Stops[x].Options {
					if s.priceReplace(x, int32(o), r, i) > 0 && s.replace(k, int32(o), r, i) {
						return true
					}
				}
			}
		}
	}
	return false
}
