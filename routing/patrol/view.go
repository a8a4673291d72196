package patrol

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/geodesy"
	"xunhu/geo/overlay"
	"xunhu/routing/graph"
	"xunhu/routing/road"
)

const (
	manyVertices = 256 // an area with more is cut into pieces before discs are cut out of it
	widthInSight = 4   // but not into pieces narrower than so many sights
)

// area makes one task a viewpoint, of no more viewpoints than one can stand at in
// the shifts there are. Which they are is found on spots (see spotsIn), and is
// therefore approximate; what each of them sees, what none sees and what is left for
// want of time is cut exactly, and the shares told are those of these geometries. The
// parts of the viewpoints do not overlap; what two see belongs to the one that the
// cover took first. Unplanned pieces smaller than the finest square are not told of.
func (m *maker) area(ctx context.Context, n *Need, area orb.MultiPolygon) (tasks []task, left []Unplanned, err error) {
	spots, stepM, err := spotsIn(ctx, area, m.s.SightM)
	if err != nil || len(spots) == 0 {
		return nil, nil, err
	}
	look := n.ServiceS
	if look <= 0 {
		look = m.s.LookS
	}
	if n.Mode == Drone {
		tasks, unseen, err := m.flights(ctx, n, area, geodesy.Area(area))
		return tasks, m.tell(nil, n, unseen, "patrol.unplanned.unflown", geodesy.Area(area)), err
	}
	if n.Mode == Boat && len(m.docks) > 0 {
		whole := geodesy.Area(area)
		tasks, unseen, err := m.stands(ctx, n, area, whole, look)
		return tasks, m.tell(nil, n, unseen, "patrol.unplanned.unsailed", whole), err
	}
	places := m.net.Places(widened(area.Bound(), m.s.SightM), m.s.SightM/2)
	places = m.innerPlaces(places)
	places = slices.DeleteFunc(places, func(p road.Place) bool { return m.drive.To(p) >= graph.Infinity }) // closed off
	views, err := viewpoints(ctx, places, spots, m.s.SightM, worth(m.s.SightM, stepM))
	if err != nil {
		return nil, nil, err
	}
	shifts := m.shifts(n)
	fit := MostVisits
	if look > 0 {
		fit = min(fit, shifts*(int(m.longest().Seconds())/look))
	}
	now, later := m.soonest(views, look, fit)
	parts, seen, err := m.parts(ctx, area, now)
	if err != nil {
		return nil, nil, fmt.Errorf("need %s: what is seen: %w", n.ID, err)
	}
	whole := geodesy.Area(area)
	for i, part := range parts {
		if part == nil {
			continue
		}
		v := now[i].Place
		tasks = append(tasks, task{need: n, geometry: part,
			reason: m.reason(n, "patrol.reason.view", "sight_m", m.s.SightM, "share", 100*geodesy.Area(part)/whole),
			ways:   []way{{enter: v, leave: v, line: orb.LineString{v.Point}, mode: Foot, onS: look}}})
	}
	untimely, unseen, err := m.rest(ctx, area, seen, later)
	if err != nil {
		return nil, nil, fmt.Errorf("need %s: what is left to see: %w", n.ID, err)
	}
	code := "patrol.unplanned.unseen"
	if wide, ok := m.withoutSlivers(unseen).(orb.MultiPolygon); ok && n.Mode == "" && m.some(aloft) {
		flown, rest, err := m.flights(ctx, n, wide, whole)
		if err != nil {
			return nil, nil, err
		}
		tasks, unseen, code = append(tasks, flown...), rest, "patrol.unplanned.unflown"
	}
	if wide, ok := m.withoutSlivers(unseen).(orb.MultiPolygon); ok && n.Mode == "" && len(m.docks) > 0 && m.some(afloat) {
		sailed, rest, err := m.stands(ctx, n, wide, whole, look)
		if err != nil {
			return nil, nil, err
		}
		tasks, unseen = append(tasks, sailed...), rest
	}
	if wide, ok := m.withoutSlivers(unseen).(orb.MultiPolygon); ok && n.Mode == Foot {
		walked, rest, err := m.rambles(ctx, n, wide, whole, look)
		if err != nil {
			return nil, nil, err
		}
		tasks, unseen, code = append(tasks, walked...), rest, "patrol.unplanned.unwalked"
	}
	left = m.tell(left, n, untimely, "patrol.unplanned.large", whole, "viewpoints", len(views), "most", fit, "shifts", shifts, "hours", m.longest().Hours())
	left = m.tell(left, n, unseen, code, whole)
	return tasks, left, nil
}

// tell adds a part of an area that is left out, if it is worth telling.
func (m *maker) tell(left []Unplanned, n *Need, g orb.Geometry, code string, whole float64, args ...any) []Unplanned {
	if g = m.withoutSlivers(g); g == nil {
		return left
	}
	a := geodesy.Area(g)
	return append(left, m.unplanned(n, g, code, append(args, "sight_m", m.s.SightM, "range_m", m.s.DroneRangeM, "hectares", a/1e4, "share", 100*a/whole)...))
}

func (m *maker) withoutSlivers(g orb.Geometry) orb.Geometry {
	return withoutSlivers(g, m.s.SightM*m.s.SightM/(spotsASight*spotsASight))
}

// soonest parts viewpoints in the most that fit, those that show most for the time of
// driving there and back and looking, and the others. Both keep their order.
func (m *maker) soonest(views []viewpoint, lookS, fit int) (now, later []viewpoint) {
	if len(views) <= fit {
		return views, nil
	}
	order := make([]int, len(views))
	shows := make([]float64, len(views)) // spots a second
	for i, v := range views {
		order[i] = i
		shows[i] = float64(v.shows) / (2*float64(m.drive.To(v.Place))/1000 + float64(lookS))
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(cmp.Compare(shows[j], shows[i]), cmp.Compare(i, j)) })
	slices.Sort(order[:fit])
	slices.Sort(order[fit:])
	for _, i := range order[:fit] {
		now = append(now, views[i])
	}
	for _, i := range order[fit:] {
		later = append(later, views[i])
	}
	return now, later
}

// parts gives what each viewpoint sees of an area and none before it does, and all
// of the discs that they see.
func (m *maker) parts(ctx context.Context, area orb.MultiPolygon, views []viewpoint) (parts, discs []orb.Geometry, err error) {
	pieces, err := pieces(ctx, area, widthInSight*m.s.SightM)
	if err != nil {
		return nil, nil, err
	}
	bounds := make([]orb.Bound, len(views))
	for i, v := range views {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		disc, err := overlay.Buffer(v.Point, m.s.SightM)
		if err != nil {
			return nil, nil, err
		}
		bounds[i] = disc.Bound()
		part, err := discOf(ctx, pieces, disc)
		if err != nil {
			return nil, nil, err
		}
		for j := 0; j < i && part != nil; j++ {
			if !bounds[j].Intersects(bounds[i]) || geodesy.Distance(views[j].Point, v.Point) > 2*m.s.SightM {
				continue
			}
			if part, err = overlay.Difference(part, discs[j]); err != nil {
				return nil, nil, err
			}
		}
		parts, discs = append(parts, part), append(discs, disc)
	}
	return parts, discs, nil
}

// discOf gives what of some pieces lies in a disc, nil if nothing does.
func discOf(ctx context.Context, pieces []orb.MultiPolygon, disc orb.MultiPolygon) (orb.Geometry, error) {
	var found []orb.Geometry
	for _, p := range pieces {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !p.Bound().Intersects(disc.Bound()) {
			continue
		}
		g, err := overlay.Intersection(p, disc)
		if err != nil {
			return nil, err
		}
		if g != nil {
			found = append(found, g)
		}
	}
	if len(found) < 2 {
		return append(found, nil)[0], nil
	}
	return overlay.Union(found...)
}

// pieces cuts an area in halves until they have few vertices, or are narrow.
func pieces(ctx context.Context, area orb.MultiPolygon, narrowM float64) ([]orb.MultiPolygon, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	vertices := 0
	for _, poly := range area {
		for _, ring := range poly {
			vertices += len(ring)
		}
	}
	b := area.Bound()
	w, h := extent(b)
	if vertices <= manyVertices || max(w, h) <= narrowM {
		return []orb.MultiPolygon{area}, nil
	}
	halves, axis := [2]orb.Bound{b, b}, 0
	if h > w {
		axis = 1
	}
	mid := b.Center()[axis]
	halves[0].Max[axis], halves[1].Min[axis] = mid, mid
	var all []orb.MultiPolygon
	for _, half := range halves {
		g, err := await(ctx, func() (orb.Geometry, error) { return overlay.Intersection(area, half.ToPolygon()) })
		if err != nil {
			return nil, err
		}
		if g, ok := g.(orb.MultiPolygon); ok {
			more, err := pieces(ctx, g, narrowM)
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
	}
	return all, nil
}

// rest gives what of an area no disc of those seen shows: what viewpoints that come
// later would show, and what none does.
func (m *maker) rest(ctx context.Context, area orb.MultiPolygon, seen []orb.Geometry, later []viewpoint) (untimely, unseen orb.Geometry, err error) {
	var discs []orb.Geometry
	for _, v := range later {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		disc, err := overlay.Buffer(v.Point, m.s.SightM)
		if err != nil {
			return nil, nil, err
		}
		discs = append(discs, disc)
	}
	if unseen, err = without(ctx, area, seen); err != nil || unseen == nil || len(discs) == 0 {
		return nil, unseen, err
	}
	all := unseen
	if unseen, err = without(ctx, all, discs); err != nil || unseen == nil {
		return all, nil, err
	}
	untimely, err = await(ctx, func() (orb.Geometry, error) { return overlay.Difference(all, unseen) })
	return untimely, unseen, err
}

// without is an area less some discs.
func without(ctx context.Context, area orb.Geometry, discs []orb.Geometry) (orb.Geometry, error) {
	if len(discs) == 0 {
		return area, nil
	}
	return await(ctx, func() (orb.Geometry, error) {
		all, err := overlay.Union(discs...)
		if err != nil {
			return nil, err
		}
		return overlay.Difference(area, all)
	})
}

// await gives what f gives, or up when the context ends. An overlay of many discs
// takes a second and cannot be stopped; it ends by itself, unheard.
func await(ctx context.Context, f func() (orb.Geometry, error)) (orb.Geometry, error) {
	type outcome struct {
		g   orb.Geometry
		err error
	}
	done := make(chan outcome, 1)
	go func() {
		g, err := f()
		done <- outcome{g, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case o := <-done:
		return o.g, o.err
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
