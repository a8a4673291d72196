package ogc

import (
	"slices"

	"xunhu/api/filter"
	"xunhu/geo/feature"
	"xunhu/geo/intake"
)

// Relations of links, and the version of JSON Schema that Part 5 asks for.
const (
	relQueryables = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
	relSchema     = "http://www.opengis.net/def/rel/ogc/1.0/schema"
	jsonSchema    = "https://json-schema.org/draft/2020-12/schema"
)

// A logical schema tells the properties of a collection, whatever they are sent in
// (Part 5).
type logical struct {
	Schema      string               `json:"$schema"`
	ID          string               `json:"$id"`
	Type        string               `json:"type"`
	Title       string               `json:"title"`
	Description string               `json:"description"`
	Properties  map[string]*property `json:"properties"`
	Required    []string             `json:"required,omitempty"`
	Additional  bool                 `json:"additionalProperties"`

	order []string
}

// A property of a logical schema. A geometry has a format and no type.
type property struct {
	Title    string    `json:"title"`
	Type     any       `json:"type,omitempty"` // a name, or two of them
	Note     string    `json:"description,omitempty"`
	Items    *itemType `json:"items,omitempty"`
	Format   string    `json:"format,omitempty"`
	Enum     []string  `json:"enum,omitempty"`
	Role     string    `json:"x-ogc-role,omitempty"`
	Unit     string    `json:"x-ogc-unit,omitempty"`
	ReadOnly bool      `json:"readOnly,omitempty"`
	Seq      int       `json:"x-ogc-propertySeq"`
}

// An itemType is that of what a list has.
type itemType struct {
	Type string `json:"type"`
}

// queryables answers GET /collections/{collection}/queryables: what a filter may name.
func (c *call) queryables() error {
	return c.describeProperties("queryables", c.in("可查询属性", "Queryables"), func(s feature.Schema, all *logical) {
		for _, p := range filter.Properties(s) {
			c.add(all, s, p.Name)
		}
	})
}

// returnables answers GET /collections/{collection}/schema: what a feature has, and what
// one that is written may have.
func (c *call) returnables() error {
	return c.describeProperties("schema", c.in("属性结构", "Schema"), func(s feature.Schema, all *logical) {
		c.add(all, s, filter.ID)
		for _, f := range s.Fields {
			c.add(all, s, f.Name)
			if f.Required {
				all.Required = append(all.Required, f.Name)
			}
		}
		c.add(all, s, filter.Geometry)
	})
}

// describeProperties answers with a logical schema.
func (c *call) describeProperties(name, title string, fill func(feature.Schema, *logical)) error {
	s, err := c.schema()
	if err != nil {
		return err
	}
	if err := c.plain(); err != nil {
		return err
	}
	id := string(s.Kind)
	all := &logical{Schema: jsonSchema, ID: c.address("collections", id, name), Type: "object", Title: c.in(s.ZH, s.EN),
		Description: title, Properties: map[string]*property{}}
	fill(s, all)
	p := page{Title: c.in(s.ZH+"："+title, s.EN+": "+title), Links: c.both(typeSchema, "collections", id, name),
		Up:   c.crumbs(c.collectionsCrumb(), cell{Text: c.in(s.ZH, s.EN), Href: c.href("html", "collections", id)}),
		Head: []string{c.in("属性", "Property"), c.in("标题", "Title"), c.in("类型", "Type")},
	}
	for _, name := range all.order {
		one := all.Properties[name]
		kind := one.Format
		if text, ok := one.Type.(string); ok && kind == "" {
			kind = text
		}
		p.Rows = append(p.Rows, []cell{{Text: name}, {Text: one.Title}, {Text: kind}})
	}
	return c.send(typeSchema, all, p)
}

// add adds one property of a collection.
func (c *call) add(to *logical, s feature.Schema, name string) {
	to.order = append(to.order, name)
	p := &property{Seq: len(to.order), Role: role(s, name)}
	to.Properties[name] = p
	switch name {
	case filter.ID:
		p.Title, p.Type, p.ReadOnly = c.in("编号", "id"), "string", !editable(s.Kind)
		return
	case filter.Geometry:
		p.Title, p.Format = c.in("几何", "geometry"), geometryFormats[s.Shape]
		return
	}
	f, _ := s.Field(name)
	p.Title, p.Unit = c.in(f.ZH, f.EN), units[name]
	switch f.Type {
	case feature.Integer:
		p.Type = "integer"
	case feature.Real:
		p.Type = "number"
	case feature.Boolean:
		p.Type = "boolean"
	case feature.Date:
		p.Type, p.Format = "string", "date"
	case feature.Time:
		p.Type, p.Format = "string", "date-time"
	case feature.JSON:
		if p.Type = []string{"array", "object"}; !editable(s.Kind) {
			break
		}
		words := typeWords(f)
		p.Note = c.in(words.ZH, words.EN)
		if p.Type = "object"; !tagged(f) {
			p.Type, p.Items = "array", &itemType{"string"}
		}
	default:
		p.Type = "string"
	}
	if name == "class" && editable(s.Kind) {
		p.Enum = intake.Classes(s.Kind)
	}
}

// geometryFormats are the formats of spatial properties (requirement schemas/properties C).
var geometryFormats = map[feature.Shape]string{
	feature.Point: "geometry-point", feature.Line: "geometry-linestring", feature.Lines: "geometry-multilinestring",
	feature.Area: "geometry-multipolygon", feature.Any: "geometry-any",
}

// units are those of numbers, in UCUM.
var units = map[string]string{
	"speed_ms": "m/s", "maxspeed_kmh": "km/h", "interval_days": "d", "service_s": "s", "accuracy_m": "m", "distance_m": "m", "duration_s": "s", "days": "d",
}

// role is the part that a property plays (Part 5, advanced property roles).
func role(s feature.Schema, name string) string {
	has := func(name string) bool { _, ok := s.Field(name); return ok }
	starts, ends := []string{"valid_from", "begin", "from"}, []string{"valid_to", "end", "until"}
	f, _ := s.Field(name)
	timely := f.Type == feature.Date || f.Type == feature.Time
	switch {
	case name == filter.ID:
		return "id"
	case name == filter.Geometry:
		return "primary-geometry"
	case name == "class":
		return "type"
	case name == "occurred_at":
		return "primary-instant"
	case timely && slices.Contains(starts, name) && !has("occurred_at"):
		return "primary-interval-start"
	case timely && slices.Contains(ends, name) && !has("occurred_at"):
		return "primary-interval-end"
	}
	return ""
}
