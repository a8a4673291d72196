package ogc

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// A system is a coordinate system by its URI, with its axes in the order of the registry.
type system struct {
	crs.System
	uri string
}

const epsg = "http://www.opengis.net/def/crs/EPSG/0/"

var lonLat = system{crs.WGS84, crs84}

// registered are all systems that may be offered: WGS 84, CGCS2000 with all its
// Gauss–Krüger zones, Web Mercator, UTM. The old datums of China are not among them:
// their ties are not public.
var registered = sync.OnceValue(func() []system {
	all := []system{lonLat, {crs.WGS84.Turned(), epsg + "4326"}, {crs.CGCS2000.Turned(), epsg + "4490"}}
	add := func(code int, turned bool) {
		s, err := crs.Parse(fmt.Sprintf("EPSG:%d", code))
		if err != nil {
			panic(err) // a code of ours that geo/crs lost
		}
		if turned {
			s = s.Turned()
		}
		all = append(all, system{s, fmt.Sprint(epsg, code)})
	}
	for code := 4491; code <= 4554; code++ {
		add(code, true) // X to the north, Y to the east
	}
	add(3857, false)
	for zone := 1; zone <= 60; zone++ {
		add(32600+zone, false)
		add(32700+zone, false)
	}
	return all
})

// systems are those that the region offers.
func (c *call) systems() []system { return c.extent().systems }

// reaching gives the systems that reach the whole of a region: a zone at the other end of
// the country would give coordinates that nobody can use. Without bounds all are given.
func reaching(bounds map[feature.Kind]orb.Bound) []system {
	whole, known := around(bounds)
	if !known {
		return registered()
	}
	var all []system
	for _, s := range registered() {
		if s.reaches(whole) {
			all = append(all, s)
		}
	}
	return all
}

// around gives the bounds of a region; known is false if it has none.
func around(bounds map[feature.Kind]orb.Bound) (whole orb.Bound, known bool) {
	for _, b := range bounds {
		if !known {
			whole, known = b, true
		}
		whole = whole.Union(b)
	}
	return whole, known
}

func (s system) reaches(b orb.Bound) bool {
	if code := s.Name(); len(code) == len("EPSG:32601") && (code[7] == '6') != (b.Max[1] > 0) {
		return false // UTM of the other half of the earth
	}
	corners := orb.MultiPoint{b.Min, b.Max, {b.Min[0], b.Max[1]}, {b.Max[0], b.Min[1]}}
	return s.Check(s.Give(corners)) == nil
}

// uris lists systems by their URIs.
func uris(all []system) []string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.uri
	}
	return names
}

// system reads a parameter that names one of the systems offered; without it, longitude
// and latitude.
func (p reader) system(name string, offered []system) system {
	if !p.Has(name) {
		return lonLat
	}
	s, ok := called(offered, p.Text(name))
	if !ok {
		p.Refuse(name, "param.crs", "known", uris(offered))
		return lonLat
	}
	return s
}

// called finds a system by its URI, or as clients write it short: EPSG:4548, [EPSG:4548],
// urn:ogc:def:crs:EPSG::4548 (ogc-client sends the first).
func called(all []system, name string) (system, bool) {
	authority, code, short := strings.Cut(strings.Trim(strings.TrimPrefix(name, "urn:ogc:def:crs:"), "[]"), ":")
	code = strings.TrimPrefix(code, ":")
	switch {
	case short && authority == "EPSG":
		name = epsg + code
	case short && authority == "OGC" && (code == "CRS84" || code == "1.3:CRS84"):
		name = crs84
	}
	i := slices.IndexFunc(all, func(s system) bool { return s.uri == name })
	if i < 0 {
		return lonLat, false
	}
	return all[i], true
}

// axes says the order of coordinates.
func (s system) axes() finding.Name {
	north := s.NorthFirst()
	switch {
	case s.Degrees() && north:
		return finding.Name{ZH: "纬度、经度", EN: "latitude, longitude"}
	case s.Degrees():
		return finding.Name{ZH: "经度、纬度", EN: "longitude, latitude"}
	case north:
		return finding.Name{ZH: "北、东（米）", EN: "northing, easting (metres)"}
	}
	return finding.Name{ZH: "东、北（米）", EN: "easting, northing (metres)"}
}

// place writes a geometry in a system, metres to a tenth of a millimetre.
func (s system) place(g orb.Geometry) orb.Geometry {
	if g == nil || s.System == crs.WGS84 {
		return g
	}
	if s.Degrees() {
		return s.Give(g)
	}
	return crs.Each(s.Give(g), func(p orb.Point) orb.Point {
		return orb.Point{math.Round(p[0]*1e4) / 1e4, math.Round(p[1]*1e4) / 1e4}
	})
}
