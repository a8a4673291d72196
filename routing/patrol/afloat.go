package patrol

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
	"xunhu/routing/matrix"
	"xunhu/routing/road"
	"xunhu/routing/tour"
	"xunhu/routing/water"
)

// Boats start at landings. A place afloat that is reached from a landing is a location of the
// tour problem by itself: from a place on the road to it one drives to the landing, changes
// and sails; between two places of one landing one sails. So needs afloat that lie near each
// other become one outing, and which of them is for the solver to find. The car waits at the
// landing: a place that can be reached from two landings is two locations. A boat lies at the
// landing that is soonest reached from the unit's base; to others it is brought on a trailer,
// which takes trailS each time and is told.

const (
	trailS       = 900 // to put a boat into the water from its trailer, or to take it out
	landingsEach = 2   // from the nearest of which a need afloat may be reached
	wayward      = 1.3 // a line can be travelled by boat if the way between its ends is no longer than so many times the line
)

// A spot is a location of the tour problem.
type spot struct {
	road    road.Place // where the car stands
	landing int        // from 1, of the docks; 0: the crew is with the car
	at      orb.Point  // where the boat is
}

// A dock is a landing that a car can reach.
type dock struct {
	water.Landing
	approach
	changeS int // from car to boat or back
}

// findDocks finds the landings from which boats may go.
func (m *maker) findDocks() {
	if m.means.Boats == nil {
		return
	}
	m.sail = m.means.Boats.Afloat.NewQuery()
	nearest := graph.Cost(graph.Infinity)
	for _, l := range m.means.Boats.Waters.Landings() {
		if !m.inside(l.At) {
			continue // another's
		}
		if at, ok := m.access(l.At); ok {
			m.docks = append(m.docks, dock{l, at, seconds(m.means.Boats.ChangeS + at.takes)})
			if drive := m.drive.To(at.Place); drive < nearest {
				nearest, m.home = drive, l.ID
			}
		}
	}
	for i := range m.docks {
		if d := &m.docks[i]; d.ID != m.home {
			d.changeS += trailS
		}
	}
}

// landing is what the landing of a dock is called.
func (m *maker) landing(d *dock) finding.Name {
	for _, s := range m.cut.atlas.Sites {
		if s.ID == d.ID {
			return finding.Name{ZH: cmp.Or(s.Name, s.ID), EN: cmp.Or(s.NameEN, s.Name, s.ID)}
		}
	}
	return finding.Name{ZH: d.ID, EN: d.ID}
}

// moored notes that a tour goes afloat from a landing to which the boat is brought first.
func (d *drawing) moored(k *dock) {
	if name := d.m.landing(k); k.ID != d.m.home && !slices.Contains(d.tour.Trailed, name) {
		d.tour.Trailed = append(d.tour.Trailed, name)
	}
}

// boats gives the ways to do a task by boat: from where the line begins to where it ends, or
// the other way about; of a line of one point, to stand there for onS. A line is travelled no
// faster than boats may go there.
func (m *maker) boats(line orb.LineString, onS int) (ways []way) {
	if len(m.docks) == 0 || !m.lawful(line) {
		return nil
	}
	least, ok := m.navigable(line)
	if !ok {
		return nil
	}
	onS = max(onS, seconds(least))
	type trip struct {
		dock  int
		takes float64
	}
	var trips []trip
	for i, d := range m.docks {
		out, err1 := m.sail.Route(d.At, line[0])
		back, err2 := m.sail.Route(line[len(line)-1], d.At)
		if err1 != nil || err2 != nil || !m.lawful(out.Line) || !m.lawful(back.Line) {
			continue // another water, or a course that nobody may take
		}
		takes := out.DurationS + back.DurationS + float64(2*d.changeS)
		if drive := m.drive.To(d.Place); drive < graph.Infinity && takes+2*float64(drive)/1000+float64(onS) <= m.longest().Seconds() {
			trips = append(trips, trip{i, takes + 2*float64(drive)/1000})
		}
	}
	slices.SortStableFunc(trips, func(a, b trip) int { return cmp.Compare(a.takes, b.takes) })
	for _, t := range trips[:min(len(trips), landingsEach)] {
		d := m.docks[t.dock]
		ways = append(ways, way{enter: d.Place, leave: d.Place, landing: t.dock + 1, line: line, mode: Boat, onS: onS})
		if len(line) > 1 {
			back := slices.Clone(line)
			back.Reverse()
			ways = append(ways, way{enter: d.Place, leave: d.Place, landing: t.dock + 1, line: back, mode: Boat, onS: onS})
		}
	}
	return ways
}

// stands makes a task of each place afloat from which an area is looked at, and gives what none
// shows. They are chosen among the spots of the area as viewpoints on the road are.
func (m *maker) stands(ctx context.Context, n *Need, area orb.MultiPolygon, whole float64, look int) (tasks []task, unseen orb.Geometry, err error) {
	spots, stepM, err := spotsIn(ctx, area, m.s.SightM)
	if err != nil {
		return nil, nil, err
	}
	var open []road.Place
	for _, p := range spots {
		if free, err := m.sail.Afloat(p); err == nil && free && m.inside(p) && m.lawful(orb.LineString{p}) {
			open = append(open, road.Place{Point: p, From: p})
		}
	}
	views, err := viewpoints(ctx, open, spots, m.s.SightM, worth(m.s.SightM, stepM))
	if err != nil {
		return nil, nil, err
	}
	views = views[:min(len(views), m.shifts(n)*int(m.longest().Seconds())/max(look, 60))]
	parts, discs, err := m.parts(ctx, area, views)
	if err != nil {
		return nil, nil, err
	}
	var seen []orb.Geometry
	for i, part := range parts {
		if part == nil {
			continue
		}
		if ways := m.boats(orb.LineString{views[i].Point}, look); ways != nil {
			tasks = append(tasks, task{need: n, geometry: part, ways: ways,
				reason: m.reason(n, "patrol.reason.view", "sight_m", m.s.SightM, "share", 100*geodesy.Area(part)/whole)})
			seen = append(seen, discs[i])
		}
	}
	_, unseen, err = m.rest(ctx, area, seen, nil)
	return tasks, unseen, err
}

// navigable tells whether a boat can follow a line, and what the way between its ends takes at
// least, in seconds.
func (m *maker) navigable(line orb.LineString) (least float64, ok bool) {
	for _, p := range line {
		if _, err := m.sail.Afloat(p); err != nil {
			return 0, false
		}
	}
	if len(line) == 1 {
		return 0, true
	}
	path, err := m.sail.Route(line[0], line[len(line)-1])
	return path.DurationS, err == nil && path.DistanceM <= wayward*geodesy.Length(line)
}

// from is the spot where a way begins, and to the one where it ends.
func (w way) from() spot { return w.spot(w.enter, w.line[0]) }
func (w way) to() spot   { return w.spot(w.leave, w.line[len(w.line)-1]) }

func (w way) spot(at road.Place, p orb.Point) spot {
	at.From, at.OffM = at.Point, 0 // the same place, whatever was snapped to it
	if w.landing == 0 {
		return spot{road: at}
	}
	return spot{at, w.landing, p}
}

// times gives the travel times between all spots, row by row.
func (m *maker) times(ctx context.Context, spots []spot) ([]int32, error) {
	var roads []road.Place
	number := map[road.Place]int{}
	onRoad := make([]int, len(spots))
	afloat := make([]int, len(spots)) // its number among those of its landing; 0 is the landing itself
	points := make([][]orb.Point, len(m.docks))
	for i, s := range spots {
		k, ok := number[s.road]
		if !ok {
			k = len(roads)
			number[s.road] = k
			roads = append(roads, s.road)
		}
		onRoad[i] = k
		if s.landing > 0 {
			p := &points[s.landing-1]
			if len(*p) == 0 {
				*p = append(*p, m.docks[s.landing-1].At)
			}
			afloat[i] = len(*p)
			*p = append(*p, s.at)
		}
	}
	costs, err := matrix.Compute(ctx, m.net.Many(roads))
	if err != nil {
		return nil, err
	}
	drive := costs.Seconds()
	sail := make([][]int32, len(m.docks))
	for i, p := range points {
		if len(p) == 0 {
			continue
		}
		many, err := m.means.Boats.Afloat.Many(p)
		if err != nil {
			return nil, fmt.Errorf("places afloat from %s: %w", m.docks[i].ID, err)
		}
		costs, err := matrix.Compute(ctx, many)
		if err != nil {
			return nil, err
		}
		sail[i] = costs.Seconds()
	}
	times := make([]int32, len(spots)*len(spots))
	for i, a := range spots {
		for j, b := range spots {
			var t int64
			if a.landing > 0 && a.landing == b.landing {
				t = int64(sail[a.landing-1][afloat[i]*len(points[a.landing-1])+afloat[j]])
			} else {
				t = int64(drive[onRoad[i]*len(roads)+onRoad[j]])
				if a.landing > 0 {
					t += int64(sail[a.landing-1][afloat[i]*len(points[a.landing-1])]) + int64(m.docks[a.landing-1].changeS)
				}
				if b.landing > 0 {
					t += int64(sail[b.landing-1][afloat[j]]) + int64(m.docks[b.landing-1].changeS)
				}
			}
			times[i*len(spots)+j] = int32(min(t, int64(tour.Far)))
		}
	}
	return times, nil
}

// to draws the way from one spot to another.
func (d *drawing) to(from, to spot, depart, arrive int32) {
	m := d.m
	if from.landing > 0 && from.landing == to.landing {
		d.travel(m.course(from.at, to.at), string(Boat), depart, arrive)
		return
	}
	if from.landing > 0 { // back to the car first
		k := &m.docks[from.landing-1]
		depart = d.sail(from.at, k.At, depart)
		depart = d.change(turned(k.line), k, depart)
	}
	begin := arrive
	if to.landing > 0 {
		k := &m.docks[to.landing-1]
		d.moored(k)
		begin -= d.sailS(k.At, to.at) + int32(k.changeS)
		d.travel(m.path(from.road, to.road), m.s.Profile, depart, begin)
		begin = d.change(k.line, k, begin)
		d.travel(m.course(k.At, to.at), string(Boat), begin, arrive)
		return
	}
	d.travel(m.path(from.road, to.road), m.s.Profile, depart, arrive)
}

// change draws the walk between car and landing, where it is one.
func (d *drawing) change(walk orb.LineString, k *dock, now int32) int32 {
	if len(walk) > 1 && geodesy.Length(walk) > beside {
		d.travel(walk, string(Foot), now, now+int32(seconds(k.takes)))
	}
	return now + int32(k.changeS)
}

// sail draws a course, and tells when its end is reached.
func (d *drawing) sail(from, to orb.Point, now int32) int32 {
	next := now + d.sailS(from, to)
	d.travel(d.m.course(from, to), string(Boat), now, next)
	return next
}

// sailS is what a course takes, as in the matrix.
func (d *drawing) sailS(from, to orb.Point) int32 {
	if from == to {
		return 0
	}
	path, err := d.m.sail.Route(from, to)
	if err != nil {
		panic(err) // it was found when the tour was made
	}
	return int32(seconds(path.DurationS))
}

// course is the line of a way afloat, nil where nothing is travelled.
func (m *maker) course(from, to orb.Point) orb.LineString {
	if from == to {
		return nil
	}
	path, err := m.sail.Route(from, to)
	if err != nil {
		panic(err) // it was found when the tour was made
	}
	return path.Line
}
