package tour

import (
	"slices"

	"xunhu/geo/finding"
)

// alone says why a task cannot meet its companions.
func alone(p *Problem, task int32) (faults []*finding.Finding) {
	for _, x := range p.Together {
		other := x.B
		if x.B == task {
			other = x.A
		} else if x.A != task {
			continue
		}
		mine, _ := able(p, task)
		its, hindered := able(p, other)
		switch {
		case hindered != nil:
			faults = append(faults, finding.New("tour.companion", "", "task", int(task), "companion", int(other)))
		case len(mine) == 1 && len(its) == 1 && mine[0] == its[0]:
			faults = append(faults, finding.New("tour.one_crew", "", "task", int(task), "companion", int(other)))
		case !p.meet(task, other, mine, its):
			faults = append(faults, finding.New("tour.no_moment", "", "task", int(task), "companion", int(other)))
		}
	}
	return faults
}

// meet tells whether two tasks can begin at the same moment in two of some shifts.
func (p *Problem) meet(a, b int32, mine, its []int32) bool {
	for _, i := range mine {
		moments := p.moments(i, a)
		for _, j := range its {
			if i == j {
				continue
			}
			for _, w := range p.moments(j, b) {
				if slices.ContainsFunc(moments, func(v Window) bool { return max(v.Open, w.Open) <= min(v.Close, w.Close) }) {
					return true
				}
			}
		}
	}
	return false
}

// moments gives the windows of a task as far as a shift can begin it in them.
func (p *Problem) moments(shift, task int32) (all []Window) {
	s := &p.Shifts[shift]
	for _, v := range s.Pinned {
		if v.Task == task {
			return []Window{{Open: v.Begin, Close: v.Begin}}
		}
	}
	for j := range p.Tasks[task].Modes {
		m := &p.Tasks[task].Modes[j]
		there, ok := p.goes(p.starts(s), s.Class, m.Enter)
		home, back := p.goes(ride{at: m.Leave}, s.Class, s.End)
		if m.Skills&^s.Skills != 0 || !ok || !back {
			continue
		}
		last := int64(s.Close) - home.ready - int64(m.ServiceS)
		windows := m.Windows
		if len(windows) == 0 {
			windows = []Window{{Open: -Far, Close: Far}}
		}
		for _, w := range windows {
			if open, shut := max(int64(w.Open), there.ready), min(int64(w.Close), last); open <= shut {
				all = append(all, Window{Open: int32(open), Close: int32(shut)})
			}
		}
	}
	return all
}

// daysLack says that no pattern of a task's period has a shift on each of its days that could serve one
// of the visits.
func daysLack(p *Problem, task int32) []*finding.Finding {
	for _, x := range p.Periods {
		if !slices.Contains(x.Tasks, task) {
			continue
		}
		var days []int32
		for _, t := range x.Tasks {
			shifts, _ := able(p, t)
			for _, i := range shifts {
				days = append(days, p.Shifts[i].Day)
			}
		}
		most := -1 // days of a pattern that can be served
		of := 0
		for _, pattern := range x.Patterns {
			n := 0
			for _, d := range pattern {
				if slices.Contains(days, d) {
					n++
				}
			}
			if n == len(pattern) && n > 0 {
				return nil
			}
			if n > most {
				most, of = n, len(pattern)
			}
		}
		return []*finding.Finding{finding.New("tour.no_days", "", "task", int(task), "patterns", len(x.Patterns), "days", of, "most", max(0, most))}
	}
	return nil
}

// NoRoom says why a task that could be served alone found no room in a solution: how many of the shifts
// that could serve it have no time left, how many no capacity, and how many serve what it must be apart
// from. If the task cannot be served at all, it gives the first of its Hindrances.
func NoRoom(p *Problem, s Solution, task int32) *finding.Finding {
	if all := Hindrances(p, task); len(all) > 0 {
		return all[0]
	}
	shifts, _ := able(p, task)
	full, apart := 0, 0
	for _, t := range s.Tours {
		if !slices.Contains(shifts, t.Shift) {
			continue
		}
		switch {
		case slices.ContainsFunc(t.Visits, func(v Visit) bool { return v.Task >= 0 && p.apart(v.Task, task) }):
			apart++
		case p.fullOf(t, task):
			full++
		}
	}
	return finding.New("tour.no_room", "", "task", int(task), "shifts", len(shifts), "time", len(shifts)-full-apart, "load", full, "apart", apart)
}

// fullOf tells whether the trips of a tour, all that its shift may make, have no capacity left for a task.
func (p *Problem) fullOf(t Tour, task int32) bool {
	s := &p.Shifts[t.Shift]
	for k, own := range p.Tasks[task].Load[:min(len(s.Capacity), len(p.Tasks[task].Load))] {
		sum := int64(own)
		for _, v := range t.Visits {
			if v.Task >= 0 && k < len(p.Tasks[v.Task].Load) {
				sum += int64(p.Tasks[v.Task].Load[k])
			}
		}
		if own > 0 && sum > int64(s.Capacity[k])*int64(s.Trips+1) {
			return true
		}
	}
	return false
}
