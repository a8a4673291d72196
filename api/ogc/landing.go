package ogc

import "slices"

// classes are the conformance classes that hold here.
var classes = []string{
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
	"http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
	"http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/schemas",
	"http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/advanced-property-roles",
	"http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/returnables-and-receivables",
	"http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/queryables",
}

// writing are those that hold besides where something may be written.
var writing = []string{
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/optimistic-locking-etags",
	"http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/features",
}

func (c *call) classes() []string {
	if c.options.Edit == nil {
		return classes
	}
	return slices.Concat(classes, writing)
}

type landing struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Attribution string `json:"attribution,omitempty"`
	Links       []link `json:"links"`
}

// landing answers GET /: where everything else is (root-op, root-success).
func (c *call) landing() error {
	if err := c.plain(); err != nil {
		return err
	}
	l := landing{
		Title:       c.title(),
		Description: c.in("本区域的全部数据集，按 OGC API - Features 提供。", "All collections of this region, by OGC API - Features."),
		Attribution: c.data.Region.Attribution,
		Links:       c.both(typeJSON),
	}
	if c.data.Region.Illustration {
		l.Description += c.in("演示数据，非实测。", " Illustration: drawn for demonstration, not surveyed.")
	}
	l.Links = append(l.Links,
		link{Href: c.href("json", "api"), Rel: "service-desc", Type: typeOpenAPI, Title: c.in("接口定义（OpenAPI 3.0）", "API definition (OpenAPI 3.0)")},
		link{Href: c.href("html", "api"), Rel: "service-doc", Type: typeHTML, Title: c.in("接口说明", "API documentation")},
		link{Href: c.href("json", "conformance"), Rel: "conformance", Type: typeJSON, Title: c.in("符合的规范类", "Conformance classes")},
		link{Href: c.href("json", "collections"), Rel: "data", Type: typeJSON, Title: c.in("数据集", "Collections")},
	)
	return c.send(typeJSON, l, page{
		Title: l.Title, Lead: l.Description, Note: l.Attribution, Links: l.Links,
		Rows: [][]cell{
			{{Text: c.in("数据集", "Collections"), Href: c.href("html", "collections")}},
			{{Text: c.in("接口说明", "API documentation"), Href: c.href("html", "api")}},
			{{Text: c.in("符合的规范类", "Conformance classes"), Href: c.href("html", "conformance")}},
		},
	})
}

// title is the name of the region in the call's language.
func (c *call) title() string {
	r := c.data.Region
	if r.NameEN != "" {
		return c.in(r.Name, r.NameEN)
	}
	return r.Name
}

type conformance struct {
	ConformsTo []string `json:"conformsTo"`
}

// conformance answers GET /conformance.
func (c *call) conformance() error {
	if err := c.plain(); err != nil {
		return err
	}
	p := page{Title: c.in("符合的规范类", "Conformance classes"), Lead: c.written(), Up: c.crumbs(), Links: c.both(typeJSON, "conformance")}
	for _, class := range c.classes() {
		p.Rows = append(p.Rows, []cell{{Text: class}})
	}
	return c.send(typeJSON, conformance{c.classes()}, p)
}

// written says what may be written, and why the rest may not.
func (c *call) written() string {
	if c.options.Edit == nil {
		return ""
	}
	return c.in("第 4 部分（新建、替换、删除）用于区域的各数据集，镇街除外：镇街互相接壤，一条界线属于两个镇街，按版本导入。责任区、单位与相邻区县只能改明日及以后有效的内容，今日有效或曾有效的按版本导入并核对。每次改动先对整个区域检查，不能成立的不写入；水系与路网随后重建。事件、封路、计划与轨迹在各自流程中办理。每次改动都记下何人、何时、改动前后的摘要。",
		"Part 4 (create, replace, delete) holds for all collections of a region but towns, which tile the land: a border belongs to two of them, and they come as editions. Of zones, units and neighbours only what holds after today can be changed; what holds or has held comes as an edition, compared and accepted. Each change is proved against the whole region, and not made where that fails; waters and roads are built anew after it. Incidents, closures, plans and tracks have procedures of their own. Of each change is noted who, when, and digests before and after.")
}

// crumbs is the way from the landing page down to, but without, a page.
func (c *call) crumbs(more ...cell) []cell {
	return append([]cell{{Text: c.title(), Href: c.href("html")}}, more...)
}
