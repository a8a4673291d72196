package patrol

import (
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/overlay"
	"xunhu/geo/predicate"
	"xunhu/routing/water"
)

// The classes of zones that not every way may enter.
const (
	Core     = "core"     // of a protected area: no way without a permission number (H6)
	Roost    = "roost"    // of birds: no drone near it in their season (H5)
	Airspace = "airspace" // that is controlled: no drone without an approval number (H5)
)

// birds are what a season is about in which drones keep away from roosts.
const birds = "E05"

// barred gives the areas of an atlas that a way of some mode may not enter on a day.
func barred(a *atlas.Atlas, s Settings, mode Mode, day time.Time) (areas []orb.MultiPolygon) {
	nesting := false
	for _, x := range s.Seasons.On(day) {
		nesting = nesting || x.About(birds)
	}
	for _, z := range a.Zones {
		switch {
		case z.Class == Core && s.CorePermit == "",
			z.Class == Airspace && mode == Drone && s.DroneApproval == "":
			areas = append(areas, z.Geometry)
		case z.Class == Roost && mode == Drone && nesting:
			wide, err := overlay.Buffer(z.Geometry, s.BirdM)
			if err != nil {
				wide = z.Geometry // the atlas holds none that is not valid
			}
			areas = append(areas, wide)
		}
	}
	return areas
}

// meets tells whether a line touches the inside of one of some areas.
func meets(line orb.Geometry, areas []orb.MultiPolygon) bool {
	for _, a := range areas {
		if p, ok := line.(orb.Point); ok {
			if predicate.In(p, a) != predicate.Outside {
				return true
			}
		} else if _, ok := predicate.Meet(line, a); ok {
			return true
		}
	}
	return false
}

// lawful tells whether crews may go along a line off the roads (H6).
func (m *maker) lawful(line orb.LineString) bool {
	if len(m.cores) == 0 {
		return true
	}
	if len(line) == 1 {
		return !meets(line[0], m.cores)
	}
	return !meets(line, m.cores)
}

// A sky is where a drone may fly around a launch place: inside the region, and in nothing
// that bars it on any day of the plan.
type sky struct {
	m      *maker
	barred []orb.MultiPolygon
	area   orb.MultiPolygon
	around *water.Query // finds ways around what is barred; nil: not made yet
}

// offM is how far flights keep off what bars them, in metres, so that none touches it.
const offM = 5

// noFly gives what bars drones on some day of the plan, and a little around it.
func (m *maker) noFly() (all []orb.MultiPolygon) {
	for day := range m.days {
		if now := barred(m.cut.atlas, m.s, Drone, m.from.AddDate(0, 0, day)); len(now) > len(all) {
			all = now // seasons only add roosts
		}
	}
	for i, a := range all {
		if wide, err := overlay.Buffer(a, offM); err == nil {
			all[i] = wide
		}
	}
	return all
}

// skyAt gives the sky within reach of a launch.
func (m *maker) skyAt(p orb.Point, barred []orb.MultiPolygon) (*sky, error) {
	disc, err := overlay.Buffer(p, m.s.DroneRangeM)
	if err != nil {
		return nil, err
	}
	box := disc.Bound()
	var towns []orb.Geometry
	for _, t := range m.cut.atlas.Towns {
		if !t.Area.Bound().Intersects(box) {
			continue
		}
		part, err := overlay.Intersection(t.Area, disc)
		if err != nil {
			return nil, err
		}
		if part != nil {
			towns = append(towns, part)
		}
	}
	area, err := overlay.Union(towns...)
	if err != nil {
		return nil, err
	}
	for _, b := range barred {
		if !b.Bound().Intersects(box) || len(area) == 0 {
			continue
		}
		rest, err := overlay.Difference(area, b)
		if err != nil {
			return nil, err
		}
		area, _ = rest.(orb.MultiPolygon)
	}
	return &sky{m: m, barred: barred, area: area}, nil
}

// clear tells whether a drone may fly straight along a line.
func (s *sky) clear(line orb.LineString) bool {
	if line[0] == line[len(line)-1] {
		return predicate.In(line[0], s.area) != predicate.Outside
	}
	for _, x := range s.m.cut.split(line) {
		if x.town == "" {
			return false
		}
	}
	return !meets(line, s.barred)
}

// hop gives the way that a drone flies between two places, around what is barred; nil if
// there is none.
func (s *sky) hop(a, b orb.Point) orb.LineString {
	straight := orb.LineString{a, b}
	if a == b || s.clear(straight) {
		return straight
	}
	if s.around == nil {
		net, err := water.Build(water.Chart{Open: []water.Area{{ID: "sky", Area: s.area}}, ReachM: 1})
		if err != nil {
			return nil
		}
		free, err := net.Customize(water.Profile{Name: "drone", KMH: s.m.s.DroneKMH})
		if err != nil {
			return nil
		}
		s.around = free.NewQuery()
	}
	path, err := s.around.Route(a, b)
	if err != nil {
		return nil
	}
	return path.Line
}
