package patrol

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"xunhu/routing/tour"
)

const (
	draws      = 4        // solutions among which one is drawn
	nearly     = 1.02     // how much dearer than the best of them it may be
	fewSeconds = 2 * 3600 // a tour shorter than this need not share its work
)

// solve finds tours for the visits on the days that were drawn for them. What the crews
// cannot do then is tried earlier, as far as that may be.
func (m *maker) solve(ctx context.Context, solve Solver, x *posed) (tour.Solution, error) {
	all := tour.Solution{}
	p := m.within(x, func(_ int, v visit) (int, int) { return v.first, v.last })
	for _, g := range x.groups(p) {
		s, err := m.solveGroup(ctx, solve, p, g)
		if err != nil {
			return all, err
		}
		all.Tours, all.LeftOut = append(all.Tours, s.Tours...), append(all.LeftOut, s.LeftOut...)
	}
	if len(all.LeftOut) > 0 {
		var err error
		if all, err = m.sooner(ctx, solve, x, all); err != nil {
			return all, err
		}
	}
	slices.Sort(all.LeftOut)
	for i := range all.Tours {
		all.Tours[i] = m.vary(x, p, all.Tours[i])
	}
	if err := tour.Check(x.p, all); err != nil {
		return all, fmt.Errorf("tours of all days together: %w", err)
	}
	return all, nil
}

// sooner solves those days again on which something is left out, with all of their visits
// free to be made earlier, and takes what leaves out less.
func (m *maker) sooner(ctx context.Context, solve Solver, x *posed, s tour.Solution) (tour.Solution, error) {
	out, crowded := map[int32]bool{}, map[int]bool{}
	for _, i := range s.LeftOut {
		out[i], crowded[x.visits[i].last] = true, true
	}
	p := m.within(x, func(i int, v visit) (int, int) {
		if crowded[v.last] {
			return v.least, v.most
		}
		return v.first, v.last
	})
	for _, g := range x.groups(p) {
		before := 0
		for _, i := range g.tasks {
			if out[i] {
				before++
			}
		}
		if before == 0 || len(g.shifts) == 0 {
			continue
		}
		found, err := m.solveGroup(ctx, solve, p, g)
		if err != nil {
			return s, err
		}
		if len(found.LeftOut) >= before {
			continue
		}
		s.Tours = slices.DeleteFunc(s.Tours, func(t tour.Tour) bool { return slices.Contains(g.shifts, t.Shift) })
		s.LeftOut = slices.DeleteFunc(s.LeftOut, func(i int32) bool { return slices.Contains(g.tasks, i) })
		s.Tours, s.LeftOut = append(s.Tours, found.Tours...), append(s.LeftOut, found.LeftOut...)
	}
	return s, nil
}

// within is the problem with each visit on the days that are given for it.
func (m *maker) within(x *posed, days func(int, visit) (first, last int)) *tour.Problem {
	p := *x.p
	p.Tasks = slices.Clone(p.Tasks)
	for i, v := range x.visits {
		first, last := days(i, v)
		t := &p.Tasks[i]
		t.Modes = slices.Clone(t.Modes)
		for k, w := range x.tasks[v.task].ways {
			t.Modes[k].Windows = orNever(m.windows(x.tasks[v.task].need, w, v, first, last))
		}
	}
	return &p
}

// A group is what can be solved by itself: the visits of some days, and their shifts.
type group struct{ shifts, tasks []int32 }

// groups parts a problem where no visit can be made both before and after.
func (x *posed) groups(p *tour.Problem) []group {
	type span struct {
		open, close int32
		task        int32
	}
	var spans []span
	for i := range p.Tasks {
		s := span{open: 1<<31 - 1, task: int32(i)}
		for _, mode := range p.Tasks[i].Modes {
			for _, w := range mode.Windows {
				s.open, s.close = min(s.open, w.Open), max(s.close, w.Close)
			}
		}
		spans = append(spans, s)
	}
	slices.SortStableFunc(spans, func(s, t span) int { return cmp.Compare(s.open, t.open) })
	var all []group
	var open, close int32
	for k := 0; k < len(spans); {
		g := group{}
		open, close = spans[k].open, spans[k].close
		for ; k < len(spans) && (spans[k].open <= close || len(g.tasks) == 0); k++ {
			close = max(close, spans[k].close)
			g.tasks = append(g.tasks, spans[k].task)
		}
		for i, s := range p.Shifts {
			if s.Open <= close && s.Close >= open {
				g.shifts = append(g.shifts, int32(i))
			}
		}
		slices.Sort(g.tasks)
		all = append(all, g)
	}
	return all
}

// part is the problem of a group, with the locations that it has alone.
//
// Modes that none of its shifts can use are dropped; modes gives the numbers of the others.
func (g group) part(p *tour.Problem) (sub *tour.Problem, modes [][]int32) {
	var used []int32
	number := map[int32]int32{}
	location := func(l int32) int32 {
		n, ok := number[l]
		if !ok {
			n = int32(len(used))
			number[l] = n
			used = append(used, l)
		}
		return n
	}
	sub = &tour.Problem{}
	for _, i := range g.shifts {
		s := p.Shifts[i]
		s.Start, s.End = location(s.Start), location(s.End)
		sub.Shifts = append(sub.Shifts, s)
	}
	for _, i := range g.tasks {
		t := p.Tasks[i]
		t.Modes = nil
		var kept []int32
		for k, mode := range p.Tasks[i].Modes {
			if !g.meets(p, mode.Windows) && (len(kept) > 0 || k+1 < len(p.Tasks[i].Modes)) {
				continue // a task has one mode at least, if in vain
			}
			if g.opens(p, mode.Windows) {
				mode.Windows = nil // solvers are quicker without
			}
			mode.Enter, mode.Leave = location(mode.Enter), location(mode.Leave)
			t.Modes, kept = append(t.Modes, mode), append(kept, int32(k))
		}
		sub.Tasks, modes = append(sub.Tasks, t), append(modes, kept)
	}
	sub.Locations = len(used)
	for c := range p.Classes {
		times := make([]int32, 0, len(used)*len(used))
		for _, from := range used {
			for _, to := range used {
				times = append(times, p.Time(int32(c), from, to))
			}
		}
		sub.Classes = append(sub.Classes, tour.Class{Times: times})
	}
	return sub, modes
}

// meets tells whether a shift of the group is out in one of some windows.
func (g group) meets(p *tour.Problem, windows []tour.Window) bool {
	return slices.ContainsFunc(g.shifts, func(i int32) bool {
		s := &p.Shifts[i]
		return slices.ContainsFunc(windows, func(w tour.Window) bool { return w.Open <= s.Close && s.Open <= w.Close })
	})
}

// opens tells whether windows bind none of the group's shifts.
func (g group) opens(p *tour.Problem, windows []tour.Window) bool {
	for _, i := range g.shifts {
		s := &p.Shifts[i]
		if !slices.ContainsFunc(windows, func(w tour.Window) bool { return w.Open <= s.Open && s.Close <= w.Close }) {
			return false
		}
	}
	return true
}

// solveGroup asks the solver a few times with drawn seeds, checks what it gives, and
// draws one of those that cost nearly as little as the best. A first solution shows
// how much work there is; the further ones must share it, as evenly as they can
// without leaving out more.
func (m *maker) solveGroup(ctx context.Context, solve Solver, whole *tour.Problem, g group) (tour.Solution, error) {
	if len(g.shifts) == 0 {
		return tour.Solution{LeftOut: slices.Clone(g.tasks)}, nil
	}
	p, modes := g.part(whole)
	first, err := m.ask(ctx, solve, p, p)
	if err != nil {
		return tour.Solution{}, err
	}
	var found []tour.Solution
	for _, more := range []int64{125, 175, 250, 1000} {
		even := p
		if len(g.shifts) > 1 {
			even = evened(p, first, more)
		}
		for range draws {
			s, err := m.ask(ctx, solve, even, p)
			if err != nil {
				return tour.Solution{}, err
			}
			if len(s.LeftOut) > len(first.LeftOut) {
				break // the other draws would not fit much better
			}
			found = append(found, s)
		}
		if len(found) > 0 {
			break
		}
	}
	if len(found) == 0 {
		found = append(found, first)
	}
	least := tour.Cost(p, slices.MinFunc(found, func(s, t tour.Solution) int {
		return cmp.Compare(tour.Cost(p, s), tour.Cost(p, t))
	}))
	found = slices.DeleteFunc(found, func(s tour.Solution) bool {
		return float64(tour.Cost(p, s)) > nearly*float64(least)
	})
	s := found[m.rng.IntN(len(found))]
	for i := range s.Tours {
		s.Tours[i].Shift = g.shifts[s.Tours[i].Shift]
		for k := range s.Tours[i].Visits {
			v := &s.Tours[i].Visits[k]
			v.Mode, v.Task = modes[v.Task][v.Mode], g.tasks[v.Task]
		}
	}
	for i := range s.LeftOut {
		s.LeftOut[i] = g.tasks[s.LeftOut[i]]
	}
	return s, nil
}

// ask lets the solver solve a problem, and checks what it gives against the one
// that was posed, which may be wider.
func (m *maker) ask(ctx context.Context, solve Solver, p, posed *tour.Problem) (tour.Solution, error) {
	s, err := solve(ctx, p, m.rng.Uint64())
	if err != nil {
		return tour.Solution{}, fmt.Errorf("find tours: %w", err)
	}
	if err := tour.Check(posed, s); err != nil {
		return tour.Solution{}, fmt.Errorf("tours as the solver gave them: %w", err)
	}
	return s, nil
}

// evened is the problem with shifts no longer than some percent of their share of
// the work that a solution shows; but long enough for the longest single visit, and
// for fewSeconds, because going out for less is not worth while.
func evened(p *tour.Problem, s tour.Solution, percent int64) *tour.Problem {
	served := s
	served.LeftOut = nil
	share := max(fewSeconds, tour.Cost(p, served)/int64(len(p.Shifts))*percent/100)
	for _, t := range s.Tours {
		for _, v := range t.Visits {
			o, base := p.Mode(v), p.Shifts[t.Shift].Start
			share = max(share, int64(p.Time(0, base, o.Enter))+int64(o.ServiceS)+int64(p.Time(0, o.Leave, base)))
		}
	}
	even := *p
	even.Shifts = slices.Clone(p.Shifts)
	for i := range even.Shifts {
		even.Shifts[i].MaxS = int32(min(int64(even.Shifts[i].MaxS), share))
	}
	return &even
}
