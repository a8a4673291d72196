package osmpbf

import (
	"maps"
	"slices"
)

// apart finds the nodes that lie where another lies, such as those of a bridge and of
// the road below it, and moves all but the first of a place north by 1e-7 degrees, a
// centimetre, or the next place that is free: so that lines for which it matters meet
// where they share a node, and nowhere else. It looks at the places in rounds, for a
// sorted copy of them all may not fit.
func (x *source) apart() {
	if x.want.Apart == nil {
		return
	}
	const rounds = 16
	met := map[spot]int{} // how many nodes of a place that several have were met
	var some []spot
	for round := range rounds {
		some = some[:0]
		for _, p := range x.places {
			if p != nowhere && int(uint32(p[0])+uint32(p[1]))%rounds == round {
				some = append(some, p)
			}
		}
		slices.SortFunc(some, func(a, b spot) int { return slices.Compare(a[:], b[:]) })
		for i := 1; i < len(some); i++ {
			if some[i] == some[i-1] {
				met[some[i]] = 0
			}
		}
	}
	x.moved = map[int32]spot{}
	for i, p := range x.places {
		n, several := met[p]
		if !several {
			continue
		}
		if met[p]++; n > 0 {
			x.moved[int32(i)] = spot{p[0], p[1] + int32(n)}
		}
	}
	x.free()
}

// free moves on what was moved to where a node lies already.
func (x *source) free() {
	for clash := len(x.moved) > 0; clash; {
		clash = false
		taken := map[spot]int{}
		for _, p := range x.moved {
			taken[p]++
		}
		for _, p := range x.places {
			if taken[p] > 0 {
				taken[p]++
			}
		}
		for _, i := range slices.Sorted(maps.Keys(x.moved)) {
			if p := x.moved[i]; taken[p] > 1 {
				taken[p]--
				x.moved[i], clash = spot{p[0], p[1] + 1}, true
			}
		}
	}
}
