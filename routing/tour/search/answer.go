package search

import "xunhu/routing/tour"

// result writes out the best.
func (s *archipelago) result() Result {
	c, res := s.c, Result{}
	for _, x := range s.islands {
		res.Iterations += x.iteration
	}
	served := make([]bool, c.n)
	if c.joint != nil {
		s.islands[0].joint.adopt(s.joint)
	}
	for r, tasks := range s.best {
		if len(tasks) == 0 && len(c.p.Shifts[r].Pinned) == 0 {
			continue
		}
		t := s.islands[0].k.tour(int32(r), tasks)
		res.Solution.Tours = append(res.Solution.Tours, t)
		for _, v := range t.Visits {
			if v.Task >= 0 {
				served[v.Task] = true
			}
		}
	}
	for i := range c.n {
		if !served[i] {
			res.Solution.LeftOut = append(res.Solution.LeftOut, int32(i))
			if c.p.Tasks[i].Required {
				res.Unserved = append(res.Unserved, int32(i))
			}
		}
	}
	res.Cost = tour.Cost(c.p, res.Solution)
	return res
}

// schedule gives the tour through tasks in their first modes that is back first and, for
// that, leaves last.
func (c *compiled) schedule(shift int32, tasks []int32) tour.Tour {
	s := &c.p.Shifts[shift]
	t := tour.Tour{Shift: shift, Visits: make([]tour.Visit, len(tasks))}
	clock := func(depart int32) {
		now, at := depart, s.Start
		for i, task := range tasks {
			now = max(now+c.p.Time(s.Class, at, c.enter[task]), c.opens[task])
			t.Visits[i] = tour.Visit{Task: task, Begin: now}
			now, at = now+c.service[task], c.leave[task]
		}
	}
	clock(s.Open)
	t.Depart = s.Open
	if n := len(tasks) - 1; n >= 0 {
		latest := t.Visits[n].Begin
		for i := n - 1; i >= 0; i-- {
			travel := c.p.Time(s.Class, c.leave[tasks[i]], c.enter[tasks[i+1]])
			latest = min(latest-travel-c.service[tasks[i]], c.shuts[tasks[i]])
		}
		t.Depart = max(s.Open, latest-c.p.Time(s.Class, s.Start, c.enter[tasks[0]]))
		clock(t.Depart)
	}
	return t
}

// warm fills the plan with the tours of a solution, as far as they are right.
func (x *island) warm(s *tour.Solution) {
	tours := make([][]int32, len(x.c.p.Shifts))
	seen := make([]bool, x.c.n)
	for _, t := range s.Tours {
		if t.Shift < 0 || int(t.Shift) >= len(tours) {
			continue
		}
		for _, v := range t.Visits {
			if v.Task >= 0 && int(v.Task) < x.c.n && !seen[v.Task] && !x.c.pinned[v.Task] {
				seen[v.Task] = true
				tours[t.Shift] = append(tours[t.Shift], v.Task)
				if x.joint != nil && x.joint.meeting(v.Task) {
					x.joint.at(v.Task, v.Begin)
				}
			}
		}
	}
	x.take(tours)
}
