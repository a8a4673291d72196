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
// a name that people use, or the WKT text of a .prj file; "/yx" behind it says that
// north comes before east in the data, as in EPSG:4548/yx. The error is a
// *finding.Finding; for Beijing 1954 and Xian 1980 it gives the reason.
func Parse(s string) (System, error) {
	s = strings.TrimSpace(strings.TrimPrefix(s, "\ufeff"))
	if plain, ok := strings.CutSuffix(s, turnedMark); ok {
		sys, err := Parse(plain)
		if err != nil {
			return System{}, err
		}
		return sys.Turned(), nil
	}
	if strings.ContainsAny(s, "[(") {
		return parseWKT(s)
	}
	if crs84.MatchString(s) {
		return WGS84, nil
	}
	if m := registered.FindStringSubmatch(s); m != nil {
		code, _ := strconv.Atoi(m[1])
		if sys, ok := byCode(code); ok {
			return sys, nil
		}
		if name := refused(code); name != "" {
			return System{}, finding.New("crs.old_datum", "", "name", name)
		}
		return System{}, finding.New("crs.unknown", "", "crs", s)
	}
	plain := strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToUpper(s))
	if sys, ok := named[plain]; ok {
		return sys, nil
	}
	if name := oldDatum(s); name != "" {
		return System{}, finding.New("crs.old_datum", "", "name", name)
	}
	return System{}, finding.New("crs.unknown", "", "crs", s)
}

// byCode finds a system by its EPSG code.
func byCode(code int) (System, bool) {
	switch {
	case code == 4326 || code == 4979:
		return WGS84, true
	case code == 4490 || code == 4480:
		return CGCS2000, true
	case code == 3857 || code == 900913 || code == 102100:
		return System{method: webMercator, code: 3857}, true
	case code >= 4491 && code <= 4501: // 6° zones 13–23, zone number before the easting
		zone := float64(code - 4491 + 13)
		return gaussKruger(code, zone*6-3, zone*1e6+500000), true
	case code >= 4502 && code <= 4512: // 6° zones without it
		return gaussKruger(code, float64(code-4502+13)*6-3, 500000), true
	case code >= 4513 && code <= 4533: // 3° zones 25–45, zone number before the easting
		zone := float64(code - 4513 + 25)
		return gaussKruger(code, zone*3, zone*1e6+500000), true
	case code >= 4534 && code <= 4554: // 3° zones without it
		return gaussKruger(code, float64(code-4534+25)*3, 500000), true
	case code >= 32601 && code <= 32660:
		return utm(code, code-32600, 0), true
	case code >= 32701 && code <= 32760:
		return utm(code, code-32700, 1e7), true
	}
	return System{}, false
}

func gaussKruger(code int, lon0, fe float64) System {
	return System{method: transverse, code: code, tm: projection{
		ellipsoid: cgcs2000Ellipsoid, lon0: lon0, k0: 1, fe: fe, unit: 1}}
}

func utm(code, zone int, fn float64) System {
	return System{method: transverse, code: code, tm: projection{
		ellipsoid: wgs84Ellipsoid, lon0: float64(zone)*6 - 183, k0: 0.9996, fe: 500000, fn: fn, unit: 1}}
}

// The refused systems, as people of both languages know them.
const (
	beijing54  = "北京54 (Beijing 1954)"
	xian80     = "西安80 (Xian 1980)"
	newBeijing = "新北京54 (New Beijing)"
)

// refused names the datum of codes that are refused for a reason, or "".
func refused(code int) string {
	switch {
	case code == 4214, code >= 2401 && code <= 2442, code >= 21413 && code <= 21423,
		code >= 21453 && code <= 21463, code >= 21473 && code <= 21483:
		return beijing54
	case code == 4610, code >= 2327 && code <= 2390:
		return xian80
	case code == 4555:
		return newBeijing
	}
	return ""
}

// oldDatum finds the name of a refused datum in a text, or "".
func oldDatum(s string) string {
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
	case has("new_beijing", "new beijing"):
		return newBeijing
	case has("beijing", "北京54", "北京1954", "krasov", "krassov"):
		return beijing54
	case has("xian", "xi'an", "西安80", "西安1980", "iag_1975", "iag 1975"):
		return xian80
	}
	return ""
}
