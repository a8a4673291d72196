package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"xunhu/geo/crs"
	"xunhu/geo/feature"
	"xunhu/geo/finding"
	"xunhu/geo/format/formattest"
)

// book writes a workbook with another hand than ours.
func book(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rows fills a sheet from a row on.
func rows(t testing.TB, f *excelize.File, sheet string, from int, lines ...[]any) {
	t.Helper()
	for i, l := range lines {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", from+i), &l); err != nil {
			t.Fatal(err)
		}
	}
}

// layer is what a sheet gave.
type layer struct {
	name, crs string
	good      []feature.Feature
	refused   []string // code and place
}

func readBook(t testing.TB, data []byte, system string) (all []layer, err error) {
	t.Helper()
	b, sheets, err := OpenBook(fstest.MapFS{"a.xlsx": {Data: data}}, "a.xlsx", system)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, s := range sheets {
		l := layer{name: s.Name(), crs: s.CRS()}
		for f, e := range s.Features() {
			if r, ok := errors.AsType[feature.Refusal](e); ok {
				l.refused = append(l.refused, r.Code+" "+r.Where)
			} else if e != nil {
				return all, e
			} else {
				l.good = append(l.good, f)
			}
		}
		all = append(all, l)
	}
	return all, nil
}

// A sheet as an office keeps it: a title and a remark above, headings over two
// rows with merged cells, a town merged over its rows, and what goes wrong.
func TestOfficeSheet(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		const s = "Sheet1"
		rows(t, f, s, 1,
			[]any{"滕州市入河排污口台账"},
			[]any{"填报单位：滕州分局", nil, nil, nil, nil, "2026年11月"},
			[]any{"序号", "所属镇街", "名称", "坐标", nil, "排查日期", "备注"},
			[]any{nil, nil, nil, "经度（°）", "纬度（°）"},
			[]any{1, "滨湖镇", "一号口", 116.95, 35.0501, time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)},
			[]any{2, nil, "二号口", "116°57′31″", "35°3′0.5″", nil, "雨季"},
			[]any{},
			[]any{3, nil, "三号口", "不详", 35.06},
			[]any{4, "级索镇", "四号口", nil, 35.06},
			[]any{5, "级索镇", "五号口", 35.06, 116.95},
			[]any{370481001.0, "级索镇", "六号口", 117.0, 35.06},
			[]any{7, "级索镇", "七号口"},
		)
		for _, m := range [][2]string{{"A1", "G1"}, {"D3", "E3"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "C4"}, {"F3", "F4"}, {"B5", "B8"}} {
			if err := f.MergeCell(s, m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SetCellFormula(s, "D12", "116+1"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellFormula(s, "G11", "1+1"); err != nil {
			t.Fatal(err)
		}
	})
	all, err := readBook(t, data, "")
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	l := all[0]
	if l.name != "a" || l.crs != "EPSG:4326 (assumed)" {
		t.Error(l.name, l.crs)
	}
	want := []feature.Feature{
		{Geometry: orb.Point{116.95, 35.0501}, Props: map[string]any{
			"序号": "1", "所属镇街": "滨湖镇", "名称": "一号口", "排查日期": "2026-03-05"}},
		{Geometry: orb.Point{116 + 57./60 + 31./3600, 35 + 3./60 + .5/3600}, Props: map[string]any{
			"序号": "2", "所属镇街": "滨湖镇", "名称": "二号口", "备注": "雨季"}},
	}
	if len(l.good) != len(want) {
		t.Fatalf("%d rows: %v", len(l.good), l.good)
	}
	for i, w := range want {
		if got := l.good[i]; got.Geometry != w.Geometry || !maps.Equal(got.Props, w.Props) {
			t.Errorf("row %d: %v, want %v", i, got, w)
		}
	}
	refused := []string{
		"table.no_number a.xlsx/Sheet1:8", "table.no_place a.xlsx/Sheet1:9", "crs.axes_swapped a.xlsx/Sheet1:10",
		"sheet.formula a.xlsx/Sheet1:11", "sheet.formula a.xlsx/Sheet1:12",
	}
	if !slices.Equal(l.refused, refused) {
		t.Errorf("refused %q, want %q", l.refused, refused)
	}
}

// Sheets are layers; hidden ones and those without a table are not.
func TestSheets(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		for _, s := range []string{"说明", "排污口", "中队", "字典", "空"} {
			if _, err := f.NewSheet(s); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(f.DeleteSheet("Sheet1"), f.SetSheetVisible("字典", false)); err != nil {
			t.Fatal(err)
		}
		rows(t, f, "说明", 1, []any{"本表由分局填报"}, []any{"坐标用百度"})
		rows(t, f, "排污口", 1, []any{"名称", "百度经度", "百度纬度"}, []any{"甲", 117.0, 35.0})
		rows(t, f, "中队", 2, []any{"编号", "名称", "辖区"}, []any{"ZD01", "一中队", "荆河街道、龙泉街道"})
		rows(t, f, "字典", 1, []any{"名称", "经度", "纬度"}, []any{"甲", 117.0, 35.0})
	})
	all, err := readBook(t, data, "")
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	if p := all[0]; p.name != "排污口" || p.crs != "BD-09" || len(p.good) != 1 ||
		p.good[0].Geometry != crs.BD09.ToWGS84(orb.Point{117, 35}) {
		t.Error(p)
	}
	if u := all[1]; u.name != "中队" || len(u.good) != 1 || u.good[0].Geometry != nil || u.good[0].Props["辖区"] != "荆河街道、龙泉街道" {
		t.Error(u)
	}
}

// Metres under X and Y need their system by name; surveyors' words for the axes
// are understood.
func TestMetres(t *testing.T) {
	for _, tc := range []struct {
		heads [2]any
		cells [2]any
		want  string
	}{
		{[2]any{"X", "Y"}, [2]any{500000.0, 3880000.5}, ""},
		{[2]any{"纵坐标(m)", "横坐标(m)"}, [2]any{3880000.5, 500000.0}, ""},
		{[2]any{"X", "Y"}, [2]any{3880000.5, 500000.0}, "crs.metres_swapped a.xlsx/Sheet1:2"},
		{[2]any{"X", "Y"}, [2]any{"117°", "35°"}, "table.no_number a.xlsx/Sheet1:2"},
	} {
		data := book(t, func(f *excelize.File) {
			rows(t, f, "Sheet1", 1, []any{tc.heads[0], tc.heads[1], "名称"}, []any{tc.cells[0], tc.cells[1], "甲"})
		})
		all, err := readBook(t, data, "4548")
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		if got := strings.Join(all[0].refused, ""); got != tc.want {
			t.Errorf("%v: %s, want %s", tc, got, tc.want)
		}
		if tc.want != "" {
			continue
		}
		gk, err := crs.Parse("4548")
		if err != nil {
			t.Fatal(err)
		}
		if got := all[0].good[0].Geometry; got != gk.ToWGS84(orb.Point{500000, 3880000.5}) {
			t.Errorf("%v: %v", tc, got)
		}
	}
}

func TestDegrees(t *testing.T) {
	for text, want := range map[string]float64{
		"117°03′31″": 117 + 3./60 + 31./3600, "117度3分31.5秒": 117 + 3./60 + 31.5/3600, "E117°3'31\"": 117 + 3./60 + 31./3600,
		"117° 03' 31'' E": 117 + 3./60 + 31./3600, "35°12.5'N": 35 + 12.5/60, "117.0586°": 117.0586, "东经117°": 117,
		"35°30′S": -35.5, "W 0°30'": -0.5, "-0°30'": -0.5, "117°3’31”": 117 + 3./60 + 31./3600,
	} {
		if got, ok := degrees(text); !ok || math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: %v %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "117", "117°60′", "117°5′60″", "117.5°30′", "117°5.5′3″", "°5′", "117°5″", "x117°", "117°5′3″4", "1117°"} {
		if got, ok := degrees(text); ok {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

// What we read is what another program wrote: any sheet of texts, numbers and
// dates comes back cell by cell.
func TestReadsWhatWasWritten(t *testing.T) {
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 0))
		var want []map[string]any
		data := book(t, func(f *excelize.File) {
			head := 1 + rng.IntN(5)
			rows(t, f, "Sheet1", head, []any{"lon", "lat", "text", "number", "date"})
			for i := range rng.IntN(30) {
				text := string([]rune("甲 a<&>'\"\n乙_x0041_")[rng.IntN(15):]) + "."
				number := rng.NormFloat64() * math.Pow(10, float64(rng.IntN(20)-6))
				date := time.Date(1950+rng.IntN(100), 3, 1+rng.IntN(28), rng.IntN(24), rng.IntN(60), 0, 0, time.UTC)
				rows(t, f, "Sheet1", head+1+2*i, []any{117.5, 35.5, text, number, date})
				layout := "2006-01-02T15:04:05"
				if date.Hour() == 0 && date.Minute() == 0 {
					layout = "2006-01-02"
				}
				want = append(want, map[string]any{"text": text, "number": number, "date": date.Format(layout)})
			}
		})
		all, err := readBook(t, data, "")
		if err != nil || len(all) != 1 || len(all[0].good) != len(want) || all[0].refused != nil {
			t.Fatalf("seed %d: %v %v", seed, all, err)
		}
		for i, f := range all[0].good {
			n, ok := f.Number("number")
			w := want[i]["number"].(float64)
			if !ok || math.Abs(n-w) > 1e-14*math.Abs(w) || f.Props["text"] != want[i]["text"] || f.Props["date"] != want[i]["date"] {
				t.Fatalf("seed %d: row %d: %q, want %q", seed, i, f.Props, want[i])
			}
		}
	}
}

// claiming is parts whose sizes in the zip are not true.
func claiming(t testing.TB, sheet string, claims map[string]uint64) []byte {
	t.Helper()
	whole := parts(t, sheet, map[string]string{"xl/sharedStrings.xml": "<sst/>"})
	in, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		head := f.FileHeader
		if size, ok := claims[f.Name]; ok {
			head.UncompressedSize64 = size
		}
		r, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		w, err := out.CreateRaw(&head)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parts makes a workbook of bare parts around one sheet.
func parts(t testing.TB, sheet string, more map[string]string) []byte {
	t.Helper()
	all := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   sheet,
	}
	maps.Copy(all, more)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(all[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const headings = `<row><c t="str"><v>lon</v></c><c t="str"><v>lat</v></c></row>`

func TestBadBooks(t *testing.T) {
	sheet := func(s string) string { return "<worksheet><sheetData>" + s + "</sheetData></worksheet>" }
	good := sheet(headings + `<row><c><v>117</v></c><c><v>35</v></c></row>`)
	for _, tc := range []struct {
		name string
		data []byte
		want string
	}{
		{"good", parts(t, good, nil), ""},
		{"names that climb", parts(t, good, map[string]string{"../../x": "x"}), ""},
		{"cut off", parts(t, good, nil)[:300], "sheet.damaged"},
		{"sheet cut off", parts(t, good[:len(good)-20], nil), "sheet.damaged"},
		{"no sheet at all", parts(t, sheet(""), nil), "format.empty"},
		{"titles only", parts(t, sheet(`<row><c t="str"><v>x</v></c></row>`), nil), "sheet.no_headings"},
		{"no workbook", parts(t, good, map[string]string{"_rels/.rels": "<Relationships/>"}), "sheet.no_book"},
		{"a letter", parts(t, good, map[string]string{"xl/workbook.xml": "<document/>"}), "sheet.no_book"},
		{"entities", parts(t, `<!DOCTYPE x [<!ENTITY a "aa">]><worksheet>&a;</worksheet>`, nil), "sheet.damaged"},
		{"deep", parts(t, strings.Repeat("<a>", 100_000), nil), "sheet.damaged"},
		{"rows out of order", parts(t, sheet(`<row r="5"/><row r="4"/>`), nil), "sheet.order"},
		{"cells out of order", parts(t, sheet(`<row><c r="B1"/><c r="A1"/></row>`), nil), "sheet.order"},
		{"a text that is not there", parts(t, sheet(`<row><c t="s"><v>7</v></c></row>`), nil), "sheet.order"},
		{"too wide", parts(t, sheet(`<row><c r="XFD1"><v>7</v></c></row>`), nil), "sheet.too_wide"},
		{"wide but empty", parts(t, sheet(headings+`<row><c r="XFD2" s="1"/></row>`), nil), ""},
		{"a bomb of texts", claiming(t, good, map[string]uint64{"xl/sharedStrings.xml": largestTexts + 1}), "sheet.too_large"},
		{"a bomb", claiming(t, good, map[string]uint64{"xl/worksheets/sheet1.xml": largestPart + 1}), "sheet.too_large"},
		{"a bomb that claims to be small", claiming(t, good, map[string]uint64{"xl/worksheets/sheet1.xml": 20}), "sheet.damaged"},
		{"a sheet that claims more than it has", claiming(t, good, map[string]uint64{"xl/worksheets/sheet1.xml": 1e6}), "sheet.damaged"},
		{"merged all over", parts(t, "<worksheet>"+strings.Repeat(`<mergeCell ref="A1:A9"/>`, mostMerges+1)+"</worksheet>", nil), "sheet.too_many_merges"},
		{"too many sheets", parts(t, good, map[string]string{"xl/workbook.xml": `<workbook>` + strings.Repeat(`<sheet name="S" id="r1"/>`, mostSheets+1) + `</workbook>`}), "sheet.too_many"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := readBook(t, tc.data, "")
			if formattest.Code(err) != tc.want || tc.want == "" && err != nil {
				t.Errorf("%v, want %s", err, tc.want)
			}
			if f, ok := errors.AsType[*finding.Finding](err); ok && !strings.HasPrefix(f.Where, "a.xlsx") {
				t.Errorf("placed at %q", f.Where)
			}
		})
	}
}

// Formulas give the value that the file holds for them, also an empty text.
func TestFormulas(t *testing.T) {
	sheet := `<worksheet><sheetData>` + headings +
		`<row><c><f>100+17</f><v>117</v></c><c><v>35</v></c><c t="str"><f>""</f><v></v></c></row>` +
		`<row><c><v>117</v></c><c><v>35</v></c><c><f>NOW()</f><v/></c></row></sheetData></worksheet>`
	all, err := readBook(t, parts(t, sheet, nil), "")
	if err != nil || len(all[0].good) != 1 || !slices.Equal(all[0].refused, []string{"sheet.formula a.xlsx/S:3"}) {
		t.Error(all, err)
	}
}

func TestDates(t *testing.T) {
	for _, tc := range []struct {
		v    float64
		kind dateKind
		from bool
		want string
	}{
		{1, day, false, "1900-01-01"}, {59, day, false, "1900-02-28"}, {61, day, false, "1900-03-01"},
		{45356, day, false, "2024-03-05"}, {45356.5, day, false, "2024-03-05T12:00:00"}, {45356.999999, day, false, "2024-03-06T00:00:00"},
		{0.25, clock, false, "06:00:00"}, {0, day, true, "1904-01-01"},
	} {
		b := Book{by1904: tc.from}
		if got, ok := b.date(tc.v, tc.kind); !ok || got != tc.want {
			t.Errorf("%v: %s, want %s", tc.v, got, tc.want)
		}
	}
	for format, want := range map[string]dateKind{
		"yyyy-mm-dd": day, `yyyy"年"m"月"d"日"`: day, "0.00": noDate, `0.00"d"`: noDate, "[Red]0": noDate, "h:mm": clock, "[h]:mm:ss": clock,
		"General": noDate, `m"月"d"日"`: day, "yyyy/m/d;@": day, "@": noDate,
	} {
		if got := dateKindOf(170, format); got != want {
			t.Errorf("%s: %d, want %d", format, got, want)
		}
	}
}
