package papers

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"xunhu/api/words"
	"xunhu/geo/atlas"
	"xunhu/routing/patrol"
)

// logColumns of the log (巡查台账, DOMAIN 6.4), with widths of the sheet; those after "at"
// are for the crew to fill in.
var logColumns = []struct {
	code  string
	width float64
}{{"plan", 26}, {"day", 12}, {"unit", 28}, {"kind", 20}, {"people", 40}, {"gear", 16}, {"n", 6}, {"place", 26}, {"reason", 34}, {"planned", 10}, {"at", 22},
	{"arrived", 10}, {"shown", 10}, {"found", 34}, {"samples", 18}, {"measures", 24}, {"leads", 20}, {"missed", 20}, {"checked", 12}}

// PatrolLogXLSX writes the log of plans as a workbook: a row for each stop, with what the plan
// knows, and columns to fill in.
func PatrolLogXLSX(w io.Writer, a *atlas.Atlas, plans []*patrol.Plan, crews Crews, lang words.Lang) error {
	f := excelize.NewFile()
	err := fillLog(f, patrolSheet{a: a, lang: lang, crews: crews}, plans)
	if err == nil {
		err = f.Write(w)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("papers: patrol log: %w", err)
	}
	return nil
}

func fillLog(f *excelize.File, s patrolSheet, plans []*patrol.Plan) error {
	b, err := newBook(f, s.say("papers.logbook.title"))
	if err != nil {
		return err
	}
	var head []string
	var widths []float64
	for _, c := range logColumns {
		head, widths = append(head, s.say("papers.logbook."+c.code)), append(widths, c.width)
	}
	b.row(1, head, b.head)
	n := 2
	for _, s.plan = range plans {
		for i := range s.plan.Tours {
			t := &s.plan.Tours[i]
			unit, _ := s.a.Unit(t.Unit)
			people, gear := s.named(t.ID)
			for _, x := range t.Stops {
				reason := ""
				if x.Reason != nil {
					reason = words.Finding(s.lang, x.Reason)
				}
				row := []string{t.ID, t.Start.In(s.plan.From.Location()).Format(time.DateOnly), words.Named(s.lang, unit.Name, unit.NameEN), s.say("papers.patrol.kind." + t.Kind), people, gear,
					strconv.Itoa(x.Sequence), words.Named(s.lang, x.Name.ZH, x.Name.EN), reason, s.clock(x.Arrive), fmt.Sprintf("%.5f %.5f", x.At[0], x.At[1])}
				b.row(n, append(row, make([]string, len(logColumns)-len(row))...), b.cell)
				n++
			}
		}
	}
	b.finish(1, n-1, widths)
	return b.err
}
