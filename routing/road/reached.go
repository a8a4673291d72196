package road

import (
	"github.com/paulmach/orb"

	"xunhu/routing/graph"
	"xunhu/routing/isochrone"
)

// Within draws what is reached from a place within each of the limits (seconds): by
// road, and from there a little on foot. The stub to the place is walked too. Turns
// cost nothing here where their road is begun.
func (d *Day) Within(from Place, limits []float64, s isochrone.Settings) []orb.MultiPolygon {
	late := 0.0
	for _, l := range limits {
		late = max(late, l)
	}
	begin := from.WalkS()
	stretches := []isochrone.Segment{{A: from.From, B: from.Point, AtB: begin}}
	add := func(way int32, fromM float64, at float64) {
		stretches = d.spread(stretches, way, fromM, at, late)
	}
	all := d.From(from).all
	for way := range int32(2 * d.NumEdges()) {
		if d.whole(way) == graph.Infinity {
			continue
		}
		first := graph.Infinity
		for _, a := range d.Arcs(way>>1, way&1 == 1) {
			if _, ok := d.into(a); ok {
				first = min(first, all[d.g.Tail(graph.Arc(a))])
			}
		}
		if first < graph.Infinity {
			add(way, d.far(way^1), begin+float64(first)/1000)
		}
	}
	for way := from.edge << 1; way <= from.edge<<1|1; way++ {
		if d.whole(way) < graph.Infinity && d.Open(from) {
			add(way, from.along, begin)
		}
	}
	return isochrone.Areas(stretches, s, limits)
}

// spread travels a directed edge from a measure on, as far as one comes by the moment late.
func (d *Day) spread(to []isochrone.Segment, way int32, fromM, at, late float64) []isochrone.Segment {
	edge := way >> 1
	length := d.length(edge)
	if length == 0 || at > late {
		return to
	}
	pace, end := float64(d.whole(way))/1000/length, d.until(way, fromM)
	here := d.at(edge, fromM).Point
	next, last, step := d.first[edge], d.first[edge+1], int32(1)
	if way&1 == 1 {
		next, last, step = last-1, next-1, -1
	}
	done := fromM
	for i := next; i != last && at <= late && done != end; i += step {
		m := d.alongM(i)
		if float64(step)*(m-done) <= 0 {
			continue // behind
		}
		p := d.points[i].degrees()
		if float64(step)*(m-end) > 0 { // the road is closed from there on
			m = end
			p = d.at(edge, m).Point
		}
		then := at + float64(step)*(m-done)*pace
		to = append(to, isochrone.Segment{A: here, B: p, AtA: at, AtB: then})
		here, at, done = p, then, m
	}
	return to
}
