package osmpbf

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"xunhu/geo/predicate"
)

// nest makes areas of rings that do not cross: a ring that lies in an even
// number of others is an outer one, the rest are holes. Outer rings come back
// counterclockwise, holes clockwise, large areas first.
func nest(rings []orb.Ring) orb.MultiPolygon {
	sizes := make(map[int]float64, len(rings)) // square degrees; only their order counts
	order := make([]int, len(rings))
	for i, r := range rings {
		order[i], sizes[i] = i, math.Abs(planar.Area(r))
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case sizes[a] > sizes[b]:
			return -1
		case sizes[a] < sizes[b]:
			return 1
		}
		return 0
	})
	type node struct {
		ring   orb.Ring
		bound  orb.Bound
		depth  int
		parent int // place in nodes of the smallest ring around it
		area   int // place among the areas, of an outer ring
	}
	nodes := make([]node, 0, len(rings))
	var areas orb.MultiPolygon
	for _, i := range order {
		n := node{ring: rings[i], bound: rings[i].Bound(), parent: -1}
		for j := len(nodes) - 1; j >= 0; j-- { // the smallest around it comes first
			around := nodes[j]
			if holds(around.bound, n.bound) && lies(n.ring, around.ring) {
				n.depth, n.parent = around.depth+1, j
				break
			}
		}
		if n.depth%2 == 0 {
			n.area = len(areas)
			areas = append(areas, orb.Polygon{turn(n.ring, orb.CCW)})
		} else {
			a := nodes[n.parent].area
			areas[a] = append(areas[a], turn(n.ring, orb.CW))
		}
		nodes = append(nodes, n)
	}
	return areas
}

// holds tells whether a box lies in another.
func holds(outer, inner orb.Bound) bool {
	return outer.Contains(inner.Min) && outer.Contains(inner.Max)
}

// lies tells whether a ring lies within another that it does not cross. Corners
// and middles of edges that lie on the other say nothing; the first that does
// not decides.
func lies(r, other orb.Ring) bool {
	for _, p := range r {
		if side := predicate.In(p, other); side != predicate.Boundary {
			return side == predicate.Inside
		}
	}
	for i := 1; i < len(r); i++ {
		middle := orb.Point{(r[i-1][0] + r[i][0]) / 2, (r[i-1][1] + r[i][1]) / 2}
		if side := predicate.In(middle, other); side != predicate.Boundary {
			return side == predicate.Inside
		}
	}
	return false
}

// turn gives the ring in an orientation.
func turn(r orb.Ring, o orb.Orientation) orb.Ring {
	r = slices.Clone(r)
	if r.Orientation() != o {
		slices.Reverse(r)
	}
	return r
}
