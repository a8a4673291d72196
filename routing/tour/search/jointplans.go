package search

import (
	"reflect"
	"slices"

	"xunhu/routing/tour"
)

// A planMaker lists the plans of a tie.
type planMaker struct {
	c   *compiled
	j   *joint
	t   *tie
	day []int32
}

// idle tells whether a plan serves nothing but what is pinned.
func (m planMaker) idle(plan []int32) bool {
	for i, d := range plan {
		if d != notServed && !m.c.pinned[m.t.tasks[i]] {
			return false
		}
	}
	return true
}

// periods tries the patterns of one period after another, and no visits at all.
func (m planMaker) periods(left []*tour.Period) {
	if len(m.t.plans) >= mostPlans {
		return
	}
	if len(left) == 0 {
		m.groups(0)
		return
	}
	var tasks, fixed []int32 // places in the tie; days
	for _, task := range left[0].Tasks {
		if m.c.pinned[task] {
			fixed = append(fixed, m.c.p.Shifts[m.c.pinnedIn[task]].Day)
		} else {
			tasks = append(tasks, int32(slices.Index(m.t.tasks, task)))
		}
	}
	slices.Sort(fixed)
	alike := m.alike(tasks)
	if len(fixed) == 0 {
		m.assign(tasks, nil, alike, left[1:])
	}
	for _, pattern := range left[0].Patterns {
		days := make([]int32, 0, len(pattern))
		held, known := 0, true
		for _, d := range pattern {
			if slices.Contains(fixed, d) {
				held++
				continue
			}
			i, ok := slices.BinarySearch(m.j.days, d)
			known = known && ok
			days = append(days, int32(i))
		}
		if known && len(pattern) > 0 && held == len(fixed) && len(days) <= len(tasks) {
			m.assign(tasks, days, alike, left[1:])
		}
	}
}

// assign gives each of some days to one of some tasks. Tasks that are alike get them in order.
func (m planMaker) assign(tasks, days []int32, alike bool, left []*tour.Period) {
	if len(tasks) == 0 {
		if len(days) == 0 {
			m.periods(left)
		}
		return
	}
	i := tasks[0]
	if !alike || len(days) == 0 {
		m.day[i] = notServed
		m.assign(tasks[1:], days, alike, left)
	}
	for k, d := range days {
		m.day[i] = d
		m.assign(tasks[1:], slices.Concat(days[:k], days[k+1:]), alike, left)
		if alike {
			break
		}
	}
	m.day[i] = anyDay
}

// groups sees that who meet are all served or none, both ways where that is free.
func (m planMaker) groups(k int) {
	if k == len(m.t.groups) {
		m.t.plans = append(m.t.plans, slices.Clone(m.day))
		return
	}
	must, mayNot := false, false
	for _, i := range m.t.groups[k] {
		must = must || m.day[i] >= 0 || m.c.pinned[m.t.tasks[i]]
		mayNot = mayNot || m.day[i] == notServed
	}
	if must && mayNot {
		return
	}
	before := slices.Clone(m.day)
	if !mayNot {
		m.groups(k + 1)
	}
	if !must {
		for _, i := range m.t.groups[k] {
			m.day[i] = notServed
		}
		m.groups(k + 1)
		copy(m.day, before)
	}
}

// alike tells whether it makes no difference which of some tasks is served.
func (m planMaker) alike(tasks []int32) bool {
	for _, i := range tasks {
		t := m.t.tasks[i]
		for _, x := range slices.Concat(m.c.p.Together, m.c.p.Apart) {
			if x.A == t || x.B == t {
				return false
			}
		}
		if !reflect.DeepEqual(m.c.p.Tasks[t], m.c.p.Tasks[m.t.tasks[tasks[0]]]) {
			return false
		}
	}
	return true
}
