package genetic

// within makes a move of u and v in one tour that pays, if there is one: u, alone or with what follows, comes
// behind v or changes places with v, alone or with what follows; or what is between them is turned round.
func (x *plan) within(u, v int32) bool {
	a, e := x.prev[u], x.next[u]
	if v != a {
		if x.shift(u, 1, v, false) {
			return true
		}
		if e != 0 && e != v && (x.shift(u, 2, v, false) || x.shift(u, 2, v, true)) {
			return true
		}
	}
	if v != a && v != e {
		if x.swap(u, 1, v, 1) {
			return true
		}
		if e != 0 && x.next[e] != v && x.next[v] != u {
			if x.swap(u, 2, v, 1) {
				return true
			}
			if y := x.next[v]; y != 0 && x.next[y] != u && x.swap(u, 2, v, 2) {
				return true
			}
		}
	}
	return v != e && x.pos[u] < x.pos[v] && x.reverse(u, v)
}

// shift brings k visits from u on, turned round or not, behind v in their tour; v is none of them, nor before them.
func (x *plan) shift(u int32, k int, v int32, turned bool) bool {
	r, a, last, first := x.at[u], x.prev[u], u, u
	inner := 0
	if k == 2 {
		if last = x.next[u]; turned {
			first, last = last, u
		}
		inner = x.way(first, last)
	}
	e, y := x.next[u], x.after(r, v)
	if k == 2 {
		e = x.next[e]
	}
	bound := inner + x.way(v, first) + x.way(last, y) + x.way(a, e)
	forward := v != 0 && x.pos[v] > x.pos[u]
	if forward {
		bound += x.up[a] + x.ahead[v] - x.ahead[e] + x.from[y]
	} else {
		bound += x.up[v] + x.ahead[a] - x.ahead[y] + x.from[e]
	}
	if bound >= x.cost[r] {
		return false
	}
	list := x.out[:0]
	if forward {
		for c := e; c != y; c = x.next[c] {
			list = append(list, c)
		}
	}
	if list = append(list, first); k == 2 {
		list = append(list, last)
	}
	if forward {
		return x.relay(r, a, list, y)
	}
	for c := y; c != u; c = x.next[c] {
		list = append(list, c)
	}
	return x.relay(r, v, list, e)
}

// swap has k visits from u on and l from v on, in the same tour and with others between them, change places.
func (x *plan) swap(u int32, k int, v int32, l int) bool {
	if x.pos[u] > x.pos[v] {
		u, k, v, l = v, l, u, k
	}
	r, a, b := x.at[u], x.prev[u], x.prev[v]
	lastU, lastV := u, v
	if k == 2 {
		lastU = x.next[u]
	}
	if l == 2 {
		lastV = x.next[v]
	}
	e, y := x.next[lastU], x.next[lastV]
	bound := x.up[a] + x.way(a, v) + x.way(lastV, e) + x.ahead[lastV] - x.ahead[v] + x.ahead[b] - x.ahead[e] +
		x.ahead[lastU] - x.ahead[u] + x.way(b, u) + x.way(lastU, y) + x.from[y]
	if bound >= x.cost[r] {
		return false
	}
	list := x.out[:0]
	for c := v; c != y; c = x.next[c] {
		list = append(list, c)
	}
	for c := e; c != v; c = x.next[c] {
		list = append(list, c)
	}
	for c := u; c != e; c = x.next[c] {
		list = append(list, c)
	}
	return x.relay(r, a, list, y)
}

// reverse turns round what comes behind u as far as v.
func (x *plan) reverse(u, v int32) bool {
	r, e, y := x.at[u], x.next[u], x.next[v]
	if x.up[u]+x.way(u, v)+x.back[v]-x.back[e]+x.way(e, y)+x.from[y] >= x.cost[r] {
		return false
	}
	list := x.out[:0]
	for c := v; c != u; c = x.prev[c] {
		list = append(list, c)
	}
	return x.relay(r, u, list, y)
}

// relay has a tour go as far as a, through a stretch and from b on, if that pays.
func (x *plan) relay(r, a int32, stretch []int32, b int32) bool {
	ways, warp := x.price(a, stretch, b)
	if ways+x.penalty(x.load[r], warp) >= x.cost[r] {
		return false
	}
	x.one = x.course(x.one, a, stretch, b)
	x.moves++
	x.lay(r, x.one)
	return true
}
