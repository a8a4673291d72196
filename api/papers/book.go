package papers

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// A book is a sheet of a workbook that is being filled, in the styles of all our sheets.
type book struct {
	filler
	title, head, cell, alarm int // styles
}

// newBook begins with the only sheet of a new file.
func newBook(f *excelize.File, sheet string) (*book, error) {
	border := []excelize.Border{{Type: "left", Color: "808080", Style: 1}, {Type: "right", Color: "808080", Style: 1}, {Type: "top", Color: "808080", Style: 1}, {Type: "bottom", Color: "808080", Style: 1}}
	wrap := &excelize.Alignment{Vertical: "center", WrapText: true}
	b := &book{filler: filler{f: f, sheet: sheet}}
	for _, style := range []struct {
		into *int
		as   excelize.Style
	}{
		{&b.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}}},
		{&b.head, excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EEF7"}}, Border: border, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&b.cell, excelize.Style{Border: border, Alignment: wrap}},
		{&b.alarm, excelize.Style{Border: border, Alignment: wrap, Font: &excelize.Font{Color: "C00000"}}},
	} {
		id, err := f.NewStyle(&style.as)
		if err != nil {
			return nil, err
		}
		*style.into = id
	}
	return b, f.SetSheetName("Sheet1", sheet)
}

// finish sets the widths of the columns, keeps the rows to the head in view, lets them be
// filtered, and prints them across the page.
func (b *book) finish(head, last int, widths []float64) {
	end, err := excelize.ColumnNumberToName(len(widths))
	b.do(err)
	for i, w := range widths {
		col, err := excelize.ColumnNumberToName(i + 1)
		b.do(err)
		b.do(b.f.SetColWidth(b.sheet, col, col, w))
	}
	b.do(b.f.SetPanes(b.sheet, &excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: fmt.Sprintf("A%d", head+1), ActivePane: "bottomLeft"}))
	b.do(b.f.AutoFilter(b.sheet, fmt.Sprintf("A%d:%s%d", head, end, last), nil))
	landscape, a4, wide := "landscape", 9, 1
	b.do(b.f.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide}))
}
