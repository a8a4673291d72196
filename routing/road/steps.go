package road

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
)

// A Turn is what a driver does at the beginning of a step.
type Turn string

// The turns.
const (
	Depart      Turn = "depart"
	Straight    Turn = "straight"
	SlightLeft  Turn = "slight_left"
	Left        Turn = "left"
	SharpLeft   Turn = "sharp_left"
	SlightRight Turn = "slight_right"
	Right       Turn = "right"
	SharpRight  Turn = "sharp_right"
	Around      Turn = "around"     // a turn of 180 degrees
	Circle      Turn = "roundabout" // Exit tells where one leaves it
	Arrive      Turn = "arrive"
)

// A Step is a stretch of a way between two things that a driver has to know.
type Step struct {
	Turn      Turn
	Name      string // of the road; "" if it has none
	Class     string
	Exit      int       // of a roundabout, from 1
	At        orb.Point // where the step begins
	Heading   float64   // degrees from north, in which it begins
	DistanceM float64
	DurationS float64
}

// Steps tells how to travel a way that Between or Route found on this day; the last
// step is the arrival. A road that goes on, under its name or where nothing branches
// off, is one step; so is a roundabout with the road that one takes from it.
func (d *Day) Steps(p Path) []Step {
	var steps []Step
	laps := d.laps(p)
	circling := false
	for i, t := range laps {
		edge := t.way >> 1
		ring := d.kind[edge]&roundabout != 0
		turn, heading := Depart, d.leaves(t)
		if i > 0 {
			turn = turned(d.arrives(laps[i-1]), heading)
		}
		if ring {
			turn = Circle
		}
		switch last := len(steps) - 1; {
		case i == 0 || !circling && !d.goesOn(steps[last].Name, turn, laps[i-1], t):
			at, _ := d.spotAt(edge, t.fromM)
			steps = append(steps, Step{Turn: turn, Name: d.names.at(d.name[edge]), Class: d.class(edge), At: at, Heading: heading})
		case circling && ring:
			steps[last].Exit += d.branches(laps[i-1], t)
		case circling:
			steps[last].Exit++
			steps[last].Name, steps[last].Class = d.names.at(d.name[edge]), d.class(edge)
		}
		circling = ring
		last := &steps[len(steps)-1]
		last.DistanceM += math.Abs(t.toM - t.fromM)
		last.DurationS += t.seconds
	}
	return append(steps, Step{Turn: Arrive, Name: d.Road(p.to), At: p.to.Point})
}

// goesOn tells whether a lap t, which follows another with a turn, only goes on with the road of the
// last step, which has a name or none.
func (n *Network) goesOn(name string, turn Turn, from, t lap) bool {
	switch turn {
	case Circle, Around:
		return false
	case Straight, SlightLeft, SlightRight:
		if name != "" && string(n.names.raw(n.name[t.way>>1])) == name {
			return true
		}
	}
	return n.branches(from, t) == 0
}

// A lap is a directed edge, or a part of one, as a way runs over it.
type lap struct {
	way        int32
	fromM, toM float64 // along the edge's line
	seconds    float64 // the turn into it included
}

// laps gives a way's laps in the order of travel.
func (d *Day) laps(p Path) []lap {
	part := func(way int32, fromM, toM float64) lap {
		share := 0.0
		if l := d.length(way >> 1); l > 0 {
			share = math.Abs(toM-fromM) / l
		}
		return lap{way, fromM, toM, share * float64(d.whole(way)) / 1000}
	}
	r := p.route
	if r.direct {
		way := p.from.edge << 1
		if p.to.along < p.from.along {
			way |= 1
		}
		return travelled([]lap{part(way, p.from.along, p.to.along)})
	}
	var all []lap
	if r.first != none {
		all = append(all, part(r.first, p.from.along, d.far(r.first)))
	}
	for _, a := range r.arcs {
		way := d.arcs[a]
		all = append(all, lap{way, d.far(way ^ 1), d.far(way), float64(d.costs[a]) / 1000})
	}
	if r.last != none {
		all = append(all, part(r.last, d.far(r.last^1), p.to.along))
	}
	return travelled(all)
}

// travelled leaves out laps without length: to or from a place at a junction.
func travelled(all []lap) []lap {
	return slices.DeleteFunc(all, func(t lap) bool { return math.Abs(t.fromM-t.toM) < 0.01 })
}

// leaves is the heading in which a lap begins, degrees from north; arrives is that
// in which it ends, at a junction.
func (n *Network) leaves(t lap) float64 {
	edge := t.way >> 1
	switch {
	case t.fromM != n.far(t.way^1): // within its edge
		at, _ := n.spotAt(edge, t.fromM)
		along, _ := n.spotAt(edge, (t.fromM+9*t.toM)/10)
		return geodesy.Azimuth(at, along)
	case t.way&1 == 1:
		return math.Mod(n.arrival(edge)+180, 360)
	default:
		return n.departure(edge)
	}
}

func (n *Network) arrives(t lap) float64 {
	if t.way&1 == 0 {
		return n.arrival(t.way >> 1)
	}
	return n.departure(t.way>>1) + 180
}

// branches counts the roads on which one could go on between two laps, but for that
// from which one comes and that which one takes.
func (n *Network) branches(from, t lap) int {
	j := n.ends[t.way]
	var few [8]int32
	roads := few[:0]
	for node := n.nodes[j]; node < n.nodes[j+1]; node++ {
		for a, end := n.g.Out(graph.Node(node)); a < end; a++ {
			if road := n.arcs[a] >> 1; road != t.way>>1 && road != from.way>>1 && !slices.Contains(roads, road) {
				roads = append(roads, road)
			}
		}
	}
	return len(roads)
}

// turned names the turn from a heading to another.
func turned(from, to float64) Turn {
	angle := math.Mod(to-from+3600+180, 360) - 180 // right is positive
	names := []struct {
		most        float64
		left, right Turn
	}{{20, Straight, Straight}, {50, SlightLeft, SlightRight}, {130, Left, Right}, {170, SharpLeft, SharpRight}}
	for _, t := range names {
		if math.Abs(angle) <= t.most {
			if angle < 0 {
				return t.left
			}
			return t.right
		}
	}
	return Around
}
