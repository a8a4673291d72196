package crs

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

type method uint8

const (
	degrees method = iota
	transverse
	webMercator
	gcj02
	bd09
)

// A System is a coordinate system. The zero System is WGS 84 in degrees.
// Systems can be compared with ==.
type System struct {
	method method
	code   int    // EPSG, or 0
	title  string // for a system without code
	tm     projection
	tie    tie  // to WGS 84, of an old datum
	turned bool // coordinates come north first, then east
}

// The systems that have a name of their own.
var (
	WGS84    = System{}
	CGCS2000 = System{code: 4490}
	GCJ02    = System{method: gcj02}
	BD09     = System{method: bd09}
)

// Name gives the name by which people know the system; Parse reads it back,
// except for a system that came from a .prj text and is in no registry.
func (s System) Name() string {
	if s.turned {
		s.turned = false
		return s.Name() + turnedMark
	}
	if s.tie.given {
		by := s.tie.String()
		s.tie = tie{}
		return s.Name() + by
	}
	switch {
	case s.method == gcj02:
		return "GCJ-02"
	case s.method == bd09:
		return "BD-09"
	case s.code != 0:
		return fmt.Sprintf("EPSG:%d", s.code)
	case s.method == degrees:
		return "EPSG:4326"
	}
	return s.title
}

// turnedMark stands behind the name of a system whose axes are exchanged.
const turnedMark = "/yx"

// Turned gives the system with its axes exchanged: north first, then east, as
// surveyors write metres (X to the north) and some programs degrees.
func (s System) Turned() System {
	s.turned = !s.turned
	return s
}

// NorthFirst tells whether the system is Turned.
func (s System) NorthFirst() bool { return s.turned }

// Degrees tells whether the system's coordinates are degrees, not metres.
func (s System) Degrees() bool { return s.method == degrees || s.method == gcj02 || s.method == bd09 }

// Same tells whether two systems give the same coordinates, as WGS 84 and
// CGCS2000 do.
func (s System) Same(o System) bool {
	return s.method == o.method && s.tm == o.tm && s.tie == o.tie && s.turned == o.turned
}

// ToWGS84 gives longitude and latitude of a place of the system. What lies
// beyond the reach of the system comes out as NaN or far away; Check finds it.
func (s System) ToWGS84(p orb.Point) orb.Point {
	if s.turned {
		p = orb.Point{p[1], p[0]}
	}
	switch s.method {
	case degrees:
		return s.tie.to(s.tm.ellipsoid, p)
	case transverse:
		return s.tie.to(s.tm.ellipsoid, s.tm.inverse(p))
	case webMercator:
		return fromMercator(p)
	case gcj02:
		return fromGCJ(p)
	case bd09:
		return fromGCJ(fromBD(p))
	}
	return p
}

// FromWGS84 gives the coordinates in the system of a longitude and latitude.
func (s System) FromWGS84(p orb.Point) orb.Point {
	if s.turned {
		s.turned = false
		q := s.FromWGS84(p)
		return orb.Point{q[1], q[0]}
	}
	switch s.method {
	case degrees:
		return s.tie.from(s.tm.ellipsoid, p)
	case transverse:
		return s.tm.forward(s.tie.from(s.tm.ellipsoid, p))
	case webMercator:
		return toMercator(p)
	case gcj02:
		return toGCJ(p)
	case bd09:
		return toBD(toGCJ(p))
	}
	return p
}

// Bring gives a geometry of the system in WGS 84. It refuses what Check refuses.
// The geometry itself is not changed.
func (s System) Bring(g orb.Geometry) (orb.Geometry, *finding.Finding) {
	if g == nil {
		return nil, nil
	}
	if f := s.Check(g); f != nil {
		return nil, f
	}
	if s == WGS84 || s == CGCS2000 {
		return g, nil
	}
	return Each(g, s.ToWGS84), nil
}

// Give gives a geometry in WGS 84 in the system. The geometry itself is not changed.
func (s System) Give(g orb.Geometry) orb.Geometry {
	if g == nil || s == WGS84 || s == CGCS2000 {
		return g
	}
	return Each(g, s.FromWGS84)
}

// Check finds the first position that cannot lie in the system: degrees that are
// none, latitude and longitude exchanged, metres outside the zone. nil is well.
func (s System) Check(g orb.Geometry) *finding.Finding {
	switch g := g.(type) {
	case orb.Point:
		return s.check(g)
	case orb.MultiPoint:
		return s.checkAll(g)
	case orb.LineString:
		return s.checkAll(g)
	case orb.Ring:
		return s.checkAll(g)
	case orb.MultiLineString:
		return first(g, func(l orb.LineString) *finding.Finding { return s.checkAll(l) })
	case orb.Polygon:
		return first(g, func(r orb.Ring) *finding.Finding { return s.checkAll(r) })
	case orb.MultiPolygon:
		return first(g, func(p orb.Polygon) *finding.Finding { return s.Check(p) })
	case orb.Collection:
		return first(g, s.Check)
	case orb.Bound:
		return s.Check(g.ToPolygon())
	}
	return nil
}

func (s System) checkAll(ps []orb.Point) *finding.Finding { return first(ps, s.check) }

// first gives the first fault of a list's members, or nil.
func first[T any](all []T, check func(T) *finding.Finding) *finding.Finding {
	for _, one := range all {
		if f := check(one); f != nil {
			return f
		}
	}
	return nil
}

// Nowhere is the code of a fault of a position alone: it lies nowhere in any system, so
// that no other system can be meant.
const Nowhere = "crs.nowhere"

// farthest is beyond the metres and zone numbers of all systems.
const farthest = 1e9

func (s System) check(p orb.Point) *finding.Finding {
	x, y := p[0], p[1]
	if !(math.Abs(x) <= farthest && math.Abs(y) <= farthest) { // NaN neither
		return finding.New(Nowhere, "", "x", x, "y", y)
	}
	if s.turned {
		s.turned = false
		p = orb.Point{y, x}
		if fault := s.check(p); fault != nil {
			return finding.New("crs.turned", "", "x", x, "y", y, "crs", s.Name())
		}
		return nil
	}
	switch {
	case !s.Degrees() && s.reaches(p):
		return nil
	case !s.Degrees() && s.reaches(orb.Point{y, x}):
		return finding.New("crs.metres_swapped", "", "x", x, "y", y, "crs", s.Name())
	case !s.Degrees():
		if other, ok := s.numbered(p); ok {
			return finding.New("crs.zone_number", "", "x", x, "y", y, "crs", s.Name(), "other", other.Name())
		}
		return finding.New("crs.outside_zone", "", "x", x, "y", y, "crs", s.Name())
	case onEarth(p):
		return nil
	case onEarth(orb.Point{y, x}):
		return finding.New("crs.axes_swapped", "", "x", x, "y", y, "crs", s.Name()).On(orb.Point{y, x})
	}
	return finding.New("crs.not_degrees", "", "x", x, "y", y, "crs", s.Name())
}

// reaches tells whether metres lie where the system is meant for: near
// its central meridian.
func (s System) reaches(p orb.Point) bool {
	at := s.ToWGS84(p)
	return onEarth(at) && (s.method != transverse || math.Abs(around(at[0]-s.tm.lon0)) <= widest)
}

// numbered finds the Gauss–Krüger zone of the same datum that metres outside s name
// by the number before their easting, or the one of the same meridian if they lack
// the number that s has.
func (s System) numbered(p orb.Point) (System, bool) {
	for _, g := range grids {
		if g.datum.ellipsoid != s.tm.ellipsoid {
			continue
		}
		for code := g.first; code <= g.last; code++ {
			other := g.zone(code)
			other.tie = s.tie
			number := math.Floor(p[0] / 1e6)
			if (g.numbered && number == float64(g.from+code-g.first) || !g.numbered && number == 0 && other.tm.lon0 == s.tm.lon0) && other.reaches(p) {
				return other, true
			}
		}
	}
	return System{}, false
}

// widest is how far, in degrees of longitude, a place may lie from the central
// meridian: a county may use its neighbour's zone, but metres that belong to
// another zone altogether are caught.
const widest = 9

// onEarth allows the least rounding beyond the poles and the date line, which
// files of the whole world often hold.
func onEarth(p orb.Point) bool {
	return math.Abs(p[0]) <= 180+1e-6 && math.Abs(p[1]) <= 90+1e-6 // false for NaN
}

// around brings a difference of longitudes into [-180, 180].
func around(deg float64) float64 { return math.Remainder(deg, 360) }

// Each gives a geometry with every position replaced.
func Each(g orb.Geometry, to func(orb.Point) orb.Point) orb.Geometry {
	switch g := g.(type) {
	case orb.Point:
		return to(g)
	case orb.MultiPoint:
		return orb.MultiPoint(points(g, to))
	case orb.LineString:
		return orb.LineString(points(g, to))
	case orb.Ring:
		return orb.Ring(points(g, to))
	case orb.MultiLineString:
		all := make(orb.MultiLineString, len(g))
		for i, l := range g {
			all[i] = points(l, to)
		}
		return all
	case orb.Polygon:
		return polygon(g, to)
	case orb.MultiPolygon:
		all := make(orb.MultiPolygon, len(g))
		for i, p := range g {
			all[i] = polygon(p, to)
		}
		return all
	case orb.Collection:
		all := make(orb.Collection, len(g))
		for i, part := range g {
			all[i] = Each(part, to)
		}
		return all
	case orb.Bound:
		return Each(g.ToPolygon(), to)
	}
	return g
}

func polygon(p orb.Polygon, to func(orb.Point) orb.Point) orb.Polygon {
	all := make(orb.Polygon, len(p))
	for i, r := range p {
		all[i] = points(r, to)
	}
	return all
}

func points(ps []orb.Point, to func(orb.Point) orb.Point) []orb.Point {
	all := make([]orb.Point, len(ps))
	for i, p := range ps {
		all[i] = to(p)
	}
	return all
}
