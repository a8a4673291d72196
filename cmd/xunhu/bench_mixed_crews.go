package main

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/routing/graph"
	"xunhu/routing/matrix"
	"xunhu/routing/road"
	"xunhu/routing/tour"
)

// boats tells whether the region has any: a landing, which is among the first locations.
func (m *mixer) boats() bool { return slices.ContainsFunc(m.spots, func(s spot) bool { return s.wet }) }

// waters are spots on lakes for boats alone. They may be left out.
func (m *mixer) waters(n int) (made int) {
	for range 20 * n {
		if made == n || len(m.a.Lakes) == 0 {
			break
		}
		lake := m.a.Lakes[m.rng.IntN(len(m.a.Lakes))]
		if l, ok := m.onWater(lake.Name, m.within(lake.Geometry)); ok {
			m.p.Tasks = append(m.p.Tasks, tour.Task{Prize: m.prize(), Modes: []tour.Mode{{Enter: l, Leave: l, ServiceS: 15 * 60}}})
			made++
		}
	}
	return made
}

// areas are looked at from any of some places on the road, at dawn or at dusk. They may be
// left out.
func (m *mixer) areas(n int) (made int) {
	all := slices.Concat(m.a.Wetlands, m.a.Zones)
	for range 20 * n {
		if made >= n {
			break
		}
		name, area := "", orb.MultiPolygon(nil)
		if len(all) > 0 {
			x := all[m.rng.IntN(len(all))]
			name, area = x.Name, x.Geometry
		} else {
			t := m.a.Towns[m.rng.IntN(len(m.a.Towns))]
			name, area = t.Name, t.Area
		}
		var modes []tour.Mode
		windows := m.daily(6.5, 9.5)
		if m.rng.IntN(2) == 0 {
			windows = m.daily(15.5, 18)
		}
		for range 1 + m.rng.IntN(3) {
			l, walk, ok := m.ashore(name, m.within(area))
			if ok && !slices.ContainsFunc(modes, func(x tour.Mode) bool { return x.Enter == l }) {
				modes = append(modes, tour.Mode{Enter: l, Leave: l, ServiceS: 20*60 + 2*walk, Windows: windows})
			}
		}
		if len(modes) > 0 {
			m.p.Tasks = append(m.p.Tasks, tour.Task{Prize: m.prize(), Modes: modes})
			made++
		}
	}
	return made
}

// crews stand at the posts in turn, some early and some late; one in five has a boat.
func (m *mixer) crews(n int, posts, landings []int32) {
	for d := range m.days {
		for i := range n {
			begin := int32(6*hour + i%3*hour)
			s := tour.Shift{
				Day: d, Start: posts[i%len(posts)], Open: d*dayS + begin, Close: d*dayS + begin + 11*hour, MaxS: 10 * hour, MaxDrivingS: 6 * hour,
				Capacity: []int32{samples}, Trips: 1, ReloadS: unloadS, FixedCost: fixedCost, TravelCost: 1,
				RegularS: 8 * hour, OvertimeCost: 1,
				Breaks: []tour.Break{{Open: d*dayS + 11*hour + hour/2, Close: d*dayS + 13*hour + hour/2, LastsS: 45 * 60}},
			}
			if i%2 == 0 {
				s.Skills |= sampling
			}
			if i%3 != 1 {
				s.Skills |= certified
			}
			if i%5 == 4 && len(landings) > 0 {
				s.Class, s.Start, s.Trips = byBoat, landings[i/5%len(landings)], 0
			}
			s.End = s.Start
			if i%7 == 3 && s.Class == byCar { // it brings the car to another post
				s.End = posts[(i+1)%len(posts)]
			}
			m.p.Shifts = append(m.p.Shifts, s)
		}
	}
}

// matrices asks the road and the water for what it takes between the locations.
func (m *mixer) matrices(ctx context.Context) error {
	n := len(m.spots)
	m.p.Locations = n
	var places []road.Place
	var points []orb.Point
	var where [2][]int // the locations of each class
	for i, s := range m.spots {
		if s.wet {
			where[byBoat], points = append(where[byBoat], i), append(points, s.at)
		} else {
			where[byCar], places = append(where[byCar], i), append(places, s.place)
		}
	}
	afloat, err := m.afloat.Many(points)
	if err != nil {
		return err
	}
	for class, many := range []matrix.OneToMany{m.roads.Many(places), afloat} {
		times := make([]int32, n*n)
		for i := range times {
			if times[i] = tour.Far; i/n == i%n {
				times[i] = 0
			}
		}
		x, err := matrix.Compute(ctx, many)
		if err != nil {
			return err
		}
		for i, from := range where[class] {
			for j, to := range where[class] {
				if c := x.Cost(i, j); c < graph.Infinity {
					times[from*n+to] = (int32(c) + 999) / 1000
				}
			}
		}
		m.p.Classes = append(m.p.Classes, tour.Class{Times: times})
	}
	return nil
}

// prune drops the locations that nothing uses.
func (m *mixer) prune() {
	now := make([]int32, len(m.spots))
	var kept []spot
	use := func(l *int32) {
		if now[*l] == 0 {
			kept = append(kept, m.spots[*l])
			now[*l] = int32(len(kept))
		}
		*l = now[*l] - 1
	}
	for i := range m.p.Shifts {
		use(&m.p.Shifts[i].Start)
		use(&m.p.Shifts[i].End)
	}
	for i := range m.p.Tasks {
		modes := slices.Clone(m.p.Tasks[i].Modes) // tasks that are alike share them
		for j := range modes {
			use(&modes[j].Enter)
			use(&modes[j].Leave)
		}
		m.p.Tasks[i].Modes = modes
	}
	m.spots = kept
}

// release lets a task be left out that no crew could do even if it did nothing else.
func (m *mixer) release() {
	for i := range m.p.Tasks {
		t := &m.p.Tasks[i]
		if t.Required && !slices.ContainsFunc(m.p.Shifts, func(s tour.Shift) bool { return m.alone(&s, t) }) {
			t.Required, t.Prize = false, m.prize()
		}
	}
}

// alone tells whether a crew can do a task and nothing else.
func (m *mixer) alone(s *tour.Shift, t *tour.Task) bool {
	for _, mode := range t.Modes {
		out, back := m.p.Time(s.Class, s.Start, mode.Enter), m.p.Time(s.Class, mode.Leave, s.End)
		if mode.Skills&^s.Skills != 0 || out == tour.Far || back == tour.Far || out+back > s.MaxDrivingS {
			continue
		}
		windows := mode.Windows
		if len(windows) == 0 {
			windows = []tour.Window{{Open: s.Open, Close: s.Close}}
		}
		for _, w := range windows {
			begin := max(s.Open+out, w.Open)
			rest := s.Breaks[0].LastsS // it may be due on the way
			if begin <= w.Close && begin+mode.ServiceS+back+rest <= s.Close && out+mode.ServiceS+back+rest <= s.MaxS {
				return true
			}
		}
	}
	return false
}
