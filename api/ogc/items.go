package ogc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb/geojson"

	"xunhu/api/problem"
	"xunhu/api/store"
	"xunhu/geo/feature"
)

// items are what a page for people shows of a collection.
type items struct {
	Links          []link
	NumberMatched  int
	NumberReturned int
	Features       []geoObject
}

// A geoObject is a GeoJSON feature.
type geoObject struct {
	Type       string            `json:"type"`
	ID         string            `json:"id"`
	Geometry   *geojson.Geometry `json:"geometry"`
	Properties properties        `json:"properties"`
	Links      []link            `json:"links,omitempty"`
}

// properties are those of the schema, written in its order, all of them, so that every
// feature of a collection shows the same columns.
type properties struct {
	schema feature.Schema
	values map[string]any
}

// MarshalJSON writes the object.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i, f := range p.schema.Fields {
		b.WriteByte("{,"[min(i, 1)])
		if err := enc.Encode(f.Name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := enc.Encode(p.value(f)); err != nil {
			return nil, fmt.Errorf("property %s: %w", f.Name, err)
		}
	}
	if b.Len() == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// value is a property as it is written: a real number keeps its point, since
// readers such as GDAL take the type of a column from the numbers they see.
func (p properties) value(f feature.Field) any {
	v, ok := p.values[f.Name].(float64)
	if !ok || f.Type != feature.Real || v != math.Trunc(v) || math.Abs(v) >= 1e15 {
		return p.values[f.Name]
	}
	return json.RawMessage(strconv.FormatFloat(v, 'f', 1, 64))
}

func object(s feature.Schema, f feature.Feature, in system) geoObject {
	o := geoObject{Type: "Feature", ID: f.ID, Properties: properties{s, f.Props}}
	if f.Geometry != nil {
		o.Geometry = geojson.NewGeometry(in.place(f.Geometry))
	}
	return o
}

// items answers GET /collections/{collection}/items (fc-op, fc-response).
func (c *call) items() error {
	s, err := c.schema()
	if err != nil {
		return err
	}
	if err := c.may(s.Kind); err != nil {
		return err
	}
	sel, err := c.selection(s)
	if err != nil {
		return err
	}
	c.w.Header().Set("Content-Crs", "<"+sel.system.uri+">")
	if !c.html() {
		return c.stream(s, sel)
	}
	sel.limit = min(sel.limit, mostShown)
	found, err := c.find(s, sel)
	if err != nil {
		return err
	}
	answer := items{Links: c.itemsLinks(s, sel, found, len(found.Features)), NumberMatched: found.Matched, NumberReturned: len(found.Features)}
	for _, f := range found.Features {
		answer.Features = append(answer.Features, object(s, f, sel.system))
	}
	return c.send(typeGeoJSON, answer, c.itemsPage(s, sel, answer))
}

// mostShown is how many features a page for people shows at most.
const mostShown = 10_000

// itemsLinks are the links of a page of n features.
func (c *call) itemsLinks(s feature.Schema, sel selection, found store.Page, n int) []link {
	id := string(s.Kind)
	return append(append(c.both(typeGeoJSON, "collections", id, "items"), c.turn(id, sel, found, n)...),
		link{Href: c.href("json", "collections", id), Rel: "collection", Type: typeJSON, Title: c.in(s.ZH, s.EN)})
}

// turn gives the links to the next and the previous page. The next one is found by where
// this one ended, so that nothing is passed over or told twice while others write; the
// offset beside it only says how far it is from the first.
func (c *call) turn(id string, sel selection, found store.Page, n int) []link {
	at := func(offset int, after, rel, title string) link {
		q := url.Values{}
		maps.Copy(q, c.params)
		q.Set("offset", strconv.Itoa(offset))
		q.Del("after")
		if after != "" {
			q.Set("after", after)
		}
		q.Set("limit", strconv.Itoa(sel.limit))
		media := typeGeoJSON
		if c.html() {
			media = typeHTML
			q.Set("f", "html")
		}
		return link{Href: c.root + "/collections/" + url.PathEscape(id) + "/items?" + q.Encode(), Rel: rel, Type: media, Title: title}
	}
	var links []link
	if next := sel.offset + n; found.Next != "" || n > 0 && next < found.Matched {
		links = append(links, at(next, found.Next, "next", c.in("下一页", "Next page")))
	}
	if sel.offset > 0 {
		links = append(links, at(max(0, min(sel.offset, found.Matched)-sel.limit), "", "prev", c.in("上一页", "Previous page")))
	}
	return links
}

// may tells why the asker may not read the features of a kind.
func (c *call) may(kind feature.Kind) error {
	if c.options.May == nil {
		return nil
	}
	return c.options.May(c.w, c.r, kind)
}

// item answers GET /collections/{collection}/items/{feature} (f-op, f-success).
func (c *call) item() error {
	s, err := c.schema()
	if err != nil {
		return err
	}
	if err := c.may(s.Kind); err != nil {
		return err
	}
	p := c.plainParams("crs")
	in := p.system("crs", c.systems())
	if err := p.Err(); err != nil {
		return err
	}
	kind, id := string(s.Kind), problem.PathParam(c.r, "feature")
	f, err := c.one(s.Kind, id)
	if err != nil {
		return err
	}
	o := object(s, f, in)
	o.Links = append(c.both(typeGeoJSON, "collections", kind, "items", id),
		link{Href: c.href("json", "collections", kind), Rel: "collection", Type: typeJSON, Title: c.in(s.ZH, s.EN)})
	c.w.Header().Set("Content-Crs", "<"+in.uri+">")
	if t := tag(f); !c.html() {
		c.w.Header().Set("ETag", t)
		if none := c.r.Header.Get("If-None-Match"); none != "" && listed(strings.ReplaceAll(none, "W/", ""), t) {
			c.w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	return c.send(typeGeoJSON, o, c.itemPage(s, o))
}

// one reads a feature by its id.
func (c *call) one(kind feature.Kind, id string) (feature.Feature, error) {
	found, err := c.store.Query(c.ctx, c.data.Region.Code, kind, store.Query{IDs: []string{id}})
	if err != nil {
		return feature.Feature{}, err
	}
	if len(found.Features) == 0 {
		return feature.Feature{}, notFound("ogc.no_feature", "collection", string(kind), "id", id)
	}
	return found.Features[0], nil
}
