package qgis

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"xunhu/geo/feature"
)

// Name is the name of our styles, and of who owns them.
const Name = "xunhu"

// Style gives the style of a kind; "" for one that has no geometry to draw.
func Style(s feature.Schema) string {
	l, drawn := looks[s.Kind]
	if !drawn {
		return ""
	}
	var b strings.Builder
	b.WriteString("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n")
	fmt.Fprintf(&b, `<qgis version="3.22.0" styleCategories="AllStyleCategories" hasScaleBasedVisibilityFlag="%d" minScale="%d" maxScale="0" labelsEnabled="%d">`,
		one(l.from > 0), l.from, one(l.label.size > 0))
	b.WriteString("\n")
	l.renderer(&b)
	if l.label.size > 0 {
		l.label.write(&b, nameOf(s))
	}
	b.WriteString("<aliases>\n")
	for _, f := range s.Fields {
		fmt.Fprintf(&b, "<alias field=%s name=%s/>\n", quoted(f.Name), quoted(f.ZH+" / "+f.EN))
	}
	b.WriteString("</aliases>\n")
	fmt.Fprintf(&b, "<layerGeometryType>%d</layerGeometryType>\n</qgis>\n", l.geometry)
	return b.String()
}

// renderer writes what draws the features. Rules that are drawn at levels have all lines of
// one level below those of the next, so that crossings of roads are open.
func (l look) renderer(b *strings.Builder) {
	levels := 0
	for _, r := range l.rules {
		levels = max(levels, len(r.layers)-1)
	}
	fmt.Fprintf(b, `<renderer-v2 type="RuleRenderer" forceraster="0" enableorderby="0" symbollevels="%d"><rules key="all">`, one(l.geometry == lines && levels > 0))
	b.WriteString("\n")
	for i, r := range l.rules {
		fmt.Fprintf(b, `<rule key="rule%d" symbol="%[1]d" label=%s`, i, quoted(r.label))
		if r.filter != "" {
			fmt.Fprintf(b, " filter=%s", quoted(r.filter))
		}
		if r.from > 0 {
			fmt.Fprintf(b, ` scalemaxdenom="%d"`, r.from)
		}
		b.WriteString("/>\n")
	}
	b.WriteString("</rules>\n<symbols>\n")
	kind := []string{"marker", "line", "fill"}[l.geometry]
	for i, r := range l.rules {
		fmt.Fprintf(b, `<symbol type="%s" name="%d" alpha="1" clip_to_extent="1" force_rhr="0">`, kind, i)
		for pass, s := range r.layers {
			fmt.Fprintf(b, `<layer class="%s" enabled="1" locked="0" pass="%d"><Option type="Map">`, s.class, pass)
			for _, o := range s.options {
				fmt.Fprintf(b, `<Option type="QString" name="%s" value=%s/>`, o[0], quoted(o[1]))
			}
			b.WriteString("</Option></layer>")
		}
		b.WriteString("</symbol>\n")
	}
	b.WriteString("</symbols></renderer-v2>\n")
}

// nameOf is the expression of what is written beside a feature.
func nameOf(s feature.Schema) string {
	if _, has := s.Field("name_en"); has {
		return `coalesce("name", "name_en")`
	}
	return `"name"`
}

// write writes how names are set.
func (n label) write(b *strings.Builder, name string) {
	fmt.Fprintf(b, `<labeling type="simple"><settings calloutType="simple"><text-style fieldName=%s isExpression="1" fontSize=%s fontSizeUnit="Point" textColor="%s" textOpacity="1" useSubstitutions="0">`,
		quoted(name), quoted(number(n.size)), rgba(n.colour, 255))
	fmt.Fprintf(b, `<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="%s" bufferOpacity="1" bufferJoinStyle="128"/></text-style>`, rgba("#ffffff", 255))
	fmt.Fprintf(b, `<text-format multilineAlign="3" wrapChar="" autoWrapLength="0"/><placement placement="%d" placementFlags="10" dist="1" distUnits="MM" quadOffset="4" priority="%d" repeatDistance="60" repeatDistanceUnits="MM" maxCurvedCharAngleIn="25" maxCurvedCharAngleOut="-25" layerType="UnknownGeometry"/>`, n.placement, n.priority)
	fmt.Fprintf(b, `<rendering scaleVisibility="%d" scaleMin="0" scaleMax="%d" drawLabels="1" obstacle="1" mergeLines="1"/></settings></labeling>`, one(n.from > 0), n.from)
	b.WriteString("\n")
}

// rgba writes a colour such as #5e9fc9 as QGIS does.
func rgba(hex string, alpha int) string {
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 24)
	if err != nil {
		panic("qgis: colour " + hex) // written by us
	}
	return fmt.Sprintf("%d,%d,%d,%d", n>>16, n>>8&255, n&255, alpha)
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// quoted writes an attribute's value.
func quoted(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a builder takes all
	}
	return `"` + b.String() + `"`
}
