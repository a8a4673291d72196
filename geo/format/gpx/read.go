package gpx

import (
	"encoding/json"
	"encoding/xml"
	"maps"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/markup"
)

// A document is one reading of a file.
type document struct {
	*markup.Reader
	system crs.System
	n      int // features so far, the refused included
	yield  func(feature.Feature, error) bool
}

// A row is one feature while it is read.
type row struct {
	where, kind string // kind is wpt, rte or trk
	feature.Feature
	fault *finding.Finding // the first
}

func (d *document) row(kind string, props map[string]any) *row {
	return &row{where: d.Where(), kind: kind, Feature: feature.Feature{Props: props}}
}

func (r *row) refuse(code string, args ...any) {
	if r.fault == nil {
		r.fault = finding.New(code, "", args...)
	}
}

// give hands a feature over, or its refusal.
func (d *document) give(r *row, g orb.Geometry) error {
	d.n++
	r.Props["gpx"] = r.kind // whatever extensions say
	if r.fault == nil {
		r.Geometry, r.fault = d.system.Bring(g)
	}
	var err error
	if r.fault != nil {
		r.fault.Where, r.fault.Args["n"] = r.where, d.n
		r.Feature, err = feature.Feature{}, feature.Refusal{Finding: r.fault}
	} else if id, ok := r.Props["id"].(string); ok {
		r.ID = id
		delete(r.Props, "id")
	}
	if !d.yield(r.Feature, err) {
		return errEnough
	}
	return nil
}

// A point is a position with what its device knew of it.
type point struct {
	orb.Point
	time, ele, speed any // string, float64, float64, or nil
}

// waypoint reads a point that stands for itself.
func (d *document) waypoint(e xml.StartElement) error {
	d.Begin()
	defer d.End()
	r := d.row("wpt", map[string]any{})
	p, err := d.point(e, r, r.Props)
	if err != nil {
		return err
	}
	for name, v := range map[string]any{"time": p.time, "ele": p.ele, "speed": p.speed} {
		if v != nil {
			r.Props[name] = v
		}
	}
	return d.give(r, p.Point)
}

// point reads wpt, rtept or trkpt; its texts go to props unless that is nil.
func (d *document) point(e xml.StartElement, r *row, props map[string]any) (p point, err error) {
	for i, name := range []string{"lon", "lat"} {
		text := strings.TrimSpace(markup.Attr(e, name))
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			r.refuse("gpx.bad_position", "attribute", name, "text", clip(text))
		}
		p.Point[i] = v
	}
	return p, d.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "time":
			text, err := d.Text()
			if text = strings.TrimSpace(text); text != "" {
				p.time = text
			}
			return err
		case "ele":
			p.ele, err = d.number()
			return err
		case "speed": // GPX 1.0
			p.speed, err = d.number()
			return err
		case "extensions":
			return d.extensions(func(name string, v any) {
				if name == "speed" {
					if v, ok := number(v); ok {
						p.speed = v
						return
					}
				}
				if props != nil {
					props[name] = v
				}
			})
		}
		return d.text(e, props)
	})
}

// number reads a text that is a number; nil if it is none.
func (d *document) number() (any, error) {
	text, err := d.Text()
	if v, ok := number(text); ok {
		return v, err
	}
	return nil, err
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case string:
		n, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		return n, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
	}
	return 0, false
}

// text reads one of the elements that become properties.
func (d *document) text(e xml.StartElement, props map[string]any) error {
	switch name := e.Name.Local; name {
	case "name", "cmt", "desc", "src", "sym", "type":
		text, err := d.Text()
		if props != nil {
			props[name] = text
		}
		return err
	}
	return d.Skip()
}

// extensions reads what programs add: our own values with their types, of others
// the elements that hold nothing but text.
func (d *document) extensions(set func(name string, v any)) error {
	return d.Children(func(e xml.StartElement) error {
		if e.Name.Space == space && e.Name.Local == "value" {
			text, err := d.Text()
			if name := markup.Attr(e, "name"); name != "" {
				set(name, typed(text, markup.Attr(e, "type")))
			}
			return err
		}
		return d.Leaves(e, func(name, text string) { set(name, text) })
	})
}

// typed reads a value of ours. What is not of its type stays text.
func typed(text, kind string) any {
	switch kind {
	case "integer":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
	case "real":
		if v, ok := number(text); ok {
			return v
		}
	case "boolean":
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	case "json":
		var v any
		if err := json.Unmarshal([]byte(text), &v); err == nil && v != nil {
			return v
		}
	}
	return text
}

// route reads a route as one line.
func (d *document) route() error {
	d.Begin()
	defer d.End()
	r := d.row("rte", map[string]any{})
	var points []point
	err := d.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "rtept":
			p, err := d.point(e, r, nil)
			points = append(points, p)
			return err
		case "extensions":
			return d.extensions(func(name string, v any) { r.Props[name] = v })
		}
		return d.text(e, r.Props)
	})
	if err != nil {
		return err
	}
	return d.line(r, points)
}

// track reads each segment of a track as a line with the track's properties.
func (d *document) track() error {
	props := map[string]any{}
	return d.Children(func(e xml.StartElement) error {
		d.Begin()
		defer d.End()
		switch e.Name.Local {
		case "trkseg":
			r := d.row("trk", maps.Clone(props))
			var points []point
			err := d.Children(func(e xml.StartElement) error {
				if e.Name.Local != "trkpt" {
					return d.Skip()
				}
				p, err := d.point(e, r, nil)
				points = append(points, p)
				return err
			})
			if err != nil {
				return err
			}
			return d.line(r, points)
		case "extensions":
			return d.extensions(func(name string, v any) { props[name] = v })
		}
		return d.text(e, props)
	})
}

// line gives the line of points with what is known of each.
func (d *document) line(r *row, points []point) error {
	if len(points) == 0 {
		return nil
	}
	if len(points) == 1 {
		r.refuse("gpx.one_point")
	}
	line := make(orb.LineString, len(points))
	for i, p := range points {
		line[i] = p.Point
	}
	for name, of := range lists {
		all, any := make([]any, len(points)), false
		for i, p := range points {
			all[i] = of(p)
			any = any || all[i] != nil
		}
		if any {
			r.Props[name] = all
		}
	}
	return d.give(r, line)
}

// lists are the properties of lines with one value a position.
var lists = map[string]func(point) any{
	"times":      func(p point) any { return p.time },
	"elevations": func(p point) any { return p.ele },
	"speeds":     func(p point) any { return p.speed },
}

// clip gives the beginning of a text, to be shown.
func clip(s string) string { return strings.ToValidUTF8(s[:min(len(s), 40)], "") }
