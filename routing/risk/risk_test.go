package risk_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"xunhu/routing/risk"
)

// world is a simulated land: true rates, and where people like to go.
type world struct {
	rates  []float64
	habits []float64 // visits a day
	drift  bool      // rates are drawn anew each year
}

func poisson(rng *rand.Rand, mean float64) int32 {
	n, p := int32(0), math.Exp(-mean)
	for u := rng.Float64(); u > p; n++ {
		u *= rng.Float64()
	}
	return n
}

// gammaDraw is Marsaglia and Tsang's method, for shapes of any size.
func gammaDraw(rng *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gammaDraw(rng, shape+1) * math.Pow(rng.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := math.Pow(1+c*x, 3)
		if v > 0 && math.Log(rng.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// lived is what was found in some years.
func (w world) lived(rng *rand.Rand, years int) *risk.History {
	h := &risk.History{}
	for range w.rates {
		h.Places = append(h.Places, risk.Place{Group: "outfall"})
	}
	for day := range int32(years * 365) {
		if w.drift && day%365 == 0 && day > 0 {
			rng.Shuffle(len(w.rates), func(i, j int) { w.rates[i], w.rates[j] = w.rates[j], w.rates[i] })
		}
		for i := range w.rates {
			if rng.Float64() < w.habits[i] {
				e := 0.5 + rng.Float64()
				h.Visits = append(h.Visits, risk.Visit{Place: int32(i), Day: day, Month: day % 365 / 31, Effort: e, Found: poisson(rng, e*w.rates[i])})
			}
		}
	}
	return h
}

// spread is places of which few are bad, and habits that have nothing to do with it.
func spread(rng *rand.Rand, n int, shape, mean float64) world {
	w := world{rates: make([]float64, n), habits: make([]float64, n)}
	for i := range n {
		w.rates[i] = mean * gammaDraw(rng, shape) / shape
		w.habits[i] = 0.002 + 0.04*rng.Float64()*rng.Float64()
	}
	return w
}

// Where rates last and people go by habit, the model foretells better than counts, which
// mistake much looking for much to find; and its intervals hold the true rates.
func TestBetterThanCounts(t *testing.T) {
	better, inside, all := 0, 0, 0
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 1))
		w := spread(rng, 200, 0.7, 0.2)
		f, err := risk.Fit(w.lived(rng, 3), seed)
		if err != nil {
			t.Fatal(err)
		}
		if f.Verdict.Better {
			better++
			if f.Verdict.Caught < f.Verdict.CaughtByCounts-0.1 {
				t.Errorf("seed %d: better, but catches %.2f where counts catch %.2f", seed, f.Verdict.Caught, f.Verdict.CaughtByCounts)
			}
		}
		for i, r := range w.rates {
			e := f.Model.Rate(int32(i), 0)
			all++
			if e.Low <= r && r <= e.High {
				inside++
			}
		}
	}
	if better < 11 {
		t.Errorf("better in %d of 12 lands", better)
	}
	if share := float64(inside) / float64(all); share < 0.84 || share > 0.96 {
		t.Errorf("intervals of 90 %% hold %.1f %% of the true rates", 100*share)
	}
}

// Where counts are as good as can be, or nothing can be known, the model does not claim to
// be better, and gives the counts.
func TestFallsBack(t *testing.T) {
	claims := 0
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 2))
		w := spread(rng, 100, 0.7, 0.02)
		for i := range w.habits {
			w.habits[i] = 0.001
		}
		f, err := risk.Fit(w.lived(rng, 2), seed)
		if err != nil {
			t.Fatal(err)
		}
		if f.Verdict.Better {
			claims++
			continue
		}
		if f.Verdict.Found >= risk.Few {
			t.Errorf("seed %d: %d findings are more than few", seed, f.Verdict.Found)
		}
		total := 0.0
		for i := range w.rates {
			e := f.Rate(int32(i), 0)
			total += e.Mean
			if e.Mean < e.Low || e.Mean > e.High || e.High < 3*e.Low {
				t.Fatalf("seed %d: next to nothing is known, but %+v", seed, e)
			}
		}
		if total == 0 {
			t.Errorf("seed %d: counts give nothing", seed)
		}
	}
	if claims > 0 {
		t.Errorf("%d claims on next to nothing", claims)
	}
}

// Where everybody is visited alike and counts are large, counts are as good as anything:
// the model may not claim more.
func TestDoesNotClaimWhatItCannotShow(t *testing.T) {
	claims := 0
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 4))
		w := spread(rng, 4, 20, 2)
		for i := range w.habits {
			w.habits[i] = 0.5
		}
		f, err := risk.Fit(w.lived(rng, 2), seed)
		if err != nil {
			t.Fatal(err)
		}
		if f.Verdict.Found < 10*risk.Few {
			t.Fatalf("seed %d: only %d findings", seed, f.Verdict.Found)
		}
		if f.Verdict.Better {
			claims++
		}
	}
	if claims > 3 {
		t.Errorf("%d claims of 20 where there is nothing to gain", claims)
	}
}

// A place where nobody has been has the rate of its like and the widest interval, and a
// share of the looking.
func TestUnknownIsNotClean(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	w := spread(rng, 100, 0.7, 0.2)
	w.habits[7] = 0
	w.rates[8], w.habits[8] = 0, 0.3 // often visited, and clean
	f, err := risk.Fit(w.lived(rng, 3), 1)
	if err != nil {
		t.Fatal(err)
	}
	unknown, clean := f.Model.Rate(7, 0), f.Model.Rate(8, 0)
	if unknown.Effort != 0 || unknown.Mean < 0.1 || clean.Mean > 0.03 || unknown.High-unknown.Low < 5*(clean.High-clean.Low) {
		t.Errorf("unknown %+v, clean %+v", unknown, clean)
	}
	weights, sum := f.Weights(0, 0.2), 0.0
	for _, x := range weights {
		sum += x
	}
	if math.Abs(sum-1) > 1e-9 || weights[7] < 3*weights[8] {
		t.Errorf("weights sum %v; unknown %v, clean %v", sum, weights[7], weights[8])
	}
}

// When rates change every year, short memory is chosen.
func TestForgets(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	w := spread(rng, 150, 0.5, 0.5)
	w.drift = true
	f, err := risk.Fit(w.lived(rng, 4), 1)
	if err != nil {
		t.Fatal(err)
	}
	w.drift = false
	g, err := risk.Fit(w.lived(rng, 4), 1)
	if err != nil {
		t.Fatal(err)
	}
	if f.HalfLife() >= g.HalfLife() {
		t.Errorf("half-life %v where rates change, %v where they last", f.HalfLife(), g.HalfLife())
	}
}

func TestValidate(t *testing.T) {
	ok := risk.Visit{Effort: 1}
	for want, visits := range map[string][]risk.Visit{
		"place 1 of 1":    {{Place: 1, Effort: 1}},
		"effort 0":        {{}},
		"effort NaN":      {{Effort: math.NaN()}},
		"day 0 after day": {{Day: 3, Effort: 1}, ok},
	} {
		_, err := risk.Fit(&risk.History{Places: []risk.Place{{}}, Visits: visits}, 1)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// Where the counts of last year are given, a place where nobody was in it is unknown, not
// clean: its interval is wider than that of a place where nothing was found, and it gets more
// of the looking. Of no history at all every figure is a number.
func TestUnknownByCounts(t *testing.T) {
	h := &risk.History{Places: []risk.Place{{ID: "clean", Group: "g"}, {ID: "never", Group: "g"}, {ID: "found", Group: "g"}}}
	empty, err := risk.Fit(h, 1)
	if err != nil {
		t.Fatal(err)
	}
	if e := empty.Rate(1, 3); !(e.Low >= 0 && e.High > e.Mean) || !(empty.Weights(3, 0.2)[1] > 0) {
		t.Errorf("without a history %+v, %v", e, empty.Weights(3, 0.2))
	}
	for day := range int32(200) {
		h.Visits = append(h.Visits, risk.Visit{Place: 0, Day: day, Effort: 1}, risk.Visit{Place: 2, Day: day, Effort: 1, Found: day / 20 % 2})
	}
	f, err := risk.Fit(h, 1)
	if err != nil || f.Verdict.Better {
		t.Fatalf("better %v, %v", f.Verdict, err)
	}
	clean, never := f.Rate(0, 0), f.Rate(1, 0)
	if never.High-never.Low <= 2*(clean.High-clean.Low) {
		t.Errorf("clean %+v, never visited %+v", clean, never)
	}
	if w := f.Weights(0, 0.2); w[1] <= 1.5*w[0] {
		t.Errorf("weights %v", w)
	}
}
