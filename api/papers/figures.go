package papers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/signintech/gopdf"
	"github.com/xuri/excelize/v2"

	"xunhu/api/words"
)

// A FigureSheet is the figures of a month (DOMAIN 6.5), in words.
type FigureSheet struct {
	Unit         string
	Month        int // 202611
	Made         time.Time
	Illustration bool
	Parts        []FigurePart
}

// A FigurePart is figures on one subject.
type FigurePart struct {
	Name string
	Rows []FigureRow
}

// A FigureRow is one figure; Number is its value for a spreadsheet, "" where it is none.
type FigureRow struct{ Name, Value, Number, Note string }

func (f FigureSheet) title(lang words.Lang) string {
	return say("papers.figures.title", "unit", f.Unit, "year", strconv.Itoa(f.Month/100), "month", strconv.Itoa(f.Month%100)).In(lang)
}

// FiguresPDF prints the figures of a month, a table for each subject.
func FiguresPDF(w io.Writer, all FigureSheet, lang words.Lang) error {
	f, err := loaded()
	if err != nil {
		return err
	}
	head := sheet{lang: lang}
	if all.Illustration {
		head.banner = words.Say(lang, "papers.banner.illustration", nil)
	}
	var p, trial *press
	for range 2 { // the first time to learn which characters are printed
		p, trial = newPress(f, head, false, p), p
		p.pdf.SetInfo(gopdf.PdfInfo{Title: all.title(lang), CreationDate: all.Made.In(beijing)})
		p.figures(all)
	}
	if err := errors.Join(trial.err, p.err); err != nil {
		return err
	}
	var out bytes.Buffer
	if _, err := p.pdf.WriteTo(&out); err != nil {
		return fmt.Errorf("papers: print figures: %w", err)
	}
	_, err = out.WriteTo(w)
	return err
}

func (p *press) figures(all FigureSheet) {
	p.page()
	p.y = top - 16*mm
	p.centred(say("papers.figures.head").In(p.lang), inTitle, 30)
	p.y += cell
	p.fine(all.title(p.lang) + say("papers.figures.made", "at", stamp(all.Made)).In(p.lang))
	for _, part := range all.Parts {
		p.y += pitch / 3
		p.room(fifth + 4*tablePitch)
		p.put(p.shape(part.Name, inLabels), left, p.y, fifth, -1)
		p.y += 1.6 * fifth
		t := table{head: []string{say("papers.figures.figure").In(p.lang), say("papers.figures.value").In(p.lang), say("papers.figures.note").In(p.lang)}, parts: []float64{0.5, 0.22, 0.28}}
		for _, r := range part.Rows {
			t.rows = append(t.rows, []string{r.Name, r.Value, r.Note})
		}
		p.table(t)
	}
	p.y += pitch / 3
	p.fine(say("papers.figures.signed").In(p.lang))
}

// FiguresXLSX writes the figures of a month as a workbook of one sheet; numbers are numbers.
func FiguresXLSX(w io.Writer, all FigureSheet, lang words.Lang) error {
	f := excelize.NewFile()
	err := fillFigures(f, all, lang)
	if err == nil {
		err = f.Write(w)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("papers: figures: %w", err)
	}
	return nil
}

func fillFigures(f *excelize.File, all FigureSheet, lang words.Lang) error {
	b, err := newBook(f, say("papers.figures.head").In(lang))
	if err != nil {
		return err
	}
	var head []string
	for _, code := range []string{"subject", "figure", "value", "number", "note"} {
		head = append(head, say("papers.figures."+code).In(lang))
	}
	b.row(1, []string{all.title(lang)}, b.title)
	b.do(f.MergeCell(b.sheet, "A1", "E1"))
	b.row(2, head, b.head)
	n := 3
	for _, part := range all.Parts {
		for _, r := range part.Rows {
			b.row(n, []string{part.Name, r.Name, r.Value, r.Number, r.Note}, b.cell)
			if v, err := strconv.ParseFloat(r.Number, 64); err == nil {
				b.do(f.SetCellFloat(b.sheet, "D"+strconv.Itoa(n), v, -1, 64))
			}
			n++
		}
	}
	b.finish(2, n-1, []float64{20, 46, 24, 12, 60})
	return b.err
}
