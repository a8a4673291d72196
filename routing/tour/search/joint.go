package search

import (
	"reflect"
	"slices"

	"xunhu/routing/tour"
)

// A joint problem is one whose tours depend on each other: by companions who meet,
// by visits that are repeated on the days of a pattern, by work that is balanced.
//
// Tasks that depend on each other are a tie: all that companions and periods join. A tie is put
// in at once, by one of its plans, and if one of its tasks is taken out, all are. So
// between trials each tie is whole. Companions have a moment at which they meet; it is
// chosen when they are put in, and for their tours it is a window as any other.
type joint struct {
	ties  []tie
	tieOf []int32   // by task, -1 if it depends on none
	days  []int32   // in rising order
	onDay [][]int32 // by number of a day: its shifts
	all   []int32   // shifts
}

// A tie is tasks that can only be put in together.
type tie struct {
	tasks   []int32
	like    []int32   // by place in tasks: the first task that a tour cannot tell from it
	groups  [][]int32 // of places in tasks: who meet each other
	plans   [][]int32 // by place in tasks: the number of a day, anyDay or notServed
	pinned  bool      // some of its tasks are pinned
	penalty int64     // what it costs that none but those are served
}

const (
	anyDay    int32 = -1
	notServed int32 = -2
	mostPlans       = 300 // of a tie
)

func newJoint(c *compiled) *joint {
	p := c.p
	if len(p.Together)+len(p.Periods)+len(p.Balances) == 0 {
		return nil
	}
	j := &joint{tieOf: slices.Repeat([]int32{-1}, c.n)}
	for i := range p.Shifts {
		j.days = append(j.days, p.Shifts[i].Day)
		j.all = append(j.all, int32(i))
	}
	slices.Sort(j.days)
	j.days = slices.Compact(j.days)
	j.onDay = make([][]int32, len(j.days))
	for i := range p.Shifts {
		d, _ := slices.BinarySearch(j.days, p.Shifts[i].Day)
		j.onDay[d] = append(j.onDay[d], int32(i))
	}
	links := slices.Clone(p.Together)
	for _, x := range p.Periods {
		for _, t := range x.Tasks {
			links = append(links, tour.Pair{A: x.Tasks[0], B: t})
		}
	}
	for _, tasks := range components(c.n, links) {
		j.addTie(c, tasks)
	}
	return j
}

// components gives what links join, each in rising order, in the order of their first.
func components(n int, links []tour.Pair) (all [][]int32) {
	root := make([]int32, n)
	linked := make([]bool, n)
	for i := range root {
		root[i] = int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	for _, l := range links {
		a, b := find(l.A), find(l.B)
		root[max(a, b)] = min(a, b)
		linked[l.A], linked[l.B] = true, true
	}
	at := make(map[int32]int)
	for i := range int32(n) {
		if !linked[i] {
			continue
		}
		r := find(i)
		if _, ok := at[r]; !ok {
			at[r] = len(all)
			all = append(all, nil)
		}
		all[at[r]] = append(all[at[r]], i)
	}
	return all
}

// like gives the first of some tasks that no tour can tell from the last.
func (c *compiled) like(tasks []int32) int32 {
	last := tasks[len(tasks)-1]
	if len(c.p.Together)+len(c.p.Apart) > 0 {
		return last
	}
	return tasks[slices.IndexFunc(tasks, func(t int32) bool { return reflect.DeepEqual(c.p.Tasks[t], c.p.Tasks[last]) })]
}

func (j *joint) addTie(c *compiled, tasks []int32) {
	t := tie{tasks: tasks}
	at := func(task int32) int32 { return int32(slices.Index(tasks, task)) }
	var links []tour.Pair
	for _, x := range c.p.Together {
		if a := at(x.A); a >= 0 {
			links = append(links, tour.Pair{A: a, B: at(x.B)})
		}
	}
	for i, task := range tasks {
		links = append(links, tour.Pair{A: int32(i), B: int32(i)})
		j.tieOf[task] = int32(len(j.ties))
		t.pinned = t.pinned || c.pinned[task]
		t.like = append(t.like, c.like(tasks[:i+1]))
	}
	t.groups = components(len(tasks), links)
	day := slices.Repeat([]int32{anyDay}, len(tasks))
	var periods []*tour.Period
	for i := range c.p.Periods {
		if x := &c.p.Periods[i]; len(x.Tasks) > 0 && at(x.Tasks[0]) >= 0 {
			periods = append(periods, x)
		}
	}
	maker := planMaker{c, j, &t, day}
	maker.periods(periods)
	if t.pinned && !slices.ContainsFunc(t.plans, func(plan []int32) bool { return maker.idle(plan) }) {
		t.penalty = unkept
	}
	t.plans = slices.DeleteFunc(t.plans, maker.idle)
	j.ties = append(j.ties, t)
}
