package tourtest

import (
	"cmp"
	"math/bits"
	"slices"

	"xunhu/routing/tour"
)

// A label is a tour up to a visit, or with from and visit of the last one a whole one.
type label struct {
	from        *label
	visit       tour.Visit
	visits      int
	set         uint32 // the tasks that are served
	depart, now int32
	at          int32 // the location
	driven      int64
	load        [2]int64
	trips       int32
	rested      uint32
	cost, work  int64
	met         string // when the tasks with companions begin
	beaten      bool   // another is at least as good
}

// key is in what labels must agree to be compared: what can follow must be the same.
type key struct {
	set, rested uint32
	at          int32
	pinned      int
	work        int64
	met         string
}

// builder tries all tours of one shift.
type builder struct {
	p        *tour.Problem
	number   int // of the shift
	shift    *tour.Shift
	balanced bool
	timed    bool   // it matters when a tour departs
	met      []bool // by task: whether it has companions
	apart    []uint32
	fronts   map[key][]*label
	layers   [][]*label // by how many tasks and breaks have been done, and trips: still to be extended
	whole    map[key]*label
}

// toursOf gives for each set of tasks the cheapest tour of a shift; several, where
// they differ in work that is balanced or in when companions are met.
func toursOf(p *tour.Problem, shift int32) []*label {
	b := &builder{p: p, number: int(shift), shift: &p.Shifts[shift], met: make([]bool, len(p.Tasks)), apart: make([]uint32, len(p.Tasks)),
		fronts: map[key][]*label{}, whole: map[key]*label{}}
	for _, x := range p.Balances {
		b.balanced = b.balanced || x.Cost > 0 && len(x.Shifts) > 1 && slices.Contains(x.Shifts, shift)
	}
	for _, x := range p.Together {
		b.met[x.A], b.met[x.B] = true, true
	}
	for _, x := range slices.Concat(p.Apart, p.Together) {
		b.apart[x.A] |= 1 << x.B
		b.apart[x.B] |= 1 << x.A
	}
	b.timed = b.shift.DurationCost > 0 || b.shift.MaxS > 0 || b.shift.RegularS > 0 || len(b.shift.Breaks) > 0
	b.layers = make([][]*label, (len(p.Tasks)+len(b.shift.Breaks)+1)*b.trips())
	for depart := b.shift.Close; depart >= b.shift.Open; depart-- {
		b.push(&label{depart: depart, now: depart, at: b.shift.Start})
	}
	for i := range b.layers {
		for _, l := range b.layers[i] { // what is at least as good as one of them has been pushed by now
			if !l.beaten {
				b.extend(l)
			}
		}
		b.layers[i] = nil
	}
	var all []*label
	for _, l := range b.whole {
		all = append(all, l)
	}
	slices.SortFunc(all, func(x, y *label) int { // the order of a map is not one
		return cmp.Or(cmp.Compare(x.cost, y.cost), cmp.Compare(x.set, y.set), cmp.Compare(x.work, y.work), cmp.Compare(x.met, y.met))
	})
	return all
}

// trips is how many numbers of unloadings a tour may have; what is pinned counts too.
func (b *builder) trips() int { return int(b.shift.Trips) + 1 }

// push keeps a tour to be extended, unless another is at least as good.
func (b *builder) push(l *label) {
	k := key{set: l.set, rested: l.rested, at: l.at, pinned: min(l.visits, len(b.shift.Pinned)), met: l.met}
	if b.balanced {
		k.work = l.work
	}
	front := b.fronts[k]
	for _, o := range front {
		if b.covers(o, l) {
			return
		}
	}
	left := front[:0]
	for _, o := range front {
		if o.beaten = b.covers(l, o); !o.beaten {
			left = append(left, o)
		}
	}
	b.fronts[k] = append(left, l)
	i := (bits.OnesCount32(l.set)+bits.OnesCount32(l.rested))*b.trips() + int(l.trips)
	b.layers[i] = append(b.layers[i], l)
}

// covers tells whether a tour is at least as good as another with the same key, in all that matters.
func (b *builder) covers(l, o *label) bool {
	return (l.depart >= o.depart || !b.timed) && l.now <= o.now && (l.driven <= o.driven || b.shift.MaxDrivingS == 0) &&
		l.load[0] <= o.load[0] && l.load[1] <= o.load[1] && l.trips <= o.trips && l.cost <= o.cost
}

// extend extends a tour in all ways.
func (b *builder) extend(l *label) {
	b.finish(l)
	if l.visits < len(b.shift.Pinned) {
		b.visit(l, b.shift.Pinned[l.visits], true)
		return
	}
	for i := range b.p.Tasks {
		for j := range b.p.Tasks[i].Modes {
			b.visit(l, tour.Visit{Task: int32(i), Mode: int32(j)}, false)
		}
	}
	if l.from == nil || l.visit.Task != tour.Reload {
		b.visit(l, tour.Visit{Task: tour.Reload}, false)
	}
	for i, rest := range b.shift.Breaks {
		if l.depart < rest.Close && rest.Close < b.shift.Close { // else nobody need take it
			b.visit(l, tour.Visit{Task: tour.Rest, Mode: int32(i)}, false)
		}
	}
}

// travel goes to a location, if there is a way.
func (b *builder) travel(l *label, to int32) bool {
	t, d := b.p.Time(b.shift.Class, l.at, to), b.p.Distance(b.shift.Class, l.at, to)
	if t == tour.Far || d == tour.Far {
		return false
	}
	l.now, l.at = l.now+t, to
	l.driven, l.work = l.driven+int64(t), l.work+int64(t)
	l.cost += b.shift.TravelCost*int64(t) + b.shift.DistanceCost*int64(d)
	return l.now <= b.shift.Close && (b.shift.MaxDrivingS == 0 || l.driven <= int64(b.shift.MaxDrivingS))
}

// visit extends a tour by a visit as early as it can begin, or at the moment for
// which it is pinned, or, if companions may have to be met there, at any moment.
func (b *builder) visit(from *label, v tour.Visit, pinned bool) {
	l := *from
	l.from, l.visits = from, from.visits+1
	var lasts, leave int32
	var windows []tour.Window
	switch v.Task {
	case tour.Reload:
		if l.trips++; l.trips > b.shift.Trips || !b.travel(&l, b.shift.Start) {
			return
		}
		l.load, lasts, leave = [2]int64{}, b.shift.ReloadS, l.at
	case tour.Rest:
		if l.rested>>v.Mode&1 != 0 {
			return
		}
		l.rested |= 1 << v.Mode
		rest := b.shift.Breaks[v.Mode]
		windows, lasts, leave = []tour.Window{{Open: rest.Open, Close: rest.Close}}, rest.LastsS, l.at
	default:
		mode := b.p.Mode(v)
		if !b.may(from, v.Task) || mode.Skills&^b.shift.Skills != 0 || !b.travel(&l, mode.Enter) {
			return
		}
		l.set |= 1 << v.Task
		for k, x := range b.p.Tasks[v.Task].Load[:min(len(b.shift.Capacity), len(b.p.Tasks[v.Task].Load))] {
			if l.load[k] += int64(x); l.load[k] > int64(b.shift.Capacity[k]) {
				return
			}
		}
		l.cost += mode.Cost
		l.work += int64(mode.ServiceS)
		windows, lasts, leave = mode.Windows, mode.ServiceS, mode.Leave
	}
	l.at = leave
	first, last := l.now, b.shift.Close
	if pinned {
		first, last = max(v.Begin, first), v.Begin
	}
	for v.Begin = first; v.Begin <= last; v.Begin++ {
		if len(windows) > 0 && !slices.ContainsFunc(windows, func(w tour.Window) bool { return w.Open <= v.Begin && v.Begin <= w.Close }) {
			continue
		}
		next := l
		next.visit, next.now = v, v.Begin+lasts
		meets := v.Task >= 0 && b.met[v.Task]
		if meets && !b.mayMeet(v) {
			continue
		}
		if meets {
			next.met = met(l.met, v)
		}
		b.push(&next)
		if !meets {
			return
		}
	}
}

// mayMeet tells whether companions could begin at that moment too, in some other shift.
func (b *builder) mayMeet(v tour.Visit) bool {
	for _, c := range companions(b.p, v.Task) {
		if !slices.ContainsFunc(b.p.Tasks[c].Modes, func(m tour.Mode) bool {
			return (len(m.Windows) == 0 || slices.ContainsFunc(m.Windows, func(w tour.Window) bool { return w.Open <= v.Begin && v.Begin <= w.Close })) &&
				b.others(m, v.Begin)
		}) {
			return false
		}
	}
	return true
}

// others tells whether another shift could serve a mode at a moment, as far as its skills and hours say.
func (b *builder) others(m tour.Mode, at int32) bool {
	for k := range b.p.Shifts {
		s := &b.p.Shifts[k]
		if k != b.number && m.Skills&^s.Skills == 0 && s.Open <= at && at <= s.Close-m.ServiceS {
			return true
		}
	}
	return false
}

// met notes when a visit begins, in the order of tasks whatever that of the tour.
func met(before string, v tour.Visit) string {
	s := before + string([]rune{rune('a' + v.Task), rune(0x1000 + v.Begin)})
	r := []rune(s)
	for i := len(r) - 2; i >= 2 && r[i] < r[i-2]; i -= 2 {
		r[i], r[i-2] = r[i-2], r[i]
		r[i+1], r[i-1] = r[i-1], r[i+1]
	}
	return string(r)
}

// may tells whether a task may come next.
func (b *builder) may(l *label, task int32) bool {
	if l.set>>task&1 != 0 || l.set&b.apart[task] != 0 || l.set != 0 && b.p.Tasks[task].Place == tour.First {
		return false
	}
	for i := range b.p.Tasks {
		if l.set>>i&1 != 0 && b.p.Tasks[i].Place == tour.Last {
			return false
		}
	}
	return true
}

// finish brings a tour home and keeps it, if it is right and the cheapest of its kind.
func (b *builder) finish(l *label) {
	home := *l
	if l.set == 0 || l.visits < len(b.shift.Pinned) || !b.travel(&home, b.shift.End) {
		return
	}
	away := home.now - l.depart
	if b.shift.MaxS > 0 && away > b.shift.MaxS {
		return
	}
	for i, rest := range b.shift.Breaks {
		if l.depart < rest.Close && home.now > rest.Close && l.rested>>i&1 == 0 {
			return
		}
	}
	home.cost += b.shift.FixedCost + b.shift.DurationCost*int64(away)
	if b.shift.RegularS > 0 {
		home.cost += b.shift.OvertimeCost * int64(max(0, away-b.shift.RegularS))
	}
	k := key{set: home.set, met: home.met}
	if b.balanced {
		k.work = home.work
	}
	if o, ok := b.whole[k]; !ok || home.cost < o.cost {
		b.whole[k] = &home
	}
}
