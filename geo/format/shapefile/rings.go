package shapefile

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/predicate"
)

// A loop is a ring with what is needed to sort it.
type loop struct {
	ring  orb.Ring
	area  float64 // signed, counter-clockwise positive, in the file's unit
	bound orb.Bound
}

// polygons makes polygons of the rings of one shape: clockwise rings are outer,
// the others lie in the smallest outer ring around them. If no ring is clockwise,
// a ring within an even number of others is outer.
func polygons(parts [][]orb.Point) orb.Geometry {
	loops := make([]loop, len(parts))
	clockwise := 0
	for i, p := range parts {
		loops[i] = loop{p, signed(p), orb.Ring(p).Bound()}
		if loops[i].area <= 0 {
			clockwise++
		}
	}
	var outers, inners []loop
	for i, l := range loops {
		outer := l.area <= 0
		if clockwise == 0 {
			outer = depth(loops, i)%2 == 0
		}
		if outer {
			outers = append(outers, l)
		} else {
			inners = append(inners, l)
		}
	}
	all := make(orb.MultiPolygon, len(outers))
	for i, o := range outers {
		all[i] = orb.Polygon{turned(o, true)}
	}
	for _, in := range inners {
		best := -1
		for i, o := range outers {
			if (best < 0 || size(o) < size(outers[best])) && within(in, o) {
				best = i
			}
		}
		if best < 0 { // a ring that turns the wrong way and lies in none
			all = append(all, orb.Polygon{turned(in, true)})
			continue
		}
		all[best] = append(all[best], turned(in, false))
	}
	if len(all) == 1 {
		return all[0]
	}
	return all
}

// depth counts the rings around a ring.
func depth(loops []loop, i int) int {
	n := 0
	for j := range loops {
		if j != i && size(loops[j]) > size(loops[i]) && within(loops[i], loops[j]) {
			n++
		}
	}
	return n
}

func size(l loop) float64 { return max(l.area, -l.area) }

// within tells whether one ring lies in another: by the first of its vertices
// that does not lie on the other's line. Rings with all vertices on it are within.
func within(in, out loop) bool {
	if !out.bound.Contains(in.bound.Min) || !out.bound.Contains(in.bound.Max) {
		return false
	}
	for _, p := range in.ring {
		switch predicate.In(p, out.ring) {
		case predicate.Inside:
			return true
		case predicate.Outside:
			return false
		}
	}
	return true
}

func signed(r orb.Ring) float64 {
	sum := 0.0
	for i := 2; i < len(r); i++ {
		sum += (r[i-1][0]-r[0][0])*(r[i][1]-r[0][1]) - (r[i][0]-r[0][0])*(r[i-1][1]-r[0][1])
	}
	return sum / 2
}

// turned gives a ring counter-clockwise or clockwise.
func turned(l loop, ccw bool) orb.Ring {
	if l.area > 0 != ccw && l.area != 0 {
		slices.Reverse(l.ring)
	}
	return l.ring
}
