package crs

import (
	"math"
	"strconv"
	"strings"

	"xunhu/geo/finding"
)

// parseWKT recognises the WKT of a .prj file (WKT 1 as Esri and GDAL write it;
// WKT 2 as far as it names the same things) by its parameters, not by its name. Old
// is as parse gives it. The axes that a text names change nothing.
func parseWKT(s string) (sys System, old string, err error) {
	root, ok := readWKT(s)
	if !ok {
		return System{}, "", finding.New("crs.bad_wkt", "", "text", clip(s))
	}
	if root.is("COMPD_CS", "COMPOUNDCRS", "BOUNDCRS", "SOURCECRS") {
		if inner, ok := root.find("PROJCS", "PROJCRS", "GEOGCS", "GEOGCRS", "GEODCRS"); ok {
			root = inner
		}
	}
	unknown := finding.New("crs.unknown", "", "crs", root.text(0))
	if !root.is("PROJCS", "PROJCRS", "GEOGCS", "GEOGCRS", "GEODCRS") {
		return System{}, "", finding.New("crs.unknown", "", "crs", clip(s))
	}
	ball, ok := root.find("SPHEROID", "ELLIPSOID")
	if !ok {
		return System{}, "", finding.New("crs.bad_wkt", "", "text", clip(s))
	}
	frame, _ := root.find("DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE")
	on := datum{ellipsoid: ellipsoid{a: ball.number(1), f: 1 / ball.number(2)}}
	if !on.ellipsoid.like(wgs84Ellipsoid) || shifted(root) {
		d, ok := oldDatum(frame.text(0) + " " + ball.text(0))
		if !ok || !on.ellipsoid.like(d.ellipsoid) {
			return System{}, "", unknown
		}
		on = d
	} else if near(1/on.ellipsoid.f, 1/cgcs2000Ellipsoid.f, 1e-8) && chinese(frame.text(0)) {
		on = cgcs2000
	}
	if prime, ok := root.find("PRIMEM", "PRIMEMERIDIAN"); ok && prime.number(1) != 0 {
		return System{}, "", unknown
	}
	if root.is("PROJCS", "PROJCRS") {
		sys, ok := projected(root, on)
		if !ok {
			return System{}, "", unknown
		}
		return sys, on.old, nil
	}
	if unit, ok := root.find("UNIT", "ANGLEUNIT"); ok && !near(unit.number(1), math.Pi/180, 1e-9) {
		return System{}, "", unknown
	}
	switch {
	case on.old != "":
		return on.geographic(), on.old, nil
	case on.code == CGCS2000.code:
		return CGCS2000, "", nil
	}
	return WGS84, "", nil
}

// like tells whether two ellipsoids are the same to the millimetre.
func (e ellipsoid) like(o ellipsoid) bool { return near(e.a, o.a, 0.001) && near(1/e.f, 1/o.f, 1e-4) }

// projected recognises the projection of a WKT; false for one that is not known.
func projected(root node, on datum) (System, bool) {
	how, _ := root.find("PROJECTION", "METHOD")
	par := map[string]float64{}
	for _, p := range root.all("PARAMETER") {
		par[plainName(p.text(0))] = p.number(1)
	}
	pick := func(or float64, names ...string) float64 {
		for _, n := range names {
			if v, ok := par[n]; ok {
				return v
			}
		}
		return or
	}
	t := projection{
		ellipsoid: on.ellipsoid,
		lon0:      pick(0, "centralmeridian", "longitudeofnaturalorigin", "longitudeoforigin"),
		lat0:      pick(0, "latitudeoforigin", "latitudeofnaturalorigin"),
		k0:        pick(1, "scalefactor", "scalefactoratnaturalorigin"),
		fe:        pick(0, "falseeasting"),
		fn:        pick(0, "falsenorthing"),
		unit:      1,
	}
	if unit, ok := root.own("UNIT", "LENGTHUNIT"); ok {
		t.unit = unit.number(1)
	}
	t.fe, t.fn = t.fe*t.unit, t.fn*t.unit
	title := root.text(0)
	for _, v := range []float64{t.lon0, t.lat0, t.k0, t.fe, t.fn, t.unit} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return System{}, false
		}
	}
	if t.k0 <= 0 || t.unit <= 0 || math.Abs(t.lon0) > 180 || math.Abs(t.lat0) > 90 {
		return System{}, false
	}
	switch plainName(how.text(0)) {
	case "gausskruger", "transversemercator":
		return registeredAs(t, on, title), true
	case "mercatorauxiliarysphere", "popularvisualisationpseudomercator":
		if t == (projection{ellipsoid: on.ellipsoid, k0: 1, unit: 1}) && on.old == "" {
			return System{method: webMercator, code: 3857}, true
		}
	case "mercator1sp": // GDAL's WKT 1 of EPSG:3857 says so in its name or its extension
		if strings.Contains(strings.ToLower(title), "pseudo") && on.old == "" {
			return System{method: webMercator, code: 3857}, true
		}
	}
	return System{}, false
}

// registeredAs finds the EPSG code of a transverse Mercator by its parameters.
func registeredAs(t projection, on datum, title string) System {
	for _, g := range grids {
		for code := g.first; code <= g.last && g.datum == on; code++ {
			if s := g.zone(code); s.tm.same(t) {
				return s
			}
		}
	}
	for zone := 1; zone <= 60 && on.code == 0; zone++ {
		for _, s := range []System{utm(32600+zone, zone, 0), utm(32700+zone, zone, 1e7)} {
			if s.tm.same(t) {
				return s
			}
		}
	}
	return System{method: transverse, title: title, tm: t}
}

func (t projection) same(o projection) bool {
	return near(1/t.ellipsoid.f, 1/o.ellipsoid.f, 1e-8) && near(t.lon0, o.lon0, 1e-9) && near(t.lat0, o.lat0, 1e-9) &&
		near(t.k0, o.k0, 1e-9) && near(t.fe, o.fe, 1e-6) && near(t.fn, o.fn, 1e-6) && near(t.unit, o.unit, 1e-12)
}

func near(a, b, by float64) bool { return math.Abs(a-b) <= by }

// chinese tells CGCS2000 by the names under which it is written.
func chinese(datum string) bool {
	d := plainName(datum)
	return strings.Contains(d, "china2000") || strings.Contains(d, "cgcs2000") || strings.Contains(d, "chinageodetic") || strings.Contains(d, "china")
}

// shifted tells whether the text itself moves the datum away from WGS 84.
func shifted(root node) bool {
	to, ok := root.find("TOWGS84")
	for i := range to.parts {
		if v := to.number(i); ok && !math.IsNaN(v) && math.Abs(v) > 2 {
			return true
		}
	}
	return false
}

func plainName(s string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", "(", "", ")", "").Replace(strings.ToLower(s))
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// A node is KEYWORD[part, …]; a part is text, a number as text, or a node.
type node struct {
	word  string
	label string
	parts []node
}

func (n node) is(words ...string) bool {
	for _, w := range words {
		if strings.EqualFold(n.word, w) {
			return true
		}
	}
	return false
}

// find looks for a keyword in the whole tree, own only one step down.
func (n node) find(words ...string) (node, bool) {
	for _, p := range n.parts {
		if p.is(words...) {
			return p, true
		}
		if q, ok := p.find(words...); ok {
			return q, true
		}
	}
	return node{}, false
}

func (n node) own(words ...string) (node, bool) {
	for _, p := range n.parts {
		if p.is(words...) {
			return p, true
		}
	}
	return node{}, false
}

func (n node) all(word string) []node {
	var found []node
	for _, p := range n.parts {
		if p.is(word) {
			found = append(found, p)
		}
		found = append(found, p.all(word)...)
	}
	return found
}

func (n node) text(i int) string {
	if i < len(n.parts) {
		return n.parts[i].label
	}
	return ""
}

// number gives a part as a number; NaN if it is none.
func (n node) number(i int) float64 {
	v, err := strconv.ParseFloat(n.text(i), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// readWKT reads one node that fills the whole text.
func readWKT(s string) (node, bool) {
	r := &wktReader{s: s}
	n := r.node(0)
	r.space()
	return n, !r.bad && r.i == len(r.s) && n.word != ""
}

type wktReader struct {
	s   string
	i   int
	bad bool
}

func (r *wktReader) space() {
	for r.i < len(r.s) && strings.IndexByte(" \t\r\n\x00", r.s[r.i]) >= 0 {
		r.i++
	}
}

func (r *wktReader) node(depth int) node {
	r.space()
	if depth > 20 || r.i >= len(r.s) {
		r.bad = true
		return node{}
	}
	if r.s[r.i] == '"' {
		return node{label: r.quoted()}
	}
	end := strings.IndexAny(r.s[r.i:], `[](),"`)
	if end < 0 {
		end = len(r.s) - r.i
	}
	word := strings.TrimSpace(r.s[r.i : r.i+end])
	r.i += end
	if r.i >= len(r.s) || r.s[r.i] != '[' && r.s[r.i] != '(' {
		return node{label: word}
	}
	n := node{word: word}
	for !r.bad {
		r.i++ // [ or ,
		n.parts = append(n.parts, r.node(depth+1))
		r.space()
		if r.i >= len(r.s) {
			r.bad = true
		} else if c := r.s[r.i]; c == ']' || c == ')' {
			r.i++
			break
		} else if c != ',' {
			r.bad = true
		}
	}
	return n
}

// quoted reads a string in which a doubled quote stands for one.
func (r *wktReader) quoted() string {
	var b strings.Builder
	for r.i++; r.i < len(r.s); r.i++ {
		if r.s[r.i] != '"' {
			b.WriteByte(r.s[r.i])
			continue
		}
		if r.i+1 < len(r.s) && r.s[r.i+1] == '"' {
			b.WriteByte('"')
			r.i++
			continue
		}
		r.i++
		return b.String()
	}
	r.bad = true
	return ""
}
