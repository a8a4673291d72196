package tourtest

import (
	"cmp"
	"slices"

	"xunhu/routing/tour"
)

// most is how many tasks Best takes: sets of them are bits of a number.
const most = 16

// dear is what a required task counts for when it is left out: more than any costs.
const dear = int64(1) << 40

// Best gives a solution that leaves out as few required tasks as there can be, and
// costs the least of those. It is false where none keeps what is pinned.
//
// It tries for each shift all sequences of visits, at all moments that could matter,
// and then for all shifts together all ways to divide the tasks among them. What
// cannot become better than something found already is not followed further. Up to
// nine tasks it takes a fraction of a second.
func Best(p *tour.Problem) (tour.Solution, bool) {
	if len(p.Tasks) > most {
		panic("tourtest: too many tasks to try everything")
	}
	x := &division{p: p, full: uint32(1)<<len(p.Tasks) - 1, best: 1 << 62, begins: make([]int32, len(p.Tasks)), shiftOf: make([]int, len(p.Tasks))}
	for k := range p.Shifts {
		x.tours = append(x.tours, toursOf(p, int32(k)))
	}
	x.bounds()
	x.divide(0, x.full, 0)
	return x.found, x.ok
}

// Score tells how many required tasks a solution leaves out, and what it costs.
func Score(p *tour.Problem, s tour.Solution) (unserved int, cost int64) {
	for _, i := range s.LeftOut {
		if p.Tasks[i].Required {
			unserved++
		}
	}
	return unserved, tour.Cost(p, s)
}

// A division gives every shift one of its tours, or none.
type division struct {
	p       *tour.Problem
	full    uint32
	tours   [][]*label
	least   [][]int64 // by shift and set: what shifts from there on cost at least with what is in the set still to serve
	chosen  []*label
	begins  []int32
	shiftOf []int
	best    int64
	found   tour.Solution
	ok      bool
}

// bounds finds, from the last shift to the first, what is possible at least when
// only the sets of tasks matter.
func (x *division) bounds() {
	x.least = make([][]int64, len(x.p.Shifts)+1)
	rest := make([]int64, x.full+1)
	for set := range rest {
		for i := range x.p.Tasks {
			if set>>i&1 != 0 {
				rest[set] += x.price(i)
			}
		}
	}
	x.least[len(x.p.Shifts)] = rest
	for k := len(x.p.Shifts) - 1; k >= 0; k-- {
		cheapest := map[uint32]int64{}
		if len(x.p.Shifts[k].Pinned) == 0 {
			cheapest[0] = 0
		}
		for _, l := range x.tours[k] {
			if c, ok := cheapest[l.set]; !ok || l.cost < c {
				cheapest[l.set] = l.cost
			}
		}
		x.least[k] = make([]int64, x.full+1)
		for set := range x.least[k] {
			x.least[k][set] = 1 << 62
			for sub, c := range cheapest {
				if sub&^uint32(set) == 0 {
					x.least[k][set] = min(x.least[k][set], c+x.least[k+1][uint32(set)&^sub])
				}
			}
		}
		slices.SortStableFunc(x.tours[k], func(a, b *label) int {
			return cmp.Compare(a.cost+x.least[k+1][x.full&^a.set], b.cost+x.least[k+1][x.full&^b.set])
		})
	}
}

// price is what leaving out a task counts for.
func (x *division) price(i int) int64 {
	c := x.p.Tasks[i].Prize
	if x.p.Tasks[i].Required {
		c += dear
	}
	return c
}

// divide tries all tours of shift k and those behind it with the tasks that are left.
func (x *division) divide(k int, left uint32, cost int64) {
	if cost+x.least[k][left] >= x.best {
		return
	}
	if k == len(x.p.Shifts) {
		x.judge(left, cost)
		return
	}
	for _, l := range x.tours[k] {
		if l.set&^left == 0 && x.meet(l, left) {
			x.chosen = append(x.chosen, l)
			for v := l; v.from != nil; v = v.from {
				if v.visit.Task >= 0 {
					x.begins[v.visit.Task], x.shiftOf[v.visit.Task] = v.visit.Begin, k
				}
			}
			x.divide(k+1, left&^l.set, cost+l.cost)
			x.chosen = x.chosen[:len(x.chosen)-1]
		}
	}
	if len(x.p.Shifts[k].Pinned) == 0 {
		x.chosen = append(x.chosen, nil)
		x.divide(k+1, left, cost)
		x.chosen = x.chosen[:len(x.chosen)-1]
	}
}

// meet tells whether a tour is where its companions are that have been chosen.
func (x *division) meet(l *label, left uint32) bool {
	for v := l; v.from != nil; v = v.from {
		for _, c := range companions(x.p, v.visit.Task) {
			if left>>c&1 == 0 && x.begins[c] != v.visit.Begin {
				return false
			}
		}
	}
	return true
}

// judge looks at what concerns several tours, and keeps the best.
func (x *division) judge(left uint32, cost int64) {
	for _, pair := range x.p.Together {
		if left>>pair.A&1 != left>>pair.B&1 {
			return
		}
	}
	for _, period := range x.p.Periods {
		var days []int32
		for _, i := range period.Tasks {
			if left>>i&1 == 0 {
				days = append(days, x.p.Shifts[x.shiftOf[i]].Day)
			}
		}
		slices.Sort(days)
		if len(days) > 0 && !slices.ContainsFunc(period.Patterns, func(p []int32) bool { return slices.Equal(p, days) }) {
			return
		}
	}
	for _, b := range x.p.Balances {
		var work []int64
		for _, k := range b.Shifts {
			if x.chosen[k] == nil {
				work = append(work, 0)
			} else {
				work = append(work, x.chosen[k].work)
			}
		}
		if len(work) > 0 {
			cost += b.Cost * (slices.Max(work) - slices.Min(work))
		}
	}
	s := tour.Solution{}
	for i := range x.p.Tasks {
		if left>>i&1 != 0 {
			s.LeftOut = append(s.LeftOut, int32(i))
			cost += x.price(i)
		}
	}
	if cost >= x.best {
		return
	}
	for k, l := range x.chosen {
		if l != nil {
			t := tour.Tour{Shift: int32(k), Depart: l.depart}
			for v := l; v.from != nil; v = v.from {
				t.Visits = append(t.Visits, v.visit)
			}
			slices.Reverse(t.Visits)
			s.Tours = append(s.Tours, t)
		}
	}
	x.best, x.found, x.ok = cost, s, true
}

// companions gives who must be met at a task.
func companions(p *tour.Problem, task int32) (with []int32) {
	for _, pair := range p.Together {
		switch task {
		case pair.A:
			with = append(with, pair.B)
		case pair.B:
			with = append(with, pair.A)
		}
	}
	return with
}
