package gpx

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
	"xunhu/geo/finding"
)

// space is the namespace of our own values in extensions.
const space = "urn:xunhu:gpx"

// Losses says what of a collection GPX cannot hold: areas, and features without a
// place.
func Losses(c feature.Collection) []*finding.Finding {
	areas, placeless := 0, 0
	for _, f := range c.Features {
		points, lines, area := apart(f.Geometry)
		if area {
			areas++
		} else if len(points)+len(lines) == 0 {
			placeless++
		}
	}
	var found []*finding.Finding
	if areas > 0 {
		found = append(found, finding.New("gpx.no_areas", "", "n", areas))
	}
	if placeless > 0 {
		found = append(found, finding.New("gpx.no_place", "", "n", placeless))
	}
	return found
}

// apart takes a geometry apart; area tells whether there is an area in it.
func apart(g orb.Geometry) (points []orb.Point, lines []orb.LineString, area bool) {
	switch g := g.(type) {
	case nil:
	case orb.Point:
		points = append(points, g)
	case orb.MultiPoint:
		points = g
	case orb.LineString:
		lines = append(lines, g)
	case orb.MultiLineString:
		lines = g
	case orb.Collection:
		for _, part := range g {
			p, l, a := apart(part)
			points, lines, area = append(points, p...), append(lines, l...), area || a
		}
	default:
		area = true
	}
	return points, lines, area
}

// Write writes a collection as GPX 1.1, in WGS 84. What Losses names is left out;
// if nothing else is there it fails with a *finding.Finding. It also fails on
// coordinates that are not finite, and on what JSON cannot hold.
func Write(w io.Writer, c feature.Collection) error {
	p := &printer{w: bufio.NewWriter(w)}
	p.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<gpx version="1.1" creator="xunhu" xmlns="http://www.topografix.com/GPX/1/1" xmlns:x="` + space + `">` + "\n")
	written := 0
	for _, what := range []string{"wpt", "rte", "trk"} { // the order that the standard wants
		for _, f := range c.Features {
			n, err := p.feature(what, f)
			if err != nil {
				return fmt.Errorf("gpx: feature %q: %w", f.ID, err)
			}
			written += n
		}
	}
	if written == 0 && len(c.Features) > 0 {
		return finding.New("gpx.nothing_left", "")
	}
	p.raw("</gpx>\n")
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("gpx: write: %w", err)
	}
	return nil
}

// A printer writes XML; errors of writing come out of Flush.
type printer struct{ w *bufio.Writer }

func (p *printer) raw(s string) *printer {
	_, _ = p.w.WriteString(s)
	return p
}

func (p *printer) text(s string) *printer {
	_ = xml.EscapeText(p.w, []byte(s))
	return p
}

func (p *printer) element(name, text string) {
	p.raw("<" + name + ">").text(text).raw("</" + name + ">")
}

// feature writes what of a feature is a waypoint, a route or a track, and says of
// how many points and lines that was.
func (p *printer) feature(what string, f feature.Feature) (n int, err error) {
	points, lines, _ := apart(f.Geometry)
	route := f.Props["gpx"] == "rte" && len(lines) == 1
	switch {
	case what == "wpt":
		for _, at := range points {
			if err := p.waypoint(at, f); err != nil {
				return 0, err
			}
		}
		return len(points), nil
	case len(lines) == 0 || route != (what == "rte"):
		return 0, nil
	}
	l := listsOf(f, lines)
	p.raw("<" + what + ">")
	done := p.texts(f, "name", "cmt", "desc", "src")
	done = append(done, p.texts(f, "type")...)
	for name := range l {
		done = append(done, name)
	}
	if err := p.extensions(f, done); err != nil {
		return 0, err
	}
	for _, line := range lines {
		element := "rtept"
		if what == "trk" {
			p.raw("<trkseg>")
			element = "trkpt"
		}
		for i, at := range line {
			if err := p.position(element, at); err != nil {
				return 0, err
			}
			p.known(l, i)
			p.raw("</" + element + ">")
		}
		if what == "trk" {
			p.raw("</trkseg>")
		}
	}
	p.raw("</" + what + ">\n")
	return len(lines), nil
}

func (p *printer) waypoint(at orb.Point, f feature.Feature) error {
	if err := p.position("wpt", at); err != nil {
		return err
	}
	var done []string
	if ele, ok := f.Props["ele"].(float64); ok && finite(ele) {
		p.element("ele", decimal(ele))
		done = append(done, "ele")
	}
	if moment, ok := f.Props["time"].(string); ok && bare(moment) {
		p.element("time", moment)
		done = append(done, "time")
	}
	done = append(done, p.texts(f, "name", "cmt", "desc", "src", "sym", "type")...)
	if err := p.extensions(f, done); err != nil {
		return err
	}
	p.raw("</wpt>\n")
	return nil
}

// position writes the start of wpt, rtept or trkpt.
func (p *printer) position(element string, at orb.Point) error {
	if !finite(at[0]) || !finite(at[1]) {
		return errors.New("a coordinate is not finite")
	}
	p.raw("<" + element + ` lat="` + decimal(at[1]) + `" lon="` + decimal(at[0]) + `">`)
	return nil
}

// known writes what is known of the i-th position.
func (p *printer) known(l map[string][]any, i int) {
	if list := l["elevations"]; list != nil && list[i] != nil {
		p.element("ele", decimal(list[i].(float64)))
	}
	if list := l["times"]; list != nil && list[i] != nil {
		p.element("time", list[i].(string))
	}
	if list := l["speeds"]; list != nil && list[i] != nil {
		p.raw("<extensions>")
		_ = p.value("speed", list[i]) // checked to be a finite number with the whole list
		p.raw("</extensions>")
	}
}

// listsOf gives the lists that hold a value for each position of a single line,
// or nil where there is none.
func listsOf(f feature.Feature, lines []orb.LineString) map[string][]any {
	if len(lines) != 1 {
		return nil
	}
	found := map[string][]any{}
	for name := range lists {
		list, ok := f.Props[name].([]any)
		if !ok || len(list) != len(lines[0]) {
			continue
		}
		some := false
		for _, v := range list {
			s, text := v.(string)
			n, real := v.(float64)
			ok = ok && (v == nil || name == "times" && text && bare(s) || name != "times" && real && finite(n))
			some = some || v != nil
		}
		if ok && some {
			found[name] = list
		}
	}
	return found
}

// texts writes properties that are text as elements of their own, and says which.
func (p *printer) texts(f feature.Feature, names ...string) (done []string) {
	for _, name := range names {
		if s, ok := f.Props[name].(string); ok {
			p.element(name, s)
			done = append(done, name)
		}
	}
	return done
}

// extensions writes the identity and all properties that are not done.
func (p *printer) extensions(f feature.Feature, done []string) error {
	done = append(done, "gpx", "")
	if f.ID != "" {
		done = append(done, "id")
	}
	open := false
	write := func(name string, v any) error {
		if !open {
			p.raw("<extensions>")
			open = true
		}
		return p.value(name, v)
	}
	if f.ID != "" {
		if err := write("id", f.ID); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Props)) {
		if v := f.Props[name]; v != nil && !slices.Contains(done, name) {
			if err := write(name, v); err != nil {
				return err
			}
		}
	}
	if open {
		p.raw("</extensions>")
	}
	return nil
}

// value writes one value of ours.
func (p *printer) value(name string, v any) error {
	kind := ""
	switch v.(type) {
	case int64:
		kind = "integer"
	case float64:
		kind = "real"
	case bool:
		kind = "boolean"
	case []any, map[string]any:
		kind = "json"
	}
	text, err := feature.Plain(v)
	if err != nil {
		return err
	}
	p.raw(`<x:value name="`).text(name).raw(`"`)
	if kind != "" {
		p.raw(` type="` + kind + `"`)
	}
	p.raw(">").text(text).raw("</x:value>")
	return nil
}

// bare tells whether a text comes back from an element as it is.
func bare(s string) bool { return s != "" && s == strings.TrimSpace(s) }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
