package water

import (
	"errors"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// A Profile says how fast one travels, in what wind, and what is closed.
type Profile struct {
	Name       string
	KMH        float64 // in open water
	ChannelKMH float64 // along channels; 0: as in open water
	Wind       Wind
	Closed     []string // closures of the chart that are closed
}

// A Wind makes courses longer or shorter in time by parts of what they take in calm: a
// course straight against it by Head, one straight with it by -Tail, one across it by
// Side; a course between by what it makes good in each direction. Head must not be less
// than Tail, and Tail be less than 1: then no detour is ever faster than the straight
// course, and what is shortest among obstacles in calm air is among the same lines in
// wind.
type Wind struct {
	FromDeg          float64 // clockwise from north
	Head, Tail, Side float64
}

// A Metric is what a profile needs for each arc of a network. It does not change and
// may be used by many goroutines at once.
type Metric struct {
	n      *Network
	p      Profile
	closed []bool // by closure
	costs  []graph.Cost
	wx, wy float64 // where the wind comes from, east and north
	least  float64 // milliseconds a metre, on the fastest course
}

// Customize prices the arcs of a network for a profile: milliseconds, rounded up,
// graph.Infinity where closed. All faults of the profile are reported together.
func (n *Network) Customize(p Profile) (*Metric, error) {
	m := &Metric{n: n, p: p, closed: make([]bool, len(n.closures)+1)}
	m.closed[len(n.closures)] = true // the shore
	if m.p.ChannelKMH == 0 {
		m.p.ChannelKMH = p.KMH
	}
	var faults []error
	for _, v := range []float64{m.p.KMH, m.p.ChannelKMH} {
		if !(v > 0 && v < 1000) {
			faults = append(faults, finding.New("water.bad_speed", "profile "+p.Name, "kmh", v))
		}
	}
	if w := p.Wind; !(w.Head >= w.Tail && w.Tail >= 0 && w.Tail < 1 && w.Side >= 0 && w.Head+w.Side < 100) || math.IsInf(w.FromDeg, 0) || math.IsNaN(w.FromDeg) {
		faults = append(faults, finding.New("water.bad_wind", "profile "+p.Name, "head", w.Head, "tail", w.Tail, "side", w.Side, "from_deg", w.FromDeg))
	}
	for _, id := range p.Closed {
		i := slices.IndexFunc(n.closures, func(c closure) bool { return c.id == id })
		if i < 0 {
			faults = append(faults, finding.New("water.no_closure", "profile "+p.Name, "id", id))
			continue
		}
		for j := range n.closures { // an area of several parts may be several closures
			m.closed[j] = m.closed[j] || n.closures[j].id == id
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	m.wx, m.wy = math.Sincos(p.Wind.FromDeg * math.Pi / 180)
	m.least = 3600 / max(m.p.KMH, m.p.ChannelKMH) * (1 - p.Wind.Tail)
	m.costs = make([]graph.Cost, n.g.NumArcs())
	for a, x := range n.arcs {
		m.costs[a] = m.cost(x>>1, x&1 == 1)
	}
	return m, nil
}

// Costs are those of the arcs of the network's graph; do not change them.
func (m *Metric) Costs() []graph.Cost { return m.costs }

// cost of an edge along its line or against it.
func (m *Metric) cost(e int32, against bool) graph.Cost {
	n := m.n
	if m.shut(n.how[n.meets[e]:n.meets[e+1]]) {
		return graph.Infinity
	}
	kmh := m.p.KMH
	if n.channel[e] >= 0 {
		kmh = m.p.ChannelKMH
	}
	if m.p.Wind == (Wind{}) {
		return up(n.lengthM[e] / kmh * 3600)
	}
	l := n.line(e)
	if against {
		l.Reverse()
	}
	return up(m.ms(l, kmh))
}

// shut tells whether a way that lies so to closures is closed: through one that is, or
// between two.
func (m *Metric) shut(how []int32) bool {
	sides := int32(0)
	for _, h := range how {
		if m.closed[h>>2] {
			sides |= h & 3
		}
	}
	return sides == through
}

// crosses tells the same of a straight way that is no edge.
func (m *Metric) crosses(a, b orb.Point) bool {
	sides := 0
	for i := range m.n.closures {
		if m.closed[i] {
			sides |= m.n.closures[i].meets(a, b)
		}
	}
	return sides == through
}

// up rounds milliseconds up, so that no rounding makes a detour pay.
func up(ms float64) graph.Cost {
	return graph.Cost(min(math.Ceil(ms), float64(graph.Infinity)))
}

// ms is what a line takes at a speed, in the wind.
func (m *Metric) ms(l orb.LineString, kmh float64) float64 {
	sum := 0.0
	for i := 1; i < len(l); i++ {
		a, b := l[i-1], l[i]
		sum += geodesy.Length(orb.LineString{a, b})
		if m.p.Wind != (Wind{}) {
			east, north := geodesy.Degree((a[1] + b[1]) / 2)
			x, y := (b[0]-a[0])*east, (b[1]-a[1])*north
			sum += m.blown(x, y)
		}
	}
	return sum / kmh * 3600
}

// blown is how many metres longer a course so far to the east and north seems in the wind.
func (m *Metric) blown(x, y float64) float64 {
	w, into := m.p.Wind, x*m.wx+y*m.wy
	return w.Head*max(into, 0) - w.Tail*max(-into, 0) + w.Side*math.Abs(x*m.wy-y*m.wx)
}
