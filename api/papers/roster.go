package papers

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/signintech/gopdf"
	"github.com/xuri/excelize/v2"

	"xunhu/api/words"
)

// A Watch is one duty of a roster (值班表): who goes, when, and with what.
type Watch struct {
	ID         string // unit, day and shift
	Unit       Text
	Shift      Text
	Kind       string // P1 … of DOMAIN 6.1
	Start, End time.Time
	Need       int
	People     []Watcher
	Equipment  []Text
	Holiday    bool
	Stand      Text   // who could stand in
	Lacks      []Text // what it could not be given
	Fixed      bool   // the unit keeps its people (定岗); else they rotate (轮岗)
	Joint      *Joint // departments that are invited; nil: none
}

// A Watcher is one of those who go.
type Watcher struct {
	ID          string
	Name        Text
	Certificate string
	Town        Text // that sends the person
}

// rosterColumns of the table of duties, with widths of the sheet and parts of the page.
var rosterColumns = []struct {
	code  string
	width float64
	part  float64
}{{"unit", 34, 0}, {"day", 16, 0.13}, {"shift", 18, 0.15}, {"time", 14, 0.14}, {"people", 60, 0.38}, {"equipment", 26, 0.2}, {"note", 40, 0}}

// rosterRows are the duties in words, the head first.
func rosterRows(all []Watch, lang words.Lang) [][]string {
	w := func(code string, args ...any) string {
		return say("papers.roster."+code, args...).In(lang)
	}
	var head []string
	for _, c := range rosterColumns {
		head = append(head, w(c.code))
	}
	rows := [][]string{head}
	for _, x := range all {
		var people, gear, notes []string
		for _, p := range x.People {
			name := words.Named(lang, p.Name.ZH, p.Name.EN)
			if p.Town.ZH != "" {
				name = w("from_town", "name", name, "town", p.Town)
			}
			if p.Certificate != "" {
				name = w("certified", "name", name, "number", p.Certificate)
			}
			people = append(people, name)
		}
		for _, i := range x.Equipment {
			gear = append(gear, words.Named(lang, i.ZH, i.EN))
		}
		if x.Holiday {
			notes = append(notes, w("holiday"))
		}
		if x.Stand.ZH != "" {
			notes = append(notes, w("stand", "name", x.Stand))
		}
		for _, l := range x.Lacks {
			notes = append(notes, words.Named(lang, l.ZH, l.EN))
		}
		rows = append(rows, []string{words.Named(lang, x.Unit.ZH, x.Unit.EN), w("date", "date", x.Start.Format(time.DateOnly), "weekday", w("weekday."+strconv.Itoa(int(x.Start.Weekday())))),
			x.Kind + " " + words.Named(lang, x.Shift.ZH, x.Shift.EN), x.Start.Format("15:04") + "–" + x.End.Format("15:04"),
			strings.Join(people, between(lang)), strings.Join(gear, between(lang)), strings.Join(notes, " ")})
	}
	return rows
}

// between parts names that may have commas of their own.
func between(lang words.Lang) string {
	if lang == words.EN {
		return "; "
	}
	return separator(lang)
}

// RosterCSV writes a roster as CSV, a duty a row.
func RosterCSV(w io.Writer, all []Watch, lang words.Lang) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	for _, row := range rosterRows(all, lang) {
		for i, field := range row {
			row[i] = harmless(field)
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("papers: roster: %w", err)
		}
	}
	if out.Flush(); out.Error() != nil {
		return fmt.Errorf("papers: roster: %w", out.Error())
	}
	_, err := b.WriteTo(w)
	return err
}

// RosterXLSX writes a roster as a workbook: the duties, those short of somebody in red, and
// a sheet of how often each person goes.
func RosterXLSX(w io.Writer, all []Watch, lang words.Lang) error {
	f := excelize.NewFile()
	err := fillRoster(f, all, lang)
	if err == nil {
		err = f.Write(w)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("papers: roster: %w", err)
	}
	return nil
}

func fillRoster(f *excelize.File, all []Watch, lang words.Lang) error {
	border := []excelize.Border{{Type: "left", Color: "808080", Style: 1}, {Type: "right", Color: "808080", Style: 1}, {Type: "top", Color: "808080", Style: 1}, {Type: "bottom", Color: "808080", Style: 1}}
	wrap := &excelize.Alignment{Vertical: "center", WrapText: true}
	styles := make([]int, 3)
	for i, s := range []*excelize.Style{
		{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EEF7"}}, Border: border, Alignment: wrap},
		{Border: border, Alignment: wrap},
		{Border: border, Alignment: wrap, Font: &excelize.Font{Color: "C00000"}},
	} {
		id, err := f.NewStyle(s)
		if err != nil {
			return err
		}
		styles[i] = id
	}
	sheet, shares := words.Say(lang, "papers.roster.title", nil), words.Say(lang, "papers.roster.shares", nil)
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	set := &filler{f: f, sheet: sheet}
	for i, row := range rosterRows(all, lang) {
		style := styles[min(i, 1)]
		if i > 0 && len(all[i-1].Lacks) > 0 {
			style = styles[2]
		}
		set.row(i+1, row, style)
	}
	for i, c := range rosterColumns {
		col, err := excelize.ColumnNumberToName(i + 1)
		set.do(err)
		set.do(f.SetColWidth(sheet, col, col, c.width))
	}
	set.do(f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	landscape, a4, wide := "landscape", 9, 1
	set.do(f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide}))
	_, err := f.NewSheet(shares)
	set.do(err)
	set.sheet = shares
	for i, row := range shareRows(all, lang) {
		set.row(i+1, row, styles[min(i, 1)])
	}
	set.do(f.SetColWidth(shares, "A", "B", 34))
	return set.err
}

// shareRows count duties, hours, nights and holidays of each person, in the order in which
// they first go.
func shareRows(all []Watch, lang words.Lang) [][]string {
	type share struct {
		unit, name             string
		duties, nights, spared int
		hours                  float64
	}
	var order []string
	by := map[string]*share{}
	for _, x := range all {
		for _, p := range x.People {
			s := by[p.ID]
			if s == nil {
				s = &share{unit: words.Named(lang, x.Unit.ZH, x.Unit.EN), name: words.Named(lang, p.Name.ZH, p.Name.EN)}
				by[p.ID], order = s, append(order, p.ID)
			}
			s.duties++
			s.hours += x.End.Sub(x.Start).Hours()
			if x.Start.Hour() >= 18 || x.End.Day() != x.Start.Day() {
				s.nights++
			}
			if x.Holiday {
				s.spared++
			}
		}
	}
	var head []string
	for _, code := range []string{"unit", "person", "duties", "hours", "nights", "holidays"} {
		head = append(head, words.Say(lang, "papers.roster."+code, nil))
	}
	rows := [][]string{head}
	for _, id := range order {
		s := by[id]
		rows = append(rows, []string{s.unit, s.name, strconv.Itoa(s.duties), strconv.FormatFloat(s.hours, 'f', -1, 64), strconv.Itoa(s.nights), strconv.Itoa(s.spared)})
	}
	return rows
}

// RosterPDF prints a roster (值班表), a table for each unit; illustration marks it as such.
func RosterPDF(w io.Writer, all []Watch, illustration bool, lang words.Lang) error {
	f, err := loaded()
	if err != nil {
		return err
	}
	head := sheet{lang: lang}
	if illustration {
		head.banner = words.Say(lang, "papers.banner.illustration", nil)
	}
	var p, trial *press
	for range 2 { // the first time to learn which characters are printed
		p, trial = newPress(f, head, false, p), p
		p.pdf.SetInfo(gopdf.PdfInfo{Title: words.Say(lang, "papers.roster.title", nil), CreationDate: all[0].Start})
		for i := 0; i < len(all); {
			j := i
			for j < len(all) && all[j].Unit == all[i].Unit {
				j++
			}
			p.roster(all[i:j])
			i = j
		}
	}
	if err := errors.Join(trial.err, p.err); err != nil {
		return err
	}
	var out bytes.Buffer
	if _, err := p.pdf.WriteTo(&out); err != nil {
		return fmt.Errorf("papers: print a roster: %w", err)
	}
	_, err = out.WriteTo(w)
	return err
}

// roster sets the table of one unit.
func (p *press) roster(all []Watch) {
	w := func(code string, args ...any) string {
		return say("papers.roster."+code, args...).In(p.lang)
	}
	p.page()
	p.y = top - 16*mm
	p.centred(w("title"), inTitle, 30)
	p.y += cell
	mode := "rotating"
	if all[0].Fixed {
		mode = "fixed"
	}
	p.fine(w("of", "mode", w("mode."+mode), "unit", words.Named(p.lang, all[0].Unit.ZH, all[0].Unit.EN), "from", day(p.lang, all[0].Start), "to", day(p.lang, all[len(all)-1].Start)))
	t := table{}
	for k, row := range rosterRows(all, p.lang) {
		var cells []string
		for i, c := range rosterColumns {
			text := row[i]
			if c.code == "equipment" { // the note stands with it
				text = strings.TrimSpace(text + " " + row[i+1])
				if k == 0 {
					text = row[i] + " / " + row[i+1]
				}
			}
			if c.part > 0 {
				cells = append(cells, text)
			}
		}
		if k == 0 {
			t.head = cells
		} else {
			t.rows = append(t.rows, cells)
		}
	}
	for _, c := range rosterColumns {
		if c.part > 0 {
			t.parts = append(t.parts, c.part)
		}
	}
	p.table(t)
	p.fine(w("signed"))
}

// RosterCalendar writes the duties of one person, or of all where person is "", as events
// (RFC 5545). The same duty arranged again has the same UID, so that a calendar replaces
// the event.
func RosterCalendar(w io.Writer, all []Watch, person string, made time.Time, lang words.Lang) error {
	c := ics.NewCalendar()
	c.SetProductId("-//xunhu//roster//" + strings.ToUpper(string(lang)))
	c.SetMethod(ics.MethodPublish)
	for _, x := range all {
		mine := person == ""
		var names []string
		for _, p := range x.People {
			mine = mine || p.ID == person
			names = append(names, words.Named(lang, p.Name.ZH, p.Name.EN))
		}
		if !mine {
			continue
		}
		e := c.AddEvent(strings.ReplaceAll(x.ID, "/", "-") + "-duty@xunhu")
		e.SetDtStampTime(made)
		e.SetStartAt(x.Start)
		e.SetEndAt(x.End)
		e.SetSummary(words.Named(lang, x.Shift.ZH, x.Shift.EN) + words.Say(lang, "papers.patrol.comma", nil) + words.Named(lang, x.Unit.ZH, x.Unit.EN))
		for _, i := range x.Equipment {
			names = append(names, words.Named(lang, i.ZH, i.EN))
		}
		e.SetDescription(strings.Join(names, "\n"))
	}
	return c.SerializeTo(w)
}
