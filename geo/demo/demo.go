package demo

import (
	"embed"
	"strings"

	"github.com/paulmach/orb"

	"xunhu/geo/atlas"
	"xunhu/geo/feature"
)

// Source marks every feature of the region as drawn, not surveyed.
const Source = "演示数据 / illustration"

// Licence is that of every feature: that of what the outlines are after.
const Licence = "CC-BY-4.0"

//go:embed region
var region embed.FS

// Dataset gives the demonstration region. It is made anew at each call; the
// caller may change it.
func Dataset() atlas.Dataset {
	lines := mustArcs("region/borders.txt")
	collections := map[feature.Kind]feature.Collection{}
	for _, k := range feature.Regional() {
		schema, _ := feature.SchemaOf(k)
		collections[k] = feature.Collection{Schema: schema}
	}
	for _, name := range []string{"places", "areas", "rivers", "roads", "sites", "units"} {
		for _, b := range mustBlocks("region/" + name + ".txt") {
			k := feature.Kind(b.kind)
			c := collections[k]
			c.Features = append(c.Features, b.feature(c.Schema, lines))
			collections[k] = c
		}
	}
	return atlas.Dataset{
		Region: atlas.Region{
			Code: "370481", Name: "滕州市", NameEN: "Tengzhou",
			Illustration: true,
			Attribution: "演示数据，仅供说明，不是测绘成果；镇街驻地与总体轮廓参照 Vonng/adcode（CC BY 4.0） / " +
				"Drawn for demonstration, not surveyed; seats and general shape after Vonng/adcode (CC BY 4.0)",
		},
		Collections: collections,
	}
}

// Examples gives the worked examples X01 to X18 of the field's decision tables as
// incidents, each drawn where it comes true. Besides the fields of an incident,
// Props hold what must come out: expect_j, expect_z, expect_span, expect_sq,
// expect_h, expect_k, expect_s, expect_v_row, expect_l_row, expect_n_rows.
func Examples() []feature.Feature {
	schema, _ := feature.SchemaOf(feature.Incidents)
	var examples []feature.Feature
	for _, b := range mustBlocks("region/examples.txt") {
		examples = append(examples, b.feature(schema, nil))
	}
	return examples
}

// feature makes the feature of a block. Towns, basins and neighbours get their
// outline from the borders; the point of a town is its seat and only for readers.
func (b block) feature(schema feature.Schema, lines []arc) feature.Feature {
	f := feature.Feature{ID: b.id, Props: map[string]any{"source": Source, "licence": Licence}}
	for name, text := range b.fields {
		field, ok := schema.Field(name)
		if !ok {
			field.Type = feature.Text
		}
		f.Props[name] = value(field.Type, text)
	}
	if b.kind == string(feature.Incidents) {
		delete(f.Props, "source") // an incident's source is the channel it came by
		delete(f.Props, "licence")
		if channel, ok := b.fields["source"]; ok {
			f.Props["source"] = channel
		}
		f.Props["illustration"] = Source
	}
	switch shape := b.shape(schema); {
	case schema.Kind == feature.Towns || schema.Kind == feature.Basins || schema.Kind == feature.Neighbours:
		f.Geometry = orb.MultiPolygon{{outline(b.id, lines)}}
	case len(b.vertices) == 0:
	case shape == feature.Area:
		f.Geometry = orb.MultiPolygon{{closed(b.vertices)}}
	case shape == feature.Line:
		f.Geometry = orb.LineString(b.vertices)
	default:
		f.Geometry = b.vertices[0]
	}
	return f
}

// shape is the shape of the kind; an incident says its own.
func (b block) shape(schema feature.Schema) feature.Shape {
	if schema.Shape != feature.Any {
		return schema.Shape
	}
	switch b.as {
	case "line":
		return feature.Line
	case "area":
		return feature.Area
	}
	return feature.Point
}

// closed makes a ring, counter-clockwise, of the vertices of its edge.
func closed(vertices []orb.Point) orb.Ring {
	ring := append(orb.Ring(nil), vertices...)
	if ring[0] != ring[len(ring)-1] {
		ring = append(ring, ring[0])
	}
	if ring.Orientation() == orb.CW {
		ring.Reverse()
	}
	return ring
}

// list is the value of a field of type JSON: words parted by spaces.
func list(text string) []any {
	var l []any
	for _, word := range strings.Fields(text) {
		l = append(l, word)
	}
	return l
}
