package search

import (
	"slices"

	"xunhu/routing/tour"
)

// big is a cost that stands for "cannot be": four of it still fit an int32, and no
// tour of a modal problem costs so much.
const big = 1 << 28

// A modal is a problem whose tasks have several modes and no windows, compiled.
// Vidal's representation: a route is a row of tasks, and its cost is that of the
// best choice of their modes. Tasks with fewer modes than the most have their first
// repeated, so that every row has the same width.
type modal struct {
	p     *tour.Problem
	n     int // tasks
	k     int // modes of each
	l     int // locations
	dims  int // of load
	kinds []modalKind
	kind  []int32 // by shift

	enter, leave []int32 // at task*k+mode: locations
	load         []int32 // at task*dims+d
	worth        []int64 // by task: what leaving it out costs
}

// A modalKind is all shifts that differ in nothing that a modal problem asks.
type modalKind struct {
	shifts     []int32
	start, end int32
	ways, back []int32 // cost of a way, at from*l+to and at to*l+from
	service    []int32 // at task*k+mode: cost of serving it so; big if it lacks the skill
	alone      []int32 // by task: cost of a tour of it alone, big if there is none
	capacity   []int32
	fixed      int64

	// Where a limit of time may bind, a way costs the same for each of its seconds. Then
	// a tour is short enough if its cost, and for each task what its time is worth beyond
	// its cost, come to no more than the limit is worth. Else beyond is nil.
	beyond []int64
	limit  int64
}

// compileModal gives ok false for a problem that holds more than this kernel knows.
func compileModal(p *tour.Problem) (m *modal, ok bool) {
	if len(p.Together)+len(p.Apart)+len(p.Periods)+len(p.Balances) > 0 {
		return nil, false
	}
	m = &modal{p: p, n: len(p.Tasks), k: 1, l: p.Locations}
	for i := range p.Tasks {
		t := &p.Tasks[i]
		if t.Place != tour.Anywhere || slices.ContainsFunc(t.Modes, func(m tour.Mode) bool { return len(m.Windows) > 0 }) {
			return nil, false
		}
		m.k = max(m.k, len(t.Modes))
	}
	if m.k > 2 {
		m.k = max(m.k, 4)
	} else {
		m.k = 2
	}
	for i := range p.Shifts {
		s := &p.Shifts[i]
		if s.Trips > 0 || len(s.Breaks)+len(s.Pinned) > 0 || s.RegularS > 0 && s.OvertimeCost > 0 {
			return nil, false
		}
		m.dims = max(m.dims, len(s.Capacity))
	}
	m.compileTasks()
	return m, m.compileKinds()
}

func (m *modal) compileTasks() {
	m.enter = make([]int32, m.n*m.k)
	m.leave = make([]int32, m.n*m.k)
	m.load = make([]int32, m.n*m.dims)
	m.worth = make([]int64, m.n)
	for i := range m.p.Tasks {
		t := &m.p.Tasks[i]
		for j := range m.k {
			mode := &t.Modes[m.mode(i, j)]
			m.enter[i*m.k+j], m.leave[i*m.k+j] = mode.Enter, mode.Leave
		}
		copy(m.load[i*m.dims:(i+1)*m.dims], t.Load)
		m.worth[i] = t.Prize
	}
}

// mode gives the mode of a task that stands at a place of its row.
func (m *modal) mode(task, place int) int {
	if place < len(m.p.Tasks[task].Modes) {
		return place
	}
	return 0
}

// compileKinds gathers shifts that are alike, and computes what each kind pays. It
// gives false if a sum might not fit or a limit of time might bind that is no limit of cost.
func (m *modal) compileKinds() bool {
	m.kind = make([]int32, len(m.p.Shifts))
	for i := range m.p.Shifts {
		s := &m.p.Shifts[i]
		k := slices.IndexFunc(m.kinds, func(k modalKind) bool { return alike(s, &m.p.Shifts[k.shifts[0]]) })
		if k < 0 {
			k = len(m.kinds)
			kind, ok := m.compileKind(s)
			if !ok {
				return false
			}
			m.kinds = append(m.kinds, kind)
		}
		m.kinds[k].shifts = append(m.kinds[k].shifts, int32(i))
		m.kind[i] = int32(k)
	}
	return true
}

func alike(a, b *tour.Shift) bool {
	return a.Class == b.Class && a.Start == b.Start && a.End == b.End && a.Close-a.Open == b.Close-b.Open &&
		a.MaxS == b.MaxS && a.MaxDrivingS == b.MaxDrivingS && a.Skills == b.Skills && slices.Equal(a.Capacity, b.Capacity) &&
		a.FixedCost == b.FixedCost && a.DistanceCost == b.DistanceCost && a.TravelCost == b.TravelCost && a.DurationCost == b.DurationCost
}
