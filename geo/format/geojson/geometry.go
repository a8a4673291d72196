package geojson

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// deepest is how far geometry collections may stand within each other.
const deepest = 8

// shape is a geometry object before its coordinates are read.
type shape struct {
	Type        string            `json:"type"`
	Coordinates json.RawMessage   `json:"coordinates"`
	Geometries  []json.RawMessage `json:"geometries"`
}

// geometry reads a geometry object. b is well-formed JSON.
func geometry(b []byte, depth int) (orb.Geometry, *finding.Finding) {
	if string(b) == "null" || len(b) == 0 {
		return nil, nil
	}
	var s shape
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, finding.New("geojson.bad_geometry", "").Because(err)
	}
	return s.geometry(depth)
}

func (s shape) geometry(depth int) (orb.Geometry, *finding.Finding) {
	if s.Type == "GeometryCollection" {
		if depth >= deepest {
			return nil, finding.New("geojson.too_deep", "", "depth", deepest)
		}
		var all orb.Collection
		for _, part := range s.Geometries {
			g, fault := geometry(part, depth+1)
			if fault != nil {
				return nil, fault
			}
			if g != nil {
				all = append(all, g)
			}
		}
		if len(all) == 0 {
			return nil, nil
		}
		return all, nil
	}
	c := &coordinates{b: s.Coordinates}
	var g orb.Geometry
	n := 1
	switch s.Type {
	case "Point":
		if string(s.Coordinates) == "[]" {
			return nil, nil
		}
		g = c.position()
	case "MultiPoint":
		l := list(c, (*coordinates).position)
		g, n = orb.MultiPoint(l), len(l)
	case "LineString":
		l := list(c, (*coordinates).position)
		g, n = orb.LineString(l), len(l)
	case "MultiLineString":
		l := list(c, (*coordinates).line)
		g, n = orb.MultiLineString(l), len(l)
	case "Polygon":
		l := list(c, (*coordinates).ring)
		g, n = orb.Polygon(l), len(l)
	case "MultiPolygon":
		l := list(c, (*coordinates).polygon)
		g, n = orb.MultiPolygon(l), len(l)
	default:
		return nil, finding.New("geojson.unknown_geometry", "", "type", s.Type)
	}
	c.space()
	if c.bad && c.odd != "" {
		return nil, finding.New("geojson.not_number", "", "type", s.Type, "value", c.odd)
	}
	if c.bad || c.i != len(c.b) {
		return nil, finding.New("geojson.bad_coordinates", "", "type", s.Type)
	}
	if n == 0 {
		return nil, nil
	}
	return g, nil
}

// coordinates reads nested lists of numbers from well-formed JSON. After the
// first surprise bad is set and everything reads as empty.
type coordinates struct {
	b   []byte
	i   int
	bad bool
	odd string // the first that stands where a number should, and is none
}

func (c *coordinates) space() {
	for c.i < len(c.b) && (c.b[c.i] == ' ' || c.b[c.i] == '\n' || c.b[c.i] == '\t' || c.b[c.i] == '\r') {
		c.i++
	}
}

// take steps over one character, or sets bad.
func (c *coordinates) take(want byte) {
	c.space()
	if c.i >= len(c.b) || c.b[c.i] != want {
		c.bad = true
		return
	}
	c.i++
}

// next tells whether another element of a list follows, and steps before it.
func (c *coordinates) next(first bool) bool {
	c.space()
	switch {
	case c.bad || c.i >= len(c.b):
		c.bad = true
		return false
	case c.b[c.i] == ']':
		c.i++
		return false
	case !first:
		c.take(',')
	}
	return !c.bad
}

func list[T any](c *coordinates, each func(*coordinates) T) []T {
	var all []T
	c.take('[')
	for c.next(len(all) == 0) {
		all = append(all, each(c))
	}
	return all
}

// full is a list that must not be empty.
func full[T any](c *coordinates, each func(*coordinates) T) []T {
	l := list(c, each)
	c.bad = c.bad || len(l) == 0
	return l
}

func (c *coordinates) polygon() orb.Polygon { return full(c, (*coordinates).ring) }
func (c *coordinates) ring() orb.Ring       { return full(c, (*coordinates).position) }
func (c *coordinates) line() orb.LineString { return full(c, (*coordinates).position) }

// position reads two numbers or more, and keeps two.
func (c *coordinates) position() orb.Point {
	var p orb.Point
	n := 0
	c.take('[')
	for c.next(n == 0) {
		v := c.number()
		if n < 2 {
			p[n] = v
		}
		n++
	}
	c.bad = c.bad || n < 2
	return p
}

func (c *coordinates) number() float64 {
	c.space()
	start := c.i
	for c.i < len(c.b) && c.b[c.i] != ',' && c.b[c.i] != ']' && c.b[c.i] != '[' && c.b[c.i] != '{' {
		c.i++
	}
	text := string(bytes.TrimSpace(c.b[start:c.i]))
	v, err := strconv.ParseFloat(text, 64)
	if err != nil && !c.bad {
		c.odd = shortened(strings.Trim(text, `"`))
	}
	c.bad = c.bad || err != nil
	return v
}

// shortened cuts what is quoted to a reader.
func shortened(text string) string {
	const most = 40
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
