package osmpbf

import "slices"

// A chain is a run of nodes from end to end. It is a ring if both ends are the
// same node.
type chain []int64

func (c chain) closed() bool { return len(c) > 3 && c[0] == c[len(c)-1] }

// join joins ways at their shared end nodes to closed rings and open chains. A
// ring passes no joint twice: where more than two ways meet, a walk is cut as
// soon as it comes back to a joint it has passed. Ways that run back on
// themselves and pairs that cover each other are not looked for.
func join(ways []chain) (rings, open []chain) {
	at := map[int64][]int{} // ways that end at a node
	var ends []int64        // in the order in which they are met, so that runs repeat
	for i, w := range ways {
		if len(w) < 2 {
			continue
		}
		if w[0] == w[len(w)-1] {
			if w.closed() {
				rings = append(rings, w)
			}
			continue
		}
		for _, end := range []int64{w[0], w[len(w)-1]} {
			if len(at[end]) == 0 {
				ends = append(ends, end)
			}
			at[end] = append(at[end], i)
		}
	}
	used := make([]bool, len(ways))
	next := func(end int64) (chain, bool) {
		for len(at[end]) > 0 {
			i := at[end][0]
			at[end] = at[end][1:]
			if used[i] {
				continue
			}
			used[i] = true
			if ways[i][0] == end {
				return ways[i], true
			}
			turned := slices.Clone(ways[i])
			slices.Reverse(turned)
			return turned, true
		}
		return nil, false
	}
	walk := func(start int64) chain {
		path, passed := chain{start}, map[int64]int{start: 0} // joint to its place in the path
		for {
			leg, ok := next(path[len(path)-1])
			if !ok {
				return path
			}
			path = append(path, leg[1:]...)
			end := path[len(path)-1]
			from, again := passed[end]
			if !again {
				passed[end] = len(path) - 1
				continue
			}
			if ring := slices.Clone(path[from:]); ring.closed() {
				rings = append(rings, ring)
			}
			path = path[:from+1]
			for joint, place := range passed {
				if place > from {
					delete(passed, joint)
				}
			}
		}
	}
	for _, odd := range []bool{true, false} { // open chains start where they end: at odd joints
		for _, end := range ends {
			for (left(at[end], used)%2 == 1) == odd && left(at[end], used) > 0 {
				if path := walk(end); len(path) > 1 {
					open = append(open, path)
				}
			}
		}
	}
	return rings, open
}

// left counts the ways that are not used yet.
func left(ways []int, used []bool) int {
	n := 0
	for _, i := range ways {
		if !used[i] {
			n++
		}
	}
	return n
}
