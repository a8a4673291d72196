package patrol_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"xunhu/routing/patrol"
)

// series makes visits of some places by a rule for the next gap.
func series(places, hours int, gap func(k, last int) int) (all [][]int) {
	for k := range places {
		visits := []int{k % 7}
		for {
			next := visits[len(visits)-1] + gap(k, visits[len(visits)-1])
			if next >= hours {
				break
			}
			visits = append(visits, next)
		}
		all = append(all, visits)
	}
	return all
}

// Whoever draws gaps evenly keeps every observer near the bound; fixed rounds are read at
// once; a weekly hour with skipped weeks is found by its period; alternating gaps by what
// came before.
func TestObservers(t *testing.T) {
	const most, days, hours = 56, 2 * 365, 8
	rng := rand.New(rand.NewPCG(1, 2))
	for _, tc := range []struct {
		name  string
		gap   func(k, last int) int
		least map[string]float64 // share of right guesses
		most  map[string]float64 // times the bound
	}{
		{"drawn evenly", func(int, int) int { return 24 + rng.IntN(33) }, nil, map[string]float64{"elapsed": 1.25, "period": 1.25, "bayes": 1.25}},
		{"fixed rounds", func(int, int) int { return 40 }, map[string]float64{"elapsed": 1, "period": 0.9, "bayes": 1}, nil},
		{"a fixed hour, one day or two", func(int, int) int { return 8 * (1 + rng.IntN(2)) }, map[string]float64{"elapsed": 0.45, "period": 0.45}, nil},
		{"long and short by turns", func(_, last int) int { return []int{16, 47}[(last/2)%2] }, map[string]float64{"bayes": 0.7}, nil},
	} {
		visits := series(20, days*hours, tc.gap)
		mosts := make([][]int, len(visits))
		for k, v := range visits {
			mosts[k] = slices.Repeat([]int{most}, len(v))
		}
		for _, h := range patrol.Watch(visits, mosts, 365*hours) {
			if h.Guesses < 150 {
				t.Fatalf("%s: %d guesses", tc.name, h.Guesses)
			}
			if want, ok := tc.least[h.Observer]; ok && h.Rate < want {
				t.Errorf("%s: %s is right %.2f of the time, want %.2f", tc.name, h.Observer, h.Rate, want)
			}
			if want, ok := tc.most[h.Observer]; ok && h.Excess > want {
				t.Errorf("%s: %s is right %.2f times as often as the bound (%.3f), want %.2f", tc.name, h.Observer, h.Excess, h.Rate, want)
			}
		}
	}
}

// No distribution of gaps leaves less than the bound: tried on random ones.
func TestBound(t *testing.T) {
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		most := 2 + rng.IntN(30)
		p := make([]float64, most+1)
		sum, mean, top := 0.0, 0.0, 0.0
		for g := 1; g <= most; g++ {
			if p[g] = rng.Float64() * float64(rng.IntN(3)); rng.IntN(4) == 0 {
				p[g] *= 5
			}
			sum += p[g]
		}
		if sum == 0 {
			continue
		}
		for g := 1; g <= most; g++ {
			mean += float64(g) * p[g] / sum
			top = max(top, p[g]/sum)
		}
		if b := patrol.Bound(mean, most); b > top+1e-12 {
			t.Fatalf("seed %d: bound %v, but a distribution of mean %v up to %d has no gap above %v", seed, b, mean, most, top)
		}
	}
	// and it is reached: gaps alike over the last hours
	if b := patrol.Bound(40, 56); math.Abs(b-1.0/33) > 1e-12 {
		t.Errorf("bound %v, want 1/33", b)
	}
	// or over the first ones, where patrols come far more often than they must
	if b := patrol.Bound(5, 56); math.Abs(b-1.0/9) > 1e-12 {
		t.Errorf("bound %v, want 1/9", b)
	}
}
