package water

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/routing/graph"
)

// A place is where a way begins or ends: in open water, or on a channel.
type place struct {
	p, at orb.Point // what was asked for, and where the way touches the network
	t     int32     // in open water: the triangle; else -1
	sides [3]int
	way   wayAt // on a channel, if t is -1
}

// place finds where the network is reached from p: there, if it lies in open water,
// else straight to the nearest open water or channel within reach.
func (m *Metric) place(p orb.Point) (place, error) {
	n := m.n
	if !onGlobe(p) {
		return place{}, finding.New("water.off_globe", "", "lon", p[0], "lat", p[1])
	}
	x := place{p: p, at: p}
	in := false
	if x.t, x.sides, in = n.w.m.find(p); !in {
		q, t, off := n.w.nearest(p)
		x.at, x.t = q, t
		if t >= 0 {
			x.sides = n.w.m.sides(t, q)
		}
		if e, at, d := n.ways.Nearest(p); e >= 0 && d < off {
			x.at, x.t, x.way, off = at, -1, n.wayOf[e], d
		}
		if err := m.refused(x, off); err != nil {
			return place{}, err
		}
	}
	for i := range n.closures {
		c := &n.closures[i]
		if m.closed[i] && (inClosure(p, c.area) || inClosure(x.at, c.area) || p != x.at && c.meets(p, x.at) == through) {
			return place{}, finding.New("water.closed", "", "id", c.id, "lon", p[0], "lat", p[1]).On(p)
		}
	}
	return x, nil
}

// refused tells why a place that lies off the network, by some metres, is not taken.
func (m *Metric) refused(x place, off float64) error {
	n := m.n
	for i := range n.obstacles {
		if o := &n.obstacles[i]; off > 0 && inClosure(x.p, o.area) {
			return finding.New("water.in_obstacle", "", "id", o.id, "lon", x.p[0], "lat", x.p[1], "m", off).On(x.p)
		}
	}
	if reach := n.chart.reachM(); off > reach {
		return finding.New("water.none_near", "", "lon", x.p[0], "lat", x.p[1], "m", off, "reach_m", reach).On(x.p)
	}
	for i := range n.obstacles {
		if o := &n.obstacles[i]; off > 0 && o.meets(x.p, x.at) == through {
			return finding.New("water.in_obstacle", "", "id", o.id, "lon", x.p[0], "lat", x.p[1], "m", off).On(x.p)
		}
	}
	return nil
}

// A leg leads from a place to a node, along line, or back.
type leg struct {
	node graph.Node
	line []orb.Point // from the place to the node
}

// legs gives the ways from a place to the nodes around it. What of the aims of the view
// can be seen from there is marked.
func (q *Query) legs(x place) (legs []leg) {
	q.view.forget()
	n := q.m.n
	if x.t < 0 {
		line := n.line(x.way.edge)
		back := append([]orb.Point{x.at}, line[:x.way.segment]...)
		slices.Reverse(back[1:])
		on := append([]orb.Point{x.at}, line[x.way.segment:]...)
		return []leg{{n.tail[x.way.edge], back}, {n.head[x.way.edge], on}}
	}
	v := &q.view
	v.fromPlace(x.at, x.t, x.sides)
	for _, node := range v.seen {
		legs = append(legs, leg{graph.Node(node), []orb.Point{x.at, n.at[node]}})
	}
	return legs
}

// along gives the way between two places of one channel, without leaving it; nil if
// they are not on one.
func (n *Network) along(a, b place) []orb.Point {
	if a.t >= 0 || b.t >= 0 || a.way.edge != b.way.edge {
		return nil
	}
	line := n.line(a.way.edge)
	turned := a.way.segment > b.way.segment ||
		a.way.segment == b.way.segment && away(line[a.way.segment-1], a.at) > away(line[a.way.segment-1], b.at)
	if turned {
		a, b = b, a
	}
	way := append([]orb.Point{a.at}, line[a.way.segment:b.way.segment]...)
	way = append(way, b.at)
	if turned {
		slices.Reverse(way)
	}
	return way
}
