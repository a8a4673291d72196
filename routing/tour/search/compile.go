package search

import (
	"slices"

	"xunhu/routing/tour"
)

// Bounds within which a sum of a few numbers stays in 32 bits.
const (
	never   = int32(1) << 29 // a moment past all others
	noWay   = tour.Far / 2   // a cost or time from which on a way is none
	dearest = int64(1) << 27 // a way may cost less than so much in 32 bits
)

// A compiled problem is what all islands read: tasks and shifts as flat arrays. Of a
// task's modes it knows the first.
type compiled struct {
	p *tour.Problem
	n int // tasks

	dims                                int // of loads
	load                                []int32
	enter, leave, service, opens, shuts []int32
	serve                               []int64 // what the mode costs
	price                               []int64 // what leaving a task out costs here
	windows                             bool    // some task has one
	oneMode                             bool    // all tasks have but one
	modal                               *modal  // tasks in several modes; nil if another kernel is wanted

	kinds  []kind
	kindOf []int32 // by shift
	able   []bool  // by task and kind: has the skills

	pinned             []bool  // by task: stands in a tour that has begun
	pinnedIn, pinnedAt []int32 // that of which shift, and when it begins
	joint              *joint  // nil if no tour depends on another

	near   []int32 // by task: the nearest others, nearest first
	nearby int     // how many
	orders []order
	scale  float64 // what going to a neighbour costs, about

	prizeScale float64 // the mean prize of optional tasks, 0 if there are none
}

// A kind is shifts that differ in nothing but their number.
type kind struct {
	*tour.Shift
	ways        *ways
	capacity    []int32
	open, close int32 // of the shift, within bounds
}

func compile(p *tour.Problem) *compiled {
	c := &compiled{p: p, n: len(p.Tasks)}
	for i := range p.Shifts {
		c.dims = max(c.dims, len(p.Shifts[i].Capacity))
	}
	c.addTasks()
	c.addShifts()
	c.addPrices()
	c.addNear()
	c.joint = newJoint(c)
	c.addOrders()
	if !c.plainTours() {
		if c.modal = newModal(c); c.modal != nil {
			c.scale = c.modal.scale(c)
		}
	}
	return c
}

func (c *compiled) addTasks() {
	c.load = make([]int32, c.n*c.dims)
	for _, s := range []*[]int32{&c.enter, &c.leave, &c.service, &c.opens, &c.shuts} {
		*s = make([]int32, c.n)
	}
	c.serve, c.oneMode = make([]int64, c.n), true
	for i := range c.p.Tasks {
		t := &c.p.Tasks[i]
		copy(c.load[i*c.dims:(i+1)*c.dims], t.Load)
		m := &t.Modes[0]
		c.oneMode = c.oneMode && len(t.Modes) == 1
		c.enter[i], c.leave[i], c.service[i], c.serve[i] = m.Enter, m.Leave, min(m.ServiceS, never), m.Cost
		c.opens[i], c.shuts[i] = -never, never
		if w := m.Windows; len(w) > 0 {
			c.opens[i], c.shuts[i] = max(w[0].Open, -never), min(w[len(w)-1].Close, never)
			c.windows = true
		}
	}
}

func (c *compiled) addShifts() {
	c.kindOf = make([]int32, len(c.p.Shifts))
	for i := range c.p.Shifts {
		s := &c.p.Shifts[i]
		k := slices.IndexFunc(c.kinds, func(k kind) bool { return c.alike(k.Shift, s) })
		if k < 0 {
			k = len(c.kinds)
			full := slices.Repeat([]int32{never}, c.dims)
			copy(full, s.Capacity)
			c.kinds = append(c.kinds, kind{s, c.newWays(s), full, max(s.Open, -never), min(s.Close, never)})
		}
		c.kindOf[i] = int32(k)
	}
	c.pinned, c.pinnedIn, c.pinnedAt = make([]bool, c.n), make([]int32, c.n), make([]int32, c.n)
	for i := range c.p.Shifts {
		for _, v := range c.p.Shifts[i].Pinned {
			if v.Task >= 0 {
				c.pinned[v.Task], c.pinnedIn[v.Task], c.pinnedAt[v.Task] = true, int32(i), v.Begin
			}
		}
	}
	c.able = make([]bool, c.n*len(c.kinds))
	for i := range c.n {
		for k := range c.kinds {
			for j := range c.p.Tasks[i].Modes {
				if c.p.Tasks[i].Modes[j].Skills&^c.kinds[k].Skills == 0 {
					c.able[i*len(c.kinds)+k] = true
				}
			}
		}
	}
}

// alike tells whether two shifts can stand for each other.
func (c *compiled) alike(a, b *tour.Shift) bool {
	return a.Class == b.Class && (a.Day == b.Day || len(c.p.Periods) == 0) && a.Start == b.Start && a.End == b.End &&
		a.Open == b.Open && a.Close == b.Close && a.MaxS == b.MaxS && a.MaxDrivingS == b.MaxDrivingS &&
		a.Skills == b.Skills && slices.Equal(a.Capacity, b.Capacity) && a.Trips == b.Trips && a.ReloadS == b.ReloadS &&
		slices.Equal(a.Breaks, b.Breaks) && len(a.Pinned)+len(b.Pinned)+len(c.p.Balances) == 0 &&
		a.FixedCost == b.FixedCost && a.DistanceCost == b.DistanceCost && a.TravelCost == b.TravelCost &&
		a.DurationCost == b.DurationCost && a.RegularS == b.RegularS && a.OvertimeCost == b.OvertimeCost
}

// addPrices makes a required task dearer to leave out than anything it could be
// left out for.
func (c *compiled) addPrices() {
	c.price = make([]int64, c.n)
	high := int64(1)
	for i := range c.p.Tasks {
		high += c.p.Tasks[i].Prize
	}
	for k := range c.kinds {
		high = max(high, c.kinds[k].FixedCost+8*c.kinds[k].ways.most)
	}
	optional := 0
	plain := c.plain()
	if !plain {
		high = unkept >> 3
	}
	for i := range c.p.Tasks {
		c.price[i] = c.p.Tasks[i].Prize
		if c.p.Tasks[i].Required {
			c.price[i] += 4 * high
			if plain {
				c.price[i] += c.serve[i]
			}
		} else {
			optional++
			c.prizeScale += float64(c.price[i])
		}
	}
	c.prizeScale /= max(1, float64(optional))
}

// can tells whether a kind has the skills for some mode of a task.
func (c *compiled) can(kind, task int32) bool { return c.able[int(task)*len(c.kinds)+int(kind)] }

// fits tells whether a trip of a kind that carries a load can take a task as well.
func (c *compiled) fits(kind int32, load []int32, task int32) bool {
	if !c.can(kind, task) {
		return false
	}
	own := c.load[int(task)*c.dims:]
	for d, full := range c.kinds[kind].capacity {
		if load[d]+own[d] > full {
			return false
		}
	}
	return true
}

// prizesRule tells whether what is served matters far more than what it costs.
func (c *compiled) prizesRule() bool { return c.prizeScale > prizesOver*c.scale }
