package water_test

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/predicate"
)

// An oracle finds shortest ways by trying everything: a node for each vertex of the
// water and each stretch of water at it, an edge between any two that see each other,
// tried against every border one after another.
type oracle struct {
	rings []orb.Ring // water to the left
	nodes []corner
	cost  func(a, b orb.Point) float64
}

// A corner is a vertex with one stretch of water, counter-clockwise from b to a.
type corner struct{ at, b, a orb.Point }

func newOracle(area orb.MultiPolygon) *oracle {
	o := &oracle{cost: func(a, b orb.Point) float64 { return geodesy.Length(orb.LineString{a, b}) }}
	type spoke struct {
		to  orb.Point
		out bool
	}
	spokes := map[orb.Point][]spoke{}
	var order []orb.Point
	for _, poly := range area {
		for i, r := range poly {
			r = r.Clone()
			if (signed(r) > 0) != (i == 0) {
				r.Reverse()
			}
			o.rings = append(o.rings, r)
			for k := 1; k < len(r); k++ {
				if spokes[r[k]] == nil {
					order = append(order, r[k])
				}
				next := r[1]
				if k+1 < len(r) {
					next = r[k+1]
				}
				spokes[r[k]] = append(spokes[r[k]], spoke{next, true}, spoke{r[k-1], false})
			}
		}
	}
	for _, at := range order {
		for _, s := range spokes[at] {
			if !s.out {
				continue
			}
			best := orb.Point{}
			found := false
			for _, e := range spokes[at] { // the next spoke counter-clockwise
				if e.to == s.to {
					continue
				}
				if !found || ccwBefore(at, s.to, e.to, best) {
					best, found = e.to, true
				}
			}
			o.nodes = append(o.nodes, corner{at, s.to, best})
		}
	}
	return o
}

func signed(r orb.Ring) float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += (r[i-1][0]-r[0][0])*(r[i][1]-r[0][1]) - (r[i][0]-r[0][0])*(r[i-1][1]-r[0][1])
	}
	return sum
}

// half gives 0 for directions on the way from b less than half a turn, 1 for the rest.
func half(at, b, p orb.Point) int {
	s := predicate.Orient(at, b, p)
	if s > 0 || s == 0 && same(at, b, p) {
		return 0
	}
	return 1
}

// same tells whether two points on one line through at lie on one side of it.
func same(at, b, p orb.Point) bool {
	return (b[0]-at[0])*(p[0]-at[0])+(b[1]-at[1])*(p[1]-at[1]) > 0
}

// ccwBefore tells whether, turning from b, one meets x before y.
func ccwBefore(at, b, x, y orb.Point) bool {
	hx, hy := half(at, b, x), half(at, b, y)
	if hx != hy {
		return hx < hy
	}
	return predicate.Orient(at, x, y) > 0
}

// opens tells whether a direction lies in the corner's water, walls included.
func (c corner) opens(p orb.Point) bool {
	on := func(q orb.Point) bool { return predicate.Orient(c.at, q, p) == 0 && same(c.at, q, p) }
	return on(c.b) || on(c.a) || ccwBefore(c.at, c.b, p, c.a)
}

// at gives the corners of a place; nil if it is no vertex.
func (o *oracle) at(p orb.Point) (cs []corner) {
	for _, c := range o.nodes {
		if c.at == p {
			cs = append(cs, c)
		}
	}
	return cs
}

// sees tells whether the way from p to q keeps to the water and touches no vertex
// between. Corners are checked by the caller.
func (o *oracle) sees(p, q orb.Point) bool {
	for _, r := range o.rings {
		for i := 1; i < len(r); i++ {
			a, b := r[i-1], r[i]
			if predicate.SegmentsCross(p, q, a, b) || a != p && a != q && predicate.OnSegment(a, p, q) {
				return false
			}
			for _, e := range [2][2]orb.Point{{p, q}, {q, p}} {
				if e[0] != a && e[0] != b && predicate.OnSegment(e[0], a, b) && predicate.Orient(a, b, e[1]) < 0 {
					return false
				}
			}
		}
	}
	return true
}

// length is what the best way costs, metres as a rule; +Inf if there is none.
func (o *oracle) length(from, to orb.Point) float64 {
	nodes := append([]corner(nil), o.nodes...)
	n := len(nodes)
	nodes = append(nodes, corner{at: from}, corner{at: to})
	opens := func(i int, p orb.Point) bool { return i >= n && o.at(nodes[i].at) == nil || nodes[i].opens(p) }
	atVertex := [2][]corner{o.at(from), o.at(to)}
	dist := make([]float64, len(nodes))
	done := make([]bool, len(nodes))
	for i := range dist {
		dist[i] = math.Inf(1)
		if nodes[i].at == from {
			dist[i] = 0
		}
	}
	for {
		u := -1
		for i := range nodes {
			if !done[i] && !math.IsInf(dist[i], 1) && (u < 0 || dist[i] < dist[u]) {
				u = i
			}
		}
		if u < 0 {
			return math.Inf(1)
		}
		if nodes[u].at == to {
			return dist[u]
		}
		done[u] = true
		if u >= n && atVertex[u-n] != nil {
			continue // its corners stand for it
		}
		for v := range nodes {
			if done[v] || nodes[v].at == nodes[u].at || v >= n && atVertex[v-n] != nil {
				continue
			}
			if d := dist[u] + o.cost(nodes[u].at, nodes[v].at); d < dist[v] &&
				opens(u, nodes[v].at) && opens(v, nodes[u].at) && o.sees(nodes[u].at, nodes[v].at) {
				dist[v] = d
			}
		}
	}
}
