package roster

import (
	"math"
	"math/rand/v2"
	"slices"
)

// What unevenness costs. Squares make one long week dearer than two short ones; a crew
// that is to stay, or to change, weighs more than hours.
const (
	nightHours   = 12.0 // a night counts as so many hours,
	holidayHours = 12.0 // a holiday too, each evened by itself
	stays        = 2000.0
	changes      = 300.0
)

// even exchanges people where that makes the roster more even, by simulated annealing
// over a fixed number of steps.
func (s *state) even(rng *rand.Rand) {
	n := len(s.p.Duties)
	if n == 0 {
		return
	}
	burden := make([][3]float64, len(s.p.People)) // hours, nights, holidays
	for d := range s.crews {
		for _, x := range s.crews[d] {
			s.load(burden, x, d, 1)
		}
	}
	steps := stepsEach * n
	for step := range steps {
		heat := 300 * math.Pow(1-float64(step)/float64(steps), 2)
		d := rng.IntN(n)
		if len(s.crews[d]) == 0 || len(s.may[d]) == 0 || s.p.Duties[d].Settled {
			continue
		}
		out := s.crews[d][rng.IntN(len(s.crews[d]))]
		in := s.may[d][rng.IntN(len(s.may[d]))]
		if slices.Contains(s.held[d], out) || slices.Contains(s.crews[d], in) || !s.free(in, d) {
			continue
		}
		crew := append(without(s.crews[d], out), in)
		if s.filled(d) && !s.suits(d, crew) || !s.spared(d, crew) {
			continue
		}
		before := s.uneven(burden, out) + s.uneven(burden, in) + s.turnover(d, s.crews[d])
		s.load(burden, out, d, -1)
		s.load(burden, in, d, 1)
		after := s.uneven(burden, out) + s.uneven(burden, in) + s.turnover(d, crew)
		if rise := after - before; rise <= 0 || heat > 0 && rng.Float64() < math.Exp(-rise/heat) {
			s.put(d, crew)
			continue
		}
		s.load(burden, in, d, -1)
		s.load(burden, out, d, 1)
	}
}

func (s *state) load(burden [][3]float64, x, d int, sign float64) {
	duty := &s.p.Duties[d]
	burden[x][0] += sign * duty.End.Sub(duty.Start).Hours()
	if duty.Night {
		burden[x][1] += sign * nightHours
	}
	if duty.Holiday {
		burden[x][2] += sign * holidayHours
	}
}

func (s *state) uneven(burden [][3]float64, x int) float64 {
	b := burden[x]
	return b[0]*b[0] + b[1]*b[1] + b[2]*b[2]
}

// turnover is what a crew costs next to the crews of the unit before and after it.
func (s *state) turnover(d int, crew []int) float64 {
	same := 0.0
	for _, e := range []int{s.prev[d], s.next[d]} {
		if e < 0 {
			continue
		}
		for _, x := range crew {
			if slices.Contains(s.crews[e], x) {
				same++
			}
		}
	}
	if s.p.Modes[s.p.Duties[d].Unit] == Fixed {
		return -stays * same
	}
	return changes * same
}
