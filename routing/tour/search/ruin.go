package search

// How much is taken out: on average so many tasks, in strings of at most so many.
const (
	tasksOut      = 10.0
	longestString = 10.0
)

// Now and then a whole tour of not too many tasks is taken out.
const (
	closed    = 50
	closeRate = 0.01
)

// ruin takes strings of tasks out of tours around a drawn task: of tours that lie
// beside each other, so that what is put back can change between them.
func (x *island) ruin() {
	if len(x.seeds) == 0 {
		return
	}
	x.seed = x.seeds[x.rng.below(len(x.seeds))]
	if len(x.busy) == 0 {
		return
	}
	if x.c.prizesRule() && x.rng.unit() < scatterRate {
		x.scatter()
		return
	}
	mean := float64(len(x.seeds)-len(x.out)) / float64(len(x.busy))
	longest := min(longestString, mean)
	strings := int(4*tasksOut/(1+longest)-1) + 1
	strings = 1 + x.rng.below(strings)
	x.round++
	seed := x.seed
	if r := x.at[seed]; r >= 0 && len(x.tasks[x.slot[r]]) <= closed && x.rng.unit() < closeRate {
		x.avoid[r] = x.round
		x.cut(r, 0, len(x.tasks[x.slot[r]]))
		strings--
	} else if x.strike(seed, longest) {
		strings--
	}
	for _, t := range x.c.near[int(seed)*x.c.nearby : (int(seed)+1)*x.c.nearby] {
		if strings <= 0 {
			return
		}
		if x.strike(t, longest) {
			strings--
		}
	}
}

// strike takes a string that holds a task out of its tour, if that tour was not struck in this round.
func (x *island) strike(task int32, longest float64) bool {
	r := x.at[task]
	if r < 0 || x.avoid[r] >= x.round {
		return false
	}
	x.avoid[r] = x.round
	tour := x.tasks[x.slot[r]]
	at := place(tour, task)
	n := min(len(tour), int(longest))
	n = 1 + x.rng.below(max(1, n))
	if n > 1 && n < len(tour) && x.rng.next()&1 == 0 {
		x.cutSplit(r, at, n)
		return true
	}
	from := x.span(at, n, len(tour))
	x.cut(r, from, from+n)
	return true
}

// span draws where a string of n that holds a place begins in a tour of some length.
func (x *island) span(at, n, length int) int {
	lo, hi := max(0, at-n+1), min(at, length-n)
	return lo + x.rng.below(hi-lo+1)
}

// cutSplit takes n tasks out of a stretch that is a little longer, and leaves some in
// its middle.
func (x *island) cutSplit(r int32, at, n int) {
	tour := x.tasks[x.slot[r]]
	stay := 1
	for n+stay < len(tour) && x.rng.unit() <= 0.01 {
		stay++
	}
	from := x.span(at, n+stay, len(tour))
	first := 1 + x.rng.below(n-1) // so many go before those that stay
	x.cutBut(r, from, from+first, from+first+stay, from+n+stay)
}
