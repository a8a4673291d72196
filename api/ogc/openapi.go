package ogc

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"xunhu/api/filter"
	"xunhu/geo/feature"
)

// api answers GET /api (api-definition-op): what is served, made from the
// schemas.
func (c *call) api() error {
	if err := c.plain(); err != nil {
		return err
	}
	if !c.html() {
		text, err := c.definition()
		if err != nil {
			return err
		}
		return c.send(typeOpenAPI, text, page{})
	}
	doc := c.document()
	p := page{Title: c.in("接口说明", "API documentation"), Lead: doc.Info.Description, Up: c.crumbs(),
		Links: c.both(typeOpenAPI, "api"),
		Head:  []string{c.in("地址", "Path"), c.in("说明", "Summary"), c.in("参数", "Parameters")}}
	for _, path := range doc.Paths.InMatchingOrder() {
		op := doc.Paths.Value(path).Get
		var names []string
		for _, ref := range op.Parameters {
			param := ref.Value
			if param == nil {
				param = doc.Components.Parameters[strings.TrimPrefix(ref.Ref, "#/components/parameters/")].Value
			}
			names = append(names, param.Name)
		}
		p.Rows = append(p.Rows, []cell{{Text: "GET " + path}, {Text: op.Summary}, {Text: strings.Join(names, ", ")}})
	}
	return c.send(typeOpenAPI, nil, p)
}

// A definition is the text of a document, which is dear to make, and what it
// depends on besides the language.
type definition struct {
	root, title string
	text        json.RawMessage
}

// definition gives the document as JSON. The last one of each language is kept.
func (c *call) definition() (json.RawMessage, error) {
	c.making.Lock()
	defer c.making.Unlock()
	if d := c.definitions[c.lang]; d.text != nil && d.root == c.root && d.title == c.title() {
		return d.text, nil
	}
	text, err := json.Marshal(c.document())
	if err != nil {
		return nil, fmt.Errorf("ogc: definition: %w", err)
	}
	c.definitions[c.lang] = definition{c.root, c.title(), text}
	return text, nil
}

// document makes the definition of the whole service.
func (c *call) document() *openapi3.T {
	doc := &openapi3.T{
		OpenAPI: "3.0.3",
		Info: &openapi3.Info{
			Title:       c.title() + c.in("：OGC API 要素", ": OGC API Features"),
			Description: c.in("区域全部数据集的接口。坐标为经度、纬度（CRS84）。", "Every collection of the region. Coordinates are longitude, latitude (CRS84). ") + c.written(),
			Version:     "1.0.0",
		},
		Servers:    openapi3.Servers{{URL: c.root}},
		Tags:       openapi3.Tags{{Name: "Capabilities"}, {Name: "Data"}},
		Paths:      openapi3.NewPaths(),
		Components: c.components(),
	}
	add := func(path, id, tag, summary, media, schema string, params ...*openapi3.ParameterRef) {
		op := openapi3.NewOperation()
		op.OperationID, op.Tags, op.Summary = id, []string{tag}, summary
		op.Parameters = append(openapi3.Parameters{paramRef("f"), paramRef("lang")}, params...)
		op.Responses = answers(media, schema, path)
		doc.Paths.Set(path, &openapi3.PathItem{Get: op})
	}
	add("/", "getLandingPage", "Capabilities", c.in("首页", "Landing page"), typeJSON, "landingPage")
	add("/api", "getApi", "Capabilities", c.in("本接口定义", "This definition"), typeOpenAPI, "apiDefinition")
	add("/conformance", "getConformance", "Capabilities", c.in("符合的规范类", "Conformance classes"), typeJSON, "conformance")
	add("/collections", "getCollections", "Capabilities", c.in("数据集", "Collections"), typeJSON, "collections")
	for _, s := range feature.Schemas() {
		id, title := string(s.Kind), c.in(s.ZH, s.EN)
		base := "/collections/" + id
		doc.Components.Schemas[id+"Feature"] = c.featureSchema(s)
		doc.Components.Schemas[id+"Items"] = itemsSchema(id + "Feature")
		params := make([]*openapi3.ParameterRef, 0, len(selecting)+len(s.Fields))
		for _, name := range selecting {
			params = append(params, paramRef(name))
		}
		for _, name := range queryParameters(s) {
			f, _ := s.Field(name)
			if name == filter.ID {
				f = feature.Field{ZH: "编号", EN: "id"}
			}
			params = append(params, inline(openapi3.NewQueryParameter(name).
				WithDescription(c.in(f.ZH+"等于此值", f.EN+" equals this value")).WithSchema(fieldSchema(f))))
		}
		add(base, "describe."+id, "Capabilities", title, typeJSON, "collection")
		add(base+"/queryables", "getQueryables."+id, "Capabilities", title+c.in("：可查询属性", ": queryables"), typeSchema, "logicalSchema")
		add(base+"/schema", "getSchema."+id, "Capabilities", title+c.in("：属性结构", ": schema"), typeSchema, "logicalSchema")
		add(base+"/items", "getItems."+id, "Data", title+c.in("：要素", ": items"), typeGeoJSON, id+"Items", params...)
		add(base+"/items/{featureId}", "getItem."+id, "Data", title+c.in("：一个要素", ": one item"), typeGeoJSON, id+"Feature", paramRef("featureId"), paramRef("crs"))
		if c.options.Edit != nil && editable(s.Kind) {
			c.addWriting(doc, s, base)
		}
	}
	return doc
}

// addWriting adds the operations that change features of a collection.
func (c *call) addWriting(doc *openapi3.T, s feature.Schema, base string) {
	id, title := string(s.Kind), c.in(s.ZH, s.EN)
	operation := func(name, summary string, status int, body bool, headers ...string) *openapi3.Operation {
		op := openapi3.NewOperation()
		op.OperationID, op.Tags, op.Summary = name+"."+id, []string{"Data"}, title+summary
		op.Parameters = openapi3.Parameters{paramRef("lang")}
		refusals := []string{"400", "401", "403", "404", "409", "412", "413", "415", "422"}
		for _, h := range headers {
			one := openapi3.NewHeaderParameter(h).WithSchema(openapi3.NewStringSchema())
			if h == "If-Match" {
				one.Description = c.in("所读要素的 ETag，或 *", "the ETag of the feature as it was read, or *")
				if s.Kind != feature.Sites {
					one.Required, one.Description = true, one.Description+c.in("；缺少则答 428", "; without it 428")
					refusals = append(refusals, "428")
				}
			}
			op.Parameters = append(op.Parameters, inline(one))
		}
		if body {
			op.RequestBody = &openapi3.RequestBodyRef{Value: openapi3.NewRequestBody().WithRequired(true).
				WithContent(openapi3.Content{typeGeoJSON: {Schema: openapi3.NewSchemaRef("", openapi3.NewObjectSchema())}})}
		}
		op.Responses = openapi3.NewResponsesWithCapacity(4)
		op.Responses.Set(strconv.Itoa(status), &openapi3.ResponseRef{Value: openapi3.NewResponse().WithDescription(http.StatusText(status))})
		for _, refused := range refusals {
			op.Responses.Set(refused, &openapi3.ResponseRef{Ref: "#/components/responses/badRequest"})
		}
		op.Responses.Set("500", &openapi3.ResponseRef{Ref: "#/components/responses/serverError"})
		return op
	}
	doc.Paths.Value(base + "/items").Post = operation("createItem", c.in("：新建", ": create"), http.StatusCreated, true, "Content-Crs", "Idempotency-Key")
	one := doc.Paths.Value(base + "/items/{featureId}")
	one.Put = operation("replaceItem", c.in("：替换", ": replace"), http.StatusNoContent, true, "Content-Crs", "If-Match")
	one.Delete = operation("deleteItem", c.in("：删除", ": delete"), http.StatusNoContent, false, "If-Match")
	for _, op := range []*openapi3.Operation{one.Put, one.Delete} {
		op.Parameters = append(op.Parameters, paramRef("featureId"))
	}
}

func paramRef(name string) *openapi3.ParameterRef {
	return &openapi3.ParameterRef{Ref: "#/components/parameters/" + name}
}

func inline(p *openapi3.Parameter) *openapi3.ParameterRef { return &openapi3.ParameterRef{Value: p} }

func schemaRef(name string) *openapi3.SchemaRef {
	return &openapi3.SchemaRef{Ref: "#/components/schemas/" + name}
}

// answers are the responses of an operation (exceptions-codes).
func answers(media, schema, path string) *openapi3.Responses {
	ok := openapi3.NewResponse().WithDescription("OK").WithContent(openapi3.Content{
		media:    {Schema: schemaRef(schema)},
		typeHTML: {Schema: openapi3.NewSchemaRef("", openapi3.NewStringSchema())},
	})
	r := openapi3.NewResponsesWithCapacity(4)
	r.Set("200", &openapi3.ResponseRef{Value: ok})
	r.Set("400", &openapi3.ResponseRef{Ref: "#/components/responses/badRequest"})
	if strings.Contains(path, "{") {
		r.Set("404", &openapi3.ResponseRef{Ref: "#/components/responses/notFound"})
	}
	r.Set("500", &openapi3.ResponseRef{Ref: "#/components/responses/serverError"})
	return r
}

// anys gives texts as values of an enumeration.
func anys(texts []string) []any {
	all := make([]any, len(texts))
	for i, s := range texts {
		all[i] = s
	}
	return all
}

// components are what the operations have in common.
func (c *call) components() *openapi3.Components {
	query := func(name, zh, en string, s *openapi3.Schema) *openapi3.ParameterRef {
		return inline(openapi3.NewQueryParameter(name).WithDescription(c.in(zh, en)).WithSchema(s))
	}
	flat := func(p *openapi3.ParameterRef) *openapi3.ParameterRef {
		no := false
		p.Value.Style, p.Value.Explode = "form", &no
		return p
	}
	system := func() *openapi3.Schema {
		s := openapi3.NewStringSchema().WithFormat("uri").WithEnum(anys(uris(c.systems()))...)
		s.Default = crs84
		return s
	}
	box := openapi3.NewArraySchema().WithMinItems(4).WithMaxItems(6).WithItems(openapi3.NewFloat64Schema())
	problem := func(description string) *openapi3.ResponseRef {
		return &openapi3.ResponseRef{Value: openapi3.NewResponse().WithDescription(description).WithContent(openapi3.Content{
			"application/problem+json": {Schema: schemaRef("exception")},
		})}
	}
	return &openapi3.Components{
		Parameters: openapi3.ParametersMap{
			"f":    query("f", "应答格式；不填时按 Accept 头", "encoding of the answer; without it the Accept header decides", openapi3.NewStringSchema().WithEnum("json", "html")),
			"lang": query("lang", "语言", "language", openapi3.NewStringSchema().WithEnum("zh", "en")),
			"limit": flat(query("limit", "每页最多要素数", "most features on a page",
				openapi3.NewIntegerSchema().WithMin(1).WithMax(maxLimit).WithDefault(defaultLimit))),
			"offset": flat(query("offset", "跳过的要素数", "features to pass over", openapi3.NewIntegerSchema().WithMin(0).WithDefault(0))),
			"bbox": flat(query("bbox", "西、南、东、北；六个数时第三、第六个为高度，不参与比较",
				"west, south, east, north; of six numbers the third and sixth are heights, which are not compared", box)),
			"datetime": flat(query("datetime", "时间或区间（RFC 3339），如 2026-11-01T00:00:00Z/..",
				"time or interval (RFC 3339), such as 2026-11-01T00:00:00Z/..", openapi3.NewStringSchema())),
			"after":       query("after", "上一页给出的翻页位置，见 next 链接", "where the page before ended, as its next link says", openapi3.NewStringSchema()),
			"crs":         query("crs", "应答所用坐标系", "coordinate system of the answer", system()),
			"bbox-crs":    query("bbox-crs", "bbox 所用坐标系", "coordinate system of bbox", system()),
			"filter":      query("filter", "CQL2 过滤条件，如 class = 'outfall'", "filter in CQL2, such as class = 'outfall'", openapi3.NewStringSchema()),
			"filter-lang": query("filter-lang", "过滤条件的写法", "language of filter", openapi3.NewStringSchema().WithEnum(anys(languages)...).WithDefault(languages[0])),
			"filter-crs":  query("filter-crs", "过滤条件所用坐标系", "coordinate system of filter", system()),
			"featureId":   inline(openapi3.NewPathParameter("featureId").WithDescription(c.in("要素编号", "id of the feature")).WithSchema(openapi3.NewStringSchema())),
		},
		Responses: openapi3.ResponseBodies{
			"badRequest":  problem(c.in("请求有误", "Bad request")),
			"notFound":    problem(c.in("未找到", "Not found")),
			"serverError": problem(c.in("服务器出错", "Server error")),
		},
		Schemas: commonSchemas(),
	}
}
