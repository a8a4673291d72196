package road

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// A cut is an edge that is closed, with the stretch that is meant: nobody passes it, but who is on the edge before
// it or behind it comes and goes by that end. Of several closures it is the stretch from the first
// to the last. Ends that are shorter than beside belong to it.
type cut struct {
	fromM, toM  float64      // along the edge's line
	there, back graph.Cost   // of the whole edge, were it open
	arcs        []int32      // of the edge, those that no rule bans at this hour
	costs       []graph.Cost // of the turns into them
}

// before and behind tell whether a place lies on the open part at the beginning or the end of the line.
func (c *cut) before(alongM float64) bool { return alongM < c.fromM }
func (c *cut) behind(alongM float64) bool { return alongM > c.toM }

// closedPart finds what of an edge a closure means; the whole of it where that is too small to find.
func (n *Network) closedPart(edge int32, shape *geodesy.Shape, area bool) (fromM, toM float64) {
	const step = beside / 2
	near := beside
	if area {
		near = step
	}
	length := n.length(edge)
	steps := max(4, int(length/step))
	fromM, toM = length, 0
	for i := range steps {
		m := length * (float64(i) + 0.5) / float64(steps)
		p := n.at(edge, m).Point
		if _, off := shape.NearestWithin(p, near); off <= near || area && geodesy.Prepare(p).Meets(shape) {
			fromM, toM = min(fromM, m-step), max(toM, m+step)
		}
	}
	if fromM > toM {
		return 0, length
	}
	if fromM < beside {
		fromM = 0
	}
	if toM > length-beside {
		toM = length
	}
	return fromM, toM
}

// A shutting is a closure and the edges that it closes.
type shutting struct {
	where orb.Geometry
	edges []int32
}

// cuts makes the cuts of closed edges, before they are closed.
func (d *Day) cuts(shut []shutting, slow map[int32]float64) map[int32]*cut {
	all := map[int32]*cut{}
	for _, c := range shut {
		shape, area := geodesy.Prepare(c.where), c.where.Dimensions() == 2
		border := shape
		if area {
			border = shape.Border()
		}
		for _, edge := range c.edges {
			fromM, toM := 0.0, d.length(edge)
			if border.Meets(geodesy.Prepare(d.Line(edge))) || !area {
				fromM, toM = d.closedPart(edge, shape, area)
			}
			if old := all[edge]; old != nil {
				old.fromM, old.toM = min(old.fromM, fromM), max(old.toM, toM)
				continue
			}
			all[edge] = &cut{fromM: fromM, toM: toM}
		}
	}
	for edge, c := range all {
		if c.fromM <= 0 && c.toM >= d.length(edge) {
			delete(all, edge)
			continue
		}
		speed, slower := slow[edge]
		if !slower {
			speed = 1
		}
		usual := func(way int32) graph.Cost {
			if d.ways[way] == graph.Infinity {
				return graph.Infinity
			}
			return slowed(d.ways[way], speed)
		}
		c.there, c.back = usual(2*edge), usual(2*edge+1)
		for side := range 2 {
			for _, a := range d.Arcs(edge, side == 1) {
				if d.costs[a] < graph.Infinity {
					c.arcs, c.costs = append(c.arcs, a), append(c.costs, d.turn(a))
				}
			}
		}
	}
	return all
}

// into gives what the turn into an arc's edge costs; not ok where the arc is closed, or banned at this hour.
func (d *Day) into(a int32) (turn graph.Cost, ok bool) {
	if d.costs[a] < graph.Infinity {
		return d.turn(a), true
	}
	if c := d.cut[d.arcs[a]>>1]; c != nil {
		if i := slices.Index(c.arcs, a); i >= 0 {
			return c.costs[i], true
		}
	}
	return 0, false
}

// whole is the cost of a directed edge, also where a part of it is closed.
func (d *Day) whole(way int32) graph.Cost {
	if c := d.cut[way>>1]; c != nil {
		if way&1 == 1 {
			return c.back
		}
		return c.there
	}
	return d.ways[way]
}

// until is how far along its line one comes who travels a directed edge from a measure.
func (d *Day) until(way int32, fromM float64) float64 {
	switch c := d.cut[way>>1]; {
	case c == nil:
	case way&1 == 0 && !c.behind(fromM):
		return c.fromM
	case way&1 == 1 && !c.before(fromM):
		return c.toM
	}
	return d.far(way)
}

// together tells whether two places of an edge lie on one open part of it.
func (d *Day) together(a, b Place) bool {
	c := d.cut[a.edge]
	return c == nil || c.before(a.along) && c.before(b.along) || c.behind(a.along) && c.behind(b.along)
}

// besideCut gives the end of an open part nearest to a place in a closed stretch.
func (d *Day) besideCut(p Place) (Place, bool) {
	c := d.cut[p.edge]
	if c == nil {
		return p, false
	}
	const off = 0.1 // metres from the closed stretch
	best, ok := Place{}, false
	for _, m := range []float64{c.fromM - off, c.toM + off} {
		if m <= 0 || m >= d.length(p.edge) {
			continue
		}
		q := d.at(p.edge, m)
		if !d.leads(q) {
			continue
		}
		q.From, q.OffM = p.From, geodesy.Distance(p.From, q.Point)
		if !ok || q.OffM < best.OffM {
			best, ok = q, true
		}
	}
	return best, ok
}

// leads tells whether the open part of a road on which a place lies goes on at its junction: what is left of a dead
// end leads nowhere.
func (d *Day) leads(p Place) bool {
	c := d.cut[p.edge]
	if c == nil {
		return true
	}
	j := d.ends[2*p.edge]
	if c.behind(p.along) {
		j = d.ends[2*p.edge+1]
	}
	for node := d.nodes[j]; node < d.nodes[j+1]; node++ {
		for a, end := d.g.Out(graph.Node(node)); a < end; a++ {
			if d.costs[a] < graph.Infinity {
				return true
			}
		}
	}
	return false
}

// Snap is Network.Snap among the roads that are open: who is nearest to a closed stretch of a road, or to what is left
// of a dead end behind it, comes to its open part that leads on, or to another road that is open if that is nearer.
func (d *Day) Snap(p orb.Point, maxM float64) (Place, error) {
	place, err := d.snap(p, maxM, func(edge int32) bool { return d.open(edge) || d.cut[edge] != nil })
	if err != nil || d.Open(place) && d.leads(place) {
		return place, err
	}
	end, ok := d.besideCut(place)
	whole, err := d.snap(p, maxM, d.open)
	if ok && end.OffM <= maxM && (err != nil || end.OffM < whole.OffM) {
		return end, nil
	}
	return whole, err
}
