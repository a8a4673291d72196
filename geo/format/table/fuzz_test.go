package table

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/format/formattest"
)

// No text breaks the reader. What it reads, if every row has a place and its
// headings and cells are what a CSV can hold, survives writing and reading.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"lon,lat,a\n1,2,x\n", "id;wkt\n1;\"LINESTRING(1 2,3 4)\"\n", "经度\t纬度\n117\t35", "\"", "a\n\"b\n", "wkt\n\"GEOMETRYCOLLECTION(POINT(1 2))\"", "lon,lat\n-0,1e-300",
		"名称,类别,横坐标,纵坐标\n一号口,入河排污口,500000,3874592\n", "id,东经,北纬\n1,117°3′31″,35度12.5分\n", "经度(BD-09),纬度(BD-09),\"a\nb\"\n117.06,35.05,\"x,\"\"y\"\"\"\n",
		"id,wkt,名\nz,\"MULTIPOLYGON(((117 35,118 35,118 36,117 35),(117.5 35.2,117.6 35.2,117.6 35.3,117.5 35.2)))\",级\n",
	} {
		f.Add([]byte(text))
	}
	f.Add([]byte("\xef\xbb\xbflon,lat\n1,2\n"))
	f.Add([]byte("\xff\xfel\x00o\x00n\x00,\x00l\x00a\x00t\x00\n\x001\x00,\x002\x00"))
	f.Add([]byte("lon,lat,\xc3\xfb\xb3\xc6\n117,35,\xeb\xf8\xd6\xdd\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var all []feature.Feature
		var err error
		formattest.Bounded(t, len(text), func() { _, all, _, err = readAll(t, string(text), "", "") })
		formattest.Told(t, err)
		if err != nil {
			return
		}
		for _, f := range all {
			if f.Geometry == nil {
				return
			}
			for name, v := range f.Props {
				// A heading that would be read as a place or an id, and what CSV
				// itself changes, cannot come back.
				c := find([]string{name}, crs.WGS84, false)
				paired := slices.ContainsFunc(slices.Concat(lonNames, latNames), func(n string) bool { return strings.HasPrefix(strings.ToLower(name), n) })
				if c.names[0] != name || paired || strings.ContainsAny(name+v.(string), "\r\x00\ufeff\ufffd") {
					return
				}
			}
			if strings.ContainsAny(f.ID, "\r\x00\ufeff\ufffd") {
				return
			}
		}
		again(t, all)
	})
}

func FuzzSheet(f *testing.F) {
	f.Add(headings+`<row r="9"><c r="A9" s="1"><v>1e2</v></c><c t="s"><v>0</v></c></row>`, `<sst><si><t>甲</t><rPh><t>x</t></rPh></si></sst>`)
	f.Add(headings+`<row><c t="inlineStr"><is><r><t>1</t></r></is></c><c><f>1</f></c></row></sheetData><mergeCell ref="A1:A9"/><sheetData>`, "<sst/>")
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="3"><c r="A3" t="str"><v>经度</v></c><c r="B3" t="str"><v>纬度</v></c></row><row r="1048576"><c r="AMJ1048576"><v>1</v></c></row>`, `<sst><si><t>入河排污口台账</t></si></sst>`)
	f.Fuzz(func(t *testing.T, sheet, texts string) {
		data := parts(t, "<worksheet><sheetData>"+sheet+"</sheetData></worksheet>", map[string]string{"xl/sharedStrings.xml": texts})
		var first []layer
		var err error
		formattest.Bounded(t, len(sheet)+len(texts), func() { first, err = readBook(t, data, "") })
		formattest.Told(t, err)
		for _, l := range first {
			for _, g := range l.good {
				if p, ok := g.Geometry.(orb.Point); ok && !(math.Abs(p[0]) <= 181 && math.Abs(p[1]) <= 91) {
					t.Errorf("a place outside the Earth: %v", p)
				}
			}
		}
	})
}

// Any bytes as a workbook give a finding, never a panic.
func FuzzBook(f *testing.F) {
	f.Add(parts(f, "<worksheet><sheetData>"+headings+"</sheetData></worksheet>", nil))
	f.Add(parts(f, "<worksheet><sheetData>"+headings+`<row><c s="1"><v>117</v></c><c><v>35</v></c></row></sheetData></worksheet>`, map[string]string{
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs></styleSheet>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
	}))
	f.Fuzz(func(t *testing.T, data []byte) {
		formattest.Bounded(t, len(data), func() {
			_, err := readBook(t, data, "")
			formattest.Told(t, err)
		})
	})
}

// A cell of a place is read or refused; an angle is one that can be turned to.
func FuzzPlace(f *testing.F) {
	for _, text := range []string{"117°03′31″", "E117°3'31\"", "35度12.5分", "-0°0'59.9''S", "117.5", "SRID=4326;POINT(1 2)", "MULTILINESTRING((1 2,3 4),EMPTY)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		formattest.Bounded(t, len(text), func() {
			if v, ok := degrees(text); ok && !(math.Abs(v) < 1001) {
				t.Errorf("%q is %v degrees", text, v)
			}
			if g, fault := geometry(text); fault == nil && g == nil {
				t.Errorf("%q is no geometry and no fault", text)
			}
		})
	})
}
