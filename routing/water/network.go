package water

import (
	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
	"xunhu/routing/graph"
)

// A Network is the ways of a chart. It does not change and may be used by many
// goroutines at once.
//
// Its nodes are first the bends of the border of open water, then the spots in it
// (mouths, landings, corners of closures), then what lies outside. An edge is a pair of
// nodes that see each other by a taut line, a stretch of channel, or the way over from
// a place outside; each can be travelled both ways, so that it is two arcs.
type Network struct {
	chart     Chart
	w         *waters
	open      orb.MultiPolygon // where one may go
	at        []orb.Point      // by node
	tail      []graph.Node
	head      []graph.Node
	lengthM   []float64
	channel   []int32     // by edge: in the chart; -1 by sight, -2 the way over
	shape     []int32     // by edge: its first point in points; what is between its ends alone
	points    []orb.Point // of channels
	closures  []closure
	obstacles []closure // to name the one in which a place lies
	meets     []int32   // by edge: its first entry in how
	how       []int32   // closure << 2 and how the edge lies to it
	landing   []graph.Node
	findings  []*finding.Finding
	g         *graph.Graph
	arcs      []int32 // by arc: edge << 1, plus 1 against its line
	ways      *geodesy.Web
	wayOf     []wayAt // by edge of ways
}

// What an edge is, other than a stretch of channel.
const (
	bySight = -1
	over    = -2
)

// A wayAt is a segment of a channel edge: its number among the edge's own.
type wayAt struct{ edge, segment int32 }

// Build makes the network of a chart. All faults of the chart are reported together.
func Build(c Chart) (*Network, error) {
	area, err := openWater(c)
	if err != nil {
		return nil, err
	}
	if len(area) == 0 && len(c.Channels) == 0 {
		return nil, finding.New("water.none", "", "areas", len(c.Open), "clearance_m", c.ClearanceM)
	}
	w, err := ready(area)
	if err != nil {
		return nil, err
	}
	n := &Network{chart: c, w: w, open: area}
	s, err := w.survey(c)
	if err != nil {
		return nil, err
	}
	for _, a := range c.Closures {
		n.closures = append(n.closures, newClosure(a))
		n.turns(&n.closures[len(n.closures)-1])
	}
	for _, a := range c.Obstacles {
		n.obstacles = append(n.obstacles, newClosure(a))
	}
	n.chart.Landings, n.findings = s.landings, s.far
	n.number(s)
	n.sights()
	n.lay(s)
	n.close()
	n.assemble()
	return n, nil
}

// turns puts a spot at each corner of a closure that lies in open water: where the
// area is closed, courses turn there. A corner on the border is none: with the shore on
// one side it turns no course.
func (n *Network) turns(c *closure) {
	for _, poly := range c.area {
		for _, r := range poly {
			k := len(r) - 1
			for i, p := range r[:k] {
				a, b := r[(i+k-1)%k], r[i+1]
				if predicate.Orient(a, p, b) <= 0 {
					continue
				}
				if t, _, in := n.w.m.find(p); in && !n.w.m.onWall(p, t) {
					n.w.put(spot{at: p, t: t, turns: true, a: a, b: b})
				}
			}
		}
	}
}

// onWall tells whether a place in t lies on the border of the water.
func (m *mesh) onWall(p orb.Point, t int32) bool {
	s := m.sides(t, p)
	for i := range s {
		if s[i] == 0 && (m.next[t][i]&1 == 1 || s[succ[i]] == 0) {
			return true // every vertex is one of the border
		}
	}
	return false
}

// number gives the nodes their numbers and places.
func (n *Network) number(s *survey) {
	for _, b := range n.w.bend {
		n.at = append(n.at, n.w.m.at[b.v])
	}
	for _, x := range n.w.spot {
		n.at = append(n.at, x.at)
	}
	n.at = append(n.at, s.outside...)
	for _, e := range s.landing {
		n.landing = append(n.landing, n.node(e))
	}
}

func (n *Network) node(e end) graph.Node {
	if e < 0 {
		return graph.Node(len(n.w.bend) + len(n.w.spot) + int(^e))
	}
	return graph.Node(len(n.w.bend) + int(e))
}

// sights finds the edges by sight.
func (n *Network) sights() {
	q := view{w: n.w}
	for i := range n.w.bend {
		q.fromBend(&n.w.bend[i])
		for _, j := range q.seen {
			if int(j) > i {
				n.edge(graph.Node(i), graph.Node(j), nil, bySight)
			}
		}
	}
	q.spots = true
	for i := range n.w.spot {
		s := &n.w.spot[i]
		self := int32(len(n.w.bend) + i)
		q.fromPlace(s.at, s.t, n.w.m.sides(s.t, s.at))
		for _, j := range q.seen {
			if (int(j) < len(n.w.bend) || j > self) && (!s.turns || taut(n.at[j], s.at, s.a, s.b)) {
				n.edge(graph.Node(self), graph.Node(j), nil, bySight)
			}
		}
	}
}

// edge adds one; between is what of its line lies between its ends.
func (n *Network) edge(a, b graph.Node, between []orb.Point, kind int32) {
	m, last := 0.0, n.at[a]
	for _, p := range between {
		m += geodesy.Length(orb.LineString{last, p})
		last = p
	}
	n.tail, n.head = append(n.tail, a), append(n.head, b)
	n.lengthM = append(n.lengthM, m+geodesy.Length(orb.LineString{last, n.at[b]}))
	n.channel, n.shape = append(n.channel, kind), append(n.shape, int32(len(n.points)))
	n.points = append(n.points, between...)
}

// lay adds the channels and the ways over, and makes channels ready to be found.
func (n *Network) lay(s *survey) {
	var segments [][2]orb.Point
	for _, l := range s.links {
		kind := l.channel
		if kind < 0 {
			kind = over
		}
		e := int32(len(n.tail))
		n.edge(n.node(l.a), n.node(l.b), l.line[1:len(l.line)-1], kind)
		if kind >= 0 {
			for i := 1; i < len(l.line); i++ {
				segments, n.wayOf = append(segments, [2]orb.Point{l.line[i-1], l.line[i]}), append(n.wayOf, wayAt{e, int32(i)})
			}
		}
	}
	n.shape = append(n.shape, int32(len(n.points)))
	n.ways = geodesy.Weave(segments)
}

// close notes how each edge lies to each closure. A way along the border of a closure
// with the shore on its other side is as good as through it.
func (n *Network) close() {
	shore := int32(len(n.closures))
	for e := range n.tail {
		n.meets = append(n.meets, int32(len(n.how)))
		line := n.line(int32(e))
		sides := 0
		for i := range n.closures {
			k := 0
			for j := 1; j < len(line); j++ {
				k |= n.closures[i].meets(line[j-1], line[j])
			}
			if k != 0 {
				n.how = append(n.how, int32(i<<2|k))
				sides |= k
			}
		}
		if sides == 0 || int(n.tail[e]) >= len(n.w.bend) || int(n.head[e]) >= len(n.w.bend) {
			continue
		}
		a, b := &n.w.bend[n.tail[e]], &n.w.bend[n.head[e]]
		switch b.v {
		case a.right: // water to the left of the wall
			n.how = append(n.how, shore<<2|toRight)
		case a.left:
			n.how = append(n.how, shore<<2|toLeft)
		}
	}
	n.meets = append(n.meets, int32(len(n.how)))
}

// assemble makes the graph.
func (n *Network) assemble() {
	pairs := make([][2]graph.Node, 0, 2*len(n.tail))
	for e := range n.tail {
		pairs = append(pairs, [2]graph.Node{n.tail[e], n.head[e]}, [2]graph.Node{n.head[e], n.tail[e]})
	}
	g, number := graph.Build(len(n.at), pairs)
	n.g, n.arcs = g, make([]int32, len(pairs))
	for i, a := range number {
		n.arcs[a] = int32(i)
	}
}

// line of an edge, its ends included.
func (n *Network) line(e int32) orb.LineString {
	l := append(make(orb.LineString, 0, 2+n.shape[e+1]-n.shape[e]), n.at[n.tail[e]])
	l = append(l, n.points[n.shape[e]:n.shape[e+1]]...)
	return append(l, n.at[n.head[e]])
}

// Graph gives the graph of the network: its arcs run both ways along every edge. Their
// costs are a Metric's. Do not change it.
func (n *Network) Graph() *graph.Graph { return n.g }

// At is where a node lies.
func (n *Network) At(v graph.Node) orb.Point { return n.at[v] }

// Landing is the node of the landing of that number, of Landings.
func (n *Network) Landing(i int) graph.Node { return n.landing[i] }

// Findings tells what was left out: landings that lie too far from the water.
func (n *Network) Findings() []*finding.Finding { return n.findings }

// Landings are those of the chart that are within reach.
func (n *Network) Landings() []Landing { return n.chart.Landings }

// Line is the line of an arc in the direction of travel.
func (n *Network) Line(a graph.Arc) orb.LineString {
	l := n.line(n.arcs[a] >> 1)
	if n.arcs[a]&1 == 1 {
		l.Reverse()
	}
	return l
}

// LengthM is the length of an arc.
func (n *Network) LengthM(a graph.Arc) float64 { return n.lengthM[n.arcs[a]>>1] }

// Edges counts the edges, of two arcs each.
func (n *Network) Edges() int { return len(n.tail) }

// Bytes is what the network holds in memory, without the index of the border.
func (n *Network) Bytes() int {
	m := n.w.m
	return 16*(len(n.at)+len(n.points)+len(m.at)) + len(n.tail)*(4+4+8+4+4+4) + 4*len(n.how) +
		n.g.NumArcs()*(4+4+4) + 4*n.g.NumNodes() +
		len(m.tri)*(12+12+1+4) + len(m.at)*(4+4) + 4*len(m.hint) + 16*len(n.w.bend)
}
