package papers

import (
	"bytes"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/xuri/excelize/v2"

	"xunhu/api/words"
)

// watches are two duties of the post and one of a station, the second short of somebody.
func watches() []Watch {
	at := func(day, hour int) time.Time { return time.Date(2026, 12, day, hour, 0, 0, 0, beijing) }
	post, station := Text{ZH: "滨湖湿地生态联合驻巡站", EN: "Binhu Post"}, Text{ZH: "滨湖生态环境保护所", EN: "Binhu Station"}
	zhang, li := Watcher{ID: "zhang", Name: Text{ZH: "张守湖", EN: "Zhang"}, Certificate: "D01", Town: Text{ZH: "滨湖镇", EN: "Binhu"}}, Watcher{ID: "li", Name: Text{ZH: "李喆", EN: "Li"}}
	return []Watch{
		{ID: "ZX01/2026-12-05/post", Unit: post, Shift: Text{ZH: "驻巡班", EN: "Resident patrol"}, Kind: "P5", Start: at(5, 8), End: at(5, 17), Need: 2, People: []Watcher{zhang, li}, Equipment: []Text{{ZH: "=巡查车", EN: "=Car"}}, Stand: Text{ZH: "王巡", EN: "Wang"}, Holiday: true},
		{ID: "ZX01/2026-12-06/night", Unit: post, Shift: Text{ZH: "夜间班", EN: "Night"}, Kind: "P9", Start: at(6, 20), End: at(7, 1), Need: 2, People: []Watcher{zhang}, Lacks: []Text{{ZH: "只有 1 人，应有 2 人。", EN: "1 people of 2."}}},
		{ID: "SO/2026-12-07/day", Unit: station, Shift: Text{ZH: "日常巡查班", EN: "Daily patrol"}, Kind: "P1", Start: at(7, 8), End: at(7, 17), Need: 1, People: []Watcher{li}},
	}
}

// A roster reads the same on paper, in a workbook and in a table, in both languages.
func TestRosterPapers(t *testing.T) {
	needFonts(t)
	for lang, want := range map[words.Lang][]string{
		words.ZH: {"值班表", "2026-12-05周六", "张守湖（滨湖镇派驻）（执法证D01）、李喆", "巡查车", "节假日", "替班：王巡", "只有1人，应有2人。", "20:00–01:00", "滨湖生态环境保护所"},
		words.EN: {"Roster", "2026-12-05Sat", "Zhang(sentbyBinhu)(certificateD01);Li", "Car", "dayofrest", "standsin:Wang", "1peopleof2."},
	} {
		var table, book, page bytes.Buffer
		if err := RosterCSV(&table, watches(), lang); err != nil {
			t.Fatal(err)
		}
		if err := RosterXLSX(&book, watches(), lang); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&book)
		if err != nil {
			t.Fatal(err)
		}
		sheets := f.GetSheetList()
		rows, err := f.GetRows(sheets[0])
		if err != nil || len(sheets) != 2 || len(rows) != 4 {
			t.Fatalf("%s: %v, %v, %v", lang, sheets, rows, err)
		}
		shares, err := f.GetRows(sheets[1])
		if err != nil || len(shares) != 3 || strings.Join(shares[1][2:], " ") != "2 14 1 1" || strings.Join(shares[2][2:], " ") != "2 18 0 1" {
			t.Errorf("%s: shares %v, %v", lang, shares, err)
		}
		f.Close()
		texts := map[string]string{"CSV": table.String(), "XLSX": sheets[0]}
		for _, row := range rows {
			texts["XLSX"] += strings.Join(row, " ")
		}
		if strings.Contains(table.String(), ",=") {
			t.Errorf("%s: a formula in %s", lang, table.String())
		}
		if err := RosterPDF(&page, watches(), true, lang); err != nil {
			t.Fatal(err)
		}
		texts["PDF"] = read(t, page.Bytes(), "-raw")
		for kind, text := range texts {
			text = strings.Join(strings.Fields(text), "")
			for i, w := range want {
				if !strings.Contains(text, w) && !(kind == "CSV" && i == 0) {
					t.Errorf("%s, %s: no %q in\n%s", kind, lang, w, text)
				}
			}
			if strings.Contains(text, "papers.") {
				t.Errorf("%s, %s: a code without words", kind, lang)
			}
		}
	}
}

// The calendar of a person has that person's duties alone.
func TestRosterCalendar(t *testing.T) {
	for person, want := range map[string]int{"": 3, "zhang": 2, "nobody": 0} {
		var b bytes.Buffer
		if err := RosterCalendar(&b, watches(), person, time.Unix(1e9, 0), words.ZH); err != nil {
			t.Fatal(err)
		}
		c, err := ics.ParseCalendar(&b)
		if err != nil || len(c.Events()) != want {
			t.Errorf("%q: %v, %v", person, c, err)
		}
		if want > 0 {
			if start, err := c.Events()[0].GetStartAt(); err != nil || !start.Equal(watches()[0].Start) {
				t.Errorf("begins %v, %v", start, err)
			}
		}
	}
}
