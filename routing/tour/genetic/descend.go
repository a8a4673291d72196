package genetic

// descend makes moves that make the plan better, between places that are near each other, until there is none
// or it is to stop.
func (x *plan) descend() {
	x.moves++
	for r := range x.changed {
		x.changed[r] = x.moves
	}
	clear(x.tested)
	x.rng.Shuffle(len(x.order), func(i, j int) { x.order[i], x.order[j] = x.order[j], x.order[i] })
	for again := true; again; {
		before := x.moves
		for i, u := range x.order {
			if i%64 == 0 && x.stop != nil && x.stop() {
				return
			}
			x.improve(u)
		}
		if x.swaps != nil {
			x.swapAll()
		}
		again = x.moves > before
	}
}

// improve tries all moves of a place to those near it whose tour, or whose own, has changed since it was last tried.
func (x *plan) improve(u int32) {
	since := x.tested[u]
	x.tested[u] = x.moves
	m := x.mover(u)
	for _, v := range x.near[u] {
		if max(x.changed[m.r], x.changed[x.at[v]]) <= since {
			continue
		}
		for x.tryAfter(&m, v) {
			m = x.mover(u)
		}
		if x.prev[v] == 0 {
			for x.tryFirst(&m, x.at[v]) {
				m = x.mover(u)
			}
		}
	}
	if x.changed[m.r] > since {
		if r := x.idle(); r >= 0 {
			x.tryFirst(&m, r)
		}
	}
}

// tryAfter makes a move that brings u behind v, if one pays.
func (x *plan) tryAfter(m *mover, v int32) bool {
	if m.r == x.at[v] {
		return x.within(m.u, v)
	}
	return x.between(m, v)
}

// tryFirst makes a move that brings u to the front of a tour, if one pays.
func (x *plan) tryFirst(m *mover, r int32) bool {
	if m.r == r {
		return m.a != 0 && x.shift(m.u, 1, 0, false)
	}
	y := x.first[r]
	if m.without+x.way(0, m.u)+int(m.ways[y])+x.from[y] < m.cost+x.cost[r] && x.relocate(m.u, 1, r, 0, false) {
		return true
	}
	return m.a != 0 && x.tails(m.u, r, 0)
}
