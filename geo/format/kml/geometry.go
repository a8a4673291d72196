package kml

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/finding"
)

// refuse keeps the first fault of a Placemark.
func (p *placemark) refuse(code string, args ...any) {
	if p.fault == nil {
		p.fault = finding.New(code, "", args...)
	}
}

// geometry reads one geometry; nil if it is empty or refused.
func (p *placemark) geometry(e xml.StartElement) (orb.Geometry, error) {
	switch e.Name.Local {
	case "Point":
		at, err := p.coordinates()
		if err != nil || !p.enough(e.Name.Local, at, 1) {
			return nil, err
		}
		return at[0], nil
	case "LineString", "LinearRing":
		line, err := p.coordinates()
		if err != nil || !p.enough(e.Name.Local, line, 2) {
			return nil, err
		}
		return orb.LineString(line), nil
	case "Polygon":
		return p.polygon()
	case "Track":
		return p.track()
	case "MultiGeometry", "MultiTrack":
		var parts []orb.Geometry
		err := p.Children(func(e xml.StartElement) error {
			g, err := p.geometry(e)
			if g != nil {
				parts = append(parts, g)
			}
			return err
		})
		if len(parts) == 0 {
			return nil, err
		}
		return together(parts), err
	case "Model":
		p.refuse("kml.model")
	}
	return nil, p.Skip()
}

// coordinates reads the positions of a Point, LineString or LinearRing.
func (p *placemark) coordinates() (all []orb.Point, err error) {
	err = p.Children(func(e xml.StartElement) error {
		if e.Name.Local != "coordinates" {
			return p.Skip()
		}
		text, err := p.Reader.Text()
		if err != nil {
			return err
		}
		positions, bad := parse(text)
		if bad != "" {
			p.refuse("kml.bad_coordinates", "text", bad)
		}
		all = append(all, positions...)
		return nil
	})
	return all, err
}

// enough refuses what has too few positions to be what it is.
func (p *placemark) enough(element string, at []orb.Point, need int) bool {
	if len(at) >= need {
		return true
	}
	p.refuse("kml.few_positions", "element", element, "n", len(at), "need", need)
	return false
}

func (p *placemark) polygon() (orb.Geometry, error) {
	var outer orb.Ring
	var inner []orb.Ring
	err := p.Children(func(e xml.StartElement) error {
		boundary := e.Name.Local
		if boundary != "outerBoundaryIs" && boundary != "innerBoundaryIs" {
			return p.Skip()
		}
		return p.Children(func(e xml.StartElement) error {
			if e.Name.Local != "LinearRing" {
				return p.Skip()
			}
			ring, err := p.coordinates()
			need := 4
			if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
				need = 3 // left open, which geo/valid closes
			}
			if err != nil || !p.enough("LinearRing", ring, need) {
				return err
			}
			if boundary == "outerBoundaryIs" && outer == nil {
				outer = ring
			} else {
				inner = append(inner, ring)
			}
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	if outer == nil {
		p.refuse("kml.no_outer")
		return nil, nil
	}
	return append(orb.Polygon{outer}, inner...), nil
}

// track reads Google's track: moments and positions one after another.
func (p *placemark) track() (orb.Geometry, error) {
	var line orb.LineString
	var times []any
	err := p.Children(func(e xml.StartElement) error {
		if e.Name.Local != "when" && e.Name.Local != "coord" {
			return p.Skip()
		}
		text, err := p.Reader.Text()
		if err != nil {
			return err
		}
		if e.Name.Local == "when" {
			times = append(times, strings.TrimSpace(text))
			return nil
		}
		positions, bad := parse(strings.Join(strings.Fields(text), ","))
		if bad != "" || len(positions) != 1 {
			p.refuse("kml.bad_coordinates", "text", clip(text))
			return nil
		}
		line = append(line, positions[0])
		return nil
	})
	if err != nil || !p.enough("Track", line, 2) {
		return nil, err
	}
	p.times = times
	return line, nil
}

// together makes one geometry of many: of one sort the Multi geometry, else a
// collection. What is itself composed is taken apart.
func together(parts []orb.Geometry) orb.Geometry {
	flat := simple(nil, parts)
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var areas orb.MultiPolygon
	for _, g := range flat {
		switch g := g.(type) {
		case orb.Point:
			points = append(points, g)
		case orb.LineString:
			lines = append(lines, g)
		case orb.Polygon:
			areas = append(areas, g)
		}
	}
	switch len(flat) {
	case len(points):
		return points
	case len(lines):
		return lines
	case len(areas):
		return areas
	}
	return orb.Collection(flat)
}

// simple takes composed geometries apart.
func simple(to []orb.Geometry, parts []orb.Geometry) []orb.Geometry {
	for _, g := range parts {
		switch g := g.(type) {
		case orb.MultiPoint:
			for _, p := range g {
				to = append(to, p)
			}
		case orb.MultiLineString:
			for _, l := range g {
				to = append(to, l)
			}
		case orb.MultiPolygon:
			for _, p := range g {
				to = append(to, p)
			}
		case orb.Collection:
			to = simple(to, g)
		case orb.Ring:
			to = append(to, orb.Polygon{g})
		case orb.Bound:
			to = append(to, g.ToPolygon())
		default:
			to = append(to, g)
		}
	}
	return to
}

// parse reads positions: numbers joined by commas, with blanks between positions;
// blanks beside a comma, which some programs write, do not count. bad is the text
// that is no position, "" if all is well.
func parse(text string) (all []orb.Point, bad string) {
	rest := strings.TrimLeft(text, blanks)
	for rest != "" {
		start := rest
		var p orb.Point
		n := 0
		for more := true; more; n++ {
			end := strings.IndexAny(rest, blanks+",")
			if end < 0 {
				end = len(rest)
			}
			v, err := strconv.ParseFloat(rest[:end], 64)
			if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || n > 3 {
				return nil, clip(start)
			}
			if n < 2 {
				p[n] = v
			}
			rest = strings.TrimLeft(rest[end:], blanks)
			if rest, more = strings.CutPrefix(rest, ","); more {
				rest = strings.TrimLeft(rest, blanks)
			}
		}
		if n < 2 {
			return nil, clip(start)
		}
		all = append(all, p)
	}
	return all, ""
}

const blanks = " \t\r\n"

// clip gives the beginning of a text, to be shown.
func clip(s string) string {
	s = strings.Join(strings.Fields(s[:min(len(s), 60)]), " ")
	return strings.ToValidUTF8(s, "")
}
