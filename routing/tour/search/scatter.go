package search

// Where prizes rule, in this part of all ruins up to so many tasks around a drawn one are taken out, each but for
// a chance to stay.
const (
	scatterRate = 0.3
	scattered   = 20
	stayRate    = 0.3
)

// scatter takes served tasks near a drawn one out of their tours, wherever they stand in them. Strings
// take one stretch out of each tour; where few tours pass a place several times, this opens all passes.
func (x *island) scatter() {
	n := 1 + x.rng.below(scattered)
	x.round++
	x.struck = x.struck[:0]
	x.scatterOne(x.seed)
	for _, t := range x.c.near[int(x.seed)*x.c.nearby : (int(x.seed)+1)*x.c.nearby] {
		if n <= 0 {
			break
		}
		if x.rng.unit() >= stayRate && x.scatterOne(t) {
			n--
		}
	}
	for _, r := range x.struck {
		x.close(r)
	}
}

// scatterOne drops a task, if the island may, and leaves its tour to be closed.
func (x *island) scatterOne(task int32) bool {
	r := x.at[task]
	if r < 0 || x.avoid[r] == anothers {
		return false
	}
	if x.avoid[r] != x.round {
		x.avoid[r] = x.round
		x.open(r)
		x.struck = append(x.struck, r)
	}
	x.drop(task)
	return true
}

// close takes dropped tasks out of the tour of a shift. Where what is left cannot be driven, all of it is taken out.
func (x *island) close(r int32) {
	s := x.slot[r]
	tour := x.tasks[s]
	rest := tour[:0]
	for _, t := range tour {
		if x.at[t] == r {
			rest = append(rest, t)
		}
	}
	x.tasks[s] = rest
	if !x.set(r) {
		for _, t := range rest {
			x.drop(t)
		}
		x.tasks[s] = rest[:0]
		x.set(r)
	}
	x.list(r)
}
