package road

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/graph"
)

// flatWeek is how many words of 32 bits a week has in a network.
const flatWeek = 2 * weekWords

// A lateEdge is the cost of a directed edge in a week, where that is not the usual one.
type lateEdge struct {
	way, week int32
	cost      graph.Cost
}

// A lateTurn is an arc that a rule bans in a week.
type lateTurn struct{ arc, week int32 }

// A latent turn is the cost of the turn into an edge that is usually shut.
type latent struct {
	arc  int32
	cost graph.Cost
}

// A Span is a time in which the hours make no difference: roads are as fast, as open and as
// restricted as at any moment of it. The zero Span is the usual metric, which knows no hours: the
// speeds of the profile, what is signed for all hours, and no turn banned that is not always banned.
type Span struct {
	Name        finding.Name // what the profile calls it; or none
	From, Until time.Time    // both zero if it has no end
	key         string       // of the weeks that hold
	weeks       []int32
}

// Key tells spans of a network with different metrics apart; "" is the usual one.
func (s Span) Key() string { return s.key }

// Hourly tells whether anything depends on the hour.
func (n *Network) Hourly() bool { return len(n.lates)+len(n.shuts) > 0 }

// SpanAt gives the span of a moment, by the clock that it shows.
func (n *Network) SpanAt(t time.Time) (s Span) {
	if !n.Hourly() {
		return s
	}
	now := minuteOf(t)
	for w := range int32(len(n.weeks) / flatWeek) {
		if w != always && n.holds(w, now) {
			s.weeks = append(s.weeks, w)
		}
	}
	if len(s.weeks) > 0 {
		s.key = fmt.Sprint(s.weeks)
	}
	for i := range n.profile.hours {
		if h := &n.profile.hours[i]; h.when.has(now) {
			s.Name = finding.Name{ZH: h.zh, EN: h.en}
		}
	}
	minute := t.Truncate(time.Minute)
	for m := 1; m < weekMinutes && s.Until.IsZero(); m++ {
		if !n.same(now, (now+m)%weekMinutes) {
			s.Until = minute.Add(time.Duration(m) * time.Minute)
		}
	}
	for m := 1; m < weekMinutes && s.From.IsZero(); m++ {
		if !n.same(now, (now+weekMinutes-m)%weekMinutes) {
			s.From = minute.Add(time.Duration(1-m) * time.Minute)
		}
	}
	return s
}

// holds tells whether a week has a minute.
func (n *Network) holds(w int32, minute int) bool {
	return n.weeks[int(w)*flatWeek+minute/32]>>(minute%32)&1 == 1
}

// same tells whether two minutes have the same metric, by the same name.
func (n *Network) same(a, b int) bool {
	for w := range int32(len(n.weeks) / flatWeek) {
		if n.holds(w, a) != n.holds(w, b) {
			return false
		}
	}
	for i := range n.profile.hours {
		if h := &n.profile.hours[i]; h.when.has(a) != h.when.has(b) {
			return false
		}
	}
	return true
}

// At prepares the network for searches in a span, while closures are in force. Of the plain
// day's metric only what differs is computed again, unless that is much.
func (n *Network) At(s Span, closures ...Closure) *Day {
	if s.key == "" && len(closures) == 0 {
		return n.Plain()
	}
	d := &Day{Network: n, Span: s, ways: n.ways, costs: n.costs}
	if s.key != "" {
		d.hours(s)
	}
	if len(closures) > 0 {
		d.close(closures)
	}
	return d.prepared(n.Plain().metric.Update(d.costs, d.unusual()))
}

// During gives the same day under the name and ends of another span of its metric.
func (d *Day) During(s Span) *Day {
	if s.Name == d.Span.Name && s.From.Equal(d.Span.From) && s.Until.Equal(d.Span.Until) {
		return d
	}
	return &Day{Network: d.Network, Span: s, ways: d.ways, costs: d.costs, cut: d.cut, metric: d.metric, queries: d.queries}
}

// hours sets the costs of a span.
func (d *Day) hours(s Span) {
	d.ways, d.costs = slices.Clone(d.ways), slices.Clone(d.costs)
	for _, l := range d.lates {
		if _, now := slices.BinarySearch(s.weeks, l.week); now {
			d.ways[l.way] = l.cost
			for _, a := range d.Arcs(l.way>>1, l.way&1 == 1) {
				d.costs[a] = total(l.cost, d.turn(a))
			}
		}
	}
	for _, x := range d.shuts {
		if _, now := slices.BinarySearch(s.weeks, x.week); now {
			d.costs[x.arc] = graph.Infinity
		}
	}
}

// turn is the cost of the turn into the edge of an arc.
func (n *Network) turn(a int32) graph.Cost {
	if usual := n.ways[n.arcs[a]]; usual < graph.Infinity {
		return n.costs[a] - usual
	}
	if i, ok := slices.BinarySearchFunc(n.latent, a, func(l latent, a int32) int { return cmp.Compare(l.arc, a) }); ok {
		return n.latent[i].cost
	}
	return 0
}

// timed tells whether what is said of hours leads to nothing that is not there.
func (n *Network) timed() bool {
	weeks, arcs := int32(len(n.weeks)/flatWeek), int32(n.g.NumArcs())
	if len(n.weeks)%flatWeek != 0 {
		return false
	}
	for _, l := range n.lates {
		if l.way < 0 || int(l.way) >= len(n.ways) || l.week < 0 || l.week >= weeks || l.cost < 1 || l.cost > graph.Infinity {
			return false
		}
	}
	for i, x := range n.shuts {
		if x.arc < 0 || x.arc >= arcs || x.week < 0 || x.week >= weeks || i > 0 && x.arc <= n.shuts[i-1].arc {
			return false
		}
	}
	for i, x := range n.latent {
		if x.arc < 0 || x.arc >= arcs || x.cost < 0 || x.cost > graph.Infinity || i > 0 && x.arc <= n.latent[i-1].arc {
			return false
		}
	}
	return true
}
