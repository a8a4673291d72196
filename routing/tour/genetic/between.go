package genetic

// A mover is a place that is being tried, with what is the same for all places that it is tried with, as long as
// its tour stays as it is. The letters: a, u, e, ee follow each other in its tour.
type mover struct {
	u, a, e, ee, r   int32
	ways, fromA      []int32 // rows of the matrix: from u and from a
	cost             int     // of the tour
	without, shorter int     // what it costs at least without u, and without u and e
}

func (x *plan) mover(u int32) mover {
	m := mover{u: u, a: x.prev[u], e: x.next[u], r: x.at[u], ways: x.row(u)}
	m.fromA, m.cost = x.row(m.a), x.cost[m.r]
	m.without = x.up[m.a] + int(m.fromA[m.e]) + x.from[m.e]
	if m.e != 0 {
		m.ee = x.next[m.e]
		m.shorter = x.up[m.a] + int(m.fromA[m.ee]) + x.from[m.ee]
	}
	return m
}

// row is the ways from a place.
func (x *plan) row(a int32) []int32 { return x.low[int(a)*x.n:][:x.n] }

// between makes a move of u and a v in another tour that pays, if there is one: u, alone or with what follows,
// comes behind v, or changes places with v, alone or with what follows; or the tours
// exchange their tails. In the other tour b, v, y, yy follow each other.
func (x *plan) between(m *mover, v int32) bool {
	u, a, e := m.u, m.a, m.e
	b, y, rv := x.prev[v], x.next[v], x.at[v]
	old := m.cost + x.cost[rv]
	ways := x.row(v)
	upA, upB, upV, fromE, fromY := x.up[a], x.up[b], x.up[v], x.from[e], x.from[y]
	vu, uy, av, bu := int(ways[u]), int(m.ways[y]), int(m.fromA[v]), x.way(b, u)
	if m.without+upV+vu+uy+fromY < old && x.relocate(u, 1, rv, v, false) ||
		upA+av+int(ways[e])+fromE+upB+bu+uy+fromY < old && x.exchange(u, 1, v, 1) ||
		upA+int(m.fromA[y])+fromY+upV+vu+x.from[u] < old && x.tails(u, rv, v) {
		return true
	}
	if x.symmetric && x.up[u]+vu+upV+fromE+x.way(e, y)+fromY < old && x.turnedTails(u, v) {
		return true
	}
	if e == 0 {
		return false
	}
	ue, ey, fromEE := int(m.ways[e]), x.way(e, y), x.from[m.ee]
	if m.shorter+upV+vu+ue+ey+fromY < old && x.relocate(u, 2, rv, v, false) ||
		m.shorter+upV+int(ways[e])+x.way(e, u)+uy+fromY < old && x.relocate(u, 2, rv, v, true) ||
		upA+av+int(ways[m.ee])+fromEE+upB+bu+ue+ey+fromY < old && x.exchange(u, 2, v, 1) {
		return true
	}
	if y == 0 {
		return false
	}
	yy := x.next[y]
	return upA+av+int(ways[y])+x.way(y, m.ee)+fromEE+upB+bu+ue+x.way(e, yy)+x.from[yy] < old && x.exchange(u, 2, v, 2)
}

// visits writes k visits from u on and gives their load and what follows them.
func (x *plan) visits(to []int32, u int32, k int) (list []int32, load, next int32) {
	to = to[:0]
	for range k {
		to, load, u = append(to, u), load+x.p.Load[u], x.next[u]
	}
	return to, load, u
}

// relocate brings k visits from u on behind b in another tour, turned round or not.
func (x *plan) relocate(u int32, k int, r, b int32, turned bool) bool {
	moved, load, e := x.visits(x.out, u, k)
	if turned {
		moved[0], moved[1] = moved[1], moved[0]
	}
	return x.both(x.at[u], x.prev[u], nil, e, r, b, moved, x.after(r, b), load)
}

// exchange has k visits from u on and l from v on, in another tour, change places.
func (x *plan) exchange(u int32, k int, v int32, l int) bool {
	out, load, e := x.visits(x.out, u, k)
	in, less, y := x.visits(x.in, v, l)
	return x.both(x.at[u], x.prev[u], in, e, x.at[v], x.prev[v], out, y, load-less)
}

// tails has u and what follows it come behind v in tour s, and what came there behind what was before u.
func (x *plan) tails(u, s, v int32) bool {
	a, r := x.prev[u], x.at[u]
	load := x.load[r] - x.carried[a]
	return x.both(r, a, nil, x.after(s, v), s, v, nil, u, load-x.load[s]+x.carried[v])
}

// turnedTails joins the heads of two tours, as far as u and v, and their tails.
func (x *plan) turnedTails(u, v int32) bool {
	r, s := x.at[u], x.at[v]
	load := x.load[r] - x.carried[u] - x.carried[v]
	if x.penalty(x.load[r]-load, 0)+x.penalty(x.load[s]+load, 0) >= x.cost[r]+x.cost[s] {
		return false
	}
	heads, tails := x.out[:0], x.in[:0]
	for c := v; c != 0; c = x.prev[c] {
		heads = append(heads, c)
	}
	for c := x.last[r]; c != u; c = x.prev[c] {
		tails = append(tails, c)
	}
	return x.both(r, u, heads, 0, s, 0, tails, x.next[v], load)
}

// both has tour r go as far as a, through in and from e on, and tour s as far as b, through out and from y on, if that
// pays. The load is what goes from r to s.
func (x *plan) both(r, a int32, in []int32, e, s, b int32, out []int32, y, load int32) bool {
	old := x.cost[r] + x.cost[s]
	lr, ls := x.load[r]-load, x.load[s]+load
	over := x.penalty(lr, 0)
	if over+x.penalty(ls, 0) >= old {
		return false
	}
	ways, warp := x.price(b, out, y)
	cost := ways + x.penalty(ls, warp)
	if cost+over >= old {
		return false
	}
	ways, warp = x.price(a, in, e)
	if cost += ways + x.penalty(lr, warp); cost >= old {
		return false
	}
	x.one = x.course(x.one, a, in, e)
	x.two = x.course(x.two, b, out, y)
	x.moves++
	x.lay(r, x.one)
	x.lay(s, x.two)
	return true
}
