package water

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
	"xunhu/routing/dijkstra"
	"xunhu/routing/graph"
	"xunhu/routing/isochrone"
)

const (
	reachedCellM = 25.0
	mostCells    = 40_000 // of the grid on which open water is sampled
)

// Within draws what is reached from a place within each of the limits (seconds), as valid areas: of open
// water, what a course leads to, right to about a cell of a grid (25 m wide, more where that would be
// too many) and cut by shores, obstacles and what is closed; and a strip along channels. A place that
// Route refuses is refused here.
func (q *Query) Within(from orb.Point, limits []float64) ([]orb.MultiPolygon, error) {
	start, err := q.m.place(from)
	if err != nil {
		return nil, fmt.Errorf("reached from: %w", err)
	}
	s := q.sweep(start, limits)
	areas := s.grid.Areas(limits)
	strips := isochrone.Areas(s.stretches, isochrone.Settings{CellM: reachedCellM / 2, OffKMH: q.m.p.ChannelKMH}, limits)
	open, err := s.ground()
	if err != nil {
		return nil, err
	}
	for i := range areas {
		if areas[i], err = within(areas[i], open, strips[i]); err != nil {
			return nil, fmt.Errorf("draw what is reached within %.0f s: %w", limits[i], err)
		}
	}
	return areas, nil
}

// within is what of an area lies on the ground, and the strips.
func within(area, ground, strips orb.MultiPolygon) (orb.MultiPolygon, error) {
	var parts []orb.Geometry
	if len(area) > 0 && len(ground) > 0 {
		on, err := overlay.Intersection(area, ground)
		if err != nil {
			return nil, err
		}
		if m, ok := on.(orb.MultiPolygon); ok && len(m) > 0 {
			parts = append(parts, m)
		}
	}
	if len(strips) > 0 {
		parts = append(parts, strips)
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return overlay.Union(parts...)
}

// bodies numbers the parts of open water by triangle.
func (m *mesh) bodies() []int32 {
	body := slices.Repeat([]int32{-1}, len(m.tri))
	for first := range int32(len(m.tri)) {
		for stack := []int32{first}; len(stack) > 0; {
			t := stack[len(stack)-1]
			if stack = stack[:len(stack)-1]; body[t] >= 0 || !m.in[t] {
				continue
			}
			body[t] = first
			for _, n := range m.next[t] {
				if n&1 == 0 {
					stack = append(stack, n>>1)
				}
			}
		}
	}
	return body
}

// A sweep notes when all places are reached from one.
type sweep struct {
	*Query
	grid      *isochrone.Raster
	late      float64 // seconds; nothing later matters
	stretches []isochrone.Segment
	body      []int32             // by triangle: the part of open water that it belongs to
	reached   map[int32]orb.Point // by part: a place in it
	closed    bool                // anything is
	// the place from which the view looks
	at          orb.Point
	begin       float64 // seconds
	east, north float64 // metres a degree around it
}

func (q *Query) sweep(start place, limits []float64) *sweep {
	s := &sweep{Query: q, body: q.m.n.w.m.bodies(), reached: map[int32]orb.Point{}, closed: slices.Contains(q.m.closed[:len(q.m.n.closures)], true)}
	for _, l := range limits {
		s.late = max(s.late, l)
	}
	s.lay(start)
	begin := q.m.ms(orb.LineString{start.p, start.at}, q.m.p.KMH) / 1000
	var seeds []dijkstra.Seed
	for _, l := range q.legs(start) {
		if c := q.price(l.line, start.t < 0); c < graph.Infinity {
			seeds = append(seeds, dijkstra.Seed{Node: l.node, Cost: up(begin*1000) + c})
			if start.t < 0 {
				s.stretch(l.line, begin, begin+float64(c)/1000)
			}
		}
	}
	if start.p != start.at {
		s.stretch([]orb.Point{start.p, start.at}, 0, begin)
	}
	q.view.paint = s.paint
	defer func() { q.view.paint = nil }()
	if start.t >= 0 {
		s.from(start.at, start.t, begin)
	}
	search := dijkstra.New(q.m.n.g, q.m.costs)
	search.Run(seeds, nil)
	n := q.m.n
	for v, p := range n.at {
		c := float64(search.Cost(graph.Node(v))) / 1000
		switch {
		case c > s.late:
		case v < len(n.w.bend):
			s.behind(&n.w.bend[v], c)
		case v < len(n.w.bend)+len(n.w.spot):
			s.from(p, n.w.spot[v-len(n.w.bend)].t, c)
		}
	}
	for a, x := range n.arcs {
		if c := float64(search.Cost(n.g.Tail(graph.Arc(a)))) / 1000; c <= s.late && n.channel[x>>1] != bySight && q.m.costs[a] < graph.Infinity {
			s.stretch(n.Line(graph.Arc(a)), c, c+float64(q.m.costs[a])/1000)
		}
	}
	s.grid.Spread(q.m.least/1000, 2)
	return s
}

// lay lays the grid over what can be reached at the highest speed.
func (s *sweep) lay(start place) {
	m := s.late / s.m.least * 1000
	b := geodesy.Around(start.at.Bound(), m)
	water := s.m.n.w.m.box
	if len(s.m.n.open) == 0 || !b.Intersects(water) {
		water = start.at.Bound()
	}
	b.Min = orb.Point{max(b.Min[0], water.Min[0]), max(b.Min[1], water.Min[1])}
	b.Max = orb.Point{max(b.Min[0], min(b.Max[0], water.Max[0])), max(b.Min[1], min(b.Max[1], water.Max[1]))}
	s.grid = isochrone.NewRaster(b, reachedCellM, mostCells)
}

// from notes all that is seen from a place in triangle t.
func (s *sweep) from(p orb.Point, t int32, begin float64) {
	s.stand(p, begin)
	s.view.fromPlace(p, t, s.m.n.w.m.sides(t, p))
}

// behind notes what lies at a bend and where a taut course may go on from it: whatever else is seen from
// there is reached sooner past it.
func (s *sweep) behind(b *bend, begin float64) {
	m := s.m.n.w.m
	s.stand(m.at[b.v], begin)
	for t := b.first; ; {
		s.paint(t, nil, nil)
		n := m.next[t][succ[m.corner(t, b.v)]]
		if n&1 == 1 {
			break
		}
		t = n >> 1
	}
	s.view.fromBend(b)
}

func (s *sweep) stand(p orb.Point, begin float64) {
	s.at, s.begin = p, begin
	s.east, s.north = geodesy.Degree(p[1])
}

// paint notes the vertices of a triangle that are seen between two rays.
func (s *sweep) paint(t int32, right, left *ray) {
	m := s.m.n.w.m
	a, b, c := m.at[m.tri[t][0]], m.at[m.tri[t][1]], m.at[m.tri[t][2]]
	if _, known := s.reached[s.body[t]]; !known {
		s.reached[s.body[t]] = orb.Point{(a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3}
	}
	late := s.late + 3*s.grid.CellM()*s.m.least/1000
	s.grid.In(a, b, c, func(p orb.Point, at *float64) {
		then := s.begin + s.seconds(p)
		if then >= *at || then > late || right != nil && !between(p, right, left) {
			return
		}
		if s.closed && s.m.crosses(s.at, p) {
			return
		}
		*at = then
	})
}

// seconds is what the straight course to p takes, as if the earth around were flat.
func (s *sweep) seconds(p orb.Point) float64 {
	x, y := (p[0]-s.at[0])*s.east, (p[1]-s.at[1])*s.north
	return (math.Hypot(x, y) + s.m.blown(x, y)) / s.m.p.KMH * 3.6
}

// stretch takes a line that is travelled between two moments, at an even pace.
func (s *sweep) stretch(line []orb.Point, begin, end float64) {
	whole := geodesy.Length(orb.LineString(line))
	at := begin
	for i := 1; i < len(line) && at <= s.late; i++ {
		then := at
		if whole > 0 {
			then += geodesy.Length(orb.LineString{line[i-1], line[i]}) / whole * (end - begin)
		}
		s.stretches = append(s.stretches, isochrone.Segment{A: line[i-1], B: line[i], AtA: at, AtB: then})
		at = then
	}
}

// ground is the open water that hangs together with what was reached, without what is closed.
func (s *sweep) ground() (orb.MultiPolygon, error) {
	var open orb.MultiPolygon
	for _, part := range s.m.n.open {
		if slices.ContainsFunc(slices.Collect(maps.Values(s.reached)), func(p orb.Point) bool {
			return part.Bound().Contains(p) && predicate.In(p, part) == predicate.Inside
		}) {
			open = append(open, part)
		}
	}
	for i := range s.m.n.closures {
		if c := &s.m.n.closures[i]; s.m.closed[i] && len(open) > 0 {
			rest, err := overlay.Difference(open, c.area)
			if err != nil {
				return nil, fmt.Errorf("leave out what is closed: %w", err)
			}
			open, _ = rest.(orb.MultiPolygon)
		}
	}
	return open, nil
}
