package papers

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"xunhu/api/words"
)

func at(hour int) time.Time { return time.Date(2026, 10, 21, hour, 0, 0, 0, beijing) }

func TestStatus(t *testing.T) {
	back := func(h int) *Received { return &Received{At: at(h)} }
	for _, tc := range []struct {
		name    string
		due     time.Time
		receipt *Received
		now     int
		want    Status
	}{
		{"none asked", time.Time{}, nil, 12, NoReceipt},
		{"none asked, one came", time.Time{}, back(10), 12, Back},
		{"before it is due", at(12), nil, 11, Awaited},
		{"at the moment", at(12), nil, 12, Awaited},
		{"after", at(12), nil, 13, Overdue},
		{"back in time", at(12), back(11), 13, Back},
		{"back at the moment", at(12), back(12), 13, Back},
		{"back late", at(12), back(13), 14, Late},
		{"as it stood before it came back", at(12), back(14), 13, Overdue},
	} {
		if got := (Entry{Due: tc.due, Receipt: tc.receipt}).At(at(tc.now)); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

// ledger is that of a lead on the water: one receipt back in time, one late, the others open.
func ledger(t *testing.T) []Entry {
	a := region(t)
	var all []Entry
	for i, to := range []string{"370481103-SO", "370481-ZD03", "370481104-SO", "EXT-370883-EE"} {
		e := Entry{Lead: "370481202610200008", Number: "滕环函〔2026〕8号", Subject: Text{ZH: "界河水质异常", EN: "Abnormal water in the Jiehe"}, Rows: []string{"N1", "N2"}[i/3 : i/3+1],
			From: PartyOf(a, "370481-FJ"), To: PartyOf(a, to), SentAt: at(8), Way: Exchange, Due: at(12)}
		all = append(all, e)
	}
	all[0].Receipt = &Received{By: Officer{Name: "孙一", Unit: all[0].To.Name}, At: at(9), Reply: Text{ZH: "已收悉", EN: "noted"}}
	all[1].Receipt = &Received{By: Officer{Name: "周二"}, At: at(14)}
	return all
}

// The workbook and the CSV hold the same rows, read back by their own readers.
func TestLedgerFiles(t *testing.T) {
	all := ledger(t)
	all[2].Subject.ZH = "=1+1"
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		want := ledgerRows(all, at(15), lang)
		var book, again, text bytes.Buffer
		for _, w := range []*bytes.Buffer{&book, &again} {
			if err := LedgerXLSX(w, all, at(15), lang); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(book.Bytes(), again.Bytes()) {
			t.Errorf("%s: the workbook differs from run to run", lang)
		}
		f, err := excelize.OpenReader(&book)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows(f.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(rows[0][0], "2026-10-21 15:00") {
			t.Errorf("title %q", rows[0][0])
		}
		for i, red := range []bool{false, false, true, true} { // what is overdue stands in red
			id, err := f.GetCellStyle(f.GetSheetName(0), fmt.Sprintf("K%d", i+3))
			if err != nil {
				t.Fatal(err)
			}
			style, err := f.GetStyle(id)
			if err != nil || (style.Font != nil && style.Font.Color == "C00000") != red {
				t.Errorf("row %d: red is not %v (%v)", i+1, red, err)
			}
		}
		if formula, _ := f.GetCellFormula(f.GetSheetName(0), "D5"); formula != "" {
			t.Errorf("a text became the formula %q", formula)
		}
		for i, row := range rows[1:] {
			for len(row) < len(columns) { // empty cells at the end are not read
				row = append(row, "")
			}
			if !slices.Equal(row, want[i]) {
				t.Errorf("%s: row %d is %v, want %v", lang, i, row, want[i])
			}
		}
		if err := LedgerCSV(&text, all, at(15), lang); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(text.String(), "\ufeff") {
			t.Error("CSV without its mark")
		}
		records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text.String(), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if lang == words.ZH {
			want[3][3] = "'=1+1"
		}
		for i := range want {
			if !slices.Equal(records[i], want[i]) {
				t.Errorf("%s: CSV row %d is %v, want %v", lang, i, records[i], want[i])
			}
		}
	}
	zh := ledgerRows(all, at(15), words.ZH)
	for i, want := range []string{"已签收", "逾期签收", "逾期未回", "逾期未回"} {
		if got := zh[i+1][10]; got != want {
			t.Errorf("row %d: %s, want %s", i+1, got, want)
		}
	}
	if got := zh[2][14] + " " + zh[3][14]; got != "0天2小时 0天3小时" {
		t.Errorf("overdue by %s", got)
	}
}
