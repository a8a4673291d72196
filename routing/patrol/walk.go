package patrol

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/routing/trip"
)

// From the road one walks straight on where that is short, or where no path is near; along
// paths where they are hardly longer than the straight way or that leads through a lake or a
// river that is not waded; and over the ground of wetlands where no path helps.

const (
	shortM  = 60  // so far one goes straight on
	detourX = 2.0 // how much longer a path may be: off it one is half as quick
	wetM    = 20  // of a lake that a straight way may cut, as shores are drawn coarsely
)

// A walk is how one goes from one place to another on foot.
type walk struct {
	line  orb.LineString
	takes float64 // seconds
}

// walk finds the way on foot between two places; river is not waded, nil: none.
func (m *maker) walk(from, to orb.Point, river orb.Geometry) (w walk, ok bool) {
	straight := orb.LineString{from, to}
	d := geodesy.Distance(from, to)
	w = walk{straight, d / m.s.speed(Foot)}
	if d == 0 {
		return walk{orb.LineString{from}, 0}, true
	}
	ok = m.walkable(straight) && !crosses(from, to, river) && m.dry(straight)
	if ok && (d <= shortM || m.means.Paths == nil) {
		return w, true
	}
	if line, length := m.along(from, to); line != nil && (length <= detourX*d || !ok) && m.walkable(line) && (river == nil || !crossing(line, river)) {
		return walk{line, length / m.s.speed(Foot)}, true
	}
	if ok {
		return w, true
	}
	line, takes := m.overGround(from, to)
	if line == nil || !m.walkable(line) || river != nil && crossing(line, river) {
		return w, false
	}
	return walk{line, max(takes, geodesy.Length(line)/m.s.speed(Foot))}, true
}

// along is the way over the paths; nil where none is near.
func (m *maker) along(from, to orb.Point) (line orb.LineString, lengthM float64) {
	if m.means.Paths == nil {
		return nil, 0
	}
	d := geodesy.Distance(from, to)
	a, err1 := m.means.Paths.Snap(from, d/2)
	b, err2 := m.means.Paths.Snap(to, d/2)
	if err1 != nil || err2 != nil {
		return nil, 0
	}
	path, err := m.means.Paths.Between(a, b)
	if err != nil {
		return nil, 0
	}
	line = orb.LineString{from}
	for _, p := range path.Line {
		line = appendNew(line, p)
	}
	line = appendNew(line, to)
	off := wet(m.lakes, line[:2]) // paths themselves may cross lakes on dykes
	if n := len(line); n > 2 {
		off += wet(m.lakes, line[n-2:])
	}
	if off > wetM {
		return nil, 0
	}
	return line, geodesy.Length(line)
}

// overGround is the way through a wetland, and what it takes; nil if there is none.
func (m *maker) overGround(from, to orb.Point) (line orb.LineString, takes float64) {
	if m.means.Ground == nil {
		return nil, 0
	}
	legs, err := m.means.Ground.Way(from, to)
	if err != nil {
		return nil, 0
	}
	line = orb.LineString{from}
	for _, l := range legs {
		if l.Mode == trip.ByBoat {
			return nil, 0
		}
		for _, p := range l.Line {
			line = appendNew(line, p)
		}
		takes += l.DurationS
	}
	line = appendNew(line, to)
	return line, takes
}

// dry tells whether a line cuts no more of a lake than wetM.
func (m *maker) dry(line orb.LineString) bool { return wet(m.lakes, line) <= wetM }

// wet is how much of a line lies in lakes, in metres; infinite where that cannot be told.
func wet(lakes []orb.MultiPolygon, line orb.LineString) (sum float64) {
	for _, lake := range lakes {
		if len(line) < 2 || !lake.Bound().Intersects(line.Bound()) {
			continue
		}
		in, err := overlay.Intersection(line, lake)
		switch {
		case err != nil:
			return math.Inf(1)
		case in != nil:
			sum += geodesy.Length(in)
		}
	}
	return sum
}

func crossing(line orb.LineString, river orb.Geometry) bool {
	for i := 1; i < len(line); i++ {
		if crosses(line[i-1], line[i], river) {
			return true
		}
	}
	return false
}

func turned(line orb.LineString) orb.LineString {
	back := slices.Clone(line)
	slices.Reverse(back)
	return back
}
