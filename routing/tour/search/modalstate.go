package search

// A modalState is a plan that changes: every shift is a slot, with a tour or without.
type modalState struct {
	m      *modal
	routes []modalRoute
	used   []int32 // slots with tasks
	usedAt []int32 // by slot: where in used; -1 if not
	free   [][]int32
	where  []int32 // by task: its slot, or -1
	total  int64   // with what leaving out costs

	version []uint32
	next    uint32
	cache   []cached // at task*len(routes)+slot

	touched []int32
	saved   []modalRoute
	savedAs []uint32 // version by slot
	before  int64
}

type cached struct {
	version      uint32
	delta, place int32
}

func newModalState(m *modal) *modalState {
	s := &modalState{
		m: m, where: make([]int32, m.n), free: make([][]int32, len(m.kinds)),
		routes: make([]modalRoute, len(m.p.Shifts)), saved: make([]modalRoute, len(m.p.Shifts)),
		usedAt: make([]int32, len(m.p.Shifts)), version: make([]uint32, len(m.p.Shifts)), savedAs: make([]uint32, len(m.p.Shifts)),
		cache: make([]cached, m.n*len(m.p.Shifts)),
	}
	for i := range s.where {
		s.where[i] = -1
		s.total += m.worth[i]
	}
	for i := range s.routes {
		s.routes[i].empty(m, m.kind[i])
		s.usedAt[i] = -1
	}
	for k := range m.kinds {
		s.free[k] = append(s.free[k], m.kinds[k].shifts...)
	}
	return s
}

// begin makes what stands what undo comes back to.
func (s *modalState) begin() {
	s.touched = s.touched[:0]
	s.before = s.total
}

// touch keeps a tour as it was at begin, if it was not kept yet, and takes it out of the sum.
func (s *modalState) touch(slot int32) *modalRoute {
	r := &s.routes[slot]
	if s.savedAs[slot] == 0 {
		s.saved[slot].copyFrom(r)
		s.savedAs[slot] = s.version[slot] + 1
		s.touched = append(s.touched, slot)
	}
	s.next++
	s.version[slot] = s.next
	s.total -= s.paid(slot)
	return r
}

func (s *modalState) paid(slot int32) int64 {
	r := &s.routes[slot]
	if len(r.tasks) == 0 {
		return 0
	}
	return int64(r.cost) + s.m.kinds[r.kind].fixed
}

// changed puts a tour back into the sum, and the list of tours right.
func (s *modalState) changed(slot int32) {
	s.total += s.paid(slot)
	s.list(slot)
}

func (s *modalState) list(slot int32) {
	has := len(s.routes[slot].tasks) > 0
	at := s.usedAt[slot]
	switch {
	case has && at < 0:
		s.usedAt[slot] = int32(len(s.used))
		s.used = append(s.used, slot)
		f := s.free[s.routes[slot].kind]
		for i := len(f) - 1; ; i-- {
			if f[i] == slot {
				f[i] = f[len(f)-1]
				s.free[s.routes[slot].kind] = f[:len(f)-1]
				break
			}
		}
	case !has && at >= 0:
		last := s.used[len(s.used)-1]
		s.used[at], s.usedAt[last] = last, at
		s.used = s.used[:len(s.used)-1]
		s.usedAt[slot] = -1
		s.free[s.routes[slot].kind] = append(s.free[s.routes[slot].kind], slot)
	}
}

// accept forgets what stood at begin.
func (s *modalState) accept() {
	for _, slot := range s.touched {
		s.savedAs[slot] = 0
	}
	s.touched = s.touched[:0]
}

// undo comes back to what stood at begin.
func (s *modalState) undo() {
	for _, slot := range s.touched {
		for _, task := range s.routes[slot].tasks {
			s.where[task] = -1
		}
	}
	for _, slot := range s.touched {
		s.routes[slot], s.saved[slot] = s.saved[slot], s.routes[slot]
		s.version[slot] = s.savedAs[slot] - 1
		s.savedAs[slot] = 0
		for _, task := range s.routes[slot].tasks {
			s.where[task] = slot
		}
		s.list(slot)
	}
	s.touched = s.touched[:0]
	s.total = s.before
}

func (s *modalState) insert(task, slot, place int32) {
	s.touch(slot).add(s.m, task, int(place))
	s.where[task] = slot
	s.total -= s.m.worth[task]
	s.changed(slot)
}

func (s *modalState) cut(slot, i, j int32) {
	r := s.touch(slot)
	for _, task := range r.tasks[i:j] {
		s.where[task] = -1
		s.total += s.m.worth[task]
	}
	r.cut(s.m, int(i), int(j))
	s.changed(slot)
}

func (s *modalState) cheapest(task, slot int32) (delta, place int32) {
	c := &s.cache[int(task)*len(s.routes)+int(slot)]
	if c.version != s.version[slot] {
		c.delta, c.place = s.routes[slot].cheapest(s.m, task)
		c.version = s.version[slot]
	}
	return c.delta, c.place
}
