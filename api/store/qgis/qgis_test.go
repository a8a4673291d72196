package qgis

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"xunhu/api/tiles"
	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// Every kind that has geometry has a style, which is XML, names only columns that are
// there, and draws in colours of the page's map.
func TestStyles(t *testing.T) {
	page := string(tiles.Style(atlas.Region{}, tiles.Look{Lang: words.ZH})) + "#c0392b #ffffff #6b6475"
	column, colour := regexp.MustCompile(`"([a-z_]+)"`), regexp.MustCompile(`^(\d+),(\d+),(\d+),\d+$`)
	for _, s := range feature.Schemas() {
		style := Style(s)
		if (style == "") != (s.Kind == feature.Codes) {
			t.Errorf("%s: a style of %d bytes", s.Kind, len(style))
		}
		shapes := map[feature.Shape]string{feature.Point: "0", feature.Line: "1", feature.Lines: "1", feature.Area: "2"}
		titled := 0
		d := xml.NewDecoder(strings.NewReader(style))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v\n%s", s.Kind, err, style)
			}
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if e.Name.Local == "layerGeometryType" {
				var got string
				if err := d.DecodeElement(&got, &e); err != nil || s.Shape != feature.Any && got != shapes[s.Shape] {
					t.Errorf("%s has the shape %s, its style %s (%v)", s.Kind, s.Shape, got, err)
				}
			}
			for _, a := range e.Attr {
				switch {
				case e.Name.Local == "alias" && a.Name.Local == "field":
					titled++
				case a.Name.Local == "filter" || a.Name.Local == "fieldName":
					for _, name := range column.FindAllStringSubmatch(a.Value, -1) {
						if _, has := s.Field(name[1]); !has {
							t.Errorf("%s has no %s: %s", s.Kind, name[1], a.Value)
						}
					}
				case colour.MatchString(a.Value) && !strings.Contains(page, hex(a.Value)):
					t.Errorf("%s is drawn in %s, which the page has not", s.Kind, hex(a.Value))
				}
			}
		}
		if style != "" && titled != len(s.Fields) {
			t.Errorf("%s: %d of %d columns are titled", s.Kind, titled, len(s.Fields))
		}
	}
}

// hex writes a colour of QGIS as the page does.
func hex(rgba string) string {
	const digits = "0123456789abcdef"
	out := "#"
	for _, part := range strings.Split(rgba, ",")[:3] {
		n := 0
		for _, r := range part {
			n = n*10 + int(r-'0')
		}
		out += string(digits[n>>4]) + string(digits[n&15])
	}
	return out
}
