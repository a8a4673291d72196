package search

import (
	"math"
	"slices"
)

// The general kernel's problems have tasks that only pay, or can only be driven to,
// together: where a tour is opened at a fixed cost, or ways lack or are longer than
// others put together. What puts in one task after another does not find them. So now and
// then some tasks are put into a tour at once, whatever that costs.

// graft takes one to three tasks out of wherever they are and puts them into a tour
// side by side. It is false if that tour cannot be made.
func (x *island) graft() bool {
	if len(x.seeds) == 0 {
		return false
	}
	r := int32(x.rng.below(len(x.c.p.Shifts)))
	first := x.seeds[x.rng.below(len(x.seeds))]
	if x.avoid[r] == math.MaxUint32 {
		return false
	}
	x.scion = x.scion[:0]
	for n := 1 + x.rng.below(3); n > 0; n-- {
		if x.mayGraft(first, r) {
			x.pull(first)
			x.scion = append(x.scion, first)
		}
		if x.c.nearby == 0 {
			break
		}
		near := x.c.near[int(first)*x.c.nearby:][:min(x.c.nearby, 12)]
		first = near[x.rng.below(len(near))]
	}
	return len(x.scion) > 0 && x.splice(r)
}

// mayGraft tells whether a task may be put into the tour of a shift, but for the others in it.
func (x *island) mayGraft(task, r int32) bool {
	for _, t := range x.scion {
		if t == task {
			return false
		}
	}
	return x.mine[task] && (x.joint == nil || x.joint.tieOf[task] < 0) && x.c.can(x.c.kindOf[r], task)
}

// pull takes a task out of its tour, if it is in one.
func (x *island) pull(task int32) {
	r := x.at[task]
	if r < 0 {
		return
	}
	for i, t := range x.tasks[x.slot[r]] {
		if t == task {
			x.cut(r, i, i+1)
			return
		}
	}
}

// splice puts the drawn tasks into a tour at a drawn place, instead of a drawn stretch or of
// nothing, and takes them from out.
func (x *island) splice(r int32) bool {
	tour := x.open(r)
	from := x.rng.below(len(tour) + 1)
	to := from
	if x.rng.next()&1 == 0 {
		to += x.rng.below(len(tour) - from + 1)
	}
	for _, t := range tour[from:to] {
		x.drop(t)
	}
	for i := len(x.scion) - 1; i > 0; i-- {
		j := x.rng.below(i + 1)
		x.scion[i], x.scion[j] = x.scion[j], x.scion[i]
	}
	x.tasks[x.slot[r]] = slices.Replace(tour, from, to, x.scion...)
	if !x.set(r) {
		return false
	}
	for _, t := range x.scion {
		x.at[t] = r
		x.cost -= x.c.price[t]
	}
	left := x.out[:0]
	for _, t := range x.out {
		if x.at[t] < 0 {
			left = append(left, t)
		}
	}
	x.out = left
	x.list(r)
	return true
}
