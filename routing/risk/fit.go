package risk

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// A Verdict is how well a model foretold the end of the history that it had not seen.
type Verdict struct {
	From, Until    int32   // days that were held back
	Visits, Found  int     // in them
	Gain           float64 // in log-likelihood over last year's counts, per finding
	Low, High      float64 // its 90 % interval, from resampling the places
	Caught         float64 // share of the findings at the fifth of the places that the model ranks first
	CaughtByCounts float64 // and last year's counts
	Better         bool    // Low is above zero
}

// A Fitted model, with what may be said of it.
type Fitted struct {
	*Model
	Verdict Verdict
	counts  *counts // of the last year, where the model is not better
}

// Few is the fewest findings held back on which anything can be decided.
const Few = 20

const (
	heldShare = 0.25 // of the days are held back
	resampled = 400
	firstPart = 0.2 // of places, for Caught
	yearDays  = 365
)

// Fit makes a model of a history, and asks whether it is better than last year's counts.
// A history with fewer than Few findings in its last quarter proves nothing: then it is not.
func Fit(h *History, seed uint64) (*Fitted, error) {
	if err := h.Validate(); err != nil {
		return nil, fmt.Errorf("fit a model of risk: %w", err)
	}
	if len(h.Visits) == 0 {
		return &Fitted{Model: learn(h, 0, 365, 0), counts: count(h, 0)}, nil
	}
	first, end := h.Visits[0].Day, h.Visits[len(h.Visits)-1].Day+1
	held := end - int32(heldShare*float64(end-first))
	tuned := held - int32(heldShare*float64(held-first))
	halfLife, raise := tune(h, tuned, held)
	f := &Fitted{Model: learn(h, end, halfLife, raise)}
	f.Verdict = judge(h, learn(h, held, halfLife, raise), count(h, held), held, end, seed)
	if !f.Verdict.Better {
		f.counts = count(h, end)
	}
	return f, nil
}

// tune chooses half-life and raise by the days from one to another.
func tune(h *History, from, until int32) (halfLife, raise float64) {
	best := math.Inf(-1)
	for _, l := range halfLives {
		for _, r := range raises {
			sum := 0.0
			m := learn(h, from, l, r)
			each(h, from, until, func(v Visit) { sum += likelihood(v, m.on(v.Place, int(v.Month), v.Day).Mean) })
			if sum > best {
				best, halfLife, raise = sum, l, r
			}
		}
	}
	return halfLife, raise
}

func each(h *History, from, until int32, with func(Visit)) {
	for _, v := range h.Visits {
		if v.Day >= from && v.Day < until {
			with(v)
		}
	}
}

// likelihood is the logarithm of the chance of what a visit found, at a rate, but for what
// is the same for all rates.
func likelihood(v Visit, rate float64) float64 {
	mean := max(rate*v.Effort, 1e-12)
	return float64(v.Found)*math.Log(mean) - mean
}

// counts are last year's findings of each place, half of one added, scaled so that they
// foretell as many findings for the effort of that year as there were.
type counts struct {
	each, effort []float64
	scale        float64
}

func count(h *History, before int32) *counts {
	c := &counts{each: make([]float64, len(h.Places)), effort: make([]float64, len(h.Places))}
	for i := range c.each {
		c.each[i] = 0.5
	}
	found := 0.0
	each(h, before-yearDays, before, func(v Visit) {
		c.each[v.Place] += float64(v.Found)
		c.effort[v.Place] += v.Effort
		found += float64(v.Found)
	})
	expected := 0.0
	each(h, before-yearDays, before, func(v Visit) { expected += c.each[v.Place] * v.Effort })
	c.scale = (found + 0.5) / max(expected, 0.5)
	return c
}

func (c *counts) rate(place int32) float64 { return c.scale * c.each[place] }

// judge compares a model with counts on the days held back.
func judge(h *History, m *Model, c *counts, from, until int32, seed uint64) Verdict {
	v := Verdict{From: from, Until: until}
	gain, found := make([]float64, len(h.Places)), make([]float64, len(h.Places))
	seen := make([]bool, len(h.Places))
	each(h, from, until, func(x Visit) {
		v.Visits++
		v.Found += int(x.Found)
		seen[x.Place] = true
		found[x.Place] += float64(x.Found)
		gain[x.Place] += likelihood(x, m.on(x.Place, int(x.Month), x.Day).Mean) - likelihood(x, c.rate(x.Place))
	})
	var places []int
	for i := range seen {
		if seen[i] {
			places = append(places, i)
		}
	}
	if v.Found < Few {
		return v
	}
	total := 0.0
	for _, i := range places {
		total += gain[i]
	}
	v.Gain = total / float64(v.Found)
	rng := rand.New(rand.NewPCG(seed, 0x7269736b))
	sums := make([]float64, resampled)
	for k := range sums {
		for range places {
			sums[k] += gain[places[rng.IntN(len(places))]]
		}
		sums[k] /= float64(v.Found)
	}
	slices.Sort(sums)
	v.Low, v.High = sums[resampled/20], sums[resampled-1-resampled/20]
	v.Better = v.Low > 0
	v.Caught = caught(places, found, func(i int) float64 { return m.Rate(int32(i), monthOf(h, from)).Mean })
	v.CaughtByCounts = caught(places, found, func(i int) float64 { return c.each[i] })
	return v
}

func monthOf(h *History, day int32) int {
	for _, v := range h.Visits {
		if v.Day >= day {
			return int(v.Month)
		}
	}
	return 0
}

// caught is the share of findings at the places of the first part of a ranking; equal
// scores share.
func caught(places []int, found []float64, score func(int) float64) float64 {
	order := slices.Clone(places)
	scores := map[int]float64{}
	total := 0.0
	for _, i := range order {
		scores[i] = score(i)
		total += found[i]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	room, sum := firstPart*float64(len(order)), 0.0
	for i := 0; i < len(order) && room > 0; {
		j, n := i, 0.0
		for ; j < len(order) && scores[order[j]] == scores[order[i]]; j++ {
			n += found[order[j]]
		}
		part := min(1, room/float64(j-i))
		sum += part * n
		room -= float64(j - i)
		i = j
	}
	return sum / max(total, 1)
}

// Rate is the rate of a place in a month: the model's, or where it is not better than last
// year's counts, those, with what chance alone makes of so many. Where nobody was in that
// year, its count says nothing: the interval goes up to what the model allows.
func (f *Fitted) Rate(place int32, month int) Estimate {
	e := f.Model.Rate(place, month)
	if c := f.counts; c != nil {
		n := c.each[place]
		known := e.High
		e.Mean, e.Low, e.High = c.rate(place), c.scale*gamma(n, -1.645), c.scale*gamma(n, 1.645)
		if c.effort[place] == 0 {
			e.Low, e.High = 0, max(known, e.High)
		}
	}
	return e
}

// Weights says how much of the looking each place should get in a month, in sum one: by
// its rate, and a share by how little is known of it, so that no place is left out for
// good because nobody has looked.
func (f *Fitted) Weights(month int, explore float64) []float64 {
	w := make([]float64, len(f.places))
	means, spreads := 0.0, 0.0
	for i := range w {
		e := f.Rate(int32(i), month)
		means, spreads = means+e.Mean, spreads+(e.High-e.Low)
	}
	for i := range w {
		e := f.Rate(int32(i), month)
		w[i] = (1-explore)*e.Mean/max(means, 1e-12) + explore*(e.High-e.Low)/max(spreads, 1e-12)
	}
	return w
}
