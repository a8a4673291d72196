package hydro

import (
	"fmt"

	"github.com/paulmach/orb"
)

// Lake is the class of lines that stand for the way of the water through a lake. Traces
// follow them, but nothing on the ground is snapped to them.
const Lake = "lake"

// mostWays is how many ways through one lake are drawn one by one; above it they go
// by one place in the middle of the outlets.
const mostWays = 64

// Across gives lines through a lake: from every end of a river that the lake holds to
// every start of one there, straight, drawn downstream. A lake that no river leaves, or
// none enters, has none. Lines that cross the lake bring their own way.
func Across(id, name, nameEN string, holds func(orb.Point) bool, rivers []River) []River {
	type mouth struct {
		at    orb.Point
		basin string
	}
	var ins, outs []mouth
	for _, r := range rivers {
		if len(r.Line) < 2 || !r.Directed {
			continue
		}
		first, last := r.Line[0], r.Line[len(r.Line)-1]
		if holds(last) && !startsAt(rivers, last) {
			ins = append(ins, mouth{last, r.Basin})
		}
		if holds(first) && !endsAt(rivers, first) {
			outs = append(outs, mouth{first, r.Basin})
		}
	}
	if len(ins) == 0 || len(outs) == 0 {
		return nil
	}
	var ways []River
	way := func(from, to orb.Point, basin string) {
		if from != to {
			ways = append(ways, River{ID: fmt.Sprintf("%s/%d", id, len(ways)+1), Name: name, NameEN: nameEN, Class: Lake,
				Basin: basin, Directed: true, Line: orb.LineString{from, to}})
		}
	}
	if len(ins)*len(outs) <= mostWays {
		for _, in := range ins {
			for _, out := range outs {
				way(in.at, out.at, in.basin)
			}
		}
		return ways
	}
	middle := orb.Point{}
	for _, out := range outs {
		middle[0] += out.at[0] / float64(len(outs))
		middle[1] += out.at[1] / float64(len(outs))
	}
	for _, in := range ins {
		way(in.at, middle, in.basin)
	}
	for _, out := range outs {
		way(middle, out.at, out.basin)
	}
	return ways
}

func startsAt(rivers []River, p orb.Point) bool {
	for _, r := range rivers {
		if len(r.Line) > 0 && (r.Line[0] == p || !r.Directed && r.Line[len(r.Line)-1] == p) {
			return true
		}
	}
	return false
}

func endsAt(rivers []River, p orb.Point) bool {
	for _, r := range rivers {
		if n := len(r.Line); n > 0 && (r.Line[n-1] == p || !r.Directed && r.Line[0] == p) {
			return true
		}
	}
	return false
}
