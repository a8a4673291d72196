package ogc

import (
	"slices"
	"strconv"

	"xunhu/api/problem"
	"xunhu/geo/feature"
)

type collection struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Attribution string   `json:"attribution,omitempty"`
	Extent      *extent  `json:"extent,omitempty"`
	ItemType    string   `json:"itemType"`
	CRS         []string `json:"crs"`
	StorageCRS  string   `json:"storageCrs"`
	Links       []link   `json:"links"`
}

type extent struct {
	Spatial spatial `json:"spatial"`
}

type spatial struct {
	BBox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

type collections struct {
	Links       []link       `json:"links"`
	Collections []collection `json:"collections"`
}

// collections answers GET /collections (fc-md-op, fc-md-success).
func (c *call) collections() error {
	if err := c.plain(); err != nil {
		return err
	}
	all := collections{Links: c.both(typeJSON, "collections")}
	p := page{Title: c.in("数据集", "Collections"), Up: c.crumbs(), Links: all.Links,
		Head: []string{c.in("数据集", "Collection"), c.in("说明", "Description")}}
	known := c.extent()
	for _, s := range feature.Schemas() {
		one := c.describe(s, known)
		one.Links = append([]link{
			{Href: c.href("json", "collections", one.ID), Rel: "self", Type: typeJSON, Title: one.Title},
			{Href: c.href("html", "collections", one.ID), Rel: "alternate", Type: typeHTML, Title: one.Title},
		}, one.Links...)
		all.Collections = append(all.Collections, one)
		p.Rows = append(p.Rows, []cell{{Text: one.Title, Href: c.href("html", "collections", one.ID)}, {Text: one.Description}})
	}
	return c.send(typeJSON, all, p)
}

// collection answers GET /collections/{collection} (sfc-md-op, sfc-md-success).
func (c *call) collection() error {
	s, err := c.schema()
	if err != nil {
		return err
	}
	if err := c.plain(); err != nil {
		return err
	}
	one := c.describe(s, c.extent())
	one.Links = append(c.both(typeJSON, "collections", one.ID), one.Links...)
	p := page{Title: one.Title, Lead: one.Description, Note: one.Attribution, Links: one.Links,
		Up:   c.crumbs(c.collectionsCrumb()),
		More: &cell{Text: c.in("全部要素", "All features"), Href: c.href("html", "collections", one.ID, "items")},
		Head: []string{c.in("属性", "Property"), c.in("标题", "Title"), c.in("类型", "Type")},
	}
	for _, f := range s.Fields {
		p.Rows = append(p.Rows, []cell{{Text: f.Name}, {Text: c.in(f.ZH, f.EN)}, {Text: string(f.Type)}})
	}
	return c.send(typeJSON, one, p)
}

func (c *call) collectionsCrumb() cell {
	return cell{Text: c.in("数据集", "Collections"), Href: c.href("html", "collections")}
}

// schema finds the collection that the address names, with the properties that the asker
// may be told: what is hidden can be neither read nor filtered by.
func (c *call) schema() (feature.Schema, error) {
	id := problem.PathParam(c.r, "collection")
	if s, ok := feature.SchemaOf(feature.Kind(id)); ok {
		if c.options.Hide != nil {
			hidden := c.options.Hide(c.w, c.r, s.Kind)
			s.Fields = slices.DeleteFunc(slices.Clone(s.Fields), func(f feature.Field) bool { return slices.Contains(hidden, f.Name) })
		}
		return s, nil
	}
	var known []string
	for _, s := range feature.Schemas() {
		known = append(known, string(s.Kind))
	}
	return feature.Schema{}, notFound("ogc.no_collection", "collection", id, "known", known)
}

// describe gives a collection without the links to itself.
func (c *call) describe(s feature.Schema, known extents) collection {
	id := string(s.Kind)
	one := collection{
		ID:          id,
		Title:       c.in(s.ZH, s.EN),
		Description: c.title() + c.in("的"+s.ZH+"。", ": "+s.EN+"."),
		Attribution: c.data.Region.Attribution,
		ItemType:    "feature",
		CRS:         uris(known.systems),
		StorageCRS:  crs84,
		Links: []link{
			{Href: c.href("json", "collections", id, "items"), Rel: "items", Type: typeGeoJSON, Title: c.in("要素（GeoJSON）", "Items as GeoJSON")},
			{Href: c.href("html", "collections", id, "items"), Rel: "items", Type: typeHTML, Title: c.in("要素（网页）", "Items as HTML")},
			{Href: c.href("", "collections", id, "queryables"), Rel: relQueryables, Type: typeSchema, Title: c.in("可查询属性", "Queryables")},
			{Href: c.href("", "collections", id, "schema"), Rel: relSchema, Type: typeSchema, Title: c.in("属性结构", "Schema")},
		},
	}
	if b, ok := known.bounds[s.Kind]; ok {
		one.Extent = &extent{spatial{BBox: [][4]float64{{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}}, CRS: crs84}}
	}
	if n := len(c.data.Collections[s.Kind].Features); n > 0 {
		one.Description += c.in(" 共 "+strconv.Itoa(n)+" 个要素。", " "+strconv.Itoa(n)+" features.")
	}
	from := known.origins[s.Kind]
	one.Description += from.say(c)
	for _, licence := range from.Licences {
		if l, ok := licenceLink(licence); ok {
			one.Links = append(one.Links, l)
		}
	}
	return one
}
