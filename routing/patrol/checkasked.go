package patrol

import (
	"slices"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/geodesy"
	"xunhu/geo/jurisdiction"
	"xunhu/geo/predicate"
)

// asked proves that each way lies on the ground of its town, and that each way and stop at
// which somebody is at work names who goes along and who is told beforehand. It looks at all
// towns, zones and wetlands one after another.
func (c *checker) asked(t *Tour) {
	for i := range t.Legs {
		l := &t.Legs[i]
		if mid := middle(l.Line); !c.owned(mid, l.Town) {
			c.wrong("%s: way %d is said to be in %q at %v", t.ID, l.Sequence, l.Town, mid)
		}
		if l.Mode == t.Vehicle && l.Stop == 0 {
			continue // it is passed
		}
		s := Stop{}
		if l.Stop > 0 && l.Stop <= len(t.Stops) {
			s = t.Stops[l.Stop-1]
		}
		c.named(t, l.Asked, l.Line, l.Town, l.Powers, s, l.Stop > 0, l.Mode != t.Vehicle, "way", l.Sequence)
	}
	for i := range t.Stops {
		s := &t.Stops[i]
		if slices.ContainsFunc(t.Legs, func(l Leg) bool { return l.Stop == s.Sequence && l.Mode != string(Drone) }) {
			continue // its ways say it
		}
		town, _ := c.a.Cover.Locate(s.At)
		where, err := territoryOf(c.a, t.Unit)
		if err != nil || len(c.a.Cover.Touching(s.At)) > 1 {
			continue
		}
		c.named(t, s.Asked, s.At, town, where.may(s.At, town), *s, s.Mode != Drone, s.Mode == Boat, "stop", s.Sequence)
	}
}

// middle is the middle of the longest piece of a line.
func middle(line orb.LineString) (mid orb.Point) {
	most := -1.0
	for i := 1; i < len(line); i++ {
		if m := geodesy.Distance(line[i-1], line[i]); m > most {
			mid, most = orb.Point{(line[i-1][0] + line[i][0]) / 2, (line[i-1][1] + line[i][1]) / 2}, m
		}
	}
	return mid
}

// owned tells whether a place is in a town or hardly beside it; "" is outside all.
func (c *checker) owned(p orb.Point, town string) bool {
	is, _ := c.a.Cover.Locate(p)
	if is == town {
		return true
	}
	for i, t := range c.a.Towns {
		if t.Code == town || town == "" && t.Code == is {
			_, m := c.shape(i).NearestWithin(p, 2*sliverM)
			if town == "" {
				_, m = c.shape(i).Border().NearestWithin(p, 2*sliverM)
			}
			return m <= 2*sliverM
		}
	}
	return false
}

func (c *checker) shape(town int) *geodesy.Shape {
	if c.towns == nil {
		c.towns = make([]*geodesy.Shape, len(c.a.Towns))
	}
	if c.towns[town] == nil {
		c.towns[town] = geodesy.Prepare(c.a.Towns[town].Area)
	}
	return c.towns[town]
}

// named sees that what a way or stop asks for is among what it names.
func (c *checker) named(t *Tour, asked []jurisdiction.Asked, g orb.Geometry, town string, powers Powers, s Stop, work, off bool, what string, n int) {
	work = work && t.Kind != Guidance // which is no work on the ground where it is
	must := func(kind jurisdiction.AskedKind, who, why string) {
		if who != "" && !slices.ContainsFunc(asked, func(a jurisdiction.Asked) bool {
			return a.Kind == kind && slices.Contains(a.To, who) && a.Why != nil && len(a.Basis) > 0
		}) {
			c.wrong("%s: %s %d names no %s of %s, and %s", t.ID, what, n, kind, who, why)
		}
	}
	unit, _ := c.a.Unit(t.Unit)
	of, inside := c.a.Town(town)
	switch enforcing := unit.Class == atlas.Squad || unit.Class == atlas.Brigade || unit.Class == atlas.Branch; {
	case !work:
	case !inside:
		must(jurisdiction.Companion, c.p.With, "is outside the region")
	case powers == Observe && enforcing:
		must(jurisdiction.Companion, of.Squad, "is on its ground")
	case powers == Observe:
		must(jurisdiction.Companion, of.Station, "is on its ground")
	case c.watches(g): // on a shared lake no measures are taken (V3)
	case powers == Enforce && s.Mode != Drone && !onlyLooks(t.Kind):
		must(jurisdiction.Officers, t.Unit, "enforces")
	case powers == Prevent && max(s.Certified, t.Certified) < 2:
		must(jurisdiction.Officers, of.Squad, "prevents")
	}
	if work && powers == Prevent && len(unit.Towns) > 0 && unit.Towns[0] != town {
		must(jurisdiction.Companion, of.Station, "prevents in a member's town")
	}
	if work && inside {
		for i, other := range c.a.Towns {
			if other.Code != town && c.beside(g, i) {
				must(jurisdiction.Notice, other.Station, "is beside its border")
			}
		}
	}
	if off {
		for _, w := range c.a.Wetlands {
			if reaches(g, w.Geometry) {
				must(jurisdiction.Notice, w.Unit, "goes into its wetland")
			}
		}
	}
	for _, z := range c.a.Zones {
		told := off && (z.Class == "water_source" || z.Class == Core && c.s.CorePermit != "") || work && z.Class == "post" && unit.Class != atlas.Post
		if told && reaches(g, z.Geometry) {
			must(jurisdiction.Notice, z.Unit, "goes into its zone")
		}
	}
}

// watches tells whether a place, or all of a line, lies in a shared lake.
func (c *checker) watches(g orb.Geometry) bool {
	line, ok := g.(orb.LineString)
	if !ok {
		line = orb.LineString{g.(orb.Point)}
	}
	for _, l := range c.a.Lakes {
		if l.Shared && !slices.ContainsFunc(line, func(p orb.Point) bool { return predicate.In(p, l.Geometry) == predicate.Outside }) {
			return true
		}
	}
	return false
}

// besideM is how near a border is told of, a little less than the rules have it.
const besideM = 49

// beside tells whether a vertex lies that near a town.
func (c *checker) beside(g orb.Geometry, town int) bool {
	line, ok := g.(orb.LineString)
	if !ok {
		line = orb.LineString{g.(orb.Point)}
	}
	return slices.ContainsFunc(line, func(p orb.Point) bool {
		_, m := c.shape(town).NearestWithin(p, besideM)
		return m < besideM
	})
}

// reaches tells whether a place, or one of the vertices of a line, lies inside an area.
func reaches(g orb.Geometry, area orb.MultiPolygon) bool {
	line, ok := g.(orb.LineString)
	if !ok {
		line = orb.LineString{g.(orb.Point)}
	}
	return area.Bound().Intersects(g.Bound()) && slices.ContainsFunc(line, func(p orb.Point) bool { return predicate.In(p, area) == predicate.Inside })
}
