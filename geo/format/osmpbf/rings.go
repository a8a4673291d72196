package osmpbf

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// A chain is a run of nodes from end to end.
type chain []int64

// join joins the member ways of an area to closed rings and open chains. Ways
// meet where they end and wherever a node is shared. Where more than two come
// together, they are paired by neighbouring bearings, so that no ring crosses
// another there; a ring that comes back to a node is cut into two that touch in
// it. What stays over where an odd number meets is open.
//
// At gives the place of a node, false if it is not known. Stretches that two
// ways share are not looked for.
func join(ways []chain, at func(int64) (orb.Point, bool)) (rings, open []chain) {
	j := joiner{at: at, ends: map[int64][]end{}}
	j.cut(ways)
	j.pair()
	return j.walk()
}

// An end is one of the two ends of a leg: 2·leg at its first node, 2·leg+1 at
// its last.
type end int

func (e end) other() end { return e ^ 1 }

// none is the partner of an open end.
const none end = -1

type joiner struct {
	at    func(int64) (orb.Point, bool)
	legs  []chain         // ways, cut at joints
	ends  map[int64][]end // that meet in a joint
	nodes []int64         // joints, in the order in which they are met
	mate  []end           // by end
}

// cut cuts the ways at their ends and at the nodes that they share.
func (j *joiner) cut(ways []chain) {
	degree := map[int64]int{}
	joint := map[int64]bool{}
	for _, w := range ways {
		for i := 1; i < len(w); i++ {
			degree[w[i-1]]++
			degree[w[i]]++
		}
		if len(w) > 1 {
			joint[w[0]], joint[w[len(w)-1]] = true, true
		}
	}
	for _, w := range ways {
		from := 0
		for i := 1; i < len(w); i++ {
			if joint[w[i]] || degree[w[i]] > 2 {
				j.add(w[from : i+1])
				from = i
			}
		}
	}
}

func (j *joiner) add(leg chain) {
	e := end(2 * len(j.legs))
	j.legs = append(j.legs, leg)
	for i, node := range []int64{leg[0], leg[len(leg)-1]} {
		if len(j.ends[node]) == 0 {
			j.nodes = append(j.nodes, node)
		}
		j.ends[node] = append(j.ends[node], e+end(i))
	}
}

// pair gives every end its mate.
func (j *joiner) pair() {
	j.mate = slices.Repeat([]end{none}, 2*len(j.legs))
	for _, node := range j.nodes {
		ends := j.ends[node]
		if len(ends) > 2 {
			bearings := make(map[end]float64, len(ends))
			for _, e := range ends {
				bearings[e] = j.bearing(e)
			}
			slices.SortFunc(ends, func(a, b end) int {
				return cmp.Or(cmp.Compare(bearings[a], bearings[b]), cmp.Compare(a, b))
			})
		}
		for i := 0; i+1 < len(ends); i += 2 {
			j.mate[ends[i]], j.mate[ends[i+1]] = ends[i+1], ends[i]
		}
	}
}

// bearing gives the direction in which a leg leaves one of its ends, in the
// plane of degrees; only the order of several counts.
func (j *joiner) bearing(e end) float64 {
	leg := j.legs[e/2]
	from, to := leg[0], leg[1]
	if e%2 == 1 {
		from, to = leg[len(leg)-1], leg[len(leg)-2]
	}
	p, known := j.at(from)
	q, seen := j.at(to)
	if !known || !seen {
		return math.Inf(1)
	}
	return math.Atan2(q[1]-p[1], q[0]-p[0])
}

// walk follows the pairs: first from open ends, then around.
func (j *joiner) walk() (rings, open []chain) {
	used := make([]bool, len(j.legs))
	follow := func(e end) chain { // into a leg at e, out of its other end
		var path chain
		for ; e != none && !used[e/2]; e = j.mate[e.other()] {
			used[e/2] = true
			leg := j.legs[e/2]
			if e%2 == 1 {
				leg = slices.Clone(leg)
				slices.Reverse(leg)
			}
			if len(path) > 0 {
				leg = leg[1:]
			}
			path = append(path, leg...)
		}
		return path
	}
	for e := range end(2 * len(j.legs)) {
		if j.mate[e] == none && !used[e/2] {
			open = append(open, follow(e))
		}
	}
	for e := range end(2 * len(j.legs)) {
		if !used[e/2] {
			rings = append(rings, simple(follow(e))...)
		}
	}
	return rings, open
}

// simple cuts a closed path into rings that pass no node twice. What encloses
// nothing, there and back, is dropped.
func simple(path chain) (rings []chain) {
	var stack chain
	passed := map[int64]int{} // node to its place in the stack
	for _, n := range path {
		from, again := passed[n]
		if !again {
			passed[n] = len(stack)
			stack = append(stack, n)
			continue
		}
		if ring := append(slices.Clone(stack[from:]), n); len(ring) > 3 {
			rings = append(rings, ring)
		}
		for _, gone := range stack[from+1:] {
			delete(passed, gone)
		}
		stack = stack[:from+1]
	}
	return rings
}
