package ogc

import (
	"github.com/getkin/kin-openapi/openapi3"

	"xunhu/geo/feature"
)

// object makes a schema of an object of which all members are required but the
// optional ones.
func objectSchema(members, optional openapi3.Schemas) *openapi3.SchemaRef {
	s := openapi3.NewObjectSchema()
	s.Required = sortedKeys(members)
	s.Properties = openapi3.Schemas{}
	for _, of := range []openapi3.Schemas{members, optional} {
		for name, member := range of {
			s.Properties[name] = member
		}
	}
	return s.NewRef()
}

func arrayOf(item *openapi3.SchemaRef) *openapi3.SchemaRef {
	s := openapi3.NewArraySchema()
	s.Items = item
	return s.NewRef()
}

func text() *openapi3.SchemaRef { return openapi3.NewStringSchema().NewRef() }

func count() *openapi3.SchemaRef { return openapi3.NewIntegerSchema().WithMin(0).NewRef() }

func constant(v string) *openapi3.SchemaRef { return openapi3.NewStringSchema().WithEnum(v).NewRef() }

// commonSchemas are the standard's own shapes.
func commonSchemas() openapi3.Schemas {
	links := arrayOf(schemaRef("link"))
	number := openapi3.NewFloat64Schema().NewRef()
	box := openapi3.NewArraySchema().WithMinItems(4).WithMaxItems(6)
	box.Items = number
	return openapi3.Schemas{
		"link": objectSchema(openapi3.Schemas{"href": text(), "rel": text(), "type": text()},
			openapi3.Schemas{"title": text(), "hreflang": text()}),
		"landingPage": objectSchema(openapi3.Schemas{"title": text(), "description": text(), "links": links},
			openapi3.Schemas{"attribution": text()}),
		"apiDefinition": openapi3.NewObjectSchema().WithAnyAdditionalProperties().NewRef(),
		"conformance":   objectSchema(openapi3.Schemas{"conformsTo": arrayOf(text())}, nil),
		"collections":   objectSchema(openapi3.Schemas{"links": links, "collections": arrayOf(schemaRef("collection"))}, nil),
		"collection": objectSchema(openapi3.Schemas{"id": text(), "title": text(), "description": text(),
			"itemType": constant("feature"), "crs": arrayOf(text()), "storageCrs": text(), "links": links},
			openapi3.Schemas{"attribution": text(), "extent": schemaRef("extent")}),
		"logicalSchema": objectSchema(openapi3.Schemas{"$schema": constant(jsonSchema), "$id": text(), "type": constant("object"), "title": text(),
			"properties": openapi3.NewObjectSchema().WithAnyAdditionalProperties().NewRef()}, openapi3.Schemas{"description": text(),
			"required": arrayOf(text()), "additionalProperties": openapi3.NewBoolSchema().NewRef()}),
		"extent": objectSchema(openapi3.Schemas{"spatial": objectSchema(openapi3.Schemas{
			"bbox": arrayOf(box.NewRef()), "crs": text()}, nil)}, nil),
		"exception": objectSchema(openapi3.Schemas{"type": text(), "title": text(), "status": openapi3.NewIntegerSchema().NewRef(), "detail": text()},
			openapi3.Schemas{"errors": arrayOf(objectSchema(openapi3.Schemas{"detail": text()},
				openapi3.Schemas{"pointer": text(), "parameter": text()}))}),
		"pointGeometry":        geometrySchema(0, "Point"),
		"lineGeometry":         geometrySchema(1, "LineString"),
		"multiLineGeometry":    geometrySchema(2, "MultiLineString"),
		"multiPolygonGeometry": geometrySchema(3, "MultiPolygon"),
		"anyGeometry": objectSchema(openapi3.Schemas{"type": openapi3.NewStringSchema().WithEnum("Point", "MultiPoint", "LineString",
			"MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection").NewRef()}, nil),
	}
}

// geometrySchema is a GeoJSON geometry whose coordinates are nested so deep.
func geometrySchema(depth int, name string) *openapi3.SchemaRef {
	position := openapi3.NewArraySchema().WithMinItems(2).WithMaxItems(3)
	position.Items = openapi3.NewFloat64Schema().NewRef()
	coordinates := position.NewRef()
	for range depth {
		coordinates = arrayOf(coordinates)
	}
	return objectSchema(openapi3.Schemas{"type": constant(name), "coordinates": coordinates}, nil)
}

// shapeSchemas name the geometry of each shape.
var shapeSchemas = map[feature.Shape]string{
	feature.Point: "pointGeometry",
	feature.Line:  "lineGeometry",
	feature.Lines: "multiLineGeometry",
	feature.Area:  "multiPolygonGeometry",
	feature.Any:   "anyGeometry",
}

// featureSchema is a feature of a kind, as it is sent.
func (c *call) featureSchema(s feature.Schema) *openapi3.SchemaRef {
	props := openapi3.NewObjectSchema()
	props.Properties = openapi3.Schemas{}
	for _, f := range s.Fields {
		one := fieldSchema(f).WithNullable()
		one.Title = c.in(f.ZH, f.EN)
		props.Properties[f.Name] = one.NewRef()
	}
	geometry := openapi3.NewSchema().WithNullable()
	geometry.AllOf = openapi3.SchemaRefs{schemaRef(shapeSchemas[s.Shape])}
	return objectSchema(openapi3.Schemas{
		"type": constant("Feature"), "id": text(), "geometry": geometry.NewRef(), "properties": props.NewRef(),
	}, openapi3.Schemas{"links": arrayOf(schemaRef("link"))})
}

// itemsSchema is one page of features.
func itemsSchema(featureName string) *openapi3.SchemaRef {
	return objectSchema(openapi3.Schemas{
		"type": constant("FeatureCollection"), "features": arrayOf(schemaRef(featureName)), "links": arrayOf(schemaRef("link")),
		"timeStamp": openapi3.NewDateTimeSchema().NewRef(), "numberMatched": count(), "numberReturned": count(),
	}, nil)
}

// fieldSchema is the type of a property.
func fieldSchema(f feature.Field) *openapi3.Schema {
	switch f.Type {
	case feature.Integer:
		return openapi3.NewInt64Schema()
	case feature.Real:
		return openapi3.NewFloat64Schema()
	case feature.Boolean:
		return openapi3.NewBoolSchema()
	case feature.Date:
		return openapi3.NewStringSchema().WithFormat("date")
	case feature.Time:
		return openapi3.NewDateTimeSchema()
	case feature.JSON:
		return openapi3.NewSchema() // any value
	}
	return openapi3.NewStringSchema()
}
