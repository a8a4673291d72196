package water

import (
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
	"xunhu/geo/valid"
)

// round is how many sides the round corners of narrowed water have. Every side more
// makes a bend more of each corner of the shore.
const round = 16

// roundM is by how much more than the clearance the water is narrowed, so that the
// chords of its round corners keep the whole of it.
var roundM = 1 / math.Cos(math.Pi/round) * (1 + 2e-4)

// openWater gives the area where one may go: the open areas without the obstacles,
// narrowed by the clearance. Areas that need no work are taken as they are, to the
// last bit.
func openWater(c Chart) (orb.MultiPolygon, error) {
	var faults []error
	check := func(kind, id string, g orb.Geometry) {
		switch g.(type) {
		case orb.Polygon, orb.MultiPolygon:
		default:
			faults = append(faults, finding.New("water.no_area", kind+" "+id))
			return
		}
		if f := valid.Check(g); f != nil {
			f.Where = kind + " " + id
			faults = append(faults, f)
		}
	}
	var open, shut []orb.Geometry
	for _, a := range c.Open {
		check("open", a.ID, a.Area)
		open = append(open, a.Area)
	}
	for _, a := range c.Obstacles {
		check("obstacle", a.ID, a.Area)
		shut = append(shut, a.Area)
	}
	for _, a := range c.Closures {
		check("closure", a.ID, a.Area)
	}
	if !(c.ClearanceM >= 0 && c.ClearanceM < 1e5) {
		faults = append(faults, finding.New("water.bad_clearance", "", "clearance_m", c.ClearanceM))
	}
	if !(c.ReachM >= 0 && c.ReachM < 1e5) {
		faults = append(faults, finding.New("water.bad_reach", "", "reach_m", c.ReachM))
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	area, err := joinAreas(open)
	if err != nil {
		return nil, err
	}
	if len(shut) > 0 && len(area) > 0 {
		away, err := joinAreas(shut)
		if err != nil {
			return nil, err
		}
		rest, err := overlay.Difference(area, away)
		if err != nil {
			return nil, fmt.Errorf("take obstacles out of the water: %w", err)
		}
		area, _ = rest.(orb.MultiPolygon)
	}
	if c.ClearanceM > 0 && len(area) > 0 {
		if area, err = overlay.BufferWithSides(area, -c.ClearanceM*roundM, round); err != nil {
			return nil, fmt.Errorf("keep off the shore: %w", err)
		}
	}
	return area, nil
}

// joinAreas gives the union of areas; one alone is not touched.
func joinAreas(areas []orb.Geometry) (orb.MultiPolygon, error) {
	if len(areas) == 1 {
		switch g := areas[0].(type) {
		case orb.Polygon:
			return orb.MultiPolygon{g}, nil
		case orb.MultiPolygon:
			return g, nil
		}
	}
	m, err := overlay.Union(areas...)
	if err != nil {
		return nil, fmt.Errorf("join areas: %w", err)
	}
	return m, nil
}

// waters is the open water made ready for sight.
type waters struct {
	m      *mesh
	bend   []bend
	bendAt []int32 // by vertex: its bend, or -1
	spot   []spot
	spotAt []int32 // by triangle: the first spot in it, or -1
	border *geodesy.Web
	beside []int32 // by edge of border: the triangle of open water at it
}

// A spot is a node in open water that is no vertex of its border: a mouth, a landing,
// a corner of an area that may be closed.
type spot struct {
	at    orb.Point
	t     int32
	next  int32 // the next spot in the same triangle, or -1
	turns bool  // a course may only turn here around the ground between a and b
	a, b  orb.Point
}

func ready(area orb.MultiPolygon) (*waters, error) {
	m, err := meshOf(area)
	if err != nil {
		return nil, err
	}
	w := &waters{m: m, bend: m.bends(), bendAt: make([]int32, len(m.at)), spotAt: make([]int32, len(m.tri))}
	for i := range w.bendAt {
		w.bendAt[i] = -1
	}
	for n, b := range w.bend {
		w.bendAt[b.v] = int32(n)
	}
	for i := range w.spotAt {
		w.spotAt[i] = -1
	}
	var edges [][2]orb.Point
	for t := range m.tri {
		for i, n := range m.next[t] {
			if m.in[t] && n&1 == 1 {
				edges = append(edges, [2]orb.Point{m.at[m.tri[t][succ[i]]], m.at[m.tri[t][pred[i]]]})
				w.beside = append(w.beside, int32(t))
			}
		}
	}
	w.border = geodesy.Weave(edges)
	return w, nil
}

// put makes a spot of a place in triangle t.
func (w *waters) put(s spot) {
	s.next = w.spotAt[s.t]
	w.spotAt[s.t] = int32(len(w.spot))
	w.spot = append(w.spot, s)
}

// nearest gives the place in open water nearest to p, its triangle, and how far it
// is. A place on the border is moved into the triangle by as little as rounding
// needs, some nanometres, so that it lies strictly inside.
func (w *waters) nearest(p orb.Point) (q orb.Point, t int32, m float64) {
	edge, at, m := w.border.Nearest(p)
	if edge < 0 {
		return p, -1, m
	}
	t = w.beside[edge]
	return w.m.within(at, t), t, m
}

// within gives a place strictly inside t, next to p.
func (m *mesh) within(p orb.Point, t int32) orb.Point {
	a, b, c := m.at[m.tri[t][0]], m.at[m.tri[t][1]], m.at[m.tri[t][2]]
	for part := 0x1p-40; part <= 1; part *= 2 {
		q := p
		for i := range q {
			q[i] += part * (a[i] + (b[i]-a[i])/3 + (c[i]-a[i])/3 - p[i])
		}
		if s := m.sides(t, q); s[0] > 0 && s[1] > 0 && s[2] > 0 {
			return q
		}
	}
	return a // a triangle as thin as rounding: its corner is exact
}

// inClosure tells whether p lies strictly inside an area.
func inClosure(p orb.Point, area orb.MultiPolygon) bool {
	return area.Bound().Contains(p) && predicate.In(p, area) == predicate.Inside
}
