package search

import "xunhu/routing/tour"

const beyond = int64(1) << 50 // more than anything costs

// edge is what the way from one location to another costs at least, unloading between
// them or not.
func (g *generalKind) edge(from, to int32) int64 {
	cost := g.way(from, to)
	if g.Trips > 0 {
		cost = min(cost, g.way(from, g.Start)+g.way(g.Start, to))
	}
	return cost
}

func (g *generalKind) way(from, to int32) int64 {
	i := int(from)*g.ways.size + int(to)
	cost := g.second * int64(g.times[i])
	if g.times[i] == tour.Far {
		return beyond
	}
	if g.distances != nil {
		if g.distances[i] == tour.Far {
			return beyond
		}
		cost += g.DistanceCost * int64(g.distances[i])
	}
	return cost
}

// addRest finds from the last task to the first what is still to pay at least.
func (k *general) addRest(s *generalSlot, g *generalKind) {
	n := 0
	s.restOf = s.restOf[:0]
	for _, t := range s.tasks {
		s.restOf = append(s.restOf, int32(n))
		n += int(k.modeOf[t+1] - k.modeOf[t])
	}
	s.rest = append(s.rest[:0], make([]int64, n)...)
	for i := len(s.tasks) - 1; i >= 0; i-- {
		for j := k.modeOf[s.tasks[i]]; j < k.modeOf[s.tasks[i]+1]; j++ {
			m := &k.modes[j]
			cost := beyond
			if m.skills&^g.Skills == 0 {
				cost = m.cost + g.DurationCost*int64(m.service) + k.onward(s, g, m.leave, i+1)
			}
			s.rest[s.restOf[i]+j-k.modeOf[s.tasks[i]]] = min(cost, beyond)
		}
	}
}

// onward is what is to pay at least from a location through the tasks from some place on.
func (k *general) onward(s *generalSlot, g *generalKind, at int32, place int) int64 {
	if place == len(s.tasks) {
		return g.edge(at, g.End)
	}
	least := beyond
	t := s.tasks[place]
	for j := k.modeOf[t]; j < k.modeOf[t+1]; j++ {
		least = min(least, g.edge(at, k.modes[j].enter)+s.rest[s.restOf[place]+j-k.modeOf[t]])
	}
	return least
}

// cheapest follows a task into the places of a tour, those first where it could cost least.
func (k *general) cheapest(slot, task, except int32) (int64, int32) {
	s := &k.slots[slot]
	g := &k.kinds[s.kind]
	if !k.mayJoin(s, g, task) {
		return 0, -1
	}
	k.bounds = k.bounds[:0]
	for place := range len(s.tasks) + 1 {
		bound := beyond
		if int32(place) != except && k.mayGo(s, g, place, task) {
			bound = k.bound(s, g, place, task)
		}
		k.bounds = append(k.bounds, bound)
	}
	best, at := beyond, int32(-1)
	for {
		place := 0
		for i, b := range k.bounds {
			if b < k.bounds[place] {
				place = i
			}
		}
		if k.bounds[place] >= best {
			break
		}
		k.bounds[place] = beyond
		if cost := k.through(s, g, place, task, best); cost < best {
			best, at = cost, int32(place)
		}
	}
	return best - s.cost, at
}

// mayJoin looks at what does not depend on the place.
func (k *general) mayJoin(s *generalSlot, g *generalKind, task int32) bool {
	if !k.c.can(s.kind, task) {
		return false
	}
	if g.Trips == 0 {
		d, n := k.c.dims, len(s.tasks)
		for j, full := range g.capacity {
			if s.load[n*d+j]+k.c.load[int(task)*d+j] > full {
				return false
			}
		}
	}
	for _, other := range k.apart[task] {
		for _, t := range s.tasks {
			if t == other {
				return false
			}
		}
		for _, v := range g.Pinned {
			if v.Task == other {
				return false
			}
		}
	}
	return true
}

// mayGo looks at what must be first or last.
func (k *general) mayGo(s *generalSlot, g *generalKind, place int, task int32) bool {
	tasks, n := k.c.p.Tasks, len(s.tasks)
	switch tasks[task].Place {
	case tour.First:
		if place > 0 || g.pinnedTasks() > 0 {
			return false
		}
	case tour.Last:
		if place < n {
			return false
		}
	}
	if place == 0 && n > 0 && tasks[s.tasks[0]].Place == tour.First || place == n && n > 0 && tasks[s.tasks[n-1]].Place == tour.Last {
		return false
	}
	if len(g.Pinned) > 0 {
		for _, v := range g.Pinned {
			if v.Task >= 0 && tasks[v.Task].Place == tour.Last {
				return false
			}
		}
	}
	return true
}

// bound is what the tour costs at least with a task at a place.
func (k *general) bound(s *generalSlot, g *generalKind, place int, task int32) int64 {
	least := beyond
	for i := k.modeOf[task]; i < k.modeOf[task+1]; i++ {
		m := &k.modes[i]
		if m.skills&^g.Skills != 0 {
			continue
		}
		on := beyond
		for j := s.layers[place]; j < s.layers[place+1]; j++ {
			l := &s.labels[j]
			if t := g.time(l.at, m.enter); t > m.shut-l.ready {
				continue
			}
			if on == beyond {
				on = g.FixedCost + m.cost + g.DurationCost*int64(m.service) + k.onward(s, g, m.leave, place)
			}
			least = min(least, l.cost+g.DurationCost*int64(l.busy)+g.edge(l.at, m.enter)+on)
		}
	}
	return min(least, beyond)
}

// through is what the tour costs with a task at a place, if that is less than enough.
func (k *general) through(s *generalSlot, g *generalKind, place int, task int32, enough int64) int64 {
	now, next := k.labels[0][:0], k.labels[1][:0]
	d := k.c.dims
	for j := s.layers[place]; j < s.layers[place+1]; j++ {
		l := s.labels[j]
		if g.Trips == 0 || k.carries(s, g, place, l.since, k.c.load[int(task)*d:]) {
			now = k.extend(now, 0, g, s.shift, &l, 0, task)
		}
	}
	now = k.pause(now, 0, g, s.shift, int32(place)+1)
	for i := place; i < len(s.tasks) && len(now) > 0; i++ {
		next = next[:0]
		for j := range now {
			l := now[j]
			if l.cost+g.DurationCost*int64(l.busy)+g.FixedCost+k.onward(s, g, l.at, i) >= enough {
				continue
			}
			if g.Trips > 0 {
				// numbers of tasks served count the new one
				since, own := l.since, []int32(nil)
				if since <= int32(place) {
					own = k.c.load[int(task)*d:]
				} else {
					since--
				}
				if !k.carries(s, g, i+1, since, own) {
					continue
				}
			}
			next = k.extend(next, 0, g, s.shift, &l, 0, s.tasks[i])
		}
		next = k.pause(next, 0, g, s.shift, int32(i)+2)
		now, next = next, now
	}
	for j := range now {
		if e, ok := g.finish(&now[j]); ok && e.cost < enough {
			enough = e.cost
		}
	}
	k.labels[0], k.labels[1] = now, next
	return enough
}

// carries tells whether a trip can take the tasks of the tour up to the one that makes n, since some
// were unloaded, and a load of its own.
func (k *general) carries(s *generalSlot, g *generalKind, n int, since int32, own []int32) bool {
	d := k.c.dims
	for j, full := range g.capacity {
		carried := s.load[n*d+j]
		if since >= 0 {
			carried -= s.load[int(since)*d+j]
		}
		if own != nil {
			carried += own[j]
		}
		if carried > full {
			return false
		}
	}
	return true
}
