package search

// In this part of all trials an exchange of tails is tried first, with one of so many neighbours.
const (
	crossRate  = 0.8
	crossModes = 0.5 // where tasks have modes, and tours are short
	nearCross  = 12
)

func (x *island) crossing() float64 {
	if x.c.modal != nil {
		return crossModes
	}
	return crossRate
}

// cross joins a drawn task to one of its neighbours in another tour: the two tours exchange
// all that follows (2-opt*). Strings are too short for that where tours are long. It
// is false, with nothing changed, where that is not right.
func (x *island) cross() bool {
	if x.c.nearby == 0 || len(x.seeds) == 0 {
		return false
	}
	a := x.seeds[x.rng.below(len(x.seeds))]
	b := x.c.near[int(a)*x.c.nearby+x.rng.below(min(x.c.nearby, nearCross))]
	r, q := x.at[a], x.at[b]
	if r < 0 || q < 0 || r == q || x.avoid[q] == anothers {
		return false
	}
	if x.joint != nil && (!x.sameDay(r, q) || x.joint.tied(x.tasks[x.slot[r]]) || x.joint.tied(x.tasks[x.slot[q]])) {
		return false
	}
	i, j := place(x.tasks[x.slot[r]], a)+1, place(x.tasks[x.slot[q]], b)
	ours, theirs := x.open(r), x.open(q)
	x.tail = append(x.tail[:0], ours[i:]...)
	ours, theirs, rest := append(ours[:i], theirs[j:]...), theirs[:j], theirs[j:]
	for _, t := range rest {
		x.at[t] = r
	}
	for _, t := range x.tail {
		x.at[t] = q
	}
	theirs = append(theirs, x.tail...)
	x.tasks[x.slot[r]], x.tasks[x.slot[q]] = ours, theirs
	if !x.set(r) || !x.set(q) {
		x.undo()
		return false
	}
	x.list(r)
	x.list(q)
	return true
}

// place gives where a task stands in a tour that serves it.
func place(tour []int32, task int32) int {
	i := 0
	for tour[i] != task {
		i++
	}
	return i
}
