package risk

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// A Place is somewhere that can be looked at: a site, a reach, a square of land.
type Place struct {
	ID         string
	Group      string  // places alike, such as all outfalls
	Neighbours []int32 // numbers of places nearby, of which one's findings may foretell the other's
}

// A Visit is one look at a place.
type Visit struct {
	Place  int32
	Day    int32
	Month  int32   // 0 to 11
	Effort float64 // in the unit of the history, above 0
	Found  int32
}

// A History is everything that is known.
type History struct {
	Places []Place
	Visits []Visit // in the order of days
}

// Validate reports what is wrong with a history.
func (h *History) Validate() error {
	var faults []error
	for i, v := range h.Visits {
		switch {
		case v.Place < 0 || int(v.Place) >= len(h.Places):
			faults = append(faults, fmt.Errorf("risk: visit %d: place %d of %d", i, v.Place, len(h.Places)))
		case !(v.Effort > 0) || math.IsInf(v.Effort, 1) || v.Found < 0 || v.Month < 0 || v.Month > 11:
			faults = append(faults, fmt.Errorf("risk: visit %d: effort %v, found %d, month %d", i, v.Effort, v.Found, v.Month))
		case i > 0 && v.Day < h.Visits[i-1].Day:
			faults = append(faults, fmt.Errorf("risk: visit %d: day %d after day %d", i, v.Day, h.Visits[i-1].Day))
		}
		if len(faults) > 20 {
			break
		}
	}
	for i, p := range h.Places {
		if slices.ContainsFunc(p.Neighbours, func(n int32) bool { return n < 0 || int(n) >= len(h.Places) }) {
			faults = append(faults, fmt.Errorf("risk: place %d: neighbours %v of %d", i, p.Neighbours, len(h.Places)))
		}
	}
	return errors.Join(faults...)
}

// How quickly findings age, and how much neighbours' findings raise a rate: what is tried.
var (
	halfLives = []float64{90, 180, 365, 730, math.Inf(1)} // days
	raises    = []float64{0, 0.5, 1.5}
)

const (
	nearDays   = 21.0 // a neighbour's finding raises a rate by the raise, and by half after so many days
	seasonHold = 20.0 // expected findings that a month's factor is held to one by
	leastShape = 0.05 // of a group's gamma distribution
	mostShape  = 500.0

	fewFound     = 10.0 // findings in a group, of which nothing can be told of how its places differ:
	unknownShape = 0.5  // then they may differ by a lot (the shape of Jeffreys' prior)
)

// A Model is what a history says of each place on a day.
type Model struct {
	halfLife, raise float64
	day             int32 // the last of the history
	places          []Place
	found, effort   []float64 // by place, aged
	shape, rate     map[string]float64
	season          map[string][12]float64
	recent          []float64 // by place: findings at its neighbours, aged by nearDays
}

// An Estimate is a rate of findings per unit of effort.
type Estimate struct {
	Mean, Low, High float64 // Low to High holds it with 90 %
	Effort          float64 // aged, that it rests on
}

// learn makes a model of the visits before a day.
func learn(h *History, before int32, halfLife, raise float64) *Model {
	m := &Model{halfLife: halfLife, raise: raise, day: before, places: h.Places,
		found: make([]float64, len(h.Places)), effort: make([]float64, len(h.Places)), recent: make([]float64, len(h.Places)),
		shape: map[string]float64{}, rate: map[string]float64{}, season: map[string][12]float64{}}
	months := map[string]*[2][12]float64{} // by group: found, effort
	for _, v := range h.Visits {
		if v.Day >= before {
			break
		}
		age := float64(before - v.Day)
		w := math.Exp2(-age / halfLife)
		m.found[v.Place] += w * float64(v.Found)
		m.effort[v.Place] += w * v.Effort
		g := h.Places[v.Place].Group
		if months[g] == nil {
			months[g] = &[2][12]float64{}
		}
		months[g][0][v.Month] += float64(v.Found)
		months[g][1][v.Month] += v.Effort
		if v.Found > 0 && age < 6*nearDays {
			for _, n := range h.Places[v.Place].Neighbours {
				m.recent[n] += float64(v.Found) * math.Exp2(-age/nearDays)
			}
		}
	}
	m.groups()
	for g, x := range months {
		m.season[g] = factors(x[0], x[1])
	}
	return m
}

// groups estimates each group's gamma distribution by moments: the mean is all findings by
// all effort; what places vary by more than chance lets them is the spread of their rates.
func (m *Model) groups() {
	type sums struct{ found, effort, squares, chance, spread float64 }
	all := map[string]*sums{}
	for i, p := range m.places {
		s := all[p.Group]
		if s == nil {
			s = &sums{}
			all[p.Group] = s
		}
		s.found += m.found[i]
		s.effort += m.effort[i]
	}
	for i, p := range m.places {
		s := all[p.Group]
		mean := (s.found + 0.5) / (s.effort + 1)
		d := m.found[i] - mean*m.effort[i]
		s.squares += d * d
		s.chance += mean * m.effort[i]
		s.spread += mean * mean * m.effort[i] * m.effort[i]
	}
	for g, s := range all {
		mean := (s.found + 0.5) / (s.effort + 1)
		shape := mostShape
		if s.chance < fewFound {
			shape = unknownShape
		} else if over := s.squares - s.chance; over > 0 {
			shape = min(mostShape, max(leastShape, s.spread/over))
		}
		m.shape[g], m.rate[g] = shape, shape/mean
	}
}

// factors are how much more is found in each month than in the mean, held to one.
func factors(found, effort [12]float64) (f [12]float64) {
	var n, e float64
	for k := range 12 {
		n, e = n+found[k], e+effort[k]
	}
	for k := range 12 {
		expected := 0.0
		if e > 0 {
			expected = n / e * effort[k]
		}
		f[k] = (found[k] + seasonHold) / (expected + seasonHold)
	}
	return f
}

// Rate is the rate of a place in a month, on the day after the history.
func (m *Model) Rate(place int32, month int) Estimate {
	return m.on(place, month, m.day)
}

func (m *Model) on(place int32, month int, day int32) Estimate {
	g := m.places[place].Group
	a, b := m.shape[g]+m.found[place], m.rate[g]+m.effort[place]
	f := 1.0
	if s, ok := m.season[g]; ok {
		f = s[month]
	}
	f *= 1 + m.raise*m.recent[place]*math.Exp2(-float64(day-m.day)/nearDays)
	return Estimate{Mean: f * a / b, Low: f * gamma(a, -1.645) / b, High: f * gamma(a, 1.645) / b, Effort: m.effort[place]}
}

// gamma is a quantile of the gamma distribution of a shape and rate one, at z standard
// deviations of the normal one (Wilson and Hilferty 1931: its cube root is nearly normal).
func gamma(shape, z float64) float64 {
	c := 1 - 1/(9*shape) + z/(3*math.Sqrt(shape))
	return shape * max(0, c) * max(0, c) * max(0, c)
}

// HalfLife is after how many days a finding counts for half.
func (m *Model) HalfLife() float64 { return m.halfLife }
