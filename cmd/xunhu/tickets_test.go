package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"xunhu/api/store"
	"xunhu/api/store/sqlite"
	"xunhu/geo/demo"
)

// demonstration makes a store of the demonstration region.
func demonstration(t *testing.T, dir string) (data string, x *walker) {
	t.Helper()
	data = filepath.Join(dir, "data")
	s, err := sqlite.Open(t.Context(), filepath.Join(data, "region.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Save(t.Context(), demo.Dataset()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return data, &walker{t: t, data: data}
}

var export = [][]string{
	{"工单编号", "来电时间", "受理时间", "诉求内容", "事发地址", "经度", "纬度", "联系人", "联系电话", "办理时限", "事件类别", "附件"},
	{"A1", "2026-11-20 08:00:00", "2026/11/20 08:30", "欧阳慧娟反映沟里倒了垃圾，回电139 0000 1234", "某村东", "117.150000", "35.080000", "欧阳慧娟", "13900001234", "5个工作日", "S03", "p/1.jpg；p/没有.jpg；../out.jpg"},
	{"A2", "2026年11月20日 20时15分", "", "同一处垃圾", "某村东", "117.150500", "35.080000", "诸葛明远", "0632-5551234", "2026-12-31", "S03", ""},
	{"A3", "2026-11-20 09:00", "", "夜间噪声", "荆河街道某小区（诸葛家）", "", "", "", "", "", "噪声", ""},
	{"A4", "前天", "", "烟", "某村", "117.15", "35.08", "", "", "", "", ""},
	{"", "2026-11-20 09:00", "", "烟", "某村", "117.15", "35.08", "", "", "", "", ""},
	{"A6", "2026-11-20 09:00", "", "烟", "", "", "", "", "", "", "", ""},
	{"A1", "2026-11-20 09:00", "", "又一次", "某村", "117.15", "35.08", "", "", "", "", ""},
}

// A list of 12345 in the encoding in which it is exported becomes leads once: each with
// the sender's number, clocks and deadline; who told stands in the table of reporters
// alone; files are kept; doubles are suggested; faulty rows are told with their reason.
func TestTickets(t *testing.T) {
	dir := t.TempDir()
	data, x := demonstration(t, dir)
	var plain bytes.Buffer
	if err := csv.NewWriter(&plain).WriteAll(export); err != nil {
		t.Fatal(err)
	}
	text, err := simplifiedchinese.GB18030.NewEncoder().Bytes(plain.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	lists := filepath.Join(dir, "lists")
	file := filepath.Join(lists, "12345.csv")
	for name, b := range map[string][]byte{file: text, filepath.Join(lists, "p", "1.jpg"): []byte("picture"), filepath.Join(dir, "out.jpg"): []byte("outside")} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	x.run(exitRefused, "import", file, "--as", "tickets", "--dry-run")
	if kept := x.collection(x.run(exitDone, "export", "incidents")); len(kept.Features) != 0 {
		t.Fatalf("a dry run kept %d leads", len(kept.Features))
	}
	x.run(exitFailed, "import", file, filepath.Join(lists, "none.csv"), "--as", "tickets")
	if kept := x.collection(x.run(exitDone, "export", "incidents")); len(kept.Features) != 0 {
		t.Fatalf("one list of two was kept, %d leads, though the other is not there", len(kept.Features))
	}
	x.run(exitRefused, "import", file, "--as", "tickets")
	for _, want := range []string{
		"7 tickets read; 3 new leads (1 without a place, 1 files attached); 0 known before (0 of them changed); 4 refused; 1 may be doubles",
		"12345.csv #4: The time “前天”", "12345.csv #5: There is no sender's number", "12345.csv #6: There are neither coordinates nor an address", "12345.csv #7: Number A1",
		"“p/没有.jpg” is not in the folder", "“../out.jpg” points outside", "Ticket A2", "12345 A1, 46 m away", "“噪声” is none of the categories", "the place is not known",
	} {
		if !strings.Contains(x.words, want) {
			t.Errorf("the report lacks %q:\n%s", want, x.words)
		}
	}
	told := x.words
	exported := x.run(exitDone, "export", "incidents")
	s, err := sqlite.Open(t.Context(), filepath.Join(data, "region.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	code := demo.Dataset().Region.Code
	page, err := s.Leads(t.Context(), code, store.LeadQuery{})
	if err != nil || len(page.Leads) != 3 {
		t.Fatalf("%d leads, %v", len(page.Leads), err)
	}
	everything, err := json.Marshal(page.Leads)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range page.Leads {
		records, err := s.Records(t.Context(), code, k.Incident.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			everything = append(everything, r.Canonical()...)
		}
	}
	for _, secret := range []string{"欧阳慧娟", "13900001234", "139 0000 1234", "诸葛明远", "0632-5551234"} {
		for where, text := range map[string]string{"leads and records": string(everything), "the export": string(exported), "the report": told} {
			if strings.Contains(text, secret) {
				t.Errorf("%s stands in %s", secret, where)
			}
		}
	}
	a1, a3 := page.Leads[0], page.Leads[2]
	r, err := s.ReadReporter(t.Context(), code, store.Reading{Lead: a1.Incident.ID, Person: "demo-FJ-petition", Reason: "reply", At: time.Now()})
	if err != nil || r.Name != "欧阳慧娟" || r.Phone != "13900001234" || !strings.Contains(r.Note, "139 0000 1234") {
		t.Errorf("the reporter is %+v, %v", r, err)
	}
	starts := map[string]string{}
	for _, k := range a1.Lead.Clocks {
		starts[k.Limit] = k.Start.Format(time.RFC3339)
	}
	if a1.Lead.Source != "12345" || a1.Incident.Text("ticket") != "A1" || a1.Lead.Petition != "RECEIVED" || starts["T7.tell"] != "2026-11-20T08:30:00+08:00" {
		t.Errorf("A1: %+v, clocks from %v", a1.Lead, starts)
	}
	if got := a1.Lead.Asked.Format(time.RFC3339); got != "2026-11-27T23:59:59+08:00" { // five working days after Friday the 20th
		t.Errorf("A1 is asked for by %s", got)
	}
	if got := page.Leads[1].Lead.Asked.Format(time.RFC3339); got != "2026-12-31T23:59:59+08:00" {
		t.Errorf("A2 is asked for by %s", got)
	}
	files, err := s.Attachments(t.Context(), code, a1.Incident.ID)
	if err != nil || len(files) != 1 || files[0].Name != "1.jpg" || files[0].Size != 7 {
		t.Errorf("attached: %+v, %v", files, err)
	}
	unplaced, err := s.Leads(t.Context(), code, store.LeadQuery{Unplaced: true})
	if err != nil || len(unplaced.Leads) != 1 || unplaced.Leads[0].Incident.ID != a3.Incident.ID || a3.Lead.Ruling.V != "" || a3.Lead.Ruling.Inputs.K != "K4" || a3.Lead.Ruling.Lead != "" {
		t.Errorf("without a place: %+v, %v", unplaced.Leads, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	x.run(exitDone, "check", "--audit")

	// the same in a workbook, with a title above, brings nothing twice; what changed is told
	book := excelize.NewFile()
	rows := append([][]string{{"12345 热线导出"}}, export...)
	for i, row := range rows {
		for j, v := range row {
			if i == 3 && j == 3 {
				v = "垃圾更多了"
			}
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if err := book.SetCellStr("Sheet1", at, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	again := filepath.Join(lists, "12345.xlsx")
	if err := book.SaveAs(again); err != nil {
		t.Fatal(err)
	}
	x.run(exitRefused, "import", again, "--as", "tickets")
	for _, want := range []string{"0 new leads", "3 known before (1 of them changed)", "Ticket A2", "differs from what was taken before: text"} {
		if !strings.Contains(x.words, want) {
			t.Errorf("the second report lacks %q:\n%s", want, x.words)
		}
	}

	hand := filepath.Join(lists, "督办.csv")
	if err := os.WriteFile(hand, []byte("交办单位,文号,序号,办结期限,重点关注,问题描述,经度,纬度\n省督察组,鲁督〔2026〕5号,1,2026-12-10,是,河水发黑,117.15,35.08\n省督察组,鲁督〔2026〕5号,2,2026-12-10,,烟,117.2,35.1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	x.run(exitDone, "import", hand, "--as", "tickets")
	down := x.collection(x.run(exitDone, "export", "incidents"))
	last := down.Features[len(down.Features)-2].Properties
	if last["source"] != "handdown" || last["ticket"] != "鲁督〔2026〕5号#1" || last["due_at"] != "2026-12-10T23:59:59+08:00" || !strings.Contains(last["note"].(string), "交办单位：省督察组；重点关注：是") {
		t.Errorf("handed down: %v", last)
	}
	x.run(exitFailed, "import", hand, "--as", "tickets", "--by", "nobody")
	if !strings.Contains(x.words, "demo-FJ-desk") {
		t.Errorf("who may is not said: %s", x.words)
	}
}
