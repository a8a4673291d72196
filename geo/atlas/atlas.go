package atlas

import (
	"errors"

	"github.com/paulmach/orb"

	"xunhu/geo/coverage"
	"xunhu/geo/feature"
	"xunhu/geo/geodesy"
	"xunhu/geo/hydro"
	"xunhu/geo/predicate"
)

// A Town is a town or sub-district (镇街).
type Town struct {
	Code, Name, NameEN string
	Pilot              bool
	Area               orb.MultiPolygon
	Station, Squad     string // ids of units; "" where the region has none
}

// A Class of unit, by the names of the field's register.
type Class string

// The classes that decide or patrol; the others are only told.
const (
	Municipal Class = "MUNICIPAL_EE"
	Branch    Class = "BRANCH"
	Brigade   Class = "BRIGADE"
	Squad     Class = "SQUAD"
	Station   Class = "STATION"
	Post      Class = "POST"
	External  Class = "EXT_EE"
)

// A Unit is a body of the organisation.
type Unit struct {
	ID, Name, NameEN string
	Class            Class
	Parent           string     // the unit that guides it, or ""
	Towns            []string   // a station's town, a squad's towns, a post's members with the host first
	At               *orb.Point // its seat, or nil
	Duty             Hours      // when it is manned; nil: nobody has said
	Source           string
}

// An Area is a named piece of land or water: a zone, wetland, basin or lake.
type Area struct {
	ID, Name, NameEN string
	Class            string // zones: post, water_source, development, core, roost, airspace; wetlands: general, important, park, reserve
	Unit             string // zones: who answers for it
	Rank             int    // zones: the lower number wins where two overlap
	Shared           bool   // lakes: the shared-lake zone of another county
	Geometry         orb.MultiPolygon
}

// A Road is one line of the road network, as its source drew it.
type Road struct {
	ID, Name, Class, Access string
	Oneway                  int // 1 along the line, -1 against it, 0 both ways
	MaxSpeedKMH             float64
	Line                    orb.LineString
}

// A Site is a place that is visited: an outfall, a workshop, a farm.
type Site struct {
	ID, Name, NameEN, Class, Category string
	IntervalDays, ServiceS            int
	At                                orb.Point
}

// A Neighbour is a county beyond the border.
type Neighbour struct {
	Code, Name, NameEN, Authority, Superior string
	Area                                    orb.MultiPolygon
}

// An Atlas is a region, built and checked. Treat every slice as read-only.
type Atlas struct {
	Region     Region
	Cover      *coverage.Coverage // the towns, by code
	Towns      []Town             // in the order of their codes
	Units      []Unit
	Neighbours []Neighbour
	Basins     []Area
	Lakes      []Area
	Wetlands   []Area
	Zones      []Area // the winning zone first
	Rivers     []River
	Water      *hydro.Network // of the rivers
	Roads      []Road
	Sites      []Site

	towns map[string]int
	units map[string]int
	index map[feature.Kind]*areaIndex
	cells *hydro.Cells // the towns along the water

	borders func() borders
	outlets func() map[int32][]outlet // of sites, by reach
}

// ErrNoTowns reports a region without any town to decide by.
var ErrNoTowns = errors.New("atlas: region without towns")

// Town finds a town by its code.
func (a *Atlas) Town(code string) (Town, bool) {
	i, ok := a.towns[code]
	if !ok {
		return Town{}, false
	}
	return a.Towns[i], true
}

// Unit finds a unit by its id.
func (a *Atlas) Unit(id string) (Unit, bool) {
	i, ok := a.units[id]
	if !ok {
		return Unit{}, false
	}
	return a.Units[i], true
}

// First gives the first unit of a class: the branch, the brigade.
func (a *Atlas) First(c Class) (Unit, bool) {
	for _, u := range a.Units {
		if u.Class == c {
			return u, true
		}
	}
	return Unit{}, false
}

// ZonesOf gives the zones of a post, the winning one first.
func (a *Atlas) ZonesOf(unit string) []Area {
	var zones []Area
	for _, z := range a.Zones {
		if z.Unit == unit && z.Class == "post" {
			zones = append(zones, z)
		}
	}
	return zones
}

// Meeting appends to a list the areas of a kind (Zones, Wetlands, Basins or Lakes)
// that meet a geometry, in the order in which the atlas holds them. Touching counts.
func (a *Atlas) Meeting(list []*Area, kind feature.Kind, g *geodesy.Shape) []*Area {
	x := a.index[kind]
	x.near(g.Bound(), func(i int) {
		if x.shapes[i]().Meets(g) {
			list = append(list, &x.areas[i])
		}
	})
	return list
}

// Shape gives an area of the atlas made ready for measuring.
func (a *Atlas) Shape(kind feature.Kind, area *Area) *geodesy.Shape {
	x := a.index[kind]
	for i := range x.areas {
		if &x.areas[i] == area {
			return x.shapes[i]()
		}
	}
	return geodesy.Prepare(area.Geometry)
}

// Borders is the outlines of all towns, made ready for measuring.
func (a *Atlas) Borders() *geodesy.Shape { return a.borders().all }

// Single is the edges that only one town draws. The border of the city is among them.
func (a *Atlas) Single() *geodesy.Shape { return a.borders().single }

type borders struct{ all, single *geodesy.Shape }

// drawBorders makes the towns' outlines ready; what two towns draw alike stands once.
func (a *Atlas) drawBorders() borders {
	type edge struct{ a, b orb.Point }
	drawn := map[edge]int{}
	each := func(with func(key edge, p, q orb.Point)) {
		for _, t := range a.Towns {
			predicate.Edges(t.Area, func(p, q orb.Point) bool {
				key := edge{p, q}
				if q[0] < p[0] || q[0] == p[0] && q[1] < p[1] {
					key = edge{q, p}
				}
				with(key, p, q)
				return true
			})
		}
	}
	each(func(key edge, _, _ orb.Point) { drawn[key]++ })
	extend := func(lines orb.MultiLineString, p, q orb.Point) orb.MultiLineString {
		if n := len(lines); n > 0 && lines[n-1][len(lines[n-1])-1] == p {
			lines[n-1] = append(lines[n-1], q)
			return lines
		}
		return append(lines, orb.LineString{p, q})
	}
	var all, single orb.MultiLineString
	each(func(key edge, p, q orb.Point) {
		switch drawn[key] {
		case 0: // drawn before
			return
		case 1:
			single = extend(single, p, q)
		}
		all, drawn[key] = extend(all, p, q), 0
	})
	return borders{geodesy.Prepare(all), geodesy.Prepare(single)}
}
