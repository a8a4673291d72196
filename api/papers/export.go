package papers

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"xunhu/api/words"
)

// columns of the ledger, by their codes in api/words, with widths of the sheet.
var columns = []struct {
	code  string
	width float64
}{
	{"no", 6}, {"lead", 22}, {"number", 18}, {"subject", 34}, {"rows", 12}, {"from", 26}, {"to", 30}, {"sent", 18}, {"way", 14},
	{"due", 18}, {"status", 12}, {"by", 20}, {"received", 18}, {"reply", 30}, {"days", 12},
}

// ledgerRows are the ledger in words, the head first, as it stands at an instant.
func ledgerRows(all []Entry, now time.Time, lang words.Lang) [][]string {
	w := func(code string) string { return words.Say(lang, "papers.ledger."+code, nil) }
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = w(c.code)
	}
	rows := [][]string{head}
	for i, e := range all {
		status := e.At(now)
		var way, by, at, reply, late string
		if e.Way != "" {
			way = w("way." + string(e.Way))
		}
		if status == Back || status == Late {
			by, at, reply = e.Receipt.By.Name, stamp(e.Receipt.At), words.Named(lang, e.Receipt.Reply.ZH, e.Receipt.Reply.EN)
			if unit := words.Named(lang, e.Receipt.By.Unit.ZH, e.Receipt.By.Unit.EN); unit != "" {
				by = strings.TrimSpace(unit + " " + by)
			}
		}
		switch status {
		case Overdue:
			late = overdue(now.Sub(e.Due), lang)
		case Late:
			late = overdue(e.Receipt.At.Sub(e.Due), lang)
		}
		rows = append(rows, []string{
			strconv.Itoa(i + 1), e.Lead, e.Number, words.Named(lang, e.Subject.ZH, e.Subject.EN), strings.Join(e.Rows, separator(lang)),
			name(lang, e.From), name(lang, e.To), stamp(e.SentAt), way, stamp(e.Due), w("status." + string(status)),
			by, at, reply, late,
		})
	}
	return rows
}

func separator(lang words.Lang) string {
	if lang == words.EN {
		return ", "
	}
	return "、"
}

// stamp writes a time so that spreadsheets sort it; "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(beijing).Format("2006-01-02 15:04")
}

// overdue writes how late something is, in days and hours begun.
func overdue(d time.Duration, lang words.Lang) string {
	hours := int((d + time.Hour - 1) / time.Hour)
	return words.Say(lang, "papers.ledger.late", map[string]any{"days": hours / 24, "hours": hours % 24})
}

// LedgerCSV writes the ledger as CSV: UTF-8 with the mark by which spreadsheets know
// it, the head in the language.
func LedgerCSV(w io.Writer, all []Entry, now time.Time, lang words.Lang) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("papers: ledger: %w", err)
	}
	out := csv.NewWriter(w)
	for _, row := range ledgerRows(all, now, lang) {
		for i, field := range row {
			row[i] = harmless(field)
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("papers: ledger: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("papers: ledger: %w", err)
	}
	return nil
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// LedgerXLSX writes the ledger as a workbook: a title, the head, which stays in view
// and filters, and what is overdue in red.
func LedgerXLSX(w io.Writer, all []Entry, now time.Time, lang words.Lang) error {
	f := excelize.NewFile()
	err := fillLedger(f, all, now, lang)
	if err == nil {
		err = f.Write(w)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("papers: ledger: %w", err)
	}
	return nil
}

func fillLedger(f *excelize.File, all []Entry, now time.Time, lang words.Lang) error {
	sheet := words.Say(lang, "papers.ledger.title", nil)
	set, err := newBook(f, sheet)
	if err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(columns))
	if err != nil {
		return err
	}
	set.row(1, []string{sheet + words.Say(lang, "papers.ledger.as_of", map[string]any{"at": stamp(now)})}, set.title)
	set.do(f.MergeCell(sheet, "A1", last+"1"))
	set.do(f.SetRowHeight(sheet, 1, 30))
	for i, row := range ledgerRows(all, now, lang) {
		style := set.cell
		switch {
		case i == 0:
			style = set.head
		case all[i-1].At(now) == Overdue:
			style = set.alarm
		}
		set.row(i+2, row, style)
	}
	widths := make([]float64, len(columns))
	for i, c := range columns {
		widths[i] = c.width
	}
	set.finish(2, len(all)+2, widths)
	return set.err
}

// filler writes rows and keeps the first error.
type filler struct {
	f     *excelize.File
	sheet string
	err   error
}

func (s *filler) do(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *filler) row(n int, fields []string, style int) {
	for i, v := range fields {
		cell, err := excelize.CoordinatesToCellName(i+1, n)
		s.do(err)
		s.do(s.f.SetCellStr(s.sheet, cell, v))
		s.do(s.f.SetCellStyle(s.sheet, cell, cell, style))
	}
}
