package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"xunhu/geo/demo"
)

// The way of a roster: made for all units, kept, changed when somebody falls ill, shown to
// one person, and on the sheet of the patrol.
func TestRosterToSheet(t *testing.T) {
	dir := t.TempDir()
	week := time.Now().AddDate(0, 0, 14-(int(time.Now().Weekday())+6)%7) // duties that are over cannot be changed
	monday, sunday := week.Format(time.DateOnly), week.AddDate(0, 0, 6).Format(time.DateOnly)
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	keep(t, x.data, demo.Dataset())
	rows := func(out []byte) [][]string {
		t.Helper()
		all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(out), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if all := rows(x.run(exitDone, "roster", "--unit", "all", "--from", monday, "--days", "7", "--seed", "1")); len(all) < 28*8 {
		t.Errorf("%d rows for 28 units and a week", len(all))
	}
	made := []string{"roster", "--unit", "370481-ZX01", "--from", monday, "--days", "7", "--seed", "1", "--lang", "zh"}
	all := rows(x.run(exitDone, append(made, "--save")...))
	if len(all) != 9 || all[0][0] != "单位" || !strings.HasPrefix(all[1][1], monday+" 周一") || !strings.Contains(all[1][4], "派驻") {
		t.Fatalf("%v", all)
	}
	id := strings.Fields(string(x.run(exitDone, "roster", "list")))[0]
	for name, check := range map[string]func(string){
		"r.xlsx": func(name string) {
			f, err := excelize.OpenFile(name)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			duties, err1 := f.GetRows("值班表")
			shares, err2 := f.GetRows("人员统计")
			if err1 != nil || err2 != nil || len(duties) != 9 || len(shares) < 6 {
				t.Errorf("%v %v: %d duties, %d people", err1, err2, len(duties), len(shares))
			}
		},
		"r.ics": func(name string) {
			text, err := os.ReadFile(name)
			if n := strings.Count(string(text), "BEGIN:VEVENT"); err != nil || n == 0 || n >= 8 {
				t.Errorf("%d duties of one person: %v", n, err)
			}
		},
	} {
		name = filepath.Join(dir, name)
		x.run(exitDone, "--lang", "zh", "roster", "show", id, "-o", name, "--person", "demo-ZX01-third", "--lang", "zh")
		if strings.HasSuffix(name, ".xlsx") {
			x.run(exitDone, "roster", "show", id, "-o", name, "--lang", "zh")
		}
		check(name)
	}

	before := string(x.run(exitDone, "roster", "show", id))
	ill := []string{"roster", "change", "--away", "demo-ZX01-third:" + monday + ":" + sunday + ":illness"}
	tried := string(x.run(exitDone, append(ill, "--dry-run")...))
	if after := string(x.run(exitDone, "roster", "show", id)); after != before || strings.Count(tried, "\n") == 0 {
		t.Errorf("a trial changed the roster, or nothing: %s", tried)
	}
	if done := string(x.run(exitDone, ill...)); done != tried {
		t.Errorf("tried %s\ndone %s", tried, done)
	}
	x.run(exitFailed, "roster", "show", id, "--person", "demo-ZX01-third")
	was, is, differ := rows([]byte(before)), rows(x.run(exitDone, "roster", "show", id)), 0
	for i := range was { // all but the notes, which say who could stand in
		if !slices.Equal(was[i][:6], is[i][:6]) {
			differ++
		}
	}
	if changed := strings.Count(tried, "\n"); differ != changed {
		t.Errorf("%d duties differ, %d changes were told", differ, changed)
	}

	plan := filepath.Join(dir, "plan.ics")
	x.run(exitDone, "plan", "--unit", "370481-ZX01", "--from", monday, "--seed", "1", "-o", plan)
	if text, err := os.ReadFile(plan); err != nil || !strings.Contains(string(text), "certificate") {
		t.Errorf("the tour names nobody: %s, %v", text, err)
	}
	x.run(exitRefused, "roster", "change", "--broken", "demo-ZX01-car:"+monday+":"+monday+":repair", "--lang", "zh")
	if !strings.Contains(x.words, "需要车辆") || !strings.Contains(x.words, "驻巡站 "+monday+" 驻巡班") {
		t.Errorf("no reason in %s", x.words)
	}
	x.run(exitDone, "plan", "--unit", "370481-ZX01", "--from", monday, "--days", "1", "--seed", "1", "-o", plan)
}

// What is asked wrongly is told in one sentence that names what it is.
func TestRosterRefused(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	keep(t, x.data, demo.Dataset())
	unit := []string{"roster", "--unit", "370481-ZX01", "--from", "2026-12-07", "--lang", "zh"}
	files := 0
	file := func(text string) string {
		files++
		return textFile(t, dir, fmt.Sprintf("shifts%d.yaml", files), text)
	}
	for _, tc := range []struct {
		args []string
		says string
	}{
		{append(unit, "--days", "0"), "天数"},
		{append(unit, "-o", filepath.Join(dir, "r.doc")), ".doc"},
		{append(unit, "--shifts", file("shifts:\n- id: a\n  units: [POST]\n  days: never\n  start: 8h\n  length: 8h\n  people: 1\n")), "days"},
		{append(unit, "--shifts", file("shifts:\n- id: a\n  units: [POST]\n  days: all\n  start: 8h\n  length: 14h\n  people: 2\n")), "length"},
		{append(unit, "--shifts", file("shifts:\n- id: a\n  team: 3\n")), "team"},
		{append(unit, "--save", "--by", "demo-FJ-desk"), "demo-104-ZF-leader"},
		{append(unit, "--shifts", file("shifts:\n- {id: a, units: [BRIGADE], days: all, start: 8h, length: 8h, people: 2}\n")), "没有要排的班"},
		{[]string{"roster", "change", "--lang", "zh"}, "--away"},
		{[]string{"roster", "change", "--away", "nobody:2026-12-07", "--lang", "zh"}, "nobody"},
		{[]string{"roster", "change", "--away", "demo-ZX01-third:7.12.2026", "--lang", "zh"}, "7.12.2026"},
		{[]string{"roster", "show", "none", "--lang", "zh"}, "none"},
		{[]string{"equipment", "add", "b", "--name", "艇", "--unit", "370481-ZX01", "--kind", "ship", "--lang", "zh"}, "ship"},
		{[]string{"equipment", "add", "b", "--name", "艇", "--unit", "nowhere", "--kind", "boat", "--lang", "zh"}, "nowhere"},
		{[]string{"user", "add", "li", "--name", "李", "--unit", "370481104-SO", "--role", "station_member", "--town", "1", "--lang", "zh"}, "1"},
		{[]string{"user", "add", "li", "--name", "李", "--unit", "370481104-SO", "--role", "station_member", "--skill", "diver", "--lang", "zh"}, "diver"},
	} {
		x.run(exitFailed, tc.args...)
		if !strings.Contains(x.words, tc.says) {
			t.Errorf("%v: %q is not in %s", tc.args, tc.says, x.words)
		}
	}
	shifts := file(string(x.run(exitDone, "roster", "shifts"))) // what is printed can be read
	x.run(exitDone, append(unit, "--shifts", shifts)...)

	// too many for who is there: told with reasons, and still written
	out := x.run(exitRefused, append(unit, "--days", "1", "--shifts", file("shifts:\n- {id: a, name: 大班, units: [POST], kind: P5, days: all, start: 8h, length: 8h, people: 4, certified: 4}\n"))...)
	if !strings.Contains(string(out), "大班") || !strings.Contains(x.words, "需要 4 名持证人员（可排的共 3 名）") {
		t.Errorf("%s\n%s", out, x.words)
	}
	x.run(exitDone, "equipment", "add", "b", "--name", "艇", "--unit", "370481-ZX01", "--kind", "boat", "--seats", "6", "--calibrated-until", "2027-05-01")
	x.run(exitDone, "user", "add", "li", "--name", "李", "--unit", "370481-ZX01", "--role", "station_member", "--town", "370481104", "--skill", "helmsman", "--established", "--front-line")
	if list := string(x.run(exitDone, "user", "list", "--lang", "zh")); !strings.Contains(list, "在编 一线 持证船艇驾驶员 370481104 派出") {
		t.Errorf("%s", list)
	}
	if list := string(x.run(exitDone, "equipment", "list")); !strings.Contains(list, "2027-05-01") {
		t.Errorf("%s", list)
	}
}

// Departments are asked to the branch's patrol of the roster and reply; the calendar of the
// patrol has the crew that follows from it.
func TestJointPatrol(t *testing.T) {
	dir := t.TempDir()
	x := &walker{t: t, data: filepath.Join(dir, "data")}
	keep(t, x.data, demo.Dataset())
	now := time.Now()
	from := time.Date(now.Year(), now.Month()+2, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	x.run(exitFailed, "joint", "invite", "--from", from)
	x.run(exitDone, "roster", "--unit", "370481-FJ", "--from", from, "--days", "28", "--seed", "1", "--save")
	x.run(exitDone, "joint", "invite", "--from", from, "--task", "370481-BM-ZR=看林地", "--task", "370481-BM-JT=查码头")
	x.run(exitFailed, "joint", "invite", "--from", from)
	id := strings.Fields(string(x.run(exitDone, "joint", "list")))[0]
	x.run(exitFailed, "joint", "reply", id, "--unit", "370481-BM-GA", "--who", "x")
	x.run(exitFailed, "joint", "attend", id, "--came", "370481-FJ=demo-DD-head")
	x.run(exitDone, "joint", "reply", id, "--unit", "370481-BM-NY", "--no", "另有任务")
	x.run(exitDone, "joint", "reply", id, "--unit", "370481-BM-ZR", "--who", "demo-BM-ZR-officer", "--who", "王临时", "--by", "demo-BM-ZR-contact")
	list := string(x.run(exitDone, "joint", "list", "--lang", "zh"))
	for _, want := range []string{"不参加：另有任务", "参加：滕州市自然资源局执法人员（演示）、王临时", "查码头", "等待答复"} {
		if !strings.Contains(list, want) {
			t.Errorf("no %q in\n%s", want, list)
		}
	}
	plan := filepath.Join(dir, "plan.ics")
	x.run(exitDone, "plan", "--unit", "370481-FJ", "--from", strings.Join(strings.Split(id, "-")[2:5], "-"), "--seed", "1", "-o", plan, "--lang", "zh")
	text, err := os.ReadFile(plan)
	if unfolded := strings.ReplaceAll(string(text), "\r\n ", ""); err != nil || !strings.Contains(unfolded, "滕州市自然资源局执法人员") || strings.Contains(unfolded, "农业农村局") {
		t.Errorf("the crew in the calendar: %s, %v", unfolded, err)
	}
	if !strings.Contains(x.words, "滕州市城乡水务局") {
		t.Errorf("who has not replied is not told: %q", x.words)
	}
	x.run(exitDone, "joint", "cancel", id, "--reason", "冰冻")
	if said := string(x.run(exitDone, "figures", "--lang", "zh")); !strings.Contains(said, "未记录") || !strings.Contains(said, "罚款") {
		t.Errorf("figures: %s", said)
	}
	x.run(exitFailed, "figures", "--month", "11.2026")
	x.run(exitDone, "ledger", "-o", filepath.Join(dir, "ledger.xlsx"))
	x.run(exitFailed, "joint", "reply", id, "--unit", "370481-BM-NY", "--who", "李")
}
