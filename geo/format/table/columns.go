package table

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// columns says what each column is; -1 is none.
type columns struct {
	names              []string // of the properties; "" for what is none
	id, lon, lat, form int
	lonName, latName   string
	system             crs.System
	said               bool // the headings name the system
	unplaced           bool // a row whose cells for the place are all empty is taken
}

var (
	lonNames = []string{"lon", "lng", "long", "longitude", "经度", "东经", "经度坐标", "中心经度",
		"easting", "横坐标", "东坐标", "x坐标", "x"}
	latNames = []string{"lat", "latitude", "纬度", "北纬", "纬度坐标", "中心纬度",
		"northing", "纵坐标", "北坐标", "y坐标", "y"}
	formNames = []string{"wkt", "geometry", "geom", "the_geom", "wkt_geom", "几何"}
	// shifts are the endings by which headings name their system.
	shifts = []struct {
		ending string
		system crs.System
	}{{"_wgs84", crs.WGS84}, {"_cgcs2000", crs.CGCS2000}, {"_gcj02", crs.GCJ02}, {"_bd09", crs.BD09}}
)

// find reads the headings. Where several pairs name their system, the caller's
// goes before WGS 84, and that before the others.
func find(heads []string, want crs.System, given bool) columns {
	c := columns{id: -1, lon: -1, lat: -1, form: -1, system: want}
	plain := make([]string, len(heads))
	at := map[string]int{}
	for i, h := range heads {
		heads[i] = strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))
		plain[i] = heading(heads[i])
		if _, twice := at[plain[i]]; !twice {
			at[plain[i]] = i
		}
	}
	first := func(names []string, ending string) int {
		for _, n := range names {
			if i, ok := at[n+ending]; ok {
				return i
			}
		}
		return -1
	}
	pair := func(ending string) bool {
		lon, lat := first(lonNames, ending), first(latNames, ending)
		if lon < 0 || lat < 0 {
			return false
		}
		c.lon, c.lat, c.lonName, c.latName = lon, lat, heads[lon], heads[lat]
		return true
	}
	for _, s := range shifts {
		if given && s.system == want && pair(s.ending) {
			break
		}
	}
	if c.lon < 0 && !pair("") {
		for _, s := range shifts {
			if pair(s.ending) {
				if !given {
					c.system, c.said = s.system, true
				}
				break
			}
		}
	}
	c.form = first(formNames, "")
	c.id = first([]string{"id"}, "")
	c.names = make([]string, len(heads))
	seen := map[string]bool{}
	for i, h := range heads {
		if i == c.lon || i == c.lat || i == c.form || i == c.id {
			continue
		}
		if h == "" {
			h = "column_" + strconv.Itoa(i+1)
		}
		name := h
		for n := 2; seen[name]; n++ {
			name = h + "_" + strconv.Itoa(n)
		}
		seen[name] = true
		c.names[i] = name
	}
	return c
}

// heading brings a heading to the form in which it is looked up: 经度 (°) is 经度,
// "Lon (GCJ-02)" and 高德lon are lon_gcj02. Blanks and broken lines within it go.
func heading(h string) string {
	plain := strings.ToLower(strings.Join(strings.Fields(h), ""))
	plain = strings.NewReplacer("（", "(", "）", ")", "－", "-").Replace(plain)
	ending := ""
	if base, rest, ok := strings.Cut(plain, "("); ok && base != "" {
		plain = base
		inside := strings.TrimSuffix(rest, ")")
		if s, err := crs.Parse(inside); err == nil {
			ending = endingOf(s)
		}
	}
	for start, s := range map[string]crs.System{"高德": crs.GCJ02, "百度": crs.BD09} {
		if rest, ok := strings.CutPrefix(plain, start); ok && rest != "" {
			plain, ending = rest, endingOf(s)
		}
	}
	return plain + ending
}

func endingOf(s crs.System) string {
	for _, known := range shifts {
		if known.system == s {
			return known.ending
		}
	}
	return ""
}

// feature reads a row. The fault lacks file and row.
func (c columns) feature(cells []string) (feature.Feature, *finding.Finding) {
	if len(cells) > len(c.names) {
		return feature.Feature{}, finding.New("table.cells", "", "cells", len(cells), "heads", len(c.names))
	}
	cell := func(i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		return strings.TrimSpace(cells[i])
	}
	g, fault := c.place(cell)
	if fault == nil {
		g, fault = c.system.Bring(g)
	}
	if fault != nil {
		return feature.Feature{}, fault
	}
	f := feature.Feature{ID: cell(c.id), Geometry: g, Props: map[string]any{}}
	for i, v := range cells {
		if c.names[i] != "" && v != "" {
			f.Props[c.names[i]] = v
		}
	}
	return f, nil
}

// TakeUnplaced takes rows whose cells for the place are all empty, without geometry.
func (l *Layer) TakeUnplaced() { l.columns.unplaced = true }

// TakeUnplaced takes rows whose cells for the place are all empty, without geometry.
func (s *Sheet) TakeUnplaced() { s.columns.unplaced = true }

// place reads the geometry of a row in the file's system.
func (c columns) place(cell func(int) string) (orb.Geometry, *finding.Finding) {
	if text := cell(c.form); text != "" {
		return geometry(text)
	}
	if c.unplaced && cell(c.lon) == "" && cell(c.lat) == "" {
		return nil, nil
	}
	if c.lon < 0 {
		if c.form >= 0 {
			return nil, finding.New("table.no_place", "", "columns", "wkt")
		}
		return nil, nil
	}
	if cell(c.lon) == "" || cell(c.lat) == "" {
		return nil, finding.New("table.no_place", "", "columns", c.lonName+", "+c.latName)
	}
	var p orb.Point
	for i, at := range []int{c.lon, c.lat} {
		v, err := strconv.ParseFloat(cell(at), 64)
		if angle, ok := degrees(cell(at)); err != nil && ok && c.system.Degrees() {
			v, err = angle, nil
		}
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, finding.New("table.no_number", "", "column", []string{c.lonName, c.latName}[i], "text", clip(cell(at)))
		}
		p[i] = v
	}
	return p, nil
}

// deepest is how many collections one WKT may hold.
const deepest = 8

// geometry reads WKT, also with the SRID that PostGIS puts before it.
func geometry(text string) (orb.Geometry, *finding.Finding) {
	plain := text
	if head, rest, ok := strings.Cut(text, ";"); ok && strings.HasPrefix(strings.ToUpper(head), "SRID=") {
		plain = rest
	}
	// Collections within each other cost their reader the square of their depth.
	if strings.Count(strings.ToUpper(plain), "COLLECTION") > deepest {
		return nil, finding.New("table.bad_wkt", "", "text", clip(text))
	}
	g, err := wkt.Unmarshal(plain)
	if err != nil {
		return nil, finding.New("table.bad_wkt", "", "text", clip(text)).Because(err)
	}
	return g, nil
}

// clip shortens what a sentence quotes.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
