package patrol

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"xunhu/geo/finding"
	"xunhu/routing/tour"
)

const (
	mostExplained = 3  // visits of a plan whose conflict is looked for
	mostRivals    = 24 // other visits that are looked at with one
	mostAsked     = 80 // problems that are solved for one
)

// A clash is a visit that does not fit, with what stands in its way on the days on which it may
// be made: other visits, the crews and their shifts, and what the visit itself asks for.
type clash struct {
	m       *maker
	x       *posed
	solve   Solver
	task    int32
	from    int // days of the plan
	until   int
	reasons []grounds
	lifted  []bool
	asked   int
}

// grounds are a reason that can be lifted.
type grounds struct {
	kind string // visit, stay, place, hours, crews, shift
	task int32  // of a visit
	say  *finding.Finding
}

// conflict gives reasons for which a visit does not fit: a set that is irreducible, as far as
// the solver tells, so that it would if any one of them fell away. None if the solver does fit
// it in, or there is too much to look at.
//
// The set is found by deletion, as that of a roster is (see roster.Conflict): each reason is left
// out in turn, the other visits in bundles first, and for good if there is still no way.
func (m *maker) conflict(ctx context.Context, solve Solver, x *posed, s tour.Solution, task int32) ([]*finding.Finding, error) {
	v := x.visits[task]
	c := &clash{m: m, x: x, solve: solve, task: task, from: v.least, until: v.most}
	var rivals []int32
	for _, t := range s.Tours {
		if day := x.days[t.Shift]; c.from <= day && day <= c.until {
			for _, w := range t.Visits {
				rivals = append(rivals, w.Task)
			}
		}
	}
	if len(rivals) > mostRivals {
		return nil, nil
	}
	c.gather(rivals)
	fits, err := c.fits(ctx)
	if err != nil || fits {
		return nil, err
	}
	for size := max(1, len(rivals)/2); ; size /= 2 {
		for i := 0; i < len(rivals); i += size {
			if err := c.lift(ctx, i, min(i+size, len(rivals))); err != nil {
				return nil, err
			}
		}
		if size <= 1 {
			break
		}
	}
	for i := len(rivals); i < len(c.reasons); i++ {
		if err := c.lift(ctx, i, i+1); err != nil {
			return nil, err
		}
	}
	var why []*finding.Finding
	for i, r := range c.reasons {
		if !c.lifted[i] {
			why = append(why, r.say)
		}
	}
	return why, nil
}

// gather lists every reason, those that one would rather lift last.
func (c *clash) gather(rivals []int32) {
	add := func(kind string, task int32, args ...any) {
		c.reasons = append(c.reasons, grounds{kind, task, finding.New("patrol.why."+kind, "", args...)})
	}
	for _, r := range rivals {
		t := c.x.tasks[c.x.visits[r].task]
		args := []any{"need", c.m.label(t.need), "minutes", minutes(t.ways[0].onS), "hours", hoursText(t.need.Hours)}
		if add("visit", r, args...); len(t.need.Hours) > 0 {
			c.reasons[len(c.reasons)-1].say.Code += ".hours"
		}
	}
	t := c.x.tasks[c.x.visits[c.task].task]
	name, w := c.m.label(t.need), t.ways[0]
	add("stay", c.task, "need", name, "minutes", minutes(w.onS))
	add("place", c.task, "need", name, "minutes", float64(c.m.drive.To(w.enter))/60_000)
	if len(t.need.Hours) > 0 {
		add("hours", c.task, "need", name, "hours", hoursText(t.need.Hours))
	}
	if hours, most := c.m.rostered(c.from, c.until); len(hours) > 0 {
		add("crews", -1, "n", most)
		add("shift", -1, "hours", hours)
		for i := range 2 {
			c.reasons[len(c.reasons)-1-i].say.Code += ".rostered"
		}
	} else {
		add("crews", -1, "n", c.m.s.Crews)
		add("shift", -1, "hours", c.m.s.ShiftLength.Hours(), "from", clockText(c.m.s.ShiftStart))
	}
	c.lifted = make([]bool, len(c.reasons))
}

// lift leaves out some reasons, for good if the visit still does not fit.
func (c *clash) lift(ctx context.Context, from, until int) error {
	was := slices.Clone(c.lifted)
	for i := from; i < until; i++ {
		c.lifted[i] = true
	}
	if slices.Equal(was, c.lifted) || c.asked >= mostAsked {
		c.lifted = was
		return nil
	}
	fits, err := c.fits(ctx)
	if fits {
		c.lifted = was
	}
	return err
}

// fits asks the solver whether all visits can be made that are not lifted.
func (c *clash) fits(ctx context.Context) (bool, error) {
	c.asked++
	up := map[string]bool{}
	p := *c.x.p
	p.Shifts, p.Tasks = nil, nil
	for i, r := range c.reasons {
		switch {
		case c.lifted[i]:
			up[r.kind] = true
		case r.kind == "visit":
			p.Tasks = append(p.Tasks, c.x.p.Tasks[r.task])
		}
	}
	p.Tasks = append(p.Tasks, c.itself(up))
	for i, s := range c.x.p.Shifts {
		if day := c.x.days[i]; day < c.from || day > c.until {
			continue
		}
		if up["shift"] {
			s.Close = s.Open + 24*3600 - 1
			s.MaxS = s.Close - s.Open
		}
		p.Shifts = append(p.Shifts, s)
		if up["crews"] {
			p.Shifts = append(p.Shifts, slices.Repeat([]tour.Shift{s}, len(p.Tasks))...)
		}
	}
	if len(p.Shifts) == 0 {
		return false, nil
	}
	g := group{}
	for i := range p.Shifts {
		g.shifts = append(g.shifts, int32(i))
	}
	for i := range p.Tasks {
		g.tasks = append(g.tasks, int32(i))
	}
	sub, _ := g.part(&p)
	s, err := c.solve(ctx, sub, 1)
	if err != nil {
		return false, fmt.Errorf("find what is in the way: %w", err)
	}
	return len(s.LeftOut) == 0 && tour.Check(sub, s) == nil, nil
}

// itself is the task of the visit, without what is lifted.
func (c *clash) itself(up map[string]bool) tour.Task {
	v := c.x.visits[c.task]
	t := c.x.p.Tasks[c.task]
	t.Modes = slices.Clone(t.Modes)
	from := c.x.tasks[v.task]
	for k := range t.Modes {
		w := from.ways[k]
		if up["hours"] {
			n := *from.need
			n.Hours = nil
			t.Modes[k].Windows = orNever(c.m.windows(&n, w, v, v.least, v.most))
		}
		if up["stay"] {
			t.Modes[k].ServiceS, t.Modes[k].Cost = int32(w.inS+w.outS), int64(w.inS+w.outS)
		}
		if up["place"] {
			t.Modes[k].Enter, t.Modes[k].Leave = 0, 0
		}
	}
	return t
}

func hoursText(hours []Hours) string {
	var all []string
	for _, h := range hours {
		all = append(all, clockText(h.From)+"–"+clockText(h.Until))
	}
	return strings.Join(all, ", ")
}

func clockText(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours())%24, int(d.Minutes())%60)
}
