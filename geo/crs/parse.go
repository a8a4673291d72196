package crs

import (
	"regexp"
	"strconv"
	"strings"

	"xunhu/geo/finding"
)

var (
	// registered finds the number in EPSG:4548, urn:ogc:def:crs:EPSG::4548,
	// http://www.opengis.net/def/crs/EPSG/0/4548, 4548.
	registered = regexp.MustCompile(`(?i)^(?:.*\bEPSG(?:[:/][^:/]*)?[:/])?(\d{4,6})$`)
	crs84      = regexp.MustCompile(`(?i)^(?:.*[:/])?CRS84$`)
)

// named are the names that people write, in upper case without blank, hyphen, underscore.
var named = map[string]System{
	"WGS84": WGS84, "GPS": WGS84, "EPSG:4326": WGS84,
	"CGCS2000": CGCS2000, "国家2000": CGCS2000, "2000国家大地坐标系": CGCS2000, "大地2000": CGCS2000,
	"GCJ02": GCJ02, "火星坐标": GCJ02, "火星坐标系": GCJ02, "高德": GCJ02, "AMAP": GCJ02,
	"BD09": BD09, "BD09LL": BD09, "百度": BD09, "百度坐标": BD09,
}

// Parse reads the name of a system: an EPSG code in any of its spellings, CRS84,
// a name that people use, or the WKT text of a .prj file. Behind it may stand a tie
// to WGS 84 (see tie), which the old datums need, and then "/yx", which says that
// north comes before east in the data: EPSG:4548/yx, EPSG:2435+towgs84=12,-113,-41.
// The error is a *finding.Finding; for Beijing 1954 and Xian 1980 without a tie it
// gives the reason.
func Parse(s string) (System, error) {
	s = strings.TrimSpace(strings.TrimPrefix(s, "\ufeff"))
	if plain, ok := strings.CutSuffix(s, turnedMark); ok {
		sys, err := Parse(plain)
		if err != nil {
			return System{}, err
		}
		return sys.Turned(), nil
	}
	plain, to, err := cutTie(s)
	if err != nil {
		return System{}, err
	}
	sys, old, err := parse(plain)
	switch {
	case err != nil:
		return System{}, err
	case old == "" && to.given:
		return System{}, finding.New("crs.needless_tie", "", "crs", sys.Name())
	case old != "" && !to.given:
		name := "WKT"
		if sys.code != 0 {
			name = sys.Name()
		}
		return System{}, finding.New("crs.old_datum", "", "name", old, "crs", name)
	}
	sys.tie = to
	return sys, nil
}

// parse reads a name without what may stand behind it. Old is the name of a datum
// that needs a tie, "" for all others.
func parse(s string) (sys System, old string, err error) {
	if strings.ContainsAny(s, "[(") {
		return parseWKT(s)
	}
	if crs84.MatchString(s) {
		return WGS84, "", nil
	}
	if m := registered.FindStringSubmatch(s); m != nil {
		code, _ := strconv.Atoi(m[1])
		if sys, old, ok := byCode(code); ok {
			return sys, old, nil
		}
		return System{}, "", finding.New("crs.unknown", "", "crs", s)
	}
	plain := strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToUpper(s))
	if sys, ok := named[plain]; ok {
		return sys, "", nil
	}
	if d, ok := oldDatum(s); ok {
		return d.geographic(), d.old, nil
	}
	return System{}, "", finding.New("crs.unknown", "", "crs", s)
}

// byCode finds a system by its EPSG code. Old is as parse gives it.
func byCode(code int) (sys System, old string, ok bool) {
	switch {
	case code == 4326 || code == 4979:
		return WGS84, "", true
	case code == 4490 || code == 4480:
		return CGCS2000, "", true
	case code == 3857 || code == 900913 || code == 102100:
		return System{method: webMercator, code: 3857}, "", true
	case code >= 32601 && code <= 32660:
		return utm(code, code-32600, 0), "", true
	case code >= 32701 && code <= 32760:
		return utm(code, code-32700, 1e7), "", true
	}
	for _, d := range []datum{beijing54, xian80, newBeijing} {
		if code == d.code {
			return d.geographic(), d.old, true
		}
	}
	for _, g := range grids {
		if code >= g.first && code <= g.last {
			return g.zone(code), g.datum.old, true
		}
	}
	return System{}, "", false
}

// A datum has Gauss–Krüger zones. Old is the name, as people of both languages know
// it, of one whose tie to CGCS2000 is not public.
type datum struct {
	code      int // EPSG, of its longitudes and latitudes
	ellipsoid ellipsoid
	old       string
}

var (
	cgcs2000   = datum{4490, cgcs2000Ellipsoid, ""}
	beijing54  = datum{4214, krassowsky1940, "北京54 (Beijing 1954)"}
	xian80     = datum{4610, iag1975, "西安80 (Xian 1980)"}
	newBeijing = datum{4555, krassowsky1940, "新北京54 (New Beijing)"}
)

// geographic gives the longitudes and latitudes of an old datum.
func (d datum) geographic() System {
	return System{code: d.code, tm: projection{ellipsoid: d.ellipsoid}}
}

// A grid is a run of zones whose EPSG codes follow each other.
type grid struct {
	first, last int
	datum       datum
	width       int  // degrees: 3 or 6
	from        int  // number of the first zone
	numbered    bool // the number stands before the easting
}

// grids are all Gauss–Krüger zones of China (EPSG registry, version 10). 3° zones
// of a datum stand before its 6° ones: where both fit a .prj text (117° E, no zone
// number) they are the same numbers, and a county uses the former.
var grids = []grid{
	{4513, 4533, cgcs2000, 3, 25, true}, {4534, 4554, cgcs2000, 3, 25, false},
	{4491, 4501, cgcs2000, 6, 13, true}, {4502, 4512, cgcs2000, 6, 13, false},
	{2401, 2421, beijing54, 3, 25, true}, {2422, 2442, beijing54, 3, 25, false},
	{21413, 21423, beijing54, 6, 13, true}, {21453, 21463, beijing54, 6, 13, false}, {21473, 21483, beijing54, 6, 13, false},
	{2349, 2369, xian80, 3, 25, true}, {2370, 2390, xian80, 3, 25, false},
	{2327, 2337, xian80, 6, 13, true}, {2338, 2348, xian80, 6, 13, false},
	{4652, 4656, newBeijing, 3, 25, true}, {4766, 4781, newBeijing, 3, 30, true}, {4782, 4800, newBeijing, 3, 25, false},
	{4812, 4812, newBeijing, 3, 44, false}, {4822, 4822, newBeijing, 3, 45, false},
	{4568, 4578, newBeijing, 6, 13, true}, {4579, 4589, newBeijing, 6, 13, false},
}

func (g grid) zone(code int) System {
	zone := float64(g.from + code - g.first)
	t := projection{ellipsoid: g.datum.ellipsoid, lon0: zone * float64(g.width), k0: 1, fe: 500000, unit: 1}
	if g.width == 6 {
		t.lon0 -= 3
	}
	if g.numbered {
		t.fe += zone * 1e6
	}
	return System{method: transverse, code: code, tm: t}
}

func utm(code, zone int, fn float64) System {
	return System{method: transverse, code: code, tm: projection{
		ellipsoid: wgs84Ellipsoid, lon0: float64(zone)*6 - 183, k0: 0.9996, fe: 500000, fn: fn, unit: 1}}
}

// oldDatum finds an old datum by its name in a text.
func oldDatum(s string) (datum, bool) {
	s = strings.ToLower(s)
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(s, p) {
				return true
			}
		}
		return false
	}
	switch {
	case has("new_beijing", "new beijing", "新北京"):
		return newBeijing, true
	case has("beijing", "北京54", "北京1954", "krasov", "krassov"):
		return beijing54, true
	case has("xian", "xi'an", "西安80", "西安1980", "iag_1975", "iag 1975"):
		return xian80, true
	}
	return datum{}, false
}
