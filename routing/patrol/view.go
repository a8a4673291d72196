package patrol

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
	"xunhu/routing/road"
)

const (
	spotsASight = 4      // spots stand a quarter of the sight apart
	mostSpots   = 20_000 // of a large area, which is then looked at more coarsely

	// A viewpoint is worth a stop if it adds so much of a full circle of sight, or
	// so much of the area. Without that, a road along a shore would be a row of
	// stops each of which adds the rim of its circle.
	worthOfSight = 0.05
	worthOfArea  = 0.2
)

// area makes one task a viewpoint. The parts of the viewpoints do not overlap; each
// spot belongs to the first that sees it. What is left unseen is unplanned, but for
// slivers between the spots, each smaller than the square that a spot stands for.
func (m *maker) area(ctx context.Context, n *Need, area orb.MultiPolygon) (tasks []task, left []Unplanned, err error) {
	spots, stepM := spotsIn(area, m.s.SightM)
	if len(spots) == 0 {
		return nil, nil, nil
	}
	look := n.ServiceS
	if look <= 0 {
		look = m.s.LookS
	}
	var rest orb.Geometry = area
	whole := geodesy.Area(area)
	worth := int(math.Ceil(worthOfSight * math.Pi * m.s.SightM * m.s.SightM / (stepM * stepM)))
	places := m.net.Places(widened(area.Bound(), m.s.SightM), m.s.SightM/2)
	for _, v := range viewpoints(places, spots, m.s.SightM, worth) {
		if rest == nil {
			break
		}
		if err := ctx.Err(); err != nil { // a large area takes long
			return nil, nil, err
		}
		disc, err := overlay.Buffer(v.Point, m.s.SightM)
		if err != nil {
			return nil, nil, fmt.Errorf("need %s: what is seen: %w", n.ID, err)
		}
		part, err := overlay.Intersection(rest, disc)
		if err != nil {
			return nil, nil, fmt.Errorf("need %s: what is seen: %w", n.ID, err)
		}
		if part == nil {
			continue
		}
		if rest, err = overlay.Difference(rest, disc); err != nil {
			return nil, nil, fmt.Errorf("need %s: what is left to see: %w", n.ID, err)
		}
		tasks = append(tasks, task{need: n, geometry: part,
			reason: m.reason(n, "patrol.reason.view", "sight_m", m.s.SightM, "share", 100*geodesy.Area(part)/whole),
			ways:   []way{{enter: v, leave: v, line: orb.LineString{v.Point}, mode: Foot, onS: look}}})
	}
	if unseen := withoutSlivers(rest, stepM*stepM); unseen != nil {
		a := geodesy.Area(unseen)
		left = append(left, m.unplanned(n, unseen, "patrol.unplanned.unseen", "sight_m", m.s.SightM, "hectares", a/1e4, "share", 100*a/whole))
	}
	return tasks, left, nil
}

// widened is a bound with m metres more on each side.
func widened(b orb.Bound, m float64) orb.Bound {
	lat := m / 110_000
	lon := lat / math.Max(math.Cos(b.Center()[1]*math.Pi/180), 1e-6)
	return orb.Bound{Min: orb.Point{b.Min[0] - lon, b.Min[1] - lat}, Max: orb.Point{b.Max[0] + lon, b.Max[1] + lat}}
}

// spotsIn lays spots over an area: the middles of squares, and a point inside each
// part that is too small or too thin to hold one. It gives the squares' side in metres.
func spotsIn(area orb.MultiPolygon, sightM float64) (spots []orb.Point, stepM float64) {
	b := area.Bound()
	stepM = max(sightM/spotsASight, math.Sqrt(geodesy.Area(area)/mostSpots))
	unit := widened(orb.Bound{Min: b.Center(), Max: b.Center()}, stepM)
	dx, dy := (unit.Max[0]-unit.Min[0])/2, (unit.Max[1]-unit.Min[1])/2
	for _, poly := range area {
		n, pb := len(spots), poly.Bound()
		// one grid for all parts, so that equal areas have equal spots however they are cut
		for i := math.Floor((pb.Min[0] - b.Min[0]) / dx); b.Min[0]+i*dx <= pb.Max[0]; i++ {
			for j := math.Floor((pb.Min[1] - b.Min[1]) / dy); b.Min[1]+j*dy <= pb.Max[1]; j++ {
				p := orb.Point{b.Min[0] + (i+0.5)*dx, b.Min[1] + (j+0.5)*dy}
				if predicate.In(p, poly) == predicate.Inside {
					spots = append(spots, p)
				}
			}
		}
		if len(spots) == n {
			if p, ok := inside(orb.MultiPolygon{poly}); ok {
				spots = append(spots, p)
			}
		}
	}
	return spots, stepM
}

// viewpoints chooses places: each time the one that sees most of what is yet unseen,
// the first of equals, as long as it shows least spots or a good part of all.
func viewpoints(places []road.Place, spots []orb.Point, sightM float64, least int) []road.Place {
	type cell struct{ x, y int }
	if len(spots) == 0 {
		return nil
	}
	unit := widened(orb.Bound{Min: spots[0], Max: spots[0]}, sightM)
	dx, dy := unit.Max[0]-spots[0][0], unit.Max[1]-spots[0][1]
	at := func(p orb.Point) cell { return cell{int(math.Floor(p[0] / dx)), int(math.Floor(p[1] / dy))} }
	grid := map[cell][]int32{}
	for i, p := range spots {
		grid[at(p)] = append(grid[at(p)], int32(i))
	}
	sees := make([][]int32, len(places))
	for i, v := range places {
		c := at(v.Point)
		for x := c.x - 2; x <= c.x+2; x++ { // two, because degrees are not quite as wide elsewhere
			for y := c.y - 2; y <= c.y+2; y++ {
				for _, s := range grid[cell{x, y}] {
					if geodesy.Distance(v.Point, spots[s]) <= sightM {
						sees[i] = append(sees[i], s)
					}
				}
			}
		}
	}
	seen := make([]bool, len(spots))
	fresh := make([]int, len(places)) // no less than what the place would add
	for i := range places {
		fresh[i] = len(sees[i])
	}
	least = max(1, min(least, int(math.Ceil(worthOfArea*float64(len(spots))))))
	var chosen []road.Place
	for {
		best := -1
		for i := range places {
			if fresh[i] < least || best >= 0 && fresh[i] <= fresh[best] {
				continue
			}
			n := 0
			for _, s := range sees[i] {
				if !seen[s] {
					n++
				}
			}
			fresh[i] = n
			if n >= least && (best < 0 || n > fresh[best]) {
				best = i
			}
		}
		if best < 0 {
			return chosen
		}
		chosen = append(chosen, places[best])
		for _, s := range sees[best] {
			seen[s] = true
		}
	}
}

// withoutSlivers drops the parts of an area smaller than m2; nil if none is left.
func withoutSlivers(g orb.Geometry, m2 float64) orb.Geometry {
	var kept orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		return withoutSlivers(orb.MultiPolygon{g}, m2)
	case orb.MultiPolygon:
		for _, p := range g {
			if geodesy.Area(p) >= m2 {
				kept = append(kept, p)
			}
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return kept
}
