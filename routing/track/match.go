package track

import (
	"context"
	"math"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
	"xunhu/routing/road"
)

// A Fix is a recorded position.
type Fix struct {
	At   orb.Point
	Time time.Time // zero if it was not recorded
}

// Settings of a match.
type Settings struct {
	NearM  float64 // roads further than this from a fix are not thought of, metres
	NoiseM float64 // the standard deviation of a fix, metres
	SlackM float64 // the mean of how much further a crew goes than two fixes are apart, metres
	Most   int     // places thought of for one fix, the nearest first
}

// Usual settings: roads within 60 m, fixes good to 10 m, 20 m of detour, 8 places.
func Usual() Settings { return Settings{NearM: 60, NoiseM: 10, SlackM: 20, Most: 8} }

// A Match is fixes that follow each other on the roads.
type Match struct {
	Fixes  []int // numbers of the fixes that were used
	Places []road.Place
	Line   orb.LineString // the way through the places, with the direction of travel
	LenM   float64
}

// Matched gives the most likely ways of a crew, and the numbers of the fixes near no
// road. Fixes less than 2 NoiseM from the last one that was used say nothing new and
// are passed over. It ends early, with the context's error, when the context is done.
func Matched(ctx context.Context, n *road.Network, fixes []Fix, s Settings) (ways []Match, off []int, err error) {
	m := matcher{day: n.Shortest(), s: s}
	for i, f := range fixes {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if len(m.chain) > 0 && i < len(fixes)-1 && geodesy.Distance(m.chain[len(m.chain)-1].at, f.At) < 2*s.NoiseM {
			continue
		}
		next := m.thoughts(i, f.At)
		if next == nil {
			off = append(off, i)
			continue
		}
		if !m.follow(next) {
			ways = m.finish(ways)
			m.follow(next)
		}
	}
	return m.finish(ways), off, nil
}

// matcher is a chain of fixes that is being matched.
type matcher struct {
	day   *road.Day
	s     Settings
	chain []*thought
}

// A thought is a fix with the places where it may have been.
type thought struct {
	fix    int
	at     orb.Point
	places []road.Place
	cost   []float64 // by place: the negative logarithm of the best sequence that ends there
	from   []int     // by place: the one before in that sequence
}

// thoughts gives the places that a fix may stand for; nil if there is none.
func (m *matcher) thoughts(i int, at orb.Point) *thought {
	places := m.day.Near(at, m.s.NearM)
	if len(places) == 0 {
		return nil
	}
	places = places[:min(len(places), m.s.Most)]
	t := &thought{fix: i, at: at, places: places, cost: make([]float64, len(places)), from: make([]int, len(places))}
	for k, p := range places {
		z := p.OffM / m.s.NoiseM
		t.cost[k] = z * z / 2
	}
	return t
}

// follow puts a fix behind the chain, unless no road leads there from it.
func (m *matcher) follow(next *thought) bool {
	if len(m.chain) == 0 {
		m.chain = append(m.chain, next)
		return true
	}
	last := m.chain[len(m.chain)-1]
	apart := geodesy.Distance(last.at, next.at)
	reached := false
	for k, to := range next.places {
		best := math.Inf(1)
		for i, from := range last.places {
			if math.IsInf(last.cost[i], 1) {
				continue
			}
			c := m.day.Cost(from, to)
			detour := math.Abs(float64(c)/100 - apart)
			if c == graph.Infinity || detour > 500+2*apart {
				continue // nobody goes so far around between two fixes
			}
			if sum := last.cost[i] + detour/m.s.SlackM; sum < best {
				best, next.from[k] = sum, i
			}
		}
		reached = reached || best < math.Inf(1)
		next.cost[k] += best
	}
	if !reached {
		for k := range next.cost { // it may still begin a chain
			z := next.places[k].OffM / m.s.NoiseM
			next.cost[k] = z * z / 2
		}
		return false
	}
	m.chain = append(m.chain, next)
	return true
}

// finish appends the best sequence of the chain, and begins a new chain.
func (m *matcher) finish(ways []Match) []Match {
	if len(m.chain) == 0 {
		return ways
	}
	n := len(m.chain)
	best := 0
	for k, c := range m.chain[n-1].cost {
		if c < m.chain[n-1].cost[best] {
			best = k
		}
	}
	w := Match{Fixes: make([]int, n), Places: make([]road.Place, n)}
	for i := n - 1; i >= 0; i-- {
		w.Fixes[i], w.Places[i] = m.chain[i].fix, m.chain[i].places[best]
		best = m.chain[i].from[best]
	}
	w.Line = orb.LineString{w.Places[0].Point}
	for i := 1; i < n; i++ {
		path, err := m.day.Between(w.Places[i-1], w.Places[i])
		if err != nil {
			panic("track: a way that was found before is gone")
		}
		w.Line = append(w.Line, path.Line[1:]...)
		w.LenM += path.DistanceM
	}
	m.chain = nil
	return append(ways, w)
}
