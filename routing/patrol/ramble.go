package patrol

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/routing/graph"
	"xunhu/routing/road"
)

// What of an area no viewpoint on the road shows may be seen by walking: out from the road,
// from one stand to the next, each with a look around, and back to the vehicle. Stands are
// spots of the area that can be walked to; the next one is that which shows most for the way.

const (
	rambleS    = 3 * 3600 // the longest walk with its looks
	farStands  = 3        // stands of one walk are no further from the one before than so many sights
	mostRamble = 60       // walks that one need takes at most
)

// rambles makes a task of each walk that an area takes, and gives what none shows.
func (m *maker) rambles(ctx context.Context, n *Need, area orb.MultiPolygon, whole float64, look int) (tasks []task, unseen orb.Geometry, err error) {
	spots, stepM, err := spotsIn(ctx, area, m.s.SightM)
	if err != nil || len(spots) == 0 {
		return nil, area, err
	}
	places := m.innerPlaces(m.net.Places(widened(area.Bound(), m.s.AccessM), m.s.SightM/2))
	places = slices.DeleteFunc(places, func(p road.Place) bool { return m.drive.To(p) >= graph.Infinity })
	g, err := m.newTerrain(ctx, spots, places)
	if err != nil {
		return nil, nil, err
	}
	g.least = max(1, min(worth(m.s.SightM, stepM), int(math.Ceil(worthOfArea*float64(len(spots))))))
	var rest orb.Geometry = area
	for range min(mostRamble, m.shifts(n)*2) {
		line, stands, took, err := g.walk(ctx, look)
		if err != nil {
			return nil, nil, err
		}
		if line == nil {
			break
		}
		var discs []orb.Geometry
		for _, p := range stands {
			disc, err := overlay.Buffer(p, m.s.SightM)
			if err != nil {
				return nil, nil, err
			}
			discs = append(discs, disc)
		}
		left, err := without(ctx, rest, discs)
		if err != nil {
			return nil, nil, fmt.Errorf("need %s: what is seen by walking: %w", n.ID, err)
		}
		part := rest
		if left != nil {
			if part, err = await(ctx, func() (orb.Geometry, error) { return overlay.Difference(rest, left) }); err != nil {
				return nil, nil, err
			}
		}
		if part != nil {
			at := g.from.Place
			tasks = append(tasks, task{need: n, geometry: part, at: &stands[0],
				reason: m.reason(n, "patrol.reason.walk", "sight_m", m.s.SightM, "share", 100*geodesy.Area(part)/whole, "km", geodesy.Length(line)/1000, "stands", len(stands)),
				ways:   []way{{enter: at, leave: at, line: line, mode: Foot, onS: seconds(took)}}})
		}
		if rest = left; rest == nil {
			break
		}
	}
	return tasks, rest, nil
}

// A terrain is where one may stand in an area, and what is yet unseen of it.
type terrain struct {
	m      *maker
	spots  []orb.Point
	sees   [][]int32
	seen   []bool
	never  []bool // as stands
	places []road.Place
	near   []int // place nearest to each spot
	least  int   // new spots that make a stand worth it
	from   approach
}

func (m *maker) newTerrain(ctx context.Context, spots []orb.Point, places []road.Place) (*terrain, error) {
	g := &terrain{m: m, spots: spots, seen: make([]bool, len(spots)), never: make([]bool, len(spots)), places: places, near: make([]int, len(spots))}
	stands := make([]road.Place, len(spots))
	for i, p := range spots {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		stands[i] = road.Place{Point: p, From: p}
		g.never[i] = !m.inside(p) || !m.lawful(orb.LineString{p}) || inSome(m.lakes, p)
		best := math.Inf(1)
		g.near[i] = -1
		for k, at := range places {
			if d := apart2(p, at.Point); d < best {
				best, g.near[i] = d, k
			}
		}
	}
	var err error
	g.sees, err = sights(ctx, stands, spots, m.s.SightM)
	return g, err
}

// apart2 is the square of a distance, roughly, for comparing.
func apart2(p, q orb.Point) float64 {
	x, y := (p[0]-q[0])*math.Cos(p[1]*math.Pi/180), p[1]-q[1]
	return x*x + y*y
}

func inSome(areas []orb.MultiPolygon, p orb.Point) bool {
	return slices.ContainsFunc(areas, func(a orb.MultiPolygon) bool { return a.Bound().Contains(p) && meets(p, []orb.MultiPolygon{a}) })
}

// adds is how many spots a stand would show anew.
func (g *terrain) adds(i int) (n int) {
	for _, s := range g.sees[i] {
		if !g.seen[s] {
			n++
		}
	}
	return n
}

// walk finds the next walk, from the place on the road nearest to what is unseen; nil if there
// is none that shows enough.
func (g *terrain) walk(ctx context.Context, look int) (line orb.LineString, stands []orb.Point, took float64, err error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, nil, 0, err
		}
		first := g.first()
		if first < 0 {
			return nil, nil, 0, nil
		}
		g.from = approach{Place: g.places[g.near[first]]}
		if line, stands, took = g.out(first, look); len(stands) > 0 {
			return line, stands, took, nil
		}
		g.never[first] = true
	}
}

// first is the stand worth it nearest to a road; -1: none within reach.
func (g *terrain) first() int {
	best, first := math.Inf(1), -1
	for i := range g.spots {
		if g.never[i] || g.near[i] < 0 {
			continue
		}
		if d := apart2(g.spots[i], g.places[g.near[i]].Point); d < best && g.adds(i) >= g.least {
			best, first = d, i
		}
	}
	if first >= 0 && geodesy.Distance(g.spots[first], g.places[g.near[first]].Point) > g.m.s.AccessM {
		return -1
	}
	return first
}

// out walks to a first stand and on, as long as there is time to come back, and tells what it
// takes in seconds with the looks: over soft ground more than the line is long.
func (g *terrain) out(first, look int) (line orb.LineString, stands []orb.Point, took float64) {
	start := g.from.Point
	there, ok := g.m.walk(start, g.spots[first], nil)
	if !ok || 2*there.takes+float64(look) > rambleS {
		return nil, nil, 0
	}
	at, home := first, there
	took = there.takes + float64(look)
	line = there.line
	g.look(at)
	stands = append(stands, g.spots[at])
	for {
		next := g.next(at)
		if next < 0 {
			break
		}
		on, ok1 := g.m.walk(g.spots[at], g.spots[next], nil)
		back, ok2 := g.m.walk(start, g.spots[next], nil)
		if !ok1 || !ok2 {
			g.never[next] = true
			continue
		}
		if took+on.takes+float64(look)+back.takes > rambleS {
			break
		}
		took += on.takes + float64(look)
		for _, p := range on.line {
			line = appendNew(line, p)
		}
		at, home = next, back
		g.look(at)
		stands = append(stands, g.spots[at])
	}
	for _, p := range turned(home.line) {
		line = appendNew(line, p)
	}
	return line, stands, took + home.takes
}

func (g *terrain) look(i int) {
	g.never[i] = true
	for _, s := range g.sees[i] {
		g.seen[s] = true
	}
}

// next is the stand that shows most for the way from another; -1: none is worth it.
func (g *terrain) next(at int) int {
	best, next := 0.0, -1
	for i := range g.spots {
		if g.never[i] {
			continue
		}
		d := geodesy.Distance(g.spots[at], g.spots[i])
		if d > farStands*g.m.s.SightM {
			continue
		}
		if n := g.adds(i); n >= g.least && float64(n)/(d+g.m.s.SightM) > best {
			best, next = float64(n)/(d+g.m.s.SightM), i
		}
	}
	return next
}
