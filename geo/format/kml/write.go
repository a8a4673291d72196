package kml

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"xunhu/geo/feature"
)

// Write writes a collection as KML, in WGS 84. It fails on coordinates that are
// not finite, and on what JSON cannot hold.
func Write(w io.Writer, c feature.Collection) error {
	p := &printer{w: bufio.NewWriter(w)}
	fields := fieldsOf(c)
	p.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>` + "\n")
	if title := string(c.Schema.Kind); title != "" {
		p.element("name", title)
	}
	p.raw(`<Schema name="fields" id="fields">`)
	for _, f := range fields {
		p.raw(`<SimpleField name="`).text(f.name).raw(`" type="` + f.kind + `"/>`)
	}
	p.raw("</Schema>\n")
	for _, f := range c.Features {
		if err := p.placemark(f, fields); err != nil {
			return fmt.Errorf("kml: feature %q: %w", f.ID, err)
		}
	}
	p.raw("</Document></kml>\n")
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("kml: write: %w", err)
	}
	return nil
}

// WriteKMZ writes a collection as KML in an archive.
func WriteKMZ(w io.Writer, c feature.Collection) error {
	z := zip.NewWriter(w)
	f, err := z.CreateHeader(&zip.FileHeader{Name: "doc.kml", Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return fmt.Errorf("kml: write: %w", err)
	}
	if err := Write(f, c); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("kml: write: %w", err)
	}
	return nil
}

// A field is a property that goes to the schema.
type field struct{ name, kind string }

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

// fields gives the properties of a collection with KML's types, the identity first.
func fieldsOf(c feature.Collection) []field {
	fields := []field{{"id", "string"}}
	for _, column := range c.Columns() {
		f := field{column.Name, "string"}
		switch column.Type {
		case feature.Integer:
			if all32(c, column.Name) {
				f.kind = "int"
			}
		case feature.Real:
			f.kind = "double"
		case feature.Boolean:
			f.kind = "bool"
		}
		if f.name != "id" && f.name != "" {
			fields = append(fields, f)
		}
	}
	return fields
}

// all32 tells whether all integers of a column fit KML's int.
func all32(c feature.Collection, name string) bool {
	for _, f := range c.Features {
		if n, ok := f.Props[name].(int64); ok && int64(int32(n)) != n {
			return false
		}
	}
	return true
}

func (p *printer) placemark(f feature.Feature, fields []field) error {
	p.raw("<Placemark>")
	// Elements of their own are for text only; all else keeps its type in the schema.
	done := map[string]bool{"": true}
	for _, name := range []string{"name", "description"} {
		if s, ok := f.Props[name].(string); ok && (name != "name" || s == strings.TrimSpace(s)) {
			p.element(name, s)
			done[name] = true
		}
	}
	track := asTrack(f)
	done["times"] = track != nil
	p.raw(`<ExtendedData><SchemaData schemaUrl="#fields">`)
	for _, field := range fields {
		v := f.Props[field.name]
		if field.name == "id" && f.ID != "" {
			v = f.ID
		}
		if v == nil || done[field.name] {
			continue
		}
		s, err := feature.Plain(v)
		if err != nil {
			return err
		}
		p.raw(`<SimpleData name="`).text(field.name).raw(`">`).text(s).raw("</SimpleData>")
	}
	p.raw("</SchemaData></ExtendedData>")
	var err error
	if track != nil {
		err = p.track(f.Geometry.(orb.LineString), track)
	} else if f.Geometry != nil {
		err = p.geometry(f.Geometry)
	}
	p.raw("</Placemark>\n")
	return err
}

// asTrack gives the moments of a line whose every position has one, else nil.
func asTrack(f feature.Feature) []any {
	line, ok := f.Geometry.(orb.LineString)
	times, list := f.Props["times"].([]any)
	if !ok || !list || len(times) != len(line) {
		return nil
	}
	for _, t := range times {
		if s, ok := t.(string); !ok || s != strings.TrimSpace(s) {
			return nil
		}
	}
	return times
}

func (p *printer) track(line orb.LineString, times []any) error {
	p.raw("<gx:Track>")
	for _, t := range times {
		p.element("when", t.(string))
	}
	for _, at := range line {
		if !finite(at) {
			return errNotFinite
		}
		p.raw("<gx:coord>" + decimal(at[0]) + " " + decimal(at[1]) + " 0</gx:coord>")
	}
	p.raw("</gx:Track>")
	return nil
}

func (p *printer) geometry(g orb.Geometry) error {
	switch g := g.(type) {
	case orb.Point:
		return p.positions("Point", []orb.Point{g})
	case orb.LineString:
		return p.positions("LineString", g)
	case orb.Polygon:
		return p.polygon(g)
	case orb.Ring:
		return p.polygon(orb.Polygon{g})
	case orb.Bound:
		return p.polygon(g.ToPolygon())
	}
	p.raw("<MultiGeometry>")
	for _, part := range simple(nil, []orb.Geometry{g}) {
		if err := p.geometry(part); err != nil {
			return err
		}
	}
	p.raw("</MultiGeometry>")
	return nil
}

func (p *printer) polygon(g orb.Polygon) error {
	p.raw("<Polygon>")
	for i, ring := range g {
		boundary := "outerBoundaryIs"
		if i > 0 {
			boundary = "innerBoundaryIs"
		}
		p.raw("<" + boundary + ">")
		if err := p.positions("LinearRing", ring); err != nil {
			return err
		}
		p.raw("</" + boundary + ">")
	}
	p.raw("</Polygon>")
	return nil
}

func (p *printer) positions(element string, at []orb.Point) error {
	p.raw("<" + element + "><coordinates>")
	for i, q := range at {
		if !finite(q) {
			return errNotFinite
		}
		if i > 0 {
			p.raw(" ")
		}
		p.raw(decimal(q[0]) + "," + decimal(q[1]))
	}
	p.raw("</coordinates></" + element + ">")
	return nil
}

var errNotFinite = errors.New("a coordinate is not finite")

func finite(p orb.Point) bool {
	return !math.IsNaN(p[0]) && !math.IsInf(p[0], 0) && !math.IsNaN(p[1]) && !math.IsInf(p[1], 0)
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
