package patrol

import (
	"cmp"
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

// A drone looks over an area in parallel strips from a launch place on the road, and comes
// back there. Its picture is taken for a square as wide as a strip. What a flight shows is cut
// out exactly; strips end where the region or what bars drones ends, and ways between them go
// around that.

const (
	turns    = 12  // directions of strips that are tried
	turnS    = 5   // what a turn into the next strip takes
	batteryS = 180 // what a change of battery takes
	reserve  = 0.8 // of a battery that is flown
	worthHa  = 1.0 // least area that is worth a flight
)

// A flight is how a drone looks over what it can from a place.
type flight struct {
	line      orb.LineString // from the launch and back to it, also to change batteries
	seen      orb.Geometry
	batteries int
	takesS    int // from the first take-off to the last landing
}

// flights makes a task of each flight that an area takes, and gives what none shows.
func (m *maker) flights(ctx context.Context, n *Need, area orb.MultiPolygon, whole float64) (tasks []task, unseen orb.Geometry, err error) {
	spots, stepM, err := spotsIn(ctx, area, m.s.DroneRangeM)
	if err != nil || len(spots) == 0 {
		return nil, area, err
	}
	launches := m.innerPlaces(m.net.Places(widened(area.Bound(), m.s.DroneRangeM), m.s.DroneRangeM/4))
	noFly := m.noFly()
	launches = slices.DeleteFunc(launches, func(p road.Place) bool { return m.drive.To(p) >= graph.Infinity || meets(p.Point, noFly) })
	views, err := viewpoints(ctx, launches, spots, m.s.DroneRangeM-m.s.StripM/2, worth(m.s.DroneRangeM, stepM))
	if err != nil {
		return nil, nil, err
	}
	views, _ = m.soonest(views, m.s.DroneSetUpS, m.shifts(n)*int(m.longest().Seconds())/(2*m.s.DroneSetUpS))
	var rest orb.Geometry = area
	for _, v := range views {
		f, err := m.fly(ctx, v.Point, rest, noFly)
		if err != nil {
			return nil, nil, fmt.Errorf("need %s: flight: %w", n.ID, err)
		}
		if f.seen == nil || geodesy.Area(f.seen) < worthHa*1e4 {
			continue
		}
		if rest, err = await(ctx, func() (orb.Geometry, error) { return overlay.Difference(rest, f.seen) }); err != nil {
			return nil, nil, err
		}
		tasks = append(tasks, task{need: n, geometry: f.seen,
			reason: m.reason(n, "patrol.reason.flight", "share", 100*geodesy.Area(f.seen)/whole, "hectares", geodesy.Area(f.seen)/1e4,
				"strip_m", m.s.StripM, "height_m", m.s.DroneHeightM, "km", geodesy.Length(f.line)/1000, "batteries", f.batteries),
			ways: []way{{enter: v.Place, leave: v.Place, line: f.line, mode: Drone, onS: m.s.DroneSetUpS + f.takesS}}})
		if rest == nil {
			break
		}
	}
	return tasks, rest, nil
}

// fly plans the flight over what of an area lies within reach of a launch.
func (m *maker) fly(ctx context.Context, launch orb.Point, area orb.Geometry, noFly []orb.MultiPolygon) (flight, error) {
	disc, err := overlay.Buffer(launch, 0.99*m.s.DroneRangeM-m.s.StripM/2) // the sky is a polygon in the circle
	if err != nil {
		return flight{}, err
	}
	got, err := await(ctx, func() (orb.Geometry, error) { return overlay.Intersection(area, disc) })
	if err != nil || got == nil {
		return flight{}, err
	}
	part, ok := got.(orb.MultiPolygon)
	if !ok {
		return flight{}, nil
	}
	sky, err := m.skyAt(launch, noFly)
	if err != nil {
		return flight{}, err
	}
	f := newFrame(launch, part)
	strips, err := f.strips(part, m.s.StripM)
	if err != nil {
		return flight{}, err
	}
	p := pilot{m: m, sky: sky, launch: launch}
	p.takeOff()
	for _, s := range strips {
		if err := ctx.Err(); err != nil {
			return flight{}, err
		}
		for _, line := range p.inside(f, s) {
			p.strip(f, line)
		}
	}
	return p.land(part)
}

// A frame lays metres around a place, turned so that strips run along u.
type frame struct {
	at          orb.Point
	east, north float64
	sin, cos    float64
}

func (f frame) uv(p orb.Point) (u, v float64) {
	x, y := (p[0]-f.at[0])*f.east, (p[1]-f.at[1])*f.north
	return x*f.cos + y*f.sin, y*f.cos - x*f.sin
}

func (f frame) point(u, v float64) orb.Point {
	return orb.Point{f.at[0] + (u*f.cos-v*f.sin)/f.east, f.at[1] + (u*f.sin+v*f.cos)/f.north}
}

// box is a rectangle of the frame.
func (f frame) box(u0, u1, v0, v1 float64) orb.Polygon {
	return orb.Polygon{{f.point(u0, v0), f.point(u1, v0), f.point(u1, v1), f.point(u0, v1), f.point(u0, v0)}}
}

// extent is from where to where an area reaches.
func (f frame) extent(area orb.MultiPolygon) (u0, u1, v0, v1 float64) {
	u0, v0, u1, v1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, poly := range area {
		for _, p := range poly[0] {
			u, v := f.uv(p)
			u0, u1, v0, v1 = min(u0, u), max(u1, u), min(v0, v), max(v1, v)
		}
	}
	return u0, u1, v0, v1
}

// newFrame turns so that an area takes the fewest strips.
func newFrame(at orb.Point, area orb.MultiPolygon) (best frame) {
	least := math.Inf(1)
	for k := range turns {
		f := frame{at: at}
		f.east, f.north = geodesy.Degree(at[1])
		f.sin, f.cos = math.Sincos(float64(k) * math.Pi / turns)
		if _, _, v0, v1 := f.extent(area); v1-v0 < least-1e-6 {
			best, least = f, v1-v0
		}
	}
	return best
}

// A run is a piece of a strip: its middle line lies at v.
type run struct{ u0, u1, v float64 }

// strips lays strips of some width over an area so that all of it lies in them: to and fro,
// and no longer than it takes.
func (f frame) strips(area orb.MultiPolygon, wide float64) ([]run, error) {
	u0, u1, v0, v1 := f.extent(area)
	n := max(1, int(math.Ceil((v1-v0)/wide-1e-9)))
	low := (v0+v1)/2 - float64(n)*wide/2
	var all []run
	for k := range n {
		v := low + float64(k)*wide
		band, err := overlay.Intersection(area, f.box(u0-1, u1+1, v, v+wide))
		if err != nil {
			return nil, err
		}
		parts, _ := band.(orb.MultiPolygon)
		var runs []run
		for _, poly := range parts {
			a, b, _, _ := f.extent(orb.MultiPolygon{poly})
			runs = append(runs, run{a, b, v + wide/2})
		}
		slices.SortFunc(runs, func(a, b run) int { return cmp.Or(cmp.Compare(a.u0, b.u0), cmp.Compare(a.u1, b.u1)) })
		var joined []run
		for _, r := range runs {
			if n := len(joined); n > 0 && r.u0 <= joined[n-1].u1+wide {
				joined[n-1].u1 = max(joined[n-1].u1, r.u1)
			} else {
				joined = append(joined, r)
			}
		}
		for i := range joined { // the picture reaches half a strip ahead and behind
			r := &joined[i]
			if r.u1-r.u0 <= wide {
				r.u0 = (r.u0 + r.u1) / 2
				r.u1 = r.u0
			} else {
				r.u0, r.u1 = r.u0+wide/2, r.u1-wide/2
			}
		}
		if k%2 == 1 {
			slices.Reverse(joined)
			for i := range joined {
				joined[i].u0, joined[i].u1 = joined[i].u1, joined[i].u0
			}
		}
		all = append(all, joined...)
	}
	return all, nil
}

// A pilot flies strips one after another and comes back in time.
type pilot struct {
	m         *maker
	sky       *sky
	launch    orb.Point
	line      orb.LineString
	now, full float64 // seconds in all, and since the battery was changed
	batteries int
	boxes     []orb.Geometry // what the strips show
}

func (p *pilot) takeOff() {
	p.line, p.batteries = orb.LineString{p.launch}, 1
}

// inside cuts a run to what of it lies in the sky, in the direction of flight.
func (p *pilot) inside(f frame, r run) []run {
	line := orb.LineString{f.point(r.u0, r.v), f.point(r.u1, r.v)}
	if p.sky.clear(line) {
		return []run{r}
	}
	if r.u0 == r.u1 {
		return nil
	}
	got, err := overlay.Intersection(line, p.sky.area)
	if err != nil {
		return nil
	}
	var all []run
	parts, _ := got.(orb.MultiLineString)
	for _, l := range parts {
		a, _ := f.uv(l[0])
		b, _ := f.uv(l[len(l)-1])
		if (a < b) != (r.u0 < r.u1) {
			a, b = b, a
		}
		if inset := math.Copysign(1, b-a); math.Abs(b-a) > 2 { // rounding must not lead over the border
			all = append(all, run{a + inset, b - inset, r.v})
		}
	}
	slices.SortFunc(all, func(a, b run) int {
		if r.u0 < r.u1 {
			return cmp.Compare(a.u0, b.u0)
		}
		return cmp.Compare(b.u0, a.u0)
	})
	return all
}

// strip flies a run, if the battery allows it with the way home; if not, it is changed first.
// A run that no way leads to is left.
func (p *pilot) strip(f frame, r run) {
	a, b := f.point(r.u0, r.v), f.point(r.u1, r.v)
	speed := p.m.s.DroneKMH / 3.6
	home := p.sky.hop(b, p.launch)
	for range 2 {
		at := p.line[len(p.line)-1]
		there := p.sky.hop(at, a)
		if there == nil || home == nil {
			return
		}
		takes := (geodesy.Length(there)+geodesy.Length(orb.LineString{a, b}))/speed + turnS
		if p.full+takes+geodesy.Length(home)/speed <= reserve*float64(p.m.s.BatteryS) {
			p.along(there)
			p.along(orb.LineString{a, b})
			p.now, p.full = p.now+takes, p.full+takes
			half := p.m.s.StripM / 2
			p.boxes = append(p.boxes, f.box(min(r.u0, r.u1)-half, max(r.u0, r.u1)+half, r.v-half, r.v+half))
			return
		}
		if at == p.launch || !p.home() {
			return // too far for one battery
		}
		p.now, p.full, p.batteries = p.now+batteryS, 0, p.batteries+1
	}
}

// home flies back to the launch.
func (p *pilot) home() bool {
	back := p.sky.hop(p.line[len(p.line)-1], p.launch)
	if back == nil {
		return false
	}
	p.along(back)
	p.now += geodesy.Length(back) / (p.m.s.DroneKMH / 3.6)
	return true
}

func (p *pilot) along(line orb.LineString) {
	for _, q := range line {
		p.line = appendNew(p.line, q)
	}
}

// land ends the flight, and tells what of an area it has shown.
func (p *pilot) land(area orb.MultiPolygon) (flight, error) {
	if len(p.boxes) == 0 || !p.home() {
		return flight{}, nil
	}
	shown, err := overlay.Union(p.boxes...)
	if err != nil {
		return flight{}, err
	}
	seen, err := overlay.Intersection(area, shown)
	if err != nil {
		return flight{}, err
	}
	return flight{line: p.line, seen: seen, batteries: p.batteries, takesS: seconds(p.now)}, nil
}
