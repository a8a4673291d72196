package search

import (
	"cmp"
	"slices"
)

// partners is with how many neighbours a task may be joined at first.
const partners = 25

// A saving is what going straight from one task to another saves over going by the depot.
type saving struct{ from, to, worth int32 }

// begin makes a first plan by savings (Clarke and Wright, 1964): each task has a tour
// of its own, and tours are joined, those first that save most, while the kernel finds
// them right. It is for shifts that are all of one kind; other plans begin empty, and
// tasks go in one after another.
func (x *island) begin() {
	if x.c.windows || x.joint != nil || len(x.idle) != 1 || len(x.idle[0]) == 0 || len(x.busy) > 0 {
		return
	}
	shift := x.idle[0][len(x.idle[0])-1]
	spare := x.free[len(x.free)-1]
	chains, costs := make([][]int32, x.c.n), make([]int64, x.c.n) // by their number
	of := make([]int32, x.c.n)                                    // by task: its chain
	for _, t := range x.out {
		of[t] = -1
		if cost, ok := x.k.set(spare, shift, []int32{t}); ok && cost < x.price[t] {
			of[t], chains[t], costs[t] = t, []int32{t}, cost
		}
	}
	var joined []int32
	for _, s := range x.c.savings() {
		a, b := of[s.from], of[s.to]
		if a < 0 || b < 0 || a == b || chains[a][len(chains[a])-1] != s.from || chains[b][0] != s.to {
			continue
		}
		joined = append(append(joined[:0], chains[a]...), chains[b]...)
		cost, ok := x.k.set(spare, shift, joined)
		if !ok || cost >= costs[a]+costs[b] {
			continue
		}
		for _, t := range chains[b] {
			of[t] = a
		}
		chains[a], chains[b], costs[a] = append(chains[a], chains[b]...), nil, cost
	}
	chains = slices.DeleteFunc(chains, func(c []int32) bool { return len(c) == 0 })
	slices.SortStableFunc(chains, func(a, b []int32) int { return len(b) - len(a) })
	for _, chain := range chains {
		if idle := x.idle[0]; len(idle) > 0 {
			x.fill(idle[len(idle)-1], chain)
		}
	}
	x.out = slices.DeleteFunc(x.out, func(t int32) bool { return x.at[t] >= 0 })
}

// savings lists what joining tasks to their neighbours saves, the most first.
func (c *compiled) savings() []saving {
	k := &c.kinds[0]
	w := k.ways
	var list []saving
	add := func(i, j int32) {
		way := w.cost[int(c.leave[i])*w.size+int(c.enter[j])]
		home, out := w.cost[int(c.leave[i])*w.size+int(k.End)], w.cost[int(k.Start)*w.size+int(c.enter[j])]
		if way >= noWay || home >= noWay || out >= noWay {
			return
		}
		if worth := home + out - way; worth > 0 {
			list = append(list, saving{i, j, worth})
		}
	}
	for i := range int32(c.n) {
		for _, j := range c.near[int(i)*c.nearby : int(i)*c.nearby+min(c.nearby, partners)] {
			add(i, j)
			add(j, i)
		}
	}
	slices.SortFunc(list, func(a, b saving) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	return list
}
