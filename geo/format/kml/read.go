package kml

import (
	"encoding/xml"
	"math"
	"reflect"
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
	system            crs.System
	schemas           map[string]map[string]string // types of fields, by the id of the schema
	placemarks, links int
	yield             func(feature.Feature, error) bool
}

// container reads what stands in kml, a Document or a Folder. folders is where
// it stands, element what it is.
func (d *document) container(folders []string, element string) error {
	return d.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "name":
			name, err := d.Text()
			if element == "Folder" {
				folders = append(folders[:len(folders):len(folders)], strings.TrimSpace(name))
			}
			return err
		case "Document", "Folder":
			return d.container(folders, e.Name.Local)
		case "Schema":
			return d.schema(e)
		case "Placemark":
			d.placemarks++
			return d.placemark(e, folders)
		case "NetworkLink":
			d.links++
		}
		return d.Skip()
	})
}

// schema learns the types of fields.
func (d *document) schema(e xml.StartElement) error {
	d.Begin()
	defer d.End()
	types := map[string]string{}
	for _, name := range []string{markup.Attr(e, "id"), markup.Attr(e, "name")} {
		if name != "" {
			d.schemas[name] = types
		}
	}
	return d.Children(func(e xml.StartElement) error {
		types[markup.Attr(e, "name")] = markup.Attr(e, "type")
		return d.Skip()
	})
}

// A placemark is one feature while it is read.
type placemark struct {
	*document
	feature.Feature
	parts []orb.Geometry
	times []any            // of a track
	fault *finding.Finding // the first
}

func (d *document) placemark(e xml.StartElement, folders []string) error {
	d.Begin()
	defer d.End()
	n, where := d.placemarks, d.Where()
	p := &placemark{document: d, Feature: feature.Feature{Props: map[string]any{}}}
	if err := d.Children(p.child); err != nil {
		return err
	}
	if p.ID == "" {
		p.ID = markup.Attr(e, "id")
	}
	if len(folders) > 0 {
		p.set("folder", strings.Join(folders, "/"))
	}
	switch len(p.parts) {
	case 0:
	case 1:
		p.Geometry = p.parts[0]
		if line, ok := p.Geometry.(orb.LineString); ok && len(line) == len(p.times) {
			p.set("times", p.times)
		}
	default:
		p.Geometry = together(p.parts)
	}
	if p.fault == nil {
		p.Geometry, p.fault = d.system.Bring(p.Geometry)
	}
	var err error
	if p.fault != nil {
		p.fault.Where, p.fault.Args["placemark"] = where, n
		p.Feature, err = feature.Feature{}, feature.Refusal{Finding: p.fault}
	}
	if !d.yield(p.Feature, err) {
		return errEnough
	}
	return nil
}

// child reads one element of a Placemark.
func (p *placemark) child(e xml.StartElement) error {
	switch e.Name.Local {
	case "name":
		text, err := p.Reader.Text()
		p.set("name", strings.TrimSpace(text))
		return err
	case "description":
		text, err := p.Reader.Text()
		p.set("description", text)
		return err
	case "TimeStamp", "TimeSpan":
		return p.Children(func(e xml.StartElement) error {
			name := e.Name.Local
			if name == "when" {
				name = "time"
			}
			text, err := p.Reader.Text()
			p.set(name, strings.TrimSpace(text))
			return err
		})
	case "ExtendedData":
		return p.extended()
	case "Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack", "Model":
		g, err := p.geometry(e)
		if g != nil {
			p.parts = append(p.parts, g)
		}
		return err
	}
	return p.Skip()
}

func (p *placemark) extended() error {
	return p.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Data":
			name := markup.Attr(e, "name")
			return p.Children(func(e xml.StartElement) error {
				if e.Name.Local != "value" {
					return p.Skip()
				}
				text, err := p.Reader.Text()
				p.set(name, text)
				return err
			})
		case "SchemaData":
			types := p.schemas[strings.TrimPrefix(markup.Attr(e, "schemaUrl"), "#")]
			return p.Children(func(e xml.StartElement) error {
				if e.Name.Local != "SimpleData" {
					return p.Skip()
				}
				name := markup.Attr(e, "name")
				text, err := p.Reader.Text()
				p.set(name, typed(text, types[name]))
				return err
			})
		}
		text, err := p.Reader.Text() // somebody's own elements
		p.set(e.Name.Local, text)
		return err
	})
}

// set adds a property; nil adds nothing.
func (p *placemark) set(name string, v any) {
	if v == nil || name == "" {
		return
	}
	if name == "id" && p.ID == "" {
		p.ID = feature.Feature{Props: map[string]any{"": v}}.Text("")
		return
	}
	free := name
	for n := 2; ; n++ {
		old, taken := p.Props[free]
		if !taken {
			p.Props[free] = v
			return
		}
		if reflect.DeepEqual(old, v) {
			return // name both as element and as data, which many programs write
		}
		free = name + "_" + strconv.Itoa(n)
	}
}

// typed reads a value of a schema's type. What is not of it stays text; a blank
// number is nil.
func typed(text, kind string) any {
	plain := strings.TrimSpace(text)
	switch kind {
	case "int", "uint", "short", "ushort":
		if plain == "" {
			return nil
		}
		if n, err := strconv.ParseInt(plain, 10, 64); err == nil {
			return n
		}
	case "float", "double":
		if plain == "" {
			return nil
		}
		if v, err := strconv.ParseFloat(plain, 64); err == nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
			return v
		}
	case "bool":
		switch strings.ToLower(plain) {
		case "":
			return nil
		case "true", "1":
			return true
		case "false", "0":
			return false
		}
	}
	return text
}
