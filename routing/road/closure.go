package road

import (
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// A Closure shuts roads, or makes them slower, for as long as it is in force; who asks
// knows for which vehicles and hours that is.
//
// An area holds for every road that has a point in common with it. A line holds for the roads that it
// crosses, and for those along which it is drawn. Slower roads are so from junction to junction. Nobody passes
// a closed road from junction to junction; who is on it comes and goes by either end as far as
// the closed stretch: what lies within 5 m of an area, or 10 m of a line, and ends of less than 10 m.
type Closure struct {
	Where orb.Geometry // a line, an area, or several (lon, lat)
	Speed float64      // what is left of the usual speed; 0: closed
}

// beside is how far from a line, in metres, a road still is the one meant: drawn lines
// are not exact.
const beside = 10.0

// close sets the costs of a day.
func (d *Day) close(closures []Closure) {
	slow, open := map[int32]float64{}, map[int32]float64{} // by edge; open without what is closed
	var shut []shutting
	for _, c := range closures {
		closes := shutting{where: c.Where}
		d.affected(c.Where, func(edge int32) {
			speed, seen := slow[edge]
			if !seen {
				speed = 1
			}
			slow[edge] = min(speed, c.Speed)
			if c.Speed == 0 {
				closes.edges = append(closes.edges, edge)
			} else if before, seen := open[edge]; !seen || c.Speed < before {
				open[edge] = c.Speed
			}
		})
		shut = append(shut, closes)
	}
	d.cut = d.cuts(shut, open)
	d.ways = append([]graph.Cost(nil), d.ways...)
	d.costs = append([]graph.Cost(nil), d.costs...)
	for edge, speed := range slow {
		for way := edge << 1; way <= edge<<1|1; way++ {
			if d.ways[way] == graph.Infinity {
				continue
			}
			d.ways[way] = slowed(d.ways[way], speed)
			for _, a := range d.Arcs(edge, way&1 == 1) {
				if d.costs[a] < graph.Infinity { // else a rule bans it at this hour
					d.costs[a] = total(d.ways[way], d.turn(a))
				}
			}
		}
	}
}

// slowed is what a cost becomes at a share of the speed.
func slowed(c graph.Cost, speed float64) graph.Cost {
	if speed <= 0 {
		return graph.Infinity
	}
	return graph.Cost(min(math.Round(float64(c)/speed), float64(graph.Infinity)))
}

// affected visits the edges that a closure means.
func (n *Network) affected(where orb.Geometry, visit func(edge int32)) {
	shape := geodesy.Prepare(where)
	area := where.Dimensions() == 2
	seen := map[int32]bool{}
	n.index.search(outer(geodesy.Around(where.Bound(), beside)), func(edge, _ int32) {
		if seen[edge] {
			return
		}
		seen[edge] = true
		line := n.Line(edge)
		if area && geodesy.Prepare(line).Meets(shape) || !area && n.meant(edge, line, shape) {
			visit(edge)
		}
	})
}

// meant tells whether a drawn line means an edge: it crosses the edge away from its
// junctions, or half of the edge lies beside it. Looked at are places some metres apart.
func (n *Network) meant(edge int32, line orb.LineString, drawn *geodesy.Shape) bool {
	length := n.length(edge)
	if length > 2*beside {
		inner := orb.LineString{n.at(edge, beside).Point}
		for i := n.first[edge]; i < n.first[edge+1]; i++ {
			if m := n.alongM(i); m > beside && m < length-beside {
				inner = append(inner, n.points[i].degrees())
			}
		}
		if inner = append(inner, n.at(edge, length-beside).Point); geodesy.Prepare(inner).Meets(drawn) {
			return true
		}
	}
	steps := max(4, int(length/(beside/2)))
	near := 0
	for i := range steps {
		p := n.at(edge, length*(float64(i)+0.5)/float64(steps)).Point
		if _, m := drawn.NearestWithin(p, beside); m <= beside {
			near++
		}
	}
	return 2*near >= steps
}
