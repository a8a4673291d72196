package ogc

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"xunhu/geo/feature"
)

//go:embed page.html
var pageHTML string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// A page is what a person sees of a resource: a heading, words, one table.
type page struct {
	Lang     string
	OtherTag string // the other language, and this page in it
	Other    string
	OtherIs  string
	Up       []cell // the way down to this page
	Title    string
	Lead     string
	Note     string
	More     *cell
	Head     []string
	Rows     [][]cell
	Raw      string // shown folded
	RawTitle string
	Links    []link
}

// A cell is a text, linked if it has an address.
type cell struct{ Text, Href string }

// write renders a page in the call's language.
func (c *call) write(w io.Writer, p page) error {
	p.Lang = map[bool]string{true: "en", false: "zh-CN"}[c.lang == "en"]
	p.OtherTag, p.OtherIs = c.in("en", "zh-CN"), c.in("English", "中文")
	q := c.r.URL.Query()
	q.Set("lang", c.in("en", "zh"))
	p.Other = "?" + q.Encode()
	if err := pageTemplate.Execute(w, p); err != nil {
		return fmt.Errorf("ogc: page %s: %w", c.r.URL.Path, err)
	}
	return nil
}

// itemsPage shows one page of features as a table.
func (c *call) itemsPage(s feature.Schema, sel selection, answer items) page {
	id := string(s.Kind)
	p := page{Title: c.in(s.ZH+"：要素", s.EN+": items"), Links: answer.Links,
		Up:   c.crumbs(c.collectionsCrumb(), cell{Text: c.in(s.ZH, s.EN), Href: c.href("html", "collections", id)}),
		Lead: fmt.Sprintf(c.in("共 %d 个要素，本页 %d 个。", "%d features, %d on this page."), answer.NumberMatched, answer.NumberReturned),
		Head: []string{c.in("编号", "Id")},
	}
	if answer.NumberReturned > 0 {
		p.Lead += fmt.Sprintf(c.in("（第 %d 至 %d 个）", " (%d to %d)"), sel.offset+1, sel.offset+answer.NumberReturned)
	}
	for _, f := range s.Fields {
		if f.Type != feature.JSON {
			p.Head = append(p.Head, c.in(f.ZH, f.EN))
		}
	}
	for _, o := range answer.Features {
		row := []cell{{Text: o.ID, Href: c.href("html", "collections", id, "items", o.ID)}}
		for _, f := range s.Fields {
			if f.Type != feature.JSON {
				row = append(row, cell{Text: plain(o.Properties.values[f.Name])})
			}
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// itemPage shows one feature, property by property.
func (c *call) itemPage(s feature.Schema, o geoObject) page {
	id := string(s.Kind)
	p := page{Title: o.ID, Links: o.Links, RawTitle: c.in("几何（GeoJSON）", "Geometry (GeoJSON)"),
		Up: c.crumbs(c.collectionsCrumb(), cell{Text: c.in(s.ZH, s.EN), Href: c.href("html", "collections", id)},
			cell{Text: c.in("要素", "Items"), Href: c.href("html", "collections", id, "items")}),
		Head: []string{c.in("属性", "Property"), c.in("值", "Value")},
	}
	if name := plain(o.Properties.values["name"]); name != "" {
		p.Title = name
	}
	for _, f := range s.Fields {
		p.Rows = append(p.Rows, []cell{{Text: c.in(f.ZH, f.EN)}, {Text: plain(o.Properties.values[f.Name])}})
	}
	if o.Geometry != nil {
		if text, err := json.Marshal(o.Geometry); err == nil {
			p.Raw = string(text)
		}
	}
	return p
}

// plain writes a value for a table.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = plain(v[i])
		}
		return strings.Join(parts, "; ")
	case map[string]any:
		if text, err := json.Marshal(v); err == nil {
			return string(text)
		}
	}
	return fmt.Sprint(v)
}
