package search

import "xunhu/routing/tour"

// A kernel prices tours. It keeps a table for each slot; a slot holds the tour of one
// shift, and stays as it is until it is set again. Each island has its own.
type kernel interface {
	// set makes a slot hold the tour of a shift through tasks in this order, and gives
	// what the tour costs, nothing if there are no tasks. It is false, and
	// the slot unusable, where no such tour is right.
	set(slot, shift int32, tasks []int32) (cost int64, ok bool)

	// cheapest gives the place in a slot's tour at which a task costs least, and how much
	// dearer the tour then is: it comes before the task that is at that place now. The
	// place except does not count. Place is -1 if there is none.
	cheapest(slot, task, except int32) (delta int64, place int32)

	// tour writes out the tour of a shift through tasks that set has accepted.
	tour(shift int32, tasks []int32) tour.Tour
}

// newKernel gives the plainest kernel that does all a problem asks for.
func newKernel(c *compiled) kernel {
	switch {
	case c.plainTours() && c.windows:
		return newWindows(c)
	case c.plainTours():
		return newPoints(c)
	case c.modal != nil:
		return newModes(c)
	default:
		return newGeneral(c)
	}
}

// plain tells whether tours are plain and do not depend on each other.
func (c *compiled) plain() bool { return c.plainTours() && len(c.p.Periods) == 0 }

// plainTours tells whether a problem is one of tasks in one mode, at any time or within one window, and of
// shifts that differ in costs and limits only: what the kernels of 32 bits can price. On which days tasks
// are repeated is nothing that a kernel sees.
func (c *compiled) plainTours() bool {
	p := c.p
	if len(p.Together)+len(p.Apart)+len(p.Balances) > 0 {
		return false
	}
	for i := range p.Tasks {
		t := &p.Tasks[i]
		if m := t.Modes[0]; len(t.Modes) > 1 || len(m.Windows) > 1 || int64(m.ServiceS) >= dearest || t.Place != tour.Anywhere {
			return false
		}
	}
	for k := range c.kinds {
		s := &c.kinds[k]
		if !s.ways.narrow || s.Trips > 0 || len(s.Breaks)+len(s.Pinned) > 0 {
			return false
		}
	}
	return true
}
