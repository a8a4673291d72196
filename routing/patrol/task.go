package patrol

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/routing/graph"
	"xunhu/routing/road"
)

// A task is what one visit does: a need, or a piece of one.
type task struct {
	need     *Need
	piece    string // of all needs, the same in every plan: id and place
	geometry orb.Geometry
	ways     []way
	reason   *finding.Finding
	at       *orb.Point // by which its piece is called, of a walk through an area; nil: as its geometry or first way has it
}

// A way is a way to do a task. The crew leaves the road at enter, walks to the
// begin of line, travels it, and walks back to the road at leave. A point and a
// viewpoint have a line of one point.
type way struct {
	enter, leave   road.Place
	in, out        orb.LineString // the walks between the road and line
	line           orb.LineString
	mode           Mode
	inS, onS, outS int  // seconds from the road, at work, back to the road
	ashore         bool // on foot along a line for boats, while these stay ashore
	turn           int  // which point of line is the far end, for one walked out and back; 0 for others
	landing        int  // from which it is made by boat, by its number among the docks from 1; 0: from the road
}

// serviceS is how long the vehicle stands, or the crew is away from it.
func (w way) serviceS() int { return w.inS + w.onS + w.outS }

// tasks makes the tasks of a need, and tells what of it cannot be done.
func (m *maker) tasks(ctx context.Context, n *Need) ([]task, []Unplanned, error) {
	tasks, left, err := m.shaped(ctx, n)
	for i := range tasks {
		t := &tasks[i]
		at := t.ways[0].enter.Point // an area is looked at from there
		switch g := t.geometry.(type) {
		case orb.Point:
			at = g
		case orb.LineString:
			at = g[0]
		}
		if w := t.ways[0]; w.landing > 0 {
			if _, line := t.geometry.(orb.LineString); !line {
				at = w.line[0]
			}
		}
		if t.at != nil {
			at = *t.at
		}
		t.piece = fmt.Sprintf("%s@%.5f,%.5f", n.ID, at[0], at[1])
		if t.ways[0].mode == Drone {
			t.piece += "/" + string(Drone) // one may look from there, too
		}
	}
	return tasks, left, err
}

func (m *maker) shaped(ctx context.Context, n *Need) ([]task, []Unplanned, error) {
	switch g := n.Geometry.(type) {
	case orb.Point:
		return m.points(n, []orb.Point{g})
	case orb.MultiPoint:
		return m.points(n, g)
	case orb.LineString:
		return m.lines(n, orb.MultiLineString{g})
	case orb.MultiLineString:
		return m.lines(n, g)
	case orb.Polygon:
		return m.area(ctx, n, orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return m.area(ctx, n, g)
	}
	return nil, []Unplanned{m.unplanned(n, n.Geometry, "patrol.unplanned.shape")}, nil
}

// label is how a need is called: by its name, else by its id.
func (m *maker) label(n *Need) finding.Name {
	if n.Name == "" && n.NameEN == "" {
		return finding.Name{ZH: n.ID, EN: n.ID}
	}
	return finding.Name{ZH: cmp.Or(n.Name, n.NameEN), EN: cmp.Or(n.NameEN, n.Name)}
}

// reason says why a visit is made: whoever asked for it, else its interval.
func (m *maker) reason(n *Need, code string, args ...any) *finding.Finding {
	args = append([]any{"need", m.label(n), "days", n.IntervalDays, "category", n.Category, "asked", n.Reason}, args...)
	if n.Lead != "" {
		return m.leadReason(n, false)
	}
	switch {
	case n.Reason != "":
		return finding.New(code+".asked", "", args...)
	case n.IntervalDays == 0:
		return finding.New(code+".once", "", args...)
	}
	return finding.New(code, "", args...)
}

// An approach is how a crew gets from the road to a place: where it leaves the vehicle, and
// the walk.
type approach struct {
	road.Place
	walk
}

// access gives the place on the road from which a point is reached: the one with the
// shortest drive from the base and walk, there and back; not the nearest, which may
// be a dike road that one enters in the next town but one. A road to which the closures
// of the day leave no way is none.
func (m *maker) access(p orb.Point) (best approach, ok bool) { return m.accessOver(p, nil) }

// mostWalks is how many places on the road are tried for one point.
const mostWalks = 40

// accessOver is access without a walk across a river; nil: across none.
func (m *maker) accessOver(p orb.Point, river orb.Geometry) (best approach, ok bool) {
	type start struct {
		at      road.Place
		seconds float64
	}
	var starts []start
	for _, at := range m.net.Near(p, m.s.AccessM) {
		if drive := m.drive.To(at); drive < graph.Infinity && m.inside(at.Point) {
			starts = append(starts, start{at, at.OffM/m.s.speed(Foot) + float64(drive)/1000})
		}
	}
	slices.SortStableFunc(starts, func(a, b start) int { return cmp.Compare(a.seconds, b.seconds) })
	for _, x := range starts[:min(len(starts), mostWalks)] {
		if w, ok := m.walk(x.at.Point, p, river); ok {
			return approach{x.at, w}, true
		}
	}
	return best, false
}

// beyond says why a point cannot be reached.
func (m *maker) beyond(n *Need, g orb.Geometry, p orb.Point) Unplanned {
	if n.Mode == Boat && m.means.Boats != nil {
		return m.unplanned(n, g, "patrol.unplanned.no_course", "landings", len(m.docks))
	}
	near := m.net.Near(p, m.s.AccessM)
	switch {
	case slices.ContainsFunc(near, func(at road.Place) bool {
		return m.drive.To(at) < graph.Infinity && m.inside(at.Point) && !m.lawful(orb.LineString{at.Point, p})
	}):
		return m.unplanned(n, g, "patrol.unplanned.core")
	case slices.ContainsFunc(near, func(at road.Place) bool { return m.drive.To(at) < graph.Infinity }):
		return m.unplanned(n, g, "patrol.unplanned.from_outside")
	case len(near) > 0:
		return m.unplanned(n, g, "patrol.unplanned.closed")
	}
	return m.unplanned(n, g, "patrol.unplanned.far", "max_m", m.s.AccessM)
}

func (m *maker) points(n *Need, points []orb.Point) (tasks []task, left []Unplanned, err error) {
	stay := n.ServiceS
	if stay <= 0 {
		stay = m.s.ServiceS
	}
	for _, p := range points {
		if !m.inside(p) {
			left = append(left, m.unplanned(n, p, "patrol.unplanned.outside"))
			continue
		}
		t := task{need: n, geometry: p, reason: m.reason(n, "patrol.reason.point", "minutes", minutes(stay))}
		at, ok := m.access(p)
		if ok && n.Mode != Boat {
			t.ways = append(t.ways, onFoot(at, at, orb.LineString{p}, stay))
		}
		if !ok || n.Mode == Boat {
			t.ways = append(t.ways, m.boats(orb.LineString{p}, stay)...)
		}
		if len(t.ways) == 0 {
			left = append(left, m.beyond(n, p, p))
			continue
		}
		tasks = append(tasks, t)
	}
	return tasks, left, nil
}

func (m *maker) lines(n *Need, lines orb.MultiLineString) (tasks []task, left []Unplanned, err error) {
	mode := n.Mode
	if mode == "" {
		mode = m.s.LineMode
	}
	var inner, outside orb.MultiLineString
	for _, line := range lines {
		if len(line) < 2 || geodesy.Length(line) == 0 {
			continue
		}
		in, out := m.inner(line)
		inner, outside = append(inner, in...), append(outside, out...)
	}
	if km := geodesy.Length(outside) / 1000; km > crumbM/1000.0 {
		left = append(left, m.unplanned(n, outside, "patrol.unplanned.outside_line", "km", km, "m", strayM))
	}
	for _, line := range m.banks(n, inner) {
		pieces, lost := m.evenly(n, line)
		left = append(left, lost...)
		for _, piece := range pieces {
			t := task{need: n, geometry: piece}
			length := geodesy.Length(piece)
			t.reason = m.reason(n, "patrol.reason.line", "km", length/1000)
			var river orb.Geometry // that is not waded to get to one of its banks
			if n.Bank != "" {
				river = inner
			}
			first, ok1 := m.accessOver(piece[0], river)
			last, ok2 := m.accessOver(piece[len(piece)-1], river)
			if !m.lawful(piece) {
				left = append(left, m.unplanned(n, piece, "patrol.unplanned.core"))
				continue
			}
			back := slices.Clone(piece)
			back.Reverse()
			icy := mode == Boat && m.iced()
			if mode == Foot || icy { // from either end to the other and back to the vehicle
				on := 2 * seconds(length/m.s.speed(Foot))
				if ok1 {
					w := onFoot(first, first, slices.Concat(piece, back[1:]), on)
					w.ashore, w.turn = icy, len(piece)-1
					t.ways = append(t.ways, w)
				}
				if ok2 {
					w := onFoot(last, last, slices.Concat(back, piece[1:]), on)
					w.ashore, w.turn = icy, len(piece)-1
					t.ways = append(t.ways, w)
				}
			}
			if n.Mode == Boat || n.Mode == "" && n.Bank == "" && m.some(afloat) {
				t.ways = append(t.ways, m.boats(piece, seconds(length/m.s.speed(Boat)))...)
			}
			if mode != Foot && ok1 && ok2 && !(mode == Boat && m.means.Boats != nil) {
				on := seconds(length / m.s.speed(mode))
				there, again := onFoot(first, last, piece, on), onFoot(last, first, back, on)
				there.mode, again.mode = mode, mode
				t.ways = append(t.ways, there, again)
			}
			if len(t.ways) == 0 {
				end := piece[0]
				if ok1 {
					end = piece[len(piece)-1]
				}
				left = append(left, m.beyond(n, piece, end))
				continue
			}
			tasks = append(tasks, t)
		}
	}
	return tasks, left, nil
}

// evenly cuts a line into pieces. One along the border of the region may lie outside by the
// rounding of its ends: it is moved to the inner bank. What cannot be moved is told.
func (m *maker) evenly(n *Need, line orb.LineString) (pieces []orb.LineString, left []Unplanned) {
	for _, piece := range cutEvenly(line, m.s.PieceM) {
		if m.walkable(piece) || !m.lawful(piece) {
			pieces = append(pieces, piece)
			continue
		}
		inner, _ := m.inner(piece)
		inner = slices.DeleteFunc(inner, func(l orb.LineString) bool { return !m.walkable(l) })
		pieces = append(pieces, inner...)
		if lost := geodesy.Length(piece) - geodesy.Length(inner); lost > crumbM {
			left = append(left, m.unplanned(n, piece, "patrol.unplanned.outside_line", "km", lost/1000, "m", strayM))
		}
	}
	return pieces, left
}

// onFoot is a way from one approach over a line to another, and on it for so many seconds.
func onFoot(enter, leave approach, line orb.LineString, onS int) way {
	return way{enter: enter.Place, leave: leave.Place, in: enter.line, out: turned(leave.line), line: line, mode: Foot,
		inS: seconds(enter.takes), onS: onS, outS: seconds(leave.takes)}
}

// iced tells whether boats must stay ashore on some day of the plan.
func (m *maker) iced() bool {
	for day := range m.days {
		if word, _ := m.s.Seasons.Boats(m.from.AddDate(0, 0, day)); word == BoatsStay {
			return true
		}
	}
	return false
}

// cutEvenly cuts a line into the fewest equal pieces that are no longer than maxM.
func cutEvenly(line orb.LineString, maxM float64) []orb.LineString {
	whole := geodesy.Length(line)
	n := max(1, int(math.Ceil(whole/maxM-1e-9)))
	var pieces []orb.LineString
	piece, run := orb.LineString{line[0]}, 0.0
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		d := geodesy.Distance(a, b)
		for len(pieces)+1 < n {
			cut := whole * float64(len(pieces)+1) / float64(n)
			if run+d < cut || d == 0 {
				break
			}
			t := (cut - run) / d
			p := orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
			pieces = append(pieces, appendNew(piece, p))
			piece = orb.LineString{p}
		}
		piece, run = appendNew(piece, b), run+d
	}
	if len(piece) > 1 {
		pieces = append(pieces, piece)
	}
	return pieces
}

// appendNew appends p unless it repeats the last point.
func appendNew(l orb.LineString, p orb.Point) orb.LineString {
	if len(l) > 0 && l[len(l)-1] == p {
		return l
	}
	return append(l, p)
}

// seconds rounds up, so that a plan never promises too much.
func seconds(s float64) int { return int(math.Ceil(s - 1e-9)) }

func minutes(s int) float64 { return float64(s) / 60 }
