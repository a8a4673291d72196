package search

import "slices"

// A jointState is what a plan of a joint problem knows besides its tours.
type jointState struct {
	*joint
	g *general // the kernel; nil where only periods join tours, which need not know

	meets   []meeting // what undo sets back
	balance int64     // what balances cost, in the plan's cost too
	penalty int64     // what broken ties cost, in it too
	was     [2]int64  // both at the last commit
	load    []int64   // by shift: its work
	held    []int64   // by slot: the work of its tour

	answers []answer // by task, and any day or the number of one
	asked   uint64   // how often ties have been put in

	tried []uint32 // by tie: the trial in which it was last put in
	trial uint32
	best  agreement

	todo, moments, hosts, chosen, drawn []int32
	loose                               []meeters // may meet at any moment, for now
}

// An answer is what a task costs at least on a day, while one tie is put in.
type answer struct {
	delta int64
	asked uint64
}

// A meeting is when a task was to begin before a trial.
type meeting struct{ task, at int32 }

// meeters are those of a tie who meet each other.
type meeters struct {
	tie   int32
	group []int32
}

// An agreement is what tours have to keep so that they go together: when tasks begin, and
// how much work each shift has.
type agreement struct {
	meet   []int32
	work   []int64
	broken bool // what is pinned is in want of companions, or of visits on other days
}

func newJointState(c *compiled, k kernel) *jointState {
	if c.joint == nil {
		return nil
	}
	s := &jointState{joint: c.joint, tried: make([]uint32, len(c.joint.ties)),
		load: make([]int64, len(c.p.Shifts)), held: make([]int64, 2*len(c.p.Shifts)),
		answers: make([]answer, c.n*(len(c.joint.days)+1))}
	if s.g, _ = k.(*general); s.g != nil {
		s.best.meet, s.best.work = slices.Clone(s.g.meet), slices.Clone(s.g.work)
	}
	return s
}

// at changes when a task must begin.
func (s *jointState) at(task, moment int32) {
	if s.g != nil && s.g.meet[task] != moment {
		s.meets = append(s.meets, meeting{task, s.g.meet[task]})
		s.g.meet[task] = moment
	}
}

// meeting tells whether a task has companions.
func (s *jointState) meeting(task int32) bool {
	k := s.tieOf[task]
	if k < 0 {
		return false
	}
	for _, group := range s.ties[k].groups {
		for _, i := range group {
			if s.ties[k].tasks[i] == task {
				return len(group) > 1
			}
		}
	}
	return false
}

// tied tells whether one of some tasks depends on others in more than the day.
func (s *jointState) tied(tasks []int32) bool {
	if s.g == nil {
		return false
	}
	for _, t := range tasks {
		if s.tieOf[t] >= 0 {
			return true
		}
	}
	return false
}

// sameDay tells whether two shifts are on one day.
func (x *plan) sameDay(r, q int32) bool { return x.c.p.Shifts[r].Day == x.c.p.Shifts[q].Day }

func (s *jointState) commit() {
	s.meets = s.meets[:0]
	s.was = [2]int64{s.balance, s.penalty}
}

func (s *jointState) undo(changed, slot []int32) {
	for i := len(s.meets) - 1; i >= 0; i-- {
		s.g.meet[s.meets[i].task] = s.meets[i].at
	}
	s.meets, s.loose = s.meets[:0], s.loose[:0]
	s.balance, s.penalty = s.was[0], s.was[1]
	for _, r := range changed {
		s.load[r] = s.held[slot[r]]
	}
}

// keep notes what goes with the best tours.
func (s *jointState) keep() {
	s.best.broken = s.penalty > 0
	if s.g == nil {
		return
	}
	copy(s.best.meet, s.g.meet)
	for r, work := range s.load {
		if s.g.balanced[r] {
			s.best.work[r] = work
		}
	}
}

// found gives what goes with the best tours.
func (s *jointState) found() agreement {
	return agreement{slices.Clone(s.best.meet), slices.Clone(s.best.work), s.best.broken}
}

// adopt makes tours keep an agreement.
func (s *jointState) adopt(a agreement) {
	if s.g != nil {
		copy(s.g.meet, a.meet)
		copy(s.g.work, a.work)
	}
}
